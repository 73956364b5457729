/** The opening as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind, type Context } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { lockChecks, maskedOf } from "./check-store.ts";
import { decideOpening, openOpening, type OpenFacts } from "./decide.ts";
import { openingCommands, openingDraft } from "./opening.ts";
import { OPENING_STATES, OPENING_STATE_WORDS } from "./states.ts";

async function openFacts(sql: Sql, drafts: readonly z.output<typeof openingDraft>[], context: Pick<Context, "org">): Promise<readonly OpenFacts[]> {
  const checks = await lockChecks(
    sql,
    drafts.map(({ check }) => check),
    context.org,
  );
  const people = await maskedOf(
    sql,
    [...checks.values()].flatMap(({ subject, contact }) => (contact === null ? [subject] : [subject, contact])),
  );
  return drafts.map(({ check }) => {
    const found = checks.get(check) ?? null;
    return { check: found, subject: people.get(found?.subject ?? "") ?? null, contact: people.get(found?.contact ?? "") ?? null };
  });
}

export const opening = defineKind({
  name: "opening",
  states: OPENING_STATES,
  initial: "checked",
  stateWords: OPENING_STATE_WORDS,
  restricting: ["escalated"],
  automatic: ["lapse"],
  opening: { who: ["bankOps", "telcoOps"], words: { zh: "就核查结果进行处理", en: "Take up what a check found" }, input: openingDraft },
  commands: openingCommands,
  openFacts,
  open: openOpening,
  decide: decideOpening,
});
