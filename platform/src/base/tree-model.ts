/**
 * A small model of boosted trees as a file that anybody can read, flattened to arrays for scoring: load, save, score, and
 * say which figures weighed. It promises that a damaged file, or one made for other columns, is refused. It knows nothing
 * of what the columns mean; training is in scripts/train.
 * Explanation method: the change of the expected value along each tree's path (Saabas 2014), summed by figure.
 */
import { hashBytes } from "./hash.ts";
import { ProblemError } from "./problem.ts";

const BYTES_MAX = 4_000_000;
/** Deeper trees than this are not made; a damaged file must not loop. */
const DEPTH_MAX = 16;

/** One tree, node by node: [column or −1 for a leaf, cut, missing goes left 0/1, left, right, value]. */
export type TreeRows = readonly (readonly [number, number, number, number, number, number])[];

/** What the file holds: JSON, so that anybody can read what decides. */
export interface TreeModelFile {
  readonly format: string;
  readonly version: string;
  readonly columns: readonly string[];
  /** Log-odds before any figure is known. */
  readonly base: number;
  readonly trees: readonly TreeRows[];
}

/** What a reader expects of a file; the names are for its refusals. */
export interface TreeModelKind {
  readonly format: string;
  readonly columns: readonly string[];
  /** "subscriber model". */
  readonly name: string;
  /** The script that makes it. */
  readonly maker: string;
}

export interface TreeModel {
  readonly version: string;
  readonly columns: number;
  readonly base: number;
  readonly roots: Int32Array;
  readonly feature: Int16Array;
  readonly cut: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
}

/** File text: one line of checksum, one line of JSON. */
export function saveTreeModel(file: TreeModelFile): Uint8Array {
  const json = JSON.stringify(file);
  return new TextEncoder().encode(`${checksum(json)}\n${json}\n`);
}

function checksum(json: string): string {
  const out = { lo: 0, hi: 0 };
  const bytes = new TextEncoder().encode(json);
  hashBytes(bytes, 0, bytes.length, out);
  return out.lo.toString(16).padStart(8, "0") + out.hi.toString(16).padStart(8, "0");
}

/** Reads a model file. Throws `model-invalid` when it is cut, changed, or not for these columns. */
export function loadTreeModel(bytes: Uint8Array, kind: TreeModelKind): TreeModel {
  const file = parseFile(bytes, kind);
  const nodes = file.trees.reduce((sum, tree) => sum + tree.length, 0);
  const model: TreeModel = {
    version: file.version,
    columns: kind.columns.length,
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
        feature < kind.columns.length &&
        (!inner || (Number.isInteger(left) && Number.isInteger(right) && left > i && right > i && left < tree.length && right < tree.length));
      if (!sound) throw wrong(kind, `has a damaged node ${i} in tree ${t}`, `a file made by ${kind.maker}`);
      model.feature[at + i] = feature;
      model.cut[at + i] = cut;
      model.missingLeft[at + i] = missingLeft;
      model.left[at + i] = inner ? model.roots[t] + left : -1;
      model.right[at + i] = inner ? model.roots[t] + right : -1;
      model.value[at + i] = value;
    }
    at += tree.length;
  }
  return model;
}

function wrong(kind: TreeModelKind, detail: string, expected: string): ProblemError {
  return new ProblemError({ code: "model-invalid", detail: `The ${kind.name} ${detail}.`, expected });
}

function parseJson(json: string, kind: TreeModelKind): TreeModelFile {
  try {
    return JSON.parse(json) as TreeModelFile;
  } catch {
    throw wrong(kind, "is not JSON", kind.format);
  }
}

function parseFile(bytes: Uint8Array, kind: TreeModelKind): TreeModelFile {
  if (bytes.length > BYTES_MAX) throw wrong(kind, `has ${bytes.length} bytes`, `at most ${BYTES_MAX} bytes`);
  const text = new TextDecoder().decode(bytes);
  const end = text.indexOf("\n");
  const json = text.slice(end + 1).trimEnd();
  if (end !== 16 || text.slice(0, 16) !== checksum(json)) throw wrong(kind, "is damaged or cut off (checksum)", `an unchanged file made by ${kind.maker}`);
  const file = parseJson(json, kind);
  if (file.format !== kind.format) throw wrong(kind, `has format ${String(file.format)}`, kind.format);
  const same = Array.isArray(file.columns) && file.columns.length === kind.columns.length && file.columns.every((column, i) => column === kind.columns[i]);
  if (!same) throw wrong(kind, "was trained on other columns", kind.columns.join(", "));
  if (
    !Number.isFinite(file.base) ||
    typeof file.version !== "string" ||
    !Array.isArray(file.trees) ||
    !file.trees.every((tree) => Array.isArray(tree) && tree.length > 0 && tree.length < 2 ** DEPTH_MAX)
  )
    throw wrong(kind, "is incomplete", "version, base and trees");
  return file;
}

/** Log-odds of the row that starts at `offset`, in the order of the columns; NaN is unknown. */
export function treeLogOdds(model: TreeModel, row: Float64Array, offset = 0): number {
  const { roots, feature, cut, missingLeft, left, right, value } = model;
  let z = model.base;
  for (let t = 0; t < roots.length; t++) {
    let at = roots[t];
    for (let f = feature[at]; f >= 0; f = feature[at]) {
      const x = row[offset + f];
      // NaN compares false both ways, so it is asked for by name.
      at = (x !== x ? missingLeft[at] === 1 : x < cut[at]) ? left[at] : right[at];
    }
    z += value[at];
  }
  return z;
}

export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** What each column added to the log-odds, above zero towards yes; with the unsplit rest they sum to the score. */
export function treeContributions(model: TreeModel, row: Float64Array, offset = 0): Float64Array {
  const { roots, feature, cut, missingLeft, left, right, value } = model;
  const given = new Float64Array(model.columns);
  for (let t = 0; t < roots.length; t++) {
    let at = roots[t];
    for (let f = feature[at]; f >= 0; f = feature[at]) {
      const x = row[offset + f];
      const next = (x !== x ? missingLeft[at] === 1 : x < cut[at]) ? left[at] : right[at];
      given[f] += value[next] - value[at];
      at = next;
    }
  }
  return given;
}
