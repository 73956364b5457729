/**
 * Numbers that an operator has given to somebody else: whatever entry stands about one ends at once, because its new holder
 * has done nothing. The operator's word suffices; it is recorded, and it tells nobody which numbers had an entry.
 */
import { isMalformed, ProblemError } from "../base/problem.ts";
import type { Scope } from "../access/scope.ts";
import type { MatterId } from "../domain/matter.ts";
import { parsePersonal } from "../domain/personal.ts";
import type { Desk } from "../matters/desk.ts";
import { entriesAbout, lockSubjects } from "./list-entry/facts.ts";
import { listEntry } from "./list-entry/kind.ts";

export async function numbersReassigned(desk: Desk, scope: Scope, numbers: readonly string[]): Promise<{ readonly numbers: number }> {
  const { vault } = desk.parts;
  const tokens = numbers.map((number, i) => {
    const value = parsePersonal("number", number);
    if (isMalformed(value)) throw new ProblemError({ code: "malformed-input", detail: `numbers.${i}: ${value.what}`, at: { field: `numbers.${i}` }, expected: value.expected });
    // For looking up only: nothing is kept of a number that has no entry.
    return vault.token("number", value.canonical);
  });
  return desk.work(scope, async (work) => {
    await lockSubjects(work.sql, tokens);
    const about = await entriesAbout(work.sql, tokens);
    const requests = about.map(({ id }) => ({ id: id as MatterId, command: "end", input: { reason: "reassigned" } }));
    if (requests.length > 0) await work.act(listEntry, requests, "consequence");
    work.note({ event: "numbers-reassigned", detail: { numbers: numbers.length, entries: about.map(({ id }) => id) } });
    return { numbers: numbers.length };
  });
}
