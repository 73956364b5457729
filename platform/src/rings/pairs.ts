/**
 * Who dealt with whom: transfers summed by pair of accounts, and for each account its partners in order, so that whether
 * two accounts have dealt is a short search. Transfers of one pair, direction and instant count once: files repeat rows.
 * Amounts play no part here.
 */
import type { Transfers } from "./transfers.ts";

export interface Pairs {
  readonly accounts: number;
  readonly count: number;
  /** Lower and higher account of each pair. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Transfers from the lower to the higher account, and back. */
  readonly up: Int32Array;
  readonly down: Int32Array;
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  /** Partners of account v are entries offsets[v] … offsets[v + 1], ascending. */
  readonly offsets: Int32Array;
  readonly partner: Int32Array;
  /** The pair that an entry is. */
  readonly pairOf: Int32Array;
  /** Pair of each transfer; −1 for a repeated row and for a transfer to oneself. */
  readonly ofTransfer: Int32Array;
}

export function pairUp(transfers: Transfers): Pairs {
  const { from, to, atMs, accounts } = transfers;
  const transfersCount = from.length;
  // By higher account, then by lower, then by direction and time: two stable passes of counting, then short sorts.
  const byHigh = countingOrder(transfersCount, accounts, (i) => Math.max(from[i], to[i]), null);
  const order = countingOrder(transfersCount, accounts, (i) => Math.min(from[i], to[i]), byHigh);
  const ofTransfer = new Int32Array(transfersCount).fill(-1);
  const low: number[] = [];
  const high: number[] = [];
  const up: number[] = [];
  const down: number[] = [];
  const firstMs: number[] = [];
  const lastMs: number[] = [];
  for (let start = 0, end = 0; start < transfersCount; start = end) {
    const a = Math.min(from[order[start]], to[order[start]]);
    const b = Math.max(from[order[start]], to[order[start]]);
    for (end = start + 1; end < transfersCount && Math.min(from[order[end]], to[order[end]]) === a && Math.max(from[order[end]], to[order[end]]) === b;) end++;
    if (a === b) continue;
    const own = order.subarray(start, end);
    if (own.length > 1) own.sort((i, j) => from[i] - from[j] || atMs[i] - atMs[j] || i - j);
    const pair = low.length;
    let ups = 0;
    let downs = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < own.length; k++) {
      const i = own[k];
      if (k > 0 && from[own[k - 1]] === from[i] && atMs[own[k - 1]] === atMs[i]) continue;
      ofTransfer[i] = pair;
      if (from[i] === a) ups++;
      else downs++;
      first = Math.min(first, atMs[i]);
      last = Math.max(last, atMs[i]);
    }
    low.push(a);
    high.push(b);
    up.push(ups);
    down.push(downs);
    firstMs.push(first);
    lastMs.push(last);
  }
  const columns = { low: Int32Array.from(low), high: Int32Array.from(high), up: Int32Array.from(up), down: Int32Array.from(down) };
  return {
    accounts,
    count: low.length,
    ...columns,
    firstMs: Float64Array.from(firstMs),
    lastMs: Float64Array.from(lastMs),
    ofTransfer,
    ...partnerLists(accounts, columns.low, columns.high),
  };
}

/** Stable order of 0 … count − 1 by a key below `keys`; `before` is the order to start from. */
function countingOrder(count: number, keys: number, key: (i: number) => number, before: Int32Array | null): Int32Array {
  const starts = new Int32Array(keys + 1);
  for (let i = 0; i < count; i++) starts[key(i) + 1]++;
  for (let k = 1; k <= keys; k++) starts[k] += starts[k - 1];
  const order = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    const i = before === null ? n : before[n];
    order[starts[key(i)]++] = i;
  }
  return order;
}

/** Pairs come ordered by lower account, then by higher; so every account's lower partners, then its higher ones, ascend. */
function partnerLists(accounts: number, low: Int32Array, high: Int32Array): Pick<Pairs, "offsets" | "partner" | "pairOf"> {
  const offsets = new Int32Array(accounts + 2);
  for (let p = 0; p < low.length; p++) {
    offsets[low[p] + 2]++;
    offsets[high[p] + 2]++;
  }
  for (let v = 2; v < offsets.length; v++) offsets[v] += offsets[v - 1];
  const partner = new Int32Array(low.length * 2);
  const pairOf = new Int32Array(low.length * 2);
  const put = (v: number, other: number, pair: number): void => {
    const at = offsets[v + 1]++;
    partner[at] = other;
    pairOf[at] = pair;
  };
  for (let p = 0; p < low.length; p++) put(high[p], low[p], p);
  for (let p = 0; p < low.length; p++) put(low[p], high[p], p);
  return { offsets: offsets.subarray(0, accounts + 1), partner, pairOf };
}

/** Number of partners of an account. */
export function partnerCount(pairs: Pairs, account: number): number {
  return pairs.offsets[account + 1] - pairs.offsets[account];
}

/** The pair of two accounts, or −1 when they have not dealt with each other. */
export function pairOf(pairs: Pairs, a: number, b: number): number {
  const { offsets, partner } = pairs;
  let low = offsets[a];
  let high = offsets[a + 1];
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (partner[mid] < b) low = mid + 1;
    else high = mid;
  }
  return low < offsets[a + 1] && partner[low] === b ? pairs.pairOf[low] : -1;
}
