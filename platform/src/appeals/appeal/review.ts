/**
 * Who may review: a role that the profile names, somebody who had no hand in any of the restriction, was not the one who
 * decided an earlier appeal about it, and sits in another unit where the law wants that. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Context } from "../../matters/kind.ts";
import { isLimiting, ruleFor, type Limiting } from "../target.ts";
import type { AppealMatter } from "./appeal.ts";
import type { Facts } from "./facts.ts";
import { otherUnit } from "./open.ts";

export function requireReviewer(appeal: AppealMatter, context: Context<Facts>): void {
  const target = targetOf(appeal, context.facts);
  requireRole(ruleFor(target, context.profile).to, context, "reviewing it");
  if (context.facts.chain.some(({ actors }) => actors.includes(context.actor))) refuse("had a hand in what it is about");
  if (context.facts.earlier.some(({ decidedBy }) => decidedBy === context.actor)) refuse("has decided an appeal about it before");
  if (otherUnit(target, context.profile) && context.facts.chain.some(({ org, unit }) => org === context.org || unit?.id === context.org))
    refuse("works in the unit that decided it");
}

function refuse(why: string): never {
  throw new ProblemError({ code: "not-allowed", detail: `whoever reviews it is somebody else: this officer ${why}`, expected: "a second pair of eyes" });
}

/** What the appeal was made against; it cannot vanish. */
export function targetOf(appeal: AppealMatter, { chain }: Facts): Limiting {
  const target = chain.find((one) => one.id === appeal.body.against);
  if (target === undefined || !isLimiting(target)) throw new Error("bug: an appeal against nothing");
  return target;
}
