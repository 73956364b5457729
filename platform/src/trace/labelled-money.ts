/**
 * The money of one account in parts that remember where they came from. It pays by the same three rules as a forward
 * trace (holdings.ts), but a part has a source instead of only being stolen or clean; made for questions that go back
 * from one account, not for speed.
 */
import { unreachable } from "../base/assert.ts";
import { divideByLargestRemainder } from "./exact.ts";
import { BALANCE_MAX } from "./graph.ts";
import type { TraceMethod } from "./limits.ts";

/** Money of no known source. */
export const UNKNOWN = -1;

export interface LabelledPart {
  readonly label: number;
  /** Transfers since its source, the source included. */
  readonly tier: number;
  readonly amount: number;
}

export class LabelledMoney {
  readonly #method: TraceMethod;
  /** Oldest first. */
  parts: LabelledPart[] = [];
  balance = 0;

  constructor(method: TraceMethod) {
    this.#method = method;
  }

  add(arriving: readonly LabelledPart[]): void {
    for (const part of arriving) {
      const amount = part.label === UNKNOWN ? Math.min(part.amount, Math.max(0, BALANCE_MAX - this.balance)) : part.amount;
      if (amount === 0) continue;
      this.balance += amount;
      const same = this.#method === "pro-rata" ? this.parts.findIndex((p) => p.label === part.label && p.tier === part.tier) : this.#lastIfSame(part);
      if (same < 0) this.parts.push({ ...part, amount });
      else this.parts[same] = { ...part, amount: this.parts[same].amount + amount };
    }
  }

  #lastIfSame(part: LabelledPart): number {
    const last = this.parts.at(-1);
    return last !== undefined && last.label === part.label && last.tier === part.tier ? this.parts.length - 1 : -1;
  }

  /** Money that was there before all that is known. */
  addOldest(amount: number): void {
    if (amount <= 0) return;
    const counted = Math.min(amount, Math.max(0, BALANCE_MAX - this.balance));
    this.parts.unshift({ label: UNKNOWN, tier: 0, amount: counted });
    this.balance += counted;
  }

  /** The account's institution stated the balance. */
  heed(stated: number): void {
    if (stated > this.balance) this.addOldest(stated - this.balance);
    else this.take(this.balance - stated);
  }

  /** Takes out `amount`, or all there is; the parts come in the order in which they leave. */
  take(amount: number): readonly LabelledPart[] {
    const out = Math.min(amount, this.balance);
    switch (this.#method) {
      case "fifo":
        return this.#takeInOrder(
          out,
          () => this.parts.shift(),
          (rest) => this.parts.unshift(rest),
        );
      case "lifo":
        return this.#takeInOrder(
          out,
          () => this.parts.pop(),
          (rest) => this.parts.push(rest),
        );
      case "pro-rata":
        return this.#takeShares(out);
      default:
        return unreachable(this.#method);
    }
  }

  #takeInOrder(amount: number, next: () => LabelledPart | undefined, giveBack: (part: LabelledPart) => unknown): readonly LabelledPart[] {
    const taken: LabelledPart[] = [];
    this.balance -= amount;
    for (let left = amount; left > 0;) {
      const part = next();
      if (part === undefined) break;
      const moved = Math.min(left, part.amount);
      taken.push({ ...part, amount: moved });
      if (moved < part.amount) giveBack({ ...part, amount: part.amount - moved });
      left -= moved;
    }
    return taken;
  }

  #takeShares(amount: number): readonly LabelledPart[] {
    if (amount === 0) return [];
    const shares = new Float64Array(this.parts.length);
    divideByLargestRemainder(
      amount,
      Float64Array.from(this.parts, (p) => p.amount),
      0,
      this.parts.length,
      this.balance,
      shares,
    );
    const taken = this.parts.map((p, i) => ({ ...p, amount: shares[i] })).filter((p) => p.amount > 0);
    this.parts = this.parts.map((p, i) => ({ ...p, amount: p.amount - shares[i] })).filter((p) => p.amount > 0);
    this.balance -= amount;
    return taken;
  }
}
