/**
 * Writes frames to the last segment and begins the next one when it is full. One call at a time. Promises that when
 * `writeGroup` resolves its frames are durable; after a failure it must not be used again, because what a failed fsync
 * left on the disk is unknown.
 */
import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { faultPoint } from "../../base/fault-point.ts";
import { ProblemError } from "../../base/problem.ts";
import type { FrameToAppend, LogPosition } from "../../ports/event-log.ts";
import { replaceFile, writeFully } from "./durable-file.ts";
import type { RecoveredLog } from "./log-recovery.ts";
import type { Segment, SegmentTable } from "./segment-table.ts";
import {
  FRAME_HEADER_BYTES,
  POSITION_SPAN,
  SEGMENT_HEADER_BYTES,
  SEGMENT_NUMBER_MAX,
  decodeSegmentHeader,
  encodeFrameHeader,
  encodeSegmentHeader,
  frameBytes,
  positionAt,
  sealFields,
  segmentFileName,
} from "./segment.ts";

/** Payloads up to this are copied beside their headers, which is cheaper than a buffer each in the system call. */
const COPIED_BYTES_MAX = 4096;
const PADDING = Buffer.alloc(8);
const NOTHING = new Uint8Array(0);

interface OpenSegment {
  readonly segment: Segment;
  readonly handle: FileHandle;
}

export class SegmentWriter {
  readonly #directory: string;
  readonly #segmentBytesMax: number;
  readonly #versionsDigest: Buffer;
  readonly #table: SegmentTable;
  #open: OpenSegment | undefined;
  #offset = 0;
  #chain = 0;
  #sealed = true;
  #hasFrames = false;
  #nextSequence: number;

  constructor(directory: string, segmentBytesMax: number, versionsDigest: Buffer, table: SegmentTable, recovered: RecoveredLog) {
    this.#directory = directory;
    this.#segmentBytesMax = segmentBytesMax;
    this.#versionsDigest = versionsDigest;
    this.#table = table;
    this.#nextSequence = recovered.nextSequence;
    this.#chain = recovered.end?.chain ?? 0;
    this.#sealed = recovered.end?.sealed ?? true;
    this.#hasFrames = recovered.end?.hasFrames ?? false;
    this.#offset = recovered.end?.offset ?? 0;
  }

  /** Goes on in the last segment, unless it was rewritten or holds frames judged by other versions. */
  async resume(): Promise<void> {
    const last = this.#table.last;
    if (last === undefined || last.header.generation > 0) return;
    const handle = await open(last.file, "r+");
    this.#open = { segment: last, handle };
    if (!last.header.versionsDigest.equals(this.#versionsDigest)) await this.finishSegment();
  }

  /** The segment that frames are written to, if there is one. */
  get openSegment(): Segment | undefined {
    return this.#open?.segment;
  }

  /** Bytes that still fit in the segment, its seal kept free. */
  get roomBytes(): number {
    return this.#open === undefined ? 0 : this.#segmentBytesMax - this.#offset - FRAME_HEADER_BYTES;
  }

  /** Begins a new segment if `next` does not fit in this one. */
  async makeRoom(next: FrameToAppend): Promise<void> {
    if (frameBytes(next.payload.byteLength) <= this.roomBytes) return;
    await this.finishSegment();
    await this.#beginSegment(next.firstSequence, next.receivedAtMs);
  }

  /** Writes the frames, which must fit, with one write and one fdatasync. Their positions, in order. */
  async writeGroup(group: readonly FrameToAppend[]): Promise<LogPosition[]> {
    const { segment, handle } = this.#opened();
    const encoded = encodeGroup(group, this.#offset, this.#chain, segment.header.crc);
    faultPoint("log.before-write");
    await writeFully(handle, encoded.buffers, this.#offset);
    faultPoint("log.after-write-before-sync");
    await handle.datasync();
    faultPoint("log.after-sync-before-ack");
    const last = group[group.length - 1];
    this.#nextSequence = last.firstSequence + last.count;
    this.#advance(encoded.end, encoded.chain, false);
    this.#hasFrames = true;
    return encoded.offsets.map((offset) => positionAt(segment.header.number, offset));
  }

  /** True when the last segment has frames, the first of them received before the instant. */
  hasFramesFrom(beforeMs: number): boolean {
    return this.#open !== undefined && this.#hasFrames && this.#open.segment.header.firstReceivedAtMs < beforeMs;
  }

  /** Seals and closes the last segment; the next frame begins another. */
  async finishSegment(): Promise<void> {
    if (this.#open === undefined) return;
    await this.#seal();
    const { handle } = this.#open;
    this.#open = undefined;
    await handle.close();
  }

  /** Lets go of the file without writing to it, after a failure. */
  async abandon(): Promise<void> {
    const handle = this.#open?.handle;
    this.#open = undefined;
    await handle?.close();
  }

  #opened(): OpenSegment {
    if (this.#open === undefined) throw new Error("bug: no open segment");
    return this.#open;
  }

  async #seal(): Promise<void> {
    if (this.#sealed) return;
    const { segment, handle } = this.#opened();
    const seal = Buffer.alloc(FRAME_HEADER_BYTES);
    const chain = encodeFrameHeader(seal, 0, sealFields(this.#offset, this.#chain, this.#nextSequence), NOTHING, segment.header.crc);
    await writeFully(handle, [seal], this.#offset);
    await handle.datasync();
    this.#advance(this.#offset + FRAME_HEADER_BYTES, chain, true);
  }

  #advance(offset: number, chain: number, sealed: boolean): void {
    this.#offset = offset;
    this.#chain = chain;
    this.#sealed = sealed;
    this.#table.durableEnd = positionAt(this.#opened().segment.header.number, offset);
  }

  async #beginSegment(firstSequence: number, receivedAtMs: number): Promise<void> {
    const number = (this.#table.last?.header.number ?? 0) + 1;
    if (number > SEGMENT_NUMBER_MAX) {
      throw new ProblemError({
        code: "too-large",
        detail: `the log has used all ${SEGMENT_NUMBER_MAX} segment numbers; start another directory`,
      });
    }
    const bytes = encodeSegmentHeader({
      number,
      coversFrom: number,
      generation: 0,
      startLink: this.#chain,
      endLink: 0,
      framesLeft: 0,
      firstSequence,
      firstReceivedAtMs: receivedAtMs,
      nonce: randomBytes(8),
      versionsDigest: this.#versionsDigest,
    });
    const header = decodeSegmentHeader(bytes);
    if ("kind" in header) throw new Error(`bug: wrote a segment header that does not read: ${header.expected}`);
    const file = join(this.#directory, segmentFileName(number));
    await replaceFile(file, (handle) => writeFully(handle, [bytes], 0));
    const handle = await open(file, "r+");
    const segment = { header, file };
    this.#open = { segment, handle };
    this.#hasFrames = false;
    this.#table.add(segment);
    this.#advance(SEGMENT_HEADER_BYTES, header.crc, false);
    faultPoint("log.segment-rolled");
  }
}

interface EncodedGroup {
  readonly buffers: readonly Uint8Array[];
  readonly offsets: readonly number[];
  readonly chain: number;
  readonly end: number;
}

function encodeGroup(group: readonly FrameToAppend[], from: number, chain: number, seed: number): EncodedGroup {
  let slabBytes = 0;
  for (const { payload } of group) slabBytes += payload.byteLength <= COPIED_BYTES_MAX ? frameBytes(payload.byteLength) : FRAME_HEADER_BYTES;
  const slab = Buffer.allocUnsafe(slabBytes);
  const buffers: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = from;
  let used = 0;
  let sent = 0;
  for (const frame of group) {
    const { payload } = frame;
    const payloadBytes = payload.byteLength;
    const size = frameBytes(payloadBytes);
    const fields = { ...headerOf(frame), kind: "frame" as const, payloadBytes, logicalOffset: at, groupOffset: from, chain };
    chain = encodeFrameHeader(slab, used, fields, payload, seed);
    used += FRAME_HEADER_BYTES;
    if (payloadBytes <= COPIED_BYTES_MAX) {
      slab.set(payload, used);
      const end = used + size - FRAME_HEADER_BYTES;
      slab.fill(0, used + payloadBytes, end);
      used = end;
    } else {
      buffers.push(slab.subarray(sent, used), payload, PADDING.subarray(0, size - FRAME_HEADER_BYTES - payloadBytes));
      sent = used;
    }
    offsets.push(at);
    at += size;
  }
  buffers.push(slab.subarray(sent, used));
  if (at > POSITION_SPAN) throw new Error("bug: a group larger than a segment");
  return { buffers, offsets, chain, end: at };
}

function headerOf(frame: FrameToAppend): Pick<FrameToAppend, "firstSequence" | "count" | "receivedAtMs" | "retentionClass"> {
  return { firstSequence: frame.firstSequence, count: frame.count, receivedAtMs: frame.receivedAtMs, retentionClass: frame.retentionClass };
}
