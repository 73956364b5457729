/** Routes of reports, cases and series beside those that every kind has: links, receipts, hidden informers, sums, figures. */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import type { ActingRole } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import { instant } from "../matters/input.ts";
import { idOf, type DeskServices } from "../matters/matter-routes.ts";
import { caseSums } from "./case/money.ts";
import { caseFigures } from "./figures.ts";
import { seriesLinks } from "./links/series-links.ts";
import { linksOf, type LinksShown } from "./links/show.ts";
import { openInformer } from "./report/informer.ts";
import { printReceipt } from "./report/receipt.ts";
import { triageOf } from "./report/triage.ts";

const INVESTIGATORS: readonly ActingRole[] = ["intake", "analyst", "caseOfficer", "dutyLead", "countyChief", "cityChief", "provinceChief", "reviewer", "auditor"];

/** Who reads series: the desk that takes reports does not. */
const SERIES_READERS = INVESTIGATORS.filter((role) => role !== "intake");

/** The longest period of one question: a year and a little, so that years can be compared. */
const PERIOD_MAX_MS = 400 * 86_400_000;

export const CASES_ROUTES: readonly Route<DeskServices>[] = [
  ...(["reports", "cases"] as const).map((plural) =>
    route<DeskServices>({
      method: "GET",
      path: `/v1/${plural}/:id/links`,
      permission: INVESTIGATORS,
      summary: { zh: "可能关联的报案与案件，含依据与强度", en: "What may belong together with it, with evidence and strength" },
      run: async ({ scope, params }, { desk }) => withoutSeries(scope, await linksOf(desk, scope, idOf(params["id"] ?? ""))),
    }),
  ),
  route({
    method: "GET",
    path: "/v1/series/:id/links",
    permission: SERIES_READERS,
    summary: { zh: "串并的逐对依据：成员之间、待定与成员之间", en: "What joins a series, pair by pair: its ties, and what is proposed for it" },
    run: async ({ scope, params }, { desk }) => seriesLinks(desk, scope, idOf(params["id"] ?? "")),
  }),
  route({
    method: "GET",
    path: "/v1/reports/:id/triage",
    permission: INVESTIGATORS,
    summary: { zh: "研判提示：损失、可止付资金、同类举报", en: "Hints for triage: loss, money that may still be stopped, other voices" },
    run: async ({ scope, params }, { desk }) => triageOf(desk, scope, idOf(params["id"] ?? "")),
  }),
  route({
    method: "POST",
    path: "/v1/reports/:id/receipt",
    permission: ["intake", "caseOfficer", "dutyLead"],
    summary: { zh: "打印受案回执", en: "Print the receipt" },
    run: async ({ scope, params }, { desk }) => printReceipt(desk, scope, idOf(params["id"] ?? "")),
  }),
  route({
    method: "POST",
    path: "/v1/reports/:id/informer",
    permission: "signed-in",
    summary: { zh: "查看保密的举报人（仅限复核员，全程留痕）", en: "Who informed and wants to stay unknown: for reviewers, recorded" },
    body: z.object({ purpose: z.string().max(60).default("") }),
    run: async ({ scope, params, body }, { desk }) => {
      const opened = await openInformer(desk, scope, idOf(params["id"] ?? ""), body.purpose);
      return { items: opened.map((one) => ({ ...one, value: one.value.open("answer to a recorded opening") })) };
    },
  }),
  route({
    method: "GET",
    path: "/v1/cases/:id/sums",
    permission: INVESTIGATORS,
    summary: { zh: "案件金额：损失、申请止付、止付在账、查明、返还", en: "Money of a case: lost, requested, held, traced, returned" },
    run: async ({ scope, params }, { desk }) => {
      const id = idOf(params["id"] ?? "");
      const sums = await desk.store.snapshot((sql) => caseSums(sql, scope, id));
      if (sums === null) throw new ProblemError({ code: "not-found", detail: `there is no ${id} in your scope` });
      return sums;
    },
  }),
  route({
    method: "GET",
    path: "/v1/case-figures",
    permission: INVESTIGATORS,
    summary: { zh: "报案、案件与串并指标", en: "Figures about reports, cases and series" },
    query: z.object({ from: instant, until: instant }).refine(({ from, until }) => from < until && until - from <= PERIOD_MAX_MS, "from before until, at most 400 days apart"),
    run: async ({ scope, query }, { desk }) => desk.store.snapshot((sql) => caseFigures(sql, scope, { fromMs: query.from, untilMs: query.until })),
  }),
];

/** Which series hold a link is told to those who may read series. */
function withoutSeries(scope: Scope, shown: LinksShown): LinksShown {
  const { principal } = scope;
  const reads = principal.kind !== "user" || principal.roles.some((role) => (SERIES_READERS as readonly string[]).includes(role));
  return reads ? shown : { ...shown, links: shown.links.map((link) => ({ ...link, series: [] })) };
}
