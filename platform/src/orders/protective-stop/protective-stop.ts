/**
 * A protective stop: a bank is asked to let nothing out of the account of somebody who is about to be deceived, as a last
 * resort, with a second officer, for a short time that is never made a loop of. What it is and what its commands take; the
 * rules are in open.ts, decide.ts and rounds.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { acknowledged, currency, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { allowanceCommands, paperRef, type Allowance } from "../allowance.ts";
import { passOnCommands } from "../order-clocks.ts";
import { PROTECTIVE_REASONS, reasonKey, RELEASE_REFUSALS, type Reason } from "../reasons.ts";

/** What is milder: tried before, because a stop is the last resort. */
export const MILDER = {
  message: { zh: "短信提醒", en: "a message" },
  call: { zh: "电话劝阻", en: "a call" },
  visit: { zh: "上门劝阻", en: "a visit" },
  family: { zh: "家人劝说", en: "the family" },
  counter: { zh: "银行柜面核实", en: "a talk at the bank" },
  "payment-hold": { zh: "暂缓单笔付款", en: "holding single payments" },
} as const satisfies Record<string, Bilingual>;
export type Milder = keyof typeof MILDER;

/** A request to end it, by the person or for them. */
export interface ReleaseRequest {
  readonly askedAtMs: number;
  readonly decidedAtMs: number | null;
  readonly refused: Reason | null;
}

export interface ProtectiveStop {
  readonly person: PersonalRef;
  readonly account: PersonalRef;
  readonly institution: string;
  readonly holderName: PersonalRef | null;
  /** Number at which the person is told, and looked after later. */
  readonly contact: PersonalRef | null;
  readonly currency: string;
  readonly scope: "account";
  readonly reason: Reason;
  /** The person agrees and may withdraw that at any time; or the danger that leaves no choice. */
  readonly basis: { readonly kind: "consent"; readonly document: string } | { readonly kind: "danger"; readonly ground: string };
  readonly tried: readonly Milder[];
  /** Why nothing milder can help, where nothing was tried. */
  readonly untried: string | null;
  /** What the family said. */
  readonly family: string | null;
  readonly note: string | null;
  /** Stop on the account of the other side, where both sides of one payment are stopped on two bases. */
  readonly counterpart: string | null;
  /** Orders of one round share their time: it is the id of the first of them. */
  readonly roundOf: string | null;
  readonly round: number;
  readonly decider: Bilingual | null;
  readonly approvedAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly releases: readonly ReleaseRequest[];
  readonly allowances: readonly Allowance[];
  readonly outcome: string | null;
}

const milder = Object.keys(MILDER) as [Milder, ...Milder[]];

export const protectiveDraft = z.object({
  /** Warning, report or stop that shows the danger. A bank that sees it first names the place instead. */
  parent: matterId("warning", "report", "stop-payment").optional(),
  territory: z.string().trim().max(100).optional(),
  person: identifier,
  account: identifier,
  holderName: identifier.optional(),
  contact: identifier.optional(),
  currency,
  reason: reasonKey(PROTECTIVE_REASONS),
  basis: z.discriminatedUnion("kind", [z.object({ kind: z.literal("consent"), document: paperRef }).strict(), z.object({ kind: z.literal("danger"), ground: note }).strict()]),
  tried: z.array(z.enum(milder)).max(milder.length).default([]),
  untried: note.optional(),
  family: note.optional(),
  note: note.optional(),
  counterpart: matterId("stop-payment").optional(),
});

const EVERYBODY = ["public", "bankOps", "intake", "dissuader", "caseOfficer", "dutyLead"] as const;

export const protectiveCommands = {
  approve: { who: ["dutyLead"], words: { zh: "第二人批准", en: "Approve as the second officer" }, input: z.object({}).strict(), causes: ["approve"], notBy: ["open"] },
  decline: { who: ["dutyLead"], words: { zh: "不批准", en: "Decline" }, input: z.object({ why: note }).strict(), causes: ["decline"] },
  withdraw: { who: ["dissuader", "dutyLead", "bankOps"], words: { zh: "撤回", en: "Withdraw" }, input: z.object({ why: note }).strict(), causes: ["withdraw", "recall"] },
  sent: { who: [], words: { zh: "已送达", en: "Handed over" }, input: acknowledged, causes: ["send"] },
  unreachable: { who: [], words: { zh: "未能送达", en: "Not reached" }, input: undeliverable, causes: ["fail"] },
  answer: {
    who: ["bankOps"],
    words: { zh: "反馈", en: "Answer" },
    input: z.discriminatedUnion("result", [
      z.object({ result: z.literal("stopped"), at: instant }).strict(),
      /** The power is the bank's own: it may see it otherwise. */
      z.object({ result: z.literal("not-done"), why: note }).strict(),
    ]),
    causes: ["start", "fail"],
  },
  "ask-release": { who: EVERYBODY, words: { zh: "要求解除", en: "Ask to end it" }, input: z.object({ ground: note.optional() }).strict(), causes: ["cancel"] },
  "decide-release": {
    who: ["dutyLead", "reviewer"],
    words: { zh: "决定解除请求", en: "Decide a request to end it" },
    input: z.discriminatedUnion("release", [z.object({ release: z.literal(true) }).strict(), z.object({ release: z.literal(false), why: reasonKey(RELEASE_REFUSALS) }).strict()]),
    causes: ["cancel"],
    notBy: ["open", "approve"],
  },
  "release-overdue": { who: [], words: { zh: "解除请求超时未决", en: "A request to end it is overdue" }, input: fromClock, causes: [], states: ["active"] },
  cancel: {
    who: ["dissuader", "dutyLead", "bankOps"],
    words: { zh: "解除", en: "End it" },
    input: z.object({ reason: z.enum(["danger-over", "mistaken", "appeal-upheld"]) }).strict(),
    causes: ["cancel"],
  },
  expire: { who: [], words: { zh: "到期解除", en: "End by the clock" }, input: fromClock, causes: ["expire"] },
  lapse: { who: [], words: { zh: "银行未反馈，请求失效", en: "Lapse without an answer" }, input: fromClock, causes: ["lapse"] },
  ...allowanceCommands(["active"], ["dutyLead"]),
  ...passOnCommands(["active", "lapsed", "cancelled", "expired"]),
  remind: { who: [], words: { zh: "超时提醒", en: "Overdue" }, input: fromClock, causes: [], states: ["approved", "sent"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
