/** Routes of the situation: the one answer, and the list behind each of its figures. For whoever leads, checks or analyses, in their own scope. */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import { instant } from "../matters/input.ts";
import { PAGE_MAX } from "../matters/matter-routes.ts";
import { ProblemError } from "../base/problem.ts";
import { BRIEFING_READERS } from "./briefing-routes.ts";
import { PERIODS } from "./situation-answer.ts";
import { SITUATION_LIST, type SituationDesk } from "./situation.ts";

export interface SituationServices {
  readonly situation: SituationDesk;
}

export const SITUATION_READERS = [...BRIEFING_READERS, "analyst"] as const;

const PERIOD_MS_MAX = 400 * 86_400_000;

export const SITUATION_ROUTES: readonly Route<SituationServices>[] = [
  route({
    method: "GET",
    path: "/v1/situation",
    permission: SITUATION_READERS,
    summary: { zh: "态势：当前预警、资金、各地数字，权利保障与成效并列", en: "The situation: warnings and money now, figures of each place, rights beside success" },
    query: z.object({
      period: z.enum(PERIODS).default("day"),
      place: z.string().max(100).optional(),
      /** How many tiers below the place the map goes. */
      tiers: z.enum(["1", "2"]).default("1"),
    }),
    run: ({ scope, query }, { situation }) => situation.situation(scope, { period: query.period, place: query.place ?? null, tiers: query.tiers === "1" ? 1 : 2 }),
  }),
  route({
    method: "GET",
    path: SITUATION_LIST,
    permission: SITUATION_READERS,
    summary: { zh: "态势某一数字所统计的清单", en: "The list behind a figure of the situation" },
    query: z.object({
      metric: z.string().max(80),
      /** Both, for figures of a period; figures of now have none. */
      from: instant.optional(),
      to: instant.optional(),
      place: z.string().max(100).optional(),
      of: z.enum(["all", "hits"]).default("all"),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
    run: async ({ scope, query }, { situation }) => {
      const { metric, from, to, place, of, after, limit } = query;
      if (!metric.startsWith("now.") && (from === undefined || to === undefined || to <= from || to - from > PERIOD_MS_MAX))
        throw new ProblemError({ code: "malformed-input", detail: "from, to: a figure of a period needs one, of at most 400 days", at: { field: "to" }, expected: "two instants" });
      const period = { fromMs: from ?? 0, untilMs: to ?? 0 };
      const items = await situation.items(scope, { metric, period, place: place ?? null, of, after: after ?? null, limit: limit + 1 });
      return { items: items.slice(0, limit), next: items.length > limit ? (items.at(limit - 1)?.item ?? null) : null };
    },
  }),
];
