/**
 * What campaigns look up: their leads as far as a command needs them, the units of the places, other leads that name the
 * same thing, the series and operation they name. Batched: a statement each, however many campaigns.
 */
import { unitsFor } from "../../access/organisation.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Territory } from "../../domain/territory.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { LEAD_OPEN, type LeadState } from "../lead/states.ts";
import type { CountedLead } from "../roll-up.ts";
import { PACKAGE_MAX, type campaignDraft } from "./campaign.ts";

/** Conflicts that one look finds; the rest shows once these are settled. */
const CONFLICTS_MAX = 500;

export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly org: string;
  readonly territory: string;
}

export interface OpenFacts {
  /** Series, cases and the operation that the draft names, by id. */
  readonly named: ReadonlyMap<string, Row>;
}

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof campaignDraft>[], _context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const ids = drafts.flatMap(({ series, cases, operation }) => [...series, ...cases, ...(operation === undefined ? [] : [operation])]);
  const rows = await sql.query<Row>("select id, kind, state, org, territory from matter where id = any($1)", [[...new Set(ids)]], "campaign-named");
  const named = new Map(rows.map((row) => [row.id, row]));
  return drafts.map(() => ({ named }));
}

export interface LeadRow {
  readonly id: MatterId;
  readonly state: LeadState;
  readonly org: string;
  /** Where it goes. */
  readonly target: string;
}

/** Two leads that name one thing: ours and another unit's. */
export interface Collision {
  readonly token: string;
  readonly type: string;
  readonly masked: string;
  readonly lead: MatterId;
  readonly unit: string;
  readonly other_lead: MatterId;
  readonly other_unit: string;
  readonly other_serial: string;
  readonly same: boolean;
}

export interface Facts {
  readonly leads: readonly LeadRow[];
  /** The unit of each place that a lead goes to. */
  readonly units: ReadonlyMap<string, string>;
  readonly collisions: readonly Collision[];
  /** For figures. */
  readonly counted: readonly CountedLead[];
  readonly operation: Row | null;
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const ids = requests.map(({ matter }) => matter.id);
  const leads = await sql.query<LeadRow & { readonly campaign: string }>(
    "select id, state, org, body->>'target' as target, parent as campaign from matter where kind = 'lead' and parent = any($1) order by id",
    [ids],
    "campaign-leads",
  );
  const places = requests.flatMap(({ matter, command }) =>
    command === "issue" ? drafted(leads.filter(({ campaign }) => campaign === matter.id)).map(({ target }) => target) : [],
  );
  const units = await unitsFor(sql, "police", [...new Set(places)] as Territory[]);
  const looking = requests.filter(({ command }) => command === "find-conflicts" || command === "take-down").map(({ matter }) => matter.id);
  const collisions = looking.length === 0 ? [] : await collisionsOf(sql, looking);
  const assessed = requests.filter(({ command }) => command === "assess").map(({ matter }) => matter.id);
  const counted = await countedLeads(sql, assessed);
  const joined = requests.flatMap(({ command, input }) => (command === "join" ? [(input as { readonly operation: string }).operation] : []));
  const operations = joined.length === 0 ? [] : await sql.query<Row>("select id, kind, state, org, territory from matter where id = any($1)", [joined], "campaign-operation");
  return requests.map(({ matter, command, input }) => ({
    leads: leads.filter(({ campaign }) => campaign === matter.id),
    units,
    collisions: collisions.filter(({ campaign }) => campaign === matter.id),
    counted: counted.filter(({ campaign }) => campaign === matter.id),
    operation: command === "join" ? (operations.find(({ id }) => id === (input as { readonly operation: string }).operation) ?? null) : null,
  }));
}

/** The next package: drafted leads in the order in which they were drafted. */
export function drafted(leads: readonly LeadRow[]): readonly LeadRow[] {
  return leads.filter(({ state }) => state === "drafted").slice(0, PACKAGE_MAX);
}

/** Of leads, what figures are made of: the texts and sources stay where they are. */
export async function countedLeads(sql: Sql, campaigns: readonly string[]): Promise<readonly (CountedLead & { readonly campaign: string })[]> {
  if (campaigns.length === 0) return [];
  return sql.query<CountedLead & { readonly campaign: string }>(
    `select id, parent as campaign, jsonb_build_object('steps', body->'steps', 'results', body->'results', 'objective', body->'objective', 'group', body->'group') as body
     from matter where kind = 'lead' and parent = any($1) order by id`,
    [campaigns],
    "campaign-counted",
  );
}

async function collisionsOf(sql: Sql, campaigns: readonly string[]): Promise<readonly (Collision & { readonly campaign: string })[]> {
  return sql.query<Collision & { readonly campaign: string }>(
    `with own as (select distinct l.id, l.parent, l.org, m.token from matter l join mention m on m.matter = l.id and m.role like 'lead:%'
       where l.kind = 'lead' and l.parent = any($1) and l.state = any($2))
     select distinct own.parent as campaign, p.token, p.type, p.masked, own.id as lead, own.org as unit, o.id as other_lead, o.org as other_unit, o.serial as other_serial, o.parent = own.parent as same
     from own join mention x on x.token = own.token and x.role like 'lead:%' join matter o on o.id = x.matter and o.kind = 'lead' and o.state = any($2) join personal p on p.token = own.token
     where o.id <> own.id and (o.org <> own.org or o.parent <> own.parent) and (o.parent <> own.parent or o.id > own.id)
     order by own.id, o.id, p.token limit $3`,
    [campaigns, [...LEAD_OPEN], CONFLICTS_MAX],
    "campaign-collisions",
  );
}
