/**
 * Payment orders that banks have received and not carried out yet: for a few minutes they can still be held, and one that
 * is held waits until the program says what becomes of it.
 */
import type { Flow } from "../books.ts";
import { MINUTE, type Scene } from "../scene.ts";

interface Order {
  readonly from: string;
  readonly to: string;
  readonly amountMinor: bigint;
  readonly done: (flow: Flow | null) => void;
  held: boolean;
}

/** From order to booking: mobile payments within minutes. */
export const BOOKED_AFTER_MS = 2 * MINUTE;

export class Payments {
  readonly #scene: Scene;
  readonly #waiting = new Map<string, Order>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** `done` hears of the booking, or null when nothing was booked. */
  order(id: string, from: string, to: string, amountMinor: bigint, done: (flow: Flow | null) => void): void {
    this.#waiting.set(id, { from, to, amountMinor, done, held: false });
    this.#scene.later(BOOKED_AFTER_MS, () => {
      if (this.#waiting.get(id)?.held === false) this.#book(id);
      return Promise.resolve();
    });
  }

  /** Holds the order, if it is still there. */
  hold(id: string): boolean {
    const order = this.#waiting.get(id);
    if (order === undefined) return false;
    order.held = true;
    return true;
  }

  goOn(id: string): void {
    if (this.#waiting.get(id)?.held === true) this.#book(id);
  }

  drop(id: string): void {
    const order = this.#waiting.get(id);
    this.#waiting.delete(id);
    order?.done(null);
  }

  #book(id: string): void {
    const order = this.#waiting.get(id);
    if (order === undefined) return;
    this.#waiting.delete(id);
    order.done(this.#scene.books.move(this.#scene.nowMs(), order.from, order.to, order.amountMinor));
  }
}
