/**
 * Which days are worked: the weekend, announced days off, and weekend days that are made up. It promises to say when it
 * does not know: a year whose holidays nobody has announced has unknown days, and a reader gets the plain weekend with
 * that said. Where the lists come from is left to whoever loads them.
 */
import { ProblemError, shorten } from "../base/problem.ts";

/** A day without a time, `2026-08-31`. */
export type IsoDay = string;

export interface CalendarData {
  readonly id: string;
  /** IANA name; days begin and end in this zone. */
  readonly timeZone: string;
  /** ISO weekdays, 1 is Monday. */
  readonly weekend: readonly number[];
  /** Years whose holidays are announced and contained in the two lists below. */
  readonly knownYears: readonly number[];
  readonly offDays: readonly IsoDay[];
  /** Days of a weekend that are worked. */
  readonly makeUpDays: readonly IsoDay[];
  /** Whether weekend days may be worked here at all; where not, a weekend is off even in a year without announcement. */
  readonly makesUpWeekends: boolean;
  /** From this day of December the next year's announcement decides too (China's New Year holiday reaches back). */
  readonly nextYearDecidesFromDecember?: number;
}

export interface WorkCalendar extends CalendarData {
  readonly years: ReadonlySet<number>;
  /** True: worked, false: off, for days that differ from the weekend rule. Keys are days since 1970-01-01. */
  readonly exceptions: ReadonlyMap<number, boolean>;
}

export interface DayKnowledge {
  /** Worked; on the plain weekend rule when the year is unknown. */
  readonly working: boolean;
  /** The year whose announcement is missing, or null when the day is known. */
  readonly unknownYear: number | null;
}

const DAY_MS = 86_400_000;

/** Checks the data and makes it fast to ask. Throws a `profile-invalid` problem that names the value. */
export function makeWorkCalendar(data: CalendarData): WorkCalendar {
  const refuse = (field: string, value: unknown, expected: string): never => {
    throw new ProblemError({ code: "profile-invalid", detail: `calendar ${data.id}: ${field} is ${shorten(value)}`, at: { field }, value: shorten(value), expected });
  };
  if (!isTimeZone(data.timeZone)) refuse("timeZone", data.timeZone, "an IANA time zone such as Asia/Shanghai");
  if (data.weekend.length > 6 || !data.weekend.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) {
    refuse("weekend", data.weekend, "at most six ISO weekdays, 1 (Monday) to 7");
  }
  const years = new Set(data.knownYears);
  const exceptions = new Map<number, boolean>();
  const take = (field: "offDays" | "makeUpDays", working: boolean): void => {
    for (const iso of data[field]) {
      if (!isIsoDay(iso)) refuse(field, iso, "a day such as 2026-10-01");
      const day = epochDayOf(iso);
      if (exceptions.get(day) === !working) refuse(field, iso, "a day that is either off or made up, not both");
      exceptions.set(day, working);
    }
  };
  take("offDays", false);
  take("makeUpDays", true);
  if (!data.makesUpWeekends && data.makeUpDays.length > 0) refuse("makeUpDays", data.makeUpDays, "none, because makesUpWeekends is false");
  return { ...data, years, exceptions };
}

/** What is known of a day, given as days since 1970-01-01. */
export function dayOf(calendar: WorkCalendar, epochDay: number): DayKnowledge {
  const announced = calendar.exceptions.get(epochDay);
  const weekend = calendar.weekend.includes(isoWeekdayOf(epochDay));
  const unknownYear = unknownYearOf(calendar, epochDay);
  if (unknownYear !== null && weekend && !calendar.makesUpWeekends) return { working: false, unknownYear: null };
  return { working: announced ?? !weekend, unknownYear };
}

/** Whether a year that was missing when something was computed has been announced since. */
export function isKnownYear(calendar: WorkCalendar, year: number): boolean {
  return calendar.years.has(year);
}

function unknownYearOf(calendar: WorkCalendar, epochDay: number): number | null {
  const iso = isoDayOf(epochDay);
  const year = Number(iso.slice(0, iso.indexOf("-", 1)));
  if (!calendar.years.has(year)) return year;
  const from = calendar.nextYearDecidesFromDecember;
  const decidedNextYear = from !== undefined && iso.slice(-5) >= `12-${String(from).padStart(2, "0")}`;
  return decidedNextYear && !calendar.years.has(year + 1) ? year + 1 : null;
}

/** 1 (Monday) to 7; 1970-01-01 was a Thursday. */
export function isoWeekdayOf(epochDay: number): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

export function isoDayOf(epochDay: number): IsoDay {
  return new Date(epochDay * DAY_MS).toISOString().slice(0, 10);
}

export function epochDayOf(iso: IsoDay): number {
  return Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
}

export function isIsoDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isInteger(epochDayOf(text)) && isoDayOf(epochDayOf(text)) === text;
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** The day, in the calendar's zone, on which an instant falls. */
export function epochDayAt(instantMs: number, timeZone: string): number {
  return epochDayOf(Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone).toPlainDate().toString());
}

/** The instant at which a day begins in a zone; where midnight does not exist, the first instant after the gap. */
export function startOfDayMs(epochDay: number, timeZone: string): number {
  return Temporal.PlainDate.from(isoDayOf(epochDay)).toZonedDateTime(timeZone).epochMilliseconds;
}
