/**
 * What everybody may know: month by month what was done, what of it was wrong, what became of objections, how long people
 * waited to be released, what it cost. Errors stand on the same page as successes and are given exactly. Whole country
 * and whole months only: no place, no unit, no person.
 */
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";
import { metricsOf } from "./briefing.ts";
import type { Asked } from "./family.ts";
import type { Metric, Period } from "./metric.ts";

const COUNTS = [
  "warning.issued",
  "warning.averted",
  "warning.falseAlarms",
  "warning.late",
  "warning.missRate",
  "money.requested",
  "money.held",
  "money.returned",
  "cases.reports",
  "cases.filed",
  "cards.refusedWrong",
] as const;
const RIGHTS = [
  "rights.restrictions",
  "rights.wrongfulBlock",
  "rights.wrongfulFlag",
  "rights.wrongfulTime",
  "rights.appeals",
  "rights.appealsInTime",
  "rights.appealsUpheld",
  "rights.appealTime",
  "rights.autoRelease",
  "rights.stopsBeyond",
  "rights.noticesDelivered",
  "rights.accessWithoutMatter",
  "rights.delayCosts",
] as const;

/** A figure without the request for its list: there is no list for the public. */
export type PublicMetric = Omit<Metric, "query" | "period" | "cutOff">;

export interface PublicMonth {
  readonly month: string;
  /** What was reported after it is not in this month's figures yet. */
  readonly cutOff: string;
  readonly done: readonly PublicMetric[];
  readonly rights: readonly PublicMetric[];
}

export interface Transparency {
  readonly note: Bilingual;
  readonly months: readonly PublicMonth[];
}

export const NOTE: Bilingual = {
  zh: "按自然月统计，只含已结束的月份；之后补报的情况会更改以前的数字。每项数字都与其错误、申诉和解除用时并列。",
  en: "By calendar month, months that are over only; what is reported later changes earlier figures. Every figure stands beside its errors, objections and time to release.",
};

/** The months that are over, the newest first. */
export function monthsBefore(nowMs: number, timeZone: string, count: number): readonly (Period & { readonly month: string })[] {
  const first = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate().with({ day: 1 });
  return Array.from({ length: count }, (_, i) => {
    const from = first.subtract({ months: i + 1 });
    const startOf = (day: Temporal.PlainDate): number => day.toZonedDateTime(timeZone).epochMilliseconds;
    return { month: from.toString().slice(0, 7), fromMs: startOf(from), untilMs: startOf(from.add({ months: 1 })) };
  });
}

export async function monthOf(sql: Sql, asked: Asked, month: string): Promise<PublicMonth> {
  const metrics = await metricsOf(sql, asked, [...COUNTS, ...RIGHTS]);
  const pick = (keys: readonly string[]): readonly PublicMetric[] => keys.flatMap((key) => publicOf(metrics.get(key)));
  return { month, cutOff: new Date(asked.nowMs).toISOString(), done: pick(COUNTS), rights: pick(RIGHTS) };
}

function publicOf(metric: Metric | undefined): readonly PublicMetric[] {
  if (metric === undefined) return [];
  const { query: _list, period: _month, cutOff: _said, ...shown } = metric;
  return [shown];
}
