/**
 * Sessions of signed-in people. The browser has a secret of 256 random bits in a cookie that no script can read, the table
 * has its digest. A session ends after a time without use, after a fixed time, and at once when the person is disabled,
 * gets other roles or another password.
 */
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";
import { digestOf, keep, type AccessParts, type Note } from "./parts.ts";
import type { OrganisationKind, Role } from "./role.ts";
import type { Principal } from "./scope.ts";

export type SignInWay = "password" | "oidc" | "set-up" | "sample";

/** What begins a session in the browser. */
export interface NewSession {
  readonly secret: string;
  readonly untilMs: number;
}

/** A person with everything that says what they may do. */
export interface UserRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly org: string;
  readonly roles: readonly Role[];
  readonly sample: boolean;
  readonly disabled_at_ms: number | null;
  readonly org_closed_at_ms: number | null;
  readonly org_kind: OrganisationKind;
  readonly org_name_zh: string;
  readonly org_name_en: string;
  readonly territory: string;
}

export const USER_COLUMNS = `u.id, u.login, u.name, u.org, u.roles, u.sample, u.disabled_at_ms, o.closed_at_ms as org_closed_at_ms, o.kind as org_kind, o.name_zh as org_name_zh, o.name_en as org_name_en, o.territory`;

export type Person = Extract<Principal, { kind: "user" }>;

export function principalOf(row: UserRow): Person {
  const orgName: Bilingual = { zh: row.org_name_zh, en: row.org_name_en };
  return { kind: "user", user: row.id, org: row.org, orgName, orgKind: row.org_kind, roles: row.roles, territory: row.territory };
}

/** Whether somebody may act at all: nobody of a closed organisation; sample accounts only while the town is played, and from this machine. */
export function mayAct(parts: AccessParts, user: Pick<UserRow, "sample" | "disabled_at_ms" | "org_closed_at_ms">, local: boolean): boolean {
  return user.disabled_at_ms === null && user.org_closed_at_ms === null && (!user.sample || (parts.sample && local));
}

export async function beginSession(sql: Sql, parts: AccessParts, note: Note, nowMs: number, user: UserRow, via: SignInWay): Promise<NewSession> {
  const secret = parts.secrets.newSecret();
  await sql.query("insert into session (digest, app_user, via, created_at_ms, seen_at_ms) values ($1, $2, $3, $4, $4)", [digestOf(secret), user.id, via, nowMs]);
  await sql.query("delete from session where digest in (select digest from session where app_user = $1 order by created_at_ms desc, digest offset $2)", [
    user.id,
    parts.settings.sessionsMax,
  ]);
  note({ actor: user.id, role: user.roles[0] ?? "none", unit: user.org, event: "signed-in", detail: { via } });
  return { secret, untilMs: nowMs + parts.settings.sessionMs };
}

/** Use is written down once a minute, not at every request. */
const SEEN_EVERY_MS = 60_000;

interface SessionRow extends UserRow {
  readonly via: SignInWay;
  readonly created_at_ms: number;
  readonly seen_at_ms: number;
}

export interface FoundSession {
  readonly principal: Person;
  readonly via: SignInWay;
  readonly untilMs: number;
}

/** Who has this session; null when it has ended. `local`: asked from this machine itself. */
export async function findSession(parts: AccessParts, secret: string, local: boolean): Promise<FoundSession | null> {
  const digest = digestOf(secret);
  const nowMs = parts.world.nowMs();
  const { sessionIdleMs, sessionMs } = parts.settings;
  const [row] = await parts.store.snapshot((sql) =>
    sql.query<SessionRow>(
      `select ${USER_COLUMNS}, s.via, s.created_at_ms, s.seen_at_ms from session s join app_user u on u.id = s.app_user join organisation o on o.id = u.org where s.digest = $1`,
      [digest],
      "session-find",
    ),
  );
  if (row === undefined) return null;
  const endsMs = Math.min(row.created_at_ms + sessionMs, row.seen_at_ms + sessionIdleMs);
  // A clock that was set back makes no session longer.
  if (endsMs <= nowMs || row.created_at_ms > nowMs + SEEN_EVERY_MS) {
    await endSession(parts, secret, endsMs <= nowMs ? "expired" : "clock");
    return null;
  }
  if (!mayAct(parts, row, local)) return null;
  if (nowMs - row.seen_at_ms >= SEEN_EVERY_MS) {
    await parts.store.transaction((sql) => sql.query("update session set seen_at_ms = greatest(seen_at_ms, $2) where digest = $1", [digest, nowMs], "session-seen"));
  }
  return { principal: principalOf(row), via: row.via, untilMs: row.created_at_ms + sessionMs };
}

/** Ends one session, if it is there. */
export async function endSession(parts: AccessParts, secret: string, reason: "signed-out" | "expired" | "clock"): Promise<void> {
  await keep(parts, async (sql, note) => {
    const [row] = await sql.query<{ readonly app_user: string; readonly org: string }>(
      "delete from session s using app_user u where s.digest = $1 and u.id = s.app_user returning s.app_user, u.org",
      [digestOf(secret)],
      "session-end",
    );
    if (row !== undefined) note({ actor: row.app_user, role: "none", unit: row.org, event: reason === "signed-out" ? "signed-out" : "session-ended", detail: { reason } });
  });
}

/** Ends all sessions of a person, but for one. Gives how many. */
export async function endSessionsOf(sql: Sql, user: string, butFor: string | null = null): Promise<number> {
  const rows = await sql.query("delete from session where app_user = $1 and ($2::text is null or digest <> $2) returning 1", [user, butFor === null ? null : digestOf(butFor)]);
  return rows.length;
}
