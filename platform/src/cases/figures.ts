/**
 * Figures about reports, cases and series, each with its count beside it: clearance of one cohort, time from lead to arrest,
 * loss with mean and median, entries and hand-overs in time, what became of tips and of objections. Plain queries over
 * matters and the ledger within a scope and a period; how a bulletin words them is left to whoever shows them.
 */
import type { Scope } from "../access/scope.ts";
import type { Sql, SqlValue } from "../ports/store.ts";
import { LOSS_COUNTS } from "./report/states.ts";

/** From the first instant, until before the second. */
export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Rate {
  readonly count: number;
  readonly of: number;
}

export interface CaseFigures {
  /** Cases filed in the period, and those of the same cases that have led to somebody by now. Late arrests change it. */
  readonly clearance: Rate;
  /** Persons caught in these cases, per solved case. */
  readonly caught: Rate;
  /** First report to arrest, of the solved ones. */
  readonly leadToArrestMs: { readonly count: number; readonly p50: number | null; readonly p90: number | null };
  readonly loss: readonly LossFigure[];
  /** Brief and first account complete before the clock ran out; reports whose clock still runs are not counted. */
  readonly enteredInTime: Rate;
  readonly handedOverInTime: Rate;
  readonly golden: Rate;
  readonly tips: { readonly opened: number; readonly corroborated: number; readonly unsubstantiated: number; readonly malicious: number };
  readonly declined: { readonly decisions: number; readonly reviews: number; readonly overturned: number };
  /** People with more than one report in the twelve months up to the end of the period, of people who reported in it. */
  readonly repeatVictims: Rate;
  /** Confirmed in the period: members, and the most provinces one of them reaches into. */
  readonly series: { readonly confirmed: number; readonly members: number; readonly provincesMost: number };
}

/** By kind of lure and currency: the mean hides what the median shows, and neither stands without the count. */
export interface LossFigure {
  readonly lure: string | null;
  readonly currency: string;
  readonly reports: number;
  readonly sumMinor: string;
  readonly meanMinor: string;
  readonly medianMinor: string;
}

const YEAR_MS = 365 * 86_400_000;

export async function caseFigures(sql: Sql, scope: Scope, period: Period): Promise<CaseFigures> {
  const filter = scope.filter(3, "m");
  const ask = <Row extends object>(text: string, more: readonly SqlValue[] = []): Promise<readonly Row[]> =>
    sql.query<Row>(text.replaceAll("$scope", filter.sql), [period.fromMs, period.untilMs, ...filter.values, ...more]);
  const next = `$${3 + filter.values.length}`;
  const [cohort] = await ask<{ filed: number; solved: number; caught: number; p50: number | null; p90: number | null }>(COHORT);
  const loss = await ask<{ lure: string | null; currency: string; reports: number; sum: string; mean: string; median: string }>(LOSS.replaceAll("$states", next), [LOSS_COUNTS]);
  const [entry] = await ask<Kept>(CLOCK.replaceAll("$key", next), ["report.platformEntry"]);
  const [handed] = await ask<Kept>(CLOCK.replaceAll("$key", next), ["case.transferToCompetent"]);
  const [golden] = await ask<{ golden: number; paid: number }>(GOLDEN);
  const events = new Map((await ask<{ event: string; n: number }>(EVENTS)).map((row) => [row.event, row.n]));
  const [repeat] = await ask<{ again: number; people: number }>(REPEAT.replaceAll("$since", next), [period.untilMs - YEAR_MS]);
  const [series] = await ask<{ confirmed: number; members: number; provinces: number }>(SERIES);
  const happened = (event: string): number => events.get(event) ?? 0;
  return {
    clearance: { count: cohort.solved, of: cohort.filed },
    caught: { count: cohort.caught, of: cohort.solved },
    leadToArrestMs: { count: cohort.solved, p50: cohort.p50, p90: cohort.p90 },
    loss: loss.map((row) => ({ lure: row.lure, currency: row.currency, reports: row.reports, sumMinor: row.sum, meanMinor: row.mean, medianMinor: row.median })),
    enteredInTime: { count: entry.kept, of: entry.ended },
    handedOverInTime: { count: handed.kept, of: handed.ended },
    golden: { count: golden.golden, of: golden.paid },
    tips: {
      opened: happened("open-tip"),
      corroborated: happened("corroborate"),
      unsubstantiated: happened("find-unsubstantiated"),
      malicious: happened("find-malicious"),
    },
    declined: { decisions: happened("decline"), reviews: happened("ask-review") + happened("ask-re-review"), overturned: happened("overturn") },
    repeatVictims: { count: repeat.again, of: repeat.people },
    series: { confirmed: series.confirmed, members: series.members, provincesMost: series.provinces },
  };
}

interface Kept {
  readonly kept: number;
  readonly ended: number;
}

const COHORT = `with cohort as (
    select (m.body->'milestones'->>'caughtAtMs')::int8 as caught_at, (m.body->>'firstReportAtMs')::int8 as first_at, (m.body->>'caught')::int8 as caught from matter m
      where m.kind = 'case' and (m.body->'milestones'->>'filedAtMs')::int8 >= $1 and (m.body->'milestones'->>'filedAtMs')::int8 < $2 and $scope)
  select count(*) as filed, count(caught_at) as solved, coalesce(sum(caught), 0)::int8 as caught,
    percentile_disc(0.5) within group (order by caught_at - first_at) filter (where caught_at is not null) as p50,
    percentile_disc(0.9) within group (order by caught_at - first_at) filter (where caught_at is not null) as p90 from cohort`;

const LOSS = `with report as (select m.id, m.body from matter m where m.kind = 'report' and m.opened_at_ms >= $1 and m.opened_at_ms < $2 and m.state = any($states) and $scope),
    lost as (select id, body->'axes'->>'lure' as lure, x->>'currency' as currency, sum((x->>'amountMinor')::numeric) as minor
      from report, jsonb_array_elements((body->'payments') || (body->'otherLosses')) as x group by 1, 2, 3)
  select lure, currency, count(*) as reports, sum(minor)::text as sum, round(avg(minor))::text as mean, (percentile_disc(0.5) within group (order by minor))::text as median
    from lost group by lure, currency order by lure nulls last, currency`;

/** A clock that was kept was stopped; one that was not has fired. */
const CLOCK = `select count(*) filter (where d.state = 'disarmed') as kept, count(*) as ended from deadline d join matter m on m.id = d.matter
  where d.key = $key and d.part = 'due' and d.state <> 'armed' and d.started_at_ms >= $1 and d.started_at_ms < $2 and $scope`;

const GOLDEN = `select count(*) filter (where exists (select 1 from jsonb_array_elements(m.body->'payments') as p where p->>'proposedAtMs' is not null)) as golden, count(*) as paid
  from matter m where m.kind = 'report' and jsonb_array_length(m.body->'payments') > 0 and m.opened_at_ms >= $1 and m.opened_at_ms < $2 and $scope`;

const EVENTS = `select l.event, count(*) as n from ledger l join matter m on m.id = l.matter
  where l.kind = 'report' and l.recorded_at_ms >= $1 and l.recorded_at_ms < $2 and $scope group by l.event`;

const REPEAT = `with told as (select m.subject, m.opened_at_ms from matter m
    where m.kind = 'report' and m.subject is not null and m.state not in ('duplicate', 'malicious') and m.opened_at_ms >= $since and m.opened_at_ms < $2 and $scope),
    people as (select subject, count(*) as n from told group by subject having max(opened_at_ms) >= $1)
  select count(*) filter (where n > 1) as again, count(*) as people from people`;

const SERIES = `with confirmed as (select m.id, m.body from matter m
    where m.kind = 'series' and (m.body->>'confirmedAtMs')::int8 >= $1 and (m.body->>'confirmedAtMs')::int8 < $2 and $scope),
    reach as (select c.id, count(*) as members, count(distinct split_part(p.territory, '/', 1)) as provinces
      from confirmed c, jsonb_array_elements(c.body->'members') as x join matter p on p.id = x->>'id' group by c.id)
  select count(*) as confirmed, coalesce(sum(members), 0)::int8 as members, coalesce(max(provinces), 0) as provinces from reach`;
