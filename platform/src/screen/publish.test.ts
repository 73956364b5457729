/** What is refused before it can judge anybody, beyond what the rule language itself refuses. */
import { expect, test } from "vitest";
import { screenEnvironment } from "./environment.ts";
import { publishRules } from "./publish.ts";

const env = screenEnvironment();

function pack(kinds: readonly string[], condition: string): { path: string; text: string } {
  const words = { zh: "测试", en: "test" };
  const rule = {
    id: "X1",
    kinds,
    family: "message",
    if: condition,
    outcome: "x",
    weight: "M",
    mode: "live",
    because: words,
    values: [],
    notIf: words,
    basis: "test",
    assumed: true,
  };
  const typology = { id: "x", title: words, rules: ["X1"], thresholds: { tellPermille: 500, actPermille: 800 } };
  return { path: "x/pack.json", text: JSON.stringify({ id: "x", version: "1.0.0", title: words, rules: [rule], typologies: [typology] }) };
}

test.each([
  [["message"], 'event.text.contains("a")', /event\.text is not kept/],
  [["visit"], "from.callsOut1h > 3", /from\.callsOut1h is never known for visit/],
  [["call"], "event.answerd", /answered/],
])("%s: %s is refused and says why", (kinds, condition, why) => {
  expect(() => publishRules([pack(kinds, condition)], env)).toThrow(why);
});

test("a purpose, which is kept, may be read; what judged text says may too", () => {
  expect(publishRules([pack(["transfer"], 'event.purpose.contains("a")')], env).rulesById.has("X1")).toBe(true);
  expect(publishRules([pack(["message"], "text.urlPresent")], env).rulesById.has("X1")).toBe(true);
});
