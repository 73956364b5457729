/**
 * A matter as it stands in the store: what every kind has in common, and the slice's own fields in `body`. Reading a row
 * gives exactly what was written; nothing is decided here.
 */
import type { MatterId, MatterKindName } from "../domain/matter.ts";

export interface Matter<Body = unknown, S extends string = string> {
  readonly id: MatterId;
  readonly kind: MatterKindName;
  readonly state: S;
  /** Grows by one with every change. */
  readonly version: number;
  /** The number people write on paper: place, day, kind, count. */
  readonly serial: string;
  /** Jurisdiction and version in force when it began: it is judged by these to its end. */
  readonly profile: string;
  /** Path of divisions where it is handled. */
  readonly territory: string;
  /** Unit that answers for it now. */
  readonly org: string;
  /** Institution it is addressed to. */
  readonly partner: string | null;
  readonly assignee: string | null;
  /** Token of what it is about. */
  readonly subject: string | null;
  /** What it rests on. */
  readonly parent: MatterId | null;
  /** Urgency: 0 lowest to 3. */
  readonly level: number;
  readonly dueAtMs: number | null;
  readonly openedAtMs: number;
  readonly changedAtMs: number;
  readonly closedAtMs: number | null;
  readonly openedBy: string;
  /** Who gave each command last: four eyes are two different hands. */
  readonly hands: Readonly<Record<string, string>>;
  readonly body: Body;
}

export interface MatterRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly version: number;
  readonly serial: string;
  readonly profile: string;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  readonly assignee: string | null;
  readonly subject: string | null;
  readonly parent: string | null;
  readonly level: number;
  readonly due_at_ms: number | null;
  readonly opened_at_ms: number;
  readonly changed_at_ms: number;
  readonly closed_at_ms: number | null;
  readonly opened_by: string;
  readonly hands: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const MATTER_COLUMNS =
  "id, kind, state, version, serial, profile, territory, org, partner, assignee, subject, parent, level, due_at_ms, opened_at_ms, changed_at_ms, closed_at_ms, opened_by, hands, body";

export function fromRow(row: MatterRow): Matter {
  return {
    id: row.id as MatterId,
    kind: row.kind as MatterKindName,
    state: row.state,
    version: row.version,
    serial: row.serial,
    profile: row.profile,
    territory: row.territory,
    org: row.org,
    partner: row.partner,
    assignee: row.assignee,
    subject: row.subject,
    parent: row.parent as MatterId | null,
    level: row.level,
    dueAtMs: row.due_at_ms,
    openedAtMs: row.opened_at_ms,
    changedAtMs: row.changed_at_ms,
    closedAtMs: row.closed_at_ms,
    openedBy: row.opened_by,
    hands: row.hands,
    body: row.body,
  };
}

export function toRow(m: Matter): MatterRow {
  return {
    id: m.id,
    kind: m.kind,
    state: m.state,
    version: m.version,
    serial: m.serial,
    profile: m.profile,
    territory: m.territory,
    org: m.org,
    partner: m.partner,
    assignee: m.assignee,
    subject: m.subject,
    parent: m.parent,
    level: m.level,
    due_at_ms: m.dueAtMs,
    opened_at_ms: m.openedAtMs,
    changed_at_ms: m.changedAtMs,
    closed_at_ms: m.closedAtMs,
    opened_by: m.openedBy,
    hands: m.hands,
    body: m.body,
  };
}
