/** The settings of the embedded event log: what each means, its default, and the check that they fit one another. */
import { ProblemError } from "../../base/problem.ts";
import { FRAME_HEADER_BYTES, PAYLOAD_BYTES_MAX, POSITION_SPAN, SEGMENT_HEADER_BYTES, frameBytes } from "./segment.ts";

const MIB = 2 ** 20;

export interface EmbeddedLogOptions {
  readonly directory: string;
  /** A segment is finished when the next frame would make it larger. Default 64 MiB, at most 1 GiB. */
  readonly segmentBytesMax?: number;
  /** Largest payload of one frame. Default 16 MiB, at most 64 MiB. */
  readonly frameBytesMax?: number;
  /** Bytes that may wait to become durable; more are refused. Default 64 MiB. */
  readonly queueBytesMax?: number;
  /** Bytes written with one fdatasync, or one frame if that is larger. Default 4 MiB: larger was slower. */
  readonly groupBytesMax?: number;
  /** SHA-256, as 64 hexadecimal digits, of the versions that judge the events. Other versions begin another segment. */
  readonly versionsDigest?: string;
  /** Check every stored frame before opening, not only the end. Reads the whole log. */
  readonly verifyAll?: boolean;
}

export type LogLimits = Required<Pick<EmbeddedLogOptions, "segmentBytesMax" | "frameBytesMax" | "queueBytesMax" | "groupBytesMax">>;

/** Fills in defaults. Throws `config-invalid`, naming the setting. */
export function checkLimits(options: EmbeddedLogOptions): LogLimits {
  const {
    segmentBytesMax = 64 * MIB,
    frameBytesMax = Math.min(16 * MIB, largestPayload(segmentBytesMax)),
    queueBytesMax = 64 * MIB,
    groupBytesMax = Math.min(4 * MIB, queueBytesMax),
  } = options;
  const checks: readonly (readonly [string, number, number, number])[] = [
    ["segmentBytesMax", segmentBytesMax, SEGMENT_HEADER_BYTES + 2 * FRAME_HEADER_BYTES + 8, POSITION_SPAN],
    ["frameBytesMax", frameBytesMax, 1, Math.min(PAYLOAD_BYTES_MAX, largestPayload(segmentBytesMax))],
    ["queueBytesMax", queueBytesMax, frameBytes(frameBytesMax), Number.MAX_SAFE_INTEGER],
    ["groupBytesMax", groupBytesMax, 1, queueBytesMax],
  ];
  for (const [name, value, from, to] of checks) {
    if (isWithin(value, from, to)) continue;
    throw new ProblemError({
      code: "config-invalid",
      detail: `event log: ${name} is ${value}`,
      at: { field: name },
      value: String(value),
      expected: `an integer from ${from} to ${to}`,
    });
  }
  return { segmentBytesMax, frameBytesMax, queueBytesMax, groupBytesMax };
}

/** What fits in one segment beside its header and seal, a multiple of 8. */
function largestPayload(segmentBytesMax: number): number {
  return Math.floor((segmentBytesMax - SEGMENT_HEADER_BYTES - 2 * FRAME_HEADER_BYTES) / 8) * 8;
}

/** 32 bytes; zeroes when not given. Throws `config-invalid`. */
export function parseDigest(text: string | undefined): Buffer {
  if (text === undefined) return Buffer.alloc(32);
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new ProblemError({
      code: "config-invalid",
      detail: "event log: versionsDigest",
      value: text.slice(0, 40),
      expected: "64 hexadecimal digits",
    });
  }
  return Buffer.from(text, "hex");
}

/** Whether the value is an integer from `from` to `to`, both included. */
export function isWithin(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}
