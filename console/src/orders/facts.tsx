/**
 * What an order says, as a list of names and values: only what there are words for, people masked, amounts readable and exact
 * on hover, times with their zone. It is the same for every kind of order.
 */
import type { Bilingual, Matter, PersonalRef } from "@duanliu/client";
import type { ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { Personal } from "../matter/personal.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { Say } from "../words/place-words.ts";
import { choiceWord, fieldWord } from "./fields.ts";
import { words } from "./words.ts";

/** In this order; what a matter does not have is left out. */
const SHOWN = [
  "account",
  "holderName",
  "number",
  "person",
  "applicant",
  "card",
  "payee",
  "contact",
  "amountMinor",
  "paidAtMs",
  "orderedAtMs",
  "transfer",
  "scope",
  "tier",
  "round",
  "product",
  "branch",
  "risk",
  "reason",
  "tracedMinor",
  "heldMinor",
  "frozenMinor",
  "returnedMinor",
  "approvedAtMs",
  "stoppedAtMs",
  "startedAtMs",
  "frozenAtMs",
  "heldAtMs",
  "limitedAtMs",
  "carriedOutAtMs",
  "endsAtMs",
  "restoredAtMs",
  "restoreTrouble",
  "outcome",
] as const;

export type Body = Readonly<Record<string, unknown>>;

export function Facts({ matter }: { readonly matter: Pick<Matter, "body"> }): ReactNode {
  const t = words.useWords();
  const body = matter.body as Body;
  const rows = SHOWN.flatMap((field) => {
    const value = body[field];
    if (value === null || value === undefined || value === "" || (field === "returnedMinor" && value === "0")) return [];
    const shown = valueOf(field, value, body, t);
    return shown === null ? [] : [{ field, shown }];
  });
  return (
    <section className="order-facts" aria-label={t("facts")}>
      <dl className="pairs">
        {rows.map(({ field, shown }) => (
          <div key={field}>
            <dt>{fieldWord(field, t)}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function valueOf(field: string, value: unknown, body: Body, t: Say<typeof words.en>): ReactNode {
  const language = languageNow();
  if (isPersonal(value)) return <Personal of={value} />;
  if (field === "scope") return value === "account" ? t("whole") : value === "amount" ? t("amountOnly") : (choiceWord(String(value), t) ?? String(value));
  if (field === "tier") return t("tier", { n: Number(value) });
  if (field === "round") return Number(value) === 1 ? t("round_1") : t("round_2");
  if (isBilingual(value)) return value[language];
  if (field.endsWith("Minor") && typeof value === "string") return <Money amountMinor={value} currency={typeof body["currency"] === "string" ? body["currency"] : "CNY"} />;
  if (field.endsWith("AtMs") && typeof value === "number") return <time dateTime={new Date(value).toISOString()}>{instantText(value, language)}</time>;
  if (typeof value === "string" || typeof value === "number") return choiceWord(String(value), t) ?? String(value);
  return null;
}

function isPersonal(value: unknown): value is PersonalRef {
  return typeof value === "object" && value !== null && "token" in value && "masked" in value;
}

function isBilingual(value: unknown): value is Bilingual {
  return typeof value === "object" && value !== null && "zh" in value && "en" in value;
}
