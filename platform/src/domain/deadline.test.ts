import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf, epochDayOf, isIsoDay, makeWorkCalendar } from "./calendar.ts";
import { CHINA_2026, ENGLAND } from "./calendar.fixture.ts";
import { DEADLINE_CASES } from "./deadline-cases-table.ts";
import { canBeRecomputed, computeDeadline, remindersOf, type Duration } from "./deadline.ts";
import { plainDue } from "./deadline.twin.ts";

const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const iso = (ms: number): string => new Date(ms).toISOString();

test.for(DEADLINE_CASES)("$what", (row) => {
  const found = computeDeadline(at(row.start), row.duration, row.calendar);
  expect([found.kind, iso(found.dueAtMs), iso(found.earliestDueAtMs), found.lastDay ?? ""]).toEqual([
    row.unknown === undefined ? "known" : "provisional",
    iso(at(row.due)),
    iso(at(row.earliest ?? row.due)),
    row.lastDay,
  ]);
  if (found.kind === "provisional") expect(found.unknownYear).toBe(row.unknown);
});

test("where midnight does not exist, a day ends when the next begins", () => {
  const saoPaulo = makeWorkCalendar({ ...ENGLAND, id: "BR", timeZone: "America/Sao_Paulo" });
  const found = computeDeadline(at("2018-11-02T12:00:00-03:00"), { kind: "CD", amount: 1, roll: "none" }, saoPaulo);
  expect(iso(found.dueAtMs)).toBe("2018-11-04T03:00:00.000Z");
});

test("reminders come before the end, keep the hour of the day, and none lies before the start", () => {
  const start = at("2026-10-20T12:00:00+01:00");
  const due = at("2026-10-27T00:00:00Z");
  const offsets = [
    { kind: "CH", amount: 12 },
    { kind: "CD", amount: 3 },
    { kind: "CM", amount: 30 },
    { kind: "CD", amount: 30 },
  ] as const;
  expect(remindersOf(start, due, offsets, "Europe/London").map(iso)).toEqual([iso(at("2026-10-24T00:00:00+01:00")), "2026-10-26T12:00:00.000Z", "2026-10-26T23:30:00.000Z"]);
});

test("a duration that is nothing, or more than a century, is a bug", () => {
  expect(() => computeDeadline(0, { kind: "CD", amount: 0 }, ENGLAND)).toThrow("bug");
  expect(() => computeDeadline(0, { kind: "MO", amount: 1_201 }, ENGLAND)).toThrow("bug");
  expect(() => computeDeadline(0.5, { kind: "CH", amount: 1 }, ENGLAND)).toThrow("bug");
});

// --- against the plain twin ------------------------------------------------------------------------------------------

const moments = fc.integer({ min: at("2024-11-01T00:00:00Z"), max: at("2029-02-01T00:00:00Z") });
const calendars = fc.constantFrom(
  CHINA_2026,
  ENGLAND,
  makeWorkCalendar({ ...CHINA_2026, id: "NY", timeZone: "America/New_York" }),
  makeWorkCalendar({ ...ENGLAND, id: "FRI", weekend: [5] }),
);
const rolls = fc.constantFrom("next-working-day" as const, "none" as const, undefined);
const dayDurations = fc.oneof(
  fc.record({ kind: fc.constant("CD" as const), amount: fc.integer({ min: 1, max: 400 }), roll: rolls }),
  fc.record({ kind: fc.constant("WD" as const), amount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant("MO" as const), amount: fc.integer({ min: 1, max: 40 }), roll: rolls }),
);

test("days, working days and months agree with a walk day by day", () => {
  fc.assert(
    fc.property(moments, dayDurations, calendars, (start, duration, calendar) => {
      const found = computeDeadline(start, duration, calendar);
      const plain = plainDue(start, duration, calendar);
      expect({ lastDay: found.lastDay, due: iso(found.dueAtMs), unknown: found.kind === "provisional" ? found.unknownYear : null }).toEqual({
        lastDay: plain.lastDay,
        due: iso(plain.dueAtMs),
        unknown: plain.unknownYear,
      });
    }),
    { seed: 20_260_312, numRuns: 1_500 },
  );
});

test("whatever a missing year brings, a restriction has ended by the earliest date", () => {
  const days = fc.uniqueArray(fc.integer({ min: epochDayOf("2026-12-29"), max: epochDayOf("2027-12-31") }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: at("2026-11-01T00:00:00Z"), max: at("2027-11-01T00:00:00Z") }), dayDurations, days, (start, duration, chosen) => {
      const before = computeDeadline(start, duration, CHINA_2026);
      const text = chosen.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
      const weekends = text.filter((day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()));
      const announced = makeWorkCalendar({
        ...CHINA_2026,
        id: "CN-2027",
        knownYears: Array.from({ length: 10 }, (_, i) => 2026 + i),
        offDays: [...CHINA_2026.offDays, ...text.filter((day) => !weekends.includes(day))],
        makeUpDays: [...CHINA_2026.makeUpDays, ...weekends],
      });
      const after = computeDeadline(start, duration, announced);
      expect(before.earliestDueAtMs).toBeLessThanOrEqual(after.dueAtMs);
      expect(canBeRecomputed(before, announced)).toBe(before.kind === "provisional");
      if (before.kind === "known") expect({ ...after }).toEqual({ ...before });
    }),
    { seed: 7, numRuns: 800 },
  );
});

test("a longer duration never ends earlier", () => {
  fc.assert(
    fc.property(moments, dayDurations, calendars, (start, duration, calendar) => {
      const longer: Duration = { ...duration, amount: duration.amount + 1 };
      const [one, two] = [computeDeadline(start, duration, calendar), computeDeadline(start, longer, calendar)];
      expect(two.dueAtMs).toBeGreaterThanOrEqual(one.dueAtMs);
      expect(one.earliestDueAtMs).toBeLessThanOrEqual(one.dueAtMs);
      expect(one.dueAtMs).toBeGreaterThan(start);
    }),
    { seed: 11, numRuns: 400 },
  );
});

// --- calendars -------------------------------------------------------------------------------------------------------

test("a calendar that contradicts itself is refused with the value", () => {
  const base = { ...ENGLAND, id: "X" };
  expect(() => makeWorkCalendar({ ...base, timeZone: "Europe/Londres" })).toThrow("Europe/Londres");
  expect(() => makeWorkCalendar({ ...base, weekend: [0] })).toThrow("weekend");
  expect(() => makeWorkCalendar({ ...base, weekend: [1, 2, 3, 4, 5, 6, 7] })).toThrow("weekend");
  expect(() => makeWorkCalendar({ ...base, offDays: ["2026-02-30"] })).toThrow("2026-02-30");
  expect(() => makeWorkCalendar({ ...base, makesUpWeekends: true, offDays: ["2026-05-09"], makeUpDays: ["2026-05-09"] })).toThrow("2026-05-09");
  expect(() => makeWorkCalendar({ ...base, makeUpDays: ["2026-05-09"] })).toThrow("makeUpDays");
});

test("what a calendar does not know, it says", () => {
  const day = (text: string): object => dayOf(CHINA_2026, epochDayOf(text));
  expect(day("2026-10-10")).toEqual({ working: true, unknownYear: null });
  expect(day("2026-10-01")).toEqual({ working: false, unknownYear: null });
  expect(day("2025-06-02")).toEqual({ working: true, unknownYear: 2025 });
  expect(day("2027-02-06")).toEqual({ working: false, unknownYear: 2027 });
  expect(dayOf(ENGLAND, epochDayOf("2028-01-01"))).toEqual({ working: false, unknownYear: null });
  expect(["2026-02-29", "2028-02-29", "2026-2-1", "20260101", "2026-13-01"].map(isIsoDay)).toEqual([false, true, false, false, false]);
});
