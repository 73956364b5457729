/** What will happen, in order of time: a binary heap, ties in the order of entry, so that one seed is one history. */
export interface Appointment {
  readonly atMs: number;
  readonly act: (atMs: number) => void;
}

export class Agenda {
  readonly #heap: { readonly atMs: number; readonly order: number; readonly act: (atMs: number) => void }[] = [];
  #order = 0;

  add(atMs: number, act: (atMs: number) => void): void {
    const heap = this.#heap;
    const item = { atMs, order: this.#order++, act };
    let i = heap.length;
    heap.push(item);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!before(item, heap[up])) break;
      heap[i] = heap[up]!;
      i = up;
    }
    heap[i] = item;
  }

  /** Time of what comes next; Infinity when nothing does. */
  get nextAtMs(): number {
    return this.#heap[0]?.atMs ?? Infinity;
  }

  take(): Appointment | null {
    const heap = this.#heap;
    const top = heap[0];
    if (top === undefined) return null;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], last)) break;
        heap[i] = heap[child]!;
        i = child;
      }
      heap[i] = last;
    }
    return top;
  }
}

function before(a: { readonly atMs: number; readonly order: number }, b: { readonly atMs: number; readonly order: number }): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
