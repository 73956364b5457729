/**
 * What a found ring did, in figures and shapes: the transfers among its accounts, when, how much by currency, and which
 * motifs they make. Shapes are looked for over the whole time of the ring, because a ring that was found by its links may
 * take weeks over one round.
 */
import type { FoundRing } from "./find-rings.ts";
import { MOTIF_LIMITS, type Motif } from "./motif.ts";
import { findMotifs } from "./motifs.ts";
import { temporalCycles } from "./temporal-cycles.ts";
import type { Transfers } from "./transfers.ts";

export interface RingDescription {
  /** Numbers of the transfers among the ring's accounts, in time. */
  readonly transfers: readonly number[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** By currency; transfers whose amount is hidden are counted apart. */
  readonly amountMinor: Readonly<Record<string, bigint>>;
  readonly amountsHidden: number;
  readonly motifs: readonly Motif[];
}

/** Rings are small: three accounts make a fan among them, where ten are asked of the open network. */
const FAN_MIN_INSIDE = 3;
const CYCLES_NAMED_MAX = 20;

/** Which transfers are inside which ring, in one pass over the file. */
export function transfersInside(transfers: Transfers, ringOf: Int32Array, rings: number): readonly (readonly number[])[] {
  const inside: number[][] = Array.from({ length: rings }, () => []);
  for (let i = 0; i < transfers.from.length; i++) {
    const ring = ringOf[transfers.from[i]];
    if (ring >= 0 && ring === ringOf[transfers.to[i]]) inside[ring].push(i);
  }
  return inside;
}

export function describeRing(transfers: Transfers, currencies: readonly string[], ring: FoundRing, inside: readonly number[]): RingDescription {
  const order = [...inside].sort((a, b) => transfers.atMs[a] - transfers.atMs[b] || a - b);
  const place = new Map(ring.accounts.map((v, i) => [v, i]));
  const own: Transfers = {
    accounts: ring.accounts.length,
    from: Int32Array.from(order, (i) => place.get(transfers.from[i]) ?? 0),
    to: Int32Array.from(order, (i) => place.get(transfers.to[i]) ?? 0),
    atMs: Float64Array.from(order, (i) => transfers.atMs[i]),
    amountMinor: Float64Array.from(order, (i) => transfers.amountMinor[i]),
  };
  const firstMs = own.atMs[0] ?? 0;
  const lastMs = own.atMs[own.atMs.length - 1] ?? 0;
  const windowMs = Math.max(1, lastMs - firstMs);
  const found = findMotifs(own, { ...MOTIF_LIMITS, fanMin: FAN_MIN_INSIDE, fanWindowMs: windowMs }).motifs;
  const cycles = temporalCycles(own, { windowMs, cyclesMax: CYCLES_NAMED_MAX }).cycles.map((steps): Motif => {
    const numbers = [...steps];
    return { kind: "cycle", accounts: numbers.map((i) => own.from[i]), transfers: numbers, firstMs: own.atMs[numbers[0]], lastMs: own.atMs[numbers[numbers.length - 1]] };
  });
  const amountMinor: Record<string, bigint> = {};
  let amountsHidden = 0;
  for (const i of order) {
    const amount = transfers.amountMinor[i];
    if (Number.isNaN(amount)) amountsHidden++;
    else amountMinor[currencies[i]] = (amountMinor[currencies[i]] ?? 0n) + BigInt(amount);
  }
  const motifs = [...found, ...cycles].map((m): Motif => ({ ...m, accounts: m.accounts.map((v) => ring.accounts[v]), transfers: m.transfers.map((i) => order[i]) }));
  return { transfers: order, firstMs, lastMs, amountMinor, amountsHidden, motifs };
}
