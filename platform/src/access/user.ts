/**
 * People's accounts, kept by administrators: created with a link by which each sets a password of their own, disabled and
 * never removed. Roles fit the organisation. Nobody changes their own roles, unless there is no other administrator who
 * could; and the last administrator stays one.
 */
import { z } from "zod";
import { assert } from "../base/assert.ts";
import { ProblemError, shorten } from "../base/problem.ts";
import { constraintOf, type Sql } from "../ports/store.ts";
import { administrator, keptBy, lockAccounts, noSuch, type Administrator } from "./administrator.ts";
import { refuseClosed } from "./organisation.ts";
import { makeLink, voidLinks, type NewLink } from "./one-time-link.ts";
import { by, keep, PAGES, type AccessParts } from "./parts.ts";
import { checkRoles } from "./role-check.ts";
import { isRole, type OrganisationKind, type Role } from "./role.ts";
import type { Scope } from "./scope.ts";
import { endSessionsOf, USER_COLUMNS, type UserRow } from "./session.ts";

/** An account as administrators see it. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly org: string;
  readonly roles: readonly Role[];
  readonly sample: boolean;
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  /** Bound to the identity provider's subject, or waiting for the first sign-in by a claim. */
  readonly provider: "bound" | "waiting" | null;
  /** Sign-ins that stand, and when one of them was last used, to the minute. */
  readonly sessions: number;
  readonly seenAtMs: number | null;
}

/** A link as it is shown once: the address of this program goes before it. */
export interface ShownLink {
  readonly path: string;
  readonly expiresAtMs: number;
}

/** Lower case, so that a login is one whatever the keyboard does; letters that look alike cannot make two. */
export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{1,63}$/, "2 to 64 of a–z 0–9 . _ - @, beginning with a letter or digit");
const personName = z.string().trim().min(1, "a name").max(80, "at most 80 characters");
const roles = z
  .array(z.string().refine(isRole, "a role"))
  .max(12, "at most 12 roles")
  .transform((list) => [...new Set(list)] as readonly Role[]);
const claim = z.string().trim().toLowerCase().min(1).max(200, "at most 200 characters");
const subject = z.string().min(1).max(255, "at most 255 characters");

export const userDraft = z.strictObject({
  login,
  name: personName,
  org: z.string().max(60),
  roles,
  /** How the identity provider calls them, or the verified claim by which it is found out at the first sign-in. */
  subject: subject.optional(),
  claim: claim.optional(),
});
export type UserDraft = z.output<typeof userDraft>;

export const userChange = z.strictObject({
  name: personName.optional(),
  org: z.string().max(60).optional(),
  roles: roles.optional(),
  subject: subject.nullish(),
  claim: claim.nullish(),
});
export type UserChange = z.output<typeof userChange>;

interface AccountRow extends UserRow {
  readonly has_password: boolean;
  readonly oidc_subject: string | null;
  readonly oidc_claim: string | null;
  readonly level: string | null;
  readonly sessions: number;
  readonly seen_at_ms: number | null;
}

interface UserOrg {
  readonly kind: OrganisationKind;
  readonly level: string | null;
  readonly closed_at_ms: number | null;
}

const ACCOUNT_COLUMNS = `${USER_COLUMNS}, u.password is not null as has_password, u.oidc_subject, u.oidc_claim, o.level, (select count(*) from session s where s.app_user = u.id) as sessions,
  (select max(s.seen_at_ms) from session s where s.app_user = u.id) as seen_at_ms`;

/** Creates an account. Without a sign-in by the identity provider its holder gets a link to set a password. */
export async function createUser(
  parts: AccessParts,
  scope: Scope,
  draft: UserDraft,
  options: { readonly sample?: boolean } = {},
): Promise<{ readonly account: Account; readonly link: ShownLink | null }> {
  const admin = administrator(scope);
  const sample = options.sample ?? false;
  assert(!sample || (parts.sample && admin.user === null), "sample accounts are made by this program in sample mode");
  return saving(() =>
    keep(parts, async (sql, note, nowMs) => {
      await lockAccounts(sql);
      const id = await insertUser(sql, parts, admin, { ...draft, sample }, nowMs);
      const direct = sample || draft.subject !== undefined || draft.claim !== undefined;
      const link = direct ? null : await makeLink(sql, parts, "password", id, scope.actor, nowMs);
      note({ ...by(scope, "admin"), event: "user-created", detail: { user: id, org: draft.org, roles: draft.roles, sample } });
      if (link !== null) note({ ...by(scope, "admin"), event: "link-issued", detail: { user: id } });
      return { account: shown(await find(sql, admin, id)), link: shownLink(link) };
    }),
  );
}

/** For `createUser` and the set-up. */
export async function insertUser(sql: Sql, parts: AccessParts, admin: Administrator, draft: UserDraft & { readonly sample: boolean }, nowMs: number): Promise<string> {
  const [org] = await sql.query<UserOrg>(`select kind, level, closed_at_ms from organisation o where id = $1 and ${keptBy(2, "o")}`, [draft.org, admin.territory]);
  if (org === undefined) throw noSuch("organisation", draft.org);
  refuseClosed(org);
  checkRoles(parts, draft.roles, org);
  const id = parts.world.newId("usr");
  await sql.query("insert into app_user (id, login, name, org, roles, oidc_subject, oidc_claim, sample, created_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
    id,
    draft.login,
    draft.name,
    draft.org,
    draft.roles,
    subjectOf(parts, draft.subject ?? null),
    draft.claim ?? null,
    draft.sample,
    nowMs,
  ]);
  return id;
}

export async function changeUser(parts: AccessParts, scope: Scope, id: string, change: UserChange): Promise<Account> {
  const admin = administrator(scope);
  return saving(() =>
    keep(parts, async (sql, note) => {
      await lockAccounts(sql);
      const before = await find(sql, admin, id);
      const [org] = await sql.query<UserOrg>(`select kind, level, closed_at_ms from organisation o where id = $1 and ${keptBy(2, "o")}`, [
        change.org ?? before.org,
        admin.territory,
      ]);
      if (org === undefined) throw noSuch("organisation", change.org ?? before.org);
      const after = { name: change.name ?? before.name, org: change.org ?? before.org, roles: change.roles ?? before.roles };
      const rights = after.org !== before.org || !sameRoles(after.roles, before.roles);
      if (rights) {
        refuseClosed(org);
        checkRoles(parts, after.roles, org);
        await checkRemaining(sql, parts, admin, before, after.roles.includes("admin"));
      }
      await sql.query("update app_user set name = $2, org = $3, roles = $4, oidc_subject = $5, oidc_claim = $6 where id = $1", [
        id,
        after.name,
        after.org,
        after.roles,
        change.subject === undefined ? before.oidc_subject : subjectOf(parts, change.subject),
        change.claim === undefined ? before.oidc_claim : change.claim,
      ]);
      // What a session may do was decided when it began: it begins anew.
      const ended = rights || change.subject !== undefined || change.claim !== undefined ? await endSessionsOf(sql, id) : 0;
      note({
        ...by(scope, "admin"),
        event: "user-changed",
        detail: {
          user: id,
          fields: Object.keys(change).sort(),
          ...(rights ? { rolesBefore: before.roles, roles: after.roles, orgBefore: before.org, org: after.org } : {}),
          sessionsEnded: ended,
        },
      });
      return shown(await find(sql, admin, id));
    }),
  );
}

/** From now on nobody signs in with it; what is signed in ends, links are void. */
export async function disableUser(parts: AccessParts, scope: Scope, id: string): Promise<Account> {
  return keep(parts, async (sql, note, nowMs) => {
    const admin = administrator(scope);
    await lockAccounts(sql);
    const before = await find(sql, admin, id);
    await checkRemaining(sql, parts, admin, before, false);
    await sql.query("update app_user set disabled_at_ms = coalesce(disabled_at_ms, $2) where id = $1", [id, nowMs]);
    await voidLinks(sql, "password", id);
    note({ ...by(scope, "admin"), event: "user-disabled", detail: { user: id, sessionsEnded: await endSessionsOf(sql, id) } });
    return shown(await find(sql, admin, id));
  });
}

export async function enableUser(parts: AccessParts, scope: Scope, id: string): Promise<Account> {
  return keep(parts, async (sql, note) => {
    const admin = administrator(scope);
    await lockAccounts(sql);
    const before = await find(sql, admin, id);
    if (admin.user === id) throw ownAccount();
    checkRoles(parts, before.roles, { kind: before.org_kind, level: before.level });
    await sql.query("update app_user set disabled_at_ms = null where id = $1", [id]);
    note({ ...by(scope, "admin"), event: "user-enabled", detail: { user: id } });
    return shown(await find(sql, admin, id));
  });
}

/** A new link to set a password; the one before is void. What is signed in stays so until the password is set. */
export async function issueLink(parts: AccessParts, scope: Scope, id: string): Promise<ShownLink> {
  return keep(parts, async (sql, note, nowMs) => {
    const admin = administrator(scope);
    const user = await find(sql, admin, id);
    if (user.disabled_at_ms !== null) throw new ProblemError({ code: "not-now", detail: "the account is disabled", value: "disabled" });
    if (user.sample) throw new ProblemError({ code: "not-now", detail: "an account of the sample town has no password", value: "sample" });
    const link = await makeLink(sql, parts, "password", id, scope.actor, nowMs);
    note({ ...by(scope, "admin"), event: "link-issued", detail: { user: id } });
    return shownLink(link);
  });
}

export async function endUsersSessions(parts: AccessParts, scope: Scope, id: string): Promise<{ readonly ended: number }> {
  return keep(parts, async (sql, note) => {
    const user = await find(sql, administrator(scope), id);
    const ended = await endSessionsOf(sql, user.id);
    note({ ...by(scope, "admin"), event: "sessions-ended", detail: { user: id, sessionsEnded: ended } });
    return { ended };
  });
}

export async function listUsers(parts: AccessParts, scope: Scope, query: { readonly org?: string; readonly after?: string; readonly limit: number }): Promise<readonly Account[]> {
  const admin = administrator(scope);
  const rows = await parts.store.snapshot((sql) =>
    sql.query<AccountRow>(
      `select ${ACCOUNT_COLUMNS} from app_user u join organisation o on o.id = u.org
       where ${keptBy(1, "o")} and ($2::text is null or u.org = $2) and ($3::text is null or u.id > $3) order by u.id limit $4`,
      [admin.territory, query.org ?? null, query.after ?? null, query.limit],
    ),
  );
  return rows.map(shown);
}

// --- rules -------------------------------------------------------------------------------------------------------------

/** Nobody judges their own rights while somebody else can, and an installation keeps an administrator. */
async function checkRemaining(sql: Sql, parts: AccessParts, admin: Administrator, user: AccountRow, staysAdmin: boolean): Promise<void> {
  const [{ others }] = await sql.query<{ readonly others: number }>(
    `select count(*) as others from app_user u join organisation o on o.id = u.org
     where 'admin' = any(u.roles) and u.disabled_at_ms is null and o.closed_at_ms is null and u.id <> $1 and (not u.sample or $2)`,
    [user.id, parts.sample],
  );
  if (others === 0 && user.roles.includes("admin") && user.disabled_at_ms === null && !staysAdmin) {
    throw new ProblemError({ code: "not-now", detail: "this is the last administrator: make another one first" });
  }
  if (admin.user === user.id && others > 0) throw ownAccount();
}

function ownAccount(): ProblemError {
  return new ProblemError({ code: "not-allowed", detail: "nobody changes their own rights while there is another administrator", expected: "another administrator" });
}

// --- parts -------------------------------------------------------------------------------------------------------------

async function find(sql: Sql, admin: Administrator, id: string): Promise<AccountRow> {
  const [row] = await sql.query<AccountRow>(`select ${ACCOUNT_COLUMNS} from app_user u join organisation o on o.id = u.org where u.id = $1 and ${keptBy(2, "o")} for update of u`, [
    id,
    admin.territory,
  ]);
  if (row === undefined) throw noSuch("user", id);
  return row;
}

/** Issuer and subject together: a subject means something only with who gave it. */
export function subjectKey(issuer: string, sub: string): string {
  return `${issuer} ${sub}`;
}

function subjectOf(parts: AccessParts, sub: string | null): string | null {
  if (sub === null) return null;
  if (parts.provider === null) throw new ProblemError({ code: "not-now", detail: "there is no identity provider in the settings", at: { field: "subject" } });
  return subjectKey(parts.provider.issuer, sub);
}

function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role));
}

/** Uniqueness is the database's to judge: two administrators may ask at once. */
async function saving<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const taken = { app_user_login_key: "login", app_user_oidc_subject_key: "subject", app_user_oidc_claim_key: "claim" }[constraintOf(error)?.constraint ?? ""];
    if (taken === undefined) throw error;
    throw new ProblemError({
      code: "malformed-input",
      detail: `${taken}: somebody else has it`,
      at: { field: taken },
      value: shorten("taken"),
      expected: "one that no other account has",
    });
  }
}

function shownLink(link: NewLink): ShownLink;
function shownLink(link: NewLink | null): ShownLink | null;
function shownLink(link: NewLink | null): ShownLink | null {
  return link === null ? null : { path: `${PAGES.password}#${link.secret}`, expiresAtMs: link.expiresAtMs };
}

function shown(row: AccountRow): Account {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    org: row.org,
    roles: row.roles,
    sample: row.sample,
    disabled: row.disabled_at_ms !== null,
    hasPassword: row.has_password,
    provider: row.oidc_subject !== null ? "bound" : row.oidc_claim !== null ? "waiting" : null,
    sessions: row.sessions,
    seenAtMs: row.seen_at_ms,
  };
}
