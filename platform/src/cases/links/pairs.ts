/**
 * How strongly homes belong together: all evidence between what belongs to one and what belongs to the other, each kind
 * once. A pair whose evidence was all refused is at rest until something new turns up.
 */
import { isLinkKind, strengthOf, type LinkKind } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Sql } from "../../ports/store.ts";
import { familiesOf } from "./homes.ts";

export interface Pair {
  readonly a: string;
  readonly b: string;
  readonly kinds: readonly LinkKind[];
  /** Each piece of it as kind and key: tokens and plain values, so that it can be told whether something is new. */
  readonly keys: readonly string[];
  readonly strengthPermille: number;
  /** Some of the evidence was refused by nobody. */
  readonly active: boolean;
}

interface EvidenceRow {
  readonly a: string;
  readonly b: string;
  readonly kind: string;
  readonly key: string;
  readonly refused: boolean;
}

/** Pairs between `one` and each of `others`. */
export async function pairsWith(sql: Sql, one: string, others: readonly string[]): Promise<readonly Pair[]> {
  const families = await familiesOf(sql, [one, ...others]);
  const mine = families.get(one) ?? [];
  const owner = ownerOf(families, others);
  const rows = await sql.query<EvidenceRow>(
    `select a, b, kind, key, refused_at_ms is not null as refused from case_link where a = any($1) and b = any($2)
     union all select b, a, kind, key, refused_at_ms is not null from case_link where b = any($1) and a = any($2)`,
    [mine, [...owner.keys()]],
    "cases-pairs-with",
  );
  return gather(rows.map((row) => ({ ...row, a: one, b: owner.get(row.b) ?? row.b })));
}

/** Entries that something joins with these. */
export async function partnersOf(sql: Sql, entries: readonly string[]): Promise<readonly MatterId[]> {
  const rows = await sql.query<{ readonly partner: string }>(
    "select b as partner from case_link where a = any($1) union select a from case_link where b = any($1) order by 1",
    [entries],
    "cases-partners",
  );
  return rows.map((row) => row.partner as MatterId);
}

/** Pairs among all of them. */
export async function pairsAmong(sql: Sql, homes: readonly string[]): Promise<readonly Pair[]> {
  const owner = ownerOf(await familiesOf(sql, homes), homes);
  const all = [...owner.keys()];
  const rows = await sql.query<EvidenceRow>(
    "select a, b, kind, key, refused_at_ms is not null as refused from case_link where a = any($1) and b = any($1)",
    [all],
    "cases-pairs-among",
  );
  return gather(
    rows.flatMap((row) => {
      const [a, b] = [owner.get(row.a) ?? row.a, owner.get(row.b) ?? row.b];
      return a === b ? [] : [a < b ? { ...row, a, b } : { ...row, a: b, b: a }];
    }),
  );
}

/** Which of the homes each entry belongs to. */
function ownerOf(families: ReadonlyMap<string, readonly string[]>, homes: readonly string[]): ReadonlyMap<string, string> {
  return new Map(homes.flatMap((home) => (families.get(home) ?? []).map((id) => [id, home] as const)));
}

function gather(rows: readonly EvidenceRow[]): readonly Pair[] {
  const found = new Map<string, { readonly a: string; readonly b: string; readonly kinds: Set<LinkKind>; readonly keys: Set<string>; active: boolean }>();
  for (const { a, b, kind, key, refused } of rows) {
    if (!isLinkKind(kind)) continue;
    const id = `${a} ${b}`;
    const pair = found.get(id) ?? { a, b, kinds: new Set<LinkKind>(), keys: new Set<string>(), active: false };
    pair.kinds.add(kind);
    pair.keys.add(`${kind} ${key}`);
    pair.active ||= !refused;
    found.set(id, pair);
  }
  return [...found.values()].map(({ a, b, kinds, keys, active }) => ({
    a,
    b,
    kinds: [...kinds].sort(),
    keys: [...keys].sort(),
    strengthPermille: strengthOf(kinds),
    active,
  }));
}

/** Marks everything that joins one side with the other as refused. What comes later is new. */
export async function refuseLinks(sql: Sql, one: readonly string[], others: readonly string[], atMs: number): Promise<void> {
  const families = await familiesOf(sql, [...one, ...others]);
  const side = (homes: readonly string[]): string => JSON.stringify(homes.flatMap((home) => (families.get(home) ?? []).map((id) => ({ id, home }))));
  await sql.query(
    `update case_link l set refused_at_ms = $3 from jsonb_to_recordset($1::jsonb) as x(id text, home text), jsonb_to_recordset($2::jsonb) as y(id text, home text)
     where l.refused_at_ms is null and x.home <> y.home and ((l.a = x.id and l.b = y.id) or (l.a = y.id and l.b = x.id))`,
    [side(one), side(others), atMs],
    "cases-refuse-links",
  );
}
