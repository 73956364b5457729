/** Why: each hit as its sentence and what innocent things look like it; the rule and its values when opened. */
import type { VerdictHit } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AssumedMark, weightText } from "../rules/rule-words.tsx";
import type { RuleBook } from "../session.tsx";
import { valueText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { nameOfValue, type VerdictWords } from "./verdict-words.ts";

interface Props {
  readonly hits: readonly VerdictHit[];
  readonly book: RuleBook | null;
  readonly words: VerdictWords | null;
  readonly currency: string | null;
}

export function Reasons({ hits, book, words, currency }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="why">
      <h3>{t("verdict.why")}</h3>
      {hits.length === 0 ? (
        <p>{t("verdict.nothing")}</p>
      ) : (
        <ol className="reasons">
          {hits.map((hit) => (
            <Reason key={hit.rule} hit={hit} book={book} words={words} currency={currency} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Reason({ hit, book, words, currency }: Omit<Props, "hits"> & { readonly hit: VerdictHit }): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const rule = book?.ruleOf.get(hit.rule);
  const values = Object.entries(hit.values);
  return (
    <li>
      <p className="because">{hit.because[language]}</p>
      {hit.notIf !== undefined && (
        <p className="not-if">
          <b>{t("verdict.notIf")}</b> {hit.notIf[language]}
        </p>
      )}
      <details>
        <summary>{t("verdict.details")}</summary>
        <dl className="pairs">
          <div>
            <dt>{t("verdict.rule")}</dt>
            <dd>
              <code>{hit.rule}</code> {rule?.title?.[language]} {rule?.assumed === true && <AssumedMark />}
              {book !== null && rule === undefined && t("verdict.unknownRule")}
            </dd>
          </div>
          <div>
            <dt>{t("verdict.outcome")}</dt>
            <dd>
              <code>{hit.outcome}</code>
            </dd>
          </div>
          {rule !== undefined && (
            <>
              <div>
                <dt>{t("verdict.weight")}</dt>
                <dd>{weightText(rule.weight, t)}</dd>
              </div>
              <div>
                <dt>{t("verdict.basis")}</dt>
                <dd>{rule.basis}</dd>
              </div>
            </>
          )}
          {values.map(([name, value]) => (
            <div key={name} title={name}>
              <dt>{nameOfValue(name, null, words, language)}</dt>
              <dd>{valueText(name, value, currency, language, t)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
