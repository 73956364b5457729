/**
 * What the platform asks of its event log and of the snapshots beside it: frames of bytes go in, in order, and come
 * back the same after any crash. The bytes inside a frame (events and verdicts) are the caller's business; so are
 * duplicates of one event, which only the caller can recognise. Promises are checked by event-log.conformance.ts.
 */
import { ProblemError } from "../base/problem.ts";

/**
 * Where a frame is. Grows with every frame, never moves and is never given to another frame, even after `erase`.
 * Plain number below 2^53, so that it fits in JSON; only the log knows what is in it.
 */
export type LogPosition = number;

export interface FrameHeader {
  /** Sequence number of the first event in the frame; an integer from 0, never below the end of the frame before. */
  readonly firstSequence: number;
  /** How many sequence numbers the frame covers, 1…65,535. Stays the same when `erase` replaces the bytes. */
  readonly count: number;
  /** When the newest event of the frame was received; an integer of milliseconds since the epoch. */
  readonly receivedAtMs: number;
  /** How long the frame may be kept, in the caller's own numbering, 0…65,535. The log only hands it back. */
  readonly retentionClass: number;
}

export interface FrameToAppend extends FrameHeader {
  /** The log reads these bytes later, without a copy: leave them unchanged until `append` has resolved. */
  readonly payload: Uint8Array;
}

export interface LoggedFrame extends FrameHeader {
  readonly position: LogPosition;
  /** The bytes as appended. May be a view of a larger buffer; its byteOffset is a multiple of 8. */
  readonly payload: Uint8Array;
}

/** What becomes of one frame in `erase`. A replacement is for a frame of which only some events are due. */
export type FrameFate = { readonly kind: "keep" } | { readonly kind: "drop" } | { readonly kind: "replace"; readonly payload: Uint8Array; readonly retentionClass: number };

export interface ErasePolicy {
  /** Only frames received before this instant are asked about: now minus the shortest time anything is kept. */
  readonly receivedBeforeMs: number;
  /** Says what becomes of a frame. Must be pure: the log may ask twice about one frame. */
  readonly fateOf: (frame: LoggedFrame) => FrameFate;
}

export interface SequenceRange {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

export interface EraseReport {
  readonly framesExamined: number;
  readonly framesDropped: number;
  readonly framesReplaced: number;
  /** Bytes of storage given back. */
  readonly bytesFreed: number;
  /** Sequence numbers whose frames were dropped, in order and joined where they touch; at most 1,000 ranges. */
  readonly dropped: readonly SequenceRange[];
  /** How many ranges beyond the first 1,000 were dropped too. */
  readonly rangesOmitted: number;
}

export interface EventLog {
  /** Bytes accepted by `append` and not yet durable. For callers that slow down before the log refuses. */
  readonly pendingBytes: number;
  /** The lowest `firstSequence` that the next `append` may carry: one past everything accepted so far. */
  readonly nextSequence: number;

  /**
   * Appends one frame. Resolves with its position once it is durable: it will then be read exactly once, in the order
   * of the calls, after a crash at any later moment. A frame whose call has not resolved when the process dies is
   * there once or not at all; if it is not there, nor is any frame after it.
   * Rejects without effect: `too-large` (frame over the limit), `overloaded` (queue of pending bytes full: wait for
   * earlier calls, then repeat), `malformed-input` (a header field out of range, or a sequence number already used).
   * Rejects with `write-failed` when the storage failed or the log is closed; after a storage failure every later
   * call rejects too, and the frame may or may not be there when the log is opened again.
   */
  append(frame: FrameToAppend): Promise<LogPosition>;

  /**
   * Frames in order, each once, from the first whose position is `from` or later (`positionAfter(p)` resumes behind
   * `p`) up to the last that is durable when the reader gets there; it does not wait for more. May run beside appends
   * and erasure; a frame being erased meanwhile is read as it was or as it became.
   * Throws `LogDamaged` on a frame that fails its check, and when `from` lies behind the end of the log.
   */
  read(from: LogPosition | "start"): AsyncIterable<LoggedFrame>;

  /** The one frame at a position. Rejects with `not-found` when it was erased or never existed. */
  readAt(position: LogPosition): Promise<LoggedFrame>;

  /**
   * Drops or shortens frames as the policy says. A frame is seen as before or as after, never in between, also when
   * the process dies meanwhile; what was not reached yet is done by calling again. Positions, sequence numbers and
   * the order of the rest stay. One call runs at a time; others wait.
   */
  erase(policy: ErasePolicy): Promise<EraseReport>;

  /** Waits until accepted frames are durable and lets go of the storage. May be called again. */
  close(): Promise<void>;
}

/** The least position behind a frame: what a snapshot that includes the frame at `position` resumes from. */
export function positionAfter(position: LogPosition): LogPosition {
  return position + 1;
}

export interface Snapshot {
  /** Where in the log to resume: the first frame that the snapshot does not include is at this position or later. */
  readonly position: LogPosition;
  readonly byteCount: number;
  /** The chunks as saved, same order and same bounds, each in a fresh buffer of its own (byteOffset 0). */
  chunks(): AsyncIterable<Uint8Array>;
}

/** State that was derived from the log, kept so that a start need not read the log from its beginning. */
export interface SnapshotStore {
  /**
   * Saves a snapshot under a name (lower-case letters, digits, hyphens). When it resolves the snapshot is durable;
   * when the process dies before that, the one before is still whole. The newest two of each name are kept.
   * A chunk must not change until the next one is asked for. Rejects with `malformed-input` for a bad name or a position
   * below the newest snapshot of that name, `too-large` for a chunk over 1 GiB.
   */
  save(name: string, position: LogPosition, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void>;

  /**
   * The newest whole snapshot of the name, checked from end to end before it is returned, or `undefined` when there is
   * none. A damaged one is passed over with a notice, never returned.
   */
  loadLatest(name: string): Promise<Snapshot | undefined>;
}

/** Bytes of the log or of a snapshot are not what was written. Nothing was changed; the operator must decide. */
export class LogDamaged extends ProblemError {
  readonly file: string;
  /** Byte offset in the file where the first wrong thing was found. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;

  constructor(damage: { readonly file: string; readonly offset: number; readonly expected: string; readonly found: string }) {
    super({
      code: "log-damaged",
      detail: `${damage.file}, byte ${damage.offset}: expected ${damage.expected}, found ${damage.found}`,
      at: { file: damage.file },
      value: damage.found,
      expected: damage.expected,
    });
    this.name = "LogDamaged";
    this.file = damage.file;
    this.offset = damage.offset;
    this.expected = damage.expected;
    this.found = damage.found;
  }
}
