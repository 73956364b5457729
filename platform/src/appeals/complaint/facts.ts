/** What a complaint needs to know besides itself: what it is about, who had a hand in that, the unit that answers, the one above. */
import type { PersonalRef } from "../../domain/personal.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { heldBy } from "../code.ts";
import { mayName } from "../person.ts";
import { isLimiting, targetsOf, unitOfPlace, unitsAbove, type Target, type Unit } from "../target.ts";
import type { Complaint, complaintDraft } from "./complaint.ts";

export interface OpenFacts {
  /** It names something; null when nothing is there for who asks. */
  readonly named: boolean;
  readonly target: Target | null;
  readonly holder: PersonalRef | null;
  /** Complaints about the same that are not answered yet. */
  readonly open: number;
  /** The unit of the place, where it is about nothing that has one. */
  readonly unit: Unit | null;
}

export interface Facts {
  readonly target: Target | null;
  readonly above: Unit | null;
}

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof complaintDraft>[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const held = await heldBy(
    sql,
    drafts.flatMap((draft) => draft.code ?? []),
  );
  const ids = drafts.map((draft) => (draft.code === undefined ? draft.about : held.get(draft.code)?.matter));
  const targets = await targetsOf(
    sql,
    ids.filter((id) => id !== undefined),
  );
  const units = await unitOfPlace(
    sql,
    drafts.map((draft) => draft.place ?? context.territory),
  );
  const open = await sql.query<{ readonly parent: string; readonly n: number }>(
    "select parent, count(*) as n from matter where kind = 'complaint' and parent = any($1) and closed_at_ms is null group by parent",
    [[...targets.keys()].sort()],
    "complaints-open",
  );
  return drafts.map((draft, i) => {
    const found = targets.get(ids[i] ?? "") ?? null;
    const target = found !== null && mayName(found, draft, context) ? found : null;
    const code = draft.code === undefined ? null : (held.get(draft.code)?.recipient ?? null);
    return {
      named: draft.code !== undefined || draft.about !== undefined,
      target,
      holder: draft.holder?.ref ?? code ?? (target !== null && isLimiting(target) ? target.about : null),
      open: open.find(({ parent }) => parent === target?.id)?.n ?? 0,
      unit: units[i] ?? null,
    };
  });
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const asked = requests.map(({ matter }) => matter as Matter<Complaint>);
  const targets = await targetsOf(
    sql,
    asked.flatMap(({ body }) => body.about ?? []),
  );
  const above = await unitsAbove(
    sql,
    asked.map(({ org }) => org),
  );
  return asked.map(({ org, body }) => ({ target: targets.get(body.about ?? "") ?? null, above: above.get(org) ?? null }));
}
