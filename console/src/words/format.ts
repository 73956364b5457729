/**
 * Numbers, times, money and sizes for people, in the language of the page. The unit of a value is the end of its name,
 * as everywhere in this program. Rounded for reading; whoever needs it exact finds it on hover or in the API.
 */
import type { HitValue } from "@duanliu/client";
import type { TFunction } from "i18next";
import type { Language } from "./language.ts";

const LOCALE: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${language}${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(LOCALE[language], options);
  formats.set(key, known);
  return known as Intl.NumberFormat;
}

function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${language}${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE[language], options);
  formats.set(key, known);
  return known as Intl.DateTimeFormat;
}

export function numberText(n: number, language: Language, digits = 0): string {
  return numberFormat(language, { maximumFractionDigits: digits }).format(n);
}

/** Short from ten thousand on: 12万, 120k. */
export function shortNumber(n: number, language: Language): string {
  if (n < 10_000) return numberText(n, language);
  return numberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(n);
}

/** A share with its denominator not yet said: "4.2 %"; "–" when there is nothing to have a share of. */
export function shareText(part: number, whole: number, language: Language): string {
  if (whole === 0) return "–";
  return numberFormat(language, { style: "percent", maximumFractionDigits: part / whole < 0.1 ? 1 : 0 }).format(part / whole);
}

export function clockText(ms: number, language: Language): string {
  return dateFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(ms);
}

/** With the day and the zone, for hovering and for records. */
export function instantText(ms: number, language: Language): string {
  const day = dateFormat(language, { year: "numeric", month: "short", day: "numeric" }).format(ms);
  const zone = dateFormat(language, { timeZoneName: "short" })
    .formatToParts(ms)
    .find((part) => part.type === "timeZoneName");
  return `${day} ${clockText(ms, language)} ${zone?.value ?? ""}`.trim();
}

/** The time of today; with the day when it was another day. */
export function sinceText(ms: number, nowMs: number, language: Language): string {
  const time = dateFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
  if (new Date(ms).toDateString() === new Date(nowMs).toDateString()) return time;
  return `${dateFormat(language, { month: "short", day: "numeric" }).format(ms)} ${time}`;
}

export function bytesText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const value = bytes / 1024 ** step;
  return `${value.toFixed(step > 0 && value < 10 ? 1 : 0)} ${units[step]}`;
}

export function durationText(ms: number, t: TFunction): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return t("unit.s", { n: Math.round(ms / 1000) });
  if (minutes < 90) return t("unit.min", { n: Math.round(minutes) });
  return t("unit.h", { n: Math.round(minutes / 6) / 10 });
}

/** Digits after the point of a currency, by ISO 4217 as the browser knows it. */
function minorDigits(currency: string): number {
  try {
    return numberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Money for reading (万 and 亿 in Chinese) and to the smallest unit for hovering. */
export function moneyText(minor: number, currency: string | null, language: Language): { readonly short: string; readonly exact: string } {
  const digits = currency === null ? 2 : minorDigits(currency);
  const major = minor / 10 ** digits;
  const code = currency === null ? "" : ` ${currency}`;
  const exact = `${numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(major)}${code}`;
  if (language === "zh" && major >= 1e8) return { short: `${numberText(major / 1e8, language, 2)} 亿${code}`, exact };
  if (language === "zh" && major >= 1e4) return { short: `${numberText(major / 1e4, language, 2)} 万${code}`, exact };
  return { short: `${numberText(major, language, major < 100 ? digits : 0)}${code}`, exact };
}

/** Exact to the smallest unit, from the text it came as. */
export function exactMoneyText(amountMinor: string, currency: string, language: Language): string {
  const digits = minorDigits(currency);
  const negative = amountMinor.startsWith("-");
  const bare = amountMinor.replace(/^-/, "").padStart(digits + 1, "0");
  const whole = numberFormat(language, {}).format(BigInt(bare.slice(0, bare.length - digits)));
  return `${negative ? "-" : ""}${whole}${digits === 0 ? "" : `.${bare.slice(-digits)}`} ${currency}`;
}

/** What somebody typed as an amount ("12,000.5") as whole smallest units; null when it is none. */
export function minorOf(typed: string, currency: string): string | null {
  const digits = minorDigits(currency);
  const found = /^(\d+)(?:\.(\d+))?$/.exec(typed.replace(/[,\s，]/g, ""));
  if (found === null) return null;
  const [, whole = "", part = ""] = found;
  if (part.length > digits) return null;
  const minor = BigInt(whole + part.padEnd(digits, "0"));
  return minor > 0n ? minor.toString() : null;
}

/** One value that a rule looked at. */
export function valueText(name: string, value: HitValue, currency: string | null, language: Language, t: TFunction): string {
  if (value === null) return t("value.unknown");
  if (typeof value === "boolean") return t(value ? "value.yes" : "value.no");
  if (typeof value === "string") return wordOfValue(value, t);
  if (/Ms(\d+[mhd])?$/.test(name)) return durationText(value, t);
  if (/Minor(\d+[mhd])?$/.test(name)) return moneyText(value, currency, language).short;
  if (/Permille(\d+[mhd])?$/.test(name)) return `${numberText(value / 10, language, 1)} %`;
  if (/minutesSince/i.test(name)) return durationText(value * 60_000, t);
  if (name.endsWith("Days")) return t("unit.d", { n: numberText(value, language, 1) });
  return numberText(value, language, 1);
}

/** A listed value in the page's language, or as it is when it is not one of ours (a currency, a category). */
export function wordOfValue(value: string, t: TFunction): string {
  return t(`value.${value}` as "value.yes", { defaultValue: value });
}
