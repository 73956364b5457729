/** Words about rules that more than one place says. */
import type { RuleWeight } from "@duanliu/client";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function weightText(weight: RuleWeight, t: TFunction): string {
  return typeof weight === "number" ? t("rules.gradeOf", { n: weight }) : t(`rules.grade.${weight}`);
}

/** Says that a rule's figures are an assumption: honest, and the first thing to check with one's own data. */
export function AssumedMark(): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="mark" title={t("rules.assumedWhy")}>
      {t("rules.assumed")}
    </span>
  );
}
