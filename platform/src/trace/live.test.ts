import fc from "fast-check";
import { expect, test } from "vitest";
import type { Account } from "../domain/account.ts";
import { MoneyGraph } from "./graph.ts";
import { TRACE_METHODS, type TraceLimits } from "./limits.ts";
import { LiveTraces } from "./live.ts";
import { traceForward, type Trace } from "./trace.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers } from "./transfer-event.ts";

const START = Date.UTC(2026, 10, 1, 8);

function t(text: string, more: Partial<Transfer> = {}): Transfer {
  const [id, second, parties, amount] = text.split(" ");
  const [from, to] = parties.split(">").map((name) => ({ institution: "B", account: name }) as Account);
  return { id, from, to, occurredAtMs: START + Number(second) * 1000, amountMinor: BigInt(amount), currency: "CNY", ...more };
}

const hops = (trace: Trace | undefined): string[] => trace?.hops.map((h) => `${h.transfer} ${h.taintedMinor}`) ?? [];

test("a new transfer extends the open trace at once, and only the traces it touches change", () => {
  const graph = new MoneyGraph();
  const live = new LiveTraces(graph);
  live.apply(batchOfTransfers([t("t1 1 victim>m1 100"), t("x1 1 other>n1 70")]));
  live.open("one", [graph.find("t1")]);
  live.open("two", [graph.find("x1")]);
  expect(live.apply(batchOfTransfers([t("t2 2 m1>m2 60")]))).toMatchObject({ changed: ["one"], rerun: 0 });
  expect(live.apply(batchOfTransfers([t("c1 3 shop>m2 5"), t("t3 4 m2>m3 60")]))).toMatchObject({ changed: ["one"], rerun: 0 });
  expect(hops(live.get("one"))).toEqual(["t1 100", "t2 60", "t3 55"]);
  expect(live.apply(batchOfTransfers([t("y1 5 a>b 5")]))).toMatchObject({ changed: [], rerun: 0 });
  expect(live.reaching(graph.pockets.findByText("m3")[0])).toEqual(["one"]);
  expect(live.close("one")).toBe(true);
  expect(live.apply(batchOfTransfers([t("t4 6 m3>m4 60")])).changed).toEqual([]);
  expect(live.get("one")).toBeUndefined();
});

test("a transfer that comes late is in its place: the trace runs again", () => {
  const graph = new MoneyGraph();
  const live = new LiveTraces(graph);
  live.apply(batchOfTransfers([t("t1 1 victim>m1 100"), t("t3 5 m1>m3 100")]));
  live.open("one", [graph.find("t1")], { method: "fifo" });
  expect(hops(live.get("one"))).toEqual(["t1 100", "t3 100"]);
  expect(live.apply(batchOfTransfers([t("t2 3 m1>m2 30")]))).toMatchObject({ changed: ["one"], rerun: 1 });
  expect(hops(live.get("one"))).toEqual(["t1 100", "t2 30", "t3 70"]);
});

test("a transfer that is the last of its accounts but earlier than the trace has come is in its place too", () => {
  const graph = new MoneyGraph();
  const live = new LiveTraces(graph);
  live.apply(batchOfTransfers([t("t1 1 victim>m1 100"), t("t2 2 m1>m2 50"), t("t3 10 m2>m3 50")]));
  live.open("one", [graph.find("t1")]);
  expect(live.apply(batchOfTransfers([t("t4 5 m1>m4 50")]))).toMatchObject({ changed: ["one"], rerun: 1 });
  expect(hops(live.get("one"))).toEqual(["t1 100", "t2 50", "t4 50", "t3 50"]);
});

test("what an account received counts towards the limit of what is looked at, when it pays", () => {
  const graph = new MoneyGraph();
  const live = new LiveTraces(graph);
  live.apply(batchOfTransfers([t("t1 1 victim>m1 100")]));
  live.open("one", [graph.find("t1")], { entriesMax: 2 });
  for (const text of ["a 2 s1>m1 1", "b 3 s2>m1 1", "c 4 m1>m2 1"]) live.apply(batchOfTransfers([t(text)]));
  expect(live.get("one")?.truncated).toMatchObject([{ reason: "entries", taintedMinor: 100n }]);
  expect(live.get("one")).toEqual(traceForward(graph, [graph.find("t1")], { taintMinPpm: 1_000, entriesMax: 2 }));
});

const names = ["v", "m1", "m2", "m3", "m4", "w"];
const stream = fc.uniqueArray(
  fc
    .record({
      id: fc.uuid(),
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names),
      late: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
      amount: fc.integer({ min: 0, max: 300 }),
      stated: fc.option(fc.nat(400), { nil: undefined, freq: 9 }),
    })
    .map((r) => ({ r })),
  { selector: ({ r }) => r.id, minLength: 4, maxLength: 60 },
);
const limits: fc.Arbitrary<Partial<TraceLimits>> = fc.record({
  method: fc.constantFrom(...TRACE_METHODS),
  hopsMax: fc.constantFrom(2, 4, 8),
  windowMs: fc.constantFrom(15_000, 1e9),
  taintMinMinor: fc.constantFrom(1, 15),
  taintMinPpm: fc.constant(0),
  fanOutMax: fc.constantFrom(2, 1000),
  entriesMax: fc.constantFrom(6, 1000),
  transfersMax: fc.constantFrom(7, 1000),
});

test("after each transfer an open trace is what tracing anew gives", () => {
  let late = 0;
  let extended = 0;
  fc.assert(
    fc.property(stream, limits, fc.integer({ min: 1, max: 4 }), (events, asked, size) => {
      const transfers = events.map(({ r }, i) =>
        t(`${r.id} ${Math.max(0, Math.floor(i / 2) - r.late)} ${r.from}>${r.to} ${r.amount}`, r.stated === undefined ? {} : { balanceBeforeMinor: BigInt(r.stated) }),
      );
      const graph = new MoneyGraph();
      const live = new LiveTraces(graph);
      const roots: string[] = [];
      for (let i = 0; i < transfers.length; i += size) {
        const some = transfers.slice(i, i + size);
        const seen = new Map(roots.map((id) => [id, live.get(id)]));
        const applied = live.apply(batchOfTransfers(some));
        late += applied.rerun;
        extended += applied.changed.length - applied.rerun;
        for (const id of roots) {
          const now = live.get(id);
          expect(now).toEqual(traceForward(graph, [graph.find(id)], asked));
          // Money that moved is told of; what only concerns what lies beyond the window is not.
          if (!applied.changed.includes(id)) expect(now?.hops).toEqual(seen.get(id)?.hops);
        }
        const fresh = some.find((x) => x.amountMinor > 0n && x.from.account !== x.to.account);
        if (fresh !== undefined && roots.length < 4) {
          live.open(fresh.id, [graph.find(fresh.id)], asked);
          roots.push(fresh.id);
        }
      }
    }),
    { seed: 8, numRuns: 400 },
  );
  // Both ways were gone.
  expect(late).toBeGreaterThan(100);
  expect(extended).toBeGreaterThan(100);
});
