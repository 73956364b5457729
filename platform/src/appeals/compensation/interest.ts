/**
 * Interest that a sum would have borne while it was held: whole days, a begun one counts, each at the rate in force on it.
 * Exact in whole numbers and rounded once, at the end; days before the first rate known bear that one. Pure.
 */
import type { InterestRule } from "../../domain/jurisdiction.ts";

const DAY_MS = 86_400_000;
const MILLION = 1_000_000n;

export function interestOf(
  rule: Pick<InterestRule, "daysPerYear" | "rates">,
  held: { readonly amountMinor: bigint; readonly fromMs: number; readonly untilMs: number },
  timeZone: string,
): bigint {
  const days = Math.ceil(Math.max(0, held.untilMs - held.fromMs) / DAY_MS);
  const first = Temporal.Instant.fromEpochMilliseconds(held.fromMs).toZonedDateTimeISO(timeZone).toPlainDate();
  // Which of the days each rate begins on, the first rate with the first day.
  const begins = rule.rates.map(({ from }, i) => (i === 0 ? 0 : clamp(first.until(Temporal.PlainDate.from(from), { largestUnit: "day" }).days, days)));
  const weighted = rule.rates.reduce((sum, { annualPpm }, i) => sum + BigInt(annualPpm) * BigInt((begins[i + 1] ?? days) - begins[i]), 0n);
  const divisor = MILLION * BigInt(rule.daysPerYear);
  return (held.amountMinor * weighted * 2n + divisor) / (divisor * 2n);
}

const clamp = (day: number, days: number): number => Math.min(days, Math.max(0, day));
