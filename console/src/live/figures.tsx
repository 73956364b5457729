/** The few figures that say how things are, each with what it is a part of. */
import type { Stats } from "@duanliu/client";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Loaded } from "../session.tsx";
import { numberText, shareText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { all, ofAction } from "./tally.ts";

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly share?: string;
  readonly note: string;
}

function Figure({ name, value, share, note }: FigureProps): ReactNode {
  return (
    <div className="figure-box">
      <dt>{name}</dt>
      <dd>
        <b>{value}</b>
        {share !== undefined && <span className="share">{share}</span>}
        <span className="note">{note}</span>
      </dd>
    </div>
  );
}

/** Drawn anew with new figures only: the list beside it moves four times a second. */
export const Figures = memo(function Figures({ stats }: { readonly stats: Loaded<Stats> }): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const n = (value: number, digits = 0): string => numberText(value, language, digits);
  if (stats.kind !== "here") return <dl className="figures" aria-label={t("figures.label")} aria-busy={stats.kind === "loading"} />;
  const { value } = stats;
  const minute = all(value.lastMinute);
  const found = minute - ofAction(value.lastMinute, "allow");
  const total = all(value.totals);
  const lines = total + value.repeated + value.refused;
  return (
    <dl className="figures" aria-label={t("figures.label")}>
      <Figure name={t("figures.perSecond")} value={n(all(value.lastTenSeconds) / 10, 1)} note={t("figures.perSecondNote")} />
      <Figure name={t("figures.found")} value={n(found)} share={shareText(found, minute, language)} note={t("figures.ofMinute", { n: n(minute) })} />
      <Figure name={t("figures.degraded")} value={n(value.degraded)} share={shareText(value.degraded, total, language)} note={t("figures.degradedNote", { n: n(total) })} />
      <Figure name={t("figures.refused")} value={n(value.refused)} share={shareText(value.refused, lines, language)} note={t("figures.refusedNote", { n: n(lines) })} />
    </dl>
  );
});
