/** Outlines are found by the codes of places: every province has its own file, and its cities have the codes of the tree. */
import type { MapSource, SituationClient } from "@duanliu/client";
import { expect, test } from "vitest";
import { codeOf, loadOutline, tiersBelow } from "./outlines.ts";

const clientOf = (source: MapSource, outline: unknown = null): SituationClient =>
  ({ mapSource: () => Promise.resolve(source), outline: () => Promise.resolve(outline) }) as unknown as SituationClient;
const signal = new AbortController().signal;

test("every province of the whole country's outline has an outline of its own, whose parts begin with its code", async () => {
  const client = clientOf({ source: "bundled" });
  const country = await loadOutline(client, "", signal);
  const codes = (country?.codes ?? []).filter((code) => !["71", "81", "82"].includes(code));
  expect(codes).toHaveLength(31);
  for (const code of codes) {
    const province = await loadOutline(client, code, signal);
    expect([code, province?.codes.length]).not.toEqual([code, 0]);
    // Two parts of the package have a name and no code: the map finds them by it.
    const coded = (province?.codes ?? []).filter((one) => !["崇明区", "山南市"].includes(one));
    expect(coded.filter((one) => !one.startsWith(code))).toEqual([]);
    expect(province?.codes.some((one) => one.length === (tiersBelow(code) === 2 ? 6 : 4))).toBe(true);
  }
  expect(await loadOutline(client, "37/3702", signal)).toBeNull();
});

test("the operator's own map goes before, by its codes, and where it has no outline none is shown", async () => {
  const source: MapSource = { source: "operator", title: { zh: "图", en: "Map" }, approval: null, note: null, outlines: ["top"] };
  const outline = { type: "FeatureCollection", features: [{ type: "Feature", properties: { name: "山东", adcode: 370000 }, geometry: null }] };
  expect((await loadOutline(clientOf(source, outline), "", signal))?.codes).toEqual(["37"]);
  expect(await loadOutline(clientOf(source, outline), "37", signal)).toBeNull();
  expect([codeOf("370202"), codeOf("370200"), codeOf("370000")]).toEqual(["370202", "3702", "37"]);
});
