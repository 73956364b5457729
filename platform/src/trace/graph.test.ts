import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "../domain/account.ts";
import { PIECE_ENTRIES } from "./busy-run.ts";
import { ENTRY_DOUBLES, OTHER, ROW, ROW_MASK } from "./entries.ts";
import { GraphReader, GraphSnapshotRefused, readGraph, writeGraph } from "./graph-snapshot.ts";
import { MoneyGraph } from "./graph.ts";
import { inOrder } from "./plain-trace.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers } from "./transfer-event.ts";

const START = Date.UTC(2026, 10, 1);

function transfer(id: string, atMs: number, from: string, to: string, amountMinor: number, more: Partial<Transfer> = {}): Transfer {
  return {
    id,
    from: { institution: "B", account: from } as Account,
    to: { institution: "C", account: to } as Account,
    occurredAtMs: START + atMs,
    amountMinor: BigInt(amountMinor),
    currency: "CNY",
    ...more,
  };
}

/** Every pocket's payments and receipts as `time amount other id`, in the order in which they lie. */
function runsOf(graph: MoneyGraph): Record<string, readonly string[]> {
  const out: Record<string, string[]> = {};
  for (const [name, runs] of [
    ["paid", graph.payments],
    ["received", graph.receipts],
  ] as const) {
    for (let p = 0; p < graph.pockets.count; p++) {
      const list: string[] = [];
      for (let piece = 0, pieces = 1; piece < pieces; piece++) {
        runs.seat(p, piece);
        const { doubles, words, base, length } = runs;
        ({ pieces } = runs);
        for (let i = 0; i < length; i++) {
          const d = base + i * ENTRY_DOUBLES;
          list.push(`${doubles[d]} ${doubles[d + 1]} ${graph.pockets.account(words[d * 2 + OTHER]).account} ${graph.id(words[d * 2 + ROW] & ROW_MASK)}`);
        }
      }
      if (list.length > 0) out[`${graph.pockets.account(p).account} ${graph.pockets.currency(p)} ${name}`] = list;
    }
  }
  return out;
}

/** What the runs must be, from the transfers alone. */
function expectedRuns(transfers: readonly Transfer[]): Record<string, readonly string[]> {
  const out: Record<string, string[]> = {};
  for (const t of inOrder(transfers)) {
    if (t.amountMinor === 0n || (t.from.account === t.to.account && t.from.institution === t.to.institution)) continue;
    (out[`${t.from.account} ${t.currency} paid`] ??= []).push(`${t.occurredAtMs} ${t.amountMinor} ${t.to.account} ${t.id}`);
    (out[`${t.to.account} ${t.currency} received`] ??= []).push(`${t.occurredAtMs} ${t.amountMinor} ${t.from.account} ${t.id}`);
  }
  return out;
}

const some = fc
  .uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 12 }).filter((s) => !/[\u0000-\u001f]/.test(s) && s.isWellFormed()),
      at: fc.integer({ min: 0, max: 9 }),
      from: fc.integer({ min: 0, max: 4 }),
      to: fc.integer({ min: 0, max: 4 }),
      amount: fc.integer({ min: 0, max: 99 }),
      usd: fc.boolean(),
    }),
    { selector: (r) => r.id, maxLength: 60 },
  )
  .map((rows) => rows.map((r) => transfer(r.id, r.at, `a${r.from}`, `b${r.to}`, r.amount, r.usd ? { currency: "USD" } : {})));

describe("the graph", () => {
  test("holds every transfer in both its accounts, in order of time and then id, however they came", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 9 }), (transfers, size) => {
        const graph = new MoneyGraph();
        for (let i = 0; i < transfers.length; i += size) graph.apply(batchOfTransfers(transfers.slice(i, i + size)));
        expect(runsOf(graph)).toEqual(expectedRuns(transfers));
        for (const t of transfers) expect(graph.transfer(graph.find(t.id))).toEqual(t);
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  test("the order of ids of one instant is that of their bytes in UTF-8", () => {
    const graph = new MoneyGraph();
    // U+FF5E comes after U+1F600 by UTF-16 code units, before it by bytes.
    const ids = ["\u{1f600}", "\uff5e", "t10", "t2", "T"];
    graph.apply(batchOfTransfers(ids.map((id) => transfer(id, 0, "a", "b", 1))));
    expect(runsOf(graph)["a CNY paid"].map((e) => e.split(" ")[3])).toEqual(["T", "t10", "t2", "\uff5e", "\u{1f600}"]);
  });

  test("an account with thousands of transfers, many of them late or of one instant, is in order too, and its balance is known", () => {
    const count = 5 * PIECE_ENTRIES;
    const transfers = Array.from({ length: count }, (_, i) => {
      const at = (i * 7919) % 1000;
      return i % 3 === 0
        ? transfer(`o${i}`, at, "hub", `b${i % 50}`, i % 400)
        : { ...transfer(`i${i}`, at, `a${i % 50}`, "hub", i % 300), to: { institution: "B", account: "hub" } as Account };
    });
    const graph = new MoneyGraph();
    for (let i = 0; i < count; i += 100) graph.apply(batchOfTransfers(transfers.slice(i, i + 100)));
    expect(runsOf(graph)).toEqual(expectedRuns(transfers));

    const [hub] = graph.pockets.findByText("hub");
    const check = (all: readonly Transfer[]): void => {
      let balance = 0;
      for (const t of inOrder(all)) {
        if (t.amountMinor === 0n) continue;
        if (Number(t.amountMinor) % 7 === 0) expect(graph.balanceBefore(hub, t.occurredAtMs, graph.find(t.id))).toBe(balance);
        balance = t.from.account === "hub" ? Math.max(0, balance - Number(t.amountMinor)) : balance + Number(t.amountMinor);
      }
      expect(graph.balanceNow(hub)).toBe(balance);
    };
    check(transfers);
    check(transfers);
    // A late event changes balances that were remembered.
    const late = { ...transfer("late", 3, "a1", "hub", 777), to: { institution: "B", account: "hub" } as Account };
    graph.apply(batchOfTransfers([late]));
    check([...transfers, late]);
  });

  test("closes the holes that growing runs leave, and nothing is lost", () => {
    const accounts = 5_000;
    const count = 240_000;
    const of = (i: number): Transfer => transfer(`t${i}`, i, `a${(i * 7) % accounts}`, `b${(i * 13) % accounts}`, 1 + (i % 9));
    const graph = new MoneyGraph();
    for (let i = 0; i < count; i += 1_000) graph.apply(batchOfTransfers(Array.from({ length: 1_000 }, (_, k) => of(i + k))));
    // Without closing them, more than half would be holes.
    for (const runs of [graph.payments, graph.receipts]) {
      while (runs.tidy(1_000) > 0);
      expect(runs.slackShare).toBeLessThan(0.5);
      expect(runs.entries).toBe(count);
    }
    const found = runsOf(graph);
    for (const a of [0, 1, 77, 4_999]) {
      const own = Array.from({ length: count }, (_, i) => i).filter((i) => (i * 7) % accounts === a);
      expect(found[`a${a} CNY paid`]).toEqual(own.map((i) => `${START + i} ${1 + (i % 9)} b${(i * 13) % accounts} t${i}`));
    }
    expect(Object.values(found).reduce((sum, list) => sum + list.length, 0)).toBe(count * 2);
  });

  test("a repeated transfer counts once; another transfer under the same id is named and not taken", () => {
    const graph = new MoneyGraph();
    const t = transfer("t1", 0, "a", "b", 5);
    expect(graph.apply(batchOfTransfers([t, t]))).toEqual({ added: 1, repeated: 1, conflicts: [] });
    expect(graph.apply(batchOfTransfers([{ ...t, amountMinor: 6n }]))).toEqual({ added: 0, repeated: 0, conflicts: [{ index: 0, id: "t1" }] });
    expect(runsOf(graph)["a CNY paid"]).toHaveLength(1);
  });

  test("amounts up to the largest that an event may say stay exact; a sum beyond the exact ones is held back", () => {
    const graph = new MoneyGraph();
    graph.apply(batchOfTransfers(Array.from({ length: 10 }, (_, i) => transfer(`t${i}`, i, "a", "b", 999_999_999_999_999))));
    expect(graph.transfer(graph.find("t3")).amountMinor).toBe(999_999_999_999_999n);
    expect(graph.balanceNow(graph.pockets.findByText("b")[0])).toBe(2 ** 52);
  });

  test("an account of one name at two institutions, or in two currencies, is several pockets", () => {
    const graph = new MoneyGraph();
    graph.apply(batchOfTransfers([transfer("t1", 0, "x", "x", 5), transfer("t2", 1, "x", "x", 5, { currency: "USD" })]));
    expect(graph.pockets.count).toBe(4);
    expect(graph.pockets.findByText("x")).toHaveLength(4);
    expect(graph.pockets.findAll({ institution: "B", account: "x" } as Account)).toHaveLength(2);
  });
});

describe("a snapshot", () => {
  const build = (): MoneyGraph => {
    const graph = new MoneyGraph();
    const list = Array.from({ length: 4_000 }, (_, i) =>
      transfer(`t${i}`, (i * 31) % 977, i % 5 === 0 ? "hub" : `a${i % 97}`, `b${i % 13}`, i % 50, i % 10 === 0 ? { balanceBeforeMinor: BigInt(i), channel: "atm" } : {}),
    );
    graph.apply(
      batchOfTransfers(list),
      Float64Array.from(list, (_, i) => i + 1),
    );
    return graph;
  };

  test("comes back the same, and grows on as the original does", () => {
    const graph = build();
    const back = readGraph([...writeGraph(graph)]);
    const more = batchOfTransfers([transfer("n1", 3, "hub", "b1", 5), transfer("n2", 2_000, "new", "hub", 7)]);
    for (const g of [graph, back]) g.apply(more);
    expect(runsOf(back)).toEqual(runsOf(graph));
    expect(back.count).toBe(graph.count);
    for (const id of ["t0", "t10", "t3999", "n1"]) expect(back.transfer(back.find(id))).toEqual(graph.transfer(graph.find(id)));
    expect([...writeGraph(readGraph([...writeGraph(back)]))]).toEqual([...writeGraph(back)]);
  });

  test("an empty graph too", () => {
    expect(readGraph([...writeGraph(new MoneyGraph())]).count).toBe(0);
  });

  test("a chunk that is missing, cut or changed is refused", () => {
    const chunks = [...writeGraph(build())];
    for (let missing = 0; missing < chunks.length; missing++) {
      expect(() => readGraph(chunks.filter((_, i) => i !== missing)), `without chunk ${missing}`).toThrow(GraphSnapshotRefused);
    }
    expect(() => readGraph(chunks.map((c, i) => (i === chunks.length - 1 ? c.subarray(0, c.length - 8) : c)))).toThrow(GraphSnapshotRefused);
    expect(() => readGraph([new TextEncoder().encode('{"format":"other"}')])).toThrow(GraphSnapshotRefused);
    expect(() => new GraphReader().end()).toThrow(GraphSnapshotRefused);
  });

  test("writing it stops when the graph changes meanwhile", () => {
    const graph = build();
    const writing = writeGraph(graph);
    writing.next();
    writing.next();
    graph.apply(batchOfTransfers([transfer("x", 1, "a", "b", 1)]));
    expect(() => writing.next()).toThrow(/not changed/);
  });
});
