/**
 * A series: reports and cases of which it is supposed, proposed or confirmed that one group is behind them, with the
 * evidence for each. What it is and what its commands take; the rules are in decide.ts.
 */
import { z } from "zod";
import type { LinkKind } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";

export interface Member {
  readonly id: MatterId;
  readonly addedAtMs: number;
  /** What a person gave as evidence of their own; null where the index's evidence carries it. */
  readonly ground: string | null;
}

export interface Candidate {
  readonly id: MatterId;
  readonly atMs: number;
  readonly strengthPermille: number;
  readonly kinds: readonly LinkKind[];
}

/** What holds the series together: the strongest links that join all members, one fewer than members. */
export interface Tie {
  readonly a: string;
  readonly b: string;
  readonly strengthPermille: number;
  /** Empty where a person's ground is all there is. */
  readonly kinds: readonly LinkKind[];
}

export interface Refusal {
  readonly id: MatterId;
  readonly atMs: number;
  readonly why: string;
  /** Evidence that was there and did not convince. */
  readonly keys: readonly string[];
}

export interface Series {
  readonly by: "program" | "person";
  readonly members: readonly Member[];
  readonly candidates: readonly Candidate[];
  readonly refused: readonly Refusal[];
  readonly ties: readonly Tie[];
  /** Of the weakest tie; 0 when not all members are joined. */
  readonly strengthPermille: number;
  readonly decider: Bilingual | null;
  readonly confirmedAtMs: number | null;
  readonly campaign: MatterId | null;
  readonly outcome: string | null;
}

/** Members and candidates of one series. Larger ones are a campaign's business, not one list's. */
export const SERIES_MAX = 300;

const entry = matterId("report", "case");
const entries = z.array(entry).min(1, "at least one report or case").max(SERIES_MAX, `at most ${SERIES_MAX}`);

export const seriesDraft = z
  .object({
    members: z.array(entry).min(2, "at least two").max(SERIES_MAX, `at most ${SERIES_MAX}`),
    /** Why a person thinks so; without it the index's evidence has to do. */
    ground: note.optional(),
  })
  .strict();

const PEOPLE = ["analyst", "caseOfficer", "dutyLead"] as const;
const why = z.object({ why: note }).strict();

export const seriesCommands = {
  propose: { who: PEOPLE, words: { zh: "提请确认", en: "Propose" }, input: z.object({}).loose(), causes: ["propose"] },
  confirm: { who: PEOPLE, words: { zh: "确认串并", en: "Confirm" }, input: z.object({}).loose(), causes: ["confirm"], notBy: ["open", "propose"] },
  accept: { who: PEOPLE, words: { zh: "并入", en: "Take in" }, input: z.object({ id: entry }).strict(), causes: [], states: ["hypothesis", "proposed", "confirmed", "campaign"] },
  add: {
    who: PEOPLE,
    words: { zh: "人工并入", en: "Add by hand" },
    input: z.object({ id: entry, ground: note }).strict(),
    causes: [],
    states: ["hypothesis", "proposed", "confirmed", "campaign"],
  },
  refuse: {
    who: PEOPLE,
    words: { zh: "排除", en: "Take out or refuse" },
    input: z.object({ id: entry, why: note }).strict(),
    causes: ["suggest", "weaken", "dissolve"],
  },
  dissolve: { who: PEOPLE, words: { zh: "解散", en: "Dissolve" }, input: why, causes: ["dissolve"] },
  "to-campaign": {
    who: ["dutyLead"],
    words: { zh: "转集群战役", en: "Take up in a campaign" },
    input: z.object({ campaign: matterId("campaign") }).strict(),
    causes: ["to-campaign"],
  },

  // --- what the index says ---
  /** Looked at as a whole with the newcomers, so that it may also turn out weaker than it was. */
  suggest: { who: [], words: { zh: "发现新的关联", en: "More belongs here" }, input: z.object({ ids: entries }), causes: ["suggest", "propose", "weaken", "fade"] },
  reassess: { who: [], words: { zh: "重新评估", en: "Look at the evidence again" }, input: z.object({}).loose(), causes: ["suggest", "propose", "weaken", "fade"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
