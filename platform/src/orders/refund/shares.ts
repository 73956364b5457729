/**
 * Who gets how much when frozen money goes back in proportion: whole smallest units, exact to the last of them. Shares are
 * the method of largest remainders (Hamilton) over the losses; they add up to the pool, or to the losses where these are
 * smaller, and nobody gets more than was lost. How money was traced and who may decide is left to others. Pure.
 *
 * Ties are broken in one way: of equal remainders the larger loss comes first, of equal losses the smaller id. So the
 * result does not depend on the order in which people are listed, and a larger loss never gets less than a smaller one.
 * A share may fall by one unit when the pool grows by one (the known paradox of this method); nothing here compares pools.
 */
import { assert } from "../../base/assert.ts";

export interface Loss {
  readonly id: string;
  readonly lossMinor: bigint;
}

export type Shares = ReadonlyMap<string, bigint>;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const sumOf = (minors: Iterable<bigint>): bigint => [...minors].reduce((sum, one) => sum + one, 0n);

export function proRata(poolMinor: bigint, losses: readonly Loss[]): Shares {
  assert(poolMinor >= 0n && losses.every((one) => one.lossMinor >= 0n), "sums are not negative");
  assert(new Set(losses.map((one) => one.id)).size === losses.length, "each loss has its own id");
  const total = sumOf(losses.map((one) => one.lossMinor));
  if (total <= poolMinor) return new Map(losses.map((one) => [one.id, one.lossMinor]));
  const quotas = losses.map((one) => {
    const scaled = poolMinor * one.lossMinor;
    return { ...one, floor: scaled / total, rest: scaled % total };
  });
  // Fewer units are left than there are remainders, so one each is enough and whoever lost nothing gets none.
  const left = poolMinor - sumOf(quotas.map((one) => one.floor));
  const first = new Set(
    [...quotas]
      .sort((a, b) => descending(a.rest, b.rest) || descending(a.lossMinor, b.lossMinor) || (a.id < b.id ? -1 : 1))
      .slice(0, Number(left))
      .map((one) => one.id),
  );
  return new Map(quotas.map((one) => [one.id, one.floor + (first.has(one.id) ? 1n : 0n)]));
}

const descending = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);

/** From which frozen sum which part of a share is paid. */
export interface Part {
  readonly pool: string;
  readonly minor: bigint;
}

/**
 * Takes shares out of the pools in the order of their ids: every share is paid in full, no pool pays more than it holds.
 * The shares together must not be more than the pools.
 */
export function fromPools(shares: Shares, pools: ReadonlyMap<string, bigint>): ReadonlyMap<string, readonly Part[]> {
  assert(sumOf(shares.values()) <= sumOf(pools.values()), "no more is shared out than there is");
  const open = [...pools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([pool, minor]) => ({ pool, minor }));
  const parts = new Map<string, Part[]>();
  for (const [id, share] of [...shares].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let due = share;
    const mine: Part[] = [];
    for (const one of open) {
      const minor = least(due, one.minor);
      if (minor === 0n) continue;
      one.minor -= minor;
      due -= minor;
      mine.push({ pool: one.pool, minor });
    }
    parts.set(id, mine);
  }
  return parts;
}

/** What stays of a share when the loss behind it turns out smaller. Nobody else's share changes: what is left over stays frozen. */
export function lowered(share: bigint, lossMinor: bigint, toMinor: bigint): bigint {
  assert(toMinor >= 0n && toMinor <= lossMinor, "a corrected loss is no larger");
  return lossMinor === 0n ? 0n : (share * toMinor) / lossMinor;
}

/** The first parts up to a smaller sum. */
export function cutParts(parts: readonly Part[], minor: bigint): readonly Part[] {
  let due = minor;
  return parts.flatMap((part) => {
    const taken = least(due, part.minor);
    due -= taken;
    return taken === 0n ? [] : [{ ...part, minor: taken }];
  });
}
