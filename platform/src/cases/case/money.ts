/**
 * The money of a case, by currency: what its people lost, what was asked to be stopped, what is held, what was traced and
 * what came back. Five sums that are never mixed: a payment counts once however many reports tell it, a round or tier of an
 * order asks for no more money, an account's held sum counts once, and held never exceeds lost.
 */
import type { Scope } from "../../access/scope.ts";
import type { Sql } from "../../ports/store.ts";
import { LOSS_COUNTS } from "../report/states.ts";

export interface CaseMoney {
  readonly currency: string;
  readonly lostMinor: string;
  readonly requestedMinor: string;
  readonly heldMinor: string;
  /** Null: nobody has recorded it yet, which is not zero. */
  readonly tracedMinor: string | null;
  readonly returnedMinor: string | null;
}

export interface CaseSums {
  readonly reports: number;
  /** Reports that repeat another or were found false: not counted. */
  readonly leftOut: number;
  /** Different people who lost something. Those who stay unknown count one a report. */
  readonly victims: number;
  readonly money: readonly CaseMoney[];
}

interface MoneyRow {
  readonly currency: string;
  readonly lost: string;
  readonly requested: string;
  readonly held: string;
  readonly traced: string | null;
  readonly returned: string | null;
}

/** Sums of a case with all that goes on in it; null outside the scope. */
export async function caseSums(sql: Sql, scope: Scope, id: string): Promise<CaseSums | null> {
  const filter = scope.filter(2, "m");
  const [found] = await sql.query<{ readonly id: string }>(`select m.id from matter m where m.id = $1 and m.kind = 'case' and ${filter.sql}`, [id, ...filter.values]);
  if (found === undefined) return null;
  const [counts] = await sql.query<{ readonly reports: number; readonly left_out: number; readonly victims: number }>(
    `${FAMILY} select count(*) filter (where m.state = any($2)) as reports, count(*) filter (where m.state <> all($2)) as left_out,
       count(distinct coalesce(m.subject, m.id)) filter (where m.state = any($2)) as victims from family f join matter m on m.id = f.id and m.kind = 'report'`,
    [id, LOSS_COUNTS],
    "case-counts",
  );
  const rows = await sql.query<MoneyRow>(MONEY, [id, LOSS_COUNTS], "case-money");
  return {
    reports: counts.reports,
    leftOut: counts.left_out,
    victims: counts.victims,
    money: rows.map((row) => ({
      currency: row.currency,
      lostMinor: row.lost,
      requestedMinor: row.requested,
      heldMinor: row.held,
      tracedMinor: row.traced,
      returnedMinor: row.returned,
    })),
  };
}

const FAMILY = `with recursive family(id) as (
    select $1::text union select m.id from family f join matter m on m.parent = f.id and m.kind in ('report', 'case'))`;

const MONEY = `${FAMILY},
  told as (select m.id, coalesce(m.subject, m.id) as person, m.body from family f join matter m on m.id = f.id and m.kind = 'report' and m.state = any($2)),
  payment as (select distinct on (coalesce(p->>'transfer', concat_ws(' ', t.person, p->'to'->>'token', p->>'currency', p->>'amountMinor', p->>'paidAtMs')))
      p->>'currency' as currency, (p->>'amountMinor')::numeric as minor from told t, jsonb_array_elements(t.body->'payments') as p
      order by coalesce(p->>'transfer', concat_ws(' ', t.person, p->'to'->>'token', p->>'currency', p->>'amountMinor', p->>'paidAtMs')), t.id),
  lost as (select currency, sum(minor) as minor from (
      select currency, minor from payment union all
      select l->>'currency', (l->>'amountMinor')::numeric from told t, jsonb_array_elements(t.body->'otherLosses') as l) as all_of group by currency),
  orders(id) as (select m.id from family f join matter m on m.parent = f.id and m.kind = 'stop-payment'
      union select m.id from orders o join matter m on m.parent = o.id and m.kind = 'stop-payment'),
  stop as (select m.subject, m.body from orders o join matter m on m.id = o.id),
  requested as (select body->>'currency' as currency, sum((body->>'amountMinor')::numeric) as minor from stop
      where (body->>'tier')::int8 = 1 and (body->>'round')::int8 = 1 and body->>'approvedAtMs' is not null group by 1),
  held as (select currency, sum(minor) as minor from (
      select subject, body->>'currency' as currency, max((body->>'heldMinor')::numeric) as minor from stop where body->>'heldMinor' is not null group by 1, 2) as one group by currency),
  known as (select what, s->>'currency' as currency, sum((s->>'amountMinor')::numeric) as minor
      from family f join matter m on m.id = f.id and m.kind = 'case', (values ('traced'), ('returned')) as w(what), jsonb_array_elements(m.body->'money'->w.what) as s group by 1, 2),
  currencies as (select currency from lost union select currency from requested union select currency from held union select currency from known)
  select c.currency, coalesce(l.minor, 0)::text as lost, coalesce(r.minor, 0)::text as requested, least(coalesce(h.minor, 0), coalesce(l.minor, 0))::text as held,
    t.minor::text as traced, b.minor::text as returned
  from currencies c left join lost l using (currency) left join requested r using (currency) left join held h using (currency)
    left join known t on t.currency = c.currency and t.what = 'traced' left join known b on b.currency = c.currency and b.what = 'returned' order by c.currency`;
