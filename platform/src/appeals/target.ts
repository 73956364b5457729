/**
 * What an appeal, complaint or claim is about: a matter of another slice, seen through what all restrictions have in common.
 * From its row come the moments between which it limits somebody, what it holds, whose it is, everybody who had a hand in it,
 * and the police unit that answers. Which rule of the profile holds for it is decided here as well.
 */
import { unreachable } from "../base/assert.ts";
import type { AppealRule, JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { DeadlineKey, MeasureKind } from "../domain/jurisdiction-words.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { PersonalRef } from "../domain/personal.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";

/** Kinds that limit somebody and can be appealed against. */
export const APPEALABLE = ["stop-payment", "freeze", "protective-stop", "hold", "number-action", "list-entry", "opening", "line-break"] as const;
export type Appealable = (typeof APPEALABLE)[number];

export interface Unit {
  readonly id: string;
  readonly name: Bilingual;
  readonly territory: string;
}

export interface Target<K extends MatterKindName = MatterKindName> {
  readonly id: MatterId;
  readonly kind: K;
  readonly serial: string;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
  readonly orgKind: string;
  readonly partner: string | null;
  readonly subject: string | null;
  readonly closedAtMs: number | null;
  /** From when to when it limited somebody; null while it does not, or still does. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly heldMinor: string | null;
  readonly amountMinor: string | null;
  readonly currency: string | null;
  readonly scope: string | null;
  readonly tier: number | null;
  /** What it is about: an identifier, or a site or app that is nobody's secret. */
  readonly about: PersonalRef | null;
  readonly plain: string | null;
  /** A held payment's power; an entry's type. */
  readonly measure: string | null;
  readonly type: string | null;
  /** Somebody was told of it. */
  readonly told: boolean;
  /** Everybody who proposed, approved, carried out or changed it; easing it for an appeal is part of reviewing it. */
  readonly actors: readonly string[];
  /** The police unit that answers: its own, or the nearest to the place where an institution acted. */
  readonly unit: Unit | null;
  readonly superior: Unit | null;
  /** It was lifted as wrong already. */
  readonly wrong: boolean;
  /** As the person was told it, where the matter keeps it. */
  readonly reason: Bilingual | null;
  readonly decider: Bilingual | null;
  /** When it ends by itself. */
  readonly endsAtMs: number | null;
}
export type Limiting = Target<Appealable>;

export function isLimiting(target: Target): target is Limiting {
  return (APPEALABLE as readonly string[]).includes(target.kind);
}

const MS = (field: string): string => `(m.body->>'${field}')::int8`;

/** An organisation as a unit that answers, from the row of that alias. */
const UNIT = (alias: string): string =>
  `case when ${alias}.id is null then null else jsonb_build_object('id', ${alias}.id, 'name', jsonb_build_object('zh', ${alias}.name_zh, 'en', ${alias}.name_en), 'territory', ${alias}.territory) end`;

/** The unit above a station answers for it; for what an institution did, the nearest unit to the place. */
const NEAREST = (kind: string, id: string, level: string, parent: string, territory: string): string =>
  `left join lateral (select * from organisation p where p.kind = 'police' and case when ${kind} = 'police' then p.id = case when ${level} = 'station' then ${parent} else ${id} end
      else p.level is distinct from 'station' and (p.territory = '' or ${territory} = p.territory or ${territory} like p.territory || '/%') end order by length(p.territory) desc, p.id limit 1) u on true
    left join organisation s on s.id = u.parent`;

const TARGETS = `select m.id, m.kind, m.serial, m.state, m.territory, m.org, o.kind as "orgKind", m.partner, m.subject, m.closed_at_ms as "closedAtMs",
    case m.kind when 'stop-payment' then ${MS("stoppedAtMs")} when 'freeze' then ${MS("frozenAtMs")} when 'protective-stop' then ${MS("startedAtMs")}
      when 'hold' then ${MS("heldAtMs")} when 'number-action' then ${MS("limitedAtMs")} when 'line-break' then ${MS("suspendedAtMs")}
      when 'list-entry' then ${MS("listedAtMs")} when 'opening' then ${MS("decidedAtMs")} end as "startedAtMs",
    coalesce(${MS("endedAtMs")}, ${MS("restoredAtMs")}, case when m.kind <> 'opening' then m.closed_at_ms end) as "endedAtMs", ${MS("endsAtMs")} as "endsAtMs",
    coalesce(m.body->>'frozenMinor', m.body->>'heldMinor', case when m.kind = 'hold' then m.body->>'amountMinor' end) as "heldMinor",
    m.body->>'amountMinor' as "amountMinor", m.body->>'currency' as currency, m.body->>'scope' as scope,
    case when m.kind = 'stop-payment' then (m.body->>'tier')::int8 end as tier,
    coalesce(nullif(m.body->'account', 'null'), nullif(m.body->'number', 'null'), nullif(m.body->'applicant', 'null'), nullif(m.body->'ref', 'null')) as about,
    coalesce(m.body->>'plain', case when m.kind = 'list-entry' then m.body->>'about' end) as plain, m.body->>'measure' as measure, m.body->>'type' as type,
    case when jsonb_typeof(m.body->'reason') = 'object' then m.body->'reason' end as reason,
    case when jsonb_typeof(m.body->'decider') = 'object' then m.body->'decider' end as decider,
    exists (select 1 from notice n where n.matter = m.id) as told,
    array(select distinct actor from (select h.value as actor from jsonb_each_text(m.hands) as h where h.key not in ('suspend', 'restore') union all
      select l.actor from ledger l where l.matter = m.id and l.version is not null and l.role not in ('system', 'public')) as a order by actor) as actors,
    exists (select 1 from wrongful_lift w where w.matter = m.id) as wrong, ${UNIT("u")} as unit, ${UNIT("s")} as superior
  from matter m join organisation o on o.id = m.org ${NEAREST("o.kind", "o.id", "o.level", "o.parent", "m.territory")}
  where m.id = any($1)`;

export async function targetsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Target>> {
  const asked = [...new Set(ids)].sort();
  if (asked.length === 0) return new Map();
  const rows = await sql.query<Target>(TARGETS, [asked], "appeal-targets");
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Each matter with what it goes on from and what went on from it, oldest first: a second round, a freeze after a stop. For
 * the person it is one restriction, and whoever had a hand in any of it reviews none of it.
 */
export async function chainsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, readonly Target[]>> {
  const asked = [...new Set(ids)].sort();
  if (asked.length === 0) return new Map();
  const rows = await sql.query<{ readonly root: string; readonly id: string }>(
    `with recursive chain as (
       select m.id as root, m.id from matter m where m.id = any($1)
       union
       select c.root, m.id from chain c join matter r on r.id = c.id and r.kind in ('stop-payment', 'freeze')
         join matter m on m.kind in ('stop-payment', 'freeze') and m.subject = r.subject
           and (m.body->>'previous' = r.id or r.body->>'previous' = m.id or m.body->>'follows' = r.id or r.body->>'follows' = m.id)
     ) select root, id from chain order by root, id`,
    [asked],
    "appeal-chains",
  );
  const targets = await targetsOf(
    sql,
    rows.map(({ id }) => id),
  );
  return new Map(asked.map((root) => [root, rows.flatMap((row) => (row.root === root ? [targets.get(row.id)] : [])).filter((one) => one !== undefined)]));
}

/** The police unit that answers for a place. */
export async function unitOfPlace(sql: Sql, territories: readonly string[]): Promise<readonly (Unit | null)[]> {
  if (territories.length === 0) return [];
  const rows = await sql.query<{ readonly unit: Unit | null }>(
    `select ${UNIT("u")} as unit from unnest($1::text[]) with ordinality as x(territory, n) ${NEAREST("'place'", "''", "''", "''", "x.territory")} order by x.n`,
    [[...territories]],
    "unit-of-place",
  );
  return rows.map(({ unit }) => unit);
}

/** The police unit above each organisation, as far as there is one. */
export async function unitsAbove(sql: Sql, orgs: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
  if (orgs.length === 0) return new Map();
  const rows = await sql.query<{ readonly id: string; readonly unit: Unit }>(
    `select o.id, ${UNIT("s")} as unit from organisation o join organisation s on s.id = o.parent and s.kind = 'police' where o.id = any($1)`,
    [[...new Set(orgs)]],
    "units-above",
  );
  return new Map(rows.map(({ id, unit }) => [id, unit]));
}

/** The measure of the profile; null for a decision at a counter, which is none. */
export function measureOf(target: Pick<Limiting, "kind" | "measure">): MeasureKind | null {
  switch (target.kind) {
    case "stop-payment":
    case "freeze":
    case "protective-stop":
    case "number-action":
    case "list-entry":
      return target.kind;
    case "hold":
      return target.measure === "payment-delay" ? "payment-delay" : "transaction-hold";
    case "line-break":
      return "line-suspension";
    case "opening":
      return null;
    default:
      return unreachable(target.kind);
  }
}

/** Who decides an appeal against it, what may be asked for and what comes next. */
export function ruleFor(target: Limiting, profile: JurisdictionProfile): AppealRule {
  const measure = measureOf(target);
  if (measure !== null) return profile.allowed(measure).appeal;
  return target.orgKind === "telco" ? profile.appeals.openings.telco : profile.appeals.openings.bank;
}

/** The clock of what it is about: entries have theirs by what they name. */
export function clockFor(target: Limiting, profile: JurisdictionProfile): DeadlineKey {
  if (target.kind !== "list-entry") return ruleFor(target, profile).decide;
  const { entries } = profile.appeals;
  return target.type === "number" ? entries.number : target.type === "account" ? entries.account : entries.other;
}

/** Masked; never whose it is. */
export const aboutOf = (target: Pick<Target, "about" | "plain">): string => target.about?.masked ?? target.plain ?? "";

/** The institution that knows the holder, and through which they are told. */
export const throughOf = (target: Pick<Target, "partner" | "org" | "orgKind">): string | null => target.partner ?? (target.orgKind === "police" ? null : target.org);

/** It took something from somebody, now or before. What is only proposed did not. */
export function wasFelt(target: Limiting): boolean {
  if (target.kind === "opening") return target.state === "refused" || target.state === "limited";
  return target.startedAtMs !== null || target.told;
}

/** It limits nobody any more. */
export const isOver = (target: Target): boolean => target.endedAtMs !== null || target.closedAtMs !== null;

/** What of a chain is to be decided about: the newest that is not over, or what was felt last. */
export function liveOf(chain: readonly Target[]): Limiting | null {
  const limiting = chain.filter(isLimiting).filter(wasFelt);
  return limiting.findLast((one) => !isOver(one)) ?? limiting.at(-1) ?? null;
}
