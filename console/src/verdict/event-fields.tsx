/** What was judged: the fields of the event with their labels, identifiers as the server masked them. */
import type { EventJson } from "@duanliu/client";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { durationText, moneyText, numberText, wordOfValue } from "../words/format.ts";
import { languageNow, type Language } from "../words/language.ts";
import { partyText } from "./parties.ts";
import { fieldsOf, shortLabel, type VerdictWords } from "./verdict-words.ts";

interface Props {
  readonly event: EventJson;
  readonly words: VerdictWords | null;
  readonly allowed: boolean;
}

type FieldSpec = ReturnType<typeof fieldsOf>[number];

export function EventFields({ event, words, allowed }: Props): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const specs = fieldsOf(event.kind, words).filter((spec) => event[spec.name] !== undefined);
  const currency = typeof event["currency"] === "string" ? event["currency"] : null;
  const erased = event.kind === "message" && allowed && event["text"] === undefined;
  return (
    <section className="event-fields">
      <h3>{t("verdict.event")}</h3>
      <dl className="pairs">
        {specs.map((spec) => (
          <div key={spec.name} className={spec.type === "text" ? "wide" : undefined}>
            <dt>{shortLabel(spec[language])}</dt>
            <dd>{fieldText(spec, event[spec.name], currency, language, t)}</dd>
          </div>
        ))}
      </dl>
      {erased && <p className="quiet">{t("verdict.textErased")}</p>}
      <p className="quiet">{t("verdict.masked")}</p>
    </section>
  );
}

function fieldText(spec: FieldSpec, value: unknown, currency: string | null, language: Language, t: TFunction): ReactNode {
  switch (spec.type) {
    case "bool":
      return t(value === true ? "value.yes" : "value.no");
    case "number":
      return withUnit(Number(value), spec.unit ?? "", language, t);
    case "money": {
      const { short, exact } = moneyText(Number(value), currency, language);
      return <span title={exact}>{short}</span>;
    }
    case "enum":
      return wordOfValue(String(value), t);
    case "set":
      return (Array.isArray(value) ? value : []).map((one) => wordOfValue(String(one), t)).join(t("list.and"));
    case "text":
    case "url":
    case "identifier":
      return partyText(value);
  }
}

function withUnit(n: number, unit: string, language: Language, t: TFunction): string {
  const text = numberText(n, language, 1);
  switch (unit) {
    case "ms":
      return durationText(n, t);
    case "‰":
      return `${numberText(n / 10, language, 1)} %`;
    case "d":
      return t("unit.d", { n: text });
    case "h":
      return t("unit.h", { n: text });
    case "y":
      return t("unit.y", { n: text });
    case "mo":
      return t("unit.mo", { n: text });
    case "×":
      return t("unit.times", { n: text });
    default:
      return text;
  }
}
