/**
 * The banks' own books in the town: what is in each account, what of it was taken from somebody, what is held there for
 * which order, and where money went. This is the truth that figures are measured against and that banks answer from; the
 * program never sees it, and auditors do not need it.
 */
import type { AccountRef } from "./town.ts";

export type AccountSort = "resident" | "shop" | "mule" | "trader" | "cash";

export interface Flow {
  readonly id: string;
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly amountMinor: bigint;
  /** How much of it was taken from people who were deceived. */
  readonly stolenMinor: bigint;
}

export interface BookAccount {
  readonly key: string;
  readonly institution: string;
  readonly holder: string;
  readonly sort: AccountSort;
  /** Position after the victim's account; 0 for anybody's. */
  readonly tier: number;
  balanceMinor: bigint;
  stolenMinor: bigint;
  /** By order: how much it holds, null for all that is there. */
  readonly holds: Map<string, bigint | null>;
  readonly out: Flow[];
  readonly into: Flow[];
}

export const keyOf = ({ institution, account }: AccountRef): string => `${institution}:${account}`;

export interface MoneyTruth {
  /** Left people's accounts for the gangs'. */
  readonly stolenMinor: bigint;
  /** Got away as cash. */
  readonly cashedMinor: bigint;
  /** Went to traders who sold something for it. */
  readonly spentMinor: bigint;
  /** Still lies in the gangs' accounts. */
  readonly leftMinor: bigint;
  /** Of that: held by an order. */
  readonly heldMinor: bigint;
}

/** Minutes between an order and its booking. */
const TOLERANCE_MS = 5 * 60_000;

export class Books {
  readonly #flowsMax: number;
  readonly #accounts = new Map<string, BookAccount>();
  #flows = 0;
  #stolenMinor = 0n;

  /** `flowsMax`: how many payments each way an account remembers at least; what is played without an end must forget. */
  constructor(flowsMax = Infinity) {
    this.#flowsMax = flowsMax;
  }

  open(ref: AccountRef, sort: AccountSort, more: { readonly holder?: string; readonly tier?: number; readonly balanceMinor?: bigint } = {}): BookAccount {
    const key = keyOf(ref);
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const account: BookAccount = {
      key,
      institution: ref.institution,
      holder: more.holder ?? `持有人${this.#accounts.size + 1}`,
      sort,
      tier: more.tier ?? 0,
      balanceMinor: more.balanceMinor ?? 0n,
      stolenMinor: 0n,
      holds: new Map(),
      out: [],
      into: [],
    };
    this.#accounts.set(key, account);
    return account;
  }

  find(key: string): BookAccount | undefined {
    return this.#accounts.get(key);
  }

  /** What its holder can pay out now. */
  available(account: BookAccount): bigint {
    let left = account.balanceMinor;
    for (const held of account.holds.values()) {
      if (held === null) return 0n;
      left -= held;
    }
    return left < 0n ? 0n : left;
  }

  /** Moves money, if it is there and nothing holds it; null when it does not. Money coming in is always credited. */
  move(atMs: number, fromKey: string, toKey: string, amountMinor: bigint): Flow | null {
    const from = this.#accounts.get(fromKey);
    const to = this.#accounts.get(toKey);
    if (from === undefined || to === undefined || amountMinor <= 0n || this.available(from) < amountMinor) return null;
    const isTheft = from.sort === "resident" && to.sort === "mule";
    const stolenMinor = isTheft ? amountMinor : from.balanceMinor === 0n ? 0n : (from.stolenMinor * amountMinor) / from.balanceMinor;
    if (isTheft) this.#stolenMinor += amountMinor;
    else from.stolenMinor -= stolenMinor;
    from.balanceMinor -= amountMinor;
    to.balanceMinor += amountMinor;
    to.stolenMinor += stolenMinor;
    const flow: Flow = { id: `flow-${++this.#flows}`, atMs, from: fromKey, to: toKey, amountMinor, stolenMinor };
    this.#remember(from.out, flow);
    this.#remember(to.into, flow);
    return flow;
  }

  #remember(flows: Flow[], flow: Flow): void {
    if (flows.length >= 2 * this.#flowsMax) flows.splice(0, this.#flowsMax);
    flows.push(flow);
  }

  hold(key: string, order: string, amountMinor: bigint | null): void {
    this.#accounts.get(key)?.holds.set(order, amountMinor);
  }

  /** Lets go what an order held. */
  letGo(key: string, order: string): void {
    this.#accounts.get(key)?.holds.delete(order);
  }

  /** Every hold that banks still keep, for whoever asks whether they were told of every end. */
  kept(): readonly { readonly account: string; readonly order: string }[] {
    return [...this.#accounts.values()].flatMap((account) => [...account.holds.keys()].map((order) => ({ account: account.key, order })));
  }

  /** Whether at least that much came in from about that moment on: what a bank compares amount and time with. */
  came(key: string, atMs: number, amountMinor: bigint): boolean {
    const into = (this.#accounts.get(key)?.into ?? []).filter((flow) => flow.atMs >= atMs - TOLERANCE_MS);
    return into.some((flow) => flow.atMs <= atMs + TOLERANCE_MS) && into.reduce((sum, flow) => sum + flow.amountMinor, 0n) >= amountMinor;
  }

  /** Where money went on to from an account since an instant, largest first, at most as much as is asked about. */
  wentOn(key: string, sinceMs: number, amountMinor: bigint): readonly Flow[] {
    const flows = (this.#accounts.get(key)?.out ?? []).filter((flow) => flow.atMs >= sinceMs && this.#accounts.get(flow.to)?.sort !== "cash");
    const chosen: Flow[] = [];
    let sum = 0n;
    for (const flow of flows) {
      if (sum >= amountMinor) break;
      chosen.push(flow);
      sum += flow.amountMinor;
    }
    return chosen;
  }

  truth(): MoneyTruth {
    const sum = (of: (account: BookAccount) => bigint): bigint => [...this.#accounts.values()].reduce((all, account) => all + of(account), 0n);
    const inMules = (account: BookAccount): bigint => (account.sort === "mule" ? account.stolenMinor : 0n);
    return {
      stolenMinor: this.#stolenMinor,
      cashedMinor: sum((account) => (account.sort === "cash" ? account.stolenMinor : 0n)),
      spentMinor: sum((account) => (account.sort === "trader" || account.sort === "shop" ? account.stolenMinor : 0n)),
      leftMinor: sum(inMules),
      heldMinor: sum((account) => {
        const stolen = inMules(account);
        if (account.holds.size === 0) return 0n;
        const held = account.balanceMinor - this.available(account);
        return held < stolen ? held : stolen;
      }),
    };
  }
}
