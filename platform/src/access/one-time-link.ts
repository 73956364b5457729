/**
 * Links that may be used once and not for long: to set one's own password, and to set up an empty installation. The table
 * has only the digest; the secret itself stands behind the `#` of the link and is given out one time.
 */
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import { digestOf, type AccessParts } from "./parts.ts";

export type LinkPurpose = "set-up" | "password";

export interface NewLink {
  readonly secret: string;
  readonly expiresAtMs: number;
}

/** Makes a link and voids earlier ones for the same purpose and person. */
export async function makeLink(sql: Sql, parts: AccessParts, purpose: LinkPurpose, user: string | null, createdBy: string, nowMs: number): Promise<NewLink> {
  await voidLinks(sql, purpose, user);
  const link = { secret: parts.secrets.newSecret(), expiresAtMs: nowMs + parts.settings.linkMs };
  await sql.query("insert into one_time_link (digest, purpose, app_user, created_by, created_at_ms, expires_at_ms) values ($1, $2, $3, $4, $5, $6)", [
    digestOf(link.secret),
    purpose,
    user,
    createdBy,
    nowMs,
    link.expiresAtMs,
  ]);
  return link;
}

export async function voidLinks(sql: Sql, purpose: LinkPurpose, user: string | null): Promise<void> {
  await sql.query("delete from one_time_link where purpose = $1 and app_user is not distinct from $2", [purpose, user]);
}

/** Takes the link away for good; gives whose it was, or undefined when there is none that is still valid. */
export async function useLink(sql: Sql, purpose: LinkPurpose, secret: string, nowMs: number): Promise<{ readonly user: string | null } | undefined> {
  const [row] = await sql.query<{ readonly app_user: string | null; readonly expires_at_ms: number }>(
    "delete from one_time_link where digest = $1 and purpose = $2 returning app_user, expires_at_ms",
    [digestOf(secret), purpose],
  );
  return row === undefined || row.expires_at_ms <= nowMs ? undefined : { user: row.app_user };
}

/** The same for every reason, so that nobody learns which. */
export function linkRefused(): ProblemError {
  return new ProblemError({ code: "not-allowed", detail: "this link was used, has expired, or never was", expected: "a new link" });
}
