/**
 * A number for some rows, in pages that exist only where a row of theirs has one: what most transfers lack costs most
 * transfers nothing. NaN marks absence.
 */
const PAGE_BITS = 16;
const PAGE_ROWS = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_ROWS - 1;

export class OptionalNumbers {
  readonly #pages = new Map<number, Float64Array>();

  set(row: number, value: number): void {
    let page = this.#pages.get(row >>> PAGE_BITS);
    if (page === undefined) this.#pages.set(row >>> PAGE_BITS, (page = new Float64Array(PAGE_ROWS).fill(NaN)));
    page[row & PAGE_MASK] = value;
  }

  get(row: number): number | undefined {
    const value = this.#pages.get(row >>> PAGE_BITS)?.[row & PAGE_MASK];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  get byteCount(): number {
    return this.#pages.size * PAGE_ROWS * 8;
  }

  /** Each page behind its number. */
  *chunks(): Generator<Uint8Array> {
    for (const [number, page] of this.#pages) {
      const chunk = new Float64Array(1 + PAGE_ROWS);
      chunk[0] = number;
      chunk.set(page, 1);
      yield new Uint8Array(chunk.buffer);
    }
  }

  takeChunk(bytes: Uint8Array): boolean {
    if (bytes.byteLength !== (1 + PAGE_ROWS) * 8) return false;
    const chunk = new Float64Array(1 + PAGE_ROWS);
    new Uint8Array(chunk.buffer).set(bytes);
    if (!Number.isInteger(chunk[0]) || chunk[0] < 0 || this.#pages.has(chunk[0])) return false;
    this.#pages.set(chunk[0], chunk.slice(1));
    return true;
  }
}
