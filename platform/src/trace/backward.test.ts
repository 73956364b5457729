import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "../domain/account.ts";
import { traceBackward, type BackwardQuestion, type BackwardTrace } from "./backward.ts";
import { MoneyGraph } from "./graph.ts";
import { TRACE_METHODS } from "./limits.ts";
import { traceForward } from "./trace.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers } from "./transfer-event.ts";

const START = Date.UTC(2026, 10, 1, 8);
const account = (name: string): Account => ({ institution: "B", account: name }) as Account;

/** `"t1 3 a>b 500"`: id, second, payer, payee, amount. */
function t(text: string, more: Partial<Transfer> = {}): Transfer {
  const [id, second, parties, amount] = text.split(" ");
  const [from, to] = parties.split(">");
  return { id, from: account(from), to: account(to), occurredAtMs: START + Number(second) * 1000, amountMinor: BigInt(amount), currency: "CNY", ...more };
}

function graphOf(transfers: readonly Transfer[]): MoneyGraph {
  const graph = new MoneyGraph();
  graph.apply(batchOfTransfers(transfers));
  return graph;
}

const backward = (graph: MoneyGraph, name: string, question: BackwardQuestion = {}): BackwardTrace => traceBackward(graph, graph.pockets.findByText(name)[0], question);
const sourcesOf = (found: BackwardTrace): Record<string, string> => Object.fromEntries(found.sources.map((s) => [s.transfer, `${s.kind} ${s.reachedMinor} ${s.heldMinor}`]));

describe("backward", () => {
  const town = [t("v1 1 victim1>m1 300"), t("v2 2 victim2>m1 100", { reportedVictim: true }), t("p1 3 m1>boss 200"), t("p2 4 boss>shop 50"), t("v3 5 victim3>boss 40")];

  test("names the victims and how much of each reached and is still there", () => {
    const found = backward(graphOf(town), "boss", { method: "pro-rata" });
    expect(sourcesOf(found)).toEqual({ v1: "origin 150 112", v2: "origin 50 38", v3: "origin 40 40" });
    expect(found).toMatchObject({ receivedMinor: 240n, balanceMinor: 190n, olderMinor: 0n, truncated: [] });
    expect(found.sources.map((s) => s.reported)).toEqual([false, true, false]);
  });

  test("by first in, first out only the first victim's money went on", () => {
    expect(sourcesOf(backward(graphOf(town), "boss", { method: "fifo" }))).toEqual({ v1: "origin 200 150", v3: "origin 40 40" });
  });

  test("what an account had before the window is older money", () => {
    const graph = graphOf([t("old 1 x>m1 1000"), t("v1 100 victim>m1 1000"), t("p1 101 m1>boss 500")]);
    const found = backward(graph, "boss", { method: "pro-rata", windowMs: 50_000 });
    expect(sourcesOf(found)).toEqual({ v1: "origin 250 250" });
    expect(found.olderMinor).toBe(250n);
  });

  test("hops and busy accounts end the view, and the transfer there stands for what is behind", () => {
    const chain = graphOf([t("v 1 victim>m1 100"), t("p1 2 m1>m2 100"), t("p2 3 m2>boss 100")]);
    expect(sourcesOf(backward(chain, "boss", { hopsMax: 2 }))).toEqual({ p1: "hops 100 100" });
    const hub = graphOf([...Array.from({ length: 30 }, (_, i) => t(`c${10 + i} ${i} c${i}>hub 10`)), t("p 50 hub>boss 100")]);
    const found = backward(hub, "boss", { entriesMax: 20 });
    expect(sourcesOf(found)).toEqual({ p: "busy 100 100" });
    expect(found.truncated).toEqual([account("hub")]);
  });

  test("until an instant", () => {
    expect(backward(graphOf(town), "boss", { untilMs: START + 3000 })).toMatchObject({ receivedMinor: 200n, balanceMinor: 200n });
  });

  const names = ["a", "b", "c", "d", "e"];
  const random = fc.uniqueArray(
    fc
      .record({
        id: fc.uuid(),
        from: fc.constantFrom(...names),
        to: fc.constantFrom(...names),
        second: fc.integer({ min: 0, max: 20 }),
        amount: fc.integer({ min: 1, max: 500 }),
        stated: fc.option(fc.nat(600), { nil: undefined, freq: 9 }),
        cash: fc.constantFrom(...Array<boolean>(9).fill(false), true),
      })
      .filter((r) => r.from !== r.to)
      .map((r) =>
        t(`${r.id} ${r.second} ${r.from}>${r.to} ${r.amount}`, {
          ...(r.stated === undefined ? {} : { balanceBeforeMinor: BigInt(r.stated) }),
          ...(r.cash ? { channel: "cash-withdrawal" } : {}),
        }),
      ),
    { minLength: 2, maxLength: 40, selector: (x) => x.id },
  );

  test("agrees with tracing each source forward: exactly in order of arrival, to a unit a transfer in proportion", () => {
    fc.assert(
      fc.property(random, fc.constantFrom(...TRACE_METHODS), fc.constantFrom(2, 3, 8), (transfers, method, hopsMax) => {
        const graph = graphOf(transfers);
        const found = backward(graph, transfers[0].to.account, { method, hopsMax, windowMs: 1e9 });
        expect(found.sources.reduce((s, x) => s + x.reachedMinor, found.olderMinor)).toBe(found.receivedMinor);
        for (const source of found.sources) {
          const whole = transfers.find((x) => x.id === source.transfer);
          // A payment only part of which came from nowhere cannot be traced forward as if all of it had.
          const row = graph.find(source.transfer);
          if (source.kind === "origin" && graph.balanceBefore(graph.from(row), source.occurredAtMs, row) > 0) continue;
          if (whole?.balanceBeforeMinor !== undefined) continue;
          const forward = traceForward(graph, [graph.find(source.transfer)], { method, hopsMax, windowMs: Infinity });
          const reached = forward.hops.filter((h) => h.to.account === found.account.account).reduce((s, h) => s + h.taintedMinor, 0n);
          const held = forward.held.filter((h) => h.account.account === found.account.account && h.state === "in-account").reduce((s, h) => s + h.taintedMinor, 0n);
          const slack = method === "pro-rata" ? BigInt(transfers.length) : 0n;
          expect(difference(reached, source.reachedMinor)).toBeLessThanOrEqual(slack);
          expect(difference(held, source.heldMinor)).toBeLessThanOrEqual(slack);
        }
      }),
      { seed: 7, numRuns: 600 },
    );
  });
});

function difference(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}
