/**
 * What comes next for a warning, from the profile's channels and the cap of contacts: message, call, visit, and when
 * these are used up the next tier. It proposes; the officer decides, and the cap alone refuses.
 */
import { epochDayAt, startOfDayMs } from "../../domain/calendar.ts";
import type { Channel, WarningLevel } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { WarningState } from "./states.ts";
import type { NextStep, Warning } from "./warning.ts";

/** The channel that follows one on the profile's ladder; null at its end. */
export function channelAfter(ladder: readonly Channel[], channel: Channel): Channel | null {
  const at = ladder.indexOf(channel);
  return at < 0 ? null : (ladder.at(at + 1) ?? null);
}

export function nextStep(state: WarningState, level: WarningLevel, body: Warning, profile: JurisdictionProfile, nowMs: number): NextStep {
  switch (state) {
    case "new":
      return { kind: "grade" };
    case "graded":
      return { kind: "dispatch" };
    case "dispatched":
    case "escalated":
      return { kind: "sign" };
    case "signed":
      return contactStep(level, body, profile, nowMs, null);
    case "refused":
    case "unreachable":
      return contactStep(level, body, profile, nowMs, body.attempts.at(-1)?.channel ?? null);
    case "awakened":
    case "follow-up": {
      const [first] = body.recontacts.toSorted((a, b) => a.dueAtMs - b.dueAtMs);
      return first === undefined ? { kind: "none" } : { kind: "follow-up", dueAtMs: first.dueAtMs };
    }
    case "already-paid":
      return { kind: "report" };
    case "in-contact":
    case "closed-to-report":
    case "not-a-target":
    case "closed":
    case "merged":
    case "expired":
    case "cancelled":
      return { kind: "none" };
  }
}

function contactStep(level: WarningLevel, body: Warning, profile: JurisdictionProfile, nowMs: number, tried: Channel | null): NextStep {
  const rule = profile.warning.levels[level];
  if (rule.contact === null) return { kind: "none" };
  const capped = cappedUntilMs(body, 0, profile, nowMs);
  if (capped !== null) return { kind: "wait", untilMs: capped };
  // Without a number nobody can be called.
  const usual = rule.contactBy.find((one) => one !== "sms" && (one !== "call" || body.number !== null)) ?? "visit";
  if (tried === null) return { kind: "contact", channel: usual };
  if (tried === "visit") return { kind: "escalate" };
  const above = channelAfter(profile.warning.ladder, tried);
  const visits = rule.visit.when === "never" ? false : rule.visit.when === "refused" ? body.attempts.at(-1)?.outcome?.startsWith("refused") === true : true;
  return above === "visit" && visits ? { kind: "contact", channel: "visit" } : { kind: "contact", channel: usual };
}

/** From when on contacts are counted: the day, or the last rise of the level. */
export function countedSinceMs(body: Warning, profile: JurisdictionProfile, nowMs: number): number {
  const day = startOfDayMs(epochDayAt(nowMs, profile.timeZone), profile.timeZone);
  return profile.warning.contactCap.liftedWhenLevelRises ? Math.max(day, body.raisedAtMs) : day;
}

/** When the person may be contacted again, or null when that is now. `elsewhere` are contacts in the person's other warnings. */
export function cappedUntilMs(body: Warning, elsewhere: number, profile: JurisdictionProfile, nowMs: number): number | null {
  const sinceMs = countedSinceMs(body, profile, nowMs);
  const made = elsewhere + body.attempts.filter((one) => one.counts && one.atMs > sinceMs).length;
  const allowed = profile.warning.contactCap.perPersonAndDay + body.allowed.filter((atMs) => atMs > sinceMs).length;
  if (made < allowed) return null;
  return startOfDayMs(epochDayAt(nowMs, profile.timeZone) + 1, profile.timeZone);
}
