/**
 * A trace as JSON, for the command, the HTTP interface and other programs: amounts as decimal strings of the smallest
 * unit, instants in RFC 3339, accounts as in the transfer event. Only the form changes; nothing is left out.
 */
import type { Account } from "../domain/account.ts";
import type { BackwardTrace } from "./backward.ts";
import type { TraceLimits } from "./limits.ts";
import type { Trace } from "./trace.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export function traceDocument(trace: Trace): Readonly<Record<string, Json>> {
  return {
    method: trace.method,
    currency: trace.currency,
    roots: trace.roots,
    stolenMinor: String(trace.stolenMinor),
    until: instant(trace.endMs),
    limits: limitsDocument(trace.limits),
    hops: trace.hops.map((h) => ({
      transfer: h.transfer,
      tier: h.tier,
      taintedMinor: String(h.taintedMinor),
      from: accountOf(h.from),
      to: accountOf(h.to),
      occurredAt: instant(h.occurredAtMs),
      amountMinor: String(h.amountMinor),
      ...(h.tiers === undefined ? {} : { tiers: h.tiers.map((t) => ({ tier: t.tier, taintedMinor: String(t.taintedMinor) })) }),
      ...(h.roundTrip === true ? { roundTrip: true } : {}),
      ...(h.line === undefined ? {} : { line: h.line }),
    })),
    held: trace.held.map((h) => ({ ...accountOf(h.account), taintedMinor: String(h.taintedMinor), state: h.state, tier: h.tier, lastArrivalAt: instant(h.lastArrivalAtMs) })),
    exits: trace.exits.map((e) => ({
      kind: e.kind,
      transfer: e.transfer,
      ...accountOf(e.account),
      occurredAt: instant(e.occurredAtMs),
      ...(e.kind === "currency-change" ? { amountMinor: String(e.amountMinor), currency: e.currency } : { taintedMinor: String(e.taintedMinor) }),
    })),
    frontier: trace.frontier.map((f) => ({ ...accountOf(f.account), reason: f.reason, taintedMinor: String(f.taintedMinor) })),
    truncated: trace.truncated.map((t) => ({ ...accountOf(t.account), reason: t.reason, from: instant(t.fromMs), taintedMinor: String(t.taintedMinor) })),
  };
}

export function backwardDocument(trace: BackwardTrace): Readonly<Record<string, Json>> {
  return {
    ...accountOf(trace.account),
    method: trace.method,
    currency: trace.currency,
    from: instant(trace.fromMs),
    until: instant(trace.untilMs),
    limits: limitsDocument(trace.limits),
    receivedMinor: String(trace.receivedMinor),
    balanceMinor: String(trace.balanceMinor),
    olderMinor: String(trace.olderMinor),
    sources: trace.sources.map((s) => ({
      transfer: s.transfer,
      kind: s.kind,
      reachedMinor: String(s.reachedMinor),
      heldMinor: String(s.heldMinor),
      from: accountOf(s.from),
      to: accountOf(s.to),
      occurredAt: instant(s.occurredAtMs),
      amountMinor: String(s.amountMinor),
      reported: s.reported,
      ...(s.line === undefined ? {} : { line: s.line }),
    })),
    truncated: trace.truncated.map(accountOf),
  };
}

function limitsDocument(limits: TraceLimits): Json {
  const { hopsMax, windowMs, taintMinMinor, taintMinPpm, fanOutMax, entriesMax, transfersMax } = limits;
  return { hopsMax, windowMs: windowMs === Infinity ? null : windowMs, taintMinMinor: String(taintMinMinor), taintMinPpm, fanOutMax, entriesMax, transfersMax };
}

function accountOf(account: Account): { readonly institution: string; readonly account: string } {
  return { institution: account.institution, account: account.account };
}

function instant(atMs: number): string | null {
  return Number.isFinite(atMs) ? new Date(atMs).toISOString() : null;
}
