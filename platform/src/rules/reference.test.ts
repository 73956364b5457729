// The reference of the rule language is checked: its conditions are accepted, its pack loads, its examples hold, its
// problem is what the loader says, and its limits are the real ones.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkCondition } from "./check.ts";
import { bindingsByName } from "./environment.ts";
import { runExamples } from "./examples.ts";
import { fixtureEnvironment as env } from "./fixture.ts";
import { ruleLimits } from "./limits.ts";
import { loadRulepacks } from "./load.ts";
import { renderProblem } from "./problem.ts";

const reference = readFileSync(new URL("../../../docs/reference/rule-language.md", import.meta.url), "utf8").replaceAll("\r\n", "\n");
const blocks = (language: string): readonly string[] => [...reference.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap((m) => (m[1] === language ? [m[2]] : []));
const [pack, examples] = blocks("json");

test("its conditions are accepted", () => {
  const conditions = blocks("cel").flatMap((b) => b.trimEnd().split("\n"));
  expect(conditions.length).toBeGreaterThan(3);
  for (const condition of conditions) expect(checkCondition(condition, bindingsByName(env)), condition).toMatchObject({ ok: true });
});

test("its pack loads; only the suppressor's examples are left out", () => {
  const sources = [
    { path: "rulepacks/calls/pack.json", text: pack },
    { path: "rulepacks/calls/examples.json", text: examples },
  ];
  const { packs, problems } = loadRulepacks(sources, env, ["call"]);
  expect(problems).toEqual([]);
  expect(runExamples(packs[0], env).map((f) => f.rule)).toEqual(["known-hotline", "known-hotline"]);
});

test("its problem is what the loader says", () => {
  const broken = pack.replace('"if": "from.callsOut1h', '"if": "from.callOut1h');
  const { problems } = loadRulepacks([{ path: "rulepacks/calls/pack.json", text: broken }], env, ["call"]);
  expect(`${problems.map(renderProblem).join("\n")}\n`).toBe(blocks("text")[0]);
});

test("its limits are the real ones", () => {
  const stated = [...reference.matchAll(/^\| [^|]+ \| ([\d,]+) \|/gm)].map((m) => Number(m[1].replaceAll(",", "")));
  expect(stated.sort((a, b) => a - b)).toEqual(Object.values(ruleLimits as object).sort((a: number, b: number) => a - b));
});
