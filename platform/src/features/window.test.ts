/** How far the two-bucket windows and the linear counting may be from the exact values, and the small sets' promises. */
import { describe, expect, test } from "vitest";
import { hashPair } from "../base/hash.ts";
import { Prng } from "../base/prng.ts";
import { countRecent, enterRecent, tag16 } from "./recent-set.ts";
import { HOUR_MS, MINUTE_MS, bucketsBetween, bumpCount, countOf, distinctOf, halfOf, isNight, linearCounting, markDistinct, rollCount, rollDistinct, weightOf } from "./window.ts";

/** Runs one count word and one bitmap of `bits` over the events and gives the relative error at each of the last 2 hours. */
function errors(times: readonly number[], members: readonly number[], bits: number, lengthMs: number): { count: number[]; distinct: number[] } {
  const words = bits / 32;
  const row = new Int32Array(2 + 2 * words);
  const table = linearCounting(bits);
  const count: number[] = [];
  const distinct: number[] = [];
  let clock = times[0];
  times.forEach((t, i) => {
    const steps = bucketsBetween(clock, t, lengthMs);
    if (steps > 0) {
      rollCount(row, 0, steps);
      rollDistinct(row, 1, 2, words, steps);
    }
    clock = t;
    bumpCount(row, 0, halfOf(0));
    markDistinct(row, 1, 2, words, hashPair(members[i], 1) & (bits - 1), 0);
    if (t < times[0] + 2 * lengthMs) return;
    const inWindow = times.flatMap((s, k) => (k <= i && s > t - lengthMs ? [members[k]] : []));
    count.push(countOf(row[0], weightOf(t, lengthMs)) / inWindow.length - 1);
    distinct.push(distinctOf(row[1], table, weightOf(t, lengthMs)) / new Set(inWindow).size - 1);
  });
  return { count, distinct };
}

const rootMeanSquare = (xs: readonly number[]): number => Math.sqrt(xs.reduce((sum, x) => sum + x * x, 0) / xs.length);

describe("approximation", () => {
  test("an even stream: 80 an hour: counts within 8 % of the exact sliding window, distinct within 12 % (root mean square)", () => {
    const random = new Prng(42);
    const times: number[] = [];
    for (let t = 0; t < 5 * HOUR_MS; t += random.exponential(HOUR_MS / 80)) times.push(t);
    const { count, distinct } = errors(
      times,
      times.map(() => random.int(100_000)),
      128,
      HOUR_MS,
    );
    expect(count.length).toBeGreaterThan(200);
    expect(rootMeanSquare(count)).toBeLessThan(0.08);
    expect(rootMeanSquare(distinct)).toBeLessThan(0.12);
  });

  test("the worst case is bounded: a burst counts fully while its bucket is the present one and at most until two lengths later", () => {
    const burst = Array.from({ length: 100 }, (_, k) => 10 * HOUR_MS + 59 * MINUTE_MS + k);
    const row = new Int32Array(1);
    for (const _ of burst) bumpCount(row, 0, halfOf(0));
    const at = (t: number): number => {
      const word = new Int32Array(row);
      const steps = bucketsBetween(burst[0], t, HOUR_MS);
      if (steps > 0) rollCount(word, 0, steps);
      return countOf(word[0], weightOf(t, HOUR_MS));
    };
    expect(at(10 * HOUR_MS + 59.5 * MINUTE_MS)).toBe(100);
    expect(at(11 * HOUR_MS)).toBe(100);
    // Exact would still be 100: the estimate fades evenly instead of dropping at 11:59.
    expect(at(11.5 * HOUR_MS)).toBe(50);
    expect(at(12 * HOUR_MS)).toBe(0);
  });

  test("linear counting: within 10 % at the rules' thresholds, and it never falls as members come", () => {
    for (const [bits, members] of [
      [64, 10],
      [128, 60],
      [256, 500],
    ] as const) {
      const table = linearCounting(bits);
      const relative: number[] = [];
      for (let trial = 0; trial < 200; trial++) {
        const row = new Int32Array(1 + bits / 16);
        for (let n = 0; n < members; n++) markDistinct(row, 0, 1, bits / 32, hashPair(n, trial) & (bits - 1), 0);
        relative.push(distinctOf(row[0], table, 1) / members - 1);
      }
      expect(rootMeanSquare(relative), `${bits} bits, ${members} members`).toBeLessThan(0.1);
      expect([...table].every((value, k) => k === 0 || value >= table[k - 1])).toBe(true);
    }
  });
});

test("the night is 0:00 to 4:59 of local time", () => {
  const utc = (hour: number, minute: number): number => Date.UTC(2026, 2, 2, hour, minute);
  expect([utc(15, 59), utc(16, 0), utc(20, 59), utc(21, 0)].map((t) => isNight(t, 480))).toEqual([false, true, true, false]);
  expect(isNight(utc(4, 59), 0)).toBe(true);
  expect(isNight(utc(5, 0), -300)).toBe(true);
});

describe("a recent set", () => {
  test("is exact up to its places, then keeps the most recent", () => {
    const random = new Prng(7);
    const row = new Int32Array(4);
    const seen = new Map<number, number>();
    let now = 1_000;
    for (let k = 0; k < 2_000; k++) {
      now += random.int(3);
      const member = tag16(hashPair(random.int(7), 3));
      enterRecent(row, 0, 4, member, now, now, 10);
      seen.set(member, now);
      const exact = [...seen.values()].filter((at) => now - at < 10).length;
      expect(countRecent(row, 0, 4, now, 10)).toBe(Math.min(4, exact));
    }
  });

  test("a late member does not push out a more recent one", () => {
    const row = new Int32Array(2);
    enterRecent(row, 0, 2, 1, 100, 100, 50);
    enterRecent(row, 0, 2, 2, 101, 101, 50);
    enterRecent(row, 0, 2, 3, 90, 101, 50);
    expect([...row].map((word) => word >>> 16)).toEqual([1, 2]);
    enterRecent(row, 0, 2, 3, 102, 102, 50);
    expect([...row].map((word) => word >>> 16)).toEqual([3, 2]);
  });
});
