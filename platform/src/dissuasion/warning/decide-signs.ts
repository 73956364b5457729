/**
 * What happens to a warning from outside the conversation: new signs raise the one open warning and never make a second,
 * a false alarm is said and apologised for, a payment becomes a report, and after an awakening somebody asks again before
 * anything is called averted. Pure.
 */
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import { expiryClock, instructionClocks, overdueKeys } from "./clocks.ts";
import { evidenceOf, mentionsOf } from "./decide-open.ts";
import { paid, paymentsOf } from "./decide-result.ts";
import { holdAsked, levelOf, settled, told, type Facts, type Input, type WarningMatter } from "./decide-route.ts";
import type { Found } from "./found.ts";
import { AFTER_AWAKENING, BEFORE_CONTACT_ENDS, type WarningState } from "./states.ts";
import { addresseeOf, apologyMessage } from "./telling.ts";
import { CANCEL_REASONS, KEPT_MAX, LEVEL_NUMBER, type FollowUp, type Warning } from "./warning.ts";

const HIGH = LEVEL_NUMBER.high;
const DAY_MS = 86_400_000;
/** From here on somebody was more than approached. */
const LATE_STAGES: readonly string[] = ["S3", "S4", "S5", "S6", "S7", "S8"];

export const decideSigns = {
  evidence(warning: WarningMatter, input: Input<"evidence">, context: Context<Facts>): Decision<Warning> {
    const { found } = input.found;
    const before = levelOf(warning);
    const rises = LEVEL_NUMBER[found.level] > warning.level;
    const level = rises ? found.level : before;
    const merged = withFound(warning.body, found);
    const live = found.money.some((one) => one.live);
    const again = AFTER_AWAKENING.includes(warning.state) && (rises || live || LEVEL_NUMBER[found.level] >= HIGH);
    const active = BEFORE_CONTACT_ENDS.includes(warning.state);
    const said = {
      evidence: evidenceOf(found),
      mentions: mentionsOf(found),
      // A link that is learned later names the person from now on.
      subject: merged.known[0].token,
      detail: { rules: found.rules.slice(0, KEPT_MAX.rules), events: found.events, level, ...(rises ? { from: before } : {}) },
    };
    if (!again && !(rises && active)) {
      if (!active) return { ...said, event: "evidence", body: merged, announces: holdAsked(warning, level, found.money, context) };
      // Now there is a way to tell somebody who could not be told before.
      const late = warning.state !== "new" && addresseeOf(warning.body) === null ? told(level, merged, context) : { body: merged, notices: [] };
      return {
        ...said,
        event: "evidence",
        body: late.body,
        notices: late.notices,
        arm: expiryClock(context.profile, context.nowMs),
        announces: holdAsked(warning, level, found.money, context),
      };
    }
    const telling = told(level, { ...merged, raisedAtMs: rises ? context.nowMs : merged.raisedAtMs }, context);
    const byProgram = warning.state === "signed" && warning.assignee === null;
    const event = again ? "relapse" : byProgram && context.profile.warning.levels[level].sign !== null ? "raise" : "evidence";
    const state: WarningState = event === "evidence" ? warning.state : "dispatched";
    const visits = context.profile.warning.levels[level].visit.when === "always";
    const body: Warning = {
      ...telling.body,
      visitRequired: telling.body.visitRequired || visits,
      ...(event === "evidence" ? {} : { tierSinceMs: context.nowMs }),
      ...(again ? { recontacts: [], checkAtMs: null, averted: "no" as const, outcome: null } : {}),
    };
    const instructed = state !== "new" && state !== "graded";
    const waits = state === "dispatched" || state === "escalated";
    return {
      ...said,
      event,
      level: LEVEL_NUMBER[level],
      body: settled(state, level, body, context),
      notices: telling.notices,
      announces: holdAsked(warning, level, found.money, context),
      ...(state === "dispatched" && event !== "evidence" ? { assignee: null } : {}),
      disarm: again ? "all" : overdueKeys(context.profile, before),
      arm: [...expiryClock(context.profile, context.nowMs), ...(instructed ? instructionClocks(context.profile, level, body.place.rural, context.nowMs, !waits) : [])],
    };
  },

  merge(warning: WarningMatter, input: Input<"merge">): Decision<Warning> {
    return { event: "merge", body: { ...warning.body, mergedInto: input.into, next: { kind: "none" } }, evidence: [{ kind: "matter", ref: input.into }] };
  },

  cancel(warning: WarningMatter, input: Input<"cancel">, context: Context<Facts>): Decision<Warning> {
    const { body } = warning;
    const disturbed = body.counts.sms > 0 || body.announcedCall || body.firstReachedAtMs !== null;
    return {
      event: "cancel",
      body: { ...body, outcome: input.reason, next: { kind: "none" } },
      notices: disturbed ? apologyMessage(body, context.profile) : [],
      announces: CANCEL_REASONS[input.reason].against ? [{ name: "false-alarm", warning: warning.id, rules: body.rules }] : [],
      detail: { reason: input.reason, ...(input.note === undefined ? {} : { note: input.note }) },
    };
  },

  expire(warning: WarningMatter, _input: Input<"expire">): Decision<Warning> {
    return { event: "expire", body: { ...warning.body, outcome: warning.body.outcome ?? "expired", next: { kind: "none" } } };
  },

  "to-report"(warning: WarningMatter, input: Input<"to-report">): Decision<Warning> {
    return { event: "report", body: { ...warning.body, report: input.report, next: { kind: "none" } }, evidence: [{ kind: "matter", ref: input.report }] };
  },

  "follow-up"(warning: WarningMatter, input: Input<"follow-up">, context: Context<Facts>): Decision<Warning> {
    const { body } = warning;
    const level = levelOf(warning);
    const { nowMs } = context;
    const followUp: FollowUp = { atMs: context.occurredAtMs, by: context.actor, result: input.result };
    const asked: Warning = { ...body, followUps: [...body.followUps, followUp].slice(-KEPT_MAX.followUps) };
    const detail = { result: input.result };
    switch (input.result) {
      case "paid":
        return { ...paid(warning, asked, paymentsOf(input.payments, context), context, []) };
      case "contacted-again":
        // The other side is at it again: somebody talks to the person as on the first day.
        return {
          event: "relapse",
          assignee: null,
          disarm: "all",
          body: settled("dispatched", level, { ...asked, recontacts: [], checkAtMs: null, averted: "no", outcome: null, tierSinceMs: nowMs }, context),
          arm: [...expiryClock(context.profile, nowMs), ...instructionClocks(context.profile, level, body.place.rural, nowMs, false)],
          detail,
        };
      case "not-reached":
        return { event: "follow", body: settled("follow-up", level, asked, context), detail };
      case "no-loss": {
        // A contact counts for its day; one that is made early is one more.
        const due = asked.recontacts.filter((one) => one.dueAtMs - DAY_MS <= nowMs);
        const left = asked.recontacts.filter((one) => !due.includes(one));
        const after: Warning = { ...asked, recontacts: left };
        const disarm = due.map((one) => one.key as DeadlineKey);
        if (left.length === 0 && body.checkAtMs !== null && nowMs >= body.checkAtMs) return { ...closing(after, context), detail };
        return { event: "follow", body: settled("follow-up", level, after, context), disarm, detail };
      }
    }
  },

  "follow-up-due"(warning: WarningMatter, input: Input<"follow-up-due">, context: Context<Facts>): Decision<Warning> {
    return { event: "follow", body: settled("follow-up", levelOf(warning), warning.body, context), detail: { missed: input.key } };
  },

  check(warning: WarningMatter, input: Input<"check">, context: Context<Facts>): Decision<Warning> {
    const { body } = warning;
    // A follow-up that is still owed has one more period; after that nothing is claimed for it.
    const owed = body.recontacts.length > 0 && input.key === "warning.averted" && !context.facts.reported;
    if (!owed || context.profile.deadlines["warning.low.expiry"] === undefined) return closing(body, context);
    return { event: null, arm: [{ key: "warning.low.expiry", startMs: context.nowMs, command: "check" }], detail: { owed: body.recontacts.map((one) => one.key) } };
  },
};

/** The end of a dissuasion, with what may honestly be said of it. */
function closing(body: Warning, context: Context<Facts>): Decision<Warning> {
  const last = body.followUps.at(-1)?.result;
  const grave = LATE_STAGES.includes(body.stage ?? "") || body.money.some((one) => one.live);
  const averted = context.facts.reported ? "no" : grave && last === "no-loss" && body.recontacts.length === 0 ? "strict" : "claimed";
  return { event: "close", body: { ...body, averted, next: { kind: "none" } }, detail: { averted, reportedSince: context.facts.reported } };
}

/** The body with new signs, strongest kept, and the list of what the person is known by. */
export function withFound(body: Warning, found: Found): Warning {
  const signs = [...found.signs, ...body.signs].slice(0, KEPT_MAX.signs);
  const known = [...found.known, ...body.known];
  const person = known.find((one) => one.type === "person");
  const unique = [...(person === undefined ? [] : [person]), ...known].filter((one, i, all) => all.findIndex((other) => other.token === one.token) === i);
  const others = [...body.others, ...found.others].filter((one, i, all) => all.findIndex((other) => other.token === one.token) === i);
  return {
    ...body,
    known: unique.slice(0, KEPT_MAX.others),
    number: body.number ?? found.number,
    others: others.slice(-KEPT_MAX.others),
    sites: [...new Set([...body.sites, ...found.sites])].slice(-KEPT_MAX.sites),
    category: found.category ?? body.category,
    stage: laterStage(body.stage, found.stage),
    signs,
    events: body.events + found.events,
    rules: [...new Set([...body.rules, ...found.rules])].slice(0, KEPT_MAX.rules),
    families: [...new Set([...body.families, ...found.families])],
    money: [...body.money, ...found.money].slice(-KEPT_MAX.payments),
    firstSignAtMs: Math.min(body.firstSignAtMs, found.firstSignAtMs),
    lastSignAtMs: Math.max(body.lastSignAtMs, found.lastSignAtMs),
    absorbed: [...body.absorbed, ...found.absorbs].slice(-KEPT_MAX.merged),
  };
}

export function laterStage(a: Warning["stage"], b: Warning["stage"]): Warning["stage"] {
  if (a === null || b === null) return a ?? b;
  return a >= b ? a : b;
}
