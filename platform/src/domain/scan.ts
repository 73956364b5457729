/**
 * Byte-level pieces of the fast decoder: what a token, a host or a plain web address may consist of, and the keys of
 * what stands in the bytes. Each agrees with the plain parsers; a property test holds them together.
 */
import { mix32 } from "../base/hash.ts";
import { hashedKey } from "./parse-event.ts";
import { KEY_TYPE, KEY_TYPE_SHIFT, type KeyType } from "./record.ts";
import type { Key } from "./identifier.ts";

export interface Span {
  start: number;
  end: number;
}

function byteClass(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const c of characters) table[c.charCodeAt(0)] = 1;
  return table;
}

/** Ends a plain string: a quote, a backslash (the plain way undoes escapes), or a control character (not JSON). */
export const STOP_BYTES = byteClass('"\\');
for (let c = 0; c < 32; c++) STOP_BYTES[c] = 1;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
export const TOKEN_BYTES = byteClass(`${LOWER}${LOWER.toUpperCase()}${DIGITS}._:@#-`);
export const HOST_BYTES = byteClass(`${LOWER}${DIGITS}-.`);
/** Characters that a URL parser leaves as they are in path and query. */
const URL_BYTES = byteClass(`${LOWER}${LOWER.toUpperCase()}${DIGITS}/_-~?=&+,:;@!$()*`);
const HTTP = new TextEncoder().encode("http");

export function matches(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let k = 0; k < word.length; k++) if (bytes[at + k] !== word[k]) return false;
  return true;
}

const KEY_TYPE_NAMES: readonly KeyType[] = Object.entries(KEY_TYPE)
  .sort((a, b) => a[1] - b[1])
  .map(([name]) => name as KeyType);

export function hashToken(bytes: Uint8Array, start: number, end: number, keyType: number, out: Key): void {
  hashedKey(bytes, start, end, KEY_TYPE_NAMES[keyType - 1], out);
}

/** Key of `institution U+001F account` from two spans; the same as hashing the joined text. */
export function hashAccount(bytes: Uint8Array, s1: number, e1: number, s2: number, e2: number, out: Key): void {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let p = s1; p < e1; p++) {
    const c = bytes[p];
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995);
    b = (b << 13) | (b >>> 19);
  }
  a = Math.imul(a ^ 0x1f, 0x01000193);
  b = Math.imul(b ^ 0x1f, 0x5bd1e995);
  b = (b << 13) | (b >>> 19);
  for (let p = s2; p < e2; p++) {
    const c = bytes[p];
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995);
    b = (b << 13) | (b >>> 19);
  }
  out.lo = mix32(a);
  out.hi = ((mix32(b ^ (e1 - s1 + 1 + e2 - s2)) & 0x0fffffff) | (KEY_TYPE.account << KEY_TYPE_SHIFT)) >>> 0;
}

/**
 * Whether `bytes[start, end)` is a host (or, with `scheme`, an http(s) address) in the form that canonicalising leaves
 * alone: lower-case letters, digits, hyphens inside labels, a last label of letters only, no punycode. Sets the host.
 */
export function isPlainUrl(bytes: Uint8Array, start: number, end: number, scheme: boolean, out: Span): boolean {
  let p = start;
  if (scheme) {
    if (end - start > 2_000 || !matches(bytes, p, HTTP)) return false;
    p += 4;
    if (bytes[p] === 115) p++;
    if (bytes[p] !== 58 || bytes[p + 1] !== 47 || bytes[p + 2] !== 47) return false;
    p += 3;
  }
  out.start = p;
  let labelStart = p;
  let dots = 0;
  let letters = true;
  for (; p < end && bytes[p] !== 47; p++) {
    const c = bytes[p];
    if (HOST_BYTES[c] === 0) return false;
    if (c === 46) {
      if (!isPlainLabel(bytes, labelStart, p)) return false;
      labelStart = p + 1;
      dots++;
      letters = true;
    } else if (c < 97) letters = false;
  }
  out.end = p;
  if (dots === 0 || !letters || p - labelStart < 2 || !isPlainLabel(bytes, labelStart, p) || out.end - out.start > 253) return false;
  if (!scheme) return p === end;
  // Without a path the canonical address has a slash more: the plain way adds it.
  if (p === end) return false;
  for (p++; p < end; p++) {
    const c = bytes[p];
    // A dot may start a segment that canonicalising folds away.
    if (c === 46 ? bytes[p - 1] === 47 : URL_BYTES[c] === 0) return false;
  }
  return true;
}

function isPlainLabel(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0 || length > 63 || bytes[start] === 45 || bytes[end - 1] === 45) return false;
  // xn-- and other reserved forms are for the plain way.
  return !(length > 3 && bytes[start + 2] === 45 && bytes[start + 3] === 45);
}

const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days from 0000-01-01 to 1970-01-01 in the count below. */
const EPOCH_DAYS = 719_527;

/** Two digits as a number; 100 or more when they are not digits. */
function two(bytes: Uint8Array, p: number): number {
  const a = (bytes[p] - 48) >>> 0;
  const b = (bytes[p + 1] - 48) >>> 0;
  return a > 9 || b > 9 ? 100 : a * 10 + b;
}

/** `YYYY-MM-DDTHH:MM:SS[.fff](Z|±HH:MM)` to milliseconds since the epoch; -1 for any other form or an impossible date. */
export function decodeInstant(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 20 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45 || bytes[start + 10] !== 84 || bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return -1;
  const century = two(bytes, start);
  const yearOfCentury = two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if (century < 20 || century > 21 || yearOfCentury > 99 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return -1;
  const year = century * 100 + yearOfCentury;
  const leap = (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > DAYS_IN_MONTH[month] + (leap && month === 2 ? 1 : 0)) return -1;
  let p = start + 19;
  let ms = 0;
  if (bytes[p] === 46) {
    const f1 = (bytes[p + 1] - 48) >>> 0;
    const f2 = two(bytes, p + 2);
    if (f1 > 9 || f2 > 99) return -1;
    ms = f1 * 100 + f2;
    p += 4;
  }
  let offsetMinutes = 0;
  if (bytes[p] === 90) p++;
  else if ((bytes[p] === 43 || bytes[p] === 45) && bytes[p + 3] === 58) {
    const h = two(bytes, p + 1);
    const m = two(bytes, p + 4);
    if (h > 23 || m > 59) return -1;
    offsetMinutes = bytes[p] === 45 ? -(h * 60 + m) : h * 60 + m;
    p += 6;
  } else return -1;
  if (p !== end) return -1;
  const y = year - 1;
  const days = 365 * year + ((y / 4) | 0) - ((y / 100) | 0) + ((y / 400) | 0) + DAYS_BEFORE_MONTH[month] + (leap && month > 2 ? 1 : 0) + day - 1 - EPOCH_DAYS;
  return ((days * 24 + hour) * 60 + minute - offsetMinutes) * 60_000 + second * 1000 + ms;
}
