/** Numbers (rows, pockets) and the order in which they were first put, cleared for every question at the cost of what was used. */
const FIRST = 64;

export class RowSet {
  /** Index + 1 of the number that lies here. */
  #slots = new Int32Array(FIRST);
  #rows = new Uint32Array(FIRST / 2);
  count = 0;

  has(row: number): boolean {
    return this.indexOf(row) >= 0;
  }

  /** When the number was put: 0 for the first, -1 for never. */
  indexOf(row: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let s = slotOf(row, mask); slots[s] !== 0; s = (s + 1) & mask) if (this.#rows[slots[s] - 1] === row) return slots[s] - 1;
    return -1;
  }

  /** Its index; it is put when it is new, which shows in `count`. */
  put(row: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let s = slotOf(row, mask);
    for (; slots[s] !== 0; s = (s + 1) & mask) if (this.#rows[slots[s] - 1] === row) return slots[s] - 1;
    if (this.count === this.#rows.length) {
      this.#grow();
      return this.put(row);
    }
    this.#rows[this.count] = row;
    slots[s] = ++this.count;
    return this.count - 1;
  }

  /** The number that was put as the `index`-th. */
  at(index: number): number {
    return this.#rows[index];
  }

  /** The numbers in the order in which they were put. Valid until the next change. */
  rows(): Uint32Array {
    return this.#rows.subarray(0, this.count);
  }

  clear(): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    if (this.count * 8 > slots.length) slots.fill(0);
    else {
      for (let i = 0; i < this.count; i++) {
        for (let s = slotOf(this.#rows[i], mask); slots[s] !== 0; s = (s + 1) & mask) slots[s] = 0;
      }
    }
    this.count = 0;
  }

  #grow(): void {
    const rows = new Uint32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    const slots = new Int32Array(rows.length * 2);
    const mask = slots.length - 1;
    for (let i = 0; i < this.count; i++) {
      let s = slotOf(rows[i], mask);
      while (slots[s] !== 0) s = (s + 1) & mask;
      slots[s] = i + 1;
    }
    this.#rows = rows;
    this.#slots = slots;
  }
}

function slotOf(row: number, mask: number): number {
  return (Math.imul(row, 0x9e3779b1) >>> 6) & mask;
}
