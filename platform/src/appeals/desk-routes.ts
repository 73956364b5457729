/**
 * Routes for those who review appeals and those who enter them for somebody, besides the ones that every kind has: the next
 * appeal, what a reviewer has to know, what a decision would bring about, the receipt that is handed over at a counter.
 */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import { CHECKERS } from "../matters/kind.ts";
import { idOf, shown, type DeskServices } from "../matters/matter-routes.ts";
import type { MatterKindName } from "../domain/matter.ts";
import { ProblemError } from "../base/problem.ts";
import { appealCommands } from "./appeal/appeal.ts";
import { appeal } from "./appeal/kind.ts";
import { takeNextAppeal } from "./appeal/next.ts";
import { foresee, outlookOf } from "./appeal/outlook.ts";
import { COUNTER, DESKS } from "./person.ts";
import { handReceipt } from "./receipt.ts";

const decision = z.object({ input: z.unknown() });

/** The id of a matter of this kind; another kind's is answered as if nothing were there. */
function ofKind(text: string | undefined, kind: MatterKindName, prefix: string): ReturnType<typeof idOf> {
  const id = idOf(text ?? "");
  if (!id.startsWith(`${prefix}_`)) throw new ProblemError({ code: "not-found", detail: `there is no ${kind} ${id} in your scope` });
  return id;
}

const receiptRoute = (kind: MatterKindName, plural: string, prefix: string): Route<DeskServices> =>
  route({
    method: "POST",
    path: `/v1/${plural}/:id/receipt`,
    permission: [...COUNTER, ...DESKS],
    summary: { zh: "打印回执，连同交给当事人的查询码", en: "Print the receipt, with the code that is handed to the person" },
    run: ({ scope, params }, { desk }) => handReceipt(desk, scope, ofKind(params["id"], kind, prefix)),
  });

export const APPEAL_DESK_ROUTES: readonly Route<DeskServices>[] = [
  route({
    method: "POST",
    path: "/v1/appeals/next",
    permission: ["reviewer"],
    summary: { zh: "领取本单位下一件可由本人复核的申诉", en: "Take the unit's next appeal that the reader may decide" },
    run: async ({ scope }, { desk }) => {
      const task = await takeNextAppeal(desk, scope);
      return { task: task === null ? null : shown(appeal, task, scope) };
    },
  }),
  route({
    method: "GET",
    path: "/v1/appeals/:id/outlook",
    permission: CHECKERS,
    summary: {
      zh: "复核前须知：所涉措施全貌、能否复核、可要求的材料、下一步救济",
      en: "What to know before deciding: the whole measure, who may decide, papers, the next instance",
    },
    run: ({ scope, params }, { desk }) => outlookOf(desk, scope, ofKind(params["id"], "appeal", "apl")),
  }),
  route({
    method: "POST",
    path: "/v1/appeals/:id/foresee",
    permission: ["reviewer"],
    summary: { zh: "预演决定的后果，不作任何改动", en: "What a decision would bring about; nothing is changed" },
    body: decision,
    documents: { input: appealCommands.decide.input },
    run: ({ scope, params, body }, { desk }) => foresee(desk, scope, ofKind(params["id"], "appeal", "apl"), body.input),
  }),
  receiptRoute("appeal", "appeals", "apl"),
  receiptRoute("complaint", "complaints", "cmp"),
  receiptRoute("compensation", "compensations", "cpn"),
];
