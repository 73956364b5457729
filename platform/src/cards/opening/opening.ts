/**
 * An opening about which a check found something: what it is and what a counter's people do with it. Only who opens
 * decides; a refusal names a ground of law that the check found. The rules are in decide.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { fromClock, identifier, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import type { Answer } from "./answer-table.ts";
import type { Ground } from "./check.ts";
import type { Product } from "./products.ts";

export interface OpeningBody {
  readonly check: string;
  readonly product: Product;
  readonly branch: string | null;
  readonly applicant: PersonalRef;
  readonly contact: PersonalRef | null;
  readonly answer: Answer;
  readonly reasons: readonly { readonly rule: string; readonly words: Bilingual }[];
  /** The only grounds on which it can be refused. */
  readonly grounds: readonly Ground[];
  readonly answers: readonly { readonly question: string; readonly satisfied: boolean; readonly atMs: number }[];
  readonly decidedAtMs: number | null;
  readonly decider: Bilingual | null;
  readonly ground: string | null;
  readonly card: PersonalRef | null;
  readonly overturnedAtMs: number | null;
}

export const openingDraft = z.strictObject({ check: z.string().max(60) });

const card = z.strictObject({ type: z.enum(["number", "account"]), value: identifier });
const COUNTER = ["bankOps", "telcoOps"] as const;

export const openingCommands = {
  ask: {
    who: COUNTER,
    words: { zh: "记录询问结果", en: "Record the answers" },
    input: z.strictObject({
      answers: z
        .array(z.strictObject({ question: z.string().max(10), satisfied: z.boolean() }))
        .min(1)
        .max(20),
    }),
    causes: ["ask"],
    states: ["checked"],
  },
  escalate: { who: COUNTER, words: { zh: "提请另一名人员核实", en: "Ask another person to look" }, input: z.object({}), causes: ["escalate"] },
  open: { who: COUNTER, words: { zh: "已开通", en: "Opened" }, input: z.strictObject({ card: card.optional() }), causes: ["open"] },
  limit: { who: COUNTER, words: { zh: "限额开通", en: "Opened with limits" }, input: z.strictObject({ card: card.optional() }), causes: ["limit"] },
  refuse: {
    who: COUNTER,
    words: { zh: "依法不予开通", en: "Refuse on a ground of law" },
    input: z.strictObject({
      ground: z.string().max(10),
      /** Something less was offered: where the law leaves that open, it has to be. */
      alternativeOffered: z.boolean(),
      note: note.optional(),
    }),
    causes: ["refuse"],
  },
  leave: { who: COUNTER, words: { zh: "申请人自行放弃", en: "The applicant withdrew" }, input: z.object({}), causes: ["leave"] },
  lapse: { who: [], words: { zh: "未及时核实", en: "Nobody looked in time" }, input: fromClock, causes: ["lapse"] },
  overturn: { who: [], words: { zh: "申诉成立", en: "Withdrawn on appeal" }, input: z.strictObject({ appeal: z.string() }), causes: ["overturn"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
