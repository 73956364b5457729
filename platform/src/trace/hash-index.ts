/**
 * From a 32-bit hash to the numbers of things that have it: open addressing in many small parts, so that growing one
 * part never stops the program for long. The hash is kept beside the number; whether a thing is the one that is sought,
 * the caller says, because only the caller has its text. Nothing is removed.
 */
import { assert } from "../base/assert.ts";

/** Parts by the top bits of the hash: at a hundred million entries a part has 100,000, which grows in a few milliseconds. */
const PART_BITS = 10;
const PARTS = 1 << PART_BITS;
/** Entries of two words each. */
const FIRST_SLOTS = 8;
/** Beyond this share of full slots the probes get long. Each part has a limit of its own, or all would grow in the same moment. */
const LOAD_MAX = 0.75;
const LOAD_MIN = 0.6;

export class HashIndex {
  readonly #parts: (Uint32Array | null)[] = new Array<Uint32Array | null>(PARTS).fill(null);
  readonly #counts = new Uint32Array(PARTS);
  count = 0;
  // Where the last `find` stands.
  #part: Uint32Array = new Uint32Array(0);
  #slot = 0;
  #hash = 0;

  /** The first number that was put under this hash; -1 when there is none. `again` gives the next. */
  find(hash: number): number {
    const part = this.#parts[hash >>> (32 - PART_BITS)];
    if (part === null) return -1;
    this.#part = part;
    this.#hash = hash;
    this.#slot = (hash & ((part.length >>> 1) - 1)) - 1;
    return this.again();
  }

  again(): number {
    const part = this.#part;
    const hash = this.#hash;
    const mask = (part.length >>> 1) - 1;
    for (let slot = (this.#slot + 1) & mask; ; slot = (slot + 1) & mask) {
      const value = part[slot * 2 + 1];
      if (value === 0) return -1;
      if (part[slot * 2] === hash) {
        this.#slot = slot;
        return value - 1;
      }
    }
  }

  /** Puts a number, 0…2^32-2, under a hash. The caller has looked that the thing is not there. */
  insert(hash: number, value: number): void {
    const p = hash >>> (32 - PART_BITS);
    let part = this.#parts[p];
    if (part === null || this.#counts[p] >= (part.length >>> 1) * (LOAD_MIN + ((LOAD_MAX - LOAD_MIN) * p) / PARTS)) part = this.#grow(p);
    place(part, hash, value + 1);
    this.#counts[p]++;
    this.count++;
  }

  /** Reads the slots where searches begin, so that they are near when the searches come: of hashes `from`, `from + step`… */
  touch(hashes: Uint32Array, from: number, step: number, count: number): number {
    const parts = this.#parts;
    let sink = 0;
    for (let i = from; i < count; i += step) {
      const hash = hashes[i];
      const part = parts[hash >>> (32 - PART_BITS)];
      if (part !== null) sink ^= part[(hash & ((part.length >>> 1) - 1)) * 2];
    }
    return sink;
  }

  #grow(p: number): Uint32Array {
    const old = this.#parts[p];
    const grown = new Uint32Array(old === null ? FIRST_SLOTS * 2 : old.length * 2);
    if (old !== null) for (let s = 0; s < old.length; s += 2) if (old[s + 1] !== 0) place(grown, old[s], old[s + 1]);
    this.#parts[p] = grown;
    return grown;
  }

  get byteCount(): number {
    let bytes = 0;
    for (const part of this.#parts) if (part !== null) bytes += part.byteLength;
    return bytes;
  }

  /** Several parts a chunk, each behind three words: its number, its entries, its words. */
  *chunks(): Generator<Uint8Array> {
    let gathered: Uint32Array[] = [];
    let words = 0;
    for (let p = 0; p < PARTS; p++) {
      const part = this.#parts[p];
      if (part === null) continue;
      gathered.push(Uint32Array.of(p, this.#counts[p], part.length), part);
      words += 3 + part.length;
      if (words >= CHUNK_WORDS) {
        yield joined(gathered, words);
        gathered = [];
        words = 0;
      }
    }
    if (words > 0) yield joined(gathered, words);
  }

  takeChunk(bytes: Uint8Array): boolean {
    if (bytes.byteLength % 4 !== 0) return false;
    const words = new Uint32Array(bytes.byteLength / 4);
    new Uint8Array(words.buffer).set(bytes);
    let at = 0;
    while (at + 3 <= words.length) {
      const [p, count, length] = words.subarray(at, at + 3);
      const slots = length / 2;
      if (p >= PARTS || this.#parts[p] !== null || slots < FIRST_SLOTS || (slots & (slots - 1)) !== 0 || count > slots * LOAD_MAX || at + 3 + length > words.length) return false;
      this.#parts[p] = words.slice(at + 3, at + 3 + length);
      this.#counts[p] = count;
      this.count += count;
      at += 3 + length;
    }
    return at === words.length;
  }
}

/** 1 MB. */
const CHUNK_WORDS = 1 << 18;

function joined(arrays: readonly Uint32Array[], words: number): Uint8Array {
  const all = new Uint32Array(words);
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return new Uint8Array(all.buffer);
}

function place(part: Uint32Array, hash: number, stored: number): void {
  const mask = (part.length >>> 1) - 1;
  let slot = hash & mask;
  for (let probes = 0; part[slot * 2 + 1] !== 0; slot = (slot + 1) & mask) assert(probes++ <= mask, "the index is full");
  part[slot * 2] = hash;
  part[slot * 2 + 1] = stored;
}
