import fc from "fast-check";
import { expect, test } from "vitest";
import { isMalformed } from "../base/problem.ts";
import { commonParent, COUNTRY, makeTerritoryTree, parentOf, parentsOf, parseTerritory, tierOf, within, type Territory, type TerritoryScheme } from "./territory.ts";

const CHINA: TerritoryScheme = {
  top: "ministry",
  tiers: [
    { id: "province", pattern: "\\d{2}", extendsParent: false, open: false },
    { id: "city", pattern: "\\d{4}", extendsParent: true, open: false },
    { id: "county", pattern: "\\d{6}", extendsParent: true, open: false },
    { id: "station", pattern: "[a-z0-9-]{1,24}", extendsParent: false, open: true },
  ],
};
const place = (text: string): Territory => {
  const parsed = parseTerritory(text, CHINA);
  if (isMalformed(parsed)) throw new Error(`${parsed.what}: ${parsed.expected}`);
  return parsed;
};
const name = { zh: "某地", en: "somewhere" };

test("a path is parsed against the scheme, and refused with the part that does not fit", () => {
  expect(["", "37", "37/3702", "37/3702/370202", "37/3702/370202/s-1"].map(place)).toEqual(["", "37", "37/3702", "37/3702/370202", "37/3702/370202/s-1"]);
  const refused = ["3", "370202", "37/3301", "37/3702/370302", "37//370202", "37/3702/370202/S1", "37/", "/37", "37/3702/370202/s1/x", "37/3702/３70202"];
  for (const text of refused) expect([text, isMalformed(parseTerritory(text, CHINA))]).toEqual([text, true]);
  expect(parseTerritory("37/3301", CHINA)).toMatchObject({ expected: "part 2 (city) to begin with 37" });
});

test("within is by whole parts: city 3702 is not within province 3", () => {
  const qingdao = place("37/3702");
  expect([within(qingdao, place("37")), within(qingdao, COUNTRY), within(qingdao, qingdao), within(place("37"), qingdao)]).toEqual([true, true, true, false]);
  expect(within("37/37020" as Territory, qingdao)).toBe(false);
});

test("parents go up to the country, tiers have names", () => {
  const station = place("37/3702/370202/s1");
  expect(parentsOf(station)).toEqual(["37/3702/370202", "37/3702", "37", ""]);
  expect([station, ...parentsOf(station)].map((one) => tierOf(one, CHINA))).toEqual(["station", "county", "city", "province", "ministry"]);
  expect([parentOf(place("37")), parentOf(COUNTRY), parentsOf(COUNTRY)]).toEqual(["", null, []]);
  expect(commonParent(place("37/3702/370202"), place("37/3702/370203"))).toBe("37/3702");
  expect(commonParent(place("37/3702"), place("33"))).toBe("");
  expect(commonParent(place("37"), place("37/3702"))).toBe("37");
});

test("a place lies within exactly itself and its parents", () => {
  const codes = fc.tuple(fc.integer({ min: 11, max: 13 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }));
  const places = codes.map(([p, c, a, depth]) => [`${p}`, `${p}0${c}`, `${p}0${c}0${a}`].slice(0, depth).join("/")).map(place);
  fc.assert(
    fc.property(places, places, (a, b) => {
      expect(within(a, b)).toBe(a === b || parentsOf(a).includes(b));
      expect([within(a, commonParent(a, b)), within(b, commonParent(a, b))]).toEqual([true, true]);
    }),
    { seed: 3, numRuns: 300 },
  );
});

test("a tree refuses orphans and doubles, and does not guess an ambiguous code", () => {
  expect(makeTerritoryTree(CHINA, [{ path: "37/3702", name }])).toMatchObject({ kind: "malformed", what: "37/3702", expected: "its parent before it" });
  expect(
    makeTerritoryTree(CHINA, [
      { path: "37", name },
      { path: "37", name },
    ]),
  ).toMatchObject({ expected: "each place once" });
  const open: TerritoryScheme = { top: "all", tiers: [CHINA.tiers[0], { id: "force", pattern: "[a-z]+", extendsParent: false, open: false }] };
  const tree = makeTerritoryTree(open, [
    { path: "11", name },
    { path: "12", name },
    { path: "11/north", name },
    { path: "12/north", name },
    { path: "12/south", name },
  ]);
  if (isMalformed(tree)) throw new Error(tree.expected);
  expect([tree.byCode("north"), tree.byCode("south"), tree.children("12" as Territory).length]).toEqual([undefined, "12/south", 2]);
  expect(isMalformed(tree.parse("11/south"))).toBe(true);
});
