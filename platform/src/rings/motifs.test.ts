import fc from "fast-check";
import { expect, test } from "vitest";
import { MOTIF_LIMITS, type Motif, type MotifKind } from "./motif.ts";
import { findMotifs } from "./motifs.ts";
import { temporalCycles } from "./temporal-cycles.ts";
import { timeLists, type Transfers } from "./transfers.ts";

type Row = readonly [from: number, to: number, atMs: number, amountMinor: number];
const HOUR = 3_600_000;

function transfersOf(accounts: number, rows: readonly Row[]): Transfers {
  return {
    accounts,
    from: Int32Array.from(rows, (r) => r[0]),
    to: Int32Array.from(rows, (r) => r[1]),
    atMs: Float64Array.from(rows, (r) => r[2]),
    amountMinor: Float64Array.from(rows, (r) => r[3]),
  };
}

const rowsOf = (accounts: number, max: number): fc.Arbitrary<Row[]> => {
  const account = fc.integer({ min: 0, max: accounts - 1 });
  return fc.array(fc.tuple(account, account, fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 5 })), { maxLength: max });
};

/** Every sequence of distinct transfers, tried in turn. */
function bruteCycles(rows: readonly Row[], windowMs: number, lengthMin: number, lengthMax: number, low: number, high: number): string[] {
  const found: string[] = [];
  const after = (i: number, first: number): boolean => rows[i][2] > rows[first][2] || (rows[i][2] === rows[first][2] && i > first);
  const extend = (path: number[]): void => {
    const last = rows[path[path.length - 1]];
    const home = rows[path[0]][0];
    for (let i = 0; i < rows.length; i++) {
      const [a, b, at, amount] = rows[i];
      if (a !== last[1] || path.includes(i) || !after(i, path[0]) || at < last[2] || at > rows[path[0]][2] + windowMs || amount < last[3] * low || amount > last[3] * high)
        continue;
      if (b === home) {
        if (path.length + 1 >= lengthMin) found.push([...path, i].join());
      } else if (path.length + 1 < lengthMax && !path.some((p) => rows[p][0] === b || rows[p][1] === b)) extend([...path, i]);
    }
  };
  rows.forEach(([a, b], i) => {
    if (a !== b) extend([i]);
  });
  return found.sort();
}

test("cycles in time equal those found by trying every sequence", () => {
  fc.assert(
    fc.property(
      rowsOf(6, 22),
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 2, max: 4 }),
      fc.integer({ min: 3, max: 6 }),
      fc.boolean(),
      (rows, windowMs, lengthMin, lengthMax, banded) => {
        const [low, high] = banded ? [0.5, 1.5] : [0, Number.POSITIVE_INFINITY];
        const { cycles, found, cutShort } = temporalCycles(transfersOf(6, rows), { windowMs, lengthMin, lengthMax, band: { low, high } });
        expect(cycles.map((c) => [...c].join()).sort()).toEqual(bruteCycles(rows, windowMs, lengthMin, lengthMax, low, high));
        expect([found, cutShort]).toEqual([cycles.length, 0]);
      },
    ),
    { numRuns: 300 },
  );
});

test("an account with more payments than are followed is cut short, and that is said", () => {
  const rows: Row[] = [[0, 1, 0, 1], ...Array.from({ length: 20 }, (_, i): Row => [1, 2 + i, 1, 1]), ...Array.from({ length: 20 }, (_, i): Row => [2 + i, 0, 2, 1])];
  const transfers = transfersOf(22, rows);
  expect(temporalCycles(transfers, { windowMs: 10 }).found).toBe(20);
  const cut = temporalCycles(transfers, { windowMs: 10, fanMax: 5 });
  expect([cut.found, cut.cutShort]).toEqual([5, 1]);
});

test("amounts that are hidden fit any band", () => {
  const rows: Row[] = [
    [0, 1, 0, Number.NaN],
    [1, 2, 1, Number.NaN],
    [2, 0, 2, 5],
  ];
  expect(temporalCycles(transfersOf(3, rows), { windowMs: 10, band: { low: 0.9, high: 1 } }).found).toBe(1);
});

test("time lists are in time for every account, whatever order the file has", () => {
  fc.assert(
    fc.property(rowsOf(5, 30), (rows) => {
      const lists = timeLists(transfersOf(5, rows), "to");
      for (let v = 0; v < 5; v++) {
        const own = [...lists.transfer.subarray(lists.offsets[v], lists.offsets[v + 1])];
        expect(own.map((i) => rows[i][1])).toEqual(own.map(() => v));
        expect(own.map((i) => rows[i][2])).toEqual(
          rows
            .filter((r) => r[1] === v)
            .map((r) => r[2])
            .sort((a, b) => a - b),
        );
        for (let k = lists.offsets[v]; k < lists.offsets[v + 1]; k++)
          expect([lists.other[k], lists.atMs[k], lists.amountMinor[k]]).toEqual([rows[lists.transfer[k]][0], ...rows[lists.transfer[k]].slice(2)]);
      }
    }),
  );
});

const kinds = (motifs: readonly Motif[], kind: MotifKind): readonly Motif[] => motifs.filter((m) => m.kind === kind);
const crowd = (to: number, count: number, stepMs: number): Row[] => Array.from({ length: count }, (_, i): Row => [1 + i, to, i * stepMs, 5_000]);

test("ten payers within a day and one payee after them make a fan-in; nine, or eleven hours too many, or three payees do not", () => {
  const fan: Row[] = [...crowd(0, 10, HOUR), [0, 20, 10 * HOUR, 49_000]];
  const [motif] = kinds(findMotifs(transfersOf(30, fan)).motifs, "fan-in");
  expect(motif.accounts).toEqual([0, ...Array.from({ length: 10 }, (_, i) => 1 + i), 20]);
  expect(motif.transfers).toEqual(fan.map((_, i) => i));
  expect([motif.firstMs, motif.lastMs]).toEqual([0, 10 * HOUR]);
  const none: Row[][] = [
    [...crowd(0, 9, HOUR), [0, 20, 10 * HOUR, 1]],
    [...crowd(0, 10, 3 * HOUR), [0, 20, 28 * HOUR, 1]],
    [...fan, [0, 21, 11 * HOUR, 1], [0, 22, 12 * HOUR, 1]],
    crowd(0, 10, HOUR),
    [...crowd(0, 10, HOUR), [0, 20, 25 * HOUR, 49_000]],
  ];
  for (const rows of none) expect(kinds(findMotifs(transfersOf(30, rows)).motifs, "fan-in")).toEqual([]);
});

test("one payer and ten payees within a day make a fan-out", () => {
  const rows: Row[] = [[20, 0, 0, 50_000], ...Array.from({ length: 10 }, (_, i): Row => [0, 1 + i, (i + 1) * HOUR, 4_900])];
  const [motif] = kinds(findMotifs(transfersOf(21, rows)).motifs, "fan-out");
  expect(motif.accounts[0]).toBe(0);
  expect(motif.transfers).toHaveLength(11);
  expect(kinds(findMotifs(transfersOf(21, rows.slice(1))).motifs, "fan-out")).toEqual([]);
});

test("money that goes three ways and meets again is scattered and gathered, in time only", () => {
  const rows: Row[] = [1, 2, 3].flatMap((m): Row[] => [
    [0, m, m * HOUR, 1_000],
    [m, 9, (m + 4) * HOUR, 990],
  ]);
  const [motif] = kinds(findMotifs(transfersOf(10, rows)).motifs, "scatter-gather");
  expect(motif.accounts).toEqual([0, 1, 2, 3, 9]);
  expect(motif.transfers).toHaveLength(6);
  const backwards = rows.map(([a, b, at, amount]): Row => [a, b, 10 * HOUR - at, amount]);
  expect(kinds(findMotifs(transfersOf(10, backwards)).motifs, "scatter-gather")).toEqual([]);
});

test("three payers who each pay the same three payees are named once", () => {
  const rows = [0, 1, 2].flatMap((a) => [3, 4, 5].map((b): Row => [a, b, a * 10 + b, 100]));
  const found = kinds(findMotifs(transfersOf(8, [...rows, [6, 3, 1, 100]])).motifs, "bipartite");
  expect(found.map((m) => m.accounts)).toEqual([[0, 1, 2, 3, 4, 5]]);
  expect(found[0].transfers).toHaveLength(9);
  expect(
    kinds(
      findMotifs(
        transfersOf(
          8,
          rows.filter(([a, b]) => a !== b - 3),
        ),
      ).motifs,
      "bipartite",
    ),
  ).toEqual([]);
});

test("a tiny transfer and a hundred times as much within the hour is a coupling test", () => {
  const small: Row = [1, 0, 0, 500];
  const [motif] = kinds(findMotifs(transfersOf(3, [small, [0, 2, HOUR, 50_000]])).motifs, "coupling-test");
  expect([motif.accounts, motif.transfers]).toEqual([
    [0, 1, 2],
    [0, 1],
  ]);
  for (const large of [[0, 2, HOUR + 1, 50_000] as const, [0, 2, HOUR, 49_999] as const])
    expect(kinds(findMotifs(transfersOf(3, [small, large])).motifs, "coupling-test")).toEqual([]);
});

test("accounts with too many transfers are named, not searched", () => {
  const { motifs, notSearched } = findMotifs(transfersOf(30, [...crowd(0, 10, HOUR), [0, 20, 10 * HOUR, 1]]), { ...MOTIF_LIMITS, transfersMax: 9 });
  expect([motifs, notSearched]).toEqual([[], [0]]);
});
