/**
 * Two small calendars for tests of days and deadlines, typed in by hand: China's 2026 as announced by the State Council,
 * and England's bank holidays of 2025 to 2027. They promise nothing about other years, which is what the tests need.
 */
import { makeWorkCalendar, type WorkCalendar } from "./calendar.ts";

const run = (month: string, first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `2026-${month}-${String(first + i).padStart(2, "0")}`);

export const CHINA_2026: WorkCalendar = makeWorkCalendar({
  id: "CN-2026",
  timeZone: "Asia/Shanghai",
  weekend: [6, 7],
  knownYears: [2026],
  offDays: [...run("01", 1, 3), ...run("02", 15, 23), ...run("04", 4, 6), ...run("05", 1, 5), ...run("06", 19, 21), ...run("09", 25, 27), ...run("10", 1, 7)],
  makeUpDays: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
  makesUpWeekends: true,
  nextYearDecidesFromDecember: 29,
});

const ENGLAND_2025 = ["2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25", "2025-12-25", "2025-12-26"];
const ENGLAND_2026 = ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"];
const ENGLAND_2027 = ["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28"];

export const ENGLAND: WorkCalendar = makeWorkCalendar({
  id: "ENGLAND",
  timeZone: "Europe/London",
  weekend: [6, 7],
  knownYears: [2025, 2026, 2027],
  offDays: [...ENGLAND_2025, ...ENGLAND_2026, ...ENGLAND_2027],
  makeUpDays: [],
  makesUpWeekends: false,
});
