/**
 * Interval for a share of few observations, by E. B. Wilson (1927): it stays within 0 and 1 and is honest for small
 * counts. Shown beside every rate of fewer than a thousand observations.
 */

/** Two-sided 95 %. */
const Z = 1.959963984540054;

export interface Share {
  readonly hits: number;
  readonly of: number;
  /** Null where there is nothing to divide by. */
  readonly permille: number | null;
  readonly lowPermille: number;
  readonly highPermille: number;
}

export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { hits, of, permille: null, lowPermille: 0, highPermille: 1_000 };
  const p = hits / of;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { hits, of, permille: permille(p), lowPermille: permille(Math.max(0, middle - half)), highPermille: permille(Math.min(1, middle + half)) };
}

function permille(share: number): number {
  return Math.round(share * 10_000) / 10;
}
