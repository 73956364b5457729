/**
 * What can be measured of the dealings between two accounts without looking at any amount: how they repeat and return, how
 * the two are woven into their surroundings, and how the payments stand in the payer's own rhythm. Times are compared with
 * each other only, so whole days serve as well as milliseconds. Values are in the order of LINK_FEATURES.
 */
import { pairOf, partnerCount, type Pairs } from "./pairs.ts";
import type { Transfers } from "./transfers.ts";

export interface LinkFeature {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
}

export const LINK_FEATURES: readonly LinkFeature[] = [
  { name: "transfers", zh: "两户之间的转账次数", en: "transfers between the two accounts" },
  { name: "repeated", zh: "同一方向的重复转账次数", en: "transfers in the busier direction" },
  { name: "bothWays", zh: "资金有来有回", en: "money went both ways" },
  { name: "commonPartners", zh: "共同往来账户数", en: "accounts that both deal with" },
  { name: "commonWeight", zh: "共同往来账户的紧密程度", en: "closeness by accounts that both deal with" },
  { name: "fewerPartners", zh: "往来较少一方的往来账户数", en: "partners of the account that has fewer" },
  { name: "morePartners", zh: "往来较多一方的往来账户数", en: "partners of the account that has more" },
  { name: "detour", zh: "资金另经第三方到达同一账户", en: "money also takes a way through a third account" },
  { name: "samePayees", zh: "付给同一账户", en: "both pay the same accounts" },
  { name: "samePayers", zh: "收自同一账户", en: "both are paid by the same accounts" },
  { name: "spread", zh: "两户往来首尾相隔（占全部时段）", en: "time from first to last dealing, as a share of the whole period" },
  { name: "apart", zh: "距付款方其他付款的最短间隔（占全部时段）", en: "distance from the payer's other payments, as a share of the whole period" },
  { name: "apartRatio", zh: "上述间隔与付款方平时间隔之比", en: "that distance compared with the payer's usual gap" },
  { name: "firstOrLast", zh: "是付款方的首笔或末笔付款", en: "the payer's first or last payment" },
  { name: "weave", zh: "与共同往来账户形成的紧密小团", en: "a tight knot with an account that both deal with" },
  { name: "weaveInLine", zh: "资金在小团内依次接力", en: "money is passed on inside that knot" },
  { name: "weaveSum", zh: "所处小团的总紧密程度", en: "all such knots together" },
];
export const LINK_FEATURE_COUNT = LINK_FEATURES.length;

/** Beyond this many partners an account says little about who belongs together, and looking at all of them costs much. */
const KNOT_PARTNERS_MAX = 60;
/** If even the account with fewer partners has more than this, what the two have in common is left unknown. */
const COMMON_PARTNERS_MAX = 1_000;
/** Stands for "the payer made no other payment": more than the whole period. */
const ALONE = 1.5;

/** One row of LINK_FEATURE_COUNT values a pair, NaN where unknown. */
export function linkFeatures(transfers: Transfers, pairs: Pairs): Float64Array {
  const rows = new Float64Array(pairs.count * LINK_FEATURE_COUNT);
  const spanMs = Math.max(1, spanOf(transfers.atMs));
  for (let p = 0; p < pairs.count; p++) {
    const row = p * LINK_FEATURE_COUNT;
    const a = pairs.low[p];
    const b = pairs.high[p];
    const n = pairs.up[p] + pairs.down[p];
    rows[row] = n;
    rows[row + 1] = Math.max(pairs.up[p], pairs.down[p]);
    rows[row + 2] = pairs.up[p] > 0 && pairs.down[p] > 0 ? 1 : 0;
    rows[row + 5] = Math.min(partnerCount(pairs, a), partnerCount(pairs, b));
    rows[row + 6] = Math.max(partnerCount(pairs, a), partnerCount(pairs, b));
    rows[row + 10] = n > 1 ? (pairs.lastMs[p] - pairs.firstMs[p]) / spanMs : Number.NaN;
    surroundings(pairs, p, rows, row);
  }
  rhythm(transfers, pairs, spanMs, rows);
  return rows;
}

function spanOf(atMs: Float64Array): number {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const at of atMs) {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return last - first;
}

/** Whether money went from `from` to the other account of the pair. */
function paid(pairs: Pairs, pair: number, from: number): boolean {
  return (pairs.low[pair] === from ? pairs.up[pair] : pairs.down[pair]) > 0;
}

function surroundings(pairs: Pairs, p: number, rows: Float64Array, row: number): void {
  const a = pairs.low[p];
  const b = pairs.high[p];
  const few = partnerCount(pairs, a) <= partnerCount(pairs, b) ? a : b;
  const many = few === a ? b : a;
  if (partnerCount(pairs, few) > COMMON_PARTNERS_MAX) {
    for (const f of [3, 4, 7, 8, 9, 14, 15, 16]) rows[row + f] = Number.NaN;
    return;
  }
  const aPaid = pairs.up[p] > 0;
  const bPaid = pairs.down[p] > 0;
  for (let k = pairs.offsets[few]; k < pairs.offsets[few + 1]; k++) {
    const w = pairs.partner[k];
    const other = w === many ? -1 : pairOf(pairs, many, w);
    if (other < 0) continue;
    const withA = few === a ? pairs.pairOf[k] : other;
    const withB = few === a ? other : pairs.pairOf[k];
    const partners = partnerCount(pairs, w);
    const weight = 1 / partners;
    rows[row + 3]++;
    rows[row + 4] += weight;
    if (aPaid && paid(pairs, withA, a) && paid(pairs, withB, w)) rows[row + 7] += weight;
    if (bPaid && paid(pairs, withB, b) && paid(pairs, withA, w)) rows[row + 7] += weight;
    if (paid(pairs, withA, a) && paid(pairs, withB, b)) rows[row + 8] += weight;
    if (paid(pairs, withA, w) && paid(pairs, withB, w)) rows[row + 9] += weight;
    if (partners <= KNOT_PARTNERS_MAX) knot(pairs, p, w, weight, rows, row);
  }
}

/** A knot: x deals with w, which both know, and with one of the two. In line: money comes through x or goes on to it. */
function knot(pairs: Pairs, p: number, w: number, weight: number, rows: Float64Array, row: number): void {
  const a = pairs.low[p];
  const b = pairs.high[p];
  const aPaid = pairs.up[p] > 0;
  const bPaid = pairs.down[p] > 0;
  let knots = 0;
  let inLine = 0;
  for (let k = pairs.offsets[w]; k < pairs.offsets[w + 1]; k++) {
    const x = pairs.partner[k];
    if (x === a || x === b || partnerCount(pairs, x) > KNOT_PARTNERS_MAX) continue;
    const withA = pairOf(pairs, x, a);
    if (withA >= 0) {
      knots++;
      if (aPaid && paid(pairs, withA, x)) inLine++;
      if (bPaid && paid(pairs, withA, a)) inLine++;
    }
    const withB = pairOf(pairs, x, b);
    if (withB >= 0) {
      knots++;
      if (aPaid && paid(pairs, withB, b)) inLine++;
      if (bPaid && paid(pairs, withB, x)) inLine++;
    }
  }
  rows[row + 14] = Math.max(rows[row + 14], knots * weight);
  rows[row + 15] = Math.max(rows[row + 15], inLine * weight);
  rows[row + 16] += knots * weight;
}

/** How each payment stands among the payer's others; of several payments of a pair, the most unusual. */
function rhythm(transfers: Transfers, pairs: Pairs, spanMs: number, rows: Float64Array): void {
  const { from, atMs, accounts } = transfers;
  const { ofTransfer } = pairs;
  const starts = new Int32Array(accounts + 2);
  for (let i = 0; i < from.length; i++) if (ofTransfer[i] >= 0) starts[from[i] + 2]++;
  for (let v = 2; v < starts.length; v++) starts[v] += starts[v - 1];
  const list = new Int32Array(starts[accounts + 1]);
  for (let i = 0; i < from.length; i++) if (ofTransfer[i] >= 0) list[starts[from[i] + 1]++] = i;
  for (let v = 0; v < accounts; v++) {
    const own = list.subarray(starts[v], starts[v + 1]).sort((i, j) => atMs[i] - atMs[j] || i - j);
    const last = own.length - 1;
    const ownSpanMs = last > 0 ? atMs[own[last]] - atMs[own[0]] : 0;
    for (let k = 0; k <= last; k++) {
      const at = atMs[own[k]];
      const row = ofTransfer[own[k]] * LINK_FEATURE_COUNT;
      const gapMs = Math.min(k > 0 ? at - atMs[own[k - 1]] : Number.POSITIVE_INFINITY, k < last ? atMs[own[k + 1]] - at : Number.POSITIVE_INFINITY);
      rows[row + 11] = Math.max(rows[row + 11], last === 0 ? ALONE : gapMs / spanMs);
      // One division only: then days and milliseconds give the same figure to the last bit.
      if (last > 0) rows[row + 12] = Math.max(rows[row + 12], ownSpanMs > 0 ? (gapMs * last) / ownSpanMs : 0);
      // Among payments at one instant it does not matter which stands first.
      if (at === atMs[own[0]] || at === atMs[own[last]]) rows[row + 13] = 1;
    }
  }
}
