/** Where the last frames are in the log: from an event's sequence number to its frame. Oldest frames are forgotten. */
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

  /** Position of the frame that covers the sequence number, or null when it is older than what is remembered. */
  find(sequence: number): LogPosition | null {
    let low = 0;
    let high = this.#first.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#first[middle]! <= sequence) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? null : this.#positions[low - 1]!;
  }
}
