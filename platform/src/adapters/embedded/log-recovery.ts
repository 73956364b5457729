/**
 * Reads a log directory when it is opened: finds the segments, checks that they follow one another, cuts a torn tail and
 * says where a new frame goes. Promises to change nothing when it refuses. Frames of finished segments are checked when
 * they are read, or all at once on request.
 */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { LogDamaged } from "../../ports/event-log.ts";
import { readFully, syncDirectory, withFile } from "./durable-file.ts";
import type { LogNotice } from "./log-notice.ts";
import { SegmentCursor, readSegmentHeader } from "./segment-cursor.ts";
import type { Step } from "./segment-cursor.ts";
import { judgeTail } from "./segment-tail.ts";
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES, decodeFrameHeader, hex, segmentFileName, segmentNumberOf } from "./segment.ts";
import type { Segment } from "./segment-table.ts";

export interface RecoveredLog {
  /** In order of their numbers. */
  readonly segments: readonly Segment[];
  readonly nextSequence: number;
  /** Where the last segment ends, or undefined for an empty log. */
  readonly end: SegmentEnd | undefined;
}

export interface SegmentEnd {
  readonly offset: number;
  /** Chain value that the next frame here, or the next segment, starts from. */
  readonly chain: number;
  /** Nothing follows the seal: finished, or closed in order. */
  readonly sealed: boolean;
  readonly hasFrames: boolean;
  /** Highest offset that a frame of the segment has or had: what a position in it may be. */
  readonly logicalEnd: number;
}

/** Throws `LogDamaged`. Appends what it did to `notices`. `verifyAll` checks every frame of every segment. */
export async function recoverLog(directory: string, verifyAll: boolean, notices: LogNotice[]): Promise<RecoveredLog> {
  const listed = await listSegments(directory);
  const { segments, leftovers } = splitCovered(listed.segments);
  for (let i = 0; i < segments.length; i++) {
    const wanted = i === 0 ? 1 : segments[i - 1].header.number + 1;
    const { number, coversFrom } = segments[i].header;
    if (coversFrom !== wanted) {
      throw new LogDamaged({
        file: join(directory, segmentFileName(wanted)),
        offset: 0,
        expected: `segment ${wanted} before segment ${number}`,
        found: "no such file",
      });
    }
  }
  for (let i = 0; i + 1 < segments.length; i++) {
    await checkFinished(segments[i], segments[i + 1].header.startLink, verifyAll);
  }
  const last = segments.at(-1);
  let tail: Tail | undefined;
  if (last !== undefined) tail = last.header.generation > 0 ? await readRewritten(last) : await recoverTail(last, notices);
  for (const file of [...listed.unfinished, ...leftovers.map((segment) => segment.file)]) {
    await rm(file);
    notices.push({ kind: "leftover-removed", file });
  }
  await syncDirectory(directory);
  return { segments, nextSequence: tail?.nextSequence ?? 0, end: tail?.end };
}

interface Listing {
  readonly segments: readonly Segment[];
  /** Segments that a crash kept from getting their name. */
  readonly unfinished: readonly string[];
}

async function listSegments(directory: string): Promise<Listing> {
  const numbers: number[] = [];
  const unfinished: string[] = [];
  for (const name of await readdir(directory)) {
    const number = segmentNumberOf(name);
    if (number !== undefined) numbers.push(number);
    else if (name.endsWith(".tmp") && segmentNumberOf(name.slice(0, -4)) !== undefined) unfinished.push(join(directory, name));
  }
  numbers.sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (const number of numbers) {
    const file = join(directory, segmentFileName(number));
    segments.push({ file, header: await withFile(file, "r", (handle) => readSegmentHeader(handle, file, number)) });
  }
  return { segments, unfinished };
}

/** Erasure writes one segment in place of several and then removes those; a crash in between leaves them here. */
function splitCovered(listed: readonly Segment[]): { readonly segments: Segment[]; readonly leftovers: Segment[] } {
  const segments: Segment[] = [];
  const leftovers: Segment[] = [];
  let coveredFrom = Infinity;
  for (const segment of listed.toReversed()) {
    if (segment.header.number >= coveredFrom) {
      leftovers.push(segment);
    } else {
      coveredFrom = segment.header.coversFrom;
      segments.push(segment);
    }
  }
  return { segments: segments.reverse(), leftovers };
}

/** A finished segment ends in a seal from which the next one goes on. */
async function checkFinished(segment: Segment, nextLink: number, verifyAll: boolean): Promise<void> {
  const { file, header } = segment;
  const link = await withFile(file, "r", async (handle) => {
    const size = (await handle.stat()).size;
    if (verifyAll) {
      const seal = await lastStep(new SegmentCursor(handle, header, size), file);
      if (seal?.kind !== "seal") throw noSeal(file, size, "a frame");
      return seal.frame.crc;
    }
    const at = size - FRAME_HEADER_BYTES;
    if (at < SEGMENT_HEADER_BYTES) throw noSeal(file, size, "the end of the file");
    const seal = decodeFrameHeader(await readFully(handle, FRAME_HEADER_BYTES, at), 0, header.crc);
    if (seal.kind === "fault") throw new LogDamaged({ file, offset: at, expected: `the seal of a finished segment: ${seal.expected}`, found: seal.found });
    if (seal.kind !== "seal") throw noSeal(file, at, "a frame");
    return seal.crc;
  });
  const expected = header.generation > 0 ? header.endLink : link;
  if (expected !== nextLink) {
    throw new LogDamaged({
      file,
      offset: 0,
      expected: `a segment that ends in ${hex(nextLink)}, as the next one says`,
      found: hex(expected),
    });
  }
}

function noSeal(file: string, offset: number, found: string): LogDamaged {
  return new LogDamaged({ file, offset, expected: "the seal of a finished segment", found });
}

/** The last step that was good. Throws at a bad one. */
async function lastStep(cursor: SegmentCursor, file: string): Promise<Step | undefined> {
  let last: Step | undefined;
  for (;;) {
    const step = await cursor.next();
    if (step.kind === "bad") throw new LogDamaged({ file, offset: step.at, expected: step.expected, found: step.found });
    if (step.kind === "end") return last;
    last = step;
  }
}

interface Tail {
  readonly nextSequence: number;
  readonly end: SegmentEnd;
}

/** A rewritten segment was made durable before it got its name, so nothing in it can be torn. */
async function readRewritten(segment: Segment): Promise<Tail> {
  const { file, header } = segment;
  return withFile(file, "r", async (handle) => {
    const size = (await handle.stat()).size;
    const seal = await lastStep(new SegmentCursor(handle, header, size), file);
    if (seal?.kind !== "seal") throw noSeal(file, size, "no seal");
    const end = {
      offset: size,
      chain: header.endLink,
      sealed: true,
      hasFrames: header.framesLeft > 0,
      logicalEnd: seal.frame.logicalOffset,
    };
    return { nextSequence: seal.frame.firstSequence, end };
  });
}

async function recoverTail(segment: Segment, notices: LogNotice[]): Promise<Tail> {
  const { file, header } = segment;
  return withFile(file, "r+", async (handle) => {
    const size = (await handle.stat()).size;
    const cursor = new SegmentCursor(handle, header, size);
    let sealed = false;
    let hasFrames = false;
    let step = await cursor.next();
    while (step.kind === "frame" || step.kind === "seal") {
      sealed = step.kind === "seal";
      hasFrames ||= step.kind === "frame";
      step = await cursor.next();
    }
    const { at } = step;
    if (step.kind === "bad") {
      const verdict = await judgeTail(handle, header, at, size);
      if (verdict.kind === "damaged") {
        throw new LogDamaged({ file, offset: at, expected: step.expected, found: `${step.found}, ${verdict.because}` });
      }
      await handle.truncate(at);
      notices.push({ kind: "tail-cut", file, offset: at, bytesCut: size - at, expected: step.expected, found: step.found });
    }
    // What a killed process wrote may still be in memory only; from here on it counts as durable.
    await handle.sync();
    const end = { offset: at, chain: cursor.chain ?? header.crc, sealed, hasFrames, logicalEnd: at };
    return { nextSequence: cursor.nextSequence, end };
  });
}
