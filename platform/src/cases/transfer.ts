/**
 * Handing a report or case to the unit that is competent for it: found not competent, handed over within the law's hours,
 * taken over by the receiver or sent back once with reasons; where two units do not agree, their common superior says who.
 * It promises an end: nobody gets the same matter twice by hand-over, and what a superior designated stays there. Until
 * somebody has taken it over, the unit that has it answers for it. Pure; which unit is where comes as facts.
 */
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import { commonParent, parentOf, type Territory } from "../domain/territory.ts";
import type { Decision } from "../matters/decision.ts";
import { note } from "../matters/input.ts";
import type { Context } from "../matters/kind.ts";
import type { Matter } from "../matters/matter.ts";
import type { PoliceUnit } from "./police.ts";

interface Seat {
  readonly org: string;
  readonly territory: string;
}

/** A hand-over that is going on. */
export interface Transfer {
  /** State in which it was, and will be again when somebody has it. */
  readonly resume: string;
  readonly ground: string;
  readonly from: Seat;
  readonly to: Seat | null;
  readonly returned: string | null;
  readonly designated: boolean;
}

/** Units that have had it, oldest first. */
export interface Move extends Seat {
  readonly atMs: number;
  readonly how: "first" | "handed-over" | "designated";
}

export interface Movable {
  readonly transfer: Transfer | null;
  readonly moves: readonly Move[];
}

export interface TransferFacts {
  readonly to: PoliceUnit | null;
  readonly superior: PoliceUnit | null;
}

/** After so many hand-overs of one matter only a superior says who has it (assumed): people wait meanwhile. */
export const HAND_OVERS_MAX = 3;

const WHO = ["caseOfficer", "dutyLead", "intake"] as const;

/** Commands for a table whose states before and after a hand-over are `resumes`. */
export function transferCommands<const R extends string>(resumes: readonly R[]) {
  const resume = resumes.map((state) => `resume-${state}` as const);
  return {
    "find-not-competent": {
      who: WHO,
      words: { zh: "认定不属于本单位管辖", en: "Find that another unit is competent" },
      input: z.object({ ground: note }),
      causes: ["find-not-competent"],
    },
    "hand-over": {
      who: WHO,
      words: { zh: "移送", en: "Hand over" },
      input: z.object({ to: z.string().regex(/^org_[0-9A-Za-z_-]{1,60}$/, "the id of a police unit"), ground: note.optional() }),
      causes: ["hand-over"],
    },
    "take-over": { who: WHO, words: { zh: "接收", en: "Take over" }, input: z.object({}).loose(), causes: resume, states: ["handed-over"] },
    return: { who: WHO, words: { zh: "退回并说明理由", en: "Send back with reasons" }, input: z.object({ reason: note }), causes: ["return"] },
    keep: { who: WHO, words: { zh: "由本单位继续办理", en: "Keep it" }, input: z.object({ reason: note }), causes: resume, states: ["not-competent", "handed-back"] },
    dispute: { who: WHO, words: { zh: "报请共同上级指定管辖", en: "Ask the common superior" }, input: z.object({ reason: note }), causes: ["dispute"] },
    designate: {
      who: ["dutyLead", "countyChief", "cityChief", "provinceChief"],
      words: { zh: "指定管辖", en: "Say who is competent" },
      input: z.object({ to: z.string().regex(/^org_[0-9A-Za-z_-]{1,60}$/, "the id of a police unit"), reason: note }),
      causes: ["designate"],
      notBy: ["find-not-competent", "return", "dispute"],
    },
  } as const;
}

/** Rows of the state table that every such kind has, with one way back for each state of `resumes`. */
export function transferStates<const R extends string>(resumes: readonly R[]) {
  const back = Object.fromEntries(resumes.map((state) => [`resume-${state}`, state])) as { readonly [K in R as `resume-${K}`]: K };
  return {
    "not-competent": { "hand-over": "handed-over", dispute: "disputed", ...back },
    "handed-over": { return: "handed-back", ...back },
    "handed-back": { "hand-over": "handed-over", dispute: "disputed", ...back },
    disputed: { designate: "handed-over" },
  } as const;
}

export const TRANSFER_STATE_WORDS = {
  "not-competent": { zh: "不属本单位管辖，待移送", en: "Another unit is competent: to be handed over" },
  "handed-over": { zh: "已移送，待接收", en: "Handed over, waiting to be taken over" },
  "handed-back": { zh: "接收单位退回", en: "Sent back by the receiver" },
  disputed: { zh: "管辖有争议，待上级指定", en: "Not agreed who is competent: the superior decides" },
} as const;
export type TransferState = keyof typeof TRANSFER_STATE_WORDS;

const CLOCK = "case.transferToCompetent" as const;

/** The clock runs again, where the country has one, for whoever has to act next. */
function clock(context: Pick<Context, "profile" | "nowMs">): Pick<Decision, "arm"> {
  return context.profile.deadlines[CLOCK] === undefined ? {} : { arm: [{ key: CLOCK, startMs: context.nowMs, command: "overdue" }] };
}

function basis(context: Pick<Context, "profile">): Pick<Decision, "basis"> {
  const rule = context.profile.deadlines[CLOCK];
  return rule === undefined ? {} : { basis: rule.basis };
}

export function findNotCompetent<B extends Movable>(matter: Matter<B>, input: { readonly ground: string }, context: Context<unknown>): Decision<B> {
  const last = matter.body.moves.at(-1);
  if (last?.how === "designated") throw refusal("the common superior has said that this unit has it", "a new decision of the superior");
  const transfer: Transfer = {
    resume: matter.state,
    ground: input.ground,
    from: { org: matter.org, territory: matter.territory },
    to: null,
    returned: null,
    designated: false,
  };
  return { event: "find-not-competent", body: { ...matter.body, transfer }, ...basis(context), ...clock(context), detail: { ground: input.ground } };
}

export function handOver<B extends Movable>(matter: Matter<B>, input: { readonly to: string; readonly ground?: string | undefined }, context: Context<TransferFacts>): Decision<B> {
  const transfer = going(matter);
  const to = unit(context.facts.to, input.to);
  if (matter.body.moves.some((move) => move.org === to.id)) throw refusal(`${to.name.en} has had it already`, "the common superior says who is competent");
  if (matter.body.moves.length > HAND_OVERS_MAX) throw refusal(`it has been handed over ${HAND_OVERS_MAX} times`, "the common superior says who is competent");
  return {
    event: "hand-over",
    body: { ...matter.body, transfer: { ...transfer, to: { org: to.id, territory: to.territory }, returned: null } },
    org: to.id,
    territory: to.territory,
    assignee: null,
    ...basis(context),
    ...clock(context),
    detail: { from: transfer.from.org, to: to.id, ground: input.ground ?? transfer.ground },
  };
}

export function takeOver<B extends Movable>(matter: Matter<B>, context: Context<unknown>): Decision<B> {
  const transfer = going(matter);
  own(matter, context, "takes it over");
  const move: Move = { org: matter.org, territory: matter.territory, atMs: context.nowMs, how: transfer.designated ? "designated" : "handed-over" };
  return { event: `resume-${transfer.resume}`, body: { ...matter.body, transfer: null, moves: [...matter.body.moves, move] }, ...basis(context), disarm: [CLOCK] };
}

export function sendBack<B extends Movable>(matter: Matter<B>, input: { readonly reason: string }, context: Context<unknown>): Decision<B> {
  const transfer = going(matter);
  own(matter, context, "sends it back");
  if (transfer.designated) throw refusal("the common superior has said that this unit has it", "take it over");
  return {
    event: "return",
    // It counts as having had it: the same unit is not asked again.
    body: {
      ...matter.body,
      transfer: { ...transfer, returned: input.reason },
      moves: [...matter.body.moves, { org: matter.org, territory: matter.territory, atMs: context.nowMs, how: "handed-over" }],
    },
    org: transfer.from.org,
    territory: transfer.from.territory,
    assignee: null,
    ...clock(context),
    detail: { by: matter.org, reason: input.reason },
  };
}

export function keep<B extends Movable>(matter: Matter<B>, input: { readonly reason: string }): Decision<B> {
  return { event: `resume-${going(matter).resume}`, body: { ...matter.body, transfer: null }, disarm: [CLOCK], detail: { reason: input.reason } };
}

export function dispute<B extends Movable>(matter: Matter<B>, input: { readonly reason: string }, context: Context<TransferFacts>): Decision<B> {
  const transfer = going(matter);
  const { superior } = context.facts;
  if (superior === null) throw refusal("no unit stands above these", "an agreement between them");
  return {
    event: "dispute",
    body: { ...matter.body, transfer },
    org: superior.id,
    territory: superior.territory,
    assignee: null,
    level: 3,
    ...clock(context),
    detail: { reason: input.reason, to: superior.id },
  };
}

export function designate<B extends Movable>(matter: Matter<B>, input: { readonly to: string; readonly reason: string }, context: Context<TransferFacts>): Decision<B> {
  const transfer = going(matter);
  own(matter, context, "says who is competent");
  const to = unit(context.facts.to, input.to);
  if (matter.territory !== "" && to.territory !== matter.territory && !to.territory.startsWith(`${matter.territory}/`))
    throw refusal(`${to.name.en} is not below this unit`, "a unit of this territory");
  return {
    event: "designate",
    body: { ...matter.body, transfer: { ...transfer, to: { org: to.id, territory: to.territory }, designated: true } },
    org: to.id,
    territory: to.territory,
    assignee: null,
    ...basis(context),
    ...clock(context),
    detail: { to: to.id, reason: input.reason },
  };
}

/** The place of the unit above both sides: the smallest that holds both and is neither's own. */
export function placeAbove(transfer: Transfer): string | null {
  const from = transfer.from.territory as Territory;
  const to = (transfer.to?.territory ?? transfer.from.territory) as Territory;
  const place = commonParent(from, to);
  return place === from || place === to ? parentOf(place) : place;
}

function going(matter: Matter<Movable>): Transfer {
  const { transfer } = matter.body;
  if (transfer === null) throw new ProblemError({ code: "not-now", detail: `${matter.id} is not being handed over` });
  return transfer;
}

function own(matter: Matter, context: Context<unknown>, what: string): void {
  if (context.org !== matter.org) throw new ProblemError({ code: "not-allowed", detail: `only the unit that has ${matter.id} now ${what}`, expected: "somebody of that unit" });
}

function unit(found: PoliceUnit | null, asked: string): PoliceUnit {
  if (found === null) throw new ProblemError({ code: "not-found", detail: `${asked} is no police unit that keeps matters`, at: { field: "to" } });
  return found;
}

function refusal(detail: string, expected: string): ProblemError {
  return new ProblemError({ code: "limit-of-law", detail, expected });
}
