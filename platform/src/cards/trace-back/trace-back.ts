/**
 * A trace-back: where, when, by whom and with which checks a card was opened that was found involved, and what follows for
 * the branch. What it is and what its commands take; the rules are in decide.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { fromClock, identifier, instant, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";

/** What was done before it was opened. */
export const OPENING_CHECKS = {
  document: { zh: "查验证件", en: "Document checked" },
  face: { zh: "人脸比对", en: "Face compared" },
  "phone-call-back": { zh: "回拨联系电话", en: "Contact phone called back" },
  "purpose-asked": { zh: "询问用途", en: "Purpose asked" },
  "duty-told": { zh: "告知出租出借的责任", en: "Told of the duty not to lend it" },
  "opening-check": { zh: "开户前核查", en: "Check before opening" },
  "second-person": { zh: "双人复核", en: "A second person looked" },
  "visit-made": { zh: "上门核实（企业）", en: "The firm was visited" },
} as const satisfies Record<string, Bilingual>;
export type OpeningCheck = keyof typeof OPENING_CHECKS;

export const FAULTS = {
  none: { zh: "未发现问题", en: "nothing was lacking" },
  "checks-skipped": { zh: "应做的核验未做", en: "checks that were due were not made" },
  "group-not-noticed": { zh: "未发现结伴开户", en: "a led group was not noticed" },
  "answer-ignored": { zh: "未按核查提示询问或核实", en: "what the check asked for was not done" },
  "data-wrong": { zh: "登记信息不准确", en: "what was registered is not right" },
  "sold-by-agent": { zh: "代理渠道违规开通", en: "an agent opened it against the rules" },
  "staff-involved": { zh: "工作人员涉嫌参与，另行处理", en: "staff may have taken part: handled apart" },
} as const satisfies Record<string, Bilingual>;
export type Fault = keyof typeof FAULTS;

export const RECTIFICATIONS = {
  training: { zh: "培训", en: "Training" },
  "checks-added": { zh: "补充核验环节", en: "Checks added" },
  "agent-ended": { zh: "终止代理", en: "Agent's contract ended" },
  "holders-reverified": { zh: "同批开户人重新核验", en: "Those opened together are verified again" },
  "records-corrected": { zh: "更正登记信息", en: "Records corrected" },
} as const satisfies Record<string, Bilingual>;
export type Rectification = keyof typeof RECTIFICATIONS;

export interface OpeningAnswer {
  readonly openedAtMs: number;
  readonly branch: string;
  readonly by: "holder" | "agent";
  /** Who stood at the counter. */
  readonly opener: PersonalRef | null;
  /** Who served, as the institution names its people. */
  readonly server: PersonalRef | null;
  readonly escort: PersonalRef | null;
  readonly escorted: boolean;
  readonly checks: readonly OpeningCheck[];
  /** Other cards opened at the same counter within the same minutes. */
  readonly others: readonly PersonalRef[];
  readonly othersCount: number;
  readonly answeredAtMs: number;
}

export interface Finding {
  readonly branch: string;
  readonly fault: Fault;
  readonly rectifications: readonly Rectification[];
  readonly atMs: number;
}

export interface TraceBack {
  readonly card: PersonalRef;
  readonly issuer: string | null;
  /** What is known of the opening from its check: null where none was asked for. */
  readonly check: {
    readonly id: string;
    readonly openedAtMs: number;
    readonly branch: string | null;
    readonly answer: string;
    readonly rules: readonly string[];
    readonly decision: string;
    /** Openings at the same branch within minutes of it. */
    readonly nearby: number;
  } | null;
  /** Matters in which it was found involved. */
  readonly because: readonly string[];
  readonly foundAtMs: number;
  readonly dueAtMs: number | null;
  readonly overdueAtMs: number | null;
  readonly answer: OpeningAnswer | null;
  readonly answeredInTime: boolean | null;
  readonly sentBack: readonly string[];
  readonly finding: Finding | null;
  readonly rectified: { readonly done: readonly Rectification[]; readonly note: string; readonly atMs: number } | null;
  readonly closedAtMs: number | null;
}

export const traceBackDraft = z.strictObject({
  card: z.strictObject({ type: z.enum(["number", "account"]), value: identifier }),
  /** Where it was found involved. */
  because: matterId(),
  /** Where the case is: of use where nothing is known of the opening. */
  territory: z.string().max(100).optional(),
});

const POLICE = ["analyst", "caseOfficer", "dutyLead"] as const;
const INSTITUTIONS = ["bankOps", "telcoOps"] as const;
const keys = <T extends string>(table: Readonly<Record<T, Bilingual>>): readonly T[] => Object.keys(table) as T[];
const someone = z.strictObject({ type: z.enum(["person", "number"]), value: identifier });

export const traceBackCommands = {
  assign: { who: POLICE, words: { zh: "指定开卡机构", en: "Name the institution" }, input: z.strictObject({ issuer: z.string().min(1).max(60) }), causes: ["assign"] },
  answer: {
    who: INSTITUTIONS,
    words: { zh: "反馈开卡情况", en: "Say how it was opened" },
    input: z.strictObject({
      openedAt: instant,
      branch: z.string().trim().min(1).max(64),
      by: z.enum(["holder", "agent"]),
      opener: identifier.optional(),
      server: z.string().trim().min(1).max(64).optional(),
      escorted: z.boolean(),
      escort: someone.optional(),
      checks: z.array(z.enum(keys(OPENING_CHECKS))).max(20),
      others: z.array(identifier).max(100).default([]),
      othersCount: z.number().int().min(0).max(100_000),
    }),
    causes: ["answer"],
  },
  disown: { who: INSTITUTIONS, words: { zh: "非本机构开立", en: "Not opened by us" }, input: z.strictObject({ why: note }), causes: ["disown"] },
  "send-back": { who: POLICE, words: { zh: "退回补充", en: "Send back for more" }, input: z.strictObject({ why: note }), causes: ["send-back"] },
  accept: {
    who: POLICE,
    words: { zh: "核实办结", en: "Checked, nothing more to do" },
    input: z.object({}),
    causes: ["accept"],
  },
  rectify: {
    who: POLICE,
    words: { zh: "认定问题并要求整改", en: "Find what was lacking and ask to put it right" },
    input: z.strictObject({
      fault: z.enum(keys(FAULTS).filter((fault) => fault !== "none")),
      rectifications: z
        .array(z.enum(keys(RECTIFICATIONS)))
        .min(1)
        .max(10),
    }),
    causes: ["rectify"],
  },
  report: {
    who: INSTITUTIONS,
    words: { zh: "报告整改情况", en: "Report what was put right" },
    input: z.strictObject({
      done: z
        .array(z.enum(keys(RECTIFICATIONS)))
        .min(1)
        .max(10),
      note,
    }),
    causes: ["report"],
  },
  "give-up": { who: POLICE, words: { zh: "无法查明", en: "It cannot be traced" }, input: z.strictObject({ why: note }), causes: ["give-up"] },
  again: {
    who: [],
    words: { zh: "又涉一案", en: "Found involved again" },
    input: z.strictObject({ because: matterId() }),
    causes: [],
    states: ["unassigned", "issued", "answered", "rectifying", "rectified"],
  },
  overdue: { who: [], words: { zh: "超时督办", en: "Overdue" }, input: fromClock, causes: [], states: ["unassigned", "issued", "answered"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
