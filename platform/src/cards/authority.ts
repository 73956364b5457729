/**
 * Who may do what to a number, by the law of the country: the roles its profile names, narrower than what a table of
 * commands allows somewhere. Where nobody is named to approve, the institution acts by its own power, and two of its people do.
 */
import { ProblemError } from "../base/problem.ts";
import type { RoleId } from "../domain/jurisdiction-words.ts";
import type { AllowedMeasure } from "../domain/jurisdiction.ts";
import type { Context } from "../matters/kind.ts";

/** Throws `not-allowed` unless who acts has one of the roles; what follows from an announcement or the clock may always. */
export function requireRole(roles: readonly RoleId[], context: Pick<Context, "role" | "profile">, what: string): void {
  const { role, profile } = context;
  if (role === "system" || (roles as readonly string[]).includes(role)) return;
  throw new ProblemError({
    code: "not-allowed",
    detail: `${what} is not for ${role} in ${profile.id}`,
    expected: roles.map((one) => profile.wording.roles[one].en).join(", "),
  });
}

export function approversOf(measure: AllowedMeasure): readonly RoleId[] {
  return measure.approve.length > 0 ? measure.approve : measure.execute;
}
