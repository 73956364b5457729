/**
 * The table of one identifier type in one list: a quotient table that grows by building a larger one beside itself, and,
 * for hashed types, the exact texts that confirm a hit. Readers keep the table they hold; the owner swaps the reference.
 */
import { assert } from "../base/assert.ts";
import type { Key } from "../domain/identifier.ts";
import { QuotientTable, SLOTS, bucketBitsFor, valueBytesFor, type QuotientHandle } from "./quotient-table.ts";
import type { EntryType } from "./entry.ts";

/** Bits of a hash's high word; of a number's, as many as its largest member needs. */
const HASH_HI_BITS = 28;
/** E.164 has at most 15 digits, below 2^50. */
const NUMBER_HI_BITS = 18;
/** +86 and eleven digits, below 2^43: lists of Chinese numbers then need no side array. */
const CHINESE_HI_BITS = 11;
/** Digits of a prefix, at most 14, beyond their low word; four bits of length stand above. */
const PREFIX_DIGITS_BITS = 18;
/** Small tables keep wide values: a new entry number must not rebuild them. */
const WIDE_VALUES_UP_TO = 1 << 20;
/** One list's texts of one type; an offset has 32 bits. */
export const TEXT_BYTES_MAX = 0xffff_ffff;
/** Entries of one type in one list. */
export const ENTRIES_MAX = 400_000_000;
/** A text's length stands in front of it in two bytes. */
export const EXACT_BYTES_MAX = 4_096;

export interface KeyTableHandle {
  readonly type: EntryType;
  readonly table: QuotientHandle;
  readonly textAt: SharedArrayBuffer | null;
  readonly texts: SharedArrayBuffer | null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const scratchText = new Uint8Array(EXACT_BYTES_MAX * 3);

export class KeyTable {
  readonly type: EntryType;
  readonly table: QuotientTable;
  /** Where a slot's text begins in `texts`; null for types whose key is the identifier itself. */
  readonly textAt: Uint32Array | null;
  readonly texts: Uint8Array | null;
  #textsEnd = 0;

  constructor(handle: KeyTableHandle, textsEnd = 0) {
    this.type = handle.type;
    this.table = new QuotientTable(handle.table);
    this.textAt = handle.textAt === null ? null : new Uint32Array(handle.textAt);
    this.texts = handle.texts === null ? null : new Uint8Array(handle.texts);
    this.#textsEnd = textsEnd;
  }

  static create(type: EntryType, entries: number, maxValue: number, hiBits: number, textBytes: number): KeyTable {
    const bits = bucketBitsFor(entries);
    return KeyTable.ofSize(type, bits, hiBits, SLOTS * 2 ** bits <= WIDE_VALUES_UP_TO ? 4 : valueBytesFor(maxValue), textBytes, 0);
  }

  /** An empty table of given dimensions. The texts are taken to be there already: a loader fills them in. */
  static ofSize(type: EntryType, bucketBits: number, hiBits: number, valueBytes: 1 | 2 | 4, textBytes: number, textsEnd = textBytes): KeyTable {
    const exact = isExactKey(type);
    const handle: KeyTableHandle = {
      type,
      table: QuotientTable.create(bucketBits, hiBits, valueBytes).handle(),
      textAt: exact ? null : new SharedArrayBuffer(SLOTS * 2 ** bucketBits * 4),
      texts: exact ? null : new SharedArrayBuffer(textBytes),
    };
    return new KeyTable(handle, exact ? 0 : textsEnd);
  }

  /** An empty table with room for `entries`. */
  static empty(type: EntryType, entries = 0): KeyTable {
    const hiBits = type === "number" ? CHINESE_HI_BITS : type === "number-prefix" ? PREFIX_DIGITS_BITS + 4 : HASH_HI_BITS;
    return KeyTable.create(type, entries, 255, hiBits, Math.max(64, entries * 24));
  }

  handle(): KeyTableHandle {
    return {
      type: this.type,
      table: this.table.handle(),
      textAt: (this.textAt?.buffer as SharedArrayBuffer | undefined) ?? null,
      texts: (this.texts?.buffer as SharedArrayBuffer | undefined) ?? null,
    };
  }

  get size(): number {
    return this.table.live;
  }

  get textsEnd(): number {
    return this.#textsEnd;
  }

  get bytes(): number {
    return this.table.bytes + (this.textAt?.byteLength ?? 0) + (this.texts?.byteLength ?? 0);
  }

  /** Slot of an identifier whose exact text is given in bytes; -1 if it is not there. */
  find(lo: number, hi: number, bytes: Uint8Array, start: number, end: number): number {
    let slot = this.table.find(lo, hi);
    if (this.textAt === null) return slot;
    // Two texts may share a hash: the one that is meant is among the candidates, or it is not listed.
    while (slot >= 0 && !this.textEquals(slot, bytes, start, end)) slot = this.table.find(lo, hi, slot);
    return slot;
  }

  findText(lo: number, hi: number, exact: string): number {
    if (this.textAt === null) return this.table.find(lo, hi);
    const length = encodeExact(exact);
    return length < 0 ? -1 : this.find(lo, hi, scratchText, 0, length);
  }

  textEquals(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
    const texts = this.texts!;
    let at = this.textAt![slot];
    if ((texts[at] | (texts[at + 1] << 8)) !== end - start) return false;
    at += 2;
    for (let i = start; i < end; i++) if (texts[at++] !== bytes[i]) return false;
    return true;
  }

  /** The exact text of a slot; for numbers and prefixes made from the key. */
  textOf(slot: number): string {
    if (this.textAt === null) {
      if (!this.table.keyAt(slot, keyOut)) return "";
      return this.type === "number"
        ? `+${keyOut.hi * 4294967296 + keyOut.lo}`
        : `+${(keyOut.hi & 0x3ffff) * 4294967296 + keyOut.lo}*`;
    }
    const at = this.textAt[slot];
    const length = this.texts![at] | (this.texts![at + 1] << 8);
    // A view of shared memory cannot be decoded; a copy can.
    return decoder.decode(this.texts!.slice(at + 2, at + 2 + length));
  }

  /**
   * Sets the value of an identifier. Returns this table, or the larger one that was built beside it and now holds the
   * entry, or null when the list is full; `outcome.replaced` is the value that stood there, or 0.
   */
  set(lo: number, hi: number, exact: string, value: number, outcome: { replaced: number }): KeyTable | null {
    const length = this.textAt === null ? 0 : encodeExact(exact);
    assert(length >= 0, "an identifier longer than its limit came past its parser");
    const slot = this.find(lo, hi, scratchText, 0, length);
    outcome.replaced = slot < 0 ? 0 : this.table.values[slot];
    if (slot >= 0 && this.table.fitsValue(value)) {
      this.table.setValue(slot, value);
      return this;
    }
    // Marked before it is there, so that no reader misses the length of a prefix it could match.
    if (this.type === "number-prefix") this.table.addMarks(1 << prefixLength(hi));
    if (slot < 0 && this.#insert(lo, hi, length, value)) return this;
    const hiBits = hi >>> this.table.hiBits === 0 ? this.table.hiBits : NUMBER_HI_BITS;
    const maxValue = Math.max(value, this.table.valueBytes === 4 ? 0xffff_ffff : 2 ** (8 * this.table.valueBytes) - 1);
    if (this.size >= ENTRIES_MAX || this.#textsEnd + length + 2 > TEXT_BYTES_MAX) return null;
    // A quarter of headroom, so that a list near its limit is not rebuilt at every change.
    const larger = this.#rebuilt(Math.ceil(this.size * 1.25) + 1, maxValue, hiBits, length + 2);
    if (slot >= 0) larger.table.setValue(larger.find(lo, hi, scratchText, 0, length), value);
    else assert(larger.#insert(lo, hi, length, value), "a table that was just rebuilt has no room");
    return larger;
  }

  #insert(lo: number, hi: number, length: number, value: number): boolean {
    if (this.texts === null) return this.table.insert(lo, hi, value) >= 0;
    const at = this.#textsEnd;
    if (at + length + 2 > this.texts.length) return false;
    this.texts[at] = length & 255;
    this.texts[at + 1] = length >>> 8;
    this.texts.set(scratchText.subarray(0, length), at + 2);
    if (this.table.insert(lo, hi, value, this.textAt, at) < 0) return false;
    this.#textsEnd = at + length + 2;
    return true;
  }

  /** Removes an identifier. The value that stood there, or 0. */
  remove(lo: number, hi: number, exact: string): number {
    const slot = this.findText(lo, hi, exact);
    if (slot < 0) return 0;
    const value = this.table.values[slot];
    this.table.remove(slot);
    return value;
  }

  /** The same entries without tombstones, with room for at least `entries` and `moreText` bytes of text. */
  #rebuilt(entries: number, maxValue: number, hiBits: number, moreText: number): KeyTable {
    for (let want = entries; ; want = Math.ceil(want * 1.5)) {
      const textBytes = this.texts === null ? 0 : Math.min(TEXT_BYTES_MAX, Math.ceil((this.#textsEnd + moreText) * 1.5) + 64);
      const next = KeyTable.create(this.type, want, maxValue, hiBits, textBytes);
      if (this.#copyInto(next)) return next;
    }
  }

  /** Runs through both tables in order of their buckets, because the mix of a key is the same in both. */
  #copyInto(next: KeyTable): boolean {
    const slots = this.table.words.length;
    next.table.addMarks(this.table.marks);
    for (let slot = 0; slot < slots; slot++) {
      if (!this.table.keyAt(slot, keyOut)) continue;
      const to = next.#textsEnd;
      let length = 0;
      if (this.texts !== null) {
        const at = this.textAt![slot];
        length = (this.texts[at] | (this.texts[at + 1] << 8)) + 2;
        next.texts!.set(this.texts.subarray(at, at + length), to);
      }
      if (next.table.insert(keyOut.lo, keyOut.hi, this.table.values[slot], next.textAt, to) < 0) return false;
      next.#textsEnd = to + length;
    }
    return true;
  }
}

/** Digits of the prefix that a key stands for; `entry.ts` puts them above the digits themselves. */
export function prefixLength(hi: number): number {
  return hi >>> PREFIX_DIGITS_BITS;
}

const keyOut: Key = { lo: 0, hi: 0 };

export function isExactKey(type: EntryType): boolean {
  return type === "number" || type === "number-prefix";
}

/** Writes the text into the scratch buffer; its length in bytes, or -1 if it is too long. */
function encodeExact(exact: string): number {
  if (exact.length > EXACT_BYTES_MAX) return -1;
  const length = encoder.encodeInto(exact, scratchText).written;
  return length <= EXACT_BYTES_MAX ? length : -1;
}
