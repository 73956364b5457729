/**
 * The event being measured, in doubles that all rows share. A double handed from function to function is put on the heap
 * wherever the compiler does not inline the call; one in a typed array never is. Keys and hashes are handed on as signed
 * 32-bit numbers for the same reason.
 */

/** Places in a `Moment`. */
export const M = {
  /** The event's time, bounded (`boundedTimeMs`). */
  t: 0,
  /** The moment of the row at hand: the event's time or the row's clock, whichever is later. */
  at: 1,
  /** Silence of the row at hand before this event; NaN where the row is new. */
  quietMs: 2,
  amount: 3,
  /** Smallest units in a main unit of the currency. */
  unit: 4,
  /** How much of the amount is reported money. */
  tainted: 5,
} as const;

export type Moment = Float64Array;

export function newMoment(): Moment {
  return new Float64Array(6);
}
