/** Which police unit a place belongs to, and which stands above two that do not agree. Reads organisations; decides nothing. */
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";

export interface PoliceUnit {
  readonly id: string;
  readonly territory: string;
  readonly name: Bilingual;
}

interface UnitRow {
  readonly id: string;
  readonly territory: string;
  readonly name_zh: string;
  readonly name_en: string;
}

const unitOf = (row: UnitRow): PoliceUnit => ({ id: row.id, territory: row.territory, name: { zh: row.name_zh, en: row.name_en } });

/**
 * For each place the nearest unit that covers it: the place's own county before its city. Stations visit and do not keep
 * the centre's matters. A place that nobody covers has none.
 */
export async function unitsFor(sql: Sql, places: readonly string[]): Promise<ReadonlyMap<string, PoliceUnit>> {
  const asked = [...new Set(places)];
  if (asked.length === 0) return new Map();
  const rows = await sql.query<UnitRow & { readonly place: string }>(
    `select x.place, o.id, o.territory, o.name_zh, o.name_en from unnest($1::text[]) as x(place),
       lateral (select * from organisation where kind = 'police' and closed_at_ms is null and level is distinct from 'station'
         and (territory = '' or x.place = territory or x.place like territory || '/%') order by length(territory) desc, id limit 1) as o`,
    [asked],
    "cases-units",
  );
  return new Map(rows.map((row) => [row.place, unitOf(row)]));
}

export async function unitsById(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, PoliceUnit>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map();
  const rows = await sql.query<UnitRow>(
    "select id, territory, name_zh, name_en from organisation where id = any($1) and kind = 'police' and level is distinct from 'station'",
    [asked],
    "cases-units-by-id",
  );
  return new Map(rows.map((row) => [row.id, unitOf(row)]));
}
