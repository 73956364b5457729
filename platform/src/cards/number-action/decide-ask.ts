/**
 * How the user of a number is asked to verify: proposed on something, told a day before anything may happen, by the
 * easiest way first, with papers from one fixed list. Nothing here limits anybody. Pure.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Decision, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { approversOf } from "../authority.ts";
import type { Facts, OpenFacts } from "./facts.ts";
import type { NumberAction, numberActionCommands, numberActionDraft } from "./number-action.ts";
import { beforeNotice, endNotice, restoring, type NumberMatter } from "./order.ts";
import { LAPSED, LIFT_REASONS, RISKS, TRAVELLING, WAYS, type Whereabouts } from "./reasons.ts";
import { isLimited, nextGrade, type Grade } from "./states.ts";

type Input<C extends keyof typeof numberActionCommands> = z.output<(typeof numberActionCommands)[C]["input"]>;
type D = Decision<NumberAction>;
type Ctx = Context<Facts>;

export function openNumberAction(draft: z.output<typeof numberActionDraft>, context: Context<OpenFacts>): Opening<NumberAction> {
  const measure = context.profile.allowed("number-action");
  requireRole(measure.propose, context, "proposing an action on a number");
  const { ref, operator, untouchable, running, appealOpen, because } = context.facts;
  if (untouchable)
    throw new ProblemError({ code: "limit-of-law", detail: "nobody may limit an emergency or service number", at: { field: "number" }, expected: "a subscriber's number" });
  if (operator === null)
    throw new ProblemError({ code: "malformed-input", detail: "operator: no such operator", at: { field: "operator" }, expected: "the organisation of a telecom operator" });
  if (context.role === "telcoOps" && operator !== context.org)
    throw new ProblemError({ code: "not-allowed", detail: "an operator acts on its own numbers", at: { field: "operator" }, expected: context.org ?? "" });
  if (running !== null) throw new ProblemError({ code: "not-now", detail: "an action on this number is running already", at: { field: "number" } });
  if (draft.because !== undefined && because === null)
    throw new ProblemError({ code: "not-found", detail: "because: there is no such matter", at: { field: "because" }, value: draft.because });
  if (draft.because === undefined && draft.evidence.length === 0 && draft.batch === undefined)
    throw new ProblemError({
      code: "malformed-input",
      detail: "evidence: nobody is asked on nothing",
      at: { field: "evidence" },
      expected: "a matter, an event, a rule or a document",
    });
  const { where, atMs } = { where: draft.whereabouts ?? null, atMs: context.nowMs };
  return {
    body: {
      number: ref,
      operator,
      risk: draft.risk,
      reason: RISKS[draft.risk],
      note: draft.note ?? null,
      batch: draft.batch ?? null,
      announced: null,
      urgent: null,
      whereabouts: where === null || context.role !== "telcoOps" ? null : { where, atMs },
      attempts: [],
      notTheUser: draft.risk === "registered-not-user",
      duringAppeal: appealOpen,
      secondApprovalAtMs: null,
      decider: null,
      grades: [],
      limitedAtMs: null,
      endsAtMs: null,
      endedAtMs: null,
      carriedOutAtMs: null,
      restoredAtMs: null,
      restoreTrouble: null,
      papersAsked: [],
      papers: [],
      overdue: 0,
      outcome: null,
    },
    territory: because?.territory ?? context.territory,
    org: context.org ?? because?.org ?? operator,
    partner: operator,
    subject: ref.token,
    parent: draft.because ?? null,
    level: draft.risk === "involved" || draft.risk === "often-flagged" ? 2 : 1,
    basis: measure.authority.basis,
    evidence: [...(draft.because === undefined ? [] : [{ kind: "matter" as const, ref: draft.because }]), ...draft.evidence],
    detail: { risk: draft.risk, duringAppeal: appealOpen, ...(draft.batch === undefined ? {} : { batch: draft.batch }) },
    mentions: [{ ref, role: "number" }],
    restsOn: draft.because === undefined ? [] : [draft.because],
  };
}

/** Flags raised against somebody who appeals may be an answer to the appeal: another person has to see that they are not. */
export function checkAppeal(action: NumberMatter, context: Ctx): void {
  if ((action.body.duringAppeal || context.facts.appealOpen) && action.body.secondApprovalAtMs === null) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: "the holder's appeal is open: another person has to agree first that this is no answer to it",
      expected: 'the command "second-approval" by somebody else',
    });
  }
}

/** The grade that may come next, and no other. */
export function checkGrade(action: NumberMatter, grade: Grade): void {
  const next = nextGrade(action.state);
  if (grade === next) return;
  throw new ProblemError({ code: "limit-of-law", detail: "no grade is jumped", at: { field: "grade" }, value: grade, expected: next ?? "nothing: the last grade is in force" });
}

/** Papers by their place in the profile's list: nobody can be asked for one that is not there. */
function checkPapers(papers: readonly number[], context: Ctx): void {
  const list = context.profile.allowed("number-action").appeal.papers;
  const stranger = papers.find((at) => at >= list.length);
  if (stranger === undefined) return;
  throw new ProblemError({
    code: "limit-of-law",
    detail: "papers: only those of the list may be asked for",
    at: { field: "papers" },
    value: String(stranger),
    expected: list.map((paper, at) => `${at}: ${paper.en}`).join("; "),
  });
}

/** Somebody who travels is only asked to verify: what was limited is restored at once, and no earlier notice counts any more. */
export function onlyReverify(action: NumberMatter, where: Whereabouts, context: Ctx): D {
  const limited = isLimited(action.state);
  const body: NumberAction = {
    ...action.body,
    whereabouts: { where, atMs: context.nowMs },
    announced: null,
    urgent: null,
    limitedAtMs: null,
    endsAtMs: null,
    carriedOutAtMs: null,
  };
  if (!limited) return { event: "only-reverify", body: { ...action.body, whereabouts: body.whereabouts }, detail: { where } };
  return {
    event: "only-reverify",
    body,
    disarm: "all",
    arm: [{ key: "sim.reverify", startMs: context.nowMs, command: "run-out" }],
    effects: [restoring(action, "travelling")],
    notices: [endNotice(action, "number-action.restored", TRAVELLING, context)],
    detail: { where },
  };
}

export const askDecisions = {
  notify(action: NumberMatter, _input: Input<"notify">, context: Ctx): D {
    const measure = context.profile.allowed("number-action");
    requireRole(approversOf(measure), context, "asking a holder to verify");
    checkAppeal(action, context);
    const body: NumberAction = { ...action.body, decider: context.orgName, announced: { grade: "outgoing", atMs: context.nowMs } };
    return {
      event: "notify",
      body,
      basis: measure.authority.basis,
      arm: [{ key: "sim.reverify", startMs: context.nowMs, command: "run-out" }],
      notices: [beforeNotice({ ...action, body }, "number-action.reverify", "outgoing", context)],
    };
  },

  announce(action: NumberMatter, input: Input<"announce">, context: Ctx): D {
    requireRole(approversOf(context.profile.allowed("number-action")), context, "announcing a grade");
    checkAppeal(action, context);
    checkGrade(action, input.grade);
    const body: NumberAction = { ...action.body, announced: { grade: input.grade, atMs: context.nowMs } };
    return { event: null, body, notices: [beforeNotice({ ...action, body }, "number-action.announced", input.grade, context)], detail: { grade: input.grade } };
  },

  "second-approval"(action: NumberMatter, input: Input<"second-approval">, context: Ctx): D {
    return { event: null, body: { ...action.body, secondApprovalAtMs: context.nowMs }, detail: { why: input.why } };
  },

  whereabouts(action: NumberMatter, input: Input<"whereabouts">, context: Ctx): D {
    if (input.where !== "home") return onlyReverify(action, input.where, context);
    return { event: null, body: { ...action.body, whereabouts: { where: "home", atMs: context.nowMs } }, detail: { where: "home" } };
  },

  verify(action: NumberMatter, input: Input<"verify">, context: Ctx): D {
    const tried = new Set(action.body.attempts.map(({ way }) => way));
    const easier = WAYS.slice(0, WAYS.indexOf(input.way)).find((way) => !tried.has(way));
    if (easier !== undefined && !input.atHoldersWish)
      throw new ProblemError({
        code: "limit-of-law",
        detail: `${easier} comes first: nobody is sent to a harder way before an easier one was tried`,
        at: { field: "way" },
        expected: easier,
      });
    const attempts = [...action.body.attempts, { way: input.way, result: input.result, atMs: context.nowMs }];
    const seen: NumberAction = { ...action.body, attempts };
    const common = {
      evidence: input.evidence === undefined ? [] : [{ kind: "document" as const, ref: input.evidence }],
      detail: { way: input.way, result: input.result },
    };
    switch (input.result) {
      case "passed":
        return { ...common, ...passed(action, { ...seen, outcome: "verified", endedAtMs: context.nowMs }, input.way === "counter", context) };
      case "not-the-user":
        // Who is registered and who uses it are two people: that is what has to be put right now, and what the holder is told.
        return { ...common, event: null, body: { ...seen, notTheUser: true, reason: RISKS["registered-not-user"] }, disarm: ["restore.papers"] };
      case "failed":
      case "no-show":
      case "not-possible":
        return { ...common, event: null, body: seen, disarm: ["restore.papers"] };
      default:
        return unreachable(input.result);
    }
  },

  "ask-papers"(action: NumberMatter, input: Input<"ask-papers">, context: Ctx): D {
    checkPapers(input.papers, context);
    const papersAsked = [...new Set([...action.body.papersAsked, ...input.papers])].sort((a, b) => a - b);
    return { event: null, body: { ...action.body, papersAsked }, detail: { papers: input.papers } };
  },

  "hand-in"(action: NumberMatter, input: Input<"hand-in">, context: Ctx): D {
    checkPapers(input.papers, context);
    return {
      event: null,
      body: { ...action.body, papers: [...action.body.papers, { papers: input.papers, atMs: context.nowMs }] },
      arm: alarm(context, "restore.papers"),
      detail: { papers: input.papers },
    };
  },

  "run-out"(action: NumberMatter, _input: Input<"run-out">, context: Ctx): D {
    // What nobody decides about in its own length is over.
    return { event: "run-out", body: action.body, arm: [{ key: context.profile.allowed("number-action").duration, startMs: context.nowMs, command: "lapse" }] };
  },

  lapse(action: NumberMatter, _input: Input<"lapse">, context: Ctx): D {
    return {
      event: "lapse",
      body: { ...action.body, outcome: "lapsed", endedAtMs: context.nowMs },
      notices: [endNotice(action, "number-action.withdrawn", LAPSED, context)],
    };
  },

  "close-card"(action: NumberMatter, input: Input<"close-card">, context: Ctx): D {
    return {
      event: "close-card",
      body: { ...action.body, outcome: "closed-by-holder", endedAtMs: context.nowMs },
      evidence: [{ kind: "statement", ref: input.wish }],
      effects: [
        {
          name: "close",
          channel: "institution",
          addressee: action.body.operator,
          payload: { what: "number-action.close-card", matter: action.id, serial: action.serial },
          opens: { number: action.body.number.token },
          purpose: "execute-order",
        },
      ],
    };
  },
};

function passed(action: NumberMatter, body: NumberAction, withPapers: boolean, context: Ctx): D {
  const limited = isLimited(action.state);
  if (!limited) return { event: "verify", body, notices: [endNotice(action, "number-action.withdrawn", LIFT_REASONS.verified, context)] };
  return {
    event: "lift",
    body,
    disarm: "all",
    arm: alarm(context, withPapers ? "restore.papers" : "restore.online"),
    effects: [restoring(action, "verified")],
    notices: [endNotice(action, "number-action.restored", LIFT_REASONS.verified, context)],
  };
}

/** Clocks that only watch: a country whose profile has none goes without. */
export function alarm(context: Ctx, key: "restore.online" | "restore.papers" | "order.answer"): NonNullable<D["arm"]> {
  return context.profile.deadlines[key] === undefined ? [] : [{ key, startMs: context.nowMs, command: "overdue" }];
}
