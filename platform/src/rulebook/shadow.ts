/**
 * What drafts said beside the rules in force, as the store keeps it: totals for each pair of versions and the first events
 * that would have ended otherwise. Totals are written whole by the one process that judges.
 */
import type { MatterId } from "../domain/matter.ts";
import type { Action } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";

/** `warn>hold`: what was done, and what would have been. */
export type ActionChange = `${Action}>${Action}`;

export interface ShadowTotals {
  readonly change: MatterId;
  readonly draft: string;
  readonly liveVersion: string;
  readonly shadowVersion: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly events: number;
  readonly actions: Readonly<Partial<Record<ActionChange, number>>>;
  readonly rules: Readonly<Record<string, { readonly live: number; readonly shadow: number }>>;
  readonly failed: string | null;
}

export interface ShadowEvent {
  readonly event: string;
  readonly atMs: number;
  readonly kind: string;
  readonly live: Action;
  readonly shadow: Action;
  readonly rules: readonly string[];
}

/** Events kept one by one for each pair of versions; the rest are counted. */
export const SHADOW_EVENTS_MAX = 1_000;

export async function saveShadow(sql: Sql, totals: ShadowTotals, events: readonly ShadowEvent[]): Promise<void> {
  await sql.query(
    `insert into rule_shadow (change, draft, live_version, shadow_version, from_ms, until_ms, events, actions, rules, failed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (change, live_version, shadow_version) do update
       set until_ms = excluded.until_ms, events = excluded.events, actions = excluded.actions, rules = excluded.rules, failed = excluded.failed`,
    [
      totals.change,
      totals.draft,
      totals.liveVersion,
      totals.shadowVersion,
      totals.fromMs,
      totals.untilMs,
      totals.events,
      JSON.stringify(totals.actions),
      JSON.stringify(totals.rules),
      totals.failed,
    ],
    "shadow-totals",
  );
  if (events.length === 0) return;
  await sql.query(
    `insert into rule_shadow_event (change, shadow_version, event, at_ms, kind, live, shadow, rules)
     select $1, $2, x.event, x.at_ms, x.kind, x.live, x.shadow, x.rules
     from jsonb_to_recordset($3::jsonb) as x(event text, at_ms int8, kind text, live text, shadow text, rules text[]) on conflict do nothing`,
    [totals.change, totals.shadowVersion, JSON.stringify(events.map((one) => ({ ...one, at_ms: one.atMs })))],
    "shadow-events",
  );
}

const COLUMNS = `change, draft, live_version as "liveVersion", shadow_version as "shadowVersion", from_ms as "fromMs", until_ms as "untilMs", events, actions, rules, failed`;

/** All pairs of versions in which a change ran, newest first. */
export async function shadowOf(sql: Sql, change: string): Promise<readonly ShadowTotals[]> {
  return sql.query<ShadowTotals>(`select ${COLUMNS} from rule_shadow where change = $1 order by until_ms desc, from_ms desc`, [change], "shadow-of");
}

export async function shadowTotals(sql: Sql, change: string, liveVersion: string, shadowVersion: string): Promise<ShadowTotals | null> {
  const [row] = await sql.query<ShadowTotals>(
    `select ${COLUMNS} from rule_shadow where change = $1 and live_version = $2 and shadow_version = $3`,
    [change, liveVersion, shadowVersion],
    "shadow-totals-of",
  );
  return row ?? null;
}

export interface ShadowEventsQuery {
  readonly live?: string;
  readonly shadow?: string;
  readonly after?: string;
  readonly limit: number;
}

/** The list behind a figure of the shadow run, newest first. */
export async function shadowEvents(sql: Sql, change: string, query: ShadowEventsQuery): Promise<readonly ShadowEvent[]> {
  return sql.query<ShadowEvent>(
    `select event, at_ms as "atMs", kind, live, shadow, rules from rule_shadow_event
     where change = $1 and ($2::text is null or live = $2) and ($3::text is null or shadow = $3) and ($4::text is null or event > $4) order by event limit $5`,
    [change, query.live ?? null, query.shadow ?? null, query.after ?? null, query.limit],
    "shadow-events-of",
  );
}

export interface RunningChange {
  readonly id: MatterId;
  readonly pack: string;
  readonly draft: string;
  readonly text: string;
  readonly examples: string;
}

/** Changes that run beside, in the order in which they began. */
export async function changesBeside(sql: Sql, states: readonly string[]): Promise<readonly RunningChange[]> {
  return sql.query<RunningChange>(
    `select m.id, m.body->>'pack' as pack, t.digest as draft, t.text, e.text as examples from matter m
     join rule_text t on t.digest = m.body->'draft'->>'text' join rule_text e on e.digest = m.body->'draft'->>'examples'
     where m.kind = 'rule-change' and m.state = any($1) and m.body->>'shadowSinceMs' is not null order by (m.body->>'shadowSinceMs')::int8, m.id`,
    [states],
    "shadow-running",
  );
}
