/**
 * Rows that a piece of work wants written, kept until they are asked for or the work ends, then written with one
 * statement a table. Rows of one matter that changed several times are written once, in their last form.
 */
import type { Sql } from "../ports/store.ts";
import { assert } from "../base/assert.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Json } from "./decision.ts";
import { DUE, type DeadlineRow } from "./deadline-rows.ts";
import { toRow, type Matter } from "./matter.ts";

export interface PersonRow {
  readonly token: string;
  readonly type: string;
  readonly masked: string;
  readonly sealed: Uint8Array;
  readonly created_at_ms: number;
}

export interface MentionRow {
  readonly token: string;
  readonly matter: string;
  readonly role: string;
}

export interface SupportRow {
  readonly held: string;
  readonly by_matter: string;
  readonly added_at_ms: number;
}

export interface EffectRow {
  readonly id: string;
  readonly matter: string;
  readonly channel: string;
  readonly addressee: string;
  readonly payload: Readonly<Record<string, Json>>;
  readonly opens: Readonly<Record<string, string>>;
  readonly purpose: string | null;
  readonly delivered_command: string | null;
  readonly undeliverable_command: string | null;
  readonly next_at_ms: number;
  readonly created_at_ms: number;
}

export interface NoticeRow {
  readonly id: string;
  readonly matter: string;
  readonly recipient: string;
  readonly template: string;
  readonly text_zh: string;
  readonly text_en: string;
  readonly via: string;
  readonly created_at_ms: number;
}

export interface TrackingRow {
  readonly code_digest: string;
  readonly matter: string;
  readonly recipient: string;
  readonly created_at_ms: number;
}

const COLUMNS = `id text, kind text, state text, version int8, serial text, profile text, territory text, org text, partner text, assignee text, subject text, parent text,
  level int8, due_at_ms int8, opened_at_ms int8, changed_at_ms int8, closed_at_ms int8, opened_by text, hands jsonb, body jsonb`;
const NAMES = COLUMNS.replace(/ (text|int8|jsonb)/g, "");

/** What people order their work by. */
const NEXT_DUE = `(select min(d.due_at_ms) from deadline d where d.matter = matter.id and d.state = 'armed' and d.part = '${DUE}')`;

/** Stands for every key; no key of a profile is written like it. */
const ALL = "*";

export class Pending {
  readonly #inserted = new Map<MatterId, Matter>();
  readonly #updated = new Map<MatterId, Matter>();
  readonly #people = new Map<string, PersonRow>();
  readonly #mentions: MentionRow[] = [];
  readonly #supports: SupportRow[] = [];
  readonly #deadlines = new Map<MatterId, DeadlineRow[]>();
  readonly #disarmed: { readonly matter: MatterId; readonly keys: readonly string[] | "all" }[] = [];
  readonly #effects: EffectRow[] = [];
  readonly #notices: NoticeRow[] = [];
  readonly #trackings: TrackingRow[] = [];
  /** Keys whose clocks were stopped at any time in this work, also after they were written. */
  readonly #stopped = new Map<MatterId, Set<string>>();
  /** Matters whose clocks changed: their next due date is written with the matter, or at the end. */
  readonly #clocks = new Set<MatterId>();

  insert(matter: Matter): void {
    this.#inserted.set(matter.id, matter);
  }

  update(matter: Matter): void {
    if (this.#inserted.has(matter.id)) this.#inserted.set(matter.id, matter);
    else this.#updated.set(matter.id, matter);
  }

  person(row: PersonRow): void {
    this.#people.set(row.token, row);
  }

  mention(row: MentionRow): void {
    this.#mentions.push(row);
  }

  support(row: SupportRow): void {
    this.#supports.push(row);
  }

  /** A key that is armed again replaces its running clock. All rows are of one matter. */
  arm(rows: readonly DeadlineRow[]): void {
    for (const row of rows) if (row.part === DUE) this.disarm(row.matter, [row.key]);
    for (const row of rows) this.#deadlines.set(row.matter, [...(this.#deadlines.get(row.matter) ?? []), row]);
  }

  /** Clocks that were armed earlier stop, also those not written yet. */
  disarm(matter: MatterId, keys: readonly string[] | "all"): void {
    this.#clocks.add(matter);
    const stopped = this.#stopped.get(matter) ?? new Set();
    for (const key of keys === "all" ? [ALL] : keys) stopped.add(key);
    this.#stopped.set(matter, stopped);
    // One that is not written yet has no clocks in the store.
    if (!this.#inserted.has(matter)) this.#disarmed.push({ matter, keys });
    const waiting = this.#deadlines.get(matter);
    if (waiting === undefined) return;
    this.#deadlines.set(
      matter,
      waiting.filter((row) => keys !== "all" && !keys.includes(row.key)),
    );
  }

  isStopped(matter: MatterId, key: string): boolean {
    const stopped = this.#stopped.get(matter);
    return stopped !== undefined && (stopped.has(ALL) || stopped.has(key));
  }

  clocksChanged(ids: readonly MatterId[]): void {
    for (const id of ids) this.#clocks.add(id);
  }

  effect(row: EffectRow): void {
    this.#effects.push(row);
  }

  notice(row: NoticeRow): void {
    this.#notices.push(row);
  }

  tracking(row: TrackingRow): void {
    this.#trackings.push(row);
  }

  async write(sql: Sql): Promise<void> {
    await this.#insertMatters(sql);
    await this.#writePeople(sql);
    await this.#writeClocks(sql);
    await this.#updateMatters(sql);
    const notices = this.#notices.splice(0);
    if (notices.length > 0) {
      await sql.query(
        `insert into notice (id, matter, recipient, template, text_zh, text_en, via, created_at_ms)
         select * from jsonb_to_recordset($1::jsonb) as x(id text, matter text, recipient text, template text, text_zh text, text_en text, via text, created_at_ms int8)`,
        [JSON.stringify(notices)],
        "insert-notices",
      );
    }
    const trackings = this.#trackings.splice(0);
    if (trackings.length > 0) {
      await sql.query(
        `insert into tracking (code_digest, matter, recipient, created_at_ms)
         select * from jsonb_to_recordset($1::jsonb) as x(code_digest text, matter text, recipient text, created_at_ms int8) on conflict do nothing`,
        [JSON.stringify(trackings)],
        "insert-trackings",
      );
    }
    const effects = this.#effects.splice(0);
    if (effects.length > 0) {
      await sql.query(
        `insert into effect (id, matter, channel, addressee, payload, opens, purpose, delivered_command, undeliverable_command, next_at_ms, created_at_ms)
         select * from jsonb_to_recordset($1::jsonb) as x(id text, matter text, channel text, addressee text, payload jsonb, opens jsonb, purpose text,
           delivered_command text, undeliverable_command text, next_at_ms int8, created_at_ms int8)`,
        [JSON.stringify(effects)],
        "insert-effects",
      );
    }
  }

  async #insertMatters(sql: Sql): Promise<void> {
    if (this.#inserted.size === 0) return;
    const rows = [...this.#inserted.values()].map((matter) => ({ ...toRow(matter), due_at_ms: this.#firstDue(matter.id) }));
    for (const id of this.#inserted.keys()) this.#clocks.delete(id);
    this.#inserted.clear();
    await sql.query(`insert into matter (${NAMES}) select ${NAMES} from jsonb_to_recordset($1::jsonb) as x(${COLUMNS})`, [JSON.stringify(rows)], "insert-matters");
  }

  /** A new matter has no clocks but those that are written next. */
  #firstDue(matter: MatterId): number | null {
    const due = (this.#deadlines.get(matter) ?? []).filter((row) => row.part === DUE).map((row) => row.due_at_ms);
    return due.length === 0 ? null : Math.min(...due);
  }

  /** After the clocks, so that the next due date is written with the row and not in a second version of it. */
  async #updateMatters(sql: Sql): Promise<void> {
    if (this.#updated.size === 0) return;
    const rows = [...this.#updated.values()].map((matter) => ({ ...toRow(matter), clocks: this.#clocks.has(matter.id) }));
    for (const id of this.#updated.keys()) this.#clocks.delete(id);
    this.#updated.clear();
    const written = await sql.query<{ readonly id: string }>(
      `update matter set state = x.state, version = x.version, territory = x.territory, org = x.org, partner = x.partner, assignee = x.assignee, subject = x.subject,
         parent = x.parent, level = x.level, changed_at_ms = x.changed_at_ms, closed_at_ms = x.closed_at_ms, hands = x.hands, body = x.body,
         due_at_ms = case when x.clocks then ${NEXT_DUE} else matter.due_at_ms end
       from jsonb_to_recordset($1::jsonb) as x(${COLUMNS}, clocks boolean) where matter.id = any($2) and matter.id = x.id and matter.version < x.version returning matter.id`,
      [JSON.stringify(rows), rows.map((row) => row.id)],
      "update-matters",
    );
    assert(written.length === rows.length, "a locked matter was changed by somebody else");
  }

  async #writePeople(sql: Sql): Promise<void> {
    const people = [...this.#people.values()];
    this.#people.clear();
    if (people.length > 0) {
      await sql.query(
        `insert into personal (token, type, masked, sealed, created_at_ms)
         select token, type, masked, sealed, created_at_ms from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::int8[]) as x(token, type, masked, sealed, created_at_ms)
         order by token on conflict (token) do nothing`,
        [people.map((row) => row.token), people.map((row) => row.type), people.map((row) => row.masked), people.map((row) => row.sealed), people.map((row) => row.created_at_ms)],
        "insert-personal",
      );
    }
    const mentions = this.#mentions.splice(0);
    if (mentions.length > 0) {
      await sql.query(
        "insert into mention (token, matter, role) select token, matter, role from jsonb_to_recordset($1::jsonb) as x(token text, matter text, role text) on conflict do nothing",
        [JSON.stringify(mentions)],
        "insert-mentions",
      );
    }
    const supports = this.#supports.splice(0);
    if (supports.length > 0) {
      await sql.query(
        "insert into support (held, by_matter, added_at_ms) select held, by_matter, added_at_ms from jsonb_to_recordset($1::jsonb) as x(held text, by_matter text, added_at_ms int8) on conflict do nothing",
        [JSON.stringify(supports)],
        "insert-supports",
      );
    }
  }

  async #writeClocks(sql: Sql): Promise<void> {
    const disarmed = this.#disarmed.splice(0);
    if (disarmed.length > 0) {
      const keys = disarmed.flatMap(({ matter, keys: these }) => (these === "all" ? [null] : these).map((key) => ({ matter, key })));
      // `any` names the matters to the planner, which otherwise may read every running clock there is.
      await sql.query(
        `update deadline set state = 'disarmed' from unnest($1::text[], $2::text[]) as x(matter, key)
         where deadline.matter = any($1) and deadline.matter = x.matter and (x.key is null or deadline.key = x.key) and deadline.state = 'armed'`,
        [keys.map(({ matter }) => matter), keys.map(({ key }) => key)],
        "disarm",
      );
    }
    const armed = [...this.#deadlines.values()].flat();
    this.#deadlines.clear();
    if (armed.length === 0) return;
    await sql.query(
      `insert into deadline (matter, key, part, round, kind, started_at_ms, due_at_ms, unknown_year, command, next_try_at_ms)
       select x.matter, x.key, x.part, 1 + coalesce((select max(d.round) from deadline d where d.matter = x.matter and d.key = x.key and d.part = x.part), 0),
         x.kind, x.started_at_ms, x.due_at_ms, x.unknown_year, x.command, x.due_at_ms
       from jsonb_to_recordset($1::jsonb) as x(matter text, key text, part text, kind text, started_at_ms int8, due_at_ms int8, unknown_year int8, command text)`,
      [JSON.stringify(armed)],
      "arm",
    );
  }

  /** Writes the next due date of matters whose clocks changed and that did not change themselves. */
  async settleDueDates(sql: Sql): Promise<void> {
    if (this.#clocks.size === 0) return;
    const ids = [...this.#clocks];
    this.#clocks.clear();
    await sql.query(`update matter set due_at_ms = ${NEXT_DUE} where id = any($1)`, [ids], "settle-due");
  }
}
