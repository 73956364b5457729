/**
 * Figures and the lists behind them from one definition: a family is a set of rows in the store, and each of its figures
 * says which of them count, which of those hit, and what is measured. The figure is counted over exactly the rows that the
 * list gives, because both are made from the same text. One statement reads all figures of a family.
 */
import type { Scope } from "../access/scope.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../domain/matter.ts";
import type { Territory } from "../domain/territory.ts";
import type { Sql, SqlValue } from "../ports/store.ts";
import type { Counts, MetricWords, Period } from "./metric.ts";

/** What the slices know and give: they do not import one another, so `app` hands it over. */
export interface Given {
  /** States of a report whose loss counts. */
  readonly lossStates: readonly string[];
  /** States of a stop that uses one of the account's rounds. */
  readonly roundStates: readonly string[];
  /** The four sums of reports and cases, each sum once over all of them. */
  moneyOf(sql: Sql, roots: readonly string[]): Promise<readonly RootMoney[]>;
}

export interface RootMoney {
  readonly root: string;
  readonly currency: string;
  readonly requested: bigint;
  readonly held: bigint;
  readonly traced: bigint;
  readonly returned: bigint;
}

export interface Asked {
  readonly scope: Scope;
  readonly period: Period;
  readonly profile: JurisdictionProfile;
  readonly nowMs: number;
  readonly given: Given;
  /** Only what lies in this place of the scope; all of the scope when absent. */
  readonly within?: Territory;
}

/** Conditions in SQL over the family's columns. */
export interface FamilyMetric extends MetricWords {
  /** Which rows count; all when absent. */
  readonly where?: string;
  readonly hit?: string;
  /** Milliseconds or the smallest unit of money; rows without one do not count. */
  readonly value?: string;
  /** Of ratios. */
  readonly base?: string;
}

export interface Family {
  readonly name: string;
  /** Gives rows with `item` (unique text), `matter` (or null), `at_ms`, `currency` (or null), and what the metrics ask for. */
  rows(ask: Ask): string;
  /** Not every row is a matter with a place. */
  readonly byPlace?: false;
  readonly metrics: readonly FamilyMetric[];
}

/** The scope's condition, and the place where only one of it is asked for; parameters from `$first` on. */
export function scopeOf({ scope, within }: Asked, first: number, alias: string): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const { sql, values } = scope.filter(first, alias);
  if (within === undefined || within === "") return { sql, values };
  const at = `$${first + values.length}`;
  return { sql: `${sql} and (${alias}.territory = ${at} or ${alias}.territory like ${at} || '/%')`, values: [...values, within] };
}

/** Puts values in their places: parameters of a statement in the making. */
export class Ask {
  readonly asked: Asked;
  readonly values: SqlValue[] = [];

  constructor(asked: Asked) {
    this.asked = asked;
  }

  put(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** That `at` lies in the period. */
  during(at: string): string {
    const { fromMs, untilMs } = this.asked.period;
    return `(${at} >= ${this.put(fromMs)}::int8 and ${at} < ${this.put(untilMs)}::int8)`;
  }

  /** That the row of `matter` under this alias is in the scope. */
  scope(alias: string): string {
    const filter = scopeOf(this.asked, this.values.length + 1, alias);
    this.values.push(...filter.values);
    return filter.sql;
  }

  /** The same for rows that only have a place. */
  place(column: string): string {
    const { principal } = this.asked.scope;
    if (principal.kind === "public") return "false";
    const own = principal.kind === "system" ? "" : principal.territory;
    return `${own === "" ? "true" : this.#lies(column, own)}${this.#narrowed(column)}`;
  }

  #narrowed(column: string): string {
    const { within } = this.asked;
    return within === undefined || within === "" ? "" : ` and ${this.#lies(column, within)}`;
  }

  #lies(column: string, place: string): string {
    const at = this.put(place);
    return `(${column} = ${at} or ${column} like ${at} || '/%')`;
  }

  get now(): string {
    return `${this.put(this.asked.nowMs)}::int8`;
  }
}

interface FigureRow {
  readonly currency: string | null;
  readonly [column: string]: string | number | readonly string[] | null | undefined;
}

/** Every figure of the family, in one statement. */
export async function familyFigures(sql: Sql, family: Family, asked: Asked): Promise<ReadonlyMap<string, readonly Counts[]>> {
  const ask = new Ask(asked);
  const rows = family.rows(ask);
  const found = await sql.query<FigureRow>(`select currency, ${columnsOf(family)} from (${rows}) x group by currency order by currency nulls first`, ask.values);
  return new Map(family.metrics.map((metric, i) => [metric.key, countsOfRows(found, i)]));
}

/** The same for each place that lies `tiers` below another, of families whose rows are matters. Places without any row are not in it. */
export async function familyPlaces(sql: Sql, family: Family, asked: Asked, tiers: number): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly Counts[]>>> {
  const ask = new Ask(asked);
  const rows = family.rows(ask);
  const step = ask.put((asked.within ?? "").split("/").filter((one) => one !== "").length + tiers);
  const found = await sql.query<FigureRow & { readonly place: string }>(
    `select place, currency, ${columnsOf(family)} from (
       select x.*, (select array_to_string((string_to_array(t.territory, '/'))[1:${step}::int], '/') from matter t where t.id = x.matter) as place from (${rows}) x) y
     group by place, currency order by place, currency nulls first`,
    ask.values,
  );
  const places = Map.groupBy(found, ({ place }) => place);
  return new Map([...places].map(([place, group]) => [place, new Map(family.metrics.map((metric, i) => [metric.key, countsOfRows(group, i)]))]));
}

function columnsOf({ metrics }: Family): string {
  const columns = metrics.flatMap((metric, i) => {
    const counts = counted(metric);
    const { value, base, hit } = metric;
    return [
      `count(*) filter (where ${counts}) as n${i}`,
      ...(hit === undefined ? [] : [`count(*) filter (where ${counts} and ${hit}) as h${i}`]),
      ...(base === undefined ? [] : [`(sum(${base}) filter (where ${counts}))::text as b${i}`]),
      // Only what is measured is sorted.
      ...(value === undefined
        ? []
        : [
            `(sum(${value}) filter (where ${counts}))::text as s${i}`,
            `(round(avg(${value}) filter (where ${counts})))::text as m${i}`,
            `(percentile_disc(array[0.5, 0.9]) within group (order by ${value}) filter (where ${counts}))::text[] as p${i}`,
          ]),
    ];
  });
  return columns.join(", ");
}

/** What the columns of the `i`-th figure say, by currency. */
function countsOfRows(found: readonly FigureRow[], i: number): readonly Counts[] {
  return found.flatMap((row): readonly Counts[] => {
    const n = Number(row[`n${i}`]);
    if (n === 0) return [];
    const text = (column: string): string | null => (row[`${column}${i}`] as string | null) ?? null;
    const [p50 = null, p90 = null] = (row[`p${i}`] as readonly string[] | null | undefined) ?? [];
    return [{ currency: row.currency, n, hits: Number(row[`h${i}`] ?? n), sumMinor: text("s"), baseMinor: text("b"), mean: text("m"), p50, p90 }];
  });
}

/** Rows that count: those of the condition, with a value where one is measured. */
function counted(metric: FamilyMetric): string {
  return metric.value === undefined ? `(${metric.where ?? "true"})` : `(${metric.where ?? "true"} and ${metric.value} is not null)`;
}

export interface Item {
  readonly item: string;
  readonly matter: MatterId | null;
  /** Where it is shown, for matters. */
  readonly route: string | null;
  readonly atMs: number;
  /** Of shares: whether it is one of the numerator's. */
  readonly hit: boolean;
  readonly value: string | null;
  readonly currency: string | null;
}

export interface ListAsked {
  /** Only what hits, or everything that counts. */
  readonly of: "all" | "hits";
  readonly after: string | null;
  readonly limit: number;
}

/** What the figure counted, by item. */
export async function familyItems(sql: Sql, family: Family, metric: FamilyMetric, asked: Asked, list: ListAsked): Promise<readonly Item[]> {
  const ask = new Ask(asked);
  const rows = family.rows(ask);
  const hit = metric.hit ?? "true";
  const found = await sql.query<{ item: string; matter: string | null; at_ms: number; hit: boolean; value: string | null; currency: string | null }>(
    `select item, matter, at_ms::int8 as at_ms, coalesce(${hit}, false) as hit, (${metric.value ?? "null"})::text as value, currency from (${rows}) x
     where ${counted(metric)} and (${list.of === "all" ? "true" : hit}) and (${ask.put(list.after)}::text is null or item > ${ask.put(list.after)}) order by item limit ${ask.put(list.limit)}`,
    ask.values,
  );
  return found.map((row) => itemOf({ item: row.item, matter: row.matter, atMs: row.at_ms, hit: row.hit, value: row.value, currency: row.currency }));
}

const KIND_OF_PREFIX = new Map<string, MatterKindName>((Object.keys(MATTER_KINDS) as MatterKindName[]).map((kind) => [MATTER_KINDS[kind].prefix, kind]));

export function itemOf({ matter, ...rest }: Omit<Item, "matter" | "route"> & { readonly matter: string | null }): Item {
  const kind = matter === null ? undefined : KIND_OF_PREFIX.get(matter.slice(0, 3));
  return { ...rest, matter: matter as MatterId | null, route: kind === undefined ? null : `/v1/${MATTER_KINDS[kind].plural}/${matter ?? ""}` };
}
