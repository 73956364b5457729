/**
 * From NDJSON bytes straight to records, without objects or strings: the fast twin of `parseEvent`. It reads only the
 * plain form that machines write (no escapes in names, no doubled fields, ASCII identifiers); anything else it leaves
 * to the plain way, so that both accept and refuse exactly the same lines.
 */
import { malformed, shorten } from "../base/problem.ts";
import { checkWhole, BatchFull, refusal, writeEvent, OCCURRED_AT_MAX_MS, OCCURRED_AT_MIN_MS, type Refusal } from "./parse-event.ts";
import { EVENT_FIELDS, EVENT_ID_BYTES_MAX, EVENT_KINDS, EVENT_LINE_BYTES_MAX, type FieldSpec } from "./event-fields.ts";
import { hashAccount, hashToken, HOST_BYTES, isPlainUrl, matches, TOKEN_BYTES, type Span } from "./scan.ts";
import type { Key } from "./identifier.ts";
import { KEY_TYPE, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "./record.ts";


/** Field types as small numbers for the switch. */
const T = { bool: 1, number: 2, money: 3, enumeration: 4, text: 5, url: 6, numberId: 7, account: 8, token: 9, host: 10, slow: 11, id: 12, kind: 13, occurredAt: 14 } as const;

interface FastField {
  readonly name: Uint8Array;
  readonly type: number;
  readonly bit: number;
  /** bool bit, number place, enum byte, or string reference. */
  readonly place: number;
  readonly keyWord: number;
  readonly keyType: number;
  readonly max: number;
  readonly values: readonly Uint8Array[];
  readonly hostRef: number;
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

function fastField(f: FieldSpec): FastField {
  const common = { name: ascii(f.name), bit: 1 << f.bit, place: 0, keyWord: 0, keyType: 0, max: 0, values: [] as readonly Uint8Array[], hostRef: 0 };
  switch (f.type) {
    case "bool":
      return { ...common, type: T.bool, place: f.boolBit };
    case "number":
      return { ...common, type: T.number, place: f.num, max: f.max };
    case "money":
      return { ...common, type: T.money, place: f.num };
    case "enum":
      return { ...common, type: T.enumeration, place: f.enumByte, values: f.values.map(ascii) };
    case "text":
      return { ...common, type: T.text, place: f.ref, max: f.maxBytes };
    case "url":
      return { ...common, type: T.url, place: f.ref, keyWord: W.keys + f.key * 2, keyType: KEY_TYPE.host, hostRef: f.hostRef };
    case "set":
      return { ...common, type: T.slow };
    case "identifier": {
      const keyWord = W.keys + f.key * 2;
      switch (f.identifier) {
        case "number":
        case "number-or-sender":
        case "subject":
          return { ...common, type: T.numberId, keyWord };
        case "account":
          return { ...common, type: T.account, keyWord, place: f.ref, keyType: KEY_TYPE.account };
        case "device":
        case "cell":
          return { ...common, type: T.token, keyWord, place: f.ref, keyType: KEY_TYPE[f.identifier] };
        case "host":
          return { ...common, type: T.host, keyWord, place: f.ref, keyType: KEY_TYPE.host };
        case "person":
          return { ...common, type: T.token, keyWord, place: f.ref, keyType: KEY_TYPE.person };
        case "certificate":
          return { ...common, type: T.slow };
      }
    }
  }
}

const HEAD: readonly FastField[] = (["id", "kind", "occurredAt"] as const).map((name) => ({
  name: ascii(name), type: T[name], bit: 0, place: 0, keyWord: 0, keyType: 0, max: 0, values: [], hostRef: 0,
}));

/** One probe table a kind: names fall into places without collision for multipliers found at load. */
interface NameTable {
  readonly slots: readonly (FastField | null)[];
  readonly first: number;
  readonly last: number;
  readonly required: number;
}

const SLOTS = 256;

function nameTable(fields: readonly FastField[], required: number): NameTable {
  for (let first = 1; first < 64; first++) {
    for (let last = 1; last < 64; last++) {
      const slots: (FastField | null)[] = Array.from({ length: SLOTS }, () => null);
      if (fields.every((f) => {
        const at = nameSlot(f.name[0]!, f.name[f.name.length - 1]!, f.name[f.name.length >> 1]!, f.name.length, first, last);
        if (slots[at] !== null) return false;
        slots[at] = f;
        return true;
      })) return { slots, first, last, required };
    }
  }
  throw new Error("bug: no collision-free table of field names");
}

function nameSlot(first: number, last: number, middle: number, length: number, a: number, b: number): number {
  return (first * a + last * b + middle * 3 + length * 29) & (SLOTS - 1);
}

const TABLES: readonly NameTable[] = EVENT_KINDS.map((kind) =>
  nameTable([...HEAD, ...EVENT_FIELDS[kind].map(fastField)], EVENT_FIELDS[kind].reduce((bits, f) => (f.required ? bits | (1 << f.bit) : bits), 0)),
);
const HEAD_TABLE = nameTable(HEAD, 0);
const KIND_NAMES = EVENT_KINDS.map(ascii);
const INSTITUTION = ascii("institution");
const ACCOUNT = ascii("account");
const key: Key = { lo: 0, hi: 0 };
const host: Span = { start: 0, end: 0 };

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Decodes the line `bytes[start, end)` into row `i`. `bytes` must be the batch's heap. True when done; false when the
 * line needs the plain way (which may still accept it). Rows are overwritten whole.
 */
export function decodeLine(bytes: Uint8Array, start: number, end: number, batch: EventBatch, i: number): boolean {
  const words = batch.words;
  const doubles = batch.doubles;
  const base = i * RECORD_WORDS;
  const dbase = i * RECORD_DOUBLES;
  words.fill(0, base, base + RECORD_WORDS);
  let table = HEAD_TABLE;
  let kind = -1;
  let present = 0;
  let bools = 0;
  let enums = 0;
  let seenAt = false;
  let p = start;
  while (p < end && (bytes[p] === 32 || bytes[p] === 9)) p++;
  if (bytes[p] !== 123) return false;
  p++;
  for (;;) {
    while (bytes[p] === 32) p++;
    if (bytes[p] !== QUOTE) return false;
    const nameStart = ++p;
    while (p < end && bytes[p] !== QUOTE) p++;
    const nameLength = p - nameStart;
    if (p >= end || nameLength === 0) return false;
    const field = table.slots[nameSlot(bytes[nameStart]!, bytes[p - 1]!, bytes[nameStart + (nameLength >> 1)]!, nameLength, table.first, table.last)];
    if (field === null || field === undefined || field.name.length !== nameLength || !matches(bytes, nameStart, field.name)) return false;
    p++;
    while (bytes[p] === 32) p++;
    if (bytes[p] !== 58) return false;
    p++;
    while (bytes[p] === 32) p++;
    if ((present & field.bit) !== 0) return false;

    // A quoted value, scanned once; the account's object, numbers and words are read by their cases.
    let valueStart = 0;
    let valueEnd = 0;
    const type = field.type;
    if (type !== T.bool && type !== T.number && type !== T.account) {
      if (bytes[p] !== QUOTE) return false;
      valueStart = ++p;
      let c = bytes[p]!;
      while (p < end && c !== QUOTE) {
        if (c === BACKSLASH || c < 32) return false;
        c = bytes[++p]!;
      }
      if (p >= end) return false;
      valueEnd = p++;
    }
    switch (type) {
      case T.id:
        if (valueEnd === valueStart || valueEnd - valueStart > EVENT_ID_BYTES_MAX || words[base + W.refs + 1] !== 0) return false;
        words[base + W.refs] = valueStart;
        words[base + W.refs + 1] = valueEnd - valueStart;
        break;
      case T.kind: {
        if (kind >= 0) return false;
        for (let k = 0; k < KIND_NAMES.length; k++) {
          const name = KIND_NAMES[k]!;
          if (name.length === valueEnd - valueStart && matches(bytes, valueStart, name)) kind = k;
        }
        if (kind < 0) return false;
        table = TABLES[kind]!;
        break;
      }
      case T.occurredAt: {
        const ms = decodeInstant(bytes, valueStart, valueEnd);
        if (seenAt || !(ms >= OCCURRED_AT_MIN_MS && ms < OCCURRED_AT_MAX_MS)) return false;
        doubles[dbase] = ms;
        seenAt = true;
        break;
      }
      case T.bool:
        if (bytes[p] === 116 && bytes[p + 1] === 114 && bytes[p + 2] === 117 && bytes[p + 3] === 101) {
          bools |= 1 << field.place;
          p += 4;
        } else if (bytes[p] === 102 && bytes[p + 1] === 97 && bytes[p + 2] === 108 && bytes[p + 3] === 115 && bytes[p + 4] === 101) p += 5;
        else return false;
        break;
      case T.number: {
        const from = p;
        let n = 0;
        let c = bytes[p]!;
        while (c >= 48 && c <= 57) {
          n = n * 10 + (c - 48);
          c = bytes[++p]!;
        }
        const digits = p - from;
        if (digits === 0 || digits > 15 || (digits > 1 && bytes[from] === 48) || c === 46 || c === 101 || c === 69 || n > field.max) return false;
        doubles[dbase + W.numsDouble + field.place] = n;
        break;
      }
      case T.money: {
        const digits = valueEnd - valueStart;
        if (digits === 0 || digits > 15 || (digits > 1 && bytes[valueStart] === 48)) return false;
        let n = 0;
        for (let q = valueStart; q < valueEnd; q++) {
          const d = bytes[q]! - 48;
          if (d < 0 || d > 9) return false;
          n = n * 10 + d;
        }
        doubles[dbase + W.numsDouble + field.place] = n;
        break;
      }
      case T.enumeration: {
        const values = field.values;
        let found = -1;
        for (let v = 0; v < values.length && found < 0; v++) {
          const value = values[v]!;
          if (value.length === valueEnd - valueStart && matches(bytes, valueStart, value)) found = v;
        }
        if (found < 0) return false;
        enums |= found << (8 * field.place);
        break;
      }
      case T.text:
        if (valueEnd - valueStart > field.max) return false;
        words[base + W.refs + field.place * 2] = valueStart;
        words[base + W.refs + field.place * 2 + 1] = valueEnd - valueStart;
        break;
      case T.numberId: {
        const e164 = decodeNumber(bytes, valueStart, valueEnd);
        if (e164 < 0) return false;
        words[base + field.keyWord] = e164 >>> 0;
        words[base + field.keyWord + 1] = (Math.floor(e164 / 4294967296) | (KEY_TYPE.number << 28)) >>> 0;
        break;
      }
      case T.token:
      case T.host: {
        const length = valueEnd - valueStart;
        const allowed = type === T.token ? TOKEN_BYTES : HOST_BYTES;
        if (length === 0 || length > 64) return false;
        for (let q = valueStart; q < valueEnd; q++) if (allowed[bytes[q]!] === 0) return false;
        if (type === T.host && !isPlainUrl(bytes, valueStart, valueEnd, false, host)) return false;
        hashToken(bytes, valueStart, valueEnd, field.keyType, key);
        words[base + field.keyWord] = key.lo;
        words[base + field.keyWord + 1] = key.hi;
        words[base + W.refs + field.place * 2] = valueStart;
        words[base + W.refs + field.place * 2 + 1] = length;
        break;
      }
      case T.url:
        if (!isPlainUrl(bytes, valueStart, valueEnd, true, host)) return false;
        hashToken(bytes, host.start, host.end, field.keyType, key);
        words[base + field.keyWord] = key.lo;
        words[base + field.keyWord + 1] = key.hi;
        words[base + W.refs + field.place * 2] = valueStart;
        words[base + W.refs + field.place * 2 + 1] = valueEnd - valueStart;
        words[base + W.refs + field.hostRef * 2] = host.start;
        words[base + W.refs + field.hostRef * 2 + 1] = host.end - host.start;
        break;
      case T.account:
        p = decodeAccount(bytes, p, end, words, base, field);
        if (p < 0) return false;
        break;
      default:
        return false;
    }
    present |= field.bit;
    while (bytes[p] === 32) p++;
    if (bytes[p] === 44) {
      p++;
      continue;
    }
    if (bytes[p] === 125) break;
    return false;
  }
  p++;
  while (p < end && (bytes[p] === 32 || bytes[p] === 13 || bytes[p] === 9)) p++;
  if (p !== end || kind < 0 || !seenAt || words[base + W.refs + 1] === 0 || (present & table.required) !== table.required) return false;
  if (kind !== 0 && checkWhole(present, EVENT_KINDS[kind]!) !== null) return false;
  words[base + W.kind] = kind;
  words[base + W.present] = present;
  words[base + W.bools] = bools;
  words[base + W.enums] = enums;
  return true;
}

function decodeAccount(bytes: Uint8Array, at: number, end: number, words: Uint32Array, base: number, field: FastField): number {
  let p = at;
  if (bytes[p] !== 123) return -1;
  p++;
  let institutionStart = -1;
  let institutionEnd = 0;
  let accountStart = -1;
  let accountEnd = 0;
  for (;;) {
    while (bytes[p] === 32) p++;
    if (bytes[p] !== QUOTE) return -1;
    p++;
    const isInstitution = matches(bytes, p, INSTITUTION) && bytes[p + INSTITUTION.length] === QUOTE;
    if (!isInstitution && !(matches(bytes, p, ACCOUNT) && bytes[p + ACCOUNT.length] === QUOTE)) return -1;
    p += (isInstitution ? INSTITUTION.length : ACCOUNT.length) + 1;
    while (bytes[p] === 32) p++;
    if (bytes[p++] !== 58) return -1;
    while (bytes[p] === 32) p++;
    if (bytes[p] !== QUOTE) return -1;
    const start = ++p;
    // Upper case only for institutions: the plain way folds case and trims.
    while (p < end && bytes[p] !== QUOTE) {
      const c = bytes[p]!;
      if (isInstitution ? !((c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 45 || c === 95) : c === 35 || TOKEN_BYTES[c] === 0) return -1;
      p++;
    }
    if (p >= end || p === start || p - start > 64) return -1;
    if (isInstitution) {
      if (institutionStart >= 0) return -1;
      institutionStart = start;
      institutionEnd = p;
    } else {
      if (accountStart >= 0) return -1;
      accountStart = start;
      accountEnd = p;
    }
    p++;
    while (bytes[p] === 32) p++;
    if (bytes[p] === 44) {
      p++;
      continue;
    }
    if (bytes[p] !== 125) return -1;
    p++;
    break;
  }
  if (institutionStart < 0 || accountStart < 0) return -1;
  hashAccount(bytes, institutionStart, institutionEnd, accountStart, accountEnd, key);
  words[base + field.keyWord] = key.lo;
  words[base + field.keyWord + 1] = key.hi;
  const ref = base + W.refs + field.place * 2;
  words[ref] = institutionStart;
  words[ref + 1] = institutionEnd - institutionStart;
  words[ref + 2] = accountStart;
  words[ref + 3] = accountEnd - accountStart;
  return p;
}

/** E.164 digits of a plainly written number, or -1 when the plain way must decide. */
function decodeNumber(bytes: Uint8Array, start: number, end: number): number {
  const plus = bytes[start] === 43;
  const from = plus ? start + 1 : start;
  const digits = end - from;
  if (digits < 7 || digits > 15) return -1;
  let n = 0;
  for (let p = from; p < end; p++) {
    const d = bytes[p]! - 48;
    if (d < 0 || d > 9) return -1;
    n = n * 10 + d;
  }
  if (plus) return bytes[from] === 48 || (bytes[from] === 56 && bytes[from + 1] === 54 && bytes[from + 2] === 48) ? -1 : n;
  // Without a plus only the Chinese mobile form is plain: 11 digits from 13 to 19.
  return digits === 11 && bytes[from] === 49 && bytes[from + 1]! >= 51 ? n + 8_600_000_000_000 : -1;
}

const two = (bytes: Uint8Array, p: number): number => {
  const a = bytes[p]! - 48;
  const b = bytes[p + 1]! - 48;
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : NaN;
};

const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** `YYYY-MM-DDTHH:MM:SS[.fff](Z|±HH:MM)` to milliseconds; NaN for any other form or an impossible date. */
function decodeInstant(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 20 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45 || bytes[start + 10] !== 84 || bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return NaN;
  const year = two(bytes, start) * 100 + two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if (!(year >= 2000 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const monthDays = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  if (day > monthDays) return NaN;
  let p = start + 19;
  let ms = 0;
  if (bytes[p] === 46) {
    const f1 = bytes[p + 1]! - 48;
    const f2 = two(bytes, p + 2);
    if (!(f1 >= 0 && f1 <= 9 && f2 >= 0)) return NaN;
    ms = f1 * 100 + f2;
    p += 4;
  }
  let offsetMinutes = 0;
  if (bytes[p] === 90) p++;
  else if ((bytes[p] === 43 || bytes[p] === 45) && bytes[p + 3] === 58) {
    const h = two(bytes, p + 1);
    const m = two(bytes, p + 4);
    if (!(h <= 23 && m <= 59)) return NaN;
    offsetMinutes = (bytes[p] === 45 ? -1 : 1) * (h * 60 + m);
    p += 6;
  } else return NaN;
  if (p !== end) return NaN;
  const y = year - 1;
  const days = 365 * year + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + DAYS_BEFORE_MONTH[month]! + (leap && month > 2 ? 1 : 0) + day - 1 - 719_527;
  return ((days * 24 + hour) * 60 + minute - offsetMinutes) * 60_000 + second * 1000 + ms;
}

export interface LineRefusal extends Refusal {
  /** Counted from 1 within the input. */
  readonly line: number;
}

const strict = new TextDecoder("utf-8", { ignoreBOM: false });

/** The whole way for one line: fast, else plain. Null when row `i` was written. Throws `BatchFull` when the heap is. */
export function decodeOrRefuse(bytes: Uint8Array, start: number, end: number, batch: EventBatch, i: number, line: number, ignored?: Map<string, number>): LineRefusal | null {
  if (end - start > EVENT_LINE_BYTES_MAX) {
    return { ...refusal("", malformed(`a line of ${end - start} bytes`, `at most ${EVENT_LINE_BYTES_MAX} bytes a line`)), line };
  }
  if (decodeLine(bytes, start, end, batch, i)) return null;
  const text = strict.decode(bytes.subarray(start, end));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ...refusal("", malformed(shorten(text), "one JSON object a line")), line };
  }
  const heapEnd = batch.heapEnd;
  const problem = writeEvent(batch, i, value, ignored);
  if (problem === null) return null;
  batch.heapEnd = heapEnd;
  return { ...problem, line };
}

export { BatchFull };
