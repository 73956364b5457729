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
import { PAGE_BITS, PAGE_MASK } from "./paged.ts";
import { RowSet } from "./row-set.ts";
import { BUSY, EXTENT_BITS, EXTENT_MASK, LENGTH_MASK, PLACE_WORDS } from "./runs.ts";

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
/** Of a run longer than this it is worth remembering what was looked through. */
const LONG = 512;
/** Words of a line of memory. */
const LINE_WORDS = 16;

export class Reach {
  readonly #graph: MoneyGraph;
  touched = 0;
  /** Transfers found, the first one included, in the order in which they were found. */
  count = 0;
  #rows = new Uint32Array(AHEAD);
  /** Of each, where it went, when, and how much. */
  #pocket = new Uint32Array(AHEAD);
  #atMs = new Float64Array(AHEAD);
  #amount = new Float64Array(AHEAD);
  /** A bit for each transfer of the graph: found. */
  #bits = new Uint32Array(1);
  /** Pockets with long runs that were reached, and what of each was looked through. */
  readonly #places = new RowSet();
  readonly #seen = new Seen();
  #minPermille = 0;
  #maxPermille = 0;

  constructor(graph: MoneyGraph) {
    this.#graph = graph;
  }

  /** Rows of the transfers found. Valid until the next question. */
  rows(): Uint32Array {
    return this.#rows.subarray(0, this.count);
  }

  /** Forward from a transfer. Gives how many transfers were found, itself included. */
  forward(row: number, limits: ReachLimits): number {
    this.#clear();
    this.#minPermille = limits.shareMinPermille;
    this.#maxPermille = limits.shareMaxPermille;
    const { atMs, amount } = this.#graph.moved(row);
    this.#put(row, this.#graph.to(row), atMs, amount);
    let from = 0;
    for (let hop = 1; hop < limits.hopsMax && from < this.count; hop++) {
      const to = this.count;
      for (let block = from; block < to; block += AHEAD) this.#followAll(block, Math.min(to, block + AHEAD), atMs + limits.windowMs);
      from = to;
    }
    return this.count;
  }

  #clear(): void {
    const bits = this.#bits;
    const rows = this.#rows;
    for (let i = 0; i < this.count; i++) bits[rows[i] >>> 5] = 0;
    this.count = 0;
    const words = (this.#graph.count + 31) >>> 5;
    if (words > bits.length) this.#bits = enlarged(bits, new Uint32Array(Math.max(words, bits.length * 2)));
    this.#places.clear();
    this.#seen.clear();
  }

  #put(row: number, pocket: number, atMs: number, amount: number): void {
    if (this.count === this.#rows.length) this.#grow();
    const n = this.count++;
    this.#bits[row >>> 5] |= 1 << (row & 31);
    this.#rows[n] = row;
    this.#pocket[n] = pocket;
    this.#atMs[n] = atMs;
    this.#amount[n] = amount;
  }

  #grow(): void {
    const size = this.#rows.length * 2;
    this.#rows = enlarged(this.#rows, new Uint32Array(size));
    this.#pocket = enlarged(this.#pocket, new Uint32Array(size));
    this.#atMs = enlarged(this.#atMs, new Float64Array(size));
    this.#amount = enlarged(this.#amount, new Float64Array(size));
  }

  /**
   * Looks through what the pockets of arrivals [from, to) paid after them: places and runs are brought near first, all of
   * them, and then read. Short runs, which nearly all are, are read here, from local arrays, without a call.
   */
  #followAll(from: number, to: number, endMs: number): void {
    const { pages } = this.#graph.payments.places;
    const { doubles: extents, words: extentWords, firstMs, lastMs } = this.#graph.payments.extents();
    const scale = 1 / (lastMs - firstMs);
    const bits = this.#bits;
    const minPermille = this.#minPermille;
    const maxPermille = this.#maxPermille;
    let rows = this.#rows;
    let pockets = this.#pocket;
    let times = this.#atMs;
    let amounts = this.#amount;
    let sink = 0;
    for (let a = from; a < to; a++) sink ^= pages[pockets[a] >>> PAGE_BITS][(pockets[a] & PAGE_MASK) * PLACE_WORDS];
    for (let a = from; a < to; a++) {
      const page = pages[pockets[a] >>> PAGE_BITS];
      const at = (pockets[a] & PAGE_MASK) * PLACE_WORDS;
      const start = page[at];
      if (start === BUSY || start === 0) continue;
      const words = extentWords[start >>> EXTENT_BITS];
      const word = ((start & EXTENT_MASK) + (((times[a] - firstMs) * scale * (page[at + 1] & LENGTH_MASK)) | 0) * ENTRY_DOUBLES) * 2;
      sink ^= words[word] ^ words[Math.min(words.length - 1, word + LINE_WORDS)];
    }
    this.touched ^= sink;
    let n = this.count;
    for (let a = from; a < to; a++) {
      const page = pages[pockets[a] >>> PAGE_BITS];
      const at = (pockets[a] & PAGE_MASK) * PLACE_WORDS;
      const start = page[at];
      if (start === 0) continue;
      const least = shareUp(amounts[a], minPermille);
      const most = shareDown(amounts[a], maxPermille);
      const length = page[at + 1] & LENGTH_MASK;
      if (start === BUSY || length > LONG) {
        this.count = n;
        this.#followLong(a, least, most, endMs);
        n = this.count;
        rows = this.#rows;
        pockets = this.#pocket;
        times = this.#atMs;
        amounts = this.#amount;
        continue;
      }
      const doubles = extents[start >>> EXTENT_BITS];
      const words = extentWords[start >>> EXTENT_BITS];
      const atMs = times[a];
      const first = start & EXTENT_MASK;
      const end = first + length * ENTRY_DOUBLES;
      // Where the arrival would be if the account paid as often at all times, and from there to the first payment at or after it.
      let d = first + (((atMs - firstMs) * scale * length) | 0) * ENTRY_DOUBLES;
      if (d >= end) d = end - ENTRY_DOUBLES;
      if (doubles[d] < atMs) {
        do d += ENTRY_DOUBLES;
        while (d < end && doubles[d] < atMs);
      } else while (d > first && doubles[d - ENTRY_DOUBLES] >= atMs) d -= ENTRY_DOUBLES;
      for (; d < end; d += ENTRY_DOUBLES) {
        if (doubles[d] > endMs) break;
        const paid = doubles[d + 1];
        if (paid < least || paid > most) continue;
        const row = words[d * 2 + ROW] & ROW_MASK;
        const bit = 1 << (row & 31);
        if ((bits[row >>> 5] & bit) !== 0) continue;
        if (doubles[d] === atMs && this.#graph.compare(atMs, row, atMs, rows[a]) <= 0) continue;
        if (n === rows.length) {
          this.count = n;
          this.#grow();
          rows = this.#rows;
          pockets = this.#pocket;
          times = this.#atMs;
          amounts = this.#amount;
        }
        bits[row >>> 5] |= bit;
        rows[n] = row;
        pockets[n] = words[d * 2 + OTHER];
        times[n] = doubles[d];
        amounts[n] = paid;
        n++;
      }
    }
    this.count = n;
  }

  /** The same for a pocket with many payments: what was looked through once is remembered. */
  #followLong(a: number, least: number, most: number, endMs: number): void {
    const graph = this.#graph;
    const { payments } = graph;
    const pocket = this.#pocket[a];
    const fromMs = this.#atMs[a];
    const gap = this.#seen.take(this.#places.put(pocket), least, most, fromMs);
    if (gap === undefined) return;
    const lastMs = Math.min(endMs, gap.untilMs);
    let i = payments.seek(pocket, fromMs);
    for (;;) {
      const { doubles, words, base, length } = payments;
      for (let d = base + i * ENTRY_DOUBLES; i < length; i++, d += ENTRY_DOUBLES) {
        const atMs = doubles[d];
        if (atMs > lastMs) return;
        const paid = doubles[d + 1];
        if (paid < gap.least || paid > gap.most) continue;
        const row = words[d * 2 + ROW] & ROW_MASK;
        if ((this.#bits[row >>> 5] & (1 << (row & 31))) !== 0) continue;
        if (atMs === fromMs && graph.compare(atMs, row, fromMs, this.#rows[a]) <= 0) continue;
        this.#put(row, words[d * 2 + OTHER], atMs, paid);
      }
      if (payments.piece + 1 >= payments.pieces) return;
      payments.seat(pocket, ++payments.piece);
      i = 0;
    }
  }
}

const share = { quotient: 0, remainder: 0 };
/** Up to here a thousandfold is exact. */
const EXACT_MAX = 9e12;

/** The least whole amount that is at least so many thousandths of another. */
function shareUp(amount: number, permille: number): number {
  if (amount <= EXACT_MAX && permille <= 1000) return Math.floor((amount * permille + 999) / 1000);
  divideProduct(amount, permille, 1000, share);
  return share.quotient + (share.remainder > 0 ? 1 : 0);
}

/** The largest whole amount that is at most so many thousandths of another. */
function shareDown(amount: number, permille: number): number {
  if (amount <= EXACT_MAX && permille <= 1000) return Math.floor((amount * permille) / 1000);
  divideProduct(amount, permille, 1000, share);
  return share.quotient;
}

/** What an arrival still has to look through: a band of amounts, up to an instant. */
interface Gap {
  readonly least: number;
  readonly most: number;
  readonly untilMs: number;
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
  take(place: number, least: number, most: number, fromMs: number): Gap | undefined {
    if (most < least) return undefined;
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
    if (low > high) return undefined;
    this.#remember(place, first, end, least, most, fromMs);
    return { least: low, most: high, untilMs };
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
