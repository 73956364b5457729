/**
 * An appeal against something that limits somebody: free, by whoever it concerns or for them, decided by somebody who had no
 * hand in it, within a time that they can see. What it is and what its commands take; the rules are in open.ts, decide.ts
 * and review.ts.
 */
import { z } from "zod";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { amountMinor, fromClock, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { paperInput, PAPERS_MAX, type Paper } from "../papers.ts";
import { code, COUNTER, DESKS, papers, personFields, statement, type Person } from "../person.ts";
import { GROUNDS, keyOf, PARTLY_REASONS, REJECTED_REASONS, UPHELD_REASONS, type Reason } from "../reasons.ts";
import { APPEALABLE, type Appealable } from "../target.ts";
import { OPEN, type AppealState } from "./states.ts";

export const CHANNELS = {
  online: { zh: "网上", en: "Online" },
  counter: { zh: "柜台代录", en: "At a counter" },
  institution: { zh: "机构代为提交", en: "Through an institution" },
} as const satisfies Record<string, Bilingual>;
export type AppealChannel = keyof typeof CHANNELS;

export interface Decided {
  readonly result: "upheld" | "partly" | "rejected";
  readonly reasons: readonly Reason[];
  /** For colleagues; never told. */
  readonly note: string | null;
  /** What stays held where it is upheld in part. */
  readonly keepMinor: string | null;
  readonly decider: Bilingual;
  readonly atMs: number;
  /** The next instances, as they were told; null where nothing is left to object to. */
  readonly remedy: Bilingual | null;
}

export interface Appeal {
  readonly against: MatterId;
  readonly kind: Appealable;
  readonly about: string;
  readonly currency: string | null;
  readonly appellant: Person;
  readonly channel: AppealChannel;
  readonly grounds: readonly Reason[];
  readonly statements: readonly PersonalRef[];
  readonly papers: readonly Paper[];
  /** In the words of the profile's list, which is all that may be asked for; asked once. */
  readonly papersAsked: { readonly papers: readonly Bilingual[]; readonly atMs: number } | null;
  /** Trade papers are in: the fast lane. */
  readonly goodFaith: boolean;
  /** Appeals about the same restriction that were decided before. */
  readonly earlier: number;
  /** Who answers now. */
  readonly unit: Bilingual;
  readonly clock: DeadlineKey;
  readonly dueAtMs: number;
  readonly overdue: number;
  readonly suspendedAtMs: number | null;
  readonly decision: Decided | null;
  /** Institution through which the holder is told where no number is known. */
  readonly through: string | null;
}
export type AppealMatter = Matter<Appeal, AppealState>;

export const appealDraft = z
  .object({
    /** Whoever has the code from a notice may show it; who works on the matter may name it. */
    code: code.optional(),
    against: matterId(...APPEALABLE).optional(),
    grounds: z.array(keyOf(GROUNDS)).min(1, "at least one ground").max(Object.keys(GROUNDS).length),
    statement,
    papers,
    ...personFields,
  })
  .strict();

const REVIEWERS = ["reviewer"] as const;
const reasons = <T extends z.ZodType>(key: T) => z.array(key).min(1, "at least one reason").max(3, "at most 3 reasons");

export const appealCommands = {
  take: { who: REVIEWERS, words: { zh: "领取复核", en: "Take for review" }, input: z.object({}).strict(), causes: ["take"], notBy: ["open"] },
  "add-papers": {
    who: ["public", ...COUNTER, ...DESKS, ...REVIEWERS],
    words: { zh: "补充材料", en: "Hand in papers" },
    input: z.object({ papers: z.array(paperInput).max(PAPERS_MAX).default([]), statement }).strict(),
    causes: [],
    states: OPEN,
  },
  "ask-papers": {
    who: REVIEWERS,
    words: { zh: "请求补充材料（一次性告知）", en: "Ask for papers, once" },
    /** By their place in the profile's list. */
    input: z.object({ papers: z.array(z.number().int().min(0).max(20)).min(1, "at least one").max(12) }).strict(),
    causes: [],
    states: OPEN,
    notBy: ["open"],
  },
  suspend: {
    who: REVIEWERS,
    words: { zh: "初步有理由，先放宽措施", en: "Ease the measure until it is decided" },
    input: z.object({ note }).strict(),
    causes: [],
    states: OPEN,
    notBy: ["open"],
  },
  decide: {
    who: REVIEWERS,
    words: { zh: "作出决定", en: "Decide" },
    input: z.discriminatedUnion("result", [
      z.object({ result: z.literal("upheld"), reasons: reasons(keyOf(UPHELD_REASONS)), note: note.optional() }).strict(),
      z.object({ result: z.literal("partly"), reasons: reasons(keyOf(PARTLY_REASONS)), keepMinor: amountMinor, note: note.optional() }).strict(),
      z.object({ result: z.literal("rejected"), reasons: reasons(keyOf(REJECTED_REASONS)), note }).strict(),
    ]),
    causes: ["uphold", "uphold-part", "reject"],
    notBy: ["open"],
  },
  withdraw: { who: ["public", ...COUNTER, ...DESKS], words: { zh: "撤回申诉", en: "Withdraw" }, input: z.object({}).strict(), causes: ["withdraw"] },
  overdue: { who: [], words: { zh: "逾期未决", en: "Overdue" }, input: fromClock, causes: ["send-up"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
