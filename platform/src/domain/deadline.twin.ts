/**
 * The plain twin of deadline.ts for tests: it walks day by day over written dates and finds the end of a day by asking
 * the calendar of the platform's Intl instant by instant. Slow and obvious; it promises only the due time of days.
 */
import type { WorkCalendar } from "./calendar.ts";
import type { Duration } from "./deadline.ts";

const DAY_MS = 86_400_000;

export interface PlainDue {
  readonly lastDay: string;
  readonly dueAtMs: number;
  readonly unknownYear: number | null;
}

export function plainDue(startMs: number, duration: Extract<Duration, { kind: "CD" | "WD" | "MO" }>, calendar: WorkCalendar): PlainDue {
  let day = localDay(startMs, calendar.timeZone);
  const unknown: number[] = [];
  const worked = (at: string): boolean => {
    const missing = missingYear(at, calendar);
    if (missing !== null) unknown.push(missing);
    if (calendar.makeUpDays.includes(at)) return true;
    if (calendar.offDays.includes(at)) return false;
    return !isWeekend(at, calendar);
  };
  if (duration.kind === "WD") {
    for (let left = duration.amount; left > 0;) {
      day = nextDay(day);
      if (worked(day)) left--;
    }
  } else {
    if (duration.kind === "CD") for (let i = 0; i < duration.amount; i++) day = nextDay(day);
    else day = sameDayLater(day, duration.amount);
    const rolls = (duration.roll ?? (duration.kind === "CD" ? "next-working-day" : "none")) === "next-working-day";
    while (rolls && !worked(day)) day = nextDay(day);
  }
  return { lastDay: day, dueAtMs: endOfDay(day, calendar.timeZone), unknownYear: unknown[0] ?? null };
}

function missingYear(day: string, calendar: WorkCalendar): number | null {
  const year = Number(day.slice(0, 4));
  if (isWeekend(day, calendar) && !calendar.makesUpWeekends) return null;
  if (!calendar.knownYears.includes(year)) return year;
  const late = day.slice(5, 7) === "12" && Number(day.slice(8)) >= (calendar.nextYearDecidesFromDecember ?? 32);
  return late && !calendar.knownYears.includes(year + 1) ? year + 1 : null;
}

function isWeekend(day: string, calendar: WorkCalendar): boolean {
  const sundayIsZero = new Date(`${day}T00:00:00Z`).getUTCDay();
  return calendar.weekend.includes(sundayIsZero === 0 ? 7 : sundayIsZero);
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** Month by month; a month that is too short lends its last day, the day of the month is not forgotten. */
function sameDayLater(day: string, months: number): string {
  let [year, month] = day.split("-").map(Number);
  const date = Number(day.slice(8));
  for (let i = 0; i < months; i++) {
    month++;
    if (month === 13) {
      month = 1;
      year++;
    }
  }
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const longest = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return `${year}-${String(month).padStart(2, "0")}-${String(Math.min(date, longest)).padStart(2, "0")}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localDay(instantMs: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(instantMs);
}

/** The first instant whose local day is later, found by halving. */
function endOfDay(day: string, timeZone: string): number {
  let before = Date.parse(`${day}T00:00:00Z`) - DAY_MS;
  let after = before + 4 * DAY_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(middle, timeZone) > day) after = middle;
    else before = middle;
  }
  return after;
}
