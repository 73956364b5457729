/**
 * Organisations: police units by tier, banks by the code that accounts name, operators, platforms, communities. A unit's
 * place is checked against the country's tree and its parent against its place. `unitsFor` says who is competent for a
 * place. Organisations are not removed: what they did keeps pointing to them. How one is closed is in closing.ts.
 */
import { z } from "zod";
import { isMalformed, ProblemError, shorten } from "../base/problem.ts";
import { parseInstitution } from "../domain/account.ts";
import { parentsOf, tierOf, within, type Territory } from "../domain/territory.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { constraintOf, type Sql } from "../ports/store.ts";
import { administrator, keptBy, lockAccounts, noSuch, type Administrator } from "./administrator.ts";
import { by, keep, type AccessParts } from "./parts.ts";
import { ORGANISATION_KINDS, PARTNER_KINDS, type OrganisationKind } from "./role.ts";
import type { Scope } from "./scope.ts";

export interface Organisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  /** Tier of the country's tree, such as `county`; null for partners, which stand beside it. */
  readonly level: string | null;
  readonly name: Bilingual;
  readonly territory: Territory;
  readonly parent: string | null;
  readonly institution: string | null;
  readonly delivery: unknown;
  readonly createdAtMs: number;
  /** Since when it is closed: nobody of it signs in, and nothing new goes to it. */
  readonly closedAtMs: number | null;
}

export interface OrganisationRow {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly level: string | null;
  readonly name_zh: string;
  readonly name_en: string;
  readonly territory: Territory;
  readonly parent: string | null;
  readonly institution: string | null;
  readonly delivery: unknown;
  readonly created_at_ms: number;
  readonly closed_at_ms: number | null;
}

const KINDS = Object.keys(ORGANISATION_KINDS) as [OrganisationKind, ...OrganisationKind[]];
const words = z.string().trim().min(1, "a name").max(120, "at most 120 characters");
const name = z.object({ zh: words, en: words });
/** How orders reach it: by its desk here, or by whatever an adapter of the institution's wire understands. */
const delivery = z.object({ kind: z.string().regex(/^[a-z0-9-]{1,40}$/, "a kind such as desk") }).loose();

/** `territory` is a path of codes from the top, such as 11/1101/110101; empty is the whole country. */
export const organisationDraft = z.strictObject({
  kind: z.enum(KINDS, { error: `one of ${KINDS.join(", ")}` }),
  name,
  territory: z.string().max(100, "a path of codes"),
  parent: z.string().max(60).nullish(),
  institution: z.string().max(64).nullish(),
  delivery: delivery.optional(),
});
export type OrganisationDraft = z.output<typeof organisationDraft>;

export const organisationChange = z.strictObject({
  name: name.optional(),
  parent: z.string().max(60).nullish(),
  institution: z.string().max(64).nullish(),
  delivery: delivery.optional(),
});
export type OrganisationChange = z.output<typeof organisationChange>;

const DELIVERY_CHARACTERS_MAX = 4_000;
/** Kinds whose accounts are named by a code. */
const BY_CODE: ReadonlySet<OrganisationKind> = new Set(["bank", "payment"]);
/** Besides its own kind, what a unit may belong to. */
const UNDER: Readonly<Partial<Record<OrganisationKind, readonly OrganisationKind[]>>> = { community: ["police"], payment: ["bank"] };

/** Refuses with `malformed-input` naming the field; a place outside the administrator's is not allowed. */
export async function createOrganisation(parts: AccessParts, scope: Scope, draft: OrganisationDraft): Promise<Organisation> {
  const admin = administrator(scope);
  return saving(() =>
    keep(parts, async (sql, note, nowMs) => {
      await lockAccounts(sql);
      const organisation = await insertOrganisation(sql, parts, admin, draft, nowMs);
      note({
        ...by(scope, "admin"),
        event: "organisation-created",
        detail: { organisation: organisation.id, kind: organisation.kind, territory: organisation.territory, parent: organisation.parent },
      });
      return organisation;
    }),
  );
}

/** For `createOrganisation` and the set-up. */
export async function insertOrganisation(sql: Sql, parts: AccessParts, admin: Administrator, draft: OrganisationDraft, nowMs: number): Promise<Organisation> {
  const { places } = parts;
  const territory = places.parse(draft.territory);
  if (isMalformed(territory)) throw refuse("territory", territory.what, territory.expected);
  if (!within(territory, admin.territory as Territory)) {
    throw new ProblemError({
      code: "not-allowed",
      detail: "the place lies outside the one whose accounts you keep",
      at: { field: "territory" },
      expected: `a place in ${admin.territory}`,
    });
  }
  const id = parts.world.newId("org");
  const parent = draft.parent ?? (PARTNER_KINDS.has(draft.kind) ? null : ((await unitsFor(sql, draft.kind, [territory])).get(territory) ?? null));
  if (parent !== null) await checkParent(sql, id, draft.kind, territory, parent);
  const row: OrganisationRow = {
    id,
    kind: draft.kind,
    level: PARTNER_KINDS.has(draft.kind) ? null : tierOf(territory, places.scheme),
    name_zh: draft.name.zh,
    name_en: draft.name.en,
    territory,
    parent,
    institution: institutionOf(draft.kind, draft.institution ?? null),
    delivery: checkedDelivery(draft.delivery ?? { kind: "desk" }),
    created_at_ms: nowMs,
    closed_at_ms: null,
  };
  await sql.query(
    `insert into organisation (id, kind, level, name_zh, name_en, territory, parent, institution, delivery, created_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10)`,
    [row.id, row.kind, row.level, row.name_zh, row.name_en, row.territory, row.parent, row.institution, JSON.stringify(row.delivery), row.created_at_ms],
    "organisation-insert",
  );
  return fromRow(row);
}

/** Nothing is made for, or changed of, what is closed. */
export function refuseClosed({ closed_at_ms: closed }: { readonly closed_at_ms: number | null }): void {
  if (closed !== null) throw new ProblemError({ code: "not-now", detail: "the organisation is closed: open it again first", value: "closed" });
}

/** Changes what is named; kind and place stay, because matters were routed by them. */
export async function changeOrganisation(parts: AccessParts, scope: Scope, id: string, change: OrganisationChange): Promise<Organisation> {
  const admin = administrator(scope);
  return saving(() =>
    keep(parts, async (sql, note) => {
      await lockAccounts(sql);
      const [row] = await sql.query<OrganisationRow>(`select * from organisation o where id = $1 and ${keptBy(2, "o")} for update`, [id, admin.territory]);
      if (row === undefined) throw noSuch("organisation", id);
      refuseClosed(row);
      const parent = change.parent === undefined ? row.parent : change.parent;
      if (parent !== null && parent !== row.parent) await checkParent(sql, id, row.kind, row.territory, parent);
      const after: OrganisationRow = {
        ...row,
        name_zh: change.name?.zh ?? row.name_zh,
        name_en: change.name?.en ?? row.name_en,
        parent,
        institution: change.institution === undefined ? row.institution : institutionOf(row.kind, change.institution),
        delivery: change.delivery === undefined ? row.delivery : checkedDelivery(change.delivery),
      };
      await sql.query("update organisation set name_zh = $2, name_en = $3, parent = $4, institution = $5, delivery = $6::jsonb where id = $1", [
        id,
        after.name_zh,
        after.name_en,
        after.parent,
        after.institution,
        JSON.stringify(after.delivery),
      ]);
      note({ ...by(scope, "admin"), event: "organisation-changed", detail: { organisation: id, fields: Object.keys(change).sort() } });
      return fromRow(after);
    }),
  );
}

export interface OrganisationQuery {
  readonly kind?: OrganisationKind;
  readonly territory?: string;
  /** Where the last page ended. */
  readonly after?: string;
  readonly limit: number;
}

/** Organisations by id. Partners see their own, and the police, because an order says which unit gave it. */
export async function listOrganisations(parts: AccessParts, scope: Scope, query: OrganisationQuery): Promise<readonly Organisation[]> {
  const p = scope.principal;
  const own = p.kind === "user" && PARTNER_KINDS.has(p.orgKind) ? p.org : null;
  const rows = await parts.store.snapshot((sql) =>
    sql.query<OrganisationRow>(
      `select * from organisation o where ($1::text is null or id = $1 or kind = 'police') and ($2::text is null or kind = $2) and ($3::text is null or ${keptBy(3, "o")})
       and ($4::text is null or id > $4) order by id limit $5`,
      [own, query.kind ?? null, query.territory ?? null, query.after ?? null, query.limit],
    ),
  );
  return rows.map(fromRow);
}

/**
 * The unit of a kind that is competent for each place: the lowest whose territory contains it, the oldest where several
 * have the same. A place that nobody is competent for is not in the answer. One statement, however many places.
 */
export async function unitsFor(sql: Sql, kind: OrganisationKind, territories: readonly Territory[]): Promise<ReadonlyMap<Territory, string>> {
  const around = new Map(territories.map((place) => [place, [place, ...parentsOf(place)]]));
  const rows = await sql.query<{ readonly territory: Territory; readonly id: string }>(
    "select distinct on (territory) territory, id from organisation where kind = $1 and territory = any($2) and closed_at_ms is null order by territory, id",
    [kind, [...new Set([...around.values()].flat())]],
    "units-for",
  );
  const units = new Map(rows.map((row) => [row.territory, row.id]));
  const found = new Map<Territory, string>();
  for (const [place, places] of around) {
    const unit = places.map((one) => units.get(one)).find((id) => id !== undefined);
    if (unit !== undefined) found.set(place, unit);
  }
  return found;
}

/** The same for one place; null where nobody is competent. */
export async function unitFor(sql: Sql, kind: OrganisationKind, territory: Territory): Promise<string | null> {
  return (await unitsFor(sql, kind, [territory])).get(territory) ?? null;
}

// --- parts -------------------------------------------------------------------------------------------------------------

async function checkParent(sql: Sql, id: string, kind: OrganisationKind, territory: Territory, parent: string): Promise<void> {
  // Upwards from the parent: never through the unit itself.
  const line = await sql.query<{ readonly id: string; readonly kind: OrganisationKind; readonly territory: Territory; readonly closed_at_ms: number | null }>(
    `with recursive up as (select id, kind, territory, parent, closed_at_ms, 1 as depth from organisation where id = $1
       union all select o.id, o.kind, o.territory, o.parent, o.closed_at_ms, up.depth + 1 from organisation o join up on o.id = up.parent where up.depth < 30)
     select id, kind, territory, closed_at_ms from up order by depth`,
    [parent],
  );
  const nearest = line.at(0);
  if (nearest === undefined) throw refuse("parent", shorten(parent), "the id of an organisation");
  if (nearest.closed_at_ms !== null) throw refuse("parent", "closed", "an organisation that is not closed");
  const allowed = [kind, ...(UNDER[kind] ?? [])];
  if (!allowed.includes(nearest.kind)) throw refuse("parent", nearest.kind, `an organisation of the kind ${allowed.join(" or ")}`);
  if (line.some((unit) => unit.id === id)) throw refuse("parent", parent, "an organisation that does not belong to this one");
  // A bank's branch may stand elsewhere than its head office; a unit of the state stands within what it belongs to.
  if (!PARTNER_KINDS.has(kind) && !within(territory, nearest.territory)) throw refuse("parent", nearest.territory, "an organisation whose territory contains this one");
}

function institutionOf(kind: OrganisationKind, code: string | null): string | null {
  if (!BY_CODE.has(kind)) {
    if (code !== null) throw refuse("institution", shorten(code), "nothing: accounts name only banks and payment institutions");
    return null;
  }
  if (code === null) throw refuse("institution", "", "the code under which accounts name it");
  const parsed = parseInstitution(code);
  if (isMalformed(parsed)) throw refuse("institution", parsed.what, parsed.expected);
  return parsed;
}

function checkedDelivery(value: z.output<typeof delivery>): unknown {
  if (JSON.stringify(value).length > DELIVERY_CHARACTERS_MAX) throw refuse("delivery", "a long object", `at most ${DELIVERY_CHARACTERS_MAX} characters of JSON`);
  return value;
}

export async function saving<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (constraintOf(error)?.constraint === "organisation_institution_key") throw refuse("institution", "taken", "a code that no other organisation has");
    throw error;
  }
}

function refuse(field: string, value: string, expected: string): ProblemError {
  return new ProblemError({ code: "malformed-input", detail: `${field}: expected ${expected}`, at: { field }, value, expected });
}

export function fromRow(row: OrganisationRow): Organisation {
  return {
    id: row.id,
    kind: row.kind,
    level: row.level,
    name: { zh: row.name_zh, en: row.name_en },
    territory: row.territory,
    parent: row.parent,
    institution: row.institution,
    delivery: row.delivery,
    createdAtMs: row.created_at_ms,
    closedAtMs: row.closed_at_ms,
  };
}
