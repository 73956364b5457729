/**
 * A freeze: in a filed case the police have an institution hold a sum in an account or asset, for the period and by the
 * level of approval that the asset needs. What it is and what its commands take; the rules are in open.ts, decide.ts,
 * effect.ts and end.ts.
 */
import { z } from "zod";
import { ASSET_KINDS, type AssetKind } from "../../domain/jurisdiction-words.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { acknowledged, amountMinor, currency, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { allowanceCommands, paperRef, type Allowance } from "../allowance.ts";
import { CHIEFS_HIGHEST_FIRST, type Chief } from "../authority.ts";
import { passOnCommands } from "../order-clocks.ts";
import { FREEZE_REASONS, reasonKey, RELEASE_REASONS, RENEWAL_REASONS, type Reason, type ReleaseReason } from "../reasons.ts";
import { IN_FORCE } from "./states.ts";

export interface Renewal {
  readonly reason: Reason;
  /** What was done since, and what is still to be done. */
  readonly progress: string;
  readonly askedAtMs: number;
  readonly approvedAtMs: number | null;
  /** End of the period that it adds. */
  readonly untilMs: number | null;
}

export interface Freeze {
  readonly account: PersonalRef;
  readonly institution: string;
  readonly holderName: PersonalRef;
  readonly asset: AssetKind;
  /** Why the case is major or complex, where the asset's rule is for such cases. */
  readonly assetGround: string | null;
  /** What is to be frozen; never less than what is. */
  readonly amountMinor: string;
  readonly currency: string;
  readonly scope: "amount" | "account";
  /** Why more than was traced. */
  readonly fullGround: string | null;
  /** What of the fraud's money was traced into it, and by which version of which trace. */
  readonly tracedMinor: string;
  readonly trace: string;
  /** Whether interest that accrues is frozen as well. */
  readonly interest: boolean;
  /** The case it belongs to now, and the one it began in: cases are merged and parted. */
  readonly case: string;
  readonly origin: string;
  /** The stop that it goes on from. */
  readonly follows: string | null;
  readonly reason: Reason;
  readonly note: string | null;
  readonly decider: Bilingual | null;
  readonly approver: Chief | null;
  readonly approvedAtMs: number | null;
  /** When the institution received it: the order of the queue. */
  readonly receivedAtMs: number | null;
  readonly frozenAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly frozenMinor: string | null;
  readonly returnedMinor: string;
  readonly seizedMinor: string;
  readonly renewal: Renewal | null;
  readonly renewals: number;
  /** A smaller amount that an officer asks for. */
  readonly reduction: { readonly toMinor: string; readonly reason: ReleaseReason; readonly trace: string | null; readonly askedAtMs: number } | null;
  /** When it was found to have nothing to do with the case: from then on days count. */
  readonly unrelatedAtMs: number | null;
  readonly allowances: readonly Allowance[];
  readonly outcome: string | null;
}

export const freezeDraft = z.object({
  case: matterId("case"),
  account: identifier,
  /** Stands in the notice to the institution with number, amount, period, scope and interest. */
  holderName: identifier,
  asset: z.enum(ASSET_KINDS).default("deposit"),
  assetGround: note.optional(),
  amountMinor,
  currency,
  scope: z.enum(["amount", "account"]).default("amount"),
  fullGround: note.optional(),
  tracedMinor: amountMinor,
  trace: paperRef,
  interest: z.boolean().default(false),
  /** Where the law leaves it to a court. */
  courtOrder: paperRef.optional(),
  follows: matterId("stop-payment").optional(),
  reason: reasonKey(FREEZE_REASONS),
  note: note.optional(),
});

const force = [...IN_FORCE];
const chiefs = CHIEFS_HIGHEST_FIRST;
const whole = z.string().regex(/^\d{1,18}$/, "a whole amount in the smallest unit, as a string of digits");

export const freezeCommands = {
  approve: { who: chiefs, words: { zh: "批准冻结", en: "Approve" }, input: z.object({}).strict(), causes: ["approve"], notBy: ["open"] },
  decline: { who: chiefs, words: { zh: "不批准", en: "Decline" }, input: z.object({ why: note }).strict(), causes: ["decline"] },
  withdraw: { who: ["caseOfficer", ...chiefs], words: { zh: "撤回", en: "Withdraw" }, input: z.object({ why: note }).strict(), causes: ["withdraw", "recall"] },
  sent: { who: [], words: { zh: "已送达", en: "Handed over" }, input: acknowledged, causes: ["send"] },
  unreachable: { who: [], words: { zh: "未能送达", en: "Not reached" }, input: undeliverable, causes: ["fail"], states: ["approved", "sent"] },
  answer: {
    who: ["bankOps"],
    words: { zh: "反馈", en: "Answer" },
    input: z.discriminatedUnion("result", [
      /** `balanceMinor` is what is in it altogether: the same money is not frozen twice. */
      z.object({ result: z.literal("frozen"), at: instant, frozenMinor: amountMinor, balanceMinor: amountMinor }).strict(),
      /** `outside`: the freeze before it is of an organ that does not work here. */
      z.object({ result: z.literal("queued"), at: instant, outside: z.boolean().default(false) }).strict(),
      z.object({ result: z.literal("failed"), why: note }).strict(),
    ]),
    causes: ["freeze", "freeze-part", "queue", "fail"],
  },
  "take-effect": {
    who: [],
    words: { zh: "轮候生效", en: "Take effect from the queue" },
    input: z.object({ addMinor: whole, because: matterId("freeze") }).strict(),
    causes: ["freeze", "freeze-part", "fill", "adjust"],
    states: ["queued", "partial"],
  },
  "report-held": {
    who: ["bankOps"],
    words: { zh: "更新冻结金额", en: "Report the amount frozen" },
    input: z.object({ frozenMinor: whole, balanceMinor: whole }).strict(),
    causes: ["fill", "shrink", "adjust"],
    states: force,
  },
  "ask-renewal": {
    who: ["caseOfficer"],
    words: { zh: "申请续冻", en: "Ask for a renewal" },
    input: z.object({ reason: reasonKey(RENEWAL_REASONS), progress: note, paper: paperRef.optional() }).strict(),
    causes: [],
    states: force,
  },
  renew: { who: chiefs, words: { zh: "批准续冻", en: "Renew" }, input: z.object({}).strict(), causes: [], states: force, notBy: ["ask-renewal"] },
  "renewal-received": { who: [], words: { zh: "续冻已送达", en: "Renewal received" }, input: acknowledged, causes: [], states: force },
  "renewal-unreachable": { who: [], words: { zh: "续冻未能送达", en: "Renewal not reached" }, input: undeliverable, causes: [], states: force },
  "ask-reduction": {
    who: ["caseOfficer"],
    words: { zh: "申请减少冻结金额", en: "Ask to reduce" },
    input: z.object({ toMinor: amountMinor, reason: reasonKey(RELEASE_REASONS), trace: paperRef.optional() }).strict(),
    causes: [],
    states: force,
  },
  reduce: {
    who: chiefs,
    words: { zh: "减少冻结金额", en: "Reduce" },
    /** A head decides what an officer asked for; a decision elsewhere says what it decides. */
    input: z.object({ toMinor: amountMinor.optional(), reason: reasonKey(RELEASE_REASONS).optional(), trace: paperRef.optional() }).strict(),
    causes: ["fill", "adjust"],
    states: force,
    notBy: ["ask-reduction"],
  },
  "find-unrelated": {
    who: ["caseOfficer", "analyst", "reviewer"],
    words: { zh: "查明与案件无关", en: "Find that it has nothing to do with the case" },
    input: z.object({ ground: note }).strict(),
    causes: [],
    states: force,
  },
  "unrelated-overdue": { who: [], words: { zh: "查明无关后逾期未解除", en: "Overdue after it was found unrelated" }, input: fromClock, causes: [], states: force },
  lift: { who: chiefs, words: { zh: "解除冻结", en: "Lift" }, input: z.object({ reason: reasonKey(RELEASE_REASONS), note: note.optional() }).strict(), causes: ["lift"] },
  seize: {
    who: ["caseOfficer"],
    words: { zh: "登记扣划", en: "Record that it was taken by judgment" },
    input: z.object({ amountMinor, document: paperRef }).strict(),
    causes: ["seize"],
  },
  return: {
    who: [],
    words: { zh: "返还", en: "Returned" },
    input: z.object({ refund: matterId("refund"), amountMinor }).strict(),
    causes: ["return", "adjust"],
    states: force,
  },
  lapse: { who: [], words: { zh: "到期解除", en: "End by the clock" }, input: fromClock, causes: ["lapse"] },
  ...allowanceCommands(force, chiefs),
  ...passOnCommands([...force, "lapsed", "lifted", "seized", "returned", "withdrawn"]),
  remind: { who: [], words: { zh: "超时提醒", en: "Overdue" }, input: fromClock, causes: [], states: ["approved", "sent"] },
  move: {
    who: [],
    words: { zh: "随案移送", en: "Go with the case" },
    input: z.object({ org: z.string().optional(), territory: z.string().optional(), case: matterId("case").optional() }).strict(),
    causes: [],
    states: ["proposed", "approved", "sent", "queued", "active", "partial"],
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;
