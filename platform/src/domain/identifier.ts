/**
 * From a canonical identifier to the two-word key under which tables know it, and back for numbers. A number's key is
 * the number itself (exact); every other key is a 60-bit hash, so a list confirms a hit against the text.
 */
import { hashBytes } from "../base/hash.ts";
import { isMalformed, malformed, type Malformed } from "../base/problem.ts";
import type { Brand } from "../base/brand.ts";
import { KEY_TYPE, KEY_TYPE_SHIFT, type KeyType } from "./record.ts";
import { parsePhoneNumber, type PhoneNumber } from "./number.ts";

export interface Key {
  lo: number;
  hi: number;
}

export type DeviceToken = Brand<string, "DeviceToken">;
export type PersonToken = Brand<string, "PersonToken">;
export type SenderName = Brand<string, "SenderName">;
export type CertificateHash = Brand<string, "CertificateHash">;
export type CellId = Brand<string, "CellId">;

const encoder = new TextEncoder();
const LOW_28 = 0x0fffffff;

/** Writes the key of a canonical identifier. For accounts the text is `accountText(institution, account)`. */
export function identifierKey(type: KeyType, canonical: string, out: Key): void {
  if (type === "number") {
    numberKey(Number(canonical.slice(1)), out);
    return;
  }
  const bytes = encoder.encode(canonical);
  hashBytes(bytes, 0, bytes.length, out);
  out.hi = ((out.hi & LOW_28) | (KEY_TYPE[type] << KEY_TYPE_SHIFT)) >>> 0;
}

/** `e164` is the digits as one integer, below 10^15. */
export function numberKey(e164: number, out: Key): void {
  out.lo = e164 >>> 0;
  out.hi = ((Math.floor(e164 / 4294967296) & LOW_28) | (KEY_TYPE.number << KEY_TYPE_SHIFT)) >>> 0;
}

/** The digits of a number key as one integer; -1 if the key is of another type. */
export function numberOfKey(lo: number, hi: number): number {
  return hi >>> KEY_TYPE_SHIFT === KEY_TYPE.number ? (hi & LOW_28) * 4294967296 + lo : -1;
}

/** The two parts of an account as one text; the separator cannot occur in either. */
export function accountText(institution: string, account: string): string {
  return `${institution}\u001f${account}`;
}

const TOKEN = /^[A-Za-z0-9._:@#-]{1,64}$/;

function parseToken<T extends string>(text: string, what: string): T | Malformed {
  return TOKEN.test(text) ? (text as T) : malformed(text, `${what}: 1 to 64 of the characters A–Z a–z 0–9 . _ : @ # -`);
}

export const parseDevice = (text: string): DeviceToken | Malformed => parseToken<DeviceToken>(text, "a device token");
export const parsePerson = (text: string): PersonToken | Malformed => parseToken<PersonToken>(text, "a person token");
export const parseCell = (text: string): CellId | Malformed => parseToken<CellId>(text, "a cell id");

/** SHA-1 or SHA-256 fingerprint in hexadecimal, with or without colons; kept in lower case. */
export function parseCertificate(text: string): CertificateHash | Malformed {
  const hex = text.replaceAll(":", "").toLowerCase();
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(hex) ? (hex as CertificateHash) : malformed(text, "a certificate fingerprint: 40 or 64 hexadecimal digits");
}

/** Names that senders show instead of a number (SMS alphanumeric ids); compared without case. */
export function parseSender(text: string): PhoneNumber | SenderName | Malformed {
  const number = parsePhoneNumber(text);
  if (!isMalformed(number)) return number;
  const name = text.trim().toUpperCase();
  if (name.length >= 1 && name.length <= 64 && !/[\u0000-\u001f\u007f]/.test(name)) return name as SenderName;
  return malformed(text, "a telephone number or a sender name of 1 to 64 characters");
}
