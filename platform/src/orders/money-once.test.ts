/** Money counted once, held to a town in which every coin is known by its number. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { sumsByRoot, totals, type MoneyOrder } from "./money-once.ts";

let made = 0;
const order = (more: Partial<MoneyOrder>): MoneyOrder => ({
  id: `stp_${String(++made).padStart(6, "0")}`,
  parent: null,
  previous: null,
  root: "rep_1",
  tier: 1,
  currency: "CNY",
  payment: `p${made}`,
  amount: 0n,
  atMs: 0,
  held: 0n,
  heldFromMs: null,
  heldToMs: null,
  traced: 0n,
  returned: 0n,
  ...more,
});

const one = (orders: readonly MoneyOrder[], losses: Parameters<typeof sumsByRoot>[1] = []) => {
  const [{ requested, held, traced, returned }] = sumsByRoot(orders, losses);
  return [requested, held, traced, returned].map(Number);
};

test("tiers: 50 asked for, 31 held at the first account, 10 and 4 of the rest further down: 45 held, 50 requested", () => {
  const first = order({ amount: 50n, held: 31n, heldFromMs: 10, heldToMs: null });
  const second = order({ parent: first.id, tier: 2, amount: 15n, held: 10n, heldFromMs: 12, atMs: 5 });
  const third = order({ parent: second.id, tier: 3, amount: 5n, held: 4n, heldFromMs: 14, atMs: 7 });
  expect(one([first, second, third])).toEqual([50, 45, 0, 0]);
});

test("rounds: the second holds the same money, not more of it", () => {
  const first = order({ amount: 50n, held: 31n, heldFromMs: 10, heldToMs: 20 });
  const second = order({ previous: first.id, parent: first.id, amount: 50n, held: 31n, heldFromMs: 20 });
  expect(one([first, second])).toEqual([50, 31, 0, 0]);
});

test("what was let go and stopped again downstream is one sum", () => {
  const first = order({ amount: 50n, held: 31n, heldFromMs: 10, heldToMs: 20 });
  const before = order({ parent: first.id, tier: 2, amount: 19n, held: 5n, heldFromMs: 11, atMs: 9 });
  const after = order({ parent: first.id, tier: 2, amount: 31n, held: 31n, heldFromMs: 30, atMs: 25 });
  expect(one([first, before, after])).toEqual([50, 36, 0, 0]);
});

test("a branch never gives more than what went into it, whatever banks say further down", () => {
  const first = order({ amount: 100n });
  const left = order({ parent: first.id, tier: 2, amount: 50n, held: 30n, heldFromMs: 5 });
  const below = order({ parent: left.id, tier: 3, amount: 50n, held: 50n, heldFromMs: 6, atMs: 1 });
  const right = order({ parent: first.id, tier: 2, amount: 50n });
  expect(one([first, left, below, right])).toEqual([100, 50, 0, 0]);
});

test("two orders about one payment, and two reports of it, are one sum", () => {
  const mine = order({ payment: "T1", amount: 50n, held: 30n, heldFromMs: 1 });
  const again = order({ payment: "T1", amount: 50n, held: 20n, heldFromMs: 2 });
  const other = order({ payment: "T1", root: "rep_2", amount: 50n, held: 30n, heldFromMs: 3 });
  expect(Object.fromEntries([...totals(sumsByRoot([mine, again, other]))].map(([currency, sums]) => [currency, [Number(sums.requested), Number(sums.held)]]))).toEqual({
    CNY: [50, 30],
  });
});

test("a trace gives orders that name none before them: never more than was lost", () => {
  const downstream = Array.from({ length: 10 }, () => order({ tier: 3, amount: 20n, held: 9n, heldFromMs: 1 }));
  const first = order({ amount: 100n, held: 40n, heldFromMs: 1 });
  expect(one([first, ...downstream], [{ root: "rep_1", currency: "CNY", amount: 100n }])).toEqual([100, 100, 0, 0]);
  expect(one([first, ...downstream])).toEqual([100, 100, 0, 0]);
  expect(one(downstream, [{ root: "rep_1", currency: "CNY", amount: 100n }])).toEqual([100, 90, 0, 0]);
});

test("currencies are never added", () => {
  expect([...totals(sumsByRoot([order({ amount: 5n }), order({ amount: 7n, currency: "USD" })])).keys()]).toEqual(["CNY", "USD"]);
});

/** An account in the town: coins that are there, and what happens to them. */
interface Plan {
  /** Of the coins that came in: how many had gone on before the stop, how many the stop found and held. */
  readonly gone: number;
  readonly stops: boolean;
  readonly secondRound: boolean;
  /** How many of the held ones go on after they were let go. */
  readonly letGo: number;
  readonly split: number;
}
const plan: fc.Arbitrary<Plan> = fc.record({ gone: fc.nat(30), stops: fc.boolean(), secondRound: fc.boolean(), letGo: fc.nat(30), split: fc.integer({ min: 1, max: 3 }) });

test("held for the victim equals the number of different coins that were ever held, on whatever paths, tiers and rounds", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.array(plan, { minLength: 1, maxLength: 14 }), (lost, plans) => {
      const orders: MoneyOrder[] = [];
      const everHeld = new Set<number>();
      let next = 0;
      const visit = (coins: readonly number[], parent: string | null, tier: number, atMs: number): void => {
        const mine = plans[next++];
        if (mine === undefined || coins.length === 0) return;
        const gone = coins.slice(0, Math.min(mine.gone, coins.length));
        const found = mine.stops ? coins.slice(gone.length) : [];
        for (const coin of found) everHeld.add(coin);
        const fromMs = atMs + 10;
        const toMs = fromMs + 100;
        const common = { tier, amount: BigInt(coins.length), atMs, held: BigInt(found.length) };
        const first = order({ ...common, parent, heldFromMs: found.length > 0 ? fromMs : null, heldToMs: found.length > 0 ? toMs : null });
        orders.push(first);
        let endMs = toMs;
        if (mine.secondRound && found.length > 0) {
          endMs = toMs + 100;
          orders.push(order({ ...common, parent: first.id, previous: first.id, heldFromMs: toMs, heldToMs: endMs }));
        }
        for (let i = 0; i < mine.split; i++)
          visit(
            gone.filter((coin) => coin % mine.split === i),
            first.id,
            tier + 1,
            atMs + 1 + i,
          );
        visit(found.slice(0, mine.letGo), first.id, tier + 1, endMs + 5);
      };
      visit(
        Array.from({ length: lost }, (_, i) => i),
        null,
        1,
        0,
      );
      const [sums] = sumsByRoot(orders);
      expect(Number(sums.requested)).toBe(lost);
      expect(Number(sums.held)).toBe(everHeld.size);
    }),
    { seed: 8, numRuns: 3_000 },
  );
});

test("whatever the orders say, nothing is more than what was asked for, and losing an order never raises a sum", () => {
  const any = fc.array(
    fc.record({
      parent: fc.option(fc.nat(9), { nil: null }),
      round: fc.boolean(),
      amount: fc.nat(60),
      held: fc.nat(80),
      traced: fc.nat(80),
      returned: fc.nat(80),
      at: fc.nat(50),
      from: fc.nat(50),
    }),
    { minLength: 1, maxLength: 10 },
  );
  fc.assert(
    fc.property(any, (rows) => {
      const orders: MoneyOrder[] = [];
      for (const row of rows) {
        const parent = row.parent === null ? undefined : orders[row.parent % Math.max(1, orders.length)];
        orders.push(
          order({
            parent: parent?.id ?? null,
            previous: row.round && parent !== undefined ? parent.id : null,
            tier: parent === undefined ? 1 : parent.tier + (row.round ? 0 : 1),
            amount: BigInt(row.amount),
            atMs: row.at,
            held: BigInt(row.held),
            heldFromMs: row.from,
            heldToMs: row.from + 20,
            traced: BigInt(row.traced),
            returned: BigInt(row.returned),
          }),
        );
      }
      for (const { requested, held, traced, returned } of sumsByRoot(orders)) for (const sum of [held, traced, returned]) expect(sum <= requested && sum >= 0n).toBe(true);
      const tops = orders.filter((candidate) => candidate.parent === null).reduce((sum, candidate) => sum + candidate.amount, 0n);
      expect(sumsByRoot(orders).reduce((sum, root) => sum + root.requested, 0n)).toBe(tops);
    }),
    { seed: 9, numRuns: 2_000 },
  );
});
