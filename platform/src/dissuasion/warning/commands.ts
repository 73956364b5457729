/** What the commands on a warning take, who gives them and which transitions they may cause. The rules are in the decide files. */
import { z } from "zod";
import { WARNING_LEVELS } from "../../domain/jurisdiction-words.ts";
import { SCAM_CATEGORIES } from "../../domain/scam-category.ts";
import { STAGES } from "../../domain/verdict.ts";
import { acknowledged, amountMinor, currency, fromClock, identifier, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { FoundSigns } from "./found.ts";
import { AFTER_AWAKENING, OPEN_STATES } from "./states.ts";
import { CANCEL_REASONS, type CancelReason } from "./warning.ts";

const unit = z.string().min(1).max(60, "the id of a police unit");
const payment = z.object({ from: identifier.optional(), to: identifier, amountMinor, currency, at: instant });
const payments = z.array(payment).min(1, "at least one payment: who, when, how much, to whom").max(50);

/** By hand: an officer found it and answers for it. What verdicts found comes from this program alone. */
const byHand = z.object({
  victim: z.object({ type: z.enum(["number", "account", "person"]), id: identifier }),
  number: identifier.optional(),
  others: z
    .array(z.object({ type: z.enum(["number", "account", "handle"]), id: identifier }))
    .max(20)
    .default([]),
  category: z.enum(SCAM_CATEGORIES).nullable().default(null),
  stage: z.enum(STAGES).nullable().default(null),
  ground: note,
});
export type ByHand = z.output<typeof byHand>;

export const warningDraft = z.union([z.object({ found: z.instanceof(FoundSigns) }), byHand], { error: "victim, ground, and what is known" });

const talk = {
  ringMs: z.number().int().min(0).max(600_000).optional(),
  talkMs: z.number().int().min(0).max(86_400_000).optional(),
  /** Id of the call record or recording, which stays with the carrier. */
  callRecord: z.string().max(128).optional(),
  threeWay: z.boolean().default(false),
};

const result = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.enum(["busy", "no-answer", "unreachable", "hung-up"]), ...talk }),
  z.object({ outcome: z.enum(["refused-to-talk", "refused-to-meet"]), note: note.optional(), ...talk }),
  z.object({
    outcome: z.literal("awakened"),
    checklist: z.object({
      toldWhichScam: z.literal(true, "the person was told which scam it is"),
      stoppedContact: z.literal(true, "the person stopped the contact"),
      toldWhatToExpect: z.literal(true, "the person was told what to expect"),
      appRemoved: z.enum(["removed", "none-installed"]),
    }),
    /** A visit needs a signature or a photo of the leaflet. */
    proof: z.object({ kind: z.enum(["signature", "photo", "call-record"]), ref: z.string().min(1).max(128) }),
    ...talk,
  }),
  z.object({ outcome: z.literal("already-paid"), payments, slip: z.string().max(128).optional(), ...talk }),
  z.object({ outcome: z.literal("not-a-target"), why: note, ...talk }),
]);

const OFFICERS = ["dissuader", "dutyLead"] as const;
const IN_HAND = ["signed", "in-contact", "refused", "unreachable", "escalated"] as const;

export const warningCommands = {
  grade: {
    who: ["analyst", "dutyLead"],
    words: { zh: "定级", en: "Grade" },
    input: z.object({ level: z.enum(WARNING_LEVELS), why: note.optional() }),
    causes: ["grade"],
  },
  dispatch: {
    who: ["analyst", "dutyLead"],
    words: { zh: "派发", en: "Dispatch" },
    input: z.object({ unit, why: note.optional() }),
    causes: ["dispatch"],
  },
  sign: { who: OFFICERS, words: { zh: "签收", en: "Sign for" }, input: z.object({}), causes: ["sign"] },
  contact: {
    who: OFFICERS,
    words: { zh: "开始联系", en: "Begin a contact" },
    input: z.object({ channel: z.enum(["call", "visit"]), whom: z.enum(["person", "family"]).default("person"), ground: note.optional() }),
    causes: ["contact"],
    states: IN_HAND,
  },
  result: {
    who: OFFICERS,
    words: { zh: "登记联系结果", en: "Record what came of it" },
    input: result,
    causes: ["awaken", "refuse", "miss", "pay", "clear", "escalate"],
    states: ["dispatched", ...IN_HAND],
  },
  "allow-contact": { who: ["dutyLead"], words: { zh: "准予再联系一次", en: "Allow one more contact" }, input: z.object({ ground: note }), causes: [], states: IN_HAND },
  escalate: { who: OFFICERS, words: { zh: "升级", en: "Escalate" }, input: z.object({ why: note }), causes: ["escalate"] },
  "second-unit": {
    who: OFFICERS,
    words: { zh: "兵分两路：加派一组", en: "Send a second unit" },
    input: z.object({ unit }),
    causes: [],
    states: ["dispatched", ...IN_HAND],
  },
  arrive: { who: OFFICERS, words: { zh: "到达现场", en: "On the scene" }, input: z.object({}), causes: [], states: ["dispatched", ...IN_HAND] },
  "hold-line": {
    who: OFFICERS,
    words: { zh: "请求抢占线路", en: "Ask to hold the line" },
    input: z.object({ desk: z.string().min(1).max(60, "the id of the operator's organisation") }),
    causes: [],
    states: ["dispatched", ...IN_HAND],
  },
  "line-accepted": { who: [], words: { zh: "运营商已受理", en: "Taken by the operator" }, input: acknowledged, causes: [], states: OPEN_STATES },
  "line-undeliverable": { who: [], words: { zh: "未能送达运营商", en: "The operator was not reached" }, input: undeliverable, causes: [], states: OPEN_STATES },
  "line-result": {
    who: OFFICERS,
    words: { zh: "登记占线结果", en: "Record whether the line was held" },
    input: z.object({ captured: z.boolean(), tries: z.number().int().min(1).max(1_000) }),
    causes: [],
    states: ["dispatched", ...IN_HAND],
  },
  evidence: {
    who: [],
    words: { zh: "并入新线索", en: "New signs" },
    input: z.object({ found: z.instanceof(FoundSigns) }),
    causes: ["evidence", "raise", "relapse"],
  },
  merge: { who: [], words: { zh: "并入", en: "Merge" }, input: z.object({ into: matterId("warning") }), causes: ["merge"] },
  cancel: {
    who: ["dutyLead"],
    words: { zh: "误报撤销", en: "Cancel as a false alarm" },
    input: z.object({ reason: z.enum(Object.keys(CANCEL_REASONS) as [CancelReason, ...CancelReason[]]), note: note.optional() }),
    causes: ["cancel"],
  },
  "follow-up": {
    who: OFFICERS,
    words: { zh: "登记回访", en: "Record a follow-up" },
    input: z.discriminatedUnion("result", [z.object({ result: z.enum(["no-loss", "not-reached", "contacted-again"]) }), z.object({ result: z.literal("paid"), payments })]),
    causes: ["follow", "relapse", "pay", "close"],
    states: AFTER_AWAKENING,
  },
  "to-report": { who: [], words: { zh: "转报案", en: "A report was opened" }, input: z.object({ report: matterId("report") }), causes: ["report"] },
  overdue: { who: [], words: { zh: "超时升级", en: "Overdue" }, input: fromClock, causes: ["escalate"] },
  "follow-up-due": { who: [], words: { zh: "回访到期", en: "A follow-up is due" }, input: fromClock, causes: ["follow"] },
  check: { who: [], words: { zh: "核查有无损失", en: "Check that no loss followed" }, input: fromClock, causes: ["close"] },
  expire: { who: [], words: { zh: "失效", en: "End by the clock" }, input: fromClock, causes: ["expire"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export type WarningCommand = keyof typeof warningCommands;
