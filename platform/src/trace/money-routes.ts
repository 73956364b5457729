/**
 * Routes of money: the trace of a matter, its race, where an account's money came from, papers to file, and one call that
 * proposes stops. Each needs a matter and a purpose; screens get masked accounts, only papers name them in full.
 */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import type { ActingRole } from "../access/role.ts";
import { CURRENCIES } from "../domain/currency.ts";
import { note } from "../matters/input.ts";
import type { DeskServices } from "../matters/matter-routes.ts";
import { evidenceSheet } from "./evidence-sheet.ts";
import { traceCsv } from "./export-csv.ts";
import { traceGraphml } from "./export-graphml.ts";
import { TRACE_METHODS } from "./limits.ts";
import { raceAnswer, sourcesAnswer, statementAnswer, statementsAnswer, stopsAnswer, traceAnswer } from "./money-answers.ts";
import { MONEY_READERS, type MoneyDesk } from "./money-desk.ts";
import { recordOf } from "./money-view.ts";
import { statementBody } from "./statement-desk.ts";

export interface MoneyServices extends DeskServices {
  readonly money: MoneyDesk;
  /** Of the local clock, for papers. */
  readonly paper: { readonly offsetMinutes: number; readonly program: string };
}

/** Who may propose a stop, as orders have it; a test holds this to their table. */
export const MONEY_PROPOSERS: readonly ActingRole[] = ["intake", "analyst", "dissuader", "caseOfficer"];

/** Whose task it is to take evidence into a matter. */
const STATEMENT_IMPORTERS: readonly ActingRole[] = ["analyst", "caseOfficer"];

const EDGES_MAX = 20_000;
const STOPS_MAX = 100;

const stated = {
  /** Checked where it is refused on the record. */
  matter: z.string().max(60).optional().describe("id of a report, case, series, stop, freeze or refund"),
  purpose: z.string().max(60).optional().describe("why its money is looked at: a purpose of the closed list"),
};
const method = z.enum(TRACE_METHODS).optional();
const currency = z.enum(CURRENCIES).optional();
const question = z.object({
  ...stated,
  method,
  currency,
  hopsMax: z.coerce.number().int().min(1).max(64).optional(),
  hours: z.coerce.number().min(1).max(8_760).optional(),
  transfer: z.string().max(128).optional().describe("begin with this transfer of the path"),
  account: z.string().max(200).optional().describe("begin with what this account (token) paid"),
});
const paperQuestion = question.extend({ language: z.enum(["zh", "en"]).optional() });

type Paper = "graphml" | "csv" | "evidence-sheet";

const PAPERS: Readonly<Record<Paper, { readonly path: string; readonly gives: string; readonly zh: string; readonly en: string }>> = {
  graphml: {
    path: "/v1/money/trace.graphml",
    gives: "application/graphml+xml",
    zh: "导出资金图（GraphML），记为查看个人信息",
    en: "The trace as GraphML; recorded as opened data",
  },
  csv: { path: "/v1/money/trace.csv", gives: "text/csv; charset=utf-8", zh: "导出交易明细（CSV），记为查看个人信息", en: "The trace's transfers as CSV; recorded as opened data" },
  "evidence-sheet": {
    path: "/v1/money/evidence-sheet",
    gives: "text/html; charset=utf-8",
    zh: "资金流向追踪清单（可打印为 PDF），记为查看个人信息",
    en: "The evidence sheet, which prints to PDF; recorded as opened data",
  },
};

function paperRoute(paper: Paper): Route<MoneyServices> {
  const { path, gives, zh, en } = PAPERS[paper];
  return route({
    method: "GET",
    path,
    permission: MONEY_READERS,
    summary: { zh, en },
    query: paperQuestion,
    gives,
    run: async ({ scope, query, language }, { money, desk, paper: { offsetMinutes, program } }) => {
      const { matter, opened } = await money.open(scope, query, paper);
      const { trace } = opened;
      switch (paper) {
        case "graphml":
          return traceGraphml(trace);
        case "csv":
          return traceCsv(trace, offsetMinutes);
        case "evidence-sheet":
          return evidenceSheet(
            trace,
            { matter: matter.id, serial: matter.serial, madeAtMs: desk.world.nowMs(), madeBy: scope.actor, program, recordOf: (transfer) => recordOf(opened, transfer) },
            query.language ?? language,
            offsetMinutes,
          );
      }
    },
  });
}

export const MONEY_ROUTES: readonly Route<MoneyServices>[] = [
  route({
    method: "GET",
    path: "/v1/money/trace",
    permission: MONEY_READERS,
    summary: { zh: "某一事项的资金流向（账户遮蔽，须写明用途）", en: "Where the money of a matter went: masked accounts, for a stated purpose" },
    query: question.extend({ edgesMax: z.coerce.number().int().min(1).max(EDGES_MAX).default(2_000).describe("transfers shown; the smallest are left out") }),
    result: traceAnswer,
    run: ({ scope, query }, { money }) => money.trace(scope, query, query.edgesMax),
  }),
  route({
    method: "GET",
    path: "/v1/money/race",
    permission: MONEY_READERS,
    summary: { zh: "止付竞速：各支路尚可挽回多少、还剩多少时间", en: "The race: what can still be saved on each branch, and how long there is" },
    query: question,
    result: raceAnswer,
    run: ({ scope, query }, { money }) => money.race(scope, query),
  }),
  route({
    method: "GET",
    path: "/v1/money/sources",
    permission: MONEY_READERS,
    summary: { zh: "某一账户的款项来自哪些被害人", en: "Whose money came to an account of the matter" },
    query: question.omit({ transfer: true }).extend({ account: z.string().min(1).max(200).describe("token of an account that the matter names or its money reached") }),
    result: sourcesAnswer,
    run: ({ scope, query }, { money }) => money.sources(scope, query),
  }),
  route({
    method: "POST",
    path: "/v1/money/stops",
    permission: MONEY_PROPOSERS,
    summary: { zh: "对追踪到的款项提出紧急止付（仅限追踪金额，须另一人批准）", en: "Propose stops over what was traced, and no more; somebody else approves" },
    body: z
      .object({
        ...stated,
        method,
        currency,
        accounts: z.array(z.string().min(1).max(200)).min(1, "at least one").max(STOPS_MAX, `at most ${STOPS_MAX} at a time`),
        note: note.optional(),
      })
      .strict(),
    result: stopsAnswer,
    run: async ({ scope, body }, { money }) => ({ proposed: await money.propose(scope, body, body.accounts, body.note) }),
  }),
  route({
    method: "POST",
    path: "/v1/money/statements",
    permission: STATEMENT_IMPORTERS,
    summary: { zh: "导入银行流水，仅作本事项的证据（加密保存）", en: "Import a bank statement, as evidence of this matter alone (kept sealed)" },
    body: statementBody.extend(stated),
    result: statementAnswer,
    run: ({ scope, body: { matter, purpose, ...body } }, { money }) => money.importStatement(scope, { matter, purpose }, body),
  }),
  route({
    method: "GET",
    path: "/v1/money/statements",
    permission: MONEY_READERS,
    summary: { zh: "某一事项已导入的银行流水", en: "Statements that were imported for a matter" },
    query: z.object(stated),
    result: statementsAnswer,
    run: ({ scope, query }, { money }) => money.statements(scope, query),
  }),
  paperRoute("graphml"),
  paperRoute("csv"),
  paperRoute("evidence-sheet"),
];
