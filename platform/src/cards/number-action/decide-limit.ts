/**
 * How a number is limited and restored: the grade that was announced, a day after the holder had the notice, at home and
 * nowhere else, by somebody other than who proposed it; at once only when urgent and two agree, and then for a day unless
 * a person confirms. Every limit ends by the clock. Pure.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { approversOf } from "../authority.ts";
import { alarm, checkAppeal, checkGrade, onlyReverify } from "./decide-ask.ts";
import type { Facts } from "./facts.ts";
import type { NumberAction, numberActionCommands } from "./number-action.ts";
import { endNotice, limitNotice, restoring, restriction, toSuperior, type NumberMatter } from "./order.ts";
import { DROPPED, EXPIRED, LIFT_REASONS, WRONG, type LiftReason, type Whereabouts } from "./reasons.ts";
import { GRADE_EVENT, GRADES, gradeOf, isLimited, type Grade } from "./states.ts";

type Input<C extends keyof typeof numberActionCommands> = z.output<(typeof numberActionCommands)[C]["input"]>;
type D = Decision<NumberAction>;
type Ctx = Context<Facts>;

/** An operator's clock may be this far from ours. */
const CLOCK_SKEW_MS = 15 * 60_000;
/** What only follows from elsewhere; a person who finds a mistake says so. */
const FROM_ELSEWHERE: ReadonlySet<LiftReason> = new Set(["verified", "appeal-upheld", "unsupported", "impossible"]);

/** A phone at home, as its operator says. Nowhere else may it be limited. */
function checkHome(where: Whereabouts | null): void {
  if (where === "home") return;
  throw new ProblemError({
    code: "limit-of-law",
    detail: where === null ? "where the phone is has to be said after the holder's time is over" : "somebody abroad, roaming or at a border is only asked to verify",
    at: { field: "whereabouts" },
    ...(where === null ? {} : { value: where }),
    expected: "home, as the operator says",
  });
}

/** The grade was announced, and its notice reached the holder the whole time before. Gives when that time was over. */
function checkNotice(action: NumberMatter, grade: Grade, context: Ctx): number {
  const { announced } = action.body;
  const { toldAtMs } = context.facts;
  if (announced === null || announced.grade !== grade || toldAtMs === null)
    throw new ProblemError({
      code: "limit-of-law",
      detail: "the holder has not been told of this grade before it begins",
      at: { field: "grade" },
      expected: 'the command "announce", and its delivery',
    });
  const { dueAtMs } = context.profile.due("sim.reverify", toldAtMs);
  if (context.nowMs < dueAtMs)
    throw new ProblemError({
      code: "limit-of-law",
      detail: "the time that the holder was given is not over",
      at: { field: "grade" },
      expected: `after ${new Date(dueAtMs).toISOString()}`,
    });
  return dueAtMs;
}

function isUnconfirmed(action: NumberMatter): boolean {
  const { urgent } = action.body;
  return urgent !== null && urgent.approvedAtMs !== null && urgent.confirmedAtMs === null;
}

/** Brings a grade into force. A further grade never makes the whole last longer. */
function limit(action: NumberMatter, grade: Grade, context: Ctx, change: Partial<NumberAction>, urgent: boolean): D {
  const { profile, nowMs } = context;
  const measure = profile.allowed("number-action");
  const first = !isLimited(action.state);
  const key = urgent ? "number.urgentRestriction" : measure.duration;
  const { dueAtMs } = profile.due(key, nowMs);
  const body: NumberAction = {
    ...action.body,
    ...change,
    decider: context.orgName,
    announced: null,
    limitedAtMs: action.body.limitedAtMs ?? nowMs,
    endsAtMs: first || urgent ? Math.min(dueAtMs, action.body.endsAtMs ?? Infinity) : action.body.endsAtMs,
    carriedOutAtMs: null,
    grades: [...action.body.grades, { grade, fromMs: nowMs, urgent }],
  };
  const after: NumberMatter = { ...action, body };
  return {
    event: GRADE_EVENT[grade],
    body,
    basis: measure.authority.basis,
    disarm: first ? ["sim.reverify", measure.duration] : [],
    arm: [...(first || urgent ? [{ key, startMs: nowMs, command: "expire" }] : []), ...alarm(context, "order.answer")],
    effects: [restriction(after, grade)],
    notices: [limitNotice(after, grade, profile, key)],
    detail: { grade, urgent, endsAtMs: body.endsAtMs },
  };
}

/** Gives everything back. The clock then watches the operator; by law nothing is limited any more. */
function giveBack(action: NumberMatter, event: "lift" | "expire", why: LiftReason | "expired", context: Ctx): D {
  const { limitedAtMs } = action.body;
  const wrong = why !== "expired" && WRONG.has(why);
  return {
    event,
    body: { ...action.body, outcome: why, endedAtMs: context.nowMs },
    disarm: "all",
    arm: alarm(context, "restore.online"),
    effects: [restoring(action, why)],
    notices: [endNotice(action, "number-action.restored", why === "expired" ? EXPIRED : LIFT_REASONS[why], context)],
    detail: { why },
    announces: wrong
      ? [{ name: "lifted-as-wrong", matter: action.id, startedAtMs: limitedAtMs ?? context.nowMs, endedAtMs: context.nowMs, amountMinor: null, currency: null }]
      : [],
  };
}

export const limitDecisions = {
  impose(action: NumberMatter, input: Input<"impose">, context: Ctx): D {
    requireRole(approversOf(context.profile.allowed("number-action")), context, "limiting a number");
    const { whereabouts, papers, attempts } = action.body;
    checkAppeal(action, context);
    checkGrade(action, input.grade);
    const overAtMs = checkNotice(action, input.grade, context);
    // That a phone is at home is news of now; that it is not counts whenever it was said.
    checkHome(whereabouts !== null && (whereabouts.where !== "home" || whereabouts.atMs >= overAtMs) ? whereabouts.where : null);
    if (isUnconfirmed(action)) throw new ProblemError({ code: "not-now", detail: "the urgent measure has to be confirmed first", expected: 'the command "confirm"' });
    if ((papers.at(-1)?.atMs ?? 0) > (attempts.at(-1)?.atMs ?? 0))
      throw new ProblemError({ code: "not-now", detail: "the holder has handed in papers that nobody has looked at", expected: 'the command "verify"' });
    return limit(action, input.grade, context, {}, false);
  },

  "ask-urgent"(action: NumberMatter, input: Input<"ask-urgent">, context: Ctx): D {
    const now = gradeOf(action.state);
    if (now !== null && GRADES.indexOf(input.grade) <= GRADES.indexOf(now))
      throw new ProblemError({ code: "malformed-input", detail: "grade: it is in force already", at: { field: "grade" }, value: input.grade });
    if (isUnconfirmed(action)) throw new ProblemError({ code: "not-now", detail: "an urgent measure has to be confirmed first", expected: 'the command "confirm"' });
    return {
      event: null,
      level: 3,
      body: { ...action.body, urgent: { ...input, askedAtMs: context.nowMs, approvedAtMs: null, confirmedAtMs: null } },
      detail: { grade: input.grade, ground: input.ground },
    };
  },

  "approve-urgent"(action: NumberMatter, input: Input<"approve-urgent">, context: Ctx): D {
    requireRole(approversOf(context.profile.allowed("number-action")), context, "approving an urgent measure");
    const { urgent } = action.body;
    if (urgent === null || urgent.approvedAtMs !== null)
      throw new ProblemError({ code: "not-now", detail: "nobody has asked for an urgent measure", expected: 'the command "ask-urgent" by another person' });
    checkAppeal(action, context);
    checkHome(input.whereabouts);
    return limit(action, urgent.grade, context, { whereabouts: { where: input.whereabouts, atMs: context.nowMs }, urgent: { ...urgent, approvedAtMs: context.nowMs } }, true);
  },

  confirm(action: NumberMatter, _input: Input<"confirm">, context: Ctx): D {
    const measure = context.profile.allowed("number-action");
    requireRole(approversOf(measure), context, "confirming an urgent measure");
    const { urgent, limitedAtMs } = action.body;
    const grade = gradeOf(action.state);
    if (urgent === null || grade === null || !isUnconfirmed(action)) throw new ProblemError({ code: "not-now", detail: "there is no urgent measure to confirm" });
    const startMs = limitedAtMs ?? context.nowMs;
    const body: NumberAction = { ...action.body, urgent: { ...urgent, confirmedAtMs: context.nowMs }, endsAtMs: context.profile.due(measure.duration, startMs).dueAtMs };
    const after = { ...action, body };
    return {
      event: null,
      body,
      disarm: ["number.urgentRestriction"],
      arm: [{ key: measure.duration, startMs, command: "expire" }],
      effects: [restriction(after, grade, "prolong")],
      notices: [limitNotice(after, grade, context.profile, measure.duration)],
      detail: { endsAtMs: body.endsAtMs },
    };
  },

  renew(action: NumberMatter, input: Input<"renew">, context: Ctx): D {
    const measure = context.profile.allowed("number-action");
    requireRole(approversOf(measure), context, "renewing a limit");
    if (measure.renewals === "none")
      throw new ProblemError({
        code: "limit-of-law",
        detail: "a limit on a number is not renewed here: it ends, and a new one begins with a new notice",
        expected: "a new action",
      });
    checkAppeal(action, context);
    const grade = gradeOf(action.state);
    if (grade === null || isUnconfirmed(action)) throw new ProblemError({ code: "not-now", detail: "the urgent measure has to be confirmed first" });
    const body: NumberAction = { ...action.body, endsAtMs: context.profile.due(measure.duration, context.nowMs).dueAtMs };
    const after = { ...action, body };
    return {
      event: null,
      body,
      arm: [{ key: measure.duration, startMs: context.nowMs, command: "expire" }],
      effects: [restriction(after, grade, "prolong")],
      notices: [limitNotice(after, grade, context.profile, measure.duration)],
      detail: { reason: input.reason, note: input.note, endsAtMs: body.endsAtMs },
    };
  },

  ease(action: NumberMatter, input: Input<"ease">, context: Ctx): D {
    const measure = context.profile.allowed("number-action");
    requireRole(approversOf(measure), context, "easing a limit");
    const body: NumberAction = {
      ...action.body,
      announced: null,
      carriedOutAtMs: null,
      grades: [...action.body.grades, { grade: input.grade, fromMs: context.nowMs, urgent: isUnconfirmed(action) }],
    };
    const after = { ...action, body };
    return {
      event: input.grade === "outgoing" ? "ease-to-outgoing" : "ease-to-incoming",
      body,
      arm: alarm(context, "order.answer"),
      effects: [restriction(after, input.grade, "ease")],
      notices: [limitNotice(after, input.grade, context.profile, isUnconfirmed(action) ? "number.urgentRestriction" : measure.duration)],
      detail: { grade: input.grade },
    };
  },

  answer(action: NumberMatter, input: Input<"answer">, context: Ctx): D {
    switch (input.result) {
      case "done": {
        if (!input.emergencyCallsWork) {
          throw new ProblemError({
            code: "limit-of-law",
            detail: "a number without emergency calls must not stay limited: restore it and answer that it is impossible",
            at: { field: "emergencyCallsWork" },
            expected: "true",
          });
        }
        const fromMs = action.body.grades.at(-1)?.fromMs ?? action.openedAtMs;
        if (input.at > context.nowMs + CLOCK_SKEW_MS || input.at < fromMs - CLOCK_SKEW_MS)
          throw new ProblemError({
            code: "malformed-input",
            detail: "at: the moment lies before the order or in the future",
            at: { field: "at" },
            expected: "the operator's own moment",
          });
        return { event: null, body: { ...action.body, carriedOutAtMs: input.at }, disarm: ["order.answer"], detail: { carriedOutAtMs: input.at } };
      }
      case "travelling":
        return onlyReverify(action, input.where, context);
      case "impossible":
        return giveBack(action, "lift", "impossible", context);
      default:
        return unreachable(input);
    }
  },

  lift(action: NumberMatter, input: Input<"lift">, context: Ctx): D {
    if (FROM_ELSEWHERE.has(input.reason) && context.role !== "system")
      throw new ProblemError({
        code: "malformed-input",
        detail: "reason: nobody gives that one by hand",
        at: { field: "reason" },
        value: input.reason,
        expected: "no-longer-needed, mistake",
      });
    if (isLimited(action.state)) return giveBack(action, "lift", input.reason, context);
    return {
      event: "drop",
      body: { ...action.body, outcome: "dropped", endedAtMs: context.nowMs },
      // Who was never told need not be told that it is over.
      notices: action.state === "alerted" ? [] : [endNotice(action, "number-action.withdrawn", DROPPED, context)],
      detail: { why: input.reason },
    };
  },

  sent(_action: NumberMatter, input: Input<"sent">): D {
    return { event: null, evidence: [{ kind: "document", ref: input.reference }] };
  },

  unreachable: (action: NumberMatter, _input: Input<"unreachable">, context: Ctx): D => giveBack(action, "lift", "impossible", context),

  expire: (action: NumberMatter, _input: Input<"expire">, context: Ctx): D => giveBack(action, "expire", "expired", context),

  "restore-confirmed"(action: NumberMatter, input: Input<"restore-confirmed">): D {
    return { event: "confirm", body: { ...action.body, restoredAtMs: input.at, restoreTrouble: null }, detail: { restoredAtMs: input.at } };
  },

  "restore-undelivered"(action: NumberMatter, input: Input<"restore-undelivered">, context: Ctx): D {
    return { event: null, level: 3, body: { ...action.body, restoreTrouble: input.problem }, effects: toSuperior(action, context.facts.superior, "restore-undelivered") };
  },

  overdue(action: NumberMatter, input: Input<"overdue">, context: Ctx): D {
    const overdue = action.body.overdue + 1;
    return {
      event: null,
      level: 3,
      body: { ...action.body, overdue },
      effects: [...(action.state === "restoring" ? [restoring(action, "overdue", overdue)] : []), ...toSuperior(action, context.facts.superior, "overdue")],
      detail: { overdue: input.key },
    };
  },
};
