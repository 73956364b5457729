/**
 * What a return needs to know besides itself: its case, the freezes it is over and what they hold now, other returns over
 * them, the report behind a claim and what that loss got back elsewhere. Freezes are locked by their accounts, as every
 * change of what is frozen is.
 */
import type { AssetKind } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Around, Context, FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { casesById, levelOf, lockTokens, superiorsOf, type CaseSeen } from "../account-facts.ts";
import type { Refund, refundDraft } from "./refund.ts";

export interface FreezeSeen {
  readonly id: MatterId;
  readonly state: string;
  readonly partner: string | null;
  readonly case: string;
  readonly asset: AssetKind;
  readonly account: PersonalRef;
  readonly institution: string;
  readonly currency: string;
  readonly frozenMinor: string;
}

export interface OpenFacts {
  readonly case: CaseSeen | null;
  readonly freezes: readonly FreezeSeen[];
  /** A return over one of the freezes that is not over yet. */
  readonly running: string | null;
  readonly rounds: number;
}

/** The report of a claim, as far as the claim needs it. */
export interface ReportSeen {
  readonly id: MatterId;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  /** It belongs to the case of this return, or to one that goes on in it. */
  readonly ofCase: boolean;
  /** Its case is filed. */
  readonly filed: boolean;
  /** What it says was lost in this currency. */
  readonly lostMinor: string;
  readonly person: PersonalRef | null;
  readonly number: PersonalRef | null;
  readonly name: PersonalRef | null;
}

export interface Facts {
  readonly case: CaseSeen | null;
  readonly freezes: readonly FreezeSeen[];
  readonly report: ReportSeen | null;
  /** What other returns gave or keep for a report's loss, by report. */
  readonly elsewhere: ReadonlyMap<string, bigint>;
  readonly level: string | null;
  readonly superior: string | null;
}

const FREEZE = `f.id, f.state, f.partner, f.body->>'case' as case, f.body->>'asset' as asset, f.body->'account' as account, f.body->>'institution' as institution,
  f.body->>'currency' as currency, coalesce(f.body->>'frozenMinor', '0') as "frozenMinor"`;

/** Locked first and read then: what is frozen in them does not change until the work is over. */
async function freezesOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, FreezeSeen>> {
  const wanted = [...new Set(ids)].sort();
  if (wanted.length === 0) return new Map();
  const subjects = await sql.query<{ readonly subject: string }>("select distinct subject from matter where id = any($1) and kind = 'freeze'", [wanted], "refund-accounts");
  await lockTokens(
    sql,
    subjects.map((row) => row.subject),
  );
  const rows = await sql.query<FreezeSeen>(`select ${FREEZE} from matter f where f.id = any($1) and f.kind = 'freeze' order by f.id`, [wanted], "refund-freezes");
  return new Map(rows.map((row) => [row.id, row]));
}

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof refundDraft>[], _context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const freezes = await freezesOf(
    sql,
    drafts.flatMap((draft) => draft.freezes),
  );
  const cases = await casesById(
    sql,
    drafts.map((draft) => draft.case),
  );
  const over = await sql.query<{ readonly id: string; readonly freeze: string; readonly running: boolean; readonly counts: boolean }>(
    `select r.id, f->>'freeze' as freeze, r.closed_at_ms is null as running, r.state in ('executed', 'partly') as counts
     from matter r, jsonb_array_elements(r.body->'frozen') as f where r.kind = 'refund' and f->>'freeze' = any($1) order by r.id`,
    [drafts.flatMap((draft) => draft.freezes)],
    "refunds-over-freezes",
  );
  return drafts.map((draft) => {
    const mine = over.filter((row) => (draft.freezes as readonly string[]).includes(row.freeze));
    return {
      case: cases.get(draft.case) ?? null,
      freezes: draft.freezes.flatMap((id) => freezes.get(id) ?? []),
      running: mine.find((row) => row.running)?.id ?? null,
      rounds: new Set(mine.filter((row) => row.counts).map((row) => row.id)).size,
    };
  });
}

/** The report of each claim that is added. A case that goes on in another counts as that other. */
const REPORTS = `with recursive asked as (select * from jsonb_to_recordset($1::jsonb) as x(request int8, report text, "case" text, currency text)),
  chain(request, id, depth) as (
    select a.request, r.body->>'case', 0 from asked a join matter r on r.id = a.report
    union select c.request, m.parent, c.depth + 1 from chain c join matter m on m.id = c.id and m.kind = 'case' and m.state = 'merged' where c.depth < 20)
  select a.request, r.id, r.state, r.territory, r.org, r.partner,
    exists (select 1 from chain c where c.request = a.request and c.id = a.case) as "ofCase",
    r.state in ('filed', 'closed') and r.body->>'case' is not null as filed,
    (select coalesce(sum((p->>'amountMinor')::numeric), 0)::text from jsonb_array_elements((r.body->'payments') || (r.body->'otherLosses')) as p where p->>'currency' = a.currency) as "lostMinor",
    coalesce(nullif(r.body->'victim'->'person', 'null'), nullif(r.body->'reporter'->'person', 'null')) as person,
    coalesce(nullif(r.body->'victim'->'number', 'null'), nullif(r.body->'reporter'->'number', 'null')) as number,
    coalesce(nullif(r.body->'victim'->'name', 'null'), nullif(r.body->'reporter'->'name', 'null')) as name
  from asked a join matter r on r.id = a.report and r.kind = 'report'`;

interface ReportRow extends ReportSeen {
  readonly request: number;
}

/** What returns other than one give or keep for a report: shares that were paid or may still be. */
async function elsewhereOf(sql: Sql, refunds: readonly string[], reports: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, bigint>>> {
  if (reports.length === 0) return new Map();
  const rows = await sql.query<{ readonly refund: string; readonly report: string; readonly minor: string }>(
    `select x.refund, c->>'report' as report, sum((c->>'shareMinor')::numeric)::text as minor
     from unnest($1::text[]) as x(refund) join matter r on r.kind = 'refund' and r.id <> x.refund, jsonb_array_elements(r.body->'claims') as c
     where c->>'report' = any($2) and c->>'shareMinor' is not null
       and (c->>'state' = 'paid' or (r.closed_at_ms is null and c->>'state' not in ('struck', 'given-up'))) group by 1, 2`,
    [[...new Set(refunds)], [...new Set(reports)]],
    "refunds-elsewhere",
  );
  const by = new Map<string, Map<string, bigint>>();
  for (const row of rows) by.set(row.refund, (by.get(row.refund) ?? new Map<string, bigint>()).set(row.report, BigInt(row.minor)));
  return by;
}

const NEEDS_FREEZES: ReadonlySet<string> = new Set(["add-claim", "plan", "approve", "order", "answer"]);
const NEEDS_LEVEL: ReadonlySet<string> = new Set(["approve", "order", "give-up", "decline"]);

export async function facts(sql: Sql, requests: readonly FactRequest[], _nowMs: number, { org }: Around): Promise<readonly Facts[]> {
  const refunds = requests.map(({ matter }) => matter as Matter<Refund>);
  const freezes = await freezesOf(
    sql,
    requests.flatMap(({ command }, i) => (NEEDS_FREEZES.has(command) ? refunds[i].body.frozen.map((one) => one.freeze) : [])),
  );
  const cases = await casesById(
    sql,
    refunds.map((refund) => refund.body.case),
  );
  const asked = requests.flatMap(({ command, input }, i) =>
    command === "add-claim" ? [{ request: i, report: (input as { readonly report: string }).report, case: refunds[i].body.case, currency: refunds[i].body.currency }] : [],
  );
  const reports = asked.length === 0 ? [] : await sql.query<ReportRow>(REPORTS, [JSON.stringify(asked)], "refund-reports");
  const planned = requests.flatMap(({ command }, i) => (command === "plan" ? refunds[i].body.claims.map((claim) => claim.report) : []));
  const elsewhere = await elsewhereOf(
    sql,
    refunds.map((refund) => refund.id),
    [...asked.map((one) => one.report), ...planned],
  );
  const level = requests.some(({ command }) => NEEDS_LEVEL.has(command)) ? await levelOf(sql, org) : null;
  const superiors = await superiorsOf(
    sql,
    requests.filter(({ command }) => command.endsWith("-overdue")).map(({ matter }) => matter.org),
  );
  return refunds.map((refund, i) => ({
    case: cases.get(refund.body.case) ?? null,
    freezes: refund.body.frozen.flatMap((one) => freezes.get(one.freeze) ?? []),
    report: reports.find((row) => row.request === i) ?? null,
    elsewhere: elsewhere.get(refund.id) ?? new Map(),
    level,
    superior: superiors.get(refund.org) ?? null,
  }));
}
