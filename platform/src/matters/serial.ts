/** The numbers people write on paper: division, day, kind, count of the day. Given in one statement for many matters. */
import { MATTER_KINDS, type MatterKindName } from "../domain/matter.ts";
import type { Sql } from "../ports/store.ts";

/** `110101` of "11/1101/110101/s1", or 000000 for the whole country. Stations are of the units' own naming, in small letters. */
function divisionOf(territory: string): string {
  const codes = territory.split("/").filter((step) => /^[0-9A-Z]{2,12}$/.test(step));
  return (codes.at(-1) ?? "").slice(0, 12).padEnd(6, "0");
}

export async function nextSerials(sql: Sql, kind: MatterKindName, drafts: readonly { readonly territory: string }[], nowMs: number, timeZone: string): Promise<readonly string[]> {
  const day = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate().toString().replaceAll("-", "");
  const names = drafts.map((draft) => `${divisionOf(draft.territory)}${day}${MATTER_KINDS[kind].prefix.toUpperCase()}`);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  // In order of name, so that two works that count the same names wait for each other instead of locking up.
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = await sql.query<{ readonly name: string; readonly last: number }>(
    `insert into serial_counter (name, last) select name, n from unnest($1::text[], $2::int8[]) as x(name, n)
     on conflict (name) do update set last = serial_counter.last + excluded.last returning name, last`,
    [sorted.map(([name]) => name), sorted.map(([, n]) => n)],
    "serials",
  );
  const next = new Map(rows.map((row) => [row.name, row.last - (counts.get(row.name) ?? 0)]));
  return names.map((name) => {
    const count = (next.get(name) ?? 0) + 1;
    next.set(name, count);
    return `${name}${String(count).padStart(4, "0")}`;
  });
}
