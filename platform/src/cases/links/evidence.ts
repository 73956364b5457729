/**
 * The evidence between two homes, piece by piece, for a person who decides: what it is, how much it says by itself, in which
 * reports and cases it stands on either side. People's identifiers are shown masked, and matters outside the scope are
 * counted and not named.
 */
import type { Scope } from "../../access/scope.ts";
import { isLinkKind, LINK_KINDS, type LinkKind, type Strength } from "../../domain/case-link.ts";
import { kindOfId, type MatterId } from "../../domain/matter.ts";
import type { PersonalRef, PersonalType } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Sql } from "../../ports/store.ts";
import { familiesOf } from "./homes.ts";

/** A report or case in which a piece of evidence stands. */
export interface Source {
  readonly id: string;
  readonly kind: string;
  readonly serial: string;
}

export interface Side {
  readonly named: readonly Source[];
  /** All of them, with those that are not named. */
  readonly count: number;
}

export interface EvidenceShown extends Bilingual {
  readonly kind: LinkKind;
  readonly strength: Strength;
  /** Where it is somebody's identifier; null where it is a thing or cannot be said. */
  readonly ref: PersonalRef | null;
  /** A host, a certificate, a way of deceiving; null where there is only a likeness. */
  readonly what: string | null;
  readonly refused: boolean;
  readonly here: Side;
  readonly there: Side;
}

export interface Evidence {
  readonly pieces: readonly EvidenceShown[];
  /** Pieces beyond those. */
  readonly more: number;
}

/** Pieces shown for one pair. A person decides on the first few. */
const PIECES_MAX = 30;
/** Sources named on each side. */
const SOURCES_MAX = 5;
const NONE: Evidence = { pieces: [], more: 0 };

const PERSONAL: Readonly<Partial<Record<LinkKind, PersonalType>>> = { account: "account", downstream: "account", number: "number", device: "device", group: "handle" };
const ORDER: Readonly<Record<Strength, number>> = { hard: 0, medium: 1, soft: 2 };

interface Row {
  readonly home: string;
  readonly kind: string;
  readonly key: string;
  readonly refused: boolean;
  readonly here: readonly string[];
  readonly there: readonly string[];
}

/** What joins `one` with each of `others`, by the other's id. */
export async function evidenceWith(sql: Sql, scope: Scope, one: string, others: readonly string[]): Promise<ReadonlyMap<string, Evidence>> {
  const asked = [...new Set(others)].filter((id) => id !== one);
  if (asked.length === 0) return new Map();
  const families = await familiesOf(sql, [one, ...asked]);
  const theirs = asked.flatMap((home) => (families.get(home) ?? []).map((id) => ({ id, home })));
  const rows = await sql.query<Row>(
    `with theirs as (select id, home from jsonb_to_recordset($2::jsonb) as x(id text, home text)),
       found as (select l.a as mine, l.b as other, l.kind, l.key, l.refused_at_ms from case_link l where l.a = any($1) and l.b in (select id from theirs)
         union all select l.b, l.a, l.kind, l.key, l.refused_at_ms from case_link l where l.b = any($1) and l.a in (select id from theirs))
     select t.home, f.kind, f.key, bool_and(f.refused_at_ms is not null) as refused, array_agg(distinct f.mine) as here, array_agg(distinct f.other) as there
       from found f join theirs t on t.id = f.other group by t.home, f.kind, f.key order by t.home, f.kind, f.key`,
    [families.get(one) ?? [one], JSON.stringify(theirs)],
    "cases-evidence",
  );
  const known = rows.flatMap((row) => (isLinkKind(row.kind) ? [{ ...row, kind: row.kind }] : []));
  const masked = await maskedOf(sql, known);
  const sources = await sourcesOf(sql, scope, [...new Set(known.flatMap((row) => [...row.here, ...row.there]))]);
  const found = new Map<string, EvidenceShown[]>();
  for (const { home, kind, key, refused, here, there } of known) {
    const { zh, en, strength } = LINK_KINDS[kind];
    const type = PERSONAL[kind];
    const form = masked.get(key);
    const ref = type === undefined || form === undefined ? null : { type, token: key, masked: form };
    const piece = { kind, zh, en, strength, ref, what: whatOf(kind, key), refused, here: sideOf(here, sources), there: sideOf(there, sources) };
    found.set(home, [...(found.get(home) ?? []), piece]);
  }
  return new Map(
    asked.map((home) => {
      const pieces = (found.get(home) ?? []).sort((x, y) => ORDER[x.strength] - ORDER[y.strength]);
      return [home, pieces.length === 0 ? NONE : { pieces: pieces.slice(0, PIECES_MAX), more: Math.max(0, pieces.length - PIECES_MAX) }];
    }),
  );
}

async function maskedOf(sql: Sql, rows: readonly { readonly kind: LinkKind; readonly key: string }[]): Promise<ReadonlyMap<string, string>> {
  const tokens = [...new Set(rows.filter((row) => LINK_KINDS[row.kind].personal).map((row) => row.key))];
  if (tokens.length === 0) return new Map();
  const found = await sql.query<{ readonly token: string; readonly masked: string }>("select token, masked from personal where token = any($1)", [tokens], "cases-evidence-masked");
  return new Map(found.map((row) => [row.token, row.masked]));
}

async function sourcesOf(sql: Sql, scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, Source>> {
  if (ids.length === 0) return new Map();
  const filter = scope.filter(2, "m");
  const rows = await sql.query<{ readonly id: string; readonly serial: string }>(`select m.id, m.serial from matter m where m.id = any($1) and ${filter.sql}`, [
    ids,
    ...filter.values,
  ]);
  return new Map(rows.map(({ id, serial }) => [id, { id, serial, kind: kindOfId(id as MatterId) }]));
}

function sideOf(ids: readonly string[], sources: ReadonlyMap<string, Source>): Side {
  return { named: ids.flatMap((id) => sources.get(id) ?? []).slice(0, SOURCES_MAX), count: ids.length };
}

/** A script's key says nothing to anybody; a way of deceiving has its week behind it. */
function whatOf(kind: LinkKind, key: string): string | null {
  if (LINK_KINDS[kind].personal || kind === "script") return null;
  return kind === "typology" ? (key.split(":").at(0) ?? null) : key;
}
