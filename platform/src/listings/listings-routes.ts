/** Routes of list entries besides those that every kind has: the shared lists of institutions, imports, reassigned numbers, figures. */
import { z } from "zod";
import type { ActingRole } from "../access/role.ts";
import { route, type Route } from "../access/route.ts";
import { CHECKERS } from "../matters/kind.ts";
import { note } from "../matters/input.ts";
import { idOf, type DeskServices } from "../matters/matter-routes.ts";
import { reweighRule } from "./consequences.ts";
import { ProblemError } from "../base/problem.ts";
import { ENTRY_KINDS, ENTRY_TYPES } from "../intel/entry.ts";
import type { Desk } from "../matters/desk.ts";
import { importByPerson, importInput, type ListImports } from "./imports.ts";
import { LISTED_TYPES } from "./list-entry/what.ts";
import { STRENGTHS } from "./list-entry/states.ts";
import type { ListLooks } from "./looks.ts";
import { numbersReassigned } from "./reassigned.ts";
import { ORDERS, PARTS, receiptsOf, register } from "./register.ts";
import { entryFigures, shareFigures, sharedChanges } from "./shared-list.ts";
import { confirmApplied } from "./sharing.ts";

export interface ListingServices extends DeskServices {
  readonly lists: ListImports;
  readonly looks: ListLooks;
}

const RECEIVERS: readonly ActingRole[] = ["bankOps", "telcoOps", "platformOps"];
/** Who reads list entries among the police; a test holds it to the table of kinds. */
const READERS: readonly ActingRole[] = [...CHECKERS, "analyst", "caseOfficer"];
const CHANGES_MAX = 1_000;
const PAGE_ROWS_MAX = 100;
const AT_ONCE_MAX = 1_000;
const whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** How long receivers have to carry a withdrawal out. */
function applyMsOf(desk: Desk): number {
  const rule = desk.parts.law.current(desk.world.nowMs()).deadlines["list.revocationApply"];
  return rule?.duration.kind === "CM" ? rule.duration.amount * 60_000 : 3_600_000;
}

const paged = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(20),
};

export const LISTINGS_ROUTES: readonly Route<ListingServices>[] = [
  route({
    method: "GET",
    path: "/v1/list-entries/register",
    permission: READERS,
    summary: {
      zh: "名单条目登记簿：按页，可筛选待我签批、待复核、撤回中，附近期命中与回执进度",
      en: "Register of list entries by the page: what waits for my signature, for review, for receipts; with recent hits",
    },
    query: z.object({
      part: z.enum(PARTS).default("all"),
      strength: z.enum(STRENGTHS).optional(),
      type: z.enum(LISTED_TYPES).optional(),
      rule: z.string().max(64).optional(),
      order: z.enum(ORDERS).default("newest"),
      ...paged,
    }),
    run: async ({ scope, query }, { desk, looks }) => register(desk, scope, looks, query, applyMsOf(desk)),
  }),
  route({
    method: "GET",
    path: "/v1/list-entries/:id/receipts",
    permission: READERS,
    summary: { zh: "一个条目的接收方：何时告知、是否送达、是否已落实或撤下", en: "Receivers of one entry: when each was told, whether it arrived, whether it was carried out" },
    run: async ({ scope, params }, { desk, looks }) => receiptsOf(desk, scope, looks, idOf(params["id"] ?? ""), applyMsOf(desk)),
  }),
  route({
    method: "GET",
    path: "/v1/lists/:name/entries",
    permission: READERS,
    summary: { zh: "某个名单的条目，按页（个人标识已掩码），附来源与近期命中", en: "Entries of one list by the page, people masked, with sources and recent hits" },
    query: z.object({ type: z.enum(ENTRY_TYPES).optional(), kind: z.enum(ENTRY_KINDS).optional(), ...paged }),
    run: ({ params, query: { type, kind, page, size } }, { looks }) => {
      const name = params["name"] ?? "";
      const found = looks.listed(name, { page, size, ...(type === undefined ? {} : { type }), ...(kind === undefined ? {} : { kind }) });
      if (found === null) throw new ProblemError({ code: "not-found", detail: "there is no such list", value: name.slice(0, 64) });
      return found;
    },
  }),
  route({
    method: "GET",
    path: "/v1/shared-list/changes",
    permission: RECEIVERS,
    summary: { zh: "共享名单变更：本机构应载入和撤下的条目", en: "Changes of the shared lists: what this institution has to enter and to take back" },
    query: z.object({ after: whole.default(0), limit: z.coerce.number().int().min(1).max(CHANGES_MAX).default(200) }),
    run: async ({ scope, query }, { desk }) => sharedChanges(desk, scope, query.after, query.limit),
  }),
  route({
    method: "POST",
    path: "/v1/shared-list/applied",
    permission: RECEIVERS,
    summary: { zh: "确认已落实共享名单变更（可成批）", en: "Say that changes of the shared lists have been carried out, one by one or up to a number" },
    body: z
      .strictObject({
        /** Everything up to this number of the changes. */
        upTo: z.number().int().min(0).optional(),
        changes: z
          .array(z.strictObject({ entry: z.string().max(60), seq: z.number().int().min(1) }))
          .max(AT_ONCE_MAX)
          .optional(),
      })
      .refine(({ upTo, changes }) => upTo !== undefined || changes !== undefined, "upTo or changes"),
    run: async ({ scope, body }, { desk }) =>
      confirmApplied(desk, scope, { ...(body.upTo === undefined ? {} : { upTo: body.upTo }), ...(body.changes === undefined ? {} : { changes: body.changes }) }),
  }),
  route({
    method: "GET",
    path: "/v1/shared-list/figures",
    permission: ["analyst", ...CHECKERS, ...RECEIVERS],
    summary: { zh: "共享名单：各接收方条目、回执、落实与超时", en: "Shared lists: entries, receipts, carried out and overdue, for each receiver" },
    run: async ({ scope }, { desk }) => {
      const nowMs = desk.world.nowMs();
      return desk.store.snapshot(async (sql) => ({ receivers: await shareFigures(sql, scope, nowMs, applyMsOf(desk)), entries: await entryFigures(sql, scope) }));
    },
  }),
  route({
    method: "POST",
    path: "/v1/list-imports",
    permission: ["analyst", "dutyLead"],
    summary: {
      zh: "导入名单文件（网址、应用至多标记；号码、账户、设备至多关注）",
      en: "Import a list: sites and apps are flagged at the most; numbers, accounts and devices watched",
    },
    body: importInput,
    run: async ({ scope, body }, { desk, lists }) => importByPerson(desk, scope, lists, body),
  }),
  route({
    method: "POST",
    path: "/v1/number-reassignments",
    permission: ["telcoOps"],
    summary: { zh: "告知号码已分配给新用户：相关条目立即失效", en: "Say that numbers have new holders: entries about them end at once" },
    body: z.strictObject({ numbers: z.array(z.string().max(40)).min(1).max(AT_ONCE_MAX) }),
    run: async ({ scope, body }, { desk }) => numbersReassigned(desk, scope, body.numbers),
  }),
  route({
    method: "POST",
    path: "/v1/list-rules/:rule/withdraw",
    permission: ["dutyLead"],
    summary: { zh: "撤回一条规则的命中：依据它的条目重新评估", en: "Take a rule's hits back: entries that rest on them are weighed anew" },
    body: z.strictObject({ why: note }),
    run: async ({ scope, params, body }, { desk }) => ({ fallen: await desk.work(scope, (work) => reweighRule(work, params["rule"] ?? "", body.why)) }),
  }),
];
