/** Routes of the two cards besides those that every kind has: checks at the counter and what came of them, lists of numbers, figures. */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import { ProblemError } from "../base/problem.ts";
import { instant } from "../matters/input.ts";
import type { DeskServices } from "../matters/matter-routes.ts";
import { cardFigures, GROUPINGS, numberFigures } from "./figures.ts";
import { batchInput, batchStep, proposeBatch, showBatch, stepBatch } from "./number-action/batch.ts";
import { checkInput } from "./opening/check.ts";
import type { CheckDesk } from "./opening/check-desk.ts";
import { decisionInput, recordDecision } from "./opening/decision.ts";

export interface CardsServices extends DeskServices {
  readonly checks: CheckDesk;
}

const PERIOD_MS_MAX = 400 * 86_400_000;
const COUNTERS = ["bankOps", "telcoOps"] as const;

export const CARDS_ROUTES: readonly Route<CardsServices>[] = [
  route({
    method: "POST",
    path: "/v1/opening-checks",
    permission: COUNTERS,
    summary: { zh: "开户、开卡前核查，即时答复", en: "Check an opening before it is made, answered at once" },
    body: checkInput,
    run: async ({ scope, body }, { checks }) => checks.check(scope, body),
  }),
  route({
    method: "POST",
    path: "/v1/opening-checks/:id/decision",
    permission: COUNTERS,
    summary: { zh: "告知柜面处理结果", en: "Say what the counter did" },
    body: decisionInput,
    run: async ({ scope, params, body }, { desk }) => recordDecision(desk, scope, params["id"] ?? "", body),
  }),
  route({
    method: "POST",
    path: "/v1/number-batches",
    permission: ["telcoOps", "analyst"],
    summary: { zh: "成批提出同一类号码的核验", en: "Propose that numbers of one class are verified" },
    body: batchInput,
    run: async ({ scope, body }, { desk }) => proposeBatch(desk, scope, body),
  }),
  route({
    method: "GET",
    path: "/v1/number-batches/:id",
    permission: ["telcoOps", "analyst", "dutyLead"],
    summary: { zh: "查看一批号码的进展", en: "How a list of numbers stands" },
    run: async ({ scope, params }, { desk }) => showBatch(desk, scope, params["id"] ?? ""),
  }),
  route({
    method: "POST",
    path: "/v1/number-batches/:id/step",
    permission: ["telcoOps", "dutyLead"],
    summary: { zh: "对一批号码统一批准下一步（逐号通知）", en: "Approve the next step for a list; each holder is told" },
    body: batchStep,
    run: async ({ scope, params, body }, { desk }) => stepBatch(desk, scope, params["id"] ?? "", body),
  }),
  route({
    method: "GET",
    path: "/v1/cards/figures",
    permission: ["analyst", "dutyLead", "countyChief", "cityChief", "provinceChief", "reviewer", "auditor", ...COUNTERS],
    summary: { zh: "两卡指标：可疑不开卡、开卡不涉案、涉案必追究", en: "Figures of the two cards, per institution, branch or place" },
    query: z.object({ from: instant, to: instant, by: z.enum(GROUPINGS).default("issuer") }),
    run: async ({ scope, query }, { desk }) => {
      if (query.to <= query.from || query.to - query.from > PERIOD_MS_MAX)
        throw new ProblemError({
          code: "malformed-input",
          detail: "to: the period is empty or longer than 400 days",
          at: { field: "to" },
          expected: "after from, at most 400 days later",
        });
      const nowMs = desk.world.nowMs();
      const profile = desk.parts.law.current(nowMs);
      const period = { fromMs: query.from, toMs: query.to };
      return desk.store.snapshot(async (sql) => ({
        period: { from: new Date(query.from).toISOString(), to: new Date(query.to).toISOString() },
        by: query.by,
        openings: await cardFigures(sql, scope, period, query.by, profile, nowMs),
        numbers: await numberFigures(sql, scope, period),
      }));
    },
  }),
];
