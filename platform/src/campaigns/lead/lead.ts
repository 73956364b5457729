/**
 * A lead of a campaign: the task and the intelligence in one (既交任务也给情报), what it is about, what it rests on and
 * whether that may be disclosed, and everything the unit did. What its commands take; the rules are in decide.ts.
 */
import { z } from "zod";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { fromClock, identifier, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { ACTIONS, FINDINGS, GROUP_TYPES, keysOf, OBJECTIVES, SEGMENTS, type ActionKind, type Finding, type GroupType, type Objective, type Segment } from "../words.ts";
import { resultInput, type Result } from "./result.ts";

export const SUBJECT_TYPES = ["account", "number", "device", "address", "person", "handle"] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

export interface LeadSubject {
  readonly ref: PersonalRef;
  readonly role: Objective | "involved";
}

/** What the search for groups gave, as values: it is evidence, not a judgement. */
export interface RingValue {
  readonly ring: string;
  readonly model: string;
  readonly scorePermille: number;
  readonly accounts: number;
  readonly because: string;
}

/** The unit that gets the lead sees a source that may not be disclosed only by its kind, and keeps it out of papers. */
export interface LeadEvidence {
  readonly kind: "matter" | "ring" | "document" | "statement" | "call-record" | "photo";
  readonly ref: string;
  readonly disclosable: boolean;
  readonly ring: RingValue | null;
}

export interface TakeDownWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Everything that counts, in order and never taken away: figures as of any moment are made from it. */
export type Step =
  | { readonly what: "issued" | "passed-on"; readonly atMs: number; readonly org: string; readonly territory: string }
  | { readonly what: "signed"; readonly atMs: number; readonly inTime: boolean }
  | { readonly what: "verified"; readonly atMs: number; readonly finding: Finding }
  | { readonly what: "acted"; readonly atMs: number; readonly action: ActionKind; readonly early: boolean }
  | { readonly what: "returned" | "sent-back" | "withdrawn" | "closed"; readonly atMs: number }
  | { readonly what: "overdue"; readonly atMs: number; readonly key: DeadlineKey; readonly to: string | null }
  | { readonly what: "supervised"; readonly atMs: number; readonly org: string };

export interface Lead {
  readonly campaign: MatterId;
  readonly campaignName: string;
  /** Unit that leads the campaign and hears of the result. */
  readonly leadOrg: string;
  readonly objective: Objective;
  readonly segment: Segment | null;
  readonly group: GroupType | null;
  readonly task: string;
  readonly intelligence: string;
  readonly subjects: readonly LeadSubject[];
  readonly evidence: readonly LeadEvidence[];
  /** Where it is to be worked on; the matter itself goes there when it is issued. */
  readonly target: string;
  readonly window: TakeDownWindow | null;
  readonly begunAtMs: number | null;
  readonly steps: readonly Step[];
  readonly verification: { readonly finding: Finding; readonly note: string; readonly involved: readonly string[]; readonly atMs: number } | null;
  readonly results: readonly Result[];
  /** Remarks of whoever led or supervised, newest last. */
  readonly remarks: readonly { readonly atMs: number; readonly org: string; readonly text: string }[];
  readonly passedOn: number;
  readonly outcome: string | null;
}

/** A lead is passed on twice at the most; then the organ above says whose it is. */
export const PASSED_ON_MAX = 2;

const value = z.union([
  z.object({ type: z.enum(SUBJECT_TYPES), value: identifier }).strict(),
  /** Something that stands in a matter already: nobody has to open it to hand it on. */
  z.object({ matter: matterId(), token: z.string().min(1).max(200) }).strict(),
]);
export type SubjectInput = z.output<typeof subject>;
const subject = z.object({ of: value, role: z.enum([...keysOf(OBJECTIVES), "involved"]) }).strict();

const disclosable = z.boolean({ error: "whether the source may be disclosed: true or false" });
const ring = z
  .object({
    ring: z.string().min(1).max(100),
    model: z.string().min(1).max(60),
    scorePermille: z.number().int().min(0).max(1000),
    accounts: z.number().int().min(1),
    because: note,
  })
  .strict();
const evidence = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("matter"), ref: matterId(), disclosable }).strict(),
  z.object({ kind: z.literal("ring"), ring, disclosable }).strict(),
  z.object({ kind: z.enum(["document", "statement", "call-record", "photo"]), ref: z.string().trim().min(1).max(200), disclosable }).strict(),
]);
export type EvidenceInput = z.output<typeof evidence>;

const words = z.string().trim().min(1, "some words").max(2_000, "at most 2000 characters");

export const leadDraft = z
  .object({
    campaign: matterId("campaign"),
    objective: z.enum(keysOf(OBJECTIVES)),
    segment: z.enum(keysOf(SEGMENTS)).optional(),
    group: z.enum(keysOf(GROUP_TYPES)).optional(),
    /** What is to be done. Neither this nor what is known may name people. */
    task: words,
    intelligence: words,
    subjects: z.array(subject).min(1, "what it is about: at least one").max(100, "at most 100"),
    evidence: z.array(evidence).min(1, "what it rests on: at least one").max(50, "at most 50"),
    territory: z.string().trim().max(100),
  })
  .strict();

const OFFICERS = ["caseOfficer", "dutyLead"] as const;
const window = z.object({ fromMs: z.number(), untilMs: z.number() });

export const leadCommands = {
  sign: { who: [...OFFICERS, "analyst"], words: { zh: "签收", en: "Sign for it" }, input: z.object({}).loose(), causes: ["sign"] },
  "pass-on": {
    who: ["dutyLead"],
    words: { zh: "转交有管辖权的单位", en: "Pass on to the unit of another place" },
    input: z.object({ territory: z.string().trim().max(100), why: note }).strict(),
    causes: ["pass-on"],
  },
  verify: {
    who: [...OFFICERS, "analyst"],
    words: { zh: "反馈核查结论", en: "Say what was found" },
    input: z
      .object({
        finding: z.enum(keysOf(FINDINGS)),
        note,
        /** Subjects that proved involved. */
        involved: z.array(z.string().min(1).max(200)).max(100).default([]),
      })
      .strict(),
    causes: ["verify"],
  },
  act: {
    who: OFFICERS,
    words: { zh: "登记行动", en: "Record what was done" },
    input: z.object({ action: z.enum(keysOf(ACTIONS)), note, early: note.optional() }).strict(),
    causes: ["act"],
  },
  return: {
    who: OFFICERS,
    words: { zh: "反馈结果", en: "Return the result" },
    input: z.object({ result: resultInput, note }).strict(),
    causes: ["return"],
  },
  amend: {
    who: OFFICERS,
    words: { zh: "补报结果", en: "Add a late result" },
    input: z.object({ result: resultInput, note }).strict(),
    causes: [],
    states: ["returned", "closed"],
  },
  supervise: {
    who: ["dutyLead", "countyChief", "cityChief", "provinceChief"],
    words: { zh: "督办", en: "Supervise" },
    input: z.object({ note }).strict(),
    causes: [],
    states: ["issued", "signed", "verified", "actioned"],
  },

  // --- what the campaign and the clock say ---
  issue: { who: [], words: { zh: "下发", en: "Issue" }, input: z.object({ unit: z.string(), territory: z.string() }), causes: ["issue"] },
  tell: {
    who: [],
    words: { zh: "告知收网时间", en: "The day is set" },
    input: z.object({ window: window.nullable(), begunAtMs: z.number().nullable() }),
    causes: [],
    states: ["issued", "signed", "verified", "actioned", "returned"],
  },
  "send-back": { who: [], words: { zh: "退回补查", en: "Send back" }, input: z.object({ why: z.string() }), causes: ["send-back"] },
  withdraw: { who: [], words: { zh: "撤回", en: "Take back" }, input: z.object({ why: z.string() }), causes: ["withdraw"] },
  close: { who: [], words: { zh: "办结", en: "Close" }, input: z.object({ why: z.string() }), causes: ["close", "withdraw"] },
  overdue: { who: [], words: { zh: "超时督办", en: "Overdue: goes up one tier" }, input: fromClock, causes: [], states: ["issued", "signed", "verified", "actioned"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export const PROTECTED_SOURCE: Bilingual = { zh: "来源不便公开", en: "the source may not be disclosed" };
