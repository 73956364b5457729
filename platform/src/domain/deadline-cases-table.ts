/**
 * Deadlines counted by hand on a printed calendar, one a line: made-up Saturdays, long holidays, leap years, the change of
 * clocks, years that nobody has announced. For tests; a row that fails means that the arithmetic is wrong, not the row.
 */
import type { WorkCalendar } from "./calendar.ts";
import { CHINA_2026, ENGLAND } from "./calendar.fixture.ts";
import type { Duration } from "./deadline.ts";

export interface DeadlineCase {
  readonly what: string;
  readonly start: string;
  readonly duration: Duration;
  readonly calendar: WorkCalendar;
  readonly lastDay: string;
  readonly due: string;
  readonly earliest?: string;
  readonly unknown?: number;
}

/** Each row was counted on a printed calendar. Days end where the next one begins, in the calendar's zone. */
export const DEADLINE_CASES: readonly DeadlineCase[] = [
  { what: "15 working days over two made-up Saturdays and Spring Festival", start: "2026-02-09T10:00:00+08:00", duration: { kind: "WD", amount: 15 }, calendar: CHINA_2026, lastDay: "2026-03-06", due: "2026-03-07T00:00:00+08:00" },
  { what: "1 working day from a Friday before a made-up Saturday", start: "2026-05-08T23:59:59.999+08:00", duration: { kind: "WD", amount: 1 }, calendar: CHINA_2026, lastDay: "2026-05-09", due: "2026-05-10T00:00:00+08:00" },
  { what: "the day of the start is not counted, even its first instant", start: "2026-03-16T00:00:00+08:00", duration: { kind: "CD", amount: 3 }, calendar: CHINA_2026, lastDay: "2026-03-19", due: "2026-03-20T00:00:00+08:00" },
  { what: "last day in National Day rolls to the 8th", start: "2026-09-30T09:00:00+08:00", duration: { kind: "CD", amount: 3 }, calendar: CHINA_2026, lastDay: "2026-10-08", due: "2026-10-09T00:00:00+08:00", earliest: "2026-10-04T00:00:00+08:00" },
  { what: "the same, not rolled", start: "2026-09-30T09:00:00+08:00", duration: { kind: "CD", amount: 3, roll: "none" }, calendar: CHINA_2026, lastDay: "2026-10-03", due: "2026-10-04T00:00:00+08:00" },
  { what: "last day on a made-up Saturday stays", start: "2026-05-06T09:00:00+08:00", duration: { kind: "CD", amount: 3 }, calendar: CHINA_2026, lastDay: "2026-05-09", due: "2026-05-10T00:00:00+08:00" },
  { what: "last day on a plain Saturday rolls to Monday", start: "2026-05-13T09:00:00+08:00", duration: { kind: "CD", amount: 3 }, calendar: CHINA_2026, lastDay: "2026-05-18", due: "2026-05-19T00:00:00+08:00", earliest: "2026-05-17T00:00:00+08:00" },
  { what: "6 months from 31 August, a common year", start: "2026-08-31T15:00:00+08:00", duration: { kind: "MO", amount: 6 }, calendar: CHINA_2026, lastDay: "2027-02-28", due: "2027-03-01T00:00:00+08:00" },
  { what: "6 months from 31 August, a leap year", start: "2027-08-31T15:00:00+08:00", duration: { kind: "MO", amount: 6 }, calendar: CHINA_2026, lastDay: "2028-02-29", due: "2028-03-01T00:00:00+08:00" },
  { what: "12 months from 29 February", start: "2028-02-29T08:00:00+08:00", duration: { kind: "MO", amount: 12 }, calendar: CHINA_2026, lastDay: "2029-02-28", due: "2029-03-01T00:00:00+08:00" },
  { what: "6 months from 28 February: the day of the same number", start: "2026-02-28T08:00:00+08:00", duration: { kind: "MO", amount: 6 }, calendar: CHINA_2026, lastDay: "2026-08-28", due: "2026-08-29T00:00:00+08:00" },
  { what: "1 month that rolls out of Labour Day", start: "2026-04-03T08:00:00+08:00", duration: { kind: "MO", amount: 1, roll: "next-working-day" }, calendar: CHINA_2026, lastDay: "2026-05-06", due: "2026-05-07T00:00:00+08:00", earliest: "2026-05-04T00:00:00+08:00" },
  { what: "into a year nobody announced", start: "2026-12-30T08:00:00+08:00", duration: { kind: "CD", amount: 3 }, calendar: CHINA_2026, lastDay: "2027-01-04", due: "2027-01-05T00:00:00+08:00", earliest: "2027-01-03T00:00:00+08:00", unknown: 2027 },
  { what: "late December is decided by next year's list too", start: "2026-12-28T08:00:00+08:00", duration: { kind: "WD", amount: 1 }, calendar: CHINA_2026, lastDay: "2026-12-29", due: "2026-12-30T00:00:00+08:00", unknown: 2027 },
  { what: "28 December is not", start: "2026-12-21T08:00:00+08:00", duration: { kind: "CD", amount: 7 }, calendar: CHINA_2026, lastDay: "2026-12-28", due: "2026-12-29T00:00:00+08:00" },
  { what: "an unknown ordinary Wednesday is still unknown", start: "2027-03-01T08:00:00+08:00", duration: { kind: "CD", amount: 2 }, calendar: CHINA_2026, lastDay: "2027-03-03", due: "2027-03-04T00:00:00+08:00", unknown: 2027 },
  { what: "an unknown weekend may be worked: the earliest counts it", start: "2027-03-05T08:00:00+08:00", duration: { kind: "WD", amount: 2 }, calendar: CHINA_2026, lastDay: "2027-03-09", due: "2027-03-10T00:00:00+08:00", earliest: "2027-03-08T00:00:00+08:00", unknown: 2027 },
  { what: "no calendar is needed where nothing rolls", start: "2027-03-01T08:00:00+08:00", duration: { kind: "CD", amount: 30, roll: "none" }, calendar: CHINA_2026, lastDay: "2027-03-31", due: "2027-04-01T00:00:00+08:00" },
  { what: "UK: 4 business days over Easter", start: "2025-04-16T10:00:00+01:00", duration: { kind: "WD", amount: 4 }, calendar: ENGLAND, lastDay: "2025-04-24", due: "2025-04-25T00:00:00+01:00" },
  { what: "UK: over Christmas with a substitute day and into 2027", start: "2026-12-24T10:00:00Z", duration: { kind: "WD", amount: 4 }, calendar: ENGLAND, lastDay: "2027-01-04", due: "2027-01-05T00:00:00Z" },
  { what: "UK: into 2028, where Monday 3 January is not known", start: "2027-12-30T10:00:00Z", duration: { kind: "WD", amount: 4 }, calendar: ENGLAND, lastDay: "2028-01-05", due: "2028-01-06T00:00:00Z", unknown: 2028 },
  { what: "UK: a weekend of an unknown year is off for certain", start: "2027-12-31T10:00:00Z", duration: { kind: "CD", amount: 1, roll: "none" }, calendar: ENGLAND, lastDay: "2028-01-01", due: "2028-01-02T00:00:00Z" },
  { what: "the day on which clocks go forward has 23 hours", start: "2026-03-28T12:00:00Z", duration: { kind: "CD", amount: 1, roll: "none" }, calendar: ENGLAND, lastDay: "2026-03-29", due: "2026-03-30T00:00:00+01:00" },
  { what: "half past midnight in summer time belongs to the new day", start: "2026-03-29T23:30:00Z", duration: { kind: "CD", amount: 1, roll: "none" }, calendar: ENGLAND, lastDay: "2026-03-31", due: "2026-04-01T00:00:00+01:00" },
  { what: "the day on which clocks go back has 25 hours", start: "2026-10-24T12:00:00Z", duration: { kind: "CD", amount: 1, roll: "none" }, calendar: ENGLAND, lastDay: "2026-10-25", due: "2026-10-26T00:00:00Z" },
  { what: "24 hours on the day with 25 end at another hour", start: "2026-10-24T23:30:00Z", duration: { kind: "CH", amount: 24 }, calendar: ENGLAND, lastDay: "", due: "2026-10-25T23:30:00Z" },
  { what: "a stop of 48 hours, to the millisecond, over the change of clocks", start: "2026-03-28T10:00:00.123Z", duration: { kind: "CH", amount: 48 }, calendar: ENGLAND, lastDay: "", due: "2026-03-30T10:00:00.123Z" },
  { what: "24 hours whose first hour is not counted", start: "2026-03-12T10:20:30.500+08:00", duration: { kind: "CH", amount: 24, startHour: "not-counted" }, calendar: CHINA_2026, lastDay: "", due: "2026-03-13T11:00:00+08:00" },
  { what: "the same from a full hour", start: "2026-03-12T10:00:00+08:00", duration: { kind: "CH", amount: 24, startHour: "not-counted" }, calendar: CHINA_2026, lastDay: "", due: "2026-03-13T11:00:00+08:00" },
  { what: "minutes", start: "2026-03-12T23:59:00+08:00", duration: { kind: "CM", amount: 5 }, calendar: CHINA_2026, lastDay: "", due: "2026-03-13T00:04:00+08:00" },
];
