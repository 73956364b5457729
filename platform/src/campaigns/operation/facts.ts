/** What special operations look up: the units and cases that are named, where the units are, and their figures to be assessed by. */
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import type { Row } from "../campaign/facts.ts";
import { operationFigures } from "./figures.ts";
import type { Operation, OperationFigures, operationDraft } from "./operation.ts";

export interface UnitRow {
  readonly id: string;
  readonly territory: string;
}

export interface OpenFacts {
  readonly units: readonly UnitRow[];
}

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof operationDraft>[], _context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const units = await unitsOf(
    sql,
    drafts.flatMap((draft) => draft.units),
  );
  return drafts.map((draft) => ({ units: units.filter(({ id }) => draft.units.includes(id)) }));
}

export interface Facts {
  /** Those that take part, and those that are to. */
  readonly units: readonly UnitRow[];
  readonly cases: readonly Row[];
  readonly figures: OperationFigures | null;
}

export async function facts(sql: Sql, requests: readonly FactRequest[], nowMs: number): Promise<readonly Facts[]> {
  return Promise.all(
    requests.map(async ({ matter, command, input }): Promise<Facts> => {
      const body = matter.body as Operation;
      const added = command === "add-units" ? (input as { readonly units: readonly string[] }).units : [];
      const named = command === "add-cases" ? (input as { readonly cases: readonly string[] }).cases : [];
      return {
        units: await unitsOf(sql, [...body.units, ...added]),
        cases:
          named.length === 0 ? [] : await sql.query<Row>("select id, kind, state, org, territory from matter where kind = 'case' and id = any($1)", [named], "operation-cases"),
        figures: command === "assess" ? await operationFigures(sql, matter.id, body, body.currency, nowMs) : null,
      };
    }),
  );
}

async function unitsOf(sql: Sql, ids: readonly string[]): Promise<readonly UnitRow[]> {
  if (ids.length === 0) return [];
  return sql.query<UnitRow>("select id, territory from organisation where kind = 'police' and id = any($1)", [[...new Set(ids)]], "operation-units");
}
