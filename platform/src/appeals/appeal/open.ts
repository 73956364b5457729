/**
 * Taking an appeal in: about something that limits or limited somebody, once at a time, by who may speak about it, to a unit
 * that did not decide it where the law wants that, with the clock that ends first. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { instantInWords } from "../../domain/notice-text.ts";
import type { Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { showsTrade } from "../papers.ts";
import { added, DESKS, nothingThere, personMentions, personOf } from "../person.ts";
import { requireReach, tell } from "../reach.ts";
import { GROUNDS, reasonOf } from "../reasons.ts";
import { nextInWords } from "../remedy.ts";
import { aboutOf, clockFor, isOver, liveOf, measureOf, ruleFor, throughOf, type Limiting, type Unit } from "../target.ts";
import type { Appeal, AppealChannel, appealDraft } from "./appeal.ts";
import type { EarlierAppeal, OpenFacts } from "./facts.ts";

type Draft = z.output<typeof appealDraft>;

export function openAppeal(draft: Draft, context: Context<OpenFacts>): Opening<Appeal> {
  const { profile, nowMs } = context;
  const { chain, holder, earlier } = context.facts;
  if (chain.length === 0) throw nothingThere();
  const target = liveOf(chain);
  if (target === null) throw new ProblemError({ code: "not-now", detail: "it limits nobody, and never did", expected: "a restriction that somebody feels" });
  if (isOver(target) && target.wrong) {
    throw new ProblemError({ code: "not-now", detail: "it was lifted already because it was wrong", expected: "a claim for compensation, if there was a loss" });
  }
  const person = personOf(draft, holder, context);
  const told = added({ statements: [], papers: [] }, draft, context);
  const newTarget = (against: string): boolean => against !== target.id;
  refuseRepetition(
    earlier,
    told.papers.map(({ sha256 }) => sha256),
    newTarget,
    target,
    profile,
  );
  const through = throughOf(target);
  requireReach({ ...person, through });
  const goodFaith = fastLane(target, showsTrade(told.papers), profile);
  const clock = firstDue(goodFaith ? [clockFor(target, profile), profile.appeals.goodFaith.decide] : [clockFor(target, profile)], profile, nowMs);
  const unit = reviewingUnit(target, profile);
  const rule = ruleFor(target, profile);
  const about = aboutOf(target);
  const due = profile.due(clock, nowMs).dueAtMs;
  const body: Appeal = {
    against: target.id,
    kind: target.kind,
    about,
    currency: target.currency,
    appellant: person,
    channel: channelOf(context.role),
    grounds: draft.grounds.map((key) => reasonOf(GROUNDS, key)),
    statements: told.statements,
    papers: told.papers,
    papersAsked: null,
    goodFaith,
    earlier: earlier.length,
    unit: unit.name,
    clock,
    dueAtMs: due,
    overdue: 0,
    suspendedAtMs: null,
    decision: null,
    through,
  };
  return {
    body,
    territory: otherUnit(target, profile) ? unit.territory : target.territory,
    org: unit.id,
    // A desk that entered it for its customer follows it; no other institution hears of an appeal.
    partner: (DESKS as readonly string[]).includes(context.role) ? context.org : null,
    subject: target.subject,
    parent: target.id,
    level: draft.grounds.includes("needs-it") ? 2 : 1,
    basis: rule.basis,
    evidence: [{ kind: "matter", ref: target.id }, ...told.evidence],
    detail: { grounds: draft.grounds, clock, goodFaith, channel: body.channel },
    mentions: [...personMentions(person, "appellant"), ...told.mentions],
    arm: [{ key: clock, startMs: nowMs, command: "overdue" }],
    notices: tell({ ...person, through }, "appeal.received", { what: about, decider: unit.name, due: instantInWords(due, profile.timeZone) }),
  };
}

function channelOf(role: string): AppealChannel {
  if (role === "public") return "online";
  return (DESKS as readonly string[]).includes(role) ? "institution" : "counter";
}

/**
 * One at a time, and after a decision only on something new: a paper that nobody has looked at, or a restriction that went
 * on in another. Everything else is for the next instance (assumed: no law read says how often).
 */
function refuseRepetition(earlier: readonly EarlierAppeal[], papers: readonly string[], isNew: (against: string) => boolean, target: Limiting, profile: JurisdictionProfile): void {
  const open = earlier.find((one) => one.open);
  if (open !== undefined) {
    throw new ProblemError({ code: "not-now", detail: `there is an appeal about it already: ${open.serial}`, expected: "papers handed in to that one" });
  }
  const decided = earlier.filter((one) => one.state === "rejected" || one.state === "partly");
  if (decided.length === 0) return;
  const seen = new Set(decided.flatMap((one) => one.papers));
  if (decided.every((one) => isNew(one.against)) || papers.some((sha256) => !seen.has(sha256))) return;
  throw new ProblemError({
    code: "not-now",
    detail: `it was decided on appeal ${decided.at(-1)?.serial ?? ""}, and nothing new is shown`,
    expected: `a paper that was not shown then; or: ${nextInWords(profile, ruleFor(target, profile).next).en}`,
  });
}

export function fastLane(target: Limiting, trade: boolean, profile: JurisdictionProfile): boolean {
  const measure = measureOf(target);
  return trade && measure !== null && profile.appeals.goodFaith.measures.includes(measure);
}

/** The clock that runs out first of those that start now. */
export function firstDue(keys: readonly DeadlineKey[], profile: JurisdictionProfile, startMs: number): DeadlineKey {
  return keys.reduce((first, key) => (profile.due(key, startMs).dueAtMs < profile.due(first, startMs).dueAtMs ? key : first));
}

export function otherUnit(target: Limiting, profile: JurisdictionProfile): boolean {
  const measure = measureOf(target);
  return measure !== null && target.superior !== null && profile.appeals.otherUnit.includes(measure);
}

function reviewingUnit(target: Limiting, profile: JurisdictionProfile): Unit {
  const unit = otherUnit(target, profile) ? target.superior : target.unit;
  // Where no police answer for a place, whoever acts does; the reviewer is still somebody else.
  return unit ?? { id: target.org, name: target.decider ?? { zh: "", en: "" }, territory: target.territory };
}
