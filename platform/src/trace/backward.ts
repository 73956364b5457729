/**
 * From an account back to where its money came from: which transfers brought money into view (a victim's payment out of
 * money nobody saw come in), and how much of each reached the account and is still there. Every source keeps its name
 * through all accounts between, by the chosen method, so this agrees with tracing each source forward. Where a limit
 * ends the view, the transfer at the limit stands for what is behind it, and says so.
 */
import { ProblemError } from "../base/problem.ts";
import type { Account } from "../domain/account.ts";
import type { Currency } from "../domain/currency.ts";
import { ENTRY_DOUBLES, LEAVES, OTHER, ROW, ROW_MASK, STATED } from "./entries.ts";
import type { MoneyGraph } from "./graph.ts";
import { LabelledMoney, UNKNOWN, type LabelledPart } from "./labelled-money.ts";
import { traceLimits, type TraceLimits, type TraceMethod } from "./limits.ts";
import type { Runs } from "./runs.ts";
import { unpackMarks } from "./transfer.ts";

/** Why a transfer stands as a source: its payer's money came from nowhere we see, or a limit ended the view there. */
export type SourceKind = "origin" | "hops" | "busy";

export interface Source {
  readonly transfer: string;
  readonly from: Account;
  readonly to: Account;
  readonly occurredAtMs: number;
  readonly amountMinor: bigint;
  readonly kind: SourceKind;
  /** Of this transfer's money: how much came to the account (again, if it went round), and how much is there now. */
  readonly reachedMinor: bigint;
  readonly heldMinor: bigint;
  /** The payer has reported this payment as fraud. */
  readonly reported: boolean;
  readonly line?: number;
}

export interface BackwardTrace {
  readonly account: Account;
  readonly currency: Currency;
  readonly method: TraceMethod;
  readonly limits: TraceLimits;
  readonly fromMs: number;
  readonly untilMs: number;
  /** All that came in meanwhile, and what is known to be there at the end. */
  readonly receivedMinor: bigint;
  readonly balanceMinor: bigint;
  /** Of what came in: money that was in accounts before the window, or that a statement of a balance brought to light. */
  readonly olderMinor: bigint;
  readonly sources: readonly Source[];
  /** Accounts whose own incoming transfers were too many to look behind. */
  readonly truncated: readonly Account[];
}

export interface BackwardQuestion extends Partial<TraceLimits> {
  /** Money that came until then; by default all. */
  readonly untilMs?: number;
}

/** An account whose money is followed, up to an instant. */
interface Seen {
  untilMs: number;
}

interface Event {
  readonly row: number;
  readonly atMs: number;
  readonly amount: number;
  readonly word: number;
}

/** Transfers and accounts that are looked at in all. */
const EVENTS_MAX = 2_000_000;
const ACCOUNTS_MAX = 100_000;

function tooMuch(): never {
  throw new ProblemError({
    code: "too-large",
    detail: `more than ${ACCOUNTS_MAX} accounts or ${EVENTS_MAX} transfers lie behind this account; ask for fewer hops or a shorter window`,
  });
}

export function traceBackward(graph: MoneyGraph, pocket: number, question: BackwardQuestion = {}): BackwardTrace {
  const { untilMs: asked, ...rest } = question;
  const limits = traceLimits(rest);
  const untilMs = Math.min(asked ?? Infinity, lastAtMs(graph, pocket));
  const fromMs = untilMs - limits.windowMs;
  const { seen, busy } = lookBehind(graph, pocket, fromMs, untilMs, limits);
  const sources: { readonly event: Event; readonly kind: SourceKind; reached: number; held: number }[] = [];
  const money = new Map<number, LabelledMoney>();
  const moneyOf = (p: number): LabelledMoney => {
    let known = money.get(p);
    if (known === undefined) {
      money.set(p, (known = new LabelledMoney(limits.method)));
      known.addOldest(graph.balanceBefore(p, fromMs, -1));
    }
    return known;
  };
  let received = 0;
  let older = 0;
  for (const event of eventsOf(graph, seen, fromMs)) {
    const from = graph.from(event.row);
    const to = graph.to(event.row);
    const payer = seen.get(from);
    const parts: LabelledPart[] = [];
    if (payer === undefined || event.atMs > payer.untilMs) {
      sources.push({ event, kind: busy.has(from) ? "busy" : "hops", reached: 0, held: 0 });
      parts.push({ label: sources.length - 1, tier: 1, amount: event.amount });
    } else {
      const own = moneyOf(from);
      if ((event.word & STATED) !== 0) own.heed(graph.statedBalance(event.row) ?? 0);
      const beyond = event.amount - Math.min(event.amount, own.balance);
      for (const p of own.take(event.amount)) parts.push(p.label === UNKNOWN ? p : { ...p, tier: p.tier + 1 });
      if (beyond > 0) {
        sources.push({ event, kind: "origin", reached: 0, held: 0 });
        parts.push({ label: sources.length - 1, tier: 1, amount: beyond });
      }
    }
    const leaves = (event.word & LEAVES) !== 0;
    if (to === pocket) {
      received += event.amount;
      for (const p of parts) {
        if (p.label === UNKNOWN) older += p.amount;
        else {
          sources[p.label].reached += p.amount;
          // Where the hops end a trace forward leaves the money, and so does this one.
          if (p.tier >= limits.hopsMax && !leaves && graph.from(sources[p.label].event.row) !== pocket) sources[p.label].held += p.amount;
        }
      }
    }
    const payee = seen.get(to);
    if (payee === undefined || event.atMs > payee.untilMs) continue;
    const ends = (p: LabelledPart): boolean => leaves || p.tier >= limits.hopsMax || (p.label !== UNKNOWN && graph.from(sources[p.label].event.row) === to);
    moneyOf(to).add(parts.map((p) => (ends(p) ? { label: UNKNOWN, tier: 0, amount: p.amount } : p)));
  }
  for (const part of moneyOf(pocket).parts) if (part.label !== UNKNOWN) sources[part.label].held += part.amount;
  return {
    account: graph.pockets.account(pocket),
    currency: graph.pockets.currency(pocket),
    method: limits.method,
    limits,
    fromMs,
    untilMs,
    receivedMinor: BigInt(received),
    balanceMinor: BigInt(moneyOf(pocket).balance),
    olderMinor: BigInt(older),
    sources: sources
      .filter((s) => s.reached > 0)
      .sort((a, b) => b.reached - a.reached || graph.compare(a.event.atMs, a.event.row, b.event.atMs, b.event.row))
      .map((s) => sourceOf(graph, s)),
    truncated: [...busy].map((p) => graph.pockets.account(p)),
  };
}

function sourceOf(graph: MoneyGraph, s: { readonly event: Event; readonly kind: SourceKind; readonly reached: number; readonly held: number }): Source {
  const { row, atMs, amount } = s.event;
  const line = graph.line(row);
  return {
    transfer: graph.id(row),
    from: graph.pockets.account(graph.from(row)),
    to: graph.pockets.account(graph.to(row)),
    occurredAtMs: atMs,
    amountMinor: BigInt(amount),
    kind: s.kind,
    reachedMinor: BigInt(s.reached),
    heldMinor: BigInt(s.held),
    reported: unpackMarks(graph.marks(row)).reportedVictim === true,
    ...(line === undefined ? {} : { line }),
  };
}

function lastAtMs(graph: MoneyGraph, pocket: number): number {
  const { payments, receipts } = graph;
  const lastOf = (runs: Runs): number => {
    if (runs.lengthOf(pocket) === 0) return -Infinity;
    runs.seat(pocket, 0);
    runs.seat(pocket, runs.pieces - 1);
    return runs.doubles[runs.base + (runs.length - 1) * ENTRY_DOUBLES];
  };
  const atMs = Math.max(lastOf(payments), lastOf(receipts));
  if (atMs === -Infinity) throw new ProblemError({ code: "not-found", detail: "the account has no transfers" });
  return atMs;
}

/** The accounts that can have fed the pocket within so many transfers, each until its last payment towards it. */
function lookBehind(
  graph: MoneyGraph,
  pocket: number,
  fromMs: number,
  untilMs: number,
  limits: TraceLimits,
): { readonly seen: ReadonlyMap<number, Seen>; readonly busy: ReadonlySet<number> } {
  const seen = new Map<number, Seen>([[pocket, { untilMs }]]);
  const busy = new Set<number>();
  let step = new Set([pocket]);
  for (let hop = 1; hop < limits.hopsMax && step.size > 0; hop++) {
    const next = new Set<number>();
    for (const p of step) {
      forEntries(graph.receipts, p, fromMs, seen.get(p)?.untilMs ?? untilMs, (atMs, _amount, other) => {
        if (busy.has(other)) return;
        const known = seen.get(other);
        if (known !== undefined) {
          if (known.untilMs >= atMs) return;
          known.untilMs = atMs;
          next.add(other);
          return;
        }
        if (isBusy(graph, other, fromMs, atMs, limits.entriesMax)) {
          busy.add(other);
          return;
        }
        seen.set(other, { untilMs: atMs });
        if (seen.size > ACCOUNTS_MAX) tooMuch();
        next.add(other);
      });
    }
    step = next;
  }
  return { seen, busy };
}

function isBusy(graph: MoneyGraph, pocket: number, fromMs: number, untilMs: number, entriesMax: number): boolean {
  let count = 0;
  for (const runs of [graph.payments, graph.receipts]) forEntries(runs, pocket, fromMs, untilMs, () => (++count > entriesMax ? "stop" : undefined));
  return count > entriesMax;
}

/** All transfers of the accounts seen, each once, in order. */
function eventsOf(graph: MoneyGraph, seen: ReadonlyMap<number, Seen>, fromMs: number): readonly Event[] {
  const events = new Map<number, Event>();
  for (const [pocket, { untilMs }] of seen) {
    for (const runs of [graph.payments, graph.receipts]) {
      forEntries(runs, pocket, fromMs, untilMs, (atMs, amount, _other, word) => {
        events.set(word & ROW_MASK, { row: word & ROW_MASK, atMs, amount, word });
      });
    }
    if (events.size > EVENTS_MAX) tooMuch();
  }
  return [...events.values()].sort((a, b) => graph.compare(a.atMs, a.row, b.atMs, b.row));
}

function forEntries(runs: Runs, pocket: number, fromMs: number, untilMs: number, visit: (atMs: number, amount: number, other: number, word: number) => "stop" | void): void {
  let i = runs.seek(pocket, fromMs);
  let { piece } = runs;
  for (;;) {
    const { doubles, words, base, length, pieces } = runs;
    for (; i < length; i++) {
      const d = base + i * ENTRY_DOUBLES;
      if (doubles[d] > untilMs || visit(doubles[d], doubles[d + 1], words[d * 2 + OTHER], words[d * 2 + ROW]) === "stop") return;
    }
    if (piece + 1 >= pieces) return;
    // A visit may have seated the runs elsewhere.
    runs.seat(pocket, ++piece);
    i = 0;
  }
}
