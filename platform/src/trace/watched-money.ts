/**
 * What a watched trace says to casework: the accounts in which the money was seen, which of them are worth a proposal now,
 * and which have nothing of it any more. Pure; whoever calls it announces it. Where anything speaks for a holder's good
 * faith nothing is proposed by itself: a person looks first.
 */
import type { Account } from "../domain/account.ts";
import { goodFaithSigns } from "./good-faith.ts";
import { writtenAccount } from "./matter-money.ts";
import type { OpenedTrace } from "./open-traces.ts";
import type { Hop } from "./trace.ts";

/** Least traced sum for which a stop is proposed by itself: a hundredth of what was stolen (assumed); the least units of a trace are no reason to stop an account. */
const STOP_SHARE = 100n;
/** Money that rested so long is no race any more; a person decides (assumed). */
const STOP_RESTED_MS = 72 * 3_600_000;

export interface SeenAccount {
  readonly account: Account;
  readonly tier: number;
  readonly amountMinor: bigint;
  readonly atMs: number;
  readonly transfer: string;
  readonly stop: boolean;
}

export interface SeenMoney {
  readonly currency: string;
  readonly paidAtMs: number;
  readonly accounts: readonly SeenAccount[];
  readonly gone: readonly Account[];
}

export function seenMoney(opened: OpenedTrace, nowMs: number): SeenMoney {
  const { trace, graph } = opened;
  const roots = new Set(trace.roots);
  const first = trace.hops.filter((h) => roots.has(h.transfer));
  const victims = new Set(first.map((h) => writtenAccount(h.from)));
  const brought = new Map<string, Hop[]>();
  for (const h of trace.hops) {
    const name = writtenAccount(h.to);
    if (victims.has(name)) continue;
    const list = brought.get(name) ?? [];
    list.push(h);
    brought.set(name, list);
  }
  const still = new Map(trace.held.filter((h) => h.state === "in-account").map((h) => [writtenAccount(h.account), h]));
  const resting = new Set(trace.frontier.filter((f) => f.reason === "resting").map((f) => writtenAccount(f.account)));
  const accounts: SeenAccount[] = [];
  const gone: Account[] = [];
  for (const [name, hops] of brought) {
    const held = still.get(name);
    const last = hops[hops.length - 1];
    if (held === undefined) gone.push(last.to);
    const amountMinor = held?.taintedMinor ?? 0n;
    const worth = resting.has(name) && amountMinor > 0n && amountMinor * STOP_SHARE >= trace.stolenMinor && nowMs - last.occurredAtMs <= STOP_RESTED_MS;
    accounts.push({
      account: last.to,
      tier: Math.min(...hops.map((h) => h.tier)),
      amountMinor,
      atMs: last.occurredAtMs,
      transfer: last.transfer,
      stop: worth && goodFaithSigns(graph, graph.pockets.find(last.to, trace.currency), hops).length === 0,
    });
  }
  return { currency: trace.currency, paidAtMs: Math.min(...first.map((h) => h.occurredAtMs)), accounts, gone };
}
