/** Warnings in hand by level and by what the clock says: each cell opens its list. Level is colour, word and shape. */
import type { Figure, Situation } from "@duanliu/client";
import type { ReactNode } from "react";
import { LevelMark } from "../matter/marks.tsx";
import { hashOf } from "../place.ts";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { listPath } from "./address.ts";
import { words } from "./words.ts";

const LEVEL = { low: 0, medium: 1, high: 2, urgent: 3 } as const;

export function ClockTable({ warnings }: { readonly warnings: Situation["warnings"] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const clocks = warnings.levels.at(0)?.clocks ?? [];
  const whole = [
    [t("inHand"), warnings.total],
    [t("overdue"), warnings.overdue],
    [t("free"), warnings.free],
    [t("followUps"), warnings.followUps],
  ] as const;
  return (
    <section className="situation-clocks" aria-labelledby="situation-clocks">
      <h2 id="situation-clocks">{t("warnings")}</h2>
      <p className="clock-sums">
        {whole.map(([word, figure]) => (
          <span key={word}>
            <Cell figure={figure} urgent={figure === warnings.overdue} /> {word}
          </span>
        ))}
      </p>
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("warnings")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("level")}</th>
              {clocks.map(({ clock, words: word }) => (
                <th key={clock} scope="col" className="figure">
                  {word[language]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {warnings.levels.map(({ level, clocks: cells }) => (
              <tr key={level}>
                <th scope="row">
                  <LevelMark level={LEVEL[level]} />
                </th>
                {cells.map(({ clock, metric }) => (
                  <td key={clock} className="figure">
                    <Cell figure={metric} urgent={clock === "overdue"} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ figure, urgent }: { readonly figure: Figure; readonly urgent: boolean }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const title = figure.title[language];
  if (figure.n === 0) return <span className="quiet">0</span>;
  return (
    <a
      className={urgent ? "overdue" : undefined}
      href={hashOf("situation", ...listPath({ title, query: figure.query }))}
      aria-label={`${numberText(figure.n, language)} · ${t("openList", { title })}`}
    >
      {numberText(figure.n, language)}
    </a>
  );
}
