/**
 * The figures of orders for a period and a scope: the four sums of money with each sum counted once, how many stops held
 * something and how fast, what became a freeze, what ended by itself on time, rounds beyond the law (which must be none),
 * notices that arrived, frozen against traced. Reading only; each figure says of how many.
 */
import type { Scope, ScopeFilter } from "../access/scope.ts";
import { MEASURE_NOTICES, type DeadlineKey } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Sql, SqlValue } from "../ports/store.ts";
import { totals } from "./money-once.ts";
import { moneyOfRoots } from "./money.ts";
import { ROUND_IN_FLIGHT, ROUND_USED } from "./stop-payment/states.ts";

/** From the first instant, until before the second. */
export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Rate {
  readonly count: number;
  readonly of: number;
}

export interface MoneySums {
  readonly currency: string;
  readonly requestedMinor: string;
  readonly heldMinor: string;
  readonly tracedMinor: string;
  readonly returnedMinor: string;
}

export interface OrderFigures {
  readonly money: readonly MoneySums[];
  /** Stops that held something, of those that were approved. */
  readonly stopSuccess: Rate;
  /** From the report to the institution's answer. */
  readonly timeToStopMs: { readonly count: number; readonly p50: number | null; readonly p90: number | null };
  /** Of stops that held something, rounds of one account together: how many and how much became a freeze. */
  readonly stopToFreeze: { readonly accounts: Rate; readonly value: readonly { readonly currency: string; readonly frozenMinor: string; readonly stoppedMinor: string }[] };
  /** Restrictions whose time was over in the period: ended by the clock within a minute. */
  readonly autoReleaseOnTime: Rate;
  /** Accounts stopped more often than the law allows. Anything but 0 is a fault of this program. */
  readonly stopsBeyondRounds: number;
  /** Restrictions with a delivered notice that says reason, remedy and papers. */
  readonly noticesDelivered: Rate;
  /** Of freezes in force now: held against traced, by currency. */
  readonly overFreeze: readonly { readonly currency: string; readonly frozenMinor: string; readonly tracedMinor: string; readonly ratio: number | null }[];
}

const MINUTE_MS = 60_000;

export async function orderFigures(sql: Sql, scope: Scope, period: Period, profile: JurisdictionProfile, nowMs: number): Promise<OrderFigures> {
  const filter = scope.filter(3, "m");
  const ask = <Row extends object>(text: string, more: readonly SqlValue[] = []): Promise<readonly Row[]> =>
    sql.query<Row>(
      text
        .replaceAll("$scope", filter.sql)
        .replaceAll("$next2", `$${4 + filter.values.length}`)
        .replaceAll("$next", `$${3 + filter.values.length}`),
      [period.fromMs, period.untilMs, ...filter.values, ...more],
    );
  const [stops] = await ask<{ approved: number; held: number; measured: number; p50: number | null; p90: number | null }>(STOPS);
  const conversion = await ask<{ currency: string; accounts: number; converted: number; stopped: string; frozen: string }>(CONVERSION);
  const [clocks] = await ask<{ due: number; on_time: number }>(CLOCKS, [endingClocks(profile), nowMs]);
  const [notices] = await ask<{ restrictions: number; told: number }>(NOTICES, [LIMITING]);
  const frozen = await sql.query<{ currency: string; frozen: string; traced: string }>(OVER_FREEZE.replaceAll("$scope", scope.filter(1, "m").sql), scope.filter(1, "m").values);
  return {
    money: await moneyFigures(sql, scope, period),
    stopSuccess: { count: stops.held, of: stops.approved },
    timeToStopMs: { count: stops.measured, p50: stops.p50, p90: stops.p90 },
    stopToFreeze: {
      accounts: { count: conversion.reduce((sum, row) => sum + row.converted, 0), of: conversion.reduce((sum, row) => sum + row.accounts, 0) },
      value: conversion.map((row) => ({ currency: row.currency, frozenMinor: row.frozen, stoppedMinor: row.stopped })),
    },
    autoReleaseOnTime: { count: clocks.on_time, of: clocks.due },
    stopsBeyondRounds: await stopsBeyondRounds(sql, scope, profile),
    noticesDelivered: { count: notices.told, of: notices.restrictions },
    overFreeze: frozen.map((row) => ({
      currency: row.currency,
      frozenMinor: row.frozen,
      tracedMinor: row.traced,
      ratio: row.traced === "0" ? null : Math.round((Number(row.frozen) / Number(row.traced)) * 1_000) / 1_000,
    })),
  };
}

/** The four sums over everything whose orders were approved in the period, by currency. */
export async function moneyFigures(sql: Sql, scope: Scope, period: Period): Promise<readonly MoneySums[]> {
  const filter = scope.filter(3, "m");
  const roots = await sql.query<{ readonly root: string }>(
    `select distinct coalesce(m.body->>'report', m.body->>'case') as root from matter m where m.kind in ('stop-payment', 'freeze')
       and (m.body->>'approvedAtMs')::int8 >= $1 and (m.body->>'approvedAtMs')::int8 < $2 and ${filter.sql}`,
    [period.fromMs, period.untilMs, ...filter.values],
  );
  const sums = totals(
    await moneyOfRoots(
      sql,
      roots.map((row) => row.root),
    ),
  );
  return [...sums].map(([currency, one]) => ({
    currency,
    requestedMinor: String(one.requested),
    heldMinor: String(one.held),
    tracedMinor: String(one.traced),
    returnedMinor: String(one.returned),
  }));
}

/** Accounts that were stopped more often in some window of the profile than its law allows. */
export async function stopsBeyondRounds(sql: Sql, scope: Scope, profile: JurisdictionProfile): Promise<number> {
  const measure = profile.measures["stop-payment"];
  if (!measure.allowed || measure.rounds === null) return 0;
  const { max, window } = measure.rounds;
  const filter: ScopeFilter = scope.filter(3, "m");
  const rows = await sql.query<{ readonly subject: string; readonly moments: readonly number[] }>(
    `select subject, json_agg((body->>'stoppedAtMs')::int8 order by (body->>'stoppedAtMs')::int8) as moments from matter
     where kind = 'stop-payment' and state = any($1) and body->>'stoppedAtMs' is not null
       and subject in (select m.subject from matter m where m.kind = 'stop-payment' and m.body->>'stoppedAtMs' is not null and ${filter.sql})
     group by subject having count(*) > $2`,
    [[...ROUND_IN_FLIGHT, ...ROUND_USED], max, ...filter.values],
  );
  return rows.filter(({ moments }) => moments.some((first, i) => i + max < moments.length && moments[i + max] < profile.due(window, first).dueAtMs)).length;
}

/** Clocks that end something that limits somebody. */
export function endingClocks(profile: JurisdictionProfile): readonly DeadlineKey[] {
  const keys = new Set<DeadlineKey>(["hold.confirm"]);
  for (const kind of ["stop-payment", "freeze", "protective-stop", "transaction-hold", "payment-delay"] as const) {
    const measure = profile.measures[kind];
    if (!measure.allowed) continue;
    keys.add(measure.duration);
    for (const asset of Object.values(measure.assets)) keys.add(asset.duration);
  }
  return [...keys];
}

const LIMITING: readonly string[] = (["stop-payment", "freeze", "protective-stop", "transaction-hold", "payment-delay"] as const).flatMap((kind) =>
  MEASURE_NOTICES[kind].limits.filter((event) => !event.endsWith("-refused")).map((event) => `${kind}.${event}`),
);

const STOPS = `
  select count(*) as approved, count(*) filter (where coalesce((m.body->>'heldMinor')::numeric, 0) > 0) as held,
    count(*) filter (where m.body->>'answeredAtMs' is not null and r.id is not null) as measured,
    percentile_disc(0.5) within group (order by (m.body->>'answeredAtMs')::int8 - r.opened_at_ms) filter (where m.body->>'answeredAtMs' is not null and r.id is not null) as p50,
    percentile_disc(0.9) within group (order by (m.body->>'answeredAtMs')::int8 - r.opened_at_ms) filter (where m.body->>'answeredAtMs' is not null and r.id is not null) as p90
  from matter m left join matter r on r.id = m.body->>'report' and m.body->>'previous' is null
  where m.kind = 'stop-payment' and (m.body->>'approvedAtMs')::int8 >= $1 and (m.body->>'approvedAtMs')::int8 < $2 and $scope`;

/** Rounds of one stop are one: the larger of what they held. */
const CONVERSION = `
  with chain as (
    select coalesce(m.body->>'previous', m.id) as first, m.subject, m.body->>'currency' as currency, max((m.body->>'heldMinor')::numeric) as held, bool_or(m.state = 'converted') as converted
    from matter m where m.kind = 'stop-payment' and (m.body->>'stoppedAtMs')::int8 >= $1 and (m.body->>'stoppedAtMs')::int8 < $2 and $scope group by 1, 2, 3)
  select currency, count(distinct subject) as accounts, count(distinct subject) filter (where converted) as converted,
    sum(held)::text as stopped, coalesce(sum(held) filter (where converted), 0)::text as frozen from chain where held > 0 group by currency order by currency`;

const CLOCKS = `
  select count(*) as due, count(*) filter (where d.state = 'fired' and d.fired_at_ms <= d.due_at_ms + ${MINUTE_MS}) as on_time
  from deadline d join matter m on m.id = d.matter
  where d.part = 'due' and d.key = any($next) and d.state in ('fired', 'armed') and d.due_at_ms >= $1 and d.due_at_ms < $2 and d.due_at_ms <= $next2 and $scope`;

const NOTICES = `
  with restricted as (
    select m.id from matter m where $scope and (
      (m.kind = 'stop-payment' and (m.body->>'stoppedAtMs')::int8 >= $1 and (m.body->>'stoppedAtMs')::int8 < $2)
      or (m.kind = 'freeze' and (m.body->>'frozenAtMs')::int8 >= $1 and (m.body->>'frozenAtMs')::int8 < $2)
      or (m.kind = 'protective-stop' and (m.body->>'startedAtMs')::int8 >= $1 and (m.body->>'startedAtMs')::int8 < $2)
      or (m.kind = 'hold' and m.state <> 'void' and (m.body->>'heldAtMs')::int8 >= $1 and (m.body->>'heldAtMs')::int8 < $2)))
  select count(*) as restrictions, count(*) filter (where exists (select 1 from notice n where n.matter = restricted.id and n.template = any($next) and n.delivered_at_ms is not null)) as told
  from restricted`;

const OVER_FREEZE = `
  select m.body->>'currency' as currency, sum((m.body->>'frozenMinor')::numeric)::text as frozen, sum((m.body->>'tracedMinor')::numeric)::text as traced
  from matter m where m.kind = 'freeze' and m.state in ('active', 'partial') and $scope group by 1 order by 1`;
