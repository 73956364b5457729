/**
 * The one place that computes when something is due. It promises: clock durations run to the millisecond; days, working
 * days and months leave the day of the start out and end with the end of their last day in the calendar's zone; a day
 * that depends on holidays nobody has announced yet is called provisional. What is done at the due time is left out.
 *
 * Hours of a restriction run from the restriction's own moment (a stop of 48 hours from the bank's), so the hour of the
 * start counts, unless the duration says otherwise: the Criminal Procedure Law, art. 105, leaves the hour of the start
 * out of periods that it governs. Left-out hours lengthen a period; doubt about a restriction favours the person.
 */
import { assert, unreachable } from "../base/assert.ts";
import { dayOf, epochDayAt, epochDayOf, isKnownYear, isoDayOf, startOfDayMs, type IsoDay, type WorkCalendar } from "./calendar.ts";

export const DURATION_KINDS = ["CM", "CH", "CD", "WD", "MO"] as const;
export type DurationKind = (typeof DURATION_KINDS)[number];

/** What happens when the last day is not worked. */
export type Roll = "next-working-day" | "none";

export type Duration =
  /** Clock minutes. */
  | { readonly kind: "CM"; readonly amount: number }
  /** Clock hours. `startHour: "not-counted"` begins at the next full hour (CPL art. 105); counted when missing. */
  | { readonly kind: "CH"; readonly amount: number; readonly startHour?: "counted" | "not-counted" }
  /** Calendar days. The last day rolls to the next working day when `roll` is missing. */
  | { readonly kind: "CD"; readonly amount: number; readonly roll?: Roll }
  /** Working days, made-up weekend days included. */
  | { readonly kind: "WD"; readonly amount: number }
  /** Months, to the day of the same number or the month's last. The last day stays when `roll` is missing. */
  | { readonly kind: "MO"; readonly amount: number; readonly roll?: Roll };

interface Due {
  /** The instant at which the period is over: due until then, late from then on. */
  readonly dueAtMs: number;
  /**
   * The earliest instant that any reading allows: the last day not rolled, days of unknown years counted as worked. A
   * restriction ends here, so that doubt favours the person. Equal to `dueAtMs` where nothing rolls and all is known.
   */
  readonly earliestDueAtMs: number;
  /** The day whose end `dueAtMs` is, for people; null for clock durations. */
  readonly lastDay: IsoDay | null;
}

export type Deadline =
  | ({ readonly kind: "known" } & Due)
  /** Computed on plain weekends because this year's holidays are not announced: compute again when they are. */
  | ({ readonly kind: "provisional"; readonly unknownYear: number } & Due);

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** More is a mistake in a profile: a century of days or months, ten years of working days, a year of hours or minutes. */
export const DURATION_AMOUNT_MAX: Readonly<Record<DurationKind, number>> = { CM: 525_600, CH: 8_784, CD: 36_525, WD: 3_650, MO: 1_200 };

/** Pure: the same start, duration and calendar give the same deadline. Call it again when a year becomes known. */
export function computeDeadline(startMs: number, duration: Duration, calendar: WorkCalendar): Deadline {
  assert(Number.isSafeInteger(startMs), "a deadline starts at whole milliseconds");
  assert(Number.isInteger(duration.amount) && duration.amount >= 1 && duration.amount <= DURATION_AMOUNT_MAX[duration.kind], "a duration is a positive whole amount");
  switch (duration.kind) {
    case "CM":
      return atInstant(startMs + duration.amount * MINUTE_MS);
    case "CH":
      return atInstant(hoursFrom(startMs, duration.startHour ?? "counted", calendar.timeZone) + duration.amount * HOUR_MS);
    case "CD":
      return endingOn(epochDayAt(startMs, calendar.timeZone) + duration.amount, duration.roll ?? "next-working-day", calendar);
    case "WD":
      return afterWorkingDays(epochDayAt(startMs, calendar.timeZone), duration.amount, calendar);
    case "MO":
      return endingOn(monthsAfter(epochDayAt(startMs, calendar.timeZone), duration.amount), duration.roll ?? "none", calendar);
    default:
      return unreachable(duration);
  }
}

/** Whether computing again would give a firmer answer: the year that was missing has been announced. */
export function canBeRecomputed(deadline: Deadline, calendar: WorkCalendar): boolean {
  return deadline.kind === "provisional" && isKnownYear(calendar, deadline.unknownYear);
}

/** A time before a deadline at which somebody is reminded. Days keep the local time of day. */
export interface Offset {
  readonly kind: "CM" | "CH" | "CD";
  readonly amount: number;
}

/** Instants of the reminders that lie after the start, earliest first. */
export function remindersOf(startMs: number, dueAtMs: number, offsets: readonly Offset[], timeZone: string): readonly number[] {
  return offsets
    .map((offset) => before(dueAtMs, offset, timeZone))
    .filter((atMs) => atMs > startMs)
    .sort((a, b) => a - b);
}

function before(dueAtMs: number, offset: Offset, timeZone: string): number {
  switch (offset.kind) {
    case "CM":
      return dueAtMs - offset.amount * MINUTE_MS;
    case "CH":
      return dueAtMs - offset.amount * HOUR_MS;
    case "CD":
      return Temporal.Instant.fromEpochMilliseconds(dueAtMs).toZonedDateTimeISO(timeZone).subtract({ days: offset.amount }).epochMilliseconds;
    default:
      return unreachable(offset.kind);
  }
}

function atInstant(dueAtMs: number): Deadline {
  return { kind: "known", dueAtMs, earliestDueAtMs: dueAtMs, lastDay: null };
}

function hoursFrom(startMs: number, startHour: "counted" | "not-counted", timeZone: string): number {
  if (startHour === "counted") return startMs;
  const local = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(timeZone);
  return local.round({ smallestUnit: "hour", roundingMode: "floor" }).epochMilliseconds + HOUR_MS;
}

function monthsAfter(epochDay: number, months: number): number {
  return epochDayOf(Temporal.PlainDate.from(isoDayOf(epochDay)).add({ months }).toString());
}

function endingOn(lastDay: number, roll: Roll, calendar: WorkCalendar): Deadline {
  let day = lastDay;
  let unknownYear: number | null = null;
  while (roll === "next-working-day") {
    const known = dayOf(calendar, day);
    unknownYear ??= known.unknownYear;
    if (known.working) break;
    day++;
  }
  return ended(day, lastDay, unknownYear, calendar);
}

function afterWorkingDays(startDay: number, amount: number, calendar: WorkCalendar): Deadline {
  let unknownYear: number | null = null;
  let day = startDay;
  let earliest = startDay;
  let counted = 0;
  let countedAtMost = 0;
  while (counted < amount) {
    day++;
    const known = dayOf(calendar, day);
    unknownYear ??= known.unknownYear;
    if (known.working) counted++;
    if (countedAtMost < amount && (known.working || known.unknownYear !== null)) {
      countedAtMost++;
      earliest = day;
    }
  }
  return ended(day, earliest, unknownYear, calendar);
}

function ended(day: number, earliest: number, unknownYear: number | null, calendar: WorkCalendar): Deadline {
  const due: Due = {
    dueAtMs: startOfDayMs(day + 1, calendar.timeZone),
    earliestDueAtMs: startOfDayMs(earliest + 1, calendar.timeZone),
    lastDay: isoDayOf(day),
  };
  return unknownYear === null ? { kind: "known", ...due } : { kind: "provisional", unknownYear, ...due };
}
