/**
 * What a receiver of shared lists can read: the changes since it last looked, in their order, and how the sharing goes. Each
 * sees its own only. Identifiers are opened here, for this answer, and the ledger says so.
 */
import type { Scope } from "../access/scope.ts";
import { PARTNER_KINDS } from "../access/role.ts";
import { ProblemError } from "../base/problem.ts";
import type { Desk } from "../matters/desk.ts";
import { fromRow, MATTER_COLUMNS, type MatterRow } from "../matters/matter.ts";
import type { Sql } from "../ports/store.ts";
import { listEntry } from "./list-entry/kind.ts";
import { sharedFields } from "./list-entry/outward.ts";
import { beginSharing, receiverOf } from "./sharing.ts";

interface Shared extends MatterRow {
  readonly seq: number;
  readonly action: "entered" | "withdrawn";
  readonly sent_at_ms: number;
  readonly applied_at_ms: number | null;
}

export interface Changes {
  readonly items: readonly unknown[];
  /** Give as `after` the next time; the same as before when there was nothing. */
  readonly next: number;
  readonly more: boolean;
}

/** Changes after a number, oldest first. Of an entry only the newest is there: a receiver that was away needs no more. */
export async function sharedChanges(desk: Desk, scope: Scope, after: number, limit: number): Promise<Changes> {
  const receiver = receiverOf(scope);
  return desk.work(scope, async (work) => {
    if (after === 0 && scope.principal.kind === "user") await beginSharing(work, receiver, scope.principal.orgKind);
    const rows = await work.query<Shared>(
      `select s.seq, s.action, s.sent_at_ms, s.applied_at_ms, ${MATTER_COLUMNS.replace(/\w+/g, "m.$&")} from share s join matter m on m.id = s.entry
       where s.receiver = $1 and s.seq > $2 order by s.seq limit $3`,
      [receiver, after, limit + 1],
      "shared-changes",
    );
    const page = rows.slice(0, limit);
    const entries = page.map((row) => listEntry.of(fromRow(row)));
    const tokens = [...new Set(entries.flatMap(({ body }) => body.ref?.token ?? []))];
    const values = new Map<string, string>();
    if (tokens.length > 0) {
      const sealed = await work.query<{ readonly token: string; readonly sealed: Uint8Array }>("select token, sealed from personal where token = any($1)", [tokens], "shared-open");
      for (const one of sealed) {
        try {
          values.set(one.token, work.vault.open(one.sealed, one.token));
        } catch (error) {
          // One value that was tampered with holds up no other entry; it goes out without an identifier.
          if (!(error instanceof ProblemError)) throw error;
        }
      }
      work.note({ event: "data-opened-for-delivery", detail: { purposes: ["execute-order"], values: values.size, receiver, after, to: page.at(-1)?.seq ?? after } });
    }
    const items = page.map((row, i) => {
      const { ref, plain, outcome } = entries[i].body;
      const { entry, serial, type, ...terms } = sharedFields(entries[i]);
      return {
        seq: row.seq,
        action: row.action,
        entry,
        serial,
        type,
        identifier: plain ?? values.get(ref?.token ?? "") ?? null,
        sentAt: new Date(row.sent_at_ms).toISOString(),
        applied: row.applied_at_ms !== null,
        ...(row.action === "entered" ? terms : { why: outcome ?? entries[i].state }),
      };
    });
    return { items, next: page.at(-1)?.seq ?? after, more: rows.length > limit };
  });
}

export interface ShareFigures {
  readonly receiver: string;
  readonly entered: number;
  readonly withdrawn: number;
  /** The message has no receipt yet; the change was not carried out yet; a withdrawal is late. */
  readonly unacknowledged: number;
  readonly unapplied: number;
  readonly overdue: number;
  /** Between the message of a withdrawal and the receiver's word, in the middle; null when there was none. */
  readonly applyMsMedian: number | null;
}

/** For each receiver; an institution sees its own line. */
export async function shareFigures(sql: Sql, scope: Scope, nowMs: number, applyMs: number): Promise<readonly ShareFigures[]> {
  const { principal } = scope;
  const own = principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind) ? principal.org : null;
  return sql.query<ShareFigures>(
    `select s.receiver, count(*) filter (where s.action = 'entered')::int8 as entered, count(*) filter (where s.action = 'withdrawn')::int8 as withdrawn,
       count(*) filter (where s.effect <> '' and e.delivered_at_ms is null)::int8 as unacknowledged, count(*) filter (where s.applied_at_ms is null)::int8 as unapplied,
       count(*) filter (where s.action = 'withdrawn' and s.applied_at_ms is null and s.sent_at_ms + $2 <= $1)::int8 as overdue,
       (percentile_disc(0.5) within group (order by s.applied_at_ms - s.sent_at_ms) filter (where s.action = 'withdrawn' and s.applied_at_ms is not null))::int8 as "applyMsMedian"
     from share s left join effect e on e.id = s.effect where $3::text is null or s.receiver = $3 group by s.receiver order by s.receiver`,
    [nowMs, applyMs, own],
    "share-figures",
  );
}

export interface EntryFigures {
  readonly type: string;
  readonly state: string;
  readonly strength: string;
  readonly entries: number;
}

export async function entryFigures(sql: Sql, scope: Scope): Promise<readonly EntryFigures[]> {
  const filter = scope.filter(1);
  return sql.query<EntryFigures>(
    `select body->>'type' as type, state, body->>'strength' as strength, count(*)::int8 as entries from matter where kind = 'list-entry' and ${filter.sql} group by 1, 2, 3 order by 1, 2, 3`,
    filter.values,
    `entry-figures-${filter.name}`,
  );
}
