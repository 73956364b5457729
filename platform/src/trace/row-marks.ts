/**
 * A mark for each row of a large table, set for one question and taken off for the next at the cost of what was set: a bit
 * each, so that ten million rows are marked within the processor's cache.
 */
const FIRST = 64;

export class RowMarks {
  #bits = new Uint32Array(1);
  #rows = new Uint32Array(FIRST);
  count = 0;

  /** Makes room for rows 0…rows-1. */
  ensure(rows: number): void {
    const words = (rows + 31) >>> 5;
    if (words <= this.#bits.length) return;
    const larger = new Uint32Array(Math.max(words, this.#bits.length * 2));
    larger.set(this.#bits);
    this.#bits = larger;
  }

  /** True when the row was not marked yet. */
  put(row: number): boolean {
    const bits = this.#bits;
    const word = row >>> 5;
    const bit = 1 << (row & 31);
    if ((bits[word] & bit) !== 0) return false;
    bits[word] |= bit;
    if (this.count === this.#rows.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows[this.count++] = row;
    return true;
  }

  /** The row that was marked as the `index`-th. */
  at(index: number): number {
    return this.#rows[index];
  }

  /** The rows in the order in which they were marked. Valid until the next change. */
  rows(): Uint32Array {
    return this.#rows.subarray(0, this.count);
  }

  clear(): void {
    const bits = this.#bits;
    const rows = this.#rows;
    for (let i = 0; i < this.count; i++) bits[rows[i] >>> 5] = 0;
    this.count = 0;
  }
}
