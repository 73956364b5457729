/**
 * A case: one or more reports that are investigated together, where, by whom, how far. What it is and what its commands
 * take; the rules are in decide.ts. Members keep their identity: a case knows its reports and the cases that go on in it.
 */
import { z } from "zod";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { ScamAxes } from "../../domain/scam-axes.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { amountMinor, currency, fromClock, identifier, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { CHIEFS } from "../chiefs.ts";
import { axes, place, trait, TRAITS_MAX, why } from "../input.ts";
import type { Trait } from "../traits.ts";
import { transferCommands, type Movable } from "../transfer.ts";
import { CASE_MERGEABLE, CASE_RESUMES, type CaseState } from "./states.ts";

/**
 * What makes a unit competent for crime on networks: places of the network and of the loss (刑事案件程序规定第十七条), and those that
 * the opinion of 2021 added for cards, messages, devices and log-ins (法发〔2021〕22号).
 */
export const COMPETENT_PLACES = {
  "victim-at": { zh: "被害人被侵害时所在地", en: "where the person was when harmed" },
  loss: { zh: "财产损失地", en: "where the loss arose" },
  server: { zh: "服务器所在地", en: "where the server is" },
  provider: { zh: "网络服务提供者所在地", en: "where the provider is" },
  system: { zh: "被侵害信息系统及其管理者所在地", en: "where the system or its keeper is" },
  "card-opened": { zh: "电话卡、银行卡开立地", en: "where the card was opened" },
  "card-moved": { zh: "两卡出售、转移、藏匿、使用地", en: "where the card was sold, moved, hidden or used" },
  "money-handed-over": { zh: "交易对手资金交付地", en: "where the counterpart handed over money" },
  message: { zh: "信息、广告发送或接收地", en: "where messages or advertisements were sent or received" },
  device: { zh: "猫池等设备销售、入网、藏匿地", en: "where devices were sold, plugged in or hidden" },
  login: { zh: "账号登录地", en: "where accounts logged in" },
} as const satisfies Record<string, Bilingual>;
export type CompetentPlace = keyof typeof COMPETENT_PLACES;
const placeKinds = Object.keys(COMPETENT_PLACES) as [CompetentPlace, ...CompetentPlace[]];

/** How it is taken on: hot, by a task force, across borders. */
export const CASE_CLASSES = {
  current: { zh: "现行案件", en: "Current" },
  major: { zh: "重大案件", en: "Major" },
  "cross-border": { zh: "跨境案件", en: "Cross-border" },
} as const satisfies Record<string, Bilingual>;
export type CaseClass = keyof typeof CASE_CLASSES;

/** Grounds on which cases may be investigated as one (刑事案件程序规定第二十一条; 法发〔2021〕22号). */
export const MERGE_GROUNDS = {
  "one-person": { zh: "一人犯数罪", en: "one person, several crimes" },
  joint: { zh: "共同犯罪", en: "a joint crime" },
  "co-offender": { zh: "共同犯罪的人还实施其他犯罪", en: "other crimes of one of them" },
  "linked-crimes": { zh: "多人的犯罪存在关联，并案有利于查明", en: "linked crimes of several, clearer together" },
  chain: { zh: "为同一链条提供工具、技术或转移资金", en: "tools, technology or laundering for one chain" },
  "same-means": { zh: "使用同一网站、通讯群组、资金账户或窝点", en: "the same website, chat group, account or place" },
} as const satisfies Record<string, Bilingual>;
export type MergeGround = keyof typeof MERGE_GROUNDS;

interface Sum {
  readonly currency: string;
  readonly amountMinor: string;
}

export interface Milestones {
  readonly filedAtMs: number | null;
  readonly investigatingAtMs: number | null;
  readonly identifiedAtMs: number | null;
  readonly caughtAtMs: number | null;
  readonly prosecutedAtMs: number | null;
  readonly judgedAtMs: number | null;
}

export interface CaseBody extends Movable {
  readonly reports: readonly MatterId[];
  /** Cases that go on in this one. */
  readonly merged: readonly MatterId[];
  /** The case in which this one goes on, the ground, and the state it was in. */
  readonly into: { readonly case: MatterId; readonly ground: MergeGround; readonly from: CaseState; readonly atMs: number } | null;
  readonly summary: string;
  readonly axes: ScamAxes;
  readonly classes: readonly CaseClass[];
  readonly places: readonly { readonly kind: CompetentPlace; readonly territory: string }[];
  readonly traits: readonly Trait[];
  /** Persons identified; who they are in the chain is found elsewhere. */
  readonly holders: readonly { readonly ref: PersonalRef; readonly atMs: number }[];
  readonly caught: number;
  readonly milestones: Milestones;
  /** First report's arrival, for the time from lead to arrest. */
  readonly firstReportAtMs: number;
  /** What of the loss was traced and what came back, by currency; never mixed with what is held. */
  readonly money: { readonly traced: readonly Sum[]; readonly returned: readonly Sum[] };
  readonly decider: Bilingual | null;
  readonly outcome: string | null;
}

const reports = z.array(matterId("report")).min(1, "at least one report").max(500, "at most 500 reports at a time");
/** Reports of one case. Larger matters are series and campaigns. */
export const CASE_REPORTS_MAX = 5_000;
const competentPlace = z.object({ kind: z.enum(placeKinds), territory: place }).strict();
const groundKinds = Object.keys(MERGE_GROUNDS) as [MergeGround, ...MergeGround[]];
const classKinds = Object.keys(CASE_CLASSES) as [CaseClass, ...CaseClass[]];

export const caseDraft = z
  .object({
    reports,
    /** In a few words, without names. */
    summary: note,
    axes: axes.optional(),
    classes: z.array(z.enum(classKinds)).max(3).default([]),
    places: z.array(competentPlace).max(50).default([]),
    territory: place.optional(),
  })
  .strict();

const OFFICERS = ["caseOfficer", "dutyLead"] as const;
/** States in which work goes on. */
const WORKING = ["accepted", "filed", "investigating", "holder-identified", "caught", "prosecution"] as const;
const sums = z.array(z.object({ currency, amountMinor }).strict()).max(20);

export const caseCommands = {
  take: { who: OFFICERS, words: { zh: "领取", en: "Take" }, input: z.object({}).loose(), causes: [], states: [...WORKING] },
  file: { who: CHIEFS, words: { zh: "立案", en: "File" }, input: z.object({}).loose(), causes: ["file"], notBy: ["open"] },
  decline: { who: CHIEFS, words: { zh: "不予立案", en: "Decline" }, input: z.object({ reason: note }).strict(), causes: ["decline"], notBy: ["open"] },
  investigate: { who: OFFICERS, words: { zh: "开展侦查", en: "Begin the investigation" }, input: z.object({}).loose(), causes: ["investigate"] },
  "add-reports": { who: [...OFFICERS, "analyst"], words: { zh: "并入报案", en: "Add reports" }, input: z.object({ reports }).strict(), causes: [], states: [...WORKING] },
  "remove-report": {
    who: OFFICERS,
    words: { zh: "移出报案", en: "Take a report out" },
    input: z.object({ report: matterId("report"), why: note }).strict(),
    causes: [],
    states: [...WORKING],
  },
  add: {
    who: [...OFFICERS, "analyst"],
    words: { zh: "补充线索", en: "Add what was found" },
    input: z
      .object({
        traits: z.array(trait).max(TRAITS_MAX).default([]),
        places: z.array(competentPlace).max(50).default([]),
        axes: axes.optional(),
        classes: z.array(z.enum(classKinds)).max(3).optional(),
        summary: note.optional(),
      })
      .strict(),
    causes: [],
    states: [...WORKING],
  },
  "find-involved": {
    who: OFFICERS,
    words: { zh: "认定涉案", en: "Find involved" },
    input: z.object({ type: z.enum(["account", "number", "device"]), value: identifier, ground: note }).strict(),
    causes: [],
    states: ["filed", "investigating", "holder-identified", "caught", "prosecution"],
  },
  "identify-holder": {
    who: OFFICERS,
    words: { zh: "查明相关人员", en: "Persons identified" },
    input: z.object({ persons: z.array(identifier).min(1).max(100), evidence: note }).strict(),
    causes: ["identify-holder"],
  },
  catch: { who: OFFICERS, words: { zh: "抓获", en: "Persons caught" }, input: z.object({ persons: z.number().int().min(1).max(10_000) }).strict(), causes: ["catch"] },
  prosecute: { who: CHIEFS, words: { zh: "移送审查起诉", en: "Hand to the prosecutor" }, input: z.object({}).loose(), causes: ["prosecute"] },
  "send-back": { who: OFFICERS, words: { zh: "退回补充侦查", en: "Sent back by the prosecutor" }, input: why, causes: ["send-back"] },
  judge: { who: OFFICERS, words: { zh: "判决", en: "Judged" }, input: z.object({ outcome: note }).strict(), causes: ["judge"] },
  close: { who: CHIEFS, words: { zh: "结案", en: "Close" }, input: z.object({ outcome: note }).strict(), causes: ["close"] },
  withdraw: { who: CHIEFS, words: { zh: "撤销案件", en: "Withdraw" }, input: z.object({ reason: note }).strict(), causes: ["withdraw"] },
  merge: {
    who: CHIEFS,
    words: { zh: "并入他案", en: "Go on in another case" },
    input: z.object({ into: matterId("case"), ground: z.enum(groundKinds) }).strict(),
    causes: ["merge"],
  },
  unmerge: { who: CHIEFS, words: { zh: "撤销并案", en: "Go on by itself again" }, input: why, causes: CASE_MERGEABLE.map((state) => `restore-${state}`), states: ["merged"] },
  "record-money": {
    who: [...OFFICERS, "analyst"],
    words: { zh: "登记查明与返还金额", en: "Record what was traced or returned" },
    input: z.object({ traced: sums.optional(), returned: sums.optional() }).strict(),
    causes: [],
    states: [...WORKING, "judged", "merged"],
  },
  ...transferCommands(CASE_RESUMES),

  // --- consequences and clocks ---
  absorb: { who: [], words: { zh: "并入一案", en: "Another case goes on in this one" }, input: z.object({ case: matterId("case") }), causes: [], states: [...CASE_MERGEABLE] },
  moved: {
    who: [],
    words: { zh: "随并案移送", en: "Go with the case it is merged into" },
    input: z.object({ org: z.string(), territory: z.string() }),
    causes: [],
    states: ["merged"],
  },
  "let-go": {
    who: [],
    words: { zh: "一案恢复独立", en: "A case goes on by itself again" },
    input: z.object({ case: matterId("case") }),
    causes: [],
    states: [...WORKING, "judged", "merged", "not-competent", "handed-over", "handed-back", "disputed"],
  },
  overdue: { who: [], words: { zh: "超时提醒", en: "Overdue" }, input: fromClock, causes: [], states: ["not-competent", "handed-over", "handed-back", "disputed"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
