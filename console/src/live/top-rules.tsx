/** Which rules hit most since the start, in words, with how many verdicts there were. */
import type { Stats } from "@duanliu/client";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ruleTitle, useBook } from "../session.tsx";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { all } from "./tally.ts";

/** As many as fit beside the list without scrolling on an ordinary screen. */
const SHOWN = 7;

/** Drawn anew with new figures only: the list beside it moves four times a second. */
export const TopRules = memo(function TopRules({ stats }: { readonly stats: Stats }): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const book = useBook();
  const rules = Object.entries(stats.ruleHits).slice(0, SHOWN);
  const total = numberText(all(stats.totals), language);
  return (
    <section className="top-rules" aria-labelledby="top-rules-title">
      <h2 id="top-rules-title">{t("hits.title")}</h2>
      {rules.length === 0 ? (
        <p className="quiet">{t("hits.none")}</p>
      ) : (
        <table className="plain">
          <caption className="unseen">{t("hits.caption")}</caption>
          <tbody>
            {rules.map(([id, hits]) => (
              <tr key={id}>
                <th scope="row">{ruleTitle(id, book.kind === "here" ? book.value : null)[language]}</th>
                <td className="figure">{t("hits.of", { n: numberText(hits, language), all: total })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
});
