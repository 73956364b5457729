/**
 * Which clocks run for a warning, from the profile's rule for its level: to sign for, to contact, to visit, to ask again,
 * to end. All that run out before the person was reached give the same command, which goes up one tier.
 */
import type { DeadlineKey, WarningLevel } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { ArmDeadline } from "../../matters/decision.ts";

export interface LevelKeys {
  readonly sign: DeadlineKey | null;
  readonly contact: DeadlineKey | null;
  readonly visit: DeadlineKey | null;
}

export function keysOf(profile: JurisdictionProfile, level: WarningLevel, rural: boolean): LevelKeys {
  const { sign, contact, visit } = profile.warning.levels[level];
  return { sign, contact, visit: rural ? visit.rural : visit.urban };
}

function overdueAt(key: DeadlineKey | null, startMs: number): readonly ArmDeadline[] {
  return key === null ? [] : [{ key, startMs, command: "overdue" }];
}

/** From dispatch, and anew when the level rises or a higher tier takes over. */
export function instructionClocks(profile: JurisdictionProfile, level: WarningLevel, rural: boolean, nowMs: number, signed: boolean): readonly ArmDeadline[] {
  const { sign, contact, visit } = keysOf(profile, level, rural);
  return [...(signed ? [] : overdueAt(sign, nowMs)), ...overdueAt(contact, nowMs), ...(profile.warning.levels[level].visit.when === "always" ? overdueAt(visit, nowMs) : [])];
}

/** While somebody is at it, and until a visit is made: the visit's limit. */
export function visitClock(profile: JurisdictionProfile, level: WarningLevel, rural: boolean, nowMs: number): readonly ArmDeadline[] {
  return overdueAt(keysOf(profile, level, rural).visit, nowMs);
}

/** When nobody was reached and no visit follows: the same time once more. */
export function contactClock(profile: JurisdictionProfile, level: WarningLevel, nowMs: number): readonly ArmDeadline[] {
  return overdueAt(profile.warning.levels[level].contact, nowMs);
}

/** A warning without new signs ends by itself. */
export function expiryClock(profile: JurisdictionProfile, nowMs: number): readonly ArmDeadline[] {
  return profile.deadlines["warning.low.expiry"] === undefined ? [] : [{ key: "warning.low.expiry", startMs: nowMs, command: "expire" }];
}

/** When it may be said that no loss followed; null where the profile has no such time. */
export function checkClock(profile: JurisdictionProfile, nowMs: number): (ArmDeadline & { readonly dueAtMs: number }) | null {
  const key = (["warning.averted", "warning.low.expiry"] as const).find((one) => profile.deadlines[one] !== undefined);
  return key === undefined ? null : { key, startMs: nowMs, command: "check", dueAtMs: profile.due(key, nowMs).dueAtMs };
}

/** Every clock of a level that gives `overdue`. */
export function overdueKeys(profile: JurisdictionProfile, level: WarningLevel): readonly DeadlineKey[] {
  const { sign, contact, visit } = profile.warning.levels[level];
  return [...new Set([sign, contact, visit.urban, visit.rural].filter((key) => key !== null))];
}

/** Whether an instant still belongs to the episode that began at `startMs`. */
export function sameEpisode(profile: JurisdictionProfile, startMs: number, atMs: number): boolean {
  return profile.deadlines["warning.merge"] !== undefined && atMs < profile.due("warning.merge", startMs).dueAtMs;
}
