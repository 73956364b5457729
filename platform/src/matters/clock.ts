/**
 * Fires what is due: reads clocks that ran out, gives each matter the command its clock names, and marks the clock in the
 * same transaction. A clock fires once, whatever is restarted and however the machine's time jumps; one that cannot be
 * carried out now is tried again later and said, and never holds up the others.
 */
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Desk } from "./desk.ts";
import { DUE } from "./deadline-rows.ts";
import { isPossible } from "./kind.ts";
import type { Work } from "./work.ts";

/** Matters whose clocks are fired in one transaction. */
const AT_ONCE = 200;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 5 * 60_000;

interface DueRow {
  readonly matter: string;
  readonly kind: MatterKindName;
  readonly key: string;
  readonly part: string;
  readonly round: number;
  readonly command: string;
  readonly due_at_ms: number;
}

export interface Fired {
  readonly fired: number;
  /** When to look again: the next clock, or null when none runs. */
  readonly nextAtMs: number | null;
}

export type OnStuck = (matter: string, command: string, error: unknown) => void;

/** Fires everything that is due now, a batch a transaction. */
export async function fireDue(desk: Desk, scope: Scope, onStuck: OnStuck): Promise<Fired> {
  let fired = 0;
  for (;;) {
    const nowMs = desk.world.nowMs();
    const matters = await desk.store.snapshot((sql) =>
      sql.query<{ readonly matter: string }>(
        "select matter from deadline where state = 'armed' and next_try_at_ms <= $1 group by matter order by min(next_try_at_ms), matter limit $2",
        [nowMs, AT_ONCE],
        "clock-due",
      ),
    );
    if (matters.length === 0) break;
    const ids = matters.map((row) => row.matter);
    try {
      fired += await desk.work(scope, (work) => fire(work, ids));
    } catch {
      // One of them cannot be done: each by itself, so that it holds up nobody else.
      for (const id of ids) fired += await fireAlone(desk, scope, id, onStuck);
    }
  }
  const [next] = await desk.store.snapshot((sql) =>
    sql.query<{ readonly at: number | null }>("select min(next_try_at_ms) as at from deadline where state = 'armed'", [], "clock-next"),
  );
  return { fired, nextAtMs: next.at };
}

async function fireAlone(desk: Desk, scope: Scope, id: string, onStuck: OnStuck): Promise<number> {
  try {
    return await desk.work(scope, (work) => fire(work, [id]));
  } catch (error) {
    if (error instanceof ProblemError && (error.problem.code === "store-unreachable" || error.problem.code === "overloaded")) throw error;
    const rows = await desk.store.transaction((sql) =>
      sql.query<{ readonly command: string }>(
        `update deadline set attempts = attempts + 1, next_try_at_ms = $2 + least($4::int8, $3::int8 * (1::int8 << least(attempts, 20)::int))
         where matter = $1 and state = 'armed' and next_try_at_ms <= $2 returning command`,
        [id, desk.world.nowMs(), RETRY_FIRST_MS, RETRY_MAX_MS],
      ),
    );
    for (const row of rows) onStuck(id, row.command, error);
    return 0;
  }
}

/** The matters are locked before their clocks, in the order in which people lock them. Whoever works on one goes first. */
async function fire(work: Work, ids: readonly string[]): Promise<number> {
  const free = await work.query<{ readonly id: string }>("select id from matter where id = any($1) order by id for update skip locked", [ids], "clock-lock");
  const rows = await work.query<DueRow>(
    `select d.matter, m.kind, d.key, d.part, d.round, d.command, d.due_at_ms from deadline d join matter m on m.id = d.matter
     where d.matter = any($1) and d.state = 'armed' and d.next_try_at_ms <= $2 order by d.due_at_ms, d.matter, d.part desc`,
    [free.map((row) => row.id), work.nowMs],
    "clock-rows",
  );
  if (rows.length === 0) return 0;
  await work.query(
    `update deadline set state = 'fired', fired_at_ms = $2 from jsonb_to_recordset($1::jsonb) as x(matter text, key text, part text, round int8)
     where deadline.matter = x.matter and deadline.key = x.key and deadline.part = x.part and deadline.round = x.round`,
    [JSON.stringify(rows.map(({ matter, key, part, round }) => ({ matter, key, part, round }))), work.nowMs],
    "clock-fired",
  );
  work.clocksChanged(rows.map((row) => row.matter as MatterId));
  for (const row of rows) {
    const detail = { key: row.key, dueAtMs: row.due_at_ms };
    if (row.part !== DUE) {
      work.note({ event: "reminded", matter: row.matter, kind: row.kind, detail: { ...detail, part: row.part } });
      continue;
    }
    const kind = work.kind(row.kind);
    const matter = await work.loadAny(row.kind, row.matter as MatterId);
    // What stopped the clock came first: there is nothing left to do.
    if (!isPossible(kind, matter.state, row.command))
      work.note({ event: "clock-moot", matter: row.matter, kind: row.kind, detail: { ...detail, command: row.command, state: matter.state } });
    else await work.actAny(row.kind, [{ id: row.matter as MatterId, command: row.command, input: detail }], "clock");
  }
  return rows.length;
}

/** Clocks whose holiday year was unknown and is known now: computed again. Gives how many moved. */
export async function settleProvisional(desk: Desk, scope: Scope): Promise<number> {
  return desk.work(scope, async (work) => {
    const rows = await work.query<{
      matter: string;
      key: string;
      round: number;
      started_at_ms: number;
      due_at_ms: number;
      unknown_year: number;
      profile: string;
      kind: MatterKindName;
    }>(
      `select d.matter, d.key, d.round, d.started_at_ms, d.due_at_ms, d.unknown_year, m.profile, m.kind from deadline d join matter m on m.id = d.matter
       where d.state = 'armed' and d.part = 'due' and d.unknown_year is not null order by d.matter for update of m`,
    );
    let moved = 0;
    for (const row of rows) {
      const profile = desk.parts.law.byVersion(row.profile);
      if (!profile.calendar.years.has(row.unknown_year)) continue;
      const due = profile.due(row.key as Parameters<typeof profile.due>[0], row.started_at_ms);
      const unknownYear = due.deadline.kind === "provisional" ? due.deadline.unknownYear : null;
      await work.query("update deadline set due_at_ms = $4, next_try_at_ms = $4, unknown_year = $5 where matter = $1 and key = $2 and round = $3 and part = 'due'", [
        row.matter,
        row.key,
        row.round,
        due.dueAtMs,
        unknownYear,
      ]);
      work.clocksChanged([row.matter as MatterId]);
      work.note({ event: "clock-settled", matter: row.matter, kind: row.kind, detail: { key: row.key, from: row.due_at_ms, to: due.dueAtMs, year: row.unknown_year } });
      moved++;
    }
    return moved;
  });
}
