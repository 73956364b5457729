/**
 * The plain way from a JSON value to a record: every field through its parser, every refusal with field, value and
 * expectation. It is the truth that the fast decoder is tested against, and what that decoder hands hard lines to.
 */
import { isMalformed, malformed, shorten, type Malformed } from "../base/problem.ts";
import { hashBytes } from "../base/hash.ts";
import { parseAccountNumber, parseInstitution } from "./account.ts";
import { EVENT_FIELDS, EVENT_ID_BYTES_MAX, EVENT_KINDS, kindCode, type EventKind, type FieldSpec } from "./event-fields.ts";
import { parseHostName, parseUrl } from "./host-name.ts";
import { accountText, identifierKey, numberKey, parseCell, parseCertificate, parseDevice, parsePerson, parseSender, type Key } from "./identifier.ts";
import { parsePhoneNumber } from "./number.ts";
import { KEY_TYPE, KEY_TYPE_SHIFT, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "./record.ts";

/** Why one event was not taken. `field` is empty when the line as a whole is wrong. */
export interface Refusal extends Malformed {
  readonly field: string;
}

export function refusal(field: string, m: Malformed): Refusal {
  return { ...m, field };
}

/** Raised when a batch has no room for another string; the caller ends the batch and tries again with a new one. */
export class BatchFull extends Error {}

const encoder = new TextEncoder();
const key: Key = { lo: 0, hi: 0 };
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/;
/** Instants outside are refused: a clock that is off by decades would empty every window. */
export const OCCURRED_AT_MIN_MS = Date.UTC(2000, 0, 1);
export const OCCURRED_AT_MAX_MS = Date.UTC(2100, 0, 1);

/** RFC 3339 to milliseconds since the epoch (finer fractions are cut). */
export function parseInstant(text: string): number | Malformed {
  const expected = "an RFC 3339 instant between 2000 and 2100, such as 2026-11-01T08:00:00+08:00";
  const m = INSTANT.exec(text);
  if (m === null) return malformed(text, expected);
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second > 59) return malformed(text, expected);
  const fraction = m[7] === undefined ? 0 : Math.floor(Number(`0${m[7]}`) * 1000 + 1e-7);
  const offset = m[8] !== undefined ? 0 : (m[9] === "-" ? -1 : 1) * (Number(m[10]) * 60 + Number(m[11]));
  if (m[8] === undefined && (Number(m[10]) > 23 || Number(m[11]) > 59)) return malformed(text, expected);
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) + fraction - offset * 60_000;
  return ms >= OCCURRED_AT_MIN_MS && ms < OCCURRED_AT_MAX_MS ? ms : malformed(text, expected);
}

/** Writes the row of event `i` from a JSON value, or says why it cannot. Ignored field names go to `ignored`. */
export function writeEvent(batch: EventBatch, i: number, value: unknown, ignored?: Map<string, number>): Refusal | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refusal("", malformed(value, "a JSON object"));
  const event = value as Record<string, unknown>;
  const base = i * RECORD_WORDS;
  const words = batch.words;
  words.fill(0, base, base + RECORD_WORDS);

  const kind = event["kind"];
  if (typeof kind !== "string" || !(EVENT_KINDS as readonly string[]).includes(kind)) {
    return refusal("kind", malformed(kind ?? "nothing", `one of ${EVENT_KINDS.join(", ")}`));
  }
  words[base + W.kind] = kindCode(kind as EventKind);

  const id = event["id"];
  if (typeof id !== "string" || id.length === 0) return refusal("id", malformed(id ?? "nothing", "a text that is not empty"));
  if (/[\u0000-\u001f]/.test(id)) return refusal("id", malformed(id, "a text without control characters"));
  const idRefusal = putText(batch, base, 0, id, EVENT_ID_BYTES_MAX);
  if (idRefusal !== null) return refusal("id", idRefusal);

  const occurredAt = event["occurredAt"];
  if (typeof occurredAt !== "string") return refusal("occurredAt", malformed(occurredAt ?? "nothing", "an RFC 3339 instant in a text"));
  const atMs = parseInstant(occurredAt);
  if (isMalformed(atMs)) return refusal("occurredAt", atMs);
  batch.doubles[i * RECORD_DOUBLES] = atMs;

  for (const field of EVENT_FIELDS[kind as EventKind]) {
    const given = event[field.name];
    if (given === undefined || given === null) {
      if (field.required) return refusal(field.name, malformed("nothing", `${expectation(field)} (required)`));
      continue;
    }
    const problem = writeField(batch, i, field, given);
    if (problem !== null) return isRefusal(problem) ? problem : refusal(field.name, problem);
    words[base + W.present] |= 1 << field.bit;
  }
  if (ignored !== undefined) countIgnored(event, kind as EventKind, ignored);
  return checkWhole(words[base + W.present], kind as EventKind);
}

function isRefusal(m: Malformed): m is Refusal {
  return "field" in m;
}

/** Conditions between fields that one field's parser cannot see. */
export function checkWhole(present: number, kind: EventKind): Refusal | null {
  if (kind === "visit" && (present & 0b110) === 0) return refusal("url", malformed("nothing", "url or host"));
  if (kind === "visit" && (present & 0b110) === 0b110) return refusal("host", malformed("both", "url or host, not both"));
  if (kind === "opening" && (present & 0b1100) === 0b1100) return refusal("account", malformed("both", "number or account, not both"));
  if (kind === "link") {
    let named = 0;
    for (let bit = 0; bit < 4; bit++) if ((present & (1 << bit)) !== 0) named++;
    if (named < 2) return refusal("number", malformed(`${named} identifiers`, "at least two of number, account, device, person"));
  }
  return null;
}

const KNOWN = new Map(EVENT_KINDS.map((kind) => [kind, new Set(["id", "kind", "occurredAt", ...EVENT_FIELDS[kind].map((f) => f.name)])]));
/** Distinct unknown names that are counted; more are lumped together, so that no sender can fill the memory. */
const IGNORED_NAMES_MAX = 100;

function countIgnored(event: Record<string, unknown>, kind: EventKind, ignored: Map<string, number>): void {
  for (const name of Object.keys(event)) {
    if (KNOWN.get(kind)!.has(name)) continue;
    const shown = ignored.has(shorten(name)) || ignored.size < IGNORED_NAMES_MAX ? shorten(name) : "…";
    ignored.set(shown, (ignored.get(shown) ?? 0) + 1);
  }
}

/** What a field expects, in words, for refusals and for the documentation. */
export function expectation(field: FieldSpec): string {
  switch (field.type) {
    case "bool":
      return "true or false";
    case "number":
      return `a number from 0 to ${field.max}${field.unit === "" ? "" : ` (${field.unit})`}`;
    case "money":
      return 'a whole number of the smallest unit in a text, such as "5000000", at most 15 digits';
    case "enum":
      return field.values.length > 20 ? "an ISO 4217 currency code" : `one of ${field.values.join(", ")}`;
    case "set":
      return `a list of ${field.values.join(", ")}`;
    case "text":
      return `a text of at most ${field.maxBytes} bytes`;
    case "url":
      return "a web address";
    case "identifier":
      return field.identifier === "account" ? "an account: {institution, account}" : `a ${field.identifier} in a text`;
  }
}

function writeField(batch: EventBatch, i: number, field: FieldSpec, given: unknown): Malformed | Refusal | null {
  const base = i * RECORD_WORDS;
  const words = batch.words;
  const wrong = (): Malformed => malformed(given, expectation(field));
  switch (field.type) {
    case "bool":
      if (typeof given !== "boolean") return wrong();
      if (given) words[base + W.bools] |= 1 << field.boolBit;
      return null;
    case "number":
      if (typeof given !== "number" || !(given >= 0 && given <= field.max)) return wrong();
      // Adding zero turns -0 into 0, so that equal events have equal digests.
      batch.doubles[i * RECORD_DOUBLES + W.numsDouble + field.num] = given + 0;
      return null;
    case "money":
      if (typeof given !== "string" || !/^(?:0|[1-9]\d{0,14})$/.test(given)) return wrong();
      batch.doubles[i * RECORD_DOUBLES + W.numsDouble + field.num] = Number(given);
      return null;
    case "enum": {
      const index = typeof given === "string" ? field.values.indexOf(given) : -1;
      if (index < 0) return wrong();
      words[base + W.enums] |= index << (8 * field.enumByte);
      return null;
    }
    case "set":
      if (!Array.isArray(given) || given.length > 100) return wrong();
      for (const item of given) {
        const index = typeof item === "string" ? field.values.indexOf(item) : -1;
        if (index < 0) return malformed(item, expectation(field));
        words[base + W.bools] |= 1 << (field.boolBit + index);
      }
      return null;
    case "text":
      return typeof given === "string" ? putText(batch, base, field.ref, given, field.maxBytes) : wrong();
    case "url":
      return typeof given === "string" ? writeUrl(batch, base, field, given) : wrong();
    case "identifier":
      return writeIdentifier(batch, base, field, given);
  }
}

function writeUrl(batch: EventBatch, base: number, field: Extract<FieldSpec, { type: "url" }>, given: string): Malformed | null {
  const url = parseUrl(given);
  if (isMalformed(url)) return url;
  identifierKey("host", url.host, key);
  putKey(batch.words, base, field.key);
  return putText(batch, base, field.ref, url.url, 4_096) ?? putText(batch, base, field.hostRef, url.host, 260);
}

function writeIdentifier(batch: EventBatch, base: number, field: Extract<FieldSpec, { type: "identifier" }>, given: unknown): Malformed | Refusal | null {
  const words = batch.words;
  if (field.identifier === "account") {
    if (typeof given !== "object" || given === null) return malformed(given, expectation(field));
    const { institution, account } = given as Record<string, unknown>;
    const i = typeof institution === "string" ? parseInstitution(institution) : malformed(institution ?? "nothing", "an institution's code or name");
    if (isMalformed(i)) return refusal(`${field.name}.institution`, i);
    const a = typeof account === "string" ? parseAccountNumber(account) : malformed(account === undefined ? "nothing" : "not a text", "an account number in a text");
    if (isMalformed(a)) return refusal(`${field.name}.account`, a);
    identifierKey("account", accountText(i, a), key);
    putKey(words, base, field.key);
    return putText(batch, base, field.ref, i, 256) ?? putText(batch, base, field.ref + 1, a, 64);
  }
  if (typeof given !== "string") return malformed(given, expectation(field));
  switch (field.identifier) {
    case "number": {
      const number = parsePhoneNumber(given);
      return isMalformed(number) ? number : putNumber(words, base, field.key, number);
    }
    case "number-or-sender": {
      // Asked first: a name may start with a plus too.
      const number = parsePhoneNumber(given);
      if (!isMalformed(number)) return putNumber(words, base, field.key, number);
      const sender = parseSender(given);
      return isMalformed(sender) ? sender : putHashed(batch, base, field, "sender", sender);
    }
    case "subject": {
      const number = parsePhoneNumber(given);
      if (!isMalformed(number)) return putNumber(words, base, field.key, number);
      const person = parsePerson(given);
      return isMalformed(person) ? malformed(given, "a telephone number or a person token") : putHashed(batch, base, field, "person", person);
    }
    case "person": {
      const person = parsePerson(given);
      return isMalformed(person) ? person : putHashed(batch, base, field, "person", person);
    }
    case "device": {
      const device = parseDevice(given);
      return isMalformed(device) ? device : putHashed(batch, base, field, "device", device);
    }
    case "cell": {
      const cell = parseCell(given);
      return isMalformed(cell) ? cell : putHashed(batch, base, field, "cell", cell);
    }
    case "certificate": {
      const certificate = parseCertificate(given);
      return isMalformed(certificate) ? certificate : putHashed(batch, base, field, "certificate", certificate);
    }
    case "host": {
      const host = parseHostName(given);
      return isMalformed(host) ? host : putHashed(batch, base, field, "host", host);
    }
  }
}

function putNumber(words: Uint32Array, base: number, slot: number, number: string): null {
  numberKey(Number(number.slice(1)), key);
  putKey(words, base, slot);
  return null;
}

function putHashed(
  batch: EventBatch,
  base: number,
  field: { readonly key: number; readonly ref: number },
  type: "sender" | "person" | "device" | "cell" | "certificate" | "host",
  text: string,
): Malformed | null {
  identifierKey(type, text, key);
  putKey(batch.words, base, field.key);
  return putText(batch, base, field.ref, text, 260);
}

function putKey(words: Uint32Array, base: number, slot: number): void {
  words[base + W.keys + slot * 2] = key.lo;
  words[base + W.keys + slot * 2 + 1] = key.hi;
}

/** Puts a string into the heap behind what is there and names it. */
export function putText(batch: EventBatch, base: number, ref: number, text: string, maxBytes: number): Malformed | null {
  if (text.length > maxBytes) return malformed(text, `at most ${maxBytes} bytes`);
  const at = batch.heapEnd;
  // UTF-8 never needs more than three bytes for a UTF-16 code unit.
  if (at + text.length * 3 > batch.heap.length) throw new BatchFull();
  const written = encoder.encodeInto(text, batch.heap.subarray(at)).written;
  if (written > maxBytes) return malformed(text, `at most ${maxBytes} bytes`);
  batch.words[base + W.refs + ref * 2] = at;
  batch.words[base + W.refs + ref * 2 + 1] = written;
  batch.heapEnd = at + written;
  return null;
}

/** Key of a token that is already in the heap, for decoders. */
export function hashedKey(bytes: Uint8Array, start: number, end: number, type: keyof typeof KEY_TYPE, out: Key): void {
  hashBytes(bytes, start, end, out);
  out.hi = ((out.hi & 0x0fffffff) | (KEY_TYPE[type] << KEY_TYPE_SHIFT)) >>> 0;
}
