/** Figures from outside: a unit that is ten thousand times off is refused with the one that would fit, and nothing is added to ours. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { checkExternal, externalDraft, EXTERNAL_UNITS, importExternal, listExternal, valueOf, type External, type ExternalUnit, type Known } from "./external.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(() => room.close());

const law = () => room.desk.parts.law.current(room.world.nowMs());
/** The sum stopped in a year, as a newspaper prints it. */
const stopSum = (more: object = {}) =>
  externalDraft.parse({
    source: "ministry, press",
    metric: "money.held",
    from: "2023-01-01",
    until: "2024-01-01",
    unit: "yi-main",
    value: "3288",
    currency: "CNY",
    reference: "a newspaper of 2024-01-09",
    ...more,
  });
const known = (...perYear: readonly number[]): Known => ({ perDay: perYear.map((minor) => minor / 365) });
const NONE: Known = { perDay: [] };
const problem = (detail: RegExp, expected?: RegExp) =>
  expect.objectContaining({
    problem: expect.objectContaining({
      code: "malformed-input",
      detail: expect.stringMatching(detail) as string,
      ...(expected === undefined ? {} : { expected: expect.stringMatching(expected) as string }),
    }) as object,
  });
const refused = (task: () => void): unknown => {
  try {
    task();
  } catch (error) {
    return error;
  }
  return "taken";
};

test("a yearly stop sum printed in 万元 that must be 亿元 is refused with nothing else known, and the right unit is named", () => {
  const printed = stopSum({ value: "2170.7", unit: "wan-main", from: "2025-01-01", until: "2026-01-01" });
  expect(refused(() => checkExternal(printed, law(), NONE))).toEqual(problem(/2170\.7 万元 .*below the bounds of the plausible.*unit looks wrong/, /2170\.7 亿元 \(yi-main\)/));
  expect(refused(() => checkExternal(stopSum({ value: "2170.7", from: "2025-01-01", until: "2026-01-01" }), law(), NONE))).toBe("taken");
  // And ten thousand times too much.
  expect(refused(() => checkExternal(stopSum({ value: "32880000" }), law(), NONE))).toEqual(problem(/above the bounds/));
});

test("what is known of the same figure goes before the bounds: a place's own history finds the error that the bounds cannot", () => {
  const ofAPlace = (value: string, unit: ExternalUnit) => stopSum({ territory: "37", value, unit });
  const history = known(1_730_000_000_00, 2_100_000_000_00);
  expect(refused(() => checkExternal(ofAPlace("19.5", "yi-main"), law(), history))).toBe("taken");
  expect(refused(() => checkExternal(ofAPlace("19.5", "wan-main"), law(), history))).toEqual(problem(/about 10\^4 below 2 known figures/, /19\.5 亿元 \(yi-main\)/));
  expect(refused(() => checkExternal(ofAPlace("195000", "yi-main"), law(), history))).toEqual(problem(/about 10\^4 above/, /195000 万元 \(wan-main\)/));
  expect(refused(() => checkExternal(ofAPlace("19.5", "main"), law(), history))).toEqual(problem(/10\^8 below/));
  // Somebody answers for what does not fit, in words.
  expect(refused(() => checkExternal({ ...ofAPlace("19.5", "wan-main"), despite: "the unit was dissolved in February" }, law(), history))).toBe("taken");
  // A place of which nothing is known has no bounds: the whole country's would say nothing.
  expect(refused(() => checkExternal(ofAPlace("19.5", "wan-main"), law(), NONE))).toBe("taken");
});

test("for any history and any true value, ten thousand times more or less is refused and a tenth or ten times is not", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 28, max: 366 }),
      (factors, yi, days) => {
        const yearly = BigInt(yi) * 100_000_000n * 100n;
        const history = known(...factors.map((factor) => Number(yearly) * factor));
        const until = new Date(Date.parse("2023-01-01T00:00:00Z") + days * 86_400_000).toISOString().slice(0, 10);
        const said = (scale: number) => stopSum({ territory: "37", until, value: ((yi * days * scale) / 365).toFixed(6) });
        expect(refused(() => checkExternal(said(1), law(), history))).toBe("taken");
        expect(refused(() => checkExternal(said(5), law(), history))).toBe("taken");
        expect(refused(() => checkExternal(said(10_000), law(), history))).toEqual(problem(/unit looks wrong/));
        if (yi >= 100) expect(refused(() => checkExternal(said(1 / 10_000), law(), history))).toEqual(problem(/unit looks wrong/));
      },
    ),
    { numRuns: 200, seed: 13 },
  );
});

test("the unit is declared, fits the figure, and is computed without floating point", () => {
  expect(() => stopSum({ unit: undefined })).toThrow(/the unit must be declared/);
  expect(refused(() => checkExternal(stopSum({ unit: "count", currency: undefined }), law(), NONE))).toEqual(problem(/not measured in count/, /main, wan-main, yi-main/));
  expect(refused(() => checkExternal(stopSum({ metric: "warning.issued", unit: "yi-main" }), law(), NONE))).toEqual(
    problem(/not measured in yi-main/, /count, wan-count, yi-count/),
  );
  expect(refused(() => checkExternal(stopSum({ metric: "warning.timeToContact", unit: "count" }), law(), NONE))).toEqual(problem(/not measured/));
  expect(refused(() => checkExternal(stopSum({ metric: "cases.clearance", unit: "permille", value: "1200", currency: undefined }), law(), NONE))).toEqual(problem(/above 1000/));
  expect(refused(() => checkExternal(stopSum({ currency: undefined }), law(), NONE))).toEqual(problem(/needs one/));
  expect(refused(() => checkExternal(stopSum({ until: "2023-01-01" }), law(), NONE))).toEqual(problem(/not after/));
  expect(() => stopSum({ value: "1e9" })).toThrow(/plain number/);
  expect(() => stopSum({ value: "-5" })).toThrow(/plain number/);
  expect(valueOf({ value: "2170.7", unit: "yi-main", currency: "CNY" })).toBe(21_707_000_000_000n);
  expect(valueOf({ value: "0.000001", unit: "yi-main", currency: "CNY" })).toBe(10_000n);
  expect(valueOf({ value: "9.6", unit: "wan-count" })).toBe(96_000n);
  expect(valueOf({ value: "3288", unit: "yi-main", currency: "JPY" })).toBe(328_800_000_000n);
  for (const unit of Object.keys(EXTERNAL_UNITS) as ExternalUnit[]) expect(EXTERNAL_UNITS[unit].zh).not.toBe("");
});

test("kept beside ours: who took it in and from where, corrected by itself, and refused when it does not go on from what is there", async () => {
  const who = room.as("analyst", "org_ministry");
  const take = (more: object) => importExternal(room.desk, who, stopSum(more));
  const list = (): Promise<readonly External[]> => room.store.snapshot((sql) => listExternal(sql, "money.held"));
  await take({ value: "3291", from: "2021-01-01", until: "2022-01-01" });
  await take({ value: "3180", from: "2022-01-01", until: "2023-01-01" });
  await take({});
  await expect(take({ value: "2170.7", unit: "wan-main", from: "2025-01-01", until: "2026-01-01" })).rejects.toEqual(problem(/10\^4 below 3 known figures/, /2170\.7 亿元/));
  expect(await list()).toHaveLength(3);
  await take({ value: "2170.7", from: "2025-01-01", until: "2026-01-01" });
  // A single first figure that was wrong is corrected: it is no witness against itself.
  const province = { territory: "37", from: "2023-01-01", until: "2024-01-01" };
  await take({ ...province, value: "17.3", unit: "wan-main" });
  await take({ ...province, value: "17.3", unit: "yi-main" });
  const rows = await list();
  expect(rows.map(({ territory, from, valueMinor }) => [territory, from, valueMinor])).toEqual([
    ["", "2025-01-01", "21707000000000"],
    ["", "2023-01-01", "32880000000000"],
    ["", "2022-01-01", "31800000000000"],
    ["", "2021-01-01", "32910000000000"],
    ["37", "2023-01-01", "173000000000"],
  ]);
  const lines = await room.store.snapshot((sql) => sql.query<{ readonly actor: string }>("select actor from ledger where event = 'external-figure'"));
  expect(lines).toHaveLength(6);
  await expect(take({ territory: "nowhere" })).rejects.toEqual(problem(/territory/));
});
