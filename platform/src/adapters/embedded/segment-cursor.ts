/**
 * Walks the frames of one segment file in order and checks each. It never throws for what the bytes say: a wrong frame is
 * a step of its own, and whoever asked decides whether it is a torn tail or damage. Memory: one chunk, or one frame if
 * that is larger.
 */
import type { FileHandle } from "node:fs/promises";
import { LogDamaged } from "../../ports/event-log.ts";
import { readFully } from "./durable-file.ts";
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES, decodeFrameHeader, decodeSegmentHeader, frameBytes, hex, payloadFault } from "./segment.ts";
import type { Fault, SegmentHeader, StoredFrame } from "./segment.ts";

export type Step =
  | { readonly kind: "frame" | "seal"; readonly frame: StoredFrame; readonly payload: Buffer; readonly at: number; readonly end: number }
  | { readonly kind: "bad"; readonly at: number; readonly expected: string; readonly found: string }
  | { readonly kind: "end"; readonly at: number };

/** One disk request per ~20 frames of usual size; larger gained nothing in measurements. */
const CHUNK_BYTES = 2 ** 20;

export interface CursorStart {
  readonly at: number;
  /** Chain value that the first frame must carry, or undefined when starting in the middle. */
  readonly chain: number | undefined;
}

export class SegmentCursor {
  readonly #handle: FileHandle;
  readonly #header: SegmentHeader;
  readonly #end: number;
  #at: number;
  #chain: number | undefined;
  #nextSequence: number;
  #lastLogicalOffset = 0;
  #chunk: Buffer = Buffer.alloc(0);
  #chunkAt = 0;

  /** Reads up to byte `end` of the file, from its first frame unless `start` says otherwise. */
  constructor(handle: FileHandle, header: SegmentHeader, end: number, start?: CursorStart) {
    this.#handle = handle;
    this.#header = header;
    this.#end = end;
    this.#at = start?.at ?? SEGMENT_HEADER_BYTES;
    this.#chain = start === undefined ? header.crc : start.chain;
    this.#nextSequence = header.firstSequence;
  }

  /** The chain value of the last good frame or seal. */
  get chain(): number | undefined {
    return this.#chain;
  }

  /** One past the last sequence number of the last good frame. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  async next(): Promise<Step> {
    const at = this.#at;
    if (at >= this.#end) return { kind: "end", at };
    if (this.#end - at < FRAME_HEADER_BYTES) {
      return { kind: "bad", at, expected: `a frame header of ${FRAME_HEADER_BYTES} bytes`, found: `${this.#end - at} bytes` };
    }
    if (!(await this.#hold(at, FRAME_HEADER_BYTES))) return { kind: "bad", at, expected: "a frame header", found: "the end of the file" };
    const frame = decodeFrameHeader(this.#chunk, at - this.#chunkAt, this.#header.crc);
    if (frame.kind === "fault") return bad(at, frame);
    const unfit = this.#misplaced(frame, at);
    if (unfit !== undefined) return bad(at, unfit);
    const size = frameBytes(frame.payloadBytes);
    if (size > this.#end - at || !(await this.#hold(at, size))) {
      return { kind: "bad", at, expected: `a frame of ${size} bytes`, found: `${this.#end - at} bytes` };
    }
    const bodyAt = at - this.#chunkAt + FRAME_HEADER_BYTES;
    const payload = this.#chunk.subarray(bodyAt, bodyAt + frame.payloadBytes);
    const padding = this.#chunk.subarray(bodyAt + frame.payloadBytes, at - this.#chunkAt + size);
    const wrong = payloadFault(frame, payload, padding, this.#header.crc);
    if (wrong !== undefined) return bad(at, wrong);
    this.#at = at + size;
    this.#chain = frame.crc;
    this.#nextSequence = frame.firstSequence + frame.count;
    this.#lastLogicalOffset = frame.logicalOffset;
    return { kind: frame.kind, frame, payload, at, end: this.#at };
  }

  /** A frame that is whole but not the one that belongs here: removed, doubled or moved neighbours. */
  #misplaced(frame: StoredFrame, at: number): Fault | undefined {
    if (this.#chain !== undefined && frame.chain !== this.#chain) {
      return { kind: "fault", expected: `the frame that follows ${hex(this.#chain)}`, found: `one that follows ${hex(frame.chain)}` };
    }
    const inPlace = this.#header.generation === 0 ? frame.logicalOffset === at : frame.logicalOffset > this.#lastLogicalOffset;
    if (!inPlace) return { kind: "fault", expected: `the frame first written at ${at}`, found: `one first written at ${frame.logicalOffset}` };
    if (frame.firstSequence < this.#nextSequence) {
      return { kind: "fault", expected: `sequence number ${this.#nextSequence} or later`, found: String(frame.firstSequence) };
    }
    return undefined;
  }

  /** Has bytes [at, at + length) in the chunk; false when the file ends before. */
  async #hold(at: number, length: number): Promise<boolean> {
    if (at >= this.#chunkAt && at + length <= this.#chunkAt + this.#chunk.length) return true;
    const wanted = Math.min(Math.max(CHUNK_BYTES, length), this.#end - at);
    // A fresh buffer each time: payloads handed out are views of the old one.
    this.#chunk = await readFully(this.#handle, wanted, at);
    this.#chunkAt = at;
    return this.#chunk.length >= length;
  }
}

function bad(at: number, fault: Fault): Step {
  return { kind: "bad", at, expected: fault.expected, found: fault.found };
}

/** Reads and checks a segment's header, also against the number in its name. Throws `LogDamaged`. */
export async function readSegmentHeader(handle: FileHandle, file: string, number: number): Promise<SegmentHeader> {
  const header = decodeSegmentHeader(await readFully(handle, SEGMENT_HEADER_BYTES, 0));
  if ("kind" in header) throw new LogDamaged({ file, offset: 0, expected: header.expected, found: header.found });
  if (header.number !== number) {
    throw new LogDamaged({ file, offset: 0, expected: `segment number ${number}, as in the file name`, found: String(header.number) });
  }
  return header;
}
