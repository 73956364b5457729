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

const SERVICE = NUMBER_FLAG.service | NUMBER_FLAG.valid;
const FIXED = NUMBER_FLAG.fixed | NUMBER_FLAG.valid;
const IOT = NUMBER_FLAG.iot | NUMBER_FLAG.valid;
const EMERGENCY = new Set([110, 112, 119, 120, 122]);
/** Bounds of the Chinese numbers by how many national digits they have, 3 … 13. */
const CN_LENGTHS = Array.from({ length: 11 }, (_, n) => ({ from: 86 * 10 ** (n + 3), to: 87 * 10 ** (n + 3), digits: n + 3 }));

/**
 * What kind of number it is, as NUMBER_FLAG bits; 0 for a Chinese number that the plan does not have. Works on the
 * digits as one integer, without allocation; agrees with `parsePhoneNumber` on which Chinese numbers are in the plan.
 */
export function numberFlags(e164: number): number {
  for (let k = 10; k >= 0; k--) {
    const { from, to, digits } = CN_LENGTHS[k];
    if (e164 >= from && e164 < to) return chineseFlags(e164 - from, digits);
  }
  return e164 < 1_000_000 ? 0 : NUMBER_FLAG.overseas | NUMBER_FLAG.valid | (isPremium(e164) ? NUMBER_FLAG.premium : 0);
}

function chineseFlags(national: number, digits: number): number {
  const first3 = Math.floor(national / 10 ** (digits - 3));
  switch (digits) {
    case 3:
      return national === 110 || (national >= 112 && national <= 129) ? SERVICE | (EMERGENCY.has(national) ? NUMBER_FLAG.emergency : 0) : 0;
    case 5:
    case 6:
      return isHotline(first3) || first3 === 100 || first3 === 101 || (first3 >= 110 && first3 <= 119) || (digits === 5 && first3 >= 120 && first3 <= 129) ? SERVICE : 0;
    case 7:
      return isHotline(first3) ? SERVICE : 0;
    case 8:
      return isHotline(first3) || first3 === 106 ? SERVICE : 0;
    case 9:
      // A port for messages: Beijing (10) has had no numbers of seven digits since 1996.
      return first3 === 106 ? SERVICE : isShortArea(first3) && isSubscriber(national, 6) ? FIXED : 0;
    case 10:
      if (first3 === 400 || first3 === 800) return SERVICE;
      return (isShortArea(first3) && isSubscriber(national, 7)) || (first3 >= 300 && isSubscriber(national, 6)) ? FIXED : 0;
    case 11:
      if (first3 >= 130 && first3 <= 199) return NUMBER_FLAG.mobile | NUMBER_FLAG.valid | (VIRTUAL.has(first3) ? NUMBER_FLAG.virtualOperator : 0);
      return first3 === 106 ? SERVICE : first3 >= 300 && isSubscriber(national, 7) ? FIXED : 0;
    case 12:
      return first3 === 106 ? SERVICE : 0;
    case 13:
      if (Math.floor(national / 1e9) === 1064 || (first3 >= 140 && first3 <= 149)) return IOT;
      return first3 === 106 ? SERVICE : 0;
    default:
      return 0;
  }
}

/** 95… and 96…: banks, insurers, couriers and cities. */
const isHotline = (first3: number): boolean => first3 >= 950 && first3 <= 969;
/** Area codes of two digits: 10 and 20 … 29. */
const isShortArea = (first3: number): boolean => (first3 >= 100 && first3 <= 109) || (first3 >= 200 && first3 <= 299);

/** Whether the subscriber part, one digit and `rest` more, starts like one: 2 … 8. */
function isSubscriber(national: number, rest: number): boolean {
  const lead = Math.floor(national / 10 ** rest) % 10;
  return lead >= 2 && lead <= 8;
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

/**
 * For the screen: country code, first three digits and the last four stay, fewer of a short number; at least four are
 * hidden. Service numbers belong to nobody and stay whole.
 */
export function maskNumber(number: string): string {
  if ((numberFlags(Number(number.slice(1))) & NUMBER_FLAG.service) !== 0) return number.startsWith("+86") ? number.slice(3) : number;
  const body = number.startsWith("+86") ? number.slice(3) : number;
  if (body.length >= 11) return `${body.slice(0, 3)}****${body.slice(-4)}`;
  return `${body.slice(0, 2)}****${body.slice(-2)}`;
}
