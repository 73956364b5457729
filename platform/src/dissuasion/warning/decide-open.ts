/**
 * Opening a warning: from what verdicts found, which comes from this program alone, or from what an officer found and
 * answers for. One open warning for a person: where there is one, nothing is opened. Pure.
 */
import { assert } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { expiryClock } from "./clocks.ts";
import type { ByHand, warningDraft } from "./commands.ts";
import type { Found } from "./found.ts";
import { KEPT_MAX, type Warning } from "./warning.ts";

export interface OpenFacts {
  /** An open warning of the same person, which this one would double. */
  readonly existing: string | null;
  readonly bank: string | null;
}

export function openWarning(draft: z.output<typeof warningDraft>, context: Context<OpenFacts>): Opening<Warning> {
  const found = "found" in draft ? draft.found.found : byOfficer(draft, context);
  const place = "found" in draft ? draft.found.place : { territory: context.territory, unit: context.org ?? "", reason: "chosen" as const, rural: false };
  assert(place !== null, "a warning is opened at a place");
  if (context.facts.existing !== null) {
    throw new ProblemError({
      code: "not-now",
      detail: `the person has an open warning already: ${context.facts.existing}; add what is new to it`,
      expected: "one open warning for one person and episode",
    });
  }
  const body: Warning = {
    victim: found.victim,
    known: found.known,
    number: found.number,
    bank: context.facts.bank,
    others: found.others.slice(0, KEPT_MAX.others),
    sites: found.sites.slice(0, KEPT_MAX.sites),
    category: found.category,
    stage: found.stage,
    reason: reasonOf(found, "found" in draft ? null : draft.ground),
    signs: found.signs.slice(0, KEPT_MAX.signs),
    events: found.events,
    rules: found.rules.slice(0, KEPT_MAX.rules),
    families: found.families,
    ground: "found" in draft ? null : draft.ground,
    money: found.money.slice(0, KEPT_MAX.payments),
    firstSignAtMs: found.firstSignAtMs,
    lastSignAtMs: found.lastSignAtMs,
    place: { reason: place.reason, rural: place.rural },
    dispatchedAtMs: null,
    signedInTime: null,
    signedAtMs: null,
    firstReceiver: null,
    raisedAtMs: 0,
    tierSinceMs: context.nowMs,
    escalations: [],
    escalationCount: 0,
    attempts: [],
    attemptCount: 0,
    firstAttemptAtMs: null,
    firstReachedAtMs: null,
    visitRequired: false,
    visitedAtMs: null,
    counts: { sms: 0, call: 0, visit: 0 },
    allowed: [],
    units: [],
    line: [],
    announcedCall: false,
    checklist: null,
    awakenedAtMs: null,
    recontacts: [],
    followUps: [],
    checkAtMs: null,
    averted: null,
    payments: [],
    report: null,
    absorbed: found.absorbs.slice(0, KEPT_MAX.merged),
    mergedInto: null,
    outcome: null,
    next: { kind: "grade" },
  };
  return {
    body,
    territory: place.territory,
    org: place.unit,
    subject: found.known[0].token,
    level: 0,
    evidence: evidenceOf(found),
    detail: { rules: found.rules.slice(0, KEPT_MAX.rules), events: found.events, stage: found.stage, category: found.category },
    mentions: mentionsOf(found),
    arm: expiryClock(context.profile, context.nowMs),
  };
}

/** An officer's own finding is a sign of its own family: somebody answers for it by name. */
function byOfficer(draft: ByHand, context: Context<OpenFacts>): Found {
  const victim = context.identify(draft.victim.type, draft.victim.id, "victim.id");
  const number = draft.victim.type === "number" ? victim : draft.number === undefined ? null : context.identify("number", draft.number, "number");
  const known = number === null || number === victim ? [victim] : [victim, number];
  return {
    level: "low",
    victim,
    known,
    number,
    others: draft.others.map((other, i) => context.identify(other.type, other.id, `others.${i}.id`)),
    sites: [],
    category: draft.category,
    stage: draft.stage,
    signs: [],
    events: 0,
    rules: [],
    families: ["analyst"],
    money: [],
    firstSignAtMs: context.occurredAtMs,
    lastSignAtMs: context.occurredAtMs,
    absorbs: [],
  };
}

/** Reasons of the strongest signs, three at most; what an officer wrote stays inside. */
function reasonOf(found: Found, ground: string | null): Warning["reason"] {
  const strongest = found.signs.slice(0, 3).map((sign) => sign.because);
  if (strongest.length === 0 || ground !== null) return { zh: "工作人员发现可能有人正在行骗", en: "an officer found signs that somebody may be trying to deceive you" };
  return { zh: strongest.map((one) => one.zh).join("；"), en: strongest.map((one) => one.en).join("; ") };
}

export function evidenceOf(found: Found): NonNullable<Opening["evidence"]> {
  const events = [...new Set(found.signs.map((sign) => sign.event))];
  return [...events.map((ref) => ({ kind: "event" as const, ref })), ...found.rules.map((ref) => ({ kind: "rule" as const, ref }))];
}

export function mentionsOf(found: Found): readonly { readonly ref: PersonalRef; readonly role: string }[] {
  return [...found.known.map((ref) => ({ ref, role: "victim" })), ...found.others.map((ref) => ({ ref, role: "other-side" }))];
}
