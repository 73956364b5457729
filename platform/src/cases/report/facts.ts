/** What a report needs to know besides itself: units, the report it repeats, whether the reporter was told, who waits. */
import type { MatterId } from "../../domain/matter.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { unitsById, unitsFor } from "../police.ts";
import { placeAbove } from "../transfer.ts";
import type { Facts } from "./decide.ts";
import { PUBLIC_PROPOSALS_MAX, type OpenFacts } from "./open.ts";
import type { Report, reportDraft } from "./report.ts";

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof reportDraft>[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const placeOf = (draft: z.output<typeof reportDraft>): string => draft.territory ?? context.territory;
  const units = await unitsFor(sql, drafts.map(placeOf));
  const waiting = context.role === "public" ? await waitingFor(sql, drafts, context) : drafts.map(() => 0);
  return drafts.map((draft, i) => ({ unit: units.get(placeOf(draft)) ?? null, waiting: waiting[i] }));
}

/** How many public reports that nobody has looked at name a payee of each draft; counted up to the limit only. */
async function waitingFor(sql: Sql, drafts: readonly z.output<typeof reportDraft>[], context: Omit<Context, "facts">): Promise<readonly number[]> {
  const payees = drafts.map((draft) => draft.payments.map((one, i) => context.identify("account", one.to, `payments.${i}.to`).token));
  const tokens = [...new Set(payees.flat())];
  if (tokens.length === 0) return drafts.map(() => 0);
  const rows = await sql.query<{ readonly token: string; readonly n: number }>(
    `select x.token, (select count(*) from (select 1 from mention m join matter r on r.id = m.matter
       where m.token = x.token and m.role = 'payee' and r.kind = 'report' and r.state = 'received' and r.opened_by = 'public' limit $2) as few) as n
     from unnest($1::text[]) as x(token)`,
    [tokens, PUBLIC_PROPOSALS_MAX],
    "report-waiting",
  );
  const counts = new Map(rows.map((row) => [row.token, row.n]));
  // Several in one batch count for one another.
  return payees.map((mine) => {
    const most = Math.max(0, ...mine.map((token) => counts.get(token) ?? 0));
    for (const token of mine) counts.set(token, (counts.get(token) ?? 0) + 1);
    return most;
  });
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const asked = requests.map(({ matter, command, input }) => {
    const { to, of } = input as { readonly to?: string; readonly of?: string };
    const { transfer } = matter.body as Report;
    return {
      to: command === "hand-over" || command === "designate" ? to : undefined,
      of: command === "mark-duplicate" ? of : undefined,
      above: command === "dispute" && transfer !== null ? placeAbove(transfer) : null,
      told: command === "check-told" ? matter.id : undefined,
    };
  });
  const units = await unitsById(
    sql,
    asked.flatMap(({ to }) => to ?? []),
  );
  const above = await unitsFor(
    sql,
    asked.flatMap((one) => one.above ?? []),
  );
  const originals = await statesOf(
    sql,
    asked.flatMap(({ of }) => of ?? []),
  );
  const delivered = await deliveredAt(
    sql,
    asked.flatMap(({ told }) => told ?? []),
  );
  return asked.map(({ to, of, above: place, told }) => ({
    to: to === undefined ? null : (units.get(to) ?? null),
    superior: place === null ? null : (above.get(place) ?? null),
    original: of === undefined ? null : (originals.get(of) ?? null),
    deliveredAtMs: told === undefined ? null : (delivered.get(told) ?? null),
  }));
}

async function statesOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, { readonly id: string; readonly state: string }>> {
  if (ids.length === 0) return new Map();
  // Two that are marked as each other's duplicate at one moment wait for one another, because `parent` refers to a row.
  const rows = await sql.query<{ readonly id: string; readonly state: string }>("select id, state from matter where id = any($1) and kind = 'report'", [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** When the last notice about a decision arrived; nothing when the last one has not. */
async function deliveredAt(sql: Sql, ids: readonly MatterId[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{ readonly matter: string; readonly at: number | null }>(
    "select distinct on (matter) matter, delivered_at_ms as at from notice where matter = any($1) and template in ('report.declined', 'report.case-withdrawn') order by matter, created_at_ms desc, id desc",
    [ids],
    "report-told",
  );
  return new Map(rows.flatMap((row) => (row.at === null ? [] : [[row.matter, row.at] as const])));
}
