/**
 * Groups messages that carry the same script (话术), as they stream by: the group's size, how many senders use it and
 * how many did within the last hour. It promises fixed memory, no allocation per message, and the same ids for the same
 * messages in the same order, also across a snapshot. It leaves out what the script means (that is the text model's
 * work) and the making of signatures (script-cluster-signature.ts), which can run in other workers.
 */
import { assert } from "../base/assert.ts";
import { mix32 } from "../base/hash.ts";
import { BAND_COUNT, bandKeys } from "./script-cluster-bands.ts";
import { SHINGLES_MIN, SIGNATURE_BINS, similarityPermille } from "./script-cluster-signature.ts";
import * as row from "./script-cluster-row.ts";

export { SHINGLES_MIN, SIGNATURE_WORDS, signature, similarityPermille } from "./script-cluster-signature.ts";

/** What is known of a script at one message; the caller owns it and passes it again. */
export interface ClusterFacts {
  /** 1, 2, 3 … in order of first appearance; 0 = the text is too short (`SHINGLES_MIN`) to belong to any. */
  clusterId: number;
  /** Messages since the script was first seen. */
  size: number;
  /** Messages of the hour up to the script's newest message, interpolated from two clock hours. */
  hourCount: number;
  /** Distinct senders of that hour, estimated; reads low above about 600. */
  hourSenders: number;
  firstSeenMs: number;
  isNew: boolean;
}

/** A script for a person to look at; not for the hot path. */
export interface ClusterDescription {
  readonly clusterId: number;
  readonly size: number;
  /** Distinct senders since first seen, estimated; reads low above about 1,400. */
  readonly senders: number;
  readonly shingles: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

export interface ScriptClusterOptions {
  /** Most scripts remembered at a time; rounded up to a power of two, 256 … 8,388,608. */
  readonly capacity: number;
  /** Least estimated similarity to a script's first message. Default `DEFAULT_THRESHOLD_PERMILLE`. */
  readonly thresholdPermille?: number;
}

/**
 * Bands alone merged 22 % of unlike texts in a trial. From an estimated 0.5 on, 98 % of what is joined has an exact
 * similarity above 0.4 and the rest is the same script with other words in it, while a text edited by 5 % stays near 0.75.
 */
export const DEFAULT_THRESHOLD_PERMILLE = 500;

export const CAPACITY_MIN = 256;
/** 23 bits of row number and a tag of 8 bits share one band entry. */
export const CAPACITY_MAX = 1 << 23;

/** Rows that a new script may take: one cache line of last-seen times. The oldest of them gives way when none is free. */
const ROW_WAYS = 16;
/** Entries of one band bucket. A greeting that thousands share must not make every message slow, so eight at most. */
const BAND_WAYS = 8;
/** Band entries per script: at half load a bucket seldom overflows. */
const BAND_SLACK = 2;
const TAG_SHIFT = 24;
const ROW_MASK = (1 << TAG_SHIFT) - 1;

/** So alike that no further band is asked: the rest could only bring a copy of the same script. */
const SURE_PERMILLE = 850;

const MAGIC = 0x43534c44; // "DLSC"
const FORMAT = 1;
const HEADER_WORDS = 8;

export function newClusterFacts(): ClusterFacts {
  return { clusterId: 0, size: 0, hourCount: 0, hourSenders: 0, firstSeenMs: 0, isNew: false };
}

/**
 * Bands propose (locality-sensitive hashing), the estimated similarity to each candidate's first message decides; the
 * most similar wins, the older at a tie. Otherwise the message opens a script of its own, in a free row of the 16 that
 * its signature hashes to, else in place of that one of the 16 whose last message is oldest (its id is never reused).
 */
export class ScriptClusters {
  readonly capacity: number;
  readonly thresholdPermille: number;
  readonly #representatives: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #ids: Uint32Array;
  readonly #lastSeenS: Uint32Array;
  /** Entry = tag of the band key << 24 | row + 1; 0 = free. */
  readonly #bands: Uint32Array;
  readonly #bucketsPerBand: number;
  readonly #keys = new Uint32Array(BAND_COUNT);
  readonly #bucketAt = new Uint32Array(BAND_COUNT);
  readonly #evictedKeys = new Uint32Array(BAND_COUNT);
  #nextId = 1;
  #evicted = 0;

  constructor(options: ScriptClusterOptions) {
    const { capacity, thresholdPermille = DEFAULT_THRESHOLD_PERMILLE } = options;
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > CAPACITY_MAX) {
      throw new RangeError(`script clusters: capacity must be a whole number from 1 to ${CAPACITY_MAX}, got ${capacity}`);
    }
    if (!Number.isInteger(thresholdPermille) || thresholdPermille < 1 || thresholdPermille > 1000) {
      throw new RangeError(`script clusters: thresholdPermille must be 1 to 1000, got ${thresholdPermille}`);
    }
    this.capacity = Math.max(CAPACITY_MIN, 1 << Math.ceil(Math.log2(capacity)));
    this.thresholdPermille = thresholdPermille;
    this.#representatives = new Uint32Array(this.capacity * SIGNATURE_BINS);
    this.#rows = new Uint32Array(this.capacity * row.ROW_WORDS);
    this.#ids = new Uint32Array(this.capacity);
    this.#lastSeenS = new Uint32Array(this.capacity);
    this.#bucketsPerBand = (this.capacity * BAND_SLACK) / BAND_WAYS;
    this.#bands = new Uint32Array(BAND_COUNT * this.#bucketsPerBand * BAND_WAYS);
  }

  /** Scripts opened so far, those forgotten since included. */
  get opened(): number {
    return this.#nextId - 1;
  }

  /** Scripts that gave their row to a newer one. */
  get evicted(): number {
    return this.#evicted;
  }

  get bytes(): number {
    return 4 * (this.#representatives.length + this.#rows.length + this.#ids.length * 2 + this.#bands.length);
  }

  /**
   * Takes one message. `signatureWords[at …]` comes from `signature`; the sender is any two hash words; `atMs` is when
   * it was sent, 0 … 2^32 seconds. A message that is late by less than its script's current and previous clock hour
   * still counts in that hour; a later one counts in `size` only. Facts are as of the script's newest message.
   */
  observe(signatureWords: Uint32Array, senderHashLo: number, senderHashHi: number, atMs: number, out: ClusterFacts, at = 0): void {
    const atS = Math.floor(atMs / 1000);
    assert(atS >= 0 && atS <= 0xffffffff, "script clusters: atMs must be from 0 to 2^32 seconds");
    if (signatureWords[at + SIGNATURE_BINS] < SHINGLES_MIN) {
      out.clusterId = 0;
      out.size = 0;
      out.hourCount = 0;
      out.hourSenders = 0;
      out.firstSeenMs = atMs;
      out.isNew = false;
      return;
    }
    bandKeys(signatureWords, at, this.#keys);
    let index = this.#find(signatureWords, at);
    out.isNew = index < 0;
    if (index < 0) index = this.#open(signatureWords, at, atS);
    else if (atS > this.#lastSeenS[index]) this.#lastSeenS[index] = atS;
    const rows = this.#rows;
    const base = index * row.ROW_WORDS;
    row.count(rows, base, senderHashLo, senderHashHi, atS);
    const newestS = this.#lastSeenS[index];
    out.clusterId = this.#ids[index];
    out.size = rows[base + row.SIZE];
    out.hourCount = row.hourCount(rows, base, newestS);
    out.hourSenders = row.hourSenders(rows, base, newestS);
    out.firstSeenMs = rows[base + row.FIRST_SEEN_S] * 1000;
  }

  /** The script with this id, or undefined when it was never opened or has been forgotten. Reads every id: not for the hot path. */
  describe(clusterId: number): ClusterDescription | undefined {
    const index = clusterId > 0 ? this.#ids.indexOf(clusterId) : -1;
    if (index < 0) return undefined;
    const base = index * row.ROW_WORDS;
    return {
      clusterId,
      size: this.#rows[base + row.SIZE],
      senders: row.allSenders(this.#rows, base),
      shingles: this.#rows[base + row.SHINGLES],
      firstSeenMs: this.#rows[base + row.FIRST_SEEN_S] * 1000,
      lastSeenMs: this.#lastSeenS[index] * 1000,
    };
  }

  /** The whole state as copies, header first; `restore` of an equal set-up continues exactly. Byte order: little-endian. */
  snapshot(): Uint8Array[] {
    const header = new Uint32Array(HEADER_WORDS);
    header.set([MAGIC, FORMAT, this.capacity, this.thresholdPermille, this.#nextId, this.#evicted, BAND_COUNT]);
    return [header, ...this.#parts()].map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice());
  }

  /**
   * Replaces the state by a snapshot's. Throws, and changes nothing, when it was taken with another set-up or is cut;
   * that no byte in it changed is for the one who stores it to check.
   */
  restore(chunks: readonly Uint8Array[]): void {
    const refuse = (what: string): never => {
      throw new Error(`script clusters: cannot restore: ${what}`);
    };
    const parts = this.#parts();
    if (chunks.length !== parts.length + 1) refuse(`${chunks.length} chunks instead of ${parts.length + 1}`);
    if (chunks[0].byteLength !== HEADER_WORDS * 4) refuse(`a header of ${chunks[0].byteLength} bytes`);
    // A copy, because a Buffer's `slice` is a view whose bytes start anywhere.
    const header = new Uint32Array(new Uint8Array(chunks[0]).buffer);
    const expected = [MAGIC, FORMAT, this.capacity, this.thresholdPermille];
    const names = ["kind of file", "format", "capacity", "threshold"];
    expected.forEach((value, i) => {
      if (header[i] !== value) refuse(`${names[i]} is ${header[i]}, expected ${value}`);
    });
    if (header[6] !== BAND_COUNT) refuse(`it has ${header[6]} bands, expected ${BAND_COUNT}`);
    parts.forEach((part, i) => {
      const length = chunks[i + 1].byteLength;
      if (length !== part.byteLength) refuse(`chunk ${i + 1} has ${length} bytes, expected ${part.byteLength}`);
    });
    parts.forEach((part, i) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength).set(chunks[i + 1]));
    this.#nextId = header[4];
    this.#evicted = header[5];
  }

  #parts(): Uint32Array[] {
    return [this.#representatives, this.#rows, this.#ids, this.#lastSeenS, this.#bands];
  }

  /** Row of the most similar script at or above the threshold, or -1. */
  #find(words: Uint32Array, at: number): number {
    const bands = this.#bands;
    const keys = this.#keys;
    const bucketAt = this.#bucketAt;
    const representatives = this.#representatives;
    const ids = this.#ids;
    // Reading the first word of every bucket at once lets the memory fetch them together; entries of a bucket stand
    // without gaps, so nothing there means nothing anywhere.
    let touched = 0;
    for (let band = 0; band < BAND_COUNT; band++) {
      const first = this.#bucket(band, keys[band]);
      bucketAt[band] = first;
      touched |= bands[first];
    }
    if (touched === 0) return -1;
    let best = -1;
    let bestPermille = this.thresholdPermille - 1;
    for (let band = 0; band < BAND_COUNT && bestPermille < SURE_PERMILLE; band++) {
      const tag = keys[band] & 0xff;
      const first = bucketAt[band];
      for (let way = first; way < first + BAND_WAYS; way++) {
        const entry = bands[way];
        if (entry === 0) break;
        if (entry >>> TAG_SHIFT !== tag) continue;
        const index = (entry & ROW_MASK) - 1;
        if (index === best) continue;
        const permille = similarityPermille(words, at, representatives, index * SIGNATURE_BINS);
        if (permille > bestPermille || (permille === bestPermille && best >= 0 && ids[index] < ids[best])) {
          best = index;
          bestPermille = permille;
        }
      }
    }
    return best;
  }

  #open(words: Uint32Array, at: number, atS: number): number {
    const ids = this.#ids;
    const lastSeenS = this.#lastSeenS;
    let h = 0;
    for (let bin = 0; bin < SIGNATURE_BINS; bin++) h = Math.imul(h ^ words[at + bin], 0x9e3779b1) ^ (h >>> 15);
    const first = (mix32(h) & (this.capacity / ROW_WAYS - 1)) * ROW_WAYS;
    let index = first;
    for (let way = 0; way < ROW_WAYS; way++) {
      const candidate = first + way;
      if (ids[candidate] === 0) {
        index = candidate;
        break;
      }
      if (lastSeenS[candidate] < lastSeenS[index]) index = candidate;
    }
    const representatives = this.#representatives;
    const representativeAt = index * SIGNATURE_BINS;
    if (ids[index] !== 0) this.#forget(index);
    for (let bin = 0; bin < SIGNATURE_BINS; bin++) representatives[representativeAt + bin] = words[at + bin];
    row.clear(this.#rows, index * row.ROW_WORDS, words[at + SIGNATURE_BINS], atS);
    ids[index] = this.#nextId;
    this.#nextId = this.#nextId === 0xffffffff ? 1 : this.#nextId + 1;
    lastSeenS[index] = atS;
    for (let band = 0; band < BAND_COUNT; band++) this.#propose(band, this.#keys[band], index);
    return index;
  }

  /** Enters a script in a band. A full bucket drops its entry with the oldest last message: other bands still find that one. */
  #propose(band: number, key: number, index: number): void {
    const bands = this.#bands;
    const lastSeenS = this.#lastSeenS;
    const first = this.#bucket(band, key);
    let slot = first;
    let oldestS = 0xffffffff;
    for (let way = 0; way < BAND_WAYS; way++) {
      const entry = bands[first + way];
      if (entry === 0) {
        slot = first + way;
        break;
      }
      const seenS = lastSeenS[(entry & ROW_MASK) - 1];
      if (seenS < oldestS) {
        oldestS = seenS;
        slot = first + way;
      }
    }
    bands[slot] = (((key & 0xff) << TAG_SHIFT) | (index + 1)) >>> 0;
  }

  #forget(index: number): void {
    const bands = this.#bands;
    bandKeys(this.#representatives, index * SIGNATURE_BINS, this.#evictedKeys);
    for (let band = 0; band < BAND_COUNT; band++) {
      const first = this.#bucket(band, this.#evictedKeys[band]);
      let end = first;
      let hole = -1;
      for (; end < first + BAND_WAYS && bands[end] !== 0; end++) {
        if ((bands[end] & ROW_MASK) === index + 1) hole = end;
      }
      if (hole < 0) continue;
      bands[hole] = bands[end - 1];
      bands[end - 1] = 0;
    }
    this.#evicted++;
  }

  #bucket(band: number, key: number): number {
    return (band * this.#bucketsPerBand + ((key >>> 8) & (this.#bucketsPerBand - 1))) * BAND_WAYS;
  }
}
