/**
 * What somebody is owed because something was taken from them that should not have been, or because waiting cost them: the
 * statement of it is made by the program from period and sum, and the person only has to say that they want it. What it is,
 * what its commands take and what the person sees; the rules are in decide.ts.
 */
import { z } from "zod";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import { KnownRef, type PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { amountMinor, fromClock, identifier, matterId, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { paperInput, PAPERS_MAX, papersShown, type Paper } from "../papers.ts";
import { COUNTER, DESKS, papers, statement, type Person } from "../person.ts";
import { GRANTED_REASONS, keyOf, LOSSES, REFUSED_REASONS, type Reason } from "../reasons.ts";
import { APPEALABLE, type Appealable } from "../target.ts";
import { COMPENSATION_STATE_WORDS, type CompensationState } from "./states.ts";

export const WHY = {
  wrong: { zh: "措施已因错误解除", en: "the measure was lifted because it was wrong" },
  delay: { zh: "付款延迟造成的利息和费用", en: "interest and charges caused by a delayed payment" },
} as const satisfies Record<string, Bilingual>;

/** What it cost by period and sum; null where nothing was held, or where the country has no rule to compute it. */
export interface CostStatement {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly amountMinor: string | null;
  readonly interestMinor: string | null;
  readonly feesMinor: string | null;
}

export interface Compensation {
  readonly against: MatterId;
  readonly kind: Appealable;
  readonly about: string;
  readonly why: keyof typeof WHY;
  readonly currency: string;
  readonly cost: CostStatement;
  /** The person's own, on top. */
  readonly losses: readonly { readonly kind: Reason; readonly amountMinor: string }[];
  readonly claimant: Person;
  readonly statements: readonly PersonalRef[];
  readonly papers: readonly Paper[];
  readonly payTo: PersonalRef | null;
  readonly claimedMinor: string | null;
  /** Who decides. */
  readonly unit: Bilingual;
  readonly clock: DeadlineKey;
  readonly dueAtMs: number;
  readonly overdue: number;
  readonly decision: {
    readonly result: "granted" | "refused";
    readonly amountMinor: string;
    readonly reasons: readonly Reason[];
    /** For colleagues; never told. */
    readonly note: string | null;
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual;
  } | null;
  readonly paid: { readonly reference: string; readonly atMs: number } | null;
  readonly through: string | null;
}
export type CompensationMatter = Matter<Compensation, CompensationState>;

const whole = z.string().regex(/^\d{1,18}$/, "a whole amount in the smallest unit, as a string of digits");

export const compensationDraft = z
  .object({
    against: matterId(...APPEALABLE),
    why: z.enum(Object.keys(WHY) as (keyof typeof WHY)[]),
    fromMs: z.number(),
    untilMs: z.number(),
    amountMinor: whole.nullable(),
    currency: z.string().nullable(),
    interestMinor: whole.nullable(),
    feesMinor: whole.nullable(),
    /** Whoever showed the code, where it begins with their claim. */
    holder: z.instanceof(KnownRef).optional(),
  })
  .strict();

/** Those whom some country lets decide; its profile narrows it. */
const DECIDERS = ["countyChief", "cityChief", "provinceChief", "bankOps"] as const;
const ASKING = ["public", ...COUNTER, ...DESKS] as const;
const LOSSES_MAX = 20;

export const compensationCommands = {
  claim: {
    who: ASKING,
    words: { zh: "申请赔偿", en: "Claim" },
    input: z
      .object({
        losses: z
          .array(z.object({ kind: keyOf(LOSSES), amountMinor }).strict())
          .max(LOSSES_MAX, `at most ${LOSSES_MAX}`)
          .default([]),
        statement,
        papers,
        /** Where it is to be paid, if not back to where it was held. */
        payTo: identifier.optional(),
        name: identifier.optional(),
        contact: identifier.optional(),
      })
      .strict(),
    causes: ["claim"],
  },
  "add-papers": {
    who: ASKING,
    words: { zh: "补充材料", en: "Hand in papers" },
    input: z.object({ papers: z.array(paperInput).max(PAPERS_MAX).default([]), statement }).strict(),
    causes: [],
    states: ["claimed"],
  },
  decide: {
    who: DECIDERS,
    words: { zh: "作出决定", en: "Decide" },
    input: z.discriminatedUnion("result", [
      z.object({ result: z.literal("granted"), amountMinor, reasons: z.array(keyOf(GRANTED_REASONS)).min(1, "at least one reason").max(3), note: note.optional() }).strict(),
      z.object({ result: z.literal("refused"), reasons: z.array(keyOf(REFUSED_REASONS)).min(1, "at least one reason").max(3), note }).strict(),
    ]),
    causes: ["grant", "refuse"],
    notBy: ["claim"],
  },
  pay: {
    who: ["caseOfficer", ...DECIDERS],
    words: { zh: "记录支付", en: "Record the payment" },
    input: z.object({ reference: z.string().trim().min(1).max(120, "at most 120 characters") }).strict(),
    causes: ["pay"],
    notBy: ["decide"],
  },
  withdraw: { who: ASKING, words: { zh: "撤回申请", en: "Withdraw" }, input: z.object({}).strict(), causes: ["withdraw"] },
  restate: {
    who: [],
    words: { zh: "更新费用", en: "State the cost anew" },
    input: z.object({ interestMinor: whole, feesMinor: whole }).strict(),
    causes: [],
    states: ["prepared"],
  },
  lapse: { who: [], words: { zh: "逾期未申请", en: "Not claimed in time" }, input: fromClock, causes: ["lapse"] },
  overdue: { who: [], words: { zh: "逾期未决定", en: "Not decided in time" }, input: fromClock, causes: [], states: ["claimed"] },
  "pay-overdue": { who: [], words: { zh: "逾期未支付", en: "Not paid in time" }, input: fromClock, causes: [], states: ["granted"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** What the statement comes to. */
export const statedMinor = ({ interestMinor, feesMinor }: Pick<CostStatement, "interestMinor" | "feesMinor">): bigint => BigInt(interestMinor ?? "0") + BigInt(feesMinor ?? "0");

export interface CompensationProgress {
  readonly id: string;
  readonly serial: string;
  readonly state: CompensationState;
  readonly words: Bilingual;
  readonly about: string;
  readonly why: Bilingual;
  readonly currency: string;
  readonly cost: CostStatement;
  readonly losses: readonly { readonly kind: Bilingual; readonly amountMinor: string }[];
  readonly claimedMinor: string | null;
  readonly dueAtMs: number | null;
  readonly late: boolean;
  readonly unit: Bilingual;
  readonly papers: ReturnType<typeof papersShown>;
  readonly decision: {
    readonly result: string;
    readonly amountMinor: string;
    readonly reasons: readonly Bilingual[];
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual;
  } | null;
  readonly paidAtMs: number | null;
  readonly can: readonly ("claim" | "add-papers" | "withdraw")[];
}

const CAN: Readonly<Partial<Record<CompensationState, CompensationProgress["can"]>>> = { prepared: ["claim"], claimed: ["add-papers", "withdraw"] };
const words = ({ zh, en }: Bilingual): Bilingual => ({ zh, en });

/** What the person sees, and the desk of an institution that is not the one that decides. */
export function compensationProgress({ id, serial, state, body, closedAtMs }: CompensationMatter): CompensationProgress {
  const { decision } = body;
  return {
    id,
    serial,
    state,
    words: COMPENSATION_STATE_WORDS[state],
    about: body.about,
    why: WHY[body.why],
    currency: body.currency,
    cost: body.cost,
    losses: body.losses.map(({ kind, amountMinor: amount }) => ({ kind: words(kind), amountMinor: amount })),
    claimedMinor: body.claimedMinor,
    dueAtMs: closedAtMs === null ? body.dueAtMs : null,
    late: body.overdue > 0,
    unit: body.unit,
    papers: papersShown(body.papers),
    decision:
      decision === null
        ? null
        : {
            result: decision.result,
            amountMinor: decision.amountMinor,
            reasons: decision.reasons.map(words),
            decider: decision.decider,
            atMs: decision.atMs,
            remedy: decision.remedy,
          },
    paidAtMs: body.paid?.atMs ?? null,
    can: CAN[state] ?? [],
  };
}
