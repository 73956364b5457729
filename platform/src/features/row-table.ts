/**
 * Fixed rows found by key: the memory is given at the start and never grows. A key has sixteen places it may live in (one
 * cache line of tags); a newcomer that finds them taken replaces the one least recently seen. Keys are compared in full,
 * so two entities never share a row. Reading ahead (`want`, `fetch`) changes nothing and only hides the memory's latency.
 */

/** Places a key may live in: one 64-byte line of tags. Fewer would push out live rows long before the table is full. */
const PLACES = 16;
/** Hints of one batch that are kept; more are dropped, because a hint is only about speed. */
const PENDING_MAX = 4096;

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
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  readonly tags: Uint32Array;
  /** Whether the last `claim` gave a row that was new or taken from another entity (all zero but for the key). */
  fresh = false;
  live = 0;
  evicted = 0;
  expired = 0;
  readonly #bucketMask: number;
  readonly #horizonMs: number;
  readonly #pendingHash = new Uint32Array(PENDING_MAX);
  readonly #pendingTag = new Uint32Array(PENDING_MAX);
  #pending = 0;
  #sink = 0;

  /** `rows` is rounded up to a power of two of at least 16; `horizonMs` only tells evicted rows from expired ones. */
  constructor(name: string, rows: number, words: number, horizonMs: number) {
    this.name = name;
    this.rows = powerOfTwo(rows);
    this.words = words;
    this.#bucketMask = this.rows / PLACES - 1;
    this.#horizonMs = horizonMs;
    // Beyond 2^31 words an index is no longer a machine integer and every access slows down.
    if (this.rows * words > 0x7fffffff) throw new RangeError(`feature table "${name}": ${this.rows} rows of ${words} words exceed 2^31 words; lower its limit`);
    const buffer = new ArrayBuffer(this.rows * words * 4);
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.tags = new Uint32Array(this.rows);
  }

  get bytes(): number {
    return this.u32.byteLength + this.tags.byteLength;
  }

  get stats(): RowTableStats {
    return { name: this.name, rows: this.rows, live: this.live, evicted: this.evicted, expired: this.expired, bytesPerEntity: this.words * 4 + 4 };
  }

  /** Forgets everybody. */
  clear(): void {
    this.u32.fill(0);
    this.tags.fill(0);
    this.live = 0;
    this.evicted = 0;
    this.expired = 0;
  }

  /** First word of the key's row, or -1. `hash` is `hashPair(lo, hi)`. */
  find(lo: number, hi: number, hash: number): number {
    const tags = this.tags;
    const u = this.u32;
    const bucket = (hash & this.#bucketMask) * PLACES;
    const tag = ((Math.imul(lo, 0x85ebca6b) ^ hash) | 1) >>> 0;
    for (let k = hash >>> 28, end = k + PLACES; k < end; k++) {
      const row = bucket + (k & (PLACES - 1));
      const t = tags[row]!;
      if (t === tag) {
        const base = row * this.words;
        if (u[base] === lo && u[base + 1] === hi) return base;
      } else if (t === 0) return -1;
    }
    return -1;
  }

  /** First word of the key's row, made if need be; `fresh` then says so and the caller sets the clock. */
  claim(lo: number, hi: number, hash: number, nowMs: number): number {
    const tags = this.tags;
    const u = this.u32;
    const bucket = (hash & this.#bucketMask) * PLACES;
    const tag = ((Math.imul(lo, 0x85ebca6b) ^ hash) | 1) >>> 0;
    for (let k = hash >>> 28, end = k + PLACES; k < end; k++) {
      const row = bucket + (k & (PLACES - 1));
      const t = tags[row]!;
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
    if (this.f64[(base >> 1) + ROW_CLOCK_DOUBLE]! < nowMs - this.#horizonMs) this.expired++;
    else this.evicted++;
    tags[row] = tag;
    u.fill(0, base, base + this.words);
    return this.#begin(base, lo, hi);
  }

  #begin(base: number, lo: number, hi: number): number {
    this.u32[base] = lo;
    this.u32[base + 1] = hi;
    this.fresh = true;
    return base;
  }

  /** Of equal clocks the first place goes, so that the same events give the same table. */
  #leastRecent(bucket: number): number {
    let best = bucket;
    let bestClock = Infinity;
    for (let row = bucket; row < bucket + PLACES; row++) {
      const clock = this.f64[((row * this.words) >> 1) + ROW_CLOCK_DOUBLE]!;
      if (clock < bestClock) {
        best = row;
        bestClock = clock;
      }
    }
    return best;
  }

  /** Asks for a key's line of tags; the read is not waited for. */
  want(lo: number, hash: number): void {
    const n = this.#pending;
    if (n === PENDING_MAX) return;
    this.#pendingHash[n] = hash;
    this.#pendingTag[n] = ((Math.imul(lo, 0x85ebca6b) ^ hash) | 1) >>> 0;
    this.#pending = n + 1;
    this.#sink ^= this.tags[(hash & this.#bucketMask) * PLACES + (hash >>> 28)]!;
  }

  /** Reads one word of each cache line of the rows that were asked for. */
  fetch(): void {
    const tags = this.tags;
    const u = this.u32;
    const words = this.words;
    const hashes = this.#pendingHash;
    const wanted = this.#pendingTag;
    const mask = this.#bucketMask;
    let sink = this.#sink;
    for (let i = 0, n = this.#pending; i < n; i++) {
      const hash = hashes[i]!;
      const tag = wanted[i]!;
      const bucket = (hash & mask) * PLACES;
      for (let k = hash >>> 28, end = k + PLACES; k < end; k++) {
        const row = bucket + (k & (PLACES - 1));
        const t = tags[row]!;
        if (t === 0) {
          // A newcomer will be written here.
          for (let at = row * words, stop = at + words; at < stop; at += 16) sink ^= u[at]!;
          break;
        }
        if (t === tag) {
          for (let at = row * words, stop = at + words; at < stop; at += 16) sink ^= u[at]!;
          break;
        }
      }
    }
    this.#sink = sink;
    this.#pending = 0;
  }
}
