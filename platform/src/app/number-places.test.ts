/** Numbers lead to the place of their prefix, as the table and the country's tree name it. */
import { beforeAll, expect, test } from "vitest";
import { loadNumberPlaces, type NumberPlaces } from "./number-places.ts";
import { loadProfiles } from "./profiles.ts";

let placeOf: NumberPlaces;
beforeAll(async () => {
  placeOf = await loadNumberPlaces((await loadProfiles()).tree("CN"));
});

test.each([
  ["+8613305320001", "37/3702"],
  ["+861062812345", "11"],
  ["+8653280000000", "37/3702"],
  ["+8617012345678", null],
  ["+447700900123", null],
])("%s is of %s", (number, territory) => {
  expect(placeOf(number)).toBe(territory);
});
