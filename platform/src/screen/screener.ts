/**
 * The decision: a batch of annotated events in, a verdict for each out. Sequential by nature, because what happened
 * before is part of every verdict; pure in the sense that the same events in the same order from the same state give
 * the same verdicts. It touches no clock, no port and no network.
 */
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { INTEL, INTEL_BITS, JUDGED, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { categoryCode, isScamCategory } from "../domain/scam-category.ts";
import { ACTIONS, STAGES } from "../domain/verdict.ts";
import type { FeatureEngine } from "../features/engine.ts";
import { setBits } from "../rules/compile.ts";
import type { TextSource } from "../rules/environment.ts";
import { levelOf } from "../rules/score.ts";
import { newClusterFacts, SIGNATURE_WORDS, type ScriptClusters } from "../text/script-cluster.ts";
import { digestEvent } from "./digest.ts";
import type { KindRules, PublishedRules } from "./publish.ts";
import { flattenResponses, LEVELS, LISTED, STREAMS, responseIndex } from "./response-table.ts";
import { V, VERDICT_FLAG, VERDICT_WORDS, type FactValue, type VerdictBatch, type VerdictDetails } from "./verdict-batch.ts";

/** String reference of a message's script signature, and its length in bytes; written by the annotator. */
export const SIGNATURE_REF = 7;

const RESPONSES = Uint8Array.from(flattenResponses(), (row) => ACTIONS.indexOf(row.action));
const STREAM_OF = EVENT_KINDS.map((kind) => STREAMS.indexOf(kind === "transfer" ? "money" : kind === "opening" ? "opening" : kind === "link" ? "join" : "contact"));
const NONE = LISTED.indexOf("none");
/** Events between two touches: enough to hide memory latency, few enough to stay in the nearest cache. */
const STRIDE = 128;
const QUIET = LEVELS.indexOf("quiet");
/** From here on the text model's category is worth naming even without a typology. */
const TEXT_CATEGORY_PERMILLE = 500;

/** Share of its weight that a lowered hit must keep to count as a sign of its own; assumed. */
const COUNTS_FROM = 0.5;

/** Rules that judge beside those that decide, on the same facts. Nothing is done about what they say. */
export interface Beside {
  readonly rules: PublishedRules;
  /** Where their verdicts go: as large as the batches. Without digests, which are the deciding rules' own. */
  verdicts: VerdictBatch;
  /** What broke them; they judge no more. */
  failed: Error | null;
}

interface Found {
  level: number;
  score: number;
  stage: number;
  category: number;
  families: boolean;
  urgent: boolean;
  unknown: boolean;
  failed: boolean;
  details: VerdictDetails | null;
}

export class Screener {
  readonly features: FeatureEngine;
  readonly clusters: ScriptClusters;
  #rules: PublishedRules;
  #seed: number;
  #beside: readonly Beside[] = [];
  /** Slots of the script facts that any of the rules reads, by kind of event. */
  #scriptSlots: readonly (readonly [number, number, number])[] = [];
  readonly #found: Found = { level: 0, score: 0, stage: 0, category: 0, families: false, urgent: false, unknown: false, failed: false, details: null };
  readonly #cluster = newClusterFacts();
  readonly #signature = new Uint32Array(SIGNATURE_WORDS);
  readonly #signatureBytes = new Uint8Array(this.#signature.buffer);
  readonly #bits = new Int32Array(4096);
  readonly #texts: TextSource;
  #batch: EventBatch | null = null;
  #event = 0;
  #textRefs: ReadonlyMap<number, number> = new Map();

  /** `seed` is a hash of all versions that take part, so that no two program states share a digest. */
  constructor(rules: PublishedRules, features: FeatureEngine, clusters: ScriptClusters, seed: number) {
    this.features = features;
    this.clusters = clusters;
    this.#rules = rules;
    this.#seed = seed;
    this.use(rules, seed);
    this.#texts = { text: (slot) => this.#batch!.text(this.#event, this.#textRefs.get(slot)!) };
  }

  get rules(): PublishedRules {
    return this.#rules;
  }

  /**
   * Judges by these rules from the next batch on. What was measured so far stays: it does not depend on what rules ask for.
   * Rules beside add features that are written, and change nothing of what the others decide.
   */
  use(rules: PublishedRules, seed: number, beside: readonly Beside[] = []): void {
    const all = [rules, ...beside.map((one) => one.rules)];
    this.features.bind(new Map(all.flatMap(({ featureSlots }) => [...featureSlots])));
    this.#scriptSlots = rules.kinds.map((_, kind) => {
      const slot = (n: 0 | 1 | 2): number => Math.max(...all.map(({ kinds }) => kinds[kind].scriptSlots[n]));
      return [slot(0), slot(1), slot(2)];
    });
    this.#rules = rules;
    this.#seed = seed;
    this.#beside = beside;
  }

  /** Judges events [from, to) of an annotated batch, in order. */
  screen(batch: EventBatch, from: number, to: number, out: VerdictBatch): void {
    this.#batch = batch;
    for (let start = from; start < to; start += STRIDE) {
      const end = Math.min(to, start + STRIDE);
      this.features.touch(batch, start, end);
      for (let i = start; i < end; i++) this.#judge(batch, i, out);
    }
  }

  #judge(batch: EventBatch, i: number, out: VerdictBatch): void {
    const words = batch.words;
    const base = i * RECORD_WORDS;
    const kindCode = words[base + W.kind];
    const kind = this.#rules.kinds[kindCode];
    const facts = kind.facts;
    this.features.measure(batch, i, facts);
    kind.load(words, batch.doubles, i, facts);
    if (kindCode === 1) this.#observeScript(batch, i, facts);
    this.#event = i;
    this.#textRefs = kind.textRefs;
    this.#decide(kind, facts, words, i, out);
    digestEvent(words, batch.heap, i, kind.factWords, kind.measuredSlots, this.#seed, out.words, i * VERDICT_WORDS + V.digestLo);
    for (const one of this.#beside) if (one.failed === null) this.#judgeBeside(one, batch, i, kindCode, facts);
  }

  /** The facts are the deciding rules': names have one slot whoever reads them, and a verdict is written before others are laid in. */
  #judgeBeside(one: Beside, batch: EventBatch, i: number, kindCode: number, facts: Float64Array): void {
    try {
      const kind = one.rules.kinds[kindCode];
      kind.load(batch.words, batch.doubles, i, facts);
      this.#decide(kind, facts, batch.words, i, one.verdicts);
    } catch (error) {
      one.failed = error instanceof Error ? error : new Error("a rule threw what is no error");
    }
  }

  /** Runs the rules on the facts and writes the verdict's row but for its digest. */
  #decide(kind: KindRules, facts: Float64Array, words: Uint32Array, i: number, out: VerdictBatch): void {
    const base = i * RECORD_WORDS;
    const kindCode = words[base + W.kind];
    const count = kind.compiled.run(facts, this.#texts, kind.outcomes);
    const found = this.#found;
    found.details = null;
    found.level = QUIET;
    found.score = 0;
    found.stage = 0;
    found.category = 0;
    found.families = found.urgent = found.unknown = found.failed = false;
    if (count !== 0) this.#collect(kind, facts, found);
    if (found.category === 0 && (words[base + W.judged] & JUDGED.text) !== 0 && (words[base + W.textFraudIllegal] & 0xffff) >= TEXT_CATEGORY_PERMILLE) {
      found.category = (words[base + W.textMarketingCategory] >>> 16) & 0xff;
    }
    const health = found.failed ? 2 : found.unknown ? 1 : 0;
    const listed = listedOf(kindCode, words[base + W.intel]);
    const action = RESPONSES[responseIndex(STREAM_OF[kindCode], listed, found.level, found.families ? 1 : 0, found.urgent ? 1 : 0, health)];
    const at = i * VERDICT_WORDS;
    const verdicts = out.words;
    verdicts[at] = action | (found.level << 8) | (found.stage << 16) | (found.category << 24);
    const flags =
      (health > 0 ? VERDICT_FLAG.degraded : 0) | (found.failed ? VERDICT_FLAG.failed : 0) | (found.urgent ? VERDICT_FLAG.urgent : 0) | (found.families ? VERDICT_FLAG.families : 0);
    verdicts[at + V.scoreFlags] = found.score | (flags << 16);
    verdicts[at + V.details] = 0;
    verdicts[at + V.details + 1] = 0;
    out.details[i] = found.details;
  }

  #observeScript(batch: EventBatch, i: number, facts: Float64Array): void {
    const ref = i * RECORD_WORDS + W.refs + SIGNATURE_REF * 2;
    const start = batch.words[ref];
    const length = batch.words[ref + 1];
    const [size, hourCount, hourSenders] = this.#scriptSlots[1];
    if (length === 0) {
      if (size >= 0) facts[size] = NaN;
      if (hourCount >= 0) facts[hourCount] = NaN;
      if (hourSenders >= 0) facts[hourSenders] = NaN;
      return;
    }
    this.#signatureBytes.set(batch.heap.subarray(start, start + length));
    const keys = i * RECORD_WORDS + W.keys;
    this.clusters.observe(this.#signature, batch.words[keys], batch.words[keys + 1], batch.doubles[i * RECORD_DOUBLES], this.#cluster);
    if (size >= 0) facts[size] = this.#cluster.size;
    if (hourCount >= 0) facts[hourCount] = this.#cluster.hourCount;
    if (hourSenders >= 0) facts[hourSenders] = this.#cluster.hourSenders;
  }

  /** Turns outcome bits into score, level and details. Runs only for events in which something was found. */
  #collect(kind: KindRules, facts: Float64Array, found: Found): void {
    const { compiled, outcomes, scorer, scores } = kind;
    const ids = this.#bits;
    const base = compiled.suppressorBase;
    const hits: { readonly index: number; readonly strength: number }[] = [];
    const shadow: string[] = [];
    const lowered: string[] = [];
    let families = 0;
    const n = setBits(outcomes.hit, ids);
    for (let k = 0; k < n; k++) {
      const index = ids[k];
      if (index >= base) {
        const { suppressor } = compiled.suppressors[index - base];
        (suppressor.mode === "live" ? lowered : shadow).push(suppressor.id);
        continue;
      }
      const { rule, strength } = compiled.rules[index];
      if (rule.mode === "shadow") {
        shadow.push(rule.id);
        continue;
      }
      const remaining = scorer.remaining(outcomes, index);
      hits.push({ index, strength: strength * remaining });
      // A hit that an innocent explanation mostly accounts for is shown, but is no second family and no urgency.
      if (remaining < COUNTS_FROM) continue;
      families |= 1 << FAMILY_BIT[rule.family];
      if (rule.urgent === true) found.urgent = true;
      if (rule.stage !== undefined) found.stage = Math.max(found.stage, STAGES.indexOf(rule.stage) + 1);
    }
    found.families = (families & (families - 1)) !== 0;
    // A suppressor that lowers nothing that hit says nothing.
    const live = (index: number): boolean => index < base && compiled.rules[index].rule.mode === "live";
    const names = (bits: Int32Array): string[] => {
      const count = setBits(bits, ids);
      const out: string[] = [];
      for (let k = 0; k < count; k++) if (live(ids[k])) out.push(compiled.rules[ids[k]].id);
      return out;
    };
    const unknown = names(outcomes.unknown);
    const failed = names(outcomes.failed);
    found.unknown = unknown.length > 0;
    found.failed = failed.length > 0;
    if (hits.length > 0) {
      const best = scorer.score(outcomes, scores);
      if (best >= 0) {
        for (let t = 0; t < scores.length; t++) found.level = Math.max(found.level, LEVELS.indexOf(levelOf(scorer.typologies[t], scores[t])));
        found.score = scores[best]!;
        found.category = codeOf(scorer.typologies[best].typology.category);
      }
      hits.sort((x, y) => y.strength - x.strength || x.index - y.index);
      if (found.category === 0) for (const { index } of hits) found.category ||= codeOf(compiled.rules[index].rule.category);
    }
    if (hits.length + unknown.length + failed.length + shadow.length === 0) return;
    found.details = {
      hits: hits.map(({ index }) => {
        const rule = compiled.rules[index];
        return [rule.id, rule.values.map((b): FactValue => factValue(facts[b.slot]))] as const;
      }),
      unknown,
      failed,
      lowered: hits.length > 0 ? lowered : [],
      shadow,
    };
  }
}

const FAMILY_BIT: Readonly<Record<string, number>> = { call: 0, message: 1, web: 2, app: 3, payment: 4, account: 5, opening: 6, report: 7 };

function codeOf(category: string | undefined): number {
  return isScamCategory(category) ? categoryCode(category) : 0;
}

/** JSON has neither NaN nor Infinity: unknown is null, "never" is -1 (no value of ours is negative). */
function factValue(value: number): FactValue {
  return value !== value ? null : value === Infinity ? -1 : value;
}

const A = 0;
const B = INTEL_BITS;
const D = 3 * INTEL_BITS;

/** The strongest thing the lists say of the other side, as an index into LISTED. */
function listedOf(kindCode: number, bits: number): number {
  if (bits === 0) return NONE;
  switch (kindCode) {
    case 0: // A call to a protected line must get through as surely as a call from one.
    case 1: {
      if (((bits >>> A) & INTEL.protected) !== 0 || ((bits >>> B) & INTEL.protected) !== 0) return 0;
      if (((bits >>> A) & INTEL.allow) !== 0) return 1;
      // A harmless link does not make its sender harmless, but a listed one makes the message so.
      return worst((bits >>> A) | (kindCode === 1 ? bits >>> D : 0));
    }
    case 2:
    case 3:
      return strongest(bits >>> D);
    case 4:
      return strongest(bits >>> B);
    case 5:
      return ((bits >>> A) & (INTEL.protected | INTEL.allow)) !== 0 ? strongest(bits >>> A) : worst((bits >>> A) | (bits >>> D));
    default:
      return NONE;
  }
}

function strongest(bits: number): number {
  if ((bits & INTEL.protected) !== 0) return 0;
  return (bits & INTEL.allow) !== 0 ? 1 : worst(bits);
}

function worst(bits: number): number {
  return (bits & INTEL.block) !== 0 ? 2 : (bits & INTEL.flag) !== 0 ? 3 : NONE;
}
