/**
 * Rounds of a person: so many in the profile's window, whoever asks and whatever identifies the account. Orders on several
 * accounts of one person belong to one round while it runs and end with it, so that the person is under stops no longer than
 * the rounds allow altogether. Pure. Doubt counts as a round.
 */
import { ProblemError } from "../../base/problem.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { titleOf } from "../authority.ts";

export interface Earlier {
  readonly id: string;
  readonly person: string;
  readonly account: string;
  /** The round it belongs to. */
  readonly roundOf: string;
  readonly inFlight: boolean;
  readonly startedAtMs: number | null;
  /** From when the window runs. */
  readonly fromMs: number;
}

/** A bank's clock may be this far from ours. */
export const CLOCK_SKEW_MS = 15 * 60_000;

export interface Round {
  readonly roundOf: string;
  readonly number: number;
}

/** The round that a new order would belong to; throws when it would be one too many. */
export function roundFor(
  order: { readonly id: string; readonly person: string; readonly account: string },
  earlier: readonly Earlier[],
  profile: JurisdictionProfile,
  nowMs: number,
): Round {
  const rule = profile.allowed("protective-stop").rounds;
  if (rule === null) return { roundOf: order.id, number: 1 };
  const counting = earlier.filter((one) => one.inFlight || profile.due(rule.window, one.fromMs).dueAtMs + CLOCK_SKEW_MS > nowMs);
  const ofPerson = counting.filter((one) => one.person === order.person);
  const ofAccount = counting.filter((one) => one.account === order.account);
  const running = ofPerson.find((one) => one.inFlight);
  const roundOf = running?.roundOf ?? order.id;
  if (ofAccount.some((one) => one.roundOf === roundOf)) {
    throw new ProblemError({ code: "limit-of-law", detail: "this account is under the present round already", expected: "the next round, once this one is over" });
  }
  for (const [whose, of] of [
    ["the person", ofPerson],
    ["the account", ofAccount],
  ] as const) {
    const rounds = new Set([...of.map((one) => one.roundOf), roundOf]);
    if (rounds.size > rule.max) {
      throw new ProblemError({
        code: "limit-of-law",
        detail: `${whose} was or is under a protective stop ${rounds.size - 1} times already, whoever asked`,
        expected: `at most ${rule.max} rounds (${titleOf(profile, rule.basis)})`,
      });
    }
  }
  return { roundOf, number: new Set([...ofPerson.map((one) => one.roundOf), roundOf]).size };
}

/** When the round began: with the first of its orders that the bank carried out. */
export function startOfRound(roundOf: string, atMs: number, earlier: readonly Earlier[]): number {
  return Math.min(atMs, ...earlier.flatMap((one) => (one.roundOf === roundOf ? (one.startedAtMs ?? []) : [])));
}
