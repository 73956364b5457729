/**
 * How much a host name looks like those of scams: a linear model over hashed letter groups and traits. The score is the
 * name's alone: it knows no list, no page and no age, so nothing is blocked for it alone. Brands' real domains and state
 * bodies score 0; an IP address, which no training list has, scores a stated neutral value.
 */
import { hashBytes } from "../base/hash.ts";
import { ProblemError } from "../base/problem.ts";
import { brandOwning } from "../domain/brand.ts";
import { isIpHost, type HostName } from "../domain/host-name.ts";
import { FEATURE, hostFeatures, newHostFeatures, type HostFeatures } from "./host-features.ts";

const MAGIC = 0x4d484c44; // "DLHM", little-endian
const FORMAT = 1;
/** Far above any real model; a damaged length must not become an allocation. */
const HEADER_BYTES_MAX = 1_000_000;
const BITS_MIN = 8;
const BITS_MAX = 22;

/** What is said of an IP address: neither harmless nor a finding. The rules treat IP hosts by themselves. */
export const IP_SCORE_PERMILLE = 250;

export interface HostModelHeader {
  readonly version: string;
  /** The weight table has 2^bits entries. */
  readonly bits: number;
  /** One step of a stored weight, in log-odds. */
  readonly step: number;
  readonly bias: number;
  /**
   * score = 1000 / (1 + exp(−(slope · evidence + offset))), set so that one harmless host in a hundred scores above 500
   * and one in a thousand above 900.
   */
  readonly slope: number;
  readonly offset: number;
  /** Public suffixes of two labels or more that the training data had. */
  readonly suffixes: readonly string[];
}

export interface HostModel {
  readonly header: HostModelHeader;
  readonly weights: Int8Array;
}

/** Layout: magic, format, header bytes (three u32), header as JSON, weights (i8), checksum (u32), little-endian. */
export function saveHostModel(model: HostModel): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify(model.header));
  const bytes = new Uint8Array(12 + header.length + model.weights.length + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, FORMAT, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, 12);
  bytes.set(new Uint8Array(model.weights.buffer, model.weights.byteOffset, model.weights.length), 12 + header.length);
  view.setUint32(bytes.length - 4, checksum(bytes), true);
  return bytes;
}

function checksum(bytes: Uint8Array): number {
  const out = { lo: 0, hi: 0 };
  hashBytes(bytes, 0, bytes.length - 4, out);
  return out.lo;
}

/** Reads a model file. Throws `model-invalid` when it is cut, changed, or of another format. */
export function loadHostModel(bytes: Uint8Array): HostModel {
  const wrong = (detail: string, expected: string): never => {
    throw new ProblemError({ code: "model-invalid", detail: `The host model ${detail}.`, expected });
  };
  if (bytes.length < 16) wrong(`has only ${bytes.length} bytes`, "a file made by scripts/train/host.ts");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) wrong("does not start like one", "a file made by scripts/train/host.ts");
  if (view.getUint32(4, true) !== FORMAT) wrong(`has format ${view.getUint32(4, true)}`, `format ${FORMAT}; train it again`);
  const headerBytes = view.getUint32(8, true);
  if (headerBytes > HEADER_BYTES_MAX || 16 + headerBytes > bytes.length) wrong("is cut off", "the whole file");
  if (view.getUint32(bytes.length - 4, true) !== checksum(bytes)) wrong("is damaged (checksum)", "an unchanged file");
  const header = readHeader(bytes.subarray(12, 12 + headerBytes));
  if (header === null) return wrong("has an unreadable header", "version, bits, step, bias, slope, offset, suffixes");
  // Copied, so that the caller's buffer can go; `slice` of a Node buffer would still share it.
  const weights = Int8Array.from(bytes.subarray(12 + headerBytes, bytes.length - 4), (b) => (b << 24) >> 24);
  if (weights.length !== 2 ** header.bits) wrong(`has ${weights.length} weights`, `${2 ** header.bits} weights`);
  return { header, weights };
}

function readHeader(bytes: Uint8Array): HostModelHeader | null {
  try {
    const h = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as HostModelHeader;
    const numbers = [h.bits, h.step, h.bias, h.slope, h.offset].every((x) => Number.isFinite(x));
    const ok =
      numbers &&
      Number.isInteger(h.bits) &&
      h.bits >= BITS_MIN &&
      h.bits <= BITS_MAX &&
      h.step > 0 &&
      h.slope > 0 &&
      typeof h.version === "string" &&
      Array.isArray(h.suffixes) &&
      h.suffixes.every((s) => typeof s === "string");
    return ok ? h : null;
  } catch {
    return null;
  }
}

export interface HostReason {
  readonly zh: string;
  readonly en: string;
  /** Share of the evidence towards scam. */
  readonly weightPermille: number;
  /** The letters that weighed, as written in the host. */
  readonly part: string;
}

const TRAIT_REASON: Readonly<Record<number, (part: string) => { zh: string; en: string }>> = {
  [FEATURE.suffix]: (part) => ({ zh: `后缀 .${part} 多见于诈骗域名`, en: `The suffix .${part} is common among scam hosts` }),
  [FEATURE.lastLabel]: (part) => ({ zh: `后缀 .${part} 多见于诈骗域名`, en: `The suffix .${part} is common among scam hosts` }),
  [FEATURE.coreLength]: () => ({ zh: "名称长度多见于诈骗域名", en: "Names of this length are common among scam hosts" }),
  [FEATURE.labelCount]: () => ({ zh: "域名层级多见于诈骗域名", en: "This number of levels is common among scam hosts" }),
  [FEATURE.suffixDepth]: (part) => ({ zh: `位于共享托管 ${part}`, en: `It sits on shared hosting ${part}` }),
  [FEATURE.shape]: () => ({ zh: "字母、数字与连字符的排列多见于诈骗域名", en: "This pattern of letters, digits and hyphens is common among scam hosts" }),
  [FEATURE.hyphens]: () => ({ zh: "连字符数量多见于诈骗域名", en: "This number of hyphens is common among scam hosts" }),
  [FEATURE.vowels]: () => ({ zh: "元音比例多见于诈骗域名", en: "This share of vowels is common among scam hosts" }),
  [FEATURE.suffixAndLength]: () => ({ zh: "后缀与名称长度的组合多见于诈骗域名", en: "This suffix with a name of this length is common among scam hosts" }),
  [FEATURE.suffixAndShape]: () => ({ zh: "后缀与字符排列的组合多见于诈骗域名", en: "This suffix with this pattern is common among scam hosts" }),
  [FEATURE.suffixAndSub]: () => ({ zh: "该后缀下的子域名用法多见于诈骗域名", en: "This use of subdomains under this suffix is common among scam hosts" }),
  [FEATURE.vowelsAndLength]: () => ({ zh: "元音比例与长度的组合多见于诈骗域名", en: "This share of vowels at this length is common among scam hosts" }),
  [FEATURE.subLength]: () => ({ zh: "子域名长度多见于诈骗域名", en: "Subdomains of this length are common among scam hosts" }),
};

/** Letters shown as one reason at most: longer ones are whole names and say nothing. */
const PART_LETTERS_MAX = 14;

export class HostJudge {
  readonly version: string;
  readonly #weights: Int8Array;
  readonly #step: number;
  readonly #bias: number;
  readonly #slope: number;
  readonly #offset: number;
  readonly #mask: number;
  readonly #suffixes: ReadonlySet<string>;
  readonly #features: HostFeatures = newHostFeatures();

  constructor(model: HostModel) {
    this.version = model.header.version;
    this.#weights = model.weights;
    this.#step = model.header.step;
    this.#bias = model.header.bias;
    this.#slope = model.header.slope;
    this.#offset = model.header.offset;
    this.#mask = model.weights.length - 1;
    this.#suffixes = new Set(model.header.suffixes);
  }

  /** Scam permille, 0 to 1000, not rounded so that ranking keeps its ties apart. `host` must be canonical. */
  judge(host: string): number {
    if (brandOwning(host) !== null) return 0;
    if (isIpHost(host as HostName)) return IP_SCORE_PERMILLE;
    return 1000 / (1 + Math.exp(-(this.#slope * this.evidence(host) + this.#offset)));
  }

  /** Log-odds before scaling, without the allow list of brands; for measuring. */
  evidence(host: string): number {
    const features = this.#features;
    hostFeatures(host, this.#suffixes, this.#mask, features);
    const weights = this.#weights;
    const index = features.index;
    let sum = 0;
    for (let i = 0; i < features.count; i++) sum += weights[index[i] ?? 0] ?? 0;
    return sum * this.#step + this.#bias;
  }

  /** The parts of the name that weighed most towards scam, strongest first; empty when nothing did. */
  explain(host: string, max: number): readonly HostReason[] {
    if (brandOwning(host) !== null || isIpHost(host as HostName)) return [];
    const features = this.#features;
    hostFeatures(host, this.#suffixes, this.#mask, features);
    const letters = new Float64Array(host.length);
    const reasons = new Map<string, { zh: string; en: string; weight: number; part: string }>();
    for (let i = 0; i < features.count; i++) {
      const weight = this.#weights[features.index[i] ?? 0] ?? 0;
      const place = features.place[i] ?? 0;
      const kind = place & 0xff;
      const start = (place >>> 8) & 0xff;
      const length = place >>> 16;
      const text = TRAIT_REASON[kind];
      if (text === undefined) {
        for (let j = start; j < start + length; j++) letters[j] = (letters[j] ?? 0) + weight / length;
      } else if (weight > 0) {
        const part = host.slice(start, start + length);
        const said = text(part);
        const before = reasons.get(said.zh);
        reasons.set(said.zh, { ...said, part, weight: weight + (before?.weight ?? 0) });
      }
    }
    for (let k = 0; k < max; k++) {
      const run = strongestRun(letters, host);
      if (run === null) break;
      const part = host.slice(run.start, run.end);
      reasons.set(`letters ${run.start}`, { zh: `“${part}”多见于诈骗域名`, en: `“${part}” is common among scam hosts`, weight: run.weight, part });
      letters.fill(0, run.start, run.end);
    }
    const sorted = [...reasons.values()].sort((a, b) => b.weight - a.weight || (a.part < b.part ? -1 : 1));
    const total = sorted.reduce((sum, reason) => sum + reason.weight, 0);
    return sorted.slice(0, max).map((reason) => ({ zh: reason.zh, en: reason.en, part: reason.part, weightPermille: Math.round((1000 * reason.weight) / total) }));
  }
}

/** The stretch of letters inside one label with the greatest sum (Kadane), of two letters or more; null without a gain. */
function strongestRun(letters: Float64Array, host: string): { start: number; end: number; weight: number } | null {
  let best: { start: number; end: number; weight: number } | null = null;
  let start = 0;
  let sum = 0;
  for (let i = 0; i < letters.length; i++) {
    const stop = host.charCodeAt(i) === 46 || host.charCodeAt(i) === 45;
    if (stop || sum <= 0 || i - start >= PART_LETTERS_MAX) {
      start = stop ? i + 1 : i;
      sum = 0;
      if (stop) continue;
    }
    sum += letters[i] ?? 0;
    if (sum > 0 && i - start >= 1 && (best === null || sum > best.weight)) best = { start, end: i + 1, weight: sum };
  }
  return best;
}
