/**
 * Where matters are worked on: pieces of work in transactions, reading within a scope, the next task for whoever is free,
 * and word of what changed for those who watch. Reading shows masked forms only; opening data is in personal-access.ts.
 */
import { ProblemError, type Problem } from "../base/problem.ts";
import type { World } from "../base/world.ts";
import type { Scope } from "../access/scope.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../domain/matter.ts";
import type { Sql, SqlValue, Store } from "../ports/store.ts";
import { faultPoint } from "../base/fault-point.ts";
import type { Asking } from "./kind.ts";
import { historyOf, type StoredLine } from "./ledger.ts";
import { fromRow, MATTER_COLUMNS, type Matter, type MatterRow } from "./matter.ts";
import { Work, type Change, type WorkParts } from "./work.ts";

export interface DeskParts extends WorkParts {
  readonly store: Store;
}

export interface ListQuery {
  readonly kind: MatterKindName;
  readonly states?: readonly string[];
  /** Only open matters, only mine, only of a place and below, only about one thing. */
  readonly open?: boolean;
  readonly assignee?: string;
  readonly territory?: string;
  readonly parent?: string;
  readonly subject?: string;
  readonly org?: string;
  /** Newest first, or as a queue is worked: the most urgent level first, and within it what is due first. A queue has one page. */
  readonly order?: "newest" | "due";
  /** Where the last page ended. */
  readonly after?: string;
  readonly limit: number;
}

export interface ListPage {
  readonly matters: readonly Matter[];
  /** Give as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface DeadlineView {
  readonly key: string;
  readonly startedAtMs: number;
  readonly dueAtMs: number;
  readonly unknownYear: number | null;
  readonly state: string;
  readonly firedAtMs: number | null;
}

export interface NoticeView {
  readonly id: string;
  readonly template: string;
  readonly text: { readonly zh: string; readonly en: string };
  readonly via: string;
  readonly createdAtMs: number;
  readonly deliveredAtMs: number | null;
}

export interface NextQuery {
  readonly kind: MatterKindName;
  /** States in which a task is nobody's yet. */
  readonly states: readonly string[];
  /** How it is taken. */
  readonly command: string;
  /** `unit`: only of the holder's own unit, where tasks are sent to units and those below or above have others. */
  readonly of?: "scope" | "unit";
  /** Of these, in their order, those that the holder may have; without it, all. */
  readonly fits?: (work: Work, waiting: readonly Matter[]) => Promise<readonly MatterId[]>;
}

/** The most urgent level first, and within it what is due first. */
const NEXT_FIRST = "level desc, due_at_ms nulls last, id";
/** Tasks that are looked at together when not everybody may have each. */
const LOOKED_AT = 100;

/** Carries what was seen out of a transaction that is not kept. */
class Rehearsed extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super("rehearsed");
    this.value = value;
  }
}

export class Desk {
  readonly store: Store;
  readonly world: World;
  readonly parts: DeskParts;
  readonly #watchers = new Set<(changes: readonly Change[]) => void>();

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.store = parts.store;
    this.world = parts.world;
  }

  /**
   * Runs `task` as one piece of work: all of it is kept or nothing. `occurredAtMs` is when what is recorded happened.
   * The task may run again from the start after a deadlock, so it does nothing besides its work.
   */
  async work<T>(scope: Scope, task: (work: Work) => Promise<T>, occurredAtMs?: number): Promise<T> {
    const nowMs = this.world.nowMs();
    if (occurredAtMs !== undefined && occurredAtMs > nowMs) {
      throw new ProblemError({ code: "malformed-input", detail: "occurredAt lies in the future", at: { field: "occurredAt" }, expected: "an instant not after now" });
    }
    let changes: readonly Change[] = [];
    let asking: Asking | null = null;
    const result = await this.store
      .transaction(async (sql) => {
        const work = new Work(this.parts, sql, scope, nowMs, occurredAtMs);
        try {
          const value = await task(work);
          changes = await work.finish();
          faultPoint("casework.before-commit");
          return value;
        } finally {
          asking = work.asking;
        }
      })
      .catch(async (error: unknown) => {
        if (error instanceof ProblemError && error.problem.code === "limit-of-law") await this.#recordRefusal(scope, error.problem, asking, nowMs);
        throw error;
      });
    faultPoint("casework.committed");
    if (changes.length > 0) for (const watcher of this.#watchers) watcher(changes);
    return result;
  }

  /** What somebody asked beyond the law is refused and nothing of it remains, but that it was asked stays in the ledger. */
  async #recordRefusal(scope: Scope, problem: Problem, asking: Asking | null, nowMs: number): Promise<void> {
    if (scope.principal.kind !== "user") return;
    await this.store.transaction(async (sql) => {
      const work = new Work(this.parts, sql, scope, nowMs);
      work.noteRefusal(problem, asking);
      await work.finish();
    });
  }

  /** Calls `watcher` after every commit of this process that changed matters. Returns what ends it. */
  watch(watcher: (changes: readonly Change[]) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Tells those who watch of what changed beside matters. */
  tell(changes: readonly Change[]): void {
    if (changes.length > 0) for (const watcher of this.#watchers) watcher(changes);
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /**
   * The free task that comes first, given to the scope's holder by the query's command; null when there is none. Nobody gets
   * the same. What `fits` leaves out is passed over without being locked, so that it stays there for whoever may have it.
   */
  async takeNext(scope: Scope, { kind, states, command, of = "scope", fits }: NextQuery): Promise<Matter | null> {
    return this.work(scope, async (work) => {
      const filter = of === "unit" ? { sql: "matter.org = $3", values: [scope.org] } : scope.filter(3);
      const values = [kind, states, ...filter.values];
      const free = `kind = $1 and state = any($2) and assignee is null and closed_at_ms is null and ${filter.sql}`;
      // Without names: planned for this kind each time, whose queue has an index that a plan for all kinds cannot use.
      const first = async (more: string, ...of: readonly SqlValue[]): Promise<Matter | null> => {
        const text = `select id from matter where ${free}${more} order by ${NEXT_FIRST} limit 1 for update skip locked`;
        const [row] = await work.query<{ readonly id: MatterId }>(text, [...values, ...of]);
        if (row === undefined) return null;
        const [matter] = await work.actAny(kind, [{ id: row.id, command, input: {} }]);
        return matter;
      };
      if (fits === undefined) return first("");
      for (let from = 0; ; from += LOOKED_AT) {
        const text = `select ${MATTER_COLUMNS} from matter where ${free} order by ${NEXT_FIRST} limit ${LOOKED_AT} offset ${from}`;
        const waiting = (await work.query<MatterRow>(text, values)).map(fromRow);
        const fitting = await fits(work, waiting);
        const taken = fitting.length === 0 ? null : await first(` and id = any($${values.length + 1})`, fitting);
        if (taken !== null || waiting.length < LOOKED_AT) return taken;
      }
    });
  }

  /** What `task` would do: it is done, looked at, and none of it is kept. Throws what doing it would throw. */
  async rehearse<T>(scope: Scope, task: (work: Work) => Promise<T>): Promise<T> {
    const nowMs = this.world.nowMs();
    return this.store
      .transaction(async (sql): Promise<T> => {
        throw new Rehearsed(await task(new Work(this.parts, sql, scope, nowMs)));
      })
      .catch((error: unknown) => {
        if (error instanceof Rehearsed) return error.value as T;
        throw error;
      });
  }

  async find(scope: Scope, id: MatterId): Promise<Matter> {
    const found = await this.store.snapshot((sql) => findIn(sql, scope, id));
    if (found === null) throw new ProblemError({ code: "not-found", detail: `there is no ${id} in your scope` });
    return found;
  }

  async list(scope: Scope, query: ListQuery): Promise<ListPage> {
    const values: SqlValue[] = [query.kind];
    const where = ["kind = $1"];
    const add = (condition: (at: string) => string, value: SqlValue): void => {
      values.push(value);
      where.push(condition(`$${values.length}`));
    };
    if (query.states !== undefined) add((at) => `state = any(${at})`, query.states);
    if (query.open !== undefined) where.push(query.open ? "closed_at_ms is null" : "closed_at_ms is not null");
    if (query.assignee !== undefined) add((at) => `assignee = ${at}`, query.assignee);
    if (query.territory !== undefined && query.territory !== "") add((at) => `(territory = ${at} or territory like ${at} || '/%')`, query.territory);
    if (query.parent !== undefined) add((at) => `parent = ${at}`, query.parent);
    if (query.subject !== undefined) add((at) => `subject = ${at}`, query.subject);
    if (query.org !== undefined) add((at) => `org = ${at}`, query.org);
    if (query.after !== undefined) add((at) => `id < ${at}`, query.after);
    const filter = scope.filter(values.length + 1);
    values.push(...filter.values, query.limit + 1);
    // Ids begin with the time: newest first.
    const order = query.order === "due" ? NEXT_FIRST : "id desc";
    const text = `select ${MATTER_COLUMNS} from matter where ${where.join(" and ")} and ${filter.sql} order by ${order} limit $${values.length}`;
    const rows = await this.store.snapshot((sql) => sql.query<MatterRow>(text, values));
    const matters = rows.slice(0, query.limit).map(fromRow);
    return { matters, next: rows.length > query.limit && query.order !== "due" ? (matters.at(-1)?.id ?? null) : null };
  }

  async history(scope: Scope, id: MatterId): Promise<readonly StoredLine[]> {
    return this.#about(scope, id, (sql) => historyOf(sql, id));
  }

  async deadlines(scope: Scope, id: MatterId): Promise<readonly DeadlineView[]> {
    return this.#about(scope, id, async (sql) => {
      const rows = await sql.query<{ key: string; started_at_ms: number; due_at_ms: number; unknown_year: number | null; state: string; fired_at_ms: number | null }>(
        "select key, started_at_ms, due_at_ms, unknown_year, state, fired_at_ms from deadline where matter = $1 and part = 'due' order by started_at_ms, key",
        [id],
      );
      return rows.map((row) => ({
        key: row.key,
        startedAtMs: row.started_at_ms,
        dueAtMs: row.due_at_ms,
        unknownYear: row.unknown_year,
        state: row.state,
        firedAtMs: row.fired_at_ms,
      }));
    });
  }

  async notices(scope: Scope, id: MatterId): Promise<readonly NoticeView[]> {
    return this.#about(scope, id, async (sql) => {
      const rows = await sql.query<{ id: string; template: string; text_zh: string; text_en: string; via: string; created_at_ms: number; delivered_at_ms: number | null }>(
        "select id, template, text_zh, text_en, via, created_at_ms, delivered_at_ms from notice where matter = $1 order by created_at_ms, id",
        [id],
      );
      return rows.map((row) => ({
        id: row.id,
        template: row.template,
        text: { zh: row.text_zh, en: row.text_en },
        via: row.via,
        createdAtMs: row.created_at_ms,
        deliveredAtMs: row.delivered_at_ms,
      }));
    });
  }

  async #about<T>(scope: Scope, id: MatterId, read: (sql: Sql) => Promise<T>): Promise<T> {
    return this.store.snapshot(async (sql) => {
      if ((await findIn(sql, scope, id)) === null) throw new ProblemError({ code: "not-found", detail: `there is no ${id} in your scope` });
      return read(sql);
    });
  }
}

async function findIn(sql: Sql, scope: Scope, id: MatterId): Promise<Matter | null> {
  const filter = scope.filter(2);
  const [row] = await sql.query<MatterRow>(`select ${MATTER_COLUMNS} from matter where id = $1 and ${filter.sql}`, [id, ...filter.values], `find-${filter.name}`);
  return row === undefined || !Object.hasOwn(MATTER_KINDS, row.kind) ? null : fromRow(row);
}
