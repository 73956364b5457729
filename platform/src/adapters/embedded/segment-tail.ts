/**
 * Tells a torn tail from damage. A torn tail is what a crash leaves of a write that was never acknowledged: it may be cut.
 * Damage has touched bytes that were durable: it may not. The difference is in what follows the first wrong frame.
 */
import type { FileHandle } from "node:fs/promises";
import { readFully } from "./durable-file.ts";
import { FRAME_HEADER_BYTES, FRAME_MARK, decodeFrameHeader, frameBytes, payloadFault } from "./segment.ts";
import type { SegmentHeader, StoredFrame } from "./segment.ts";

export type TailVerdict =
  | { readonly kind: "torn" }
  /** `because` completes the sentence "expected …, found …, ". */
  | { readonly kind: "damaged"; readonly because: string };

/** Disks write whole sectors; one that a cut write never reached still reads as zeroes, segments being written once. */
const SECTOR_BYTES = 512;
/** Fewer zeroes than this are an accident of the data. */
const UNWRITTEN_BYTES_MIN = 16;

/**
 * Judges the bytes from the first wrong frame, at `badAt`, to the end of a segment that was never rewritten.
 *
 * - Nothing valid there or behind: torn. (A wrong last frame cannot be told from a torn one.)
 * - Something valid behind that is not where it was written: damaged. (Each segment seeds its checksums with a nonce, so
 *   bytes of a payload do not pass for a frame.)
 * - Something valid behind that was written after `badAt` had become durable: damaged.
 * - Otherwise all valid frames behind belong to the same unfinished write. A power cut can store its later part and
 *   not its earlier one, but then a sector in between was never written: torn if there is one, else damaged.
 */
export async function judgeTail(handle: FileHandle, header: SegmentHeader, badAt: number, size: number): Promise<TailVerdict> {
  // At most one segment, 1 GiB by limit and 64 MiB by default, and only after a crash.
  const bytes = await readFully(handle, size - badAt, badAt);
  let firstValidAt: number | undefined;
  let start = bytes.indexOf(FRAME_MARK);
  while (start !== -1) {
    const at = badAt + start;
    const frame = wholeFrame(bytes, start, header);
    if (frame !== undefined) {
      firstValidAt ??= at;
      if (frame.logicalOffset !== at) return { kind: "damaged", because: `and at byte ${at} is what was written at byte ${frame.logicalOffset}` };
      if (frame.groupOffset > badAt) return { kind: "damaged", because: `and the ${frame.kind} at byte ${at} was written after this had become durable` };
    }
    start = bytes.indexOf(FRAME_MARK, start + (frame === undefined ? 1 : frameBytes(frame.payloadBytes)));
  }
  if (firstValidAt === undefined || hasUnwrittenSector(bytes, badAt, firstValidAt)) return { kind: "torn" };
  return { kind: "damaged", because: `and whole frames follow from byte ${firstValidAt}` };
}

function wholeFrame(bytes: Buffer, start: number, header: SegmentHeader): StoredFrame | undefined {
  if (start + FRAME_HEADER_BYTES > bytes.length) return undefined;
  const frame = decodeFrameHeader(bytes, start, header.crc);
  if (frame.kind === "fault") return undefined;
  const end = start + frameBytes(frame.payloadBytes);
  if (end > bytes.length) return undefined;
  const bodyAt = start + FRAME_HEADER_BYTES;
  const bodyEnd = bodyAt + frame.payloadBytes;
  const wrong = payloadFault(frame, bytes.subarray(bodyAt, bodyEnd), bytes.subarray(bodyEnd, end), header.crc);
  return wrong === undefined ? frame : undefined;
}

function hasUnwrittenSector(bytes: Buffer, badAt: number, end: number): boolean {
  let from = badAt;
  while (from < end) {
    const to = Math.min(end, (Math.floor(from / SECTOR_BYTES) + 1) * SECTOR_BYTES);
    if (to - from >= UNWRITTEN_BYTES_MIN && bytes.subarray(from - badAt, to - badAt).every((byte) => byte === 0)) return true;
    from = to;
  }
  return false;
}
