/**
 * What belongs to a report or case by the evidence, for a person to look at: each piece of evidence in words and with where
 * it stands, the series that hold both already, what was left out because it is too common, and no more about matters
 * elsewhere than that there are some.
 */
import type { Scope } from "../../access/scope.ts";
import { ProblemError } from "../../base/problem.ts";
import { CONFIRM_PERMILLE, LINK_KINDS, type LinkKind } from "../../domain/case-link.ts";
import { MATTER_KINDS, type MatterId } from "../../domain/matter.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Desk } from "../../matters/desk.ts";
import type { Sql } from "../../ports/store.ts";
import { hubsOf } from "./clue-index.ts";
import { evidenceWith, type EvidenceShown } from "./evidence.ts";
import { familiesOf, homesOf } from "./homes.ts";
import { pairsWith, partnersOf } from "./pairs.ts";

/** A living series that holds both. */
export interface SharedSeries {
  readonly id: string;
  readonly serial: string;
  readonly state: string;
  /** As what the linked matter stands in it. */
  readonly as: "member" | "candidate";
}

export interface LinkShown {
  readonly id: string;
  readonly kind: string;
  readonly serial: string;
  readonly state: string;
  readonly strengthPermille: number;
  /** Strong enough for a person to confirm. */
  readonly confirmable: boolean;
  /** Somebody said that this is no link. */
  readonly refused: boolean;
  readonly evidence: readonly EvidenceShown[];
  /** Pieces of evidence beyond those. */
  readonly moreEvidence: number;
  readonly series: readonly SharedSeries[];
}

export interface LinksShown {
  readonly home: string;
  readonly links: readonly LinkShown[];
  /** Linked matters outside the scope: the unit above can see them. */
  readonly elsewhere: number;
  /** Evidence that is too common to say anything: masked forms for people's identifiers. */
  readonly leftOut: readonly ({ readonly kind: LinkKind; readonly what: string; readonly inMoreThan: number } & Bilingual)[];
}

const SHOWN_MAX = 200;

export async function linksOf(desk: Desk, scope: Scope, id: MatterId): Promise<LinksShown> {
  const matter = await desk.find(scope, id);
  if (matter.kind !== "report" && matter.kind !== "case") throw new ProblemError({ code: "not-found", detail: `${MATTER_KINDS[matter.kind].en} has no links of its own` });
  return desk.store.snapshot(async (sql) => {
    const home = (await homesOf(sql, [id])).get(id)?.id ?? id;
    const family = (await familiesOf(sql, [home])).get(home) ?? [id];
    const homes = await homesOf(sql, await partnersOf(sql, family));
    const others = [...new Map([...homes.values()].filter((one) => one.id !== home).map((one) => [one.id, one])).values()];
    const seen = await visible(
      sql,
      scope,
      others.map((one) => one.id),
    );
    const pairs = await pairsWith(
      sql,
      home,
      others.map((one) => one.id),
    );
    const shown = pairs
      .filter((pair) => seen.has(pair.b))
      .sort((x, y) => y.strengthPermille - x.strengthPermille || (x.b < y.b ? -1 : 1))
      .slice(0, SHOWN_MAX);
    const near = shown.map((pair) => pair.b);
    const evidence = await evidenceWith(sql, scope, home, near);
    const series = await seriesWith(sql, scope, home, near);
    const links = shown.map((pair): LinkShown => {
      const other = others.find((one) => one.id === pair.b);
      return {
        id: pair.b,
        kind: other?.kind ?? "",
        serial: seen.get(pair.b) ?? "",
        state: other?.state ?? "",
        strengthPermille: pair.strengthPermille,
        confirmable: pair.active && pair.strengthPermille >= CONFIRM_PERMILLE,
        refused: !pair.active,
        evidence: evidence.get(pair.b)?.pieces ?? [],
        moreEvidence: evidence.get(pair.b)?.more ?? 0,
        series: series.get(pair.b) ?? [],
      };
    });
    return { home, links, elsewhere: others.length - seen.size, leftOut: await leftOut(sql, family) };
  });
}

/** Serials of those that the scope holds. */
export async function visible(sql: Sql, scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const filter = scope.filter(2, "m");
  const rows = await sql.query<{ readonly id: string; readonly serial: string }>(`select m.id, m.serial from matter m where m.id = any($1) and ${filter.sql}`, [
    ids,
    ...filter.values,
  ]);
  return new Map(rows.map((row) => [row.id, row.serial]));
}

/** Living series within the scope that hold something of both, by the other. */
async function seriesWith(sql: Sql, scope: Scope, home: string, others: readonly string[]): Promise<ReadonlyMap<string, readonly SharedSeries[]>> {
  const families = await familiesOf(sql, [home, ...others]);
  const filter = scope.filter(2, "s");
  const rows = await sql.query<Omit<SharedSeries, "as"> & { readonly home: string; readonly member: boolean }>(
    `select x.home, s.id, s.serial, s.state, bool_or(s.body @> jsonb_build_object('members', jsonb_build_array(jsonb_build_object('id', x.id)))) as member
       from jsonb_to_recordset($1::jsonb) as x(home text, id text)
       join matter s on s.kind = 'series' and s.state <> 'dissolved' and ${filter.sql}
         and (s.body @> jsonb_build_object('members', jsonb_build_array(jsonb_build_object('id', x.id)))
           or s.body @> jsonb_build_object('candidates', jsonb_build_array(jsonb_build_object('id', x.id))))
     group by x.home, s.id, s.serial, s.state order by s.id`,
    [JSON.stringify([...families].flatMap(([of, ids]) => ids.map((id) => ({ home: of, id })))), ...filter.values],
  );
  const mine = new Set(rows.filter((row) => row.home === home).map((row) => row.id));
  const found = new Map<string, SharedSeries[]>();
  for (const { home: of, id, serial, state, member } of rows)
    if (of !== home && mine.has(id)) found.set(of, [...(found.get(of) ?? []), { id, serial, state, as: member ? "member" : "candidate" }]);
  return found;
}

async function leftOut(sql: Sql, family: readonly string[]): Promise<LinksShown["leftOut"]> {
  const hubs = await hubsOf(sql, family);
  const tokens = hubs.filter((hub) => LINK_KINDS[hub.kind].personal).map((hub) => hub.key);
  const rows =
    tokens.length === 0 ? [] : await sql.query<{ readonly token: string; readonly masked: string }>("select token, masked from personal where token = any($1)", [tokens]);
  const masked = new Map(rows.map((row) => [row.token, row.masked]));
  return hubs.map(({ kind, key, degreeMax }) => ({
    kind,
    what: LINK_KINDS[kind].personal ? (masked.get(key) ?? "") : kind === "script" ? "" : key,
    inMoreThan: degreeMax,
    zh: LINK_KINDS[kind].zh,
    en: LINK_KINDS[kind].en,
  }));
}
