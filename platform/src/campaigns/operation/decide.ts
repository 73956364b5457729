/**
 * What may become of a special operation: goals that reward no restriction, the approval of a head whose place holds all
 * units that take part, and an assessment whose figures name their cut-off and what went wrong. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Territory } from "../../domain/territory.ts";
import type { Decision, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import { isVisible, requireApproval, spanOf } from "../approval.ts";
import type { Facts, OpenFacts, UnitRow } from "./facts.ts";
import { goalOf } from "./goals.ts";
import type { Operation, operationCommands, operationDraft } from "./operation.ts";
import type { OperationState } from "./states.ts";

export type OperationMatter = Matter<Operation, OperationState>;
type Input<C extends keyof typeof operationCommands> = z.output<(typeof operationCommands)[C]["input"]>;
type D = Decision<Operation>;
type Ctx = Context<Facts>;

export function openOperation(draft: z.output<typeof operationDraft>, context: Context<OpenFacts>): Opening<Operation> {
  const { org } = context;
  if (org === null) throw new ProblemError({ code: "not-allowed", detail: "an operation is led by a unit", expected: "somebody of a police unit" });
  if (draft.until <= draft.from) throw new ProblemError({ code: "malformed-input", detail: "until is not after from", at: { field: "until" }, expected: "an instant after from" });
  mustBeUnits(draft.units, context.facts.units);
  const body: Operation = {
    name: draft.name,
    fromMs: draft.from,
    untilMs: draft.until,
    goals: draft.goals.map(goalOf),
    currency: context.profile.currency,
    units: [...new Set([org, ...draft.units])],
    cases: [],
    approved: null,
    startedAtMs: null,
    endedAtMs: null,
    assessments: [],
    outcome: null,
  };
  return { body, territory: context.territory, org, level: 1, detail: { goals: body.goals.map(({ measure }) => measure), units: body.units.length } };
}

function mustBeUnits(ids: readonly string[], known: readonly UnitRow[]): void {
  const missing = ids.find((id) => !known.some((unit) => unit.id === id));
  if (missing !== undefined) throw new ProblemError({ code: "not-found", detail: `units: there is no police unit ${missing}`, at: { field: "units" }, value: missing });
}

/** Where it reaches: all units that take part. */
const reach = (operation: OperationMatter, facts: Facts): Territory => spanOf([operation.territory, ...facts.units.map(({ territory }) => territory)]);

export const decideOperation = {
  approve(operation: OperationMatter, _input: Input<"approve">, context: Ctx): D {
    const approved = requireApproval(reach(operation, context.facts), context, operation.id);
    return { event: "approve", body: { ...operation.body, approved }, detail: { span: approved.span, tier: approved.tier } };
  },

  start(operation: OperationMatter, _input: Input<"start">, context: Ctx): D {
    if (context.nowMs < operation.body.fromMs) {
      throw new ProblemError({ code: "not-now", detail: "it has not begun by its own plan", expected: `from ${new Date(operation.body.fromMs).toISOString()}` });
    }
    const others = operation.body.units.filter((unit) => unit !== operation.org);
    return {
      event: "start",
      level: 2,
      body: { ...operation.body, startedAtMs: context.nowMs },
      effects: others.map((unit) => ({ name: `start-${unit}`, channel: "institution", addressee: unit, payload: { what: "operation.start", name: operation.body.name } })),
    };
  },

  "add-cases"(operation: OperationMatter, input: Input<"add-cases">, context: Ctx): D {
    for (const id of input.cases) {
      const found = context.facts.cases.find((one) => one.id === id);
      if (found === undefined || !isVisible(found, context)) throw new ProblemError({ code: "not-found", detail: `there is no ${id} in your scope`, at: { field: "cases" } });
    }
    const cases = [...new Set([...operation.body.cases, ...input.cases])];
    return { event: null, body: { ...operation.body, cases }, evidence: input.cases.map((ref) => ({ kind: "matter", ref })) };
  },

  "remove-case"(operation: OperationMatter, input: Input<"remove-case">): D {
    if (!operation.body.cases.includes(input.case)) throw new ProblemError({ code: "not-found", detail: `${input.case} is not in ${operation.id}`, at: { field: "case" } });
    return { event: null, body: { ...operation.body, cases: operation.body.cases.filter((id) => id !== input.case) }, detail: { removed: input.case, why: input.why } };
  },

  "add-units"(operation: OperationMatter, input: Input<"add-units">, context: Ctx): D {
    mustBeUnits(input.units, context.facts.units);
    const { approved } = operation.body;
    // Who approved it approved how far it reaches.
    if (approved !== null) requireWithin(reach(operation, context.facts), approved.span);
    return { event: null, body: { ...operation.body, units: [...new Set([...operation.body.units, ...input.units])] }, detail: { units: input.units } };
  },

  end: (operation: OperationMatter, _input: Input<"end">, context: Ctx): D => ({
    event: "end",
    level: 1,
    body: { ...operation.body, endedAtMs: context.nowMs },
    detail: { early: context.nowMs < operation.body.untilMs },
  }),

  assess(operation: OperationMatter, input: Input<"assess">, context: Ctx): D {
    const { figures } = context.facts;
    if (figures === null) throw new Error("bug: an assessment without figures");
    return {
      event: "assess",
      body: { ...operation.body, assessments: [...operation.body.assessments, { summary: input.summary, lessons: input.lessons, figures }] },
      detail: { cutOffMs: figures.cutOffMs, liftedAsWrong: figures.rights.liftedAsWrong },
    };
  },

  close(operation: OperationMatter, input: Input<"close">, context: Ctx): D {
    requireApproval((operation.body.approved?.span ?? "") as Territory, context, operation.id);
    return { event: "close", body: { ...operation.body, outcome: input.outcome }, detail: { outcome: input.outcome } };
  },

  cancel(operation: OperationMatter, input: Input<"cancel">): D {
    return { event: "cancel", body: { ...operation.body, outcome: input.why }, detail: { why: input.why } };
  },
};

function requireWithin(span: Territory, approved: string): void {
  if (approved === "" || span === approved || span.startsWith(`${approved}/`)) return;
  throw new ProblemError({ code: "not-now", detail: `these units reach beyond ${approved}, for which it was approved`, at: { field: "units" }, expected: "units of that place" });
}
