/**
 * Who decides about filing, declining, merging and ending: the head of a police organ where the country has that office,
 * else whoever leads the duty. Which of the two is the profile's; the command's table only names who could be.
 */
import { ProblemError } from "../base/problem.ts";
import type { Context } from "../matters/kind.ts";

export const CHIEFS = ["countyChief", "cityChief", "provinceChief", "dutyLead"] as const;

export function mustDecide(context: Pick<Context, "role" | "profile">, what: string): void {
  if (context.role === "dutyLead" && context.profile.roles.countyChief !== undefined)
    throw new ProblemError({
      code: "not-allowed",
      detail: `to ${what} needs ${context.profile.wording.roles.countyChief.en}`,
      expected: "countyChief, cityChief or provinceChief",
    });
}
