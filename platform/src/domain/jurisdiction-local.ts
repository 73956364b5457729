/**
 * What a deployment sets otherwise than its country's profile. Milder for the person is always accepted; harsher only
 * with a statute or a regulator's rule behind it, so that a local habit cannot become a limit on anybody's rights. Leaves
 * out powers: a deployment cannot allow a measure that its country does not.
 */
import { isLaw, isLonger, finding, type ProfileData, type ProfileFinding } from "./jurisdiction-check.ts";
import type { LocalValues } from "./jurisdiction-schema.ts";
import type { DeadlineKey, MeasureKind } from "./jurisdiction-words.ts";
import type { DeadlineRule, MeasureRule, OpeningRule, ValueStatus } from "./jurisdiction.ts";

/** Time that the person concerned has: less of it is harsher. For every other clock more is harsher. */
const TIME_OF_THE_PERSON: ReadonlySet<DeadlineKey> = new Set([
  "case.declineReviewApply",
  "refund.publicNotice",
  "review.apply",
  "reimburse.claimWindow",
  "ombudsman.refer",
  "atm.revocable",
  "sim.reverify",
  "state.compensationHigher",
  "stop.roundWindow",
  "protective.roundWindow",
]);

const FILE = "local.json";
const NEEDS_LAW = "a statute or regulator's rule as basis, because the value is harsher than the profile's";

/** The profile with the local values in, and what was refused of them. */
export function applyLocal(profile: ProfileData, local: LocalValues): { readonly profile: ProfileData; readonly findings: readonly ProfileFinding[] } {
  const findings: ProfileFinding[] = [];
  const judge = (path: string, value: unknown, harsher: boolean, status: ValueStatus): void => {
    if (harsher && !isLaw(status)) findings.push(finding(FILE, path, value, NEEDS_LAW));
  };

  const deadlines: Partial<Record<DeadlineKey, DeadlineRule>> = { ...profile.deadlines };
  for (const [name, value] of Object.entries(local.deadlines)) {
    const key = name as DeadlineKey;
    const rule = profile.deadlines[key];
    if (rule === undefined) {
      findings.push(finding(FILE, `deadlines.${key}`, key, "a clock that the profile has"));
      continue;
    }
    const harsher = TIME_OF_THE_PERSON.has(key) ? isLonger(rule.duration, value.duration) : isLonger(value.duration, rule.duration);
    judge(`deadlines.${key}`, `${value.duration.amount} ${value.duration.kind} instead of ${rule.duration.amount} ${rule.duration.kind}`, harsher, value.status);
    deadlines[key] = { ...rule, ...value };
  }

  const measures: Record<MeasureKind, MeasureRule> = { ...profile.measures };
  for (const [name, value] of Object.entries(local.rounds)) {
    const kind = name as MeasureKind;
    const measure = profile.measures[kind];
    if (!measure.allowed || measure.rounds === null) {
      findings.push(finding(FILE, `rounds.${kind}`, kind, "a measure that the profile allows in rounds"));
      continue;
    }
    judge(`rounds.${kind}.max`, value.max, value.max > measure.rounds.max, value.status);
    measures[kind] = { ...measure, rounds: { ...measure.rounds, ...value } };
  }

  const opening: OpeningRule[] = profile.opening.map((rule) => {
    const value = Object.hasOwn(local.opening, rule.rule) ? local.opening[rule.rule] : undefined;
    if (value === undefined) return rule;
    const fewer = value.max !== null && (rule.max === null || value.max < rule.max);
    judge(`opening.${rule.rule}`, `${value.effect} from ${String(value.max)}`, fewer || EFFECTS.indexOf(value.effect) > EFFECTS.indexOf(rule.effect), value.status);
    return { ...rule, ...value };
  });
  for (const rule of Object.keys(local.opening)) {
    if (!profile.opening.some((known) => known.rule === rule)) findings.push(finding(FILE, `opening.${rule}`, rule, "an opening rule that the profile has"));
  }

  let warning = profile.warning;
  if (local.contactCap !== undefined) {
    judge("contactCap.perPersonAndDay", local.contactCap.perPersonAndDay, local.contactCap.perPersonAndDay > warning.contactCap.perPersonAndDay, local.contactCap.status);
    warning = { ...warning, contactCap: { ...warning.contactCap, ...local.contactCap } };
  }
  return { profile: { ...profile, deadlines, measures, opening, warning, sources: { ...profile.sources, ...local.sources } }, findings };
}

/** From mild to harsh. */
const EFFECTS: readonly OpeningRule["effect"][] = ["ask", "reverify", "limit", "refuse"];
