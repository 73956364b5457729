/**
 * From NDJSON bytes straight to records, without objects or strings: the fast twin of `parseEvent`. It reads only the
 * plain form that machines write (no escapes in names, no doubled fields, ASCII identifiers); anything else it leaves
 * to the plain way, so that both accept and refuse exactly the same lines.
 */
import { malformed, shorten } from "../base/problem.ts";
import { checkWhole, BatchFull, refusal, writeEvent, OCCURRED_AT_MAX_MS, OCCURRED_AT_MIN_MS, type Refusal } from "./parse-event.ts";
import { EVENT_FIELDS, EVENT_ID_BYTES_MAX, EVENT_KINDS, EVENT_LINE_BYTES_MAX, type FieldSpec } from "./event-fields.ts";
import { decodeInstant, hashAccount, hashToken, isPlainUrl, matches, STOP_BYTES, TOKEN_BYTES, type Span } from "./scan.ts";
import type { Key } from "./identifier.ts";
import { KEY_TYPE, KEY_TYPE_SHIFT, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "./record.ts";

/** Field types as small numbers for the switch. */
const T = { bool: 1, number: 2, money: 3, enumeration: 4, text: 5, url: 6, numberId: 7, account: 8, token: 9, host: 10, slow: 11, id: 12, kind: 13, occurredAt: 14 } as const;

interface FastField {
  readonly name: Uint8Array;
  /** The name with its closing quote and colon in words of four bytes, the last overlapping. */
  readonly pattern: Int32Array;
  readonly patternLength: number;
  /** The field that came after this one last time: machines write their fields in one order. */
  next: FastField | null;
  /** The value that was found last time. */
  guess: number;
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

/** `text` in words of four bytes; needs four at least, as every name with its quote and colon has. */
function wordsOf(text: Uint8Array): Int32Array {
  const view = new DataView(text.buffer);
  const out: number[] = [];
  for (let at = 0; at + 4 <= text.length; at += 4) out.push(view.getInt32(at, true));
  if (text.length % 4 !== 0) out.push(view.getInt32(text.length - 4, true));
  return Int32Array.from(out);
}

const named = (name: string): Pick<FastField, "name" | "pattern" | "patternLength" | "next" | "guess"> => ({
  name: ascii(name),
  pattern: wordsOf(ascii(`${name}":`)),
  patternLength: name.length + 2,
  next: null,
  guess: 0,
});

function fastField(f: FieldSpec): FastField {
  const common = { ...named(f.name), bit: 1 << f.bit, place: 0, keyWord: 0, keyType: 0, max: 0, values: [] as readonly Uint8Array[], hostRef: 0 };
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

const head = (): FastField[] =>
  (["id", "kind", "occurredAt"] as const).map((name) => ({ ...named(name), type: T[name], bit: 0, place: 0, keyWord: 0, keyType: 0, max: 0, values: [], hostRef: 0 }));

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
      if (
        fields.every((f) => {
          const at = nameSlot(f.name[0], f.name[f.name.length - 1], f.name[f.name.length >> 1], f.name.length, first, last);
          if (slots[at] !== null) return false;
          slots[at] = f;
          return true;
        })
      )
        return { slots, first, last, required };
    }
  }
  throw new Error("bug: no collision-free table of field names");
}

function nameSlot(first: number, last: number, middle: number, length: number, a: number, b: number): number {
  return (first * a + last * b + middle * 3 + length * 29) & (SLOTS - 1);
}

const TABLES: readonly NameTable[] = EVENT_KINDS.map((kind) =>
  nameTable(
    [...head(), ...EVENT_FIELDS[kind].map(fastField)],
    EVENT_FIELDS[kind].reduce((bits, f) => (f.required ? bits | (1 << f.bit) : bits), 0),
  ),
);
const HEAD_FIELDS = head();
const HEAD_TABLE = nameTable(HEAD_FIELDS, 0);
/** First field after the kind, by kind. */
const afterKind: (FastField | null)[] = EVENT_KINDS.map(() => null);
let lastKind = 0;
let viewed: DataView = new DataView(new ArrayBuffer(8));
const KIND_NAMES = EVENT_KINDS.map(ascii);
const INSTITUTION = ascii("institution");
const ACCOUNT = ascii("account");
const key: Key = { lo: 0, hi: 0 };
const host: Span = { start: 0, end: 0 };

const QUOTE = 34;
/** `true` and `fals` as words of four bytes, little-endian. */
const TRUE = 0x65757274;
const FALS = 0x736c6166;

/**
 * Decodes the line `bytes[start, end)` into row `i`, which must be all zero. `bytes` must be the batch's heap. True when
 * done; false when the line needs the plain way (which may still accept it) and the row holds nothing of use.
 */
export function decodeLine(bytes: Uint8Array, start: number, end: number, batch: EventBatch, i: number): boolean {
  const words = batch.words;
  const doubles = batch.doubles;
  const base = i * RECORD_WORDS;
  const dbase = i * RECORD_DOUBLES;
  if (viewed.buffer !== bytes.buffer) viewed = new DataView(bytes.buffer);
  const view = viewed;
  const shift = bytes.byteOffset;
  let table = HEAD_TABLE;
  let predicted: FastField | null = HEAD_FIELDS[0];
  let before: FastField | null = null;
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
    p++;
    let field: FastField;
    if (predicted !== null && isNamed(view, shift + p, shift + end, predicted)) {
      field = predicted;
      p += field.patternLength;
    } else {
      const nameStart = p;
      while (p < end && bytes[p] !== QUOTE) p++;
      const nameLength = p - nameStart;
      if (p >= end || nameLength === 0) return false;
      const found = table.slots[nameSlot(bytes[nameStart], bytes[p - 1], bytes[nameStart + (nameLength >> 1)], nameLength, table.first, table.last)];
      if (found === null || found === undefined || found.name.length !== nameLength || !matches(bytes, nameStart, found.name)) return false;
      field = found;
      p++;
      while (bytes[p] === 32) p++;
      if (bytes[p] !== 58) return false;
      p++;
      if (before !== null) {
        if (before.type === T.kind) afterKind[kind] = field;
        else before.next = field;
      }
    }
    while (bytes[p] === 32) p++;
    if ((present & field.bit) !== 0) return false;
    const type = field.type;
    switch (type) {
      case T.bool: {
        const word = view.getInt32(shift + p, true);
        if (word === TRUE) {
          bools |= 1 << field.place;
          p += 4;
        } else if (word === FALS && bytes[p + 4] === 101) p += 5;
        else return false;
        break;
      }
      case T.number: {
        const from = p;
        let n = 0;
        let c = bytes[p];
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
        if (bytes[p] !== QUOTE) return false;
        const from = ++p;
        let n = 0;
        let c = bytes[p];
        while (c >= 48 && c <= 57) {
          n = n * 10 + (c - 48);
          c = bytes[++p]!;
        }
        const digits = p - from;
        if (c !== QUOTE || digits === 0 || digits > 15 || (digits > 1 && bytes[from] === 48)) return false;
        doubles[dbase + W.numsDouble + field.place] = n;
        p++;
        break;
      }
      case T.numberId: {
        // E.164 digits of a plainly written number; the plain way decides on every other form.
        if (bytes[p] !== QUOTE) return false;
        p++;
        const plus = bytes[p] === 43;
        if (plus) p++;
        const from = p;
        let n = 0;
        let c = bytes[p];
        while (c >= 48 && c <= 57) {
          n = n * 10 + (c - 48);
          c = bytes[++p]!;
        }
        const digits = p - from;
        if (c !== QUOTE || digits > 15) return false;
        if (!plus && digits === 5) {
          // Service numbers of five digits send most notices: 95…, 96…, 11…, 12… and 100…, 101….
          const head = (n / 1000) | 0;
          if (head !== 95 && head !== 96 && head !== 11 && head !== 12 && !(head === 10 && n < 10_200)) return false;
          n += 8_600_000;
        } else if (digits < 7) return false;
        else if (plus) {
          if (bytes[from] === 48 || (bytes[from] === 56 && bytes[from + 1] === 54 && bytes[from + 2] === 48)) return false;
        } else if (digits === 11 && bytes[from] === 49 && bytes[from + 1] >= 51) n += 8_600_000_000_000;
        else return false;
        words[base + field.keyWord] = n >>> 0;
        words[base + field.keyWord + 1] = (n / 4294967296) | 0 | (KEY_TYPE.number << KEY_TYPE_SHIFT);
        p++;
        break;
      }
      case T.occurredAt: {
        if (bytes[p] !== QUOTE || seenAt) return false;
        const from = ++p;
        while (p < end && bytes[p] !== QUOTE) p++;
        const ms = decodeInstant(bytes, from, p);
        if (!(ms >= OCCURRED_AT_MIN_MS && ms < OCCURRED_AT_MAX_MS)) return false;
        doubles[dbase] = ms;
        seenAt = true;
        p++;
        break;
      }
      case T.account:
        p = decodeAccount(bytes, p, end, words, base, field);
        if (p < 0) return false;
        break;
      case T.slow:
        return false;
      default: {
        if (bytes[p] !== QUOTE) return false;
        const from = ++p;
        while (STOP_BYTES[bytes[p]] === 0) p++;
        if (p >= end || bytes[p] !== QUOTE) return false;
        const length = p - from;
        if (type === T.id) {
          if (length === 0 || length > EVENT_ID_BYTES_MAX || words[base + W.refs + 1] !== 0) return false;
          words[base + W.refs] = from;
          words[base + W.refs + 1] = length;
        } else if (type === T.kind) {
          if (kind >= 0) return false;
          kind = kindAt(bytes, from, length);
          if (kind < 0) return false;
          table = TABLES[kind]!;
        } else if (type === T.enumeration) {
          const found = valueAt(bytes, from, length, field);
          if (found < 0) return false;
          enums |= found << (8 * field.place);
        } else {
          if (!isOfType(bytes, from, p, field, words, base)) return false;
          const ref = base + W.refs + field.place * 2;
          words[ref] = from;
          words[ref + 1] = length;
        }
        p++;
      }
    }
    present |= field.bit;
    before = field;
    predicted = type === T.kind ? afterKind[kind]! : field.next;
    if (bytes[p] === 44) {
      p++;
      continue;
    }
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
  if (kind !== 0 && checkWhole(present, EVENT_KINDS[kind]) !== null) return false;
  words[base + W.kind] = kind;
  words[base + W.present] = present;
  words[base + W.bools] = bools;
  words[base + W.enums] = enums;
  return true;
}

/** Whether the bytes at `at` are this field's name, its closing quote and a colon. */
function isNamed(view: DataView, at: number, end: number, field: FastField): boolean {
  const { pattern, patternLength } = field;
  if (at + patternLength > end) return false;
  const last = pattern.length - 1;
  for (let k = 0; k < last; k++) if (view.getInt32(at + k * 4, true) !== pattern[k]) return false;
  return view.getInt32(at + patternLength - 4, true) === pattern[last];
}

function kindAt(bytes: Uint8Array, from: number, length: number): number {
  const name = KIND_NAMES[lastKind];
  if (name.length === length && matches(bytes, from, name)) return lastKind;
  for (let k = 0; k < KIND_NAMES.length; k++) {
    if (KIND_NAMES[k].length === length && matches(bytes, from, KIND_NAMES[k])) return (lastKind = k);
  }
  return -1;
}

function valueAt(bytes: Uint8Array, from: number, length: number, field: FastField): number {
  const { values } = field;
  const guess = values[field.guess];
  if (guess.length === length && matches(bytes, from, guess)) return field.guess;
  for (let v = 0; v < values.length; v++) {
    if (values[v].length === length && matches(bytes, from, values[v])) return (field.guess = v);
  }
  return -1;
}

/** Checks a string of the types that are kept by reference, and writes their keys. */
function isOfType(bytes: Uint8Array, from: number, end: number, field: FastField, words: Uint32Array, base: number): boolean {
  const length = end - from;
  if (field.type === T.text) return length <= field.max;
  if (field.type === T.url) {
    if (!isPlainUrl(bytes, from, end, true, host)) return false;
    hashToken(bytes, host.start, host.end, field.keyType, key);
    words[base + W.refs + field.hostRef * 2] = host.start;
    words[base + W.refs + field.hostRef * 2 + 1] = host.end - host.start;
  } else {
    if (length === 0 || length > 64) return false;
    if (field.type === T.host) {
      if (!isPlainUrl(bytes, from, end, false, host)) return false;
    } else for (let q = from; q < end; q++) if (TOKEN_BYTES[bytes[q]] === 0) return false;
    hashToken(bytes, from, end, field.keyType, key);
  }
  words[base + field.keyWord] = key.lo;
  words[base + field.keyWord + 1] = key.hi;
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
      const c = bytes[p];
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

export interface LineRefusal extends Refusal {
  /** Counted from 1 within the input. */
  readonly line: number;
}

/** Says nothing of how long it was: who reads a stream may not have seen its end. */
export const TOO_LONG: Refusal = refusal("", malformed(`a line of more than ${EVENT_LINE_BYTES_MAX} bytes`, `at most ${EVENT_LINE_BYTES_MAX} bytes a line`));

const strict = new TextDecoder("utf-8", { ignoreBOM: false });

/**
 * The whole way for one line: fast, else plain. Row `i` must be all zero, and is again when the line is refused. Null
 * when it was written. Throws `BatchFull` when the heap is; the row is then to be cleared by the caller.
 */
export function decodeOrRefuse(bytes: Uint8Array, start: number, end: number, batch: EventBatch, i: number, line: number, ignored?: Map<string, number>): LineRefusal | null {
  if (end - start > EVENT_LINE_BYTES_MAX) return { ...TOO_LONG, line };
  if (decodeLine(bytes, start, end, batch, i)) return null;
  const text = strict.decode(bytes.subarray(start, end));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    batch.words.fill(0, i * RECORD_WORDS, (i + 1) * RECORD_WORDS);
    return { ...refusal("", malformed(shorten(text), "one JSON object a line")), line };
  }
  const heapEnd = batch.heapEnd;
  const problem = writeEvent(batch, i, value, ignored);
  if (problem === null) return null;
  batch.heapEnd = heapEnd;
  batch.words.fill(0, i * RECORD_WORDS, (i + 1) * RECORD_WORDS);
  return { ...problem, line };
}

export { BatchFull };
