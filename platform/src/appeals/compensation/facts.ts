/** What a compensation needs to know besides itself: what was wrong, who had a hand in it, the unit above that hears of delays. */
import type { FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { chainsOf, targetsOf, unitsAbove, type Target, type Unit } from "../target.ts";
import type { Compensation, compensationDraft } from "./compensation.ts";

export interface Facts {
  readonly chain: readonly Target[];
  readonly above: Unit | null;
}

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof compensationDraft>[]): Promise<readonly (Target | null)[]> {
  const targets = await targetsOf(
    sql,
    drafts.map(({ against }) => against),
  );
  return drafts.map(({ against }) => targets.get(against) ?? null);
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const asked = requests.map(({ matter }) => matter as Matter<Compensation>);
  const chains = await chainsOf(
    sql,
    asked.map(({ body }) => body.against),
  );
  const above = await unitsAbove(
    sql,
    asked.map(({ org }) => org),
  );
  return asked.map(({ org, body }) => ({ chain: chains.get(body.against) ?? [], above: above.get(org) ?? null }));
}
