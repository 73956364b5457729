/** The line break as a kind of matter: its table, its commands and its look-ups, joined. */
import type { OrganisationKind } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import { defineKind, type FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { unitsOf } from "../warning/facts.ts";
import { OPEN_STATES } from "../warning/states.ts";
import { decideLineBreak, openLineBreak, type Facts, type LineBreakMatter, type OpenFacts, type ParentWarning } from "./decide.ts";
import { lineBreakCommands, lineBreakDraft } from "./line-break.ts";
import { LINE_BREAK_STATES, LINE_BREAK_STATE_WORDS, LINE_USED } from "./states.ts";

async function parentsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, ParentWarning>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{
    readonly id: string;
    readonly level: number;
    readonly state: string;
    readonly territory: string;
    readonly org: string;
    readonly number: PersonalRef | null;
  }>(
    "select id, level, state, territory, org, nullif(body->'number', 'null'::jsonb) as number from matter where id = any($1) and kind = 'warning'",
    [[...new Set(ids)]],
    "line-parents",
  );
  return new Map(rows.map(({ id, level, state, territory, org, number }) => [id, { id, level, open: (OPEN_STATES as readonly string[]).includes(state), territory, org, number }]));
}

async function openFacts(sql: Sql, drafts: readonly z.output<typeof lineBreakDraft>[]): Promise<readonly OpenFacts[]> {
  const parents = await parentsOf(
    sql,
    drafts.map((draft) => draft.warning),
  );
  const operators = await unitsOf(
    sql,
    drafts.map((draft) => draft.operator),
  );
  return drafts.map((draft) => ({ parent: parents.get(draft.warning) ?? null, isOperator: operators.get(draft.operator)?.kind === "telco" }));
}

const LOCK_CLASS = 0x6c6272;

async function facts(sql: Sql, requests: readonly FactRequest[], nowMs: number, law: { readonly profile: JurisdictionProfile }): Promise<readonly Facts[]> {
  const asking = requests.filter((request) => request.command === "approve").map(({ matter }) => matter as LineBreakMatter);
  if (asking.length === 0) return requests.map(() => ({ parent: null, used: 0 }));
  const lines = asking.map((matter) => matter.body.number.token);
  await sql.query(
    "select pg_advisory_xact_lock($2, hashtext(token)) from (select distinct token from unnest($1::text[]) as x(token) order by token) as sorted",
    [lines, LOCK_CLASS],
    "line-locks",
  );
  const { rounds } = law.profile.allowed("line-suspension");
  const sinceMs = rounds === null ? nowMs : nowMs - law.profile.due(rounds.window, 0).dueAtMs;
  const used = await sql.query<{ readonly subject: string; readonly id: string }>(
    "select subject, id from matter where kind = 'line-break' and subject = any($1) and state = any($2) and (body->>'approvedAtMs')::int8 > $3",
    [lines, LINE_USED, sinceMs],
    "line-used",
  );
  const parents = await parentsOf(
    sql,
    asking.flatMap((matter) => matter.parent ?? []),
  );
  return requests.map(({ matter }) => ({
    parent: parents.get(matter.parent ?? "") ?? null,
    used: used.filter((one) => one.subject === matter.subject && one.id !== matter.id).length,
  }));
}

const INSIDE: ReadonlySet<OrganisationKind> = new Set(["police", "regulator", "prosecutor"]);

/** The operator sees what it has to do, and not why. */
function show(line: LineBreakMatter, scope: Scope): unknown {
  const { principal } = scope;
  if (principal.kind === "system" || (principal.kind === "user" && INSIDE.has(principal.orgKind))) return line.body;
  const { number, endsAtMs, suspendedAtMs, restoredAtMs, emergencyCallsWork } = line.body;
  return { number, endsAtMs, suspendedAtMs, restoredAtMs, emergencyCallsWork };
}

export const lineBreak = defineKind({
  name: "line-break",
  states: LINE_BREAK_STATES,
  initial: "proposed",
  stateWords: LINE_BREAK_STATE_WORDS,
  restricting: ["approved", "sent", "suspended"],
  automatic: ["expire", "lapse"],
  opening: { who: ["dissuader"], words: { zh: "提出临时断线", en: "Propose a temporary line break" }, input: lineBreakDraft },
  commands: lineBreakCommands,
  openFacts,
  open: openLineBreak,
  facts,
  decide: decideLineBreak,
  show,
});
