/**
 * The one door for time, chance and identity. Everything below `adapters` takes a `World` (or a plain time) as an
 * argument, so that a run with a given seed is one history.
 */
export interface World {
  /** Milliseconds since the epoch, UTC. */
  nowMs(): number;
  /** In [0, 1). */
  chance(): number;
  /** A new record id with its kind as a prefix, e.g. `evt_…`. */
  newId(prefix: string): string;
  /** Runs `task` at or after the instant; returns what cancels it. */
  at(atMs: number, task: () => void): () => void;
}
