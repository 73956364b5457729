/** The series as a kind of matter: its table, its commands and its look-ups, joined. */
import type { z } from "zod";
import { commonParent, COUNTRY, type Territory } from "../../domain/territory.ts";
import { defineKind, type FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import { homesOf } from "../links/homes.ts";
import { pairsAmong, pairsWith, type Pair } from "../links/pairs.ts";
import { unitsFor } from "../police.ts";
import { decideSeries, openSeries, type Facts } from "./decide.ts";
import { seriesCommands, seriesDraft, type Series } from "./series.ts";
import { SERIES_STATES, SERIES_STATE_WORDS } from "./states.ts";

/** `ids` are or may be in it; `others` are only compared. With `newcomers` only their evidence with everybody is read. */
async function factsFor(sql: Sql, ids: readonly string[], others: readonly string[] = [], newcomers: readonly string[] = []): Promise<Facts> {
  const homes = await homesOf(sql, [...ids, ...others]);
  const distinct = [...new Set([...homes.values()].map((home) => home.id))];
  const pairs: Pair[] = [];
  if (newcomers.length === 0) pairs.push(...(await pairsAmong(sql, distinct)));
  const done = new Set<string>();
  for (const newcomer of newcomers) {
    const home = homes.get(newcomer)?.id;
    if (home === undefined || done.has(home)) continue;
    done.add(home);
    pairs.push(
      ...(await pairsWith(
        sql,
        home,
        distinct.filter((id) => !done.has(id)),
      )),
    );
  }
  const places = ids.flatMap((id) => homes.get(id) ?? []).map((home) => home.territory as Territory);
  const [first = COUNTRY, ...rest] = places;
  const territory = rest.reduce(commonParent, first);
  return { homes, pairs, territory, unit: (await unitsFor(sql, [territory])).get(territory) ?? null };
}

async function openFacts(sql: Sql, drafts: readonly z.output<typeof seriesDraft>[]): Promise<readonly Facts[]> {
  const facts: Facts[] = [];
  for (const draft of drafts) facts.push(await factsFor(sql, draft.members));
  return facts;
}

async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const all: Facts[] = [];
  for (const { matter, command, input } of requests) {
    const body = matter.body as Series;
    const { id, ids = [] } = input as { readonly id?: string; readonly ids?: readonly string[] };
    const known = [...body.members, ...body.candidates].map((one) => one.id);
    const refused = body.refused.map((one) => one.id);
    all.push(await factsFor(sql, [...known, ...(id === undefined ? [] : [id]), ...ids], refused, command === "suggest" ? ids : []));
  }
  return all;
}

export const caseSeries = defineKind({
  name: "series",
  states: SERIES_STATES,
  initial: "hypothesis",
  stateWords: SERIES_STATE_WORDS,
  restricting: [],
  automatic: ["fade"],
  opening: { who: ["analyst", "caseOfficer", "dutyLead"], words: { zh: "提出串并", en: "Suppose that these belong together" }, input: seriesDraft },
  commands: seriesCommands,
  openFacts,
  open: openSeries,
  facts,
  decide: decideSeries,
});
