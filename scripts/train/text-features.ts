/**
 * Texts to sparse rows, with the product's own normaliser, tokens and n-grams, and trained weights to a model file.
 * Rare slots are left out before fitting (they would memorise), weights are centred per slot (only differences between
 * classes matter) and rounded to signed bytes. What it writes, `loadTextModel` reads.
 */
import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { FEATURE_VERSION, Grams, TokenStream, type GramPlan } from "../../platform/src/text/linear.ts";
import { LEXICON_NAMES, Lexicon } from "../../platform/src/text/lexicon.ts";
import { shapeToLexicon } from "../../platform/src/text/judge.ts";
import { DENSE_INPUTS, MODEL_LAYOUT, MODEL_MAGIC, MODEL_PREFIX_BYTES, type TextModelHeader } from "../../platform/src/text/model.ts";
import { Normaliser } from "../../platform/src/text/normalise.ts";
import { fitSoftmax, type FitOptions, type SparseRows } from "./text-softmax.ts";

export interface Features {
  readonly slots: Int32Array;
  readonly counts: Float32Array; // repeats / √n-grams
  readonly bits: number;
}

const text = new Normaliser();
const stream = new TokenStream();
const grams = new Grams();
const lexicon = new Lexicon();

export function featuresOf(message: string, plan: GramPlan): Features {
  text.run(message);
  if (plan.language === "en") stream.fillEn(text);
  else stream.fillZh(text);
  grams.fill(stream, plan);
  const bits = lexicon.find(text) | shapeToLexicon(stream.shape) | (stream.shape << LEXICON_NAMES.length);
  const sorted = grams.slots.slice(0, grams.length).sort();
  const slots: number[] = [];
  const counts: number[] = [];
  const unit = 1 / Math.sqrt(Math.max(1, grams.length));
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j < sorted.length && sorted[j] === sorted[i]) j++;
    slots.push(sorted[i]);
    counts.push((j - i) * unit);
    i = j;
  }
  return { slots: Int32Array.from(slots), counts: Float32Array.from(counts), bits };
}

export interface Example {
  readonly features: Features;
  readonly label: number;
  readonly weight: number;
}

export interface TrainPlan extends Omit<FitOptions, "classes"> {
  readonly grams: GramPlan;
  /** Value of a dense input that is on; smaller means more penalty. 0 leaves dense inputs out. */
  readonly denseValue: number;
  /** A slot seen in fewer examples is left out. */
  readonly examplesMin: number;
}

/** Real-valued weights over all slots; `lanes` numbers per slot and dense input. */
export interface Weights {
  readonly lanes: number;
  readonly slots: Float32Array;
  readonly dense: number[][];
  readonly biases: number[];
}

/** Fits `classes` classes. With `slotsLog2` smaller than the plan's, slots are merged (for small tables). */
export function train(examples: readonly Example[], plan: TrainPlan, classes: number, slotsLog2: number = plan.grams.slotsLog2): Weights {
  const shift = plan.grams.slotsLog2 - slotsLog2;
  const slotCount = 1 << slotsLog2;
  const seen = new Int32Array(slotCount);
  let total = 0;
  for (const { features } of examples) {
    for (const slot of features.slots) seen[slot >>> shift]++;
    total += features.slots.length + DENSE_INPUTS;
  }
  const columnOf = new Int32Array(slotCount).fill(-1);
  let columns = 0;
  for (let s = 0; s < slotCount; s++) if (seen[s] >= plan.examplesMin) columnOf[s] = columns++;
  const rowStart = new Int32Array(examples.length + 1);
  const column = new Int32Array(total);
  const value = new Float32Array(total);
  let at = 0;
  examples.forEach(({ features }, r) => {
    for (let i = 0; i < features.slots.length; i++) {
      const c = columnOf[features.slots[i] >>> shift];
      if (c < 0) continue;
      column[at] = c;
      value[at++] = features.counts[i]!;
    }
    if (plan.denseValue > 0) {
      for (let b = 0; b < DENSE_INPUTS; b++) {
        if (((features.bits >>> b) & 1) === 0) continue;
        column[at] = columns + b;
        value[at++] = plan.denseValue;
      }
    }
    rowStart[r + 1] = at;
  });
  const rows: SparseRows = {
    rowStart,
    column: column.subarray(0, at),
    value: value.subarray(0, at),
    label: Uint8Array.from(examples, (e) => e.label),
    weight: Float32Array.from(examples, (e) => e.weight),
    columns: columns + DENSE_INPUTS,
  };
  const w = fitSoftmax(rows, { ...plan, classes });
  const slots = new Float32Array(slotCount * classes);
  for (let s = 0; s < slotCount; s++) {
    const c = columnOf[s];
    if (c < 0) continue;
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += w[c * classes + k] / classes;
    for (let k = 0; k < classes; k++) slots[s * classes + k] = w[c * classes + k] - mean;
  }
  const dense = Array.from({ length: DENSE_INPUTS }, (_, b) => Array.from({ length: classes }, (__, k) => w[(columns + b) * classes + k] * plan.denseValue));
  return { lanes: classes, slots, dense, biases: Array.from({ length: classes }, (_, k) => w[(columns + DENSE_INPUTS) * classes + k]) };
}

/** Signed bytes and their step. The largest two in a thousand are clipped: they would coarsen all others. */
function quantise(weights: Float32Array): { bytes: Int8Array; step: number } {
  const sizes = weights
    .filter((v) => v !== 0)
    .map(Math.abs)
    .sort();
  const top = sizes.length === 0 ? 1 : sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * 0.998))];
  const step = top / 127 || 1;
  return { bytes: Int8Array.from(weights, (v) => Math.max(-127, Math.min(127, Math.round(v / step)))), step };
}

export interface FileParts {
  readonly plan: GramPlan;
  readonly weights: Weights;
  /** Which of the four classes each lane of `weights` is. */
  readonly classOfLane: readonly number[];
  readonly categories: readonly string[];
  readonly categoryWeights: Weights | null;
  readonly categorySlotsLog2: number;
  readonly categoryFromPermille: number;
  readonly temperature: number;
  readonly thresholds: TextModelHeader["thresholds"];
}

/** A class without data keeps this log odds: e⁻³⁰ is nobody's permille. */
const NEVER = -30;

export function modelFile(parts: FileParts): Buffer {
  const slots = 1 << parts.plan.slotsLog2;
  const { bytes, step } = quantise(parts.weights.slots);
  const lanes = parts.weights.lanes;
  const body = new Int8Array(slots * 4 + parts.categories.length * (1 << parts.categorySlotsLog2));
  const biases = [NEVER, NEVER, NEVER, NEVER];
  const dense = Array.from({ length: DENSE_INPUTS }, () => [0, 0, 0, 0]);
  const round = (v: number): number => Number(v.toFixed(5));
  parts.classOfLane.forEach((cls, lane) => {
    for (let s = 0; s < slots; s++) body[cls * slots + s] = bytes[s * lanes + lane]!;
    biases[cls] = round(parts.weights.biases[lane]);
    for (let b = 0; b < DENSE_INPUTS; b++) dense[b][cls] = round(parts.weights.dense[b][lane]);
  });
  let categoryStep = 1;
  let categoryBiases: number[] = [];
  if (parts.categoryWeights !== null) {
    const q = quantise(parts.categoryWeights.slots);
    const count = parts.categories.length;
    const categorySlots = 1 << parts.categorySlotsLog2;
    categoryStep = q.step;
    categoryBiases = parts.categoryWeights.biases.map(round);
    for (let k = 0; k < count; k++) for (let s = 0; s < categorySlots; s++) body[slots * 4 + k * categorySlots + s] = q.bytes[s * count + k]!;
  }
  const header: TextModelHeader = {
    featureVersion: FEATURE_VERSION,
    plan: parts.plan,
    step,
    biases,
    dense,
    temperature: round(parts.temperature),
    thresholds: parts.thresholds,
    categories: parts.categories,
    categorySlotsLog2: parts.categorySlotsLog2,
    categoryStep,
    categoryBiases,
    categoryFromPermille: parts.categoryFromPermille,
  };
  const head = Buffer.from(JSON.stringify(header));
  const packed = deflateRawSync(Buffer.from(body.buffer), { level: 9 });
  const content = Buffer.concat([head, packed]);
  const prefix = Buffer.alloc(MODEL_PREFIX_BYTES);
  prefix.writeUInt32LE(MODEL_MAGIC, 0);
  prefix.writeUInt32LE(MODEL_LAYOUT, 4);
  prefix.writeUInt32LE(head.length, 8);
  prefix.writeUInt32LE(packed.length, 12);
  createHash("sha256").update(content).digest().copy(prefix, 16);
  return Buffer.concat([prefix, content]);
}
