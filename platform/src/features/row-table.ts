/**
 * Fixed rows found by key: the memory is given at the start and never grows. A key has sixteen places it may live in (one
 * cache line of tags); a newcomer that finds them taken replaces the one least recently seen. Keys are compared in full,
 * so two entities never share a row. Reading ahead (`want`, `fetch`) changes nothing and only hides the memory's latency.
 */

import { M, type Moment } from "./moment.ts";

/**
 * Hash of a key, signed: one mixing step over both words, because every event pays for it several times. It is the step
 * of `mix32`, which would hand on an unsigned number and so put half of them on the heap. Not a defence
 * against crafted keys: those can only fill one line of places, never mix two entities.
 */
export function keyHash(lo: number, hi: number): number {
  let h = Math.imul(lo, 0x9e3779b1) ^ Math.imul(hi, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Places a key may live in: one 64-byte line of tags. Fewer would push out live rows long before the table is full. */
const PLACES = 16;
/** Hints of one batch that are kept; more are dropped, because a hint is only about speed. */
const PENDING_MAX = 4096;
/** A cache line. */
const LINE_BYTES = 64;
const LINE_WORDS = 16;
/**
 * Large blocks from glibc begin 16 bytes into a page; 48 more put rows and tags on the borders of cache lines. Where
 * another allocator is at work this does no harm: some rows then lie across one line more.
 */
const ALIGNMENT_BYTES = 48;

/** Every row begins with its key (two words) and its clock (one double). */
export const ROW_CLOCK_DOUBLE = 1;

export interface RowTableStats {
  readonly name: string;
  readonly rows: number;
  readonly live: number;
  /** Rows taken from an entity that had been seen within the table's horizon. */
  readonly evicted: number;
  /** Rows taken from an entity that had been silent for longer. */
  readonly expired: number;
  readonly bytesPerEntity: number;
}

function powerOfTwo(atLeast: number): number {
  let n = PLACES;
  while (n < atLeast) n *= 2;
  return n;
}

export class RowTable {
  readonly name: string;
  readonly rows: number;
  /** Words a row has; a multiple of two. */
  readonly words: number;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly tags: Int32Array;
  /** Whether the last `claim` gave a row that was new or taken from another entity (all zero but for the key). */
  fresh = false;
  live = 0;
  evicted = 0;
  expired = 0;
  /** What `fetch` read, all in one, so that the compiler cannot leave the reading out. Means nothing. */
  sink = 0;
  readonly #bucketMask: number;
  readonly #horizonMs: number;
  readonly #moment: Moment;
  readonly #pendingHash = new Int32Array(PENDING_MAX);
  readonly #pendingTag = new Int32Array(PENDING_MAX);
  #pending = 0;

  /** `rows` is rounded up to a power of two of at least 16; `horizonMs` only tells evicted rows from expired ones. */
  constructor(name: string, rows: number, words: number, horizonMs: number, moment: Moment) {
    this.name = name;
    this.rows = powerOfTwo(rows);
    this.words = words;
    this.#bucketMask = this.rows / PLACES - 1;
    this.#horizonMs = horizonMs;
    this.#moment = moment;
    // Beyond 2^31 words an index is no longer a machine integer and every access slows down.
    if (this.rows * words > 0x7fffffff) throw new RangeError(`feature table "${name}": ${this.rows} rows of ${words} words exceed 2^31 words; lower its limit`);
    const buffer = new ArrayBuffer(this.rows * words * 4 + LINE_BYTES);
    this.i32 = new Int32Array(buffer, ALIGNMENT_BYTES, this.rows * words);
    this.f64 = new Float64Array(buffer, ALIGNMENT_BYTES, (this.rows * words) / 2);
    this.tags = new Int32Array(new ArrayBuffer(this.rows * 4 + LINE_BYTES), ALIGNMENT_BYTES, this.rows);
  }

  get bytes(): number {
    return this.i32.byteLength + this.tags.byteLength;
  }

  get stats(): RowTableStats {
    return { name: this.name, rows: this.rows, live: this.live, evicted: this.evicted, expired: this.expired, bytesPerEntity: this.words * 4 + 4 };
  }

  /** Forgets everybody. */
  clear(): void {
    this.i32.fill(0);
    this.tags.fill(0);
    this.live = 0;
    this.evicted = 0;
    this.expired = 0;
  }

  /** First word of the key's row, or -1. Keys and `hash`, which is `keyHash(lo, hi)`, are signed. */
  find(lo: number, hi: number, hash: number): number {
    const tags = this.tags;
    const u = this.i32;
    const bucket = (hash & this.#bucketMask) * PLACES;
    const tag = (Math.imul(lo, 0xc2b2ae35) ^ hash) | 1;
    for (let k = hash >>> 28, end = k + PLACES; k < end; k++) {
      const row = bucket + (k & (PLACES - 1));
      const t = tags[row];
      if (t === tag) {
        const base = row * this.words;
        if (u[base] === lo && u[base + 1] === hi) return base;
      } else if (t === 0) return -1;
    }
    return -1;
  }

  /** First word of the key's row, made if need be; `fresh` then says so and the caller sets the clock. */
  claim(lo: number, hi: number, hash: number): number {
    const tags = this.tags;
    const u = this.i32;
    const bucket = (hash & this.#bucketMask) * PLACES;
    const tag = (Math.imul(lo, 0xc2b2ae35) ^ hash) | 1;
    for (let k = hash >>> 28, end = k + PLACES; k < end; k++) {
      const row = bucket + (k & (PLACES - 1));
      const t = tags[row];
      if (t === tag) {
        const base = row * this.words;
        if (u[base] === lo && u[base + 1] === hi) {
          this.fresh = false;
          return base;
        }
      } else if (t === 0) {
        tags[row] = tag;
        this.live++;
        return this.#begin(row * this.words, lo, hi);
      }
    }
    const row = this.#leastRecent(bucket);
    const base = row * this.words;
    if (this.f64[(base >> 1) + ROW_CLOCK_DOUBLE] < this.#moment[M.t] - this.#horizonMs) this.expired++;
    else this.evicted++;
    tags[row] = tag;
    u.fill(0, base, base + this.words);
    return this.#begin(base, lo, hi);
  }

  #begin(base: number, lo: number, hi: number): number {
    this.i32[base] = lo;
    this.i32[base + 1] = hi;
    this.fresh = true;
    return base;
  }

  /** Of equal clocks the first place goes, so that the same events give the same table. */
  #leastRecent(bucket: number): number {
    let best = bucket;
    let bestClock = Infinity;
    for (let row = bucket; row < bucket + PLACES; row++) {
      const clock = this.f64[((row * this.words) >> 1) + ROW_CLOCK_DOUBLE];
      if (clock < bestClock) {
        best = row;
        bestClock = clock;
      }
    }
    return best;
  }

  /** Asks for a key's row at the next `fetch`. */
  want(lo: number, hash: number): void {
    const n = this.#pending;
    if (n === PENDING_MAX) return;
    this.#pendingHash[n] = hash;
    this.#pendingTag[n] = (Math.imul(lo, 0xc2b2ae35) ^ hash) | 1;
    this.#pending = n + 1;
  }

  /**
   * Reads one word of each cache line of the rows that were asked for: first all tags, then (now from the cache) the
   * places are found, then all rows are read. No read waits for a branch: a mispredicted one would hold up those behind.
   */
  fetch(): void {
    const n = this.#pending;
    if (n === 0) return;
    const tags = this.tags;
    const hashes = this.#pendingHash;
    const wanted = this.#pendingTag;
    const mask = this.#bucketMask;
    let sink = 0;
    for (let i = 0; i < n; i++) sink ^= tags[(hashes[i] & mask) * PLACES + (hashes[i] >>> 28)];
    for (let i = 0; i < n; i++) {
      const hash = hashes[i];
      const tag = wanted[i];
      const bucket = (hash & mask) * PLACES;
      let k = hash >>> 28;
      let row = bucket + k;
      // A free place is where the newcomer will be written.
      for (let left = PLACES; left > 0 && tags[row] !== tag && tags[row] !== 0; left--) {
        k = (k + 1) & (PLACES - 1);
        row = bucket + k;
      }
      hashes[i] = row * this.words;
    }
    const u = this.i32;
    if (this.words === 64) for (let i = 0; i < n; i++) sink ^= u[hashes[i]] ^ u[hashes[i] + 16] ^ u[hashes[i] + 32] ^ u[hashes[i] + 48];
    else if (this.words === 32) for (let i = 0; i < n; i++) sink ^= u[hashes[i]] ^ u[hashes[i] + 16];
    else for (let i = 0; i < n; i++) for (let at = hashes[i], stop = at + this.words; at < stop; at += LINE_WORDS) sink ^= u[at];
    this.sink ^= sink;
    this.#pending = 0;
  }
}
