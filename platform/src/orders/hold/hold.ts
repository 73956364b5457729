/**
 * A held payment: a bank keeps one payment back because somebody else may be deceiving its customer, for as long as its law
 * allows, and says so. Which power that is (a transaction hold, a payment delay) is the profile's. What it is and what its
 * commands take; the rules are in open.ts and decide.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { amountMinor, currency, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { passOnCommands } from "../order-clocks.ts";
import { HOLD_REASONS, HOLD_REFUSALS, HOLD_RELEASES, reasonKey, type Reason } from "../reasons.ts";
import { HOLD_ENDS } from "./states.ts";

/** Two powers to the same end; a country has one of them. */
export const HOLD_MEASURES = ["transaction-hold", "payment-delay"] as const;
export type HoldMeasure = (typeof HOLD_MEASURES)[number];

/** What waiting cost the customer, from which interest and fees are paid back. */
export interface HoldCost {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly amountMinor: string;
  readonly currency: string;
  /** As the bank reports them; null until it has. */
  readonly feesMinor: string | null;
  readonly interestMinor: string | null;
}

export interface Hold {
  readonly measure: HoldMeasure;
  readonly account: PersonalRef;
  readonly institution: string;
  readonly payee: PersonalRef;
  readonly contact: PersonalRef | null;
  readonly amountMinor: string;
  readonly currency: string;
  /** The bank's id of the payment, where it has one. */
  readonly transfer: string | null;
  /** One payment is held once: this tells it from others. */
  readonly payment: string;
  readonly orderedAtMs: number;
  readonly scope: "transaction";
  /** A verdict holds until a person confirms; what a person decided is confirmed. */
  readonly by: { readonly kind: "verdict"; readonly ref: string } | { readonly kind: "own" };
  readonly confirmedAtMs: number | null;
  readonly reason: Reason;
  readonly note: string | null;
  readonly decider: Bilingual;
  readonly heldAtMs: number;
  readonly endsAtMs: number;
  readonly endedAtMs: number | null;
  readonly toldAtMs: number | null;
  /** When the customer last asked to have it carried out. */
  readonly askedAtMs: number | null;
  readonly cost: HoldCost | null;
  readonly outcome: string | null;
}

export const holdDraft = z.object({
  /** Warning that asked for it. */
  parent: matterId("warning").optional(),
  by: z.discriminatedUnion("kind", [z.object({ kind: z.literal("verdict"), ref: z.string().trim().min(1).max(200) }).strict(), z.object({ kind: z.literal("own") }).strict()]),
  account: identifier,
  payee: identifier,
  contact: identifier.optional(),
  amountMinor,
  currency,
  transfer: z.string().trim().min(1).max(128).optional(),
  orderedAt: instant,
  reason: reasonKey(HOLD_REASONS),
  note: note.optional(),
});

const whole = z.string().regex(/^\d{1,18}$/, "a whole amount in the smallest unit, as a string of digits");
const bank = ["bankOps"] as const;

export const holdCommands = {
  confirm: {
    who: bank,
    words: { zh: "人工确认暂缓", en: "Confirm the hold" },
    input: z.object({ reason: reasonKey(HOLD_REASONS).optional(), note: note.optional() }).strict(),
    causes: [],
    states: ["held"],
  },
  release: { who: bank, words: { zh: "放行", en: "Carry it out" }, input: z.object({ reason: reasonKey(HOLD_RELEASES) }).strict(), causes: ["release"] },
  refuse: { who: bank, words: { zh: "不予办理", en: "Do not make it" }, input: z.object({ reason: reasonKey(HOLD_REFUSALS) }).strict(), causes: ["refuse"] },
  cancel: { who: bank, words: { zh: "客户取消付款", en: "The customer cancels it" }, input: z.object({}).strict(), causes: ["cancel"] },
  "ask-release": { who: ["public", ...bank], words: { zh: "要求办理", en: "Ask to have it carried out" }, input: z.object({}).strict(), causes: [], states: ["held"] },
  "release-overdue": { who: [], words: { zh: "要求超时未决", en: "The request is overdue" }, input: fromClock, causes: [], states: ["held"] },
  "report-costs": {
    who: bank,
    words: { zh: "登记延迟造成的费用", en: "Report what the delay cost" },
    input: z.object({ feesMinor: whole, interestMinor: whole }).strict(),
    causes: [],
    states: HOLD_ENDS,
  },
  unreachable: { who: [], words: { zh: "未能送达", en: "Not reached" }, input: undeliverable, causes: ["fail"] },
  expire: { who: [], words: { zh: "到期放行", en: "End by the clock" }, input: fromClock, causes: ["expire"] },
  lapse: { who: [], words: { zh: "无人确认，自动放行", en: "Lapse without confirmation" }, input: fromClock, causes: ["lapse"] },
  ...passOnCommands(HOLD_ENDS),
} as const satisfies Readonly<Record<string, CommandSpec>>;
