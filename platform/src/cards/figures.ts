/**
 * The figures of the two cards for a period, per institution, branch or place: suspicious openings not opened, opened and
 * later involved, involved and followed up; and beside them how many refusals turned out right or wrong, and what came of
 * re-verification. Numerator and denominator stand with every rate. Reading only, within a scope.
 */
import type { Scope, ScopeFilter } from "../access/scope.ts";
import { PARTNER_KINDS } from "../access/role.ts";
import { shareOf, type Share } from "../base/wilson.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Sql } from "../ports/store.ts";

export interface Period {
  readonly fromMs: number;
  /** Up to and without. */
  readonly toMs: number;
}

export const GROUPINGS = ["issuer", "branch", "place"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface CardFigures {
  /** The institution; null when grouped by place. */
  readonly issuer: string | null;
  readonly branch: string | null;
  readonly place: string | null;
  /** Openings decided in the period. */
  readonly decided: number;
  /** 可疑不开卡: refused or withdrawn of those about which something was found; opened with limits stands apart. */
  readonly suspiciousNotOpened: Share;
  readonly suspiciousLimited: Share;
  /** Refused, and a list, a decision or an involvement spoke for it later. What nothing spoke for is not wrong, but unknown. */
  readonly refusedRightly: Share;
  /** Refused, and taken back on appeal. */
  readonly refusedWrongly: Share;
  /** Of appeals against these decisions that were decided. */
  readonly appealsUpheld: Share;
  /** 开卡不涉案: opened, and found involved within the window of the profile. */
  readonly openedInvolved: Share;
  /** The same of those whose window is over: the others may still become involved. */
  readonly openedInvolvedFinal: Share;
  /** 涉案必追究: found involved in the period, and the institution said in time how it was opened. */
  readonly followedUp: Share;
  /** Of the answered: something was lacking; and of these: put right. */
  readonly faults: Share;
  readonly rectified: Share;
}

interface OpenedRow {
  readonly issuer: string | null;
  readonly branch: string | null;
  readonly place: string | null;
  readonly decided: number;
  readonly suspicious: number;
  readonly not_opened: number;
  readonly limited: number;
  readonly refused: number;
  readonly rightly: number;
  readonly wrongly: number;
  readonly appeals: number;
  readonly upheld: number;
  readonly opened: number;
  readonly involved: number;
  readonly matured: number;
  readonly matured_involved: number;
}

interface InvolvedRow {
  readonly issuer: string | null;
  readonly branch: string | null;
  readonly place: string | null;
  readonly found: number;
  readonly in_time: number;
  readonly answered: number;
  readonly faults: number;
  readonly rectified: number;
}

const NOTHING = {
  decided: 0,
  suspicious: 0,
  not_opened: 0,
  limited: 0,
  refused: 0,
  rightly: 0,
  wrongly: 0,
  appeals: 0,
  upheld: 0,
  opened: 0,
  involved: 0,
  matured: 0,
  matured_involved: 0,
};
const NONE_FOUND = { found: 0, in_time: 0, answered: 0, faults: 0, rectified: 0 };

export async function cardFigures(sql: Sql, scope: Scope, period: Period, by: Grouping, profile: JurisdictionProfile, nowMs: number): Promise<readonly CardFigures[]> {
  const opened = await openedRows(sql, scope, period, by, profile, nowMs);
  const involved = await involvedRows(sql, scope, period, by);
  const nameOf = (row: { readonly issuer: string | null; readonly branch: string | null; readonly place: string | null }): string =>
    JSON.stringify([row.issuer, row.branch, row.place]);
  const names = new Map([...opened, ...involved].map((row) => [nameOf(row), { issuer: row.issuer, branch: row.branch, place: row.place }]));
  return [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => {
      const o = opened.find((row) => nameOf(row) === name) ?? NOTHING;
      const i = involved.find((row) => nameOf(row) === name) ?? NONE_FOUND;
      return {
        ...group,
        decided: o.decided,
        suspiciousNotOpened: shareOf(o.not_opened, o.suspicious),
        suspiciousLimited: shareOf(o.limited, o.suspicious),
        refusedRightly: shareOf(o.rightly, o.refused),
        refusedWrongly: shareOf(o.wrongly, o.refused),
        appealsUpheld: shareOf(o.upheld, o.appeals),
        openedInvolved: shareOf(o.involved, o.opened),
        openedInvolvedFinal: shareOf(o.matured_involved, o.matured),
        followedUp: shareOf(i.in_time, i.found),
        faults: shareOf(i.faults, i.answered),
        rectified: shareOf(i.rectified, i.faults),
      };
    });
}

const GROUP: Readonly<Record<Grouping, { readonly checks: string; readonly traces: string }>> = {
  issuer: { checks: "c.org, null::text, null::text", traces: "t.partner, null::text, null::text" },
  branch: { checks: "c.org, c.branch, null::text", traces: "t.partner, coalesce(t.body#>>'{answer,branch}', t.body#>>'{check,branch}'), null::text" },
  place: { checks: "null::text, null::text, c.territory", traces: "null::text, null::text, t.territory" },
};

async function openedRows(sql: Sql, scope: Scope, period: Period, by: Grouping, profile: JurisdictionProfile, nowMs: number): Promise<readonly OpenedRow[]> {
  const filter = checkFilter(scope, 5);
  // Counted from the period's first day: months differ by a day or two.
  const windowMs = profile.deadlines["opening.newCardWindow"] === undefined ? null : profile.due("opening.newCardWindow", period.fromMs).dueAtMs - period.fromMs;
  return sql.query<OpenedRow>(
    `select g.issuer, g.branch, g.place, count(*) as decided,
       count(*) filter (where x.suspicious) as suspicious,
       count(*) filter (where x.suspicious and x.decision in ('refused', 'left')) as not_opened,
       count(*) filter (where x.suspicious and x.decision = 'limited') as limited,
       count(*) filter (where x.decision = 'refused') as refused,
       count(*) filter (where x.decision = 'refused' and x.overturned_at_ms is null and x.supported) as rightly,
       count(*) filter (where x.decision = 'refused' and x.overturned_at_ms is not null) as wrongly,
       count(*) filter (where x.appealed) as appeals, count(*) filter (where x.appealed and x.overturned_at_ms is not null) as upheld,
       count(*) filter (where x.opened) as opened, count(*) filter (where x.opened and x.involved) as involved,
       count(*) filter (where x.opened and x.matured) as matured, count(*) filter (where x.opened and x.matured and x.involved) as matured_involved
     from opening_check c
       cross join lateral (select ${GROUP[by].checks}) as g(issuer, branch, place)
       cross join lateral (select c.decision, c.overturned_at_ms, c.answer <> 'go-ahead' as suspicious, c.decision in ('opened', 'limited') as opened,
         $3::int8 is null or c.decided_at_ms + $3 <= $4 as matured,
         exists (select 1 from matter t where t.kind = 'trace-back' and t.subject = c.card and t.opened_at_ms >= c.decided_at_ms and ($3::int8 is null or t.opened_at_ms <= c.decided_at_ms + $3)) as involved,
         c.decision = 'refused' and (
           exists (select 1 from mention m join matter s on s.id = m.matter where m.token in (c.subject, c.contact) and (s.kind = 'list-entry' and s.state like 'active%' or m.role = 'involved'))
           or exists (select 1 from opening_check o join matter t on t.kind = 'trace-back' and t.subject = o.card where o.subject = c.subject)) as supported,
         c.matter is not null and exists (select 1 from matter a where a.parent = c.matter and a.kind = 'appeal' and a.closed_at_ms is not null) as appealed) as x
     where c.decided_at_ms >= $1 and c.decided_at_ms < $2 and c.decision is not null and ${filter.sql} group by 1, 2, 3`,
    [period.fromMs, period.toMs, windowMs, nowMs, ...filter.values],
    `card-openings-${by}-${filter.name}`,
  );
}

async function involvedRows(sql: Sql, scope: Scope, period: Period, by: Grouping): Promise<readonly InvolvedRow[]> {
  const filter = scope.filter(3, "t");
  return sql.query<InvolvedRow>(
    `select g.issuer, g.branch, g.place, count(*) as found,
       count(*) filter (where (t.body->>'answeredInTime')::boolean) as in_time,
       count(*) filter (where jsonb_typeof(t.body->'finding') = 'object') as answered,
       count(*) filter (where t.body#>>'{finding,fault}' <> 'none') as faults,
       count(*) filter (where t.body#>>'{finding,fault}' <> 'none' and t.state = 'closed') as rectified
     from matter t cross join lateral (select ${GROUP[by].traces}) as g(issuer, branch, place)
     where t.kind = 'trace-back' and t.opened_at_ms >= $1 and t.opened_at_ms < $2 and ${filter.sql} group by 1, 2, 3`,
    [period.fromMs, period.toMs, ...filter.values],
    `card-involved-${by}-${filter.name}`,
  );
}

/** Rows of checks that the holder of a scope may count: an institution its own, the police those of their place. */
function checkFilter(scope: Scope, first: number): ScopeFilter {
  const p = scope.principal;
  const at = `$${first}`;
  if (p.kind === "system" || (p.kind === "user" && !PARTNER_KINDS.has(p.orgKind) && p.territory === "")) return { name: "all", sql: "true", values: [] };
  if (p.kind === "public") return { name: "none", sql: "false", values: [] };
  if (PARTNER_KINDS.has(p.orgKind)) return { name: "own", sql: `c.org = ${at}`, values: [p.org] };
  return { name: "place", sql: `(c.territory = ${at} or c.territory like ${at} || '/%')`, values: [p.territory] };
}

export interface NumberFigures {
  /** Actions begun in the period. */
  readonly proposed: number;
  readonly asked: number;
  readonly passed: Share;
  readonly passedOnline: Share;
  /** Somebody other than the registered holder uses it. */
  readonly notTheUser: Share;
  readonly limited: Share;
  readonly suspended: Share;
  readonly urgent: Share;
  readonly closedByHolder: Share;
  /** Of those that were limited. */
  readonly endedByClock: Share;
  readonly liftedAsWrong: Share;
  /** Of those restored: not within the time that the profile sets. */
  readonly restoredLate: Share;
}

export async function numberFigures(sql: Sql, scope: Scope, period: Period): Promise<NumberFigures> {
  const filter = scope.filter(3, "m");
  const [row] = await sql.query<Record<string, number>>(
    `select count(*) as proposed, count(*) filter (where asked) as asked,
       count(*) filter (where b->>'outcome' = 'verified') as passed,
       count(*) filter (where b->'attempts' @> '[{"way":"online","result":"passed"}]') as online,
       count(*) filter (where (b->>'notTheUser')::boolean) as not_the_user,
       count(*) filter (where limited) as limited, count(*) filter (where b->'grades' @> '[{"grade":"suspend"}]') as suspended,
       count(*) filter (where b->'grades' @> '[{"urgent":true}]') as urgent,
       count(*) filter (where b->>'outcome' = 'closed-by-holder') as closed,
       count(*) filter (where limited and b->>'outcome' = 'expired') as expired,
       count(*) filter (where limited and b->>'outcome' in ('mistake', 'appeal-upheld', 'unsupported')) as wrong,
       count(*) filter (where state = 'restored') as restored, count(*) filter (where state = 'restored' and late) as late
     from (select m.state, m.body as b, jsonb_array_length(m.body->'grades') > 0 as limited, m.hands ? 'notify' as asked,
       exists (select 1 from deadline d where d.matter = m.id and d.key in ('restore.online', 'restore.papers') and d.part = 'due' and d.state = 'fired') as late
       from matter m where m.kind = 'number-action' and m.opened_at_ms >= $1 and m.opened_at_ms < $2 and ${filter.sql}) a`,
    [period.fromMs, period.toMs, ...filter.values],
    `number-figures-${filter.name}`,
  );
  const { proposed, asked, passed, limited, restored } = row;
  return {
    proposed,
    asked,
    passed: shareOf(passed, asked),
    passedOnline: shareOf(row["online"], passed),
    notTheUser: shareOf(row["not_the_user"], asked),
    limited: shareOf(limited, proposed),
    suspended: shareOf(row["suspended"], proposed),
    urgent: shareOf(row["urgent"], proposed),
    closedByHolder: shareOf(row["closed"], proposed),
    endedByClock: shareOf(row["expired"], limited),
    liftedAsWrong: shareOf(row["wrong"], limited),
    restoredLate: shareOf(row["late"], restored),
  };
}
