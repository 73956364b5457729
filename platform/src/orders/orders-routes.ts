/**
 * Routes of orders beyond those that every kind has: whole packages of stops, both sides of one payment, figures. Permissions
 * are the commands' own; what is refused in a package is named with its reason.
 */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import { ProblemError } from "../base/problem.ts";
import { instant, matterId, note } from "../matters/input.ts";
import type { DeskServices } from "../matters/matter-routes.ts";
import { CHIEFS } from "./authority.ts";
import { orderFigures } from "./figures.ts";
import { totals } from "./money-once.ts";
import { moneyOfRoots } from "./money.ts";
import { protectiveStop } from "./protective-stop/kind.ts";
import { stopPayment } from "./stop-payment/kind.ts";
import { approveMany, PACKAGE_MAX, proposeMany } from "./stop-payment/many.ts";

type StopDraft = NonNullable<(typeof stopPayment)["draft"]>;
type ProtectiveDraft = NonNullable<(typeof protectiveStop)["draft"]>;

const READERS = ["dutyLead", "caseOfficer", "analyst", "auditor", "dpo", "reviewer", ...CHIEFS] as const;

const packageOf = <T extends z.ZodType>(item: T) => z.array(item).min(1, "at least one").max(PACKAGE_MAX, `at most ${PACKAGE_MAX} at a time`);
const period = z.object({ from: instant, until: instant });

export const ORDER_ROUTES: readonly Route<DeskServices>[] = [
  route({
    method: "POST",
    path: "/v1/stop-payments/propose-many",
    permission: stopPayment.opening.who,
    summary: { zh: "批量提出紧急止付（全部或全不）", en: "Propose many stop-payments, all or none" },
    body: z.object({ items: packageOf(z.unknown()) }).strict(),
    run: async ({ scope, body }, { desk }) => ({ ids: await desk.work(scope, (work) => proposeMany(work, body.items as readonly StopDraft[])) }),
  }),
  route({
    method: "POST",
    path: "/v1/stop-payments/approve-many",
    permission: stopPayment.commands["approve"].who,
    summary: { zh: "批量批准紧急止付，不能批准的逐件说明", en: "Approve many stop-payments; each that cannot be is named with its reason" },
    body: z.object({ ids: packageOf(matterId("stop-payment")), tellLater: note.optional() }).strict(),
    run: async ({ scope, body }, { desk }) => {
      const { approved, refused } = await desk.work(scope, (work) => approveMany(work, body.ids, body.tellLater === undefined ? {} : { tellLater: body.tellLater }));
      return { approved, refused: refused.map(({ id, problem }) => ({ id, code: problem.code, detail: problem.detail })) };
    },
  }),
  route({
    method: "POST",
    path: "/v1/two-sided-stops",
    permission: protectiveStop.opening.who.filter((role) => stopPayment.opening.who.includes(role)),
    summary: {
      zh: "双向止付：同时提出收款方紧急止付和付款方保护性止付，各有依据、各自审批",
      en: "Stop both sides of a payment: two orders on two bases, each with its own approval",
    },
    body: z.object({ stop: z.unknown(), protective: z.unknown() }).strict(),
    run: ({ scope, body }, { desk }) =>
      desk.work(scope, async (work) => {
        const stop = await work.openOne(stopPayment, body.stop as StopDraft);
        const protective = await work.openOne(protectiveStop, { ...(body.protective as ProtectiveDraft), counterpart: stop.id });
        return { stop: stop.id, protective: protective.id };
      }),
  }),
  route({
    method: "GET",
    path: "/v1/orders/figures",
    permission: READERS,
    summary: { zh: "止付与冻结的统计", en: "Figures of stops, freezes and holds" },
    query: period,
    run: ({ scope, query }, { desk }) => {
      if (query.until <= query.from)
        throw new ProblemError({ code: "malformed-input", detail: "until is not after from", at: { field: "until" }, expected: "an instant after from" });
      const nowMs = desk.world.nowMs();
      return desk.store.snapshot((sql) => orderFigures(sql, scope, { fromMs: query.from, untilMs: query.until }, desk.parts.law.current(nowMs), nowMs));
    },
  }),
  route({
    method: "GET",
    path: "/v1/orders/money/:root",
    permission: READERS,
    summary: { zh: "某一报案或案件的请求、止住、溯源、返还金额（同一笔只计一次）", en: "Requested, held, traced and returned for one report or case, each sum once" },
    run: async ({ scope, params }, { desk }) => {
      const root = matterId("report", "case").safeParse(params["root"]);
      if (!root.success) throw new ProblemError({ code: "malformed-input", detail: "root is no id of a report or case", at: { field: "root" }, expected: "rep_… or cas_…" });
      await desk.find(scope, root.data);
      const sums = await desk.store.snapshot((sql) => moneyOfRoots(sql, [root.data]));
      return {
        items: [...totals(sums)].map(([currency, one]) => ({
          currency,
          requestedMinor: String(one.requested),
          heldMinor: String(one.held),
          tracedMinor: String(one.traced),
          returnedMinor: String(one.returned),
        })),
      };
    },
  }),
];
