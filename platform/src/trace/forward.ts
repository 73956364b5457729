/**
 * Follows stolen money forward: from the victims' transfers through every account it reaches, in the order of time, by
 * the chosen method, until it rests, leaves, comes back or meets a limit. Every minor unit that went in is found again
 * in one place. It can be woken when an account pays again, and then is as if it had been run anew.
 *
 * Only payments drive it: what an account received is added when it next pays. An account's balance before
 * the first stolen money is what its transfers tell (graph.ts); what it pays beyond is clean money nobody saw come in.
 */
import { assert } from "../base/assert.ts";
import { ENTRY_DOUBLES, LEAVES, OTHER, ROW, ROW_MASK, STATED } from "./entries.ts";
import type { MoneyGraph } from "./graph.ts";
import { CLEAN, holdingsOf, NO_PART, Parts, type Holdings } from "./holdings.ts";
import { Arrivals, HopList } from "./hop-list.ts";
import type { TraceLimits } from "./limits.ts";
import { ACTIVE, CLOSED, IDLE, Places } from "./places.ts";

/** The most that can be stolen in one trace; with it all sums stay exact. In minor units. */
export const STOLEN_MAX = 2 ** 52;

/** Marks clean money that a victim's payment makes stolen: sent, it is tier 1. */
const FRESH = 255;

/** Stolen money that left an account in a way no transfer shows, as its institution's statement of the balance tells. */
export interface UnseenLeaving {
  readonly place: number;
  /** The transfer whose statement told. */
  readonly row: number;
  readonly atMs: number;
  readonly tainted: number;
}

/** What a transfer must carry of so much stolen money to be listed and followed. */
export function leastTaint(limits: TraceLimits, stolen: number): number {
  return Math.max(limits.taintMinMinor, Math.ceil((stolen / 1_000_000) * limits.taintMinPpm));
}

export type CutReason = "fan-out" | "entries" | "transfers";

export interface Cut {
  readonly place: number;
  readonly reason: CutReason;
  readonly atMs: number;
}

export class ForwardTrace {
  readonly graph: MoneyGraph;
  readonly limits: TraceLimits;
  readonly places = new Places();
  readonly #parts = new Parts();
  readonly #holdings: Holdings;
  readonly hops = new HopList();
  readonly unseen: UnseenLeaving[] = [];
  readonly cuts: Cut[] = [];
  stolen = 0;
  endMs = -Infinity;
  /** Where the trace stands: the last transfer it has accounted for. */
  lastAtMs = -Infinity;
  lastRow = -1;
  #roots: readonly { readonly row: number; readonly atMs: number; readonly amount: number }[] = [];
  #nextRoot = 0;
  /** What a transfer must carry to be listed and followed. */
  #least = 1;
  readonly #victims = new Set<number>();
  readonly #arrivals = new Arrivals();
  readonly #order: (a: number, b: number) => number;

  constructor(graph: MoneyGraph, limits: TraceLimits) {
    this.graph = graph;
    this.limits = limits;
    this.#holdings = holdingsOf(limits.method, this.#parts, limits.hopsMax);
    this.#order = (a, b) => graph.compare(0, a, 0, b);
  }

  get roots(): readonly { readonly row: number; readonly atMs: number; readonly amount: number }[] {
    return this.#roots;
  }

  /** Pockets that paid the roots. */
  get victims(): ReadonlySet<number> {
    return this.#victims;
  }

  /** Runs a trace from transfers that moved stolen money, all of one currency. Earlier results of this object are gone. */
  run(rows: readonly number[]): void {
    this.#clear();
    const roots = rows.map((row) => ({ row, ...this.graph.moved(row) }));
    roots.sort((a, b) => this.graph.compare(a.atMs, a.row, b.atMs, b.row));
    this.#roots = roots;
    for (const { row } of roots) this.#victims.add(this.graph.from(row));
    this.#least = leastTaint(
      this.limits,
      roots.reduce((sum, root) => sum + root.amount, 0),
    );
    this.endMs = (roots.at(-1)?.atMs ?? -Infinity) + this.limits.windowMs;
    this.#continue();
  }

  /** Goes on after a payment of this pocket was added that is the last of its payments and comes after `lastAtMs`, `lastRow`. */
  wake(pocket: number): void {
    const k = this.places.find(pocket);
    if (k < 0 || this.places.state[k] !== ACTIVE || this.places.pays[k] !== 0) return;
    this.#lookForPayment(k);
    this.#continue();
  }

  #clear(): void {
    for (let k = 0; k < this.places.count; k++) this.#holdings.empty(k);
    this.places.clear();
    this.#parts.clear();
    this.hops.clear();
    this.#arrivals.clear();
    this.unseen.length = 0;
    this.cuts.length = 0;
    this.stolen = 0;
    this.lastAtMs = -Infinity;
    this.lastRow = -1;
    this.#victims.clear();
    this.#nextRoot = 0;
  }

  #continue(): void {
    const { places, limits, graph } = this;
    while (this.hops.count < limits.transfersMax) {
      const root = this.#roots[this.#nextRoot];
      if (root !== undefined) {
        const first = places.queued === 0 ? -1 : places.first;
        const order = first < 0 ? -1 : graph.compare(root.atMs, root.row, places.nextAtMs[first], places.nextRow[first]);
        if (order <= 0) {
          this.#nextRoot++;
          if (order === 0) this.#pay(places.pop(this.#order), true);
          else this.#payRoot(root.row, root.atMs, root.amount);
          continue;
        }
      }
      if (places.queued === 0) return;
      this.#pay(places.pop(this.#order), false);
    }
    this.#stop();
  }

  /** The trace as a whole is too large: everything stays where it is, and that is said. */
  #stop(): void {
    const { places } = this;
    while (places.queued > 0) this.#close(places.pop(this.#order), "transfers", this.lastAtMs);
    for (; this.#nextRoot < this.#roots.length; this.#nextRoot++) {
      const { row, atMs, amount } = this.#roots[this.#nextRoot];
      this.stolen += amount;
      const k = this.#arrive(this.graph.to(row), amount, 1, atMs);
      places.atBusy[k] += amount;
      this.cuts.push({ place: k, reason: "transfers", atMs });
    }
  }

  /** A victim's transfer whose payer has no stolen money: all of it is stolen, and tier 1. */
  #payRoot(row: number, atMs: number, amount: number): void {
    this.lastAtMs = atMs;
    this.lastRow = row;
    this.#countStolen(amount);
    this.hops.add(row, atMs, amount, amount, 1);
    this.#deliver(row, this.graph.to(row), atMs, this.#parts.make(1, amount), amount, 1, this.#leaves(row, atMs), true);
  }

  #leaves(row: number, atMs: number): boolean {
    const { receipts } = this.graph;
    const i = this.graph.seek(receipts, this.graph.to(row), atMs, row);
    return (receipts.words[(receipts.base + i * ENTRY_DOUBLES) * 2 + ROW] & LEAVES) !== 0;
  }

  #countStolen(amount: number): void {
    this.stolen += amount;
    assert(this.stolen <= STOLEN_MAX, "what was stolen fits the exact sums; checked by the caller");
  }

  /** The next payment of place k. `isRoot`: it is also a victim's transfer. */
  #pay(k: number, isRoot: boolean): void {
    const { places, graph } = this;
    const { payments } = graph;
    const holdings = this.#holdings;
    const pocket = places.pocket[k];
    const atMs = places.nextAtMs[k];
    const row = places.nextRow[k];
    places.pays[k] = 0;
    this.lastAtMs = atMs;
    this.lastRow = row;
    payments.seat(pocket, places.outPiece[k]);
    const d = payments.base + places.outIndex[k]++ * ENTRY_DOUBLES;
    const amount = payments.doubles[d + 1];
    const payee = payments.words[d * 2 + OTHER];
    const rowWord = payments.words[d * 2 + ROW];
    if (places.opened[k] === 0) this.#open(k, pocket);
    if (++places.examined[k] > this.limits.entriesMax || !this.#absorb(k, pocket, atMs, row)) {
      this.#close(k, "entries", atMs);
      if (isRoot) this.#payRoot(row, atMs, amount);
      return;
    }
    if ((rowWord & STATED) !== 0) this.#heed(k, row, atMs);

    const before = holdings.traced[k];
    const known = Math.min(amount, holdings.balance[k]);
    let chain = holdings.take(k, amount);
    const moved = before - holdings.traced[k];
    places.live[k] -= moved;
    if (isRoot) {
      this.#countStolen(amount - moved);
      chain = this.#allStolen(chain, amount - known);
    } else if (moved > 0 && amount > known) chain = this.#behind(chain, this.#parts.make(CLEAN, amount - known));
    const tainted = isRoot ? amount : moved;
    if (tainted >= this.#least || isRoot) {
      places.paid[k]++;
      this.#send(row, payee, atMs, amount, tainted, chain, (rowWord & LEAVES) !== 0, isRoot);
    } else {
      places.belowMinimum[k] += tainted;
      this.#parts.releaseAll(chain);
    }
    if (places.state[k] !== ACTIVE) return;
    if (places.live[k] >= this.#least) this.#lookForPayment(k);
    else this.#letGo(k);
  }

  /** Too little stolen money is left in a place to be followed on. */
  #letGo(k: number): void {
    const { places } = this;
    places.belowMinimum[k] += places.live[k];
    places.live[k] = 0;
    places.state[k] = IDLE;
    places.opened[k] = 0;
    this.#forget(k);
  }

  #forget(k: number): void {
    this.#holdings.empty(k);
    this.#arrivals.release(this.places.arrivals[k], this.#parts);
    this.places.arrivals[k] = -1;
  }

  /** Puts in what the place had before the first stolen money came. */
  #open(k: number, pocket: number): void {
    const { places, graph } = this;
    const opening = graph.balanceBefore(pocket, places.sinceMs[k], places.sinceRow[k]);
    if (opening > 0) this.#holdings.addOldest(k, opening);
    places.inIndex[k] = graph.seek(graph.receipts, pocket, places.sinceMs[k], places.sinceRow[k]);
    places.inPiece[k] = graph.receipts.piece;
    places.opened[k] = 1;
  }

  /** Records a payment with stolen money in it and hands its parts, one tier further, to the payee. */
  #send(row: number, payee: number, atMs: number, amount: number, tainted: number, chain: number, leaves: boolean, isRoot: boolean): void {
    const parts = this.#parts;
    let lowest = 255;
    let several = false;
    for (let p = chain; p !== NO_PART; p = parts.next[p]) {
      if (parts.tier[p] === CLEAN) continue;
      const tier = parts.tier[p] === FRESH ? 1 : parts.tier[p] + 1;
      parts.tier[p] = tier;
      if (lowest !== 255 && tier !== lowest) several = true;
      if (tier < lowest) lowest = tier;
    }
    if (several) this.#recordTiers(chain);
    this.hops.add(row, atMs, amount, tainted, lowest);
    this.#deliver(row, payee, atMs, chain, tainted, lowest, leaves, isRoot);
  }

  #recordTiers(chain: number): void {
    const parts = this.#parts;
    const sums = new Map<number, number>();
    for (let p = chain; p !== NO_PART; p = parts.next[p]) if (parts.tier[p] !== CLEAN) sums.set(parts.tier[p], (sums.get(parts.tier[p]) ?? 0) + parts.amount[p]);
    for (const [tier, sum] of [...sums].sort(([a], [b]) => a - b)) this.hops.mixed.push(this.hops.count, tier, sum);
  }

  /** What is clean in a victim's own payment is stolen by it. */
  #allStolen(chain: number, beyond: number): number {
    const parts = this.#parts;
    for (let p = chain; p !== NO_PART; p = parts.next[p]) if (parts.tier[p] === CLEAN) parts.tier[p] = FRESH;
    return beyond > 0 ? this.#behind(chain, parts.make(FRESH, beyond)) : chain;
  }

  #behind(chain: number, part: number): number {
    if (chain === NO_PART) return part;
    const { next } = this.#parts;
    let last = chain;
    while (next[last] !== NO_PART) last = next[last];
    next[last] = part;
    return chain;
  }

  /** Stolen money comes to a pocket with a transfer. Takes over the chain. */
  #deliver(row: number, payee: number, atMs: number, chain: number, tainted: number, tier: number, leaves: boolean, isRoot: boolean): void {
    const { places, limits } = this;
    const parts = this.#parts;
    const k = this.#arrive(payee, tainted, tier, atMs);
    if (!isRoot && this.#victims.has(payee)) {
      places.returned[k] += tainted;
      parts.releaseAll(chain);
      return;
    }
    if (leaves) {
      places.exited[k] += tainted;
      parts.releaseAll(chain);
      return;
    }
    let onward = tainted;
    for (let p = chain; p !== NO_PART; p = parts.next[p]) {
      if (parts.tier[p] < limits.hopsMax) continue;
      onward -= parts.amount[p];
      places.atHops[k] += parts.amount[p];
      parts.tier[p] = CLEAN;
    }
    if (places.state[k] === CLOSED) {
      places.atBusy[k] += onward;
      parts.releaseAll(chain);
      return;
    }
    if (onward === 0 || (onward < this.#least && places.state[k] === IDLE)) {
      places.belowMinimum[k] += onward;
      parts.releaseAll(chain);
      return;
    }
    this.#addArrival(k, row, chain);
    places.live[k] += onward;
    if (places.state[k] !== IDLE) return;
    places.state[k] = ACTIVE;
    places.sinceMs[k] = atMs;
    places.sinceRow[k] = row;
    // A transfer is no payment of its payee, so what does not come before it comes after.
    places.outIndex[k] = this.graph.seek(this.graph.payments, payee, atMs, row);
    places.outPiece[k] = this.graph.payments.piece;
    this.#lookForPayment(k);
  }

  #arrive(payee: number, tainted: number, tier: number, atMs: number): number {
    const { places } = this;
    const k = places.at(payee);
    this.#holdings.ensure(places.count);
    places.arrived[k] += tainted;
    if (atMs < places.firstAtMs[k]) places.firstAtMs[k] = atMs;
    places.lastAtMs[k] = atMs;
    if (tier < places.tier[k]) places.tier[k] = tier;
    return k;
  }

  #addArrival(k: number, row: number, chain: number): void {
    const { places } = this;
    const a = this.#arrivals.add(row, chain);
    if (places.arrivals[k] < 0) places.arrivals[k] = a;
    else this.#arrivals.next[places.lastArrival[k]] = a;
    places.lastArrival[k] = a;
  }

  /**
   * Adds what a place received before a payment: stolen parts as they were sent, the rest clean. False when there was more
   * than the limit of what is looked at.
   */
  #absorb(k: number, pocket: number, beforeMs: number, beforeRow: number): boolean {
    const { places, graph } = this;
    const { receipts } = graph;
    const holdings = this.#holdings;
    const arrivals = this.#arrivals;
    let left = this.limits.entriesMax - places.examined[k];
    for (;;) {
      receipts.seat(pocket, places.inPiece[k]);
      const { doubles, words, base, length, pieces } = receipts;
      let i = places.inIndex[k];
      for (; i < length; i++) {
        const d = base + i * ENTRY_DOUBLES;
        const row = words[d * 2 + ROW] & ROW_MASK;
        if (doubles[d] > beforeMs || (doubles[d] === beforeMs && graph.compare(beforeMs, row, beforeMs, beforeRow) > 0)) break;
        if (left-- === 0) return false;
        const a = places.arrivals[k];
        if (a >= 0 && arrivals.row[a] === row) {
          holdings.add(k, arrivals.parts[a]);
          places.arrivals[k] = arrivals.next[a];
        } else holdings.addClean(k, doubles[d + 1]);
      }
      places.inIndex[k] = i;
      if (i < length || places.inPiece[k] + 1 >= pieces) break;
      places.inPiece[k]++;
      places.inIndex[k] = 0;
    }
    places.examined[k] = this.limits.entriesMax - left;
    return true;
  }

  /** The payer's institution said what the balance was: more is clean money of unknown age, less has left unseen. */
  #heed(k: number, row: number, atMs: number): void {
    const holdings = this.#holdings;
    const stated = this.graph.statedBalance(row) ?? 0;
    const known = holdings.balance[k];
    if (stated > known) holdings.addOldest(k, stated - known);
    else if (stated < known) {
      const before = holdings.traced[k];
      this.#parts.releaseAll(holdings.take(k, known - stated));
      const gone = before - holdings.traced[k];
      if (gone === 0) return;
      this.places.live[k] -= gone;
      this.places.exited[k] += gone;
      this.unseen.push({ place: k, row, atMs, tainted: gone });
    }
  }

  /** Queues the next payment of a place, if there is one within the window. */
  #lookForPayment(k: number): void {
    const { places } = this;
    const { payments } = this.graph;
    payments.seat(places.pocket[k], places.outPiece[k]);
    if (places.outIndex[k] === payments.length) {
      if (places.outPiece[k] + 1 >= payments.pieces) return;
      payments.seat(places.pocket[k], ++places.outPiece[k]);
      places.outIndex[k] = 0;
    }
    const d = payments.base + places.outIndex[k] * ENTRY_DOUBLES;
    const atMs = payments.doubles[d];
    if (atMs > this.endMs) return;
    if (places.paid[k] >= this.limits.fanOutMax) {
      this.#close(k, "fan-out", atMs);
      return;
    }
    places.pays[k] = 1;
    places.nextAtMs[k] = atMs;
    places.nextRow[k] = payments.words[d * 2 + ROW] & ROW_MASK;
    places.push(k, this.#order);
  }

  /** Stops following a place: its stolen money stays there for the trace. */
  #close(k: number, reason: CutReason, atMs: number): void {
    const { places } = this;
    places.atBusy[k] += places.live[k];
    places.live[k] = 0;
    places.state[k] = CLOSED;
    places.pays[k] = 0;
    this.#forget(k);
    this.cuts.push({ place: k, reason, atMs });
  }
}
