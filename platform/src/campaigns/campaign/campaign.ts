/**
 * A cluster campaign: several units act on the leads of one analysis together. What it is and what its commands take; the
 * leads themselves are matters of their own, the rules are in decide.ts.
 */
import { z } from "zod";
import type { MatterId } from "../../domain/matter.ts";
import { instant, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { APPROVERS, type Approval } from "../approval.ts";
import type { TakeDownWindow } from "../lead/lead.ts";
import type { RollUp } from "../roll-up.ts";
import { keysOf, OBJECTIVES, SETTLEMENTS, type Objective, type Settlement } from "../words.ts";

/** Two units on one thing: found by what both leads name, said without saying what else the other has. */
export interface Conflict {
  readonly key: string;
  readonly type: string;
  readonly masked: string;
  readonly lead: MatterId;
  readonly unit: string;
  readonly otherLead: MatterId;
  readonly otherUnit: string;
  readonly sameCampaign: boolean;
  readonly foundAtMs: number;
  readonly settled: { readonly how: Settlement; readonly by: string; readonly org: string; readonly note: string; readonly atMs: number } | null;
}

export interface Assessment {
  readonly summary: string;
  readonly lessons: string;
  /** Why it was assessed although leads were still open; null when none were. */
  readonly unfinished: string | null;
  readonly rollUp: RollUp;
}

export interface Campaign {
  readonly name: string;
  readonly idea: string;
  readonly objectives: readonly Objective[];
  readonly series: readonly MatterId[];
  readonly cases: readonly MatterId[];
  readonly plan: { readonly text: string; readonly span: string; readonly leads: number; readonly atMs: number } | null;
  readonly approved: Approval | null;
  readonly issues: readonly { readonly atMs: number; readonly leads: number; readonly units: number }[];
  readonly window: TakeDownWindow | null;
  readonly begunAtMs: number | null;
  readonly checkedAtMs: number | null;
  readonly conflicts: readonly Conflict[];
  /** The newest last; each with the cut-off of its figures. */
  readonly assessments: readonly Assessment[];
  readonly outcome: string | null;
}

/** Leads that one order issues. More go out with the next. */
export const PACKAGE_MAX = 2_000;

const OFFICERS = ["analyst", "caseOfficer", "dutyLead"] as const;
const name = z.string().trim().min(1, "a name").max(60, "at most 60 characters");
const text = z.string().trim().min(1, "some words").max(2_000, "at most 2000 characters");
const why = z.object({ why: note }).strict();

export const campaignDraft = z
  .object({
    name,
    /** What is supposed and why. It must not name people. */
    idea: text,
    objectives: z
      .array(z.enum(keysOf(OBJECTIVES)))
      .min(1, "at least one")
      .max(4),
    series: z.array(matterId("series")).max(50, "at most 50").default([]),
    cases: z.array(matterId("case")).max(200, "at most 200").default([]),
    operation: matterId("operation").optional(),
  })
  .strict();

export const campaignCommands = {
  apply: { who: OFFICERS, words: { zh: "申请发起", en: "Apply for it" }, input: z.object({ plan: text }).strict(), causes: ["apply"] },
  approve: { who: APPROVERS, words: { zh: "批准", en: "Approve" }, input: z.object({ note: note.optional() }).strict(), causes: ["approve"], notBy: ["open", "apply"] },
  decline: { who: APPROVERS, words: { zh: "不批准", en: "Decline" }, input: why, causes: ["decline"], notBy: ["open", "apply"] },
  "send-back": { who: APPROVERS, words: { zh: "退回修改", en: "Send back" }, input: why, causes: ["send-back"] },
  widen: {
    who: APPROVERS,
    words: { zh: "批准扩大范围", en: "Approve a wider reach" },
    input: z.object({ note }).strict(),
    causes: [],
    states: ["approved", "issued", "verifying"],
    notBy: ["open", "apply"],
  },
  issue: { who: OFFICERS, words: { zh: "下发线索包", en: "Issue the packages" }, input: z.object({}).loose(), causes: ["issue"] },
  "find-conflicts": {
    who: OFFICERS,
    words: { zh: "行动冲突核查", en: "Look for conflicts of operations" },
    input: z.object({}).loose(),
    causes: [],
    states: ["issued", "verifying"],
  },
  "settle-conflict": {
    // Somebody who answers for it by name; the program never does.
    who: [...APPROVERS],
    words: { zh: "协调冲突", en: "Settle a conflict" },
    input: z.object({ key: z.string().min(1).max(400), how: z.enum(keysOf(SETTLEMENTS)), note }).strict(),
    causes: [],
    states: ["issued", "verifying"],
  },
  "set-window": {
    who: ["dutyLead", ...APPROVERS.filter((role) => role !== "dutyLead")],
    words: { zh: "确定收网时间", en: "Set the day of the take-down" },
    input: z.object({ from: instant, until: instant }).strict(),
    causes: [],
    states: ["issued", "verifying"],
  },
  "take-down": { who: APPROVERS, words: { zh: "收网", en: "Begin the take-down" }, input: z.object({}).loose(), causes: ["take-down"] },
  settle: { who: OFFICERS, words: { zh: "收网结束", en: "The take-down is over" }, input: z.object({}).loose(), causes: ["settle"] },
  "send-lead-back": {
    who: OFFICERS,
    words: { zh: "退回补查", en: "Send a returned lead back" },
    input: z.object({ lead: matterId("lead"), why: note }).strict(),
    causes: [],
    states: ["issued", "verifying", "take-down", "settling"],
  },
  "withdraw-leads": {
    who: OFFICERS,
    words: { zh: "撤回线索", en: "Take leads back" },
    input: z.object({ leads: z.array(matterId("lead")).min(1).max(PACKAGE_MAX), why: note }).strict(),
    causes: [],
    states: ["idea", "applied", "approved", "issued", "verifying", "take-down", "settling"],
  },
  assess: {
    who: OFFICERS,
    words: { zh: "评估", en: "Assess" },
    input: z.object({ summary: text, lessons: text, unfinished: note.optional() }).strict(),
    causes: ["assess"],
  },
  close: { who: APPROVERS, words: { zh: "结束", en: "Close" }, input: z.object({ outcome: note }).strict(), causes: ["close"], notBy: ["assess"] },
  cancel: { who: ["dutyLead", "provinceChief", "cityChief", "countyChief"], words: { zh: "取消", en: "Cancel" }, input: why, causes: ["cancel"] },
  join: {
    who: OFFICERS,
    words: { zh: "归入专项行动", en: "Put under a special operation" },
    input: z.object({ operation: matterId("operation") }).strict(),
    causes: [],
    states: ["idea", "applied", "approved", "issued", "verifying", "take-down", "settling"],
  },

  verify: { who: [], words: { zh: "开始核查", en: "A unit has signed: verifying begins" }, input: z.object({ lead: matterId("lead") }), causes: ["verify"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
