/**
 * A report by somebody who was deceived, or a tip by somebody who noticed: who, what, which money, which traits of the
 * other side. What it is and what its commands take; the rules are in open.ts and decide.ts.
 */
import { z } from "zod";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { ScamAxes } from "../../domain/scam-axes.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { fromClock, instant, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { CHIEFS } from "../chiefs.ts";
import { axes, narrative, otherLoss, payment, PAYMENTS_MAX, place, somebody, trait, TRAITS_MAX, why } from "../input.ts";
import type { Trait } from "../traits.ts";
import { transferCommands, type Movable } from "../transfer.ts";
import { REPORT_RESUMES } from "./states.ts";

export const INTAKE_CHANNELS = {
  hotline: { zh: "电话报警", en: "Hotline" },
  counter: { zh: "现场报案", en: "At the counter" },
  online: { zh: "网上", en: "Online" },
  partner: { zh: "合作机构", en: "Partner" },
  warning: { zh: "劝阻中发现已付款", en: "Found out while dissuading" },
  grid: { zh: "网格", en: "Grid" },
} as const satisfies Record<string, Bilingual>;
export type IntakeChannel = keyof typeof INTAKE_CHANNELS;

export const REPORTER_ROLES = ["victim", "relative", "witness", "institution", "informer"] as const;
export type ReporterRole = (typeof REPORTER_ROLES)[number];

/** `secret`: we know who it is and nobody reads it here; `anonymous`: nobody knows. */
export const SECRECY = ["named", "secret", "anonymous"] as const;
export type Secrecy = (typeof SECRECY)[number];

export interface Somebody {
  readonly name: PersonalRef | null;
  readonly number: PersonalRef | null;
  readonly person: PersonalRef | null;
}

export interface ReportedPayment {
  readonly from: PersonalRef | null;
  readonly to: PersonalRef;
  readonly toName: PersonalRef | null;
  readonly amountMinor: string;
  readonly currency: string;
  readonly paidAtMs: number;
  readonly transfer: string | null;
  readonly slip: string | null;
  /** When stopping it was proposed; null when it was too late for that or somebody has to look first. */
  readonly proposedAtMs: number | null;
}

export interface Paper {
  readonly title: string;
  readonly ref: string;
  readonly atMs: number;
  readonly by: "public" | "unit";
}

export interface Report extends Movable {
  readonly channel: IntakeChannel;
  readonly role: ReporterRole;
  readonly secrecy: Secrecy;
  /** Null where the reporter wants to stay unknown: then it is nowhere in the matter. */
  readonly reporter: Somebody | null;
  readonly victim: Somebody | null;
  readonly axes: ScamAxes;
  readonly payments: readonly ReportedPayment[];
  readonly otherLosses: readonly { readonly amountMinor: string; readonly currency: string; readonly what: string }[];
  readonly traits: readonly Trait[];
  /** In the order in which it was told; each sealed. */
  readonly narratives: readonly PersonalRef[];
  readonly places: { readonly victimAt: string | null; readonly lossAt: string | null };
  readonly papers: readonly Paper[];
  /** Warning that came too late. */
  readonly warning: MatterId | null;
  /** When case brief and first account were complete; the entry clock runs until then. */
  readonly enteredAtMs: number | null;
  readonly acceptedAtMs: number | null;
  readonly case: MatterId | null;
  readonly duplicateOf: MatterId | null;
  readonly declined: { readonly reason: string; readonly decider: Bilingual; readonly atMs: number } | null;
  /** When the reporter learned of the last decision: their time to object runs from then. */
  readonly toldAtMs: number | null;
  /** A review said that a case has to be opened. */
  readonly mustFile: boolean;
  readonly outcome: string | null;
}

const paper = z.object({ title: z.string().trim().min(1).max(120), ref: z.string().trim().min(1).max(200) }).strict();
const PAPERS_MAX = 20;

const said = {
  axes: axes.optional(),
  payments: z.array(payment).max(PAYMENTS_MAX, `at most ${PAYMENTS_MAX} payments`).default([]),
  otherLosses: z.array(otherLoss).max(20, "at most 20 other losses").default([]),
  traits: z.array(trait).max(TRAITS_MAX, `at most ${TRAITS_MAX} traits`).default([]),
  narrative: narrative.optional(),
  papers: z.array(paper).max(PAPERS_MAX, `at most ${PAPERS_MAX} papers`).default([]),
};

export const reportDraft = z
  .object({
    channel: z.enum(["hotline", "counter", "online", "partner", "warning", "grid"]),
    role: z.enum(REPORTER_ROLES),
    secrecy: z.enum(SECRECY).default("named"),
    reporter: somebody.optional(),
    /** When it is somebody else than the reporter. */
    victim: somebody.optional(),
    ...said,
    /** Where it is handled; the unit's own place when absent. */
    territory: place.optional(),
    victimAt: place.optional(),
    lossAt: place.optional(),
    warning: matterId("warning").optional(),
  })
  .strict();

const OFFICERS = ["intake", "caseOfficer", "dutyLead"] as const;
const CHECKERS = ["analyst", "caseOfficer", "dutyLead"] as const;

/** A second look at evidence: what it is and where it is found. */
const finding = z
  .object({
    kind: z.enum(["event", "rule", "matter", "document", "call-record", "statement", "photo", "bank-answer"]),
    ref: z.string().trim().min(1).max(200),
  })
  .strict();

export const reportCommands = {
  take: { who: OFFICERS, words: { zh: "领取", en: "Take" }, input: z.object({}).loose(), causes: [], states: ["received", "tip-open", "accepted"] },
  add: {
    who: ["intake", "caseOfficer", "dutyLead", "analyst", "dissuader"],
    words: { zh: "补充", en: "Add" },
    input: z.object(said).strict(),
    causes: [],
    states: ["received", "tip-open", "corroborated", "accepted", "filed"],
  },
  "add-papers": {
    who: ["public", "intake", "caseOfficer", "dutyLead"],
    words: { zh: "补充材料", en: "Add papers" },
    input: z.object({ narrative: narrative.optional(), papers: z.array(paper).max(PAPERS_MAX).default([]) }).strict(),
    causes: [],
    states: ["received", "tip-open", "corroborated", "unsubstantiated", "accepted", "filed", "declined", "review", "review-stood", "re-review"],
  },
  "info-only": { who: OFFICERS, words: { zh: "仅作情况反映", en: "Note as information" }, input: why, causes: ["info-only"] },
  "open-tip": { who: [...OFFICERS, "analyst"], words: { zh: "作为线索核查", en: "Check as a tip" }, input: z.object({}).loose(), causes: ["open-tip"] },
  accept: { who: OFFICERS, words: { zh: "受案", en: "Accept the report" }, input: z.object({ axes: axes.optional() }).strict(), causes: ["accept"] },
  "mark-duplicate": {
    who: [...OFFICERS, "analyst"],
    words: { zh: "标为重复", en: "Mark as reported before" },
    input: z.object({ of: matterId("report") }).strict(),
    causes: ["duplicate"],
  },
  reopen: { who: [...OFFICERS, "analyst"], words: { zh: "重新办理", en: "Reopen" }, input: why, causes: ["reopen"] },
  corroborate: {
    who: CHECKERS,
    words: { zh: "查证属实", en: "Find true" },
    // Not one more report: something that is not somebody's word alone.
    input: z.object({ evidence: z.array(finding).min(1, "what it was checked against").max(50) }).strict(),
    causes: ["corroborate"],
  },
  "find-unsubstantiated": { who: CHECKERS, words: { zh: "未能查实", en: "Could not be confirmed" }, input: why, causes: ["find-unsubstantiated"] },
  "allege-malice": {
    who: CHECKERS,
    words: { zh: "提出恶意举报认定", en: "Say that it was malicious" },
    /** That it was wrong is no ground: what shows that the person knew it was. */
    input: z.object({ ground: note, evidence: z.array(finding).min(1, "what shows intention").max(50) }).strict(),
    causes: ["allege"],
  },
  "confirm-malice": {
    who: CHIEFS,
    words: { zh: "认定恶意举报", en: "Find malicious" },
    input: why,
    causes: ["find-malicious"],
    notBy: ["allege-malice", "open"],
  },
  "clear-of-malice": {
    who: CHIEFS,
    words: { zh: "不属恶意", en: "Not malicious" },
    input: why,
    causes: ["clear-tip", "clear-report"],
    notBy: ["allege-malice"],
  },
  decline: { who: CHIEFS, words: { zh: "不予立案", en: "Decline to open a case" }, input: z.object({ reason: note }).strict(), causes: ["decline"], notBy: ["open"] },
  "admin-handle": { who: CHIEFS, words: { zh: "转行政处理", en: "Handle as an administrative matter" }, input: why, causes: ["admin-handle"], notBy: ["open"] },
  told: {
    who: [...CHIEFS, "intake", "caseOfficer"],
    words: { zh: "已当面告知", en: "Told in person" },
    input: z.object({ at: instant, how: note }).strict(),
    causes: ["told"],
    states: ["declined", "review-stood", "case-withdrawn"],
  },
  "ask-review": { who: ["public", ...OFFICERS], words: { zh: "申请复议", en: "Ask for a review" }, input: z.object({ ground: note }).strict(), causes: ["ask-review"] },
  "decide-review": {
    who: ["reviewer", ...CHIEFS],
    words: { zh: "作出复议决定", en: "Decide the review" },
    input: z.object({ result: z.enum(["stands", "overturned"]), reason: note }).strict(),
    causes: ["stand", "overturn"],
    states: ["review"],
    notBy: ["open", "decline"],
  },
  "ask-re-review": {
    who: ["public", ...OFFICERS],
    words: { zh: "向上级申请复核", en: "Ask the higher unit" },
    input: z.object({ ground: note }).strict(),
    causes: ["ask-re-review"],
  },
  "decide-re-review": {
    who: ["reviewer", "cityChief", "provinceChief"],
    words: { zh: "作出复核决定", en: "Decide for the higher unit" },
    input: z.object({ result: z.enum(["stands", "overturned"]), reason: note }).strict(),
    causes: ["stand", "overturn"],
    states: ["re-review"],
    notBy: ["open", "decline", "decide-review"],
  },
  close: { who: CHECKERS, words: { zh: "办结", en: "Close" }, input: why, causes: ["close"], states: ["corroborated"] },
  ...transferCommands(REPORT_RESUMES),

  // --- consequences and clocks ---
  counted: {
    who: [],
    words: { zh: "多人举报", en: "Reported by many" },
    input: z.object({ often: z.array(z.object({ token: z.string(), reports: z.number(), reporters: z.number(), stories: z.number() })) }),
    causes: [],
    states: ["received", "tip-open", "accepted"],
  },
  join: { who: [], words: { zh: "并入案件", en: "Join a case" }, input: z.object({ case: matterId("case") }), causes: [], states: ["accepted"] },
  leave: { who: [], words: { zh: "移出案件", en: "Leave a case" }, input: z.object({ case: matterId("case") }), causes: ["leave"], states: ["accepted", "filed"] },
  "case-filed": { who: [], words: { zh: "案件已立案", en: "The case is filed" }, input: z.object({ case: matterId("case") }), causes: ["file"] },
  "case-declined": { who: [], words: { zh: "案件不予立案", en: "The case is declined" }, input: z.object({ case: matterId("case"), reason: note }), causes: ["decline"] },
  "case-ended": {
    who: [],
    words: { zh: "案件终结", en: "The case has ended" },
    input: z.object({ case: matterId("case"), how: z.enum(["withdrawn", "closed"]) }),
    causes: ["close", "case-withdrawn"],
    states: ["filed"],
  },
  move: {
    who: [],
    words: { zh: "随案移送", en: "Go with the case" },
    input: z.object({ org: z.string(), territory: z.string() }),
    causes: [],
    states: ["accepted", "filed"],
  },
  overdue: {
    who: [],
    words: { zh: "超时提醒", en: "Overdue" },
    input: fromClock,
    causes: [],
    states: ["received", "tip-open", "accepted", "not-competent", "handed-over", "handed-back", "disputed", "review", "re-review"],
  },
  "check-told": {
    who: [],
    words: { zh: "核对告知", en: "See whether the reporter was told" },
    input: fromClock,
    causes: ["told"],
    states: ["declined", "review-stood", "case-withdrawn"],
  },
  lapse: { who: [], words: { zh: "期满未申请", en: "The time to object has passed" }, input: fromClock, causes: ["lapse"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
