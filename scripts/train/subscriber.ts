/**
 * Trains the subscriber model from a CSV with the columns of `subscribers/features.ts` and a `label` column (0, 1, empty):
 *   node scripts/train/subscriber.ts --data subscribers.csv --out platform/models/subscriber.txt
 *   node scripts/train/subscriber.ts --data subscribers.csv --evaluate [--repeats 3]
 * `--evaluate` cross-validates in five stratified folds over the labelled rows and writes nothing. Rows without a label
 * are read and left out.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Prng } from "../../platform/src/base/prng.ts";
import { SUBSCRIBER_FEATURES } from "../../platform/src/subscribers/features.ts";
import { loadSubscriberModel, saveSubscriberModel, scoreSubscriber } from "../../platform/src/subscribers/subscriber-model.ts";
import { SubscriberTableReader, type SubscriberRow } from "../../platform/src/subscribers/table.ts";
import { trainBoostedTrees, type BoostedTrees, type BoostSettings } from "./boost.ts";

/** Chosen by cross-validation among some ten settings that differed by less than the spread between fold draws. */
export const SETTINGS: BoostSettings = { trees: 250, depthMax: 4, rate: 0.04, shrink: 4, leafRowsMin: 15, rowShare: 0.6, featureShare: 0.2, cutsMax: 63, seed: 5 };
const FOLDS = 5;

/** Cuts and values with five digits: the file halves and no score moves by more than noise. */
const short = (x: number): number => Number(x.toPrecision(5));

export function toModelBytes(trained: BoostedTrees, version: string): Uint8Array {
  return saveSubscriberModel({
    version,
    columns: SUBSCRIBER_FEATURES.map((feature) => feature.column),
    base: trained.base,
    trees: trained.trees.map((tree) => tree.map((n) => [n.feature, short(n.cut), n.missingLeft ? 1 : 0, n.left, n.right, short(n.value)] as const)),
  });
}

export function toTable(rows: readonly SubscriberRow[]): { columns: Float64Array[]; labels: Uint8Array } {
  return {
    columns: SUBSCRIBER_FEATURES.map((_, f) => Float64Array.from(rows, (row) => row.values[f] ?? Number.NaN)),
    labels: Uint8Array.from(rows, (row) => (row.label === true ? 1 : 0)),
  };
}

function areaUnderCurve(scores: readonly number[], labels: Uint8Array): number {
  const order = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let ranks = 0;
  let positives = 0;
  order.forEach((i, rank) => {
    if (labels[i] !== 1) return;
    ranks += rank + 1;
    positives++;
  });
  return (ranks - (positives * (positives + 1)) / 2) / positives / (scores.length - positives);
}

function macroF1(scores: readonly number[], labels: Uint8Array): number {
  let tp = 0;
  let fp = 0;
  let fn = 0;
  let tn = 0;
  scores.forEach((s, i) => {
    const scam = labels[i] === 1;
    if (s > 0.5 && scam) tp++;
    else if (s > 0.5) fp++;
    else if (scam) fn++;
    else tn++;
  });
  return ((2 * tp) / (2 * tp + fp + fn) + (2 * tn) / (2 * tn + fp + fn)) / 2;
}

/** Recall where this share of ordinary numbers is above. */
function recallAt(scores: readonly number[], labels: Uint8Array, share: number): number {
  const ordinary = scores.filter((_, i) => labels[i] === 0).sort((a, b) => b - a);
  const mark = ordinary[Math.floor(share * ordinary.length)] ?? 1;
  const found = scores.filter((s, i) => labels[i] === 1 && s > mark).length;
  return found / (scores.length - ordinary.length);
}

function evaluate(rows: readonly SubscriberRow[], repeats: number): void {
  const table = toTable(rows);
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const random = new Prng(repeat);
    const fold = new Uint8Array(rows.length);
    for (const label of [0, 1]) {
      const own = [...rows.keys()]
        .filter((i) => table.labels[i] === label)
        .map((i) => ({ i, draw: random.next() }))
        .sort((a, b) => a.draw - b.draw);
      own.forEach(({ i }, k) => (fold[i] = k % FOLDS));
    }
    const scores = Array.from({ length: rows.length }, () => 0);
    for (let f = 0; f < FOLDS; f++) {
      const train = Int32Array.from([...rows.keys()].filter((i) => fold[i] !== f));
      const model = loadSubscriberModel(toModelBytes(trainBoostedTrees(table, train, SETTINGS), "fold"));
      rows.forEach((row, i) => {
        if (fold[i] === f) scores[i] = scoreSubscriber(model, row.values);
      });
    }
    const show = (x: number): string => x.toFixed(4);
    console.log(
      `draw ${repeat}: AUC ${show(areaUnderCurve(scores, table.labels))}, macro-F1 at 0.5 ${show(macroF1(scores, table.labels))}, recall at 1 % ${show(recallAt(scores, table.labels, 0.01))}, at 0.1 % ${show(recallAt(scores, table.labels, 0.001))}`,
    );
  }
}

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    out: { type: "string" },
    evaluate: { type: "boolean" },
    repeats: { type: "string", default: "1" },
    version: { type: "string", default: "1" },
  },
});
if (options.data === undefined || (options.out === undefined) === (options.evaluate === undefined)) {
  console.error("usage: node scripts/train/subscriber.ts --data FILE (--out FILE [--version N] | --evaluate [--repeats N])");
  process.exit(64);
}
const reader = new SubscriberTableReader();
const all = [...reader.read(readFileSync(options.data, "utf8")), ...reader.end()];
const labelled = all.filter((row) => row.label !== null);
console.log(`${all.length} rows, ${labelled.length} labelled, ${labelled.filter((row) => row.label === true).length} of them scam`);
if (options.evaluate === true) evaluate(labelled, Number(options.repeats));
else if (options.out !== undefined) {
  const bytes = toModelBytes(trainBoostedTrees(toTable(labelled), Int32Array.from(labelled.keys()), SETTINGS), options.version);
  writeFileSync(options.out, bytes);
  console.log(`${options.out}: ${bytes.length} bytes`);
}
