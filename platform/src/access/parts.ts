/**
 * What everything about identity works with: the store, the clock, secrets, the ledger, and its own limits. Nothing else
 * in this folder reaches outside. Digests of secrets are made here, so that there is one way to make them.
 */
import { createHash } from "node:crypto";
import type { World } from "../base/world.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { TerritoryTree } from "../domain/territory.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { IdentityProvider } from "../ports/identity-provider.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Sql, Store } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import type { Scope } from "./scope.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How attempts are slowed: `free` failures cost nothing, then each waits twice as long as the one before. */
export interface AttemptLimit {
  readonly free: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

export interface AccessSettings {
  /** A session ends when nobody used it for so long, and at the latest so long after it began. */
  readonly sessionIdleMs: number;
  readonly sessionMs: number;
  /** Sessions of one person at a time; the oldest gives way. */
  readonly sessionsMax: number;
  readonly linkMs: number;
  /** From leaving for the identity provider to coming back. */
  readonly flowMs: number;
  readonly flowsMax: number;
  readonly tokenDaysMax: number;
  readonly byLogin: AttemptLimit;
  /** Many people may share an address. */
  readonly byAddress: AttemptLimit;
  /** Failures are forgotten when nothing was tried for so long. */
  readonly attemptsKeptMs: number;
}

/** All assumed: chosen by us within what NIST SP 800-63B-4 (reauthentication, throttling) allows for sessions and attempts. */
export const ACCESS_SETTINGS: AccessSettings = {
  sessionIdleMs: 8 * HOUR_MS,
  sessionMs: 12 * HOUR_MS,
  sessionsMax: 10,
  linkMs: 24 * HOUR_MS,
  flowMs: 10 * MINUTE_MS,
  flowsMax: 10_000,
  tokenDaysMax: 366,
  byLogin: { free: 5, firstWaitMs: 2_000, longestWaitMs: 30 * MINUTE_MS },
  byAddress: { free: 20, firstWaitMs: 2_000, longestWaitMs: 30 * MINUTE_MS },
  attemptsKeptMs: 24 * HOUR_MS,
};

/** What the pages and links of the console are called; a secret follows the `#`, which browsers send to no server. */
export const PAGES = { setUp: "/setup", password: "/password", signIn: "/sign-in", my: "/my" } as const;

/** What every page says while the sample town is played. */
export const SAMPLE_WORDS: Bilingual = {
  zh: "示例模式：人员、账户和案件均为虚构，示例账户只能在本机使用。",
  en: "Sample mode: people, accounts and cases are made up, and the sample accounts work on this machine only.",
};

/** A line for the ledger. It never holds a secret, an address, or a login that belongs to nobody. */
export interface AccessLine {
  readonly atMs: number;
  readonly actor: string;
  readonly role: string;
  readonly unit: string | null;
  readonly event: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** Writes lines at the end of a transaction. Joined with the ledger by whoever composes the program. */
export type AppendLines = (sql: Sql, lines: readonly AccessLine[]) => Promise<void>;

export interface AccessParts {
  readonly store: Store;
  readonly world: World;
  readonly secrets: Secrets;
  readonly vault: Pick<Vault, "token">;
  readonly append: AppendLines;
  readonly places: TerritoryTree;
  readonly profile: () => Pick<JurisdictionProfile, "id" | "title" | "roles">;
  /** Null where nobody signs in through one. */
  readonly provider: IdentityProvider | null;
  /** Whether the sample town is played: its accounts exist for nobody otherwise. */
  readonly sample: boolean;
  readonly settings: AccessSettings;
}

export type Note = (line: Omit<AccessLine, "atMs">) => void;

/** Runs `task` in one transaction; the lines it notes are kept with what it did, or neither is. */
export async function keep<T>(parts: AccessParts, task: (sql: Sql, note: Note, nowMs: number) => Promise<T>): Promise<T> {
  return parts.store.transaction(async (sql) => {
    const nowMs = parts.world.nowMs();
    const lines: AccessLine[] = [];
    const value = await task(sql, (line) => lines.push({ atMs: nowMs, ...line }), nowMs);
    // Last: from here to the commit nobody else appends.
    if (lines.length > 0) await parts.append(sql, lines);
    return value;
  });
}

/** Somebody whose identity is not established. */
export const NOBODY = { actor: "public", role: "public", unit: null } as const;

/** Who does something, as the ledger writes it. */
export function by(scope: Scope, role?: string): Pick<AccessLine, "actor" | "role" | "unit"> {
  const p = scope.principal;
  return { actor: scope.actor, role: role ?? (p.kind === "user" ? (p.roles[0] ?? "none") : p.kind), unit: scope.org };
}

/** What a table keeps of a secret of 256 random bits: nobody finds the secret from it, and nobody can send it to us. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
