/** Small cells: what those outside a place may know of its counts, and what nobody can compute from the rest. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { authorise, systemScope, type Scope } from "../access/scope.ts";
import { CELL_MIN, protectedRows, type PlaceCounts } from "./places.ts";

const from = (territory: string): Scope =>
  authorise({ kind: "user", user: "u", org: "o", orgName: { zh: "", en: "" }, orgKind: "police", roles: ["dutyLead"], territory }, ["dutyLead"]);
const cell = (place: string, n: number, hits = 0): PlaceCounts => ({ place, n, hits });

test("one's own counts are told, others' below five are not, and the one next to a single small one is held back too", () => {
  const counts = [cell("33", 3), cell("37", 2), cell("44", 40), cell("51", 7), cell("62", 0)];
  expect(protectedRows(counts, from("37"), false).map(({ place, n }) => [place, n])).toEqual([
    ["33", "<5"],
    ["37", 2],
    ["44", 40],
    ["51", "—"],
    ["62", 0],
  ]);
  expect(protectedRows(counts, systemScope("x"), false).every(({ n }) => typeof n === "number")).toBe(true);
  expect(protectedRows(counts, from(""), false).every(({ n }) => typeof n === "number")).toBe(true);
  // Two small ones hide each other.
  expect(protectedRows([cell("33", 3), cell("35", 1), cell("44", 9)], from("37"), false).map(({ n }) => n)).toEqual(["<5", "<5", 9]);
});

test("a share is told only where neither its numerator nor what is left is one or few people", () => {
  const seen = (n: number, hits: number): unknown => protectedRows([cell("33", n, hits), cell("34", 1_000, 500), cell("35", 900, 400)], from("37"), true)[0];
  expect(seen(100, 40)).toEqual({ place: "33", n: 100, hits: 40, permille: 400 });
  expect(seen(100, 3)).toEqual({ place: "33", n: "—", hits: "<5", permille: null });
  expect(seen(100, 98)).toEqual({ place: "33", n: "—", hits: "—", permille: null });
  expect(seen(100, 0)).toEqual({ place: "33", n: 100, hits: 0, permille: 0 });
  expect(seen(3, 0)).toEqual({ place: "33", n: "<5", hits: "—", permille: null });
});

test("no count of another place below five is ever told, and never is exactly one cell held back while others could give it away", () => {
  const cells = fc.uniqueArray(
    fc.record({ place: fc.integer({ min: 11, max: 65 }).map(String), n: fc.integer({ min: 0, max: 30 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      selector: ({ place }) => place,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(cells, fc.constantFrom("", "11", "37"), fc.boolean(), (given, home, isShare) => {
      const counts = given.map(({ place, n, share }) => cell(place, n, Math.floor(n * share)));
      const rows = protectedRows(counts, from(home), isShare);
      expect(rows.map(({ place }) => place)).toEqual(counts.map(({ place }) => place));
      const foreign = rows.filter(({ place }) => home !== "" && place !== home);
      for (const row of foreign) {
        for (const told of [row.n, row.hits]) if (typeof told === "number") expect(told === 0 || told >= CELL_MIN).toBe(true);
        if (isShare && typeof row.n === "number" && typeof row.hits === "number" && row.permille !== null)
          expect(row.n - row.hits === 0 || row.n - row.hits >= CELL_MIN).toBe(true);
      }
      const hidden = foreign.filter(({ n, hits }) => typeof n === "string" || typeof hits === "string").length;
      const others = foreign.filter(({ n }) => typeof n === "number" && n > 0).length;
      if (hidden === 1) expect(others).toBe(0);
    }),
    { numRuns: 500, seed: 5 },
  );
});
