/**
 * Where somebody who is to be warned is: by what the event says, by the directory that the operator imported, else by the
 * area of their number; else nobody knows, and the top unit decides. It answers for a warning, never for a search.
 */
import type { Located, Locator, Sought } from "../dissuasion/take-signals.ts";
import { isMalformed } from "../base/problem.ts";
import type { TerritoryTree } from "../domain/territory.ts";
import type { NumberPlaces } from "./number-places.ts";

export function locatorOf(tree: TerritoryTree, numberPlaces: NumberPlaces): Locator {
  return async (sql, sought) => {
    const tokens = [...new Set(sought.flatMap((one) => one.known.map((ref) => ref.token)))];
    const rows = await sql.query<{ readonly token: string; readonly territory: string; readonly rural: boolean }>(
      "select token, territory, rural from residence where token = any($1)",
      [tokens],
      "residences",
    );
    const homes = new Map(rows.map((row) => [row.token, row]));
    const placeOf = (one: Sought): Located | null => {
      const said = one.division === null ? null : (tree.byCode(one.division) ?? tree.parse(one.division));
      if (said !== null && !isMalformed(said) && said !== "") return { territory: said, reason: "event" };
      const home = one.known.map((ref) => homes.get(ref.token)).find((row) => row !== undefined);
      if (home !== undefined) return { territory: home.territory, reason: "residence", rural: home.rural };
      const area = one.number === null ? null : numberPlaces(one.number);
      return area === null ? null : { territory: area, reason: "number-home" };
    };
    return sought.map(placeOf);
  };
}
