/**
 * The four sums of reports and cases from the store: which orders there are and what each held, traced and gave back. The
 * counting itself, each sum once, is in money-once.ts. A freeze counts with the stop it goes on from; one without a stop
 * counts for its case.
 */
import type { Sql } from "../ports/store.ts";
import { sumsByRoot, type Loss, type MoneyOrder, type RootSums } from "./money-once.ts";

interface StopRow {
  readonly id: string;
  readonly parent: string | null;
  readonly previous: string | null;
  readonly root: string;
  readonly in_case: string | null;
  readonly subject: string;
  readonly tier: number;
  readonly currency: string;
  readonly amount: string;
  readonly transfer: string | null;
  readonly paid_at_ms: number;
  readonly held: string;
  readonly stopped_at_ms: number | null;
  readonly ended_at_ms: number | null;
}

interface FreezeRow {
  readonly id: string;
  readonly in_case: string;
  readonly follows: string | null;
  readonly subject: string;
  readonly currency: string;
  readonly amount: string;
  readonly frozen: string;
  readonly traced: string;
  readonly returned: string;
  readonly frozen_at_ms: number | null;
  readonly ended_at_ms: number | null;
}

/** Sums of reports and cases by id; an order of a report counts for the report, whatever its case. */
export async function moneyOfRoots(sql: Sql, ids: readonly string[]): Promise<readonly RootSums[]> {
  if (ids.length === 0) return [];
  const stops = await sql.query<StopRow>(
    `with recursive tree(id) as (
         select id from matter where parent = any($1) and kind = 'stop-payment'
       union select m.id from tree join matter m on m.parent = tree.id and m.kind = 'stop-payment')
     select s.id, s.parent, s.body->>'previous' as previous, s.body->>'report' as root, coalesce(r.body->>'case', case when r.kind = 'case' then r.id end) as in_case, s.subject,
       (s.body->>'tier')::int8 as tier, s.body->>'currency' as currency, s.body->>'amountMinor' as amount, s.body->>'transfer' as transfer, (s.body->>'paidAtMs')::int8 as paid_at_ms,
       coalesce(s.body->>'heldMinor', '0') as held, (s.body->>'stoppedAtMs')::int8 as stopped_at_ms, (s.body->>'endedAtMs')::int8 as ended_at_ms
     from tree join matter s on s.id = tree.id left join matter r on r.id = s.body->>'report' where s.body->>'approvedAtMs' is not null order by s.id`,
    [ids],
    "money-stops",
  );
  const cases = [...new Set([...ids, ...stops.flatMap((stop) => stop.in_case ?? [])])];
  const freezes = await sql.query<FreezeRow>(
    `select f.id, f.body->>'case' as in_case, f.body->>'follows' as follows, f.subject, f.body->>'currency' as currency, f.body->>'amountMinor' as amount,
       coalesce(f.body->>'frozenMinor', '0') as frozen, f.body->>'tracedMinor' as traced, f.body->>'returnedMinor' as returned,
       (f.body->>'frozenAtMs')::int8 as frozen_at_ms, (f.body->>'endedAtMs')::int8 as ended_at_ms
     from matter f where f.kind = 'freeze' and f.body->>'frozenAtMs' is not null and f.parent = any($1) order by f.id`,
    [cases],
    "money-freezes",
  );
  const losses = await sql.query<{ readonly root: string; readonly currency: string; readonly amount: string }>(
    `select m.id as root, p->>'currency' as currency, sum((p->>'amountMinor')::numeric)::text as amount from matter m, jsonb_array_elements(coalesce(m.body->'payments', '[]')) as p
     where m.kind = 'report' and m.id = any($1) group by 1, 2`,
    [ids],
    "money-losses",
  );
  const loss = losses.map(({ root, currency, amount }): Loss => ({ root, currency, amount: BigInt(amount) }));
  return sumsByRoot(ordersOf(stops, freezes, new Set(ids)), loss);
}

/** What a freeze held in all: what it holds and what of it went back. */
const everFrozen = (row: FreezeRow): bigint => BigInt(row.frozen) + BigInt(row.returned);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function ordersOf(stops: readonly StopRow[], freezes: readonly FreezeRow[], asked: ReadonlySet<string>): readonly MoneyOrder[] {
  const following = new Map<string, FreezeRow[]>();
  const alone: FreezeRow[] = [];
  for (const freeze of freezes) {
    const stop =
      stops.find((one) => one.id === freeze.follows) ?? stops.find((one) => one.subject === freeze.subject && one.in_case === freeze.in_case && one.currency === freeze.currency);
    if (stop !== undefined) following.set(stop.id, [...(following.get(stop.id) ?? []), freeze]);
    else if (asked.has(freeze.in_case)) alone.push(freeze);
  }
  return [
    ...stops.map((stop): MoneyOrder => {
      const after = following.get(stop.id) ?? [];
      const sum = (of: (row: FreezeRow) => bigint): bigint => after.reduce((total, row) => total + of(row), 0n);
      const frozen = sum(everFrozen);
      const held = BigInt(stop.held) > frozen ? BigInt(stop.held) : frozen;
      const from = [stop.stopped_at_ms, ...after.map((row) => row.frozen_at_ms)].filter((ms) => ms !== null);
      const runs = after.some((row) => row.ended_at_ms === null) || (after.length === 0 && stop.ended_at_ms === null);
      const ends = [stop.ended_at_ms, ...after.map((row) => row.ended_at_ms)].filter((ms) => ms !== null);
      return {
        id: stop.id,
        parent: stop.parent,
        previous: stop.previous,
        root: stop.root,
        tier: stop.tier,
        currency: stop.currency,
        payment: stop.previous === null ? (stop.transfer ?? `${stop.subject} ${stop.currency} ${stop.amount} ${stop.paid_at_ms}`) : stop.id,
        amount: BigInt(stop.amount),
        atMs: stop.paid_at_ms,
        held,
        heldFromMs: held > 0n && from.length > 0 ? Math.min(...from) : null,
        heldToMs: runs || ends.length === 0 ? null : Math.max(...ends),
        traced: sum((row) => least(everFrozen(row), BigInt(row.traced))),
        returned: sum((row) => BigInt(row.returned)),
      };
    }),
    ...alone.map((row): MoneyOrder => ({
      id: row.id,
      parent: null,
      previous: null,
      root: row.in_case,
      tier: 1,
      currency: row.currency,
      payment: row.id,
      amount: BigInt(row.amount) + BigInt(row.returned),
      atMs: row.frozen_at_ms ?? 0,
      held: everFrozen(row),
      heldFromMs: row.frozen_at_ms,
      heldToMs: row.ended_at_ms,
      traced: least(everFrozen(row), BigInt(row.traced)),
      returned: BigInt(row.returned),
    })),
  ];
}
