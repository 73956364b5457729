/** On every page while the sample runs: that it is a sample, and, opened, what in it is real and what is simulated. */
import { Button, Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SampleContents } from "../sample/sample-contents.tsx";
import { useStats } from "../session.tsx";

export function SampleBadge(): ReactNode {
  const { t } = useTranslation();
  const stats = useStats();
  if (stats.kind !== "here" || !stats.value.sample.running) return null;
  return (
    <Popover
      trigger="click"
      placement="bottom"
      title={t("sample.title")}
      content={
        <div className="sample-panel">
          <SampleContents sample={stats.value.sample} />
        </div>
      }
    >
      <Button className="sample-badge">
        <span className="long">{t("sample.badge")}</span>
        <span className="short">{t("sample.mark")}</span>
      </Button>
    </Popover>
  );
}
