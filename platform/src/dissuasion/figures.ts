/**
 * The figures of warning and dissuasion for a period and a territory: each with what is counted over what is counted,
 * strictly averted kept apart from claimed, misses and late warnings beside the successes. Warnings count by the moment
 * they were opened, each once; those that went into another warning are left out. Reading only.
 */
import type { Scope } from "../access/scope.ts";
import type { Sql } from "../ports/store.ts";
import { shareOf, type Share } from "../base/wilson.ts";

export interface Period {
  readonly fromMs: number;
  /** Up to and without. */
  readonly toMs: number;
}

/** Median and ninth decile in milliseconds, with how many were measured; null where none was. */
export interface Spread {
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
}

export interface WarningFigures {
  readonly period: Period;
  /** Warnings sent to a unit. */
  readonly issued: number;
  readonly issuedPerDay: number;
  readonly byLevel: readonly { readonly level: number; readonly issued: number }[];
  /** Of instructions. One person can be reached in several ways, so these add up to more than one. */
  readonly channels: { readonly sms: Share; readonly call: Share; readonly visit: Share };
  /** Visited of those for whom the profile wants a visit. */
  readonly visits: Share;
  /** Of instructions that somebody had to sign for. */
  readonly signedInTime: Share;
  readonly toFirstAttempt: Spread;
  readonly toFirstContact: Spread;
  readonly toVisit: Spread;
  readonly escalated: Share;
  /** Stage S3 or later or a payment that could be stopped, asked afterwards, nothing reported for the whole period. */
  readonly avertedStrict: number;
  /** Everybody who was counted as stopped in time when it happened: the figure that is usually published. */
  readonly avertedClaimed: number;
  /** Really approached (stage S2 or later) of those whom somebody spoke to and judged. */
  readonly precision: Share;
  readonly late: Share;
  readonly falseAlarms: Share;
  /** Reports with a payment whose victim had no warning before the first of them. */
  readonly missed: Share;
}

interface Row {
  readonly issued: number;
  readonly sms: number;
  readonly call: number;
  readonly visit: number;
  readonly visit_required: number;
  readonly visited_required: number;
  readonly to_sign: number;
  readonly signed_in_time: number;
  readonly attempts: number;
  readonly attempt_p50: number | null;
  readonly attempt_p90: number | null;
  readonly contacts: number;
  readonly contact_p50: number | null;
  readonly contact_p90: number | null;
  readonly visits: number;
  readonly visit_p50: number | null;
  readonly visit_p90: number | null;
  readonly escalated: number;
  readonly strict: number;
  readonly claimed: number;
  readonly true_contacts: number;
  readonly judged: number;
  readonly late: number;
  readonly false_alarms: number;
}

const AT = (field: string): string => `(b->>'${field}')::int8`;
const SINCE_DISPATCH = (field: string): string => `${AT(field)} - ${AT("dispatchedAtMs")}`;
const PERCENTILE = (share: number, field: string): string => `round(percentile_cont(${share}) within group (order by ${SINCE_DISPATCH(field)}))::int8`;
/** Where the person was spoken to and it is known what it was. */
const TRUE_OUTCOME = "(b->>'outcome' in ('awakened', 'already-paid') or b->>'awakenedAtMs' is not null)";
const DAY_MS = 86_400_000;

export async function warningFigures(sql: Sql, scope: Scope, period: Period): Promise<WarningFigures> {
  const filter = scope.filter(3, "m");
  const from = `from (select m.level, m.state, m.body as b from matter m where m.kind = 'warning' and m.opened_at_ms >= $1 and m.opened_at_ms < $2 and m.state <> 'merged'
    and m.body->>'dispatchedAtMs' is not null and ${filter.sql}) w`;
  const values = [period.fromMs, period.toMs, ...filter.values];
  const [row] = await sql.query<Row>(
    `select count(*) as issued,
       count(*) filter (where (b#>>'{counts,sms}')::int8 > 0) as sms, count(*) filter (where (b#>>'{counts,call}')::int8 > 0) as call,
       count(*) filter (where (b#>>'{counts,visit}')::int8 > 0) as visit,
       count(*) filter (where (b->>'visitRequired')::boolean) as visit_required,
       count(*) filter (where (b->>'visitRequired')::boolean and b->>'visitedAtMs' is not null) as visited_required,
       count(*) filter (where level > 0) as to_sign, count(*) filter (where (b->>'signedInTime')::boolean) as signed_in_time,
       count(${AT("firstAttemptAtMs")}) as attempts, ${PERCENTILE(0.5, "firstAttemptAtMs")} as attempt_p50, ${PERCENTILE(0.9, "firstAttemptAtMs")} as attempt_p90,
       count(${AT("firstReachedAtMs")}) as contacts, ${PERCENTILE(0.5, "firstReachedAtMs")} as contact_p50, ${PERCENTILE(0.9, "firstReachedAtMs")} as contact_p90,
       count(${AT("visitedAtMs")}) as visits, ${PERCENTILE(0.5, "visitedAtMs")} as visit_p50, ${PERCENTILE(0.9, "visitedAtMs")} as visit_p90,
       count(*) filter (where (b->>'escalationCount')::int8 > 0) as escalated,
       count(*) filter (where b->>'averted' = 'strict') as strict, count(*) filter (where b->>'awakenedAtMs' is not null) as claimed,
       count(*) filter (where b->>'stage' >= 'S2' and ${TRUE_OUTCOME}) as true_contacts,
       count(*) filter (where ${TRUE_OUTCOME} or (state in ('not-a-target', 'cancelled') and b->>'firstReachedAtMs' is not null)) as judged,
       count(*) filter (where jsonb_array_length(b->'payments') > 0) as late, count(*) filter (where state in ('not-a-target', 'cancelled')) as false_alarms ${from}`,
    values,
    `warning-figures-${filter.name}`,
  );
  const byLevel = await sql.query<{ readonly level: number; readonly issued: number }>(
    `select level, count(*) as issued ${from} group by level order by level desc`,
    values,
    `warning-levels-${filter.name}`,
  );
  const reports = scope.filter(3, "r");
  const [miss] = await sql.query<{ readonly reports: number; readonly unwarned: number }>(
    `select count(*) as reports, count(*) filter (where not p.warned) as unwarned from (select exists (
       select 1 from mention v join mention o on o.token = v.token and o.role = 'victim' join matter w on w.id = o.matter and w.kind = 'warning' and w.opened_at_ms <= r.first_paid
         where v.matter = r.id and v.role in ('reporter', 'victim', 'payer')) as warned
       from (select r.id, (select min((one->>'paidAtMs')::int8) from jsonb_array_elements(r.body->'payments') one) as first_paid from matter r
         where r.kind = 'report' and r.opened_at_ms >= $1 and r.opened_at_ms < $2 and ${reports.sql}) r where r.first_paid is not null) p`,
    [period.fromMs, period.toMs, ...reports.values],
    `warning-misses-${reports.name}`,
  );
  const days = Math.max(1, (period.toMs - period.fromMs) / DAY_MS);
  return {
    period,
    issued: row.issued,
    issuedPerDay: Math.round((row.issued / days) * 10) / 10,
    byLevel,
    channels: { sms: shareOf(row.sms, row.issued), call: shareOf(row.call, row.issued), visit: shareOf(row.visit, row.issued) },
    visits: shareOf(row.visited_required, row.visit_required),
    signedInTime: shareOf(row.signed_in_time, row.to_sign),
    toFirstAttempt: { count: row.attempts, p50Ms: row.attempt_p50, p90Ms: row.attempt_p90 },
    toFirstContact: { count: row.contacts, p50Ms: row.contact_p50, p90Ms: row.contact_p90 },
    toVisit: { count: row.visits, p50Ms: row.visit_p50, p90Ms: row.visit_p90 },
    escalated: shareOf(row.escalated, row.issued),
    avertedStrict: row.strict,
    avertedClaimed: row.claimed,
    precision: shareOf(row.true_contacts, row.judged),
    late: shareOf(row.late, row.issued),
    falseAlarms: shareOf(row.false_alarms, row.issued),
    missed: shareOf(miss.unwarned, miss.reports),
  };
}
