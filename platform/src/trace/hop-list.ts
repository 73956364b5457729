/**
 * Two lists that a trace fills as it goes: the transfers that carry stolen money, and the arrivals at places that are not
 * accounted for yet. Both grow by doubling and are used again for the next trace.
 */
import { enlarged, NO_PART, type Parts } from "./holdings.ts";

const FIRST = 16;

/** The transfers that carry stolen money, in order. */
export class HopList {
  count = 0;
  row = new Uint32Array(FIRST);
  atMs = new Float64Array(FIRST);
  amount = new Float64Array(FIRST);
  tainted = new Float64Array(FIRST);
  /** The lowest tier of the money in it; `mixed` has the rest where there are several. */
  tier = new Uint8Array(FIRST);
  /** Tiers of hops whose money came on several: hop, tier, amount. */
  readonly mixed: number[] = [];

  clear(): void {
    this.count = 0;
    this.mixed.length = 0;
  }

  add(row: number, atMs: number, amount: number, tainted: number, tier: number): void {
    const n = this.count++;
    if (n === this.row.length) {
      this.row = enlarged(this.row, new Uint32Array(n * 2));
      this.atMs = enlarged(this.atMs, new Float64Array(n * 2));
      this.amount = enlarged(this.amount, new Float64Array(n * 2));
      this.tainted = enlarged(this.tainted, new Float64Array(n * 2));
      this.tier = enlarged(this.tier, new Uint8Array(n * 2));
    }
    this.row[n] = row;
    this.atMs[n] = atMs;
    this.amount[n] = amount;
    this.tainted[n] = tainted;
    this.tier[n] = tier;
  }
}

/** Chains of arrivals, each with its transfer and the parts of money it brought. -1 ends a chain. */
export class Arrivals {
  #count = 0;
  row = new Uint32Array(FIRST);
  parts = new Int32Array(FIRST);
  next = new Int32Array(FIRST);

  clear(): void {
    this.#count = 0;
  }

  add(row: number, parts: number): number {
    const a = this.#count++;
    if (a === this.row.length) {
      this.row = enlarged(this.row, new Uint32Array(a * 2));
      this.parts = enlarged(this.parts, new Int32Array(a * 2));
      this.next = enlarged(this.next, new Int32Array(a * 2));
    }
    this.row[a] = row;
    this.parts[a] = parts;
    this.next[a] = -1;
    return a;
  }

  /** Gives the parts of a chain back. */
  release(first: number, pool: Parts): void {
    for (let a = first; a >= 0; a = this.next[a]) {
      pool.releaseAll(this.parts[a]);
      this.parts[a] = NO_PART;
    }
  }
}
