/**
 * The index by which what belongs together is found as it comes in: clues of reports and cases, and from them pairs with
 * their evidence. It promises the same pairs in whatever order entries and clues arrive, and at once in parallel, as
 * comparing everything with everything gives (plain-links.ts). A clue that stands in too many entries says nothing: its
 * pairs go, and it is named as left out.
 */
import { hubDegreeMax, isLinkKind, LINK_KINDS, type Clue, type LinkKind } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Sql } from "../../ports/store.ts";

export interface Linked {
  /** Entries that are joined with the given one by something new. */
  readonly partners: readonly MatterId[];
  /** Entries whose evidence became less because a clue of theirs is a hub now. */
  readonly weakened: readonly MatterId[];
}

interface KeyRow {
  readonly kind: string;
  readonly key: string;
}

const idOf = ({ kind, key }: KeyRow): string => `${kind} ${key}`;
const LIMITS = JSON.stringify(Object.fromEntries((Object.keys(LINK_KINDS) as LinkKind[]).map((kind) => [kind, hubDegreeMax(kind)])));

/**
 * The kinds that can meet. Money that reached an account after two hops meets the report in which the same account was
 * paid directly: that is evidence of the weaker kind.
 */
const MEETS: readonly { readonly mine: LinkKind; readonly theirs: LinkKind; readonly as: LinkKind }[] = [
  ...(Object.keys(LINK_KINDS) as LinkKind[]).map((kind) => ({ mine: kind, theirs: kind, as: kind })),
  { mine: "downstream", theirs: "account", as: "downstream" },
  { mine: "account", theirs: "downstream", as: "downstream" },
];
const MEETS_JSON = JSON.stringify(MEETS);
const PAIRED: Readonly<Partial<Record<string, LinkKind>>> = { account: "downstream", downstream: "account" };

/** Adds clues to an entry; what it has already changes nothing. */
export async function addClues(sql: Sql, entry: MatterId, clues: readonly Clue[]): Promise<Linked> {
  const given = [...new Map(clues.map((clue) => [idOf(clue), clue])).values()];
  if (given.length === 0) return { partners: [], weakened: [] };
  await lockKeys(sql, given);
  const fresh = await sql.query<KeyRow>(
    `insert into clue (kind, key, entry, at_ms) select kind, key, $2, at_ms from jsonb_to_recordset($1::jsonb) as x(kind text, key text, at_ms int8)
     on conflict do nothing returning kind, key`,
    [JSON.stringify(given.map(({ kind, key, atMs }) => ({ kind, key, at_ms: atMs }))), entry],
    "clues-add",
  );
  if (fresh.length === 0) return { partners: [], weakened: [] };
  const crossed = await countUp(sql, fresh);
  const weakened = crossed.length === 0 ? [] : await dropHubs(sql, crossed);
  const pairs = await sql.query<{ readonly partner: string }>(
    `with mine as (select kind, key from jsonb_to_recordset($1::jsonb) as x(kind text, key text)),
       found as (select distinct t.entry as partner, m."as" as kind, mine.key from mine
         join jsonb_to_recordset($3::jsonb) as m(mine text, theirs text, "as" text) on m.mine = mine.kind
         join clue t on t.kind = m.theirs and t.key = mine.key and t.entry <> $2
         where not exists (select 1 from clue_degree d where d.key = mine.key and d.kind in (m.mine, m.theirs, case when m."as" = 'downstream' then 'account' end) and d.degree > ($4::jsonb ->> d.kind)::int8)),
       put as (insert into case_link (a, b, kind, key) select least(partner collate "C", $2), greatest(partner collate "C", $2), kind, key from found on conflict do nothing returning a, b)
     select distinct case when a = $2 then b else a end as partner from put order by 1`,
    [JSON.stringify(fresh), entry, MEETS_JSON, LIMITS],
    "clues-link",
  );
  return { partners: pairs.map((row) => row.partner as MatterId), weakened };
}

/**
 * Locks the rows of the keys, in order, until the transaction ends: of two entries with the same clue at the same moment
 * one comes second and sees the other. Hubs link nothing, so nobody waits for them.
 */
async function lockKeys(sql: Sql, clues: readonly KeyRow[]): Promise<void> {
  const keys = new Map<string, KeyRow>();
  for (const { kind, key } of clues) {
    keys.set(idOf({ kind, key }), { kind, key });
    const other = PAIRED[kind];
    if (other !== undefined) keys.set(idOf({ kind: other, key }), { kind: other, key });
  }
  await sql.query(
    `insert into clue_degree (kind, key, degree) select x.kind, x.key, 0 from jsonb_to_recordset($1::jsonb) as x(kind text, key text)
       where not exists (select 1 from clue_degree d where d.kind = x.kind and d.key = x.key and d.degree > ($2::jsonb ->> x.kind)::int8) order by x.kind, x.key
     on conflict (kind, key) do update set degree = clue_degree.degree`,
    [JSON.stringify([...keys.values()]), LIMITS],
    "clues-lock",
  );
}

/** Counts the new clues; gives those that are hubs from now on. */
async function countUp(sql: Sql, fresh: readonly KeyRow[]): Promise<readonly KeyRow[]> {
  return sql.query<KeyRow>(
    `with up as (update clue_degree d set degree = d.degree + 1 from jsonb_to_recordset($1::jsonb) as x(kind text, key text)
       where d.kind = x.kind and d.key = x.key and d.degree <= ($2::jsonb ->> d.kind)::int8 returning d.kind, d.key, d.degree)
     select kind, key from up where degree > ($2::jsonb ->> kind)::int8`,
    [JSON.stringify(fresh), LIMITS],
    "clues-count",
  );
}

async function dropHubs(sql: Sql, hubs: readonly KeyRow[]): Promise<readonly MatterId[]> {
  // An account that is a hub carries no money path either.
  const gone = hubs.flatMap((hub) => (hub.kind === "account" ? [hub, { kind: "downstream", key: hub.key }] : [hub]));
  const rows = await sql.query<{ readonly a: string; readonly b: string }>(
    "delete from case_link l using jsonb_to_recordset($1::jsonb) as x(kind text, key text) where l.kind = x.kind and l.key = x.key returning l.a, l.b",
    [JSON.stringify(gone)],
    "clues-drop",
  );
  return [...new Set(rows.flatMap(({ a, b }) => [a, b]))].sort() as MatterId[];
}

/** Clues of these entries that say nothing because they stand in too many. */
export async function hubsOf(sql: Sql, entries: readonly string[]): Promise<readonly { readonly kind: LinkKind; readonly key: string; readonly degreeMax: number }[]> {
  const rows = await sql.query<KeyRow>(
    `select distinct c.kind, c.key from clue c join clue_degree d on d.kind = c.kind and d.key = c.key
     where c.entry = any($1) and d.degree > ($2::jsonb ->> c.kind)::int8 order by 1, 2 limit 500`,
    [entries, LIMITS],
    "clues-hubs",
  );
  return rows.flatMap(({ kind, key }) => (isLinkKind(kind) ? [{ kind, key, degreeMax: hubDegreeMax(kind) }] : []));
}
