/**
 * How an entry comes into force and what is done about it while it stands: approved by another than who proposed it and only
 * as strongly as its grounds carry, told and shared once the lists have taken it, reviewed, extended on new evidence. How it
 * is lowered and ends is in ending.ts. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import { LIFE_MAX_MS } from "../../intel/entry.ts";
import type { z } from "zod";
import { carrying, lifeOf, REVOCATION_CLOCKS, shared, takenBack, type Ctx, type D } from "./ending.ts";
import { evidenceOf, groundKey, strongestOf, weaker, type Ground } from "./grounds.ts";
import type { entryCommands, ListEntry } from "./list-entry.ts";
import { checkCarried, evidenceRule, groundsFrom, matters } from "./open.ts";
import { holding, limitNotice, limits, receiversOf, shareWith, toLists, type EntryMatter } from "./outward.ts";
import { isAtLeast, isInForce, type Strength } from "./states.ts";
import { checkStrength, ruleFor } from "./what.ts";
import { requireRole } from "../../matters/authority.ts";

export type Input<C extends keyof typeof entryCommands> = z.output<(typeof entryCommands)[C]["input"]>;

/** Clocks of a life that begins now, with the body's times. The review lies in its first half, whatever a deployment shortens. */
function lifeFrom(entry: EntryMatter, strength: Strength, { profile, nowMs }: Ctx) {
  const rule = ruleFor(profile, entry.body.type, strength);
  const endsAtMs = profile.due(rule.life, nowMs).dueAtMs;
  const reviewAtMs = Math.min(profile.due(rule.review, nowMs).dueAtMs, nowMs + Math.floor((endsAtMs - nowMs) / 2));
  return {
    times: { endsAtMs, reviewAtMs, lifeAssumed: profile.deadline(rule.life).status === "assumed" },
    arm: [
      { key: rule.life, startMs: nowMs, command: "expire" },
      { key: rule.review, startMs: nowMs, command: "review-due" },
      ...(rule.recheck === null ? [] : [{ key: rule.recheck, startMs: nowMs, command: "recheck-due" }]),
    ],
  };
}

/** Every clock that a life may have: an entry that was lowered may still run on its old one. */
function lifeKeys(profile: JurisdictionProfile): readonly DeadlineKey[] {
  return [...new Set(Object.values(profile.lists).flatMap((rule) => [rule.life, rule.review]))];
}

export const entryDecisions = {
  "second-approval"(entry: EntryMatter, input: Input<"second-approval">, context: Ctx): D {
    return { event: null, body: { ...entry.body, secondAtMs: context.nowMs }, detail: { why: input.why } };
  },

  approve(entry: EntryMatter, input: Input<"approve">, context: Ctx): D {
    const { profile, nowMs, facts } = context;
    const measure = profile.allowed("list-entry");
    requireRole(measure.approve, context, "approving a list entry");
    const strength = input.strength ?? entry.body.strength;
    if (!isAtLeast(entry.body.strength, strength))
      throw new ProblemError({ code: "limit-of-law", detail: `it was proposed as ${entry.body.strength}`, at: { field: "strength" }, expected: "no more than was proposed" });
    checkStrength(entry.body, strength);
    checkCarried(entry.body.grounds, strength, evidenceRule(profile));
    checkAppeal(entry, strength, context);
    const other = facts.others.find((one) => isAtLeast(one.strength, strength));
    if (other !== undefined) throw new ProblemError({ code: "not-now", detail: `${other.id} says as much`, value: other.id, expected: "an extension of that" });
    const { times, arm } = lifeFrom(entry, strength, context);
    const body: ListEntry = {
      ...entry.body,
      ...times,
      ...carrying(entry.body.grounds, strength, context),
      strength,
      decider: context.orgName,
      activatedAtMs: nowMs,
      tellLater: input.tellLater ?? null,
    };
    return {
      event: strength,
      body,
      basis: measure.authority.basis,
      disarm: ["list.decide"],
      arm,
      effects: [toLists({ ...entry, body }, "list")],
      announces: [{ name: "entry-activated", entry: entry.id, subject: entry.subject ?? "" }],
      detail: { strength, basis: body.basis, endsAtMs: body.endsAtMs, ...(input.tellLater === undefined ? {} : { tellLater: input.tellLater }) },
    };
  },

  reject(entry: EntryMatter, input: Input<"reject">, context: Ctx): D {
    return { event: "reject", body: { ...entry.body, outcome: "rejected", endedAtMs: context.nowMs }, detail: { why: input.why } };
  },

  lapse(entry: EntryMatter, _input: Input<"lapse">, context: Ctx): D {
    return { event: "lapse", body: { ...entry.body, outcome: "lapsed", endedAtMs: context.nowMs } };
  },

  /** Now that screening has it, its holder is told and the others get it. */
  listed(entry: EntryMatter, input: Input<"listed">, context: Ctx): D {
    if (entry.body.listedAtMs !== null) return { event: null, body: { ...entry.body, trouble: null } };
    const { profile, nowMs } = context;
    const body: ListEntry = { ...entry.body, listedAtMs: nowMs, trouble: null };
    if (!limits(body)) return { event: null, body, detail: { version: input.reference } };
    const later = body.tellLater !== null && profile.deadlines["notice.delay"] !== undefined;
    const after: EntryMatter = { ...entry, body: later ? body : { ...body, toldAtMs: nowMs } };
    const receivers = receiversOf(body.type, body.sharing, context.facts.receivers);
    return {
      event: null,
      body: after.body,
      arm: later ? [{ key: "notice.delay", startMs: nowMs, command: "tell-holder" }] : [],
      effects: shareWith(after, receivers),
      notices: later ? [] : limitNotice(after, profile, lifeOf(after, context)),
      announces: shared(after, "entered", receivers),
      detail: { version: input.reference, receivers: receivers.length },
    };
  },

  "tell-holder"(entry: EntryMatter, _input: Input<"tell-holder">, context: Ctx): D {
    if (entry.body.toldAtMs !== null || !limits(entry.body)) return { event: null };
    return { event: null, body: { ...entry.body, toldAtMs: context.nowMs }, notices: limitNotice(entry, context.profile, lifeOf(entry, context)) };
  },

  review(entry: EntryMatter, input: Input<"review">, context: Ctx): D {
    const { profile, nowMs } = context;
    const { review } = ruleFor(profile, entry.body.type, entry.body.strength);
    const next = profile.due(review, nowMs).dueAtMs < (entry.body.endsAtMs ?? 0);
    return {
      event: null,
      level: 1,
      body: { ...entry.body, reviewDue: false, reviewedAtMs: nowMs },
      arm: next ? [{ key: review, startMs: nowMs, command: "review-due" }] : [],
      detail: { note: input.note },
    };
  },

  "review-due"(entry: EntryMatter): D {
    return { event: null, level: 2, assignee: null, body: { ...entry.body, reviewDue: true } };
  },

  "recheck-due"(entry: EntryMatter, _input: Input<"recheck-due">, context: Ctx): D {
    const { recheck } = ruleFor(context.profile, entry.body.type, entry.body.strength);
    return {
      event: null,
      level: 2,
      assignee: null,
      body: { ...entry.body, recheckDue: true },
      arm: recheck === null ? [] : [{ key: recheck, startMs: context.nowMs, command: "recheck-due" }],
    };
  },

  "ask-extension"(entry: EntryMatter, input: Input<"ask-extension">, context: Ctx): D {
    requireRole(context.profile.allowed("list-entry").propose, context, "asking for an extension");
    const known = new Set(entry.body.grounds.map(groundKey));
    const grounds = groundsFrom(input.grounds, context, entry.body.ref !== null, context.facts.seen).filter((ground) => !known.has(groundKey(ground)));
    checkNew(grounds, entry.body.strength);
    return {
      event: null,
      level: 2,
      assignee: null,
      body: { ...entry.body, asked: { grounds, note: input.note } },
      evidence: evidenceOf(grounds),
      restsOn: matters(grounds),
      detail: { grounds: grounds.map(groundKey), note: input.note },
    };
  },

  extend(entry: EntryMatter, _input: Input<"extend">, context: Ctx): D {
    const { profile, nowMs } = context;
    const measure = profile.allowed("list-entry");
    requireRole(measure.approve, context, "extending an entry");
    const { asked, strength, activatedAtMs } = entry.body;
    if (measure.renewals === "none") throw new ProblemError({ code: "limit-of-law", detail: "an entry is not extended here", expected: "a new entry" });
    if (asked === null) throw new ProblemError({ code: "not-now", detail: "nobody has asked for an extension", expected: 'the command "ask-extension" by another person' });
    const grounds: readonly Ground[] = [...entry.body.grounds, ...asked.grounds.map((ground) => ({ ...ground, addedAtMs: nowMs, withdrawn: null }))];
    checkNew(asked.grounds, strength);
    checkCarried(grounds, strength, evidenceRule(profile));
    const { times, arm } = lifeFrom(entry, strength, context);
    if (times.endsAtMs - (activatedAtMs ?? nowMs) > LIFE_MAX_MS)
      throw new ProblemError({ code: "limit-of-law", detail: "it would stand longer than five years", expected: "a new entry, decided anew" });
    const body: ListEntry = {
      ...entry.body,
      ...times,
      ...carrying(grounds, strength, context),
      grounds,
      asked: null,
      reviewDue: false,
      extensions: [...entry.body.extensions, { atMs: nowMs, untilMs: times.endsAtMs }],
      toldAtMs: limits(entry.body) && entry.body.listedAtMs !== null ? nowMs : entry.body.toldAtMs,
    };
    const after: EntryMatter = { ...entry, body };
    const receivers = holding(context.facts.shares);
    const tell = limits(body) && body.listedAtMs !== null;
    return {
      event: "extend",
      body,
      level: 1,
      basis: measure.authority.basis,
      evidence: evidenceOf(asked.grounds),
      disarm: [...lifeKeys(profile), ...(tell ? ["notice.delay" as const] : [])],
      arm,
      effects: [toLists(after, "list"), ...shareWith(after, receivers)],
      notices: tell ? limitNotice(after, profile, lifeOf(after, context), "list-entry.extended") : [],
      announces: shared(after, "entered", receivers),
      detail: { endsAtMs: body.endsAtMs },
    };
  },

  "add-ground"(entry: EntryMatter, input: Input<"add-ground">, context: Ctx): D {
    const { body } = entry;
    if (body.grounds.some((ground) => groundKey(ground) === groundKey(input.ground))) return { event: null };
    const grounds: readonly Ground[] = [...body.grounds, { ...input.ground, addedAtMs: context.nowMs, withdrawn: null }];
    const said = { evidence: evidenceOf([input.ground]), restsOn: matters([input.ground]), detail: { ground: groundKey(input.ground) } };
    if (entry.state === "proposed") {
      const best = strongestOf(grounds, evidenceRule(context.profile)) ?? body.strength;
      const wanted = input.strength === undefined ? body.strength : weaker(best, input.strength);
      return { event: null, ...said, body: { ...body, grounds, strength: isAtLeast(wanted, body.strength) ? wanted : body.strength } };
    }
    const after: EntryMatter = { ...entry, body: { ...body, grounds, ...carrying(grounds, body.strength, context) } };
    const other = after.body.basis !== body.basis || after.body.confidencePermille !== body.confidencePermille;
    return { event: null, ...said, body: after.body, effects: other && isInForce(entry.state) ? [toLists(after, "list")] : [] };
  },

  "move-ground"(entry: EntryMatter, { from, to, back }: Input<"move-ground">): D {
    const moves = (ground: Ground): boolean => (ground.kind === "case" || ground.kind === "entry") && ground.matter === from && (!back || (ground.through ?? []).at(-1) === to);
    const grounds = entry.body.grounds.map((ground): Ground => {
      if (!moves(ground)) return ground;
      const through = back ? (ground.through ?? []).slice(0, -1) : [...(ground.through ?? []), from];
      return { ...ground, matter: to, through } as Ground;
    });
    return { event: null, body: { ...entry.body, grounds }, restsOn: entry.body.grounds.some(moves) ? [to] : [], detail: { from, to } };
  },

  suspend(entry: EntryMatter, input: Input<"suspend">, context: Ctx): D {
    const back = takenBack(entry, "suspended-by-appeal", context);
    return { event: "suspend", ...back, effects: [toLists(entry, "unlist"), ...(back.effects ?? [])], evidence: [{ kind: "matter", ref: input.appeal }] };
  },

  restore(entry: EntryMatter, input: Input<"restore">, context: Ctx): D {
    const { body } = entry;
    // What was never in the lists is told and shared when it is.
    const receivers = body.listedAtMs === null || !limits(body) ? [] : receiversOf(body.type, body.sharing, context.facts.receivers);
    const untold = limits(body) && body.listedAtMs !== null && body.toldAtMs === null;
    return {
      event: `restore-${body.strength}`,
      ...(untold ? { body: { ...body, toldAtMs: context.nowMs }, notices: limitNotice(entry, context.profile, lifeOf(entry, context)) } : {}),
      disarm: receivers.length > 0 ? REVOCATION_CLOCKS : [],
      effects: [toLists(entry, "list"), ...shareWith(entry, receivers)],
      announces: shared(entry, "entered", receivers),
      evidence: [{ kind: "matter", ref: input.appeal }],
    };
  },
};

/** New, and more than another voice: reports alone prolong a watch and nothing else. */
function checkNew(grounds: readonly { readonly kind: Ground["kind"] }[], strength: Strength): void {
  if (grounds.some(({ kind }) => strength === "watch" || (kind !== "report" && kind !== "entry"))) return;
  throw new ProblemError({
    code: "limit-of-law",
    detail: grounds.length === 0 ? "an extension needs evidence that the entry does not rest on already" : "reports and connections alone extend no more than a watch",
    at: { field: "grounds" },
    expected: "new evidence",
  });
}

/** What is raised while its holder objects needs another pair of eyes: nobody is entered for having appealed. */
function checkAppeal(entry: EntryMatter, strength: Strength, { facts }: Ctx): void {
  if (!facts.appealOpen || strength === "watch" || entry.body.secondAtMs !== null) return;
  throw new ProblemError({ code: "limit-of-law", detail: "its holder's appeal is open", expected: 'the command "second-approval" by somebody else first' });
}
