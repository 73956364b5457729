/**
 * A complaint about conduct or service, with or without something that it is about: answered by somebody who had no hand in
 * that, within a time that is seen. What it is, what its commands take and what the person sees; the rules are in decide.ts.
 */
import { z } from "zod";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import type { MatterId, MatterKindName } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { fromClock, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { paperInput, PAPERS_MAX, papersShown, type Paper } from "../papers.ts";
import { code, COUNTER, DESKS, papers, personFields, statement, type Person } from "../person.ts";
import { COMPLAINT_SUBJECTS, FOUNDED_REASONS, keyOf, UNFOUNDED_REASONS, type Reason } from "../reasons.ts";
import { COMPLAINT_OPEN, COMPLAINT_STATE_WORDS, type ComplaintState } from "./states.ts";

export interface Complaint {
  readonly about: MatterId | null;
  readonly kind: MatterKindName | null;
  readonly subject: Reason;
  readonly complainant: Person;
  readonly statements: readonly PersonalRef[];
  readonly papers: readonly Paper[];
  /** Who answers now. */
  readonly unit: Bilingual;
  readonly clock: DeadlineKey;
  readonly dueAtMs: number;
  readonly overdue: number;
  readonly answer: {
    readonly result: "founded" | "unfounded";
    readonly reasons: readonly Reason[];
    /** For colleagues; never told. */
    readonly note: string;
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual;
  } | null;
  readonly through: string | null;
}
export type ComplaintMatter = Matter<Complaint, ComplaintState>;

export const complaintDraft = z
  .object({
    code: code.optional(),
    about: matterId().optional(),
    subject: keyOf(COMPLAINT_SUBJECTS),
    statement,
    papers,
    /** Where it happened, where nothing else says so: the unit there answers. */
    place: z.string().max(100).optional(),
    ...personFields,
  })
  .strict();

/** Those whom some country lets answer; its profile narrows it. */
const ANSWERERS = ["reviewer", "countyChief", "cityChief", "provinceChief", "bankOps"] as const;

export const complaintCommands = {
  take: { who: ANSWERERS, words: { zh: "领取办理", en: "Take" }, input: z.object({}).strict(), causes: ["take"], notBy: ["open"] },
  "add-papers": {
    who: ["public", ...COUNTER, ...DESKS, "reviewer"],
    words: { zh: "补充材料", en: "Hand in papers" },
    input: z.object({ papers: z.array(paperInput).max(PAPERS_MAX).default([]), statement }).strict(),
    causes: [],
    states: COMPLAINT_OPEN,
  },
  answer: {
    who: ANSWERERS,
    words: { zh: "答复", en: "Answer" },
    input: z.discriminatedUnion("result", [
      z.object({ result: z.literal("founded"), reasons: z.array(keyOf(FOUNDED_REASONS)).min(1, "at least one reason").max(3), note }).strict(),
      z.object({ result: z.literal("unfounded"), reasons: z.array(keyOf(UNFOUNDED_REASONS)).min(1, "at least one reason").max(3), note }).strict(),
    ]),
    causes: ["found", "find-not"],
    notBy: ["open"],
  },
  withdraw: { who: ["public", ...COUNTER, ...DESKS], words: { zh: "撤回投诉", en: "Withdraw" }, input: z.object({}).strict(), causes: ["withdraw"] },
  overdue: { who: [], words: { zh: "逾期未答复", en: "Overdue" }, input: fromClock, causes: ["send-up"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export interface ComplaintProgress {
  readonly id: string;
  readonly serial: string;
  readonly state: ComplaintState;
  readonly words: Bilingual;
  readonly subject: Bilingual;
  readonly receivedAtMs: number;
  readonly dueAtMs: number | null;
  readonly late: boolean;
  readonly unit: Bilingual;
  readonly papers: ReturnType<typeof papersShown>;
  readonly answer: { readonly result: string; readonly reasons: readonly Bilingual[]; readonly decider: Bilingual; readonly atMs: number; readonly remedy: Bilingual } | null;
  readonly can: readonly ("add-papers" | "withdraw")[];
}

const words = ({ zh, en }: Bilingual): Bilingual => ({ zh, en });

/** What the person who complained sees, and the desk that entered it for them. */
export function complaintProgress({ id, serial, state, openedAtMs, body }: ComplaintMatter): ComplaintProgress {
  const open = (COMPLAINT_OPEN as readonly string[]).includes(state);
  const { answer } = body;
  return {
    id,
    serial,
    state,
    words: COMPLAINT_STATE_WORDS[state],
    subject: words(body.subject),
    receivedAtMs: openedAtMs,
    dueAtMs: open ? body.dueAtMs : null,
    late: body.overdue > 0,
    unit: body.unit,
    papers: papersShown(body.papers),
    answer: answer === null ? null : { result: answer.result, reasons: answer.reasons.map(words), decider: answer.decider, atMs: answer.atMs, remedy: answer.remedy },
    can: open ? ["add-papers", "withdraw"] : [],
  };
}
