/** Routes of rings: figures of those that matters in the scope touch, and one ring for a matter and a purpose. */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import type { DeskServices } from "../matters/matter-routes.ts";
import { ringAnswer, ringsAnswer } from "./ring-answers.ts";
import { RING_READERS, type RingDesk } from "./ring-desk.ts";

export interface RingServices extends DeskServices {
  readonly rings: RingDesk;
}

const PAGE_MAX = 200;

export const RING_ROUTES: readonly Route<RingServices>[] = [
  route({
    method: "GET",
    path: "/v1/rings",
    permission: RING_READERS,
    summary: { zh: "辖区内事项所涉的团伙（仅数字）", en: "Rings that matters of one's scope touch, as figures" },
    query: z.object({ after: z.string().max(40).optional(), limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50) }),
    result: ringsAnswer,
    run: ({ scope, query }, { rings }) => rings.list(scope, query),
  }),
  route({
    method: "GET",
    path: "/v1/rings/:id",
    permission: RING_READERS,
    summary: {
      zh: "一个团伙：成员（遮蔽）、角色及依据、形态、省份、金额、经过、评分及理由（须写明事项和用途）",
      en: "One ring for a matter and a purpose: masked members, roles with their proof, shapes, provinces, amounts, history, explained scores",
    },
    query: z.object({ matter: z.string().max(60).optional().describe("a matter in which a thing of the ring stands"), purpose: z.string().max(60).optional() }),
    result: ringAnswer,
    run: ({ scope, params, query }, { rings }) => rings.open(scope, params["id"] ?? "", query),
  }),
];
