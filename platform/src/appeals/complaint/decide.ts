/**
 * What may become of a complaint: answered with reasons and the next instance named, by a role that the law of the country
 * names and nobody who had a hand in what it is about; overdue, it goes up a tier. Pure.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import { instantInWords } from "../../domain/notice-text.ts";
import type { Decision, Opening } from "../../matters/decision.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { added, DESKS, nothingThere, personMentions, personOf } from "../person.ts";
import { requireReach, tell } from "../reach.ts";
import { COMPLAINT_SUBJECTS, FOUNDED_REASONS, joined, reasonOf, UNFOUNDED_REASONS, type Reason } from "../reasons.ts";
import { nextInWords } from "../remedy.ts";
import { isLimiting, measureOf, throughOf, type Unit } from "../target.ts";
import type { Complaint, complaintCommands, complaintDraft, ComplaintMatter } from "./complaint.ts";
import type { Facts, OpenFacts } from "./facts.ts";

type Input<C extends keyof typeof complaintCommands> = z.output<(typeof complaintCommands)[C]["input"]>;
type D = Decision<Complaint>;
type C = Context<Facts>;

/** Complaints about one thing that are open at a time (assumed): more say nothing new and each is answered by message. */
const OPEN_MAX = 5;

const reachOf = ({ body }: ComplaintMatter) => ({ ...body.complainant, through: body.through });

export function openComplaint(draft: z.output<typeof complaintDraft>, context: Context<OpenFacts>): Opening<Complaint> {
  const { profile, nowMs } = context;
  const { named, target, holder } = context.facts;
  if (named && target === null) throw nothingThere();
  if (context.facts.open >= OPEN_MAX)
    throw new ProblemError({ code: "not-now", detail: `${context.facts.open} complaints about it are not answered yet`, expected: "papers or a statement added to one of them" });
  const person = personOf(draft, holder, context);
  const through = target === null ? null : throughOf(target);
  requireReach({ ...person, through });
  const unit = unitFor(context);
  const measure = target !== null && isLimiting(target) ? measureOf(target) : null;
  const clock = (measure === null ? undefined : profile.complaints.measures[measure]) ?? profile.complaints.other;
  const { dueAtMs } = profile.due(clock, nowMs);
  const told = added({ statements: [], papers: [] }, draft, context);
  const body: Complaint = {
    about: target?.id ?? null,
    kind: target?.kind ?? null,
    subject: reasonOf(COMPLAINT_SUBJECTS, draft.subject),
    complainant: person,
    statements: told.statements,
    papers: told.papers,
    unit: unit.name,
    clock,
    dueAtMs,
    overdue: 0,
    answer: null,
    through,
  };
  return {
    body,
    territory: target?.territory ?? unit.territory,
    org: unit.id,
    partner: partnerOf(context, target?.partner ?? null),
    subject: holder?.token ?? null,
    parent: target?.id ?? null,
    level: 1,
    basis: profile.complaints.basis,
    evidence: [...(target === null ? [] : [{ kind: "matter" as const, ref: target.id }]), ...told.evidence],
    detail: { subject: draft.subject, clock },
    mentions: [...personMentions(person, "complainant"), ...told.mentions],
    arm: [{ key: clock, startMs: nowMs, command: "overdue" }],
    notices: tell({ ...person, through }, "complaint.received", { decider: unit.name, due: instantInWords(dueAtMs, profile.timeZone) }),
  };
}

function unitFor({ facts: { target, unit }, org, orgName, territory }: Context<OpenFacts>): Unit {
  const found = target?.unit ?? unit;
  if (found !== null && found !== undefined) return found;
  const own = target?.org ?? org;
  if (own === null)
    throw new ProblemError({ code: "malformed-input", detail: "place: no unit here answers for it", at: { field: "place" }, expected: "the place where it happened" });
  return { id: own, name: target?.decider ?? orgName, territory: target?.territory ?? territory };
}

/** The institution that answers complaints itself, where the country has it so; or the desk that entered it for a customer. */
function partnerOf(context: Context<OpenFacts>, partner: string | null): string | null {
  if ((DESKS as readonly string[]).includes(context.role)) return context.org;
  return context.profile.complaints.answerBy.includes("bankOps") ? partner : null;
}

function requireAnswerer(context: C): void {
  requireRole(context.profile.complaints.answerBy, context, "answering it");
  if (context.facts.target?.actors.includes(context.actor) === true)
    throw new ProblemError({ code: "not-allowed", detail: "whoever answers it is somebody else: this officer had a hand in what it is about", expected: "a second pair of eyes" });
}

export const decideComplaint = {
  take(_complaint: ComplaintMatter, _input: Input<"take">, context: C): D {
    requireAnswerer(context);
    return { event: "take", assignee: context.actor };
  },

  "add-papers"(complaint: ComplaintMatter, input: Input<"add-papers">, context: C): D {
    const told = added(complaint.body, input, context);
    const { statements, papers, evidence, mentions } = told;
    return { event: null, body: { ...complaint.body, statements, papers }, evidence, mentions, detail: { papers: papers.length } };
  },

  answer(complaint: ComplaintMatter, input: Input<"answer">, context: C): D {
    requireAnswerer(context);
    switch (input.result) {
      case "founded":
        return answered(
          complaint,
          "found",
          input,
          input.reasons.map((key) => reasonOf(FOUNDED_REASONS, key)),
          context,
        );
      case "unfounded":
        return answered(
          complaint,
          "find-not",
          input,
          input.reasons.map((key) => reasonOf(UNFOUNDED_REASONS, key)),
          context,
        );
      default:
        return unreachable(input);
    }
  },

  withdraw: (): D => ({ event: "withdraw" }),

  /** It goes to the unit above with a new time; where there is none, it stays, and the person may turn elsewhere. */
  overdue(complaint: ComplaintMatter, input: Input<"overdue">, context: C): D {
    const { profile, nowMs } = context;
    const { clock, overdue, unit } = complaint.body;
    const { above } = context.facts;
    const rest = { event: "send-up", level: 3, assignee: null, detail: { overdue: input.key } } as const;
    const late = { ...complaint.body, overdue: overdue + 1 };
    if (above === null || profile.deadline(clock).onExpiry === "next-remedy") {
      return { ...rest, body: late, notices: tell(reachOf(complaint), "complaint.overdue", { decider: unit, remedy: nextInWords(profile, profile.complaints.next) }) };
    }
    const { dueAtMs } = profile.due(clock, nowMs);
    return {
      ...rest,
      body: { ...late, unit: above.name, dueAtMs },
      org: above.id,
      territory: above.territory,
      arm: [{ key: clock, startMs: nowMs, command: "overdue" }],
      notices: tell(reachOf(complaint), "complaint.escalated", { decider: above.name, due: instantInWords(dueAtMs, profile.timeZone) }),
    };
  },
};

function answered(complaint: ComplaintMatter, event: "found" | "find-not", input: Input<"answer">, reasons: readonly Reason[], context: C): D {
  const { profile, nowMs, orgName } = context;
  const remedy = nextInWords(profile, profile.complaints.next);
  const answer = { result: input.result, reasons, note: input.note, decider: orgName, atMs: nowMs, remedy };
  return {
    event,
    basis: profile.complaints.basis,
    body: { ...complaint.body, answer },
    detail: { result: input.result, reasons: input.reasons, note: input.note },
    notices: tell(reachOf(complaint), "complaint.answered", { reason: joined(reasons), decider: orgName, remedy }),
  };
}
