/**
 * What leads look up: their campaign, the unit of their place, the matters they rest on, identifiers that stand in a matter
 * already, and the organs above a unit. Batched: one statement each, however many leads.
 */
import { unitsFor } from "../../access/organisation.ts";
import type { PersonalRef, PersonalType } from "../../domain/personal.ts";
import type { Territory } from "../../domain/territory.ts";
import type { FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import type { leadDraft } from "./lead.ts";

export interface Grounds {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly org: string;
  readonly territory: string;
}

export interface CampaignRow extends Grounds {
  readonly name: string;
}

export interface OpenFacts {
  readonly campaign: CampaignRow | null;
  readonly unit: string | null;
  /** Matters named as evidence or as the place of an identifier, by id. */
  readonly grounds: ReadonlyMap<string, Grounds>;
  /** By matter and token. */
  readonly known: ReadonlyMap<string, PersonalRef>;
}

export const knownKey = (matter: string, token: string): string => `${matter} ${token}`;

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof leadDraft>[]): Promise<readonly OpenFacts[]> {
  // Held until the end: a campaign that ends takes its leads with it, and none comes in behind its back.
  const campaigns = await sql.query<CampaignRow>(
    "select id, kind, state, org, territory, body->>'name' as name from matter where kind = 'campaign' and id = any($1) order by id for share",
    [[...new Set(drafts.map((draft) => draft.campaign))]],
    "lead-campaigns",
  );
  const units = await unitsFor(
    sql,
    "police",
    drafts.map((draft) => draft.territory as Territory),
  );
  const named = drafts.flatMap((draft) => [
    ...draft.evidence.flatMap((one) => (one.kind === "matter" ? [one.ref] : [])),
    ...draft.subjects.flatMap(({ of }) => ("matter" in of ? [of.matter] : [])),
  ]);
  const rows = await sql.query<Grounds>("select id, kind, state, org, territory from matter where id = any($1)", [[...new Set(named)]], "lead-grounds");
  const places = drafts.flatMap((draft) => draft.subjects.flatMap(({ of }) => ("matter" in of ? [of] : [])));
  const refs = await sql.query<{ readonly matter: string; readonly token: string; readonly type: PersonalType; readonly masked: string }>(
    `select distinct m.matter, p.token, p.type, p.masked from unnest($1::text[], $2::text[]) as x(matter, token)
       join mention m on m.matter = x.matter and m.token = x.token join personal p on p.token = m.token`,
    [places.map(({ matter }) => matter), places.map(({ token }) => token)],
    "lead-known",
  );
  const grounds = new Map(rows.map((row) => [row.id, row]));
  const known = new Map(refs.map(({ matter, ...ref }) => [knownKey(matter, ref.token), withInstitution(ref)]));
  return drafts.map((draft) => ({
    campaign: campaigns.find(({ id }) => id === draft.campaign) ?? null,
    unit: units.get(draft.territory as Territory) ?? null,
    grounds,
    known,
  }));
}

/** Masked accounts begin with the code of their institution. */
function withInstitution(ref: PersonalRef): PersonalRef {
  return ref.type === "account" ? { ...ref, institution: ref.masked.slice(0, ref.masked.indexOf(" ")) } : ref;
}

export interface Facts {
  /** Organs above the unit, the nearest first. */
  readonly above: readonly string[];
  /** For `pass-on`: whose place it is, and how far the campaign may reach. */
  readonly unit: string | null;
  readonly span: string | null;
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const overdue = [...new Set(requests.filter(({ command }) => command === "overdue").map(({ matter }) => matter.org))];
  const chains =
    overdue.length === 0
      ? []
      : await sql.query<{ readonly unit: string; readonly id: string }>(
          `with recursive up(unit, id, n) as (
             select o.id, o.parent, 1 from organisation o where o.id = any($1) and o.parent is not null
             union all select up.unit, o.parent, up.n + 1 from up join organisation o on o.id = up.id where o.parent is not null and up.n < 10)
           select unit, id from up order by unit, n`,
          [overdue],
          "lead-above",
        );
  const passed = requests.filter(({ command }) => command === "pass-on");
  const places = passed.map(({ input }) => (input as { readonly territory: string }).territory as Territory);
  const units = places.length === 0 ? new Map<Territory, string>() : await unitsFor(sql, "police", places);
  const spans =
    passed.length === 0
      ? []
      : await sql.query<{ readonly id: string; readonly span: string | null }>(
          "select id, body#>>'{approved,span}' as span from matter where id = any($1)",
          [passed.map(({ matter }) => matter.parent ?? "")],
          "lead-spans",
        );
  return requests.map(({ matter, command, input }) => ({
    above: chains.filter(({ unit }) => unit === matter.org).map(({ id }) => id),
    unit: command === "pass-on" ? (units.get((input as { readonly territory: string }).territory as Territory) ?? null) : null,
    span: spans.find(({ id }) => id === matter.parent)?.span ?? null,
  }));
}
