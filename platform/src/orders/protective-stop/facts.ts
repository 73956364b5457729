/** What a protective stop needs to know besides itself: what it rests on or the unit of the place, the desk, earlier stops of the person. */
import { institutionOf } from "../../domain/personal.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { desksOf, holdingsOn, lockTokens, parentsOf, superiorsOf, type Holding, type Parent } from "../account-facts.ts";
import type { ProtectiveStop, protectiveDraft } from "./protective-stop.ts";
import type { Earlier } from "./rounds.ts";
import { IN_FLIGHT, USED } from "./states.ts";

export interface Unit {
  readonly org: string;
  readonly territory: string;
}

export interface OpenFacts {
  readonly parent: Parent | null;
  readonly unit: Unit | null;
  readonly desk: string | null;
}

export interface Facts {
  /** Orders on the person or the account that count, without this one. */
  readonly earlier: readonly Earlier[];
  readonly holdings: readonly Holding[];
  readonly superior: string | null;
}

type Draft = z.output<typeof protectiveDraft>;

export async function openFacts(sql: Sql, drafts: readonly Draft[], _context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const parents = await parentsOf(
    sql,
    drafts.flatMap((draft) => draft.parent ?? []),
  );
  const units = await unitsOf(
    sql,
    drafts.flatMap((draft) => draft.territory ?? []),
  );
  const desks = await desksOf(
    sql,
    drafts.map((draft) => institutionOf(draft.account)),
  );
  return drafts.map((draft) => ({
    parent: parents.get(draft.parent ?? "") ?? null,
    unit: units.get(draft.territory ?? "") ?? null,
    desk: desks.get(institutionOf(draft.account)) ?? null,
  }));
}

/** The nearest centre that covers each place; stations keep no orders. */
async function unitsOf(sql: Sql, places: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
  if (places.length === 0) return new Map();
  const rows = await sql.query<Unit & { readonly place: string }>(
    `select x.place, o.id as org, x.place as territory from unnest($1::text[]) as x(place),
       lateral (select id from organisation where kind = 'police' and closed_at_ms is null and level is distinct from 'station'
         and (territory = '' or x.place = territory or x.place like territory || '/%') order by length(territory) desc, id limit 1) as o`,
    [[...new Set(places)]],
    "protective-units",
  );
  return new Map(rows.map(({ place, org, territory }) => [place, { org, territory }]));
}

const COUNTS: ReadonlySet<string> = new Set(["approve", "answer"]);
const ENDS: ReadonlySet<string> = new Set(["cancel", "expire", "ask-release", "decide-release"]);

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const stops = requests.map(({ matter }) => matter as Matter<ProtectiveStop>);
  const asking = (commands: (command: string) => boolean): readonly Matter<ProtectiveStop>[] => stops.filter((_, i) => commands(requests[i].command));
  const counting = asking((command) => COUNTS.has(command));
  const tokens = counting.flatMap((stop) => [stop.body.person.token, stop.body.account.token]);
  await lockTokens(sql, tokens);
  const earlier = await earlierOf(sql, tokens);
  const holdings = await holdingsOn(
    sql,
    asking((command) => ENDS.has(command)).map((stop) => stop.body.account.token),
  );
  const superiors = await superiorsOf(
    sql,
    asking((command) => command.endsWith("-overdue")).map((stop) => stop.org),
  );
  return stops.map((stop) => ({
    earlier: earlier.filter((one) => one.id !== stop.id && (one.person === stop.body.person.token || one.account === stop.body.account.token)),
    holdings: (holdings.get(stop.body.account.token) ?? []).filter((one) => one.id !== stop.id),
    superior: superiors.get(stop.org) ?? null,
  }));
}

interface EarlierRow {
  readonly id: string;
  readonly state: string;
  readonly person: string;
  readonly account: string;
  readonly round_of: string | null;
  readonly started_at_ms: number | null;
  readonly from_ms: number;
}

/** Everything that is or was a round of these people or accounts, whoever asked. Call `lockTokens` first. */
async function earlierOf(sql: Sql, tokens: readonly string[]): Promise<readonly Earlier[]> {
  if (tokens.length === 0) return [];
  const rows = await sql.query<EarlierRow>(
    `select m.id, m.state, m.body->'person'->>'token' as person, m.subject as account, m.body->>'roundOf' as round_of, (m.body->>'startedAtMs')::int8 as started_at_ms,
       coalesce((m.body->>'startedAtMs')::int8, (m.body->>'endedAtMs')::int8, (m.body->>'approvedAtMs')::int8, m.opened_at_ms) as from_ms
     from matter m where m.kind = 'protective-stop' and m.state = any($2)
       and m.id in (select n.matter from mention n where n.token = any($1) and n.role in ('account', 'protected')) order by m.id`,
    [[...new Set(tokens)], [...IN_FLIGHT, ...USED]],
    "protective-rounds",
  );
  return rows.map((row) => ({
    id: row.id,
    person: row.person,
    account: row.account,
    roundOf: row.round_of ?? row.id,
    inFlight: (IN_FLIGHT as readonly string[]).includes(row.state),
    startedAtMs: row.started_at_ms,
    fromMs: row.from_ms,
  }));
}
