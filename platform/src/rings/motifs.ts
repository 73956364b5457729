/**
 * Finds the shapes of motif.ts in transfers, each with the transfers that make it: fans, scatter–gather, payers and payees
 * who all deal with each other, and test payments. Cycles are in temporal-cycles.ts. Every account is looked at once, in
 * order; accounts with too many transfers are named instead of searched.
 */
import { MOTIF_LIMITS, type Motif, type MotifLimits } from "./motif.ts";
import { firstAtOrAfter, timeLists, type TimeLists, type Transfers } from "./transfers.ts";

export interface Motifs {
  readonly motifs: readonly Motif[];
  /** Accounts that have more transfers than are looked through. */
  readonly notSearched: readonly number[];
}

export function findMotifs(transfers: Transfers, limits: MotifLimits = MOTIF_LIMITS): Motifs {
  const paid = timeLists(transfers, "from");
  const received = timeLists(transfers, "to");
  const motifs: Motif[] = [];
  const notSearched: number[] = [];
  for (let v = 0; v < transfers.accounts; v++) {
    if (sizeOf(paid, v) > limits.transfersMax || sizeOf(received, v) > limits.transfersMax) {
      notSearched.push(v);
      continue;
    }
    const found = [fanIn(v, paid, received, limits), fanOut(v, paid, received, limits), ...scatterGather(v, paid, limits), couplingTest(v, paid, received, limits)];
    for (const motif of found) if (motif !== null) motifs.push(motif);
  }
  motifs.push(...bipartite(transfers.accounts, paid, received, limits));
  return { motifs, notSearched };
}

const sizeOf = (lists: TimeLists, v: number): number => lists.offsets[v + 1] - lists.offsets[v];

function motifOf(kind: Motif["kind"], accounts: readonly number[], entries: readonly (readonly [TimeLists, number])[]): Motif {
  const order = [...entries].sort(([a, i], [b, j]) => a.atMs[i] - b.atMs[j] || a.transfer[i] - b.transfer[j]);
  const [first] = order;
  const last = order[order.length - 1];
  return { kind, accounts, transfers: order.map(([lists, k]) => lists.transfer[k]), firstMs: first[0].atMs[first[1]], lastMs: last[0].atMs[last[1]] };
}

/** Many payers within the window, and after the first of them one or two payees. */
function fanIn(v: number, paid: TimeLists, received: TimeLists, limits: MotifLimits): Motif | null {
  const crowd = widestCrowd(v, received, limits);
  if (crowd === null) return null;
  const startMs = received.atMs[crowd.from];
  const out = firstAtOrAfter(paid.atMs, paid.offsets[v], paid.offsets[v + 1], startMs);
  const outEnd = firstAtOrAfter(paid.atMs, out, paid.offsets[v + 1], startMs + limits.fanWindowMs + 1);
  return fan("fan-in", v, received, crowd, paid, out, outEnd, limits);
}

/** Many payees within the window, fed by one or two payers since a window before. */
function fanOut(v: number, paid: TimeLists, received: TimeLists, limits: MotifLimits): Motif | null {
  const crowd = widestCrowd(v, paid, limits);
  if (crowd === null) return null;
  const endMs = paid.atMs[crowd.to - 1];
  const into = firstAtOrAfter(received.atMs, received.offsets[v], received.offsets[v + 1], endMs - limits.fanWindowMs);
  const intoEnd = firstAtOrAfter(received.atMs, into, received.offsets[v + 1], endMs + 1);
  return fan("fan-out", v, paid, crowd, received, into, intoEnd, limits);
}

function fan(kind: "fan-in" | "fan-out", v: number, wide: TimeLists, crowd: Crowd, narrow: TimeLists, from: number, to: number, limits: MotifLimits): Motif | null {
  const ends = new Set<number>();
  for (let k = from; k < to; k++) ends.add(narrow.other[k]);
  ends.delete(v);
  if (ends.size === 0 || ends.size > limits.narrowMax) return null;
  const many = new Set<number>();
  const entries: (readonly [TimeLists, number])[] = [];
  for (let k = crowd.from; k < crowd.to; k++) {
    many.add(wide.other[k]);
    entries.push([wide, k]);
  }
  for (let k = from; k < to; k++) entries.push([narrow, k]);
  many.delete(v);
  return motifOf(kind, [v, ...new Set([...[...many].sort((a, b) => a - b), ...[...ends].sort((a, b) => a - b)])], entries);
}

interface Crowd {
  readonly from: number;
  readonly to: number;
}

/** The stretch of one window with the most different accounts at the other end, if they are enough. */
function widestCrowd(v: number, lists: TimeLists, limits: MotifLimits): Crowd | null {
  const { offsets, other, atMs } = lists;
  const counts = new Map<number, number>();
  let best: Crowd | null = null;
  let bestSize = limits.fanMin - 1;
  let from = offsets[v];
  for (let k = offsets[v]; k < offsets[v + 1]; k++) {
    counts.set(other[k], (counts.get(other[k]) ?? 0) + 1);
    while (atMs[from] < atMs[k] - limits.fanWindowMs) {
      const left = (counts.get(other[from]) ?? 0) - 1;
      if (left === 0) counts.delete(other[from]);
      else counts.set(other[from], left);
      from++;
    }
    if (counts.size > bestSize) {
      bestSize = counts.size;
      best = { from, to: k + 1 };
    }
  }
  return best;
}

/** One payer, several accounts between, one account where it all arrives, each second step after the first. */
function scatterGather(v: number, paid: TimeLists, limits: MotifLimits): readonly Motif[] {
  const { offsets, other, atMs } = paid;
  const ways = new Map<number, Map<number, readonly [number, number]>>();
  for (let k = offsets[v]; k < offsets[v + 1]; k++) {
    const middle = other[k];
    if (middle === v || sizeOf(paid, middle) > limits.transfersMax) continue;
    for (let j = firstAtOrAfter(atMs, offsets[middle], offsets[middle + 1], atMs[k]); j < offsets[middle + 1] && atMs[j] <= atMs[k] + limits.fanWindowMs; j++) {
      const end = other[j];
      if (end === v || end === middle) continue;
      const way = ways.get(end) ?? new Map<number, readonly [number, number]>();
      if (!way.has(middle)) way.set(middle, [k, j]);
      ways.set(end, way);
    }
  }
  const motifs: Motif[] = [];
  for (const [end, way] of [...ways].sort(([a], [b]) => a - b)) {
    if (way.size < limits.middleMin) continue;
    const steps = [...way.values()].flatMap(([k, j]) => [[paid, k] as const, [paid, j] as const]);
    motifs.push(motifOf("scatter-gather", [v, ...[...way.keys()].sort((a, b) => a - b), end], steps));
  }
  return motifs;
}

/** A tiny transfer in or out, and within the hour a hundred times as much. The earliest such pair. */
function couplingTest(v: number, paid: TimeLists, received: TimeLists, limits: MotifLimits): Motif | null {
  let best: Motif | null = null;
  for (const small of [paid, received]) {
    for (let k = small.offsets[v]; k < small.offsets[v + 1]; k++) {
      if (best !== null && best.firstMs <= small.atMs[k]) break;
      const amount = small.amountMinor[k];
      if (!(amount >= limits.testMinorMin && amount <= limits.testMinorMax)) continue;
      const large = largeAfter(v, small.atMs[k], amount * limits.testFactor, [paid, received], limits);
      if (large === null) continue;
      const [lists, j] = large;
      best = motifOf("coupling-test", [...new Set([v, small.other[k], lists.other[j]])], [[small, k], large]);
      break;
    }
  }
  return best;
}

/** The first transfer of at least so much within the test's window. */
function largeAfter(v: number, fromMs: number, minor: number, sides: readonly TimeLists[], limits: MotifLimits): readonly [TimeLists, number] | null {
  for (const lists of sides) {
    const end = lists.offsets[v + 1];
    for (let j = firstAtOrAfter(lists.atMs, lists.offsets[v], end, fromMs); j < end && lists.atMs[j] <= fromMs + limits.testWindowMs; j++) {
      if (lists.amountMinor[j] >= minor) return [lists, j];
    }
  }
  return null;
}

/**
 * Payers who all pay the same payees. Payees with the same set of payers are grouped; a payee that has further payers joins
 * where the group's payers are among them. Every payer is in the largest group found for it, once.
 */
function bipartite(accounts: number, paid: TimeLists, received: TimeLists, limits: MotifLimits): readonly Motif[] {
  const motifs: Motif[] = [];
  const seen = new Set<string>();
  for (let payee = 0; payee < accounts; payee++) {
    if (sizeOf(received, payee) < limits.sideMin || sizeOf(received, payee) > limits.transfersMax) continue;
    const payers = distinctOthers(received, payee);
    if (payers.length < limits.sideMin) continue;
    // Payees that enough of these payers have in common, each with the payers that pay it.
    const shared = new Map<number, number[]>();
    for (const payer of payers) {
      if (sizeOf(paid, payer) > limits.transfersMax) continue;
      for (const other of distinctOthers(paid, payer)) (shared.get(other) ?? shared.set(other, []).get(other))?.push(payer);
    }
    const candidates = [...shared].filter(([other, own]) => other !== payee && own.length >= limits.sideMin).sort(([a, own], [b, others]) => others.length - own.length || a - b);
    let common = payers;
    const payees = [payee];
    for (const [other, own] of candidates) {
      const both = common.filter((payer) => own.includes(payer) && payer !== other);
      if (both.length < limits.sideMin) continue;
      common = both;
      payees.push(other);
    }
    if (payees.length < limits.sideMin) continue;
    payees.sort((a, b) => a - b);
    common = common.filter((payer) => !payees.includes(payer));
    const key = `${common.join()}>${payees.join()}`;
    if (common.length < limits.sideMin || seen.has(key)) continue;
    seen.add(key);
    const inside = new Set(common);
    const entries = payees.flatMap((p) => {
      const own: (readonly [TimeLists, number])[] = [];
      for (let k = received.offsets[p]; k < received.offsets[p + 1]; k++) if (inside.has(received.other[k])) own.push([received, k]);
      return own;
    });
    motifs.push(motifOf("bipartite", [...common, ...payees], entries));
  }
  return motifs;
}

function distinctOthers(lists: TimeLists, v: number): number[] {
  const others = new Set<number>();
  for (let k = lists.offsets[v]; k < lists.offsets[v + 1]; k++) if (lists.other[k] !== v) others.add(lists.other[k]);
  return [...others].sort((a, b) => a - b);
}
