/**
 * Who may review: a role that the profile names, somebody who had no hand in any of the restriction, was not the one who
 * decided an earlier appeal about it or entered this one, and sits in another unit where the law wants that. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Context } from "../../matters/kind.ts";
import { isLimiting, ruleFor, type Limiting } from "../target.ts";
import type { AppealMatter } from "./appeal.ts";
import type { Facts } from "./facts.ts";
import { otherUnit } from "./open.ts";

export type Reviewing = Pick<Context<Facts>, "actor" | "org" | "role" | "profile" | "facts">;

const WHY_NOT = {
  hand: { zh: "曾经办所涉措施，须由他人复核", en: "had a hand in what it is about" },
  earlier: { zh: "曾决定过同一措施的申诉，须由他人复核", en: "has decided an appeal about it before" },
  unit: { zh: "在作出决定的单位工作，须由上级单位复核", en: "works in the unit that decided it" },
  entered: { zh: "代为录入了这件申诉，须由他人复核", en: "entered this appeal for the person" },
  role: { zh: "不是法律规定的复核人员", en: "has none of the roles that the law names for it" },
} as const satisfies Record<string, Bilingual>;

export function requireReviewer(appeal: AppealMatter, context: Reviewing): void {
  const target = targetOf(appeal, context.facts);
  requireRole(ruleFor(target, context.profile).to, context, "reviewing it");
  const why = whyNot(appeal, context);
  if (why !== null) throw new ProblemError({ code: "not-allowed", detail: `whoever reviews it is somebody else: this officer ${why.en}`, expected: "a second pair of eyes" });
}

/** Why somebody may not review it; null when they may. */
export function whyNot(appeal: AppealMatter, { actor, org, role, profile, facts }: Reviewing): Bilingual | null {
  const target = targetOf(appeal, facts);
  if (role !== "system" && !(ruleFor(target, profile).to as readonly string[]).includes(role)) return WHY_NOT.role;
  // Who decided before has a hand in what came of it as well; the first is what they know of.
  if (facts.earlier.some(({ decidedBy }) => decidedBy === actor)) return WHY_NOT.earlier;
  if (facts.chain.some(({ actors }) => actors.includes(actor))) return WHY_NOT.hand;
  if (otherUnit(target, profile) && facts.chain.some((one) => one.org === org || one.unit?.id === org)) return WHY_NOT.unit;
  return appeal.hands["open"] === actor ? WHY_NOT.entered : null;
}

/** What the appeal was made against; it cannot vanish. */
export function targetOf(appeal: AppealMatter, { chain }: Facts): Limiting {
  const target = chain.find((one) => one.id === appeal.body.against);
  if (target === undefined || !isLimiting(target)) throw new Error("bug: an appeal against nothing");
  return target;
}
