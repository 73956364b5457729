/**
 * Figures whose items are computed here and not in the store: money that is counted once over tiers and rounds, accounts
 * stopped too often. The figure is made from the same rows that the list gives.
 */
import type { Sql } from "../ports/store.ts";
import { itemOf, scopeOf, type Asked, type Item, type ListAsked, type RootMoney } from "./family.ts";
import type { Counts, MetricWords, Period } from "./metric.ts";

export interface CountedRow {
  readonly item: string;
  readonly matter: string | null;
  readonly atMs: number;
  readonly currency: string | null;
  readonly value: bigint | null;
  readonly base: bigint | null;
}

export interface RowMetric extends MetricWords {
  rows(sql: Sql, asked: Asked): Promise<readonly CountedRow[]>;
}

export function countsOf(rows: readonly CountedRow[]): readonly Counts[] {
  const groups = new Map<string | null, { n: number; sum: bigint; base: bigint }>();
  for (const { currency, value, base } of rows) {
    const so = groups.get(currency) ?? { n: 0, sum: 0n, base: 0n };
    groups.set(currency, { n: so.n + 1, sum: so.sum + (value ?? 0n), base: so.base + (base ?? 0n) });
  }
  return [...groups]
    .sort(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1))
    .map(([currency, { n, sum, base }]) => ({ currency, n, hits: n, sumMinor: String(sum), baseMinor: String(base), mean: null, p50: null, p90: null }));
}

export function rowItems(rows: readonly CountedRow[], { after, limit }: ListAsked): readonly Item[] {
  return [...rows]
    .sort((a, b) => (a.item < b.item ? -1 : 1))
    .filter(({ item }) => after === null || item > after)
    .slice(0, limit)
    .map(({ item, matter, atMs, currency, value }) => itemOf({ item, matter, atMs, hit: true, value: value === null ? null : String(value), currency }));
}

/** Reports and cases whose orders were approved in the period. */
async function rootsOf(sql: Sql, asked: Asked): Promise<readonly { readonly root: string; readonly at_ms: number }[]> {
  const { period } = asked;
  const filter = scopeOf(asked, 3, "m");
  return sql.query(
    `select coalesce(m.body->>'report', m.body->>'case') as root, min((m.body->>'approvedAtMs')::int8) as at_ms from matter m where m.kind in ('stop-payment', 'freeze')
       and (m.body->>'approvedAtMs')::int8 >= $1 and (m.body->>'approvedAtMs')::int8 < $2 and ${filter.sql} group by 1`,
    [period.fromMs, period.untilMs, ...filter.values],
  );
}

interface Sums {
  readonly sums: readonly RootMoney[];
  readonly atMs: ReadonlyMap<string, number>;
}

/** The four sums are read once, however many figures of one answer look at them. */
const READ = new WeakMap<Asked, Promise<Sums>>();

async function sumsOf(sql: Sql, asked: Asked): Promise<Sums> {
  const roots = await rootsOf(sql, asked);
  const sums = await asked.given.moneyOf(
    sql,
    roots.map(({ root }) => root),
  );
  return { sums, atMs: new Map(roots.map(({ root, at_ms }) => [root, at_ms])) };
}

async function moneyRows(sql: Sql, asked: Asked, value: (sums: RootMoney) => bigint, base: ((sums: RootMoney) => bigint) | null): Promise<readonly CountedRow[]> {
  const reading = READ.get(asked) ?? sumsOf(sql, asked);
  READ.set(asked, reading);
  const { sums, atMs } = await reading;
  return sums
    .map((one): CountedRow => ({
      item: `${one.root} ${one.currency}`,
      matter: one.root,
      atMs: atMs.get(one.root) ?? asked.period.fromMs,
      currency: one.currency,
      value: value(one),
      base: base === null ? null : base(one),
    }))
    .filter((row) => (row.base ?? row.value ?? 0n) > 0n);
}

const DEDUP = { zh: "同一笔资金只计一次：不重复计算轮次、层级和重复报案", en: "one sum once: neither rounds nor tiers nor second tellings add to it" };
const sum = (key: string, of: "requested" | "held" | "traced" | "returned", words: Pick<RowMetric, "title" | "formula">): RowMetric => ({
  key,
  section: "money",
  measure: "sum",
  dedup: DEDUP,
  lateChanges: true,
  ...words,
  rows: (sql, asked) => moneyRows(sql, asked, (one) => one[of], null),
});

export const MONEY_ROWS: readonly RowMetric[] = [
  sum("money.requested", "requested", {
    title: { zh: "请求止付金额", en: "Requested" },
    formula: { zh: "止付指令金额合计，同一笔不重复计算轮次和层级", en: "sum of stop orders; rounds and tiers of one sum counted once" },
  }),
  sum("money.held", "held", {
    title: { zh: "实际止住金额", en: "Held" },
    formula: { zh: "反馈为已止付的金额合计，同一笔只计一次", en: "sum held by feedback; one sum counted once" },
  }),
  sum("money.traced", "traced", { title: { zh: "溯源到被害人的金额", en: "Traced" }, formula: { zh: "已止住且追溯到具体被害人的金额", en: "held and traced to a victim" } }),
  sum("money.returned", "returned", { title: { zh: "已返还金额", en: "Returned" }, formula: { zh: "已到被害人账户的金额", en: "arrived at the victim's account" } }),
  {
    key: "money.stopYield",
    section: "money",
    measure: "ratio",
    unit: "permille",
    dedup: DEDUP,
    lateChanges: true,
    title: { zh: "止付率", en: "Stop yield" },
    formula: { zh: "当期报案中实际止住 ÷ 报案损失", en: "held ÷ reported loss, of the reports of the period" },
    rows: yieldRows,
  },
  {
    key: "money.returnRate",
    section: "money",
    measure: "ratio",
    unit: "permille",
    dedup: DEDUP,
    lateChanges: true,
    title: { zh: "返还率", en: "Return rate" },
    formula: { zh: "满十二个月时已返还 ÷ 实际止住", en: "returned ÷ held, of orders approved twelve months before" },
    rows: (sql, asked) =>
      moneyRows(
        sql,
        { ...asked, period: yearBefore(asked.period, asked.profile.timeZone) },
        (one) => one.returned,
        (one) => one.held,
      ),
  },
];

async function yieldRows(sql: Sql, asked: Asked): Promise<readonly CountedRow[]> {
  const { period, given } = asked;
  const filter = scopeOf(asked, 4, "m");
  const lost = await sql.query<{ readonly id: string; readonly at_ms: number; readonly currency: string; readonly minor: string }>(
    `select m.id, m.opened_at_ms as at_ms, x->>'currency' as currency, sum((x->>'amountMinor')::numeric)::text as minor
     from matter m, jsonb_array_elements((m.body->'payments') || (m.body->'otherLosses')) as x
     where m.kind = 'report' and m.opened_at_ms >= $1 and m.opened_at_ms < $2 and m.state = any($3) and ${filter.sql} group by 1, 2, 3`,
    [period.fromMs, period.untilMs, given.lossStates, ...filter.values],
  );
  const held = new Map((await given.moneyOf(sql, [...new Set(lost.map(({ id }) => id))])).map((one) => [`${one.root} ${one.currency}`, one.held]));
  return lost.map(({ id, at_ms, currency, minor }) => ({
    item: `${id} ${currency}`,
    matter: id,
    atMs: at_ms,
    currency,
    value: held.get(`${id} ${currency}`) ?? 0n,
    base: BigInt(minor),
  }));
}

/** By the calendar: a February's is the February before. */
export function yearBefore({ fromMs, untilMs }: Period, timeZone: string): Period {
  const back = (ms: number): number => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).subtract({ years: 1 }).epochMilliseconds;
  return { fromMs: back(fromMs), untilMs: back(untilMs) };
}

/** Accounts that were stopped more often within the law's window than it allows. Anything but none is a fault of this program. */
export const STOPS_BEYOND: RowMetric = {
  key: "rights.stopsBeyond",
  section: "rights",
  measure: "count",
  dedup: { zh: "每个账户一次", en: "once an account" },
  lateChanges: false,
  title: { zh: "超过规定轮次的止付", en: "Stops beyond the rounds of the law" },
  formula: { zh: "规定时间窗内被止付超过法定次数的账户数", en: "accounts stopped more often within the window than the law allows" },
  async rows(sql, asked) {
    const { period, profile, given } = asked;
    const measure = profile.measures["stop-payment"];
    if (!measure.allowed || measure.rounds === null) return [];
    const { max, window } = measure.rounds;
    const filter = scopeOf(asked, 3, "m");
    const accounts = await sql.query<{ readonly ids: readonly string[]; readonly moments: readonly number[] }>(
      `select json_agg(id order by (body->>'stoppedAtMs')::int8) as ids, json_agg((body->>'stoppedAtMs')::int8 order by (body->>'stoppedAtMs')::int8) as moments from matter
       where kind = 'stop-payment' and state = any($1) and body->>'stoppedAtMs' is not null
         and subject in (select m.subject from matter m where m.kind = 'stop-payment' and m.body->>'stoppedAtMs' is not null and ${filter.sql})
       group by subject having count(*) > $2`,
      [given.roundStates, max, ...filter.values],
    );
    return accounts.flatMap(({ ids, moments }) => {
      // The one too many: the first that comes within a window whose rounds were used up, and lies in the period.
      const at = moments.findIndex((ms, i) => i >= max && ms < profile.due(window, moments[i - max]).dueAtMs && ms >= period.fromMs && ms < period.untilMs);
      return at < 0 ? [] : [{ item: ids[at], matter: ids[at], atMs: moments[at], currency: null, value: null, base: null }];
    });
  },
};
