/**
 * What belongs to a report or case by the evidence, for a person to look at: each kind of evidence in words, what was left
 * out because it is too common, and no more about matters elsewhere than that there are some.
 */
import type { Scope } from "../../access/scope.ts";
import { ProblemError } from "../../base/problem.ts";
import { CONFIRM_PERMILLE, LINK_KINDS, type LinkKind } from "../../domain/case-link.ts";
import { MATTER_KINDS, type MatterId } from "../../domain/matter.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Desk } from "../../matters/desk.ts";
import type { Sql } from "../../ports/store.ts";
import { hubsOf } from "./clue-index.ts";
import { familiesOf, homesOf } from "./homes.ts";
import { pairsWith, partnersOf } from "./pairs.ts";

export interface LinkShown {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly strengthPermille: number;
  /** Strong enough for a person to confirm. */
  readonly confirmable: boolean;
  /** Somebody said that this is no link. */
  readonly refused: boolean;
  readonly evidence: readonly ({ readonly kind: LinkKind } & Bilingual)[];
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
    const links = pairs
      .filter((pair) => seen.has(pair.b))
      .sort((x, y) => y.strengthPermille - x.strengthPermille || (x.b < y.b ? -1 : 1))
      .slice(0, SHOWN_MAX)
      .map((pair): LinkShown => {
        const other = others.find((one) => one.id === pair.b);
        return {
          id: pair.b,
          kind: other?.kind ?? "",
          state: other?.state ?? "",
          strengthPermille: pair.strengthPermille,
          confirmable: pair.active && pair.strengthPermille >= CONFIRM_PERMILLE,
          refused: !pair.active,
          evidence: pair.kinds.map((kind) => ({ kind, zh: LINK_KINDS[kind].zh, en: LINK_KINDS[kind].en })),
        };
      });
    return { home, links, elsewhere: others.length - seen.size, leftOut: await leftOut(sql, family) };
  });
}

async function visible(sql: Sql, scope: Scope, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const filter = scope.filter(2, "m");
  const rows = await sql.query<{ readonly id: string }>(`select m.id from matter m where m.id = any($1) and ${filter.sql}`, [ids, ...filter.values]);
  return new Set(rows.map((row) => row.id));
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
