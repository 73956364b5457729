/**
 * Rows of words and short byte strings in pages: a hundred million rows grow without copying what is there, so no append
 * waits for a large copy (only the first page doubles until it is full). A page is found by a shift. Rows are not removed.
 */
import { assert } from "../base/assert.ts";

const PAGE_SHIFT = 18;
const PAGE_ROWS = 1 << PAGE_SHIFT;
export const PAGE_MASK = PAGE_ROWS - 1;
const PAGE_FIRST_ROWS = 64;

/** Rows of `stride` words of 32 bits. Row r is in `pages[r >>> PAGE_BITS]` from word `(r & PAGE_MASK) * stride`. */
export class WordRows {
  readonly stride: number;
  readonly pages: Uint32Array[] = [];
  count = 0;

  constructor(stride: number) {
    this.stride = stride;
  }

  /** Number of a new row, all zero. */
  add(): number {
    const row = this.count++;
    const inPage = row & PAGE_MASK;
    if (inPage === 0) this.pages.push(new Uint32Array((row === 0 ? PAGE_FIRST_ROWS : PAGE_ROWS) * this.stride));
    else if (row < PAGE_ROWS) {
      // The first page doubles up to its size, so that a small graph is small.
      const page = this.pages[this.pages.length - 1];
      if (inPage * this.stride === page.length) {
        const larger = new Uint32Array(page.length * 2);
        larger.set(page);
        this.pages[this.pages.length - 1] = larger;
      }
    }
    return row;
  }

  get byteCount(): number {
    return this.pages.reduce((sum, page) => sum + page.byteLength, 0);
  }

  /** The pages as bytes, the last one cut where the rows end. */
  *chunks(): Generator<Uint8Array> {
    for (let p = 0; p < this.pages.length; p++) {
      const rows = Math.min(PAGE_ROWS, this.count - p * PAGE_ROWS);
      yield new Uint8Array(this.pages[p].buffer, 0, rows * this.stride * 4);
    }
  }

  /** Takes the next page of a snapshot. False when its size is impossible. */
  takeChunk(bytes: Uint8Array): boolean {
    const rows = bytes.byteLength / (4 * this.stride);
    if (!Number.isInteger(rows) || rows < 1 || rows > PAGE_ROWS || (this.count & PAGE_MASK) !== 0) return false;
    const page = new Uint32Array(PAGE_ROWS * this.stride);
    new Uint8Array(page.buffer).set(bytes);
    this.pages.push(page);
    this.count += rows;
    return true;
  }
}

/** For `r >>> PAGE_BITS`. */
export const PAGE_BITS = PAGE_SHIFT;

const HEAP_PAGE_BITS = 22;
const HEAP_PAGE_BYTES = 1 << HEAP_PAGE_BITS;
const HEAP_FIRST_BYTES = 1 << 10;
/** Strings start at multiples of four bytes, so that a word of 32 bits names any place in 16 GB. */
const UNIT_BITS = 2;
export const HEAP_TEXT_BYTES_MAX = 255;

/** Byte strings of at most 255 bytes behind their length, in pages of 4 MB. A handle is where it starts, in units of 4. */
export class TextHeap {
  readonly pages: Uint8Array[] = [];
  #top = HEAP_PAGE_BYTES;

  /** Keeps `bytes[start, end)`; gives its handle. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    assert(length <= HEAP_TEXT_BYTES_MAX, "a text is longer than the heap takes");
    const taken = (length + 4) & ~3;
    if (this.#top + taken > HEAP_PAGE_BYTES) {
      this.pages.push(new Uint8Array(this.pages.length === 0 ? HEAP_FIRST_BYTES : HEAP_PAGE_BYTES));
      this.#top = 0;
      assert(this.pages.length <= 1 << (32 + UNIT_BITS - HEAP_PAGE_BITS), "the heap is full: 16 GB of texts");
    }
    const at = this.#top;
    let page = this.pages[this.pages.length - 1];
    if (at + taken > page.length) {
      const larger = new Uint8Array(page.length * 2);
      larger.set(page);
      this.pages[this.pages.length - 1] = page = larger;
    }
    page[at] = length;
    for (let k = 0; k < length; k++) page[at + 1 + k] = bytes[start + k];
    this.#top = at + taken;
    return (((this.pages.length - 1) << (HEAP_PAGE_BITS - UNIT_BITS)) | (at >>> UNIT_BITS)) >>> 0;
  }

  equals(handle: number, bytes: Uint8Array, start: number, end: number): boolean {
    const page = this.pages[handle >>> (HEAP_PAGE_BITS - UNIT_BITS)];
    const at = (handle << UNIT_BITS) & (HEAP_PAGE_BYTES - 1);
    const length = page[at];
    if (length !== end - start) return false;
    for (let k = 0; k < length; k++) if (page[at + 1 + k] !== bytes[start + k]) return false;
    return true;
  }

  /** Negative, zero or positive as the first text's bytes come before, are, or come after the second's. */
  compare(a: number, b: number): number {
    const pageA = this.pages[a >>> (HEAP_PAGE_BITS - UNIT_BITS)];
    const pageB = this.pages[b >>> (HEAP_PAGE_BITS - UNIT_BITS)];
    const atA = (a << UNIT_BITS) & (HEAP_PAGE_BYTES - 1);
    const atB = (b << UNIT_BITS) & (HEAP_PAGE_BYTES - 1);
    const shorter = Math.min(pageA[atA], pageB[atB]);
    for (let k = 1; k <= shorter; k++) {
      const difference = pageA[atA + k] - pageB[atB + k];
      if (difference !== 0) return difference;
    }
    return pageA[atA] - pageB[atB];
  }

  /** Reads the first word of a text, so that it is near when it is needed. */
  touch(handle: number): number {
    return this.pages[handle >>> (HEAP_PAGE_BITS - UNIT_BITS)][(handle << UNIT_BITS) & (HEAP_PAGE_BYTES - 1)];
  }

  text(handle: number): string {
    const page = this.pages[handle >>> (HEAP_PAGE_BITS - UNIT_BITS)];
    const at = (handle << UNIT_BITS) & (HEAP_PAGE_BYTES - 1);
    return utf8.decode(page.subarray(at + 1, at + 1 + page[at]));
  }

  get byteCount(): number {
    return this.pages.reduce((sum, page) => sum + page.byteLength, 0);
  }

  *chunks(): Generator<Uint8Array> {
    for (let p = 0; p < this.pages.length; p++) yield p < this.pages.length - 1 ? this.pages[p] : this.pages[p].subarray(0, this.#top);
  }

  takeChunk(bytes: Uint8Array): boolean {
    if (bytes.byteLength < 1 || bytes.byteLength > HEAP_PAGE_BYTES || bytes.byteLength % 4 !== 0) return false;
    const page = new Uint8Array(HEAP_PAGE_BYTES);
    page.set(bytes);
    this.pages.push(page);
    this.#top = bytes.byteLength;
    return true;
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
