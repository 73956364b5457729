/**
 * What trace-backs look up: the check before the opening, if there was one, and who opened otherwise; the police of the
 * place; how many were opened there within minutes; whether the card is traced already.
 */
import { unitsFor } from "../../access/organisation.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Territory } from "../../domain/territory.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import type { traceBackDraft } from "./trace-back.ts";

/** Opened "in the same minutes": assumed, a queue that one guide can lead. */
export const NEARBY_MS = 10 * 60_000;
/** "trbk" */
const LOCK_CLASS = 0x7472626b;

export interface CheckFound {
  readonly id: string;
  readonly org: string;
  readonly branch: string | null;
  readonly territory: string;
  readonly answer: string;
  readonly rules: readonly string[];
  readonly decision: string;
  readonly atMs: number;
  readonly nearby: number;
}

export interface OpenFacts {
  readonly ref: PersonalRef;
  readonly check: CheckFound | null;
  /** Institution that the account names, when it has a desk here. */
  readonly institution: string | null;
  /** Police of the opening's place. */
  readonly unit: string | null;
  readonly because: { readonly org: string; readonly territory: string } | null;
  /** A trace-back of the card that there is already. */
  readonly traced: string | null;
}

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof traceBackDraft>[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const refs = drafts.map(({ card }) => context.identify(card.type, card.value, "card.value"));
  const tokens = refs.map(({ token }) => token);
  await lockCards(sql, tokens);
  const checks = await checksOf(sql, tokens);
  const codes = refs.flatMap(({ institution }) => institution ?? []);
  const desks = await sql.query<{ readonly id: string; readonly institution: string }>(
    "select id, institution from organisation where institution = any($1)",
    [codes],
    "trace-desks",
  );
  const grounds = await sql.query<{ readonly id: string; readonly org: string; readonly territory: string }>(
    "select id, org, territory from matter where id = any($1)",
    [drafts.map(({ because }) => because)],
    "trace-grounds",
  );
  const groundOf = (id: string) => grounds.find((one) => one.id === id) ?? null;
  // Where nothing is known of the opening, whoever has the case finds out.
  const places = drafts.map(({ because, territory }, n) => (checks.get(tokens[n])?.territory ?? territory ?? groundOf(because)?.territory ?? "") as Territory);
  const units = await unitsFor(sql, "police", places);
  const traced = await tracedOf(sql, tokens);
  return drafts.map(({ because }, n) => {
    const ref = refs[n];
    return {
      ref,
      check: checks.get(ref.token) ?? null,
      institution: desks.find((desk) => desk.institution === (ref.institution ?? ""))?.id ?? null,
      unit: units.get(places[n]) ?? null,
      because: groundOf(because),
      traced: traced.get(ref.token) ?? null,
    };
  });
}

export async function lockCards(sql: Sql, tokens: readonly string[]): Promise<void> {
  await sql.query(
    "select pg_advisory_xact_lock($2, hashtext(token)) from (select distinct token from unnest($1::text[]) as x(token) order by token) as sorted",
    [tokens, LOCK_CLASS],
    "trace-locks",
  );
}

export async function tracedOf(sql: Sql, tokens: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ readonly subject: string; readonly id: string }>(
    "select subject, id from matter where kind = 'trace-back' and subject = any($1) order by id",
    [tokens],
    "trace-traced",
  );
  return new Map(rows.map((row) => [row.subject, row.id]));
}

async function checksOf(sql: Sql, tokens: readonly string[]): Promise<ReadonlyMap<string, CheckFound>> {
  // The latest opening of the card: numbers are given to new people.
  const rows = await sql.query<CheckFound & { readonly card: string }>(
    `select distinct on (c.card) c.card, c.id, c.org, c.branch, c.territory, c.answer, c.rules, c.decision, c.at_ms as "atMs",
       (select count(*) from opening_check o where o.org = c.org and o.branch = c.branch and o.id <> c.id and o.decision in ('opened', 'limited') and o.at_ms between c.at_ms - $2 and c.at_ms + $2) as nearby
     from opening_check c where c.card = any($1) and c.decision in ('opened', 'limited') order by c.card, c.at_ms desc`,
    [tokens, NEARBY_MS],
    "trace-checks",
  );
  return new Map(rows.map((row) => [row.card, row]));
}

export interface Facts {
  /** Of the unit that answers for it. */
  readonly superior: string | null;
  /** For `assign`: the institution named is one. */
  readonly issuerExists: boolean;
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const named = requests.map(({ command, input }) => (command === "assign" ? (input as { readonly issuer: string }).issuer : ""));
  const rows = await sql.query<{ readonly id: string; readonly parent: string | null; readonly kind: string }>(
    "select id, parent, kind from organisation where id = any($1)",
    [[...new Set([...requests.map(({ matter }) => matter.org), ...named])]],
    "trace-orgs",
  );
  return requests.map(({ matter }, n) => ({
    superior: rows.find(({ id }) => id === matter.org)?.parent ?? null,
    issuerExists: rows.some(({ id, kind }) => id === named[n] && ["bank", "payment", "telco"].includes(kind)),
  }));
}
