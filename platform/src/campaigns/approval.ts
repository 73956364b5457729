/**
 * Whose approval a campaign or operation needs: the head of an organ whose territory holds all that it reaches, at the
 * level that the profile puts there. A country without such heads has the lead of the duty. No tier is named here.
 */
import { ProblemError } from "../base/problem.ts";
import type { RoleId } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { commonParent, COUNTRY, tierOf, within, type Territory } from "../domain/territory.ts";
import type { Context } from "../matters/kind.ts";

/** The lowest first. */
const HEADS = ["countyChief", "cityChief", "provinceChief"] as const satisfies readonly RoleId[];
/** As commands list them: somebody with several acts in the highest. */
export const APPROVERS = ["provinceChief", "cityChief", "countyChief", "dutyLead"] as const;

export interface Approval {
  readonly span: string;
  /** Tier of the place that holds all of it. */
  readonly tier: string;
  readonly role: string;
  readonly org: string;
  readonly atMs: number;
}

/** The smallest place that holds all of them. */
export function spanOf(places: readonly string[]): Territory {
  if (places.length === 0) return COUNTRY;
  return places.reduce((span, place) => commonParent(span as Territory, place as Territory), places[0]) as Territory;
}

/** The least head for a span: the lowest that sits at its tier or above; the highest there is where none sits so high. */
export function headFor(profile: JurisdictionProfile, span: Territory): RoleId {
  const tiers = [profile.territory.top, ...profile.territory.tiers.map(({ id }) => id)];
  const reach = tiers.indexOf(tierOf(span, profile.territory));
  const heads = HEADS.flatMap((role) => {
    const binding = profile.roles[role];
    return binding === undefined ? [] : [{ role, highest: Math.min(...binding.tiers.map((tier) => tiers.indexOf(tier))) }];
  });
  return heads.find(({ highest }) => highest <= reach)?.role ?? heads.at(-1)?.role ?? "dutyLead";
}

/** Throws unless who acts may approve what reaches over `span`. */
export function requireApproval(span: Territory, context: Pick<Context, "profile" | "role" | "territory" | "org" | "nowMs">, what: string): Approval {
  const { profile, role } = context;
  const least = headFor(profile, span);
  const tier = tierOf(span, profile.territory);
  const rank = (one: string): number => (HEADS as readonly string[]).indexOf(one);
  const high = least === "dutyLead" ? role === "dutyLead" : rank(role) >= rank(least);
  if (!high || !within(span, context.territory as Territory)) {
    const words = profile.wording.tiers[tier]?.en ?? tier;
    throw new ProblemError({
      code: "not-allowed",
      detail: `${what} reaches over ${span === "" ? "the whole country" : span} (${words}) and needs the approval of its ${profile.wording.roles[least].en}`,
      expected: `${least} of an organ whose territory holds ${span === "" ? "the whole country" : span}`,
    });
  }
  return { span, tier, role, org: context.org ?? "", atMs: context.nowMs };
}

interface Seen {
  readonly territory: string;
  readonly org: string;
}

/** Whether who acts may see it: what lies outside is not found. */
export function isVisible(matter: Seen, context: Pick<Context, "role" | "org" | "territory">): boolean {
  return context.role === "system" || matter.org === context.org || within(matter.territory as Territory, context.territory as Territory);
}
