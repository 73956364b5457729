/** The frames of the crash test, told by their sequence number alone, so that both processes know what each must hold. */
import type { FaultPoint } from "../src/base/fault-point.ts";
import { mix32 } from "../src/base/hash.ts";
import type { FrameToAppend } from "../src/ports/event-log.ts";

export interface CrashOrder {
  readonly directory: string;
  /** Frames to append before ending by itself. */
  readonly framesMax: number;
  /** Dies when this point is passed for the `hits`-th time. */
  readonly fault?: FaultPoint;
  readonly hits?: number;
}

export const ERASED_CLASS = 1;

/** Every fifth frame may be erased; sizes go from nothing to about 12 kB. */
export function crashFrame(sequence: number): FrameToAppend {
  const size = mix32(sequence) % 12_000;
  const payload = new Uint8Array(size);
  for (let i = 0; i < size; i++) payload[i] = sequence + i * 3;
  return {
    firstSequence: sequence,
    count: 1,
    receivedAtMs: 1_700_000_000_000 + sequence,
    retentionClass: sequence % 5 === 0 ? ERASED_CLASS : 0,
    payload,
  };
}
