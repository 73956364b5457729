/**
 * Which later transfers could have carried money on from one transfer: every path in the order of time within a window,
 * each amount in a band of the one before. It weighs no money; it bounds what a trace can find, and it is the question
 * that a recursive query of a database can answer too. What was looked through once, by account, amount and time, is not
 * looked through again, however often the account is reached.
 */
import { ENTRY_DOUBLES, OTHER, ROW, ROW_MASK } from "./entries.ts";
import { divideProduct } from "./exact.ts";
import type { MoneyGraph } from "./graph.ts";
import { enlarged } from "./holdings.ts";
import { RowMarks } from "./row-marks.ts";
import { RowSet } from "./row-set.ts";

export interface ReachLimits {
  /** Transfers in a row, the first one included. */
  readonly hopsMax: number;
  readonly windowMs: number;
  /** A next transfer's amount must be between these shares of the amount before, both included. */
  readonly shareMinPermille: number;
  readonly shareMaxPermille: number;
}

/** Arrivals read ahead together. */
const AHEAD = 64;
/** Runs up to this length are read again at every arrival: that costs less than remembering what was read. */
const SHORT = 128;

export class Reach {
  readonly #graph: MoneyGraph;
  /** Rows of the transfers found, the first one included, in the order in which they were found. */
  readonly found = new RowMarks();
  touched = 0;
  /** Arrivals, one for each transfer found that is followed: pocket, time, amount. */
  #pocket = new Uint32Array(AHEAD);
  #atMs = new Float64Array(AHEAD);
  #amount = new Float64Array(AHEAD);
  /** Pockets with long runs that were reached, and what of each was looked through. */
  readonly #places = new RowSet();
  readonly #seen = new Seen();
  readonly #gaps = new Gaps();
  #minPermille = 0;
  #maxPermille = 0;
  /** Arrivals of this hop are not followed on. */
  #last = false;

  constructor(graph: MoneyGraph) {
    this.#graph = graph;
  }

  /** Forward from a transfer. Gives how many transfers were found, itself included. */
  forward(row: number, limits: ReachLimits): number {
    const { found } = this;
    found.clear();
    found.ensure(this.#graph.count);
    this.#places.clear();
    this.#seen.clear();
    this.#minPermille = limits.shareMinPermille;
    this.#maxPermille = limits.shareMaxPermille;
    const { atMs, amount } = this.#graph.moved(row);
    found.put(row);
    this.#arrive(0, this.#graph.to(row), atMs, amount);
    let from = 0;
    for (let hop = 1; hop < limits.hopsMax && from < found.count; hop++) {
      const to = found.count;
      this.#last = hop + 1 === limits.hopsMax;
      for (let block = from; block < to; block += AHEAD) this.#followAll(block, Math.min(to, block + AHEAD), atMs + limits.windowMs);
      from = to;
    }
    return found.count;
  }

  #arrive(a: number, pocket: number, atMs: number, amount: number): void {
    if (a >= this.#pocket.length) {
      const size = this.#pocket.length * 2;
      this.#pocket = enlarged(this.#pocket, new Uint32Array(size));
      this.#atMs = enlarged(this.#atMs, new Float64Array(size));
      this.#amount = enlarged(this.#amount, new Float64Array(size));
    }
    this.#pocket[a] = pocket;
    this.#atMs[a] = atMs;
    this.#amount[a] = amount;
  }

  /**
   * Looks through what the pockets of arrivals [from, to) paid after them, as far as no arrival before has: first what of
   * that is left, then the runs are brought near, then they are read.
   */
  #followAll(from: number, to: number, endMs: number): void {
    const { runs } = this.#graph;
    const gaps = this.#gaps;
    const pocket = this.#pocket;
    gaps.count = 0;
    let sink = 0;
    for (let a = from; a < to; a++) sink ^= runs.lengthOf(pocket[a]);
    for (let a = from; a < to; a++) {
      divideProduct(this.#amount[a], this.#minPermille, 1000, share);
      const least = Math.max(1, share.quotient + (share.remainder > 0 ? 1 : 0));
      divideProduct(this.#amount[a], this.#maxPermille, 1000, share);
      if (runs.lengthOf(pocket[a]) <= SHORT) gaps.add(a, least, share.quotient, Infinity);
      else this.#seen.take(this.#places.put(pocket[a]), a, least, share.quotient, this.#atMs[a], gaps);
    }
    this.touched ^= sink ^ runs.touchInside(pocket, this.#atMs, gaps.arrival, gaps.count);
    for (let g = 0; g < gaps.count; g++) this.#follow(gaps.arrival[g], gaps.least[g], gaps.most[g], Math.min(endMs, gaps.untilMs[g]));
  }

  #follow(a: number, least: number, most: number, lastMs: number): void {
    const graph = this.#graph;
    const { runs } = graph;
    const { found } = this;
    const pocket = this.#pocket[a];
    const fromMs = this.#atMs[a];
    const last = this.#last;
    let i = runs.seek(pocket, fromMs);
    for (;;) {
      const { doubles, words, base, length } = runs;
      for (let d = base + i * ENTRY_DOUBLES; i < length; i++, d += ENTRY_DOUBLES) {
        const atMs = doubles[d];
        if (atMs > lastMs) return;
        const paid = -doubles[d + 1];
        if (paid < least || paid > most) continue;
        const row = words[d * 2 + ROW] & ROW_MASK;
        if (atMs === fromMs && graph.compare(atMs, row, fromMs, found.at(a)) <= 0) continue;
        if (found.put(row) && !last) this.#arrive(found.count - 1, words[d * 2 + OTHER], atMs, paid);
      }
      if (runs.piece + 1 >= runs.pieces) return;
      runs.seat(pocket, ++runs.piece);
      i = 0;
    }
  }
}

const share = { quotient: 0, remainder: 0 };

/** What arrivals still have to look through: a band of amounts, up to an instant. */
class Gaps {
  count = 0;
  readonly arrival = new Int32Array(AHEAD);
  readonly least = new Float64Array(AHEAD);
  readonly most = new Float64Array(AHEAD);
  readonly untilMs = new Float64Array(AHEAD);

  add(arrival: number, least: number, most: number, untilMs: number): void {
    const g = this.count++;
    this.arrival[g] = arrival;
    this.least[g] = least;
    this.most[g] = most;
    this.untilMs[g] = untilMs;
  }
}

/** Bands remembered of a place. Forgetting one only means looking again. */
const BANDS = 4;

/** What was looked through of each place: up to four bands of amounts, each from an instant on. */
class Seen {
  #places = 0;
  #count = new Uint8Array(AHEAD);
  #least = new Float64Array(AHEAD * BANDS);
  #most = new Float64Array(AHEAD * BANDS);
  #sinceMs = new Float64Array(AHEAD * BANDS);

  clear(): void {
    this.#places = 0;
  }

  /** Tells what of a band from an instant on was not looked through yet; it counts as looked through from now on. */
  take(place: number, arrival: number, least: number, most: number, fromMs: number, gaps: Gaps): void {
    if (most < least) return;
    if (place >= this.#places) {
      if (place >= this.#count.length) this.#grow();
      this.#places = place + 1;
      this.#count[place] = 0;
    }
    const first = place * BANDS;
    const end = first + this.#count[place];
    let low = least;
    let high = most;
    let untilMs = Infinity;
    // Narrowed from both ends as often as a band can help; at the very instant of another arrival, look again.
    for (let again = true; again && low <= high;) {
      again = false;
      for (let b = first; b < end; b++) {
        if (this.#least[b] > high || this.#most[b] < low) continue;
        const covers = this.#least[b] <= low && this.#most[b] >= high;
        if (this.#sinceMs[b] >= fromMs) {
          if (covers && this.#sinceMs[b] < untilMs) untilMs = this.#sinceMs[b];
          continue;
        }
        if (this.#least[b] <= low) {
          low = this.#most[b] + 1;
          again = true;
        } else if (this.#most[b] >= high) {
          high = this.#least[b] - 1;
          again = true;
        }
      }
    }
    if (low > high) return;
    gaps.add(arrival, low, high, untilMs);
    this.#remember(place, first, end, least, most, fromMs);
  }

  #remember(place: number, first: number, end: number, least: number, most: number, fromMs: number): void {
    let to = -1;
    for (let b = first; b < end && to < 0; b++) {
      // One that the new one makes needless.
      if (least <= this.#least[b] && most >= this.#most[b] && fromMs <= this.#sinceMs[b]) to = b;
    }
    if (to < 0 && end < first + BANDS) {
      to = end;
      this.#count[place]++;
    }
    if (to < 0) {
      to = first;
      for (let b = first + 1; b < end; b++) if (this.#sinceMs[b] > this.#sinceMs[to]) to = b;
    }
    this.#least[to] = least;
    this.#most[to] = most;
    this.#sinceMs[to] = fromMs;
  }

  #grow(): void {
    const size = this.#count.length * 2;
    this.#count = enlarged(this.#count, new Uint8Array(size));
    this.#least = enlarged(this.#least, new Float64Array(size * BANDS));
    this.#most = enlarged(this.#most, new Float64Array(size * BANDS));
    this.#sinceMs = enlarged(this.#sinceMs, new Float64Array(size * BANDS));
  }
}
