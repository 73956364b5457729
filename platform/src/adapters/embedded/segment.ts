/**
 * The bytes of a log segment: one header, then frames, then (when the segment is finished) a seal. Pure encoding and
 * decoding; reading files, judging damage and writing are elsewhere. The checks find accidents, not forgers: a CRC is
 * no signature. All numbers are little-endian; every frame starts at a multiple of 8, so payloads can be viewed as
 * typed arrays.
 */
import { crc32 } from "node:zlib";

/** A position is segment number × this + offset. 2^30 leaves 2^23 segments below 2^53, and segments up to 1 GiB. */
export const POSITION_SPAN = 2 ** 30;
export const SEGMENT_NUMBER_MAX = 2 ** 23 - 1;
export const SEGMENT_HEADER_BYTES = 128;
export const FRAME_HEADER_BYTES = 56;
/** No stored frame is believed to be larger, so a wrong length cannot make the reader ask for gigabytes. */
export const PAYLOAD_BYTES_MAX = 64 * 2 ** 20;
const FORMAT_VERSION = 1;
const SEGMENT_MAGIC = Buffer.from("DUANLOG\n", "latin1");
/** Opens every frame; what a search for frames behind damage looks for. */
export const FRAME_MARK = Buffer.from("DFRM", "latin1");
const FRAME_MAGIC = FRAME_MARK.readUInt32LE(0);
const KIND_FRAME = 1;
const KIND_SEAL = 2;

export interface SegmentHeader {
  readonly number: number;
  /** Lower than `number` when this segment stands for earlier ones that were erased to nothing. */
  readonly coversFrom: number;
  /** 0 as first written; one more each time `erase` rewrote it. */
  readonly generation: number;
  /** The chain value with which the segment before ended; 0 for the first. */
  readonly startLink: number;
  /** For a rewritten segment, the chain value with which it ended originally: what the next one starts from. */
  readonly endLink: number;
  /** Frames left, for a rewritten segment; 0 in an original one, which is written before its frames. */
  readonly framesLeft: number;
  readonly firstSequence: number;
  readonly firstReceivedAtMs: number;
  /** Makes the checksums of each segment its own, so bytes of a payload cannot pass for a frame. 8 bytes. */
  readonly nonce: Buffer;
  /** SHA-256 of the versions in force when the segment began, 32 bytes; zeroes when not given. */
  readonly versionsDigest: Buffer;
  /** Checksum of the header: the start of the frame chain and the seed of all checksums in the segment. */
  readonly crc: number;
}

export interface StoredFrame {
  readonly kind: "frame" | "seal";
  readonly payloadBytes: number;
  /** Where the frame was first written in its segment. Differs from where it is once the segment was rewritten. */
  readonly logicalOffset: number;
  /** Everything in the segment before this offset was durable when the frame was written. */
  readonly groupOffset: number;
  readonly firstSequence: number;
  readonly receivedAtMs: number;
  readonly count: number;
  readonly retentionClass: number;
  /** Checksum of the frame before (or of the segment header): a frame removed or moved breaks it. */
  readonly chain: number;
  readonly payloadCrc: number;
  readonly crc: number;
}

export interface Fault {
  readonly kind: "fault";
  readonly expected: string;
  readonly found: string;
}

function fault(expected: string, found: string): Fault {
  return { kind: "fault", expected, found };
}

export function segmentOf(position: number): number {
  return Math.floor(position / POSITION_SPAN);
}

export function offsetOf(position: number): number {
  return position % POSITION_SPAN;
}

export function positionAt(segment: number, offset: number): number {
  return segment * POSITION_SPAN + offset;
}

/** Bytes that a frame takes in the file, padding to a multiple of 8 included. */
export function frameBytes(payloadBytes: number): number {
  return FRAME_HEADER_BYTES + Math.ceil(payloadBytes / 8) * 8;
}

const NAME = /^segment-(\d{10})\.log$/;

export function segmentFileName(number: number): string {
  return `segment-${String(number).padStart(10, "0")}.log`;
}

/** The number in a segment's file name, or undefined for any other file. */
export function segmentNumberOf(fileName: string): number | undefined {
  const match = NAME.exec(fileName);
  return match === null ? undefined : Number(match[1]);
}

/** Returns the 128 bytes; their checksum is the last four. */
export function encodeSegmentHeader(header: Omit<SegmentHeader, "crc">): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  SEGMENT_MAGIC.copy(bytes, 0);
  bytes.writeUInt32LE(FORMAT_VERSION, 8);
  bytes.writeUInt32LE(SEGMENT_HEADER_BYTES, 12);
  bytes.writeUInt32LE(header.number, 16);
  bytes.writeUInt32LE(header.coversFrom, 20);
  bytes.writeUInt32LE(header.generation, 24);
  bytes.writeUInt32LE(header.startLink, 28);
  bytes.writeUInt32LE(header.endLink, 32);
  bytes.writeUInt32LE(header.framesLeft, 36);
  bytes.writeDoubleLE(header.firstSequence, 40);
  bytes.writeDoubleLE(header.firstReceivedAtMs, 48);
  header.nonce.copy(bytes, 56, 0, 8);
  header.versionsDigest.copy(bytes, 64, 0, 32);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, SEGMENT_HEADER_BYTES - 4)), SEGMENT_HEADER_BYTES - 4);
  return bytes;
}

export function decodeSegmentHeader(bytes: Buffer): SegmentHeader | Fault {
  if (bytes.length < SEGMENT_HEADER_BYTES) return fault(`a segment header of ${SEGMENT_HEADER_BYTES} bytes`, `${bytes.length} bytes`);
  if (!bytes.subarray(0, 8).equals(SEGMENT_MAGIC)) return fault('the mark "DUANLOG"', "other bytes");
  const crc = bytes.readUInt32LE(SEGMENT_HEADER_BYTES - 4);
  const actual = crc32(bytes.subarray(0, SEGMENT_HEADER_BYTES - 4));
  if (crc !== actual) return fault(`segment header checksum ${hex(crc)}`, hex(actual));
  const version = bytes.readUInt32LE(8);
  if (version !== FORMAT_VERSION) return fault(`log format version ${FORMAT_VERSION}`, `version ${version}`);
  const header: SegmentHeader = {
    number: bytes.readUInt32LE(16),
    coversFrom: bytes.readUInt32LE(20),
    generation: bytes.readUInt32LE(24),
    startLink: bytes.readUInt32LE(28),
    endLink: bytes.readUInt32LE(32),
    framesLeft: bytes.readUInt32LE(36),
    firstSequence: bytes.readDoubleLE(40),
    firstReceivedAtMs: bytes.readDoubleLE(48),
    nonce: Buffer.from(bytes.subarray(56, 64)),
    versionsDigest: Buffer.from(bytes.subarray(64, 96)),
    crc,
  };
  if (header.number < 1 || header.coversFrom < 1 || header.coversFrom > header.number) {
    return fault("a segment number from 1", `${header.coversFrom}…${header.number}`);
  }
  if (!isSequence(header.firstSequence)) return fault("a sequence number", String(header.firstSequence));
  return header;
}

export type FrameFields = Omit<StoredFrame, "crc" | "payloadCrc">;

/** Writes the 56 bytes of a frame header at `at`; returns its checksum, the chain value for the next frame. */
export function encodeFrameHeader(into: Buffer, at: number, frame: FrameFields, payload: Uint8Array, seed: number): number {
  into.writeUInt32LE(FRAME_MAGIC, at);
  into.writeUInt32LE(frame.payloadBytes, at + 4);
  into.writeUInt32LE(frame.logicalOffset, at + 8);
  into.writeUInt32LE(frame.groupOffset, at + 12);
  into.writeDoubleLE(frame.firstSequence, at + 16);
  into.writeDoubleLE(frame.receivedAtMs, at + 24);
  into.writeUInt32LE(frame.count, at + 32);
  into.writeUInt16LE(frame.retentionClass, at + 36);
  into.writeUInt16LE(frame.kind === "seal" ? KIND_SEAL : KIND_FRAME, at + 38);
  into.writeUInt32LE(frame.chain, at + 40);
  into.writeUInt32LE(crc32(payload, seed), at + 44);
  into.writeUInt32LE(0, at + 48);
  const crc = crc32(into.subarray(at, at + FRAME_HEADER_BYTES - 4), seed);
  into.writeUInt32LE(crc, at + 52);
  return crc;
}

/** Checks the header alone; `payloadFault` checks the bytes behind it. Needs 56 bytes at `at`. */
export function decodeFrameHeader(bytes: Buffer, at: number, seed: number): StoredFrame | Fault {
  const magic = bytes.readUInt32LE(at);
  if (magic !== FRAME_MAGIC) return fault('the mark "DFRM" of a frame', hex(magic));
  const crc = bytes.readUInt32LE(at + 52);
  const actual = crc32(bytes.subarray(at, at + FRAME_HEADER_BYTES - 4), seed);
  if (crc !== actual) return fault(`frame header checksum ${hex(crc)}`, hex(actual));
  const kind = bytes.readUInt16LE(at + 38);
  const frame: StoredFrame = {
    kind: kind === KIND_SEAL ? "seal" : "frame",
    payloadBytes: bytes.readUInt32LE(at + 4),
    logicalOffset: bytes.readUInt32LE(at + 8),
    groupOffset: bytes.readUInt32LE(at + 12),
    firstSequence: bytes.readDoubleLE(at + 16),
    receivedAtMs: bytes.readDoubleLE(at + 24),
    count: bytes.readUInt32LE(at + 32),
    retentionClass: bytes.readUInt16LE(at + 36),
    chain: bytes.readUInt32LE(at + 40),
    payloadCrc: bytes.readUInt32LE(at + 44),
    crc,
  };
  if (kind !== KIND_FRAME && kind !== KIND_SEAL) return fault("a frame or a seal", `kind ${kind}`);
  if (frame.payloadBytes > PAYLOAD_BYTES_MAX) return fault(`at most ${PAYLOAD_BYTES_MAX} bytes in a frame`, `${frame.payloadBytes}`);
  if (!isSequence(frame.firstSequence)) return fault("a sequence number", String(frame.firstSequence));
  return frame;
}

/** Checks `payload` and the padding behind it against the header. */
export function payloadFault(frame: StoredFrame, payload: Uint8Array, padding: Uint8Array, seed: number): Fault | undefined {
  const actual = crc32(payload, seed);
  if (actual !== frame.payloadCrc) return fault(`frame checksum ${hex(frame.payloadCrc)}`, hex(actual));
  for (const byte of padding) if (byte !== 0) return fault("zeroes after the frame", hex(byte));
  return undefined;
}

/** A seal ends a finished segment and a clean shutdown: whatever is before it had been written in full. */
export function sealFields(at: number, chain: number, nextSequence: number): FrameFields {
  return {
    kind: "seal",
    payloadBytes: 0,
    logicalOffset: at,
    groupOffset: at,
    firstSequence: nextSequence,
    receivedAtMs: 0,
    count: 0,
    retentionClass: 0,
    chain,
  };
}

function isSequence(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

export function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
