/**
 * What may become of a report: a tip is checked against something else than words, malice needs intention and a second
 * person, a declined report keeps its way to two reviews whose time runs from when the reporter was told, and money that
 * may still be stopped goes before every other step. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Announcement } from "../../domain/announcement.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import { mustDecide } from "../chiefs.ts";
import { signatureOf } from "../links/narrative.ts";
import { joinTraits, mentionsOf, traitOf } from "../traits.ts";
import { designate, dispute, findNotCompetent, handOver, keep, sendBack, takeOver, type TransferFacts } from "../transfer.ts";
import { decideDeclined, declined, withdrawn } from "./declined.ts";
import { joinPayments, mentionsOfPayments, paymentsOf, proposeStops, speaksForMoney } from "./money.ts";
import { beyondWords, withinLimits } from "./limits.ts";
import { cluesIn, contactOf, isEntered, subjectsOf } from "./open.ts";
import type { Report, reportCommands } from "./report.ts";
import type { ReportState } from "./states.ts";

export type ReportMatter = Matter<Report, ReportState>;
export type Input<C extends keyof typeof reportCommands> = z.output<(typeof reportCommands)[C]["input"]>;

export interface Facts extends TransferFacts {
  /** The report that this one is said to repeat. */
  readonly original: { readonly id: string; readonly state: string } | null;
  /** When the last notice of a decision reached the reporter. */
  readonly deliveredAtMs: number | null;
}

export const decideReport = {
  take(_report: ReportMatter, _input: Input<"take">, context: Context<Facts>): Decision<Report> {
    return { event: null, assignee: context.actor };
  },

  add(report: ReportMatter, input: Input<"add">, context: Context<Facts>): Decision<Report> {
    const { body } = report;
    const traits = input.traits.map((given, i) => traitOf(given, context, `traits.${i}.value`));
    const narratives = input.narrative === undefined ? [] : [context.identify("narrative", input.narrative, "narrative")];
    const joined = joinPayments(body.payments, paymentsOf(input.payments, context));
    const next: Report = {
      ...body,
      axes: input.axes ?? body.axes,
      payments: joined,
      otherLosses: [...body.otherLosses, ...input.otherLosses],
      traits: joinTraits(body.traits, traits),
      narratives: [...body.narratives, ...narratives],
      papers: [...body.papers, ...input.papers.map((paper) => ({ ...paper, atMs: context.nowMs, by: "unit" as const }))],
    };
    withinLimits(next);
    const entered = next.enteredAtMs ?? (isEntered(next.payments, next.narratives) ? context.nowMs : null);
    const { body: stopped, announces } = moneyFirst(report, { ...next, enteredAtMs: entered }, context);
    return {
      event: null,
      body: stopped,
      ...(entered === null ? {} : { disarm: ["report.platformEntry"] }),
      ...(announces.length === 0 ? {} : { level: 3 }),
      mentions: [...mentionsOfPayments(joined.slice(body.payments.length)), ...mentionsOf(traits, "reported"), ...narratives.map((ref) => ({ ref, role: "narrative" }))],
      detail: { payments: joined.length - body.payments.length, traits: traits.length, narratives: narratives.length, papers: input.papers.length },
      announces: [
        ...announces,
        // What nobody has looked at yet is compared when somebody has.
        ...(isUnseen(report) ? [] : [cluesFound(report, stopped, context, typeof input.narrative === "string" ? signatureOf(input.narrative) : null)]),
      ],
    };
  },

  "add-papers"(report: ReportMatter, input: Input<"add-papers">, context: Context<Facts>): Decision<Report> {
    const narratives = input.narrative === undefined ? [] : [context.identify("narrative", input.narrative, "narrative")];
    const by = context.role === "public" ? "public" : "unit";
    const next: Report = {
      ...report.body,
      narratives: [...report.body.narratives, ...narratives],
      papers: [...report.body.papers, ...input.papers.map((paper): Report["papers"][number] => ({ ...paper, atMs: context.nowMs, by }))],
    };
    withinLimits(next);
    return {
      event: null,
      body: next,
      mentions: narratives.map((ref) => ({ ref, role: "narrative" })),
      detail: { papers: input.papers.length, narratives: narratives.length, by },
    };
  },

  "info-only"(report: ReportMatter, input: Input<"info-only">): Decision<Report> {
    return { event: "info-only", body: { ...report.body, outcome: input.why } };
  },

  "open-tip"(report: ReportMatter, _input: Input<"open-tip">, context: Context<Facts>): Decision<Report> {
    return { event: "open-tip", announces: isUnseen(report) ? [cluesFound(report, report.body, context, null)] : [] };
  },

  accept(report: ReportMatter, input: Input<"accept">, context: Context<Facts>): Decision<Report> {
    const { body, announces } = moneyFirst(report, { ...report.body, acceptedAtMs: context.nowMs, axes: input.axes ?? report.body.axes }, context);
    const compare = isUnseen(report) || input.axes !== undefined;
    return {
      event: "accept",
      body,
      announces: [...announces, ...(compare ? [cluesFound(report, body, context, null)] : []), { name: "report-accepted", report: report.id, territory: report.territory }],
    };
  },

  "mark-duplicate"(report: ReportMatter, input: Input<"mark-duplicate">, context: Context<Facts>): Decision<Report> {
    const { original } = context.facts;
    if (original === null || original.id === report.id) throw new ProblemError({ code: "not-found", detail: `there is no other report ${input.of}`, at: { field: "of" } });
    if (original.state === "duplicate") throw new ProblemError({ code: "not-now", detail: `${input.of} is a duplicate itself`, at: { field: "of" }, expected: "the first report" });
    outOfCase(report);
    return { event: "duplicate", body: { ...report.body, duplicateOf: input.of }, parent: input.of, evidence: [{ kind: "matter", ref: input.of }] };
  },

  reopen(report: ReportMatter, input: Input<"reopen">): Decision<Report> {
    return {
      event: "reopen",
      body: { ...report.body, duplicateOf: null, outcome: null },
      ...(report.state === "duplicate" ? { parent: report.body.warning } : {}),
      detail: { why: input.why },
    };
  },

  corroborate(report: ReportMatter, input: Input<"corroborate">): Decision<Report> {
    beyondWords(input.evidence);
    return {
      event: "corroborate",
      evidence: input.evidence,
      announces: [{ name: "tip-corroborated", report: report.id, territory: report.territory, subjects: subjectsOf(report.body) }],
    };
  },

  "find-unsubstantiated"(report: ReportMatter, input: Input<"find-unsubstantiated">): Decision<Report> {
    return {
      event: "find-unsubstantiated",
      body: { ...report.body, outcome: input.why },
      announces: [{ name: "support-withdrawn", matter: report.id, reason: "unsubstantiated" }],
    };
  },

  "allege-malice"(report: ReportMatter, input: Input<"allege-malice">): Decision<Report> {
    outOfCase(report);
    beyondWords(input.evidence);
    return { event: "allege", body: { ...report.body, outcome: input.ground }, evidence: input.evidence, level: 2 };
  },

  "confirm-malice"(report: ReportMatter, input: Input<"confirm-malice">): Decision<Report> {
    return {
      event: "find-malicious",
      detail: { why: input.why },
      // Whatever rests on it does not stand any more.
      announces: [{ name: "support-withdrawn", matter: report.id, reason: "malicious" }],
    };
  },

  "clear-of-malice"(report: ReportMatter, input: Input<"clear-of-malice">): Decision<Report> {
    return { event: report.body.acceptedAtMs === null ? "clear-tip" : "clear-report", body: { ...report.body, outcome: null }, detail: { why: input.why } };
  },

  decline(report: ReportMatter, input: Input<"decline">, context: Context<Facts>): Decision<Report> {
    mustDecide(context, "decline a report");
    outOfCase(report);
    return declined(report, input.reason, context);
  },

  "admin-handle"(report: ReportMatter, input: Input<"admin-handle">, context: Context<Facts>): Decision<Report> {
    mustDecide(context, "handle a report as an administrative matter");
    outOfCase(report);
    return { event: "admin-handle", body: { ...report.body, outcome: input.why } };
  },

  close(report: ReportMatter, input: Input<"close">): Decision<Report> {
    return { event: "close", body: { ...report.body, outcome: input.why } };
  },

  ...decideDeclined,

  "find-not-competent"(report: ReportMatter, input: Input<"find-not-competent">, context: Context<Facts>): Decision<Report> {
    outOfCase(report);
    // Urgent measures first, whoever is competent in the end.
    const { body, announces } = moneyFirst(report, report.body, context);
    return { ...findNotCompetent({ ...report, body }, input, context), announces };
  },
  "hand-over": (report: ReportMatter, input: Input<"hand-over">, context: Context<Facts>): Decision<Report> => handOver(report, input, context),
  "take-over"(report: ReportMatter, _input: Input<"take-over">, context: Context<Facts>): Decision<Report> {
    const recipient = report.body.reporter?.number ?? null;
    return {
      ...takeOver(report, context),
      notices:
        recipient === null
          ? []
          : [
              {
                template: "report.transferred",
                recipient,
                slots: { decider: context.orgName, contact: contactOf(context.profile) },
                via: { kind: "messenger", channel: "sms" },
                purpose: "investigate",
              },
            ],
    };
  },
  return: (report: ReportMatter, input: Input<"return">, context: Context<Facts>): Decision<Report> => sendBack(report, input, context),
  keep: (report: ReportMatter, input: Input<"keep">): Decision<Report> => keep(report, input),
  dispute: (report: ReportMatter, input: Input<"dispute">, context: Context<Facts>): Decision<Report> => dispute(report, input, context),
  designate: (report: ReportMatter, input: Input<"designate">, context: Context<Facts>): Decision<Report> => designate(report, input, context),

  counted(report: ReportMatter, input: Input<"counted">): Decision<Report> {
    const subjects = new Map(subjectsOf(report.body).map((ref) => [ref.token, ref]));
    return {
      event: null,
      detail: { often: input.often.map(({ reports, reporters, stories }) => ({ reports, reporters, stories })) },
      announces: input.often.flatMap(({ token, ...counts }): readonly Announcement[] => {
        const ref = subjects.get(token);
        return ref === undefined ? [] : [{ name: "often-reported", report: report.id, territory: report.territory, ref, ...counts }];
      }),
    };
  },

  join(report: ReportMatter, input: Input<"join">): Decision<Report> {
    if (report.body.case !== null) throw new ProblemError({ code: "not-now", detail: `${report.id} belongs to ${report.body.case} already`, value: report.body.case });
    return { event: null, body: { ...report.body, case: input.case }, parent: input.case, evidence: [{ kind: "matter", ref: input.case }] };
  },

  leave(report: ReportMatter, input: Input<"leave">): Decision<Report> {
    belongsTo(report, input.case);
    return { event: "leave", body: { ...report.body, case: null }, parent: report.body.warning, evidence: [{ kind: "matter", ref: input.case }] };
  },

  "case-filed"(report: ReportMatter, input: Input<"case-filed">): Decision<Report> {
    belongsTo(report, input.case);
    return { event: "file", evidence: [{ kind: "matter", ref: input.case }] };
  },

  "case-declined"(report: ReportMatter, input: Input<"case-declined">, context: Context<Facts>): Decision<Report> {
    belongsTo(report, input.case);
    const decision = declined(report, input.reason, context);
    // The case is at an end: if a review says otherwise, a new one is opened.
    return { ...decision, body: { ...(decision.body ?? report.body), case: null }, parent: report.body.warning };
  },

  "case-ended"(report: ReportMatter, input: Input<"case-ended">, context: Context<Facts>): Decision<Report> {
    belongsTo(report, input.case);
    if (input.how === "closed") return { event: "close", body: { ...report.body, outcome: "case closed" } };
    return withdrawn(report, context);
  },

  move(_report: ReportMatter, input: Input<"move">): Decision<Report> {
    return { event: null, org: input.org, territory: input.territory, detail: { to: input.org } };
  },

  overdue(_report: ReportMatter, input: Input<"overdue">): Decision<Report> {
    return { event: null, level: 3, detail: { overdue: input.key } };
  },
};

/** Came from the public and nobody has looked at it: it may be anything. */
function isUnseen(report: ReportMatter): boolean {
  return report.openedBy === "public" && report.state === "received";
}

/** What may still be stopped is proposed with whatever else happens. */
function moneyFirst(report: ReportMatter, body: Report, context: Context<unknown>): { readonly body: Report; readonly announces: readonly Announcement[] } {
  if (!speaksForMoney(body.role) || context.role === "public") return { body, announces: [] };
  const { payments, stops } = proposeStops(body.payments, context.profile, context.nowMs);
  if (stops.length === 0) return { body, announces: [] };
  const victim = body.victim?.number ?? body.victim?.person ?? null;
  return { body: { ...body, payments }, announces: [{ name: "payments-reported", report: report.id, territory: report.territory, victim, payments: stops }] };
}

function cluesFound(report: ReportMatter, body: Report, context: Context<unknown>, signature: Uint8Array | null): Announcement {
  const atMs = Math.min(report.openedAtMs, ...body.payments.map((one) => one.paidAtMs));
  return { name: "clues-found", entry: report.id, clues: cluesIn(body, atMs, context.profile), signature };
}

function outOfCase(report: ReportMatter): void {
  if (report.body.case !== null)
    throw new ProblemError({
      code: "not-now",
      detail: `${report.id} belongs to ${report.body.case}`,
      value: report.body.case,
      expected: "what is decided about the case, or its leaving it",
    });
}

function belongsTo(report: ReportMatter, id: string): void {
  if (report.body.case !== id) throw new ProblemError({ code: "not-now", detail: `${report.id} does not belong to ${id}`, value: report.body.case ?? "none" });
}
