/** The newest transfers of some accounts, each once, in the order of time: what the rings ask the money graph. */
import type { Account } from "../domain/account.ts";
import { ENTRY_DOUBLES, ROW, ROW_MASK } from "./entries.ts";
import type { MoneyGraph } from "./graph.ts";
import { writtenAccount } from "./matter-money.ts";

export interface PaymentAround {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** Newest transfers of one account in one direction that are looked at, and of all together. */
const ONE_MAX = 2_000;
const ALL_MAX = 20_000;

export function paymentsAround(graph: MoneyGraph, accounts: readonly Account[]): { readonly payments: readonly PaymentAround[]; readonly cut: boolean } {
  const rows = new Map<number, { readonly atMs: number; readonly amount: number }>();
  let cut = false;
  for (const account of accounts) {
    for (const pocket of graph.pockets.findAll(account)) {
      for (const runs of [graph.payments, graph.receipts]) {
        runs.seat(pocket, 0);
        let taken = 0;
        for (let piece = runs.pieces - 1; piece >= 0; piece--) {
          runs.seat(pocket, piece);
          for (let i = runs.length - 1; i >= 0; i--) {
            if (taken === ONE_MAX || rows.size >= ALL_MAX) {
              cut = true;
              break;
            }
            const d = runs.base + i * ENTRY_DOUBLES;
            rows.set(runs.words[d * 2 + ROW] & ROW_MASK, { atMs: runs.doubles[d], amount: runs.doubles[d + 1] });
            taken++;
          }
        }
      }
    }
  }
  const payments = [...rows].map(([row, { atMs, amount }]): PaymentAround => ({
    id: graph.id(row),
    from: writtenAccount(graph.pockets.account(graph.from(row))),
    to: writtenAccount(graph.pockets.account(graph.to(row))),
    atMs,
    amountMinor: BigInt(amount),
    currency: graph.pockets.currency(graph.from(row)),
  }));
  return { payments: payments.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1)), cut };
}
