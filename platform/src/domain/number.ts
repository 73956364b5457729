/**
 * Telephone numbers: canonical E.164, the Chinese plan first. Numbers of other countries are accepted by the general
 * limits of E.164 (a known first digit, 7 to 15 digits). It says what kind a number is, not whether it is in service.
 * Sources: ITU-T E.164; MIIT 电信网编号计划 (2017); operator prefixes as published.
 */
import type { Brand } from "../base/brand.ts";
import { malformed, type Malformed } from "../base/problem.ts";
import { NUMBER_FLAG } from "./record.ts";

/** Canonical E.164 with a plus sign. Chinese service numbers are written with +86 too: +8695588. */
export type PhoneNumber = Brand<string, "PhoneNumber">;
export type Region = "CN";

const EXPECTED = "a telephone number: +<country><number> of 7 to 15 digits, or a Chinese number";

/** Length range of Chinese national numbers that are not mobile or fixed: 3-digit emergency to 8-digit service numbers. */
const CN_SERVICE = /^(?:1(?:10|1[2-9]|2[0-9])|9[56]\d{3,6}|10[01]\d{2,3}|12\d{3}|11\d{3,4}|106\d{5,17}|400\d{7}|800\d{7})$/;
const CN_MOBILE = /^1[3-9]\d{9}$/;
/** Data cards for things: 11 or 13 digits from 140…149 and 1064, of which the 13-digit ones are IoT only. */
const CN_IOT = /^(?:14\d{11}|1064\d{9})$/;
const CN_FIXED = /^(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/;

/** Canonicalises one subscriber number, or says why it cannot. `text` as people and systems write it. */
export function parsePhoneNumber(text: string, region: Region = "CN"): PhoneNumber | Malformed {
  if (text.length > 40) return malformed(text, EXPECTED);
  let digits = "";
  let plus = false;
  for (let i = 0; i < text.length; i++) {
    let c = text.charCodeAt(i);
    if (c >= 0xff10 && c <= 0xff19) c -= 0xfee0;
    if (c >= 48 && c <= 57) digits += String.fromCharCode(c);
    else if ((c === 43 || c === 0xff0b) && digits === "" && !plus) plus = true;
    else if (c === 32 || c === 45 || c === 40 || c === 41 || c === 46 || c === 0xa0) continue;
    else return malformed(text, EXPECTED);
  }
  if (!plus && digits.startsWith("00") && digits.length > 9) {
    plus = true;
    digits = digits.slice(2);
  }
  if (!plus && region === "CN") {
    const national = chineseNational(digits);
    if (national !== null) return `+86${national}` as PhoneNumber;
    if (digits.startsWith("86") && chineseNational(digits.slice(2)) !== null) return `+86${chineseNational(digits.slice(2))}` as PhoneNumber;
    return malformed(text, EXPECTED);
  }
  if (digits.startsWith("86")) {
    const national = chineseNational(digits.slice(2));
    // Callers who forge numbers send impossible Chinese ones: kept, because the rule on invalid callers needs them.
    if (national !== null) return `+86${national}` as PhoneNumber;
  }
  if (digits.length < 7 || digits.length > 15 || digits[0] === "0") return malformed(text, EXPECTED);
  return `+${digits}` as PhoneNumber;
}

/** National significant number without the trunk zero, or null. More than 13 digits cannot be E.164 and is refused. */
function chineseNational(digits: string): string | null {
  const national = digits.startsWith("0") ? digits.slice(1) : digits;
  if (national.length > 13) return null;
  if (digits.startsWith("0")) return CN_FIXED.test(national) || CN_MOBILE.test(national) ? national : null;
  return CN_MOBILE.test(national) || CN_SERVICE.test(national) || CN_IOT.test(national) || CN_FIXED.test(national) ? national : null;
}

const VIRTUAL = new Set([162, 165, 167, 170, 171]);
/** Satellite, global and premium ranges that one-ring calls bait people into calling back (ITU-T E.164 annexes). */
const PREMIUM = ["979", "881", "882", "883", "878", "1900", "449", "3389", "247", "252", "224", "232", "269", "674", "675", "685"];

/** What kind of number it is, as NUMBER_FLAG bits. Works on the digits as one integer; no allocation. */
export function numberFlags(e164: number): number {
  if (e164 < 1_000_000 && e164 < 86_000) return 0;
  // +86 and 11 digits: mobile or fixed.
  if (e164 >= 8_610_000_000_000 && e164 < 8_700_000_000_000) {
    const prefix3 = Math.floor(e164 / 100_000_000) % 1000;
    if (prefix3 >= 130 && prefix3 <= 199) return NUMBER_FLAG.mobile | NUMBER_FLAG.valid | (VIRTUAL.has(prefix3) ? NUMBER_FLAG.virtualOperator : 0);
    // Mobile numbers start at 13; an 11-digit fixed number starts at 2.
    return prefix3 >= 200 ? NUMBER_FLAG.fixed | NUMBER_FLAG.valid : 0;
  }
  // 13 digits: IoT cards.
  if (e164 >= 861_000_000_000_000 && e164 < 862_000_000_000_000) return NUMBER_FLAG.iot | NUMBER_FLAG.valid;
  // 9 or 10 digits: fixed, or 400 and 800 numbers.
  if (e164 >= 86_000_000_000 && e164 < 87_000_000_000) return NUMBER_FLAG.fixed | NUMBER_FLAG.valid;
  if (e164 >= 861_000_000_000 && e164 < 870_000_000_000) {
    const prefix3 = Math.floor(e164 / 10_000_000) % 1000;
    return (prefix3 === 400 || prefix3 === 800 ? NUMBER_FLAG.service : NUMBER_FLAG.fixed) | NUMBER_FLAG.valid;
  }
  // 3 to 8 digits: emergency and service numbers.
  if (e164 >= 86_000 && e164 < 87_000) {
    const code = e164 - 86_000;
    return NUMBER_FLAG.service | NUMBER_FLAG.valid | (code === 110 || code === 119 || code === 120 || code === 122 || code === 112 ? NUMBER_FLAG.emergency : 0);
  }
  if (e164 >= 8_600_000 && e164 < 8_700_000) return NUMBER_FLAG.service | NUMBER_FLAG.valid;
  if (e164 >= 86_000_000 && e164 < 87_000_000) return NUMBER_FLAG.service | NUMBER_FLAG.valid;
  if (e164 >= 860_000_000 && e164 < 870_000_000) return NUMBER_FLAG.service | NUMBER_FLAG.valid;
  if (e164 >= 8_600_000_000 && e164 < 8_700_000_000) return NUMBER_FLAG.service | NUMBER_FLAG.valid;
  return NUMBER_FLAG.overseas | NUMBER_FLAG.valid | (isPremium(e164) ? NUMBER_FLAG.premium : 0);
}

const PREMIUM_BY_LENGTH: ReadonlyMap<number, ReadonlySet<number>> = new Map([3, 4].map((n) => [n, new Set(PREMIUM.filter((p) => p.length === n).map(Number))]));

function isPremium(e164: number): boolean {
  for (const [length, prefixes] of PREMIUM_BY_LENGTH) {
    let head = e164;
    const limit = 10 ** length;
    while (head >= limit) head = Math.floor(head / 10);
    if (prefixes.has(head)) return true;
  }
  return false;
}

/** For the screen: country code, first three digits and the last four stay; the rest is hidden. */
export function maskNumber(number: string): string {
  const body = number.startsWith("+86") ? number.slice(3) : number;
  if (body.length < 8) return body;
  return `${body.slice(0, 3)}****${body.slice(-4)}`;
}
