/**
 * Named places, one at each commit boundary, where a test may stop the process. A fault point does nothing until a test
 * arms it; nothing in the environment can arm one. It leaves out disk and network faults: those are made with files.
 */

export const FAULT_POINTS = [
  "service.judged",
  "service.answering",
  "state.copied",
  "state.restored",
  "state.replayed",
  "log.before-write",
  "log.after-write-before-sync",
  "log.after-sync-before-ack",
  "log.segment-rolled",
  "snapshot.before-rename",
  "snapshot.after-rename",
  "erase.before-rename",
  "erase.after-rename",
  "casework.before-commit",
  "casework.committed",
  "outbox.claimed",
  "outbox.handed-over",
  "outbox.acknowledged",
  "intake.read",
  "money.frame-taken",
  "money.announced",
  "rings.taken",
  "rings.written",
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

const armed = new Map<FaultPoint, () => void>();

/** Runs `action` whenever the point is passed, e.g. to kill this process. Returns what disarms it. For tests only. */
export function armFaultPoint(point: FaultPoint, action: () => void): () => void {
  armed.set(point, action);
  return () => {
    if (armed.get(point) === action) armed.delete(point);
  };
}

/** Marks the place. Costs one comparison when nothing is armed. */
export function faultPoint(point: FaultPoint): void {
  if (armed.size !== 0) armed.get(point)?.();
}
