/** The case as a kind of matter: its table, its commands and its look-ups, joined. */
import type { z } from "zod";
import type { MatterId } from "../../domain/matter.ts";
import type { ScamAxes } from "../../domain/scam-axes.ts";
import { defineKind, type FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import { unitsById, unitsFor } from "../police.ts";
import { placeAbove } from "../transfer.ts";
import { caseCommands, caseDraft, type CaseBody } from "./case.ts";
import { decideCase, type Facts } from "./decide.ts";
import { openCase, type OpenFacts, type OtherCase, type ReportSeen } from "./open.ts";
import { CASE_STATES, CASE_STATE_WORDS } from "./states.ts";

async function reportsSeen(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, ReportSeen>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{ id: string; state: string; territory: string; org: string; opened_at_ms: number; axes: ScamAxes; in_case: string | null }>(
    `select id, state, territory, org, opened_at_ms, body->'axes' as axes, body->>'case' as in_case from matter where id = any($1) and kind = 'report'`,
    [[...new Set(ids)]],
    "case-reports",
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id as MatterId, state: row.state, territory: row.territory, org: row.org, openedAtMs: row.opened_at_ms, axes: row.axes, case: row.in_case },
    ]),
  );
}

async function openFacts(sql: Sql, drafts: readonly z.output<typeof caseDraft>[]): Promise<readonly OpenFacts[]> {
  const reports = await reportsSeen(
    sql,
    drafts.flatMap((draft) => draft.reports),
  );
  return drafts.map(() => ({ reports }));
}

async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const asked = requests.map(({ matter, command, input }) => {
    const { to, into, reports } = input as { readonly to?: string; readonly into?: string; readonly reports?: readonly string[] };
    const { transfer } = matter.body as CaseBody;
    return { to, into, reports: reports ?? [], above: command === "dispute" && transfer !== null ? placeAbove(transfer) : null };
  });
  const units = await unitsById(
    sql,
    asked.flatMap(({ to }) => to ?? []),
  );
  const above = await unitsFor(
    sql,
    asked.flatMap((one) => one.above ?? []),
  );
  const reports = await reportsSeen(
    sql,
    asked.flatMap((one) => one.reports),
  );
  const others = asked.flatMap(({ into }) => into ?? []);
  const cases = others.length === 0 ? [] : await sql.query<OtherCase>("select id, territory, org from matter where id = any($1) and kind = 'case'", [others]);
  return asked.map(({ to, into, above: place }) => ({
    to: to === undefined ? null : (units.get(to) ?? null),
    superior: place === null ? null : (above.get(place) ?? null),
    reports,
    other: cases.find((one) => one.id === into) ?? null,
  }));
}

export const policeCase = defineKind({
  name: "case",
  states: CASE_STATES,
  initial: "accepted",
  stateWords: CASE_STATE_WORDS,
  restricting: [],
  automatic: [],
  opening: { who: ["caseOfficer", "dutyLead"], words: { zh: "提请立案", en: "Propose a case" }, input: caseDraft },
  commands: caseCommands,
  openFacts,
  open: openCase,
  facts,
  decide: decideCase,
});
