/**
 * Takes away what has run out: sessions, links, sign-ins on their way, attempts long past. None of it would be accepted
 * any more; it goes so that the tables stay small and old digests are nobody's. To be called every few minutes.
 */
import { sweepAttempts } from "./attempts.ts";
import { keep, type AccessParts } from "./parts.ts";

export interface Swept {
  readonly sessions: number;
  readonly links: number;
  readonly flows: number;
  readonly attempts: number;
}

export async function sweepAccess(parts: AccessParts): Promise<Swept> {
  return keep(parts, async (sql, note, nowMs) => {
    const { sessionMs, sessionIdleMs } = parts.settings;
    const sessions = await sql.query<{ readonly app_user: string; readonly org: string }>(
      "delete from session s using app_user u where u.id = s.app_user and (s.created_at_ms <= $1 or s.seen_at_ms <= $2) returning s.app_user, u.org",
      [nowMs - sessionMs, nowMs - sessionIdleMs],
    );
    for (const row of sessions) note({ actor: row.app_user, role: "none", unit: row.org, event: "session-ended", detail: { reason: "expired" } });
    const links = await sql.query("delete from one_time_link where expires_at_ms <= $1 returning 1", [nowMs]);
    const flows = await sql.query("delete from oidc_flow where expires_at_ms <= $1 returning 1", [nowMs]);
    return { sessions: sessions.length, links: links.length, flows: flows.length, attempts: await sweepAttempts(sql, parts, note, nowMs) };
  });
}
