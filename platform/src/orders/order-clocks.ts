/**
 * Clocks of orders that only remind somebody, and what happens when an institution cannot be told of something that gives
 * back: it is told again and again until it was. A country whose profile has no such clock goes without the reminder.
 */
import { z } from "zod";
import type { DeadlineKey } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { ArmDeadline, Decision, EffectDraft } from "../matters/decision.ts";
import { undeliverable } from "../matters/input.ts";
import type { Context } from "../matters/kind.ts";

export function alarm(profile: JurisdictionProfile, key: DeadlineKey, startMs: number, command: string): readonly ArmDeadline[] {
  return profile.deadlines[key] === undefined ? [] : [{ key, startMs, command }];
}

/** What an effect that gives back names, so that it is never given up. */
export const NEVER_GIVEN_UP = { undeliverable: "not-passed-on" } as const;

/** Possible in every state in which the institution may still have to be told something that gives back. */
export function passOnCommands<const S extends string>(states: readonly S[]) {
  return {
    "not-passed-on": { who: [], words: { zh: "解除或放宽未能送达", en: "A release was not passed on" }, input: undeliverable, causes: [], states },
    "pass-on-again": { who: [], words: { zh: "再次送达解除或放宽", en: "Pass the release on again" }, input: z.object({}).loose(), causes: [], states },
  } as const;
}

/** Somebody looks, and the clock tries again; at once would be a circle. */
export function notPassedOn<B>(problem: string, context: Context<unknown>): Decision<B> {
  return { event: null, level: 3, assignee: null, detail: { problem }, arm: alarm(context.profile, "order.answer", context.nowMs, "pass-on-again") };
}

export function passedOnAgain<B>(effect: EffectDraft): Decision<B> {
  return { event: null, effects: [effect] };
}
