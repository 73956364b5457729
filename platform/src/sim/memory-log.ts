/**
 * The event log in memory, for runs that are thrown away: the same promises as the one in files as far as a process that
 * goes on can tell, and nothing of it outlives the process. What is kept is handed in, so that a log may be opened again.
 */
import { ProblemError } from "../base/problem.ts";
import type { ErasePolicy, EraseReport, EventLog, FrameToAppend, LogPosition, LoggedFrame, SequenceRange } from "../ports/event-log.ts";
import { LogDamaged } from "../ports/event-log.ts";

/** What a log leaves behind. */
export interface KeptFrames {
  readonly frames: LoggedFrame[];
  /** Position of the next frame, and the least sequence number it may carry. */
  next: LogPosition;
  nextSequence: number;
}

export function noFrames(): KeptFrames {
  return { frames: [], next: APART, nextSequence: 0 };
}

const MIB = 2 ** 20;
/** Positions lie apart, so that one that nobody was given is nobody's. */
const APART = 64;
/** What a frame costs besides its payload, for callers that count bytes. */
const HEADER_BYTES = 64;
const SHORT_MAX = 65_535;
const RANGES_MAX = 1_000;

export interface MemoryLogLimits {
  readonly frameBytesMax?: number;
  readonly queueBytesMax?: number;
}

export function openMemoryLog(kept: KeptFrames, limits: MemoryLogLimits = {}): EventLog {
  return new MemoryLog(kept, limits.frameBytesMax ?? 16 * MIB, limits.queueBytesMax ?? 64 * MIB);
}

class MemoryLog implements EventLog {
  readonly #kept: KeptFrames;
  readonly #frameBytesMax: number;
  readonly #queueBytesMax: number;
  #pendingBytes = 0;
  #accepted: number;
  #closed = false;
  /** The end of what was asked last: appends become durable in order, erasures one at a time. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(kept: KeptFrames, frameBytesMax: number, queueBytesMax: number) {
    this.#kept = kept;
    this.#frameBytesMax = frameBytesMax;
    this.#queueBytesMax = queueBytesMax;
    this.#accepted = kept.nextSequence;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  get nextSequence(): number {
    return this.#accepted;
  }

  append(frame: FrameToAppend): Promise<LogPosition> {
    try {
      this.#checkOpen();
      this.#checkFrame(frame);
    } catch (error) {
      return Promise.reject(error as ProblemError);
    }
    this.#pendingBytes += HEADER_BYTES + frame.payload.length;
    this.#accepted = frame.firstSequence + frame.count;
    const durable = this.#tail.then(() => {
      const position = this.#kept.next;
      this.#kept.next += APART;
      const { firstSequence, count, receivedAtMs, retentionClass } = frame;
      this.#kept.frames.push({ position, firstSequence, count, receivedAtMs, retentionClass, payload: frame.payload.slice() });
      this.#kept.nextSequence = firstSequence + count;
      this.#pendingBytes -= HEADER_BYTES + frame.payload.length;
      return position;
    });
    this.#tail = durable;
    return durable;
  }

  async *read(from: LogPosition | "start"): AsyncIterable<LoggedFrame> {
    const { frames } = this.#kept;
    if (from !== "start" && from > this.#kept.next) throw new LogDamaged({ file: "memory", offset: from, expected: `a position up to ${this.#kept.next}`, found: String(from) });
    let at = from === "start" ? 0 : from;
    for (;;) {
      const frame = frames[this.#firstFrom(at)];
      if (frame === undefined) return;
      at = frame.position + 1;
      yield frame;
    }
  }

  readAt(position: LogPosition): Promise<LoggedFrame> {
    const frame = this.#kept.frames[this.#firstFrom(position)];
    if (frame?.position === position) return Promise.resolve(frame);
    return Promise.reject(new ProblemError({ code: "not-found", detail: `no frame at ${position}`, value: String(position) }));
  }

  erase(policy: ErasePolicy): Promise<EraseReport> {
    try {
      this.#checkOpen();
    } catch (error) {
      return Promise.reject(error as ProblemError);
    }
    const done = this.#tail.then(() => this.#erase(policy));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#tail;
  }

  /** Decided for all of them before anything changes: a policy that fails leaves everything as it was. */
  #erase(policy: ErasePolicy): EraseReport {
    const { frames } = this.#kept;
    const asked = frames.filter((frame) => frame.receivedAtMs < policy.receivedBeforeMs);
    const fates = asked.map((frame) => ({ frame, fate: policy.fateOf(frame) }));
    const ranges: { first: number; last: number }[] = [];
    const counts = { dropped: 0, replaced: 0, freed: 0 };
    const after = new Map<LogPosition, LoggedFrame | null>();
    for (const { frame, fate } of fates) {
      if (fate.kind === "keep") continue;
      if (fate.kind === "replace") {
        if (fate.payload.length > this.#frameBytesMax)
          throw new ProblemError({ code: "too-large", detail: `a replacement of ${fate.payload.length} bytes`, expected: `at most ${this.#frameBytesMax}` });
        counts.replaced++;
        counts.freed += frame.payload.length - fate.payload.length;
        after.set(frame.position, { ...frame, payload: fate.payload.slice(), retentionClass: fate.retentionClass });
        continue;
      }
      counts.dropped++;
      counts.freed += frame.payload.length;
      after.set(frame.position, null);
      const last = ranges.at(-1);
      if (last !== undefined && last.last + 1 === frame.firstSequence) last.last += frame.count;
      else ranges.push({ first: frame.firstSequence, last: frame.firstSequence + frame.count - 1 });
    }
    const left = frames.flatMap((frame) => {
      const changed = after.get(frame.position);
      return changed === null ? [] : [changed ?? frame];
    });
    frames.splice(0, frames.length, ...left);
    const dropped: readonly SequenceRange[] = ranges.slice(0, RANGES_MAX);
    return {
      framesExamined: asked.length,
      framesDropped: counts.dropped,
      framesReplaced: counts.replaced,
      bytesFreed: Math.max(0, counts.freed),
      dropped,
      rangesOmitted: Math.max(0, ranges.length - RANGES_MAX),
    };
  }

  /** Index of the first frame at the position or behind it. */
  #firstFrom(position: number): number {
    const { frames } = this.#kept;
    let low = 0;
    let high = frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (frames[middle].position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #checkOpen(): void {
    if (this.#closed) throw new ProblemError({ code: "write-failed", detail: "the log is closed" });
  }

  #checkFrame(frame: FrameToAppend): void {
    const { firstSequence, count, receivedAtMs, retentionClass, payload } = frame;
    const fields: readonly (readonly [string, number, number, number])[] = [
      ["firstSequence", firstSequence, this.#accepted, Number.MAX_SAFE_INTEGER - SHORT_MAX],
      ["count", count, 1, SHORT_MAX],
      ["receivedAtMs", receivedAtMs, 0, Number.MAX_SAFE_INTEGER],
      ["retentionClass", retentionClass, 0, SHORT_MAX],
    ];
    for (const [field, value, from, to] of fields) {
      if (Number.isInteger(value) && value >= from && value <= to) continue;
      throw new ProblemError({ code: "malformed-input", detail: `${field} is ${value}`, at: { field }, value: String(value), expected: `an integer from ${from} to ${to}` });
    }
    if (payload.length > this.#frameBytesMax)
      throw new ProblemError({ code: "too-large", detail: `a frame of ${payload.length} bytes`, expected: `at most ${this.#frameBytesMax}` });
    if (this.#pendingBytes + HEADER_BYTES + payload.length > this.#queueBytesMax)
      throw new ProblemError({ code: "overloaded", detail: `${this.#pendingBytes} bytes wait to be written`, expected: "to come again when some were written" });
  }
}
