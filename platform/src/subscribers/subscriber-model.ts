/**
 * Rates a number from its monthly figures: small boosted trees, flattened to arrays. The score says how much the figures
 * are like those of numbers used for scams; it names the figures that weighed and acts on nothing by itself.
 * Explanation method: the change of the expected value along each tree's path (Saabas 2014), summed by figure.
 */
import { hashBytes } from "../base/hash.ts";
import { ProblemError } from "../base/problem.ts";
import { SUBSCRIBER_FEATURES } from "./features.ts";

const FORMAT = "duanliu-subscriber-model/1";
const BYTES_MAX = 4_000_000;
/** Deeper trees than this are not made; a damaged file must not loop. */
const DEPTH_MAX = 16;

/** What the file holds: JSON, so that anybody can read what decides. */
export interface SubscriberModelFile {
  readonly format: typeof FORMAT;
  readonly version: string;
  readonly columns: readonly string[];
  /** Log-odds before any figure is known. */
  readonly base: number;
  /** Per tree: node by node [feature or −1, cut, missing goes left 0/1, left, right, value]. */
  readonly trees: readonly (readonly (readonly [number, number, number, number, number, number])[])[];
}

export interface SubscriberModel {
  readonly version: string;
  readonly base: number;
  readonly roots: Int32Array;
  readonly feature: Int16Array;
  readonly cut: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
}

export interface SubscriberReason {
  readonly zh: string;
  readonly en: string;
  readonly column: string;
  /** NaN when unknown. */
  readonly value: number;
  /** In log-odds; above zero towards scam. */
  readonly contribution: number;
}

/** File text: one line of checksum, one line of JSON. */
export function saveSubscriberModel(file: Omit<SubscriberModelFile, "format">): Uint8Array {
  const json = JSON.stringify({ format: FORMAT, ...file });
  return new TextEncoder().encode(`${checksum(json)}\n${json}\n`);
}

function checksum(json: string): string {
  const out = { lo: 0, hi: 0 };
  const bytes = new TextEncoder().encode(json);
  hashBytes(bytes, 0, bytes.length, out);
  return out.lo.toString(16).padStart(8, "0") + out.hi.toString(16).padStart(8, "0");
}

/** Reads a model file. Throws `model-invalid` when it is cut, changed, or not for these columns. */
export function loadSubscriberModel(bytes: Uint8Array): SubscriberModel {
  const file = parseFile(bytes);
  const nodes = file.trees.reduce((sum, tree) => sum + tree.length, 0);
  const model: SubscriberModel = {
    version: file.version,
    base: file.base,
    roots: new Int32Array(file.trees.length),
    feature: new Int16Array(nodes),
    cut: new Float64Array(nodes),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    value: new Float64Array(nodes),
  };
  let at = 0;
  for (const [t, tree] of file.trees.entries()) {
    model.roots[t] = at;
    for (const [i, node] of tree.entries()) {
      const [feature, cut, missingLeft, left, right, value] = node;
      const inner = feature >= 0;
      // Children stand after their parent: then every walk ends.
      const sound =
        node.length === 6 &&
        node.every((x) => Number.isFinite(x)) &&
        Number.isInteger(feature) &&
        feature >= -1 &&
        feature < SUBSCRIBER_FEATURES.length &&
        (!inner || (Number.isInteger(left) && Number.isInteger(right) && left > i && right > i && left < tree.length && right < tree.length));
      if (!sound) throw wrong(`has a damaged node ${i} in tree ${t}`, "a file made by scripts/train/subscriber.ts");
      model.feature[at + i] = feature;
      model.cut[at + i] = cut;
      model.missingLeft[at + i] = missingLeft;
      model.left[at + i] = inner ? (model.roots[t] ?? 0) + left : -1;
      model.right[at + i] = inner ? (model.roots[t] ?? 0) + right : -1;
      model.value[at + i] = value;
    }
    at += tree.length;
  }
  return model;
}

function wrong(detail: string, expected: string): ProblemError {
  return new ProblemError({ code: "model-invalid", detail: `The subscriber model ${detail}.`, expected });
}

function parseJson(json: string): SubscriberModelFile {
  try {
    return JSON.parse(json) as SubscriberModelFile;
  } catch {
    throw wrong("is not JSON", FORMAT);
  }
}

function parseFile(bytes: Uint8Array): SubscriberModelFile {
  if (bytes.length > BYTES_MAX) throw wrong(`has ${bytes.length} bytes`, `at most ${BYTES_MAX} bytes`);
  const text = new TextDecoder().decode(bytes);
  const end = text.indexOf("\n");
  const json = text.slice(end + 1).trimEnd();
  if (end !== 16 || text.slice(0, 16) !== checksum(json)) throw wrong("is damaged or cut off (checksum)", "an unchanged file made by scripts/train/subscriber.ts");
  const file = parseJson(json);
  if (file.format !== FORMAT) throw wrong(`has format ${String(file.format)}`, FORMAT);
  const same = Array.isArray(file.columns) && file.columns.length === SUBSCRIBER_FEATURES.length && file.columns.every((column, i) => column === SUBSCRIBER_FEATURES[i]?.column);
  if (!same) throw wrong("was trained on other columns", SUBSCRIBER_FEATURES.map((feature) => feature.column).join(", "));
  if (
    !Number.isFinite(file.base) ||
    typeof file.version !== "string" ||
    !Array.isArray(file.trees) ||
    !file.trees.every((tree) => Array.isArray(tree) && tree.length > 0 && tree.length < 2 ** DEPTH_MAX)
  )
    throw wrong("is incomplete", "version, base and trees");
  return file;
}

function checkRow(row: Float64Array): void {
  if (row.length !== SUBSCRIBER_FEATURES.length) throw new Error(`bug: a subscriber row has ${row.length} values, expected ${SUBSCRIBER_FEATURES.length}`);
}

/** How much the figures are like those of scam numbers, 0 to 1. `row` in the order of SUBSCRIBER_FEATURES, NaN unknown. */
export function scoreSubscriber(model: SubscriberModel, row: Float64Array): number {
  checkRow(row);
  const { roots, feature, cut, missingLeft, left, right, value } = model;
  let z = model.base;
  for (let t = 0; t < roots.length; t++) {
    let at = roots[t] ?? 0;
    for (let f = feature[at] ?? -1; f >= 0; f = feature[at] ?? -1) {
      const x = row[f] ?? Number.NaN;
      // NaN compares false both ways, so it is asked for by name.
      at = ((x !== x ? missingLeft[at] === 1 : x < (cut[at] ?? 0)) ? left[at] : right[at]) ?? 0;
    }
    z += value[at] ?? 0;
  }
  return 1 / (1 + Math.exp(-z));
}

/** The figures that weighed most, either way, strongest first. Their sum with what is left out is the score's log-odds. */
export function explainSubscriber(model: SubscriberModel, row: Float64Array, max: number): readonly SubscriberReason[] {
  checkRow(row);
  const { roots, feature, cut, missingLeft, left, right, value } = model;
  const given = new Float64Array(SUBSCRIBER_FEATURES.length);
  for (let t = 0; t < roots.length; t++) {
    let at = roots[t] ?? 0;
    for (let f = feature[at] ?? -1; f >= 0; f = feature[at] ?? -1) {
      const x = row[f] ?? Number.NaN;
      const next = ((x !== x ? missingLeft[at] === 1 : x < (cut[at] ?? 0)) ? left[at] : right[at]) ?? 0;
      given[f] = (given[f] ?? 0) + (value[next] ?? 0) - (value[at] ?? 0);
      at = next;
    }
  }
  return SUBSCRIBER_FEATURES.map((feature, f): SubscriberReason => ({
    zh: feature.zh,
    en: feature.en,
    column: feature.column,
    value: row[f] ?? Number.NaN,
    contribution: given[f] ?? 0,
  }))
    .filter((reason) => reason.contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, Math.max(0, max));
}
