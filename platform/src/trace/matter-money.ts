/**
 * What the matters say about money: payments of reports, hops that institutions told of, imported statements. Accounts are
 * opened here for tracing and for nothing else; whoever asked for the trace stands in the history with matter and purpose.
 */
import type { Account, AccountNumber, Institution } from "../domain/account.ts";
import { ProblemError } from "../base/problem.ts";
import type { AnnouncementOf } from "../domain/announcement.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../domain/matter.ts";
import type { Matter } from "../matters/matter.ts";
import type { Work } from "../matters/work.ts";
import type { Sql } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import type { OwnTransfer } from "./joined-graph.ts";
import type { MatterMoney } from "./open-traces.ts";
import type { ToldPayment } from "./reported-payment.ts";

/** Reports that say nothing, or whose payments another one tells already. */
const SILENT = ["info-only", "duplicate", "unsubstantiated", "malice-alleged", "malicious"];
/** Reports whose money is followed without anybody asking. */
const FOLLOWED_STATES = ["accepted", "filed"];

/** Kinds of matter whose money can be looked at. */
export const MONEY_KINDS: ReadonlySet<MatterKindName> = new Set(["report", "case", "series", "stop-payment", "freeze", "refund"]);

/** Accounts by their tokens, as far as the store has them. */
export async function openAccounts(sql: Sql, vault: Vault, tokens: readonly string[]): Promise<ReadonlyMap<string, Account>> {
  const asked = [...new Set(tokens)];
  if (asked.length === 0) return new Map();
  const rows = await sql.query<{ readonly token: string; readonly sealed: Uint8Array }>(
    "select token, sealed from personal where token = any($1) and type = 'account'",
    [asked],
    "money-accounts",
  );
  return new Map(rows.map(({ token, sealed }) => [token, accountOf(vault.open(sealed, token))]));
}

/** From the one written form of an account, `INSTITUTION:number`. */
export function accountOf(text: string): Account {
  const colon = text.indexOf(":");
  return { institution: text.slice(0, colon) as Institution, account: text.slice(colon + 1) as AccountNumber };
}

export function writtenAccount(account: Account): string {
  return `${account.institution}:${account.account}`;
}

/** Reports and cases whose money a matter is about, with everything that goes on in them. */
export async function familyOf(sql: Sql, matter: Matter): Promise<readonly MatterId[]> {
  return familyBelow(sql, rootsOfMatter(matter));
}

export async function familyBelow(sql: Sql, roots: readonly string[]): Promise<readonly MatterId[]> {
  const rows = await sql.query<{ readonly id: string }>(
    `with recursive down(id) as (
         select x.id from unnest($1::text[]) as x(id)
       union select m.id from down join matter m on m.parent = down.id and m.kind in ('report', 'case'))
     select down.id from down join matter m on m.id = down.id where m.kind in ('report', 'case') order by 1`,
    [roots],
    "money-family",
  );
  return rows.map(({ id }) => id as MatterId);
}

/** The report or case at the root of a matter's money: where a stop would rest. A series has none of its own. */
export function rootOf(matter: Matter): MatterId {
  if (matter.kind === "series")
    throw new ProblemError({
      code: "malformed-input",
      detail: "a series has several; ask for one of its reports or cases",
      at: { field: "matter" },
      expected: "the id of a report or case",
    });
  return rootsOfMatter(matter)[0] as MatterId;
}

function rootsOfMatter(matter: Matter): readonly string[] {
  const body = matter.body as { readonly report?: string; readonly case?: string; readonly members?: readonly { readonly id: string }[] };
  switch (matter.kind) {
    case "report":
    case "case":
      return [matter.id];
    case "series":
      return (body.members ?? []).map(({ id }) => id);
    case "stop-payment":
    case "freeze":
    case "refund":
      return [body.report ?? body.case ?? matter.parent ?? matter.id];
    default:
      throw new ProblemError({
        code: "not-found",
        detail: `${MATTER_KINDS[matter.kind].en} has no money of its own`,
        at: { field: "matter" },
        expected: "a report, a case, an order",
      });
  }
}

interface PaymentRow {
  readonly id: string;
  readonly n: number;
  readonly from_token: string | null;
  readonly to_token: string;
  readonly amount: string;
  readonly currency: string;
  readonly at_ms: number;
  readonly transfer: string | null;
}

interface HopRow {
  readonly order: string;
  readonly number: number;
  readonly from_token: string;
  readonly to_token: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly at_ms: number;
}

/** Everything that these reports and cases know of money. */
export async function moneyOf(sql: Sql, vault: Vault, family: readonly MatterId[]): Promise<MatterMoney> {
  const payments = await sql.query<PaymentRow>(
    `select m.id, p.n - 1 as n, p.one->'from'->>'token' as from_token, p.one->'to'->>'token' as to_token, p.one->>'amountMinor' as amount, p.one->>'currency' as currency,
       (p.one->>'paidAtMs')::int8 as at_ms, p.one->>'transfer' as transfer
     from matter m, jsonb_array_elements(m.body->'payments') with ordinality as p(one, n)
     where m.id = any($1) and m.kind = 'report' and not (m.state = any($2)) order by m.id, p.n`,
    [family, SILENT],
    "money-payments",
  );
  const hops = await sql.query<HopRow>(
    `with recursive tree(id) as (
         select id from matter where parent = any($1) and kind = 'stop-payment'
       union select m.id from tree join matter m on m.parent = tree.id and m.kind = 'stop-payment')
     select h."order", h.number, h.from_token, h.to_token, h.amount_minor::text, h.currency, h.at_ms from tree join money_hop h on h."order" = tree.id order by h.at_ms, h."order", h.number`,
    [family],
    "money-hops",
  );
  const accounts = await openAccounts(sql, vault, [
    ...payments.flatMap((row) => [row.to_token, ...(row.from_token === null ? [] : [row.from_token])]),
    ...hops.flatMap((row) => [row.from_token, row.to_token]),
  ]);
  const known = (token: string): Account => {
    const account = accounts.get(token);
    if (account === undefined) throw new Error("bug: an account stands in a matter and not in the store");
    return account;
  };
  return {
    payments: payments.map((row): ToldPayment => ({
      id: `reported.${row.id}.${row.n}`,
      from: row.from_token === null ? null : known(row.from_token),
      to: known(row.to_token),
      amountMinor: BigInt(row.amount),
      currency: row.currency,
      atMs: row.at_ms,
      transfer: row.transfer,
      source: { kind: "reported", report: row.id },
    })),
    told: hops.map((row): ToldPayment => ({
      id: `told.${row.order}.${row.number}`,
      from: known(row.from_token),
      to: known(row.to_token),
      amountMinor: BigInt(row.amount_minor),
      currency: row.currency,
      atMs: row.at_ms,
      transfer: null,
      source: { kind: "told", order: row.order },
    })),
    statements: await statementsOf(sql, vault, family),
  };
}

/** Keeps what an institution said about where money went on to; the graph knows it only for this matter. */
export async function keepHops(work: Work, said: AnnouncementOf<"money-moved-on">): Promise<void> {
  await work.query(
    `insert into money_hop ("order", number, from_token, to_token, amount_minor, currency, at_ms)
     select m.id, h.number, m.subject, h.to_token, h.amount::numeric, h.currency, h.at_ms
     from matter m, jsonb_to_recordset($2::jsonb) as h(number int8, to_token text, amount text, currency text, at_ms int8)
     where m.id = $1 and m.subject is not null on conflict do nothing`,
    [said.order, JSON.stringify(said.hops.map((hop, number) => ({ number, to_token: hop.to.token, amount: hop.amountMinor, currency: hop.currency, at_ms: hop.atMs })))],
    "money-keep-hops",
  );
}

// --- statements ------------------------------------------------------------------------------------------------------

export interface KeptStatement {
  readonly id: string;
  readonly matter: string;
  readonly digest: string;
  readonly layout: string;
  readonly transfers: number;
  readonly refused: number;
  readonly importedAtMs: number;
}

interface StatementRow {
  readonly id: string;
  readonly matter: string;
  readonly digest: string;
  readonly layout: string;
  readonly transfers: number;
  readonly refused: number;
  readonly imported_at_ms: number;
}

export async function statementList(sql: Sql, family: readonly MatterId[]): Promise<readonly KeptStatement[]> {
  const rows = await sql.query<StatementRow>(
    "select id, matter, digest, layout, transfers, refused, imported_at_ms from money_statement where matter = any($1) order by imported_at_ms, id",
    [family],
    "money-statement-list",
  );
  return rows.map(({ imported_at_ms, ...row }) => ({ ...row, importedAtMs: imported_at_ms }));
}

async function statementsOf(sql: Sql, vault: Vault, family: readonly MatterId[]): Promise<readonly OwnTransfer[]> {
  const rows = await sql.query<{ readonly id: string; readonly sealed: Uint8Array }>(
    "select id, sealed from money_statement where matter = any($1) order by imported_at_ms, id",
    [family],
    "money-statements",
  );
  // One transfer may stand in two statements that overlap.
  const transfers = new Map<string, OwnTransfer>();
  for (const { id, sealed } of rows) for (const one of readStatement(vault.open(sealed, id))) transfers.set(one.id, one);
  return [...transfers.values()];
}

export function writeStatement(transfers: readonly OwnTransfer[]): string {
  return JSON.stringify(transfers, (_name, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

function readStatement(text: string): readonly OwnTransfer[] {
  const rows = JSON.parse(text) as readonly (Omit<OwnTransfer, "amountMinor" | "balanceBeforeMinor"> & { readonly amountMinor: string; readonly balanceBeforeMinor?: string })[];
  return rows.map(({ balanceBeforeMinor, amountMinor, ...row }) => ({
    ...row,
    amountMinor: BigInt(amountMinor),
    ...(balanceBeforeMinor === undefined ? {} : { balanceBeforeMinor: BigInt(balanceBeforeMinor) }),
  }));
}

// --- what is followed ------------------------------------------------------------------------------------------------

/** Reports whose money is followed by itself: somebody accepted them, or a stop was proposed for them. Newest first. */
export async function followedReports(sql: Sql, sinceMs: number, max: number, among: readonly string[] | null = null): Promise<readonly MatterId[]> {
  const rows = await sql.query<{ readonly id: string }>(
    `select m.id from matter m where m.kind = 'report' and m.closed_at_ms is null and m.opened_at_ms >= $1 and ($3::text[] is null or m.id = any($3))
       and jsonb_array_length(m.body->'payments') > 0 and not (m.state = any($5))
       and (m.state = any($4) or exists (select 1 from jsonb_array_elements(m.body->'payments') as p where p->>'proposedAtMs' is not null))
     order by m.id desc limit $2`,
    [sinceMs, max, among, FOLLOWED_STATES, SILENT],
    "money-followed",
  );
  return rows.map(({ id }) => id as MatterId);
}
