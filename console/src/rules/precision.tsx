/** How often a rule was right, with its interval and the floor it must not fall below, and the warnings that say so. */
import { RulebookClient, type Rule, type RuleOutcome, type Rulebook } from "@duanliu/client";
import type { TableColumnType } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { LevelMark } from "../matter/marks.tsx";
import { hashOf } from "../place.ts";
import { useLoaded, useSession } from "../session.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow, type Language } from "../words/language.ts";
import type { Say } from "../words/place-words.ts";
import { words } from "./words.ts";

export function precisionColumn(t: Say<typeof words.en>, language: Language, { precision }: Rulebook): TableColumnType<Rule> {
  const percent = (permille: number): string => `${numberText(permille / 10, language)} %`;
  return {
    title: t("precision"),
    width: 150,
    align: "right",
    render: (_, rule) => {
      const rows = precision.rules.filter((one) => one.rule === rule.id);
      if (rows.length === 0) return <span className="quiet">{t("noOutcome")}</span>;
      return rows.map(({ floor, share }) => {
        const below = precision.below.find((one) => one.rule === rule.id && one.floor === floor);
        const values = below === undefined ? null : { floor: numberText(below.floorPermille / 10, language) };
        return (
          <div
            key={floor}
            className={below === undefined ? "precision" : `precision ${below.verdict}`}
            title={t("interval", { low: percent(share.lowPermille), high: percent(share.highPermille) })}
          >
            {floor === "urgent" && <span className="quiet">{t("whenUrgent")} </span>}
            {share.permille === null ? "–" : percent(share.permille)} <span className="quiet">{t("precisionOf", { hits: share.hits, of: share.of })}</span>
            {below !== undefined && values !== null && <span className="below">▼ {t(below.verdict === "fall" ? "belowFall" : "belowWatch", values)}</span>}
          </div>
        );
      });
    },
  };
}

/** The outcomes that a rule's precision counts, newest first. */
export function Outcomes({ rule }: { readonly rule: string }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const language = languageNow();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const [outcomes, again] = useLoaded(useCallback((signal: AbortSignal) => book.outcomes(rule, { limit: "20" }, signal), [book, rule]));
  if (outcomes.kind === "loading") return <Loading rows={2} />;
  if (outcomes.kind === "failed") return <Failed detail={outcomes.detail} onAgain={again} />;
  return (
    <ul className="rule-outcomes">
      {outcomes.value.items.map((one: RuleOutcome) => (
        <li key={one.warning}>
          <a href={hashOf("warnings", one.warning)}>{one.serial}</a> <LevelMark level={one.level} />{" "}
          <span className={`outcome ${one.outcome}`}>
            {one.outcome === "confirmed" ? "✓" : "✕"} {t(`outcome.${one.outcome}`)}
          </span>{" "}
          <span className="quiet">{instantText(one.atMs, language)}</span>
        </li>
      ))}
    </ul>
  );
}
