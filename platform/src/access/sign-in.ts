/**
 * Signing in with a password, and setting one. An unknown login costs the same work and gets the same answer as a wrong
 * password. Every attempt that was refused and every sign-in is a line of the ledger; a login that belongs to nobody is
 * not written down, since people type passwords there by mistake.
 */
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import { addressKey, countAttempt, forgive, loginKey, TooManyAttempts, type AttemptKey } from "./attempts.ts";
import { linkRefused, useLink, voidLinks } from "./one-time-link.ts";
import { digestOf, keep, NOBODY, type AccessLine, type AccessParts } from "./parts.ts";
import type { Role } from "./role.ts";
import { newPassword, normalPassword, PASSWORD_MAX } from "./password.ts";
import { beginSession, endSessionsOf, mayAct, USER_COLUMNS, type NewSession, type UserRow } from "./session.ts";

interface PasswordRow extends UserRow {
  readonly password: string | null;
  readonly password_set_at_ms: number | null;
}

const SELECT = `select ${USER_COLUMNS}, u.password, u.password_set_at_ms from app_user u join organisation o on o.id = u.org`;

export async function byLogin(sql: Sql, login: string): Promise<PasswordRow | undefined> {
  return (await sql.query<PasswordRow>(`${SELECT} where u.login = $1`, [login], "user-by-login"))[0];
}

export async function byId(sql: Sql, id: string): Promise<PasswordRow | undefined> {
  return (await sql.query<PasswordRow>(`${SELECT} where u.id = $1`, [id], "user-by-id"))[0];
}

/** Signs in. Throws `not-signed-in` for whatever is wrong with it, `too-many-attempts` when one has to wait. */
export async function signIn(
  parts: AccessParts,
  given: { readonly login: string; readonly password: string },
  from: { readonly address: string; readonly local: boolean },
): Promise<NewSession> {
  const login = given.login.trim().toLowerCase();
  const keys = { login: loginKey(parts, login), address: addressKey(parts, from.address) };
  const { user, password } = await attempt(parts, keys, given.password, (sql) => byLogin(sql, login));
  const session = await keep(parts, async (sql, note, nowMs) => {
    // As it is now: it may have been disabled, or the password changed, while we computed.
    const now = user === undefined ? undefined : await byId(sql, user.id);
    if (!password.right || now === undefined || now.password_set_at_ms !== user?.password_set_at_ms || !mayAct(parts, now, from.local)) {
      const reason = user === undefined ? "unknown" : !password.right ? "wrong" : "not-any-more";
      note({ ...NOBODY, event: "sign-in-refused", detail: { reason, via: "password", ...(user === undefined ? {} : { user: user.id }) } });
      return null;
    }
    await forgive(sql, note, nowMs, keys.login, keys.address);
    if (password.renewed !== null) await sql.query("update app_user set password = $2 where id = $1", [now.id, password.renewed]);
    return beginSession(sql, parts, note, nowMs, now, "password");
  });
  if (session === null) throw signInRefused();
  return session;
}

/** The same for every reason. */
export function signInRefused(): ProblemError {
  return new ProblemError({ code: "not-signed-in", detail: "login or password is wrong", expected: "a login with its password" });
}

interface CheckedPassword {
  readonly right: boolean;
  /** A digest with today's parameters, where the kept one has others. */
  readonly renewed: string | null;
}

/** Counts the attempt, then checks the password outside of any transaction: it takes long. */
async function attempt(
  parts: AccessParts,
  keys: { readonly login: AttemptKey; readonly address: AttemptKey },
  text: string,
  find: (sql: Sql) => Promise<PasswordRow | undefined>,
): Promise<{ readonly user: PasswordRow | undefined; readonly password: CheckedPassword }> {
  const begun = await keep(parts, async (sql, note, nowMs) => {
    const user = await find(sql);
    const waitMs = await countAttempt(sql, parts, note, nowMs, [keys.login, keys.address], user === undefined ? {} : { user: user.id });
    return { user, waitMs };
  });
  if (begun.waitMs !== null) throw new TooManyAttempts(begun.waitMs);
  const password = normalPassword(text);
  const check = await parts.secrets.checkPassword(password.slice(0, PASSWORD_MAX * 2), begun.user?.password ?? null);
  const renewed = check === "outdated" ? await parts.secrets.hashPassword(password) : null;
  return { user: begun.user, password: { right: check !== "wrong" && [...password].length <= PASSWORD_MAX, renewed } };
}

/** One's own password: the present one is asked for, and counted like signing in. Other sessions end. */
export async function changePassword(
  parts: AccessParts,
  person: { readonly user: string; readonly session: string },
  given: { readonly current: string; readonly next: string },
  address: string,
): Promise<void> {
  const self = await parts.store.snapshot((sql) => byId(sql, person.user));
  if (self === undefined) throw signInRefused();
  const next = newPassword(given.next, self.login);
  const keys = { login: loginKey(parts, self.login), address: addressKey(parts, address) };
  const { user, password } = await attempt(parts, keys, given.current, (sql) => byId(sql, person.user));
  const digest = password.right ? await parts.secrets.hashPassword(next) : null;
  const done = await keep(parts, async (sql, note, nowMs) => {
    const now = await byId(sql, self.id);
    const who = { actor: self.id, role: self.roles[0] ?? "none", unit: self.org };
    if (digest === null || now === undefined || now.password_set_at_ms !== user?.password_set_at_ms || now.disabled_at_ms !== null) {
      note({ ...who, event: "password-refused", detail: { reason: "wrong" } });
      return false;
    }
    await forgive(sql, note, nowMs, keys.login, keys.address);
    await savePassword(sql, self.id, digest, nowMs);
    note({ ...who, event: "password-set", detail: { by: "password", sessionsEnded: await endSessionsOf(sql, self.id, person.session) } });
    return true;
  });
  if (!done) throw new ProblemError({ code: "not-allowed", detail: "the present password is wrong", at: { field: "current" } });
}

/** Whom a link to set a password is for, so that its page can say it. */
export async function lookAtLink(parts: AccessParts, secret: string): Promise<{ readonly login: string; readonly name: string; readonly expiresAtMs: number }> {
  const [row] = await parts.store.snapshot((sql) =>
    sql.query<{ readonly login: string; readonly name: string; readonly expires_at_ms: number }>(
      `select u.login, u.name, l.expires_at_ms from one_time_link l join app_user u on u.id = l.app_user
       where l.digest = $1 and l.purpose = 'password' and l.expires_at_ms > $2 and u.disabled_at_ms is null`,
      [digestOf(secret), parts.world.nowMs()],
    ),
  );
  if (row === undefined) throw linkRefused();
  return { login: row.login, name: row.name, expiresAtMs: row.expires_at_ms };
}

/** Sets the password with a link, which is used up; every session of the person ends. Gives the login to sign in with. */
export async function usePasswordLink(parts: AccessParts, given: { readonly secret: string; readonly password: string }, address: string): Promise<{ readonly login: string }> {
  let found: Awaited<ReturnType<typeof lookAtLink>>;
  try {
    found = await lookAtLink(parts, given.secret);
  } catch (error) {
    await refuseSecret(parts, address, "link");
    throw error;
  }
  const digest = await parts.secrets.hashPassword(newPassword(given.password, found.login));
  const done = await keep(parts, async (sql, note, nowMs) => {
    const link = await useLink(sql, "password", given.secret, nowMs);
    const owner = link?.user ?? null;
    const user = owner === null ? undefined : await byId(sql, owner);
    if (user === undefined || user.disabled_at_ms !== null) {
      note({ ...NOBODY, event: "link-refused", detail: { reason: "used" } });
      return false;
    }
    await savePassword(sql, user.id, digest, nowMs);
    await voidLinks(sql, "password", user.id);
    await sql.query("delete from sign_in_attempt where what = $1", [loginKey(parts, user.login).what]);
    note({ actor: user.id, role: user.roles[0] ?? "none", unit: user.org, event: "password-set", detail: { by: "link", sessionsEnded: await endSessionsOf(sql, user.id) } });
    return true;
  });
  if (!done) throw linkRefused();
  return { login: found.login };
}

async function savePassword(sql: Sql, user: string, digest: string, nowMs: number): Promise<void> {
  await sql.query("update app_user set password = $2, password_set_at_ms = $3 where id = $1", [user, digest, nowMs]);
}

/**
 * Somebody came with a secret that opens nothing. It cannot be guessed, so it was not counted before; it is now, and
 * recorded. Throws `too-many-attempts` when the address has to wait.
 */
export async function refuseSecret(parts: AccessParts, address: string, what: "link" | "token", detail: AccessLine["detail"] = { reason: "unknown" }): Promise<void> {
  const waitMs = await keep(parts, async (sql, note, nowMs) => {
    const wait = await countAttempt(sql, parts, note, nowMs, [addressKey(parts, address)], {});
    if (wait === null) note({ ...NOBODY, event: `${what}-refused`, detail });
    return wait;
  });
  if (waitMs !== null) throw new TooManyAttempts(waitMs);
}

/** An account of the sample town, which has no password: only while it is played, and from this machine. */
export async function signInToSample(parts: AccessParts, login: string, local: boolean): Promise<NewSession> {
  const session = await keep(parts, async (sql, note, nowMs) => {
    const user = await byLogin(sql, login);
    if (user === undefined || !user.sample || !mayAct(parts, user, local)) {
      note({ ...NOBODY, event: "sign-in-refused", detail: { reason: "not-sample", via: "sample" } });
      return null;
    }
    return beginSession(sql, parts, note, nowMs, user, "sample");
  });
  if (session === null) throw signInRefused();
  return session;
}

/** Whom one may be in the sample town. */
export async function sampleAccounts(
  parts: AccessParts,
  local: boolean,
): Promise<readonly { readonly login: string; readonly name: string; readonly org: { readonly zh: string; readonly en: string }; readonly roles: readonly Role[] }[]> {
  if (!parts.sample || !local) return [];
  const rows = await parts.store.snapshot((sql) => sql.query<UserRow>(`${SELECT} where u.sample and u.disabled_at_ms is null order by u.id limit 200`));
  return rows.map((row) => ({ login: row.login, name: row.name, org: { zh: row.org_name_zh, en: row.org_name_en }, roles: row.roles }));
}
