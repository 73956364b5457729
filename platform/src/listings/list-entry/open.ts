/**
 * How an entry is proposed: by whom the law names, about something that nobody protects, on grounds that carry as much as is
 * asked for and that speak of it. An entry that says as much already is extended, not made twice. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { ListEvidenceRule, JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { MatterId } from "../../domain/matter.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import type { GroundSeen, OpenFacts, OtherEntry } from "./facts.ts";
import { evidenceOf, groundKey, matterOf, strongestOf, type Ground, type GroundInput } from "./grounds.ts";
import type { entryDraft, ListEntry } from "./list-entry.ts";
import { isAtLeast, type Strength } from "./states.ts";
import { ruleFor } from "./what.ts";

export function openEntry(draft: z.output<typeof entryDraft>, context: Context<OpenFacts>): Opening<ListEntry> {
  const { profile, facts } = context;
  const measure = profile.allowed("list-entry");
  requireRole(measure.propose, context, "proposing a list entry");
  const { listed, seen } = facts;
  ruleFor(profile, listed.type, draft.strength);
  checkOthers(facts.others, draft.strength);
  const grounds = groundsFrom(draft.grounds, context, listed.ref !== null, seen);
  checkCarried(grounds, draft.strength, evidenceRule(profile));
  const [parent] = grounds.flatMap((ground) => matterOf(ground) ?? []);
  const first = parent === undefined ? undefined : seen.get(parent);
  return {
    body: {
      type: listed.type,
      ref: listed.ref,
      plain: listed.plain,
      about: listed.about,
      strength: draft.strength,
      grounds,
      basis: null,
      reason: null,
      confidencePermille: 0,
      sharing: draft.sharing,
      note: draft.note ?? null,
      decider: null,
      activatedAtMs: null,
      listedAtMs: null,
      endsAtMs: null,
      lifeAssumed: true,
      reviewAtMs: null,
      reviewDue: false,
      reviewedAtMs: null,
      recheckDue: false,
      recheckedAtMs: null,
      extensions: [],
      asked: null,
      secondAtMs: null,
      tellLater: null,
      toldAtMs: null,
      outcome: null,
      ends: null,
      endedAtMs: null,
      overdue: 0,
      trouble: null,
    },
    // What this program proposes is decided where its ground is worked on.
    territory: context.role === "system" ? (first?.territory ?? context.territory) : context.territory,
    org: context.role === "system" ? (first?.org ?? context.org ?? "") : (context.org ?? ""),
    partner: facts.desk,
    subject: listed.subject,
    parent: parent ?? null,
    level: draft.strength === "block" ? 2 : 1,
    basis: measure.authority.basis,
    evidence: evidenceOf(grounds),
    detail: { type: listed.type, strength: draft.strength, grounds: grounds.map(groundKey) },
    mentions: listed.ref === null ? [] : [{ ref: listed.ref, role: "listed" }],
    restsOn: matters(grounds),
    arm: [{ key: "list.decide", startMs: context.nowMs, command: "lapse" }],
  };
}

export function evidenceRule(profile: JurisdictionProfile): ListEvidenceRule {
  if (profile.listEvidence !== null) return profile.listEvidence;
  throw new ProblemError({ code: "limit-of-law", detail: `${profile.id} has no list entries` });
}

function checkOthers(others: readonly OtherEntry[], strength: Strength): void {
  const same = others.find((other) => other.state === "proposed" || isAtLeast(other.strength, strength));
  if (same === undefined) return;
  throw new ProblemError({
    code: "not-now",
    detail: same.state === "proposed" ? `it is proposed already: ${same.id}` : `${same.id} says as much: give it what is new`,
    value: same.id,
    expected: same.state === "proposed" ? "a decision on that" : "an extension of it",
  });
}

export function checkCarried(grounds: readonly Ground[], strength: Strength, rule: ListEvidenceRule): void {
  const best = strongestOf(grounds, rule);
  if (best !== null && isAtLeast(best, strength)) return;
  throw new ProblemError({
    code: "limit-of-law",
    detail: best === null ? "nothing stands behind it" : `these grounds carry no more than ${best}: reports and single signs are watched, and nothing else`,
    at: { field: "grounds" },
    expected:
      strength === "block"
        ? `a filed case, an authority's instruction, or signs in ${rule.familiesMin} channels that are strong enough and that a person reviews`
        : `a decision, or signs in ${rule.familiesMin} channels`,
  });
}

/** Grounds from outside, each once, each checked against the matter that it names. */
export function groundsFrom(
  given: readonly GroundInput[],
  context: Pick<Context, "nowMs" | "role" | "org" | "territory">,
  personal: boolean,
  seen: ReadonlyMap<string, GroundSeen>,
): readonly Ground[] {
  const grounds = given.map((ground, i): Ground => ({ ...checked(ground, i, context, personal, seen), addedAtMs: context.nowMs, withdrawn: null }));
  return [...new Map(grounds.map((ground) => [groundKey(ground), ground])).values()];
}

/** Case states in which somebody may be found involved; while it changes hands between units a case stays what it was. */
const FILED: readonly string[] = ["filed", "investigating", "holder-identified", "caught", "prosecution", "judged", "closed"];
const CHANGING_HANDS: readonly string[] = ["not-competent", "handed-over", "handed-back", "disputed"];
/** States in which a matter says nothing against anybody. */
const SAYS_NOTHING: Readonly<Record<string, readonly string[]>> = {
  report: ["unsubstantiated", "malicious", "malice-alleged"],
  warning: ["not-a-target", "cancelled", "merged"],
  "list-entry": ["proposed", "rejected", "lapsed", "recalling", "revoked", "suspended-by-appeal", "superseded", "expired"],
  freeze: ["proposed", "approved", "sent", "queued", "declined", "withdrawn", "failed", "lifted", "lapsed", "returned"],
  "stop-payment": ["drafted", "declined", "mismatch", "unreachable", "withdrawn", "recalled", "released"],
  "number-action": ["cancelled", "verified", "restored", "restoring"],
};

function checked(ground: GroundInput, i: number, context: Pick<Context, "role" | "org" | "territory">, personal: boolean, seen: ReadonlyMap<string, GroundSeen>): GroundInput {
  const refuse = (code: "not-found" | "limit-of-law" | "malformed-input", detail: string, expected: string): ProblemError =>
    new ProblemError({ code, detail, at: { field: `grounds.${i}` }, expected });
  const id = matterOf(ground);
  if (id === null) {
    if (ground.kind === "signals" && ground.event === undefined) throw refuse("malformed-input", "signs that stand nowhere", "an event or a warning in which they were found");
    return ground;
  }
  const matter = seen.get(id);
  if (matter === undefined || !isVisible(matter, context)) throw refuse("not-found", `there is no ${id} in your scope`, "a matter that you can see");
  // A host or app stands in no matter by a token: whoever reviews it looks.
  if (personal && ground.kind !== "entry" && !matter.names)
    throw refuse("limit-of-law", `${id} does not say that of it`, "a matter in which it stands as involved, reported or paid");
  if (ground.kind === "case" && !FILED.includes(matter.state) && !(CHANGING_HANDS.includes(matter.state) && matter.resume !== null && FILED.includes(matter.resume)))
    throw refuse("limit-of-law", `${id} is ${matter.state}`, "a case that is filed");
  if (SAYS_NOTHING[matter.kind]?.includes(matter.state) === true) throw refuse("limit-of-law", `${id} is ${matter.state} and carries nothing`, "a matter that stands");
  // What a warning's signs are is said by the warning.
  return ground.kind === "signals" ? { ...ground, families: [...matter.families] } : ground;
}

function isVisible(matter: GroundSeen, { role, org, territory }: Pick<Context, "role" | "org" | "territory">): boolean {
  if (role === "system" || territory === "" || matter.org === org) return true;
  return matter.territory === territory || matter.territory.startsWith(`${territory}/`);
}

export function matters(grounds: readonly GroundInput[]): readonly MatterId[] {
  return [...new Set(grounds.flatMap((ground) => matterOf(ground) ?? []))];
}
