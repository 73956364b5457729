/**
 * How an entry ends or is lowered: out of the lists at once, back from every receiver that ever had it, the holder told, and
 * what rested on it looked at again. It says it has ended only when all receivers have said that they carried it out. Pure.
 */
import type { Announcement } from "../../domain/announcement.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { ArmDeadline, Decision, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Facts } from "./facts.ts";
import { basisFor, confidenceOf, strongestOf, weaker, type Ground } from "./grounds.ts";
import type { ListEntry } from "./list-entry.ts";
import { evidenceRule } from "./open.ts";
import { givingNotice, holding, limitNotice, limits, notApplied, shareWith, takeBackFrom, toLists, type EntryMatter } from "./outward.ts";
import { END_REASONS, ENTRY_REASONS, LOWERED, WRONG, type EndReason } from "./reasons.ts";
import { isInForce, type Strength } from "./states.ts";
import { ruleFor } from "./what.ts";

export type D = Decision<ListEntry>;
export type Ctx = Context<Facts>;

/** Receivers have so long to carry a withdrawal out, and are asked again at longer intervals. */
export function revocationClock(context: Ctx, key: (typeof REVOCATION_CLOCKS)[number] = "list.revocationApply"): readonly ArmDeadline[] {
  return context.profile.deadlines[key] === undefined ? [] : [{ key, startMs: context.nowMs, command: "revocation-overdue" }];
}

export const REVOCATION_CLOCKS = ["list.revocationApply", "list.revocationAgain"] as const;

/** The record of what receivers were told, kept beside the entry. */
export function shared(entry: EntryMatter, action: "entered" | "withdrawn", receivers: readonly string[]): readonly Announcement[] {
  return receivers.length === 0 ? [] : [{ name: "entry-shared", entry: entry.id, action, receivers }];
}

/** Takes it back from whoever has it. */
export function takenBack(entry: EntryMatter, why: string, context: Ctx): Pick<D, "effects" | "arm" | "announces"> {
  const receivers = holding(context.facts.shares);
  return {
    effects: takeBackFrom(entry, receivers, why),
    arm: receivers.length > 0 ? revocationClock(context) : [],
    announces: shared(entry, "withdrawn", receivers),
  };
}

const EVENT = { expired: "expire", revoked: "revoke", superseded: "supersede" } as const;

interface End {
  readonly ends: "expired" | "revoked" | "superseded";
  readonly reason: EndReason;
  /** What rested on it is looked after by whoever gave the command. */
  readonly quiet?: boolean;
  readonly detail?: D["detail"];
  readonly grounds?: readonly Ground[];
}

export function end(entry: EntryMatter, { ends, reason, quiet = false, detail, grounds }: End, context: Ctx): D {
  const body: ListEntry = { ...entry.body, grounds: grounds ?? entry.body.grounds, outcome: reason, endedAtMs: context.nowMs };
  if (entry.state === "proposed") return { event: "reject", body: { ...body, outcome: "rejected" }, detail: { why: reason, ...detail } };
  const back = takenBack(entry, reason, context);
  const waiting = holding(context.facts.shares).length + notApplied(context.facts.shares).length > 0;
  const wrong = WRONG.has(reason) && body.listedAtMs !== null && limits(body);
  const announces: readonly Announcement[] = [
    ...(back.announces ?? []),
    ...(wrong
      ? [{ name: "lifted-as-wrong" as const, matter: entry.id, startedAtMs: body.listedAtMs ?? context.nowMs, endedAtMs: context.nowMs, amountMinor: null, currency: null }]
      : []),
    // What rested on a replaced entry goes on in the one that replaces it.
    ...(quiet || ends === "superseded" ? [] : [{ name: "support-withdrawn" as const, matter: entry.id, reason }]),
  ];
  return {
    event: waiting ? "recall" : EVENT[ends],
    body: { ...body, ends, reviewDue: false, recheckDue: false, asked: null },
    assignee: null,
    disarm: "all",
    arm: waiting ? revocationClock(context) : [],
    effects: [...(isInForce(entry.state) ? [toLists(entry, "unlist")] : []), ...(back.effects ?? [])],
    notices: ends === "superseded" ? [] : endNotices(entry, ends, END_REASONS[reason], context),
    announces,
    detail: { why: reason, ...detail },
  };
}

/** Whoever was limited is told that it is over, and before that what it was if that is still untold. */
function endNotices(entry: EntryMatter, ends: "expired" | "revoked", reason: Bilingual, context: Ctx): readonly NoticeDraft[] {
  const { body } = entry;
  if (body.listedAtMs === null || !limits(body)) return [];
  const untold = body.toldAtMs === null ? limitNotice(entry, context.profile, lifeOf(entry, context)) : [];
  return [...untold, ...givingNotice(entry, ends === "expired" ? "list-entry.expired" : "list-entry.withdrawn", reason, context)];
}

export function lifeOf(entry: EntryMatter, context: Pick<Ctx, "profile">) {
  return ruleFor(context.profile, entry.body.type, entry.body.strength).life;
}

/** Less than before. It never lasts longer for that, and somebody looks whether the rest still stands. */
export function lower(entry: EntryMatter, to: Strength, grounds: readonly Ground[], context: Ctx, detail: NonNullable<D["detail"]>): D {
  const { profile, nowMs } = context;
  const body: ListEntry = { ...entry.body, ...carrying(grounds, to, context), grounds, strength: to, reviewDue: true };
  if (entry.state === "proposed") return { event: null, body: { ...entry.body, grounds, strength: to }, detail };
  const { life } = ruleFor(profile, body.type, to);
  const untilMs = profile.due(life, nowMs).dueAtMs;
  const sooner = untilMs < (body.endsAtMs ?? Infinity);
  const endsAtMs = sooner ? untilMs : body.endsAtMs;
  const after: EntryMatter = { ...entry, body: { ...body, endsAtMs, reviewAtMs: Math.min(body.reviewAtMs ?? untilMs, endsAtMs ?? untilMs) } };
  const out = limits(entry.body) && !limits(body);
  const inForce = isInForce(entry.state);
  const receivers = holding(context.facts.shares);
  const back = out ? takenBack(entry, "lowered", context) : null;
  const notices =
    !inForce || entry.body.listedAtMs === null || !limits(entry.body)
      ? []
      : [
          ...(entry.body.toldAtMs === null ? limitNotice(entry, profile, lifeOf(entry, context)) : []),
          ...givingNotice(entry, out ? "list-entry.withdrawn" : "list-entry.lowered", LOWERED, context),
        ];
  return {
    // While an appeal suspends it nothing changes but what it would come back as.
    event: inForce ? `lower-to-${to}` : null,
    body: after.body,
    level: 2,
    assignee: null,
    disarm: sooner ? [lifeOf(entry, context)] : [],
    arm: [...(sooner ? [{ key: life, startMs: nowMs, command: "expire" }] : []), ...(back?.arm ?? [])],
    effects: [...(inForce ? [toLists(after, "list")] : []), ...(back === null ? shareWith(after, receivers) : (back.effects ?? []))],
    notices,
    announces: back === null ? shared(entry, "entered", receivers) : (back.announces ?? []),
    detail: { ...detail, from: entry.body.strength, to },
  };
}

/** What stands behind an entry of that strength, in the words for its holder and for the lists. */
export function carrying(grounds: readonly Ground[], strength: Strength, context: Pick<Ctx, "profile">): Pick<ListEntry, "basis" | "reason" | "confidencePermille"> {
  const basis = basisFor(grounds, strength, evidenceRule(context.profile));
  return { basis, reason: basis === null ? null : ENTRY_REASONS[basis], confidencePermille: basis === null ? 1 : confidenceOf(basis, grounds) };
}

/** After some of its grounds fell: it falls, is lowered, or stands on what is left. */
export function reweigh(entry: EntryMatter, grounds: readonly Ground[], quiet: boolean, context: Ctx, detail: NonNullable<D["detail"]>): D {
  const best = strongestOf(grounds, evidenceRule(context.profile));
  if (best === null) return end(entry, { ends: "revoked", reason: "unsupported", quiet, detail, grounds }, context);
  const to = weaker(best, entry.body.strength);
  if (to !== entry.body.strength) return lower(entry, to, grounds, context, detail);
  const body: ListEntry = { ...entry.body, grounds, ...(entry.state === "proposed" ? {} : carrying(grounds, to, context)) };
  // In the lists it rests on something else now, and they say so.
  const other = body.basis !== entry.body.basis || body.confidencePermille !== entry.body.confidencePermille;
  return { event: null, body, detail, effects: other && isInForce(entry.state) ? [toLists({ ...entry, body }, "list")] : [] };
}

/** The grounds with these taken away. */
export function without(grounds: readonly Ground[], falls: (ground: Ground) => boolean, why: string, nowMs: number): readonly Ground[] {
  return grounds.map((ground) => (ground.withdrawn === null && falls(ground) ? { ...ground, withdrawn: { atMs: nowMs, why } } : ground));
}
