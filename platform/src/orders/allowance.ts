/**
 * Living costs under a measure: whoever is under it asks for a payment that the profile counts as a basic need, somebody
 * decides within the profile's clock, and the institution lets it through. The same for every measure about an account.
 * A request that nobody decides in time goes to the organ above; it never runs out by itself.
 */
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import { amountInWords } from "../domain/notice-text.ts";
import { BASIC_NEEDS, type BasicNeed, type DeadlineKey, type TextKey } from "../domain/jurisdiction-words.ts";
import type { PersonalRef } from "../domain/personal.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Decision } from "../matters/decision.ts";
import { amountMinor, fromClock } from "../matters/input.ts";
import type { Context } from "../matters/kind.ts";
import type { Matter } from "../matters/matter.ts";
import { givingSlots, limitingSlots } from "../matters/measure-words.ts";
import { NEVER_GIVEN_UP } from "./order-clocks.ts";
import { toHolder, toInstitution, toSuperior } from "./order-words.ts";
import { ALLOWANCE_GRANTED, ALLOWANCE_REFUSALS, reasonKey, reasonOf, type Reason } from "./reasons.ts";

export interface Allowance {
  readonly id: string;
  readonly need: BasicNeed;
  readonly amountMinor: string;
  /** Reference of the bill or paper, wherever it is kept. */
  readonly paper: string | null;
  readonly askedAtMs: number;
  readonly decidedAtMs: number | null;
  readonly grantedMinor: string | null;
  readonly refused: Reason | null;
}

/** A body of a matter that holds an account. */
export interface HoldsAccount {
  readonly account: PersonalRef;
  readonly institution: string;
  readonly currency: string;
  readonly decider: Bilingual | null;
  readonly endsAtMs: number | null;
  readonly allowances: readonly Allowance[];
}

/** The measure, its texts and what ends it. */
export interface AllowanceRules {
  readonly kind: "stop-payment" | "freeze" | "protective-stop";
  readonly granted: TextKey;
  readonly refused: TextKey;
  readonly clock: DeadlineKey;
}

/** Requests that nobody has decided yet, on one matter: more are one request. */
const OPEN_MAX = 10;
/** All of one matter, so that it stays readable. */
const ALL_MAX = 200;

export const paperRef = z.string().trim().min(1, "a reference").max(200, "at most 200 characters");

export const askAllowance = z.object({ need: z.enum(BASIC_NEEDS), amountMinor, paper: paperRef.optional() }).strict();
export const decideAllowance = z.discriminatedUnion("grant", [
  z.object({ grant: z.literal(true), request: z.string().max(60), amountMinor: amountMinor.optional() }).strict(),
  z.object({ grant: z.literal(false), request: z.string().max(60), why: reasonKey(ALLOWANCE_REFUSALS) }).strict(),
]);

/** The three commands, possible in `states`; `deciders` decide. */
export function allowanceCommands<const S extends string, const R extends string>(states: readonly S[], deciders: readonly R[]) {
  return {
    "ask-allowance": {
      who: ["public", "bankOps", "intake", "dissuader", "caseOfficer", "dutyLead"],
      words: { zh: "申请支付生活支出", en: "Ask to pay living costs" },
      input: askAllowance,
      causes: [],
      states,
    },
    "decide-allowance": {
      who: deciders,
      words: { zh: "决定生活支出申请", en: "Decide a request for living costs" },
      input: decideAllowance,
      causes: [],
      states,
      notBy: ["ask-allowance"],
    },
    "allowance-overdue": { who: [], words: { zh: "生活支出申请超时未决", en: "A request for living costs is overdue" }, input: fromClock, causes: [], states },
  } as const;
}

const CLOCK = "needs.decide" as const;

export function allowanceAsked<B extends HoldsAccount>(order: Matter<B>, input: z.output<typeof askAllowance>, context: Context<unknown>, rules: AllowanceRules): Decision<B> {
  const { needs } = context.profile.allowed(rules.kind).needs;
  if (!needs.includes(input.need)) {
    const names = needs.map((need) => context.profile.wording.needs[need].en).join(", ");
    throw new ProblemError({ code: "limit-of-law", detail: `${input.need} is no basic need here`, at: { field: "need" }, expected: names });
  }
  const open = openOf(order.body.allowances);
  if (open.length >= OPEN_MAX || order.body.allowances.length >= ALL_MAX)
    throw new ProblemError({ code: "too-large", detail: `${open.length} requests wait for a decision already`, expected: "one request for several payments" });
  const asked: Allowance = {
    id: context.newId("alw"),
    need: input.need,
    amountMinor: input.amountMinor,
    paper: input.paper ?? null,
    askedAtMs: context.nowMs,
    decidedAtMs: null,
    grantedMinor: null,
    refused: null,
  };
  return {
    event: null,
    body: { ...order.body, allowances: [...order.body.allowances, asked] },
    level: 3,
    detail: { request: asked.id, need: asked.need, amountMinor: asked.amountMinor },
    ...(asked.paper === null ? {} : { evidence: [{ kind: "document", ref: asked.paper }] }),
    // The clock belongs to whoever has waited longest.
    ...(open.length > 0 ? {} : { arm: [{ key: CLOCK, startMs: context.nowMs, command: "allowance-overdue" }] }),
  };
}

export function allowanceDecided<B extends HoldsAccount>(order: Matter<B>, input: z.output<typeof decideAllowance>, context: Context<unknown>, rules: AllowanceRules): Decision<B> {
  const { body } = order;
  const { profile, nowMs } = context;
  const asked = openOf(body.allowances).find((one) => one.id === input.request);
  if (asked === undefined) throw new ProblemError({ code: "not-found", detail: "there is no such request that waits for a decision", at: { field: "request" } });
  const decided: Allowance = input.grant
    ? { ...asked, decidedAtMs: nowMs, grantedMinor: input.amountMinor ?? asked.amountMinor }
    : { ...asked, decidedAtMs: nowMs, refused: reasonOf(ALLOWANCE_REFUSALS, input.why) };
  const allowances = body.allowances.map((one) => (one.id === asked.id ? decided : one));
  const next = openOf(allowances)[0];
  const common: Decision<B> = {
    event: null,
    body: { ...body, allowances },
    detail: { request: asked.id, granted: decided.grantedMinor, ...(decided.refused === null ? {} : { refused: decided.refused.key }) },
    ...(next === undefined ? { disarm: [CLOCK] } : { arm: [{ key: CLOCK, startMs: next.askedAtMs, command: "allowance-overdue" }] }),
  };
  const amount = amountInWords(decided.grantedMinor ?? asked.amountMinor, body.currency);
  const said = { about: body.account.masked, decider: context.orgName };
  if (decided.refused !== null) {
    const untilMs = body.endsAtMs ?? nowMs;
    const slots = limitingSlots(profile, rules.kind, { ...said, reason: decided.refused, untilMs, clock: rules.clock });
    return { ...common, notices: [toHolder(order, rules.refused, { ...slots, amount })] };
  }
  const fields = { request: asked.id, need: asked.need, amountMinor: decided.grantedMinor, currency: body.currency };
  return {
    ...common,
    effects: [toInstitution(order, profile, rules.kind, { name: "allow", what: `${rules.kind}.allow`, fields, ...NEVER_GIVEN_UP })],
    notices: [toHolder(order, rules.granted, { ...givingSlots(profile, { ...said, reason: ALLOWANCE_GRANTED }), amount })],
  };
}

export function allowanceOverdue<B extends HoldsAccount>(order: Matter<B>, superior: string | null): Decision<B> {
  const [longest] = openOf(order.body.allowances);
  return {
    event: null,
    level: 3,
    assignee: null,
    detail: { overdue: CLOCK, request: longest?.id ?? null },
    effects: toSuperior(order, superior, "allowance-overdue", { since: longest === undefined ? null : new Date(longest.askedAtMs).toISOString() }),
  };
}

/** What the institution has to let through, for when it has to be told again. */
export function grantedFields(allowances: readonly Allowance[]): readonly { readonly request: string; readonly need: string; readonly amountMinor: string }[] {
  return allowances.flatMap(({ id, need, grantedMinor }) => (grantedMinor === null ? [] : [{ request: id, need, amountMinor: grantedMinor }]));
}

function openOf(allowances: readonly Allowance[]): readonly Allowance[] {
  return allowances.filter((one) => one.decidedAtMs === null);
}
