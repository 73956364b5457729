/**
 * The closed lists of campaigns: what a strike aims at, which part of the chain it is about, what became of people, what a
 * unit did. They are words only; which of them make a goal that may be set is in operation/goals.ts.
 */
import type { Bilingual } from "../domain/verdict.ts";

/** The four aims: 抓“金主”、铲窝点、打平台、断资金. */
export const OBJECTIVES = {
  principal: { zh: "抓金主", en: "Principals" },
  den: { zh: "铲窝点", en: "Dens" },
  platform: { zh: "打平台", en: "Platforms" },
  money: { zh: "断资金", en: "Money" },
} as const satisfies Record<string, Bilingual>;
export type Objective = keyof typeof OBJECTIVES;

/** Parts of the chain: 技术链、网络链、资金链, and the people who carry it. */
export const SEGMENTS = {
  technology: { zh: "技术链", en: "Technology" },
  network: { zh: "网络链", en: "Network" },
  money: { zh: "资金链", en: "Money" },
  people: { zh: "人员链", en: "People" },
} as const satisfies Record<string, Bilingual>;
export type Segment = keyof typeof SEGMENTS;

export const GROUP_TYPES = {
  "tech-development": { zh: "非法技术开发", en: "Technology development" },
  "traffic-acquisition": { zh: "引流推广", en: "Traffic acquisition" },
  "crypto-laundering": { zh: "虚拟货币洗钱", en: "Laundering by virtual currency" },
  "points-running": { zh: "跑分洗钱", en: "Laundering through others' accounts" },
  "personal-data": { zh: "买卖公民个人信息", en: "Trade in personal data" },
  "two-cards": { zh: "涉“两卡”", en: "Trade in phone and bank cards" },
  "call-site": { zh: "话务窝点", en: "Call site" },
} as const satisfies Record<string, Bilingual>;
export type GroupType = keyof typeof GROUP_TYPES;
/** Groups whose trade is moving the money. */
export const LAUNDERING: readonly GroupType[] = ["crypto-laundering", "points-running"];

/** What became of a person, in one case. Of another case it says nothing. */
export const PERSON_STATUSES = {
  identified: { zh: "已查明身份", en: "Identified", caught: false },
  wanted: { zh: "已上网追逃", en: "Wanted", caught: false },
  caught: { zh: "已抓获", en: "Caught", caught: true },
  repatriated: { zh: "已遣返回国", en: "Brought back from abroad", caught: true },
  "returnee-caught": { zh: "回流人员已抓获", en: "Caught after returning", caught: true },
  prosecuted: { zh: "已移送审查起诉", en: "Handed to the prosecutor", caught: true },
  cleared: { zh: "已排除", en: "Cleared", caught: false },
} as const satisfies Record<string, Bilingual & { readonly caught: boolean }>;
export type PersonStatus = keyof typeof PERSON_STATUSES;

export const PERSON_PARTS = {
  principal: { zh: "金主", en: "Principal" },
  organiser: { zh: "组织者", en: "Organiser" },
  member: { zh: "一般成员", en: "Member" },
  supplier: { zh: "提供帮助者", en: "Supplier" },
} as const satisfies Record<string, Bilingual>;
export type PersonPart = keyof typeof PERSON_PARTS;

export const FINDINGS = {
  true: { zh: "属实", en: "True" },
  partly: { zh: "部分属实", en: "Partly true" },
  false: { zh: "不属实", en: "Not true" },
} as const satisfies Record<string, Bilingual>;
export type Finding = keyof typeof FINDINGS;

/** What a unit does on a lead. `together`: it shows itself, and would warn the others before the day. */
export const ACTIONS = {
  "money-stop": { zh: "提出止付、冻结", en: "Proposed that money is stopped", together: false },
  warn: { zh: "预警潜在被害人", en: "Warned people at risk", together: false },
  "take-evidence": { zh: "固定证据", en: "Secured evidence", together: false },
  arrest: { zh: "抓捕", en: "Arrest", together: true },
  "den-raid": { zh: "清查窝点", en: "Raid on a den", together: true },
  "platform-shut": { zh: "关停平台", en: "Shutting down a platform", together: true },
  seize: { zh: "查扣", en: "Seizure", together: true },
} as const satisfies Record<string, Bilingual & { readonly together: boolean }>;
export type ActionKind = keyof typeof ACTIONS;

/** How two units that work on one thing settle it. */
export const SETTLEMENTS = {
  joint: { zh: "联合行动", en: "Act together" },
  ours: { zh: "由我方负责", en: "We do it" },
  theirs: { zh: "移交对方", en: "They do it, ours is taken back" },
  apart: { zh: "互不影响，各自开展", en: "Does not touch: each goes on" },
} as const satisfies Record<string, Bilingual>;
export type Settlement = keyof typeof SETTLEMENTS;

export function keysOf<T extends Readonly<Record<string, unknown>>>(table: T): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
}
