/**
 * Public routes of returns: the notices that anybody may read, and objecting to one by its number. Whoever objects leaves a
 * number at which the answer reaches them; how often an address may try is the server's business.
 */
import { z } from "zod";
import { authorise } from "../../access/scope.ts";
import { route, type Route } from "../../access/route.ts";
import { ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Desk } from "../../matters/desk.ts";
import type { DeskServices } from "../../matters/matter-routes.ts";
import { fromRow, MATTER_COLUMNS, type MatterRow } from "../../matters/matter.ts";
import { reasonKey } from "../reasons.ts";
import { refund } from "./kind.ts";
import { noticeShown } from "./public-notice.ts";
import { OBJECTION_GROUNDS } from "./reasons.ts";

/** Notices on one page. */
const PAGE_MAX = 100;

const objection = z
  .object({
    claim: z.string().min(1).max(60).optional(),
    by: z.enum(["claimant", "holder", "other"]),
    contact: z.string().trim().min(1).max(40),
    ground: reasonKey(OBJECTION_GROUNDS),
    statement: z.string().trim().min(1).max(4_000, "at most 4000 characters").optional(),
  })
  .strict();

async function noticed(desk: Desk, serial: string): Promise<MatterId> {
  const [row] = await desk.store.snapshot((sql) =>
    sql.query<{ readonly id: string }>(
      "select id from matter where kind = 'refund' and serial = $1 and state in ('noticed', 'ready') and body->'notice' <> 'null'",
      [serial],
      "refund-by-serial",
    ),
  );
  if (row === undefined)
    throw new ProblemError({ code: "not-found", detail: "there is no public notice with this number that can be objected to", expected: "the number on the notice" });
  return row.id as MatterId;
}

export const REFUND_ROUTES: readonly Route<DeskServices>[] = [
  route({
    method: "GET",
    path: "/v1/public/notices",
    permission: "public",
    summary: { zh: "资金返还公告", en: "Public notices of returns of funds" },
    query: z.object({ after: z.string().max(60).optional(), limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50) }),
    run: async ({ query }, { desk }) => {
      const rows = await desk.store.snapshot((sql) =>
        sql.query<MatterRow>(
          `select ${MATTER_COLUMNS} from matter where kind = 'refund' and state = 'noticed' and ($1::text is null or id < $1) order by id desc limit $2`,
          [query.after ?? null, query.limit + 1],
          "public-notices",
        ),
      );
      const page = rows.slice(0, query.limit).map((row) => refund.of(fromRow(row)));
      return { items: page.map(noticeShown), next: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null };
    },
  }),
  route({
    method: "POST",
    path: "/v1/public/notices/:serial/objections",
    permission: "public",
    summary: { zh: "对资金返还公告提出异议", en: "Object to a public notice of a return" },
    body: objection,
    run: async ({ params, body }, { desk }) => {
      const id = await noticed(desk, params["serial"] ?? "");
      const scope = authorise({ kind: "public", matter: id }, "public");
      const after = await desk.work(scope, (work) => work.actOne(refund, id, "object", body));
      return { objection: after.body.objections.at(-1)?.id ?? null, notice: noticeShown(after) };
    },
  }),
];
