/**
 * Who may do something by the law of the country: a table of commands lists everybody who may in some country, and the
 * profile narrows it to the roles that it names. What a kind demands beyond that (a level, a second person) it says itself.
 */
import { ProblemError } from "../base/problem.ts";
import type { RoleId } from "../domain/jurisdiction-words.ts";
import type { Context } from "./kind.ts";

/** Throws `not-allowed` unless who acts has one of the roles; what follows from an announcement or the clock may always. */
export function requireRole(roles: readonly RoleId[], context: Pick<Context, "role" | "profile">, what: string): void {
  const { role, profile } = context;
  if (role === "system" || (roles as readonly string[]).includes(role)) return;
  throw new ProblemError({
    code: "not-allowed",
    detail: `${what} is not for ${role} in ${profile.id}`,
    expected: roles.map((one) => profile.wording.roles[one].en).join(", ") || "nobody: the institution acts by its own power",
  });
}
