/**
 * Histories for tests and examples: puts events into records straight from the table of fields, without text or parsing,
 * so that a test of the measuring depends on nothing else. Keys are small whole numbers, spread over the key's type.
 */
import { hashPair } from "../base/hash.ts";
import { fieldOf, kindCode, type EventKind } from "../domain/event-fields.ts";
import { INTEL, INTEL_BITS, KEY_TYPE, KEY_TYPE_SHIFT, NUMBER_FLAG, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch, type KeyType } from "../domain/record.ts";

export interface HistoryEvent {
  readonly kind: EventKind;
  readonly t: number;
  /** A, B, C, D: type and number; null where absent. */
  readonly keys: readonly (readonly [KeyType, number] | null)[];
  readonly fields?: Readonly<Record<string, boolean | number | string>>;
  /** Which of the keys (0…3) the lists flag; an absent key is not looked up. */
  readonly listed?: readonly number[];
  readonly fraudPermille?: number;
  readonly hostPermille?: number;
  readonly callerForeign?: boolean;
  readonly branch?: string;
}

/** Numbers keep their order (a number's key is the number); other keys are spread like hashes. */
export function keyWords([type, n]: readonly [KeyType, number]): { lo: number; hi: number } {
  const spread = type === "number" ? 0 : hashPair(n, KEY_TYPE[type]) & 0x0fffffff;
  const digits = 8_613_800_000_000 + n;
  const lo = type === "number" ? digits >>> 0 : hashPair(n + 1, KEY_TYPE[type]);
  const high = type === "number" ? Math.floor(digits / 4294967296) : spread;
  return { lo, hi: (high | (KEY_TYPE[type] << KEY_TYPE_SHIFT)) >>> 0 };
}

/** Writes `event` as record `i`. A branch's name goes to the heap, which must have room. */
export function putEvent(batch: EventBatch, i: number, event: HistoryEvent): void {
  const w = batch.words;
  const e = i * RECORD_WORDS;
  w.fill(0, e, e + RECORD_WORDS);
  w[e + W.kind] = kindCode(event.kind);
  batch.doubles[i * RECORD_DOUBLES + W.occurredAtDouble] = event.t;
  event.keys.forEach((key, k) => {
    if (key === null) return;
    const { lo, hi } = keyWords(key);
    w[e + W.keys + 2 * k] = lo;
    w[e + W.keys + 2 * k + 1] = hi;
  });
  for (const [name, value] of Object.entries(event.fields ?? {})) {
    const field = fieldOf(event.kind, name);
    if (field === undefined) throw new Error(`${event.kind} has no field "${name}"`);
    w[e + W.present] |= 1 << field.bit;
    if (field.type === "bool" && value === true) w[e + W.bools] |= 1 << field.boolBit;
    else if (field.type === "number" || field.type === "money") batch.doubles[i * RECORD_DOUBLES + W.numsDouble + field.num] = Number(value);
    else if (field.type === "enum") w[e + W.enums] |= field.values.indexOf(String(value)) << (8 * field.enumByte);
  }
  for (const k of event.listed ?? []) if ((event.keys[k] ?? null) !== null) w[e + W.intel] |= INTEL.flag << (k * INTEL_BITS);
  w[e + W.textFraudIllegal] = event.fraudPermille ?? 0;
  w[e + W.disguiseHost] = (event.hostPermille ?? 0) << 16;
  w[e + W.numberFlags] = event.callerForeign === true ? NUMBER_FLAG.overseas : 0;
  if (event.branch !== undefined) {
    const bytes = new TextEncoder().encode(event.branch);
    if (batch.heap.length < batch.heapEnd + bytes.length) batch.heap = Uint8Array.from({ length: 65_536 }, (_, k) => batch.heap[k] ?? 0);
    batch.heap.set(bytes, batch.heapEnd);
    w[e + W.refs + 2] = batch.heapEnd;
    w[e + W.refs + 3] = bytes.length;
    batch.heapEnd += bytes.length;
  }
  batch.count = Math.max(batch.count, i + 1);
}
