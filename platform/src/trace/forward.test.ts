import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "../domain/account.ts";
import { MoneyGraph } from "./graph.ts";
import { ForwardTrace } from "./forward.ts";
import { TRACE_METHODS, traceLimits, type TraceLimits } from "./limits.ts";
import { plainTrace } from "./plain-trace.ts";
import { describeTrace, rootsOf, traceForward, type Trace } from "./trace.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers } from "./transfer-event.ts";

const START = Date.UTC(2026, 10, 1, 8);
const account = (name: string): Account => ({ institution: name.startsWith("u") ? "UNKNOWN" : "B", account: name }) as Account;

function graphOf(transfers: readonly Transfer[]): MoneyGraph {
  const graph = new MoneyGraph();
  graph.apply(batchOfTransfers(transfers));
  return graph;
}

/** `"t1 3 a>b 500"`: id, second, payer, payee, amount; more fields beside. */
function t(text: string, more: Partial<Transfer> = {}): Transfer {
  const [id, second, parties, amount] = text.split(" ");
  const [from, to] = parties.split(">");
  return { id, from: account(from), to: account(to), occurredAtMs: START + Number(second) * 1000, amountMinor: BigInt(amount), currency: "CNY", ...more };
}

const trace = (transfers: readonly Transfer[], from: string, limits: Partial<TraceLimits> = {}): Trace => {
  const graph = graphOf(transfers);
  return traceForward(graph, rootsOf(graph, from), limits);
};
const hopsOf = (found: Trace): Record<string, string> => Object.fromEntries(found.hops.map((h) => [h.transfer, `${h.tier}:${h.taintedMinor}`]));
const heldOf = (found: Trace): Record<string, string> => Object.fromEntries(found.held.map((h) => [`${h.account.account} ${h.state}`, String(h.taintedMinor)]));

describe("what leaves first", () => {
  const mixed = [t("t0 0 clean>m1 10000"), t("t1 1 victim>m1 30000"), t("t2 2 m1>m2 20000"), t("t3 3 m1>m3 20000")];

  test("pro rata: three quarters of what left is the victim's", () => {
    const found = trace(mixed, "t1", { method: "pro-rata" });
    expect(hopsOf(found)).toEqual({ t1: "1:30000", t2: "2:15000", t3: "2:15000" });
    expect(heldOf(found)).toEqual({ "m2 in-account": "15000", "m3 in-account": "15000" });
  });

  test("FIFO: the clean money that came first leaves first", () => {
    expect(hopsOf(trace(mixed, "t1", { method: "fifo" }))).toEqual({ t1: "1:30000", t2: "2:10000", t3: "2:20000" });
  });

  test("LIFO: the stolen money that came last leaves first", () => {
    expect(hopsOf(trace(mixed, "t1", { method: "lifo" }))).toEqual({ t1: "1:30000", t2: "2:20000", t3: "2:10000" });
  });

  test("what an account pays beyond its known balance is clean", () => {
    const found = trace([t("t1 1 victim>m1 100"), t("t2 2 m1>m2 150")], "t1", { method: "fifo" });
    expect(hopsOf(found)).toEqual({ t1: "1:100", t2: "2:100" });
  });

  test("a stated balance adds clean money that is older than all that is known", () => {
    const stated = [t("t1 1 victim>m1 30000"), t("t2 2 m1>m2 20000", { balanceBeforeMinor: 40_000n })];
    expect(hopsOf(trace(stated, "t1", { method: "pro-rata" }))["t2"]).toBe("2:15000");
    expect(hopsOf(trace(stated, "t1", { method: "fifo" }))["t2"]).toBe("2:10000");
    expect(hopsOf(trace(stated, "t1", { method: "lifo" }))["t2"]).toBe("2:20000");
  });

  test("a stated balance below what is known: the difference has left unseen, and that is an exit", () => {
    const found = trace([t("t1 1 victim>m1 30000"), t("t2 2 m1>m2 5000", { balanceBeforeMinor: 10_000n })], "t1", { method: "pro-rata" });
    expect(heldOf(found)).toEqual({ "m1 in-account": "5000", "m1 exited": "20000", "m2 in-account": "5000" });
    expect(found.exits).toMatchObject([{ kind: "unseen", transfer: "t2", taintedMinor: 20_000n }]);
  });

  test("of two transfers in one instant the smaller id comes first, whatever the order in the file", () => {
    const tie = [t("b 1 m1>m2 100"), t("a 1 victim>m1 100")];
    expect(hopsOf(trace(tie, "a"))).toEqual({ a: "1:100", b: "2:100" });
    const other = [t("b 1 victim>m1 100"), t("a 1 m1>m2 100")];
    expect(hopsOf(trace(other, "b"))).toEqual({ b: "1:100" });
  });
});

describe("where money goes", () => {
  test("tiers belong to transfers: one account on two of them, and a transfer that carries both", () => {
    const found = trace([t("t1 1 victim>m1 100"), t("t2 2 m1>m2 40"), t("t3 3 m2>m1 40"), t("t4 4 m1>m3 100")], "t1", { method: "pro-rata" });
    expect(hopsOf(found)).toEqual({ t1: "1:100", t2: "2:40", t3: "3:40", t4: "2:100" });
    expect(found.hops[3].tiers).toEqual([
      { tier: 2, taintedMinor: 60n },
      { tier: 4, taintedMinor: 40n },
    ]);
    expect(found.hops.map((h) => h.roundTrip ?? false)).toEqual([false, false, true, false]);
  });

  test("cash, crypto and unknown institutions are exits and are not followed on", () => {
    const found = trace(
      [
        t("t1 1 victim>m1 100"),
        t("t2 2 m1>atm 20", { channel: "cash-withdrawal" }),
        t("t3 3 m1>wallet 30", { channel: "crypto" }),
        t("t4 4 m1>u1 10"),
        t("t5 5 wallet>m9 30"),
        t("t6 6 m1>gold 5", { payeeType: "crypto" }),
      ],
      "t1",
    );
    expect(found.exits.map((e) => [e.transfer, e.kind])).toEqual([
      ["t2", "cash"],
      ["t3", "crypto"],
      ["t4", "unknown-institution"],
      ["t6", "crypto"],
    ]);
    expect(heldOf(found)).toEqual({ "m1 in-account": "35", "atm exited": "20", "wallet exited": "30", "u1 exited": "10", "gold exited": "5" });
  });

  test("money that comes back to the victim is returned, and what the victim pays again is not followed", () => {
    const found = trace([t("t1 1 victim>m1 100"), t("t2 2 m1>victim 60"), t("t3 3 victim>m2 60")], "t1");
    expect(hopsOf(found)).toEqual({ t1: "1:100", t2: "2:60" });
    expect(heldOf(found)).toEqual({ "victim returned": "60", "m1 in-account": "40" });
    expect(found.hops[1].roundTrip).toBe(true);
  });

  test("a payment in another currency beyond what was known there may be changed money, and stays with the account", () => {
    const found = trace([t("t1 1 victim>m1 100"), t("t2 2 m1>m2 40", { currency: "USD" })], "t1");
    expect(found.exits).toMatchObject([{ kind: "currency-change", transfer: "t2", currency: "USD", amountMinor: 40n }]);
    expect(heldOf(found)).toEqual({ "m1 in-account": "100" });
  });

  test("from an account: all its payments, or those from an instant on", () => {
    const transfers = [t("t1 1 victim>m1 100"), t("t2 2 victim>m2 50"), t("t3 3 m1>m2 100")];
    const graph = graphOf(transfers);
    expect(traceForward(graph, rootsOf(graph, "B:victim")).stolenMinor).toBe(150n);
    expect(traceForward(graph, rootsOf(graph, "victim", { fromMs: START + 2000 })).roots).toEqual(["t2"]);
  });

  test("one victim's transfer that carries another's stolen money is not counted twice", () => {
    const transfers = [t("t1 1 v1>m1 100"), t("t2 2 m1>m2 150")];
    const graph = graphOf(transfers);
    const found = traceForward(graph, [graph.find("t1"), graph.find("t2")], { method: "fifo" });
    expect(found.stolenMinor).toBe(150n);
    expect(found.hops[1]).toMatchObject({
      tier: 1,
      taintedMinor: 150n,
      tiers: [
        { tier: 1, taintedMinor: 50n },
        { tier: 2, taintedMinor: 100n },
      ],
    });
  });
});

describe("limits", () => {
  const chain = [t("t1 1 victim>m1 100"), t("t2 2 m1>m2 100"), t("t3 3 m2>m3 100"), t("t4 4 m3>m4 100")];

  test("hops: the money stays where the last followed transfer brought it", () => {
    const found = trace(chain, "t1", { hopsMax: 2 });
    expect(hopsOf(found)).toEqual({ t1: "1:100", t2: "2:100" });
    expect(heldOf(found)).toEqual({ "m2 in-account": "100" });
    expect(found.frontier).toMatchObject([{ reason: "hops", taintedMinor: 100n }]);
  });

  test("window: what comes later is not looked at, and the frontier says that there is more", () => {
    const found = trace(chain, "t1", { windowMs: 1000 });
    expect(heldOf(found)).toEqual({ "m2 in-account": "100" });
    expect(found.frontier).toMatchObject([{ reason: "window" }]);
  });

  test("minimum: what carries less is not listed, and the sum stays by its name with the account that paid it", () => {
    const transfers = [t("t1 1 victim>m1 100"), t("t2 2 m1>m2 9"), t("t3 3 m2>m3 9"), t("t4 4 m1>m4 50"), t("t5 5 m1>m5 35"), t("t6 6 m1>m6 6")];
    const found = trace(transfers, "t1", { taintMinMinor: 10 });
    expect(hopsOf(found)).toEqual({ t1: "1:100", t4: "2:50", t5: "2:35" });
    expect(found.frontier.map((f) => [f.account.account, f.reason, f.taintedMinor])).toEqual([
      ["m4", "resting", 50n],
      ["m5", "resting", 35n],
      ["m1", "minimum", 15n],
    ]);
    expect(hopsOf(trace(transfers, "t1", { taintMinPpm: 100_000 }))).toEqual(hopsOf(found));
  });

  const hub = [t("t1 1 victim>hub 1000"), ...Array.from({ length: 50 }, (_, i) => t(`p${100 + i} ${2 + i} hub>c${i} 10`))];

  test("fan-out: a busy account is followed so far, the rest stays, and the truncation is reported", () => {
    const found = trace(hub, "t1", { fanOutMax: 20 });
    expect(found.hops.length).toBe(21);
    expect(found.truncated).toMatchObject([{ account: { account: "hub" }, reason: "fan-out", taintedMinor: 800n }]);
    expect(found.held.reduce((s, h) => s + h.taintedMinor, 0n)).toBe(1000n);
  });

  test("entries and transfers: the same", () => {
    expect(trace(hub, "t1", { entriesMax: 11 }).truncated).toMatchObject([{ reason: "entries", taintedMinor: 900n }]);
    const whole = trace(hub, "t1", { transfersMax: 5 });
    expect(whole.hops.length).toBe(5);
    expect(whole.truncated).toMatchObject([{ reason: "transfers", taintedMinor: 960n }]);
    expect(whole.held.reduce((s, h) => s + h.taintedMinor, 0n)).toBe(1000n);
  });

  test("a limit that is exactly met cuts nothing", () => {
    expect(trace(hub, "t1", { fanOutMax: 50, entriesMax: 51 }).truncated).toEqual([]);
  });
});

// Towns: few accounts, so that money meets money; ties in time, statements, exits, other currencies, ids in any order.

const names = ["v", "m1", "m2", "m3", "m4", "m5", "w1", "u1"];
const transferIn = (seconds: number): fc.Arbitrary<Transfer> =>
  fc
    .record({
      id: fc.uuid(),
      from: fc.constantFrom(...names.slice(0, 6)),
      to: fc.constantFrom(...names),
      second: fc.integer({ min: 0, max: seconds }),
      amount: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 1000 }) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 999_999_999_999_999 }) }),
      stated: fc.option(fc.integer({ min: 0, max: 1500 }), { nil: undefined, freq: 8 }),
      channel: fc.option(fc.constantFrom("cash-withdrawal" as const, "crypto" as const, "mobile" as const), { nil: undefined, freq: 4 }),
      currency: fc.oneof({ weight: 9, arbitrary: fc.constant("CNY") }, { weight: 1, arbitrary: fc.constant("USD") }),
    })
    .map((r) => ({
      id: r.id,
      from: account(r.from),
      to: account(r.to),
      occurredAtMs: START + r.second * 1000,
      amountMinor: BigInt(r.amount),
      currency: r.currency,
      ...(r.stated === undefined ? {} : { balanceBeforeMinor: BigInt(r.stated) }),
      ...(r.channel === undefined ? {} : { channel: r.channel }),
    }));
const town = fc.uniqueArray(transferIn(25), { minLength: 2, maxLength: 45, selector: (x) => x.id });
const limits = fc.record({
  method: fc.constantFrom(...TRACE_METHODS),
  hopsMax: fc.constantFrom(1, 2, 3, 8, 64),
  windowMs: fc.constantFrom(5_000, 15_000, 1_000_000),
  taintMinMinor: fc.constantFrom(1, 1, 20),
  taintMinPpm: fc.constantFrom(0, 0, 50_000),
});

/** The transfers, and one to three of them that move something in yuan. */
const case_ = fc.tuple(town, limits, fc.infiniteStream(fc.nat())).map(([transfers, asked, picks]) => {
  const possible = transfers.filter((x) => x.amountMinor > 0n && x.from.account !== x.to.account && x.currency === "CNY");
  const count = possible.length === 0 ? 0 : 1 + ((picks.next().value ?? 0) % 3);
  const roots = Array.from({ length: count }, () => possible[(picks.next().value ?? 0) % possible.length].id);
  return { transfers, asked, roots: [...new Set(roots)] };
});

const compact = (found: Trace): unknown => ({
  stolen: found.stolenMinor,
  hops: found.hops.map((h) => [h.transfer, h.tier, h.taintedMinor]),
  held: new Map(found.held.map((h) => [`${h.account.institution}:${h.account.account} ${h.state}`, h.taintedMinor])),
  frontier: new Map(found.frontier.map((f) => [`${f.account.institution}:${f.account.account} ${f.reason}`, f.taintedMinor])),
});

describe("properties", () => {
  test("the fast trace equals the plain one, transfer by transfer and place by place", () => {
    fc.assert(
      fc.property(case_, ({ transfers, asked, roots }) => {
        fc.pre(roots.length > 0);
        const graph = graphOf(transfers);
        const found = traceForward(
          graph,
          roots.map((id) => graph.find(id)),
          asked,
        );
        const plain = plainTrace(transfers, roots, traceLimits(asked));
        expect(compact(found)).toEqual({
          stolen: plain.stolenMinor,
          hops: plain.hops.map((h) => [h.transfer, h.tier, h.taintedMinor]),
          held: plain.held,
          frontier: plain.frontier,
        });
        for (const h of found.hops) {
          const tiers = plain.hops.find((p) => p.transfer === h.transfer)?.tiers;
          expect(new Map(h.tiers?.map((x) => [x.tier, x.taintedMinor]) ?? [[h.tier, h.taintedMinor]])).toEqual(tiers);
        }
      }),
      { seed: 20261101, numRuns: 1_000 },
    );
  });

  test("one object traces again and again as a fresh one does", () => {
    fc.assert(
      fc.property(case_, ({ transfers, asked }) => {
        const graph = graphOf(transfers);
        const again = new ForwardTrace(graph, traceLimits(asked));
        for (const x of transfers) {
          if (x.amountMinor === 0n || x.from.account === x.to.account) continue;
          again.run([graph.find(x.id)]);
          expect(describeTrace(again)).toEqual(traceForward(graph, [graph.find(x.id)], asked));
        }
      }),
      { seed: 20261105, numRuns: 40 },
    );
  });

  test("money is conserved to the last unit, and no path goes back in time", () => {
    fc.assert(
      fc.property(case_, ({ transfers, asked, roots }) => {
        fc.pre(roots.length > 0);
        const graph = graphOf(transfers);
        const found = traceForward(
          graph,
          roots.map((id) => graph.find(id)),
          { ...asked, fanOutMax: 3, entriesMax: 12, transfersMax: 15 },
        );
        expect(found.held.reduce((s, h) => s + h.taintedMinor, 0n)).toBe(found.stolenMinor);
        const firstAt = new Map<string, number>();
        for (const h of found.hops) {
          expect(h.taintedMinor).toBeLessThanOrEqual(h.amountMinor);
          if (!roots.includes(h.transfer)) expect(firstAt.get(h.from.account)).toBeLessThanOrEqual(h.occurredAtMs);
          if (!firstAt.has(h.to.account)) firstAt.set(h.to.account, h.occurredAtMs);
        }
      }),
      { seed: 20261102, numRuns: 600 },
    );
  });

  test("a shuffled file gives the same trace, in one batch or in many", () => {
    fc.assert(
      fc.property(case_, fc.integer(), ({ transfers, asked, roots }, salt) => {
        fc.pre(roots.length > 0);
        const shuffled = [...transfers].sort((a, b) => mix(a.id, salt) - mix(b.id, salt));
        const one = graphOf(transfers);
        const other = new MoneyGraph();
        for (let i = 0; i < shuffled.length; i += 7) other.apply(batchOfTransfers(shuffled.slice(i, i + 7)));
        const of = (graph: MoneyGraph): Trace =>
          traceForward(
            graph,
            roots.map((id) => graph.find(id)),
            { ...asked, fanOutMax: 4, entriesMax: 20 },
          );
        expect(of(other)).toEqual(of(one));
      }),
      { seed: 20261103, numRuns: 400 },
    );
  });

  test("fewer hops give the beginning of the trace with more", () => {
    fc.assert(
      fc.property(case_, fc.constantFrom("fifo" as const, "lifo" as const), fc.integer({ min: 1, max: 5 }), ({ transfers, roots }, method, hopsMax) => {
        fc.pre(roots.length > 0);
        const graph = graphOf(transfers);
        const rows = [graph.find(roots[0])];
        const byTier = (found: Trace): string[] =>
          found.hops
            .flatMap((h) => (h.tiers ?? [{ tier: h.tier, taintedMinor: h.taintedMinor }]).map((x) => ({ ...x, transfer: h.transfer })))
            .filter((x) => x.tier <= hopsMax)
            .map((x) => `${x.transfer} ${x.tier} ${x.taintedMinor}`)
            .sort();
        expect(byTier(traceForward(graph, rows, { method, hopsMax }))).toEqual(byTier(traceForward(graph, rows, { method, hopsMax: 64 })));
      }),
      { seed: 20261104, numRuns: 400 },
    );
  });
});

function mix(id: string, salt: number): number {
  let h = salt;
  for (const c of id) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193);
  return h;
}
