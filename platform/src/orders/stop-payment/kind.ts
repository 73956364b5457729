/** The stop-payment as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind, type Context, type FactRequest } from "../../matters/kind.ts";
import { fromRow, MATTER_COLUMNS, type MatterRow } from "../../matters/matter.ts";
import { institutionOf } from "../../domain/personal.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { decideStop, openStop, type Facts, type OpenFacts, type Stop } from "./decide.ts";
import { desksOf, lockAccounts, parentsOf, roundsOf } from "./facts.ts";
import { STOP_STATES, STOP_STATE_WORDS } from "./states.ts";
import { stopCommands, stopDraft } from "./stop-payment.ts";

async function openFacts(sql: Sql, drafts: readonly z.output<typeof stopDraft>[]): Promise<readonly OpenFacts[]> {
  const parents = await parentsOf(
    sql,
    drafts.map((draft) => draft.parent),
  );
  const desks = await desksOf(
    sql,
    drafts.map((draft) => institutionOf(draft.account)),
  );
  const earlier = drafts.flatMap((draft) => (draft.previous === undefined ? [] : [draft.previous]));
  const previous = earlier.length === 0 ? [] : await sql.query<MatterRow>(`select ${MATTER_COLUMNS} from matter where id = any($1) and kind = 'stop-payment'`, [earlier]);
  const byId = new Map(previous.map((row) => [row.id, fromRow(row) as Stop]));
  return drafts.map((draft) => ({
    parent: parents.get(draft.parent) ?? null,
    desk: desks.get(institutionOf(draft.account)) ?? null,
    previous: draft.previous === undefined ? null : (byId.get(draft.previous) ?? null),
  }));
}

async function facts(sql: Sql, requests: readonly FactRequest[], nowMs: number, context: Pick<Context, "profile">): Promise<readonly Facts[]> {
  const asking = requests.filter((request) => request.command === "approve").map((request) => request.matter.subject ?? "");
  if (asking.length === 0) return requests.map(() => ({ rounds: null }));
  const { rounds } = context.profile.allowed("stop-payment");
  await lockAccounts(sql, asking);
  const sinceMs = rounds === null ? nowMs : nowMs - windowMs(context, rounds.window);
  const counted = new Map(await roundsOf(sql, asking, sinceMs));
  return requests.map(({ command, matter }) => {
    const subject = matter.subject ?? "";
    if (command !== "approve") return { rounds: null };
    const before = counted.get(subject) ?? 0;
    // Two orders on one account in one batch are two rounds.
    counted.set(subject, before + 1);
    return { rounds: before };
  });
}

/** Length of the window in which rounds count together, at least as long as the clock says. */
function windowMs(context: Pick<Context, "profile">, key: Parameters<Context["profile"]["due"]>[0]): number {
  const { dueAtMs } = context.profile.due(key, 0);
  return dueAtMs;
}

export const stopPayment = defineKind({
  name: "stop-payment",
  states: STOP_STATES,
  initial: "drafted",
  stateWords: STOP_STATE_WORDS,
  restricting: ["stopped"],
  automatic: ["expire"],
  opening: { who: ["intake", "analyst", "dissuader", "caseOfficer", "dutyLead"], words: { zh: "提出紧急止付", en: "Propose a stop-payment" }, input: stopDraft },
  commands: stopCommands,
  openFacts,
  open: openStop,
  facts,
  decide: decideStop,
});
