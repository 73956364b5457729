/**
 * Reads frames of the log in order or one at a position, beside appends and erasure. A reader that is in a segment when
 * erasure replaces it goes on in the old bytes; one that comes later finds the new ones by the positions they kept.
 */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { ProblemError } from "../../base/problem.ts";
import { LogDamaged } from "../../ports/event-log.ts";
import type { LogPosition, LoggedFrame } from "../../ports/event-log.ts";
import { hasCode, readFully } from "./durable-file.ts";
import { SegmentCursor, readSegmentHeader } from "./segment-cursor.ts";
import type { CursorStart, Step } from "./segment-cursor.ts";
import type { Segment, SegmentTable } from "./segment-table.ts";
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES, decodeFrameHeader, offsetOf, positionAt, segmentOf } from "./segment.ts";
import type { SegmentHeader, StoredFrame } from "./segment.ts";

/** See `EventLog.read`. */
export async function* readFrames(table: SegmentTable, directory: string, from: LogPosition): AsyncGenerator<LoggedFrame> {
  if (from > table.durableEnd) {
    const expected = `a log that reaches position ${from}`;
    throw new LogDamaged({ file: directory, offset: 0, expected, found: `one that ends at position ${table.durableEnd}` });
  }
  let wanted = segmentOf(from);
  for (;;) {
    const segment = table.from(wanted);
    if (segment === undefined) return;
    const handle = await openIfThere(segment);
    if (handle === undefined) {
      // Erasure may have put another in its place between the two lines above: look again.
      if (table.from(wanted) === segment) throw missing(segment);
      continue;
    }
    const { number } = segment.header;
    try {
      yield* readSegment(table, segment, handle, segmentOf(from) === number ? offsetOf(from) : 0);
    } finally {
      await handle.close();
    }
    wanted = number + 1;
  }
}

async function* readSegment(table: SegmentTable, segment: Segment, handle: FileHandle, fromOffset: number): AsyncGenerator<LoggedFrame> {
  const { file } = segment;
  const { number } = segment.header;
  const header = await readSegmentHeader(handle, file, number);
  let start = await startAt(handle, header, fromOffset);
  for (;;) {
    const cursor = new SegmentCursor(handle, header, await readableEnd(table, handle, header), start);
    let step = await cursor.next();
    while (step.kind === "frame" || step.kind === "seal") {
      if (step.kind === "frame" && step.frame.logicalOffset >= fromOffset) yield toLogged(number, step.frame, step.payload);
      step = await cursor.next();
    }
    if (step.kind === "bad") throw damaged(file, step);
    if (step.at >= (await readableEnd(table, handle, header))) return;
    // The segment grew meanwhile. Only one that was never rewritten does, so the reader can go on where it is.
    start = { at: step.at, chain: cursor.chain };
  }
}

/** The last segment may hold bytes that are not durable yet; they are not for reading. */
async function readableEnd(table: SegmentTable, handle: FileHandle, header: SegmentHeader): Promise<number> {
  const { durableEnd } = table;
  if (header.generation === 0 && segmentOf(durableEnd) === header.number) return offsetOf(durableEnd);
  return (await handle.stat()).size;
}

/** Skips to a frame that is where it was first written; else reads from the first frame of the segment. */
async function startAt(handle: FileHandle, header: SegmentHeader, offset: number): Promise<CursorStart | undefined> {
  if (header.generation > 0 || offset <= SEGMENT_HEADER_BYTES) return undefined;
  const bytes = await readFully(handle, FRAME_HEADER_BYTES, offset);
  if (bytes.length < FRAME_HEADER_BYTES) return undefined;
  const frame = decodeFrameHeader(bytes, 0, header.crc);
  return frame.kind !== "fault" && frame.logicalOffset === offset ? { at: offset, chain: undefined } : undefined;
}

/** See `EventLog.readAt`. */
export async function readFrameAt(table: SegmentTable, position: LogPosition): Promise<LoggedFrame> {
  const number = segmentOf(position);
  const offset = offsetOf(position);
  for (;;) {
    const segment = Number.isSafeInteger(position) && position >= 0 && position < table.durableEnd ? table.from(number) : undefined;
    if (segment === undefined || segment.header.number !== number || offset < SEGMENT_HEADER_BYTES) throw notFound(position);
    const handle = await openIfThere(segment);
    if (handle === undefined) {
      if (table.from(number) === segment) throw missing(segment);
      continue;
    }
    try {
      const step = await findFrame(table, segment, handle, offset);
      if (step?.kind === "bad") throw damaged(segment.file, step);
      if (step?.kind !== "frame" || step.frame.logicalOffset !== offset) throw notFound(position);
      return toLogged(number, step.frame, step.payload);
    } finally {
      await handle.close();
    }
  }
}

async function findFrame(table: SegmentTable, segment: Segment, handle: FileHandle, offset: number): Promise<Step | undefined> {
  const { number } = segment.header;
  const header = await readSegmentHeader(handle, segment.file, number);
  const cursor = new SegmentCursor(handle, header, await readableEnd(table, handle, header), await startAt(handle, header, offset));
  let step = await cursor.next();
  while ((step.kind === "frame" || step.kind === "seal") && step.frame.logicalOffset < offset) step = await cursor.next();
  return step;
}

function toLogged(segment: number, frame: StoredFrame, payload: Uint8Array): LoggedFrame {
  return {
    position: positionAt(segment, frame.logicalOffset),
    firstSequence: frame.firstSequence,
    count: frame.count,
    receivedAtMs: frame.receivedAtMs,
    retentionClass: frame.retentionClass,
    payload,
  };
}

function damaged(file: string, step: Extract<Step, { kind: "bad" }>): LogDamaged {
  return new LogDamaged({ file, offset: step.at, expected: step.expected, found: step.found });
}

function missing(segment: Segment): LogDamaged {
  return new LogDamaged({ file: segment.file, offset: 0, expected: `segment ${segment.header.number} of the log`, found: "no such file" });
}

function notFound(position: LogPosition): ProblemError {
  return new ProblemError({ code: "not-found", detail: `no frame at log position ${position}: it was erased, or never there` });
}

async function openIfThere(segment: Segment): Promise<FileHandle | undefined> {
  try {
    return await open(segment.file, "r");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** For erasure: every frame of a finished segment, in order, with the seal; throws `LogDamaged`. */
export async function* walkSegment(segment: Segment): AsyncGenerator<{ readonly frame: StoredFrame; readonly logged: LoggedFrame }> {
  const handle = await open(segment.file, "r");
  try {
    const header = await readSegmentHeader(handle, segment.file, segment.header.number);
    const cursor = new SegmentCursor(handle, header, (await handle.stat()).size);
    for (;;) {
      const step = await cursor.next();
      if (step.kind === "bad") throw damaged(segment.file, step);
      if (step.kind === "end") return;
      yield { frame: step.frame, logged: toLogged(header.number, step.frame, step.payload) };
    }
  } finally {
    await handle.close();
  }
}
