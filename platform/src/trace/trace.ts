/**
 * A trace as people and programs read it: every transfer that carried stolen money, where each minor unit was last seen,
 * how it left, where the trace can go on, and what a limit cut off. Also the question itself: from which transfers, or
 * from whose account. The sums of `held` are what was stolen, always.
 */
import { ProblemError, shorten } from "../base/problem.ts";
import { maskAccount, type Account } from "../domain/account.ts";
import type { Currency } from "../domain/currency.ts";
import { ENTRY_DOUBLES, ROW, ROW_MASK } from "./entries.ts";
import { ForwardTrace, STOLEN_MAX, type CutReason } from "./forward.ts";
import type { MoneyGraph } from "./graph.ts";
import { traceLimits, type TraceLimits, type TraceMethod } from "./limits.ts";
import { exitOfMarks, type ExitKind } from "./transfer.ts";

/** A transfer with stolen money in it. */
export interface Hop {
  readonly transfer: string;
  readonly from: Account;
  readonly to: Account;
  readonly occurredAtMs: number;
  readonly amountMinor: bigint;
  /** 1 for the victim's own transfer. Belongs to this transfer: an account may be on several. */
  readonly tier: number;
  readonly taintedMinor: bigint;
  /** Where money of several tiers went together: how much of each. `tier` is the lowest. */
  readonly tiers?: readonly { readonly tier: number; readonly taintedMinor: bigint }[];
  /** It came back to an account that the same money had been in, or to a victim. */
  readonly roundTrip?: true;
  readonly line?: number;
}

/** Where stolen money was last seen: in an account, gone from account data, or back with a victim. */
export type HeldState = "in-account" | "exited" | "returned";

export interface Held {
  readonly account: Account;
  readonly state: HeldState;
  readonly taintedMinor: bigint;
  /** When stolen money last came here. */
  readonly lastArrivalAtMs: number;
  /** Lowest tier of a transfer that brought it. */
  readonly tier: number;
}

export type Exit =
  | { readonly kind: ExitKind; readonly transfer: string; readonly account: Account; readonly occurredAtMs: number; readonly taintedMinor: bigint }
  /**
   * The account paid more in another currency than it was known to have: it may have changed stolen money. How much
   * cannot be told without a rate, so the money stays where it is in this trace.
   */
  | {
      readonly kind: "currency-change";
      readonly transfer: string;
      readonly account: Account;
      readonly occurredAtMs: number;
      readonly amountMinor: bigint;
      readonly currency: Currency;
    };

export type FrontierReason = "resting" | "window" | "hops" | "minimum" | "busy";

/** Where the trace can go on: money that rests, or that a limit kept from being followed. */
export interface Frontier {
  readonly account: Account;
  readonly reason: FrontierReason;
  readonly taintedMinor: bigint;
}

export interface Truncation {
  readonly account: Account;
  readonly reason: CutReason;
  readonly fromMs: number;
  readonly taintedMinor: bigint;
}

export interface Trace {
  readonly method: TraceMethod;
  readonly limits: TraceLimits;
  readonly currency: Currency;
  readonly roots: readonly string[];
  readonly stolenMinor: bigint;
  /** When the trace stopped looking. Infinity without a window. */
  readonly endMs: number;
  readonly hops: readonly Hop[];
  readonly held: readonly Held[];
  readonly exits: readonly Exit[];
  readonly frontier: readonly Frontier[];
  readonly truncated: readonly Truncation[];
}

/** Follows money from transfers (by row) and describes what was found. Throws `bad-arguments` for roots that do not go together. */
export function traceForward(graph: MoneyGraph, rows: readonly number[], asked: Partial<TraceLimits> = {}): Trace {
  const trace = new ForwardTrace(graph, traceLimits(asked));
  checkRoots(graph, rows);
  trace.run(rows);
  return describeTrace(trace);
}

/** Refuses roots that move nothing, are of several currencies, or are too much to sum exactly. */
export function checkRoots(graph: MoneyGraph, rows: readonly number[]): void {
  if (rows.length === 0) throw new ProblemError({ code: "not-found", detail: "no transfer to begin from" });
  const currency = graph.pockets.currency(graph.from(rows[0]));
  let sum = 0;
  for (const row of rows) {
    const { amount } = graph.moved(row);
    if (amount === 0 || graph.from(row) === graph.to(row)) {
      throw new ProblemError({ code: "bad-arguments", detail: `transfer ${shorten(graph.id(row))} moves nothing from one account to another`, value: shorten(graph.id(row)) });
    }
    if (graph.pockets.currency(graph.from(row)) !== currency) {
      throw new ProblemError({ code: "bad-arguments", detail: `a trace has one currency; ${shorten(graph.id(row))} is not in ${currency}`, value: shorten(graph.id(row)) });
    }
    sum += amount;
    if (sum > STOLEN_MAX) throw new ProblemError({ code: "too-large", detail: `more than ${STOLEN_MAX} minor units in one trace cannot be summed exactly` });
  }
}

/** Rows of the payments of a pocket from an instant on; at most `max`, the rest is refused as too much to begin from. */
export function paymentsOf(graph: MoneyGraph, pocket: number, fromMs: number, toMs: number, max: number): readonly number[] {
  const { payments } = graph;
  const rows: number[] = [];
  let i = payments.seek(pocket, fromMs);
  for (;;) {
    for (; i < payments.length; i++) {
      const d = payments.base + i * ENTRY_DOUBLES;
      if (payments.doubles[d] > toMs) return rows;
      if (rows.length === max) {
        throw new ProblemError({ code: "too-large", detail: `${graph.pockets.masked(pocket)} made more than ${max} payments; say from when, or begin from one transfer` });
      }
      rows.push(payments.words[d * 2 + ROW] & ROW_MASK);
    }
    if (payments.piece + 1 >= payments.pieces) return rows;
    payments.seat(pocket, ++payments.piece);
    i = 0;
  }
}

/** Payments of an account that a trace begins from. */
const ROOTS_MAX = 10_000;

export interface RootQuestion {
  /** Only payments from this instant on. */
  readonly fromMs?: number;
  readonly currency?: Currency;
}

/**
 * The transfers that `text` means: a transfer's id, `INSTITUTION:ACCOUNT`, or an account that only one institution has.
 * An id is looked for first. Throws `not-found`, or `bad-arguments` when it could mean several.
 */
export function rootsOf(graph: MoneyGraph, text: string, question: RootQuestion = {}): readonly number[] {
  const row = graph.find(text);
  if (row >= 0) return [row];
  return accountPayments(graph, pocketsOf(graph, text, question.currency), question.fromMs ?? -Infinity);
}

function accountPayments(graph: MoneyGraph, pockets: readonly number[], fromMs: number): readonly number[] {
  const paying = pockets.map((pocket) => paymentsOf(graph, pocket, fromMs, Infinity, ROOTS_MAX)).filter((rows) => rows.length > 0);
  if (paying.length > 1) {
    const currencies = paying.map(([first]) => graph.pockets.currency(graph.from(first)));
    throw new ProblemError({ code: "bad-arguments", detail: `the account paid in ${currencies.join(", ")}; a trace has one currency, say which`, at: { field: "currency" } });
  }
  if (paying.length === 0) throw new ProblemError({ code: "not-found", detail: "the account made no payment to begin from" });
  return paying[0];
}

/** The pockets of the account that `text` names. */
export function pocketsOf(graph: MoneyGraph, text: string, currency?: Currency): readonly number[] {
  const { pockets } = graph;
  const found = new Set<number>();
  for (let colon = text.indexOf(":"); colon > 0; colon = text.indexOf(":", colon + 1)) {
    const account = { institution: text.slice(0, colon).trim().toUpperCase(), account: text.slice(colon + 1).replaceAll(" ", "") } as Account;
    for (const p of pockets.findAll(account)) found.add(p);
  }
  if (found.size === 0) for (const p of pockets.findByText(text.replaceAll(" ", ""))) found.add(p);
  const fitting = [...found].filter((p) => currency === undefined || pockets.currency(p) === currency);
  const shown = text.length > 4 ? maskAccount(text) : text;
  if (fitting.length === 0) {
    throw new ProblemError({
      code: "not-found",
      detail: `no transfer and no account is called ${shown}; expected a transfer's id, INSTITUTION:ACCOUNT or an account`,
      at: { field: "from" },
    });
  }
  const institutions = new Set(fitting.map((p) => pockets.institution(p)));
  if (institutions.size > 1) {
    const names = [...institutions].sort().join(", ");
    throw new ProblemError({ code: "bad-arguments", detail: `the account ${shown} exists at ${names}; say INSTITUTION:ACCOUNT`, at: { field: "from" } });
  }
  return fitting;
}

/** A finished trace in words and exact amounts. */
export function describeTrace(trace: ForwardTrace): Trace {
  const { graph, limits, hops } = trace;
  const { pockets } = graph;
  const roots = new Set(trace.roots.map((root) => root.row));
  const tiers = new Map<number, { tier: number; taintedMinor: bigint }[]>();
  for (let m = 0; m < hops.mixed.length; m += 3) {
    const [hop, tier, amount] = hops.mixed.slice(m, m + 3);
    const list = tiers.get(hop) ?? [];
    list.push({ tier, taintedMinor: BigInt(amount) });
    tiers.set(hop, list);
  }
  const accounts = new Map<number, Account>();
  const accountOf = (pocket: number): Account => {
    let account = accounts.get(pocket);
    if (account === undefined) accounts.set(pocket, (account = pockets.account(pocket)));
    return account;
  };
  const list: Hop[] = [];
  const exits: Exit[] = [];
  const havePaid = new Set<number>(trace.victims);
  for (let h = 0; h < hops.count; h++) {
    const row = hops.row[h];
    const from = graph.from(row);
    const to = graph.to(row);
    const line = graph.line(row);
    const back = havePaid.has(to) && !roots.has(row);
    havePaid.add(from);
    list.push({
      transfer: graph.id(row),
      from: accountOf(from),
      to: accountOf(to),
      occurredAtMs: hops.atMs[h],
      amountMinor: BigInt(hops.amount[h]),
      tier: hops.tier[h],
      taintedMinor: BigInt(hops.tainted[h]),
      ...(tiers.has(h) ? { tiers: tiers.get(h) } : {}),
      ...(back && isRoundTrip(trace, h) ? { roundTrip: true as const } : {}),
      ...(line === undefined ? {} : { line }),
    });
    const kind = exitOfMarks(graph.marks(row), pockets.isUnknown(to));
    if (kind !== undefined && (roots.has(row) || !trace.victims.has(to))) {
      exits.push({ kind, transfer: graph.id(row), account: accountOf(to), occurredAtMs: hops.atMs[h], taintedMinor: BigInt(hops.tainted[h]) });
    }
  }
  for (const u of trace.unseen) {
    exits.push({ kind: "unseen", transfer: graph.id(u.row), account: accountOf(trace.places.pocket[u.place]), occurredAtMs: u.atMs, taintedMinor: BigInt(u.tainted) });
  }
  const first = trace.roots[0];
  return {
    method: limits.method,
    limits,
    currency: pockets.currency(graph.from(first.row)),
    roots: trace.roots.map((root) => graph.id(root.row)),
    stolenMinor: BigInt(trace.stolen),
    endMs: trace.endMs,
    hops: list,
    exits: [...exits, ...currencyChanges(trace, accountOf)].sort((a, b) => a.occurredAtMs - b.occurredAtMs || (a.transfer < b.transfer ? -1 : 1)),
    ...heldOf(trace, accountOf),
  };
}

/** Whether the money of hop `h` goes back to an account it came through: some path of hops leads from the payee to the payer. */
function isRoundTrip(trace: ForwardTrace, h: number): boolean {
  const { graph, hops } = trace;
  const payee = graph.to(hops.row[h]);
  if (trace.victims.has(payee)) return true;
  // Backwards through the hops before: who could have fed the payer?
  const feeding = new Set([graph.from(hops.row[h])]);
  for (let b = h - 1; b >= 0; b--) {
    if (!feeding.has(graph.to(hops.row[b]))) continue;
    const from = graph.from(hops.row[b]);
    if (from === payee) return true;
    feeding.add(from);
  }
  return false;
}

function heldOf(trace: ForwardTrace, accountOf: (pocket: number) => Account): Pick<Trace, "held" | "frontier" | "truncated"> {
  const { places, graph } = trace;
  const held: Held[] = [];
  const frontier: Frontier[] = [];
  for (let k = 0; k < places.count; k++) {
    const account = accountOf(places.pocket[k]);
    const put = (state: HeldState, amount: number): void => {
      if (amount > 0) held.push({ account, state, taintedMinor: BigInt(amount), lastArrivalAtMs: places.lastAtMs[k], tier: places.tier[k] });
    };
    const open = (reason: FrontierReason, amount: number): void => {
      if (amount > 0) frontier.push({ account, reason, taintedMinor: BigInt(amount) });
    };
    put("in-account", places.live[k] + places.atHops[k] + places.belowMinimum[k] + places.atBusy[k]);
    put("exited", places.exited[k]);
    put("returned", places.returned[k]);
    if (places.live[k] > 0) open(paysAfter(graph, places.pocket[k], trace.endMs) ? "window" : "resting", places.live[k]);
    open("hops", places.atHops[k]);
    open("minimum", places.belowMinimum[k]);
    open("busy", places.atBusy[k]);
  }
  const most = (a: { readonly taintedMinor: bigint; readonly account: Account }, b: { readonly taintedMinor: bigint; readonly account: Account }): number =>
    a.taintedMinor === b.taintedMinor ? compareText(nameOf(a.account), nameOf(b.account)) : a.taintedMinor > b.taintedMinor ? -1 : 1;
  const truncated = trace.cuts.map((cut) => ({
    account: accountOf(places.pocket[cut.place]),
    reason: cut.reason,
    fromMs: cut.atMs,
    taintedMinor: BigInt(places.atBusy[cut.place]),
  }));
  return {
    held: held.sort((a, b) => most(a, b) || compareText(a.state, b.state)),
    frontier: frontier.sort((a, b) => most(a, b) || compareText(a.reason, b.reason)),
    truncated: truncated.sort(most),
  };
}

function nameOf(account: Account): string {
  return `${account.institution}:${account.account}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function paysAfter(graph: MoneyGraph, pocket: number, atMs: number): boolean {
  const { payments } = graph;
  payments.seat(pocket, 0);
  payments.seat(pocket, payments.pieces - 1);
  return payments.length > 0 && payments.doubles[payments.base + (payments.length - 1) * ENTRY_DOUBLES] > atMs;
}

/** Payments in another currency, beyond what was known to be there in it, by accounts with stolen money at the time. */
function currencyChanges(trace: ForwardTrace, accountOf: (pocket: number) => Account): readonly Exit[] {
  const { graph, places } = trace;
  const { pockets } = graph;
  if (pockets.currencies.length < 2) return [];
  const found: Exit[] = [];
  for (let k = 0; k < places.count; k++) {
    if (trace.victims.has(places.pocket[k])) continue;
    const account = accountOf(places.pocket[k]);
    for (const other of pockets.findAll(account)) {
      if (other === places.pocket[k]) continue;
      for (const row of paymentsOf(graph, other, places.firstAtMs[k], trace.endMs, Infinity).slice(0, trace.limits.fanOutMax)) {
        const { atMs, amount } = graph.moved(row);
        const beyond = amount - (graph.statedBalance(row) ?? graph.balanceBefore(other, atMs, row));
        if (beyond > 0)
          found.push({ kind: "currency-change", transfer: graph.id(row), account, occurredAtMs: atMs, amountMinor: BigInt(beyond), currency: pockets.currency(other) });
      }
    }
  }
  return found;
}
