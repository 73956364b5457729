/**
 * Rates the dealings between two accounts, and from them the accounts, by how much they are like those of rings that pass
 * money among themselves: small boosted trees over the figures of link-features.ts, no amounts. It names what weighed and
 * acts on nothing by itself; a score is a reason to look, never a finding about a person.
 */
import { loadTreeModel, logistic, saveTreeModel, treeContributions, treeLogOdds, type TreeModel, type TreeModelFile, type TreeModelKind } from "../base/tree-model.ts";
import { LINK_FEATURE_COUNT, LINK_FEATURES } from "./link-features.ts";
import type { Pairs } from "./pairs.ts";

const KIND: TreeModelKind = { format: "duanliu-ring-model/1", columns: LINK_FEATURES.map((f) => f.name), name: "ring model", maker: "scripts/train/rings.ts" };

export type RingModel = TreeModel;

export function saveRingModel(file: Omit<TreeModelFile, "format" | "columns">): Uint8Array {
  return saveTreeModel({ format: KIND.format, columns: KIND.columns, ...file });
}

/** Reads a model file. Throws `model-invalid` when it is cut, changed, or not for these figures. */
export function loadRingModel(bytes: Uint8Array): RingModel {
  return loadTreeModel(bytes, KIND);
}

/** Score of every pair, 0 to 1. `rows` is what `linkFeatures` gave. */
export function scoreLinks(model: RingModel, rows: Float64Array): Float64Array {
  const scores = new Float64Array(rows.length / LINK_FEATURE_COUNT);
  for (let p = 0; p < scores.length; p++) scores[p] = logistic(treeLogOdds(model, rows, p * LINK_FEATURE_COUNT));
  return scores;
}

/** Links of an account that count towards its score: a shop with thousands of customers must not add up to a ring. */
export const LINKS_COUNTED = 3;

/** Of each account the strongest links joined as 1 − Π(1 − score): one sure link is enough, several weak ones add up. */
export function scoreAccounts(pairs: Pairs, linkScores: Float64Array): Float64Array {
  const scores = new Float64Array(pairs.accounts);
  for (let v = 0; v < pairs.accounts; v++) {
    let rest = 1;
    for (const p of strongestLinks(pairs, linkScores, v, LINKS_COUNTED)) rest *= 1 - linkScores[p];
    scores[v] = 1 - rest;
  }
  return scores;
}

/** Pairs of an account with the highest scores, highest first. */
export function strongestLinks(pairs: Pairs, linkScores: Float64Array, account: number, max: number): readonly number[] {
  const best: number[] = [];
  for (let k = pairs.offsets[account]; k < pairs.offsets[account + 1]; k++) {
    const p = pairs.pairOf[k];
    const score = linkScores[p];
    if (best.length === max && score <= linkScores[best[max - 1]]) continue;
    let at = best.length;
    while (at > 0 && linkScores[best[at - 1]] < score) at--;
    best.splice(at, 0, p);
    if (best.length > max) best.pop();
  }
  return best;
}

export interface RingReason {
  readonly zh: string;
  readonly en: string;
  readonly name: string;
  /** NaN when unknown. */
  readonly value: number;
  /** In log-odds; above zero towards a ring. */
  readonly contribution: number;
}

/** The figures of one link that weighed most, either way, strongest first. */
export function explainLink(model: RingModel, rows: Float64Array, pair: number, max: number): readonly RingReason[] {
  const offset = pair * LINK_FEATURE_COUNT;
  const given = treeContributions(model, rows, offset);
  return LINK_FEATURES.map((f, i): RingReason => ({ zh: f.zh, en: f.en, name: f.name, value: rows[offset + i], contribution: given[i] }))
    .filter((reason) => reason.contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, Math.max(0, max));
}
