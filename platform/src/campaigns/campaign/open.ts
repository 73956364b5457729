/** How a campaign begins: led by a unit, on series that a person confirmed and cases that whoever opens it can see. Pure. */
import { ProblemError } from "../../base/problem.ts";
import type { Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { isVisible } from "../approval.ts";
import type { Campaign, campaignDraft } from "./campaign.ts";
import type { OpenFacts, Row } from "./facts.ts";

const CONFIRMED: readonly string[] = ["confirmed", "campaign"];
const RUNNING: readonly string[] = ["planned", "approved", "running"];
export function openCampaign(draft: z.output<typeof campaignDraft>, context: Context<OpenFacts>): Opening<Campaign> {
  const { org } = context;
  if (org === null) throw new ProblemError({ code: "not-allowed", detail: "a campaign is led by a unit", expected: "somebody of a police unit" });
  const find = (id: string, field: string): Row => {
    const row = context.facts.named.get(id);
    if (row === undefined || !isVisible(row, context)) throw new ProblemError({ code: "not-found", detail: `there is no ${id} in your scope`, at: { field } });
    return row;
  };
  for (const id of draft.series) {
    const { state } = find(id, "series");
    if (!CONFIRMED.includes(state))
      throw new ProblemError({ code: "not-now", detail: `${id} is ${state}`, at: { field: "series" }, value: state, expected: "a series that a person has confirmed" });
  }
  for (const id of draft.cases) find(id, "cases");
  if (draft.operation !== undefined) mustRun(find(draft.operation, "operation"));
  const body: Campaign = {
    name: draft.name,
    idea: draft.idea,
    objectives: [...new Set(draft.objectives)],
    series: draft.series,
    cases: draft.cases,
    plan: null,
    approved: null,
    issues: [],
    window: null,
    begunAtMs: null,
    checkedAtMs: null,
    conflicts: [],
    assessments: [],
    outcome: null,
  };
  return {
    body,
    territory: context.territory,
    org,
    level: 1,
    ...(draft.operation === undefined ? {} : { parent: draft.operation }),
    evidence: [...draft.series, ...draft.cases].map((ref) => ({ kind: "matter", ref })),
    restsOn: [...draft.series, ...draft.cases],
  };
}

export function mustRun({ id, state }: Row): void {
  if (!RUNNING.includes(state)) throw new ProblemError({ code: "not-now", detail: `${id} is ${state}`, value: state, expected: "an operation that goes on" });
}
