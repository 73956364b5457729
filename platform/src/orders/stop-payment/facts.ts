/** What a stop-payment needs to know besides itself: what it rests on, the institution's desk, rounds of the account. */
import type { Sql } from "../../ports/store.ts";
import { ROUND_IN_FLIGHT, ROUND_USED } from "./states.ts";

export interface Parent {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
}

export async function parentsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Parent>> {
  const rows = await sql.query<Parent>("select id, kind, state, territory, org from matter where id = any($1)", [[...new Set(ids)]], "order-parents");
  return new Map(rows.map((row) => [row.id, row]));
}

/** Organisations by the institution code under which accounts name them. */
export async function desksOf(sql: Sql, institutions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ readonly id: string; readonly institution: string }>(
    "select id, institution from organisation where institution = any($1)",
    [[...new Set(institutions)]],
    "order-desks",
  );
  return new Map(rows.map((row) => [row.institution, row.id]));
}

/**
 * Takes the lock of each account, so that two units asking at the same moment are counted one after the other. In the
 * order of the tokens: two batches wait for each other and do not lock up. Held until the transaction ends.
 */
export async function lockAccounts(sql: Sql, tokens: readonly string[]): Promise<void> {
  await sql.query(
    "select pg_advisory_xact_lock(hashtextextended(token, 7)) from (select token from unnest($1::text[]) as x(token) order by token) as sorted",
    [[...new Set(tokens)]],
    "account-locks",
  );
}

/**
 * Rounds that count for each account, whoever asked for them: what may still stop it or stops it now, and what stopped it
 * since `sinceMs`. Call `lockAccounts` first.
 */
export async function roundsOf(sql: Sql, tokens: readonly string[], sinceMs: number): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ readonly subject: string; readonly rounds: number }>(
    `select subject, count(*) as rounds from matter where kind = 'stop-payment' and subject = any($1)
       and (state = any($2) or (state = any($3) and greatest((body->>'stoppedAtMs')::int8, (body->>'approvedAtMs')::int8) > $4)) group by subject`,
    [[...new Set(tokens)], ROUND_IN_FLIGHT, ROUND_USED, sinceMs],
    "stop-rounds",
  );
  return new Map(rows.map((row) => [row.subject, row.rounds]));
}
