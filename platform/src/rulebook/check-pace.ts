/**
 * How often one person may have a text checked: as fast as one types and pauses, and no faster, because each check reads all
 * packs where screening runs as well. Kept in memory; forgets whoever has not typed for a while.
 */
import { ProblemError } from "../base/problem.ts";

/** Assumed: a burst while one types, then three in two seconds. */
export const CHECKS_AT_ONCE = 8;
const REFILL_MS = 650;
const PEOPLE_MAX = 1_000;

export class CheckPace {
  readonly #left = new Map<string, { n: number; atMs: number }>();

  /** Throws `too-many-attempts` when it is too soon. */
  admit(actor: string, nowMs: number): void {
    const known = this.#left.get(actor) ?? { n: CHECKS_AT_ONCE, atMs: nowMs };
    const n = Math.min(CHECKS_AT_ONCE, known.n + Math.max(0, nowMs - known.atMs) / REFILL_MS);
    if (n < 1) throw new ProblemError({ code: "too-many-attempts", detail: "checks follow one another too fast; wait a moment", expected: `at most one in ${REFILL_MS} ms` });
    this.#left.delete(actor);
    this.#left.set(actor, { n: n - 1, atMs: nowMs });
    if (this.#left.size <= PEOPLE_MAX) return;
    for (const [oldest] of this.#left) {
      this.#left.delete(oldest);
      break;
    }
  }
}
