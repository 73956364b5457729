/** Words of the fields in this place's forms, and what of an outcome is asked: the least that the record needs. */
import type { CommandDescription, InputSchema, KindDescription, OpenedValue } from "@duanliu/client";
import type { FieldWords } from "../matter/input-fields.tsx";
import { localOf, variantsOf, type Values } from "../matter/input-values.ts";
import { exactMoneyText } from "../words/format.ts";
import type { Say } from "../words/place-words.ts";
import type { Channel, OutcomeName, WarningBody } from "./warning.ts";
import { words } from "./words.ts";

/** Fields of a talk that the operator's own systems know better than an officer's memory. */
const NOT_ASKED: ReadonlySet<string> = new Set(["outcome", "ringMs", "talkMs", "callRecord", "slip"]);

export function fieldWords(t: Say<typeof words.en>, warning: { readonly territory: string; readonly org: string }): FieldWords {
  return {
    // A unit is competent for its place and everything below; the one that has it is there already.
    organisations: {
      unit: (one) =>
        one.kind === "police" && one.id !== warning.org && (one.territory === "" || warning.territory === one.territory || warning.territory.startsWith(`${one.territory}/`)),
    },
    label: (field) => (Object.hasOwn(words.en.field, field) ? t(`field.${field as keyof typeof words.en.field}`) : null),
    choice: (_field, value) => (Object.hasOwn(words.en.choice, value) ? t(`choice.${value as keyof typeof words.en.choice}`) : null),
  };
}

/** The form of one outcome; null as long as the kind's description is not there. */
export function outcomeForm(kind: KindDescription | null, outcome: string): CommandDescription | null {
  const result = kind?.commands["result"];
  const way = result === undefined ? null : (variantsOf(result.input)?.of(outcome) ?? null);
  if (result === undefined || way === null) return null;
  const input: InputSchema = { ...way, properties: Object.fromEntries(Object.entries(way.properties ?? {}).filter(([name]) => !NOT_ASKED.has(name))) };
  return { ...result, words: { zh: words.zh.outcome[outcome as keyof typeof words.zh.outcome], en: words.en.outcome[outcome as keyof typeof words.en.outcome] }, input };
}

/**
 * What is known already of an outcome, to be confirmed with the person: the payment that moved last, with its accounts when
 * they were opened for a purpose; the proof that a channel usually leaves.
 */
export function known(outcome: OutcomeName, channel: Channel, body: Pick<WarningBody, "money">, opened: ReadonlyMap<string, OpenedValue>): Values {
  if (outcome === "awakened") return { proof: { kind: channel === "call" ? "call-record" : "signature" } };
  if (outcome !== "already-paid") return {};
  const last = body.money.findLast((one) => one.live) ?? body.money.at(-1);
  if (last === undefined) return {};
  const amount = exactMoneyText(last.amountMinor, last.currency, "en").split(" ")[0];
  const payment = { from: opened.get(last.from?.token ?? "")?.value, to: opened.get(last.to.token)?.value, amountMinor: amount, currency: last.currency, at: localOf(last.atMs) };
  return { payments: [payment] };
}
