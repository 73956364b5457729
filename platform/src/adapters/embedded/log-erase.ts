/**
 * Erases frames from finished segments by writing the segment anew without them and renaming it into place. Positions
 * stay, because every frame carries the offset at which it was first written. A crash leaves the old segment or the new
 * one. Bytes are gone when the file system reuses their blocks; overwriting them on the disk is not attempted.
 */
import { randomBytes } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { faultPoint } from "../../base/fault-point.ts";
import { ProblemError } from "../../base/problem.ts";
import type { ErasePolicy, EraseReport, FrameFate, SequenceRange } from "../../ports/event-log.ts";
import { replaceFile, syncDirectory, writeFully } from "./durable-file.ts";
import { walkSegment } from "./log-reader.ts";
import type { Segment, SegmentTable } from "./segment-table.ts";
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES, decodeSegmentHeader, encodeFrameHeader, encodeSegmentHeader, frameBytes } from "./segment.ts";
import type { FrameFields, SegmentHeader, StoredFrame } from "./segment.ts";

/** More ranges than this are counted, not listed: a report is for reading. */
const RANGES_MAX = 1000;
/** Frames are gathered to writes of about this size. */
const WRITE_BYTES = 2 ** 20;
const REPLACE_STEPS = {
  beforeRename: () => faultPoint("erase.before-rename"),
  afterRename: () => faultPoint("erase.after-rename"),
};

interface Tally {
  framesExamined: number;
  framesDropped: number;
  framesReplaced: number;
  bytesFreed: number;
  readonly dropped: SequenceRange[];
  rangesOmitted: number;
}

/** Applies the policy to every finished segment that may hold a frame old enough. See `EventLog.erase`. */
export async function eraseFrames(directory: string, table: SegmentTable, unfinished: Segment | undefined, policy: ErasePolicy, payloadBytesMax: number): Promise<EraseReport> {
  const tally: Tally = { framesExamined: 0, framesDropped: 0, framesReplaced: 0, bytesFreed: 0, dropped: [], rangesOmitted: 0 };
  for (const segment of table.all) {
    if (segment === unfinished || isEmptied(segment) || segment.header.firstReceivedAtMs >= policy.receivedBeforeMs) continue;
    const plan = await planSegment(segment, policy);
    tally.framesExamined += plan.examined;
    if (plan.framesLeft === plan.examined && !plan.replaces) continue;
    await rewriteSegment(table, segment, policy, plan, tally, payloadBytesMax);
  }
  await mergeEmptied(directory, table, tally);
  return tally;
}

/** A segment of which only header and seal are left: it keeps the chain whole. */
function isEmptied({ header }: Segment): boolean {
  return header.generation > 0 && header.framesLeft === 0;
}

interface Plan {
  readonly examined: number;
  readonly framesLeft: number;
  readonly replaces: boolean;
  /** Checksum of the original seal: the chain value that the next segment starts from. */
  readonly endLink: number;
}

async function planSegment(segment: Segment, policy: ErasePolicy): Promise<Plan> {
  let examined = 0;
  let framesLeft = 0;
  let replaces = false;
  let endLink = segment.header.endLink;
  for await (const { frame, logged } of walkSegment(segment)) {
    if (segment.header.generation === 0) endLink = frame.crc;
    if (frame.kind === "seal") continue;
    examined++;
    const fate = fateOf(policy, logged);
    if (fate.kind !== "drop") framesLeft++;
    if (fate.kind === "replace") replaces = true;
  }
  return { examined, framesLeft, replaces, endLink };
}

function fateOf(policy: ErasePolicy, logged: Parameters<ErasePolicy["fateOf"]>[0]): FrameFate {
  return logged.receivedAtMs < policy.receivedBeforeMs ? policy.fateOf(logged) : { kind: "keep" };
}

async function rewriteSegment(table: SegmentTable, segment: Segment, policy: ErasePolicy, plan: Plan, tally: Tally, payloadBytesMax: number): Promise<void> {
  const { file } = segment;
  const sizeBefore = (await stat(file)).size;
  const header = successor(segment.header, { framesLeft: plan.framesLeft, endLink: plan.endLink });
  await replaceFile(
    file,
    async (handle) => {
      const out = new RewrittenSegment(handle, header);
      let lastSeal: StoredFrame | undefined;
      for await (const { frame, logged } of walkSegment(segment)) {
        if (frame.kind === "seal") {
          lastSeal = frame;
          continue;
        }
        const fate = fateOf(policy, logged);
        if (fate.kind === "drop") {
          tally.framesDropped++;
          noteDropped(tally, { first: frame.firstSequence, last: frame.firstSequence + frame.count - 1 });
          continue;
        }
        if (fate.kind === "replace") {
          tally.framesReplaced++;
          checkReplacement(fate, payloadBytesMax);
        }
        const changed = fate.kind === "replace" ? { payload: fate.payload, retentionClass: fate.retentionClass } : logged;
        await out.add({ ...frame, retentionClass: changed.retentionClass }, changed.payload);
      }
      if (lastSeal === undefined) throw new Error("bug: erasing a segment that is not finished");
      await out.add(lastSeal, new Uint8Array(0));
      await out.flush();
    },
    REPLACE_STEPS,
  );
  table.replace({ header, file });
  tally.bytesFreed += sizeBefore - (await stat(file)).size;
}

function checkReplacement(fate: Extract<FrameFate, { kind: "replace" }>, payloadBytesMax: number): void {
  if (fate.payload.byteLength > payloadBytesMax) {
    throw new ProblemError({
      code: "too-large",
      detail: `a replacement of ${fate.payload.byteLength} bytes`,
      expected: `at most ${payloadBytesMax}`,
    });
  }
}

/** Runs of segments that were erased to nothing become one, so that their number does not grow for ever. */
async function mergeEmptied(directory: string, table: SegmentTable, tally: Tally): Promise<void> {
  let run: Segment[] = [];
  for (const segment of [...table.all, undefined]) {
    if (segment !== undefined && isEmptied(segment)) {
      run.push(segment);
      continue;
    }
    if (run.length > 1) await mergeRun(directory, table, run, tally);
    run = [];
  }
}

async function mergeRun(directory: string, table: SegmentTable, run: readonly Segment[], tally: Tally): Promise<void> {
  const first = run[0].header;
  const last = run[run.length - 1];
  const { coversFrom, startLink, firstSequence, firstReceivedAtMs } = first;
  const header = successor(last.header, { coversFrom, startLink, firstSequence, firstReceivedAtMs });
  let seal: StoredFrame | undefined;
  for await (const { frame } of walkSegment(last)) seal = frame;
  const lastSeal = seal;
  if (lastSeal === undefined) throw new Error("bug: an emptied segment without a seal");
  await replaceFile(
    last.file,
    async (handle) => {
      const out = new RewrittenSegment(handle, header);
      await out.add(lastSeal, new Uint8Array(0));
      await out.flush();
    },
    REPLACE_STEPS,
  );
  // Readers look in the table again when a file is gone, so it must change first.
  table.replace({ header, file: last.file });
  for (const segment of run.slice(0, -1)) {
    await rm(segment.file);
    tally.bytesFreed += SEGMENT_HEADER_BYTES + FRAME_HEADER_BYTES;
  }
  await syncDirectory(directory);
}

/** The header of the next generation of a segment, with a nonce and so with checksums of its own. */
function successor(header: SegmentHeader, changes: Partial<SegmentHeader>): SegmentHeader {
  const next = decodeSegmentHeader(encodeSegmentHeader({ ...header, ...changes, generation: header.generation + 1, nonce: randomBytes(8) }));
  if ("kind" in next) throw new Error(`bug: wrote a segment header that does not read: ${next.expected}`);
  return next;
}

function noteDropped(tally: Tally, range: SequenceRange): void {
  const before = tally.dropped.at(-1);
  if (before !== undefined && before.last + 1 === range.first) tally.dropped[tally.dropped.length - 1] = { first: before.first, last: range.last };
  else if (tally.dropped.length < RANGES_MAX) tally.dropped.push(range);
  else tally.rangesOmitted++;
}

/** Writes the surviving frames of a segment in order; memory is one write. */
class RewrittenSegment {
  readonly #handle: FileHandle;
  readonly #seed: number;
  #chain: number;
  #written = 0;
  #waiting: Uint8Array[];
  #waitingBytes: number;

  constructor(handle: FileHandle, header: SegmentHeader) {
    this.#handle = handle;
    this.#seed = header.crc;
    this.#chain = header.crc;
    this.#waiting = [encodeSegmentHeader(header)];
    this.#waitingBytes = SEGMENT_HEADER_BYTES;
  }

  /** Adds a frame with its place, sequence and time kept and its chain made new. */
  async add(frame: FrameFields, payload: Uint8Array): Promise<void> {
    const size = frameBytes(payload.byteLength);
    const head = Buffer.alloc(FRAME_HEADER_BYTES);
    this.#chain = encodeFrameHeader(head, 0, { ...frame, payloadBytes: payload.byteLength, chain: this.#chain }, payload, this.#seed);
    this.#waiting.push(head, payload, Buffer.alloc(size - FRAME_HEADER_BYTES - payload.byteLength));
    this.#waitingBytes += size;
    if (this.#waitingBytes >= WRITE_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    await writeFully(this.#handle, this.#waiting, this.#written);
    this.#written += this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
