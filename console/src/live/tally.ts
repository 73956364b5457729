/** Sums over the table of kinds and actions. */
import { ACTIONS, EVENT_KINDS, type Action, type EventKind, type KindActionTable } from "@duanliu/client";

export function ofKind(table: KindActionTable, kind: EventKind): number {
  return ACTIONS.reduce((sum, action) => sum + table[kind][action], 0);
}

export function ofAction(table: KindActionTable, action: Action): number {
  return EVENT_KINDS.reduce((sum, kind) => sum + table[kind][action], 0);
}

export function all(table: KindActionTable): number {
  return EVENT_KINDS.reduce((sum, kind) => sum + ofKind(table, kind), 0);
}
