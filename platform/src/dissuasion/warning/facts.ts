/**
 * What decisions about warnings need besides the matter: units and the tier above, contacts made elsewhere on the same day,
 * other open warnings of the person, the desk of a bank or an operator, whether a loss was reported afterwards.
 */
import type { PersonalRef } from "../../domain/personal.ts";
import type { Sql } from "../../ports/store.ts";
import { OPEN_STATES } from "./states.ts";

export interface Unit {
  readonly id: string;
  readonly kind: string;
  readonly level: string | null;
  readonly territory: string;
}

export async function unitsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<Unit>("select id, kind, level, territory from organisation where id = any($1)", [[...new Set(ids)]], "warning-units");
  return new Map(rows.map((row) => [row.id, row]));
}

/** The police unit one tier above each: the one it belongs to, else the nearest whose place contains its own. */
export async function unitsAbove(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<Unit & { readonly below: string }>(
    `select o.id as below, p.id, p.kind, p.level, p.territory from organisation o cross join lateral (
       select u.* from organisation u where u.kind = 'police' and u.closed_at_ms is null and u.id <> o.id
         and (u.id = o.parent or (o.parent is null and u.territory <> o.territory and (u.territory = '' or o.territory like u.territory || '/%')))
       order by length(u.territory) desc, u.id limit 1) p where o.id = any($1)`,
    [[...new Set(ids)]],
    "warning-above",
  );
  return new Map(rows.map((row) => [row.below, row]));
}

/** One lock stands for many people: a batch of thousands takes no more of them than the server has room for. */
const STRIPES = 512;
const LOCK_CLASS = 0x77726e;

/**
 * Holds the people whom these tokens name until the transaction ends, so that two intakes about one person go one after
 * the other. In order, so that two batches wait for each other and do not lock up.
 */
export async function lockPeople(sql: Sql, tokens: readonly string[]): Promise<void> {
  if (tokens.length === 0) return;
  await sql.query(
    "select pg_advisory_xact_lock($2, stripe) from (select distinct hashtext(token) & $3 as stripe from unnest($1::text[]) as x(token) order by 1) as sorted",
    [[...new Set(tokens)], LOCK_CLASS, STRIPES - 1],
    "warning-locks",
  );
}

export interface OpenWarning {
  readonly id: string;
  readonly state: string;
  readonly level: number;
  readonly openedAtMs: number;
  readonly tokens: readonly string[];
}

/** Open warnings in which one of the tokens is the person warned, locked until the end. Call `lockPeople` first. */
export async function openWarnings(sql: Sql, tokens: readonly string[]): Promise<readonly OpenWarning[]> {
  const rows = await sql.query<{ readonly id: string; readonly state: string; readonly level: number; readonly opened_at_ms: number; readonly tokens: readonly string[] }>(
    `with found as (select w.id, w.state, w.level, w.opened_at_ms from matter w
       where w.id in (select m.matter from mention m where m.token = any($1) and m.role = 'victim') and w.kind = 'warning' and w.state = any($2) order by w.id for update)
     select f.id, f.state, f.level, f.opened_at_ms, (select jsonb_agg(m.token order by m.token) from mention m where m.matter = f.id and m.role = 'victim') as tokens from found f order by f.id`,
    [[...new Set(tokens)], OPEN_STATES],
    "warning-open",
  );
  return rows.map((row) => ({ id: row.id, state: row.state, level: row.level, openedAtMs: row.opened_at_ms, tokens: row.tokens }));
}

export interface FalseAlarm {
  readonly token: string;
  readonly category: string | null;
  readonly level: number;
  readonly closedAtMs: number;
}

/** False alarms about these people since an instant. */
export async function falseAlarms(sql: Sql, tokens: readonly string[], sinceMs: number): Promise<readonly FalseAlarm[]> {
  const rows = await sql.query<{ readonly token: string; readonly category: string | null; readonly level: number; readonly closed_at_ms: number }>(
    `select m.token, w.body->>'category' as category, w.level, w.closed_at_ms from mention m join matter w on w.id = m.matter
     where m.token = any($1) and m.role = 'victim' and w.kind = 'warning' and w.state in ('cancelled', 'not-a-target') and w.closed_at_ms >= $2`,
    [[...new Set(tokens)], sinceMs],
    "warning-false-alarms",
  );
  return rows.map((row) => ({ token: row.token, category: row.category, level: row.level, closedAtMs: row.closed_at_ms }));
}

/** The number by which each linked person was last known here. */
export async function lastNumbers(sql: Sql, tokens: readonly string[], sinceMs: number): Promise<ReadonlyMap<string, PersonalRef>> {
  if (tokens.length === 0) return new Map();
  const rows = await sql.query<{ readonly token: string; readonly number: PersonalRef }>(
    `select distinct on (m.token) m.token, w.body->'number' as number from mention m join matter w on w.id = m.matter
     where m.token = any($1) and m.role = 'victim' and w.kind = 'warning' and w.opened_at_ms >= $2 and jsonb_typeof(w.body->'number') = 'object' order by m.token, w.id desc`,
    [[...new Set(tokens)], sinceMs],
    "warning-numbers",
  );
  return new Map(rows.map((row) => [row.token, row.number]));
}

interface Since {
  readonly id: string;
  readonly tokens: readonly string[];
  readonly sinceMs: number;
}

/** Contacts that count, made in other warnings of the same person. */
export async function contactsElsewhere(sql: Sql, asked: readonly Since[]): Promise<ReadonlyMap<string, number>> {
  if (asked.length === 0) return new Map();
  const rows = await sql.query<{ readonly id: string; readonly contacts: number }>(
    `select x.id, count(*) as contacts from jsonb_to_recordset($1::jsonb) as x(id text, tokens jsonb, "sinceMs" int8)
       join matter w on w.kind = 'warning' and w.id <> x.id and w.changed_at_ms >= x."sinceMs"
         and w.id in (select m.matter from mention m where m.role = 'victim' and m.token in (select jsonb_array_elements_text(x.tokens)))
       cross join lateral jsonb_array_elements(w.body->'attempts') a
     where (a->>'counts')::boolean and (a->>'atMs')::int8 > x."sinceMs" group by x.id`,
    [JSON.stringify(asked)],
    "warning-contacts",
  );
  return new Map(rows.map((row) => [row.id, row.contacts]));
}

/** Warnings whose person has reported a loss since, themselves or through somebody else. */
export async function reportedSince(sql: Sql, asked: readonly Since[]): Promise<ReadonlySet<string>> {
  if (asked.length === 0) return new Set();
  const rows = await sql.query<{ readonly id: string }>(
    `select distinct x.id from jsonb_to_recordset($1::jsonb) as x(id text, tokens jsonb, "sinceMs" int8)
       join mention m on m.role in ('reporter', 'victim', 'payer') and m.token in (select jsonb_array_elements_text(x.tokens))
       join matter r on r.id = m.matter and r.kind = 'report' and r.opened_at_ms >= x."sinceMs"
         and jsonb_array_length(coalesce(r.body->'payments', '[]')) + jsonb_array_length(coalesce(r.body->'otherLosses', '[]')) > 0`,
    [JSON.stringify(asked)],
    "warning-reported",
  );
  return new Set(rows.map((row) => row.id));
}

/** Desks of banks by the code under which accounts name them. */
export async function banksOf(sql: Sql, institutions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (institutions.length === 0) return new Map();
  const rows = await sql.query<{ readonly id: string; readonly institution: string }>(
    "select id, institution from organisation where institution = any($1)",
    [[...new Set(institutions)]],
    "warning-banks",
  );
  return new Map(rows.map((row) => [row.institution, row.id]));
}
