/**
 * What lies in each place of a trace: parts of money, clean or traced, in the order in which they came (FIFO and LIFO)
 * or as one mixture (pro rata). Each says which parts leave when a place pays. Parts are never made or lost, only split
 * and joined, so what goes in comes out to the last unit. Places are small numbers; the trace knows what they are.
 */
import { assert, unreachable } from "../base/assert.ts";
import { divideByLargestRemainder, nearestShare } from "./exact.ts";
import { BALANCE_MAX } from "./graph.ts";
import type { TraceMethod } from "./limits.ts";

/** Tier of clean money. Traced money has the tier of the transfer that brought it, from 1 on. */
export const CLEAN = 0;
export const NO_PART = -1;

/** Parts of money in chains, taken from one pool and given back to it. */
export class Parts {
  amount = new Float64Array(64);
  tier = new Uint8Array(64);
  next = new Int32Array(64);
  #free = NO_PART;
  #top = 0;

  make(tier: number, amount: number): number {
    let p = this.#free;
    if (p !== NO_PART) this.#free = this.next[p];
    else {
      p = this.#top++;
      if (p === this.amount.length) this.#grow();
    }
    this.tier[p] = tier;
    this.amount[p] = amount;
    this.next[p] = NO_PART;
    return p;
  }

  release(p: number): void {
    this.next[p] = this.#free;
    this.#free = p;
  }

  releaseAll(chain: number): void {
    while (chain !== NO_PART) {
      const next = this.next[chain];
      this.release(chain);
      chain = next;
    }
  }

  clear(): void {
    this.#free = NO_PART;
    this.#top = 0;
  }

  #grow(): void {
    this.amount = enlarged(this.amount, new Float64Array(this.amount.length * 2));
    this.tier = enlarged(this.tier, new Uint8Array(this.tier.length * 2));
    this.next = enlarged(this.next, new Int32Array(this.next.length * 2));
  }
}

export function enlarged<T extends Float64Array | Uint8Array | Int32Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

export interface Holdings {
  /** Money known to be in a place, and how much of it is traced. */
  balance: Float64Array;
  traced: Float64Array;
  /** Makes room for places 0…count-1. */
  ensure(count: number): void;
  /** Forgets what is in a place, giving its parts back. */
  empty(place: number): void;
  /** Takes over a chain of parts as one arrival, in its order. */
  add(place: number, chain: number): void;
  addClean(place: number, amount: number): void;
  /** Adds clean money of unknown age: it counts as older than all that is there. */
  addOldest(place: number, amount: number): void;
  /** Takes out `amount`, or all that is there; gives the chain of its parts in the order in which they leave. */
  take(place: number, amount: number): number;
}

export function holdingsOf(method: TraceMethod, parts: Parts, tiers: number): Holdings {
  switch (method) {
    case "fifo":
      return new OrderedHoldings(parts, false);
    case "lifo":
      return new OrderedHoldings(parts, true);
    case "pro-rata":
      return new SharedHoldings(parts, tiers);
    default:
      return unreachable(method);
  }
}

const FIRST_PLACES = 16;

/** First in, first out; or last in, first out. The head of a place's chain is what leaves first. */
class OrderedHoldings implements Holdings {
  readonly #parts: Parts;
  readonly #newestFirst: boolean;
  balance = new Float64Array(FIRST_PLACES);
  traced = new Float64Array(FIRST_PLACES);
  #head = new Int32Array(FIRST_PLACES).fill(NO_PART);
  #tail = new Int32Array(FIRST_PLACES).fill(NO_PART);

  constructor(parts: Parts, newestFirst: boolean) {
    this.#parts = parts;
    this.#newestFirst = newestFirst;
  }

  ensure(count: number): void {
    while (this.balance.length < count) {
      const old = this.balance.length;
      this.balance = enlarged(this.balance, new Float64Array(old * 2));
      this.traced = enlarged(this.traced, new Float64Array(old * 2));
      this.#head = enlarged(this.#head, new Int32Array(old * 2).fill(NO_PART, old));
      this.#tail = enlarged(this.#tail, new Int32Array(old * 2).fill(NO_PART, old));
    }
  }

  empty(place: number): void {
    this.#parts.releaseAll(this.#head[place]);
    this.#head[place] = NO_PART;
    this.#tail[place] = NO_PART;
    this.balance[place] = 0;
    this.traced[place] = 0;
  }

  add(place: number, chain: number): void {
    const { next } = this.#parts;
    while (chain !== NO_PART) {
      const rest = next[chain];
      if (this.#newestFirst) this.#pushHead(place, chain);
      else this.#pushTail(place, chain);
      chain = rest;
    }
  }

  addClean(place: number, amount: number): void {
    const part = this.#parts.make(CLEAN, amount);
    if (this.#newestFirst) this.#pushHead(place, part);
    else this.#pushTail(place, part);
  }

  addOldest(place: number, amount: number): void {
    const part = this.#parts.make(CLEAN, amount);
    if (this.#newestFirst) this.#pushTail(place, part);
    else this.#pushHead(place, part);
  }

  #pushTail(place: number, part: number): void {
    const parts = this.#parts;
    if (!this.#count(place, part)) return;
    const tail = this.#tail[place];
    parts.next[part] = NO_PART;
    if (tail === NO_PART) this.#head[place] = part;
    else if (parts.tier[tail] === parts.tier[part]) {
      parts.amount[tail] += parts.amount[part];
      parts.release(part);
      return;
    } else parts.next[tail] = part;
    this.#tail[place] = part;
  }

  #pushHead(place: number, part: number): void {
    const parts = this.#parts;
    if (!this.#count(place, part)) return;
    const head = this.#head[place];
    if (head !== NO_PART && parts.tier[head] === parts.tier[part]) {
      parts.amount[head] += parts.amount[part];
      parts.release(part);
      return;
    }
    parts.next[part] = head;
    this.#head[place] = part;
    if (head === NO_PART) this.#tail[place] = part;
  }

  /** Counts a part into the place's sums; false (and the part is gone) when nothing of it counts. */
  #count(place: number, part: number): boolean {
    const { amount, tier } = this.#parts;
    if (tier[part] === CLEAN) amount[part] = Math.min(amount[part], BALANCE_MAX - (this.balance[place] - this.traced[place]));
    else this.traced[place] += amount[part];
    this.balance[place] += amount[part];
    if (amount[part] > 0) return true;
    this.#parts.release(part);
    return false;
  }

  take(place: number, amount: number): number {
    const parts = this.#parts;
    let left = Math.min(amount, this.balance[place]);
    this.balance[place] -= left;
    let first = NO_PART;
    let last = NO_PART;
    while (left > 0) {
      let part = this.#head[place];
      const there = parts.amount[part];
      if (there <= left) {
        this.#head[place] = parts.next[part];
        if (this.#head[place] === NO_PART) this.#tail[place] = NO_PART;
        parts.next[part] = NO_PART;
      } else {
        parts.amount[part] = there - left;
        part = parts.make(parts.tier[part], left);
      }
      const moved = parts.amount[part];
      left -= moved;
      if (parts.tier[part] !== CLEAN) this.traced[place] -= moved;
      if (first === NO_PART) first = part;
      else parts.next[last] = part;
      last = part;
    }
    return first;
  }
}

/** One mixture: what leaves has the composition of what is there. */
class SharedHoldings implements Holdings {
  readonly #parts: Parts;
  /** Numbers of a place: one for clean money, one for each tier. */
  readonly #stride: number;
  balance = new Float64Array(FIRST_PLACES);
  traced = new Float64Array(FIRST_PLACES);
  #shares: Float64Array;
  readonly #out: Float64Array;

  constructor(parts: Parts, tiers: number) {
    this.#parts = parts;
    this.#stride = tiers + 1;
    this.#shares = new Float64Array(FIRST_PLACES * this.#stride);
    this.#out = new Float64Array(tiers);
  }

  ensure(count: number): void {
    while (this.balance.length < count) {
      this.balance = enlarged(this.balance, new Float64Array(this.balance.length * 2));
      this.traced = enlarged(this.traced, new Float64Array(this.traced.length * 2));
      this.#shares = enlarged(this.#shares, new Float64Array(this.#shares.length * 2));
    }
  }

  empty(place: number): void {
    this.#shares.fill(0, place * this.#stride, (place + 1) * this.#stride);
    this.balance[place] = 0;
    this.traced[place] = 0;
  }

  add(place: number, chain: number): void {
    const parts = this.#parts;
    while (chain !== NO_PART) {
      const next = parts.next[chain];
      const tier = parts.tier[chain];
      if (tier === CLEAN) this.addClean(place, parts.amount[chain]);
      else {
        this.#shares[place * this.#stride + tier] += parts.amount[chain];
        this.traced[place] += parts.amount[chain];
        this.balance[place] += parts.amount[chain];
      }
      parts.release(chain);
      chain = next;
    }
  }

  addClean(place: number, amount: number): void {
    const clean = place * this.#stride;
    const counted = Math.min(amount, BALANCE_MAX - this.#shares[clean]);
    this.#shares[clean] += counted;
    this.balance[place] += counted;
  }

  addOldest(place: number, amount: number): void {
    this.addClean(place, amount);
  }

  take(place: number, amount: number): number {
    const parts = this.#parts;
    const from = place * this.#stride;
    const whole = this.balance[place];
    const out = Math.min(amount, whole);
    if (out === 0) return NO_PART;
    const traced = this.traced[place];
    const tracedOut = nearestShare(out, traced, whole);
    const cleanOut = out - tracedOut;
    this.balance[place] = whole - out;
    this.traced[place] = traced - tracedOut;
    this.#shares[from] -= cleanOut;
    let first = cleanOut > 0 ? parts.make(CLEAN, cleanOut) : NO_PART;
    if (tracedOut === 0) return first;
    divideByLargestRemainder(tracedOut, this.#shares, from + 1, from + this.#stride, traced, this.#out);
    for (let tier = this.#stride - 1; tier > 0; tier--) {
      const moved = this.#out[tier - 1];
      if (moved === 0) continue;
      this.#shares[from + tier] -= moved;
      assert(this.#shares[from + tier] >= 0, "no tier gives more than it has");
      const part = parts.make(tier, moved);
      parts.next[part] = first;
      first = part;
    }
    return first;
  }
}
