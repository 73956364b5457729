/**
 * What may become of a stop-payment, by the law in force when it began: two pairs of eyes, four fields that match, so many
 * hours from the institution's own moment, so many rounds an account whoever asks, an end that needs nobody, and a notice
 * that says all of it. Pure: everything needed is in the arguments.
 */
import { ProblemError } from "../../base/problem.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { carriesOrders, isBeingFiled } from "../account-facts.ts";
import { allowanceAsked, allowanceDecided, allowanceOverdue } from "../allowance.ts";
import { alarm, NEVER_GIVEN_UP, notPassedOn, passedOnAgain } from "../order-clocks.ts";
import { toInstitution, toSuperior } from "../order-words.ts";
import { EXPIRED, RELEASE_REASONS, WRONG, type ReleaseReason } from "../reasons.ts";
import { answered } from "./answer.ts";
import type { Facts } from "./facts.ts";
import { ALLOWANCES, endNotices, lift, limitNotice, reducedNotice, replace, request, terms, untold, type Stop } from "./order.ts";
import { nextRound } from "./rounds.ts";
import type { StopPayment, stopCommands } from "./stop-payment.ts";

type Input<C extends keyof typeof stopCommands> = z.output<(typeof stopCommands)[C]["input"]>;
type D = Decision<StopPayment>;

/** An institution ends a stop on its own mistakes; everything else is the police's to decide. */
const INSTITUTION_REASONS: ReadonlySet<ReleaseReason> = new Set(["institution-error", "mistaken-account"]);

export const decideStop = {
  supply(stop: Stop, input: Input<"supply">, context: Context<Facts>): D {
    return { event: null, body: { ...stop.body, holderName: context.identify("name", input.holderName, "holderName") } };
  },

  approve(stop: Stop, input: Input<"approve">, context: Context<Facts>): D {
    const measure = context.profile.allowed("stop-payment");
    requireRole(measure.approve, context, "approving a stop-payment");
    const { root } = context.facts;
    if (root === null || !carriesOrders(root))
      throw new ProblemError({ code: "limit-of-law", detail: `what it rests on, ${stop.body.report}, carries no order any more`, expected: "a report or case that was accepted" });
    if (stop.body.holderName === null && measure.guards.includes("four-field-match"))
      throw new ProblemError({
        code: "limit-of-law",
        detail: "the holder's name is missing: the institution has to compare name, account, amount and time",
        expected: 'the command "supply"',
      });
    if (stop.body.previous !== null) checkFirst(stop, context.facts);
    const round = nextRound(context.facts.rounds, context.profile, context.nowMs);
    const body: StopPayment = { ...stop.body, round, decider: context.orgName, approvedAtMs: context.nowMs, tellLater: input.tellLater ?? null };
    return {
      event: "approve",
      body,
      basis: measure.authority.basis,
      detail: { round },
      disarm: ["stop.approve"],
      // An order that nobody answers is over when a stop under it would have been, at the latest.
      arm: [...alarm(context.profile, "order.answer", context.nowMs, "remind"), { key: "order.unanswered", startMs: context.nowMs, command: "lapse" }],
      effects: [
        request({ ...stop, body }, context.profile),
        ...(round > 1 ? toSuperior(stop, context.facts.superior, "second-round", { round, reason: stop.body.reason.key }) : []),
      ],
    };
  },

  decline(stop: Stop, input: Input<"decline">, context: Context<Facts>): D {
    return { event: "decline", body: { ...stop.body, endedAtMs: context.nowMs, outcome: input.why } };
  },

  withdraw(stop: Stop, input: Input<"withdraw">, context: Context<Facts>): D {
    const body = { ...stop.body, endedAtMs: context.nowMs, outcome: input.why };
    if (stop.state === "drafted") return { event: "withdraw", body };
    // The institution may have it already, and may have acted: it is told in any case, and the round counts.
    return { event: "recall", body, effects: [lift(stop, context.profile, "recalled")] };
  },

  sent(_stop: Stop, input: Input<"sent">): D {
    return { event: "send", evidence: [{ kind: "document", ref: input.reference }] };
  },

  unreachable(stop: Stop, input: Input<"unreachable">, context: Context<Facts>): D {
    return { event: "fail", body: { ...stop.body, endedAtMs: context.nowMs, outcome: input.problem } };
  },

  answer: (stop: Stop, input: Input<"answer">, context: Context<Facts>): D => answered(stop, input, context),

  release(stop: Stop, input: Input<"release">, context: Context<Facts>): D {
    if (context.role === "bankOps" && !INSTITUTION_REASONS.has(input.reason))
      throw new ProblemError({
        code: "not-allowed",
        detail: `an institution ends a stop by itself only on its own error; "${input.reason}" is for the police to decide`,
        at: { field: "reason" },
        expected: [...INSTITUTION_REASONS].join(", "),
      });
    const wrong = WRONG.has(input.reason);
    return {
      event: "release",
      body: { ...stop.body, endedAtMs: context.nowMs, outcome: input.reason },
      detail: { reason: input.reason, ...(input.note === undefined ? {} : { note: input.note }) },
      effects: [lift(stop, context.profile, input.reason)],
      notices: endNotices(stop, "stop-payment.released", context, RELEASE_REASONS[input.reason], context.facts.holdings),
      announces: wrong ? [wrongful(stop, context, stop.body.heldMinor), { name: "support-withdrawn", matter: stop.id, reason: input.reason }] : [],
    };
  },

  reduce(stop: Stop, input: Input<"reduce">, context: Context<Facts>): D {
    const held = BigInt(stop.body.heldMinor ?? "0");
    const to = BigInt(input.toMinor);
    if (to >= held) throw new ProblemError({ code: "malformed-input", detail: "toMinor is no less than what is held", at: { field: "toMinor" }, expected: `less than ${held}` });
    const body: StopPayment = { ...stop.body, scope: "amount", heldMinor: input.toMinor };
    return {
      event: null,
      body,
      detail: { reason: input.reason, fromMinor: String(held), toMinor: input.toMinor },
      effects: [
        toInstitution(stop, context.profile, "stop-payment", {
          name: "reduce",
          what: "stop-payment.reduce",
          fields: { amountMinor: input.toMinor, currency: body.currency, scope: "amount" },
          ...NEVER_GIVEN_UP,
        }),
      ],
      notices: [reducedNotice({ ...stop, body }, context, RELEASE_REASONS[input.reason])],
      announces: WRONG.has(input.reason) ? [wrongful(stop, context, String(held - to))] : [],
    };
  },

  "second-round"(stop: Stop, input: Input<"second-round">, context: Context<Facts>): D {
    checkFiling(context.facts);
    return { event: null, detail: { reason: input.reason }, announces: [{ name: "second-round", stop: stop.id, reason: input.reason, note: input.note }] };
  },

  "ask-allowance": (stop: Stop, input: Input<"ask-allowance">, context: Context<Facts>): D => allowanceAsked(stop, input, context, ALLOWANCES),
  "decide-allowance": (stop: Stop, input: Input<"decide-allowance">, context: Context<Facts>): D => allowanceDecided(stop, input, context, ALLOWANCES),
  "allowance-overdue": (stop: Stop, _input: Input<"allowance-overdue">, context: Context<Facts>): D => allowanceOverdue(stop, context.facts.superior),

  continue(stop: Stop, input: Input<"continue">, context: Context<Facts>): D {
    return {
      event: "continue",
      body: { ...stop.body, endedAtMs: context.nowMs, outcome: `second round ${input.by}` },
      evidence: [{ kind: "matter", ref: input.by }],
      effects: [replace(stop, context.profile, input.by)],
      notices: untold(stop, context.profile),
    };
  },

  convert(stop: Stop, input: Input<"convert">, context: Context<Facts>): D {
    return {
      event: "convert",
      body: { ...stop.body, endedAtMs: context.nowMs, outcome: `freeze ${input.freeze}` },
      evidence: [{ kind: "matter", ref: input.freeze }],
      effects: [replace(stop, context.profile, input.freeze)],
      notices: untold(stop, context.profile),
    };
  },

  expire(stop: Stop, _input: Input<"expire">, context: Context<Facts>): D {
    return {
      event: "expire",
      body: { ...stop.body, endedAtMs: context.nowMs, outcome: "expired" },
      basis: context.profile.deadline("stop.duration").basis,
      effects: [lift(stop, context.profile, "expired")],
      notices: endNotices(stop, "stop-payment.expired", context, EXPIRED, context.facts.holdings),
    };
  },

  lapse(stop: Stop, _input: Input<"lapse">, context: Context<Facts>): D {
    return { event: "lapse", body: { ...stop.body, endedAtMs: context.nowMs, outcome: "not answered" }, effects: [lift(stop, context.profile, "lapsed")] };
  },

  "not-passed-on": (_stop: Stop, input: Input<"not-passed-on">, context: Context<Facts>): D => notPassedOn(input.problem, context),
  "pass-on-again": (stop: Stop, _input: Input<"pass-on-again">, context: Context<Facts>): D => passedOnAgain(terms(stop, context.profile)),

  "tell-holder"(stop: Stop, _input: Input<"tell-holder">, context: Context<Facts>): D {
    return { event: null, body: { ...stop.body, toldAtMs: context.nowMs }, notices: [limitNotice(stop, context.profile)] };
  },

  remind(_stop: Stop, input: Input<"remind">): D {
    return { event: null, detail: { overdue: input.key } };
  },

  move(_stop: Stop, input: Input<"move">): D {
    return { event: null, org: input.org, territory: input.territory };
  },
};

/** A second round goes on from a first that runs or has just run out; one that was released or became a freeze needs none. */
function checkFirst(stop: Stop, facts: Facts): void {
  checkFiling(facts);
  const state = facts.previous?.state ?? "missing";
  if (state === "stopped" || state === "expired") return;
  throw new ProblemError({ code: "not-now", detail: `the first round, ${stop.body.previous ?? ""}, is ${state}: there is nothing to go on from`, value: state });
}

function checkFiling(facts: Facts): void {
  if (facts.case !== null && isBeingFiled(facts.case)) return;
  throw new ProblemError({ code: "limit-of-law", detail: "a second round needs a case that is being filed for the report", expected: "a case about the report" });
}

function wrongful(stop: Stop, context: Context<Facts>, amountMinor: string | null) {
  const startedAtMs = stop.body.stoppedAtMs ?? context.nowMs;
  return { name: "lifted-as-wrong", matter: stop.id, startedAtMs, endedAtMs: context.nowMs, amountMinor, currency: stop.body.currency } as const;
}
