/**
 * Routes of campaigns beyond those that every kind has: the figures of a campaign or operation as of a cut-off, and the
 * leads of a campaign for whoever leads it, wherever they are worked on. A unit's own leads are in the list of leads.
 */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import { ProblemError } from "../base/problem.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import { instant } from "../matters/input.ts";
import { CHECKERS } from "../matters/kind.ts";
import { idOf, PAGE_MAX, type DeskServices } from "../matters/matter-routes.ts";
import { fromRow, MATTER_COLUMNS, type MatterRow } from "../matters/matter.ts";
import type { DeadlineView, Desk } from "../matters/desk.ts";
import type { Sql } from "../ports/store.ts";
import type { Scope } from "../access/scope.ts";
import { countedLeads } from "./campaign/facts.ts";
import { campaign } from "./campaign/kind.ts";
import { lead, showLead } from "./lead/kind.ts";
import { LEAD_STATE_WORDS } from "./lead/states.ts";
import { operationFigures } from "./operation/figures.ts";
import { operation } from "./operation/kind.ts";
import { rollUp } from "./roll-up.ts";

const READERS = ["analyst", "caseOfficer", ...CHECKERS] as const;
const asOf = z.object({ cutOff: instant.optional() });

async function found(desk: Desk, scope: Scope, text: string | undefined, kind: MatterKindName) {
  const id = idOf(text ?? "");
  const matter = await desk.find(scope, id);
  if (matter.kind !== kind) throw new ProblemError({ code: "not-found", detail: `there is no ${id} in your scope` });
  return matter;
}

/** Clocks of leads by lead: signing, verifying and returning each have their own. */
async function clocksOf(sql: Sql, leads: readonly { readonly id: string }[]): Promise<ReadonlyMap<string, readonly DeadlineView[]>> {
  const rows = await sql.query<DeadlineView & { readonly matter: string }>(
    `select matter, key, started_at_ms as "startedAtMs", due_at_ms as "dueAtMs", unknown_year as "unknownYear", state, fired_at_ms as "firedAtMs"
     from deadline where matter = any($1) and part = 'due' order by started_at_ms, key`,
    [leads.map(({ id }) => id)],
    "campaign-clocks",
  );
  const byLead = Map.groupBy(rows, ({ matter }) => matter);
  return new Map([...byLead].map(([id, own]) => [id, own.map(({ matter: _matter, ...clock }) => clock)]));
}

export const CAMPAIGN_ROUTES: readonly Route<DeskServices>[] = [
  route({
    method: "GET",
    path: "/v1/campaigns/:id/roll-up",
    permission: READERS,
    summary: { zh: "集群战役统计（含截止时间，按单位）", en: "Figures of a campaign as of a cut-off, overall and by unit" },
    query: asOf,
    run: async ({ scope, params, query }, { desk }) => {
      const matter = campaign.of(await found(desk, scope, params["id"], "campaign"));
      const leads = await desk.store.snapshot((sql) => countedLeads(sql, [matter.id]));
      const now = rollUp(leads, query.cutOff ?? desk.world.nowMs());
      const assessed = matter.body.assessments.at(-1)?.rollUp ?? null;
      // Late results change figures: the assessed ones stay beside those of now.
      return { figures: now, assessed };
    },
  }),
  route({
    method: "GET",
    path: "/v1/campaigns/:id/leads",
    permission: READERS,
    summary: { zh: "集群战役的全部线索（牵头单位）", en: "All leads of a campaign, for whoever leads it" },
    query: z.object({ after: z.string().max(60).optional(), limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50) }),
    run: async ({ scope, params, query }, { desk }) => {
      const { id } = await found(desk, scope, params["id"], "campaign");
      const { rows, clocks } = await desk.store.snapshot(async (sql) => {
        const found = await sql.query<MatterRow>(
          `select ${MATTER_COLUMNS} from matter where kind = 'lead' and parent = $1 and ($2::text is null or id > $2) order by id limit $3`,
          [id, query.after ?? null, query.limit + 1],
        );
        return { rows: found, clocks: await clocksOf(sql, found.slice(0, query.limit)) };
      });
      const items = rows.slice(0, query.limit).map((row) => lead.of(fromRow(row)));
      return {
        items: items.map((one) => ({ ...one, body: showLead(one, scope), stateWords: LEAD_STATE_WORDS[one.state], deadlines: clocks.get(one.id) ?? [] })),
        next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null,
      };
    },
  }),
  route({
    method: "GET",
    path: "/v1/operations/:id/roll-up",
    permission: READERS,
    summary: { zh: "专项行动统计与目标进度", en: "Figures of an operation and progress against its goals" },
    run: async ({ scope, params }, { desk }) => {
      const matter = operation.of(await found(desk, scope, params["id"], "operation"));
      const { id, body } = matter;
      const figures = await desk.store.snapshot((sql) => operationFigures(sql, id as MatterId, body, body.currency, desk.world.nowMs()));
      return { figures, assessed: body.assessments.at(-1)?.figures ?? null };
    },
  }),
];
