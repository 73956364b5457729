/**
 * What a special operation may set itself as a goal: what ended for those who steal, and what came back to those who lost.
 * How many people, accounts or numbers are limited is no goal: whoever is measured by that limits the innocent. Such a
 * goal is refused with that reason, not left out.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { RollUp } from "../roll-up.ts";
import { OBJECTIVES, type Objective } from "../words.ts";

export const GOAL_MEASURES = {
  "principals-caught": { objective: "principal", unit: "count", zh: "抓获金主数", en: "Principals caught" },
  "dens-closed": { objective: "den", unit: "count", zh: "打掉窝点数", en: "Dens closed" },
  "platforms-closed": { objective: "platform", unit: "count", zh: "打掉平台数", en: "Platforms closed" },
  "laundering-groups": { objective: "money", unit: "count", zh: "查实的洗钱团伙线索数", en: "Leads to laundering groups found true" },
  "money-returned": { objective: "money", unit: "minor", zh: "返还被害人金额", en: "Money returned to those who lost it" },
} as const satisfies Record<string, Bilingual & { readonly objective: Objective; readonly unit: "count" | "minor" }>;
export type GoalMeasure = keyof typeof GOAL_MEASURES;

/** Words by which somebody asks to be measured by how many are limited. */
const LIMITS = /stop|freez|frozen|suspen|restrict|block|hold|limit|list|sanction|arrest|warning|止付|冻结|停机|关停|限制|拦截|封堵|惩戒/i;

export interface Goal {
  readonly objective: Objective;
  readonly measure: GoalMeasure;
  readonly target: string;
}

export function goalOf(given: { readonly objective: Objective; readonly measure: string; readonly target: string }, i: number): Goal {
  const field = `goals.${i}.measure`;
  const own = Object.entries(GOAL_MEASURES).filter(([, measure]) => measure.objective === given.objective);
  const expected = own.map(([key]) => key).join(", ");
  if (!Object.hasOwn(GOAL_MEASURES, given.measure)) {
    const because = LIMITS.test(given.measure)
      ? "how many are stopped, frozen or limited is no goal: it would reward limiting the innocent"
      : `"${given.measure.slice(0, 40)}" is not measured here`;
    throw new ProblemError({ code: "malformed-input", detail: `${field}: ${because}`, at: { field }, expected });
  }
  const measure = given.measure as GoalMeasure;
  if (GOAL_MEASURES[measure].objective !== given.objective)
    throw new ProblemError({
      code: "malformed-input",
      detail: `${field}: ${GOAL_MEASURES[measure].en} says nothing about ${OBJECTIVES[given.objective].en.toLowerCase()}`,
      at: { field },
      expected,
    });
  return { objective: given.objective, measure, target: given.target };
}

export interface Progress extends Goal {
  readonly reached: string;
  readonly unit: "count" | "minor";
  /** Of money. */
  readonly currency: string | null;
}

export interface Reached {
  readonly rollUp: RollUp;
  readonly launderingLeadsTrue: number;
  /** In the smallest unit of the profile's currency. */
  readonly returnedMinor: string;
}

export function progressOf(goals: readonly Goal[], reached: Reached, currency: string): readonly Progress[] {
  const values: Readonly<Record<GoalMeasure, string>> = {
    "principals-caught": String(reached.rollUp.principalsCaught),
    "dens-closed": String(reached.rollUp.dens),
    "platforms-closed": String(reached.rollUp.platforms),
    "laundering-groups": String(reached.launderingLeadsTrue),
    "money-returned": reached.returnedMinor,
  };
  return goals.map((goal) => {
    const { unit } = GOAL_MEASURES[goal.measure];
    return { ...goal, reached: values[goal.measure], unit, currency: unit === "minor" ? currency : null };
  });
}
