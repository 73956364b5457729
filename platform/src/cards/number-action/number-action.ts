/**
 * An action on a phone number whose user has to be verified: what it is and what its commands take. It never cuts
 * emergency calls, never limits somebody who travels, and ends by itself; the rules are in decide-*.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { acknowledged, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { LIFT_REASONS, RENEWAL_REASONS, RISKS, URGENT_GROUNDS, WAYS, WHEREABOUTS, type LiftReason, type Risk, type UrgentGround, type Way, type Whereabouts } from "./reasons.ts";
import { GRADES, LIMITED, type Grade } from "./states.ts";

export interface Attempt {
  readonly way: Way;
  readonly result: "passed" | "failed" | "not-the-user" | "no-show" | "not-possible";
  readonly atMs: number;
}

export interface NumberAction {
  readonly number: PersonalRef;
  readonly operator: string;
  readonly risk: Risk;
  readonly reason: Bilingual;
  /** For colleagues; never told. */
  readonly note: string | null;
  /** Of several numbers that were proposed and approved together. */
  readonly batch: string | null;
  /** The next grade, as the holder was told before it may begin. */
  readonly announced: { readonly grade: Grade; readonly atMs: number } | null;
  readonly urgent: {
    readonly grade: Grade;
    readonly ground: UrgentGround;
    readonly askedAtMs: number;
    readonly approvedAtMs: number | null;
    readonly confirmedAtMs: number | null;
  } | null;
  readonly whereabouts: { readonly where: Whereabouts; readonly atMs: number } | null;
  readonly attempts: readonly Attempt[];
  /** The registered holder said, or it was seen, that somebody else uses it. */
  readonly notTheUser: boolean;
  /** It was raised while the holder's appeal was open: another person has to agree that it is no answer to the appeal. */
  readonly duringAppeal: boolean;
  readonly secondApprovalAtMs: number | null;
  readonly decider: Bilingual | null;
  /** Every grade that was in force, in order. */
  readonly grades: readonly { readonly grade: Grade; readonly fromMs: number; readonly urgent: boolean }[];
  readonly limitedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly endedAtMs: number | null;
  /** The operator's own moment for the grade in force. */
  readonly carriedOutAtMs: number | null;
  readonly restoredAtMs: number | null;
  readonly restoreTrouble: string | null;
  /** Papers asked for and handed in, by their place in the profile's list; there are no others. */
  readonly papersAsked: readonly number[];
  readonly papers: readonly { readonly papers: readonly number[]; readonly atMs: number }[];
  readonly overdue: number;
  readonly outcome: LiftReason | "expired" | "verified" | "lapsed" | "dropped" | "closed-by-holder" | null;
}

const risk = z.enum(Object.keys(RISKS) as [Risk, ...Risk[]]);
const ground = z.enum(Object.keys(URGENT_GROUNDS) as [UrgentGround, ...UrgentGround[]]);
const grade = z.enum(GRADES);
const evidence = z.strictObject({ kind: z.enum(["event", "rule", "document", "statement"]), ref: z.string().trim().min(1).max(128) });

export const numberActionDraft = z.strictObject({
  number: identifier,
  /** The organisation of the operator; its own people may leave it out. */
  operator: z.string().min(1).max(60).optional(),
  risk,
  note: note.optional(),
  /** Case, trace-back or warning that it rests on. */
  because: matterId("case", "report", "warning", "trace-back", "list-entry").optional(),
  evidence: z.array(evidence).max(20).default([]),
  whereabouts: z.enum(WHEREABOUTS).optional(),
  batch: z.string().max(60).optional(),
});

const TELCO = ["telcoOps"] as const;
/** Who could approve in some country; the profile says who does. */
const APPROVERS = ["telcoOps", "dutyLead"] as const;
const papers = z.array(z.number().int().min(0)).min(1).max(12);
const liftReason = z.enum(Object.keys(LIFT_REASONS) as [LiftReason, ...LiftReason[]]);

export const numberActionCommands = {
  notify: { who: APPROVERS, words: { zh: "通知机主核验", en: "Ask the holder to verify" }, input: z.object({}), causes: ["notify"], notBy: ["open"] },
  announce: {
    who: APPROVERS,
    words: { zh: "预告下一级措施", en: "Announce the next grade" },
    input: z.strictObject({ grade }),
    causes: [],
    states: ["unverified", "outgoing-limited", "incoming-limited"],
  },
  impose: {
    who: APPROVERS,
    words: { zh: "采取已预告的措施", en: "Impose the announced grade" },
    input: z.strictObject({ grade }),
    causes: ["limit-outgoing", "limit-incoming", "suspend"],
    notBy: ["open"],
  },
  "ask-urgent": {
    who: ["telcoOps", "analyst"],
    words: { zh: "申请紧急处置", en: "Ask for an urgent measure" },
    input: z.strictObject({ grade, ground }),
    causes: [],
    states: ["alerted", "reverifying", "unverified", "outgoing-limited", "incoming-limited"],
  },
  "approve-urgent": {
    who: APPROVERS,
    words: { zh: "批准紧急处置", en: "Approve the urgent measure" },
    input: z.strictObject({ whereabouts: z.enum(WHEREABOUTS) }),
    causes: ["limit-outgoing", "limit-incoming", "suspend"],
    notBy: ["open", "ask-urgent"],
  },
  confirm: { who: APPROVERS, words: { zh: "复核确认紧急处置", en: "Confirm the urgent measure" }, input: z.object({}), causes: [], states: LIMITED, notBy: ["approve-urgent"] },
  renew: {
    who: APPROVERS,
    words: { zh: "延长期限", en: "Renew" },
    input: z.strictObject({ reason: z.enum(Object.keys(RENEWAL_REASONS) as (keyof typeof RENEWAL_REASONS)[]), note }),
    causes: [],
    states: LIMITED,
    notBy: ["open", "impose"],
  },
  ease: {
    who: APPROVERS,
    words: { zh: "降低一级", en: "Ease" },
    input: z.strictObject({ grade: z.enum(["outgoing", "incoming"]) }),
    causes: ["ease-to-outgoing", "ease-to-incoming"],
  },
  "second-approval": {
    who: ["reviewer", "telcoOps", "dutyLead"],
    words: { zh: "申诉期间的第二人同意", en: "Agree to it during an appeal" },
    input: z.strictObject({ why: note }),
    causes: [],
    states: ["alerted", "reverifying", "unverified", "outgoing-limited", "incoming-limited"],
    notBy: ["open", "ask-urgent"],
  },
  whereabouts: {
    who: TELCO,
    words: { zh: "告知号码所在", en: "Say where the phone is" },
    input: z.strictObject({ where: z.enum(WHEREABOUTS) }),
    causes: ["only-reverify"],
  },
  verify: {
    who: TELCO,
    words: { zh: "记录核验结果", en: "Record a check" },
    input: z.strictObject({
      way: z.enum(WAYS),
      result: z.enum(["passed", "failed", "not-the-user", "no-show", "not-possible"]),
      /** The holder chose this way; nobody else may make it harder. */
      atHoldersWish: z.boolean().default(false),
      evidence: z.string().trim().min(1).max(128).optional(),
    }),
    causes: ["verify", "lift"],
  },
  "ask-papers": {
    who: TELCO,
    words: { zh: "请机主补充材料", en: "Ask for papers" },
    input: z.strictObject({ papers }),
    causes: [],
    states: ["reverifying", "unverified", ...LIMITED],
  },
  "hand-in": {
    who: ["public", "telcoOps"],
    words: { zh: "提交材料", en: "Hand in papers" },
    input: z.strictObject({ papers }),
    causes: [],
    states: ["reverifying", "unverified", ...LIMITED],
  },
  answer: {
    who: TELCO,
    words: { zh: "反馈执行情况", en: "Answer" },
    input: z.discriminatedUnion("result", [
      z.strictObject({ result: z.literal("done"), at: instant, emergencyCallsWork: z.boolean() }),
      z.strictObject({ result: z.literal("travelling"), where: z.enum(["roaming", "abroad", "border"]) }),
      z.strictObject({ result: z.literal("impossible"), why: note }),
    ]),
    causes: ["lift", "only-reverify"],
    states: LIMITED,
  },
  lift: {
    who: ["telcoOps", "dutyLead", "caseOfficer"],
    words: { zh: "解除", en: "Lift" },
    input: z.strictObject({ reason: liftReason }),
    causes: ["lift", "drop"],
  },
  "close-card": {
    who: TELCO,
    words: { zh: "按机主意愿销号", en: "Close the card at the holder's wish" },
    /** Where the holder's own statement is kept. */
    input: z.strictObject({ wish: z.string().trim().min(1).max(128) }),
    causes: ["close-card"],
  },
  "restore-confirmed": { who: TELCO, words: { zh: "确认已复通", en: "Confirm that it works" }, input: z.strictObject({ at: instant }), causes: ["confirm"] },
  sent: { who: [], words: { zh: "已送达运营商", en: "Handed over" }, input: acknowledged, causes: [], states: [...LIMITED, "restoring", "reverifying"] },
  unreachable: { who: [], words: { zh: "指令未送达", en: "Not handed over" }, input: undeliverable, causes: ["lift"], states: LIMITED },
  "restore-undelivered": {
    who: [],
    words: { zh: "复通指令未送达", en: "The restoring was not handed over" },
    input: undeliverable,
    causes: [],
    states: ["restoring", "reverifying"],
  },
  "run-out": { who: [], words: { zh: "核验期限届满", en: "The time to verify is over" }, input: fromClock, causes: ["run-out"] },
  expire: { who: [], words: { zh: "到期自动解除", en: "End by the clock" }, input: fromClock, causes: ["expire"] },
  lapse: { who: [], words: { zh: "到期结束", en: "End without a measure" }, input: fromClock, causes: ["lapse"] },
  overdue: { who: [], words: { zh: "超时督办", en: "Overdue" }, input: fromClock, causes: [], states: ["reverifying", "unverified", ...LIMITED, "restoring"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
