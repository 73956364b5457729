/**
 * Where an entry belongs now: a report to its case, a duplicate to the first report, a merged case to the one it goes on
 * in. The answer is one matter, its home. Found by going up and down `parent`; nothing is copied, so that undoing a merge
 * undoes this as well.
 */
import type { Sql } from "../../ports/store.ts";

export interface Home {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
}

/** States in which a report is not compared: it says nothing, or nothing that anybody found true. */
const SILENT = ["info-only", "unsubstantiated", "malice-alleged", "malicious"];

/** The home of each entry; entries that nobody should be joined to are missing. */
export async function homesOf(sql: Sql, entries: readonly string[]): Promise<ReadonlyMap<string, Home>> {
  const asked = [...new Set(entries)];
  if (asked.length === 0) return new Map();
  const rows = await sql.query<Home & { readonly entry: string }>(
    `with recursive up(entry, at) as (
         select m.id, m.id from matter m where m.id = any($1) and not (m.kind = 'report' and m.state = any($2))
       union
         select up.entry, p.id from up join matter m on m.id = up.at join matter p on p.id = m.parent and p.kind in ('report', 'case'))
     select up.entry, m.id, m.kind, m.state, m.territory, m.org from up join matter m on m.id = up.at
       where not exists (select 1 from matter p where p.id = m.parent and p.kind in ('report', 'case')) order by up.entry`,
    [asked, SILENT],
    "cases-homes",
  );
  return new Map(rows.map(({ entry, ...home }) => [entry, home]));
}

/** Everything whose home is one of these, with themselves. */
export async function familiesOf(sql: Sql, homes: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = [...new Set(homes)];
  const families = new Map<string, string[]>(asked.map((home) => [home, []]));
  if (asked.length === 0) return families;
  const rows = await sql.query<{ readonly home: string; readonly id: string }>(
    `with recursive down(home, id) as (
         select x.id, x.id from unnest($1::text[]) as x(id)
       union
         select down.home, m.id from down join matter m on m.parent = down.id and m.kind in ('report', 'case'))
     select home, id from down order by home, id`,
    [asked],
    "cases-families",
  );
  for (const { home, id } of rows) families.get(home)?.push(id);
  return families;
}
