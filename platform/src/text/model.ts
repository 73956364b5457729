/**
 * A text model file and how to read it: weights of the four classes per n-gram slot, of word groups and shape bits, and
 * of the kinds of scam. Made by scripts/train/text.ts. A file that is damaged, cut or of another version is refused with
 * a message that says so; judging with it is judge.ts.
 */
import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { ProblemError } from "../base/problem.ts";
import { isScamCategory } from "../domain/scam-category.ts";
import { FEATURE_VERSION, SHAPE_BITS, type GramPlan } from "./linear.ts";
import { LEXICON_NAMES } from "./lexicon.ts";

export const TEXT_CLASSES = ["fraud", "illegal", "marketing", "ordinary"] as const;
/** Inputs beside the n-grams: word groups, then shape bits. */
export const DENSE_INPUTS: number = LEXICON_NAMES.length + SHAPE_BITS;

/** The readable part of a model file. */
export interface TextModelHeader {
  readonly featureVersion: number;
  readonly plan: GramPlan;
  /** Weight of one step of the packed bytes. */
  readonly step: number;
  readonly biases: readonly number[];
  /** Per dense input, four numbers. */
  readonly dense: readonly (readonly number[])[];
  /** Log odds are divided by this, so that 0.5 is an even chance on texts that were not trained on. */
  readonly temperature: number;
  /** Fraud permille at which this share of harmless texts would be flagged, on texts that were not trained on. */
  readonly thresholds: { readonly falseAlarms1Permille: number; readonly falseAlarms10Permille: number };
  readonly categories: readonly string[];
  readonly categorySlotsLog2: number;
  readonly categoryStep: number;
  readonly categoryBiases: readonly number[];
  /** Below this fraud permille no kind is named. */
  readonly categoryFromPermille: number;
}

export interface TextModel extends TextModelHeader {
  /** Four signed bytes per slot (offset 128), fraud in the lowest. */
  readonly weights: Int32Array;
  /** `categories.length` signed bytes per slot. */
  readonly categoryWeights: Int8Array;
  /** First 12 hex digits of the file's SHA-256. */
  readonly digest: string;
}

/** "DLTM" and the layout's version; then header length, body length, SHA-256 of both, header (JSON), body (deflated). */
export const MODEL_MAGIC = 0x4d544c44;
export const MODEL_LAYOUT = 1;
export const MODEL_PREFIX_BYTES = 48;
const BYTES_MAX = 32 << 20;

/** Every refusal of a model reads alike and says how to make a new one. */
export function refuse(detail: string): never {
  throw new ProblemError({ code: "model-invalid", detail: `text model: ${detail}; make it again with scripts/train/text.ts` });
}

/** Reads a model file. Throws a `ProblemError` that says what is wrong when it is damaged or of another version. */
export function loadTextModel(bytes: Uint8Array): TextModel {
  if (bytes.length < MODEL_PREFIX_BYTES) refuse(`file too short: ${bytes.length} bytes, at least ${MODEL_PREFIX_BYTES} expected`);
  if (bytes.length > BYTES_MAX) refuse(`file too long: ${bytes.length} bytes, at most ${BYTES_MAX} read`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MODEL_MAGIC) refuse("not a text model file: it does not start with DLTM");
  const layout = view.getUint32(4, true);
  if (layout !== MODEL_LAYOUT) refuse(`layout ${layout}, this version reads ${MODEL_LAYOUT}`);
  const headerBytes = view.getUint32(8, true);
  const bodyBytes = view.getUint32(12, true);
  if (MODEL_PREFIX_BYTES + headerBytes + bodyBytes !== bytes.length) {
    refuse(`length ${bytes.length} bytes, ${MODEL_PREFIX_BYTES + headerBytes + bodyBytes} expected: the file was cut or something was added`);
  }
  const content = bytes.subarray(MODEL_PREFIX_BYTES);
  const sum = createHash("sha256").update(content).digest();
  if (!sum.equals(bytes.subarray(16, 48))) refuse("the checksum does not match: the file is damaged");
  const header = JSON.parse(Buffer.from(content.subarray(0, headerBytes)).toString("utf8")) as TextModelHeader;
  if (header.featureVersion !== FEATURE_VERSION) refuse(`features of version ${header.featureVersion}, this version computes ${FEATURE_VERSION}`);
  const { slotsLog2 } = header.plan;
  if (!(slotsLog2 >= 8 && slotsLog2 <= 22) || !(header.categorySlotsLog2 >= 8 && header.categorySlotsLog2 <= slotsLog2)) refuse("table sizes out of range");
  if (header.dense.length !== DENSE_INPUTS) refuse(`${header.dense.length} dense inputs, ${DENSE_INPUTS} expected`);
  const unknown = header.categories.find((category) => !isScamCategory(category));
  if (unknown !== undefined) refuse(`unknown category ${unknown}`);
  const slots = 1 << slotsLog2;
  const categoryCells = header.categories.length * (1 << header.categorySlotsLog2);
  const body = inflateRawSync(content.subarray(headerBytes), { maxOutputLength: BYTES_MAX });
  if (body.length !== slots * 4 + categoryCells) refuse(`tables of ${body.length} bytes, ${slots * 4 + categoryCells} expected`);
  // Planes compress better than cells: all fraud bytes, then all illegal bytes … Here they become one word per slot.
  const weights = new Int32Array(slots);
  for (let s = 0; s < slots; s++) {
    weights[s] = (body[s] ^ 0x80) | ((body[slots + s] ^ 0x80) << 8) | ((body[2 * slots + s] ^ 0x80) << 16) | ((body[3 * slots + s] ^ 0x80) << 24);
  }
  const categoryWeights = new Int8Array(categoryCells);
  const perSlot = header.categories.length;
  const categorySlots = 1 << header.categorySlotsLog2;
  for (let k = 0; k < perSlot; k++) {
    for (let s = 0; s < categorySlots; s++) categoryWeights[s * perSlot + k] = (body[slots * 4 + k * categorySlots + s] << 24) >> 24;
  }
  return { ...header, weights, categoryWeights, digest: createHash("sha256").update(bytes).digest("hex").slice(0, 12) };
}
