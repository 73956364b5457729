/**
 * One figure by place, to compare with others. Whoever works in a place sees its counts; of another place a count below
 * five is not told, because it may be one person whom somebody knows. A cell that could be computed from the others is
 * held back as well. Only counts and shares are compared; there are no lists of another place.
 */
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import { within, type Territory } from "../domain/territory.ts";
import type { Sql } from "../ports/store.ts";
import { definitionOf } from "./briefing.ts";
import { Ask, type Asked } from "./family.ts";

/** Counts below it are not told to those outside. */
export const CELL_MIN = 5;

export interface PlaceCounts {
  readonly place: string;
  readonly n: number;
  readonly hits: number;
}

export interface PlaceRow {
  readonly place: string;
  /** A number, or "<5". */
  readonly n: number | string;
  readonly hits: number | string;
  readonly permille: number | null;
}

const FEW = `<${CELL_MIN}`;

/** Counts of the places of one tier below `parent`, whoever they belong to. */
export async function placeCounts(sql: Sql, asked: Asked, key: string, parent: string): Promise<readonly PlaceCounts[]> {
  const definition = definitionOf(key);
  if (definition.kind !== "family" || definition.family.byPlace === false || (definition.metric.measure !== "count" && definition.metric.measure !== "share")) {
    throw new ProblemError({ code: "malformed-input", detail: `${key} is not compared by place`, at: { field: "metric" }, value: key, expected: "a count or a share of matters" });
  }
  const { family, metric } = definition;
  const ask = new Ask(asked);
  const rows = family.rows(ask);
  const at = ask.put(parent);
  const step = ask.put(parent === "" ? 1 : parent.split("/").length + 1);
  return sql.query<PlaceCounts>(
    `select array_to_string((string_to_array(m.territory, '/'))[1:${step}::int], '/') as place, count(*) as n, count(*) filter (where c.hit) as hits
     from (select x.matter, coalesce(${metric.hit ?? "true"}, false) as hit from (${rows}) x where ${metric.where ?? "true"}) c join matter m on m.id = c.matter
     where m.territory <> '' and (${at} = '' or m.territory = ${at} or m.territory like ${at} || '/%') group by 1 order by 1`,
    ask.values,
  );
}

/** What of them may be told to the holder of a scope. */
export function protectedRows(counts: readonly PlaceCounts[], scope: Scope, isShare: boolean): readonly PlaceRow[] {
  const own = (place: string): boolean => {
    const { principal } = scope;
    return principal.kind === "system" || (principal.kind === "user" && within(place as Territory, principal.territory as Territory));
  };
  const foreign = counts.filter(({ place }) => !own(place));
  const small = (count: number): boolean => count > 0 && count < CELL_MIN;
  const hidden = new Set(foreign.filter(({ n, hits }) => small(n) || (isShare && (small(hits) || small(n - hits)))).map(({ place }) => place));
  // One alone could be had by taking the others from a total that is known elsewhere.
  if (hidden.size === 1) {
    const next = [...foreign].filter(({ place, n }) => !hidden.has(place) && n > 0).sort((a, b) => a.n - b.n || (a.place < b.place ? -1 : 1))[0];
    if (next !== undefined) hidden.add(next.place);
  }
  return counts.map(({ place, n, hits }): PlaceRow => {
    if (!hidden.has(place)) return { place, n, hits: isShare ? hits : n, permille: isShare && n > 0 ? Math.round((hits / n) * 10_000) / 10 : null };
    const shown = (count: number): number | string => (small(count) ? FEW : "—");
    return { place, n: shown(n), hits: shown(isShare ? hits : n), permille: null };
  });
}
