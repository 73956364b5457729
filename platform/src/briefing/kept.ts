/**
 * Answers that are kept for a while, so that many who ask for the same cost one reading. Whoever comes while one is being
 * made waits for that one; a failure is not kept. What took long to make is kept for longer, so that making it never fills
 * more than a part of the time. Bounded: the oldest give way.
 */
import type { World } from "../base/world.ts";

interface Entry<T> {
  readonly atMs: number;
  readonly value: Promise<T>;
  /** How long it took; without end while it is being made. */
  tookMs: number;
}

/** A tenth of the time at most is spent on making one answer anew. */
const REST = 10;

const ENTRIES_MAX = 300;

export class Kept<T> {
  readonly #world: Pick<World, "nowMs">;
  readonly #entries = new Map<string, Entry<T>>();

  constructor(world: Pick<World, "nowMs">) {
    this.#world = world;
  }

  get(key: string, ageMs: number, make: () => Promise<T>): Promise<T> {
    const nowMs = this.#world.nowMs();
    const known = this.#entries.get(key);
    // A clock that was set back makes nothing older.
    if (known !== undefined && nowMs >= known.atMs && nowMs - known.atMs < Math.max(ageMs, known.tookMs * REST)) return known.value;
    const entry: Entry<T> = { atMs: nowMs, value: make(), tookMs: Infinity };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= ENTRIES_MAX) break;
      this.#entries.delete(oldest);
    }
    entry.value.then(
      () => (entry.tookMs = this.#world.nowMs() - nowMs),
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.value;
  }
}
