/** Clocks as rows: the due time of a key of the profile and its reminders. The arithmetic is domain/deadline.ts's. */
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { MatterId } from "../domain/matter.ts";
import type { ArmDeadline } from "./decision.ts";

export interface DeadlineRow {
  readonly matter: MatterId;
  readonly key: string;
  readonly part: string;
  readonly kind: string;
  readonly started_at_ms: number;
  readonly due_at_ms: number;
  readonly unknown_year: number | null;
  readonly command: string;
}

/** `part` of the row that counts; the others only remind. */
export const DUE = "due";

export function armedRows(matter: MatterId, arm: ArmDeadline, profile: JurisdictionProfile): readonly DeadlineRow[] {
  const { rule, deadline, dueAtMs, remindAtMs } = profile.due(arm.key, arm.startMs);
  const row = (part: string, atMs: number): DeadlineRow => ({
    matter,
    key: arm.key,
    part,
    kind: rule.duration.kind,
    started_at_ms: arm.startMs,
    due_at_ms: atMs,
    unknown_year: deadline.kind === "provisional" ? deadline.unknownYear : null,
    command: arm.command,
  });
  return [row(DUE, dueAtMs), ...remindAtMs.map((atMs) => row(`remind:${dueAtMs - atMs}`, atMs))];
}
