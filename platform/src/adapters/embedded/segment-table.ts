/** Which segments the log has, in memory: the one place that appending, reading and erasing look at and change. */
import type { SegmentHeader } from "./segment.ts";

export interface Segment {
  readonly header: SegmentHeader;
  readonly file: string;
}

export class SegmentTable {
  #segments: readonly Segment[];
  /** Everything before this position is durable and may be read. */
  durableEnd: number;

  constructor(segments: readonly Segment[], durableEnd: number) {
    this.#segments = segments;
    this.durableEnd = durableEnd;
  }

  /** In order of their numbers. A later change makes a new array, so a walk over this one stays whole. */
  get all(): readonly Segment[] {
    return this.#segments;
  }

  get last(): Segment | undefined {
    return this.#segments.at(-1);
  }

  add(segment: Segment): void {
    this.#segments = [...this.#segments, segment];
  }

  /** Puts `segment` where the segments were that it covers. */
  replace(segment: Segment): void {
    const { coversFrom, number } = segment.header;
    const before = this.#segments.filter((other) => other.header.number < coversFrom);
    const after = this.#segments.filter((other) => other.header.number > number);
    this.#segments = [...before, segment, ...after];
  }

  /** The first segment whose number is `number` or higher: the one itself, or the one that covers it or follows. */
  from(number: number): Segment | undefined {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#segments[middle].header.number < number) low = middle + 1;
      else high = middle;
    }
    return this.#segments[low];
  }
}
