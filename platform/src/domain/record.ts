/**
 * The event as the hot path, the log and the replay hold it: 64 words of 32 bits, row after row in one buffer, with
 * the strings in a heap beside it. Fixed places make it cheap to decode (a view), to copy, to checksum and to replay.
 * Strings are named by offset and length in bytes (UTF-8) into the batch's heap.
 */
import { EVENT_KINDS, type EventKind } from "./event-fields.ts";

/** 256 bytes: four cache lines, read in sequence. */
export const RECORD_WORDS = 64;
export const RECORD_BYTES = RECORD_WORDS * 4;
export const RECORD_DOUBLES = RECORD_WORDS / 2;

/** Word offsets within a record. Doubles are named by their double offset (word / 2). */
export const W = {
  occurredAtDouble: 0,
  kind: 2,
  /** A bit per optional field, by `FieldSpec.bit`. */
  present: 3,
  bools: 4,
  /** Four bytes, `FieldSpec.enumByte`. */
  enums: 5,
  /** Keys A B C D, two words each: lo, hi. A zero hi means absent. */
  keys: 6,
  /** String references 0…7, two words each: offset, length. */
  refs: 14,
  /** What the lists said when the event came in: five bits each for keys A…D (INTEL_*). */
  intel: 30,
  /** Number of the strongest list entry that matched, for A…D; 0 = none. */
  intelEntries: 31,
  /** Text model: fraud in the low half, illegal in the high half; permille. */
  textFraudIllegal: 35,
  /** Text model: marketing permille (16 bits), category code (8 bits), language (8 bits). */
  textMarketingCategory: 36,
  lexicon: 37,
  /** Disguise permille in the low half; host model's scam permille in the high half. */
  disguiseHost: 38,
  /** Host flags in the low half (HOST_*); look-alike brand number + 1 in the high half. */
  hostFlagsBrand: 39,
  /** Number flags of A in the low half, of B in the high half (NUMBER_*). */
  numberFlags: 40,
  /** Which judges ran (JUDGED_*), so that "not judged" is never read as "harmless". */
  judged: 41,
  /** Numeric fields 0…7 as doubles, from double offset 22. */
  numsDouble: 22,
  receivedAtDouble: 30,
  /** What the log left out (STORED_*); no part of what the event says. */
  stored: 62,
} as const;

/** Types of key, in the top four bits of the high word: two identifiers of different type never meet in a table. */
export const KEY_TYPE = { number: 1, account: 2, device: 3, host: 4, certificate: 5, sender: 6, person: 7, cell: 8 } as const;
export type KeyType = keyof typeof KEY_TYPE;
export const KEY_TYPE_SHIFT = 28;

/** Bits of one key's list result. */
export const INTEL = { protected: 1, allow: 2, block: 4, flag: 8, watch: 16 } as const;
export const INTEL_BITS = 5;

export const JUDGED = {
  intel: 1,
  text: 2,
  host: 4,
  /** The text was longer than the judge reads. */
  textTruncated: 8,
} as const;

export const STORED = {
  /** The text was not kept after judging (least data). */
  textErased: 1,
} as const;

export const HOST_FLAG = { punycode: 1, ip: 2, shortener: 4, sharedHosting: 8, lookalike: 16, deepSubdomain: 32 } as const;

export const NUMBER_FLAG = {
  mobile: 1,
  fixed: 2,
  service: 4,
  emergency: 8,
  overseas: 16,
  premium: 32,
  virtualOperator: 64,
  iot: 128,
  valid: 256,
} as const;

/** Language codes of the text judge in `textMarketingCategory`. */
export const LANGUAGES = ["zh", "en", "other"] as const;

/** A run of events in one buffer, at most `capacity`, and the strings they name. Reused, never grown. */
export class EventBatch {
  readonly capacity: number;
  readonly words: Uint32Array;
  readonly doubles: Float64Array;
  readonly bytes: Uint8Array;
  count = 0;
  /** Where the strings are. A decoder points it at its input, so that nothing is copied. */
  heap: Uint8Array = new Uint8Array(0);
  /** First free byte of the heap behind the input: room for strings that had to be rewritten. */
  heapEnd = 0;

  /** Over memory of its own, or over rows that lie in `buffer` from `byteOffset` on (a multiple of 8). */
  constructor(capacity: number, buffer: ArrayBufferLike = new ArrayBuffer(capacity * RECORD_BYTES), byteOffset = 0) {
    this.capacity = capacity;
    this.words = new Uint32Array(buffer, byteOffset, capacity * RECORD_WORDS);
    this.doubles = new Float64Array(buffer, byteOffset, capacity * RECORD_DOUBLES);
    this.bytes = new Uint8Array(buffer, byteOffset, capacity * RECORD_BYTES);
  }

  kind(i: number): EventKind {
    return EVENT_KINDS[this.words[i * RECORD_WORDS + W.kind]];
  }

  occurredAtMs(i: number): number {
    return this.doubles[i * RECORD_DOUBLES];
  }

  /** The string at reference `ref` of event `i`; empty where there is none. */
  text(i: number, ref: number): string {
    const at = i * RECORD_WORDS + W.refs + ref * 2;
    const length = this.words[at + 1];
    if (length === 0) return "";
    return utf8.decode(this.heap.subarray(this.words[at], this.words[at] + length));
  }

  has(i: number, bit: number): boolean {
    return (this.words[i * RECORD_WORDS + W.present] & (1 << bit)) !== 0;
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
