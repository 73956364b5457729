/**
 * Who may order what: the roles that the profile names, the level of the organ whose head approves, and what somebody can
 * see of what an order is to rest on. The tables of commands list everybody who may in some country; here the law of this
 * one narrows it.
 */
import { ProblemError } from "../base/problem.ts";
import type { RoleId } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Context } from "../matters/kind.ts";

/** Heads of police organs, the lowest first. */
export const CHIEFS = ["countyChief", "cityChief", "provinceChief"] as const satisfies readonly RoleId[];
export type Chief = (typeof CHIEFS)[number];
/** As a command lists them: somebody with several acts in the highest. */
export const CHIEFS_HIGHEST_FIRST = ["provinceChief", "cityChief", "countyChief"] as const;

/** Throws `limit-of-law` unless a head of at least the level decides, from an organ that has that level. */
export function requireLevel(least: RoleId, context: Pick<Context, "role" | "profile">, orgLevel: string | null): Chief | null {
  const { role, profile } = context;
  if (role === "system") return null;
  const rank = (CHIEFS as readonly string[]).indexOf(role);
  const needed = (CHIEFS as readonly string[]).indexOf(least);
  const tiers = [profile.territory.top, ...profile.territory.tiers.map((tier) => tier.id)];
  const seat = orgLevel === null ? -1 : tiers.indexOf(orgLevel);
  // The lowest tier at which somebody of that role may sit; higher organs may too.
  const lowest = Math.max(-1, ...(rank < 0 ? [] : (profile.roles[CHIEFS[rank]]?.tiers ?? []).map((tier) => tiers.indexOf(tier))));
  if (rank >= needed && needed >= 0 && seat >= 0 && seat <= lowest) return CHIEFS[rank];
  throw new ProblemError({
    code: "limit-of-law",
    detail: `this needs the ${profile.wording.roles[least].en}; ${role} of an organ at the level "${orgLevel ?? "none"}" does not suffice`,
    expected: profile.wording.roles[least].en,
  });
}

/** Whether one head stands at least as high as another. */
export function isAtLeast(chief: Chief | null, other: RoleId): boolean {
  return chief !== null && CHIEFS.indexOf(chief) >= (CHIEFS as readonly string[]).indexOf(other);
}

interface Seen {
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
}

/** Whether who acts may see it: what lies outside is not found. Institutions see what is addressed to them. */
export function isVisible(matter: Seen, context: Pick<Context, "role" | "org" | "territory">): boolean {
  if (context.role === "system") return true;
  if (context.role === "bankOps") return matter.partner === context.org || matter.org === context.org;
  const { territory } = context;
  return territory === "" || matter.org === context.org || matter.territory === territory || matter.territory.startsWith(`${territory}/`);
}

/** The organ that an order is given by: the officer's own, or that of what it follows from. An institution orders nothing. */
export function orderingOrg(context: Pick<Context, "role" | "org">, parent: Pick<Seen, "org">): string {
  return context.role === "system" || context.role === "bankOps" ? parent.org : (context.org ?? parent.org);
}

export function notFound(what: string, field: string): ProblemError {
  return new ProblemError({ code: "not-found", detail: `there is no ${what} in your scope that the order could rest on`, at: { field } });
}

export function noDesk(institution: string): ProblemError {
  return new ProblemError({
    code: "not-found",
    detail: `no organisation here runs the desk of ${institution}`,
    at: { field: "account" },
    expected: "an institution that has joined",
  });
}

/** The title of a source, for a refusal. */
export function titleOf(profile: JurisdictionProfile, basis: string): string {
  return profile.sources[basis]?.title.en ?? basis;
}
