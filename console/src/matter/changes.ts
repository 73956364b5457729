/**
 * Word of what changes in casework, heard once for the whole page and passed on. After a break nothing can be said about what
 * was missed: `null` tells every listener to look again.
 */
import type { Change, DeskClient, LiveState } from "@duanliu/client";
import { Watched } from "../watched.ts";

export class Changes {
  readonly #desk: DeskClient;
  readonly #listeners = new Set<(change: Change | null) => void>();
  #stop: (() => void) | null = null;
  /** Null as long as nobody is signed in. */
  readonly connection = new Watched<LiveState | null>(null);

  constructor(desk: DeskClient) {
    this.#desk = desk;
  }

  start(): void {
    if (this.#stop !== null) return;
    let missed = false;
    this.#stop = this.#desk.changes({
      onValue: (change) => this.#tell(change),
      onState: (state) => {
        this.connection.set(state);
        if (state.kind === "open" && missed) this.#tell(null);
        missed = state.kind === "lost";
      },
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  listen(listener: (change: Change | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: Change | null): void {
    for (const listener of this.#listeners) listener(change);
  }
}
