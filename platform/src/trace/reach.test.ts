import fc from "fast-check";
import { expect, test } from "vitest";
import type { Account } from "../domain/account.ts";
import { MoneyGraph } from "./graph.ts";
import { inOrder } from "./plain-trace.ts";
import { Reach, type ReachLimits } from "./reach.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers } from "./transfer-event.ts";

/** The question asked step by step over all transfers. */
function plainReach(transfers: readonly Transfer[], start: Transfer, limits: ReachLimits): Set<string> {
  const order = new Map(inOrder(transfers).map((t, i) => [t.id, i]));
  const found = new Set([start.id]);
  let step = [start];
  for (let hop = 1; hop < limits.hopsMax; hop++) {
    const next: Transfer[] = [];
    for (const t of step) {
      for (const u of transfers) {
        if (u.from.account !== t.to.account || u.from.account === u.to.account || u.amountMinor === 0n || order.get(u.id)! <= order.get(t.id)!) continue;
        if (u.occurredAtMs > start.occurredAtMs + limits.windowMs) continue;
        if (u.amountMinor * 1000n < t.amountMinor * BigInt(limits.shareMinPermille) || u.amountMinor * 1000n > t.amountMinor * BigInt(limits.shareMaxPermille)) continue;
        if (!found.has(u.id)) next.push(u);
        found.add(u.id);
      }
    }
    step = next;
  }
  return found;
}

test("reach finds the same transfers as asking step by step", () => {
  const town = fc.uniqueArray(
    fc
      .record({
        id: fc.uuid(),
        from: fc.integer({ min: 0, max: 6 }),
        to: fc.integer({ min: 0, max: 6 }),
        at: fc.integer({ min: 0, max: 40 }),
        amount: fc.integer({ min: 0, max: 100 }),
      })
      .map((r): Transfer => ({
        id: r.id,
        from: { institution: "B", account: `a${r.from}` } as Account,
        to: { institution: "B", account: `a${r.to}` } as Account,
        occurredAtMs: Date.UTC(2026, 0, 1) + r.at,
        amountMinor: BigInt(r.amount),
        currency: "CNY",
      })),
    { selector: (t) => t.id, minLength: 5, maxLength: 70 },
  );
  fc.assert(
    fc.property(
      town,
      fc.constantFrom(1, 2, 3, 6),
      fc.constantFrom(10, 100),
      fc.constantFrom(50, 500),
      fc.constantFrom(900, 1000, 1500),
      (transfers, hopsMax, windowMs, shareMinPermille, shareMaxPermille) => {
        const limits = { hopsMax, windowMs, shareMinPermille, shareMaxPermille };
        const graph = new MoneyGraph();
        graph.apply(batchOfTransfers(transfers));
        const reach = new Reach(graph);
        for (const start of transfers) {
          if (start.amountMinor === 0n || start.from.account === start.to.account) continue;
          reach.forward(graph.find(start.id), limits);
          expect(new Set([...reach.rows()].map((row) => graph.id(row)))).toEqual(plainReach(transfers, start, limits));
        }
      },
    ),
    { seed: 6, numRuns: 200 },
  );
});
