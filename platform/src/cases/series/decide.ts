/**
 * What may become of a series: it holds as well as its weakest tie, below the threshold it stays a supposition, a person
 * other than the proposer confirms, and what somebody refused is not suggested again on the same evidence. Members are
 * added and taken out with their reasons; their own matters never change by it. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import { CONFIRM_PERMILLE } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Decision, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import type { Home } from "../links/homes.ts";
import type { Pair } from "../links/pairs.ts";
import type { PoliceUnit } from "../police.ts";
import { hold, strongPart } from "./arrange.ts";
import { SERIES_MAX, type Candidate, type Member, type Series, type seriesCommands, type seriesDraft } from "./series.ts";
import type { SeriesState } from "./states.ts";

export type SeriesMatter = Matter<Series, SeriesState>;
type Input<C extends keyof typeof seriesCommands> = z.output<(typeof seriesCommands)[C]["input"]>;

export interface Facts {
  /** Where each member, candidate and newcomer belongs now. */
  readonly homes: ReadonlyMap<string, Home>;
  /** Evidence among all of them; for a suggestion, between the newcomers and everybody. */
  readonly pairs: readonly Pair[];
  /** The smallest place that holds all members and candidates, and its unit. */
  readonly territory: string;
  readonly unit: PoliceUnit | null;
}

export function openSeries(draft: z.output<typeof seriesDraft>, context: Context<Facts>): Opening<Series> {
  const { homes, unit, territory } = context.facts;
  const byPerson = context.role !== "system";
  for (const id of draft.members) reachable(id, homes, byPerson ? context : null);
  const ids = distinct(draft.members, homes);
  if (ids.length < 2) throw refusal("these belong to one case already", "two that do not belong together yet");
  const members = ids.map((id): Member => ({ id, addedAtMs: context.nowMs, ground: byPerson ? (draft.ground ?? null) : null }));
  const series: Series = {
    by: byPerson ? "person" : "program",
    members,
    candidates: [],
    refused: [],
    ...held(members, context.facts),
    decider: null,
    confirmedAtMs: null,
    campaign: null,
    outcome: null,
  };
  if (series.strengthPermille === 0) throw refusal("nothing is known that joins all of them", "a ground of your own, or evidence that joins them");
  return {
    body: series,
    territory,
    org: context.org ?? unit?.id ?? "",
    level: series.strengthPermille >= CONFIRM_PERMILLE ? 2 : 1,
    evidence: ids.map((id) => ({ kind: "matter", ref: id })),
    detail: { strengthPermille: series.strengthPermille, members: ids },
  };
}

export const decideSeries = {
  propose(series: SeriesMatter, _input: Input<"propose">, context: Context<Facts>): Decision<Series> {
    const body = { ...series.body, ...held(series.body.members, context.facts) };
    strongEnough(body);
    return { event: "propose", body, level: 2 };
  },

  confirm(series: SeriesMatter, _input: Input<"confirm">, context: Context<Facts>): Decision<Series> {
    const body = { ...series.body, ...held(series.body.members, context.facts), decider: context.orgName, confirmedAtMs: context.nowMs };
    strongEnough(body);
    return {
      event: "confirm",
      body,
      evidence: body.members.map(({ id }) => ({ kind: "matter", ref: id })),
      detail: { strengthPermille: body.strengthPermille, ties: body.ties.map(({ a, b, kinds }) => ({ a, b, kinds })) },
      announces: [{ name: "series-confirmed", series: series.id, members: body.members.map(({ id }) => id) }],
    };
  },

  accept(series: SeriesMatter, input: Input<"accept">, context: Context<Facts>): Decision<Series> {
    const candidate = series.body.candidates.find(({ id }) => id === input.id);
    if (candidate === undefined) throw new ProblemError({ code: "not-found", detail: `${input.id} is no candidate of ${series.id}`, at: { field: "id" } });
    const members = [...series.body.members, { id: input.id, addedAtMs: context.nowMs, ground: null }];
    const body = { ...series.body, members, candidates: series.body.candidates.filter((one) => one !== candidate), ...held(members, context.facts) };
    strongEnough(body);
    return { event: null, body, ...seat(body, context.facts), evidence: [{ kind: "matter", ref: input.id }], detail: { added: input.id, kinds: candidate.kinds } };
  },

  add(series: SeriesMatter, input: Input<"add">, context: Context<Facts>): Decision<Series> {
    reachable(input.id, context.facts.homes, context);
    const { homes } = context.facts;
    const home = homes.get(input.id)?.id;
    if (series.body.members.some(({ id }) => (homes.get(id)?.id ?? id) === home)) throw refusal(`${input.id} is in ${series.id} already`, "one that is not");
    if (series.body.members.length + series.body.candidates.length >= SERIES_MAX) throw tooMany();
    const members = [...series.body.members, { id: input.id, addedAtMs: context.nowMs, ground: input.ground }];
    const candidates = series.body.candidates.filter(({ id }) => (homes.get(id)?.id ?? id) !== home);
    const refused = series.body.refused.filter(({ id }) => id !== input.id);
    const body = { ...series.body, members, candidates, refused, ...held(members, context.facts) };
    return { event: null, body, ...seat(body, context.facts), evidence: [{ kind: "matter", ref: input.id }], detail: { added: input.id, ground: input.ground } };
  },

  refuse(series: SeriesMatter, input: Input<"refuse">, context: Context<Facts>): Decision<Series> {
    const { body } = series;
    const known = [...body.members, ...body.candidates].some(({ id }) => id === input.id);
    if (!known) throw new ProblemError({ code: "not-found", detail: `${input.id} is not in ${series.id}`, at: { field: "id" } });
    const members = body.members.filter(({ id }) => id !== input.id);
    const keys = keysBetween(input.id, members, context.facts);
    const refused = [...body.refused.filter(({ id }) => id !== input.id), { id: input.id, atMs: context.nowMs, why: input.why, keys }];
    const next: Series = { ...body, members, candidates: body.candidates.filter(({ id }) => id !== input.id), refused, ...held(members, context.facts) };
    const event = members.length < 2 ? "dissolve" : series.state === "proposed" && next.strengthPermille < CONFIRM_PERMILLE ? "weaken" : "suggest";
    return {
      event,
      body: event === "dissolve" ? { ...next, outcome: input.why } : next,
      detail: { removed: input.id, why: input.why },
      announces: [{ name: "links-refused", series: series.id, entries: [input.id], others: body.members.filter(({ id }) => id !== input.id).map(({ id }) => id) }],
    };
  },

  dissolve(series: SeriesMatter, input: Input<"dissolve">): Decision<Series> {
    const ids = series.body.members.map(({ id }) => id);
    return {
      event: "dissolve",
      body: { ...series.body, outcome: input.why },
      detail: { why: input.why },
      announces: [{ name: "links-refused", series: series.id, entries: ids, others: ids }],
    };
  },

  "to-campaign"(series: SeriesMatter, input: Input<"to-campaign">): Decision<Series> {
    return { event: "to-campaign", body: { ...series.body, campaign: input.campaign }, evidence: [{ kind: "matter", ref: input.campaign }] };
  },

  suggest(series: SeriesMatter, input: Input<"suggest">, context: Context<Facts>): Decision<Series> {
    const { body } = series;
    const there = new Set([...body.members, ...body.candidates].map(({ id }) => context.facts.homes.get(id)?.id ?? id));
    const room = SERIES_MAX - body.members.length - body.candidates.length;
    const fresh = distinct(input.ids, context.facts.homes).filter((id) => !there.has(context.facts.homes.get(id)?.id ?? id) && !refusedFor(body, id, context.facts));
    const added = fresh.slice(0, Math.max(0, room));
    // What held it so far still does. A strongest tree over more is within the old one and the newcomers' own links.
    const pairs = [...tiesAsPairs(body, context.facts), ...context.facts.pairs];
    return arranged(
      series,
      added,
      { ...context, facts: { ...context.facts, pairs } },
      { suggested: added, ...(fresh.length > added.length ? { leftOut: fresh.length - added.length } : {}) },
    );
  },

  reassess(series: SeriesMatter, _input: Input<"reassess">, context: Context<Facts>): Decision<Series> {
    return arranged(series, [], context, {});
  },
};

/**
 * Looks at the evidence as it is now. What no person has confirmed arranges itself: the strong part are its members, the
 * rest candidates. What a person made or confirmed keeps its members, and newcomers wait as candidates.
 */
function arranged(series: SeriesMatter, newcomers: readonly MatterId[], context: Context<Facts>, detail: Decision["detail"] & {}): Decision<Series> {
  const { body } = series;
  const { facts } = context;
  const own = body.by === "program" && (series.state === "hypothesis" || series.state === "proposed");
  const all = [...body.members.map(({ id }) => id), ...body.candidates.map(({ id }) => id), ...newcomers];
  const grounded = body.members.filter(({ ground }) => ground !== null).map(({ id }) => id);
  const strong = own ? strongPart(all, byId(all, facts)) : null;
  const memberIds = strong === null ? body.members.map(({ id }) => id) : all.filter((id) => strong.includes(id) || grounded.includes(id));
  const members = memberIds.map((id): Member => body.members.find((one) => one.id === id) ?? { id, addedAtMs: context.nowMs, ground: null });
  const candidates = all.filter((id) => !memberIds.includes(id)).map((id) => candidateOf(id, members, body, context));
  const next: Series = { ...body, members, candidates, ...held(members, facts) };
  const event =
    own && next.strengthPermille === 0
      ? "fade"
      : series.state === "hypothesis" && own && next.strengthPermille >= CONFIRM_PERMILLE
        ? "propose"
        : series.state === "proposed" && next.strengthPermille < CONFIRM_PERMILLE
          ? "weaken"
          : "suggest";
  return {
    event,
    body: event === "fade" ? { ...next, outcome: "no evidence is left" } : next,
    ...(own ? { ...seat(next, context.facts), level: next.strengthPermille >= CONFIRM_PERMILLE ? 2 : 1 } : {}),
    detail: { ...detail, strengthPermille: next.strengthPermille },
  };
}

/** Ties are between members' ids, evidence between their homes. */
function tiesAsPairs(body: Series, facts: Facts): readonly Pair[] {
  const homeOf = (id: string): string => facts.homes.get(id)?.id ?? id;
  return body.ties
    .filter((tie) => tie.kinds.length > 0)
    .map((tie) => ({ a: homeOf(tie.a), b: homeOf(tie.b), kinds: tie.kinds, keys: [], strengthPermille: tie.strengthPermille, active: true }));
}

function candidateOf(id: MatterId, members: readonly Member[], body: Series, context: Context<Facts>): Candidate {
  const home = context.facts.homes.get(id)?.id ?? id;
  const known = body.candidates.find((one) => one.id === id);
  const best = context.facts.pairs
    .filter((pair) => pair.active && (pair.a === home || pair.b === home) && members.some((member) => isOf(member.id, pair.a === home ? pair.b : pair.a, context.facts)))
    .sort((x, y) => y.strengthPermille - x.strengthPermille)
    .at(0);
  return {
    id,
    atMs: known?.atMs ?? context.nowMs,
    strengthPermille: best?.strengthPermille ?? known?.strengthPermille ?? 0,
    kinds: best?.kinds ?? known?.kinds ?? [],
  };
}

const isOf = (id: string, home: string, facts: Facts): boolean => (facts.homes.get(id)?.id ?? id) === home;

/** The evidence is among homes; members keep the ids under which they came. */
function byId(ids: readonly string[], facts: Facts): readonly Pair[] {
  const idOf = new Map(ids.map((id) => [facts.homes.get(id)?.id ?? id, id]));
  return facts.pairs.flatMap((pair) => {
    const [a, b] = [idOf.get(pair.a), idOf.get(pair.b)];
    return a === undefined || b === undefined ? [] : [{ ...pair, a, b }];
  });
}

function held(members: readonly Member[], facts: Facts): Pick<Series, "ties" | "strengthPermille"> {
  // Two members that came to belong to one case meanwhile count as one.
  const ids = distinct(
    members.map(({ id }) => id),
    facts.homes,
  );
  if (ids.length < 2) return { ties: [], strengthPermille: 0 };
  return hold(ids, byId(ids, facts), new Set(members.filter(({ ground }) => ground !== null).map(({ id }) => id)));
}

function distinct(ids: readonly MatterId[], homes: Facts["homes"]): readonly MatterId[] {
  const seen = new Set<string>();
  return ids.filter((id) => {
    const home = homes.get(id)?.id ?? id;
    if (seen.has(home)) return false;
    seen.add(home);
    return true;
  });
}

function keysBetween(id: string, members: readonly Member[], facts: Facts): readonly string[] {
  const home = facts.homes.get(id)?.id ?? id;
  const keys = facts.pairs
    .filter((pair) => (pair.a === home && members.some((one) => isOf(one.id, pair.b, facts))) || (pair.b === home && members.some((one) => isOf(one.id, pair.a, facts))))
    .flatMap((pair) => pair.keys);
  return [...new Set(keys)].sort();
}

/** Whether somebody refused it on all the evidence there is. */
function refusedFor(body: Series, id: MatterId, facts: Facts): boolean {
  const refusal = body.refused.find((one) => isOf(one.id, facts.homes.get(id)?.id ?? id, facts));
  return refusal !== undefined && keysBetween(id, body.members, facts).every((key) => refusal.keys.includes(key));
}

function strongEnough(body: Series): void {
  if (body.members.length < 2) throw refusal("a series has two members at least", "two members");
  if (body.strengthPermille < CONFIRM_PERMILLE)
    throw refusal(`the weakest tie is ${body.strengthPermille} of 1000: it stays a supposition`, `${CONFIRM_PERMILLE} or more, or a ground of your own`);
}

/** Where it is handled follows what is in it; who answers for it follows only while the program leads it. */
function seat(body: Series, { territory, unit }: Facts): Pick<Decision, "territory" | "org"> {
  return { territory, ...(body.by === "program" && body.confirmedAtMs === null && unit !== null ? { org: unit.id } : {}) };
}

/** A member must be there, say something, and lie where the person may look. */
function reachable(id: MatterId, homes: Facts["homes"], context: Pick<Context, "territory" | "org"> | null): void {
  const home = homes.get(id);
  const inside =
    context === null ||
    (home !== undefined && (context.territory === "" || home.org === context.org || home.territory === context.territory || home.territory.startsWith(`${context.territory}/`)));
  if (home === undefined || !inside) throw new ProblemError({ code: "not-found", detail: `there is no ${id} that could be joined`, at: { field: "id" } });
}

function refusal(detail: string, expected: string): ProblemError {
  return new ProblemError({ code: "not-now", detail, expected });
}

function tooMany(): ProblemError {
  return new ProblemError({ code: "too-large", detail: `a series holds at most ${SERIES_MAX}`, expected: "a campaign for larger ones" });
}
