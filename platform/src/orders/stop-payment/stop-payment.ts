/**
 * A stop-payment order: an institution is asked to stop one account for a sum, for 48 hours from its own moment, if name,
 * account, amount and time all match. What it is and what its commands take; the rules are in decide.ts.
 */
import { z } from "zod";
import type { CommandSpec } from "../../matters/kind.ts";
import { acknowledged, amountMinor, currency, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export interface StopPayment {
  readonly account: PersonalRef;
  readonly institution: string;
  readonly holderName: PersonalRef | null;
  readonly amountMinor: string;
  readonly currency: string;
  /** When the money arrived, one of the four fields that the institution checks. */
  readonly paidAtMs: number;
  readonly transfer: string | null;
  /** Which account after the victim's it is on this path, 1 is the first. Of this order, never of the account. */
  readonly tier: number;
  readonly scope: "amount" | "account";
  /** Why more than the amount, in words of whoever asked for it. */
  readonly scopeGround: string | null;
  readonly round: 1 | 2;
  /** The first round, when this is the second. */
  readonly previous: string | null;
  readonly reason: Bilingual;
  readonly decider: Bilingual | null;
  readonly approvedAtMs: number | null;
  /** Ground for telling the holder later than at once, within the profile's limit. */
  readonly tellLater: string | null;
  readonly stoppedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly heldMinor: string | null;
  /** Why it ended or was not carried out. */
  readonly outcome: string | null;
}

export const stopDraft = z.object({
  /** Report, case, warning or order that it rests on. */
  parent: matterId("report", "case", "warning", "stop-payment"),
  account: identifier,
  holderName: identifier.optional(),
  amountMinor,
  currency,
  paidAt: instant,
  transfer: z.string().max(128).optional(),
  tier: z.number().int().min(1).max(20).default(1),
  scope: z.enum(["amount", "account"]).optional(),
  scopeGround: note.optional(),
  reason: note,
  /** For a second round: the first. */
  previous: matterId("stop-payment").optional(),
});

export const RELEASE_REASONS = ["unrelated", "paid-back", "mistaken-account", "good-faith", "appeal-upheld", "institution-error", "basic-needs", "other"] as const;
export type ReleaseReason = (typeof RELEASE_REASONS)[number];

export const RELEASE_WORDS: Readonly<Record<ReleaseReason, Bilingual>> = {
  unrelated: { zh: "经核实与案件无关", en: "it was found to be unrelated" },
  "paid-back": { zh: "款项已退还", en: "the money was paid back" },
  "mistaken-account": { zh: "账户有误", en: "it was the wrong account" },
  "good-faith": { zh: "收款人属善意取得", en: "the holder received it in good faith" },
  "appeal-upheld": { zh: "申诉成立", en: "the objection was upheld" },
  "institution-error": { zh: "机构操作有误", en: "the institution made a mistake" },
  "basic-needs": { zh: "保障基本生活", en: "it is needed for living" },
  other: { zh: "不再需要", en: "it is no longer needed" },
};

const hop = z.object({ account: identifier, amountMinor, currency, at: instant });

export const stopCommands = {
  approve: {
    who: ["dutyLead"],
    words: { zh: "批准", en: "Approve" },
    input: z.object({ tellLater: note.optional() }),
    causes: ["approve"],
    notBy: ["open"],
  },
  decline: { who: ["dutyLead"], words: { zh: "不批准", en: "Decline" }, input: z.object({ why: note }), causes: ["decline"] },
  withdraw: { who: ["dutyLead", "caseOfficer"], words: { zh: "撤回", en: "Withdraw" }, input: z.object({ why: note }), causes: ["withdraw"] },
  sent: { who: [], words: { zh: "已送达", en: "Handed over" }, input: acknowledged, causes: ["send"] },
  unreachable: { who: [], words: { zh: "未能送达", en: "Not reached" }, input: undeliverable, causes: ["fail"] },
  answer: {
    who: ["bankOps"],
    words: { zh: "反馈", en: "Answer" },
    input: z.discriminatedUnion("result", [
      z.object({
        result: z.literal("stopped"),
        at: instant,
        heldMinor: amountMinor,
        /** Each of the four was compared with the institution's own books. */
        match: z.object({ name: z.boolean(), account: z.boolean(), amount: z.boolean(), time: z.boolean() }),
        /** Money that had left before, if any. */
        next: z.array(hop).max(500).default([]),
      }),
      z.object({ result: z.literal("mismatch"), fields: z.array(z.enum(["name", "account", "amount", "time"])).min(1) }),
      z.object({ result: z.literal("no-funds"), next: z.array(hop).max(500).default([]) }),
      z.object({ result: z.literal("impossible"), why: note }),
    ]),
    causes: ["stop", "mismatch", "no-funds", "fail"],
  },
  release: {
    who: ["dutyLead", "caseOfficer", "bankOps"],
    words: { zh: "提前解除", en: "Release" },
    input: z.object({ reason: z.enum(RELEASE_REASONS), note: note.optional() }),
    causes: ["release"],
  },
  "second-round": { who: ["dutyLead"], words: { zh: "申请再次止付", en: "Ask for a second round" }, input: z.object({ reason: note }), causes: [], states: ["stopped"] },
  convert: { who: [], words: { zh: "转为冻结", en: "Followed by a freeze" }, input: z.object({ freeze: matterId("freeze") }), causes: ["convert"] },
  expire: { who: [], words: { zh: "到期解除", en: "End by the clock" }, input: fromClock, causes: ["expire"] },
  "tell-holder": { who: [], words: { zh: "告知持有人", en: "Tell the holder" }, input: fromClock, causes: [], states: ["stopped"] },
  remind: { who: [], words: { zh: "超时提醒", en: "Overdue" }, input: fromClock, causes: [], states: ["drafted"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
