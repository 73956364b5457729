import fc from "fast-check";
import { expect, test } from "vitest";
import { divideByLargestRemainder, divideProduct, nearestShare } from "./exact.ts";

const whole = fc.oneof(
  fc.integer({ min: 0, max: 1000 }),
  fc.maxSafeNat(),
  fc.integer({ min: 0, max: 53 }).map((bits) => 2 ** bits - 1),
  fc.integer({ min: 0, max: 52 }).map((bits) => 2 ** bits),
  fc.integer({ min: 1, max: 60 }).map((below) => 2 ** 52 - below),
);

test("a product's share agrees with big integers, floor and remainder", () => {
  const out = { quotient: 0, remainder: 0 };
  fc.assert(
    fc.property(whole, whole, whole, (x, y, z) => {
      const c = Math.max(x, y, z, 1);
      for (const [a, b] of [
        [x, y],
        [y, z],
        [x, z],
        [c, y],
      ] as const) {
        divideProduct(a, b, c, out);
        const exact = BigInt(a) * BigInt(b);
        expect(BigInt(out.quotient)).toBe(exact / BigInt(c));
        expect(BigInt(out.remainder)).toBe(exact % BigInt(c));
      }
    }),
    { seed: 4, numRuns: 6_000 },
  );
});

test("a share is the nearest unit and an exact half goes to the part", () => {
  expect(nearestShare(20_000, 30_000, 40_000)).toBe(15_000);
  expect(nearestShare(1, 1, 2)).toBe(1);
  expect(nearestShare(1, 1, 3)).toBe(0);
  expect(nearestShare(1, 2, 3)).toBe(1);
  expect(nearestShare(999_999_999_999_999, 1, 3)).toBe(333_333_333_333_333);
});

test("largest remainders: the sum is exact, nobody gets more than their weight, the larger remainder comes first", () => {
  const out = new Float64Array(3);
  divideByLargestRemainder(
    10,
    Float64Array.of(1, 1, 1).map((w) => w * 7),
    0,
    3,
    21,
    out,
  );
  expect([...out]).toEqual([4, 3, 3]);
  divideByLargestRemainder(7, Float64Array.of(10, 30, 60), 0, 3, 100, out);
  expect([...out]).toEqual([1, 2, 4]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e14 }), { minLength: 1, maxLength: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (weights, share) => {
      const sum = weights.reduce((a, b) => a + b, 0);
      fc.pre(sum > 0);
      const amount = Math.floor(sum * share);
      const got = new Float64Array(weights.length);
      divideByLargestRemainder(amount, Float64Array.from(weights), 0, weights.length, sum, got);
      expect(got.reduce((a, b) => a + b, 0)).toBe(amount);
      got.forEach((g, i) => {
        expect(g).toBeLessThanOrEqual(weights[i]);
        expect(Math.abs(g - Number((BigInt(amount) * BigInt(weights[i])) / BigInt(sum)))).toBeLessThanOrEqual(1);
      });
    }),
    { seed: 5, numRuns: 500 },
  );
});
