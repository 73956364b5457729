/** Sharing out money: exact to the last unit, the same for every order, never more than was lost; held to a plain twin. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { cutParts, fromPools, lowered, proRata, sumOf, type Loss } from "./shares.ts";

// --- a twin that knows fractions and nothing else --------------------------------------------------------------------

interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}
const minus = (a: Fraction, whole: bigint): Fraction => ({ n: a.n - whole * a.d, d: a.d });
const compare = (a: Fraction, b: Fraction): bigint => a.n * b.d - b.n * a.d;

/** Hands out one unit after the other, each to whoever is furthest below their exact share. */
function plainProRata(pool: bigint, losses: readonly Loss[]): ReadonlyMap<string, bigint> {
  const total = losses.reduce((sum, one) => sum + one.lossMinor, 0n);
  const given = new Map(losses.map((one) => [one.id, 0n]));
  const quota = (one: Loss): Fraction => (total <= pool ? { n: one.lossMinor, d: 1n } : { n: pool * one.lossMinor, d: total });
  for (let left = total < pool ? total : pool; left > 0n; left--) {
    const [next] = [...losses].sort((a, b) => {
      const short = compare(minus(quota(b), given.get(b.id)!), minus(quota(a), given.get(a.id)!));
      if (short !== 0n) return short > 0n ? 1 : -1;
      if (a.lossMinor !== b.lossMinor) return a.lossMinor > b.lossMinor ? -1 : 1;
      return a.id < b.id ? -1 : 1;
    });
    given.set(next.id, given.get(next.id)! + 1n);
  }
  return given;
}

const lossesOf = (minors: readonly bigint[]): readonly Loss[] => minors.map((lossMinor, i) => ({ id: `clm_${String(i).padStart(3, "0")}`, lossMinor }));
const sums = (max: bigint, length: number): fc.Arbitrary<readonly Loss[]> => fc.array(fc.bigInt({ min: 0n, max }), { minLength: 1, maxLength: length }).map(lossesOf);
/** Sums as people lose them, many of them equal. */
const losses = fc.oneof(sums(12n, 8), sums(1_000n, 12), sums(10n ** 15n, 60));
const pool = fc.oneof(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: 10n ** 16n }));
const SEED = { seed: 20_260_312, numRuns: 2_000 };

test("shares add up to what is frozen, or to the losses, to the last unit; none is negative or above its loss", () => {
  fc.assert(
    fc.property(pool, losses, (minor, all) => {
      const shares = proRata(minor, all);
      const lost = sumOf(all.map((one) => one.lossMinor));
      expect(sumOf(shares.values())).toBe(lost < minor ? lost : minor);
      for (const { id, lossMinor } of all) {
        const share = shares.get(id)!;
        expect(share >= 0n && share <= lossMinor).toBe(true);
        // Never a whole unit away from the exact share.
        if (lost > minor) expect(share * lost > minor * lossMinor - lost && share * lost < minor * lossMinor + lost).toBe(true);
      }
    }),
    SEED,
  );
});

test("a larger loss never gets less, whatever the order in which people are listed", () => {
  fc.assert(
    fc.property(pool, losses, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (minor, all, keys) => {
      const shares = proRata(minor, all);
      const shuffled = all.map((one, i) => ({ one, key: keys[i] })).sort((a, b) => a.key - b.key);
      const again = proRata(
        minor,
        shuffled.map(({ one }) => one),
      );
      for (const { id } of all) expect(again.get(id)).toBe(shares.get(id));
      const bySize = [...all].sort((a, b) => (a.lossMinor < b.lossMinor ? -1 : 1));
      for (let i = 1; i < bySize.length; i++) {
        if (bySize[i].lossMinor > bySize[i - 1].lossMinor) expect(shares.get(bySize[i].id)! >= shares.get(bySize[i - 1].id)!).toBe(true);
      }
    }),
    SEED,
  );
});

test("the twin that hands out unit by unit, in fractions, gives the same", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 60n }), fc.oneof(sums(12n, 8), sums(10n ** 12n, 6)), (minor, all) => {
      expect([...proRata(minor, all)]).toEqual([...plainProRata(minor, all)]);
    }),
    { ...SEED, numRuns: 1_000 },
  );
});

test("equal remainders go to the larger loss, equal losses to the smaller id", () => {
  // Of 10: 3⅓ each.
  expect([...proRata(10n, lossesOf([5n, 5n, 5n])).values()]).toEqual([4n, 3n, 3n]);
  // Of 2: ½, 1½ and no more: the remainders are equal, the larger loss comes first.
  expect([...proRata(2n, lossesOf([1n, 3n])).values()]).toEqual([0n, 2n]);
  expect([...proRata(0n, lossesOf([1n, 3n])).values()]).toEqual([0n, 0n]);
  expect([...proRata(3n, lossesOf([0n, 9n])).values()]).toEqual([0n, 3n]);
});

test("shares are taken out of several frozen sums: each in full, none beyond what it holds", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 8 }), losses, (held, all) => {
      const pools = new Map(held.map((minor, i) => [`frz_${i}`, minor]));
      const shares = proRata(sumOf(pools.values()), all);
      const parts = fromPools(shares, pools);
      for (const { id } of all) expect(sumOf(parts.get(id)!.map((part) => part.minor))).toBe(shares.get(id));
      for (const [id, minor] of pools)
        expect(
          sumOf(
            [...parts.values()]
              .flat()
              .filter((part) => part.pool === id)
              .map((part) => part.minor),
          ) <= minor,
        ).toBe(true);
      expect([...parts.values()].flat().every((part) => part.minor > 0n)).toBe(true);
    }),
    SEED,
  );
});

test("a loss that is corrected lowers its own share and parts, by as much and no further", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (loss, a, b) => {
      const share = a % (loss + 1n);
      const to = b % (loss + 1n);
      const less = lowered(share, loss, to);
      expect(less >= 0n && less <= share && less <= to).toBe(true);
      if (to === loss) expect(less).toBe(share);
      if (to === 0n) expect(less).toBe(0n);
      const parts = [
        { pool: "a", minor: share / 3n },
        { pool: "b", minor: share - share / 3n },
      ];
      expect(sumOf(cutParts(parts, less).map((part) => part.minor))).toBe(less);
    }),
    SEED,
  );
});
