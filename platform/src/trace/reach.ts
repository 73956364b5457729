/**
 * Which later transfers could have carried money on from one transfer: every path in the order of time within a window,
 * each amount in a band of the one before. It weighs no money; it bounds what a trace can find, and it is the question
 * that a recursive query of a database can answer too. An account is read once a step, however often it was reached.
 */
import { ENTRY_DOUBLES, OTHER, ROW, ROW_MASK } from "./entries.ts";
import { divideProduct } from "./exact.ts";
import type { MoneyGraph } from "./graph.ts";
import { enlarged } from "./holdings.ts";
import { RowSet } from "./row-set.ts";

export interface ReachLimits {
  /** Transfers in a row, the first one included. */
  readonly hopsMax: number;
  readonly windowMs: number;
  /** A next transfer's amount must be between these shares of the amount before, both included. */
  readonly shareMinPermille: number;
  readonly shareMaxPermille: number;
}

/** Accounts read ahead together. */
const AHEAD = 64;

export class Reach {
  readonly #graph: MoneyGraph;
  /** Rows of the transfers found, the first one included, in the order in which they were found. */
  readonly found = new RowSet();
  touched = 0;
  /** Arrivals, one for each transfer found: pocket, time, bounds of what may follow. */
  #pocket = new Uint32Array(AHEAD);
  #atMs = new Float64Array(AHEAD);
  #least = new Float64Array(AHEAD);
  #most = new Float64Array(AHEAD);
  /** Pockets reached in this step, and their arrivals: group g has `#members[#starts[g] … #starts[g + 1])`. */
  readonly #groups = new RowSet();
  #starts = new Int32Array(AHEAD);
  #members = new Int32Array(AHEAD);
  readonly #bands = new Bands();

  constructor(graph: MoneyGraph) {
    this.#graph = graph;
  }

  /** Forward from a transfer. Gives how many transfers were found, itself included. */
  forward(row: number, limits: ReachLimits): number {
    const { found } = this;
    found.clear();
    const { atMs, amount } = this.#graph.moved(row);
    found.put(row);
    this.#arrive(0, this.#graph.to(row), atMs, amount, limits);
    let from = 0;
    for (let hop = 1; hop < limits.hopsMax && from < found.count; hop++) {
      const to = found.count;
      this.#group(from, to);
      for (let block = 0; block < this.#groups.count; block += AHEAD) {
        const end = Math.min(this.#groups.count, block + AHEAD);
        this.#readAhead(block, end);
        for (let g = block; g < end; g++) this.#follow(g, atMs + limits.windowMs, limits);
      }
      from = to;
    }
    return found.count;
  }

  #arrive(a: number, pocket: number, atMs: number, amount: number, limits: ReachLimits): void {
    if (a >= this.#pocket.length) {
      const size = this.#pocket.length * 2;
      this.#pocket = enlarged(this.#pocket, new Uint32Array(size));
      this.#atMs = enlarged(this.#atMs, new Float64Array(size));
      this.#least = enlarged(this.#least, new Float64Array(size));
      this.#most = enlarged(this.#most, new Float64Array(size));
    }
    this.#pocket[a] = pocket;
    this.#atMs[a] = atMs;
    divideProduct(amount, limits.shareMinPermille, 1000, share);
    this.#least[a] = share.quotient + (share.remainder > 0 ? 1 : 0);
    divideProduct(amount, limits.shareMaxPermille, 1000, share);
    this.#most[a] = share.quotient;
  }

  /** Puts the arrivals of one step together by pocket, each pocket's in the order of time. */
  #group(from: number, to: number): void {
    const groups = this.#groups;
    const pocket = this.#pocket;
    groups.clear();
    if (this.#members.length < (to - from) * 2) {
      this.#members = new Int32Array((to - from) * 4);
      this.#starts = new Int32Array((to - from) * 4);
    }
    const members = this.#members;
    const starts = this.#starts;
    const own = to - from;
    for (let a = from; a < to; a++) {
      const before = groups.count;
      const g = groups.put(pocket[a]);
      if (g === before) starts[g + 1] = 0;
      starts[g + 1]++;
      members[own + a - from] = g;
    }
    starts[0] = 0;
    for (let g = 0; g < groups.count; g++) starts[g + 1] += starts[g];
    // Filled from behind, so that what was found first comes first.
    for (let a = to - 1; a >= from; a--) {
      const g = members[own + a - from];
      members[--starts[g + 1]] = a;
    }
    // Each start has moved to where its group begins: shift them back into place.
    for (let g = 0; g < groups.count; g++) starts[g] = starts[g + 1];
    starts[groups.count] = own;
    const found = this.found.rows();
    for (let g = 0; g < groups.count; g++) {
      if (starts[g + 1] - starts[g] < 2) continue;
      members.subarray(starts[g], starts[g + 1]).sort((a, b) => this.#graph.compare(this.#atMs[a], found[a], this.#atMs[b], found[b]));
    }
  }

  #readAhead(from: number, to: number): void {
    const { runs } = this.#graph;
    const pockets = this.#groups.rows();
    let sink = 0;
    for (let g = from; g < to; g++) sink ^= runs.lengthOf(pockets[g]);
    for (let g = from; g < to; g++) sink ^= runs.touchInside(pockets[g]);
    this.touched ^= sink;
  }

  /** Goes once through what a pocket paid after its first arrival; each arrival widens what amounts may follow. */
  #follow(g: number, endMs: number, limits: ReachLimits): void {
    const graph = this.#graph;
    const { runs } = graph;
    const { found } = this;
    const bands = this.#bands;
    const members = this.#members;
    const pocket = this.#groups.rows()[g];
    let next = this.#starts[g];
    const end = this.#starts[g + 1];
    bands.clear();
    let i = runs.seek(pocket, this.#atMs[members[next]]);
    for (;;) {
      const { doubles, words, base, length } = runs;
      for (; i < length; i++) {
        const d = base + i * ENTRY_DOUBLES;
        const atMs = doubles[d];
        if (atMs > endMs) return;
        const row = words[d * 2 + ROW] & ROW_MASK;
        while (next < end && this.#isBefore(members[next], atMs, row)) {
          bands.add(this.#least[members[next]], this.#most[members[next]]);
          next++;
        }
        const paid = -doubles[d + 1];
        if (paid <= 0 || !bands.has(paid)) continue;
        const a = found.count;
        if (found.put(row) === a) this.#arrive(a, words[d * 2 + OTHER], atMs, paid, limits);
      }
      if (runs.piece + 1 >= runs.pieces) return;
      runs.seat(pocket, ++runs.piece);
      i = 0;
    }
  }

  #isBefore(a: number, atMs: number, row: number): boolean {
    return this.#atMs[a] < atMs || (this.#atMs[a] === atMs && this.#graph.compare(atMs, this.found.rows()[a], atMs, row) < 0);
  }
}

const share = { quotient: 0, remainder: 0 };

/** Amounts that may follow: a union of bands, kept apart and in order. */
class Bands {
  readonly #least: number[] = [];
  readonly #most: number[] = [];

  clear(): void {
    this.#least.length = 0;
    this.#most.length = 0;
  }

  has(amount: number): boolean {
    const least = this.#least;
    let low = 0;
    let high = least.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (least[middle] <= amount) low = middle + 1;
      else high = middle;
    }
    return low > 0 && amount <= this.#most[low - 1];
  }

  add(least: number, most: number): void {
    if (most < least) return;
    let from = 0;
    while (from < this.#least.length && this.#most[from] < least) from++;
    let to = from;
    while (to < this.#least.length && this.#least[to] <= most) {
      least = Math.min(least, this.#least[to]);
      most = Math.max(most, this.#most[to]);
      to++;
    }
    this.#least.splice(from, to - from, least);
    this.#most.splice(from, to - from, most);
  }
}
