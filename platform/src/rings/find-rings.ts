/**
 * From transfers to scored accounts and to rings: links that look like a ring's are joined to groups, hubs left out and
 * named, large groups divided into communities. Every account has a score and at most one ring. Amounts are not read for
 * the score; they are summed for what a ring moved.
 */
import { buildAdjacency } from "./adjacency.ts";
import { connectedComponents } from "./components.ts";
import { leiden } from "./leiden.ts";
import { linkFeatures } from "./link-features.ts";
import { pairUp, partnerCount, type Pairs } from "./pairs.ts";
import { scoreAccounts, scoreLinks, type RingModel } from "./ring-model.ts";
import type { Transfers } from "./transfers.ts";

export interface FindRingsOptions {
  /** Links from this score on join two accounts into one ring. */
  readonly linkMin?: number;
  /** Accounts with more partners join nothing: payment aggregators, exchanges, large shops. */
  readonly partnersMax?: number;
  /** Accounts known to be public, which join nothing either. */
  readonly publicAccounts?: ReadonlySet<number>;
  /** Groups of more accounts are divided into communities. */
  readonly accountsMax?: number;
  /** Of that division: above 1 gives smaller rings. */
  readonly resolution?: number;
}

/** Chosen on training folds: lower joins more true members and more strangers. */
export const LINK_MIN = 0.15;
const PARTNERS_MAX = 1_000;
const ACCOUNTS_MAX = 8;
/** Below 1: a ring holds together longer than a community of a large network would. */
const RESOLUTION = 0.5;

export interface FoundRing {
  /** Ascending. */
  readonly accounts: readonly number[];
  /** Pairs that hold it together. */
  readonly links: readonly number[];
  /** Highest link score in it. */
  readonly score: number;
}

export interface RingFindings {
  readonly pairs: Pairs;
  readonly features: Float64Array;
  readonly linkScores: Float64Array;
  readonly accountScores: Float64Array;
  /** Strongest first. */
  readonly rings: readonly FoundRing[];
  /** Index into `rings`, −1 for none. */
  readonly ringOf: Int32Array;
  /** Accounts that were kept out of every ring, with the reason. */
  readonly leftOut: readonly { readonly account: number; readonly reason: "hub" | "public"; readonly partners: number }[];
}

export function findRings(transfers: Transfers, model: RingModel, options: FindRingsOptions = {}): RingFindings {
  const pairs = pairUp(transfers);
  const features = linkFeatures(transfers, pairs);
  const linkScores = scoreLinks(model, features);
  return { pairs, features, linkScores, accountScores: scoreAccounts(pairs, linkScores), ...ringsOf(pairs, linkScores, options) };
}

/** Rings from scores alone. */
export function ringsOf(pairs: Pairs, linkScores: Float64Array, options: FindRingsOptions = {}): Pick<RingFindings, "rings" | "ringOf" | "leftOut"> {
  const { linkMin = LINK_MIN, partnersMax = PARTNERS_MAX, publicAccounts = new Set<number>(), accountsMax = ACCOUNTS_MAX, resolution = RESOLUTION } = options;
  const out = new Uint8Array(pairs.accounts);
  const leftOut: { account: number; reason: "hub" | "public"; partners: number }[] = [];
  for (let v = 0; v < pairs.accounts; v++) {
    const partners = partnerCount(pairs, v);
    const known = publicAccounts.has(v);
    if (!known && partners <= partnersMax) continue;
    out[v] = 1;
    leftOut.push({ account: v, reason: known ? "public" : "hub", partners });
  }
  const strong: number[] = [];
  for (let p = 0; p < pairs.count; p++) if (linkScores[p] >= linkMin && (out[pairs.low[p]] | out[pairs.high[p]]) === 0) strong.push(p);
  const { label } = connectedComponents(
    pairs.accounts,
    Int32Array.from(strong, (p) => pairs.low[p]),
    Int32Array.from(strong, (p) => pairs.high[p]),
    out,
  );
  const groups = new Map<number, number[]>();
  for (const p of strong) {
    const group = groups.get(label[pairs.low[p]]);
    if (group === undefined) groups.set(label[pairs.low[p]], [p]);
    else group.push(p);
  }
  const rings = [...groups.values()]
    .flatMap((links) => divide(pairs, linkScores, links, accountsMax, resolution))
    .sort((a, b) => b.score - a.score || a.accounts[0] - b.accounts[0]);
  const ringOf = new Int32Array(pairs.accounts).fill(-1);
  for (const [r, ring] of rings.entries()) for (const v of ring.accounts) ringOf[v] = r;
  return { rings, ringOf, leftOut };
}

function divide(pairs: Pairs, linkScores: Float64Array, links: readonly number[], accountsMax: number, resolution: number): readonly FoundRing[] {
  const accounts = [...new Set(links.flatMap((p) => [pairs.low[p], pairs.high[p]]))].sort((a, b) => a - b);
  if (accounts.length <= accountsMax) return [ringFrom(linkScores, accounts, links)];
  const place = new Map(accounts.map((v, i) => [v, i]));
  const end = (v: number): number => place.get(v) ?? 0;
  const graph = buildAdjacency(
    accounts.length,
    Int32Array.from(links, (p) => end(pairs.low[p])),
    Int32Array.from(links, (p) => end(pairs.high[p])),
    Float32Array.from(links, (p) => linkScores[p]),
  );
  const { count, label } = leiden(graph, { seed: 1, rounds: 10, resolution });
  return Array.from({ length: count }, (_, c) =>
    ringFrom(
      linkScores,
      accounts.filter((_, i) => label[i] === c),
      links.filter((p) => label[end(pairs.low[p])] === c && label[end(pairs.high[p])] === c),
    ),
  ).filter((ring) => ring.accounts.length > 1);
}

function ringFrom(linkScores: Float64Array, accounts: readonly number[], links: readonly number[]): FoundRing {
  return { accounts, links, score: links.reduce((best, p) => Math.max(best, linkScores[p]), 0) };
}
