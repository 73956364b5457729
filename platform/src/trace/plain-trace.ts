/**
 * The same trace written the plain way: every transfer in order, every account as a list of parts, big integers. It is
 * what the fast one is held to by tests. It knows neither limits on busy accounts nor how to be fast.
 */
import type { Account } from "../domain/account.ts";
import { leastTaint } from "./forward.ts";
import type { TraceLimits, TraceMethod } from "./limits.ts";
import { CHANNELS, exitOf, isUnknownInstitution, PAYEE_TYPES, type Transfer } from "./transfer.ts";

export interface PlainTrace {
  readonly stolenMinor: bigint;
  readonly hops: readonly { readonly transfer: string; readonly tier: number; readonly taintedMinor: bigint; readonly tiers: ReadonlyMap<number, bigint> }[];
  /** By `INSTITUTION:ACCOUNT state`. */
  readonly held: ReadonlyMap<string, bigint>;
  readonly frontier: ReadonlyMap<string, bigint>;
}

interface Part {
  readonly tier: number;
  amount: bigint;
}

const CLEAN = 0;

export function inOrder(transfers: readonly Transfer[]): readonly Transfer[] {
  return [...transfers].sort((a, b) => a.occurredAtMs - b.occurredAtMs || compareBytes(a.id, b.id));
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function plainTrace(transfers: readonly Transfer[], rootIds: readonly string[], limits: TraceLimits): PlainTrace {
  const roots = transfers.filter((t) => rootIds.includes(t.id));
  const currency = roots[0]?.currency;
  const victims = new Set(roots.map((t) => name(t.from)));
  const endMs = Math.max(...roots.map((t) => t.occurredAtMs)) + limits.windowMs;
  const stolenAtMost = Number(roots.reduce((s, t) => s + t.amountMinor, 0n));
  const least = BigInt(leastTaint(limits, stolenAtMost));
  const accounts = new Map<string, Part[]>();
  const hops: PlainTrace["hops"][number][] = [];
  const held = new Map<string, bigint>();
  const frontier = new Map<string, bigint>();
  const later = new Set<string>();
  let stolenMinor = 0n;
  const put = (map: Map<string, bigint>, key: string, amount: bigint): void => {
    if (amount > 0n) map.set(key, (map.get(key) ?? 0n) + amount);
  };
  // An account with less than the minimum is left: what it has counts as clean from then on.
  const letGo = (account: string): void => {
    const parts = partsOf(accounts, account);
    const left = traced(parts);
    if (left === 0n || left >= least) return;
    put(held, `${account} in-account`, left);
    put(frontier, `${account} minimum`, left);
    accounts.set(
      account,
      parts.map((p) => ({ tier: CLEAN, amount: p.amount })),
    );
  };
  for (const t of inOrder(transfers)) {
    const from = name(t.from);
    const to = name(t.to);
    if (t.currency !== currency || from === to || t.amountMinor === 0n) continue;
    if (t.occurredAtMs > endMs) {
      later.add(from);
      continue;
    }
    const payer = partsOf(accounts, from);
    if (t.balanceBeforeMinor !== undefined) {
      const known = sum(payer);
      if (t.balanceBeforeMinor > known) payer.unshift({ tier: CLEAN, amount: t.balanceBeforeMinor - known });
      else put(held, `${from} exited`, traced(take(payer, known - t.balanceBeforeMinor, limits.method)));
    }
    const isRoot = rootIds.includes(t.id);
    const known = sum(payer);
    const taken = take(payer, t.amountMinor < known ? t.amountMinor : known, limits.method);
    if (t.amountMinor > known) taken.push({ tier: CLEAN, amount: t.amountMinor - known });
    const alreadyTraced = traced(taken);
    if (isRoot) stolenMinor += t.amountMinor - alreadyTraced;
    // One tier further; in a victim's own payment what was clean is stolen now.
    let parts = taken.map((p) => ({ tier: p.tier !== CLEAN ? p.tier + 1 : isRoot ? 1 : CLEAN, amount: p.amount }));
    const tainted = traced(parts);
    const payee = partsOf(accounts, to);
    const clean = (): readonly Part[] => [{ tier: CLEAN, amount: t.amountMinor }];
    if (tainted < least && !isRoot) {
      put(held, `${from} in-account`, tainted);
      put(frontier, `${from} minimum`, tainted);
      payee.push(...clean());
      letGo(from);
      continue;
    }
    const tiers = new Map<number, bigint>();
    for (const p of parts) if (p.tier !== CLEAN) tiers.set(p.tier, (tiers.get(p.tier) ?? 0n) + p.amount);
    hops.push({ transfer: t.id, tier: Math.min(...tiers.keys()), taintedMinor: tainted, tiers });
    const channel = t.channel === undefined ? -1 : CHANNELS.indexOf(t.channel);
    const payeeType = t.payeeType === undefined ? -1 : PAYEE_TYPES.indexOf(t.payeeType);
    if (!isRoot && victims.has(to)) {
      put(held, `${to} returned`, tainted);
      payee.push(...clean());
    } else if (exitOf(channel, payeeType, isUnknownInstitution(t.to.institution)) !== undefined) {
      put(held, `${to} exited`, tainted);
      payee.push(...clean());
    } else {
      const atEnd = parts.filter((p) => p.tier >= limits.hopsMax).reduce((s, p) => s + p.amount, 0n);
      put(held, `${to} in-account`, atEnd);
      put(frontier, `${to} hops`, atEnd);
      parts = parts.map((p) => (p.tier >= limits.hopsMax ? { tier: CLEAN, amount: p.amount } : p));
      payee.push(...parts);
      letGo(to);
    }
    letGo(from);
  }
  for (const [account, parts] of accounts) {
    put(held, `${account} in-account`, traced(parts));
    put(frontier, `${account} ${later.has(account) ? "window" : "resting"}`, traced(parts));
  }
  return { stolenMinor, hops, held, frontier };
}

function name(account: Account): string {
  return `${account.institution}:${account.account}`;
}

function partsOf(accounts: Map<string, Part[]>, account: string): Part[] {
  let parts = accounts.get(account);
  if (parts === undefined) accounts.set(account, (parts = []));
  return parts;
}

function sum(parts: readonly Part[]): bigint {
  return parts.reduce((s, p) => s + p.amount, 0n);
}

function traced(parts: readonly Part[]): bigint {
  return sum(parts.filter((p) => p.tier !== CLEAN));
}

/** Takes parts out of an account; `amount` is at most what is there. Gives them in the order in which they leave. */
function take(parts: Part[], amount: bigint, method: TraceMethod): Part[] {
  if (method === "pro-rata") return takeShares(parts, amount);
  const out: Part[] = [];
  for (let left = amount; left > 0n;) {
    const at = method === "fifo" ? 0 : parts.length - 1;
    const moved = parts[at].amount < left ? parts[at].amount : left;
    out.push({ tier: parts[at].tier, amount: moved });
    parts[at].amount -= moved;
    left -= moved;
    if (parts[at].amount === 0n) parts.splice(at, 1);
  }
  return out;
}

/** Traced money to the nearest unit of its share (a half goes to it); among tiers by largest remainder, lower tiers first. */
function takeShares(parts: Part[], amount: bigint): Part[] {
  const whole = sum(parts);
  if (amount === 0n) return [];
  const stolen = traced(parts);
  const tracedOut = (2n * amount * stolen + whole) / (2n * whole);
  const tiers = [...new Set(parts.map((p) => p.tier))].filter((t) => t !== CLEAN).sort((a, b) => a - b);
  const byTier = new Map(tiers.map((tier) => [tier, sum(parts.filter((p) => p.tier === tier))]));
  const shares = tiers.map((tier) => {
    const product = tracedOut * (byTier.get(tier) ?? 0n);
    return { tier, amount: product / stolen, remainder: product % stolen };
  });
  let over = tracedOut - shares.reduce((s, share) => s + share.amount, 0n);
  for (const share of [...shares].sort((a, b) => (a.remainder === b.remainder ? a.tier - b.tier : a.remainder > b.remainder ? -1 : 1))) {
    if (over === 0n) break;
    share.amount += 1n;
    over -= 1n;
  }
  const out = [{ tier: CLEAN, amount: amount - tracedOut }, ...shares.map(({ tier, amount: moved }) => ({ tier, amount: moved }))].filter((p) => p.amount > 0n);
  const rest = new Map<number, bigint>([[CLEAN, whole - stolen - (amount - tracedOut)], ...shares.map((s) => [s.tier, (byTier.get(s.tier) ?? 0n) - s.amount] as const)]);
  parts.splice(0, parts.length, ...[...rest].filter(([, left]) => left > 0n).map(([tier, left]) => ({ tier, amount: left })));
  return out;
}
