/**
 * Every kind of matter is played from its beginning to an end by some duty log beside this file. Read from the texts of the
 * logs: a line that expects the kind in a state from which nothing leads on. A kind that is added needs its log.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KINDS } from "../../src/app/kinds.ts";
import { isEnd } from "../../src/base/state-table.ts";
import type { MatterKindName } from "../../src/domain/matter.ts";
import { kindOf } from "../play-words.ts";

/** What logs expect: a kind, perhaps `on` or `in` something, and one word. */
const CLAUSE = /^(\S+)(?: (?:on|in) \S+)? (\S+)$/;

function expected(): readonly (readonly [MatterKindName, string])[] {
  const logs = readdirSync(import.meta.dirname)
    .filter((name) => name !== "every-kind.test.ts")
    .map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8"));
  const clauses = logs.flatMap((log) => [...log.matchAll(/^\s.*?\bexpect\s+(.+)$/gm)]).flatMap(([, rest = ""]) => rest.split(" · "));
  return clauses.flatMap((clause) => {
    const [, word = "", state = ""] = CLAUSE.exec(clause.trim()) ?? [];
    const kind = kindOf(word);
    return kind === null ? [] : [[kind, state] as const];
  });
}

test("there is a duty log for every kind that goes to an end of it", () => {
  const seen = expected();
  const without = [...KINDS.values()].filter((kind) => !seen.some(([name, state]) => name === kind.name && Object.hasOwn(kind.states, state) && isEnd(kind.states, state)));
  expect(without.map(({ name }) => name)).toEqual([]);
});

test("… and what the logs expect of a kind are states that it has", () => {
  for (const [name, state] of expected()) expect(Object.keys(KINDS.get(name)!.states), `${name} ${state}`).toContain(state);
});
