// Differential tests: generated rules over generated facts (many absent) must get the same state from the interpreter,
// from straight-line code and from the index.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRules, makeOutcomes, setBits, stateOf } from "./compile.ts";
import type { TextSource } from "./environment.ts";
import { fixtureEnvironment as env, fixtureSource, type FixtureRule } from "./fixture.ts";
import { interpretRule, type RuleState } from "./interpret.ts";
import { loadRulepacks } from "./load.ts";

const intNames = ["from.callsOut1h", "from.callsIn3d", "event.answeredMs"];
const doubleNames = ["from.distinctShare", "payee.p95", "event.amount"];
const constants = ["-1", "0", "1", "2", "3", "60"];
const doubles = ["-0.5", "0.0", "0.5", "1.0", "2.5", "1e3"];
const texts = ["", "in", "a", "ab", "银行", "验证码", "😀a"];
const quote = (text: string): string => JSON.stringify(text);
const pick = <T>(...of: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...of);

const expressions = fc.letrec<Record<"int" | "double" | "text" | "bool" | "gate", string>>((tie) => ({
  int: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    pick(...intNames, ...constants),
    fc.tuple(tie("int"), pick("+", "-", "*", "/", "%"), tie("int")).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie("text").map((t) => `size(${t})`),
    tie("double").map((d) => `int(${d})`),
    tie("int").map((i) => `-(${i})`),
    fc.tuple(tie("bool"), tie("int"), tie("int")).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
  double: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    pick(...doubleNames, ...doubles),
    fc.tuple(tie("double"), pick("+", "-", "*", "/"), tie("double")).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie("int").map((i) => `double(${i})`),
  ),
  text: pick("message.text", "sender.name", "event.direction", ...texts.map(quote)),
  // What the index can use.
  gate: fc.oneof(
    fc.tuple(pick(...intNames, ...doubleNames), pick("<", "<=", ">", ">=", "==", "!="), pick(...constants, ...doubles)).map((p) => p.join(" ")),
    fc.tuple(pick(...constants), pick("<", ">=", "=="), pick(...intNames)).map((p) => p.join(" ")),
    pick("event.answered", "!event.answered", "event.foreign == false", "event.foreign != true"),
    fc.tuple(pick("event.direction", "to.direction"), pick("==", "!="), pick('"in"', '"out"')).map((p) => p.join(" ")),
    pick(
      "has(event.amount)",
      "!has(payee.p95)",
      "!!has(event.answered)",
      'event.direction in ["in", "missed"]',
      '!(to.direction in ["out"])',
      "from.callsOut1h in [1, 2, 60]",
      "event.amount in [0.5, 1e3]",
    ),
  ),
  bool: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("gate"),
    pick("true", "false", "has(event.amount)", "has(message.text)", "!has(event.direction)", "has(event.answered)"),
    fc.tuple(tie("int"), pick("<", "<=", ">", ">=", "==", "!="), tie("int")).map((p) => p.join(" ")),
    fc.tuple(tie("double"), pick("<", "<=", ">", ">=", "==", "!="), tie("int")).map((p) => p.join(" ")),
    tie("int").map((i) => `${i} in [0, 1, 2, -1]`),
    fc.tuple(tie("text"), pick("contains", "startsWith", "endsWith"), tie("text")).map(([a, f, b]) => `${a}.${f}(${b})`),
    fc.tuple(pick("message.text", "sender.name"), pick("==", "!="), tie("text")).map((p) => p.join(" ")),
    pick("event.direction == to.direction", 'message.text in ["in", "ab"]', "event.direction == message.text"),
    tie("bool").map((b) => `!(${b})`),
    fc.tuple(tie("bool"), pick("&&", "||", "==", "!="), tie("bool")).map(([a, op, b]) => `((${a}) ${op} (${b}))`),
    fc.tuple(tie("gate"), tie("gate"), tie("bool")).map((p) => p.join(" && ")),
    fc.tuple(tie("bool"), tie("bool"), tie("bool")).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
}));

const condition = fc.oneof({ weight: 3, arbitrary: expressions.bool }, { weight: 2, arbitrary: fc.tuple(expressions.gate, expressions.gate).map((p) => p.join(" && ")) });
const rule: fc.Arbitrary<FixtureRule> = fc.record({ if: condition, when: condition }, { requiredKeys: ["if"] });

const absent = { weight: 2, arbitrary: fc.constant(NaN) };
const number = fc.oneof(absent, {
  weight: 6,
  arbitrary: pick(-1, 0, -0, 0.5, 1, 2, 2.5, 3, 60, 61, 1e3, 2 ** 53, 1e300, Infinity, -Infinity),
});
const flag = fc.oneof(absent, { weight: 6, arbitrary: pick(0, 1) }, { weight: 1, arbitrary: fc.constant(7) });
const index = fc.oneof(absent, { weight: 6, arbitrary: pick(0, 1, 2, 3) }, { weight: 1, arbitrary: pick(9, 1.5) });
const presence = fc.oneof(absent, { weight: 4, arbitrary: fc.constant(1) });
const slotArbitraries = [number, number, flag, index, presence, number, number, number, flag, presence, index, number];
const event = fc.record({ facts: fc.tuple(...slotArbitraries), first: pick(...texts, undefined), second: pick(...texts) });

// Mostly a few, sometimes more than a word holds.
const manyRules = fc.array(rule, { minLength: 1, maxLength: 40 });

/** The first text source throws when it has nothing: a failing source is part of the contract. */
function textsOf(first: string | undefined, second: string): TextSource {
  return {
    text(slot) {
      if (slot !== 4) return second;
      if (first === undefined) throw new Error("source down");
      return first;
    },
  };
}

describe("compiled rules agree with the interpreter", () => {
  test("on generated rules and facts, straight and indexed, and outcomes do not leak from one event to the next", () => {
    const seen: Record<RuleState, number> = { miss: 0, hit: 0, unknown: 0, failed: 0 };
    fc.assert(
      fc.property(manyRules, fc.array(rule, { maxLength: 3 }), fc.array(event, { minLength: 1, maxLength: 12 }), (rules, lowering, events) => {
        const suppressors = lowering.map((s, i) => ({
          ...s,
          id: `S${i}`,
          kinds: ["call"],
          lowers: ["call"],
          factorPermille: 0,
          because: { zh: "因", en: "as" },
        }));
        const { packs, problems } = loadRulepacks([fixtureSource(rules, { suppressors })], env, ["call"]);
        expect(problems).toEqual([]);
        const compiled = (["straight", "index"] as const).map((strategy) => compileRules(packs, env, "call", { strategy }));
        const outs = compiled.map(makeOutcomes);
        const hits = new Int32Array(rules.length);
        for (const { facts: values, first, second } of events) {
          const facts = new Float64Array(env.slotsMax).fill(NaN);
          facts.set(values);
          const source = textsOf(first, second);
          const expected = packs[0].rules.map((r) => interpretRule(r, facts, source));
          // Suppressors are asked only when there is something to lower.
          const isQuiet = expected.every((s) => s === "miss");
          const lowered = packs[0].suppressors.map((s): RuleState => (isQuiet ? "miss" : interpretRule(s, facts, source)));
          compiled.forEach((rulesOf, i) => {
            const count = rulesOf.run(facts, source, outs[i]);
            expect(rules.map((_, r) => stateOf(outs[i], r))).toEqual(expected);
            expect(lowered.map((_, s) => stateOf(outs[i], rulesOf.suppressorBase + s))).toEqual(lowered);
            expect(count).toBe([...expected, ...lowered].filter((s) => s !== "miss").length);
            const ruleWords = rulesOf.suppressorBase >> 5;
            expect([...hits.subarray(0, setBits(outs[i].hit, hits, ruleWords))]).toEqual(expected.flatMap((s, r) => (s === "hit" ? [r] : [])));
          });
          for (const state of expected) seen[state]++;
        }
      }),
      { seed: 42, numRuns: 600 },
    );
    // The generator must reach every state often, or the comparison proves nothing.
    for (const state of ["miss", "hit", "unknown", "failed"] as const) expect(seen[state]).toBeGreaterThan(500);
  });

  test("with hundreds of rules over several words", () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 150, maxLength: 300 }), fc.array(event, { minLength: 4, maxLength: 8 }), (rules, events) => {
        const { packs } = loadRulepacks([fixtureSource(rules)], env, ["call"]);
        const compiled = compileRules(packs, env, "call", { strategy: "index" });
        const out = makeOutcomes(compiled);
        for (const { facts: values, first, second } of events) {
          const facts = new Float64Array(env.slotsMax).fill(NaN);
          facts.set(values);
          const source = textsOf(first, second);
          compiled.run(facts, source, out);
          expect(rules.map((_, r) => stateOf(out, r))).toEqual(packs[0].rules.map((r) => interpretRule(r, facts, source)));
        }
      }),
      { seed: 42, numRuns: 15 },
    );
  });

  test("the index is taken where many rules compare few fields, and not where each has its own", () => {
    const strategyOf = (rules: readonly FixtureRule[]): string => {
      const { packs } = loadRulepacks([fixtureSource(rules)], env, ["call"]);
      return compileRules(packs, env, "call").strategy;
    };
    const simple = (count: number): FixtureRule[] => Array.from({ length: count }, (_, i) => ({ if: `from.callsOut1h >= ${i} && event.amount < ${i}.5` }));
    expect(strategyOf(simple(10))).toBe("straight");
    expect(strategyOf(simple(1_000))).toBe("index");
    expect(strategyOf(env.bindings.filter((b) => b.type === "int").map((b) => ({ if: `${b.name} > 1` })))).toBe("straight");
  });
});
