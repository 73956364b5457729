/**
 * The figures of a special operation: the roll-up of the campaigns under it, progress against its goals, and what its cases
 * took from people and had to give back. Read in one look, as of a cut-off that is said.
 */
import type { Sql } from "../../ports/store.ts";
import { countedLeads } from "../campaign/facts.ts";
import { rollUp } from "../roll-up.ts";
import { LAUNDERING } from "../words.ts";
import { progressOf } from "./goals.ts";
import type { Operation, OperationFigures } from "./operation.ts";

export async function operationFigures(sql: Sql, id: string, body: Operation, currency: string, nowMs: number): Promise<OperationFigures> {
  const campaigns = await sql.query<{ readonly id: string; readonly cases: readonly string[] }>(
    "select id, body->'cases' as cases from matter where kind = 'campaign' and parent = $1 and state not in ('declined', 'cancelled') order by id",
    [id],
    "operation-campaigns",
  );
  const leads = await countedLeads(
    sql,
    campaigns.map((one) => one.id),
  );
  const cases = [...new Set([...body.cases, ...campaigns.flatMap((one) => one.cases)])];
  const [money] = await sql.query<{ readonly returned: string }>(
    `select coalesce(sum((s->>'amountMinor')::numeric), 0)::text as returned from matter m, jsonb_array_elements(m.body->'money'->'returned') as s
     where m.kind = 'case' and m.id = any($1) and s->>'currency' = $2`,
    [cases, currency],
    "operation-money",
  );
  const [rights] = await sql.query<{ readonly restrictions: number; readonly wrong: number }>(RIGHTS, [cases], "operation-rights");
  const figures = rollUp(leads, nowMs);
  const launderingLeadsTrue = leads.filter(
    ({ body: one }) => one.group !== null && LAUNDERING.includes(one.group) && rollUp([{ id: "", body: one }], nowMs).leads.verified.true > 0,
  ).length;
  return {
    cutOffMs: nowMs,
    campaigns: campaigns.length,
    cases: cases.length,
    rollUp: figures,
    progress: progressOf(body.goals, { rollUp: figures, launderingLeadsTrue, returnedMinor: money.returned }, currency),
    rights: { restrictions: rights.restrictions, liftedAsWrong: rights.wrong },
  };
}

/** Orders and actions under the cases and their reports, and those of them that were lifted as wrong. */
const RIGHTS = `
  with recursive family(id) as (select unnest($1::text[]) union select m.id from family f join matter m on m.parent = f.id and m.kind in ('report', 'case')),
  limits as (select m.id from family f join matter m on m.parent = f.id and m.kind in ('stop-payment', 'freeze', 'protective-stop', 'hold', 'number-action', 'list-entry'))
  select count(*) as restrictions, count(*) filter (where exists (select 1 from wrongful_lift w where w.matter = limits.id)) as wrong from limits`;
