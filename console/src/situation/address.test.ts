/** Addresses of the situation: what is written is read again, and nothing else is asked of the server than lists. */
import { expect, test } from "vitest";
import { atOf, listOf, listPath, pathOf, wallOf, wallPath } from "./address.ts";

test("place and period come back as they were, and a hand-made address falls back to one's own today", () => {
  for (const place of [null, "", "37", "37/3702"]) for (const period of ["day", "week", "month"] as const) expect(atOf(pathOf({ place, period }))).toEqual({ place, period });
  expect(atOf([])).toEqual({ place: null, period: "day" });
  expect(atOf(["at", "37", "century"])).toEqual({ place: "37", period: "day" });
});

test("a list comes back with its query, and only a list", () => {
  const open = { title: "Stopped now · 止付中", query: { route: "/v1/situation/list", parameters: { metric: "money.held", from: "2026-01-01T00:00:00.000Z", place: "37/3702" } } };
  expect(listOf(listPath(open))).toEqual(open);
  expect(listOf(["list", "x", "/v1/users", ""])).toBeNull();
  expect(listOf(["at", "37", "day"])).toBeNull();
});

test("the wall has an address of its own for each place, and nothing else is one", () => {
  for (const place of [null, "", "37", "37/3702"]) expect(wallOf(wallPath(place))).toBe(place);
  // An empty step would be lost in the address.
  expect(wallPath("")).toEqual(["wall", "all"]);
  expect(wallOf(["at", "37", "day"])).toBeUndefined();
  expect(wallOf([])).toBeUndefined();
});
