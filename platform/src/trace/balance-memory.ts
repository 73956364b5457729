/**
 * Balances of busy pockets at some points of their history, so that the balance at an instant is not summed up from the
 * beginning each time. A point holds where the pocket's payments and receipts stood; what comes late makes the points
 * behind it forgotten.
 */
export interface BalancePoint {
  /** When the next transfer behind the point is; the balance is that before it. */
  readonly atMs: number;
  readonly balance: number;
  /** Positions of the next payment and the next receipt. */
  readonly outPiece: number;
  readonly outIndex: number;
  readonly inPiece: number;
  readonly inIndex: number;
}

/** Entries between two points: few enough to walk, many enough to be worth keeping. */
export const POINT_EVERY = 1024;

export class BalanceMemory {
  readonly #points = new Map<number, BalancePoint[]>();

  /** The last point of a pocket before an instant. */
  find(pocket: number, atMs: number): BalancePoint | undefined {
    const points = this.#points.get(pocket);
    if (points === undefined) return undefined;
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (points[middle].atMs < atMs) low = middle + 1;
      else high = middle;
    }
    return points[low - 1];
  }

  /** Keeps a point, if it comes behind all that are kept of its pocket. */
  keep(pocket: number, point: BalancePoint): void {
    const points = this.#points.get(pocket);
    if (points === undefined) this.#points.set(pocket, [point]);
    else if (points[points.length - 1].atMs < point.atMs) points.push(point);
  }

  /** A transfer of the pocket came late: points at or behind its instant hold no longer. */
  forgetFrom(pocket: number, atMs: number): void {
    const points = this.#points.get(pocket);
    if (points === undefined) return;
    while (points.length > 0 && points[points.length - 1].atMs >= atMs) points.pop();
    if (points.length === 0) this.#points.delete(pocket);
  }
}
