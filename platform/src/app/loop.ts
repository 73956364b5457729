/**
 * A chore that repeats: it says when it wants to run next, can be woken earlier, never runs twice at once, and goes on after
 * a failure, more slowly the more often it fails. What the chore does is the caller's business.
 */
import type { World } from "../base/world.ts";

export interface LoopParts {
  readonly world: World;
  /** One round; gives when the next is needed, or null when nothing is known to come. */
  readonly step: () => Promise<number | null>;
  /** Longest rest between two rounds: what another process did is seen by then. */
  readonly idleMs: number;
  readonly failed: (error: unknown) => void;
}

const FAILED_FIRST_MS = 500;
const FAILED_MAX_MS = 30_000;

export class Loop {
  readonly #parts: LoopParts;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = true;
  #failures = 0;
  #cancel: () => void = () => undefined;

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** Runs as soon as it can; while it runs, once more afterwards. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    this.#cancel();
    this.#running = this.#round();
  }

  /** Waits for the round that runs; none follows. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  async #round(): Promise<void> {
    const { world, step, idleMs, failed } = this.#parts;
    let nextAtMs: number;
    try {
      const wanted = await step();
      this.#failures = 0;
      nextAtMs = Math.min(wanted ?? Infinity, world.nowMs() + idleMs);
    } catch (error) {
      nextAtMs = world.nowMs() + Math.min(FAILED_MAX_MS, FAILED_FIRST_MS * 2 ** Math.min(this.#failures, 10));
      // Once for each spell of failures: the same sentence every second helps nobody.
      if (this.#failures++ === 0) failed(error);
    }
    this.#running = null;
    if (this.#stopped) return;
    if (this.#again && this.#failures === 0) {
      this.#again = false;
      this.wake();
      return;
    }
    this.#again = false;
    this.#cancel = world.at(nextAtMs, () => this.wake());
  }
}
