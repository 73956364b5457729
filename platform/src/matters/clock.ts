/**
 * Fires what is due: reads clocks that ran out, gives each matter the command its clock names, and marks the clock in the
 * same transaction. A clock fires once, whatever is restarted and however the machine's time jumps; one that cannot be
 * carried out now is tried again later and said, and never holds up the others.
 */
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import { isKnownYear } from "../domain/calendar.ts";
import type { DeadlineKey } from "../domain/jurisdiction-words.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Desk } from "./desk.ts";
import { DUE } from "./deadline-rows.ts";
import { isPossible } from "./kind.ts";
import type { Work } from "./work.ts";

/** Matters whose clocks are fired in one transaction. */
const AT_ONCE = 200;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 5 * 60_000;
/** When to come back to a matter that somebody has in hand. */
const IN_HAND_MS = 500;

/**
 * Due at $1. A retry that lies further ahead than any retry may was set while the machine's time was ahead: it counts as
 * due, or a clock that failed once then would wait until that time.
 */
const DUE_NOW = `state = 'armed' and (next_try_at_ms <= $1 or (attempts > 0 and next_try_at_ms > $1 + ${RETRY_MAX_MS} and due_at_ms <= $1))`;

interface DueRow {
  readonly matter: MatterId;
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
  // Matters that somebody works on just now: theirs first, ours the next time.
  const inHand = new Set<string>();
  const take = (swept: Swept): void => {
    fired += swept.fired;
    for (const id of swept.inHand) inHand.add(id);
  };
  for (;;) {
    const nowMs = desk.world.nowMs();
    const matters = await desk.store.snapshot((sql) =>
      sql.query<{ readonly matter: string }>(
        `select matter from deadline where ${DUE_NOW} and matter <> all($2) group by matter order by min(next_try_at_ms), matter limit $3`,
        [nowMs, [...inHand], AT_ONCE],
        "clock-due",
      ),
    );
    if (matters.length === 0) break;
    const ids = matters.map((row) => row.matter);
    try {
      take(await desk.work(scope, (work) => fire(work, ids)));
    } catch {
      // One of them cannot be done: each by itself, so that it holds up nobody else.
      for (const id of ids) take(await fireAlone(desk, scope, id, onStuck));
    }
  }
  const [next] = await desk.store.snapshot((sql) =>
    sql.query<{ readonly at: number | null }>("select min(next_try_at_ms) as at from deadline where state = 'armed' and matter <> all($1)", [[...inHand]], "clock-next"),
  );
  const nextAtMs = Math.min(next.at ?? Infinity, inHand.size > 0 ? desk.world.nowMs() + IN_HAND_MS : Infinity);
  return { fired, nextAtMs: nextAtMs === Infinity ? null : nextAtMs };
}

interface Swept {
  readonly fired: number;
  readonly inHand: readonly string[];
}

async function fireAlone(desk: Desk, scope: Scope, id: string, onStuck: OnStuck): Promise<Swept> {
  try {
    return await desk.work(scope, (work) => fire(work, [id]));
  } catch (error) {
    if (error instanceof ProblemError && (error.problem.code === "store-unreachable" || error.problem.code === "overloaded")) throw error;
    const rows = await desk.store.transaction((sql) =>
      sql.query<{ readonly command: string }>(
        `update deadline set attempts = attempts + 1, next_try_at_ms = $1 + least($4::int8, $3::int8 * (1::int8 << least(attempts, 20)::int))
         where matter = $2 and ${DUE_NOW} returning command`,
        [desk.world.nowMs(), id, RETRY_FIRST_MS, RETRY_MAX_MS],
      ),
    );
    for (const row of rows) onStuck(id, row.command, error);
    return { fired: 0, inHand: [] };
  }
}

/** The matters are locked before their clocks, in the order in which people lock them. Whoever works on one goes first. */
async function fire(work: Work, ids: readonly string[]): Promise<Swept> {
  const locked = await work.query<{ readonly id: string }>("select id from matter where id = any($1) order by id for update skip locked", [ids], "clock-lock");
  const free = new Set(locked.map((row) => row.id));
  const inHand = ids.filter((id) => !free.has(id));
  const rows = await work.query<DueRow>(
    `select d.matter, m.kind, d.key, d.part, d.round, d.command, d.due_at_ms from deadline d join matter m on m.id = d.matter
     where d.matter = any($2) and ${DUE_NOW.replace(/state|next_try_at_ms|attempts|due_at_ms/g, "d.$&")} order by d.due_at_ms, d.matter, d.part desc, d.key`,
    [work.nowMs, [...free]],
    "clock-rows",
  );
  for (const name of new Set(rows.map((row) => row.kind))) {
    await work.loadEach(
      name,
      rows.filter((row) => row.kind === name).map((row) => row.matter),
    );
  }
  if (rows.length === 0) return { fired: 0, inHand };
  // Before the commands: what they say about clocks is about those that run on.
  await mark(work, rows, "fired");
  work.clocksChanged(rows.map((row) => row.matter));
  const stopped: DueRow[] = [];
  for (const row of rows) {
    // What fired before it, on this matter or another, has stopped it or set it anew: it came first.
    if (work.isStopped(row.matter, row.key)) stopped.push(row);
    else await fireOne(work, row);
  }
  if (stopped.length > 0) await mark(work, stopped, "disarmed");
  return { fired: rows.length - stopped.length, inHand };
}

async function mark(work: Work, rows: readonly DueRow[], state: "fired" | "disarmed"): Promise<void> {
  await work.query(
    `update deadline set state = $5, fired_at_ms = $6 from unnest($1::text[], $2::text[], $3::text[], $4::int8[]) as x(matter, key, part, round)
     where deadline.matter = any($1) and deadline.matter = x.matter and deadline.key = x.key and deadline.part = x.part and deadline.round = x.round`,
    [rows.map((row) => row.matter), rows.map((row) => row.key), rows.map((row) => row.part), rows.map((row) => row.round), state, state === "fired" ? work.nowMs : null],
    "clock-mark",
  );
}

async function fireOne(work: Work, row: DueRow): Promise<void> {
  const detail = { key: row.key, dueAtMs: row.due_at_ms };
  if (row.part !== DUE) {
    work.note({ event: "reminded", matter: row.matter, kind: row.kind, detail: { ...detail, part: row.part } });
    return;
  }
  const matter = await work.loadAny(row.kind, row.matter);
  if (isPossible(work.kind(row.kind), matter.state, row.command)) await work.actAny(row.kind, [{ id: row.matter, command: row.command, input: detail }], "clock");
  else work.note({ event: "clock-moot", matter: row.matter, kind: row.kind, detail: { ...detail, command: row.command, state: matter.state } });
}

/** Clocks whose holiday year was unknown and is known now: computed again, with their reminders. Gives how many. */
export async function settleProvisional(desk: Desk, scope: Scope): Promise<number> {
  return desk.work(scope, async (work) => {
    const rows = await work.query<ProvisionalRow>(
      `select d.matter, d.key, d.started_at_ms, d.due_at_ms, d.unknown_year, d.command, m.profile, m.kind from deadline d join matter m on m.id = d.matter
       where d.state = 'armed' and d.part = '${DUE}' and d.unknown_year is not null order by d.matter for update of m`,
    );
    let settled = 0;
    for (const row of rows) {
      const profile = desk.parts.law.byVersion(row.profile);
      if (!isKnownYear(profile.calendar, row.unknown_year)) continue;
      const dueAtMs = work.rearm(row.matter, { key: row.key, startMs: row.started_at_ms, command: row.command }, profile);
      work.note({ event: "clock-settled", matter: row.matter, kind: row.kind, detail: { key: row.key, from: row.due_at_ms, to: dueAtMs, year: row.unknown_year } });
      settled++;
    }
    return settled;
  });
}

interface ProvisionalRow {
  readonly matter: MatterId;
  readonly key: DeadlineKey;
  readonly started_at_ms: number;
  readonly due_at_ms: number;
  readonly unknown_year: number;
  readonly command: string;
  readonly profile: string;
  readonly kind: MatterKindName;
}
