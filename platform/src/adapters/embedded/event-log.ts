/**
 * The event log in files of one directory: the default, and the reference for every other. Appends that wait at the same
 * time share one write and one fdatasync (group commit). Promises what `EventLog` says on a disk that honours fsync; the
 * format is in segment.ts, what happens after a crash in log-recovery.ts.
 */
import { ProblemError } from "../../base/problem.ts";
import type { ErasePolicy, EraseReport, EventLog, FrameToAppend, LogPosition, LoggedFrame } from "../../ports/event-log.ts";
import { asProblem, ensureDirectory } from "./durable-file.ts";
import { eraseFrames } from "./log-erase.ts";
import { lockDirectory } from "./log-lock.ts";
import type { LogLock } from "./log-lock.ts";
import type { LogNotice } from "./log-notice.ts";
import { readFrameAt, readFrames } from "./log-reader.ts";
import { checkLimits, isWithin, parseDigest } from "./log-options.ts";
import type { EmbeddedLogOptions, LogLimits } from "./log-options.ts";
import { recoverLog } from "./log-recovery.ts";
import { SegmentTable } from "./segment-table.ts";
import { SegmentWriter } from "./segment-writer.ts";
import { frameBytes, positionAt } from "./segment.ts";

/** Frames in one group: a bound on the work before the first of them is answered. */
const GROUP_FRAMES_MAX = 4096;
const UINT16_MAX = 0xffff;

interface Waiting {
  readonly frame: FrameToAppend;
  readonly bytes: number;
  readonly resolve: (position: LogPosition) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens the log of a directory, creating it if it is not there. Rejects with `LogDamaged` (where, what was expected),
 * `log-busy` (another process has it), `config-invalid` (limits that contradict each other) or `write-failed` (the
 * operating system refused).
 */
export async function openEventLog(options: EmbeddedLogOptions): Promise<EmbeddedEventLog> {
  const limits = checkLimits(options);
  const digest = parseDigest(options.versionsDigest);
  try {
    return await openLocked(options, limits, digest);
  } catch (error) {
    throw asProblem(error, "the event log could not be opened", options.directory);
  }
}

async function openLocked(options: EmbeddedLogOptions, limits: LogLimits, digest: Buffer): Promise<EmbeddedEventLog> {
  const { directory, verifyAll = false } = options;
  const notices: LogNotice[] = [];
  await ensureDirectory(directory);
  const lock = await lockDirectory(directory, notices);
  try {
    const recovered = await recoverLog(directory, verifyAll, notices);
    const last = recovered.segments.at(-1);
    const end = last === undefined || recovered.end === undefined ? 0 : positionAt(last.header.number, recovered.end.logicalEnd);
    const table = new SegmentTable(recovered.segments, end);
    const writer = new SegmentWriter(directory, limits.segmentBytesMax, digest, table, recovered);
    await writer.resume();
    return new EmbeddedEventLog(directory, limits, lock, table, writer, recovered.nextSequence, notices);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Made by `openEventLog`. */
export class EmbeddedEventLog implements EventLog {
  /** What opening did by itself: see `describeNotice`. */
  readonly notices: readonly LogNotice[];
  readonly #directory: string;
  readonly #limits: LogLimits;
  readonly #lock: LogLock;
  readonly #table: SegmentTable;
  readonly #writer: SegmentWriter;
  #queue: Waiting[] = [];
  #pendingBytes = 0;
  #nextSequence: number;
  #failure: ProblemError | undefined;
  #closing: Promise<void> | undefined;
  #committing = false;
  /** Whoever uses the writer waits for the one before: commits, and erasure when it finishes a segment. */
  #writerFree: Promise<void> = Promise.resolve();
  #eraseFree: Promise<void> = Promise.resolve();

  constructor(directory: string, limits: LogLimits, lock: LogLock, table: SegmentTable, writer: SegmentWriter, nextSequence: number, notices: readonly LogNotice[]) {
    this.#directory = directory;
    this.#limits = limits;
    this.#lock = lock;
    this.#table = table;
    this.#writer = writer;
    this.#nextSequence = nextSequence;
    this.notices = notices;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  get nextSequence(): number {
    return this.#nextSequence;
  }

  append(frame: FrameToAppend): Promise<LogPosition> {
    const refusal = this.#refusal(frame);
    if (refusal !== undefined) return Promise.reject(refusal);
    const bytes = frameBytes(frame.payload.byteLength);
    this.#nextSequence = frame.firstSequence + frame.count;
    this.#pendingBytes += bytes;
    const answer = new Promise<LogPosition>((resolve, reject) => {
      this.#queue.push({ frame, bytes, resolve, reject });
    });
    if (!this.#committing) {
      this.#committing = true;
      void this.#commitAll();
    }
    return answer;
  }

  async *read(from: LogPosition | "start"): AsyncGenerator<LoggedFrame> {
    yield* readFrames(this.#table, this.#directory, from === "start" ? 0 : from);
  }

  readAt(position: LogPosition): Promise<LoggedFrame> {
    return readFrameAt(this.#table, position);
  }

  erase(policy: ErasePolicy): Promise<EraseReport> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    const report = this.#eraseFree.then(async () => {
      await this.#useWriter(async () => {
        // A log with little traffic would otherwise keep its only segment for months.
        if (this.#failure === undefined && this.#writer.hasFramesFrom(policy.receivedBeforeMs)) await this.#finishSegment();
      });
      try {
        return await eraseFrames(this.#directory, this.#table, this.#writer.openSegment, policy, this.#limits.frameBytesMax);
      } catch (error) {
        throw asProblem(error, "erasing stopped; what it had reached is erased", this.#directory);
      }
    });
    this.#eraseFree = report.then(ignore, ignore);
    return report;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#eraseFree;
    // Every accepted frame is in the queue by now; the commit loop empties it before it lets go of the writer.
    while (this.#committing) await this.#useWriter(async () => {});
    try {
      if (this.#failure === undefined) await this.#finishSegment();
      else await this.#writer.abandon();
    } finally {
      await this.#lock.release();
    }
  }

  async #finishSegment(): Promise<void> {
    try {
      await this.#writer.finishSegment();
    } catch (error) {
      throw this.#fail(error, []);
    }
  }

  #refusal(frame: FrameToAppend): ProblemError | undefined {
    if (this.#failure !== undefined) return this.#failure;
    if (this.#closing !== undefined) return closed();
    const { frameBytesMax, queueBytesMax } = this.#limits;
    const size = frame.payload.byteLength;
    if (size > frameBytesMax) {
      return new ProblemError({ code: "too-large", detail: `a log frame of ${size} bytes`, expected: `at most ${frameBytesMax}` });
    }
    if (!Number.isSafeInteger(frame.firstSequence) || frame.firstSequence < this.#nextSequence) {
      return outOfRange("firstSequence", frame.firstSequence, `an integer from ${this.#nextSequence}`);
    }
    if (!isWithin(frame.count, 1, UINT16_MAX)) return outOfRange("count", frame.count, `an integer from 1 to ${UINT16_MAX}`);
    if (!isWithin(frame.retentionClass, 0, UINT16_MAX)) return outOfRange("retentionClass", frame.retentionClass, `an integer from 0 to ${UINT16_MAX}`);
    if (!Number.isSafeInteger(frame.receivedAtMs)) return outOfRange("receivedAtMs", frame.receivedAtMs, "whole milliseconds since 1970");
    if (!Number.isSafeInteger(frame.firstSequence + frame.count)) return outOfRange("firstSequence", frame.firstSequence, "a sequence number below 2^53");
    if (this.#pendingBytes + frameBytes(size) > queueBytesMax) {
      return new ProblemError({
        code: "overloaded",
        detail: `${this.#pendingBytes} bytes wait to be written to the log`,
        expected: `at most ${queueBytesMax}`,
      });
    }
    return undefined;
  }

  async #commitAll(): Promise<void> {
    while (this.#queue.length > 0) await this.#useWriter(() => this.#commitGroup());
    this.#committing = false;
  }

  async #commitGroup(): Promise<void> {
    let group: Waiting[] = [];
    try {
      await this.#writer.makeRoom(this.#queue[0].frame);
      group = this.#takeGroup(this.#writer.roomBytes);
      const positions = await this.#writer.writeGroup(group.map((waiting) => waiting.frame));
      for (const waiting of group) this.#pendingBytes -= waiting.bytes;
      for (let i = 0; i < group.length; i++) group[i].resolve(positions[i]);
    } catch (error) {
      this.#fail(error, group);
    }
  }

  /** The front of the queue, as much as fits. */
  #takeGroup(roomBytes: number): Waiting[] {
    const limit = Math.min(roomBytes, Math.max(this.#limits.groupBytesMax, this.#queue[0].bytes));
    let taken = 0;
    let bytes = 0;
    while (taken < this.#queue.length && taken < GROUP_FRAMES_MAX && bytes + this.#queue[taken].bytes <= limit) bytes += this.#queue[taken++].bytes;
    return this.#queue.splice(0, taken);
  }

  /** After a failed write or fsync nobody knows what the disk holds, so nothing more is accepted until a new opening. */
  #fail(error: unknown, group: readonly Waiting[]): ProblemError {
    const reason = error instanceof Error ? error.message : String(error);
    const failure =
      error instanceof ProblemError
        ? error
        : new ProblemError({
            code: "write-failed",
            detail: `the event log could not be written: ${reason}`,
            at: { file: this.#directory },
          });
    this.#failure = failure;
    const lost = [...group, ...this.#queue];
    this.#queue = [];
    this.#pendingBytes = 0;
    for (const waiting of lost) waiting.reject(failure);
    return failure;
  }

  #useWriter(task: () => Promise<void>): Promise<void> {
    const done = this.#writerFree.then(task);
    this.#writerFree = done.then(ignore, ignore);
    return done;
  }
}

function ignore(): void {}

function closed(): ProblemError {
  return new ProblemError({ code: "write-failed", detail: "the event log is closed" });
}

function outOfRange(field: string, value: number, expected: string): ProblemError {
  return new ProblemError({
    code: "malformed-input",
    detail: `log frame: ${field} is ${value}`,
    at: { field },
    value: String(value),
    expected,
  });
}
