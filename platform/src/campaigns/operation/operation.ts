/**
 * A special operation: a name, a time, what it wants to end, who takes part, and the campaigns and cases under it. Its
 * figures are those of the campaigns, with what went wrong beside them. The rules are in decide.ts.
 */
import { z } from "zod";
import type { MatterId } from "../../domain/matter.ts";
import { instant, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { APPROVERS, type Approval } from "../approval.ts";
import type { RollUp } from "../roll-up.ts";
import { keysOf, OBJECTIVES } from "../words.ts";
import type { Goal, Progress } from "./goals.ts";

export interface OperationFigures {
  readonly cutOffMs: number;
  readonly campaigns: number;
  readonly cases: number;
  readonly rollUp: RollUp;
  readonly progress: readonly Progress[];
  /** What its cases took from people, and what of that was taken back as wrong: beside the success, always. */
  readonly rights: { readonly restrictions: number; readonly liftedAsWrong: number };
}

export interface Operation {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly goals: readonly Goal[];
  /** In which goals of money are counted. */
  readonly currency: string;
  readonly units: readonly string[];
  readonly cases: readonly MatterId[];
  readonly approved: Approval | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly assessments: readonly { readonly summary: string; readonly lessons: string; readonly figures: OperationFigures }[];
  readonly outcome: string | null;
}

const OFFICERS = ["analyst", "dutyLead"] as const;
const text = z.string().trim().min(1, "some words").max(2_000, "at most 2000 characters");
const cases = z.array(matterId("case")).min(1, "at least one").max(500, "at most 500");
const goal = z
  .object({
    objective: z.enum(keysOf(OBJECTIVES)),
    measure: z.string().trim().min(1).max(60),
    target: z.string().regex(/^[1-9]\d{0,17}$/, "a positive whole number, money in the smallest unit"),
  })
  .strict();

export const operationDraft = z
  .object({
    name: z.string().trim().min(1, "a name").max(60, "at most 60 characters"),
    from: instant,
    until: instant,
    goals: z.array(goal).min(1, "at least one goal").max(20),
    /** Units that take part, besides the one that leads. */
    units: z.array(z.string().max(60)).max(500).default([]),
  })
  .strict();

export const operationCommands = {
  approve: { who: APPROVERS, words: { zh: "批准", en: "Approve" }, input: z.object({}).loose(), causes: ["approve"], notBy: ["open"] },
  start: { who: OFFICERS, words: { zh: "开始行动", en: "Begin" }, input: z.object({}).loose(), causes: ["start"] },
  "add-cases": {
    who: [...OFFICERS, "caseOfficer"],
    words: { zh: "纳入案件", en: "Take cases in" },
    input: z.object({ cases }).strict(),
    causes: [],
    states: ["planned", "approved", "running"],
  },
  "remove-case": {
    who: OFFICERS,
    words: { zh: "移出案件", en: "Take a case out" },
    input: z.object({ case: matterId("case"), why: note }).strict(),
    causes: [],
    states: ["planned", "approved", "running"],
  },
  "add-units": {
    who: OFFICERS,
    words: { zh: "增加参战单位", en: "Add units" },
    input: z.object({ units: z.array(z.string().max(60)).min(1).max(500) }).strict(),
    causes: [],
    states: ["planned", "approved", "running"],
  },
  end: { who: OFFICERS, words: { zh: "结束行动", en: "End" }, input: z.object({}).loose(), causes: ["end"] },
  assess: { who: OFFICERS, words: { zh: "评估", en: "Assess" }, input: z.object({ summary: text, lessons: text }).strict(), causes: ["assess"] },
  close: { who: APPROVERS, words: { zh: "办结", en: "Close" }, input: z.object({ outcome: note }).strict(), causes: ["close"], notBy: ["assess"] },
  cancel: { who: APPROVERS, words: { zh: "取消", en: "Cancel" }, input: z.object({ why: note }).strict(), causes: ["cancel"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
