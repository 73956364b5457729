/** Clocks of orders that only remind somebody: a country whose profile has no such clock goes without. */
import type { DeadlineKey } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { ArmDeadline } from "../matters/decision.ts";

export function alarm(profile: JurisdictionProfile, key: DeadlineKey, startMs: number, command: string): readonly ArmDeadline[] {
  return profile.deadlines[key] === undefined ? [] : [{ key, startMs, command }];
}
