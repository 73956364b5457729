/**
 * Beginning a contact: only by a unit that is on the task, only within the cap of contacts, and with somebody else than the
 * person only on a ground. Once begun, its result is always recorded (decide-result.ts). Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { WarningLevel } from "../../domain/jurisdiction-words.ts";
import { instantInWords } from "../../domain/notice-text.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import { overdueKeys, visitClock } from "./clocks.ts";
import { levelOf, settled, type Facts, type Input, type WarningMatter } from "./decide-route.ts";
import { cappedUntilMs } from "./ladder.ts";
import { onScene, onTheTask } from "./tactics.ts";
import { KEPT_MAX, type Attempt, type Warning } from "./warning.ts";

export const decideContact = {
  contact(warning: WarningMatter, input: Input<"contact">, context: Context<Facts>): Decision<Warning> {
    const { body } = warning;
    const level = levelOf(warning);
    onTheTask(warning, context);
    if (input.whom === "family" && input.ground === undefined) {
      throw new ProblemError({
        code: "limit-of-law",
        detail: "the family is spoken to only on a ground: the person agrees, or life or property is in danger now",
        at: { field: "ground" },
        expected: "the ground in words",
      });
    }
    const scene = onScene(body);
    if (input.channel === "visit" && scene !== null && scene.org !== context.org) {
      throw new ProblemError({ code: "not-now", detail: `${scene.org} is on the scene: the other unit stands down`, value: scene.org });
    }
    const cappedUntil = input.whom === "family" ? null : cappedUntilMs(body, context.facts.contactsElsewhere, context.profile, context.nowMs);
    if (cappedUntil !== null) {
      throw new ProblemError({
        code: "not-now",
        detail: `the person was contacted ${context.profile.warning.contactCap.perPersonAndDay} times today: that is the most for one day unless the level rises or a duty lead allows one more`,
        expected: `after ${instantInWords(cappedUntil, context.profile.timeZone).en}`,
      });
    }
    // Two units that go at once are one contact for the person.
    const alongside = input.channel === "visit" && body.attempts.some((one) => one.outcome === null && one.channel === "visit");
    const attempt: Attempt = {
      n: body.attemptCount + 1,
      channel: input.channel,
      whom: input.whom,
      by: context.actor,
      org: context.org,
      atMs: context.occurredAtMs,
      endedAtMs: null,
      outcome: null,
      ringMs: null,
      talkMs: null,
      callRecord: null,
      threeWay: false,
      counts: input.whom === "person" && !alongside,
    };
    const keys = overdueKeys(context.profile, level);
    const { contact, visit } = context.profile.warning.levels[level];
    const after: Warning = {
      ...body,
      attempts: [...body.attempts, attempt].slice(-KEPT_MAX.attempts),
      attemptCount: attempt.n,
      firstAttemptAtMs: body.firstAttemptAtMs ?? context.occurredAtMs,
      counts: { ...body.counts, [input.channel]: body.counts[input.channel] + 1 },
      visitedAtMs: body.visitedAtMs ?? (input.channel === "visit" ? context.occurredAtMs : null),
    };
    return {
      event: "contact",
      // Whoever talks to the person has it, also when it came back from a tier above.
      assignee: context.actor,
      body: settled("in-contact", level, after, context),
      disarm: input.channel === "visit" ? keys : keys.filter((key) => key === contact || key === levelSign(level, context)),
      // Somebody is at it; if nothing is recorded within the limit of a visit, the next tier looks.
      arm: input.channel === "call" && visit.when !== "always" ? visitClock(context.profile, level, body.place.rural, context.nowMs) : [],
      detail: { channel: input.channel, whom: input.whom, attempt: attempt.n, ...(input.ground === undefined ? {} : { ground: input.ground }) },
    };
  },

  "allow-contact"(warning: WarningMatter, input: Input<"allow-contact">, context: Context<Facts>): Decision<Warning> {
    const body = { ...warning.body, allowed: [...warning.body.allowed, context.nowMs].slice(-KEPT_MAX.attempts) };
    return { event: null, body: settled(warning.state, levelOf(warning), body, context), detail: { ground: input.ground } };
  },
};

function levelSign(level: WarningLevel, context: Pick<Context, "profile">): string | null {
  return context.profile.warning.levels[level].sign;
}
