/**
 * Texts with {slots}, in both languages: what they must contain, what they must never contain, and filling them in. A
 * text that limits somebody says what, why, on what basis, how long, by whom, what can be done and with which papers. It
 * carries no link, no number but official ones, and no word that blames. How a text is sent is left to the channels.
 */
import { assert, unreachable } from "../base/assert.ts";
import { minorDigits, type Currency } from "./currency.ts";
import type { Duration } from "./deadline.ts";
import { GENERAL_TEXTS, GIVING_SLOTS, LIMITING_SLOTS, MEASURE_KINDS, MEASURE_NOTICES, type GeneralTextKey, type MeasureKind, type TextKey } from "./jurisdiction-words.ts";
import { SCAM_CATEGORIES } from "./scam-category.ts";
import { STAGES, type Bilingual } from "./verdict.ts";

/**
 * Every slot that a text may have. `what` is the thing concerned, masked (an account, a number, a site), never the name
 * of the measure: the text says that itself. `duration` says how long and until when. `remedy` is a sentence of its own.
 */
export const SLOTS = [...LIMITING_SLOTS, "contact", "amount", "receipt", "due", "code", "helpline", "officer"] as const;
export type Slot = (typeof SLOTS)[number];

/** One SMS of a warning: two parts in Chinese at most, so that it is read. */
const SMS_CHARACTERS_MAX = { zh: 140, en: 320 } as const;

/** What a text of this key must carry, and whether others of `SLOTS` may be there as well; undefined: no such key. */
export function slotsOf(key: string): { readonly required: readonly Slot[]; readonly others: boolean } | undefined {
  if (Object.hasOwn(GENERAL_TEXTS, key)) return { required: GENERAL_TEXTS[key as GeneralTextKey], others: true };
  const [kind, event] = [key.slice(0, key.indexOf(".")), key.slice(key.indexOf(".") + 1)];
  if (isMeasureKind(kind)) {
    const { limits, gives }: { readonly limits: readonly string[]; readonly gives: readonly string[] } = MEASURE_NOTICES[kind];
    if (limits.includes(event)) return { required: LIMITING_SLOTS, others: true };
    return gives.includes(event) ? { required: GIVING_SLOTS, others: true } : undefined;
  }
  const [group, part, name] = key.split(".");
  if (group === "warning" && part === "sms") return isOneOf(SCAM_CATEGORIES, name) ? { required: ["helpline"], others: false } : undefined;
  if (group !== "script") return undefined;
  const known = (part === "category" && isOneOf(SCAM_CATEGORIES, name)) || (part === "stage" && isOneOf(STAGES, name));
  return known ? { required: [], others: false } : undefined;
}

/** All keys that a profile must have, given the measures it allows. */
export function textKeysFor(allowed: readonly MeasureKind[]): readonly TextKey[] {
  const notices = allowed.flatMap((kind) => [...MEASURE_NOTICES[kind].limits, ...MEASURE_NOTICES[kind].gives].map((event) => `${kind}.${event}` as TextKey));
  const general = Object.keys(GENERAL_TEXTS) as GeneralTextKey[];
  return [
    ...notices,
    ...general,
    ...SCAM_CATEGORIES.map((category) => `warning.sms.${category}` as const),
    ...SCAM_CATEGORIES.map((category) => `script.category.${category}` as const),
    ...STAGES.map((stage) => `script.stage.${stage}` as const),
  ];
}

/** Names between braces, each once, in order of appearance in the text. */
export function slotsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]))];
}

/** Words that blame the person who was deceived, or call a holder something that nobody has decided. */
const BLAME = {
  zh: ["贪心", "贪图", "愚蠢", "轻信", "上当", "大意", "粗心", "无知", "自作自受", "活该", "嫌疑人", "犯罪分子账户", "黑名单", "杀猪"],
  en: ["greed", "gullible", "foolish", "stupid", "naive", "careless", "fell for", "your fault", "your mistake", "blame", "a suspect", "the suspect", "suspects", "blacklist"],
} as const;
const LINK = /https?:|www\.|:\/\/|\b[a-z0-9-]+\.(?:com|cn|net|org|uk|io)\b/i;

export interface TextFault {
  readonly language: "zh" | "en";
  readonly what: string;
  readonly expected: string;
}

/** What is wrong with one text; empty when it may be used. `numbers` are the official ones of the profile. */
export function faultsOf(key: string, text: Bilingual, numbers: readonly string[]): readonly TextFault[] {
  const slots = slotsOf(key);
  if (slots === undefined) return [{ language: "zh", what: key, expected: "a text key that the program knows" }];
  return (["zh", "en"] as const).flatMap((language) => {
    const words = text[language];
    const faults: TextFault[] = [];
    const fault = (what: string, expected: string): void => {
      faults.push({ language, what, expected });
    };
    const found = slotsIn(words);
    for (const slot of slots.required) if (!found.includes(slot)) fault(words, `the slot {${slot}}`);
    for (const slot of found) {
      if (!isOneOf(SLOTS, slot)) fault(`{${slot}}`, `one of the slots ${SLOTS.join(", ")}`);
      else if (!slots.others && !slots.required.includes(slot)) fault(`{${slot}}`, "no slot but the required ones");
      if (!slotsIn(text[language === "zh" ? "en" : "zh"]).includes(slot)) fault(`{${slot}}`, "the same slots in both languages");
    }
    if (/[{}]/.test(words.replaceAll(/\{[a-z]+\}/g, ""))) fault(words, "braces only around slot names");
    const link = LINK.exec(words);
    if (link !== null) fault(link[0], "no link");
    for (const [digits] of words.matchAll(/\d{3,}/g)) if (!numbers.includes(digits)) fault(digits, `no number but ${numbers.join(", ")}`);
    for (const blame of BLAME[language]) if (says(words, blame, language)) fault(blame, "words that blame nobody");
    if (key.startsWith("warning.sms.") && words.length > SMS_CHARACTERS_MAX[language]) fault(`${words.length} characters`, `at most ${SMS_CHARACTERS_MAX[language]}`);
    return faults;
  });
}

/** English words count from their beginning: "agreed" is not "greed". */
function says(words: string, blame: string, language: "zh" | "en"): boolean {
  return language === "zh" ? words.includes(blame) : new RegExp(`\\b${blame}`, "i").test(words);
}

export type SlotValues = Readonly<Partial<Record<Slot, Bilingual | string>>>;

/** The text with its slots filled. A slot without a value is a bug: half a notice is none. */
export function fillText(text: Bilingual, values: SlotValues): Bilingual {
  return { zh: fill(text.zh, "zh", values), en: fill(text.en, "en", values) };
}

function fill(words: string, language: "zh" | "en", values: SlotValues): string {
  return words.replaceAll(/\{([a-z]+)\}/g, (_, slot: string) => {
    const value = values[slot as Slot];
    assert(value !== undefined, `the slot {${slot}} has no value`);
    return typeof value === "string" ? value : value[language];
  });
}

/** A duration in words, `48 小时`, `6 months`. */
export function durationInWords(duration: Duration): Bilingual {
  const n = duration.amount;
  const en = (one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
  switch (duration.kind) {
    case "CM":
      return { zh: `${n} 分钟`, en: en("minute") };
    case "CH":
      return { zh: `${n} 小时`, en: en("hour") };
    case "CD":
      return { zh: `${n} 天`, en: en("day") };
    case "WD":
      return { zh: `${n} 个工作日`, en: en("working day") };
    case "MO":
      return { zh: `${n} 个月`, en: en("month") };
    default:
      return unreachable(duration);
  }
}

/** An amount as people read it, from its minor units: `31,200.00 CNY`. */
export function amountInWords(minor: string, currency: Currency): Bilingual {
  const digits = minorDigits(currency);
  const padded = minor.padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  const text = `${digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`} ${currency}`;
  return { zh: text, en: text };
}

/** When something ends, to the minute, in the zone of the people who read it. */
export function instantInWords(atMs: number, timeZone: string): Bilingual {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  const time = `${String(at.hour).padStart(2, "0")}:${String(at.minute).padStart(2, "0")}`;
  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  return { zh: `${at.year} 年 ${at.month} 月 ${at.day} 日 ${time}`, en: `${time} on ${at.day} ${months[at.month - 1]} ${at.year}` };
}

function isMeasureKind(text: string): text is MeasureKind {
  return isOneOf(MEASURE_KINDS, text);
}

function isOneOf<T extends string>(words: readonly T[], text: string | undefined): text is T {
  return (words as readonly (string | undefined)[]).includes(text);
}
