/**
 * Tokens by which other institutions' programs call the interface: shown once, kept as a digest, for one organisation and
 * its kind of roles, for a year at most. The police have none: what decides about somebody's rights is a person. A token
 * for a feed sends events and does nothing else.
 */
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import { administrator, keptBy, noSuch } from "./administrator.ts";
import { refuseClosed } from "./organisation.ts";
import { by, digestOf, keep, type AccessParts } from "./parts.ts";
import { isRole, PARTNER_KINDS, ROLES, type OrganisationKind, type Role } from "./role.ts";
import type { Scope } from "./scope.ts";
import type { Person } from "./session.ts";
import { refuseSecret } from "./sign-in.ts";

const DAY_MS = 86_400_000;
/** So that a scanner for lost secrets recognises one. */
const PREFIX = "dlt_";

export interface Token {
  readonly id: string;
  readonly org: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly feed: boolean;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs: number | null;
  readonly usedAtMs: number | null;
}

interface TokenRow {
  readonly id: string;
  readonly org: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly feed: boolean;
  readonly created_by: string;
  readonly created_at_ms: number;
  readonly expires_at_ms: number;
  readonly revoked_at_ms: number | null;
  readonly used_at_ms: number | null;
}

const COLUMNS = "t.id, t.org, t.name, t.roles, t.feed, t.created_by, t.created_at_ms, t.expires_at_ms, t.revoked_at_ms, t.used_at_ms";

export const tokenDraft = z.strictObject({
  org: z.string().max(60),
  /** What it is for, as people call it. */
  name: z.string().trim().min(1, "a name").max(80, "at most 80 characters"),
  roles: z
    .array(z.string().refine(isRole, "a role"))
    .max(4)
    .transform((list) => [...new Set(list)] as readonly Role[]),
  feed: z.boolean().default(false),
  days: z.number().int().min(1, "at least a day"),
});
export type TokenDraft = z.output<typeof tokenDraft>;

/** Makes a token; its secret is in this answer and nowhere else. */
export async function createToken(parts: AccessParts, scope: Scope, draft: TokenDraft): Promise<Token & { readonly secret: string }> {
  const admin = administrator(scope);
  const secret = PREFIX + parts.secrets.newSecret();
  return keep(parts, async (sql, note, nowMs) => {
    const [org] = await sql.query<{ readonly kind: OrganisationKind; readonly closed_at_ms: number | null }>(
      `select kind, closed_at_ms from organisation o where id = $1 and ${keptBy(2, "o")}`,
      [draft.org, admin.territory],
    );
    if (org === undefined) throw noSuch("organisation", draft.org);
    refuseClosed(org);
    checkToken(parts, draft, org.kind);
    const row: TokenRow = {
      id: parts.world.newId("tok"),
      org: draft.org,
      name: draft.name,
      roles: draft.roles,
      feed: draft.feed,
      created_by: scope.actor,
      created_at_ms: nowMs,
      expires_at_ms: nowMs + draft.days * DAY_MS,
      revoked_at_ms: null,
      used_at_ms: null,
    };
    await sql.query("insert into token (id, digest, org, name, roles, feed, created_by, created_at_ms, expires_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
      row.id,
      digestOf(secret),
      row.org,
      row.name,
      row.roles,
      row.feed,
      row.created_by,
      row.created_at_ms,
      row.expires_at_ms,
    ]);
    note({ ...by(scope, "admin"), event: "token-created", detail: { token: row.id, org: row.org, roles: row.roles, feed: row.feed, expiresAtMs: row.expires_at_ms } });
    return { ...shown(row), secret };
  });
}

function checkToken(parts: AccessParts, draft: TokenDraft, kind: OrganisationKind): void {
  const refuse = (field: string, value: string, expected: string): never => {
    throw new ProblemError({ code: "malformed-input", detail: `${field}: expected ${expected}`, at: { field }, value, expected });
  };
  if (draft.days > parts.settings.tokenDaysMax) refuse("days", String(draft.days), `at most ${parts.settings.tokenDaysMax}`);
  if (draft.feed) {
    if (draft.roles.length > 0) refuse("roles", draft.roles.join(", "), "none: a feed sends events and does nothing else");
    return;
  }
  if (!PARTNER_KINDS.has(kind)) refuse("org", kind, `a partner (${[...PARTNER_KINDS].join(", ")}): elsewhere people decide, not programs`);
  if (draft.roles.length === 0) refuse("roles", "none", "at least one role");
  for (const role of draft.roles) {
    if (!(ROLES[role] as { readonly of: readonly OrganisationKind[] }).of.includes(kind)) refuse("roles", role, `a role of an organisation of the kind ${kind}`);
  }
}

export async function revokeToken(parts: AccessParts, scope: Scope, id: string): Promise<Token> {
  const admin = administrator(scope);
  return keep(parts, async (sql, note, nowMs) => {
    const [row] = await sql.query<TokenRow>(
      `update token t set revoked_at_ms = coalesce(t.revoked_at_ms, $3) from organisation o where t.id = $1 and o.id = t.org and ${keptBy(2, "o")} returning ${COLUMNS}`,
      [id, admin.territory, nowMs],
    );
    if (row === undefined) throw noSuch("token", id);
    note({ ...by(scope, "admin"), event: "token-revoked", detail: { token: id, org: row.org } });
    return shown(row);
  });
}

export async function listTokens(parts: AccessParts, scope: Scope, query: { readonly org?: string; readonly after?: string; readonly limit: number }): Promise<readonly Token[]> {
  const admin = administrator(scope);
  const rows = await parts.store.snapshot((sql) =>
    sql.query<TokenRow>(
      `select ${COLUMNS} from token t join organisation o on o.id = t.org
       where ${keptBy(1, "o")} and ($2::text is null or t.org = $2) and ($3::text is null or t.id > $3) order by t.id limit $4`,
      [admin.territory, query.org ?? null, query.after ?? null, query.limit],
    ),
  );
  return rows.map(shown);
}

const USED_EVERY_MS = 60_000;

interface BearerRow extends TokenRow {
  readonly kind: OrganisationKind;
  readonly name_zh: string;
  readonly name_en: string;
  readonly territory: string;
}

export interface Bearer {
  readonly principal: Person;
  readonly feed: boolean;
}

/**
 * The program that has this token; it acts under the token's id. Throws `not-signed-in` for one that is unknown, revoked
 * or expired, and records it; `too-many-attempts` for an address that keeps coming with such.
 */
export async function findBearer(parts: AccessParts, secret: string, address: string): Promise<Bearer> {
  const nowMs = parts.world.nowMs();
  const [row] = await parts.store.snapshot((sql) => bearerRow(sql, digestOf(secret)));
  if (row === undefined || row.revoked_at_ms !== null || row.expires_at_ms <= nowMs) {
    await refuseSecret(parts, address, "token", row === undefined ? { reason: "unknown" } : { reason: row.revoked_at_ms !== null ? "revoked" : "expired", token: row.id });
    throw new ProblemError({ code: "not-signed-in", detail: "this token is unknown, revoked or expired", expected: "a valid token" });
  }
  if (row.used_at_ms === null || nowMs - row.used_at_ms >= USED_EVERY_MS) {
    await parts.store.transaction((sql) => sql.query("update token set used_at_ms = greatest(coalesce(used_at_ms, 0), $2) where id = $1", [row.id, nowMs], "token-used"));
  }
  const orgName = { zh: row.name_zh, en: row.name_en };
  return { principal: { kind: "user", user: row.id, org: row.org, orgName, orgKind: row.kind, roles: row.roles, territory: row.territory }, feed: row.feed };
}

function bearerRow(sql: Sql, digest: string): Promise<readonly BearerRow[]> {
  return sql.query<BearerRow>(
    `select ${COLUMNS}, o.kind, o.name_zh, o.name_en, o.territory from token t join organisation o on o.id = t.org where t.digest = $1`,
    [digest],
    "token-find",
  );
}

function shown(row: TokenRow): Token {
  return {
    id: row.id,
    org: row.org,
    name: row.name,
    roles: row.roles,
    feed: row.feed,
    createdBy: row.created_by,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    revokedAtMs: row.revoked_at_ms,
    usedAtMs: row.used_at_ms,
  };
}
