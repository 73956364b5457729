/**
 * What only one matter knows of money, joined with what the stream shows: statements that an officer imported, payments
 * that were reported, hops that a bank told of. They must not appear in anybody else's trace, so they lie in a small graph
 * of the matter's own, into which the runs of every account that its traces reach are copied whole. A trace in it equals
 * the trace in a graph that holds both. An account with more transfers than the limit is not copied, and is named.
 */
import type { Account } from "../domain/account.ts";
import { ENTRY_DOUBLES, OTHER, ROW, ROW_MASK } from "./entries.ts";
import { ForwardTrace } from "./forward.ts";
import { MoneyGraph } from "./graph.ts";
import type { TraceLimits } from "./limits.ts";
import { PURPOSE_SAMPLES } from "./purpose-table.ts";
import { checkRoots, describeTrace, type Trace } from "./trace.ts";
import { unpackMarks, type Transfer } from "./transfer.ts";
import { batchOfTransfers, type TransferWords } from "./transfer-event.ts";

/** Where a transfer that is not in the stream was learned of. */
export type OwnSource =
  | { readonly kind: "statement"; readonly statement: string; readonly line: number }
  /** As the person who lost the money tells it: no institution has shown it yet. */
  | { readonly kind: "reported"; readonly report: string }
  /** As an institution answered to an order. */
  | { readonly kind: "told"; readonly order: string };

export interface OwnTransfer extends Transfer, TransferWords {
  readonly source: OwnSource;
}

/** Transfers of one account that are copied at the most. */
export const COPIED_MAX = 200_000;
/** Accounts that are looked behind at the most. */
const BEHIND_MAX = 5_000;
/** Transfers put into the small graph at a time. */
const PIECE = 256;

interface Open {
  readonly roots: readonly string[];
  readonly trace: ForwardTrace;
}

export class JoinedGraph {
  readonly graph = new MoneyGraph();
  readonly #wide: MoneyGraph;
  /** Pockets of the wide graph whose runs are here, with how many payments and receipts they had then. */
  readonly #copied = new Map<number, { readonly payments: number; readonly receipts: number }>();
  readonly #rows = new Set<number>();
  readonly #tooBusy = new Set<number>();
  readonly #open = new Map<string, Open>();

  constructor(wide: MoneyGraph, own: readonly OwnTransfer[]) {
    this.#wide = wide;
    this.#put(own);
  }

  /** Copies what the stream shows of these accounts, so that transfers of theirs can be traced from. */
  include(accounts: readonly Account[]): void {
    for (const account of accounts) for (const pocket of this.#wide.pockets.findAll(account)) this.#copy(pocket);
  }

  /** Copies what lies behind an account, so far as a look back goes: who paid it, who paid those. */
  includeBehind(account: Account, hops: number): void {
    let step: readonly Account[] = [account];
    const seen = new Set<number>();
    for (let hop = 0; hop < hops && step.length > 0; hop++) {
      this.include(step);
      const payers = new Set<number>();
      for (const one of step) {
        for (const pocket of this.graph.pockets.findAll(one)) {
          if (seen.has(pocket) || seen.size >= BEHIND_MAX) continue;
          seen.add(pocket);
          for (const payer of this.#payersOf(pocket)) if (!seen.has(payer)) payers.add(payer);
        }
      }
      step = [...payers].map((pocket) => this.graph.pockets.account(pocket));
    }
    this.#runAll();
    this.#grow();
  }

  #payersOf(pocket: number): ReadonlySet<number> {
    const { receipts } = this.graph;
    const payers = new Set<number>();
    for (let at = 0, pieces = 1; at < pieces; at++) {
      receipts.seat(pocket, at);
      pieces = receipts.pieces;
      const { words, base, length } = receipts;
      for (let i = 0; i < length; i++) payers.add(words[(base + i * ENTRY_DOUBLES) * 2 + OTHER]);
    }
    return payers;
  }

  /** Opens a trace from transfers by their ids, which are here. */
  open(id: string, roots: readonly string[], limits: TraceLimits): void {
    const rows = roots.map((root) => this.graph.find(root));
    checkRoots(this.graph, rows);
    const trace = new ForwardTrace(this.graph, limits);
    trace.run(rows);
    this.#open.set(id, { roots, trace });
    this.#grow();
  }

  close(id: string): void {
    this.#open.delete(id);
  }

  get(id: string): Trace | undefined {
    const open = this.#open.get(id);
    return open === undefined ? undefined : describeTrace(open.trace);
  }

  /** Accounts that are too busy to be copied: what they paid on is not followed. */
  tooBusy(): readonly Account[] {
    return [...this.#tooBusy].map((pocket) => this.#wide.pockets.account(pocket));
  }

  /** Takes what is new in the stream about accounts that are here. Gives the traces that are different now. */
  refresh(): readonly string[] {
    const before = new Map([...this.#open].map(([id, { trace }]) => [id, formOf(trace)]));
    let added = false;
    for (const pocket of this.#copied.keys()) added = this.#copy(pocket) || added;
    if (added) this.#runAll();
    this.#grow();
    return [...this.#open].filter(([id, { trace }]) => before.get(id) !== formOf(trace)).map(([id]) => id);
  }

  #runAll(): void {
    for (const { roots, trace } of this.#open.values()) trace.run(roots.map((root) => this.graph.find(root)));
  }

  /** Copies the runs of every account that money reaches, until no trace reaches another. */
  #grow(): void {
    for (let grown = true; grown;) {
      grown = false;
      for (const { trace } of this.#open.values()) {
        for (let k = 0; k < trace.places.count; k++) {
          const pocket = trace.places.pocket[k];
          const wide = this.#wide.pockets.find(this.graph.pockets.account(pocket), this.graph.pockets.currency(pocket));
          if (wide >= 0 && !this.#copied.has(wide)) grown = this.#copy(wide) || grown;
        }
      }
      if (grown) this.#runAll();
    }
  }

  /** Copies what is new of a run. True when there was something. */
  #copy(pocket: number): boolean {
    const { payments, receipts } = this.#wide;
    const size = { payments: payments.lengthOf(pocket), receipts: receipts.lengthOf(pocket) };
    const had = this.#copied.get(pocket);
    if (had !== undefined && had.payments === size.payments && had.receipts === size.receipts) return false;
    this.#copied.set(pocket, size);
    if (size.payments + size.receipts > COPIED_MAX) {
      this.#tooBusy.add(pocket);
      return false;
    }
    const fresh: Transfer[] = [];
    for (const runs of [payments, receipts]) {
      for (let at = 0, pieces = 1; at < pieces; at++) {
        runs.seat(pocket, at);
        pieces = runs.pieces;
        const { doubles, words, base, length } = runs;
        for (let i = 0; i < length; i++) {
          const d = base + i * ENTRY_DOUBLES;
          const row = words[d * 2 + ROW] & ROW_MASK;
          if (this.#rows.has(row)) continue;
          this.#rows.add(row);
          fresh.push(this.#transferOf(row, doubles[d], doubles[d + 1]));
        }
      }
    }
    this.#put(fresh);
    return fresh.length > 0;
  }

  /** The same as `graph.transfer`, without looking for the time and amount that are at hand. */
  #transferOf(row: number, atMs: number, amount: number): Transfer & TransferWords {
    const wide = this.#wide;
    const marks = unpackMarks(wide.marks(row));
    const stated = wide.statedBalance(row);
    return {
      id: wide.id(row),
      from: wide.pockets.account(wide.from(row)),
      to: wide.pockets.account(wide.to(row)),
      occurredAtMs: atMs,
      amountMinor: BigInt(amount),
      currency: wide.pockets.currency(wide.from(row)),
      ...marks,
      ...(marks.purpose === undefined ? {} : { purposeText: PURPOSE_SAMPLES[marks.purpose] }),
      ...(stated === undefined ? {} : { balanceBeforeMinor: BigInt(stated) }),
    };
  }

  #put(transfers: readonly (Transfer & TransferWords)[]): void {
    for (let from = 0; from < transfers.length; from += PIECE) this.graph.apply(batchOfTransfers(transfers.slice(from, from + PIECE)));
  }
}

/** What tells two states of a trace apart: its hops with their stolen parts, and how it was cut. */
function formOf(trace: ForwardTrace): string {
  const { hops, cuts, unseen } = trace;
  let sum = 0;
  for (let h = 0; h < hops.count; h++) sum = (Math.imul(sum, 31) + hops.row[h] * 7 + hops.tainted[h]) | 0;
  return `${hops.count} ${sum} ${cuts.length} ${unseen.length} ${trace.stolen}`;
}
