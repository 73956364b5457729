/**
 * Money that comes back: cycles of transfers in time, each step at or after the one before, all within a window of the
 * first, each amount within a band of the one before. Every cycle of distinct accounts is found once, from its earliest
 * transfer. Accounts with very many payments in the window are cut short, and the result says how often.
 */
import { firstAtOrAfter, timeLists, type TimeLists, type Transfers } from "./transfers.ts";

export interface CycleOptions {
  readonly windowMs: number;
  /** Transfers in a cycle. */
  readonly lengthMin?: number;
  readonly lengthMax?: number;
  /** Each amount is between low and high times the one before; transfers whose amount is unknown fit any band. */
  readonly band?: { readonly low: number; readonly high: number };
  /** Payments of one account that are followed from one arrival. */
  readonly fanMax?: number;
  readonly cyclesMax?: number;
}

export interface Cycles {
  /** Numbers of the transfers, in order; the first is the earliest. */
  readonly cycles: readonly Int32Array[];
  readonly found: number;
  /** Steps whose further payments were not followed. */
  readonly cutShort: number;
}

const LENGTH_LIMIT = 6;

export function temporalCycles(
  transfers: Transfers,
  options: CycleOptions,
  paid: TimeLists = timeLists(transfers, "from"),
  received: TimeLists = timeLists(transfers, "to"),
): Cycles {
  const { windowMs, lengthMin = 3, lengthMax = LENGTH_LIMIT, band, fanMax = 1_000, cyclesMax = 1_000_000 } = options;
  const low = band?.low ?? 0;
  const high = band?.high ?? Number.POSITIVE_INFINITY;
  const { offsets, other, atMs, amountMinor, transfer } = paid;
  const arrivals = received.atMs;
  const arrivalOffsets = received.offsets;
  const onPath = new Uint8Array(transfers.accounts);
  const next = new Int32Array(LENGTH_LIMIT + 1);
  const stop = new Int32Array(LENGTH_LIMIT + 1);
  const step = new Int32Array(LENGTH_LIMIT + 1);
  const cycles: Int32Array[] = [];
  let found = 0;
  let cutShort = 0;
  for (let home = 0; home < transfers.accounts; home++) {
    const arrivalEnd = arrivalOffsets[home + 1];
    let arrival = arrivalOffsets[home];
    if (arrival === arrivalEnd) continue;
    for (let first = offsets[home]; first < offsets[home + 1]; first++) {
      const startMs = atMs[first];
      const endMs = startMs + windowMs;
      // Nothing comes back to this account within the window: most starts end here.
      while (arrival < arrivalEnd && arrivals[arrival] < startMs) arrival++;
      if (arrival === arrivalEnd) break;
      if (arrivals[arrival] > endMs || other[first] === home) continue;
      const firstTransfer = transfer[first];
      let depth = 1;
      step[1] = first;
      let v = other[first];
      onPath[home] = 1;
      onPath[v] = 1;
      next[1] = firstAtOrAfter(atMs, offsets[v], offsets[v + 1], startMs);
      stop[1] = Math.min(offsets[v + 1], next[1] + fanMax);
      while (depth > 0) {
        const k = next[depth];
        if (k >= stop[depth] || atMs[k] > endMs) {
          if (k < offsets[v + 1] && k >= stop[depth] && atMs[k] <= endMs) cutShort++;
          onPath[v] = 0;
          depth--;
          v = depth === 0 ? home : other[step[depth]];
          continue;
        }
        next[depth]++;
        // A step at the very instant of the first counts only when it stands after it, so that no cycle is found twice.
        if (atMs[k] === startMs && transfer[k] <= firstTransfer) continue;
        const before = amountMinor[step[depth]];
        const amount = amountMinor[k];
        if (amount < before * low || amount > before * high) continue;
        const w = other[k];
        if (w === home) {
          if (depth + 1 < lengthMin) continue;
          found++;
          if (cycles.length < cyclesMax) {
            const cycle = new Int32Array(depth + 1);
            for (let d = 1; d <= depth; d++) cycle[d - 1] = transfer[step[d]];
            cycle[depth] = transfer[k];
            cycles.push(cycle);
          }
          continue;
        }
        if (onPath[w] === 1 || depth + 1 >= lengthMax) continue;
        depth++;
        step[depth] = k;
        v = w;
        onPath[w] = 1;
        next[depth] = firstAtOrAfter(atMs, offsets[w], offsets[w + 1], atMs[k]);
        stop[depth] = Math.min(offsets[w + 1], next[depth] + fanMax);
      }
      onPath[home] = 0;
    }
  }
  return { cycles, found, cutShort };
}
