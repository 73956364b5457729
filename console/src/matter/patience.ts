/**
 * Asking again where the server said that it is busy and did nothing: a person would press again, and has other things to do.
 * After a few times it is they who decide. An answer that did not come is never asked for again by itself: it may be done.
 */
import { DuanliuProblem } from "@duanliu/client";

/** Waits between the tries: short at first, because most crowds pass in a second. */
const WAITS_MS = [600, 1_500, 3_000];

export async function withPatience<T>(ask: () => Promise<T>, waitsMs: readonly number[] = WAITS_MS): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DuanliuProblem) || error.problem.code !== "overloaded") throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return ask();
}
