import fc from "fast-check";
import { expect, test } from "vitest";
import { CONFIRM_PERMILLE } from "../../domain/case-link.ts";
import type { Pair } from "../links/pairs.ts";
import { hold, strongPart } from "./arrange.ts";

const pair = (a: string, b: string, strengthPermille: number, active = true): Pair => ({ a, b, kinds: ["account"], keys: [], strengthPermille, active });
const NOBODY: ReadonlySet<string> = new Set();

test("a series is as strong as the weakest tie that it needs, and nothing when one stands apart", () => {
  expect(hold(["a", "b", "c"], [pair("a", "b", 900), pair("b", "c", 600), pair("a", "c", 300)], NOBODY)).toMatchObject({
    strengthPermille: 600,
    ties: [
      { a: "a", b: "b", strengthPermille: 900 },
      { a: "b", b: "c", strengthPermille: 600 },
    ],
  });
  expect(hold(["a", "b", "c"], [pair("a", "b", 900)], NOBODY).strengthPermille).toBe(0);
  expect(hold(["a", "b"], [pair("a", "b", 900, false)], NOBODY).strengthPermille).toBe(0);
  expect(hold(["a", "b"], [], new Set(["b"])).strengthPermille).toBe(1000);
});

test("the strong part is the largest that holds by strong ties alone, whatever the order of the evidence", () => {
  const pairs = [pair("a", "b", 900), pair("c", "d", 900), pair("d", "e", 810), pair("b", "c", 600)];
  expect(strongPart(["a", "b", "c", "d", "e"], pairs)).toEqual(["c", "d", "e"]);
  expect(strongPart(["a", "b", "c", "d", "e"], pairs.toReversed())).toEqual(["c", "d", "e"]);
  expect(strongPart(["a", "b"], [pair("a", "b", CONFIRM_PERMILLE - 1)])).toBeNull();
  // Of two of one size the one with the earlier member.
  expect(strongPart(["x", "a", "y", "b"], [pair("a", "b", 900), pair("x", "y", 900)])).toEqual(["x", "y"]);
});

test("no other way of joining all is stronger than the one that is given", () => {
  const ids = ["a", "b", "c", "d", "e", "f"];
  const all = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 300, 600, 800, 900, 960), { minLength: all.length, maxLength: all.length }), (strengths) => {
      const pairs = all.flatMap(([a, b], i) => (strengths[i] === 0 ? [] : [pair(a, b, strengths[i])]));
      const { strengthPermille } = hold(ids, pairs, NOBODY);
      // The strongest threshold at which everything still hangs together, found by trying each.
      const joined = (least: number): boolean => {
        const seen = new Set([ids[0]]);
        for (let grown = true; grown;) {
          grown = false;
          for (const one of pairs) {
            if (one.strengthPermille < least || seen.has(one.a) === seen.has(one.b)) continue;
            seen.add(one.a).add(one.b);
            grown = true;
          }
        }
        return seen.size === ids.length;
      };
      const best = [960, 900, 800, 600, 300].find(joined) ?? 0;
      expect(strengthPermille).toBe(best);
    }),
    { numRuns: 200, seed: 3 },
  );
});

test("adding one to what is held: the old ties and the newcomer's own links are enough to find the strongest whole", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const all = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(300, 600, 800, 900, 960), { minLength: all.length, maxLength: all.length }), (strengths) => {
      const pairs = all.map(([a, b], i) => pair(a, b, strengths[i]));
      const old = pairs.filter((one) => one.b !== "e");
      const ties = hold(["a", "b", "c", "d"], old, NOBODY).ties.map((tie) => pair(tie.a, tie.b, tie.strengthPermille));
      const own = pairs.filter((one) => one.b === "e");
      expect(hold(ids, [...ties, ...own], NOBODY).strengthPermille).toBe(hold(ids, pairs, NOBODY).strengthPermille);
    }),
    { numRuns: 200, seed: 4 },
  );
});
