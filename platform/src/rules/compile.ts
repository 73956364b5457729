// Compiles the rules of one event kind into functions that judge an event without allocating. Two strategies with the
// same answers: straight-line code, and an index by field where many rules compare few fields. Compile when rules are
// published, never per event. Suppressors are judged only when a rule is not a miss, since they can only lower scores.

import type { Environment, TextSource } from "./environment.ts";
import { buildGateIndex, type GateIndex } from "./gate-index.ts";
import type { RuleState } from "./interpret.ts";
import type { LoadedPack, LoadedRule, LoadedSuppressor } from "./loaded.ts";
import { buildSegments, comparisons, type Segment } from "./segment.ts";

/** Bit sets by dense rule index (bit i & 31 of word i >> 5). Reused from event to event. */
export interface RuleOutcomes {
  readonly hit: Int32Array;
  readonly unknown: Int32Array;
  readonly failed: Int32Array;
  /** Bits set in all three. Kept by `run`; it clears what the last event left only when this is not 0. */
  count: number;
}

export type CompileStrategy = "straight" | "index";

export interface CompiledRules {
  readonly kind: string;
  /** Live and shadow rules of this kind; the position is the dense index. Rules that are off are left out. */
  readonly rules: readonly LoadedRule[];
  /** Live and shadow suppressors; the dense index is `suppressorBase` + position. */
  readonly suppressors: readonly LoadedSuppressor[];
  readonly suppressorBase: number;
  /** Length of each bit set. */
  readonly words: number;
  readonly strategy: CompileStrategy;
  /** Bytes of the index; 0 for straight-line code. */
  readonly indexBytes: number;
  /** Length that `facts` must have at least. */
  readonly slotsMax: number;
  /**
   * Judges one event. Never throws and never allocates (unless a text source does).
   * @returns how many rules and suppressors are hit, unknown or failed; 0 means nothing to report, and `out` is empty
   */
  readonly run: (facts: Float64Array, texts: TextSource, out: RuleOutcomes) => number;
}

/** Empty outcomes that fit `compiled`. */
export function makeOutcomes(compiled: Pick<CompiledRules, "words">): RuleOutcomes {
  const { words } = compiled;
  return { hit: new Int32Array(words), unknown: new Int32Array(words), failed: new Int32Array(words), count: 0 };
}

/** State of one rule (or suppressor) by dense index. */
export function stateOf(out: RuleOutcomes, index: number): RuleState {
  const word = index >> 5;
  const bit = 1 << (index & 31);
  if ((out.hit[word] & bit) !== 0) return "hit";
  if ((out.unknown[word] & bit) !== 0) return "unknown";
  return (out.failed[word] & bit) !== 0 ? "failed" : "miss";
}

/** Empties outcomes. A plain loop: for a word or two, calling the array's own fill three times costs more than the rules. */
function clear(out: RuleOutcomes): void {
  const { hit, unknown, failed } = out;
  for (let w = 0; w < hit.length; w++) {
    hit[w] = 0;
    unknown[w] = 0;
    failed[w] = 0;
  }
  out.count = 0;
}

/** Writes the dense indexes of the set bits, ascending, into `into`; returns how many. Allocates nothing. */
export function setBits(bits: Int32Array, into: Int32Array, words: number = bits.length): number {
  let n = 0;
  for (let w = 0; w < words; w++) {
    let m = bits[w];
    while (m !== 0) {
      const bit = m & (0 - m);
      into[n++] = (w << 5) + 31 - Math.clz32(bit);
      m ^= bit;
    }
  }
  return n;
}

type Run = CompiledRules["run"];

/**
 * Runs straight-line segments one after the other. Unrolled by generation, so that each call has one known target.
 */
function straightRun(segments: readonly Segment[], suppressors: readonly Segment[], ruleWords: number): Run {
  const all = [...segments, ...suppressors];
  const call = (segment: Segment, i: number): string => `m = p${i}(f, t); if (m !== 0) n += s${i}(f, t, m, ${segment.word}, H, U, X);`;
  const source = [
    `"use strict"; ${all.map((_, i) => `const p${i} = all[${i}].screen, s${i} = all[${i}].settle;`).join(" ")}`,
    "return function run(f, t, out) { const H = out.hit, U = out.unknown, X = out.failed;",
    "if (out.count !== 0) clear(out);",
    `let n = 0, m = 0; ${segments.map(call).join("\n")}`,
    suppressors.length === 0 ? "" : `if (n !== 0) { ${suppressors.map((s, i) => call(s, segments.length + i)).join("\n")} }`,
    "out.count = n; return n; };",
  ].join("\n");
  if (ruleWords === 0) return (_facts, _texts, out) => (out.count = 0);
  return new Function("all", "clear", source)(all, clear) as Run;
}

function indexedRun(index: GateIndex, segments: readonly Segment[], suppressors: readonly Segment[], ruleWords: number): Run {
  const bits = new Int32Array(ruleWords);
  const absent = new Int32Array(ruleWords);
  const exact = new Int32Array(ruleWords);
  index.exact.forEach((isExact, i) => {
    if (isExact) exact[i >> 5] |= 1 << (i & 31);
  });
  const byWord = Array.from({ length: ruleWords }, (_, word) => segments.filter((s) => s.word === word));
  const { select } = index;
  return (facts, texts, out) => {
    const { hit, unknown, failed } = out;
    if (out.count !== 0) clear(out);
    const isComplete = select(facts, bits, absent);
    let n = 0;
    for (let w = 0; w < ruleWords; w++) {
      const word = bits[w];
      if (word === 0) continue;
      // Rules made of gates alone are decided by the bit sets: unknown when one of their fields is absent, else a hit.
      const decided = word & exact[w];
      if (decided !== 0) {
        const lacking = isComplete ? 0 : decided & absent[w];
        hit[w] = decided ^ lacking;
        unknown[w] = lacking;
        n += countBits(decided);
      }
      const open = word ^ decided;
      if (open === 0) continue;
      const parts = byWord[w];
      for (let i = 0; i < parts.length; i++) {
        const part = open & parts[i].mask;
        if (part !== 0) n += parts[i].settle(facts, texts, part, w, hit, unknown, failed);
      }
    }
    if (n !== 0) {
      for (let i = 0; i < suppressors.length; i++) {
        const suppressor = suppressors[i];
        const word = suppressor.screen(facts, texts);
        if (word !== 0) n += suppressor.settle(facts, texts, word, suppressor.word, hit, unknown, failed);
      }
    }
    out.count = n;
    return n;
  };
}

/** Number of set bits of a 32-bit word, without a loop. */
function countBits(word: number): number {
  let n = word - ((word >>> 1) & 0x5555_5555);
  n = (n & 0x3333_3333) + ((n >>> 2) & 0x3333_3333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

// Nanoseconds on a 2026 server core, measured with ten fields and up to a thousand rules. Only their proportions matter.
const costs = { comparison: 0.7, field: 12, fieldWord: 0.6, openRule: 8 } as const;

/** An index pays when few fields serve many comparisons; with a field for every rule it never does. */
function isIndexCheaper(rules: readonly LoadedRule[], index: GateIndex): boolean {
  const words = (rules.length + 31) >> 5;
  const open = index.exact.filter((isExact) => !isExact).length;
  const indexed = index.fields * (costs.field + costs.fieldWord * words) + open * costs.openRule;
  return straightCost(rules) > indexed;
}

function straightCost(rules: readonly LoadedRule[]): number {
  let count = 0;
  for (const { when, condition } of rules) count += comparisons(condition.condition) + (when === undefined ? 0 : comparisons(when.condition));
  return count * costs.comparison;
}

/**
 * Compiles every live or shadow rule and suppressor that applies to `kind`, in the order of packs and rules.
 * @param options.strategy forces a strategy; by default the one that should be faster is taken
 */
export function compileRules(packs: readonly LoadedPack[], env: Environment, kind: string, options: { readonly strategy?: CompileStrategy } = {}): CompiledRules {
  const rules = packs.flatMap((p) => p.rules).filter(({ rule }) => rule.mode !== "off" && rule.kinds.includes(kind));
  const suppressors = packs.flatMap((p) => p.suppressors).filter(({ suppressor }) => suppressor.mode !== "off" && suppressor.kinds.includes(kind));
  // Two fields are the least that an index could cost.
  const isWorthTrying = options.strategy === "index" || (options.strategy === undefined && straightCost(rules) > 2 * costs.field);
  const index = isWorthTrying ? buildGateIndex(rules) : undefined;
  const isIndexed = index !== undefined && (options.strategy === "index" || isIndexCheaper(rules, index));
  const strategy: CompileStrategy = isIndexed ? "index" : "straight";
  const ruleWords = (rules.length + 31) >> 5;
  const suppressorSegments = buildSegments(suppressors, ruleWords, true);
  const words = ruleWords + ((suppressors.length + 31) >> 5);
  const common = { kind, rules, suppressors, suppressorBase: ruleWords * 32, words, strategy, slotsMax: env.slotsMax };
  if (!isIndexed) {
    const segments = buildSegments(rules, 0, true);
    return { ...common, indexBytes: 0, run: straightRun(segments, suppressorSegments, ruleWords) };
  }
  const segments = buildSegments(rules, 0, false);
  return { ...common, indexBytes: index.bytes, run: indexedRun(index, segments, suppressorSegments, ruleWords) };
}
