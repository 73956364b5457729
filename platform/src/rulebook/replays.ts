/**
 * Replays of drafts as the store keeps them: what was asked, how far it has come, the bill, and the list behind its figures.
 * A replay that a stopped process left is said to be stopped, and is asked for again by whoever wants it.
 */
import type { MatterId } from "../domain/matter.ts";
import type { Sql } from "../ports/store.ts";
import type { Bill, BillRow } from "./bill.ts";

export interface Replay {
  readonly id: string;
  readonly change: MatterId;
  readonly draft: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly state: "running" | "done" | "stopped" | "failed";
  readonly events: number;
  readonly reachedMs: number;
  readonly report: Bill | null;
  readonly why: string | null;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

const COLUMNS = `id, change, draft, from_ms as "fromMs", until_ms as "untilMs", state, events, reached_ms as "reachedMs", report, why, started_by as "startedBy",
  started_at_ms as "startedAtMs", ended_at_ms as "endedAtMs"`;

export async function insertReplay(sql: Sql, one: Pick<Replay, "id" | "change" | "draft" | "fromMs" | "untilMs" | "startedBy" | "startedAtMs">): Promise<void> {
  await sql.query(
    `insert into rule_replay (id, change, draft, from_ms, until_ms, state, events, reached_ms, started_by, started_at_ms) values ($1, $2, $3, $4, $5, 'running', 0, $4, $6, $7)`,
    [one.id, one.change, one.draft, one.fromMs, one.untilMs, one.startedBy, one.startedAtMs],
  );
}

export async function moveReplay(sql: Sql, id: string, events: number, reachedMs: number): Promise<void> {
  await sql.query("update rule_replay set events = $2, reached_ms = $3 where id = $1 and state = 'running'", [id, events, reachedMs], "replay-moves");
}

export async function endReplay(
  sql: Sql,
  id: string,
  end: { readonly state: "done" | "stopped" | "failed"; readonly atMs: number; readonly report: Bill | null; readonly why: string | null; readonly rows: readonly BillRow[] },
): Promise<void> {
  const { state, atMs, report, why, rows } = end;
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await sql.query(
      `insert into rule_replay_event (replay, n, event, at_ms, kind, live, draft, rules, known, warning, live_level, draft_level, visit, unit)
       select $1, x.n, x.event, x.at_ms, x.kind, x.live, x.draft, x.rules, x.known, x.warning, x.live_level, x.draft_level, x.visit, x.unit
       from jsonb_to_recordset($2::jsonb) as x(n int8, event text, at_ms int8, kind text, live text, draft text, rules text[], known text, warning text, live_level text, draft_level text, visit boolean, unit text)`,
      [
        id,
        JSON.stringify(
          rows
            .slice(at, at + ROWS_AT_ONCE)
            .map(({ atMs: at_ms, liveLevel: live_level, draftLevel: draft_level, ...row }, i) => ({ n: at + i, at_ms, live_level, draft_level, ...row })),
        ),
      ],
    );
  }
  await sql.query(
    "update rule_replay set state = $2, ended_at_ms = $3, report = $4, why = $5, events = coalesce($6, events), reached_ms = case when $2 = 'done' then until_ms else reached_ms end where id = $1",
    [id, state, atMs, report === null ? null : JSON.stringify(report), why, report?.events ?? null],
  );
}

const ROWS_AT_ONCE = 1_000;

/** What the process before this one did not bring to an end. */
export async function stopLeftReplays(sql: Sql, nowMs: number): Promise<void> {
  await sql.query("update rule_replay set state = 'stopped', ended_at_ms = $1, why = 'the program was stopped' where state = 'running'", [nowMs]);
}

export async function replaysOf(sql: Sql, change: string, limit = 20): Promise<readonly Replay[]> {
  return sql.query<Replay>(`select ${COLUMNS} from rule_replay where change = $1 order by started_at_ms desc, id desc limit $2`, [change, limit], "replays-of");
}

export async function findReplay(sql: Sql, change: string, id: string): Promise<Replay | null> {
  const [row] = await sql.query<Replay>(`select ${COLUMNS} from rule_replay where id = $2 and change = $1`, [change, id], "replay");
  return row ?? null;
}

export interface ReplayEventsQuery {
  readonly live?: string;
  readonly draft?: string;
  /** Only events whose action differs. */
  readonly changed?: boolean;
  readonly known?: string;
  readonly warning?: string;
  readonly level?: string;
  readonly unit?: string;
  readonly visit?: boolean;
  readonly after: number;
  readonly limit: number;
}

export type ReplayEvent = BillRow & { readonly n: number };

/** The list behind a figure of the bill, in the order of the log. */
export async function replayEvents(sql: Sql, replay: string, query: ReplayEventsQuery): Promise<readonly ReplayEvent[]> {
  return sql.query<ReplayEvent>(
    `select n, event, at_ms as "atMs", kind, live, draft, rules, known, warning, live_level as "liveLevel", draft_level as "draftLevel", visit, unit from rule_replay_event
     where replay = $1 and n > $2 and ($3::text is null or live = $3) and ($4::text is null or draft = $4) and (not $5 or live <> draft) and ($6::text is null or known = $6)
       and ($7::text is null or warning = $7) and ($8::text is null or draft_level = $8 or live_level = $8) and ($9::text is null or unit = $9) and (not $10 or visit) order by n limit $11`,
    [
      replay,
      query.after,
      query.live ?? null,
      query.draft ?? null,
      query.changed ?? false,
      query.known ?? null,
      query.warning ?? null,
      query.level ?? null,
      query.unit ?? null,
      query.visit ?? false,
      query.limit,
    ],
    "replay-events",
  );
}

/** Which of these events an outcome is known of: their warning was a false alarm, or was confirmed. */
export async function knownEvents(sql: Sql, fromMs: number, untilMs: number): Promise<ReadonlyMap<string, "innocent" | "confirmed">> {
  const rows = await sql.query<{ readonly event: string; readonly known: "innocent" | "confirmed" }>(
    `select t.event, case when m.state in ('not-a-target', 'cancelled') then 'innocent' else 'confirmed' end as known from taken_signal t join matter m on m.id = t.warning
     where t.taken_at_ms >= $1 and t.taken_at_ms < $2
       and (m.state in ('not-a-target', 'cancelled') or exists (select 1 from rule_outcome o where o.warning = m.id and o.outcome = 'confirmed')) limit $3`,
    [fromMs, untilMs, KNOWN_MAX],
    "replay-known-events",
  );
  return new Map(rows.map((row) => [row.event, row.known]));
}

const KNOWN_MAX = 200_000;

/**
 * Tokens of numbers and accounts that were found to be innocent: the other side of a warning that was a false alarm, and whom a
 * restriction was about that was lifted as wrong or fell on appeal. At most those of a year.
 */
export async function innocentTokens(sql: Sql, sinceMs: number): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ readonly token: string }>(
    `select distinct n.token from mention n join matter m on m.id = n.matter
       where m.kind = 'warning' and m.state in ('not-a-target', 'cancelled') and n.role = 'other-side' and m.closed_at_ms >= $1
         and not exists (select 1 from mention o join rule_outcome r on r.warning = o.matter where o.token = n.token and o.role = 'other-side' and r.outcome = 'confirmed')
     union select m.subject from wrongful_lift w join matter m on m.id = w.matter where w.lifted_at_ms >= $1 and m.subject is not null limit $2`,
    [sinceMs, KNOWN_MAX],
    "replay-innocent-tokens",
  );
  return new Set(rows.map((row) => row.token));
}
