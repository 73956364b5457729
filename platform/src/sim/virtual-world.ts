/**
 * A world whose time stands still until it is told to go on, and whose chance comes from a seed: one seed is one history.
 * Tests and the simulated town run the real program in it.
 */
import { Prng } from "../base/prng.ts";
import type { World } from "../base/world.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

interface Task {
  readonly atMs: number;
  readonly number: number;
  readonly run: () => void;
}

export class VirtualWorld implements World {
  readonly #prng: Prng;
  #nowMs: number;
  #count = 0;
  #tasks: Task[] = [];

  constructor(seed: number, startMs: number) {
    this.#prng = new Prng(seed);
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  chance(): number {
    return this.#prng.next();
  }

  /** As the real ones: time first, so that ids sort by when they were made; then a count instead of chance. */
  newId(prefix: string): string {
    let text = "";
    for (let t = this.#nowMs, i = 0; i < 10; i++, t = Math.floor(t / 32)) text = ALPHABET[t % 32] + text;
    let count = "";
    for (let n = ++this.#count, i = 0; i < 16; i++, n = Math.floor(n / 32)) count = ALPHABET[n % 32] + count;
    return `${prefix}_${text}${count}`;
  }

  at(atMs: number, run: () => void): () => void {
    const task: Task = { atMs: Math.max(atMs, this.#nowMs), number: ++this.#count, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** When the next task wants to run, or null. */
  get nextAtMs(): number | null {
    return this.#tasks.length === 0 ? null : Math.min(...this.#tasks.map((task) => task.atMs));
  }

  /** Moves time, also backwards as a machine's clock may; runs no task. */
  jump(toMs: number): void {
    this.#nowMs = toMs;
  }

  /** Moves time forward and runs what is due on the way, in order. */
  advance(toMs: number): void {
    for (;;) {
      const [next] = this.#tasks.filter((task) => task.atMs <= toMs).sort((a, b) => a.atMs - b.atMs || a.number - b.number);
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#tasks = this.#tasks.filter((task) => task !== next);
      next.run();
    }
    this.#nowMs = Math.max(this.#nowMs, toMs);
  }
}
