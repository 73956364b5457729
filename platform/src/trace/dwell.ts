/**
 * How long money rests before an account pays again, as observed: of one account, of a tier of one trace, of the town. From
 * it comes the chance that money is still there after a while. Few observations say little, so their number is always
 * given along, and where an account has too few the next wider circle speaks for it.
 */
import { ENTRY_DOUBLES } from "./entries.ts";
import type { MoneyGraph } from "./graph.ts";
import type { Trace } from "./trace.ts";

/** Whose observations they are: the account's own, those of the tier in this trace, those of all accounts. */
export type DwellBasis = "account" | "tier" | "town";

export interface Dwell {
  readonly basis: DwellBasis;
  /** Times from an arrival to the next payment, shortest first. Never empty. */
  readonly samplesMs: readonly number[];
}

/** Fewer observations than this leave the question to the next circle (assumed). */
export const DWELL_MIN = 5;
/** Newest payments, and newest receipts, of an account that are looked at. */
const ENTRIES_MAX = 2_000;

/** Times from each arrival to the account's next payment, in the order of time; the newest so many. */
export function accountDwell(graph: MoneyGraph, pocket: number, untilMs: number): readonly number[] {
  const samples: number[] = [];
  let waiting: number[] = [];
  for (const [atMs, change] of newestEntries(graph, pocket, untilMs)) {
    if (change > 0) waiting.push(atMs);
    else {
      for (const arrivedAtMs of waiting) samples.push(atMs - arrivedAtMs);
      waiting = [];
    }
  }
  return samples;
}

/** Payments as negative changes, in the order of time. */
function newestEntries(graph: MoneyGraph, pocket: number, untilMs: number): readonly (readonly [atMs: number, change: number])[] {
  const entries: [number, number][] = [];
  for (const [runs, sign] of [
    [graph.receipts, 1],
    [graph.payments, -1],
  ] as const) {
    runs.seat(pocket, 0);
    let taken = 0;
    for (let piece = runs.pieces - 1; piece >= 0 && taken < ENTRIES_MAX; piece--) {
      runs.seat(pocket, piece);
      for (let i = runs.length - 1; i >= 0 && taken < ENTRIES_MAX; i--) {
        const d = runs.base + i * ENTRY_DOUBLES;
        if (runs.doubles[d] > untilMs) continue;
        entries.push([runs.doubles[d], runs.doubles[d + 1] * sign]);
        taken++;
      }
    }
  }
  // Of one instant, what came in first: it can only have rested no time at all.
  return entries.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

/** Observations of a sample of all accounts, evenly through their numbers: the same for the same graph. */
export function townDwell(graph: MoneyGraph, untilMs: number, pocketsMax = 2_000): readonly number[] {
  const samples: number[] = [];
  const step = Math.max(1, Math.floor(graph.pockets.count / pocketsMax));
  for (let pocket = 0; pocket < graph.pockets.count; pocket += step) samples.push(...accountDwell(graph, pocket, untilMs).slice(-20));
  return samples;
}

/** How long stolen money rested before it went on, by the tier that had brought it, in one trace. */
export function tierDwell(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const arrived = new Map<string, { readonly atMs: number; readonly tier: number }>();
  const samples = new Map<number, number[]>();
  for (const h of trace.hops) {
    const from = arrived.get(`${h.from.institution}:${h.from.account}`);
    if (from !== undefined) {
      const list = samples.get(from.tier) ?? [];
      list.push(h.occurredAtMs - from.atMs);
      samples.set(from.tier, list);
    }
    arrived.set(`${h.to.institution}:${h.to.account}`, { atMs: h.occurredAtMs, tier: h.tier });
  }
  return samples;
}

/** The narrowest circle with enough observations; undefined when none has. */
export function dwellOf(own: readonly number[], tier: readonly number[], town: readonly number[]): Dwell | undefined {
  const circles: readonly (readonly [DwellBasis, readonly number[]])[] = [
    ["account", own],
    ["tier", tier],
    ["town", town],
  ];
  const found = circles.find(([, samples]) => samples.length >= DWELL_MIN);
  return found === undefined ? undefined : { basis: found[0], samplesMs: [...found[1]].sort((a, b) => a - b) };
}

/**
 * The chance that money rests longer than `ms`: 1 at once, falling in straight lines through the observations (the i-th
 * of n leaves 1 - i/(n+1), as nothing observed is never nothing possible), and beyond the longest in inverse proportion
 * to the time (assumed).
 */
export function chanceOfRest(samplesMs: readonly number[], ms: number): number {
  const n = samplesMs.length;
  const longest = samplesMs[n - 1];
  if (ms <= 0) return 1;
  if (ms >= longest) return (1 / (n + 1)) * (longest > 0 ? longest / ms : 0);
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (samplesMs[middle] <= ms) low = middle + 1;
    else high = middle;
  }
  // `low` observations are not longer than ms.
  const before = low === 0 ? 0 : samplesMs[low - 1];
  const after = samplesMs[low];
  return 1 - (low + (ms - before) / (after - before)) / (n + 1);
}

/** The chance that money which has rested for `restedMs` rests `moreMs` longer. */
export function chanceOfMore(samplesMs: readonly number[], restedMs: number, moreMs: number): number {
  const now = chanceOfRest(samplesMs, restedMs);
  return now === 0 ? 0 : Math.min(1, chanceOfRest(samplesMs, restedMs + moreMs) / now);
}

/** How much longer money that has rested for `restedMs` rests with a chance of `share` (0.5: the median), in ms. */
export function restLeft(samplesMs: readonly number[], restedMs: number, share: number): number {
  let low = 0;
  let high = Math.max(1_000, samplesMs[samplesMs.length - 1]);
  while (chanceOfMore(samplesMs, restedMs, high) > share && high < 1e12) high *= 2;
  for (let step = 0; step < 60 && high - low > 0.5; step++) {
    const middle = (low + high) / 2;
    if (chanceOfMore(samplesMs, restedMs, middle) > share) low = middle;
    else high = middle;
  }
  return Math.round(high);
}
