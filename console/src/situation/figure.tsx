/**
 * One figure: its value with what it is a part of, whether an alarm is raised, how firmly its definition rests, and the way to
 * the list that it counted. No share without its denominator.
 */
import type { Figure } from "@duanliu/client";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Money } from "../matter/money.tsx";
import { hashOf } from "../place.ts";
import { durationText, instantText, numberText } from "../words/format.ts";
import { languageNow, type Language } from "../words/language.ts";
import { listPath } from "./address.ts";
import { words } from "./words.ts";

export function permilleText(permille: number, language: Language): string {
  return `${numberText(permille / 10, language, permille < 100 ? 1 : 0)} %`;
}

/** The value alone, as text: for tables and labels. */
export function valueOfFigure(figure: Figure, language: Language, t: TFunction): string {
  if (figure.value === null) return "–";
  switch (figure.unit) {
    case "permille":
      return permilleText(figure.value, language);
    case "ms":
      return durationText(figure.value, t);
    case "ratio":
      return numberText(figure.value, language, 2);
    case "count":
    case "minor":
      return numberText(figure.value, language);
  }
}

function Value({ figure }: { readonly figure: Figure }): ReactNode {
  const { t } = useTranslation();
  const say = words.useWords();
  const language = languageNow();
  const sums = figure.money.filter(({ value }) => value === null);
  if (sums.length > 0) {
    return (
      <>
        {sums.map(({ currency, numeratorMinor }) => (
          <b key={currency}>
            <Money amountMinor={numeratorMinor} currency={currency} />
          </b>
        ))}
      </>
    );
  }
  if (figure.unit === "minor") return <b className="quiet">{say("none")}</b>;
  return <b>{valueOfFigure(figure, language, t)}</b>;
}

/** What the value is a part of. */
function Part({ figure }: { readonly figure: Figure }): ReactNode {
  const { t } = useTranslation();
  const say = words.useWords();
  const language = languageNow();
  if (figure.unit === "ms")
    return figure.value === null ? say("nothing") : `${say("median")}${figure.p90 === null ? "" : ` · ${say("p90", { time: durationText(figure.p90, t) })}`}`;
  const ratio = figure.money.find(({ denominatorMinor }) => denominatorMinor !== null);
  if (ratio !== undefined) {
    const [part, whole] = [ratio.numeratorMinor, ratio.denominatorMinor ?? "0"];
    return (
      <>
        <Money amountMinor={part} currency={ratio.currency} /> ÷ <Money amountMinor={whole} currency={ratio.currency} />
      </>
    );
  }
  if (figure.denominator === null) return figure.unit === "permille" || figure.unit === "ratio" ? say("nothing") : null;
  return figure.denominator === 0 ? say("nothing") : say("of", { part: numberText(figure.numerator ?? 0, language), whole: numberText(figure.denominator, language) });
}

function Alarm({ figure }: { readonly figure: Figure }): ReactNode {
  const { t } = useTranslation();
  const say = words.useWords();
  if (figure.alarm?.raised !== true) return null;
  const at = valueOfFigure({ ...figure, value: figure.alarm.at }, languageNow(), t);
  return (
    <span className="figure-alarm">
      <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 1 11.4 11H.6Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
        <path d="M6 4.6V7.4M6 8.6V9.6" stroke="currentColor" strokeWidth="1.4" />
      </svg>
      {say("alarm")} · {say(figure.alarm.when === "above" ? "alarmAbove" : "alarmBelow", { at })}
    </span>
  );
}

/** Everything that is said on hover: formula, what makes two one, interval, cut-off. */
export function useTold(figure: Figure): string {
  const say = words.useWords();
  const language = languageNow();
  const { interval } = figure;
  return [
    figure.formula[language],
    figure.dedup[language],
    interval === null ? null : say("interval", { low: permilleText(interval.lowPermille, language), high: permilleText(interval.highPermille, language) }),
    say("asOf", { time: instantText(Date.parse(figure.cutOff), language) }),
    figure.lateChanges ? say("late") : null,
    figure.status === "assumed" ? say("assumedHow") : null,
  ]
    .filter((part) => part !== null)
    .join("\n");
}

export function FigureBox({ figure }: { readonly figure: Figure }): ReactNode {
  const say = words.useWords();
  const language = languageNow();
  const told = useTold(figure);
  const title = figure.title[language];
  return (
    <div className={`situation-figure${figure.alarm?.raised === true ? " alarmed" : ""}`}>
      <dt>{title}</dt>
      <dd>
        <a href={hashOf("situation", ...listPath({ title, query: figure.query }))} title={told} className="figure-value">
          <Value figure={figure} />
          <span className="unseen">{say("openList", { title })}</span>
        </a>
        <span className="note">
          <Part figure={figure} />
        </span>
        <Alarm figure={figure} />
        {figure.status === "assumed" && figure.alarm?.raised !== true && figure.unit !== "count" && figure.unit !== "minor" && (
          <span className="mark" title={say("assumedHow")}>
            {say("assumed")}
          </span>
        )}
      </dd>
    </div>
  );
}

export function FigureRow({ figures, className = "" }: { readonly figures: readonly Figure[]; readonly className?: string }): ReactNode {
  return (
    <dl className={`situation-figures ${className}`}>
      {figures.map((figure) => (
        <FigureBox key={figure.key} figure={figure} />
      ))}
    </dl>
  );
}
