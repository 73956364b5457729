/**
 * A trace and its race as the money routes answer them: accounts as tokens and masked forms, orders beside the accounts
 * they are on, sums that add up to what was stolen. Pure: it reads the graph and what it is given, and opens nothing.
 */
import { maskAccount, type Account } from "../domain/account.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { goodFaithSigns } from "./good-faith.ts";
import type { MoneyGraph } from "./graph.ts";
import type { OwnTransfer } from "./joined-graph.ts";
import type { NODE_ROLES, OrderShown, RaceAnswer, TraceAnswer } from "./money-answers.ts";
import type { OpenedTrace } from "./open-traces.ts";
import type { RaceBranch } from "./race.ts";
import type { Held, Hop, Trace } from "./trace.ts";
import { unpackMarks } from "./transfer.ts";
import { CUT_WORDS, EXIT_WORDS, FRONTIER_WORDS, METHOD_MEANS, METHOD_WORDS } from "./words.ts";

/** An order on an account of a path, as orders give it. */
export interface OrderOnAccount {
  readonly id: string;
  readonly kind: "stop-payment" | "freeze";
  /** Token of the account. */
  readonly account: string;
  readonly state: string;
  readonly words: Bilingual;
  readonly live: boolean;
  readonly amountMinor: string;
  readonly currency: string;
  readonly heldMinor: string | null;
  readonly proposedAtMs: number;
  readonly approvedAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endsAtMs: number | null;
}

export interface AccountShown {
  /** Token. */
  readonly account: string;
  readonly masked: string;
  readonly institution: string;
}

export interface ViewParts {
  readonly matter: string;
  readonly purpose: string;
  readonly opened: OpenedTrace;
  readonly nowMs: number;
  readonly tokenOf: (account: Account) => string;
  readonly orders: readonly OrderOnAccount[];
  /** Institutions with somebody here who takes orders. */
  readonly desks: ReadonlySet<string>;
}

/** Accounts whose signs of good faith are looked up for one answer: those with most money; each costs a walk through its transfers. */
const SIGNS_MAX = 300;

export const instant = (atMs: number): string => new Date(atMs).toISOString();
const instantOrNull = (atMs: number | null): string | null => (atMs === null || !Number.isFinite(atMs) ? null : instant(atMs));
const nameOf = ({ institution, account }: Account): string => `${institution}:${account}`;

export function shownAccount(account: Account, tokenOf: (account: Account) => string): AccountShown {
  return { account: tokenOf(account), masked: `${account.institution} ${maskAccount(account.account)}`, institution: account.institution };
}

export function shownOrder(order: OrderOnAccount): OrderShown {
  const { id, kind, state, words, live, amountMinor, currency, heldMinor } = order;
  return {
    id,
    kind,
    state,
    words,
    live,
    amountMinor,
    currency,
    heldMinor,
    proposedAt: instant(order.proposedAtMs),
    approvedAt: instantOrNull(order.approvedAtMs),
    answeredAt: instantOrNull(order.answeredAtMs),
    endsAt: instantOrNull(order.endsAtMs),
  };
}

/** What happened with traced money at one account. */
interface Place {
  readonly account: Account;
  inMinor: bigint;
  outMinor: bigint;
  tier: number | null;
  still: bigint;
  exited: bigint;
  returned: bigint;
  lastArrivalAtMs: number | null;
  readonly brought: Hop[];
}

export function traceView(parts: ViewParts, edgesMax: number): TraceAnswer {
  const { opened, tokenOf } = parts;
  const { trace, graph } = opened;
  const kept = largest(trace.hops, edgesMax);
  const tokens = tokenMemory(tokenOf);
  const places = placesOf(trace);
  const victims = new Set(trace.hops.filter((h) => trace.roots.includes(h.transfer)).map((h) => nameOf(h.from)));
  const frontier = new Map(trace.frontier.map((f) => [nameOf(f.account), f]));
  const cashedOut = new Set(trace.exits.filter((e) => e.kind !== "currency-change").map((e) => nameOf(e.account)));
  const byAccount = Map.groupBy(parts.orders, (order) => order.account);
  const shownNames = new Set(kept.flatMap((h) => [nameOf(h.from), nameOf(h.to)]));
  const shown = [...places.entries()].filter(([name]) => shownNames.has(name));
  const withSigns = new Set(
    shown
      .filter(([name, place]) => place.still > 0n && !victims.has(name))
      .sort(([, a], [, b]) => (a.still > b.still ? -1 : a.still < b.still ? 1 : 0))
      .slice(0, SIGNS_MAX)
      .map(([name]) => name),
  );
  const nodes = shown.map(([name, place]): TraceAnswer["nodes"][number] => {
    const { account } = place;
    const orders = byAccount.get(tokens(account)) ?? [];
    const open = frontier.get(name);
    return {
      ...shownAccount(account, tokens),
      role: roleOf(place, victims.has(name), cashedOut.has(name)),
      state: stateOf(place, orders, open?.reason),
      tier: place.tier,
      inMinor: String(place.inMinor),
      stillMinor: String(place.still),
      exitedMinor: String(place.exited),
      returnedMinor: String(place.returned),
      lastArrivalAt: instantOrNull(place.lastArrivalAtMs),
      frontier: open === undefined ? null : { reason: open.reason, words: FRONTIER_WORDS[open.reason], taintedMinor: String(open.taintedMinor) },
      goodFaith: withSigns.has(name) ? goodFaithSigns(graph, graph.pockets.find(account, trace.currency), place.brought).map(({ id, reason }) => ({ id, words: reason })) : [],
      orders: orders.map(shownOrder),
      desk: parts.desks.has(account.institution),
    };
  });
  return {
    ...askedOf(parts),
    sums: sumsOf(trace, places, byAccount, tokens),
    payments: opened.payments.map(({ told, transfer, seen }) => ({
      report: told.source.kind === "reported" ? told.source.report : "",
      transfer,
      seen,
      amountMinor: String(told.amountMinor),
      currency: told.currency,
      at: instant(told.atMs),
    })),
    nodes,
    edges: kept.map((h) => edgeOf(h, graph, opened.sources, tokens)),
    exits: trace.exits.map((e) => ({
      kind: e.kind,
      words: EXIT_WORDS[e.kind],
      transfer: e.transfer,
      account: tokens(e.account),
      at: instant(e.occurredAtMs),
      taintedMinor: e.kind === "currency-change" ? null : String(e.taintedMinor),
      amountMinor: e.kind === "currency-change" ? String(e.amountMinor) : null,
      currency: e.kind === "currency-change" ? e.currency : null,
    })),
    truncated: trace.truncated.map((t) => ({
      ...shownAccount(t.account, tokens),
      reason: t.reason,
      words: CUT_WORDS[t.reason],
      from: instant(t.fromMs),
      taintedMinor: String(t.taintedMinor),
    })),
    tooBusy: opened.tooBusy.map((account) => shownAccount(account, tokens)),
    limits: {
      hopsMax: trace.limits.hopsMax,
      windowMs: Number.isFinite(trace.limits.windowMs) ? trace.limits.windowMs : null,
      taintMinPpm: trace.limits.taintMinPpm,
      fanOutMax: trace.limits.fanOutMax,
      entriesMax: trace.limits.entriesMax,
      transfersMax: trace.limits.transfersMax,
    },
    until: instantOrNull(trace.endMs),
    omitted: { nodes: places.size - nodes.length, edges: trace.hops.length - kept.length },
  };
}

export function raceAnswerOf(parts: ViewParts, branches: readonly RaceBranch[]): RaceAnswer {
  const { trace } = parts.opened;
  const tokens = tokenMemory(parts.tokenOf);
  const byAccount = Map.groupBy(parts.orders, (order) => order.account);
  const shown = branches.map((one): RaceAnswer["branches"][number] => {
    const orders = byAccount.get(tokens(one.account)) ?? [];
    return {
      ...shownAccount(one.account, tokens),
      tier: one.tier,
      taintedMinor: String(one.taintedMinor),
      heldMinor: String(heldOn(orders, one.taintedMinor, trace.currency)),
      lastArrivalAt: instant(one.lastArrivalAtMs),
      restedMs: one.restedMs,
      expected:
        one.expected === undefined
          ? null
          : { basis: one.expected.basis, n: one.expected.n, quickMs: one.expected.quickMs, medianMs: one.expected.medianMs, movesAt: instant(one.expected.movesAtMs) },
      answer: one.answer,
      secondsLeft: one.secondsLeft ?? null,
      chancePpm: one.chancePpm ?? null,
      savableMinor: one.savableMinor === undefined ? null : String(one.savableMinor),
      lostPerMinuteMinor: one.lostPerMinuteMinor === undefined ? null : String(one.lostPerMinuteMinor),
      stop: {
        scope: one.stop.scope,
        amountMinor: String(one.stop.amountMinor),
        currency: one.stop.currency,
        downstream: one.stop.downstream,
        goodFaith: one.stop.signs.map(({ id, reason }) => ({ id, words: reason })),
        reason: one.stop.reason,
      },
      orders: orders.map(shownOrder),
      notNow: whyNot(orders, parts.desks.has(one.account.institution)),
    };
  });
  const savable = branches.reduce((sum, one, i) => (BigInt(shown[i].heldMinor) > 0n ? sum : sum + (one.savableMinor ?? 0n)), 0n);
  const stops = parts.orders.filter((order) => order.kind === "stop-payment");
  return {
    ...askedOf(parts),
    sums: { ...sumsOf(trace, placesOf(trace), byAccount, tokens), savableMinor: String(savable) },
    orders: {
      waiting: stops.filter(({ state }) => state === "drafted").length,
      sent: stops.filter(({ state }) => state === "approved" || state === "sent").length,
      answered: stops.filter(({ answeredAtMs }) => answeredAtMs !== null).length,
    },
    branches: shown,
  };
}

function askedOf({
  matter,
  purpose,
  opened,
  nowMs,
}: ViewParts): Pick<TraceAnswer, "matter" | "purpose" | "method" | "methodWords" | "methodMeans" | "currency" | "currencies" | "asOf"> {
  const { trace } = opened;
  return {
    matter,
    purpose,
    method: trace.method,
    methodWords: METHOD_WORDS[trace.method],
    methodMeans: METHOD_MEANS[trace.method],
    currency: trace.currency,
    currencies: [...new Set(opened.payments.map(({ told }) => told.currency as string))].sort(),
    asOf: instant(nowMs),
  };
}

/** Which record shows a transfer, in words for a paper. */
export function recordOf(opened: OpenedTrace, transfer: string): Bilingual {
  const source = opened.sources.get(transfer)?.source;
  switch (source?.kind) {
    case undefined:
      return { zh: "机构报送的交易记录", en: "transfer record sent by an institution" };
    case "statement":
      return { zh: `账单 ${source.statement} 第 ${source.line} 行`, en: `statement ${source.statement}, line ${source.line}` };
    case "reported":
      return { zh: `报案人所述（${source.report}），尚无机构记录`, en: `as told in ${source.report}; no institution has shown it` };
    case "told":
      return { zh: `机构对 ${source.order} 的反馈`, en: `the institution's answer to ${source.order}` };
  }
}

/** Why no stop can be proposed now; null when one can. */
export function whyNot(orders: readonly OrderOnAccount[], desk: boolean): Bilingual | null {
  const live = orders.find((order) => order.live);
  if (live !== undefined) return { zh: `已有${live.words.zh}的措施（${live.id}）`, en: `there is an order already (${live.id}): ${live.words.en.toLowerCase()}` };
  return desk ? null : { zh: "该机构在本系统没有受理人，请线下联系", en: "nobody here takes orders for this institution; reach it another way" };
}

/** Every account of a trace, with what traced money did there. */
function placesOf(trace: Trace): Map<string, Place> {
  const places = new Map<string, Place>();
  const at = (account: Account): Place => {
    const name = nameOf(account);
    let place = places.get(name);
    if (place === undefined)
      places.set(name, (place = { account, inMinor: 0n, outMinor: 0n, tier: null, still: 0n, exited: 0n, returned: 0n, lastArrivalAtMs: null, brought: [] }));
    return place;
  };
  for (const h of trace.hops) {
    at(h.from).outMinor += h.taintedMinor;
    const to = at(h.to);
    to.inMinor += h.taintedMinor;
    to.tier = to.tier === null ? h.tier : Math.min(to.tier, h.tier);
    to.lastArrivalAtMs = Math.max(to.lastArrivalAtMs ?? 0, h.occurredAtMs);
    to.brought.push(h);
  }
  const add: Readonly<Record<Held["state"], (place: Place, amount: bigint) => void>> = {
    "in-account": (place, amount) => void (place.still += amount),
    exited: (place, amount) => void (place.exited += amount),
    returned: (place, amount) => void (place.returned += amount),
  };
  for (const h of trace.held) add[h.state](at(h.account), h.taintedMinor);
  return places;
}

function roleOf(place: Place, victim: boolean, cashOut: boolean): (typeof NODE_ROLES)[number] {
  if (victim) return "victim";
  if (cashOut || place.exited > 0n) return "cash-out";
  if (place.returned > 0n) return "returned-to";
  return place.still > 0n ? "holds" : "passed-on";
}

function stateOf(place: Place, orders: readonly OrderOnAccount[], reason: string | undefined): "held" | "still-there" | "left" | "unknown" {
  if (orders.some((order) => order.live && BigInt(order.heldMinor ?? "0") > 0n)) return "held";
  if (reason !== undefined && reason !== "resting") return "unknown";
  return place.still > 0n ? "still-there" : "left";
}

/** What orders hold there, of one currency, and never more than the traced sum. */
function heldOn(orders: readonly OrderOnAccount[], tracedMinor: bigint, currency: string): bigint {
  const held = orders.filter((order) => order.live && order.currency === currency).reduce((sum, order) => sum + BigInt(order.heldMinor ?? "0"), 0n);
  return held < tracedMinor ? held : tracedMinor;
}

function sumsOf(
  trace: Trace,
  places: ReadonlyMap<string, Place>,
  orders: ReadonlyMap<string, readonly OrderOnAccount[]>,
  tokens: (account: Account) => string,
): TraceAnswer["sums"] {
  let still = 0n;
  let held = 0n;
  let exited = 0n;
  let returned = 0n;
  for (const place of places.values()) {
    still += place.still;
    exited += place.exited;
    returned += place.returned;
    if (place.still > 0n && orders.size > 0) held += heldOn(orders.get(tokens(place.account)) ?? [], place.still, trace.currency);
  }
  return { stolenMinor: String(trace.stolenMinor), stillMinor: String(still), heldMinor: String(held), exitedMinor: String(exited), returnedMinor: String(returned) };
}

function edgeOf(h: Hop, graph: MoneyGraph, sources: ReadonlyMap<string, OwnTransfer>, tokens: (account: Account) => string): TraceAnswer["edges"][number] {
  const row = graph.find(h.transfer);
  return {
    transfer: h.transfer,
    from: tokens(h.from),
    to: tokens(h.to),
    tier: h.tier,
    tiers: h.tiers === undefined ? null : h.tiers.map((t) => ({ tier: t.tier, taintedMinor: String(t.taintedMinor) })),
    amountMinor: String(h.amountMinor),
    taintedMinor: String(h.taintedMinor),
    at: instant(h.occurredAtMs),
    channel: row < 0 ? null : (unpackMarks(graph.marks(row)).channel ?? null),
    source: sources.get(h.transfer)?.source.kind ?? "stream",
    roundTrip: h.roundTrip === true,
  };
}

/** The transfers that carry most, in their order. */
function largest(hops: readonly Hop[], max: number): readonly Hop[] {
  if (hops.length <= max) return hops;
  const least = [...hops].sort((a, b) => (a.taintedMinor > b.taintedMinor ? -1 : a.taintedMinor < b.taintedMinor ? 1 : 0)).slice(0, max);
  const kept = new Set(least);
  return hops.filter((h) => kept.has(h));
}

/** A token is a keyed hash: made once for each account of an answer. */
export function tokenMemory(tokenOf: (account: Account) => string): (account: Account) => string {
  const known = new Map<string, string>();
  return (account) => {
    const name = nameOf(account);
    let token = known.get(name);
    if (token === undefined) known.set(name, (token = tokenOf(account)));
    return token;
  };
}
