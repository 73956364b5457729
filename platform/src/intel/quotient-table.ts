/**
 * An exact set of two-word keys with a small value each, in shared memory: buckets of one cache line, sixteen words of
 * 27 bits of the key's remainder and 5 bits of displacement. A bijective mix of the key gives bucket and remainder, so
 * nothing is lost and a hit is exact; what does not fit into 27 bits stands in a side array that only a hit touches.
 * One writer, any number of readers without a lock: one atomic store publishes an entry. It leaves growing to its owner.
 * Source of the layout: quotienting (Knuth, TAOCP 3, 6.4, exercise 13; Cleary 1984), with buckets as in cuckoo filters.
 */
import { assert } from "../base/assert.ts";
import { mix32 } from "../base/hash.ts";
import { alignedShared } from "./aligned-memory.ts";

export type ValueArray = Uint8Array | Uint16Array | Uint32Array;

/** Everything a reader in another thread needs; structured-cloneable, the memory is shared. */
export interface QuotientHandle {
  readonly bucketBits: number;
  readonly hiBits: number;
  readonly valueBytes: 1 | 2 | 4;
  readonly words: SharedArrayBuffer;
  readonly values: SharedArrayBuffer;
  readonly extra: SharedArrayBuffer | null;
  /** [used slots, live entries, the owner's mark bits] */
  readonly counts: SharedArrayBuffer;
}

export const SLOTS = 16;
/** The low five bits of a word: displacement + 1, so that an empty slot is the only zero word. */
const DISPLACEMENT_MASK = 31;
/** A removed entry. Displacements therefore end at 29 buckets, and tombstones are never written again. */
const TOMBSTONE = 31;
const DISPLACEMENT_MAX = 29;
const REMAINDER_BITS = 27;
/** Fewer buckets would leave more than 27 bits below the bucket number, which one word could not hold. */
export const BUCKET_BITS_MIN = 5;
/** 2^25 buckets hold 430 million entries in 2 GiB; the next step would not fit one aligned memory. */
export const BUCKET_BITS_MAX = 25;
/** Above this share of used slots displacements grow quickly (sixteen slots a bucket, measured). */
const LOAD_MAX = 0.8;

const HI_MIX = 0x7f4a7c15;

/** Bucket bits for so many entries. */
export function bucketBitsFor(entries: number): number {
  let bits = BUCKET_BITS_MIN;
  while (entries > LOAD_MAX * SLOTS * 2 ** bits && bits < BUCKET_BITS_MAX) bits++;
  return bits;
}

/** Bytes of a value that can hold `max`. */
export function valueBytesFor(max: number): 1 | 2 | 4 {
  return max < 256 ? 1 : max < 65_536 ? 2 : 4;
}

/** Inverse of `mix32`: the multipliers' inverses modulo 2^32, the shifts undone. */
export function unmix32(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x7ed1b41d);
  x = x ^ (x >>> 13) ^ (x >>> 26);
  x = Math.imul(x, 0xa5cb9243);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A key's place, for the two-phase look-up: `mixed` gives bucket and low remainder bits. */
export function mixKey(lo: number, hi: number): number {
  return mix32(lo ^ mix32(hi ^ HI_MIX));
}

export class QuotientTable {
  /** A key's high word without its type. */
  static readonly HI_BITS_MAX = 28;
  readonly bucketBits: number;
  readonly hiBits: number;
  readonly valueBytes: 1 | 2 | 4;
  readonly words: Int32Array;
  readonly values: ValueArray;
  readonly extra: ValueArray | null;
  readonly #counts: Int32Array;
  readonly #usedMax: number;
  /** Bits of the mixed word below the bucket number. */
  readonly shift: number;
  readonly lowMask: number;
  /** How far `hi` is shifted right to give what the side array keeps. */
  readonly extraShift: number;

  constructor(handle: QuotientHandle) {
    this.bucketBits = handle.bucketBits;
    this.hiBits = handle.hiBits;
    this.valueBytes = handle.valueBytes;
    const slots = SLOTS * 2 ** handle.bucketBits;
    this.words = new Int32Array(handle.words, 0, slots);
    this.values = valueArray(handle.values, handle.valueBytes);
    this.shift = 32 - handle.bucketBits;
    this.lowMask = 2 ** this.shift - 1;
    this.extraShift = handle.bucketBits - BUCKET_BITS_MIN;
    this.extra = handle.extra === null ? null : valueArray(handle.extra, extraBytes(handle.bucketBits, handle.hiBits) as 1 | 2 | 4);
    this.#counts = new Int32Array(handle.counts);
    this.#usedMax = Math.floor(slots * LOAD_MAX);
  }

  /** An empty table. `hiBits` bounds the keys' high word. */
  static create(bucketBits: number, hiBits: number, valueBytes: 1 | 2 | 4): QuotientTable {
    assert(bucketBits >= BUCKET_BITS_MIN && bucketBits <= BUCKET_BITS_MAX && hiBits >= 1 && hiBits <= QuotientTable.HI_BITS_MAX, "table dimensions");
    const slots = SLOTS * 2 ** bucketBits;
    const extra = extraBytes(bucketBits, hiBits);
    return new QuotientTable({
      bucketBits,
      hiBits,
      valueBytes,
      words: alignedShared(slots * 4),
      values: new SharedArrayBuffer(slots * valueBytes),
      extra: extra === 0 ? null : new SharedArrayBuffer(slots * extra),
      counts: new SharedArrayBuffer(12),
    });
  }

  handle(): QuotientHandle {
    return {
      bucketBits: this.bucketBits,
      hiBits: this.hiBits,
      valueBytes: this.valueBytes,
      words: this.words.buffer as SharedArrayBuffer,
      values: this.values.buffer as SharedArrayBuffer,
      extra: (this.extra?.buffer as SharedArrayBuffer | undefined) ?? null,
      counts: this.#counts.buffer as SharedArrayBuffer,
    };
  }

  get live(): number {
    return this.#counts[1];
  }

  get used(): number {
    return this.#counts[0];
  }

  /** Bits that the owner sets beside the entries and that readers see, such as the prefix lengths in use. */
  get marks(): number {
    return this.#counts[2];
  }

  addMarks(bits: number): void {
    Atomics.or(this.#counts, 2, bits);
  }

  /** Bytes of the table's own memory. */
  get bytes(): number {
    return this.words.byteLength + this.values.byteLength + (this.extra?.byteLength ?? 0);
  }

  /** Restores the counts of a table whose arrays were loaded from a file. */
  setCounts(used: number, live: number): void {
    this.#counts[0] = used;
    this.#counts[1] = live;
  }

  /** Slot of the key, or -1. `after` continues a search whose candidate the owner refused (hashed keys). */
  find(lo: number, hi: number, after = -1): number {
    if (hi >>> this.hiBits !== 0) return -1;
    const mixed = mixKey(lo, hi);
    return this.search((mixed >>> this.shift) * SLOTS, ((hi << this.shift) | (mixed & this.lowMask)) << 5, hi, after);
  }

  /** The second phase of a look-up: `base` is the home bucket's first slot, `tag` the remainder in its place. */
  search(base: number, tag: number, hi: number, after = -1): number {
    const words = this.words;
    const extra = this.extra;
    const end = words.length;
    let passed = after < 0;
    for (let displacement = 1; displacement <= DISPLACEMENT_MAX + 1; displacement++) {
      const wanted = tag | displacement;
      for (let slot = base; slot < base + SLOTS; slot++) {
        if (words[slot] !== wanted) continue;
        if (!passed) {
          if (slot === after) passed = true;
          continue;
        }
        // The atomic read orders the value's read behind the entry's publication, and sees a removal.
        if (Atomics.load(words, slot) === wanted && (extra === null || extra[slot] === hi >>> this.extraShift)) return slot;
      }
      if (words[base + SLOTS - 1] === 0) return -1;
      base += SLOTS;
      if (base === end) base = 0;
    }
    return -1;
  }

  /**
   * Adds a key that is not there. The slot, or -1 when the table must grow first. The value, and `sideValue` in the
   * owner's own array by slot, are visible no later than the key.
   */
  insert(lo: number, hi: number, value: number, side: Uint32Array | null = null, sideValue = 0): number {
    if (hi >>> this.hiBits !== 0 || !this.fitsValue(value) || this.#counts[0] >= this.#usedMax) return -1;
    const words = this.words;
    const mixed = mixKey(lo, hi);
    let base = (mixed >>> this.shift) * SLOTS;
    const tag = ((hi << this.shift) | (mixed & this.lowMask)) << 5;
    for (let displacement = 1; displacement <= DISPLACEMENT_MAX + 1; displacement++) {
      if (words[base + SLOTS - 1] === 0) {
        let slot = base;
        while (words[slot] !== 0) slot++;
        this.values[slot] = value;
        if (side !== null) side[slot] = sideValue;
        if (this.extra !== null) this.extra[slot] = hi >>> this.extraShift;
        Atomics.store(words, slot, tag | displacement);
        this.#counts[0]++;
        this.#counts[1]++;
        return slot;
      }
      base += SLOTS;
      if (base === words.length) base = 0;
    }
    return -1;
  }

  fitsValue(value: number): boolean {
    return this.valueBytes === 4 || value < 2 ** (8 * this.valueBytes);
  }

  /** Replaces the value of an entry; readers see the old or the new one. */
  setValue(slot: number, value: number): void {
    Atomics.store(this.values as Uint32Array, slot, value);
  }

  remove(slot: number): void {
    Atomics.store(this.words, slot, TOMBSTONE);
    this.#counts[1]--;
  }

  /** The key in a slot, or false where there is none. */
  keyAt(slot: number, out: { lo: number; hi: number }): boolean {
    const word = this.words[slot];
    const displacement = word & DISPLACEMENT_MASK;
    if (displacement === 0 || displacement === TOMBSTONE) return false;
    const remainder = word >>> 5;
    let bucket = Math.floor(slot / SLOTS) - (displacement - 1);
    if (bucket < 0) bucket += 2 ** this.bucketBits;
    const high = remainder >>> this.shift;
    const hi = (this.extra === null ? high : high | (this.extra[slot] << this.extraShift)) >>> 0;
    const low = remainder & this.lowMask;
    const mixed = (bucket * 2 ** this.shift + low) >>> 0;
    out.hi = hi;
    out.lo = (unmix32(mixed) ^ mix32(hi ^ HI_MIX)) >>> 0;
    return true;
  }
}

/** What 27 bits cannot hold of the key: `hiBits` + (32 − bucketBits) − 27. */
function extraBytes(bucketBits: number, hiBits: number): 0 | 1 | 2 | 4 {
  const bits = hiBits + 32 - bucketBits - REMAINDER_BITS;
  return bits <= 0 ? 0 : bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
}

function valueArray(buffer: SharedArrayBuffer, bytes: 1 | 2 | 4): ValueArray {
  return bytes === 1 ? new Uint8Array(buffer) : bytes === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}
