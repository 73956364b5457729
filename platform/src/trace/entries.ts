/**
 * How one transfer lies among the payments of its payer and the receipts of its payee: three doubles (when, how much, and
 * one that holds the other pocket and the transfer's row). Entries of a run are ordered by time, then by the transfer's
 * id, so that the order in which they arrived leaves no mark.
 */

/** Doubles of an entry. */
export const ENTRY_DOUBLES = 3;
/** Words of an entry, counted from its first: the other pocket, the row with its flags. */
export const OTHER = 4;
export const ROW = 5;
/** The row's number. Rows end well below, because a word above 0x7ff00000 would make the third double a NaN. */
export const ROW_MASK = 0x3fffffff;
export const ROWS_MAX = 0x3ff00000;
/** Flags beside it. The row states what the payer's balance was before. */
export const STATED = 0x80000000;
/** The money leaves the reach of account data with this transfer (cash, crypto, an unknown institution). */
export const LEAVES = 0x40000000;

/** Orders the rows of two transfers of one instant: negative when the first comes first. */
export type RowOrder = (a: number, b: number) => number;

/** Puts an entry into an ordered stretch that has room for it. True when it came last. */
export function place(
  doubles: Float64Array,
  words: Uint32Array,
  base: number,
  length: number,
  atMs: number,
  amount: number,
  other: number,
  rowWord: number,
  order: RowOrder,
): boolean {
  let i = length;
  while (i > 0 && !isAfter(doubles, words, base + (i - 1) * ENTRY_DOUBLES, atMs, rowWord, order)) i--;
  const d = base + i * ENTRY_DOUBLES;
  if (i < length) doubles.copyWithin(d + ENTRY_DOUBLES, d, base + length * ENTRY_DOUBLES);
  doubles[d] = atMs;
  doubles[d + 1] = amount;
  words[d * 2 + OTHER] = other;
  words[d * 2 + ROW] = rowWord;
  return i === length;
}

/** Whether a transfer comes after the entry at double `d`. */
export function isAfter(doubles: Float64Array, words: Uint32Array, d: number, atMs: number, rowWord: number, order: RowOrder): boolean {
  const thereMs = doubles[d];
  return thereMs < atMs || (thereMs === atMs && order(words[d * 2 + ROW] & ROW_MASK, rowWord & ROW_MASK) < 0);
}
