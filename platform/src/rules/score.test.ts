// Scores, suppressors, modes and the examples runner.

import { describe, expect, test } from "vitest";
import { compileRules, makeOutcomes, stateOf, type RuleOutcomes } from "./compile.ts";
import { factsFromNames, runExamples } from "./examples.ts";
import { fixtureEnvironment as env, fixtureSource, type FixtureRule } from "./fixture.ts";
import { loadRulepacks } from "./load.ts";
import { examplesJsonSchema, packJsonSchema } from "./pack.ts";
import { buildScorer, levelOf, type TypologyScorer } from "./score.ts";

const rules: readonly FixtureRule[] = [
  { if: "from.callsOut1h >= 60", weight: "H" },
  { if: "event.foreign", weight: "M", family: "report" },
  { if: "event.answered", weight: "L", quality: 0.5 },
  { if: "event.amount > 0.0", weight: "H", mode: "shadow" },
  { if: "event.amount > 1.0", weight: "H", mode: "off" },
];
const suppressors = [
  { id: "S1", kinds: ["call"], if: "event.direction == 'out'", lowers: ["R1"], factorPermille: 500, because: { zh: "一", en: "one" } },
  { id: "S2", kinds: ["call"], if: "to.direction == 'out'", lowers: ["call"], factorPermille: 0, because: { zh: "二", en: "two" } },
  {
    id: "S3",
    kinds: ["call"],
    if: "to.direction == 'in'",
    lowers: ["R1"],
    factorPermille: 0,
    mode: "shadow",
    because: { zh: "三", en: "three" },
  },
  { id: "S4", kinds: ["call"], if: "event.amount > 0.5", lowers: ["R1"], factorPermille: 500, because: { zh: "四", en: "four" } },
];

function judge(values: Readonly<Record<string, boolean | number | string>>): {
  readonly best: number;
  readonly scores: Int32Array;
  readonly out: RuleOutcomes;
  readonly scorer: TypologyScorer;
  readonly count: number;
} {
  const { packs, problems } = loadRulepacks([fixtureSource(rules, { suppressors })], env, ["call"]);
  expect(problems).toEqual([]);
  const compiled = compileRules(packs, env, "call");
  const scorer = buildScorer(packs, compiled);
  const out = makeOutcomes(compiled);
  const { facts, texts } = factsFromNames(values, env);
  const count = compiled.run(facts, texts, out);
  const scores = new Int32Array(scorer.typologies.length);
  return { best: scorer.score(out, scores), scores, out, scorer, count };
}

const known = { "from.callsOut1h": 0, "event.foreign": false, "event.answered": false, "event.amount": 0 };

describe("scores", () => {
  test.each<readonly [string, Readonly<Record<string, boolean | number | string>>, number]>([
    ["one strong sign", { "from.callsOut1h": 60 }, 600],
    ["noisy-or of two", { "from.callsOut1h": 60, "event.foreign": true }, 720],
    ["quality lowers a weight", { "event.answered": true }, 50],
    ["two suppressors multiply", { "from.callsOut1h": 60, "event.direction": "out", "event.amount": 1 }, 150],
    ["a suppressor halves its rule", { "from.callsOut1h": 60, "event.direction": "out" }, 300],
    ["a suppressor of a family leaves the other family", { "from.callsOut1h": 60, "event.foreign": true, "event.answered": true, "to.direction": "out" }, 300],
    ["a shadow suppressor lowers nothing", { "from.callsOut1h": 60, "to.direction": "in" }, 600],
  ])("%s", (_, values, expected) => {
    const { best, scores } = judge({ ...known, ...values });
    expect(best).toBe(0);
    expect(scores[0]).toBe(expected);
  });

  test("a shadow rule is reported and never scored; one that is off is not there", () => {
    const { best, out, count } = judge({ ...known, "event.amount": 9 });
    expect(stateOf(out, 3)).toBe("hit");
    expect(best).toBe(-1);
    expect(count).toBe(1 + 4);
  });

  test("suppressors are judged only beside a rule that is not a miss", () => {
    const quiet = judge(known);
    expect(quiet.count).toBe(0);
    const { out, count } = judge({ ...known, "event.answered": true, "to.direction": "out" });
    // R3 and S2 hit, S1 unknown (no direction), S3 a miss.
    expect(count).toBe(3);
    expect([32, 33, 34].map((i) => stateOf(out, i))).toEqual(["unknown", "hit", "miss"]);
  });

  test("levels start at their thresholds", () => {
    const [typology] = judge(known).scorer.typologies;
    expect([299, 300, 599, 600].map((s) => levelOf(typology, s))).toEqual(["quiet", "tell", "tell", "act"]);
  });

  test("rules of another kind are not compiled", () => {
    const { packs } = loadRulepacks([fixtureSource(rules)], env, ["call", "transfer"]);
    const compiled = compileRules(packs, env, "transfer");
    expect(compiled.rules).toEqual([]);
    const { facts, texts } = factsFromNames(known, env);
    expect(compiled.run(facts, texts, makeOutcomes(compiled))).toBe(0);
  });
});

describe("the examples runner", () => {
  const note = { zh: "快递员", en: "courier" };
  const run = (examples: readonly unknown[]): readonly string[] => {
    const text = JSON.stringify(examples);
    const { packs, problems } = loadRulepacks([fixtureSource([rules[0]]), { path: "rulepacks/fixture/examples.json", text }], env, ["call"]);
    expect(problems).toEqual([]);
    return runExamples(packs[0], env).map((f) => f.message.en);
  };
  const hit = { rule: "R1", must: "hit", facts: { "from.callsOut1h": 60 }, note };
  const miss = { rule: "R1", must: "miss", facts: { "from.callsOut1h": 59 }, note };

  test("is content when each does what it must", () => {
    expect(run([hit, miss, { rule: "R1", must: "unknown", facts: {}, note }])).toEqual([]);
  });
  test("names what differs", () => {
    expect(run([hit, miss, { ...miss, must: "unknown" }])).toEqual(["must be unknown, is miss: courier"]);
  });
  test("demands a hit and a miss for every rule", () => {
    expect(run([hit])).toEqual(["has no example that must miss"]);
    expect(run([miss])).toEqual(["has no example that must hit"]);
  });
});

test("the JSON Schema names every field of a rule and of an example", () => {
  const schema = JSON.stringify(packJsonSchema());
  for (const field of ["when", "if", "weight", "because", "notIf", "basis", "assumed", "lowers", "tellPermille"]) expect(schema).toContain(`"${field}"`);
  expect(JSON.stringify(examplesJsonSchema())).toContain('"must"');
});
