/** Light or dark, one press; remembered. */
import { MoonOutlined, SunOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { chooseLook, useLook } from "../theme.ts";

export function LookChoice(): ReactNode {
  const { t } = useTranslation();
  const look = useLook();
  const word = t(look === "dark" ? "look.light" : "look.dark");
  return (
    <Button
      className="look-button"
      type="text"
      aria-label={word}
      title={word}
      icon={look === "dark" ? <SunOutlined /> : <MoonOutlined />}
      onClick={() => chooseLook(look === "dark" ? "light" : "dark")}
    />
  );
}
