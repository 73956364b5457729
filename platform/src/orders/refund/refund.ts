/**
 * A return of funds: money that freezes hold goes back to those who lost it, by a plan that somebody checks, the public can
 * object to where it is in proportion, a head of police approves and a bank carries out. What it is and what its commands
 * take; the rules are in open.ts, claim.ts, plan.ts, objection.ts and decide.ts.
 */
import { z } from "zod";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { acknowledged, amountMinor, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { paperRef } from "../allowance.ts";
import { CHIEFS_HIGHEST_FIRST, type Chief } from "../authority.ts";
import { reasonKey, type Reason } from "../reasons.ts";
import type { Method, MethodFacts } from "./method-table.ts";
import { OBJECTION_GROUNDS, OBJECTION_REASONS } from "./reasons.ts";
import { UNDECIDED } from "./states.ts";

/** A payment of the claimant into what is frozen. */
export interface Deposit {
  readonly freeze: MatterId;
  readonly amountMinor: string;
  readonly atMs: number | null;
  /** What of it is still there, and the version of the trace that says so; null where it is lost among other money. */
  readonly tracedMinor: string | null;
  readonly trace: string | null;
}

export interface Payee {
  readonly account: PersonalRef;
  readonly holderName: PersonalRef;
  /** Somebody collects for another only by proxy. */
  readonly proxy: string | null;
}

export const CLAIM_STATES = {
  listed: { zh: "已登记", en: "listed" },
  "set-aside": { zh: "有异议，份额单独留存", en: "set aside after an objection" },
  cleared: { zh: "异议已审核", en: "objection reviewed" },
  struck: { zh: "异议成立，不予返还", en: "not returned after an objection" },
  ordered: { zh: "银行办理中", en: "with the bank" },
  paid: { zh: "已返还", en: "paid" },
  failed: { zh: "未能汇出", en: "could not be paid" },
  "given-up": { zh: "不再办理，款项继续冻结", en: "given up; the money stays frozen" },
} as const satisfies Record<string, Bilingual>;
export type ClaimState = keyof typeof CLAIM_STATES;

export interface ClaimPart {
  readonly freeze: MatterId;
  readonly amountMinor: string;
}

export interface Claim {
  readonly id: string;
  readonly report: MatterId;
  readonly claimant: PersonalRef;
  readonly name: PersonalRef;
  readonly contact: PersonalRef | null;
  readonly payee: Payee;
  /** As verified, and by what. */
  readonly lossMinor: string;
  readonly evidence: string;
  /** Of that loss, what other returns have given back already or are about to. */
  readonly returnedBeforeMinor: string;
  readonly deposits: readonly Deposit[];
  readonly shareMinor: string | null;
  readonly parts: readonly ClaimPart[];
  readonly state: ClaimState;
  /** Name of the order to the bank that it stands in. */
  readonly order: string | null;
  readonly paidAtMs: number | null;
  /** The bank's, or why it could not be paid. */
  readonly said: string | null;
}

export interface Objection {
  readonly id: string;
  /** Whose share it is about; null for somebody who was not listed. */
  readonly claim: string | null;
  readonly by: "claimant" | "holder" | "other";
  readonly contact: PersonalRef | null;
  readonly ground: Reason;
  readonly statement: PersonalRef | null;
  readonly atMs: number;
  readonly decidedAtMs: number | null;
  readonly result: "dismissed" | "upheld" | null;
  readonly reason: Reason | null;
}

export interface FrozenSum {
  readonly freeze: MatterId;
  readonly account: PersonalRef;
  readonly frozenMinor: string;
}

export const FINDINGS = {
  facts: { zh: "事实已经查清", en: "the facts are verified" },
  title: { zh: "权属明确", en: "the title is clear" },
  undisputed: { zh: "返还部分没有争议", en: "what is returned is not disputed" },
  "others-unharmed": { zh: "不损害其他被害人和利害关系人", en: "nobody else is harmed" },
} as const satisfies Record<string, Bilingual>;
export type Finding = keyof typeof FINDINGS;

export interface Refund {
  readonly case: MatterId;
  readonly institution: string;
  readonly currency: string;
  /** How many returns over these freezes came before, and one. */
  readonly round: number;
  readonly frozen: readonly FrozenSum[];
  readonly claims: readonly Claim[];
  readonly objections: readonly Objection[];
  readonly method: Method | null;
  readonly methodFacts: MethodFacts | null;
  readonly plannedAtMs: number | null;
  readonly notice: (Bilingual & { readonly postedAtMs: number; readonly untilMs: number }) | null;
  readonly findings: Readonly<Record<Finding, string>> | null;
  readonly decider: Bilingual | null;
  readonly approver: Chief | null;
  readonly approvedAtMs: number | null;
  readonly returnedMinor: string;
  readonly note: string | null;
  readonly outcome: string | null;
}

export const refundDraft = z.object({
  case: matterId("case"),
  freezes: z.array(matterId("freeze")).min(1, "at least one freeze").max(50, "at most 50 freezes"),
  note: note.optional(),
});

const deposit = z
  .object({ freeze: matterId("freeze"), amountMinor, at: instant.optional(), tracedMinor: amountMinor.optional(), trace: paperRef.optional() })
  .strict()
  .refine((one) => (one.tracedMinor === undefined) === (one.trace === undefined), "a traced amount with the trace that says so");

const payee = z.object({ account: identifier, holderName: identifier, proxy: paperRef.optional() }).strict();
const claimId = z.string().min(1).max(60);
const chiefs = CHIEFS_HIGHEST_FIRST;
const OFFICERS = ["caseOfficer"] as const;
const undecided = [...UNDECIDED];
const finding = note;

export const CLAIMS_MAX = 2_000;

export const refundCommands = {
  "add-claim": {
    who: OFFICERS,
    words: { zh: "登记被害人", en: "Add a claimant" },
    input: z
      .object({
        report: matterId("report"),
        /** As on the identity document; the payee's name is compared with it. */
        name: identifier,
        payee,
        lossMinor: amountMinor,
        /** What the loss was verified by: statement, slip, audit. */
        evidence: paperRef,
        deposits: z.array(deposit).max(50, "at most 50 deposits").default([]),
      })
      .strict(),
    causes: [],
    states: ["draft"],
  },
  "remove-claim": { who: OFFICERS, words: { zh: "移除登记", en: "Remove a claimant" }, input: z.object({ claim: claimId, why: note }).strict(), causes: [], states: ["draft"] },
  plan: { who: OFFICERS, words: { zh: "确定返还方案", en: "Make the plan" }, input: z.object({}).strict(), causes: ["post", "submit"] },
  "notice-over": { who: [], words: { zh: "公告期满", en: "The public notice is over" }, input: fromClock, causes: ["run-out"] },
  object: {
    who: ["public", "caseOfficer", "intake", "dutyLead"],
    words: { zh: "提出异议", en: "Object" },
    input: z
      .object({
        /** Whose share; left out by somebody who should have been listed. */
        claim: claimId.optional(),
        by: z.enum(["claimant", "holder", "other"]),
        contact: identifier,
        ground: reasonKey(OBJECTION_GROUNDS),
        statement: z.string().trim().min(1).max(4_000, "at most 4000 characters").optional(),
      })
      .strict(),
    causes: [],
    states: ["noticed", "ready"],
  },
  "decide-objection": {
    who: ["reviewer"],
    words: { zh: "审核异议", en: "Review an objection" },
    input: z.discriminatedUnion("result", [
      z.object({ result: z.literal("dismissed"), objection: z.string().max(60), reason: reasonKey(OBJECTION_REASONS) }).strict(),
      /** The loss as it is after the review; 0 where it is no claim at all. */
      z
        .object({
          result: z.literal("upheld"),
          objection: z.string().max(60),
          reason: reasonKey(OBJECTION_REASONS),
          lossMinor: z.string().regex(/^\d{1,18}$/, "a whole amount in the smallest unit, as a string of digits"),
        })
        .strict(),
    ]),
    causes: ["review", "execute", "execute-part", "fail"],
    states: ["noticed", "ready", "ordered"],
    notBy: ["open", "add-claim", "plan", "object", "approve"],
  },
  "objection-overdue": { who: [], words: { zh: "异议逾期未审核", en: "An objection is overdue" }, input: fromClock, causes: [], states: ["noticed", "ready", "ordered"] },
  approve: {
    who: chiefs,
    words: { zh: "批准返还", en: "Approve the return" },
    input: z.object({ findings: z.object({ facts: finding, title: finding, undisputed: finding, "others-unharmed": finding }).strict() }).strict(),
    causes: ["approve"],
    notBy: ["open", "add-claim", "plan", "decide-objection"],
  },
  decline: { who: chiefs, words: { zh: "不批准", en: "Decline" }, input: z.object({ why: note }).strict(), causes: ["decline"] },
  withdraw: { who: [...OFFICERS, ...chiefs], words: { zh: "撤回", en: "Withdraw" }, input: z.object({ why: note }).strict(), causes: ["withdraw"] },
  "decide-overdue": { who: [], words: { zh: "逾期未审批", en: "Approval is overdue" }, input: fromClock, causes: [], states: ["ready"] },
  sent: { who: [], words: { zh: "已送达银行", en: "Handed to the bank" }, input: acknowledged, causes: [], states: ["ordered"] },
  unreachable: { who: [], words: { zh: "未能送达银行", en: "Not handed to the bank" }, input: undeliverable, causes: [], states: ["ordered"] },
  "bank-overdue": { who: [], words: { zh: "银行逾期未办理", en: "The bank is overdue" }, input: fromClock, causes: [], states: ["ordered"] },
  answer: {
    who: ["bankOps"],
    words: { zh: "反馈办理结果", en: "Answer" },
    input: z
      .object({
        results: z
          .array(
            z.discriminatedUnion("result", [
              z.object({ claim: claimId, result: z.literal("paid"), at: instant, reference: paperRef }).strict(),
              z.object({ claim: claimId, result: z.literal("failed"), why: note }).strict(),
            ]),
          )
          .min(1, "at least one result")
          .max(CLAIMS_MAX),
      })
      .strict(),
    causes: ["execute", "execute-part", "fail"],
    states: ["ordered"],
  },
  order: {
    who: chiefs,
    words: { zh: "批准办理已审核或未汇出的份额", en: "Order what was reviewed or could not be paid" },
    input: z
      .object({
        claims: z
          .array(z.object({ claim: claimId, payee: payee.optional() }).strict())
          .min(1)
          .max(CLAIMS_MAX),
      })
      .strict(),
    causes: [],
    states: ["ordered"],
    notBy: ["open", "add-claim", "plan", "decide-objection"],
  },
  "give-up": {
    who: chiefs,
    words: { zh: "份额不再办理", en: "Give a share up" },
    input: z.object({ claim: claimId, why: note }).strict(),
    causes: ["execute", "execute-part", "fail"],
    states: ["ordered"],
  },
  fall: { who: [], words: { zh: "冻结结束", en: "A freeze is over" }, input: z.object({ freeze: matterId("freeze") }).strict(), causes: ["fall"] },
  move: {
    who: [],
    words: { zh: "随案移送", en: "Go with the case" },
    input: z.object({ org: z.string().optional(), territory: z.string().optional(), case: matterId("case").optional() }).strict(),
    causes: [],
    states: [...undecided, "ordered"],
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;
