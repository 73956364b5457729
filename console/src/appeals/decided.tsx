/** What was decided, as the person was told it: result, reasons, what stays held, who decided when, the next instance. */
import type { Bilingual } from "@duanliu/client";
import type { ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Reasons } from "./said.tsx";
import { words } from "./words.ts";

interface Props {
  readonly decision: {
    readonly result: string;
    readonly reasons: readonly Bilingual[];
    readonly keepMinor: string | null;
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual | null;
    readonly note?: string | null;
  };
  readonly currency: string | null;
}

export function Decided({ decision, currency }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { result, reasons, keepMinor, decider, atMs, remedy, note = null } = decision;
  const named = Object.hasOwn(words.en.decide.result, result) ? t(`decide.result.${result as keyof typeof words.en.decide.result}`) : result;
  return (
    <section className="decided" aria-labelledby="decided-title">
      <h2 id="decided-title">
        {t("decide.decided")}: {named}
      </h2>
      <dl className="pairs">
        <div>
          <dt>{t("decide.reason")}</dt>
          <dd>
            <Reasons of={reasons} />
          </dd>
        </div>
        {keepMinor !== null && currency !== null && (
          <div>
            <dt>{t("decide.kept")}</dt>
            <dd>
              <Money amountMinor={keepMinor} currency={currency} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t("decide.by")}</dt>
          <dd>
            {decider[language]} · {instantText(atMs, language)}
          </dd>
        </div>
        {remedy !== null && (
          <div>
            <dt>{t("decide.remedy")}</dt>
            <dd>{remedy[language]}</dd>
          </div>
        )}
        {note !== null && (
          <div>
            <dt>{t("decide.internal")}</dt>
            <dd>{note}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
