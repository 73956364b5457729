/**
 * Counting rounds of an account: everything that stops it, may still stop it, or stopped it within the profile's window,
 * whoever asked and for whichever case. Pure. Doubt counts as a round, because the limit protects the holder.
 */
import { ProblemError } from "../../base/problem.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { titleOf } from "../authority.ts";

export interface Round {
  readonly account: string;
  readonly inFlight: boolean;
  /** From when the window runs: the institution's moment of stopping, or the latest at which an unanswered order may have stopped. */
  readonly fromMs: number;
}

/** A bank's clock may be this far from ours. */
export const CLOCK_SKEW_MS = 15 * 60_000;

/** Rounds that count now. The next stop may carry a time up to the skew before now, so a window is over that much later. */
export function countRounds(rounds: readonly Round[], profile: JurisdictionProfile, nowMs: number): number {
  const rule = profile.allowed("stop-payment").rounds;
  if (rule === null) return 0;
  return rounds.filter((round) => round.inFlight || profile.due(rule.window, round.fromMs).dueAtMs + CLOCK_SKEW_MS > nowMs).length;
}

/** Throws when one more would be beyond the law; gives which round of the account it is. */
export function nextRound(rounds: readonly Round[], profile: JurisdictionProfile, nowMs: number): number {
  const counted = countRounds(rounds, profile, nowMs);
  const rule = profile.allowed("stop-payment").rounds;
  if (rule !== null && counted >= rule.max) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: `the account was or is being stopped ${counted} times already, whoever asked`,
      expected: `at most ${rule.max} rounds (${titleOf(profile, rule.basis)})`,
    });
  }
  return counted + 1;
}
