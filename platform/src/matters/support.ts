/**
 * What rests on what: when something no longer stands, whatever it held up loses that support, and what has none left is
 * named, so that the slices look at it again. Kinds that end with their support take down what rests on them as well, all
 * in one go, however long the path. Nothing is ended here.
 */
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Work } from "./work.ts";

export interface Unsupported {
  readonly id: MatterId;
  readonly kind: MatterKindName;
}

/** Takes away the support of these matters, and of everything of the kinds `endsWith` that falls with them. Gives what stands on nothing now. */
export async function withdrawSupport(work: Work, matters: MatterId | readonly MatterId[], endsWith: ReadonlySet<MatterKindName>): Promise<readonly Unsupported[]> {
  const all: Unsupported[] = [];
  for (let falling: readonly MatterId[] = typeof matters === "string" ? [matters] : matters; falling.length > 0;) {
    const rows = await work.query<Unsupported>(
      `with gone as (update support set withdrawn_at_ms = $2 where by_matter = any($1) and withdrawn_at_ms is null returning held)
       select m.id, m.kind from matter m where m.id in (select held from gone) and m.closed_at_ms is null
         and not exists (select 1 from support s where s.held = m.id and s.withdrawn_at_ms is null and s.by_matter <> all($1)) order by m.id`,
      [falling, work.nowMs],
      "withdraw-support",
    );
    all.push(...rows);
    falling = rows.filter((row) => endsWith.has(row.kind)).map((row) => row.id);
  }
  return all;
}
