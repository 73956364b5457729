/**
 * Attempts at signing in, counted in the database before they are checked, so that neither a restart nor a hundred at
 * once give more of them. After some failures each next one has to wait, longer every time. It says how long; it knows
 * nothing of passwords.
 */
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import { NOBODY, type AccessParts, type AttemptLimit, type Note } from "./parts.ts";

/** Carries how long to wait, for the answer's header. */
export class TooManyAttempts extends ProblemError {
  readonly waitMs: number;

  constructor(waitMs: number) {
    const seconds = Math.ceil(waitMs / 1000);
    super({ code: "too-many-attempts", detail: `too many attempts: try again in ${seconds} s`, expected: `an attempt in ${seconds} seconds` });
    this.waitMs = waitMs;
  }
}

export interface AttemptKey {
  /** "login:…" or "address:…", a token behind the colon. */
  readonly what: string;
  readonly limit: AttemptLimit;
}

interface AttemptRow {
  readonly what: string;
  readonly failures: number;
  readonly last_at_ms: number;
  readonly next_at_ms: number;
  readonly turned_away: number;
}

export function loginKey(parts: AccessParts, login: string): AttemptKey {
  return { what: `login:${parts.vault.token("login", login)}`, limit: parts.settings.byLogin };
}

export function addressKey(parts: AccessParts, address: string): AttemptKey {
  return { what: `address:${parts.vault.token("client-address", addressUnit(address))}`, limit: parts.settings.byAddress };
}

/** Whoever has one IPv6 address has 2^64 of them: the first half counts. */
export function addressUnit(address: string): string {
  const bare = address.replace(/%.*$/, "").toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  if (mapped !== null) return mapped[1];
  if (!bare.includes(":")) return bare;
  const [head = "", tail] = bare.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const all = tail === undefined ? left : [...left, ...new Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${all
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/** How long the next attempt has to wait after so many failures. */
export function waitAfter(failures: number, limit: AttemptLimit): number {
  const beyond = failures - limit.free;
  return beyond <= 0 ? 0 : Math.min(limit.longestWaitMs, limit.firstWaitMs * 2 ** Math.min(beyond - 1, 40));
}

/**
 * Counts an attempt as failed before it is made; `forgive` takes it back when it was right. Gives how long to wait when
 * it may not be made: the first of such is a line of the ledger, the others are a number in the next line.
 */
export async function countAttempt(
  sql: Sql,
  parts: AccessParts,
  note: Note,
  nowMs: number,
  keys: readonly AttemptKey[],
  detail: { readonly user?: string },
): Promise<number | null> {
  const rows = await lockRows(sql, keys);
  const states = rows.map(({ row, limit }) => {
    const forgotten = nowMs - row.last_at_ms > parts.settings.attemptsKeptMs;
    // A clock that was set back must not lock anybody out for longer than the longest wait.
    return { row, limit, failures: forgotten ? 0 : row.failures, waitMs: Math.min(row.next_at_ms - nowMs, limit.longestWaitMs) };
  });
  const waiting = states.find(({ waitMs }) => waitMs > 0);
  if (waiting !== undefined) {
    const { row } = waiting;
    await sql.query("update sign_in_attempt set turned_away = turned_away + 1 where what = $1", [row.what], "attempt-away");
    if (row.turned_away === 0) note({ ...NOBODY, event: "sign-in-refused", detail: { reason: "too-many-attempts", counted: kindOf(row.what), failures: row.failures, ...detail } });
    return waiting.waitMs;
  }
  for (const { row, limit, failures } of states) {
    noteTurnedAway(note, row);
    await sql.query(
      "update sign_in_attempt set failures = $2, last_at_ms = $3, next_at_ms = $4, turned_away = 0 where what = $1",
      [row.what, failures + 1, nowMs, nowMs + waitAfter(failures + 1, limit)],
      "attempt-count",
    );
  }
  return null;
}

/** The attempt was right. The login starts anew; the address, which others may share, only gets this one back. */
export async function forgive(sql: Sql, note: Note, nowMs: number, login: AttemptKey | null, address: AttemptKey): Promise<void> {
  if (login !== null) {
    const removed = await sql.query<AttemptRow>("delete from sign_in_attempt where what = $1 returning *", [login.what], "attempt-forget");
    for (const row of removed) noteTurnedAway(note, row);
  }
  // Whoever got here had waited: letting the next one come at once shortens nobody's wait.
  await sql.query("update sign_in_attempt set failures = greatest(failures - 1, 0), next_at_ms = least(next_at_ms, $2) where what = $1", [address.what, nowMs], "attempt-back");
}

/** Writes into the ledger how many were turned away, and forgets attempts that are long past. Gives how many it forgot. */
export async function sweepAttempts(sql: Sql, parts: AccessParts, note: Note, nowMs: number): Promise<number> {
  const quiet = await sql.query<AttemptRow>("select * from sign_in_attempt where (turned_away > 1 and next_at_ms <= $1) or last_at_ms < $2 order by what for update skip locked", [
    nowMs,
    nowMs - parts.settings.attemptsKeptMs,
  ]);
  for (const row of quiet) noteTurnedAway(note, row);
  const names = quiet.map((row) => row.what);
  const gone = await sql.query("delete from sign_in_attempt where what = any($1) and last_at_ms < $2 returning what", [names, nowMs - parts.settings.attemptsKeptMs]);
  await sql.query("update sign_in_attempt set turned_away = 0 where what = any($1)", [names]);
  return gone.length;
}

const kindOf = (what: string): string => what.slice(0, what.indexOf(":"));

/** All but the first, which had a line of its own. */
function noteTurnedAway(note: Note, row: AttemptRow): void {
  if (row.turned_away > 1) note({ ...NOBODY, event: "sign-in-turned-away", detail: { counted: kindOf(row.what), times: row.turned_away - 1 } });
}

/** In the order of their names, so that two attempts wait for one another and do not deadlock. */
async function lockRows(sql: Sql, keys: readonly AttemptKey[]): Promise<readonly { readonly row: AttemptRow; readonly limit: AttemptLimit }[]> {
  const rows = await sql.query<AttemptRow>(
    `insert into sign_in_attempt (what, failures, last_at_ms, next_at_ms) select name, 0, 0, 0 from unnest($1::text[]) name order by name
     on conflict (what) do update set what = excluded.what returning *`,
    [keys.map((key) => key.what).sort()],
    "attempt-lock",
  );
  return rows.flatMap((row) => keys.filter((key) => key.what === row.what).map(({ limit }) => ({ row, limit })));
}
