/**
 * Closing an organisation, and opening it again. Nothing may wait at it, nobody closes their own, and an administrator
 * stays somewhere. Its people are signed out, its tokens are void, and its code is free, so that no order is addressed to
 * it any more. What it did stays as it was.
 */
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import { administrator, keptBy, lockAccounts, noSuch, type Administrator } from "./administrator.ts";
import { fromRow, type Organisation, type OrganisationRow } from "./organisation.ts";
import { by, keep, type AccessParts } from "./parts.ts";
import type { Scope } from "./scope.ts";

export interface Closed {
  readonly organisation: Organisation;
  readonly sessionsEnded: number;
  readonly tokensRevoked: number;
}

/** Refuses with `not-now` while something waits at it, `not-allowed` for one's own. */
export async function closeOrganisation(parts: AccessParts, scope: Scope, id: string): Promise<Closed> {
  const admin = administrator(scope);
  return keep(parts, async (sql, note, nowMs) => {
    await lockAccounts(sql);
    const row = await kept(sql, admin, id);
    if (row.closed_at_ms !== null) return { organisation: fromRow(row), sessionsEnded: 0, tokensRevoked: 0 };
    if (scope.org === id)
      throw new ProblemError({ code: "not-allowed", detail: "nobody closes the organisation they belong to", expected: "an administrator of another organisation" });
    await refuseBusy(sql, parts, id);
    const sessions = await sql.query("delete from session s using app_user u where u.id = s.app_user and u.org = $1 returning 1", [id]);
    const tokens = await sql.query("update token set revoked_at_ms = $2 where org = $1 and revoked_at_ms is null and expires_at_ms > $2 returning 1", [id, nowMs]);
    await sql.query("delete from one_time_link where app_user in (select id from app_user where org = $1)", [id]);
    // The code under which accounts name it is in the ledger, and is given anew when it opens again.
    await sql.query("update organisation set closed_at_ms = $2, institution = null where id = $1", [id, nowMs]);
    note({
      ...by(scope, "admin"),
      event: "organisation-closed",
      detail: { organisation: id, institution: row.institution, sessionsEnded: sessions.length, tokensRevoked: tokens.length },
    });
    return { organisation: fromRow({ ...row, closed_at_ms: nowMs, institution: null }), sessionsEnded: sessions.length, tokensRevoked: tokens.length };
  });
}

/** Its people may sign in again; tokens stay void, and a bank needs its code again before orders reach it. */
export async function openOrganisation(parts: AccessParts, scope: Scope, id: string): Promise<Organisation> {
  const admin = administrator(scope);
  return keep(parts, async (sql, note) => {
    await lockAccounts(sql);
    const row = await kept(sql, admin, id);
    if (row.closed_at_ms === null) return fromRow(row);
    await sql.query("update organisation set closed_at_ms = null where id = $1", [id]);
    note({ ...by(scope, "admin"), event: "organisation-opened", detail: { organisation: id } });
    return fromRow({ ...row, closed_at_ms: null });
  });
}

async function kept(sql: Sql, admin: Administrator, id: string): Promise<OrganisationRow> {
  const [row] = await sql.query<OrganisationRow>(`select * from organisation o where id = $1 and ${keptBy(2, "o")} for update`, [id, admin.territory]);
  if (row === undefined) throw noSuch("organisation", id);
  return row;
}

async function refuseBusy(sql: Sql, parts: AccessParts, id: string): Promise<void> {
  const busy = (count: number, what: string): void => {
    if (count > 0) throw new ProblemError({ code: "not-now", detail: `${count} ${what}`, value: String(count), expected: "an organisation at which nothing waits" });
  };
  const [{ matters, orders, below, handed }] = await sql.query<{ readonly matters: number; readonly orders: number; readonly below: number; readonly handed: number }>(
    `select (select count(*) from matter where org = $1 and closed_at_ms is null) as matters, (select count(*) from matter where partner = $1 and closed_at_ms is null) as orders,
       (select count(*) from organisation where parent = $1 and closed_at_ms is null) as below,
       (select count(*) from effect where channel = 'institution' and addressee = $1 and state = 'waiting') as handed`,
    [id],
  );
  busy(matters, "open matters lie at it: hand them over first");
  busy(orders, "open orders are addressed to it: wait for their end or release them");
  busy(handed, "messages to it are still on their way");
  busy(below, "organisations belong to it: close them or give them another parent first");
  const [{ others }] = await sql.query<{ readonly others: number }>(
    `select count(*) as others from app_user u join organisation o on o.id = u.org
     where 'admin' = any(u.roles) and u.disabled_at_ms is null and o.closed_at_ms is null and u.org <> $1 and (not u.sample or $2)`,
    [id, parts.sample],
  );
  if (others === 0) throw new ProblemError({ code: "not-now", detail: "the last administrator belongs to it: make another one elsewhere first" });
}
