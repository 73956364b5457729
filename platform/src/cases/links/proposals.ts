/**
 * From new evidence to proposals, in the same transaction in which a report or case came in: pairs that are strong enough
 * become a supposed series, join one that is there, or are put before a person. Nothing is joined by the program alone,
 * and nothing that a person refused comes back without new evidence.
 */
import { CONFIRM_PERMILLE, HYPOTHESIS_PERMILLE, type Clue } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { Work } from "../../matters/work.ts";
import { caseSeries } from "../series/kind.ts";
import { SERIES_MAX } from "../series/series.ts";
import { addClues } from "./clue-index.ts";
import { familiesOf, homesOf } from "./homes.ts";
import { headOf, keepNarrative } from "./narrative.ts";
import { pairsWith } from "./pairs.ts";

/** Series that one newcomer is suggested to. More is a sign that they should be one, which is for a person to see. */
const SERIES_AT_ONCE = 5;

/** Takes an entry's clues, and its narrative if it is the first, into the index and says what follows. */
export async function compare(work: Work, entry: MatterId, clues: readonly Clue[], signature: Uint8Array | null): Promise<void> {
  const known = await headOf(work.sql, entry);
  const head = known ?? (signature === null ? null : await keepNarrative(work.sql, entry, signature));
  const { partners, weakened } = await addClues(work.sql, entry, head === null ? clues : [...clues, { kind: "script", key: head, atMs: work.nowMs }]);
  if (weakened.length > 0) await weaken(work, weakened);
  if (partners.length > 0) await propose(work, entry, partners);
}

/** What belongs together by the evidence between the entry's home and its partners' homes. */
export async function propose(work: Work, entry: MatterId, partners: readonly MatterId[]): Promise<void> {
  const homes = await homesOf(work.sql, [entry, ...partners]);
  const home = homes.get(entry)?.id as MatterId | undefined;
  if (home === undefined) return;
  const others = [...new Set(partners.flatMap((partner) => homes.get(partner)?.id ?? []))].filter((id) => id !== home).sort();
  const pairs = (await pairsWith(work.sql, home, others))
    .filter((pair) => pair.active && pair.strengthPermille >= HYPOTHESIS_PERMILLE)
    .sort((x, y) => y.strengthPermille - x.strengthPermille || (x.b < y.b ? -1 : 1));
  if (pairs.length === 0) return;
  const near = pairs.map((pair) => pair.b as MatterId);
  const families = await familiesOf(work.sql, [home, ...near]);
  const found = await seriesOf(work.sql, families);
  const mine = found.get(home) ?? [];
  const theirs = [...new Set(near.flatMap((id) => found.get(id) ?? []))].sort();
  const alone = near.filter((id) => (found.get(id) ?? []).length === 0);
  if (theirs.length > 0) {
    for (const [i, series] of theirs.slice(0, SERIES_AT_ONCE).entries()) {
      const newcomers = [...(mine.includes(series) ? [] : [home]), ...(i === 0 ? alone : [])];
      await work.actOne(caseSeries, series, newcomers.length === 0 ? "reassess" : "suggest", newcomers.length === 0 ? {} : { ids: newcomers.slice(0, SERIES_MAX) }, "consequence");
    }
    return;
  }
  const [own] = mine;
  if (own !== undefined) {
    await work.actOne(caseSeries, own, "suggest", { ids: near.slice(0, SERIES_MAX) }, "consequence");
    return;
  }
  const strong = pairs.filter((pair) => pair.strengthPermille >= CONFIRM_PERMILLE).map((pair) => pair.b as MatterId);
  const members = strong.length > 0 ? strong : near.slice(0, 1);
  const series = await work.openOne(caseSeries, { members: [home, ...members].slice(0, SERIES_MAX) }, "consequence");
  if (series.body.strengthPermille >= CONFIRM_PERMILLE) await work.actOne(caseSeries, series.id, "reassess", {}, "consequence");
}

/** Series that nobody confirmed are looked at again when evidence is gone. */
async function weaken(work: Work, entries: readonly MatterId[]): Promise<void> {
  const homes = [...new Set([...(await homesOf(work.sql, entries)).values()].map((home) => home.id))];
  const found = await seriesOf(work.sql, await familiesOf(work.sql, homes), ["hypothesis", "proposed"]);
  for (const series of [...new Set([...found.values()].flat())].sort()) await work.actOne(caseSeries, series, "reassess", {}, "consequence");
}

/** Living series that hold something of each family, oldest first. */
async function seriesOf(
  sql: Sql,
  families: ReadonlyMap<string, readonly string[]>,
  states: readonly string[] = ["hypothesis", "proposed", "confirmed", "campaign"],
): Promise<ReadonlyMap<string, readonly MatterId[]>> {
  const rows = await sql.query<{ readonly home: string; readonly series: string }>(
    `select distinct x.home, s.id as series from jsonb_to_recordset($1::jsonb) as x(home text, id text)
       join matter s on s.kind = 'series' and (s.body @> jsonb_build_object('members', jsonb_build_array(jsonb_build_object('id', x.id)))
         or s.body @> jsonb_build_object('candidates', jsonb_build_array(jsonb_build_object('id', x.id))))
     where s.state = any($2) order by series`,
    [JSON.stringify([...families].flatMap(([home, ids]) => ids.map((id) => ({ home, id })))), states],
    "cases-series-of",
  );
  const found = new Map<string, MatterId[]>();
  for (const { home, series } of rows) found.set(home, [...(found.get(home) ?? []), series as MatterId]);
  return found;
}
