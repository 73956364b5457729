/**
 * From the first sign to somebody who acts: grading, dispatch by territory, signing for, and the way up through the tiers
 * when a limit passes. Pure. One tier at a time, each step counted; at the top it is said and goes no further.
 */
import { assert } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { WarningLevel } from "../../domain/jurisdiction-words.ts";
import type { Decision, Json } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import { instructionClocks, keysOf } from "./clocks.ts";
import type { warningCommands, WarningCommand } from "./commands.ts";
import type { Unit } from "./facts.ts";
import { nextStep } from "./ladder.ts";
import type { WarningState } from "./states.ts";
import { callBackMessage, warningMessage } from "./telling.ts";
import { KEPT_MAX, LEVEL_NUMBER, levelOfNumber, type Warning } from "./warning.ts";

export type WarningMatter = Matter<Warning, WarningState>;
export type Input<C extends WarningCommand> = z.output<(typeof warningCommands)[C]["input"]>;

export interface Facts {
  /** The unit or desk that the input names. */
  readonly unit: Unit | null;
  /** One tier above the unit that has it. */
  readonly above: Unit | null;
  readonly contactsElsewhere: number;
  readonly reported: boolean;
}

export function levelOf(warning: Pick<WarningMatter, "level">): WarningLevel {
  return levelOfNumber(warning.level);
}

/** The body with what comes next in `state`. */
export function settled(state: WarningState, level: WarningLevel, body: Warning, context: Pick<Context, "profile" | "nowMs">): Warning {
  return { ...body, next: nextStep(state, level, body, context.profile, context.nowMs) };
}

/** What is sent at once on reaching a level, with the body that remembers it. */
export function told(level: WarningLevel, body: Warning, context: Pick<Context, "profile">): { readonly body: Warning; readonly notices: ReturnType<typeof warningMessage> } {
  const rule = context.profile.warning.levels[level];
  const warned = rule.automatic.includes("sms") ? warningMessage(body, context.profile) : [];
  // Nobody calls without having said so, with the number under which it can be checked.
  const announced = rule.contact !== null && !body.announcedCall ? callBackMessage(body, context.profile) : [];
  return {
    notices: [...warned, ...announced],
    body: { ...body, announcedCall: body.announcedCall || announced.length > 0, counts: { ...body.counts, sms: body.counts.sms + (warned.length > 0 ? 1 : 0) } },
  };
}

/** The bank is asked to hold a payment that still moves, where the profile has it so. */
export function holdAsked(warning: WarningMatter, level: WarningLevel, money: Warning["money"], context: Pick<Context, "profile">): NonNullable<Decision["announces"]> {
  if (!context.profile.warning.levels[level].automatic.includes("partner-hold")) return [];
  return money
    .filter((one) => one.live && one.from !== null)
    .map((payment) => ({
      name: "payment-at-risk",
      warning: warning.id,
      victim: warning.body.victim,
      territory: warning.territory,
      payment: {
        from: payment.from,
        to: payment.to,
        amountMinor: payment.amountMinor,
        currency: payment.currency,
        atMs: payment.atMs,
        transfer: payment.event,
      },
    }));
}

export const decideRoute = {
  grade(warning: WarningMatter, input: Input<"grade">, context: Context<Facts>): Decision<Warning> {
    const { body } = warning;
    if (body.ground === null && body.families.every((family) => family === "report")) {
      throw new ProblemError({ code: "not-now", detail: "a warning never rests on reports of users alone", expected: "at least one hit of another family" });
    }
    if (input.level === "urgent" && context.role === "analyst") {
      throw new ProblemError({ code: "not-allowed", detail: "an urgent level given by hand needs a duty lead", expected: "the role dutyLead" });
    }
    const telling = told(input.level, body, context);
    const visitRequired = context.profile.warning.levels[input.level].visit.when === "always";
    return {
      event: "grade",
      level: LEVEL_NUMBER[input.level],
      body: settled("graded", input.level, { ...telling.body, visitRequired }, context),
      notices: telling.notices,
      announces: holdAsked(warning, input.level, body.money, context),
      detail: { level: input.level, ...(input.why === undefined ? {} : { why: input.why }) },
    };
  },

  dispatch(warning: WarningMatter, input: Input<"dispatch">, context: Context<Facts>): Decision<Warning> {
    const { unit } = context.facts;
    if (unit === null || unit.kind !== "police") {
      throw new ProblemError({ code: "malformed-input", detail: "unit: no such police unit", at: { field: "unit" }, value: input.unit, expected: "the id of a police unit" });
    }
    if (warning.state !== "graded" && context.role === "analyst") {
      throw new ProblemError({ code: "not-allowed", detail: "sending it to another unit needs a duty lead", expected: "the role dutyLead" });
    }
    const level = levelOf(warning);
    const { body } = warning;
    const elsewhere = unit.territory !== "" && warning.territory !== unit.territory && !warning.territory.startsWith(`${unit.territory}/`);
    const after: Warning = {
      ...body,
      dispatchedAtMs: body.dispatchedAtMs ?? context.nowMs,
      tierSinceMs: context.nowMs,
      ...(context.role === "system" ? {} : { place: { ...body.place, reason: "chosen" as const } }),
    };
    return {
      event: "dispatch",
      org: unit.id,
      ...(elsewhere ? { territory: unit.territory } : {}),
      assignee: null,
      body: settled("dispatched", level, after, context),
      arm: instructionClocks(context.profile, level, body.place.rural, context.nowMs, false),
      detail: { unit: unit.id, routing: after.place.reason, ...(input.why === undefined ? {} : { why: input.why }) },
    };
  },

  sign(warning: WarningMatter, _input: Input<"sign">, context: Context<Facts>): Decision<Warning> {
    const level = levelOf(warning);
    const { body } = warning;
    const { sign } = keysOf(context.profile, level, body.place.rural);
    const byProgram = context.role === "system";
    const due = sign === null || body.dispatchedAtMs === null ? null : context.profile.due(sign, Math.max(body.tierSinceMs, body.raisedAtMs)).dueAtMs;
    const first = body.signedAtMs === null && !byProgram;
    const after: Warning = {
      ...body,
      signedAtMs: byProgram ? body.signedAtMs : (body.signedAtMs ?? context.nowMs),
      // A limit that passed on the way up was missed, whoever signs in the end.
      signedInTime: first && due !== null ? body.escalationCount === 0 && context.nowMs <= due : body.signedInTime,
      firstReceiver: body.firstReceiver ?? (byProgram || context.org === null ? null : { user: context.actor, org: context.org }),
    };
    return {
      event: "sign",
      // A level for which nobody has to sign stays nobody's task.
      assignee: byProgram ? null : context.actor,
      ...(byProgram || context.org === null ? {} : { org: context.org }),
      body: settled("signed", level, after, context),
      disarm: sign === null ? [] : [sign],
      detail: { byProgram },
    };
  },

  escalate(warning: WarningMatter, input: Input<"escalate">, context: Context<Facts>): Decision<Warning> {
    if (context.facts.above === null) throw new ProblemError({ code: "not-now", detail: "there is no tier above this unit", expected: "another channel, or another unit" });
    return upOneTier(warning, warning.body, input.why, context);
  },

  overdue(warning: WarningMatter, input: Input<"overdue">, context: Context<Facts>): Decision<Warning> {
    const { body } = warning;
    // Two limits of one tier may pass in one moment: the first goes up, the second is of the past.
    if (input.dueAtMs <= body.tierSinceMs) return { event: null, detail: { key: input.key, moot: true } };
    if (context.facts.above === null) return { event: null, detail: { key: input.key, atTop: true } };
    return upOneTier(warning, body, `overdue: ${input.key}`, context);
  },
};

/** To the next tier's lead, with that tier's own limits. `body` may hold what has just happened. */
export function upOneTier(warning: WarningMatter, body: Warning, why: string, context: Context<Facts>, detail: Readonly<Record<string, Json>> = {}): Decision<Warning> {
  const { above } = context.facts;
  assert(above !== null, "there is a tier above");
  const level = levelOf(warning);
  const { sign, contact } = keysOf(context.profile, level, body.place.rural);
  const limits = [sign, contact];
  const after: Warning = {
    ...body,
    tierSinceMs: context.nowMs,
    escalations: [...body.escalations, { from: warning.org, to: above.id, why, atMs: context.nowMs }].slice(-KEPT_MAX.escalations),
    escalationCount: body.escalationCount + 1,
  };
  return {
    event: "escalate",
    org: above.id,
    assignee: null,
    body: settled("escalated", level, after, context),
    arm: limits.flatMap((key) => (key === null ? [] : [{ key, startMs: context.nowMs, command: "overdue" }])),
    detail: { ...detail, why, tier: above.level, count: after.escalationCount },
  };
}
