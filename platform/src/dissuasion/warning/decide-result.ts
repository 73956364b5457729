/**
 * What a contact led to, and what follows from it: the next channel, the next tier, follow-ups, a report, an apology. A
 * result is always recorded, whatever else has happened to the warning while somebody was talking. Pure.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { WarningLevel } from "../../domain/jurisdiction-words.ts";
import type { Decision, Evidence } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import { checkClock, contactClock, keysOf, visitClock } from "./clocks.ts";
import { levelOf, settled, upOneTier, type Facts, type Input, type WarningMatter } from "./decide-route.ts";
import type { WarningState } from "./states.ts";
import { onTheTask, usable } from "./tactics.ts";
import { afterCareMessage, apologyMessage } from "./telling.ts";
import { KEPT_MAX, REACHED, UNDISTURBED, type Attempt, type Warning, type WarnedPayment } from "./warning.ts";

type Result = Input<"result">;

export const decideResult = {
  result(warning: WarningMatter, input: Result, context: Context<Facts>): Decision<Warning> {
    onTheTask(warning, context);
    const open = warning.body.attempts.filter((one) => one.outcome === null);
    const attempt = open.findLast((one) => one.by === context.actor) ?? open.at(-1);
    if (attempt === undefined) throw new ProblemError({ code: "not-now", detail: "no contact is under way", expected: 'the command "contact" first' });
    if (input.threeWay) usable("three-way-call", levelOf(warning), context);
    const ended: Attempt = {
      ...attempt,
      endedAtMs: context.occurredAtMs,
      outcome: input.outcome,
      ringMs: input.ringMs ?? null,
      talkMs: input.talkMs ?? null,
      callRecord: input.callRecord ?? null,
      threeWay: input.threeWay,
      counts: attempt.counts && !UNDISTURBED.has(input.outcome),
    };
    const body: Warning = {
      ...warning.body,
      attempts: warning.body.attempts.map((one) => (one.n === ended.n ? ended : one)),
      firstReachedAtMs: warning.body.firstReachedAtMs ?? (REACHED.has(input.outcome) && attempt.whom === "person" ? context.occurredAtMs : null),
    };
    const said = follow(warning, body, ended, open.length > 1, input, context);
    const record: readonly Evidence[] = input.callRecord === undefined ? [] : [{ kind: "call-record", ref: input.callRecord }];
    return {
      ...said,
      evidence: [...record, ...(said.evidence ?? [])],
      detail: {
        ...said.detail,
        attempt: ended.n,
        channel: ended.channel,
        outcome: input.outcome,
        ringMs: ended.ringMs,
        talkMs: ended.talkMs,
        threeWay: ended.threeWay,
      },
    };
  },
};

/** What a result leads to. `body` has the attempt as it ended; `others` are still with the person. */
function follow(warning: WarningMatter, body: Warning, attempt: Attempt, others: boolean, input: Result, context: Context<Facts>): Decision<Warning> {
  const level = levelOf(warning);
  const { profile, nowMs } = context;
  switch (input.outcome) {
    case "busy":
    case "no-answer":
    case "unreachable": {
      const visits = visitsAfter("call-fails", level, context);
      if (others) return { event: null, body };
      return { event: "miss", ...waiting("unreachable", body, level, visits && attempt.channel === "call", context) };
    }
    case "hung-up":
      // Whoever hangs up on us may be in the other side's hand: the tiers above act at once.
      return context.facts.above === null
        ? { event: "refuse", ...waiting("refused", body, level, attempt.channel === "call", context) }
        : upOneTier(warning, body, "hung-up", context);
    case "refused-to-talk":
    case "refused-to-meet":
      if (others) return { event: null, body, detail: noteOf(input) };
      if (attempt.channel === "visit" && context.facts.above !== null) return upOneTier(warning, body, input.outcome, context, noteOf(input));
      return { event: "refuse", ...waiting("refused", body, level, attempt.channel === "call" && visitsAfter("refused", level, context), context), detail: noteOf(input) };
    case "awakened":
      return awakened(warning, body, attempt, input, context);
    case "already-paid":
      return paid(warning, body, paymentsOf(input.payments, context), context, input.slip === undefined ? [] : [{ kind: "document", ref: input.slip }]);
    case "not-a-target":
      return {
        event: "clear",
        body: settled("not-a-target", level, { ...body, outcome: "not-a-target" }, { profile, nowMs }),
        notices: apologyMessage(body, profile),
        announces: [{ name: "false-alarm", warning: warning.id, rules: body.rules }],
        detail: { why: input.why },
      };
    default:
      return unreachable(input);
  }
}

function noteOf(input: Result): Readonly<Record<string, string>> {
  return "note" in input && input.note !== undefined ? { note: input.note } : {};
}

/** Whether the profile wants a visit after this. A refusal is a call that failed as well. */
function visitsAfter(what: "call-fails" | "refused", level: WarningLevel, context: Context<Facts>): boolean {
  const { when } = context.profile.warning.levels[level].visit;
  return when === "always" || when === "call-fails" || (when === "refused" && what === "refused");
}

/** Not reached, or not willing: the next channel has its limit, and when that passes the next tier has it. */
function waiting(state: WarningState, body: Warning, level: WarningLevel, visit: boolean, context: Context<Facts>): Required<Pick<Decision<Warning>, "body" | "arm" | "disarm">> {
  const { profile, nowMs } = context;
  const always = profile.warning.levels[level].visit.when === "always" && body.visitedAtMs === null;
  const clocks = visit ? (always ? [] : visitClock(profile, level, body.place.rural, nowMs)) : contactClock(profile, level, nowMs);
  const { visit: visitKey } = keysOf(profile, level, body.place.rural);
  return {
    body: settled(state, level, { ...body, visitRequired: body.visitRequired || visit }, context),
    arm: clocks,
    // The clock that ran while somebody was at it.
    disarm: visit || always || visitKey === null ? [] : [visitKey],
  };
}

function awakened(warning: WarningMatter, body: Warning, attempt: Attempt, input: Extract<Result, { outcome: "awakened" }>, context: Context<Facts>): Decision<Warning> {
  if (attempt.channel === "visit" && input.proof.kind === "call-record") {
    throw new ProblemError({
      code: "malformed-input",
      detail: "proof: a visit needs a signature or a photo of the leaflet",
      at: { field: "proof" },
      expected: "signature or photo",
    });
  }
  const level = levelOf(warning);
  const { profile, nowMs } = context;
  const recontacts = profile.warning.levels[level].recontact.map((key) => ({ key, dueAtMs: profile.due(key, nowMs).dueAtMs }));
  const check = checkClock(profile, nowMs);
  const after: Warning = {
    ...body,
    checklist: input.checklist,
    awakenedAtMs: nowMs,
    recontacts,
    checkAtMs: check?.dueAtMs ?? null,
    averted: "claimed",
    outcome: "awakened",
  };
  return {
    event: "awaken",
    body: settled("awakened", level, after, context),
    disarm: "all",
    arm: [
      ...profile.warning.levels[level].recontact.map((key) => ({ key, startMs: nowMs, command: "follow-up-due" })),
      ...(check === null ? [] : [{ key: check.key, startMs: check.startMs, command: check.command }]),
    ],
    notices: afterCareMessage(body, profile),
    announces: [{ name: "warning-confirmed", warning: warning.id, rules: body.rules }],
    evidence: [
      { kind: "checklist", ref: warning.id },
      { kind: input.proof.kind, ref: input.proof.ref },
    ],
    detail: { appRemoved: input.checklist.appRemoved },
  };
}

type PaymentInput = Extract<Result, { outcome: "already-paid" }>["payments"];

/** The five facts that a stop needs: who, when, how much, from where, to whom. */
export function paymentsOf(given: PaymentInput, context: Context<Facts>): readonly WarnedPayment[] {
  return given.map((one, i) => ({
    event: "",
    from: one.from === undefined ? null : context.identify("account", one.from, `payments.${i}.from`),
    to: context.identify("account", one.to, `payments.${i}.to`),
    amountMinor: one.amountMinor,
    currency: one.currency,
    atMs: Math.min(one.at, context.nowMs),
    live: false,
  }));
}

export function paid(warning: WarningMatter, body: Warning, payments: readonly WarnedPayment[], context: Context<Facts>, evidence: readonly Evidence[]): Decision<Warning> {
  const after: Warning = {
    ...body,
    payments: [...body.payments, ...payments].slice(-KEPT_MAX.payments),
    averted: body.awakenedAtMs === null ? null : "no",
    outcome: "already-paid",
  };
  return {
    event: "pay",
    body: settled("already-paid", levelOf(warning), after, context),
    disarm: "all",
    notices: afterCareMessage(body, context.profile),
    evidence,
    mentions: payments.map((one) => ({ ref: one.to, role: "payee" })),
    announces: [
      { name: "warning-confirmed", warning: warning.id, rules: body.rules },
      {
        name: "already-paid",
        warning: warning.id,
        // The bank account says least of who it is.
        victim: body.number ?? body.victim,
        territory: warning.territory,
        category: body.category,
        payments: payments.map(({ from, to, amountMinor, currency, atMs }) => ({ from, to, amountMinor, currency, atMs })),
      },
    ],
    detail: { payments: payments.map(({ amountMinor, currency, atMs }) => ({ amountMinor, currency, atMs })) },
  };
}
