/**
 * What is open in the situation, in the address: a place and a period (`#/situation/at/37/day`), or the list behind a figure
 * (`#/situation/list/<metric>/…`). Both can be linked and gone back to.
 */
import type { FigureQuery, SituationPeriod } from "@duanliu/client";

export interface At {
  /** Null: one's own. */
  readonly place: string | null;
  readonly period: SituationPeriod;
}

const PERIODS: readonly SituationPeriod[] = ["day", "week", "month"];
/** The whole country, as a step of a path that must not be empty. */
const COUNTRY = "all";
const OWN = "own";

export function pathOf({ place, period }: At): readonly string[] {
  return ["at", place === null ? OWN : place === "" ? COUNTRY : place, period];
}

export function atOf(path: readonly string[]): At {
  const [what, place = OWN, period] = path;
  if (what !== "at") return { place: null, period: "day" };
  return { place: place === OWN ? null : place === COUNTRY ? "" : place, period: PERIODS.find((one) => one === period) ?? "day" };
}

/** The wall of a place: `#/situation/wall`, `#/situation/wall/37`. */
export function wallPath(place: string | null): readonly string[] {
  return place === null ? ["wall"] : ["wall", place === "" ? COUNTRY : place];
}

/** The place of the wall, null for one's own; undefined where the address names no wall. */
export function wallOf([what, place]: readonly string[]): string | null | undefined {
  if (what !== "wall") return undefined;
  return place === undefined || place === OWN ? null : place === COUNTRY ? "" : place;
}

export interface OpenList {
  readonly query: FigureQuery;
  readonly title: string;
}

export function listPath({ query, title }: OpenList): readonly string[] {
  return ["list", title, query.route, new URLSearchParams(query.parameters).toString()];
}

const LISTS: ReadonlySet<string> = new Set(["/v1/situation/list", "/v1/briefing/list"]);

/** Null where the address names no list of figures. */
export function listOf(path: readonly string[]): OpenList | null {
  const [what, title = "", route = "", parameters = ""] = path;
  if (what !== "list" || !LISTS.has(route)) return null;
  return { title, query: { route, parameters: Object.fromEntries(new URLSearchParams(parameters)) } };
}
