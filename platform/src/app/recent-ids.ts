/**
 * Ids of the last events, so that a sender who repeats one gets the same verdict and nothing is judged or kept twice.
 * Fixed memory: buckets of eight; in a full bucket the oldest gives way. Twins are told apart from conflicts: the same
 * id with other content is refused.
 */
import { mix32 } from "../base/hash.ts";
import { RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";

const WAYS = 8;
/** Per entry: id hash (2 words), content hash, spare. */
const ENTRY_WORDS = 4;

export type Seen = { readonly kind: "new" } | { readonly kind: "repeated"; readonly sequence: number } | { readonly kind: "conflict" };

const NEW: Seen = { kind: "new" };
const CONFLICT: Seen = { kind: "conflict" };

export class RecentIds {
  readonly #mask: number;
  readonly #words: Uint32Array;
  /** Sequence + 1 of each entry; 0 = free. */
  readonly #sequences: Float64Array;
  #lo = 0;
  #hi = 0;
  #content = 0;

  /** `capacity` ids, rounded up to a power of two. */
  constructor(capacity: number) {
    const entries = 2 ** Math.ceil(Math.log2(Math.max(capacity, WAYS)));
    this.#mask = entries / WAYS - 1;
    this.#words = new Uint32Array(entries * ENTRY_WORDS);
    this.#sequences = new Float64Array(entries);
  }

  /** Looks for event `i`; a new one is remembered under `sequence`. Call before the event is annotated. */
  see(batch: EventBatch, i: number, sequence: number): Seen {
    this.#hashId(batch.heap, batch.words[i * RECORD_WORDS + W.refs], batch.words[i * RECORD_WORDS + W.refs + 1]);
    this.#hashContent(batch, i);
    const bucket = (this.#lo & this.#mask) * WAYS;
    let oldest = bucket;
    for (let e = bucket; e < bucket + WAYS; e++) {
      const stored = this.#sequences[e];
      const w = e * ENTRY_WORDS;
      if (stored !== 0 && this.#words[w] === this.#lo && this.#words[w + 1] === this.#hi) {
        return this.#words[w + 2] === this.#content ? { kind: "repeated", sequence: stored - 1 } : CONFLICT;
      }
      if (stored < this.#sequences[oldest]) oldest = e;
    }
    const w = oldest * ENTRY_WORDS;
    this.#words[w] = this.#lo;
    this.#words[w + 1] = this.#hi;
    this.#words[w + 2] = this.#content;
    this.#sequences[oldest] = sequence + 1;
    return NEW;
  }

  /** Sequence of the event with this id, or null when it is not among the remembered. */
  find(id: string): number | null {
    const bytes = encoder.encode(id);
    this.#hashId(bytes, 0, bytes.length);
    const bucket = (this.#lo & this.#mask) * WAYS;
    for (let e = bucket; e < bucket + WAYS; e++) {
      if (this.#sequences[e] !== 0 && this.#words[e * ENTRY_WORDS] === this.#lo && this.#words[e * ENTRY_WORDS + 1] === this.#hi) return this.#sequences[e] - 1;
    }
    return null;
  }

  #hashId(bytes: Uint8Array, start: number, length: number): void {
    let a = 0x811c9dc5;
    let b = 0x1b873593;
    for (let p = start; p < start + length; p++) {
      const c = bytes[p];
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(((b << 5) | (b >>> 27)) ^ c, 0x5bd1e995);
    }
    this.#lo = mix32(a);
    this.#hi = mix32(b ^ length);
  }

  /** Over what the sender said, by keys and values; not over texts, which may be gone when the log is read again. */
  #hashContent(batch: EventBatch, i: number): void {
    const words = batch.words;
    const base = i * RECORD_WORDS;
    let h = 0x2545f491;
    for (let w = base; w < base + W.refs; w++) h = Math.imul(h ^ words[w], 0x9e3779b1) ^ (h >>> 15);
    for (let w = base + W.numsDouble * 2; w < base + W.receivedAtDouble * 2; w++) h = Math.imul(h ^ words[w], 0x9e3779b1) ^ (h >>> 15);
    this.#content = mix32(h);
  }

  snapshot(): Uint8Array[] {
    return [bytesOf(this.#words), bytesOf(this.#sequences)];
  }

  /** Throws a RangeError, and changes nothing, when the chunks are of another size. */
  restore(chunks: readonly Uint8Array[]): void {
    this.checkFit(chunks);
    bytesOf(this.#words).set(chunks[0]);
    bytesOf(this.#sequences).set(chunks[1]);
  }

  /** Throws a RangeError when `restore` would. */
  checkFit(chunks: readonly Uint8Array[]): void {
    if (chunks.length !== 2 || chunks[0].length !== this.#words.byteLength || chunks[1].length !== this.#sequences.byteLength) throw new RangeError("recent ids of another size");
  }
}

const encoder = new TextEncoder();
const bytesOf = (view: Uint32Array | Float64Array): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
