/**
 * How often each rule was right, from what became of the warnings it raised: confirmed when the person was being deceived,
 * refuted when it was a false alarm. Rules that are surely below the profile's floor are named, so that they can go back
 * to shadow mode; switching them is left to whoever publishes rules.
 */
import type { MatterId } from "../domain/matter.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Work } from "../matters/work.ts";
import type { Sql } from "../ports/store.ts";
import { LEVEL_NUMBER } from "./warning/warning.ts";
import { shareOf, type Share } from "../base/wilson.ts";

/** Keeps what a warning's outcome says of its rules; a later word about the same warning replaces the earlier. */
export async function recordOutcomes(
  work: Work,
  said: { readonly warning: MatterId; readonly rules: readonly string[]; readonly outcome: "confirmed" | "refuted" },
): Promise<void> {
  if (said.rules.length === 0) return;
  await work.query(
    `insert into rule_outcome (warning, rule, outcome, level, at_ms) select m.id, r.rule, $3, m.level, $4 from matter m cross join (select distinct rule from unnest($2::text[]) as x(rule)) r
     where m.id = $1 order by r.rule on conflict (warning, rule) do update set outcome = excluded.outcome, level = excluded.level, at_ms = excluded.at_ms`,
    [said.warning, said.rules, said.outcome, work.nowMs],
    "rule-outcomes",
  );
}

/** Which of the profile's floors a rule is measured against: what it does when it is wrong. */
export type Floor = "urgent" | "flag";

export interface RulePrecision {
  readonly rule: string;
  readonly floor: Floor;
  readonly confirmed: number;
  readonly refuted: number;
  readonly share: Share;
}

/** Precision of each rule over warnings whose outcome became known since `sinceMs`: urgent ones and all others apart. */
export async function rulePrecision(sql: Sql, sinceMs: number): Promise<readonly RulePrecision[]> {
  const rows = await sql.query<{ readonly rule: string; readonly urgent: boolean; readonly confirmed: number; readonly refuted: number }>(
    `select rule, level = $2 as urgent, count(*) filter (where outcome = 'confirmed') as confirmed, count(*) filter (where outcome = 'refuted') as refuted
     from rule_outcome where at_ms >= $1 group by rule, level = $2 order by rule, urgent`,
    [sinceMs, LEVEL_NUMBER.urgent],
    "rule-precision",
  );
  return rows.map(({ rule, urgent, confirmed, refuted }) => ({
    rule,
    floor: urgent ? "urgent" : "flag",
    confirmed,
    refuted,
    share: shareOf(confirmed, confirmed + refuted),
  }));
}

export interface BelowFloor extends RulePrecision {
  readonly floorPermille: number;
  /** `fall`: the whole interval lies below the floor. `watch`: the share does, but so few were seen that it may be chance. */
  readonly verdict: "fall" | "watch";
}

/** Fewer say nothing, whatever the interval: three people in a row may be unlucky. Ours. */
const OUTCOMES_MIN = 10;

/** Rules below the profile's floors, those that should fall to shadow mode first. */
export function rulesBelowFloor(precision: readonly RulePrecision[], profile: JurisdictionProfile): readonly BelowFloor[] {
  const below = precision.flatMap((one): BelowFloor[] => {
    const floorPermille = profile.warning.precisionFloors[one.floor].permille;
    const { permille, highPermille, of } = one.share;
    if (permille === null || permille >= floorPermille) return [];
    return [{ ...one, floorPermille, verdict: of >= OUTCOMES_MIN && highPermille < floorPermille ? "fall" : "watch" }];
  });
  return below.toSorted((a, b) => Number(b.verdict === "fall") - Number(a.verdict === "fall") || (a.rule < b.rule ? -1 : 1));
}
