/**
 * What may become of a held payment: confirmed by a person or lapsed, carried out, not made, cancelled by the customer, and
 * carried out by itself at the latest when the law's time is over. What waiting cost is kept. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Announcement } from "../../domain/announcement.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { alarm, notPassedOn, passedOnAgain } from "../order-clocks.ts";
import { EXPIRED, HOLD_REASONS, HOLD_REFUSALS, HOLD_RELEASES, HOLD_WRONG, reasonOf } from "../reasons.ts";
import type { Hold, HoldCost, holdCommands } from "./hold.ts";
import { confirmClock, endNotices, goOn, heldNotices, measureOf, refusedNotices, startOf, terms, type HoldMatter } from "./order.ts";

type Input<C extends keyof typeof holdCommands> = z.output<(typeof holdCommands)[C]["input"]>;
type D = Decision<Hold>;
type C = Context<null>;

export const decideHold = {
  confirm(hold: HoldMatter, input: Input<"confirm">, context: C): D {
    const { profile, nowMs } = context;
    if (hold.body.confirmedAtMs !== null) throw new ProblemError({ code: "not-now", detail: "a person has confirmed it already" });
    const told = hold.body.toldAtMs !== null;
    const body: Hold = {
      ...hold.body,
      confirmedAtMs: nowMs,
      decider: context.orgName,
      reason: input.reason === undefined ? hold.body.reason : reasonOf(HOLD_REASONS, input.reason),
      note: input.note ?? hold.body.note,
      toldAtMs: hold.body.toldAtMs ?? nowMs,
    };
    return {
      event: null,
      body,
      basis: measureOf(profile).authority.basis,
      disarm: [confirmClock(profile, measureOf(profile))],
      notices: told ? [] : heldNotices({ ...hold, body }, profile),
    };
  },

  release(hold: HoldMatter, input: Input<"release">, context: C): D {
    const body = over(hold, input.reason, context);
    return {
      event: "release",
      body,
      detail: { reason: input.reason },
      effects: [goOn({ ...hold, body }, context.profile, "release", input.reason)],
      notices: endNotices({ ...hold, body }, "released", context, HOLD_RELEASES[input.reason]),
      announces: HOLD_WRONG.has(input.reason) ? wrongful(hold, context) : [],
    };
  },

  refuse(hold: HoldMatter, input: Input<"refuse">, context: C): D {
    const body: Hold = { ...over(hold, input.reason, context), decider: context.orgName };
    return {
      event: "refuse",
      body,
      detail: { reason: input.reason },
      effects: [goOn({ ...hold, body }, context.profile, "refuse", input.reason)],
      notices: refusedNotices({ ...hold, body }, context.profile, HOLD_REFUSALS[input.reason]),
    };
  },

  cancel(hold: HoldMatter, _input: Input<"cancel">, context: C): D {
    const body = over(hold, "cancelled", context);
    return {
      event: "cancel",
      body,
      effects: [goOn({ ...hold, body }, context.profile, "cancel", "customer")],
      notices: endNotices({ ...hold, body }, "cancelled", context, { zh: "您决定不再付款", en: "you decided not to pay" }),
    };
  },

  "ask-release"(hold: HoldMatter, _input: Input<"ask-release">, context: C): D {
    return {
      event: null,
      body: { ...hold.body, askedAtMs: context.nowMs },
      arm: alarm(context.profile, measureOf(context.profile).appeal.decide, context.nowMs, "release-overdue"),
    };
  },

  "release-overdue"(_hold: HoldMatter, input: Input<"release-overdue">): D {
    return { event: null, level: 3, assignee: null, detail: { overdue: input.key } };
  },

  "report-costs"(hold: HoldMatter, input: Input<"report-costs">, context: C): D {
    const cost: HoldCost = { ...(hold.body.cost ?? costOf(hold, context.nowMs)), feesMinor: input.feesMinor, interestMinor: input.interestMinor };
    return {
      event: null,
      body: { ...hold.body, cost },
      detail: { feesMinor: input.feesMinor, interestMinor: input.interestMinor },
      announces: [
        {
          name: "delay-costs",
          hold: hold.id,
          startedAtMs: cost.fromMs,
          endedAtMs: cost.untilMs,
          amountMinor: cost.amountMinor,
          currency: cost.currency,
          feesMinor: input.feesMinor,
          interestMinor: input.interestMinor,
        },
      ],
    };
  },

  unreachable(hold: HoldMatter, input: Input<"unreachable">, context: C): D {
    return { event: "fail", body: { ...hold.body, endedAtMs: context.nowMs, outcome: input.problem } };
  },

  expire(hold: HoldMatter, _input: Input<"expire">, context: C): D {
    const body = over(hold, "expired", context);
    return {
      event: "expire",
      body,
      basis: context.profile.deadline(measureOf(context.profile).duration).basis,
      effects: [goOn({ ...hold, body }, context.profile, "release", "expired")],
      notices: [...untold(hold, context), ...endNotices({ ...hold, body }, "expired", context, EXPIRED)],
    };
  },

  lapse(hold: HoldMatter, _input: Input<"lapse">, context: C): D {
    const body = over(hold, "not confirmed", context);
    return {
      event: "lapse",
      body,
      effects: [goOn({ ...hold, body }, context.profile, "release", "not confirmed")],
      notices: [
        ...untold(hold, context),
        ...endNotices({ ...hold, body }, "expired", context, { zh: "没有人员确认，自动放行", en: "no person confirmed it, so it went on by itself" }),
      ],
    };
  },

  "not-passed-on": (_hold: HoldMatter, input: Input<"not-passed-on">, context: C): D => notPassedOn(input.problem, context),
  "pass-on-again": (hold: HoldMatter, _input: Input<"pass-on-again">, context: C): D => passedOnAgain(terms(hold, context.profile)),
};

/** Whoever was not told yet that the payment waited is told that first, with reason and remedy. */
function untold(hold: HoldMatter, context: C) {
  return hold.body.toldAtMs === null ? heldNotices(hold, context.profile) : [];
}

function over(hold: HoldMatter, outcome: string, context: C): Hold {
  return { ...hold.body, endedAtMs: context.nowMs, outcome, toldAtMs: hold.body.toldAtMs ?? context.nowMs, cost: costOf(hold, context.nowMs) };
}

function costOf({ body }: HoldMatter, untilMs: number): HoldCost {
  return { fromMs: startOf(body.measure, body.orderedAtMs, body.heldAtMs), untilMs, amountMinor: body.amountMinor, currency: body.currency, feesMinor: null, interestMinor: null };
}

function wrongful(hold: HoldMatter, context: C): readonly Announcement[] {
  return [
    { name: "lifted-as-wrong", matter: hold.id, startedAtMs: hold.body.heldAtMs, endedAtMs: context.nowMs, amountMinor: hold.body.amountMinor, currency: hold.body.currency },
  ];
}
