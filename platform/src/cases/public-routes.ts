/**
 * What somebody from the public may do without signing in: report, and with the code of that report follow it, add papers
 * and object. A code opens one report and nothing else; a wrong one finds nothing. How often an address may try is the
 * server's business.
 */
import { z } from "zod";
import { authorise, type Scope } from "../access/scope.ts";
import { route, type Route } from "../access/route.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Desk } from "../matters/desk.ts";
import { note } from "../matters/input.ts";
import type { DeskServices } from "../matters/matter-routes.ts";
import { codeDigest, parseTrackingCode } from "../matters/tracking.ts";
import { narrative, otherLoss, payment, place, somebody, trait, axes } from "./input.ts";
import { report } from "./report/kind.ts";
import { progressOf, type Progress } from "./report/progress.ts";
import { receiptFor } from "./report/receipt.ts";
import { REPORTER_ROLES, SECRECY } from "./report/report.ts";

/** Fewer than an officer may enter: one person's story, not a file. */
const publicReport = z
  .object({
    role: z.enum(REPORTER_ROLES),
    secrecy: z.enum(SECRECY).default("named"),
    reporter: somebody.optional(),
    victim: somebody.optional(),
    axes: axes.optional(),
    payments: z.array(payment).max(20, "at most 20 payments").default([]),
    otherLosses: z.array(otherLoss).max(5, "at most 5 other losses").default([]),
    traits: z.array(trait).max(20, "at most 20 traits").default([]),
    narrative: narrative.optional(),
    /** Where the person is: the unit there answers. */
    place: place.default(""),
  })
  .strict();

/** With every body and in no address: those stand in the logs of whatever lies between. */
const code = z.string().max(40);

const papers = z
  .object({
    code,
    narrative: narrative.optional(),
    papers: z
      .array(z.object({ title: z.string().trim().min(1).max(120), ref: z.string().trim().min(1).max(200) }).strict())
      .max(10, "at most 10 papers at a time")
      .default([]),
  })
  .strict();

/** Somebody of whom nothing is known yet. */
const anybody = (): Scope => authorise({ kind: "public", matter: "" }, "public");

/** The scope of the one report that the code is for. */
async function scopeOfCode(desk: Desk, text: string): Promise<{ readonly scope: Scope; readonly id: MatterId }> {
  const nothing = new ProblemError({ code: "not-found", detail: "there is no report with this code", expected: "the code on the receipt, such as AB12-CD34-EF56" });
  const code = parseTrackingCode(text);
  if (isMalformed(code)) throw nothing;
  const [row] = await desk.store.snapshot((sql) =>
    sql.query<{ readonly matter: string }>(
      "select t.matter from tracking t join matter m on m.id = t.matter where t.code_digest = $1 and m.kind = 'report'",
      [codeDigest(code)],
      "report-by-code",
    ),
  );
  if (row === undefined) throw nothing;
  return { scope: authorise({ kind: "public", matter: row.matter }, "public"), id: row.matter as MatterId };
}

async function command(desk: Desk, code: string, name: "add-papers" | "ask-review" | "ask-re-review", input: unknown): Promise<Progress> {
  const { scope, id } = await scopeOfCode(desk, code);
  return progressOf(await desk.work(scope, (work) => work.actOne(report, id, name, input)));
}

export const PUBLIC_REPORT_ROUTES: readonly Route<DeskServices>[] = [
  route({
    method: "POST",
    path: "/v1/public/reports",
    permission: "public",
    summary: { zh: "网上报案、举报，返回回执与查询码", en: "Report without signing in; answers the receipt and the code" },
    body: publicReport,
    run: async ({ body }, { desk }) =>
      desk.work(anybody(), async (work) => {
        const { place: territory, ...said } = body;
        const payments = said.payments.map((one) => ({ ...one, paidAt: new Date(one.paidAt).toISOString() }));
        const opened = await work.openOne(report, { ...said, payments, channel: "online", territory });
        return { receipt: receiptFor(work, opened), progress: progressOf(opened) };
      }),
  }),
  route({
    method: "POST",
    path: "/v1/public/report",
    permission: "public",
    summary: { zh: "凭查询码查看进展", en: "Follow one's report by its code" },
    body: z.object({ code }).strict(),
    run: async ({ body }, { desk }) => {
      const { scope, id } = await scopeOfCode(desk, body.code);
      return progressOf(report.of(await desk.find(scope, id)));
    },
  }),
  route({
    method: "POST",
    path: "/v1/public/report/papers",
    permission: "public",
    summary: { zh: "凭查询码补充材料", en: "Add papers by the code" },
    body: papers,
    run: async ({ body: { code, ...input } }, { desk }) => command(desk, code, "add-papers", input),
  }),
  route({
    method: "POST",
    path: "/v1/public/report/review",
    permission: "public",
    summary: { zh: "对不予立案申请复议、复核", en: "Object to a report's being declined" },
    body: z.object({ code, ground: note }).strict(),
    run: async ({ body: { code, ...input } }, { desk }) => {
      const { scope, id } = await scopeOfCode(desk, code);
      const { state } = await desk.find(scope, id);
      return command(desk, code, state === "review-stood" ? "ask-re-review" : "ask-review", input);
    },
  }),
];
