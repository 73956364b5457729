/**
 * How a set of reports and cases hangs together: the strongest ties that join them, and what of a supposed series is strong
 * enough to be put before a person. Pure, and the same for the same pairs in any order.
 */
import { CONFIRM_PERMILLE } from "../../domain/case-link.ts";
import type { Pair } from "../links/pairs.ts";
import type { Tie } from "./series.ts";

export interface Arrangement {
  readonly ties: readonly Tie[];
  readonly strengthPermille: number;
}

/** By strength, then by name, so that equal evidence is always read in one order. */
function byStrength(x: Tie, y: Tie): number {
  return y.strengthPermille - x.strengthPermille || (x.a < y.a ? -1 : x.a > y.a ? 1 : 0) || (x.b < y.b ? -1 : x.b > y.b ? 1 : 0);
}

/**
 * The ties that join all `ids` as strongly as possible (a maximum spanning tree): the weakest of them is how strong the
 * whole is. Members in `grounded` stand on a person's word and are joined to the first.
 */
export function hold(ids: readonly string[], pairs: readonly Pair[], grounded: ReadonlySet<string>): Arrangement {
  const [first] = ids;
  const wanted = new Set(ids);
  const byHand = ids.filter((id) => id !== first && grounded.has(id));
  const given: Tie[] = [
    ...byHand.map((id): Tie => ({ a: first, b: id, strengthPermille: 1000, kinds: [] })),
    ...pairs.filter((pair) => pair.active && wanted.has(pair.a) && wanted.has(pair.b)).map(({ a, b, strengthPermille, kinds }): Tie => ({ a, b, strengthPermille, kinds })),
  ].sort(byStrength);
  const root = new Map(ids.map((id) => [id, id]));
  const find = (id: string): string => {
    let at = id;
    for (let up = root.get(at) ?? at; up !== at; up = root.get(at) ?? at) at = up;
    return at;
  };
  const ties: Tie[] = [];
  for (const tie of given) {
    const [a, b] = [find(tie.a), find(tie.b)];
    if (a === b) continue;
    root.set(a, b);
    ties.push(tie);
  }
  return { ties, strengthPermille: ties.length < ids.length - 1 ? 0 : Math.min(1000, ...ties.map((tie) => tie.strengthPermille)) };
}

/**
 * The largest part of `ids` whose ties are all strong enough to be confirmed, in their order; the one with the earliest
 * member at a tie. Null when no two are.
 */
export function strongPart(ids: readonly string[], pairs: readonly Pair[]): readonly string[] | null {
  const strong = pairs.filter((pair) => pair.active && pair.strengthPermille >= CONFIRM_PERMILLE);
  const part = new Map(ids.map((id, i) => [id, i]));
  const numberOf = (id: string): number => part.get(id) ?? -1;
  for (let changed = true; changed;) {
    changed = false;
    for (const { a, b } of strong) {
      const [x, y] = [numberOf(a), numberOf(b)];
      if (x < 0 || y < 0 || x === y) continue;
      part.set(a, Math.min(x, y));
      part.set(b, Math.min(x, y));
      changed = true;
    }
  }
  const parts = new Map<number, string[]>();
  for (const id of ids) parts.set(numberOf(id), [...(parts.get(numberOf(id)) ?? []), id]);
  const largest = [...parts.entries()].sort(([x, a], [y, b]) => b.length - a.length || x - y).at(0)?.[1] ?? [];
  return largest.length < 2 ? null : largest;
}
