/**
 * Where the last frames are in the log: from an event's sequence number to its frame. Oldest frames are forgotten. Part
 * of a snapshot, so that a repeated event finds its first verdict after a restart too.
 */
import type { LogPosition } from "../ports/event-log.ts";

const FRAMES_MAX = 1 << 20;

export class FrameIndex {
  #first: number[] = [];
  #positions: LogPosition[] = [];

  add(firstSequence: number, position: LogPosition): void {
    this.#first.push(firstSequence);
    this.#positions.push(position);
    if (this.#first.length > FRAMES_MAX) {
      this.#first = this.#first.slice(FRAMES_MAX / 2);
      this.#positions = this.#positions.slice(FRAMES_MAX / 2);
    }
  }

  /** How many frames are remembered, and where the n-th of them is, oldest first. */
  get count(): number {
    return this.#first.length;
  }

  positionOf(n: number): LogPosition {
    return this.#positions[n];
  }

  /** Frames up to and with the one at `last`, as pairs of first sequence and position. */
  snapshot(last: LogPosition): Uint8Array {
    const pairs: number[] = [];
    for (let n = 0; n < this.#first.length && this.#positions[n] <= last; n++) pairs.push(this.#first[n], this.#positions[n]);
    return new Uint8Array(Float64Array.from(pairs).buffer);
  }

  /** Replaces what is remembered. Throws a RangeError when the bytes are not whole pairs. */
  restore(bytes: Uint8Array): void {
    if (bytes.length % 16 !== 0) throw new RangeError("an index of frames that is cut off");
    const pairs = new Float64Array(new Uint8Array(bytes).buffer);
    this.#first = [];
    this.#positions = [];
    for (let n = 0; n < pairs.length; n += 2) this.add(pairs[n], pairs[n + 1]);
  }

  /** Position of the frame that covers the sequence number, or null when it is older than what is remembered. */
  find(sequence: number): LogPosition | null {
    let low = 0;
    let high = this.#first.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#first[middle] <= sequence) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? null : this.#positions[low - 1];
  }
}
