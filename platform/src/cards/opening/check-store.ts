/**
 * SQL of opening checks: what everybody's checks say of an applicant or a contact phone, many at once; rows in; one row
 * for who decides on it. A row holds tokens, and what was answered without a name or a count.
 */
import type { Vault } from "../../ports/vault.ts";
import type { PersonalType, PersonalValue } from "../../domain/personal.ts";
import type { Sql } from "../../ports/store.ts";
import type { CheckAnswer, Known } from "./check.ts";
import { COUNTING, PRODUCT, type Product } from "./products.ts";

const DAY_MS = 86_400_000;
/** As the features of the stream that count the same: branches and cards within a week, phones within thirty days. */
const WEEK_MS = 7 * DAY_MS;
const MONTH_MS = 30 * DAY_MS;

export interface Asked {
  readonly org: string;
  readonly product: Product;
  readonly branch: string | null;
  readonly subject: string;
  readonly contact: string | null;
  readonly request: string | null;
  readonly facts: string;
}

/** An earlier answer to the same request. */
export interface Earlier {
  readonly id: string;
  readonly same: boolean;
  readonly said: CheckAnswer | null;
  readonly matter: string | null;
}

export interface Knowledge {
  readonly known: Known;
  readonly earlier: Earlier | null;
}

interface KnownRow {
  readonly n: number;
  readonly held: number;
  readonly branches: number;
  readonly contacts: number;
  readonly lines: number;
  readonly id: string | null;
  readonly facts: string | null;
  readonly said: CheckAnswer | null;
  readonly matter: string | null;
}

/** One statement, however many ask. Each answer is in the place of its question. */
export async function knowledgeFor(sql: Sql, asked: readonly Asked[], nowMs: number): Promise<readonly Knowledge[]> {
  const questions = asked.map(({ org, product, branch, subject, contact, request }, n) => ({
    n,
    org,
    branch,
    subject,
    contact,
    request,
    counting: COUNTING[PRODUCT[product].class],
    // Beside a full account there may be limited ones; a limited line is a line.
    decisions: PRODUCT[product].class === "line" ? ["opened", "limited"] : ["opened"],
  }));
  const rows = await sql.query<KnownRow>(
    `select x.n, e.id, e.facts, e.said, e.matter,
       (select count(*) from opening_check c where c.subject = x.subject and c.org = x.org
          and c.product in (select jsonb_array_elements_text(x.counting)) and c.decision in (select jsonb_array_elements_text(x.decisions)) and c.overturned_at_ms is null) as held,
       (select count(distinct (c.org, c.branch)) from opening_check c where c.subject = x.subject and c.at_ms > $2 and c.branch is not null
          and (c.org, c.branch) is distinct from (x.org, x.branch)) as branches,
       (select count(distinct c.subject) from opening_check c where c.contact = x.contact and c.at_ms > $3 and c.subject <> x.subject) as contacts,
       (select count(*) from opening_check c where c.subject = x.subject and c.at_ms > $2 and c.product = any($4) and c.decision in ('opened', 'limited')) as lines
     from jsonb_to_recordset($1::jsonb) as x(n int8, org text, branch text, subject text, contact text, request text, counting jsonb, decisions jsonb)
     left join opening_check e on e.org = x.org and e.request = x.request order by x.n`,
    [JSON.stringify(questions), nowMs - WEEK_MS, nowMs - MONTH_MS, COUNTING.line],
    "opening-known",
  );
  return rows.map((row) => ({
    known: { held: row.held, branches: row.branches, contactOthers: row.contacts, lines: row.lines },
    earlier: row.id === null ? null : { id: row.id, same: row.facts === asked[row.n].facts, said: row.said, matter: row.matter },
  }));
}

export interface CheckRow extends Asked {
  readonly id: string;
  readonly territory: string;
  readonly answer: string;
  readonly rules: readonly string[];
  readonly said: CheckAnswer | null;
  readonly atMs: number;
}

/** Gives the ids that went in: a request that another process answered meanwhile is left out. */
export async function insertChecks(sql: Sql, rows: readonly CheckRow[]): Promise<ReadonlySet<string>> {
  const inserted = await sql.query<{ readonly id: string }>(
    `insert into opening_check (id, org, request, facts, branch, territory, product, subject, contact, answer, rules, said, at_ms)
     select id, org, request, facts, branch, territory, product, subject, contact, answer, array(select jsonb_array_elements_text(rules)), nullif(said, 'null'::jsonb), "atMs"
     from jsonb_to_recordset($1::jsonb) as x(id text, org text, request text, facts text, branch text, territory text, product text, subject text, contact text,
       answer text, rules jsonb, said jsonb, "atMs" int8) order by org, request, id on conflict (org, request) where request is not null do nothing returning id`,
    [JSON.stringify(rows)],
    "opening-insert",
  );
  return new Set(inserted.map((row) => row.id));
}

/** Of somebody about whom a person may have to decide: sealed, so that they can be told. Those about whom nothing was found are tokens alone. */
export async function sealPeople(sql: Sql, vault: Vault, people: readonly { readonly token: string; readonly value: PersonalValue }[], nowMs: number): Promise<void> {
  if (people.length === 0) return;
  const each = [...new Map(people.map((one) => [one.token, one.value])).entries()];
  await sql.query(
    `insert into personal (token, type, masked, sealed, created_at_ms)
     select token, type, masked, sealed, $5 from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) as x(token, type, masked, sealed) order by token on conflict (token) do nothing`,
    [
      each.map(([token]) => token),
      each.map(([, value]) => value.type),
      each.map(([, value]) => value.masked),
      each.map(([token, value]) => vault.seal(value.canonical, token)),
      nowMs,
    ],
    "opening-people",
  );
}

export interface StoredCheck {
  readonly id: string;
  readonly org: string;
  readonly branch: string | null;
  readonly territory: string;
  readonly product: Product;
  readonly subject: string;
  readonly contact: string | null;
  readonly answer: string;
  readonly rules: readonly string[];
  readonly said: CheckAnswer | null;
  readonly at_ms: number;
  readonly matter: string | null;
  readonly decision: string | null;
  readonly ground: string | null;
  readonly card: string | null;
}

const COLUMNS = "id, org, branch, territory, product, subject, contact, answer, rules, said, at_ms, matter, decision, ground, card";

/** Checks of one institution, locked so that two who decide at once do not both; of any when `org` is null. */
export async function lockChecks(sql: Sql, ids: readonly string[], org: string | null): Promise<ReadonlyMap<string, StoredCheck>> {
  const rows = await sql.query<StoredCheck>(
    `select ${COLUMNS} from opening_check where id = any($1) and ($2::text is null or org = $2) order by id for update`,
    [[...new Set(ids)], org],
    "opening-lock",
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the counter did, once. */
export async function keepDecision(
  sql: Sql,
  said: { readonly check: string; readonly decision: string; readonly ground: string | null; readonly card: string | null },
  nowMs: number,
): Promise<void> {
  await sql.query(
    "update opening_check set decision = $2, ground = $3, card = $4, decided_at_ms = $5 where id = $1 and decision is null",
    [said.check, said.decision, said.ground, said.card, nowMs],
    "opening-decided",
  );
}

export async function keepOverturned(sql: Sql, check: string, nowMs: number): Promise<void> {
  await sql.query("update opening_check set overturned_at_ms = $2 where id = $1", [check, nowMs], "opening-overturned");
}

export async function keepMatter(sql: Sql, check: string, opening: string): Promise<void> {
  await sql.query("update opening_check set matter = $2 where id = $1", [check, opening], "opening-taken-up");
}

/** People by token, as far as they were sealed. */
export async function maskedOf(
  sql: Sql,
  tokens: readonly string[],
): Promise<ReadonlyMap<string, { readonly token: string; readonly type: PersonalType; readonly masked: string }>> {
  const rows = await sql.query<{ readonly token: string; readonly type: PersonalType; readonly masked: string }>(
    "select token, type, masked from personal where token = any($1)",
    [[...new Set(tokens)]],
    "opening-masked",
  );
  return new Map(rows.map((row) => [row.token, row]));
}
