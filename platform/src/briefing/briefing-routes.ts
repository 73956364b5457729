/**
 * Routes of the briefing: the figures, the list behind each, a comparison by place, what everybody may know, and figures
 * from outside. Figures for whoever leads and whoever checks, in their own scope; no route gives a person.
 */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import { systemScope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import { parseTerritory } from "../domain/territory.ts";
import { isMalformed } from "../base/problem.ts";
import { instant } from "../matters/input.ts";
import { PAGE_MAX, type DeskServices } from "../matters/matter-routes.ts";
import { definitionOf } from "./briefing.ts";
import type { BriefingDesk } from "./briefing-desk.ts";
import { externalDraft, importExternal, listExternal } from "./external.ts";
import type { Period } from "./metric.ts";
import { placeCounts, protectedRows } from "./places.ts";

export interface BriefingServices extends DeskServices {
  readonly briefing: BriefingDesk;
}

export const BRIEFING_READERS = ["dutyLead", "countyChief", "cityChief", "provinceChief", "auditor", "dpo"] as const;

const PERIOD_MS_MAX = 400 * 86_400_000;
const period = { from: instant, to: instant };

function periodOf(query: { readonly from: number; readonly to: number }): Period {
  if (query.to <= query.from || query.to - query.from > PERIOD_MS_MAX)
    throw new ProblemError({ code: "malformed-input", detail: "to: the period is empty or longer than 400 days", at: { field: "to" }, expected: "an instant after from" });
  return { fromMs: query.from, untilMs: query.to };
}

export const BRIEFING_ROUTES: readonly Route<BriefingServices>[] = [
  route({
    method: "GET",
    path: "/v1/briefing",
    permission: BRIEFING_READERS,
    summary: { zh: "工作简报：全部指标，权利保障与成效并列", en: "The briefing: all figures, rights beside success" },
    query: z.object(period),
    run: ({ scope, query }, { briefing }) => briefing.briefing(scope, periodOf(query)),
  }),
  route({
    method: "GET",
    path: "/v1/briefing/list",
    permission: BRIEFING_READERS,
    summary: { zh: "某一指标所统计的清单", en: "The list behind a figure" },
    query: z.object({
      ...period,
      metric: z.string().max(60),
      /** `hits`: only what is in the numerator. */
      of: z.enum(["all", "hits"]).default("all"),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
    run: async ({ scope, query }, { briefing }) => {
      const items = await briefing.items(scope, periodOf(query), query.metric, { of: query.of, after: query.after ?? null, limit: query.limit + 1 });
      return { items: items.slice(0, query.limit), next: items.length > query.limit ? (items.at(query.limit - 1)?.item ?? null) : null };
    },
  }),
  route({
    method: "GET",
    path: "/v1/briefing/places",
    permission: BRIEFING_READERS,
    summary: { zh: "按地区比较某一指标（对外地的小数目予以保护）", en: "One figure by place; small counts of other places are protected" },
    query: z.object({ ...period, metric: z.string().max(60), parent: z.string().max(100).default("") }),
    run: async ({ scope, query }, { briefing, desk }) => {
      const nowMs = desk.world.nowMs();
      const parent = parseTerritory(query.parent, desk.parts.law.current(nowMs).territory);
      if (isMalformed(parent))
        throw new ProblemError({ code: "malformed-input", detail: `parent: ${parent.what}`, at: { field: "parent" }, value: parent.what, expected: parent.expected });
      // Counted over everybody, told by what the holder of the scope may know.
      const asked = briefing.asked(systemScope("briefing"), periodOf(query));
      const counts = await desk.store.snapshot((sql) => placeCounts(sql, asked, query.metric, parent));
      const { measure } = definitionOf(query.metric).metric;
      return { metric: query.metric, cutOff: new Date(nowMs).toISOString(), items: protectedRows(counts, scope, measure === "share") };
    },
  }),
  route({
    method: "GET",
    path: "/v1/public/transparency",
    permission: "public",
    summary: { zh: "公开报告：每月工作量、差错、申诉与解除用时", en: "For everybody: monthly counts, errors, appeals, time to release" },
    run: (_call, { briefing }) => briefing.transparency(),
  }),
  route({
    method: "POST",
    path: "/v1/external-figures",
    permission: ["analyst", "dutyLead"],
    summary: { zh: "录入外部数据（须声明单位，明显的单位差错不予接收）", en: "Take in a figure from outside; its unit is declared, and one that is plainly off is refused" },
    body: externalDraft,
    run: ({ scope, body }, { desk }) => importExternal(desk, scope, body),
  }),
  route({
    method: "GET",
    path: "/v1/external-figures",
    permission: ["analyst", ...BRIEFING_READERS],
    summary: { zh: "外部数据", en: "Figures from outside" },
    query: z.object({ metric: z.string().max(60).optional() }),
    run: async ({ query }, { desk }) => ({ items: await desk.store.snapshot((sql) => listExternal(sql, query.metric ?? null)) }),
  }),
];
