/**
 * Rates a number from its monthly figures with a small model of boosted trees. The score says how much the figures are
 * like those of numbers used for scams; it names the figures that weighed and acts on nothing by itself.
 */
import { loadTreeModel, logistic, saveTreeModel, treeContributions, treeLogOdds, type TreeModel, type TreeModelFile, type TreeModelKind } from "../base/tree-model.ts";
import { SUBSCRIBER_FEATURES } from "./features.ts";

const KIND: TreeModelKind = {
  format: "duanliu-subscriber-model/1",
  columns: SUBSCRIBER_FEATURES.map((feature) => feature.column),
  name: "subscriber model",
  maker: "scripts/train/subscriber.ts",
};

export type SubscriberModel = TreeModel;

export interface SubscriberReason {
  readonly zh: string;
  readonly en: string;
  readonly column: string;
  /** NaN when unknown. */
  readonly value: number;
  /** In log-odds; above zero towards scam. */
  readonly contribution: number;
}

export function saveSubscriberModel(file: Omit<TreeModelFile, "format">): Uint8Array {
  return saveTreeModel({ format: KIND.format, ...file });
}

/** Reads a model file. Throws `model-invalid` when it is cut, changed, or not for these columns. */
export function loadSubscriberModel(bytes: Uint8Array): SubscriberModel {
  return loadTreeModel(bytes, KIND);
}

function checkRow(row: Float64Array): void {
  if (row.length !== SUBSCRIBER_FEATURES.length) throw new Error(`bug: a subscriber row has ${row.length} values, expected ${SUBSCRIBER_FEATURES.length}`);
}

/** How much the figures are like those of scam numbers, 0 to 1. `row` in the order of SUBSCRIBER_FEATURES, NaN unknown. */
export function scoreSubscriber(model: SubscriberModel, row: Float64Array): number {
  checkRow(row);
  return logistic(treeLogOdds(model, row));
}

/** The figures that weighed most, either way, strongest first. Their sum with what is left out is the score's log-odds. */
export function explainSubscriber(model: SubscriberModel, row: Float64Array, max: number): readonly SubscriberReason[] {
  checkRow(row);
  const given = treeContributions(model, row);
  return SUBSCRIBER_FEATURES.map((feature, f): SubscriberReason => ({
    zh: feature.zh,
    en: feature.en,
    column: feature.column,
    value: row[f],
    contribution: given[f],
  }))
    .filter((reason) => reason.contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, Math.max(0, max));
}
