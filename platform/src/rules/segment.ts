// Generates the two functions of a segment, a run of neighbouring rules in one 32-bit word: `screen` gives a bit for each
// rule that is not a miss, without branches, since the answer is nearly always zero; `settle` tells hit, unknown and
// failed apart for the few bits that are set. Segments stay small, because the engine does not optimise huge functions.

import type { CheckedCondition, Condition } from "./condition.ts";
import { Emitter, fallible } from "./emit.ts";
import type { TextSource } from "./environment.ts";
import { runtime, runtimePrelude } from "./runtime.ts";

/** A rule or suppressor as the compiler sees it. */
export interface Entry {
  readonly when: CheckedCondition | undefined;
  readonly condition: CheckedCondition;
}

/** Bits of the rules (at their place in the word) that are not a miss. */
export type ScreenFunction = (facts: Float64Array, texts: TextSource) => number;

/** Decides every set bit of `bits`, adds to the three words, returns how many are hit, unknown or failed. */
export type SettleFunction = (facts: Float64Array, texts: TextSource, bits: number, word: number, hit: Int32Array, unknown: Int32Array, failed: Int32Array) => number;

export interface Segment {
  readonly word: number;
  readonly mask: number;
  readonly screen: ScreenFunction;
  readonly settle: SettleFunction;
  readonly source: string;
}

// About 150 comparisons with their second form stay well inside what V8 optimises and what fits the instruction cache.
const comparisonsMax = 150;
// Up to this many comparisons it is cheaper to do them all than to guess a branch wrongly.
const branchFreeMax = 6;

/** Number of comparisons in a condition. */
export function comparisons(node: Condition): number {
  switch (node.kind) {
    case "not":
      return comparisons(node.of);
    case "and":
    case "or":
      return node.of.reduce((sum, c) => sum + comparisons(c), 0);
    case "same":
      return comparisons(node.left) + comparisons(node.right);
    case "choose":
      return comparisons(node.condition) + comparisons(node.yes) + comparisons(node.no);
    case "one-of":
    case "text-one-of":
      return node.list.length;
    case "constant":
    case "flag":
    case "has":
    case "compare":
    case "text-same":
    case "text-test":
      return 1;
  }
}

const isCheap = (node: Condition): boolean => !fallible(node) && comparisons(node) <= branchFreeMax;

/** 0 or 1 as a number, without branches. */
function bits(emitter: Emitter, node: Condition, form: "maybe" | "definite"): string {
  if (node.kind === "not") return `(1 ^ ${bits(emitter, node.of, form === "maybe" ? "definite" : "maybe")})`;
  if (node.kind === "and" || node.kind === "or") {
    return `(${node.of.map((c) => bits(emitter, c, form)).join(node.kind === "and" ? " & " : " | ")})`;
  }
  return `+(${emitter[form](node)})`;
}

function screenSource(emitter: Emitter, entry: Entry): string {
  const { condition } = entry.condition;
  const guard = entry.when?.condition;
  const part = (node: Condition, form: "maybe" | "definite"): string => (isCheap(node) ? bits(emitter, node, form) : `+(${emitter[form](node)})`);
  if (guard === undefined) return part(condition, "maybe");
  if (isCheap(guard) && isCheap(condition)) return `${part(guard, "definite")} & ${part(condition, "maybe")}`;
  // A failed guard is failed whatever the condition says.
  if (fallible(guard)) return `+((${emitter.maybe(guard)}) && !((${emitter.definite(guard)}) && !(${emitter.maybe(condition)})))`;
  return `+((${emitter.definite(guard)}) && (${emitter.maybe(condition)}))`;
}

/** Expression for 0 miss, 1 hit, 2 unknown, 3 failed. `screened` = the bit is exact: a miss is already ruled out. */
function settleSource(emitter: Emitter, entry: Entry, screened: boolean): string {
  const { condition } = entry.condition;
  const gap = fallible(condition) ? `(${emitter.lacking(condition)}) ? 2 : 3` : "2";
  const state = `(${emitter.definite(condition)}) ? 1 : ${gap}`;
  const whole = screened && (entry.when === undefined || !fallible(entry.when.condition)) ? state : `!(${emitter.maybe(condition)}) ? 0 : ${state}`;
  const guard = entry.when?.condition;
  if (guard === undefined) return whole;
  if (fallible(guard)) {
    return `(${emitter.definite(guard)}) ? (${whole}) : ((${emitter.maybe(guard)}) && !(${emitter.lacking(guard)})) ? 3 : 0`;
  }
  return screened ? whole : `!(${emitter.definite(guard)}) ? 0 : (${whole})`;
}

function buildSegment(entries: readonly Entry[], from: number, word: number, screened: boolean): Segment {
  const slots = new Set<number>();
  // Facts in locals: each is loaded once per segment, however many rules read it.
  const local = new Emitter((slot) => {
    slots.add(slot);
    return `x${slot}`;
  });
  const screens = entries.map((entry, i) => `m |= (${screenSource(local, entry)}) << ${from + i};`);
  const direct = new Emitter();
  const cases = entries.map((entry, i) => `case ${from + i}: r = ${settleSource(direct, entry, screened)}; break;`);
  const loads = [...slots].map((slot) => `const x${slot} = f[${slot}];`).join(" ");
  const source = [
    runtimePrelude,
    `function makeScreen() { ${local.tables()} return function screen(f, t) { ${loads} let m = 0; ${screens.join(" ")} return m; }; }`,
    `${direct.tables()} function settle(f, t, m, w, H, U, X) {`,
    "let h = 0, u = 0, x = 0, n = 0;",
    // (0 - m) and not -m: minus zero would turn the integers into doubles.
    "while (m !== 0) { const bit = m & (0 - m); let r = 0;",
    `switch (31 - Math.clz32(bit)) { ${cases.join("\n")} }`,
    "if (r === 1) { h |= bit; n++; } else if (r === 2) { u |= bit; n++; } else if (r === 3) { x |= bit; n++; }",
    "m ^= bit; }",
    "H[w] |= h; U[w] |= u; X[w] |= x; return n; }",
    "return { screen: makeScreen(), settle };",
  ].join("\n");
  // The text holds only slots, numbers and JSON-quoted constants (see emit.ts); nothing of a pack is pasted into it.
  const made = new Function("runtime", source)(runtime) as Pick<Segment, "screen" | "settle">;
  const mask = entries.reduce((sum, _, i) => sum | (1 << (from + i)), 0);
  return { word, mask, screen: made.screen, settle: made.settle, source };
}

/**
 * Cuts rules into segments of at most 32 (one word) and about 150 comparisons.
 * @param firstWord word of the outcome bit sets that the first rule goes to
 * @param screened whether settle may trust its bits (they come from the segments' own `screen`) or must test for a miss
 */
export function buildSegments(entries: readonly Entry[], firstWord: number, screened: boolean): readonly Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  while (start < entries.length) {
    const wordEnd = Math.min(entries.length, (start & ~31) + 32);
    let end = start;
    let cost = 0;
    while (end < wordEnd) {
      const { when, condition } = entries[end];
      cost += comparisons(condition.condition) + (when === undefined ? 0 : comparisons(when.condition));
      if (end > start && cost > comparisonsMax) break;
      end++;
    }
    segments.push(buildSegment(entries.slice(start, end), start & 31, firstWord + (start >> 5), screened));
    start = end;
  }
  return segments;
}
