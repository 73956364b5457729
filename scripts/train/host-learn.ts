/**
 * The learning half of the host model: from labelled rows to a weight table. Rows are visited in an order drawn from the
 * seed and every sum runs in that order, so the same rows give the same file on every machine.
 * Method: logistic regression over hashed features with Adagrad steps (Duchi, Hazan and Singer 2011).
 */
import { hashText } from "../../platform/src/base/hash.ts";
import { Prng } from "../../platform/src/base/prng.ts";
import { hostFeatures, newHostFeatures } from "../../platform/src/text/host-features.ts";
import type { HostModel } from "../../platform/src/text/host-model.ts";

export interface HostRow {
  readonly host: string;
  readonly scam: boolean;
  readonly source: string;
  /** ISO date, or empty when unknown. */
  readonly firstSeen: string;
  /** Registrable domain, or the host itself: rows that share it are never on both sides of a split. */
  readonly domain: string;
  /** Public suffix. */
  readonly suffix: string;
}

/** Chosen on an inner earlier/later split of the training part; see the model card. */
export interface HostSettings {
  readonly bits: number;
  readonly epochs: number;
  readonly rate: number;
  readonly scale: number;
  readonly harmlessWeight: number;
  readonly undatedWeight: number;
  readonly occurrencesMin: number;
  readonly twinsPercent: number;
  readonly models: number;
  readonly seed: number;
}

export const SETTINGS: HostSettings = {
  bits: 20,
  epochs: 6,
  rate: 0.2,
  /** Each feature counts half: with sums over some eighty letter groups, whole steps overshoot. */
  scale: 0.5,
  /** A false alarm costs a person more than a miss of this one signal. */
  harmlessWeight: 10,
  /** Scam rows without a date come from a general phishing feed, a different mix from the dated ones. */
  undatedWeight: 0.5,
  /** A letter group seen fewer times is one scammer's whim. */
  occurrencesMin: 5,
  /**
   * Lists of harmless hosts are mostly bare domains, lists of scam hosts are not: learnt as it stands, "app." in front of
   * any name is evidence of scam. Of a hundred bare harmless domains, this many get a twin with an everyday subdomain.
   */
  twinsPercent: 10,
  /** Averaged over this many visiting orders; costs training time only. */
  models: 4,
  seed: 7,
};

const EVERYDAY = (
  "app m shop login mail www1 api pay h5 account static img cdn news blog my web wap admin dev test docs support help portal secure online video en cn us store mobile auth " +
  "sso id forum wiki status download update data files user service member vip order trade bank wallet"
).split(" ");

function withTwins(rows: readonly HostRow[], percent: number): readonly HostRow[] {
  const twins = rows.filter((row) => !row.scam && row.host === row.domain && hashText(`twin ${row.domain}`) % 100 < percent);
  return [...rows, ...twins.map((row) => ({ ...row, host: `${EVERYDAY[hashText(row.domain) % EVERYDAY.length] ?? "m"}.${row.host}` }))];
}

/** Suffixes of two labels or more that two registrable names share; rarer ones stay part of the name. */
export function suffixesOf(rows: readonly HostRow[]): readonly string[] {
  const names = new Map<string, Set<string>>();
  for (const row of rows) {
    if (!row.suffix.includes(".")) continue;
    const set = names.get(row.suffix) ?? new Set();
    if (set.size < 2) names.set(row.suffix, set.add(row.domain));
  }
  return [...names]
    .filter(([, set]) => set.size >= 2)
    .map(([suffix]) => suffix)
    .sort();
}

export interface Learnt {
  readonly weights: Float32Array;
  bias: number;
  readonly suffixes: readonly string[];
}

/** The mean of several linear models is one linear model: nothing is slower for it. */
export function learnHosts(given: readonly HostRow[], settings: HostSettings = SETTINGS): Learnt {
  const rows = withTwins(given, settings.twinsPercent);
  const suffixes = suffixesOf(rows);
  const known = new Set(suffixes);
  const size = 2 ** settings.bits;
  const scratch = newHostFeatures();
  const features = rows.map((row) => {
    hostFeatures(row.host, known, size - 1, scratch);
    return scratch.index.slice(0, scratch.count);
  });
  const seen = new Uint8Array(size);
  for (const list of features) for (const f of list) if ((seen[f] ?? 0) < 255) seen[f] = (seen[f] ?? 0) + 1;
  const kept = features.map((list) => list.filter((f) => (seen[f] ?? 0) >= settings.occurrencesMin));
  const mean: Learnt = { weights: new Float32Array(size), bias: 0, suffixes };
  for (let m = 0; m < settings.models; m++) {
    const { weights, bias } = learnOnce(rows, kept, size, settings, settings.seed + m);
    for (let f = 0; f < size; f++) mean.weights[f] = (mean.weights[f] ?? 0) + (weights[f] ?? 0) / settings.models;
    mean.bias += bias / settings.models;
  }
  return mean;
}

function learnOnce(rows: readonly HostRow[], kept: readonly Int32Array[], size: number, settings: HostSettings, seed: number): { weights: Float32Array; bias: number } {
  const weights = new Float32Array(size);
  // A little history to begin with keeps the first steps small.
  const history = new Float32Array(size).fill(1e-2);
  let bias = 0;
  const random = new Prng(seed);
  const order = Int32Array.from(rows.keys());
  const { scale, rate, epochs } = settings;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.int(i + 1);
      const swap = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = swap;
    }
    const step = rate * (1 - (0.8 * epoch) / epochs);
    for (const i of order) {
      const row = rows[i];
      const list = kept[i];
      if (row === undefined || list === undefined) continue;
      let z = bias;
      for (let k = 0; k < list.length; k++) z += (weights[list[k] ?? 0] ?? 0) * scale;
      const p = 1 / (1 + Math.exp(-z));
      const weight = row.scam ? (row.firstSeen === "" ? settings.undatedWeight : 1) : settings.harmlessWeight;
      const error = (p - (row.scam ? 1 : 0)) * weight;
      bias -= 0.002 * error;
      const gradient = error * scale;
      const square = gradient * gradient;
      for (let k = 0; k < list.length; k++) {
        const f = list[k] ?? 0;
        const h = (history[f] ?? 0) + square;
        history[f] = h;
        weights[f] = (weights[f] ?? 0) - (step * gradient) / Math.sqrt(h);
      }
    }
  }
  for (let f = 0; f < size; f++) weights[f] = (weights[f] ?? 0) * scale;
  return { weights, bias };
}

/**
 * Weights as bytes. The step is set so that one weight in two thousand is clipped: a few strong weights would otherwise
 * cost all others their resolution.
 */
export function packHostModel(learnt: Learnt, version: string, slope: number, offset: number): HostModel {
  const sizes = Float32Array.from(
    learnt.weights.filter((w) => w !== 0),
    Math.abs,
  ).sort();
  const step = (sizes[Math.floor(sizes.length * 0.9995)] ?? 1) / 127;
  const weights = Int8Array.from(learnt.weights, (w) => Math.max(-127, Math.min(127, Math.round(w / step))));
  return { header: { version, bits: SETTINGS.bits, step, bias: learnt.bias, slope, offset, suffixes: learnt.suffixes }, weights };
}
