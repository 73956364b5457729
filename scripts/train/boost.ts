/**
 * Gradient-boosted shallow trees for a yes-or-no question over dense features, written for small tables: histogram
 * splits, second-order logistic loss, missing values with a side of their own. Same rows, settings and seed give the same
 * trees on every machine (sums run in row order). It trains; scoring the flattened trees is the product's part.
 * Method: Friedman 2001, with the regularised gain of Chen and Guestrin 2016 (XGBoost) and its learnt default direction.
 */
import { Prng } from "../../platform/src/base/prng.ts";

export interface BoostSettings {
  readonly trees: number;
  readonly depthMax: number;
  readonly rate: number;
  /** Pulls leaf values to zero: pseudo-rows of no opinion. */
  readonly shrink: number;
  readonly leafRowsMin: number;
  /** Share of rows, and of features, that each tree sees. */
  readonly rowShare: number;
  readonly featureShare: number;
  /** Cut points per feature at most. */
  readonly cutsMax: number;
  readonly seed: number;
}

/** One node; a leaf has feature −1 and its value, an inner node goes left when value < cut or when missing and so told. */
export interface TreeNode {
  readonly feature: number;
  readonly cut: number;
  readonly missingLeft: boolean;
  readonly left: number;
  readonly right: number;
  /** Log-odds this node would give were it a leaf: explanations are differences along the path. */
  readonly value: number;
}

export interface BoostedTrees {
  readonly base: number;
  readonly trees: readonly (readonly TreeNode[])[];
}

export interface Table {
  /** Column by column; NaN is missing. */
  readonly columns: readonly Float64Array[];
  readonly labels: Uint8Array;
  readonly weights?: Float64Array;
}

/** Cut points between distinct values, at even ranks when there are too many. */
export function cutPoints(column: Float64Array, rows: Int32Array, cutsMax: number): Float64Array {
  const values = Float64Array.from(rows, (r) => column[r] ?? Number.NaN)
    .filter((v) => !Number.isNaN(v))
    .sort();
  const distinct: number[] = [];
  for (const v of values) if (distinct.length === 0 || distinct[distinct.length - 1] !== v) distinct.push(v);
  const cuts: number[] = [];
  if (distinct.length <= cutsMax + 1) {
    for (let i = 1; i < distinct.length; i++) cuts.push(((distinct[i - 1] ?? 0) + (distinct[i] ?? 0)) / 2);
  } else {
    for (let q = 1; q <= cutsMax; q++) {
      const at = Math.floor((q * values.length) / (cutsMax + 1));
      const cut = values[at] ?? 0;
      if (cut > (distinct[0] ?? 0) && cut !== cuts[cuts.length - 1]) cuts.push(cut);
    }
  }
  return Float64Array.from(cuts);
}

/** Number of cuts at or below the value: bin b holds values in [cut b−1, cut b). */
function binOf(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (value < (cuts[mid] ?? 0)) high = mid;
    else low = mid + 1;
  }
  return low;
}

export function trainBoostedTrees(table: Table, rows: Int32Array, settings: BoostSettings): BoostedTrees {
  const { columns, labels } = table;
  const featureCount = columns.length;
  const random = new Prng(settings.seed);
  const cuts = columns.map((column) => cutPoints(column, rows, settings.cutsMax));
  // The last bin of each feature is "missing".
  const bins = columns.map((column, f) => {
    const own = cuts[f] ?? new Float64Array();
    return Uint8Array.from(rows, (r) => {
      const v = column[r] ?? Number.NaN;
      return Number.isNaN(v) ? 255 : binOf(own, v);
    });
  });
  const n = rows.length;
  const weight = Float64Array.from(rows, (r) => table.weights?.[r] ?? 1);
  const label = Uint8Array.from(rows, (r) => labels[r] ?? 0);
  let positive = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    positive += (label[i] ?? 0) * (weight[i] ?? 0);
    total += weight[i] ?? 0;
  }
  const base = Math.log((positive + 1) / (total - positive + 1));
  const score = new Float64Array(n).fill(base);
  const gradient = new Float64Array(n);
  const curvature = new Float64Array(n);
  const sumG = new Float64Array(256);
  const sumH = new Float64Array(256);
  const count = new Int32Array(256);
  const trees: TreeNode[][] = [];

  for (let t = 0; t < settings.trees; t++) {
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-(score[i] ?? 0)));
      gradient[i] = (p - (label[i] ?? 0)) * (weight[i] ?? 0);
      curvature[i] = Math.max(1e-6, p * (1 - p)) * (weight[i] ?? 0);
    }
    const sample: number[] = [];
    for (let i = 0; i < n; i++) if (settings.rowShare >= 1 || random.next() < settings.rowShare) sample.push(i);
    const features: number[] = [];
    for (let f = 0; f < featureCount; f++) if (settings.featureShare >= 1 || random.next() < settings.featureShare) features.push(f);
    const nodes: TreeNode[] = [];

    const grow = (members: Int32Array, depth: number): number => {
      let g = 0;
      let h = 0;
      for (const i of members) {
        g += gradient[i] ?? 0;
        h += curvature[i] ?? 0;
      }
      const value = (-g / (h + settings.shrink)) * settings.rate;
      const at = nodes.length;
      nodes.push({ feature: -1, cut: 0, missingLeft: false, left: -1, right: -1, value });
      if (depth >= settings.depthMax || members.length < settings.leafRowsMin * 2) return at;
      let bestGain = 1e-6;
      let bestFeature = -1;
      let bestBin = 0;
      let bestMissingLeft = false;
      const parent = (g * g) / (h + settings.shrink);
      for (const f of features) {
        const own = bins[f] ?? new Uint8Array();
        const last = (cuts[f]?.length ?? 0) + 1;
        if (last <= 1) continue;
        sumG.fill(0);
        sumH.fill(0);
        count.fill(0);
        for (const i of members) {
          const b = own[i] ?? 255;
          sumG[b] = (sumG[b] ?? 0) + (gradient[i] ?? 0);
          sumH[b] = (sumH[b] ?? 0) + (curvature[i] ?? 0);
          count[b] = (count[b] ?? 0) + 1;
        }
        const missing = count[255] ?? 0;
        for (let side = 0; side < (missing > 0 ? 2 : 1); side++) {
          let leftG = side === 1 ? (sumG[255] ?? 0) : 0;
          let leftH = side === 1 ? (sumH[255] ?? 0) : 0;
          let leftN = side === 1 ? missing : 0;
          for (let b = 0; b < last - 1; b++) {
            leftG += sumG[b] ?? 0;
            leftH += sumH[b] ?? 0;
            leftN += count[b] ?? 0;
            if (leftN < settings.leafRowsMin || members.length - leftN < settings.leafRowsMin) continue;
            const gain = (leftG * leftG) / (leftH + settings.shrink) + ((g - leftG) * (g - leftG)) / (h - leftH + settings.shrink) - parent;
            if (gain > bestGain) {
              bestGain = gain;
              bestFeature = f;
              bestBin = b;
              bestMissingLeft = side === 1;
            }
          }
        }
      }
      if (bestFeature < 0) return at;
      const own = bins[bestFeature] ?? new Uint8Array();
      const goesLeft = (i: number): boolean => {
        const b = own[i] ?? 255;
        return b === 255 ? bestMissingLeft : b <= bestBin;
      };
      const leftRows = members.filter(goesLeft);
      const rightRows = members.filter((i) => !goesLeft(i));
      const left = grow(leftRows, depth + 1);
      const right = grow(rightRows, depth + 1);
      nodes[at] = { feature: bestFeature, cut: cuts[bestFeature]?.[bestBin] ?? 0, missingLeft: bestMissingLeft, left, right, value };
      return at;
    };

    grow(Int32Array.from(sample), 0);
    trees.push(nodes);
    for (let i = 0; i < n; i++) score[i] = (score[i] ?? 0) + leafValue(nodes, (f) => columns[f]?.[rows[i] ?? 0] ?? Number.NaN);
  }
  return { base, trees };
}

function leafValue(nodes: readonly TreeNode[], valueOf: (feature: number) => number): number {
  let at = 0;
  for (;;) {
    const node = nodes[at];
    if (node === undefined || node.feature < 0) return node?.value ?? 0;
    const v = valueOf(node.feature);
    at = (Number.isNaN(v) ? node.missingLeft : v < node.cut) ? node.left : node.right;
  }
}

/** Log-odds of one row. */
export function scoreBoostedTrees(model: BoostedTrees, valueOf: (feature: number) => number): number {
  let z = model.base;
  for (const nodes of model.trees) z += leafValue(nodes, valueOf);
  return z;
}
