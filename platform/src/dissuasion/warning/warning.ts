/**
 * A warning: one person in one episode, everything that was seen, and everything that was done to reach them. What it is;
 * what its commands take is in commands.ts, the rules in the decide files. It keeps tokens and masked forms of people,
 * bounded lists, and for everything that fell off a list its count.
 */
import type { Channel, WarningLevel } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { ScamCategory } from "../../domain/scam-category.ts";
import type { SignFamily } from "../../domain/signal.ts";
import type { Bilingual, Stage } from "../../domain/verdict.ts";

/** As a matter's `level`: 0 lowest. */
export const LEVEL_NUMBER: Readonly<Record<WarningLevel, number>> = { low: 0, medium: 1, high: 2, urgent: 3 };
const LEVELS_UP: readonly WarningLevel[] = ["low", "medium", "high", "urgent"];

export function levelOfNumber(level: number): WarningLevel {
  const found = LEVELS_UP.at(level);
  if (found === undefined || level < 0) throw new Error(`bug: ${level} is no level of a warning`);
  return found;
}

/** How much a body keeps of each; the counts beside go on. */
export const KEPT_MAX = { signs: 30, attempts: 50, escalations: 30, others: 20, sites: 20, payments: 50, requests: 20, units: 4, followUps: 20, rules: 60, merged: 50 } as const;

/** One rule's hit, with the event it was found in. */
export interface Sign {
  readonly event: string;
  readonly atMs: number;
  readonly rule: string;
  readonly outcome: string;
  readonly family: SignFamily;
  readonly because: Bilingual;
  readonly values: Readonly<Record<string, number | string | boolean | null>>;
}

/** A payment that moves, or has moved. */
export interface WarnedPayment {
  readonly event: string;
  readonly from: PersonalRef | null;
  readonly to: PersonalRef;
  readonly amountMinor: string;
  readonly currency: string;
  readonly atMs: number;
  readonly live: boolean;
}

export const ATTEMPT_OUTCOMES = ["busy", "no-answer", "unreachable", "hung-up", "refused-to-talk", "refused-to-meet", "awakened", "already-paid", "not-a-target"] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export const OUTCOME_WORDS: Readonly<Record<AttemptOutcome, Bilingual>> = {
  busy: { zh: "占线", en: "busy" },
  "no-answer": { zh: "无人接听", en: "no answer" },
  unreachable: { zh: "无法接通", en: "could not be reached" },
  "hung-up": { zh: "对方挂断", en: "hung up" },
  "refused-to-talk": { zh: "不愿通话", en: "did not want to talk" },
  "refused-to-meet": { zh: "不愿见面", en: "did not want to meet" },
  awakened: { zh: "已劝阻", en: "stopped in time" },
  "already-paid": { zh: "已付款", en: "had paid" },
  "not-a-target": { zh: "核实未涉诈", en: "not concerned" },
};

/** The line was engaged or switched off: the person was not disturbed, and the attempt does not count against the cap. */
export const UNDISTURBED: ReadonlySet<AttemptOutcome> = new Set(["busy", "unreachable"]);
/** Somebody spoke with the person. */
export const REACHED: ReadonlySet<AttemptOutcome> = new Set(["hung-up", "refused-to-talk", "refused-to-meet", "awakened", "already-paid", "not-a-target"]);

export interface Attempt {
  readonly n: number;
  readonly channel: "call" | "visit";
  /** The family is spoken to only on a written ground. */
  readonly whom: "person" | "family";
  readonly by: string;
  readonly org: string | null;
  readonly atMs: number;
  readonly endedAtMs: number | null;
  readonly outcome: AttemptOutcome | null;
  readonly ringMs: number | null;
  readonly talkMs: number | null;
  readonly callRecord: string | null;
  /** Victim, emergency line and centre on one call. */
  readonly threeWay: boolean;
  /** Counts against the cap of contacts. */
  readonly counts: boolean;
}

export interface Escalation {
  readonly from: string;
  readonly to: string;
  readonly why: string;
  readonly atMs: number;
}

export interface UnitOnTask {
  readonly org: string;
  readonly sinceMs: number;
  readonly onSceneAtMs: number | null;
  readonly stoodDownAtMs: number | null;
}

/** 抢占线路: keeping the person's line busy so that the other side cannot call. */
export interface LineRequest {
  readonly n: number;
  readonly desk: string;
  readonly atMs: number;
  readonly state: "asked" | "accepted" | "undeliverable";
  readonly results: readonly { readonly atMs: number; readonly captured: boolean; readonly tries: number }[];
}

export interface FollowUp {
  readonly atMs: number;
  readonly by: string;
  readonly result: "no-loss" | "paid" | "not-reached" | "contacted-again";
}

/** What comes next, as the profile has it; the officer may choose otherwise. */
export type NextStep =
  | { readonly kind: "grade" | "dispatch" | "sign" | "escalate" | "report" | "none" }
  | { readonly kind: "contact"; readonly channel: Channel }
  /** The person was contacted as often as one may be in a day. */
  | { readonly kind: "wait"; readonly untilMs: number }
  | { readonly kind: "follow-up"; readonly dueAtMs: number };

export interface Checklist {
  readonly toldWhichScam: true;
  readonly stoppedContact: true;
  readonly toldWhatToExpect: true;
  readonly appRemoved: "removed" | "none-installed";
}

export interface Warning {
  readonly victim: PersonalRef;
  /** Everything the person is known by, the linked token first. */
  readonly known: readonly PersonalRef[];
  readonly number: PersonalRef | null;
  /** Desk of the person's bank, the way to tell somebody who is known only by an account. */
  readonly bank: string | null;
  readonly others: readonly PersonalRef[];
  readonly sites: readonly string[];
  readonly category: ScamCategory | null;
  readonly stage: Stage | null;
  /** Why, in words for the person: the strongest signs. */
  readonly reason: Bilingual;
  readonly signs: readonly Sign[];
  readonly events: number;
  readonly rules: readonly string[];
  readonly families: readonly SignFamily[];
  /** What an officer found who opened it by hand; null when verdicts did. */
  readonly ground: string | null;
  readonly money: readonly WarnedPayment[];
  readonly firstSignAtMs: number;
  readonly lastSignAtMs: number;
  /** When the verdict was heard of here: the start of "verdict to warning". */
  readonly place: { readonly reason: RoutingReason; readonly rural: boolean };
  readonly dispatchedAtMs: number | null;
  /** Within the limit of its level; null where the program signs. */
  readonly signedInTime: boolean | null;
  readonly signedAtMs: number | null;
  readonly firstReceiver: { readonly user: string; readonly org: string } | null;
  readonly raisedAtMs: number;
  /** Since when the present tier has it: clocks of earlier tiers say nothing any more. */
  readonly tierSinceMs: number;
  readonly escalations: readonly Escalation[];
  readonly escalationCount: number;
  readonly attempts: readonly Attempt[];
  readonly attemptCount: number;
  readonly firstAttemptAtMs: number | null;
  readonly firstReachedAtMs: number | null;
  readonly visitRequired: boolean;
  readonly visitedAtMs: number | null;
  readonly counts: { readonly sms: number; readonly call: number; readonly visit: number };
  /** Contacts beyond the cap that a duty lead allowed, each with its ground in the history. */
  readonly allowed: readonly number[];
  readonly units: readonly UnitOnTask[];
  readonly line: readonly LineRequest[];
  /** The number to call back and the code were sent. */
  readonly announcedCall: boolean;
  readonly checklist: Checklist | null;
  readonly awakenedAtMs: number | null;
  /** Keys of contacts that are still to be made after awakening, with their due times. */
  readonly recontacts: readonly { readonly key: string; readonly dueAtMs: number }[];
  readonly followUps: readonly FollowUp[];
  /** The day on which "no loss followed" may be said. */
  readonly checkAtMs: number | null;
  /** Strict: stage S3 or later or a payment stopped, asked afterwards, and nothing reported for the whole period. */
  readonly averted: "strict" | "claimed" | "no" | null;
  readonly payments: readonly WarnedPayment[];
  readonly report: MatterId | null;
  readonly absorbed: readonly MatterId[];
  readonly mergedInto: MatterId | null;
  readonly outcome: string | null;
  readonly next: NextStep;
}

export const ROUTING_REASONS = {
  event: { zh: "事件写明的地区", en: "the place named in the event" },
  residence: { zh: "居住地", en: "where the person lives" },
  present: { zh: "当前所在地", en: "where the person is" },
  work: { zh: "工作地", en: "where the person works" },
  "number-home": { zh: "号码归属地", en: "where the number is from" },
  chosen: { zh: "人工指定", en: "chosen by an officer" },
  unknown: { zh: "地区不明，交最上级", en: "place unknown: to the top unit" },
} as const satisfies Record<string, Bilingual>;
export type RoutingReason = keyof typeof ROUTING_REASONS;
export function isRoutingReason(text: string): text is RoutingReason {
  return Object.hasOwn(ROUTING_REASONS, text);
}

export const CANCEL_REASONS = {
  "known-contact": { zh: "对方是本人认识的人或正规机构", en: "the other side is somebody they know or a genuine institution", against: true },
  "own-transfer": { zh: "本人账户间转账或真实交易", en: "a transfer between own accounts or a real trade", against: true },
  "rule-mistaken": { zh: "规则判断有误", en: "the rules judged wrongly", against: true },
  "wrong-person": { zh: "号码或账户不是本人在用", en: "the number or account is not used by this person", against: false },
  "wrong-data": { zh: "来源数据有误", en: "the source data were wrong", against: false },
  duplicate: { zh: "重复", en: "a duplicate", against: false },
} as const satisfies Record<string, Bilingual & { readonly against: boolean }>;
export type CancelReason = keyof typeof CANCEL_REASONS;
