/**
 * A stop-payment order: an institution is asked to stop one account for a sum, for a time from its own moment, if name,
 * account, amount and time all match. What it is and what its commands take; the rules are in open.ts, decide.ts, answer.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { acknowledged, amountMinor, currency, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { allowanceCommands, paperRef, type Allowance } from "../allowance.ts";
import { passOnCommands } from "../order-clocks.ts";
import { reasonKey, RELEASE_REASONS, SECOND_ROUND_REASONS, STOP_REASONS, type Reason } from "../reasons.ts";

export interface StopPayment {
  readonly account: PersonalRef;
  readonly institution: string;
  /** One of the four fields that the institution compares: without it nothing may be approved. */
  readonly holderName: PersonalRef | null;
  readonly amountMinor: string;
  readonly currency: string;
  /** When the money arrived, another of the four. */
  readonly paidAtMs: number;
  readonly transfer: string | null;
  /** Which account after the victim's it is on this path, 1 is the first. Of this order, never of the account. */
  readonly tier: number;
  readonly scope: "amount" | "account";
  /** Why more than the amount, in words of whoever asked for it. */
  readonly scopeGround: string | null;
  /** Of the account, counted over everybody's orders when this one is approved. */
  readonly round: number;
  /** The order that this one goes on from. */
  readonly previous: string | null;
  /** Report or case at the root. */
  readonly report: string;
  /** Who asked for it and answers for it, as far as a person is known; kept also when the request was found untrue. */
  readonly requester: PersonalRef | null;
  /** Reference of their signed declaration. */
  readonly declaration: string | null;
  readonly reason: Reason;
  /** For colleagues; never told. */
  readonly note: string | null;
  readonly decider: Bilingual | null;
  readonly approvedAtMs: number | null;
  /** Ground for telling the holder later than at once, within the profile's limit. */
  readonly tellLater: string | null;
  readonly toldAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly stoppedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly heldMinor: string | null;
  readonly allowances: readonly Allowance[];
  /** Why it ended or was not carried out. */
  readonly outcome: string | null;
}

const evidence = z.object({ kind: z.enum(["document", "statement", "event", "bank-answer", "photo", "signature"]), ref: paperRef }).strict();

/** Accounts after the victim's on one path: beyond it money is no longer told from other money. */
export const TIER_MAX = 20;

export const stopDraft = z.object({
  /** Report, case or order that it rests on: without one there is no stop. */
  parent: matterId("report", "case", "stop-payment"),
  account: identifier,
  holderName: identifier.optional(),
  amountMinor,
  currency,
  paidAt: instant,
  transfer: z.string().max(128).optional(),
  tier: z.number().int().min(1).max(TIER_MAX).default(1),
  scope: z.enum(["amount", "account"]).optional(),
  scopeGround: note.optional(),
  reason: reasonKey(STOP_REASONS),
  note: note.optional(),
  /** Slip, statement or trace: what puts the account on the path when the parent does not name it. */
  evidence: z.array(evidence).max(20, "at most 20 pieces").default([]),
  requester: z
    .object({ type: z.enum(["person", "number", "name"]), value: identifier })
    .strict()
    .optional(),
  declaration: paperRef.optional(),
  /** For a second round: the first. */
  previous: matterId("stop-payment").optional(),
});

const hop = z.object({ account: identifier, holderName: identifier.optional(), amountMinor, currency, at: instant }).strict();
const hops = z.array(hop).max(500, "at most 500 at a time").default([]);
const FIELDS = ["name", "account", "amount", "time"] as const;
const ENDERS = ["dutyLead", "caseOfficer"] as const;

export const stopCommands = {
  supply: {
    who: ["intake", "analyst", "dissuader", "caseOfficer"],
    words: { zh: "补充户名", en: "Add the holder's name" },
    input: z.object({ holderName: identifier }).strict(),
    causes: [],
    states: ["drafted"],
  },
  approve: { who: ["dutyLead"], words: { zh: "批准", en: "Approve" }, input: z.object({ tellLater: note.optional() }).strict(), causes: ["approve"], notBy: ["open"] },
  decline: { who: ["dutyLead"], words: { zh: "不批准", en: "Decline" }, input: z.object({ why: note }).strict(), causes: ["decline"] },
  withdraw: { who: ENDERS, words: { zh: "撤回", en: "Withdraw" }, input: z.object({ why: note }).strict(), causes: ["withdraw", "recall"] },
  sent: { who: [], words: { zh: "已送达", en: "Handed over" }, input: acknowledged, causes: ["send"] },
  unreachable: { who: [], words: { zh: "未能送达", en: "Not reached" }, input: undeliverable, causes: ["fail"] },
  answer: {
    who: ["bankOps"],
    words: { zh: "反馈", en: "Answer" },
    input: z.discriminatedUnion("result", [
      z
        .object({
          result: z.literal("stopped"),
          at: instant,
          heldMinor: amountMinor,
          /** What is in the account altogether: the same money is not held twice. */
          balanceMinor: amountMinor.optional(),
          /** Each of the four was compared with the institution's own books. */
          match: z.object({ name: z.boolean(), account: z.boolean(), amount: z.boolean(), time: z.boolean() }).strict(),
          /** Money that had left before, if any. */
          next: hops,
        })
        .strict(),
      z.object({ result: z.literal("mismatch"), fields: z.array(z.enum(FIELDS)).min(1) }).strict(),
      z.object({ result: z.literal("no-funds"), next: hops }).strict(),
      z.object({ result: z.literal("impossible"), why: note }).strict(),
    ]),
    causes: ["stop", "mismatch", "no-funds", "fail"],
  },
  release: {
    who: [...ENDERS, "bankOps"],
    words: { zh: "提前解除", en: "Release" },
    input: z.object({ reason: reasonKey(RELEASE_REASONS), note: note.optional() }).strict(),
    causes: ["release"],
  },
  reduce: {
    who: ENDERS,
    words: { zh: "减少止付金额", en: "Reduce" },
    input: z.object({ toMinor: amountMinor, reason: reasonKey(RELEASE_REASONS), note: note.optional() }).strict(),
    causes: [],
    states: ["stopped"],
  },
  "second-round": {
    who: ["dutyLead"],
    words: { zh: "申请再次止付", en: "Ask for a second round" },
    input: z.object({ reason: reasonKey(SECOND_ROUND_REASONS), note }).strict(),
    causes: [],
    states: ["stopped"],
  },
  ...allowanceCommands(["stopped"], ["dutyLead"]),
  continue: { who: [], words: { zh: "由再次止付接续", en: "Go on as the second round" }, input: z.object({ by: matterId("stop-payment") }).strict(), causes: ["continue"] },
  convert: { who: [], words: { zh: "转为冻结", en: "Followed by a freeze" }, input: z.object({ freeze: matterId("freeze") }).strict(), causes: ["convert"] },
  expire: { who: [], words: { zh: "到期解除", en: "End by the clock" }, input: fromClock, causes: ["expire"] },
  lapse: { who: [], words: { zh: "银行未反馈，指令失效", en: "Lapse without an answer" }, input: fromClock, causes: ["lapse"] },
  ...passOnCommands(["stopped", "lapsed", "released", "expired", "recalled"]),
  "tell-holder": { who: [], words: { zh: "告知持有人", en: "Tell the holder" }, input: fromClock, causes: [], states: ["stopped"] },
  remind: { who: [], words: { zh: "超时提醒", en: "Overdue" }, input: fromClock, causes: [], states: ["drafted", "approved", "sent"] },
  move: {
    who: [],
    words: { zh: "随案移送", en: "Go with the case" },
    input: z.object({ org: z.string(), territory: z.string() }).strict(),
    causes: [],
    states: ["drafted", "approved", "sent", "stopped"],
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;
