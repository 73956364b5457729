/** Traces of matters that know more than the stream: equal to tracing in one graph of everything, at every moment, for them alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Account } from "../domain/account.ts";
import { traceBackward } from "./backward.ts";
import { MoneyGraph } from "./graph.ts";
import type { OwnTransfer } from "./joined-graph.ts";
import { TRACE_METHODS, traceLimits } from "./limits.ts";
import { OpenTraces, watchQuestion, type MatterMoney } from "./open-traces.ts";
import { PURPOSES, PURPOSE_SAMPLES, purposeOf } from "./purpose-table.ts";
import type { ToldPayment } from "./reported-payment.ts";
import { traceForward, type Trace } from "./trace.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers } from "./transfer-event.ts";

const START = Date.UTC(2026, 10, 1, 8);
const MINUTE = 60_000;

const at = (name: string): Account => ({ institution: "B", account: name }) as Account;

function t(text: string, more: Partial<Transfer> = {}): Transfer {
  const [id, minute, parties, amount] = text.split(" ");
  const [from, to] = parties.split(">").map(at);
  return { id, from, to, occurredAtMs: START + Number(minute) * MINUTE, amountMinor: BigInt(amount), currency: "CNY", ...more };
}

function told(text: string, more: Partial<ToldPayment> = {}): ToldPayment {
  const { id, from, to, occurredAtMs, amountMinor, currency } = t(text);
  return { id, from, to, atMs: occurredAtMs, amountMinor, currency, transfer: null, source: { kind: "reported", report: "rep_1" }, ...more };
}

const stated = (text: string, line = 2): OwnTransfer => ({ ...t(text), source: { kind: "statement", statement: "sta_1", line } });
const money = (more: Partial<MatterMoney>): MatterMoney => ({ payments: [], told: [], statements: [], ...more });
const hops = (trace: Trace | undefined): readonly string[] => trace?.hops.map((h) => `${h.transfer} ${h.tier} ${h.taintedMinor}`) ?? [];
const WATCH = watchQuestion({ taintMinPpm: 0 });

function openWith(transfers: readonly Transfer[]): OpenTraces {
  const traces = new OpenTraces(new MoneyGraph());
  if (transfers.length > 0) traces.apply(batchOfTransfers(transfers));
  return traces;
}

test("a payment that was told of is the transfer nearest to it; one that nobody shows yet stands as it was told", () => {
  const traces = openWith([t("x1 0 v>m1 500"), t("x2 9 v>m1 500"), t("x3 12 w>m1 500"), t("x4 20 m1>m2 500")]);
  traces.setMoney("rep_1", money({ payments: [told("r.0 10 v>m1 500")] }));
  const key = traces.ask("rep_1", WATCH);
  expect(traces.get("rep_1", key)?.payments).toMatchObject([{ transfer: "x2", seen: true }]);
  expect(hops(traces.get("rep_1", key)?.trace)).toEqual(["x2 1 500", "x4 2 167"]);
  traces.setMoney("rep_2", money({ payments: [told("r.0 5 v>unseen 500")] }));
  const other = traces.ask("rep_2", WATCH);
  expect(traces.get("rep_2", other)?.payments).toMatchObject([{ transfer: "r.0", seen: false }]);
  // The payee's institution streams what it pays on: the trace goes on before anybody shows the payment itself.
  expect(traces.apply(batchOfTransfers([t("y1 6 unseen>n2 300")])).touched).toEqual([]);
  expect(traces.settle()).toEqual([["rep_2", other]]);
  expect(hops(traces.get("rep_2", other)?.trace)).toEqual(["r.0 1 500", "y1 2 300"]);
  // It comes late, and takes the place of what was told: nothing is counted twice.
  traces.apply(batchOfTransfers([t("y0 4 v>unseen 500")]));
  traces.settle();
  expect(hops(traces.get("rep_2", other)?.trace)).toEqual(["y0 1 500", "y1 2 300"]);
  expect(traces.get("rep_2", other)?.payments).toMatchObject([{ seen: true }]);
});

test("what one matter knows appears in no other's trace", () => {
  const traces = openWith([t("x1 0 v>m1 500"), t("x5 0 w>m1 70")]);
  traces.setMoney("rep_1", money({ payments: [told("r.0 0 v>m1 500")], statements: [stated("st.1 5 m1>secret 400")] }));
  traces.setMoney("rep_2", money({ payments: [told("q.0 0 w>m1 70")] }));
  const mine = traces.ask("rep_1", WATCH);
  const theirs = traces.ask("rep_2", WATCH);
  expect(hops(traces.get("rep_1", mine)?.trace)).toEqual(["x1 1 500", "st.1 2 351"]);
  expect(hops(traces.get("rep_2", theirs)?.trace)).toEqual(["x5 1 70"]);
  expect(traces.wide.find("st.1")).toBe(-1);
  // The stream shows the same transfer a minute apart: it is one transfer, and everybody may see it.
  traces.apply(batchOfTransfers([t("x6 6 m1>secret 400")]));
  traces.settle();
  expect(hops(traces.get("rep_1", mine)?.trace)).toEqual(["x1 1 500", "x6 2 351"]);
  expect(traces.get("rep_1", mine)?.doubles).toBe(1);
  expect(hops(traces.get("rep_2", theirs)?.trace)).toEqual(["x5 1 70", "x6 2 49"]);
});

test("two equal payments are two, also where a statement shows them", () => {
  const traces = openWith([]);
  traces.setMoney("rep_1", money({ payments: [told("r.0 0 v>m1 500"), told("r.1 3 v>m1 500")], statements: [stated("st.1 0 v>m1 500"), stated("st.2 3 v>m1 500", 3)] }));
  const key = traces.ask("rep_1", WATCH);
  expect(hops(traces.get("rep_1", key)?.trace)).toEqual(["st.1 1 500", "st.2 1 500"]);
  traces.apply(batchOfTransfers([t("x1 0 v>m1 500")]));
  traces.settle();
  expect(hops(traces.get("rep_1", key)?.trace)).toEqual(["x1 1 500", "st.2 1 500"]);
});

test("a trace from an account begins anew when the account pays again; one from a transfer nobody knows waits", () => {
  const traces = openWith([t("x1 0 a>m1 100")]);
  traces.setMoney("cas_1", money({}));
  const account = traces.ask("cas_1", { start: { kind: "account", account: at("a"), currency: null, fromMs: START - MINUTE }, limits: traceLimits() });
  const waiting = traces.ask("cas_1", { start: { kind: "transfer", id: "x9" }, limits: traceLimits() });
  expect(traces.get("cas_1", waiting)).toBeNull();
  traces.apply(batchOfTransfers([t("x2 1 a>m2 50"), t("x9 2 m2>m3 20")]));
  expect(traces.settle()).toEqual([
    ["cas_1", account],
    ["cas_1", waiting],
  ]);
  expect(hops(traces.get("cas_1", account)?.trace)).toEqual(["x1 1 100", "x2 1 50", "x9 2 20"]);
  expect(hops(traces.get("cas_1", waiting)?.trace)).toEqual(["x9 1 20"]);
  traces.drop("cas_1", waiting);
  expect(traces.questionsOf("cas_1")).toEqual([account]);
});

test("every purpose survives being handed on by its class alone", () => {
  for (const purpose of PURPOSES) expect(PURPOSES[purposeOf(PURPOSE_SAMPLES[purpose])]).toBe(purpose);
});

const ACCOUNTS = ["a", "b", "c", "d", "e", "f"];
const someTransfers = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 120 }),
    from: fc.constantFrom(...ACCOUNTS),
    to: fc.constantFrom(...ACCOUNTS),
    amount: fc.integer({ min: 1, max: 900 }),
    own: fc.boolean(),
    goods: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
);

test("in any order and in pieces, the trace of a matter that knows transfers of its own equals the trace of everything in one graph", () => {
  let joined = 0;
  fc.assert(
    fc.property(someTransfers, fc.constantFrom(...TRACE_METHODS), fc.nat(), (drawn, method, salt) => {
      const all = drawn.map(({ minute, from, to, amount, goods }, i) =>
        t(`t${String(i).padStart(2, "0")} ${minute * 10} ${from}>${to} ${amount}`, { goodsTrade: goods || undefined }),
      );
      // Times far enough apart that no two transfers are taken for one.
      const root = t("root 0 victim>a 1000");
      const own = all
        .filter((_, i) => drawn[i].own)
        .map((one, i): OwnTransfer => ({ ...one, id: `o${one.id}`, currency: "CNY", source: { kind: "statement", statement: "sta_1", line: i } }));
      const ownPlain = own.filter(
        (one) =>
          !all.some(
            (other, i) =>
              !drawn[i].own &&
              other.to.account === one.to.account &&
              other.from.account === one.from.account &&
              other.amountMinor === one.amountMinor &&
              Math.abs(other.occurredAtMs - one.occurredAtMs) <= 2 * MINUTE,
          ),
      );
      const stream = [root, ...all.filter((_, i) => !drawn[i].own)]
        .map((one, i) => ({ one, order: Math.imul(i + 1, (salt | 1) + 2) >>> 0 }))
        .sort((x, y) => x.order - y.order)
        .map(({ one }) => one);
      const traces = openWith([]);
      traces.setMoney("rep_1", money({ payments: [told("r.0 0 victim>a 1000")], statements: ownPlain }));
      const key = traces.ask("rep_1", { start: { kind: "payments", currency: null }, limits: traceLimits({ method }) });
      for (let from = 0; from < stream.length; from += 7) {
        traces.apply(batchOfTransfers(stream.slice(from, from + 7)));
        traces.settle();
      }
      const whole = new MoneyGraph();
      whole.apply(batchOfTransfers([...stream, ...ownPlain]));
      const expected = traceForward(whole, [whole.find("root")], { method });
      const found = traces.get("rep_1", key)?.trace;
      if (ownPlain.length > 0) joined++;
      expect(found).toEqual(expected);
      // And so does the look back, from each account.
      for (const name of ACCOUNTS) {
        const graph = traces.graphBehind("rep_1", at(name), 8);
        const [mine, everywhere] = [graph.pockets.find(at(name), "CNY"), whole.pockets.find(at(name), "CNY")];
        if (everywhere < 0 || whole.payments.lengthOf(everywhere) + whole.receipts.lengthOf(everywhere) === 0) continue;
        expect(traceBackward(graph, mine, { method })).toEqual(traceBackward(whole, everywhere, { method }));
      }
      expect(traces.get("rep_1", key)?.trace).toEqual(expected);
    }),
    { numRuns: 120, seed: 11 },
  );
  expect(joined).toBeGreaterThan(50);
});
