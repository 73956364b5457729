// Loading rulepacks: what is accepted, and that every mistake is reported with its file, place and both languages.

import { describe, expect, test } from "vitest";
import { fixtureEnvironment as env, fixtureSource, type FixtureRule } from "./fixture.ts";
import { ruleLimits } from "./limits.ts";
import { loadRulepacks, type LoadedRules } from "./load.ts";
import { lineOfJsonPath, renderProblem } from "./problem.ts";

const kinds = ["call", "transfer"];
const good: FixtureRule = {
  if: "from.callsOut1h >= 60",
  values: ["from.callsOut1h"],
  because: { zh: "一小时呼出 {from.callsOut1h} 次", en: "{from.callsOut1h} calls in an hour" },
};

function load(rules: readonly FixtureRule[], more: Readonly<Record<string, unknown>> = {}): LoadedRules {
  return loadRulepacks([fixtureSource(rules, more)], env, kinds, { categories: ["TASK_REBATE"] });
}

/** Codes and places of the problems. */
const places = ({ problems }: LoadedRules): readonly string[] => problems.map((p) => `${p.code} ${p.jsonPath}`);

const typology = (more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  id: "T1",
  title: { zh: "类型", en: "Typology" },
  rules: ["R1"],
  thresholds: { tellPermille: 300, actPermille: 600 },
  ...more,
});
const suppressor = (more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  id: "S1",
  kinds: ["call"],
  if: "event.answered",
  lowers: ["R1"],
  factorPermille: 200,
  because: { zh: "已核实", en: "verified" },
  ...more,
});

describe("a good pack", () => {
  test("comes back with its parts resolved", () => {
    const { packs, problems } = load([{ ...good, weight: 500, quality: 0.8, category: "TASK_REBATE" }], { suppressors: [suppressor({})] });
    expect(problems).toEqual([]);
    const [rule] = packs[0].rules;
    expect(rule.strength).toBeCloseTo(0.4, 12);
    expect(rule.values.map((b) => b.slot)).toEqual([0]);
    expect(rule.because.zh.map((p) => (p.kind === "words" ? p.text : p.binding.name))).toEqual(["一小时呼出 ", "from.callsOut1h", " 次"]);
    expect(rule.because.en.map((p) => p.kind)).toEqual(["value", "words"]);
    expect(packs[0].typologies[0].strengths).toEqual(new Map([["R1", 0.4]]));
    expect(packs[0].suppressors[0].suppressor.mode).toBe("live");
  });

  test("a typology may weigh a rule of another pack its own way", () => {
    const first = fixtureSource([good]);
    const second = fixtureSource([], { id: "other", typologies: [typology({ id: "T9", weights: { R1: "H" } })] });
    const { packs, problems } = loadRulepacks([first, { ...second, path: "rulepacks/other/pack.json" }], env, kinds);
    expect(problems).toEqual([]);
    expect(packs[1].typologies[0].strengths.get("R1")).toBeCloseTo(0.6, 12);
  });
});

describe("every mistake is named with its place", () => {
  test.each<readonly [string, LoadedRules, readonly string[]]>([
    ["an expression", load([{ ...good, if: "from.callOut1h >= 60 && event.anwsered" }]), ["expression rules[0].if", "expression rules[0].if"]],
    ["a guard", load([{ ...good, when: "event.amount" }]), ["expression rules[0].when"]],
    ["an unknown kind", load([{ ...good, kinds: ["cal"] }]), ["unknown-kind rules[0].kinds[0]"]],
    ["an unknown value", load([{ ...good, values: ["from.callsOut1h", "from.x"] }]), ["unknown-binding rules[0].values[1]"]],
    ["a placeholder that is not reported", load([{ ...good, values: [] }]), ["template rules[0].because.zh", "template rules[0].because.en"]],
    ["an unknown category", load([{ ...good, category: "TASK_REBAIT" }]), ["unknown-category rules[0].category"]],
    ["a doubled rule id", load([good, { ...good, id: "R1" }]), ["duplicate-id rules[1].id", "duplicate-id typologies[0].rules[1]"]],
    ["thresholds the wrong way round", load([good], { typologies: [typology({ thresholds: { tellPermille: 700, actPermille: 600 } })] }), ["thresholds typologies[0].thresholds"]],
    ["an unknown rule in a typology", load([good], { typologies: [typology({ rules: ["R1", "R7"] })] }), ["unknown-rule typologies[0].rules[1]"]],
    ["a weight for a stranger", load([good], { typologies: [typology({ weights: { R2: "H" } })] }), ["unknown-rule typologies[0].weights.R2"]],
    ["a suppressor of nothing", load([good], { suppressors: [suppressor({ lowers: ["R9"] })] }), ["unknown-rule suppressors[0].lowers[0]"]],
    ["a suppressor named as a rule", load([good], { suppressors: [suppressor({ id: "R1" })] }), ["duplicate-id suppressors[0].id"]],
    ["a missing field", load([{ ...good, outcome: undefined }]), ["schema rules[0].outcome"]],
    ["a stray field", load([{ ...good, wieght: "H" }]), ["schema rules[0]"]],
    ["an impossible weight", load([{ ...good, weight: 1001 }]), ["schema rules[0].weight"]],
  ])("%s", (_, loaded, expected) => {
    expect(places(loaded)).toEqual(expected);
    expect(loaded.packs).toEqual([]);
    for (const problem of loaded.problems) {
      expect(problem.path).toBe("rulepacks/fixture/pack.json");
      expect(problem.message.zh).toMatch(/\p{Script=Han}/u);
      expect(problem.message.en).toMatch(/^[\x20-\x7e…]+$/);
    }
  });

  test("a rule in no typology is a warning and keeps the pack", () => {
    const loaded = load([good, { ...good, if: "event.answered" }], { typologies: [typology({})] });
    expect(places(loaded)).toEqual(["unused rules[1]"]);
    expect(loaded.packs).toHaveLength(1);
  });

  test("an expression problem points into file and expression", () => {
    const source = fixtureSource([good, { ...good, if: "event.answered &&\n  wether > 3" }]);
    const { problems } = loadRulepacks([source], env, kinds);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect([problem.line, problem.column]).toEqual([2, 3]);
    expect(source.text.split("\n")[problem.fileLine! - 1]).toContain("wether");
    expect(renderProblem(problem)).toBe(
      [
        `error: rulepacks/fixture/pack.json:${problem.fileLine} rules[1].if 2:3 [expression]`,
        "  no such name: found `wether`, expected a field that the environment declares",
        "  没有这个名称：此处是「wether」，应为：环境中声明的字段名",
        "  |   wether > 3",
        "  |   ^^^^^^",
      ].join("\n"),
    );
  });

  test("text that is not JSON, and files beyond a limit", () => {
    const read = (text: string): readonly string[] => places(loadRulepacks([{ path: "pack.json", text }], env, kinds));
    expect(read("{ nonsense")).toEqual(["json "]);
    expect(read("[]")).toEqual(["schema "]);
    expect(read(" ".repeat(ruleLimits.packCharsMax + 1))).toEqual(["too-large "]);
    const rules = Array.from({ length: 3 }, () => good);
    const small = { ...ruleLimits, rulesPerPackMax: 2, problemsMax: 2 };
    expect(places(loadRulepacks([fixtureSource(rules)], env, kinds, { limits: small }))).toEqual(["too-large rules"]);
    const broken = Array.from({ length: 9 }, () => ({ ...good, if: "nothing" }));
    expect(loadRulepacks([fixtureSource(broken)], env, kinds, { limits: { ...ruleLimits, problemsMax: 2 } }).problems).toHaveLength(2);
  });

  test("names that JavaScript treats specially are only names", () => {
    const text = fixtureSource([good]).text.replace('"thresholds"', '"weights": { "__proto__": "H", "constructor": "H" }, "thresholds"');
    const { packs, problems } = loadRulepacks([{ path: "pack.json", text }], env, kinds);
    expect(packs).toEqual([]);
    expect(problems.map((p) => p.jsonPath)).toContain("typologies[0].weights.constructor");
  });
});

describe("examples", () => {
  const source = (examples: unknown): LoadedRules =>
    loadRulepacks([fixtureSource([good]), { path: "rulepacks/fixture/examples.json", text: JSON.stringify(examples) }], env, kinds);
  const example = { rule: "R1", must: "hit", facts: { "from.callsOut1h": 60 }, note: { zh: "注", en: "note" } };

  test("travel with their pack", () => {
    expect(source([example]).packs[0].examples).toEqual([example]);
  });

  test.each<readonly [string, unknown, readonly string[]]>([
    ["an unknown rule", { ...example, rule: "R2" }, ["unknown-rule [0].rule"]],
    ["an unknown field", { ...example, facts: { "from.calls": 1 } }, ["unknown-binding [0].facts.from.calls"]],
    ["a value of the wrong type", { ...example, facts: { "from.callsOut1h": 1.5 } }, ["example [0].facts.from.callsOut1h"]],
    ["a value that the field never has", { ...example, facts: { "event.direction": "up" } }, ["example [0].facts.event.direction"]],
  ])("%s is an error of the pack", (_, bad, expected) => {
    const loaded = source([bad]);
    expect(places(loaded)).toEqual(expected);
    expect(loaded.packs).toEqual([]);
  });

  test("without a pack beside them are a warning", () => {
    expect(places(loadRulepacks([{ path: "a/examples.json", text: "[]" }], env, kinds))).toEqual(["no-pack "]);
  });
});

test("lines of JSON places", () => {
  const text = '{\n "a": [1,\n  {"b\\"": "x,]}",\n   "c": true}],\n "d": {}\n}';
  expect(lineOfJsonPath(text, ["a"])).toBe(2);
  expect(lineOfJsonPath(text, ["a", 1])).toBe(3);
  expect(lineOfJsonPath(text, ["a", 1, 'b"'])).toBe(3);
  expect(lineOfJsonPath(text, ["a", 1, "c"])).toBe(4);
  expect(lineOfJsonPath(text, ["d"])).toBe(5);
  expect(lineOfJsonPath(text, ["e"])).toBeUndefined();
  expect(lineOfJsonPath(text, ["a", 2])).toBeUndefined();
});
