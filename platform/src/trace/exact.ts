/**
 * Shares of whole amounts without rounding errors and, for ordinary amounts, without big integers: floor and remainder of
 * a·b/c for integers below 2^53, and the rules by which a trace rounds. Products that do not fit a double are taken as the
 * exact sum of two doubles (Dekker's method); beyond 2^52 a big integer does it.
 */
import { assert } from "../base/assert.ts";

export interface Quotient {
  quotient: number;
  remainder: number;
}

/** Veltkamp's constant: splits a double into two halves whose products are exact. */
const SPLIT = 134_217_729;
const EXACT = 2 ** 53;
/** Up to here the corrections below stay exact. */
const WHOLE_MAX = 2 ** 52;

/** floor(a·b/c) and what is left, for whole 0 ≤ a, b ≤ 2^53-1, c ≥ 1 and a·b/c ≤ 2^53-1. */
export function divideProduct(a: number, b: number, c: number, out: Quotient): void {
  const product = a * b;
  if (product < EXACT) {
    // Exact: the nearest double to a quotient below 2^53 cannot cross a whole number that the quotient does not reach.
    const quotient = Math.floor(product / c);
    out.quotient = quotient;
    out.remainder = product - quotient * c;
    return;
  }
  if (a > WHOLE_MAX || b > WHOLE_MAX || c > WHOLE_MAX) {
    const exact = BigInt(a) * BigInt(b);
    out.quotient = Number(exact / BigInt(c));
    out.remainder = Number(exact % BigInt(c));
    return;
  }
  const low = lowPart(a, b, product);
  let quotient = Math.floor(product / c);
  // The estimate is off by a few units at most; each round brings it nearer, and the last one is exact.
  for (let round = 0; ; round++) {
    assert(round < 8, "a quotient comes to rest");
    const back = quotient * c;
    const remainder = product - back + (low - lowPart(quotient, c, back));
    if (remainder >= 0 && remainder < c) {
      out.quotient = quotient;
      out.remainder = remainder;
      return;
    }
    quotient += Math.floor(remainder / c);
  }
}

/** a·b minus its nearest double. */
function lowPart(a: number, b: number, product: number): number {
  const a1 = SPLIT * a;
  const aHigh = a1 - (a1 - a);
  const aLow = a - aHigh;
  const b1 = SPLIT * b;
  const bHigh = b1 - (b1 - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

const scratch: Quotient = { quotient: 0, remainder: 0 };

/** The part of `amount` that falls to `part` of `whole`, to the nearest unit; an exact half goes to the part. */
export function nearestShare(amount: number, part: number, whole: number): number {
  divideProduct(amount, part, whole, scratch);
  return scratch.quotient + (scratch.remainder * 2 >= whole ? 1 : 0);
}

/**
 * Divides `amount` over `weights[from, to)` in proportion: everybody gets the whole units of their share, and the units
 * left over go one each to the largest remainders (of equal ones, to the first). Sums to `amount` exactly and gives
 * nobody more than their weight, as `amount` is at most the sum of the weights.
 */
export function divideByLargestRemainder(amount: number, weights: Float64Array, from: number, to: number, sum: number, out: Float64Array): void {
  let left = amount;
  if (remainders.length < to - from) remainders = new Float64Array((to - from) * 2);
  for (let i = from; i < to; i++) {
    divideProduct(amount, weights[i], sum, scratch);
    out[i - from] = scratch.quotient;
    remainders[i - from] = scratch.remainder;
    left -= scratch.quotient;
  }
  for (; left > 0; left--) {
    let most = 0;
    for (let i = 1; i < to - from; i++) if (remainders[i] > remainders[most]) most = i;
    out[most]++;
    remainders[most] = -1;
  }
}

let remainders = new Float64Array(256);
