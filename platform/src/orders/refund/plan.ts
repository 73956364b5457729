/**
 * The plan of a return: the method follows from the facts by a table, the shares from the method by exact arithmetic. Shared
 * in proportion, it is posted for the public first. Claims are closed with it: whoever is found later gets a return of
 * their own over what stays frozen. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Decision } from "../../matters/decision.ts";
import { alarm } from "../order-clocks.ts";
import { methodFor, type Method, type MethodFacts } from "./method-table.ts";
import { plannedOf, publicNotice, ruleOf, type C, type RefundMatter } from "./order.ts";
import type { Claim, Deposit, FrozenSum, Refund } from "./refund.ts";
import { fromPools, proRata, sumOf, type Part } from "./shares.ts";

/** What is still lost: nobody gets more than that, whatever other returns give. */
export const openLoss = (claim: Claim): bigint => {
  const open = BigInt(claim.lossMinor) - BigInt(claim.returnedBeforeMinor);
  return open > 0n ? open : 0n;
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export function methodFacts(frozen: readonly FrozenSum[], claims: readonly Claim[]): MethodFacts {
  const deposits = claims.flatMap((claim) => claim.deposits);
  const times = deposits.map((one) => `${one.freeze} ${one.atMs ?? "?"}`);
  // Somebody whose deposit is not known has lost among the same money: then not all of it is traced.
  const all = claims.every((claim) => claim.deposits.length > 0);
  return {
    deposits: deposits.length === 0 ? "none" : deposits.length === 1 && all ? "one" : "several",
    traced: all && deposits.every((one) => one.tracedMinor !== null),
    timed: deposits.every((one) => one.atMs !== null) && new Set(times).size === times.length,
    fits: frozen.every((one) => tracedInto(one, deposits) <= BigInt(one.frozenMinor)),
  };
}

function tracedInto(frozen: FrozenSum, deposits: readonly Deposit[]): bigint {
  return sumOf(deposits.filter((one) => one.freeze === frozen.freeze).map((one) => BigInt(one.tracedMinor ?? "0")));
}

/** Parts of every claim, by its id. */
export function partsFor(method: Method, frozen: readonly FrozenSum[], claims: readonly Claim[]): ReadonlyMap<string, readonly Part[]> {
  const pools = new Map<string, bigint>(frozen.map((one) => [one.freeze, BigInt(one.frozenMinor)]));
  if (method === "pro-rata") {
    const shares = proRata(
      sumOf(pools.values()),
      claims.map((claim) => ({ id: claim.id, lossMinor: openLoss(claim) })),
    );
    return fromPools(shares, pools);
  }
  return new Map(
    claims.map((claim) => {
      let left = openLoss(claim);
      const parts = claim.deposits.map((one): Part => {
        const minor = least(least(BigInt(one.tracedMinor ?? "0"), pools.get(one.freeze) ?? 0n), left);
        left -= minor;
        return { pool: one.freeze, minor };
      });
      return [claim.id, joined(parts)];
    }),
  );
}

/** Several deposits into one account are one part. */
function joined(parts: readonly Part[]): readonly Part[] {
  const by = new Map<string, bigint>();
  for (const part of parts) if (part.minor > 0n) by.set(part.pool, (by.get(part.pool) ?? 0n) + part.minor);
  return [...by].map(([pool, minor]) => ({ pool, minor }));
}

export function planned(refund: RefundMatter, context: C): Decision<Refund> {
  const { body } = refund;
  const { profile, nowMs, facts } = context;
  const rule = ruleOf(profile);
  if (body.claims.length === 0) throw new ProblemError({ code: "not-now", detail: "nobody is listed yet", expected: 'the command "add-claim"' });
  const frozen = body.frozen.map((one): FrozenSum => {
    const now = facts.freezes.find((freeze) => freeze.id === one.freeze);
    if (now === undefined || !["active", "partial"].includes(now.state))
      throw new ProblemError({ code: "limit-of-law", detail: `${one.freeze} is no longer in force`, expected: "a return over what is frozen" });
    return { ...one, frozenMinor: now.frozenMinor };
  });
  const listed = body.claims.map((claim) => ({ ...claim, returnedBeforeMinor: String(facts.elsewhere.get(claim.report) ?? 0n) }));
  const about = methodFacts(frozen, listed);
  const method = methodFor(about);
  const parts = partsFor(method, frozen, listed);
  const claims = listed.map((claim): Claim => {
    const mine = parts.get(claim.id) ?? [];
    return {
      ...claim,
      shareMinor: String(sumOf(mine.map((one) => one.minor))),
      parts: mine.map((one) => ({ freeze: one.pool as Claim["parts"][number]["freeze"], amountMinor: String(one.minor) })),
    };
  });
  const next: Refund = { ...body, frozen, claims, method, methodFacts: about, plannedAtMs: nowMs };
  const shared = plannedOf({ body: next });
  if (shared === 0n) throw new ProblemError({ code: "not-now", detail: "nothing is left to return to those who are listed", expected: "a loss that nothing has given back yet" });
  const detail = { method, ...about, sharedMinor: String(shared), claims: claims.length };
  if (method !== "pro-rata") return { event: "submit", body: next, basis: rule.basis, detail, arm: alarm(profile, rule.decide, nowMs, "decide-overdue") };
  const { dueAtMs } = profile.due(rule.notice, nowMs);
  const text = publicNotice({ ...refund, body: next }, shared, dueAtMs, context);
  return {
    event: "post",
    body: { ...next, notice: { ...text, postedAtMs: nowMs, untilMs: dueAtMs } },
    basis: profile.deadline(rule.notice).basis,
    detail,
    arm: [{ key: rule.notice, startMs: nowMs, command: "notice-over" }],
  };
}
