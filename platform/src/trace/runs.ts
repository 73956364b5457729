/**
 * The payments of every pocket, or its receipts: each pocket's in one run ordered by time and then by id. Runs lie tight
 * in large extents; one that outgrows its place moves to the open end, and the holes it leaves are closed later in
 * bounded steps. A busy pocket's run is a list of pieces instead (busy-run.ts). Nothing is forgotten and nothing waits.
 */
import { assert } from "../base/assert.ts";
import { BusyRun, PIECE_ENTRIES } from "./busy-run.ts";
import { ENTRY_DOUBLES, place, type RowOrder } from "./entries.ts";
import { PAGE_BITS, PAGE_MASK, WordRows } from "./paged.ts";

/** Words of a pocket's place: where its run starts, and how long it is. */
export const PLACE_WORDS = 2;
const START = 0;
const LENGTH = 1;
/** Doubles of an extent: 8 MB. */
export const EXTENT_BITS = 20;
const EXTENT_DOUBLES = 1 << EXTENT_BITS;
export const EXTENT_MASK = EXTENT_DOUBLES - 1;
const EXTENT_FIRST = 1 << 8;
/** So that a run's start fits a word, with one value left for `BUSY`. */
const EXTENTS_MAX = (1 << (32 - EXTENT_BITS)) - 1;
/** A run's length and room share a word, so that adding to it need not read its head. */
export const LENGTH_MASK = 0xffff;
const CAPACITY_SHIFT = 16;
/** Start of a run that is a list of pieces. */
export const BUSY = 0xffffffff;
/** Pocket in the head of a run that was left. */
const LEFT = 0xffffffff;
/** Share of an extent that may be holes before it is emptied into others. */
const HOLES_MAX = 0.35;

export class Runs {
  /** One place for each pocket. */
  readonly places = new WordRows(PLACE_WORDS);
  readonly #order: RowOrder;
  readonly #doubles: Float64Array[] = [];
  readonly #words: Uint32Array[] = [];
  /** Doubles used and doubles of holes, by extent. */
  readonly #used: number[] = [];
  readonly #holes: number[] = [];
  readonly #free: number[] = [];
  #open = -1;
  readonly busy = new Map<number, BusyRun>();
  entries = 0;
  /** Between them lie all entries. */
  #firstMs = Infinity;
  #lastMs = -Infinity;
  // The extent that is being emptied, and how far.
  #emptying = -1;
  #emptiedTo = 0;

  // Where the last `seat` stands: the entries of one piece of a run.
  doubles: Float64Array = new Float64Array(0);
  words: Uint32Array = new Uint32Array(0);
  /** Double offset of the piece's first entry. */
  base = 0;
  /** Entries of the piece. */
  length = 0;
  /** Pieces of the run. */
  pieces = 0;

  constructor(order: RowOrder) {
    this.#order = order;
  }

  /** Makes places for pockets 0…count-1. */
  ensure(count: number): void {
    while (this.places.count < count) this.places.add();
  }

  /** The extents, for a reader that goes through many short runs and knows their form. */
  extents(): { readonly doubles: readonly Float64Array[]; readonly words: readonly Uint32Array[]; readonly firstMs: number; readonly lastMs: number } {
    return { doubles: this.#doubles, words: this.#words, firstMs: this.#firstMs, lastMs: this.#lastMs };
  }

  /** Points `doubles`, `words`, `base` and `length` at piece `piece` of the pocket's run. */
  seat(pocket: number, piece: number): void {
    const page = this.places.pages[pocket >>> PAGE_BITS];
    const at = (pocket & PAGE_MASK) * PLACE_WORDS;
    const start = page[at + START];
    if (start !== BUSY) {
      const length = page[at + LENGTH] & LENGTH_MASK;
      const extent = start >>> EXTENT_BITS;
      if (length > 0) {
        this.doubles = this.#doubles[extent];
        this.words = this.#words[extent];
      }
      this.base = start & EXTENT_MASK;
      this.length = length;
      this.pieces = 1;
      return;
    }
    const run = this.#busyRun(pocket);
    this.pieces = run.pieces.length;
    const found = run.pieces[piece];
    this.doubles = found.doubles;
    this.words = found.words;
    this.base = 0;
    this.length = found.count;
  }

  /**
   * Seats the piece that holds the first entry at or after the instant (of several at one instant, the first); gives its
   * index in that piece, which may be the piece's length when nothing comes after. `piece` says which piece it is.
   */
  seek(pocket: number, atMs: number): number {
    this.seat(pocket, 0);
    this.piece = 0;
    if (this.pieces > 1) {
      this.piece = this.#busyRun(pocket).pieceAt(atMs);
      this.seat(pocket, this.piece);
    }
    const low = this.#search(atMs, this.pieces > 1);
    if (low === this.length && this.piece + 1 < this.pieces) {
      this.piece++;
      this.seat(pocket, this.piece);
      return 0;
    }
    return low;
  }

  piece = 0;

  /**
   * The first entry of the seated piece at or after the instant. Begins where it would be if the account were as busy at
   * all times, and looks on in doubling steps from there: mostly it is in the same line of memory, where halving the run
   * would read one line after the other.
   */
  #search(atMs: number, ownSpan: boolean): number {
    const { doubles, base, length } = this;
    if (length === 0) return 0;
    const guess = guessOf(atMs, length, ownSpan ? doubles[base] : this.#firstMs, ownSpan ? doubles[base + (length - 1) * ENTRY_DOUBLES] : this.#lastMs);
    let low: number;
    let high: number;
    let step = 1;
    if (doubles[base + guess * ENTRY_DOUBLES] < atMs) {
      low = guess + 1;
      high = low;
      while (high < length && doubles[base + high * ENTRY_DOUBLES] < atMs) {
        low = high + 1;
        high += step;
        step *= 2;
      }
      if (high > length) high = length;
    } else {
      high = guess;
      low = high - 1;
      while (low >= 0 && doubles[base + low * ENTRY_DOUBLES] >= atMs) {
        high = low;
        low -= step;
        step *= 2;
      }
      low = low < 0 ? 0 : low + 1;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (doubles[base + middle * ENTRY_DOUBLES] < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  lengthOf(pocket: number): number {
    const page = this.places.pages[pocket >>> PAGE_BITS];
    const at = (pocket & PAGE_MASK) * PLACE_WORDS;
    return page[at + START] === BUSY ? page[at + LENGTH] : page[at + LENGTH] & LENGTH_MASK;
  }

  /** Puts an entry in its place. True when it came last, as an event that is not late does. */
  insert(pocket: number, atMs: number, amount: number, other: number, rowWord: number): boolean {
    const page = this.places.pages[pocket >>> PAGE_BITS];
    const at = (pocket & PAGE_MASK) * PLACE_WORDS;
    this.entries++;
    this.#span(atMs);
    if (page[at + START] === BUSY) {
      page[at + LENGTH]++;
      return this.#busyRun(pocket).insert(atMs, amount, other, rowWord, this.#order);
    }
    const length = page[at + LENGTH] & LENGTH_MASK;
    if (length === page[at + LENGTH] >>> CAPACITY_SHIFT) {
      if (length === PIECE_ENTRIES) {
        this.#becomeBusy(pocket, page, at, length);
        page[at + LENGTH] = length + 1;
        return this.#busyRun(pocket).insert(atMs, amount, other, rowWord, this.#order);
      }
      this.#move(pocket, page, at, length, grownTo(length));
    }
    page[at + LENGTH]++;
    const start = page[at + START];
    return place(this.#doubles[start >>> EXTENT_BITS], this.#words[start >>> EXTENT_BITS], start & EXTENT_MASK, length, atMs, amount, other, rowWord, this.#order);
  }

  #span(atMs: number): void {
    if (atMs < this.#firstMs) this.#firstMs = atMs;
    if (atMs > this.#lastMs) this.#lastMs = atMs;
  }

  /** Reads the ends of the runs of pockets `from`, `from + step`…, so that they are near when entries are added; below zero is none. */
  touchEnds(pockets: Int32Array, from: number, step: number, count: number): number {
    const { pages } = this.places;
    const words = this.#words;
    let sink = 0;
    for (let i = from; i < count; i += step) {
      const pocket = pockets[i];
      if (pocket < 0) continue;
      const page = pages[pocket >>> PAGE_BITS];
      const at = (pocket & PAGE_MASK) * PLACE_WORDS;
      const start = page[at + START];
      if (start === BUSY || start === 0) continue;
      sink ^= words[start >>> EXTENT_BITS][((start & EXTENT_MASK) + (page[at + LENGTH] & LENGTH_MASK) * ENTRY_DOUBLES) * 2 - 1];
    }
    return sink;
  }

  /**
   * Closes holes: copies runs out of extents that have many, at most about `entries` of them; a next call goes on.
   * Gives how many entries were moved, 0 when nothing is left to do. No reader may be seated while it runs.
   */
  tidy(entries: number): number {
    let moved = 0;
    while (moved < entries) {
      if (this.#emptying < 0) {
        this.#emptying = this.#used.findIndex((used, e) => e !== this.#open && used === EXTENT_DOUBLES && this.#holes[e] > EXTENT_DOUBLES * HOLES_MAX);
        this.#emptiedTo = 0;
        if (this.#emptying < 0) return moved;
      }
      moved += this.#emptySome(entries - moved);
    }
    return moved;
  }

  #emptySome(entries: number): number {
    const extent = this.#emptying;
    const words = this.#words[extent];
    let moved = 0;
    while (this.#emptiedTo < EXTENT_DOUBLES && moved < entries) {
      const pocket = words[this.#emptiedTo * 2];
      const capacity = words[this.#emptiedTo * 2 + 1];
      this.#emptiedTo += 1 + capacity * ENTRY_DOUBLES;
      if (pocket === LEFT) continue;
      const page = this.places.pages[pocket >>> PAGE_BITS];
      const at = (pocket & PAGE_MASK) * PLACE_WORDS;
      const length = page[at + LENGTH] & LENGTH_MASK;
      // One entry in eight as room to grow: most accounts get few more, and the next growth makes more room.
      this.#move(pocket, page, at, length, Math.min(PIECE_ENTRIES, length + 1 + (length >>> 3)));
      moved += length;
    }
    if (this.#emptiedTo >= EXTENT_DOUBLES) {
      this.#used[extent] = 0;
      this.#holes[extent] = 0;
      this.#free.push(extent);
      this.#emptying = -1;
    }
    return moved;
  }

  /** Gives a pocket's run a new place of `capacity` entries and copies it. */
  #move(pocket: number, page: Uint32Array, at: number, length: number, capacity: number): void {
    const needed = 1 + capacity * ENTRY_DOUBLES;
    if (this.#open < 0 || this.#used[this.#open] + needed > EXTENT_DOUBLES) this.#openExtent();
    const extent = this.#open;
    const head = this.#used[extent];
    this.#makeRoom(extent, head + needed);
    const doubles = this.#doubles[extent];
    const words = this.#words[extent];
    words[head * 2] = pocket;
    words[head * 2 + 1] = capacity;
    this.#used[extent] = head + needed;
    if (length > 0) {
      const old = page[at + START];
      const from = old & EXTENT_MASK;
      const oldDoubles = this.#doubles[old >>> EXTENT_BITS];
      for (let d = 0; d < length * ENTRY_DOUBLES; d++) doubles[head + 1 + d] = oldDoubles[from + d];
      this.#leave(old);
    }
    page[at + START] = ((extent << EXTENT_BITS) | (head + 1)) >>> 0;
    page[at + LENGTH] = length | (capacity << CAPACITY_SHIFT);
  }

  #leave(start: number): void {
    const extent = start >>> EXTENT_BITS;
    const words = this.#words[extent];
    const head = ((start & EXTENT_MASK) - 1) * 2;
    words[head] = LEFT;
    this.#holes[extent] += 1 + words[head + 1] * ENTRY_DOUBLES;
  }

  #openExtent(): void {
    if (this.#open >= 0) {
      // What is left at the end becomes a hole, so that the extent can be walked from head to head.
      const extent = this.#open;
      let rest = EXTENT_DOUBLES - this.#used[extent];
      this.#makeRoom(extent, EXTENT_DOUBLES);
      this.#holes[extent] += rest;
      const words = this.#words[extent];
      for (let head = this.#used[extent]; rest > 0;) {
        const capacity = Math.floor((rest - 1) / ENTRY_DOUBLES);
        words[head * 2] = LEFT;
        words[head * 2 + 1] = capacity;
        head += 1 + capacity * ENTRY_DOUBLES;
        rest -= 1 + capacity * ENTRY_DOUBLES;
      }
      this.#used[extent] = EXTENT_DOUBLES;
    }
    const reused = this.#free.pop();
    if (reused !== undefined) {
      this.#open = reused;
      return;
    }
    const doubles = new Float64Array(this.#doubles.length === 0 ? EXTENT_FIRST : EXTENT_DOUBLES);
    this.#open = this.#doubles.push(doubles) - 1;
    assert(this.#open < EXTENTS_MAX, "runs take at most 32 GB");
    this.#words.push(new Uint32Array(doubles.buffer));
    this.#used.push(0);
    this.#holes.push(0);
  }

  /** A small graph is small: its first extent doubles up to its size. */
  #makeRoom(extent: number, doubles: number): void {
    const old = this.#doubles[extent];
    if (doubles <= old.length) return;
    let size = old.length;
    while (size < doubles) size *= 2;
    const larger = new Float64Array(size);
    larger.set(old);
    this.#doubles[extent] = larger;
    this.#words[extent] = new Uint32Array(larger.buffer);
  }

  #becomeBusy(pocket: number, page: Uint32Array, at: number, length: number): void {
    const start = page[at + START];
    const from = start & EXTENT_MASK;
    const run = new BusyRun();
    run.takePiece(this.#doubles[start >>> EXTENT_BITS].subarray(from, from + length * ENTRY_DOUBLES), length);
    this.#leave(start);
    this.busy.set(pocket, run);
    page[at + START] = BUSY;
  }

  #busyRun(pocket: number): BusyRun {
    const run = this.busy.get(pocket);
    if (run === undefined) throw new Error("bug: a busy pocket without its run");
    return run;
  }

  get byteCount(): number {
    let pieces = 0;
    for (const run of this.busy.values()) pieces += run.pieces.length;
    return this.places.byteCount + this.#doubles.reduce((sum, d) => sum + d.byteLength, 0) + pieces * PIECE_ENTRIES * ENTRY_DOUBLES * 8;
  }

  /** The share of the used extents that holds no entry. */
  get slackShare(): number {
    let inExtents = this.entries;
    for (const run of this.busy.values()) inExtents -= run.count;
    const used = this.#used.reduce((sum, doubles) => sum + doubles, 0);
    return used === 0 ? 0 : 1 - (inExtents * ENTRY_DOUBLES) / used;
  }

  /** Takes a whole run of a snapshot, tight, for a pocket that has none yet. */
  takeRun(pocket: number, entries: Float64Array, count: number): void {
    const page = this.places.pages[pocket >>> PAGE_BITS];
    const at = (pocket & PAGE_MASK) * PLACE_WORDS;
    this.entries += count;
    this.#span(entries[0]);
    this.#span(entries[(count - 1) * ENTRY_DOUBLES]);
    if (count > PIECE_ENTRIES) {
      page[at + LENGTH] = count;
      const run = new BusyRun();
      for (let from = 0; from < count; from += PIECE_ENTRIES) {
        const some = Math.min(PIECE_ENTRIES, count - from);
        run.takePiece(entries.subarray(from * ENTRY_DOUBLES, (from + some) * ENTRY_DOUBLES), some);
      }
      this.busy.set(pocket, run);
      page[at + START] = BUSY;
      return;
    }
    this.#move(pocket, page, at, 0, count);
    page[at + LENGTH] = count | (count << CAPACITY_SHIFT);
    const start = page[at + START];
    this.#doubles[start >>> EXTENT_BITS].set(entries, start & EXTENT_MASK);
  }
}

/** Room for a run that is full: twice as much while it is short, half as much again later. */
function grownTo(length: number): number {
  if (length < 16) return Math.max(2, length * 2);
  return Math.min(PIECE_ENTRIES, Math.ceil(length * 1.5));
}

/** Where an instant would be among so many entries evenly between two others. */
function guessOf(atMs: number, length: number, firstMs: number, lastMs: number): number {
  const guess = ((atMs - firstMs) / (lastMs - firstMs)) * length;
  return guess >= length ? length - 1 : guess > 0 ? Math.floor(guess) : 0;
}
