/** The places of the console, icon and word. Only places that exist are here. */
import { DatabaseOutlined, ReadOutlined, ThunderboltOutlined, UnorderedListOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PLACES, hashOf, type PlaceName } from "../place.ts";

const ICONS: Readonly<Record<PlaceName, ReactNode>> = {
  live: <ThunderboltOutlined />,
  rules: <ReadOutlined />,
  lists: <UnorderedListOutlined />,
  data: <DatabaseOutlined />,
};

export function Rail({ place }: { readonly place: PlaceName }): ReactNode {
  const { t } = useTranslation();
  return (
    <nav className="rail" aria-label={t("sections")}>
      {PLACES.map((name) => (
        <a key={name} href={hashOf(name)} aria-current={name === place ? "page" : undefined}>
          <span aria-hidden="true">{ICONS[name]}</span>
          {t(`place.${name}`)}
        </a>
      ))}
    </nav>
  );
}
