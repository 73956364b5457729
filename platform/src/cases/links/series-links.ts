/**
 * What holds a series together and what is proposed for it, as pairs with their evidence: a person looks at one pair after
 * the other and decides. What lies outside the scope is not shown; that it is there is said.
 */
import type { Scope } from "../../access/scope.ts";
import { ProblemError } from "../../base/problem.ts";
import { CONFIRM_PERMILLE } from "../../domain/case-link.ts";
import { MATTER_KINDS, type MatterId } from "../../domain/matter.ts";
import type { Desk } from "../../matters/desk.ts";
import type { Sql } from "../../ports/store.ts";
import type { Series } from "../series/series.ts";
import { evidenceWith, type EvidenceShown } from "./evidence.ts";
import { homesOf } from "./homes.ts";
import { pairsWith } from "./pairs.ts";
import { visible } from "./show.ts";

export interface PairShown {
  /** Ids as they stand in the series. */
  readonly a: string;
  readonly b: string;
  readonly strengthPermille: number;
  readonly confirmable: boolean;
  /** What a person gave as evidence of their own for `b`; null where the index's carries it. */
  readonly ground: string | null;
  /** Either lies outside the reader's scope: its evidence is not shown. */
  readonly outside: boolean;
  readonly evidence: readonly EvidenceShown[];
  readonly moreEvidence: number;
}

export interface SeriesLinks {
  /** From here on a person can confirm: the weakest tie counts. */
  readonly confirmPermille: number;
  readonly ties: readonly PairShown[];
  /** Each with the member that most speaks for it. */
  readonly candidates: readonly PairShown[];
  /** Where members and candidates belong now, by their id in the series. */
  readonly homes: Readonly<Record<string, { readonly id: string; readonly kind: string; readonly state: string; readonly serial: string } | null>>;
}

export async function seriesLinks(desk: Desk, scope: Scope, id: MatterId): Promise<SeriesLinks> {
  const matter = await desk.find(scope, id);
  if (matter.kind !== "series") throw new ProblemError({ code: "not-found", detail: `${MATTER_KINDS[matter.kind].en} holds no others together` });
  const { members, candidates, ties } = matter.body as Series;
  return desk.store.snapshot(async (sql) => {
    const ids = [...members, ...candidates].map((one) => one.id);
    const homes = await homesOf(sql, ids);
    const homeOf = (one: string): string => homes.get(one)?.id ?? one;
    const seen = await visible(sql, scope, [...new Set(ids.map(homeOf))]);
    const wanted = [
      ...ties.map(({ a, b, strengthPermille }) => ({ a, b, strengthPermille })),
      ...(await nearest(
        sql,
        candidates
          .toSorted((x, y) => y.strengthPermille - x.strengthPermille || (x.id < y.id ? -1 : 1))
          .slice(0, CANDIDATES_SHOWN)
          .map((one) => one.id),
        members.map((one) => one.id),
        homeOf,
      )),
    ];
    const evidence = await evidenceOf(sql, scope, wanted, homeOf);
    const shown = wanted.map(({ a, b, strengthPermille }): PairShown => {
      const outside = !seen.has(homeOf(a)) || !seen.has(homeOf(b));
      const found = outside ? undefined : evidence.get(`${a} ${b}`);
      return {
        a,
        b,
        strengthPermille,
        confirmable: strengthPermille >= CONFIRM_PERMILLE,
        ground: members.find((one) => one.id === b)?.ground ?? null,
        outside,
        evidence: found?.pieces ?? [],
        moreEvidence: found?.more ?? 0,
      };
    });
    return {
      confirmPermille: CONFIRM_PERMILLE,
      ties: shown.slice(0, ties.length),
      candidates: shown.slice(ties.length),
      homes: Object.fromEntries(
        ids.map((one) => {
          const home = homes.get(one);
          return [one, home === undefined || !seen.has(home.id) ? null : { id: home.id, kind: home.kind, state: home.state, serial: seen.get(home.id) ?? "" }];
        }),
      ),
    };
  });
}

interface Wanted {
  readonly a: string;
  readonly b: string;
  readonly strengthPermille: number;
}

/** Candidates shown at a time, the strongest: as they are decided, the others follow. */
const CANDIDATES_SHOWN = 50;

/** Each candidate beside the member with the strongest evidence; beside the first where nothing is left. */
async function nearest(sql: Sql, candidates: readonly string[], members: readonly string[], homeOf: (id: string) => string): Promise<readonly Wanted[]> {
  const byHome = new Map(members.map((id) => [homeOf(id), id]));
  const found: Wanted[] = [];
  for (const id of candidates) {
    const home = homeOf(id);
    const pairs = await pairsWith(
      sql,
      home,
      [...byHome.keys()].filter((one) => one !== home),
    );
    const [best] = pairs.filter((pair) => pair.active).sort((x, y) => y.strengthPermille - x.strengthPermille || (x.b < y.b ? -1 : 1));
    const a = byHome.get(best?.b ?? "") ?? members[0];
    if (a !== undefined) found.push({ a, b: id, strengthPermille: best?.strengthPermille ?? 0 });
  }
  return found;
}

async function evidenceOf(sql: Sql, scope: Scope, wanted: readonly Wanted[], homeOf: (id: string) => string) {
  const byFirst = new Map<string, Wanted[]>();
  for (const one of wanted) byFirst.set(one.a, [...(byFirst.get(one.a) ?? []), one]);
  const found = new Map<string, { readonly pieces: readonly EvidenceShown[]; readonly more: number }>();
  for (const [a, pairs] of byFirst) {
    const evidence = await evidenceWith(
      sql,
      scope,
      homeOf(a),
      pairs.map((pair) => homeOf(pair.b)),
    );
    for (const { b } of pairs) {
      const one = evidence.get(homeOf(b));
      if (one !== undefined) found.set(`${a} ${b}`, one);
    }
  }
  return found;
}
