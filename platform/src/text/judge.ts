/**
 * Judges one text: fraud, illegal offer, marketing or ordinary, the kind of scam, the word groups found and how much
 * disguise was undone. One model per language; nothing is allocated per text. Says what a text looks like, never who
 * sent it, and decides nothing.
 */
import type { ScamCategory } from "../domain/scam-category.ts";
import { FEATURE_VERSION, Grams, SHAPE, TokenStream } from "./linear.ts";
import { LEXICON_BITS, LEXICON_NAMES, Lexicon } from "./lexicon.ts";
import { refuse, type TextModel } from "./model.ts";
import { Normaliser, type Language } from "./normalise.ts";

/** What is said of one text. Reused by the caller; every field is written by `judge`. */
export interface TextJudgement {
  /** The four add up to about 1000, or are all 0 when no model reads the language: not judged, not "ordinary". */
  fraudPermille: number;
  illegalPermille: number;
  marketingPermille: number;
  ordinaryPermille: number;
  /** The likeliest kind of scam if it is one; null when the text does not look like fraud or the model has no kinds. */
  category: ScamCategory | null;
  categoryPermille: number;
  /** Set of LEXICON_BITS. */
  lexicon: number;
  disguisePermille: number;
  language: Language;
  truncated: boolean;
}

export function newTextJudgement(): TextJudgement {
  return {
    fraudPermille: 0,
    illegalPermille: 0,
    marketingPermille: 0,
    ordinaryPermille: 0,
    category: null,
    categoryPermille: 0,
    lexicon: 0,
    disguisePermille: 0,
    language: "other",
    truncated: false,
  };
}

/** Reads texts with one model per language. Not shared between threads; one per worker. */
export class TextJudge {
  /** Changes whenever either model does; goes into verdicts. */
  readonly version: string;
  readonly #zh: TextModel;
  readonly #en: TextModel;
  readonly #text = new Normaliser();
  readonly #stream = new TokenStream();
  readonly #grams = new Grams();
  readonly #lexicon = new Lexicon();
  readonly #z = new Float64Array(4);
  readonly #categoryZ = new Float64Array(32);
  readonly #scratch = newTextJudgement();
  #fraud = 0;

  constructor(models: { readonly zh: TextModel; readonly en: TextModel }) {
    if (models.zh.plan.language !== "zh") refuse(`model ${models.zh.digest} given for zh reads ${models.zh.plan.language}`);
    if (models.en.plan.language !== "en") refuse(`model ${models.en.digest} given for en reads ${models.en.plan.language}`);
    this.#zh = models.zh;
    this.#en = models.en;
    this.version = `text-${FEATURE_VERSION}-${models.zh.digest}-${models.en.digest}`;
  }

  /** Fraud chance 0 … 1 of the last text judged, finer than a permille; for ranking. */
  get fraud(): number {
    return this.#fraud;
  }

  /** Normalised code units of the last text judged, [0, unitsLength); for the script signature. */
  get units(): Uint16Array {
    return this.#text.units;
  }

  get unitsLength(): number {
    return this.#text.length;
  }

  /** Fraud chance 0 … 1 of a text, not rounded. */
  scam(text: string): number {
    this.judge(text, this.#scratch);
    return this.#fraud;
  }

  /** Word groups only, for short texts such as the purpose of a transfer. */
  lexiconUtf8(bytes: Uint8Array, start: number, end: number): number {
    this.#text.runUtf8(bytes, start, end);
    return this.#lexicon.find(this.#text);
  }

  /** Judges a text into `out`. Never throws; reads at most the first 2,000 code units. */
  judge(text: string, out: TextJudgement): void {
    this.#text.run(text);
    this.#judge(out);
  }

  /** The same for UTF-8 bytes [start, end). */
  judgeUtf8(bytes: Uint8Array, start: number, end: number, out: TextJudgement): void {
    this.#text.runUtf8(bytes, start, end);
    this.#judge(out);
  }

  #judge(out: TextJudgement): void {
    const text = this.#text;
    const { language } = text;
    out.language = language;
    out.truncated = text.truncated;
    out.disguisePermille = text.disguisePermille;
    out.category = null;
    out.categoryPermille = 0;
    const stream = this.#stream;
    if (language === "en") stream.fillEn(text);
    else stream.fillZh(text);
    const lexicon = this.#lexicon.find(text) | shapeToLexicon(stream.shape);
    out.lexicon = lexicon;
    if (language === "other") {
      out.fraudPermille = out.illegalPermille = out.marketingPermille = out.ordinaryPermille = 0;
      this.#fraud = 0;
      return;
    }
    const model = language === "zh" ? this.#zh : this.#en;
    this.#grams.fill(stream, model.plan);
    this.#score(model, lexicon, stream.shape);
    const z = this.#z;
    const top = Math.max(z[0], z[1], z[2], z[3]);
    const e0 = Math.exp(z[0] - top);
    const e1 = Math.exp(z[1] - top);
    const e2 = Math.exp(z[2] - top);
    const e3 = Math.exp(z[3] - top);
    const sum = e0 + e1 + e2 + e3;
    this.#fraud = e0 / sum;
    out.fraudPermille = Math.round((1000 * e0) / sum);
    out.illegalPermille = Math.round((1000 * e1) / sum);
    out.marketingPermille = Math.round((1000 * e2) / sum);
    out.ordinaryPermille = Math.round((1000 * e3) / sum);
    if (model.categories.length > 0 && out.fraudPermille >= model.categoryFromPermille) this.#categorise(model, out);
  }

  /** Leaves the four log odds, divided by the temperature, in `#z`. */
  #score(model: TextModel, lexicon: number, shape: number): void {
    const weights = model.weights;
    const slots = this.#grams.slots;
    const n = this.#grams.length;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    // Two lanes of 16 bits in each word; 128 bytes fit and keep the word a small integer, then they are emptied.
    for (let i = 0; i < n;) {
      const end = n - i > 128 ? i + 128 : n;
      let even = 0;
      let odd = 0;
      for (; i < end; i++) {
        const word = weights[slots[i]];
        even += word & 0x00ff00ff;
        odd += (word >>> 8) & 0x00ff00ff;
      }
      s0 += even & 0xffff;
      s2 += even >>> 16;
      s1 += odd & 0xffff;
      s3 += odd >>> 16;
    }
    const scale = n === 0 ? 0 : model.step / Math.sqrt(n);
    const offset = 128 * n;
    const z = this.#z;
    const biases = model.biases;
    let z0 = (s0 - offset) * scale + biases[0];
    let z1 = (s1 - offset) * scale + biases[1];
    let z2 = (s2 - offset) * scale + biases[2];
    let z3 = (s3 - offset) * scale + biases[3];
    let bits = lexicon | (shape << LEXICON_NAMES.length);
    while (bits !== 0) {
      const w = model.dense[31 - Math.clz32(bits & (0 - bits))];
      bits &= bits - 1;
      z0 += w[0];
      z1 += w[1];
      z2 += w[2];
      z3 += w[3];
    }
    const cool = 1 / model.temperature;
    z[0] = z0 * cool;
    z[1] = z1 * cool;
    z[2] = z2 * cool;
    z[3] = z3 * cool;
  }

  #categorise(model: TextModel, out: TextJudgement): void {
    const z = this.#categoryZ;
    const count = model.categories.length;
    const shift = model.plan.slotsLog2 - model.categorySlotsLog2;
    const slots = this.#grams.slots;
    const n = this.#grams.length;
    const weights = model.categoryWeights;
    z.fill(0);
    for (let i = 0; i < n; i++) {
      const at = (slots[i] >>> shift) * count;
      for (let k = 0; k < count; k++) z[k] += weights[at + k];
    }
    const scale = n === 0 ? 0 : model.categoryStep / Math.sqrt(n);
    let best = 0;
    for (let k = 0; k < count; k++) {
      z[k] = z[k] * scale + model.categoryBiases[k];
      if (z[k] > z[best]) best = k;
    }
    let sum = 0;
    for (let k = 0; k < count; k++) sum += Math.exp(z[k] - z[best]);
    out.category = model.categories[best] as ScamCategory;
    out.categoryPermille = Math.round(1000 / sum);
  }

  /**
   * The phrases that weighed most towards fraud (against the likeliest other class), in the writer's own characters.
   * Overlapping n-grams are merged into one phrase; weights are shares of all that spoke for fraud, in permille.
   * For showing a reason: allocates, and judges the text again.
   */
  explain(text: string, phrasesMax: number): { phrase: string; weightPermille: number }[] {
    this.#text.run(text);
    const { language } = this.#text;
    if (language === "other") return [];
    const model = language === "zh" ? this.#zh : this.#en;
    const stream = this.#stream;
    if (language === "en") stream.fillEn(this.#text);
    else stream.fillZh(this.#text);
    const grams = this.#grams;
    grams.fill(stream, model.plan);
    this.#score(model, this.#lexicon.find(this.#text) | shapeToLexicon(stream.shape), stream.shape);
    let against = 1;
    for (let k = 2; k < 4; k++) if (this.#z[k] > this.#z[against]) against = k;
    // Each n-gram's say is spread over its tokens; runs of tokens that speak for fraud become phrases.
    const say = new Float64Array(stream.length + 1);
    for (let i = 0; i < grams.length; i++) {
      const word = model.weights[grams.slots[i]];
      const diff = (word & 0xff) - ((word >>> (8 * against)) & 0xff);
      const from = grams.from[i];
      const to = grams.to[i];
      for (let t = from; t <= to; t++) say[t] += diff / (to - from + 1);
    }
    let total = 0;
    for (let t = 0; t < stream.length; t++) if (say[t] > 0) total += say[t];
    if (total === 0) return [];
    if (language === "en") this.#wholeWords(say);
    const phrases: { phrase: string; weightPermille: number; at: number }[] = [];
    for (let t = 0; t < stream.length;) {
      if (!(say[t] > 0)) {
        t++;
        continue;
      }
      let sum = 0;
      let end = t;
      while (end < stream.length && say[end] > 0) sum += say[end++];
      // A whole sentence is no reason: cut long runs where they say least.
      const pieces = end - t > PHRASE_TOKENS_MAX ? cut(say, t, end) : [[t, end] as const];
      for (const [a, b] of pieces) {
        const phrase = this.#original(text, a, b);
        let weight = 0;
        for (let i = a; i < b; i++) weight += say[i];
        if (phrase !== "") phrases.push({ phrase, weightPermille: Math.round((1000 * weight) / total), at: a });
      }
      t = end;
    }
    phrases.sort((a, b) => b.weightPermille - a.weightPermille || a.at - b.at);
    return phrases.slice(0, phrasesMax).map(({ phrase, weightPermille }) => ({ phrase, weightPermille }));
  }

  /** Gives every letter of an English word the word's mean, so that no phrase begins or ends inside one. */
  #wholeWords(say: Float64Array): void {
    const { starts, ends, length } = this.#stream;
    for (let t = 0; t < length;) {
      if (ends[t] === starts[t]) {
        // An edge belongs to the words beside it: it joins two that both speak for fraud, and parts all others.
        t++;
        continue;
      }
      let end = t;
      let sum = 0;
      while (end < length && ends[end] > starts[end]) sum += say[end++];
      const mean = sum / (end - t);
      for (let i = t; i < end; i++) say[i] = mean;
      t = end;
    }
    for (let t = 1; t + 1 < length; t++) if (ends[t] === starts[t]) say[t] = say[t - 1] > 0 && say[t + 1] > 0 ? Math.max(say[t], 1e-9) : 0;
  }

  /** The stretch of the original text that tokens [a, b) came from. */
  #original(text: string, a: number, b: number): string {
    const stream = this.#stream;
    const origin = this.#text.origin;
    let first = -1;
    let last = -1;
    for (let t = a; t < b; t++) {
      if (stream.ends[t] <= stream.starts[t]) continue; // an edge has no characters
      if (first < 0) first = origin[stream.starts[t]]!;
      last = origin[stream.ends[t] - 1]!;
    }
    if (first < 0) return "";
    const wide = (text.charCodeAt(last) & 0xfc00) === 0xd800 ? 2 : 1;
    return text.slice(first, last + wide).trim();
  }
}

/** Longer than most words of either language, shorter than a sentence. */
const PHRASE_TOKENS_MAX = 14;

function cut(say: Float64Array, from: number, to: number): (readonly [number, number])[] {
  if (to - from <= PHRASE_TOKENS_MAX) return [[from, to]];
  // An edge between words, where there is one, else the token that says least.
  let low = from + 2;
  for (let i = from + 2; i < to - 2; i++) if (say[i] < say[low]) low = i;
  return [...cut(say, from, low), ...cut(say, low, to)];
}

export function shapeToLexicon(shape: number): number {
  return ((shape & SHAPE.url) !== 0 ? LEXICON_BITS.urlPresent : 0) | ((shape & SHAPE.phone) !== 0 ? LEXICON_BITS.phonePresent : 0);
}
