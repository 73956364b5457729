/**
 * What is happening, in one answer for the wall: what passes through, warnings by level and clock, money at risk and
 * stopped, success beside rights, which scams, and the figures of each place for a map. Each figure names the request that
 * lists what it counted. It is computed within the asker's scope and kept for seconds, so that a room full of walls costs
 * one reading. It decides nothing.
 */
import type { Scope } from "../access/scope.ts";
import type { World } from "../base/world.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import type { WarningLevel } from "../domain/jurisdiction-words.ts";
import { COUNTRY, tierOf, within, type Territory, type TerritoryTree } from "../domain/territory.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Law } from "../matters/work.ts";
import type { Sql, Store } from "../ports/store.ts";
import { definitionOf, itemsOfDefinition, metricsOf, type Definition } from "./briefing.ts";
import { REPORTS } from "./family-cases.ts";
import { RESTRICTIONS } from "./family-rights.ts";
import { WARNINGS } from "./family-warning.ts";
import { familyFigures, familyPlaces, type Asked, type Family, type Given, type Item, type ListAsked } from "./family.ts";
import { Kept } from "./kept.ts";
import type { EventRates, PeriodName, PlaceFigure, Situation, SituationAsked } from "./situation-answer.ts";
import { metricOf, type Metric, type Period } from "./metric.ts";
import {
  CATEGORIES,
  categoryKey,
  categoryName,
  cellKey,
  CLOCK_NAMES,
  CLOCKS,
  LEVELS,
  LOST,
  MONEY_NOW,
  OPEN_WARNINGS,
  REPORT_MIX,
  WARNED_FIRST,
  WARNING_MIX,
} from "./situation-families.ts";

export const SITUATION_LIST = "/v1/situation/list";
const DAYS: Readonly<Record<PeriodName, number>> = { day: 1, week: 7, month: 30 };

/** What the wall reads first. */
const HEAD = ["situation.warnedFirst", "money.stopYield", "rights.autoRelease", "rights.wrongfulBlock"] as const;
const SUCCESS = [
  "warning.issued",
  "warning.averted",
  "warning.timeToContact",
  "cases.reports",
  "situation.lost",
  "money.requested",
  "money.held",
  "money.traced",
  "money.returned",
] as const;
const RIGHTS = [
  "rights.restrictions",
  "rights.wrongfulBlock",
  "rights.wrongfulFlag",
  "rights.wrongfulTime",
  "rights.autoRelease",
  "rights.noticesDelivered",
  "rights.appeals",
  "rights.appealsInTime",
  "rights.appealsUpheld",
  "rights.stopsBeyond",
  "rights.accessWithoutMatter",
] as const;
const MONEY = ["now.moneyAsked", "now.moneyStopped", "now.moneyFrozen", "now.stopsToApprove", "now.stopsAtBank"] as const;

const OWN: readonly Family[] = [OPEN_WARNINGS, MONEY_NOW, WARNED_FIRST, LOST, WARNING_MIX, REPORT_MIX];
const OWN_DEFINITIONS: ReadonlyMap<string, Definition> = new Map(
  OWN.flatMap((family) => family.metrics.map((metric) => [metric.key, { kind: "family", family, metric }] as const)),
);

const only = (family: Family, keys: readonly string[]): Family => ({ ...family, metrics: family.metrics.filter(({ key }) => keys.includes(key)) });
/** What the map can show, in the order of its choice; of now before of the period, rights last and always there. */
const MAP: readonly Family[] = [
  only(OPEN_WARNINGS, ["now.warnings", "now.warningsOverdue"]),
  only(MONEY_NOW, ["now.moneyAsked", "now.moneyStopped"]),
  only(WARNINGS, ["warning.issued"]),
  only(REPORTS, ["cases.reports"]),
  LOST,
  only(RESTRICTIONS, ["rights.restrictions", "rights.wrongfulBlock"]),
];

export interface SituationParts {
  readonly store: Store;
  readonly world: Pick<World, "nowMs">;
  readonly law: Pick<Law, "current">;
  readonly given: Given;
  readonly places: TerritoryTree;
  /** Counted by screening, which knows no places. */
  readonly events: (nowMs: number) => Omit<EventRates, "query">;
}

export interface SituationDesk {
  situation(scope: Scope, asked: SituationAsked): Promise<Situation>;
  /** The list behind a figure, in the asker's scope and, when named, one place of it. */
  items(scope: Scope, asked: { readonly metric: string; readonly period: Period; readonly place: string | null } & ListAsked): Promise<readonly Item[]>;
}

/** A change is seen within two seconds; what counts a day or a month is counted anew every twenty. */
const NOW_AGE_MS = 2_000;
const PERIOD_AGE_MS = 20_000;
/** A wall that asks for more than the store gives in this time is told that it is too much. */
const STATEMENT_MS_MAX = 20_000;

type Figures = ReadonlyMap<string, Metric>;
type Places = ReadonlyMap<string, ReadonlyMap<string, PlaceFigure>>;

interface Part {
  readonly nowMs: number;
  readonly period: Period;
  readonly figures: Figures;
  readonly places: Places;
}

export function makeSituationDesk(parts: SituationParts): SituationDesk {
  const { store, world, law, given, places: tree, events } = parts;
  const kept = new Kept<Part>(world);
  const askedOf = (scope: Scope, place: Territory, periodOf: (nowMs: number) => Period): Asked => {
    const nowMs = world.nowMs();
    return { scope, nowMs, period: periodOf(nowMs), profile: law.current(nowMs), given, ...(place === "" ? {} : { within: place }) };
  };
  const read = (asked: Asked, own: readonly Family[], briefing: readonly string[], map: readonly Family[], tiers: number): Promise<Part> =>
    store.snapshot(async (sql) => {
      await sql.query(`set local statement_timeout = ${STATEMENT_MS_MAX}`);
      const figures = new Map(await metricsOf(sql, asked, briefing));
      for (const family of own) for (const metric of await familyMetrics(sql, family, asked)) figures.set(metric.key, metric);
      return {
        nowMs: asked.nowMs,
        period: asked.period,
        figures: new Map([...figures].map(([key, metric]) => [key, listed(metric, asked)])),
        places: await placesOf(sql, map, asked, tiers),
      };
    });
  return {
    async situation(scope, { period, place, tiers }) {
      const own = ownPlace(scope);
      const at = checkedPlace(tree, scope, place);
      const key = [scopeKey(scope), at, tiers];
      const now = await kept.get(JSON.stringify(["now", ...key]), NOW_AGE_MS, () =>
        read(
          askedOf(scope, at, (nowMs) => ({ fromMs: nowMs, untilMs: nowMs })),
          [OPEN_WARNINGS, MONEY_NOW],
          [],
          MAP.filter(isNow),
          tiers,
        ),
      );
      const of = await kept.get(JSON.stringify([period, ...key]), PERIOD_AGE_MS, () =>
        read(
          askedOf(scope, at, (nowMs) => periodOf(period, nowMs, law.current(nowMs).timeZone)),
          [WARNED_FIRST, LOST, WARNING_MIX, REPORT_MIX],
          [...HEAD, ...SUCCESS, ...RIGHTS],
          MAP.filter((family) => !isNow(family)),
          tiers,
        ),
      );
      const police = scope.principal.kind === "system" || (scope.principal.kind === "user" && scope.principal.orgKind === "police");
      const rates = police ? { ...events(world.nowMs()), query: { route: "/v1/recent", parameters: {} } } : null;
      return situationOf(now, of, { period, at, own, tiers, tree, rates, levels: law.current(now.nowMs).wording.levels });
    },
    items: (scope, { metric, period, place, ...list }) =>
      store.snapshot(async (sql) => {
        await sql.query(`set local statement_timeout = ${STATEMENT_MS_MAX}`);
        const asked = askedOf(scope, place === null ? COUNTRY : checkedPlace(tree, scope, place), () => period);
        return itemsOfDefinition(sql, asked, OWN_DEFINITIONS.get(metric) ?? definitionOf(metric), list);
      }),
  };
}

function isNow({ metrics }: Family): boolean {
  return metrics.every(({ key }) => key.startsWith("now."));
}

/** A day begins at midnight of the country; a week and a month are so many days up to now. */
export function periodOf(name: PeriodName, nowMs: number, timeZone: string): Period {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).startOfDay();
  return { fromMs: today.subtract({ days: DAYS[name] - 1 }).epochMilliseconds, untilMs: nowMs + 1 };
}

async function familyMetrics(sql: Sql, family: Family, asked: Asked): Promise<readonly Metric[]> {
  const counts = await familyFigures(sql, family, asked);
  return family.metrics.map((metric) => metricOf(metric, counts.get(metric.key) ?? [], asked.period, asked.nowMs, asked.profile));
}

/** The request for the list: of this place, and without a period where the figure has none. */
function listed(metric: Metric, { within: place }: Asked): Metric {
  const { metric: key, from, to } = metric.query.parameters;
  const period: Readonly<Record<string, string>> = key.startsWith("now.") ? {} : { from, to };
  return { ...metric, query: { route: SITUATION_LIST, parameters: { metric: key, ...period, ...(place === undefined ? {} : { place }) } } };
}

async function placesOf(sql: Sql, families: readonly Family[], asked: Asked, tiers: number): Promise<Places> {
  const found = new Map<string, Map<string, PlaceFigure>>();
  for (const family of families) {
    for (const [place, figures] of await familyPlaces(sql, family, asked, tiers)) {
      const row = found.get(place) ?? new Map<string, PlaceFigure>();
      for (const [key, counts] of figures) {
        row.set(key, {
          n: counts.reduce((sum, one) => sum + one.n, 0),
          hits: counts.reduce((sum, one) => sum + one.hits, 0),
          money: counts.flatMap(({ currency, sumMinor }) => (currency === null || sumMinor === null ? [] : [{ currency, minor: sumMinor }])),
        });
      }
      found.set(place, row);
    }
  }
  return found;
}

interface Shown {
  readonly period: PeriodName;
  readonly at: Territory;
  readonly own: Territory;
  readonly tiers: 1 | 2;
  readonly tree: TerritoryTree;
  readonly rates: EventRates | null;
  readonly levels: Readonly<Record<WarningLevel, Bilingual>>;
}

function situationOf(now: Part, of: Part, { period, at, own, tiers, tree, rates, levels }: Shown): Situation {
  const figures = new Map([...of.figures, ...now.figures]);
  const get = (key: string): Metric => {
    const metric = figures.get(key);
    if (metric === undefined) throw new ProblemError({ code: "bug", detail: `the situation lacks ${key}` });
    return metric;
  };
  const rowOf = (place: string): Readonly<Record<string, PlaceFigure>> => Object.fromEntries([...(now.places.get(place) ?? []), ...(of.places.get(place) ?? [])]);
  const children = tree.children(at);
  const below = tiers === 1 ? children : children.flatMap(({ territory }) => tree.children(territory));
  const named = new Map(below.map((one) => [one.territory as string, one.name]));
  // Own units below the official tree, such as stations, have no name in it.
  for (const place of [...now.places.keys(), ...of.places.keys()]) if (place !== at && within(place as Territory, at) && !named.has(place)) named.set(place, unnamed(place));
  const instant = (ms: number): string => new Date(ms).toISOString();
  return {
    cutOff: instant(now.nowMs),
    period: { name: period, from: instant(of.period.fromMs), until: instant(of.period.untilMs) },
    periodCutOff: instant(of.nowMs),
    place: { path: at, name: tree.place(at)?.name ?? null, tier: tierOf(at, tree.scheme), own },
    events: rates,
    head: HEAD.map(get),
    warnings: {
      total: get("now.warnings"),
      overdue: get("now.warningsOverdue"),
      free: get("now.warningsFree"),
      followUps: get("now.followUps"),
      levels: LEVELS.map((level) => ({
        level,
        words: levels[level],
        clocks: CLOCK_NAMES.map((clock) => ({ clock, words: CLOCKS[clock], metric: get(cellKey(level, clock)) })),
      })),
    },
    money: MONEY.map(get),
    success: SUCCESS.map(get),
    rights: RIGHTS.map(get),
    categories: CATEGORIES.map((category) => ({
      category,
      name: categoryName(category),
      warnings: get(categoryKey("warnings", category)),
      reports: get(categoryKey("reports", category)),
    })),
    map: {
      measures: MAP.flatMap((family) => family.metrics.map(({ key }) => measureOf(get(key)))),
      places: [...named].map(([place, name]) => {
        const seen = within(place as Territory, own) || within(own, place as Territory);
        return { place, name, seen, figures: seen ? rowOf(place) : {} };
      }),
      here: rowOf(at),
    },
  };
}

function measureOf({ key, title, formula, unit, query }: Metric): Situation["map"]["measures"][number] {
  return { key, title, formula, unit, query };
}

function unnamed(place: string): Bilingual {
  const code = place.slice(place.lastIndexOf("/") + 1);
  return { zh: code, en: code };
}

function ownPlace({ principal }: Scope): Territory {
  return (principal.kind === "user" ? principal.territory : "") as Territory;
}

/** Whoever sees the same has the same key. */
function scopeKey({ principal }: Scope): readonly string[] {
  return principal.kind === "user" && principal.territory !== "" ? [principal.territory, principal.org] : ["all"];
}

/** A place of the scope, or one around it: of that the scope's part is shown. Elsewhere there is nothing to find. */
function checkedPlace(tree: TerritoryTree, scope: Scope, place: string | null): Territory {
  const own = ownPlace(scope);
  if (place === null) return own;
  const parsed = tree.parse(place);
  if (isMalformed(parsed))
    throw new ProblemError({ code: "malformed-input", detail: `place: ${parsed.what}`, at: { field: "place" }, value: parsed.what, expected: parsed.expected });
  if (!within(parsed, own) && !within(own, parsed)) throw new ProblemError({ code: "not-found", detail: "there is no such place in your scope", at: { field: "place" } });
  return parsed;
}
