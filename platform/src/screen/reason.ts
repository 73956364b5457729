/**
 * Reasons in plain words: the values that a rule looked at, put into its sentence in two languages. The unit of a value
 * is the end of its name, as everywhere in this code.
 */
import { minorDigits } from "../domain/currency.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Binding } from "../rules/environment.ts";
import type { LoadedRule, TemplatePart } from "../rules/loaded.ts";
import type { FactValue } from "./verdict-batch.ts";

/** Value of -1 in details stands for "never". */
const NEVER = -1;

export interface ReasonContext {
  /** Currency of the event's amounts, if it has any. */
  readonly currency: string | null;
}

function round(value: number, digits: number): string {
  return String(Math.round(value * 10 ** digits) / 10 ** digits);
}

function durationText(ms: number, zh: boolean): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return zh ? `${round(ms / 1000, 0)}秒` : `${round(ms / 1000, 0)} s`;
  if (minutes < 90) return zh ? `${round(minutes, 0)}分钟` : `${round(minutes, 0)} min`;
  return zh ? `${round(minutes / 60, 1)}小时` : `${round(minutes / 60, 1)} h`;
}

/** Thousands marks as in English; by hand, because the runtime's formatter takes longer than judging the event. */
function grouped(value: number, digits: number): string {
  const [whole = "0", fraction] = round(value, digits).split(".");
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ",") + (fraction === undefined ? "" : `.${fraction}`);
}

function moneyText(minor: number, currency: string | null, zh: boolean): string {
  const digits = currency === null ? 2 : minorDigits(currency);
  const major = minor / 10 ** digits;
  if (zh && major >= 10_000) return `${round(major / 10_000, 2)}万${currency ?? ""}`;
  return `${grouped(major, digits)}${currency === null ? "" : ` ${currency}`}`;
}

/** One value for a person. The unit is read from the end of the binding's name. */
export function valueText(binding: Binding, value: FactValue, zh: boolean, context: ReasonContext): string {
  if (value === null) return zh ? "未知" : "unknown";
  if (binding.type === "bool") return value === 1 ? (zh ? "是" : "yes") : zh ? "否" : "no";
  if (binding.values !== undefined) return binding.values[value] ?? "";
  if (value === NEVER) return zh ? "从未" : "never";
  const { name } = binding;
  if (/Ms(\d+[mhd])?$/.test(name)) return durationText(value, zh);
  if (/Minor(\d+[mhd])?$/.test(name)) return moneyText(value, context.currency, zh);
  if (/Permille(\d+[mhd])?$/.test(name)) return `${round(value / 10, 1)}%`;
  if (/minutesSince/i.test(name)) return durationText(value * 60_000, zh);
  return round(value, binding.type === "int" ? 0 : 1);
}

function sentence(parts: readonly TemplatePart[], rule: LoadedRule, values: readonly FactValue[], zh: boolean, context: ReasonContext): string {
  return parts
    .map((part) => {
      if (part.kind === "words") return part.text;
      const at = rule.values.findIndex((b) => b.name === part.binding.name);
      return valueText(part.binding, at < 0 ? null : values[at]!, zh, context);
    })
    .join("");
}

export function reasonOf(rule: LoadedRule, values: readonly FactValue[], context: ReasonContext): Bilingual {
  return { zh: sentence(rule.because.zh, rule, values, true, context), en: sentence(rule.because.en, rule, values, false, context) };
}

/** Values by name for machines: booleans as booleans, listed texts as texts, "never" and unknown as null. */
export function plainValues(rule: LoadedRule, values: readonly FactValue[]): Record<string, number | string | boolean | null> {
  return Object.fromEntries(
    rule.values.map((binding, n) => {
      const value = values[n]!;
      if (value === null || (value === NEVER && binding.type !== "bool")) return [binding.name, null];
      if (binding.type === "bool") return [binding.name, value === 1];
      return [binding.name, binding.values === undefined ? value : (binding.values[value] ?? null)];
    }),
  );
}
