/**
 * Trains the ring model on AMLSim-like sets: folders with nodes.csv and transactions.csv. Amounts only tell which transfers
 * were made by the simulated rings (below --launder-below, as these sets have it) and are hidden from everything else;
 * repeated rows are dropped.
 *   node scripts/train/rings.ts --data DIR --data DIR --evaluate [--salt N]
 *   node scripts/train/rings.ts --data DIR --data DIR --out platform/models/rings.txt
 * `--evaluate` cross-validates in five folds; all accounts of a true ring are in one fold, in every set.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { mix32 } from "../../platform/src/base/hash.ts";
import { connectedComponents } from "../../platform/src/rings/components.ts";
import { ringsOf } from "../../platform/src/rings/find-rings.ts";
import { LINK_FEATURE_COUNT, LINK_FEATURES, linkFeatures } from "../../platform/src/rings/link-features.ts";
import { pairUp, type Pairs } from "../../platform/src/rings/pairs.ts";
import { loadRingModel, saveRingModel, scoreAccounts, scoreLinks } from "../../platform/src/rings/ring-model.ts";
import type { Transfers } from "../../platform/src/rings/transfers.ts";
import { trainBoostedTrees, type BoostedTrees, type BoostSettings, type Table } from "./boost.ts";

const SETTINGS: BoostSettings = { trees: 150, depthMax: 5, rate: 0.08, shrink: 4, leafRowsMin: 15, rowShare: 0.7, featureShare: 0.5, cutsMax: 63, seed: 5 };
const FOLDS = 5;
/** Of links that show nothing at all, one in so many is kept and stands for the others. */
const PLAIN_KEPT = 8;

interface Set_ {
  readonly name: string;
  readonly transfers: Transfers;
  readonly pairs: Pairs;
  readonly rows: Float64Array;
  /** Per pair: a simulated ring's transfer went between the two. */
  readonly labels: Uint8Array;
  /** Accounts of the true rings: what the rings' own transfers connect. */
  readonly trueRings: readonly ReadonlySet<number>[];
}

function readSet(folder: string, launderBelow: number): Set_ {
  const lines = (name: string): string[] => readFileSync(path.join(folder, name), "utf8").trim().split("\n").slice(1);
  const accounts = lines("nodes.csv").length;
  const seen = new Set<string>();
  const cells: [number, number, number, boolean][] = [];
  for (const line of lines("transactions.csv")) {
    const [from, to, value, time] = line.split(",").map(Number);
    const key = `${from} ${to} ${time}`;
    if (seen.has(key)) continue;
    seen.add(key);
    cells.push([from, to, time, value < launderBelow]);
  }
  return makeSet(path.basename(folder), accounts, cells);
}

function makeSet(name: string, accounts: number, cells: readonly (readonly [number, number, number, boolean])[]): Set_ {
  const transfers: Transfers = {
    accounts,
    from: Int32Array.from(cells, (c) => c[0]),
    to: Int32Array.from(cells, (c) => c[1]),
    atMs: Float64Array.from(cells, (c) => c[2] * 86_400_000),
    amountMinor: new Float64Array(cells.length).fill(Number.NaN),
  };
  const pairs = pairUp(transfers);
  const labels = new Uint8Array(pairs.count);
  const dirty = cells.filter((c) => c[3]);
  cells.forEach((c, i) => {
    if (c[3] && pairs.ofTransfer[i] >= 0) labels[pairs.ofTransfer[i]] = 1;
  });
  const { label } = connectedComponents(
    accounts,
    Int32Array.from(dirty, (c) => c[0]),
    Int32Array.from(dirty, (c) => c[1]),
  );
  const rings = new Map<number, Set<number>>();
  for (const [from, to] of dirty) {
    const ring = rings.get(label[from]) ?? new Set<number>();
    ring.add(from).add(to);
    rings.set(label[from], ring);
  }
  return { name, transfers, pairs, rows: linkFeatures(transfers, pairs), labels, trueRings: [...rings.values()] };
}

/** Fold of every account: accounts that share a true ring in any set stay together. */
function foldsOf(sets: readonly Set_[], salt: number): Uint8Array {
  const accounts = Math.max(...sets.map((s) => s.transfers.accounts));
  const from: number[] = [];
  const to: number[] = [];
  for (const set of sets)
    for (const ring of set.trueRings) {
      const [first, ...rest] = ring;
      for (const v of rest) {
        from.push(first);
        to.push(v);
      }
    }
  const { label } = connectedComponents(accounts, Int32Array.from(from), Int32Array.from(to));
  return Uint8Array.from(label, (group) => mix32(group * 7919 + salt) % FOLDS);
}

interface Row {
  readonly set: number;
  readonly pair: number;
  readonly weight: number;
}

/** Rows to learn from: every link that shows something, and a share of the rest with their weight. */
function rowsOf(sets: readonly Set_[], takes: (set: number, pair: number) => boolean): Row[] {
  const rows: Row[] = [];
  for (const [s, set] of sets.entries()) {
    for (let p = 0; p < set.pairs.count; p++) {
      if (!takes(s, p)) continue;
      const at = p * LINK_FEATURE_COUNT;
      const plain = set.labels[p] === 0 && set.rows[at] === 1 && !(set.rows[at + 3] > 0);
      if (!plain) rows.push({ set: s, pair: p, weight: 1 });
      else if (mix32(set.pairs.low[p] * 31 + set.pairs.high[p]) % PLAIN_KEPT === 0) rows.push({ set: s, pair: p, weight: PLAIN_KEPT });
    }
  }
  return rows;
}

const short = (x: number): number => Number(x.toPrecision(5));

function train(sets: readonly Set_[], rows: readonly Row[], version: string): Uint8Array {
  const table: Table = {
    columns: LINK_FEATURES.map((_, f) => Float64Array.from(rows, (r) => sets[r.set].rows[r.pair * LINK_FEATURE_COUNT + f])),
    labels: Uint8Array.from(rows, (r) => sets[r.set].labels[r.pair]),
    weights: Float64Array.from(rows, (r) => r.weight),
  };
  const trained: BoostedTrees = trainBoostedTrees(table, Int32Array.from(rows.keys()), SETTINGS);
  return saveRingModel({
    version,
    base: trained.base,
    trees: trained.trees.map((tree) => tree.map((n) => [n.feature, short(n.cut), n.missingLeft ? 1 : 0, n.left, n.right, short(n.value)] as const)),
  });
}

function areaUnderCurve(scores: Float64Array, labels: Uint8Array): number {
  const order = [...scores.keys()].sort((a, b) => scores[a] - scores[b]);
  let ranks = 0;
  let positives = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    // Equal scores share their mean rank.
    for (end = start; end < order.length && scores[order[end]] === scores[order[start]];) end++;
    for (let k = start; k < end; k++) {
      if (labels[order[k]] !== 1) continue;
      ranks += (start + end + 1) / 2;
      positives++;
    }
  }
  return (ranks - (positives * (positives + 1)) / 2) / positives / (order.length - positives);
}

function f1(scores: Float64Array, labels: Uint8Array, cut: number): string {
  let tp = 0;
  let fp = 0;
  let fn = 0;
  scores.forEach((s, i) => {
    if (s >= cut && labels[i] === 1) tp++;
    else if (s >= cut) fp++;
    else if (labels[i] === 1) fn++;
  });
  return `${((2 * tp) / (2 * tp + fp + fn)).toFixed(3)} (precision ${(tp / (tp + fp)).toFixed(3)}, recall ${(tp / (tp + fn)).toFixed(3)})`;
}

/** A true ring is recovered when one found ring and it share at least half of their joint accounts (Jaccard). */
function recovered(
  set: Set_,
  ringOf: Int32Array,
  rings: readonly { readonly accounts: readonly number[] }[],
  accountsMin: number,
): { readonly share: number; readonly right: number } {
  const meets = (truth: ReadonlySet<number>, found: readonly number[]): boolean => {
    const both = found.filter((v) => truth.has(v)).length;
    return both / (truth.size + found.length - both) >= 0.5;
  };
  const truths = set.trueRings.filter((t) => t.size >= accountsMin);
  const hit = truths.filter((t) => [...t].some((v) => ringOf[v] >= 0 && meets(t, rings[ringOf[v]].accounts)));
  const good = rings.filter((r) => set.trueRings.some((t) => meets(t, r.accounts)));
  return { share: hit.length / truths.length, right: good.length / rings.length };
}

function report(set: Set_, linkScores: Float64Array): void {
  const scores = scoreAccounts(set.pairs, linkScores);
  const labels = new Uint8Array(set.pairs.accounts);
  for (const ring of set.trueRings) for (const v of ring) labels[v] = 1;
  const { rings, ringOf } = ringsOf(set.pairs, linkScores);
  const all = recovered(set, ringOf, rings, 2);
  const three = recovered(set, ringOf, rings, 3);
  console.log(
    `${set.name}: ${labels.reduce((n, l) => n + l, 0)} accounts take part; AUC ${areaUnderCurve(scores, labels).toFixed(4)}, F1 at 0.5 ${f1(scores, labels, 0.5)}; ` +
      `rings found ${rings.length}, recovered ${three.share.toFixed(3)} of those with three accounts or more (${set.trueRings.filter((t) => t.size > 2).length}), ${all.share.toFixed(3)} with pairs (${set.trueRings.length}); ${all.right.toFixed(3)} of found rings are true`,
  );
}

function evaluate(sets: readonly Set_[], extra: readonly Set_[], salt: number): void {
  const fold = foldsOf([...sets, ...extra], salt);
  const judged = [...sets, ...extra];
  const scores = judged.map((set) => new Float64Array(set.pairs.count));
  for (let f = 0; f < FOLDS; f++) {
    const bytes = train(
      sets,
      rowsOf(sets, (s, p) => fold[sets[s].pairs.low[p]] !== f && fold[sets[s].pairs.high[p]] !== f),
      "fold",
    );
    const model = loadRingModel(bytes);
    for (const [s, set] of judged.entries()) {
      const own = scoreLinks(model, set.rows);
      for (let p = 0; p < set.pairs.count; p++) if (fold[set.pairs.low[p]] === f) scores[s][p] = own[p];
    }
  }
  for (const [s, set] of judged.entries()) report(set, scores[s]);
}

/**
 * Both kinds of ring in one graph, for judging only: the first set, and over it what the second's flagged accounts pay each
 * other, their ordinary payments included, because the simulator gives a ring's members ordinary dealings too.
 */
function overlay(a: string, b: string, launderBelow: number): Set_ {
  const rows = (folder: string, name: string): number[][] =>
    readFileSync(path.join(folder, name), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",").map(Number));
  const flagged = new Set(
    rows(b, "nodes.csv")
      .filter((node) => node[1] === 1)
      .map((node) => node[0]),
  );
  const seen = new Set<string>();
  const cells: [number, number, number, boolean][] = [];
  const first = rows(a, "transactions.csv");
  // Ordinary dealings that both runs have would look repeated.
  const dealt = new Set(first.map((t) => `${t[0]} ${t[1]}`));
  const second = rows(b, "transactions.csv").filter((t) => flagged.has(t[0]) && flagged.has(t[1]) && (t[2] < launderBelow || !dealt.has(`${t[0]} ${t[1]}`)));
  for (const [from, to, value, time] of [...first, ...second]) {
    if (seen.has(`${from} ${to} ${time}`)) continue;
    seen.add(`${from} ${to} ${time}`);
    cells.push([from, to, time, value < launderBelow]);
  }
  return makeSet(`${path.basename(a)} with the rings of ${path.basename(b)}`, rows(a, "nodes.csv").length, cells);
}

const { values: options } = parseArgs({
  options: {
    data: { type: "string", multiple: true },
    out: { type: "string" },
    evaluate: { type: "boolean" },
    salt: { type: "string", default: "1" },
    "launder-below": { type: "string", default: "100" },
    version: { type: "string", default: "1" },
  },
});
const folders = options.data ?? [];
if (folders.length === 0 || (options.out === undefined) === (options.evaluate === undefined)) {
  console.error("usage: node scripts/train/rings.ts --data DIR [--data DIR …] (--out FILE [--version N] | --evaluate [--salt N])");
  process.exit(64);
}
const launderBelow = Number(options["launder-below"]);
const sets = folders.map((folder) => readSet(folder, launderBelow));
for (const set of sets) console.log(`${set.name}: ${set.pairs.count} pairs, ${set.labels.reduce((n, l) => n + l, 0)} of rings`);
if (options.evaluate === true) {
  const extra = folders.length === 2 ? [overlay(folders[1], folders[0], launderBelow)] : [];
  evaluate(sets, extra, Number(options.salt));
} else if (options.out !== undefined) {
  const bytes = train(
    sets,
    rowsOf(sets, () => true),
    options.version,
  );
  writeFileSync(options.out, bytes);
  console.log(`${options.out}: ${bytes.length} bytes`);
}
