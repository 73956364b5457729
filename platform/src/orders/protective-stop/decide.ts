/**
 * What may become of a protective stop: a second officer, the rounds of the person, the bank's own moment, living costs, an
 * end whenever the consent is withdrawn or somebody else decides so within hours, and by itself in any case. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { allowanceAsked, allowanceDecided, allowanceOverdue } from "../allowance.ts";
import { alarm, notPassedOn, passedOnAgain } from "../order-clocks.ts";
import { toSuperior } from "../order-words.ts";
import { EXPIRED, reasonOf, RELEASE_REFUSALS } from "../reasons.ts";
import type { Facts } from "./facts.ts";
import { allowances, endNotices, lift, limitNotices, request, terms, type Protection } from "./order.ts";
import type { protectiveCommands, ProtectiveStop } from "./protective-stop.ts";
import { CLOCK_SKEW_MS, roundFor, startOfRound } from "./rounds.ts";

type Input<C extends keyof typeof protectiveCommands> = z.output<(typeof protectiveCommands)[C]["input"]>;
type D = Decision<ProtectiveStop>;
type C = Context<Facts>;

const CLOCK = "protective.releaseDecision" as const;

const ENDS = {
  "danger-over": { zh: "危险已经解除", en: "the danger is over" },
  mistaken: { zh: "经核实判断有误", en: "it was found to be a mistake" },
  "appeal-upheld": { zh: "申诉成立", en: "the objection was upheld" },
  asked: { zh: "按您的要求解除", en: "you asked for it" },
} as const satisfies Record<string, Bilingual>;

export const decideProtective = {
  approve(stop: Protection, _input: Input<"approve">, context: C): D {
    const { profile, nowMs } = context;
    const measure = profile.allowed("protective-stop");
    requireRole(measure.approve, context, "approving a protective stop");
    const round = roundFor({ id: stop.id, person: stop.body.person.token, account: stop.body.account.token }, context.facts.earlier, profile, nowMs);
    const body: ProtectiveStop = { ...stop.body, roundOf: round.roundOf, round: round.number, decider: context.orgName, approvedAtMs: nowMs };
    return {
      event: "approve",
      body,
      basis: measure.authority.basis,
      detail: { round: round.number, roundOf: round.roundOf },
      arm: [...alarm(profile, "order.answer", nowMs, "remind"), { key: "order.unanswered", startMs: nowMs, command: "lapse" }],
      effects: [request({ ...stop, body }, profile)],
    };
  },

  decline(stop: Protection, input: Input<"decline">, context: C): D {
    return { event: "decline", body: { ...stop.body, endedAtMs: context.nowMs, outcome: input.why } };
  },

  withdraw(stop: Protection, input: Input<"withdraw">, context: C): D {
    const body: ProtectiveStop = { ...stop.body, endedAtMs: context.nowMs, outcome: input.why };
    return stop.state === "proposed" ? { event: "withdraw", body } : { event: "recall", body, effects: [lift(stop, context.profile, "recalled")] };
  },

  sent(_stop: Protection, input: Input<"sent">): D {
    return { event: "send", evidence: [{ kind: "document", ref: input.reference }] };
  },

  unreachable(stop: Protection, input: Input<"unreachable">, context: C): D {
    return { event: "fail", body: { ...stop.body, endedAtMs: context.nowMs, outcome: input.problem } };
  },

  answer(stop: Protection, input: Input<"answer">, context: C): D {
    if (input.result === "not-done") return { event: "fail", body: { ...stop.body, endedAtMs: context.nowMs, outcome: input.why } };
    const { profile, nowMs } = context;
    if (input.at > nowMs + CLOCK_SKEW_MS || input.at < (stop.body.approvedAtMs ?? stop.openedAtMs) - CLOCK_SKEW_MS)
      throw new ProblemError({
        code: "malformed-input",
        detail: "at: the moment lies before the approval or in the future",
        at: { field: "at" },
        expected: "the bank's own moment",
      });
    const { duration } = profile.allowed("protective-stop");
    // Whatever joins a round ends with it.
    const startMs = startOfRound(stop.body.roundOf ?? stop.id, input.at, context.facts.earlier);
    const { dueAtMs } = profile.due(duration, startMs);
    const body: ProtectiveStop = { ...stop.body, startedAtMs: input.at, endsAtMs: dueAtMs };
    return {
      event: "start",
      body,
      basis: profile.allowed("protective-stop").authority.basis,
      evidence: [{ kind: "bank-answer", ref: stop.id }],
      detail: { startedAtMs: input.at, endsAtMs: dueAtMs },
      disarm: ["order.answer", "order.unanswered"],
      arm: [{ key: duration, startMs, command: "expire" }],
      notices: limitNotices({ ...stop, body }, "protective-stop.started", profile, body.reason, body.decider ?? context.orgName),
    };
  },

  "ask-release"(stop: Protection, input: Input<"ask-release">, context: C): D {
    const asked = { askedAtMs: context.nowMs, decidedAtMs: null, refused: null };
    // Who agreed may stop agreeing: nothing is left to decide.
    if (stop.body.basis.kind === "consent")
      return over({ ...stop, body: { ...stop.body, releases: [...stop.body.releases, { ...asked, decidedAtMs: context.nowMs }] } }, "asked", context);
    if (openRequest(stop.body) !== undefined) throw new ProblemError({ code: "not-now", detail: "a request to end it waits for a decision already" });
    return {
      event: null,
      body: { ...stop.body, releases: [...stop.body.releases, asked] },
      level: 3,
      ...(input.ground === undefined ? {} : { detail: { ground: input.ground } }),
      arm: alarm(context.profile, CLOCK, context.nowMs, "release-overdue"),
    };
  },

  "decide-release"(stop: Protection, input: Input<"decide-release">, context: C): D {
    if (openRequest(stop.body) === undefined) throw new ProblemError({ code: "not-now", detail: "nobody has asked to end it" });
    const refused = input.release ? null : reasonOf(RELEASE_REFUSALS, input.why);
    const releases = stop.body.releases.map((one) => (one.decidedAtMs === null ? { ...one, decidedAtMs: context.nowMs, refused } : one));
    const decided: Protection = { ...stop, body: { ...stop.body, releases } };
    if (refused === null) return over(decided, "asked", context);
    return {
      event: null,
      body: decided.body,
      detail: { refused: refused.key },
      disarm: [CLOCK],
      notices: limitNotices(decided, "protective-stop.release-refused", context.profile, refused, context.orgName),
    };
  },

  "release-overdue"(stop: Protection, _input: Input<"release-overdue">, context: C): D {
    return {
      event: null,
      level: 3,
      assignee: null,
      detail: { overdue: CLOCK },
      effects: toSuperior(stop, context.facts.superior, "release-overdue", { since: new Date(openRequest(stop.body)?.askedAtMs ?? context.nowMs).toISOString() }),
    };
  },

  cancel: (stop: Protection, input: Input<"cancel">, context: C): D => over(stop, input.reason, context),

  expire(stop: Protection, _input: Input<"expire">, context: C): D {
    return {
      event: "expire",
      body: { ...stop.body, endedAtMs: context.nowMs, outcome: "expired" },
      basis: context.profile.deadline(context.profile.allowed("protective-stop").duration).basis,
      effects: [lift(stop, context.profile, "expired")],
      notices: endNotices(stop, "protective-stop.expired", context, EXPIRED, context.facts.holdings),
    };
  },

  lapse(stop: Protection, _input: Input<"lapse">, context: C): D {
    return { event: "lapse", body: { ...stop.body, endedAtMs: context.nowMs, outcome: "not answered" }, effects: [lift(stop, context.profile, "lapsed")] };
  },

  "ask-allowance": (stop: Protection, input: Input<"ask-allowance">, context: C): D => allowanceAsked(stop, input, context, allowances(context.profile)),
  "decide-allowance": (stop: Protection, input: Input<"decide-allowance">, context: C): D => allowanceDecided(stop, input, context, allowances(context.profile)),
  "allowance-overdue": (stop: Protection, _input: Input<"allowance-overdue">, context: C): D => allowanceOverdue(stop, context.facts.superior),
  "not-passed-on": (_stop: Protection, input: Input<"not-passed-on">, context: C): D => notPassedOn(input.problem, context),
  "pass-on-again": (stop: Protection, _input: Input<"pass-on-again">, context: C): D => passedOnAgain(terms(stop, context.profile)),

  remind(_stop: Protection, input: Input<"remind">): D {
    return { event: null, detail: { overdue: input.key } };
  },
};

function over(stop: Protection, reason: keyof typeof ENDS, context: C): D {
  const startedAtMs = stop.body.startedAtMs ?? context.nowMs;
  const wrongful: AnnouncementOf<"lifted-as-wrong"> = { name: "lifted-as-wrong", matter: stop.id, startedAtMs, endedAtMs: context.nowMs, amountMinor: null, currency: null };
  return {
    event: "cancel",
    body: { ...stop.body, endedAtMs: context.nowMs, outcome: reason },
    detail: { reason },
    effects: [lift(stop, context.profile, reason)],
    notices: endNotices(stop, "protective-stop.cancelled", context, ENDS[reason], context.facts.holdings),
    announces: reason === "mistaken" || reason === "appeal-upheld" ? [wrongful, { name: "support-withdrawn", matter: stop.id, reason }] : [],
  };
}

const openRequest = (body: ProtectiveStop) => body.releases.find((one) => one.decidedAtMs === null);
