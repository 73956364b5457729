/**
 * The beginning of an installation: while nobody has an account, each start prints a link that may be used once, and with
 * it one makes the first organisation and its administrator. There is no password that came with the program.
 */
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import { lockAccounts, type Administrator } from "./administrator.ts";
import { linkRefused, makeLink, useLink } from "./one-time-link.ts";
import { insertOrganisation, organisationDraft } from "./organisation.ts";
import { keep, NOBODY, PAGES, type AccessParts } from "./parts.ts";
import { newPassword } from "./password.ts";
import { systemScope } from "./scope.ts";
import { beginSession, type NewSession } from "./session.ts";
import { byId, refuseSecret } from "./sign-in.ts";
import { insertUser, login, type ShownLink } from "./user.ts";
import { digestOf } from "./parts.ts";

export const setUpBody = z.strictObject({
  secret: z.string().max(200),
  /** A unit of the police, which keeps the accounts: a ministry's, a province's, a city's … of the country's tree. */
  organisation: organisationDraft.omit({ kind: true, parent: true, institution: true, delivery: true }),
  administrator: z.strictObject({ login, name: z.string().trim().min(1, "a name").max(80, "at most 80 characters"), password: z.string().max(1_000) }),
});
export type SetUpBody = z.output<typeof setUpBody>;

/** Whether nobody has an account yet. The sample town's people do not count. */
export async function setUpNeeded(parts: AccessParts): Promise<boolean> {
  return parts.store.snapshot(isEmpty);
}

async function isEmpty(sql: Sql): Promise<boolean> {
  return (await sql.query("select 1 from app_user where not sample limit 1")).length === 0;
}

/** A new link for an installation that has nobody, to be printed at the start; earlier ones are void. Null when it is set up. */
export async function setUpLink(parts: AccessParts): Promise<ShownLink | null> {
  return keep(parts, async (sql, note, nowMs) => {
    await lockAccounts(sql);
    if (!(await isEmpty(sql))) return null;
    const link = await makeLink(sql, parts, "set-up", null, "system:start", nowMs);
    note({ actor: "system:start", role: "system", unit: null, event: "set-up-link-issued", detail: {} });
    return { path: `${PAGES.setUp}#${link.secret}`, expiresAtMs: link.expiresAtMs };
  });
}

/** Makes the first organisation and the administrator, and signs them in. */
export async function setUp(parts: AccessParts, body: SetUpBody, address: string): Promise<NewSession> {
  if (!(await linkStands(parts, body.secret))) {
    await refuseSecret(parts, address, "link");
    throw linkRefused();
  }
  const password = await parts.secrets.hashPassword(newPassword(body.administrator.password, body.administrator.login));
  const admin: Administrator = { scope: systemScope("set-up"), user: null, territory: "" };
  const session = await keep(parts, async (sql, note, nowMs) => {
    await lockAccounts(sql);
    const link = await useLink(sql, "set-up", body.secret, nowMs);
    if (link === undefined || !(await isEmpty(sql))) {
      note({ ...NOBODY, event: "link-refused", detail: { reason: "used" } });
      return null;
    }
    const org = await insertOrganisation(sql, parts, admin, { ...body.organisation, kind: "police" }, nowMs);
    const { administrator } = body;
    const id = await insertUser(sql, parts, admin, { login: administrator.login, name: administrator.name, org: org.id, roles: ["admin"], sample: false }, nowMs);
    await sql.query("update app_user set password = $2, password_set_at_ms = $3 where id = $1", [id, password, nowMs]);
    note({ actor: id, role: "admin", unit: org.id, event: "set-up", detail: { organisation: org.id, territory: org.territory, user: id } });
    const user = await byId(sql, id);
    if (user === undefined) throw new ProblemError({ code: "bug", detail: "the administrator that was just made is not there" });
    return beginSession(sql, parts, note, nowMs, user, "set-up");
  });
  if (session === null) throw linkRefused();
  return session;
}

/** For the page: whether a link is still good, before anybody fills in a form. */
export async function linkStands(parts: AccessParts, secret: string): Promise<boolean> {
  const rows = await parts.store.snapshot((sql) =>
    sql.query("select 1 from one_time_link where digest = $1 and purpose = 'set-up' and expires_at_ms > $2", [digestOf(secret), parts.world.nowMs()]),
  );
  return rows.length > 0;
}

/**
 * For whoever runs this machine and has nobody left who can sign in as administrator: a link to set that person's
 * password. It is the command line's, and recorded as such.
 */
export async function recoveryLink(parts: AccessParts, name: string): Promise<ShownLink> {
  return keep(parts, async (sql, note, nowMs) => {
    const [user] = await sql.query<{ readonly id: string }>("select id from app_user where login = $1 and not sample and disabled_at_ms is null", [name.trim().toLowerCase()]);
    if (user === undefined) throw new ProblemError({ code: "not-found", detail: "there is no such login, or it is disabled" });
    const link = await makeLink(sql, parts, "password", user.id, "system:command-line", nowMs);
    note({ actor: "system:command-line", role: "system", unit: null, event: "link-issued", detail: { user: user.id } });
    return { path: `${PAGES.password}#${link.secret}`, expiresAtMs: link.expiresAtMs };
  });
}
