/**
 * Sliding windows from two fixed buckets: the bucket that holds the row's present moment counts in full, the one before
 * it by the share of it that the window still covers. One window costs one word (counts), two doubles (sums) or two
 * bitmaps (distinct members); the price is an error bounded by unevenness inside the previous bucket. No state of its own.
 */

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const TEN_MINUTES_MS = 600_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const THREE_DAYS_MS = 3 * DAY_MS;
export const WEEK_MS = 7 * DAY_MS;
export const MONTH_MS = 30 * DAY_MS;
export const HALF_YEAR_MS = 180 * DAY_MS;

/** Last instant that a time in whole seconds of 32 bits can name (year 2106); event times beyond it are taken as it. */
export const TIME_MAX_MS = 4_294_967_295_000;

/**
 * An event time as the tables hold it: from the first second of 1970 to 2106, so that seconds and minutes stay whole
 * 32-bit numbers and no moment is 0, which in a row means "never".
 */
export function boundedTimeMs(t: number): number {
  return t > SECOND_MS ? (t < TIME_MAX_MS ? t : TIME_MAX_MS) : SECOND_MS;
}

/** Whole seconds of a bounded time. */
export function secondsOf(tMs: number): number {
  return Math.floor(tMs / SECOND_MS);
}

// The small functions below are kept under the 27 bytes of bytecode up to which V8 always inlines: `| 0` for `Math.floor`
// (all values are positive and below 2^31), masks for branches. It is worth a fifth of the time of a call event.

/** Share of the previous bucket that a window of `lengthMs` ending at `atMs` still covers, in (0, 1]. */
export function weightOf(atMs: number, lengthMs: number): number {
  const x = atMs / lengthMs;
  return 1 - (x - (x | 0));
}

/** Buckets between two moments: 0 = same bucket, 1 = the one before; more = left out of the window. */
export function bucketsBetween(earlierMs: number, laterMs: number, lengthMs: number): number {
  return (Math.floor(laterMs / lengthMs) - Math.floor(earlierMs / lengthMs)) | 0;
}

// Counts: present bucket in the low half of a word, previous one in the high half, each stopping at 65,535.

export function rollCount(u: Int32Array, at: number, steps: number): void {
  u[at] = steps === 1 ? u[at] << 16 : 0;
}

/** The half of a count's word that a bucket of this age has, as a mask: 0 = present, 1 = previous, older = none. */
export function halfOf(age: number): number {
  return age === 0 ? 0xffff : age === 1 ? -0x10000 : 0;
}

/** Counts one more in the half given by `halfOf`; a full half stays. */
export function bumpCount(u: Int32Array, at: number, half: number): void {
  if ((u[at] & half) !== half) u[at] += half & 0x10001;
}

/** The count in the window, not rounded: for shares. */
export function countExact(word: number, weight: number): number {
  return (word & 0xffff) + (word >>> 16) * weight;
}

/** The count in the window as a whole number. */
export function countOf(word: number, weight: number): number {
  return ((word & 0xffff) + (word >>> 16) * weight + 0.5) | 0;
}

/** 1000 × part / whole of one window; NaN where nothing was known. */
export function permilleOf(part: number, whole: number, weight: number): number {
  return whole === 0 ? NaN : (1000 * countExact(part, weight)) / countExact(whole, weight);
}

/** What a count's word will be after `steps` buckets, for reading a row without changing it. */
export function rolledWord(word: number, steps: number): number {
  return steps <= 0 ? word : steps === 1 ? word << 16 : 0;
}

// Sums: present bucket at `at`, previous one behind it, in doubles (exact to 2^53 smallest units).

export function rollSum(f: Float64Array, at: number, steps: number): void {
  f[at + 1] = steps === 1 ? f[at] : 0;
  f[at] = 0;
}

export function addSum(f: Float64Array, at: number, amount: number, age: number): void {
  if (age === 0) f[at] += amount;
  else if (age === 1) f[at + 1] += amount;
}

export function sumOf(f: Float64Array, at: number, weight: number): number {
  return f[at] + f[at + 1] * weight;
}

// Distinct members: linear counting (Whang, Vander-Zanden, Taylor 1990) over a bitmap per bucket. One word keeps how many
// bits are set in the present bitmap (low half) and in both together (high half), so that reading is two look-ups.

export function rollDistinct(u: Int32Array, onesAt: number, bitsAt: number, words: number, steps: number): void {
  if (steps === 1) {
    const ones = u[onesAt] & 0xffff;
    u[onesAt] = ones << 16;
    for (let k = 0; k < words; k++) {
      u[bitsAt + words + k] = u[bitsAt + k]!;
      u[bitsAt + k] = 0;
    }
  } else {
    u[onesAt] = 0;
    for (let k = bitsAt; k < bitsAt + 2 * words; k++) u[k] = 0;
  }
}

/** `bit` below 32 × `words`. */
export function markDistinct(u: Int32Array, onesAt: number, bitsAt: number, words: number, bit: number, age: number): void {
  if (age > 1) return;
  const mask = 1 << (bit & 31);
  const present = bitsAt + (bit >>> 5);
  const here = age === 0 ? present : present + words;
  const w = u[here];
  if ((w & mask) !== 0) return;
  u[here] = w | mask;
  const other = u[age === 0 ? present + words : present];
  let add = age === 0 ? 1 : 0;
  if ((other & mask) === 0) add += 0x10000;
  u[onesAt] += add;
}

/** Estimates by number of set bits; a full bitmap reads like one with a single bit clear (m ln m). */
export function linearCounting(bits: number): Float64Array {
  const table = new Float64Array(bits + 1);
  for (let ones = 0; ones <= bits; ones++) table[ones] = -bits * Math.log(Math.max(1, bits - ones) / bits);
  return table;
}

/** Members only in the previous bucket count by the share of it that the window still covers. */
export function distinctOf(ones: number, table: Float64Array, weight: number): number {
  const present = table[ones & 0xffff];
  return (present + (table[ones >>> 16] - present) * weight + 0.5) | 0;
}

/** Whether a moment lies in the local night, 0:00 to 4:59. */
export function isNight(tMs: number, timeZoneOffsetMinutes: number): boolean {
  // A day more keeps the sum above zero west of Greenwich; whole numbers, because it is asked at every event.
  return (((Math.floor(tMs / MINUTE_MS) | 0) + timeZoneOffsetMinutes + 1440) | 0) % 1440 < 300;
}
