/**
 * A payment that somebody told of, found in the money graph: by the transfer's id, or as the transfer to that account of
 * that amount nearest to the time that was said. What cannot be found stands as it was told, until an institution shows it.
 */
import type { Account } from "../domain/account.ts";
import type { Currency } from "../domain/currency.ts";
import { ENTRY_DOUBLES, OTHER, ROW, ROW_MASK } from "./entries.ts";
import type { MoneyGraph } from "./graph.ts";
import type { OwnSource, OwnTransfer } from "./joined-graph.ts";

export interface ToldPayment {
  /** Under this id it stands while no transfer shows it. */
  readonly id: string;
  readonly from: Account | null;
  readonly to: Account;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly atMs: number;
  /** The transfer's id, where it was told. */
  readonly transfer: string | null;
  readonly source: OwnSource;
}

/** People round the time of a payment, and clocks differ (assumed). */
export const TOLD_WITHIN_MS = 30 * 60_000;
/** Statements are exact to the minute. */
export const STATED_WITHIN_MS = 2 * 60_000;

/** Row of the transfer that was told of, -1 when the graph does not show it. `taken` are rows that are others'. */
export function findTold(graph: MoneyGraph, told: ToldPayment, taken: ReadonlySet<number> = new Set()): number {
  const payee = graph.pockets.find(told.to, told.currency);
  if (payee < 0) return -1;
  if (told.transfer !== null) {
    const row = graph.find(told.transfer);
    if (row >= 0 && graph.to(row) === payee && !taken.has(row)) return row;
  }
  return nearest(graph, payee, told, TOLD_WITHIN_MS, taken);
}

/** The transfer between the same accounts that a statement lists as well, -1 when there is none. */
export function findStated(graph: MoneyGraph, own: OwnTransfer, taken: ReadonlySet<number>): number {
  const payee = graph.pockets.find(own.to, own.currency);
  if (payee < 0) return -1;
  return nearest(graph, payee, { from: own.from, amountMinor: own.amountMinor, currency: own.currency, atMs: own.occurredAtMs }, STATED_WITHIN_MS, taken);
}

function nearest(graph: MoneyGraph, payee: number, told: Pick<ToldPayment, "from" | "amountMinor" | "currency" | "atMs">, withinMs: number, taken: ReadonlySet<number>): number {
  const payer = told.from === null ? null : graph.pockets.find(told.from, told.currency);
  if (payer !== null && payer < 0) return -1;
  const { receipts } = graph;
  const amount = Number(told.amountMinor);
  let found = -1;
  let apartMs = Infinity;
  let i = receipts.seek(payee, told.atMs - withinMs);
  let { piece } = receipts;
  for (;;) {
    for (; i < receipts.length; i++) {
      const d = receipts.base + i * ENTRY_DOUBLES;
      const atMs = receipts.doubles[d];
      if (atMs > told.atMs + withinMs) return found;
      const row = receipts.words[d * 2 + ROW] & ROW_MASK;
      if (receipts.doubles[d + 1] !== amount || taken.has(row) || (payer !== null && receipts.words[d * 2 + OTHER] !== payer)) continue;
      if (Math.abs(atMs - told.atMs) >= apartMs) continue;
      apartMs = Math.abs(atMs - told.atMs);
      found = row;
    }
    if (piece + 1 >= receipts.pieces) return found;
    receipts.seat(payee, ++piece);
    i = 0;
  }
}

/** As a transfer of the matter's own. A payer that nobody named is an account that nobody knows. */
export function asOwn(told: ToldPayment): OwnTransfer {
  return {
    id: told.id,
    from: told.from ?? ({ institution: "UNKNOWN", account: `payer.${told.id}`.slice(0, 64) } as Account),
    to: told.to,
    occurredAtMs: told.atMs,
    amountMinor: told.amountMinor,
    currency: told.currency,
    source: told.source,
  };
}
