/**
 * Band keys of a signature for locality-sensitive hashing: two texts whose keys agree in any band become candidates of
 * one another. Empty bins borrow from another bin first, so that short texts are proposed too; the borrowing never
 * enters the comparison.
 */
import { EMPTY_BIN, SIGNATURE_BINS } from "./script-cluster-signature.ts";
import { Prng } from "../base/prng.ts";

/**
 * Sixteen bands of two: a pair of similarity 0.6 is proposed with a chance of 0.999. Eight bands of four, which cost half
 * the memory, missed a third of such pairs, and filled-in names make short scripts that unlike.
 */
export const BAND_COUNT = 16;
export const BAND_ROWS = 2;

/**
 * For each bin an order of the other bins in which it looks for a value to borrow. A different order per bin keeps the
 * estimate free of the bias that "take the next one" has (optimal densification, Shrivastava 2017).
 */
const BORROW: Uint8Array = makeBorrow();

/** The empty bin as a signed word: signed words stay integers in the engine, unsigned ones become doubles. */
const EMPTY = EMPTY_BIN | 0;

const filled = new Int32Array(SIGNATURE_BINS);

function makeBorrow(): Uint8Array {
  const chance = new Prng(0x5c21_9e37);
  const borrow = new Uint8Array(SIGNATURE_BINS * SIGNATURE_BINS);
  for (let bin = 0; bin < SIGNATURE_BINS; bin++) {
    const order = Array.from({ length: SIGNATURE_BINS }, (_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = chance.int(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    borrow.set(order, bin * SIGNATURE_BINS);
  }
  return borrow;
}

/** Writes one key per band to `keys`. At least one bin must be filled. */
export function bandKeys(words: Uint32Array, at: number, keys: Uint32Array): void {
  const borrow = BORROW;
  for (let bin = 0; bin < SIGNATURE_BINS; bin++) {
    let value = words[at + bin] | 0;
    for (let turn = 0; value === EMPTY && turn < SIGNATURE_BINS; turn++) {
      value = words[at + borrow[bin * SIGNATURE_BINS + turn]] | 0;
    }
    filled[bin] = value;
  }
  for (let band = 0; band < BAND_COUNT; band++) {
    let h = band + 1;
    for (let i = 0; i < BAND_ROWS; i++) {
      h = Math.imul(h ^ filled[band * BAND_ROWS + i], 0x9e3779b1);
      h ^= h >>> 15;
    }
    h = Math.imul(h, 0x85ebca6b);
    keys[band] = (h ^ (h >>> 13)) >>> 0;
  }
}
