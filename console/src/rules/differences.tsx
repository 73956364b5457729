/** What a draft changes of the rules in force, rule by rule. */
import type { RuleDifference } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { words } from "./words.ts";

export function Differences({ differences }: { readonly differences: readonly RuleDifference[] }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const mode = (text: string | undefined): string => (text === "live" || text === "shadow" || text === "off" ? frame(`rules.mode.${text}`) : "–");
  return (
    <section className="rule-differences" aria-label={t("different")}>
      <b>{t("different")}</b>{" "}
      {differences.length === 0 ? (
        <span className="quiet">{t("same")}</span>
      ) : (
        differences.map((one) => (
          <span key={one.rule} className={`difference ${one.how}`}>
            <code>{one.rule}</code> {one.how === "mode" ? t("difference.mode", { from: mode(one.from), to: mode(one.to) }) : t(`difference.${one.how}`)}
          </span>
        ))
      )}
    </section>
  );
}
