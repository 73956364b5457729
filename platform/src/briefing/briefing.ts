/**
 * The figures of a centre in one place, rights beside success, each with the list behind it. Which figures there are and
 * what each counts is one table; the words, formulas and alarms of the country's profile go before ours. Figures that the
 * profile names and nothing here measures are said, not left out. Reading only.
 */
import { ProblemError, shorten } from "../base/problem.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";
import { APPEALS } from "./family-appeals.ts";
import { NUMBERS, OPENINGS, TRACES } from "./family-cards.ts";
import { CASE_CLOCKS, COHORT, LEADS, REPEATS, REPORTS } from "./family-cases.ts";
import { CONVERSIONS, LOSSES, STOPS } from "./family-orders.ts";
import { ACCESS, DELAYS, ENDINGS, FROZEN, RESTRICTIONS, WRONGFUL } from "./family-rights.ts";
import { MISSES, WARNINGS } from "./family-warning.ts";
import { familyFigures, familyItems, type Asked, type Family, type FamilyMetric, type Item, type ListAsked } from "./family.ts";
import { metricOf, SECTIONS, type Metric, type SectionName } from "./metric.ts";
import { countsOf, MONEY_ROWS, rowItems, STOPS_BEYOND, type RowMetric } from "./row-metric.ts";

export const FAMILIES: readonly Family[] = [
  WARNINGS,
  MISSES,
  STOPS,
  CONVERSIONS,
  LOSSES,
  OPENINGS,
  TRACES,
  NUMBERS,
  COHORT,
  CASE_CLOCKS,
  REPORTS,
  REPEATS,
  LEADS,
  RESTRICTIONS,
  WRONGFUL,
  APPEALS,
  ENDINGS,
  FROZEN,
  ACCESS,
  DELAYS,
];
export const ROW_METRICS: readonly RowMetric[] = [...MONEY_ROWS, STOPS_BEYOND];

export type Definition = { readonly kind: "family"; readonly family: Family; readonly metric: FamilyMetric } | { readonly kind: "rows"; readonly metric: RowMetric };

/** Every figure by its key. */
export const DEFINITIONS: ReadonlyMap<string, Definition> = new Map<string, Definition>([
  ...FAMILIES.flatMap((family) => family.metrics.map((metric) => [metric.key, { kind: "family", family, metric }] as const)),
  ...ROW_METRICS.map((metric) => [metric.key, { kind: "rows", metric }] as const),
]);

/** In the order in which they are read: what belongs together, sums before shares. */
const ORDER: Readonly<Record<SectionName, readonly string[]>> = {
  warning: [...WARNINGS.metrics, ...MISSES.metrics].map(({ key }) => key),
  money: [
    "money.requested",
    "money.held",
    "money.traced",
    "money.returned",
    "money.stopYield",
    "money.stopSuccess",
    "money.stopToFreeze",
    "money.returnRate",
    "money.timeToStop",
    "money.lossMedian",
  ],
  twoCards: [...OPENINGS.metrics, ...TRACES.metrics, ...NUMBERS.metrics].map(({ key }) => key),
  cases: [...REPORTS.metrics, ...COHORT.metrics, ...CASE_CLOCKS.metrics, ...REPEATS.metrics, ...LEADS.metrics].map(({ key }) => key),
  rights: [...RESTRICTIONS.metrics, ...WRONGFUL.metrics, ...APPEALS.metrics, ...ENDINGS.metrics, STOPS_BEYOND, ...FROZEN.metrics, ...ACCESS.metrics, ...DELAYS.metrics].map(
    ({ key }) => key,
  ),
};

export interface Section {
  readonly name: SectionName;
  readonly title: Bilingual;
  readonly metrics: readonly Metric[];
}

export interface Briefing {
  readonly period: { readonly from: string; readonly until: string };
  readonly cutOff: string;
  readonly sections: Readonly<Record<SectionName, Section>>;
  /** Keys whose alarm is raised. */
  readonly alarms: readonly string[];
  /** Named by the profile, and not measured by this program. */
  readonly notMeasured: readonly { readonly key: string; readonly title: Bilingual }[];
}

export async function briefingOf(sql: Sql, asked: Asked): Promise<Briefing> {
  const metrics = await metricsOf(sql, asked, [...DEFINITIONS.keys()]);
  const section = (name: SectionName): Section => ({ name, title: SECTIONS[name], metrics: ORDER[name].flatMap((key) => metrics.get(key) ?? []) });
  const { period, nowMs, profile } = asked;
  return {
    period: { from: new Date(period.fromMs).toISOString(), until: new Date(period.untilMs).toISOString() },
    cutOff: new Date(nowMs).toISOString(),
    sections: { warning: section("warning"), money: section("money"), twoCards: section("twoCards"), cases: section("cases"), rights: section("rights") },
    alarms: [...metrics.values()].filter((metric) => metric.alarm?.raised === true).map(({ key }) => key),
    notMeasured: profile.metrics.filter(({ key }) => !DEFINITIONS.has(key)).map(({ key, title }) => ({ key, title })),
  };
}

/** Some of them: each family is read once, however many of its figures are asked for. */
export async function metricsOf(sql: Sql, asked: Asked, keys: readonly string[]): Promise<ReadonlyMap<string, Metric>> {
  const wanted = new Set(keys);
  const found = new Map<string, Metric>();
  for (const family of FAMILIES) {
    const metrics = family.metrics.filter(({ key }) => wanted.has(key));
    if (metrics.length === 0) continue;
    const counts = await familyFigures(sql, { ...family, metrics }, asked);
    for (const metric of metrics) found.set(metric.key, metricOf(metric, counts.get(metric.key) ?? [], asked.period, asked.nowMs, asked.profile));
  }
  for (const metric of ROW_METRICS) {
    if (wanted.has(metric.key)) found.set(metric.key, metricOf(metric, countsOf(await metric.rows(sql, asked)), asked.period, asked.nowMs, asked.profile));
  }
  return found;
}

/** The list behind a figure, in the scope of whoever asks. */
export async function itemsOf(sql: Sql, asked: Asked, key: string, list: ListAsked): Promise<readonly Item[]> {
  return itemsOfDefinition(sql, asked, definitionOf(key), list);
}

export async function itemsOfDefinition(sql: Sql, asked: Asked, definition: Definition, list: ListAsked): Promise<readonly Item[]> {
  if (definition.kind === "family") return familyItems(sql, definition.family, definition.metric, asked, list);
  return rowItems(await definition.metric.rows(sql, asked), list);
}

export function definitionOf(key: string): Definition {
  const definition = DEFINITIONS.get(key);
  if (definition === undefined)
    throw new ProblemError({ code: "not-found", detail: `there is no figure "${shorten(key)}"`, at: { field: "metric" }, expected: [...DEFINITIONS.keys()].join(", ") });
  return definition;
}
