/**
 * Who keeps the accounts, and of which part of the country: an administrator of a city keeps those of the city and below.
 * Changes of accounts come one after another, in all processes, so that two administrators cannot remove each other.
 */
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import type { Scope } from "./scope.ts";

export interface Administrator {
  readonly scope: Scope;
  /** Id of the person; null for this program itself. */
  readonly user: string | null;
  /** Organisations of this place and below are theirs to keep. */
  readonly territory: string;
}

/** One changer of accounts at a time, in every process that shares the database. */
const ACCOUNTS_LOCK = 0x61636373;

export function administrator(scope: Scope): Administrator {
  const p = scope.principal;
  if (p.kind === "system") return { scope, user: null, territory: "" };
  if (p.kind !== "user" || !scope.has("admin")) throw new ProblemError({ code: "not-allowed", detail: "this needs an administrator" });
  return { scope, user: p.user, territory: p.territory };
}

export async function lockAccounts(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock($1)", [ACCOUNTS_LOCK], "accounts-lock");
}

/** Condition that an organisation, named by its alias, is the administrator's to keep; the territory is parameter `$at`. */
export function keptBy(at: number, alias: string): string {
  return `($${at} = '' or ${alias}.territory = $${at} or ${alias}.territory like $${at} || '/%')`;
}

export function noSuch(what: string, id: string): ProblemError {
  return new ProblemError({ code: "not-found", detail: `there is no ${what} ${id.slice(0, 60)} among those you keep` });
}
