/**
 * A place as a path of codes from the top down, `11/1101/110101`, in a scheme that says which tiers there are. It
 * promises that a `Territory` was checked against its scheme's form; whether the place exists is asked of the tree. The
 * whole country is the empty path, so that "within" is one prefix test here and in SQL.
 */
import type { Brand } from "../base/brand.ts";
import { isMalformed, malformed, type Malformed } from "../base/problem.ts";
import type { Bilingual } from "./verdict.ts";

/** `""` the country, `11` a province, `11/1101` a city, `11/1101/110101` a county, and below that a station. */
export type Territory = Brand<string, "Territory">;

export interface Tier {
  readonly id: string;
  /** What one segment of this tier looks like, as a regular expression for the whole segment. */
  readonly pattern: string;
  /** A segment starts with the segment above it (China's codes do), so that a path cannot contradict itself. */
  readonly extendsParent: boolean;
  /** Own units below the official tree, such as stations: any segment of the pattern is accepted. */
  readonly open: boolean;
}

export interface TerritoryScheme {
  /** Name of tier of the empty path, e.g. `ministry`. */
  readonly top: string;
  readonly tiers: readonly Tier[];
}

export const COUNTRY = "" as Territory;

/** Checks a path from outside; names the first segment that does not fit. */
export function parseTerritory(text: string, scheme: TerritoryScheme): Territory | Malformed {
  if (text === "") return COUNTRY;
  const segments = text.split("/");
  if (segments.length > scheme.tiers.length) return malformed(text, `at most ${scheme.tiers.length} parts: ${scheme.tiers.map((tier) => tier.id).join("/")}`);
  for (const [i, segment] of segments.entries()) {
    const tier = scheme.tiers[i];
    if (!new RegExp(`^(?:${tier.pattern})$`).test(segment)) return malformed(text, `part ${i + 1} (${tier.id}) to match ${tier.pattern}`);
    if (tier.extendsParent && i > 0 && !segment.startsWith(segments[i - 1])) return malformed(text, `part ${i + 1} (${tier.id}) to begin with ${segments[i - 1]}`);
  }
  return text as Territory;
}

/** Whether a place lies in another or is it. Everything lies in the country. */
export function within(place: Territory, ancestor: Territory): boolean {
  return ancestor === "" || place === ancestor || place.startsWith(`${ancestor}/`);
}

/** The places around one, nearest first, ending with the country; empty for the country itself. */
export function parentsOf(place: Territory): readonly Territory[] {
  const parents: Territory[] = [];
  for (let at = place.lastIndexOf("/"); at > 0; at = place.lastIndexOf("/", at - 1)) parents.push(place.slice(0, at) as Territory);
  return place === "" ? [] : [...parents, COUNTRY];
}

/** One tier up; null above the country. */
export function parentOf(place: Territory): Territory | null {
  if (place === "") return null;
  return place.slice(0, Math.max(0, place.lastIndexOf("/"))) as Territory;
}

/** The tier's id: the scheme's `top` for the country. */
export function tierOf(place: Territory, scheme: TerritoryScheme): string {
  if (place === "") return scheme.top;
  return scheme.tiers[place.split("/").length - 1].id;
}

/** The smallest place that contains both. */
export function commonParent(a: Territory, b: Territory): Territory {
  return [a, ...parentsOf(a)].find((place) => within(b, place)) ?? COUNTRY;
}

export interface Place {
  readonly territory: Territory;
  readonly name: Bilingual;
}

/** The official tree with names. Open tiers (stations) are not in it. */
export interface TerritoryTree {
  readonly scheme: TerritoryScheme;
  /** The place, or undefined where there is none. */
  place(territory: Territory): Place | undefined;
  children(territory: Territory): readonly Place[];
  /** The path of an official code by itself, `110101`; undefined when unknown. */
  byCode(code: string): Territory | undefined;
  /** Parses, and refuses official places that do not exist. */
  parse(text: string): Territory | Malformed;
}

/** Joins places into a tree. A place whose parent is missing is a mistake in the data and named. */
export function makeTerritoryTree(scheme: TerritoryScheme, places: readonly { readonly path: string; readonly name: Bilingual }[]): TerritoryTree | Malformed {
  const known = new Map<string, Place>();
  const below = new Map<string, Place[]>([["", []]]);
  const byCode = new Map<string, Territory | null>();
  for (const { path, name } of places) {
    const territory = parseTerritory(path, scheme);
    if (isMalformed(territory)) return territory;
    const siblings = below.get(parentOf(territory) ?? "");
    if (siblings === undefined || known.has(territory)) return malformed(path, known.has(territory) ? "each place once" : "its parent before it");
    const place = { territory, name };
    known.set(territory, place);
    siblings.push(place);
    below.set(territory, []);
    const code = path.slice(path.lastIndexOf("/") + 1);
    // Two places with one code cannot be told apart by it.
    byCode.set(code, byCode.has(code) ? null : territory);
  }
  const closed = scheme.tiers.filter((tier) => !tier.open).length;
  return {
    scheme,
    place: (territory) => known.get(territory),
    children: (territory) => below.get(territory) ?? [],
    byCode: (code) => byCode.get(code) ?? undefined,
    parse: (text) => {
      const territory = parseTerritory(text, scheme);
      if (isMalformed(territory) || territory === "") return territory;
      const official = territory.split("/").slice(0, closed).join("/");
      return known.has(official) ? territory : malformed(text, "a place of the official tree");
    },
  };
}
