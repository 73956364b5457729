/**
 * How the money goes: a head approves with a finding on each of the four points, the bank is ordered to pay every share that
 * is not disputed, and what it pays leaves the freezes in the same moment. What it could not pay is ordered again to an
 * account that works, or given up and stays frozen. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Announcement } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Decision } from "../../matters/decision.ts";
import type { z } from "zod";
import { isFiled } from "../account-facts.ts";
import { requireLevel } from "../authority.ts";
import { alarm } from "../order-clocks.ts";
import { payeeOf } from "./claim.ts";
import { amountOf, claimOf, contactOf, orderName, payment, ruleOf, shareOf, tell, withClaim, type C, type RefundMatter } from "./order.ts";
import type { Claim, Refund, refundCommands } from "./refund.ts";
import { sumOf } from "./shares.ts";
import { ended, isOpen, moneyDisputed } from "./standing.ts";

type Input<N extends keyof typeof refundCommands> = z.output<(typeof refundCommands)[N]["input"]>;
type D = Decision<Refund>;

/** A bank's clock may be this far from ours. */
const CLOCK_SKEW_MS = 15 * 60_000;

export function approved(refund: RefundMatter, input: Input<"approve">, context: C): D {
  const { body } = refund;
  const { profile, nowMs, facts } = context;
  const rule = ruleOf(profile);
  const approver = requireLevel(rule.approve, context, facts.level);
  if (facts.case === null || !isFiled(facts.case))
    throw new ProblemError({ code: "limit-of-law", detail: `nothing is returned in ${body.case}, which is ${facts.case?.state ?? "not there"}`, expected: "a case that is filed" });
  if (moneyDisputed(body))
    throw new ProblemError({
      code: "limit-of-law",
      detail: "somebody says that part of the frozen money is their own, and nobody has reviewed it",
      expected: 'the command "decide-objection" first',
    });
  checkFrozen(refund, context);
  const now = body.claims.filter((claim) => (claim.state === "listed" || claim.state === "cleared") && shareOf(claim) > 0n);
  const ids = new Set(now.map((claim) => claim.id));
  const next: Refund = {
    ...body,
    findings: input.findings,
    decider: context.orgName,
    approver,
    approvedAtMs: nowMs,
    claims: body.claims.map((claim) => (ids.has(claim.id) ? { ...claim, state: "ordered", order: orderName(now) } : claim)),
  };
  if (now.length === 0 && !next.claims.some(isOpen)) throw new ProblemError({ code: "not-now", detail: "no share is left to be paid", expected: 'the command "withdraw"' });
  return {
    event: "approve",
    body: next,
    basis: rule.basis,
    detail: { approver, orderedMinor: String(sumOf(now.map(shareOf))), setAside: next.claims.filter((claim) => claim.state === "set-aside").length },
    disarm: [rule.decide],
    effects:
      now.length === 0
        ? []
        : [
            payment(
              { ...refund, body: next },
              next.claims.filter((claim) => ids.has(claim.id)),
              profile,
            ),
          ],
  };
}

/** What the plan shares out must be there: each freeze in force and no smaller than its parts. */
function checkFrozen(refund: RefundMatter, context: C): void {
  for (const one of refund.body.frozen) {
    const now = context.facts.freezes.find((freeze) => freeze.id === one.freeze);
    const due = sumOf(refund.body.claims.filter(isOpen).flatMap((claim) => claim.parts.filter((part) => part.freeze === one.freeze).map((part) => BigInt(part.amountMinor))));
    if (due === 0n) continue;
    const frozen = now !== undefined && ["active", "partial"].includes(now.state) ? BigInt(now.frozenMinor) : 0n;
    if (frozen < due)
      throw new ProblemError({
        code: "limit-of-law",
        detail: `${one.freeze} holds ${frozen} now, less than the ${due} that the plan takes from it`,
        expected: "a new plan over what is frozen",
      });
  }
}

export function orderedAgain(refund: RefundMatter, input: Input<"order">, context: C): D {
  const { profile, facts } = context;
  requireLevel(ruleOf(profile).approve, context, facts.level);
  checkFrozen(refund, context);
  const order = orderName(input.claims.map((one, i) => claimOf(refund, one.claim, `claims.${i}.claim`)));
  let body = refund.body;
  const ordered: Claim[] = [];
  const mentions: NonNullable<D["mentions"]>[number][] = [];
  for (const [i, one] of input.claims.entries()) {
    const claim = claimOf({ ...refund, body }, one.claim, `claims.${i}.claim`);
    if (claim.state !== "cleared" && claim.state !== "failed")
      throw new ProblemError({
        code: "not-now",
        detail: `the share is ${claim.state}`,
        at: { field: `claims.${i}.claim` },
        expected: "one that was reviewed or could not be paid",
      });
    const payee = one.payee === undefined ? claim.payee : payeeOf(one.payee, claim.name.token, context, `claims.${i}.payee`);
    const next: Claim = { ...claim, payee, state: "ordered", order, said: null };
    body = withClaim(body, next);
    ordered.push(next);
    if (one.payee !== undefined) mentions.push({ ref: payee.account, role: "payee-account" }, { ref: payee.holderName, role: "payee-name" });
  }
  return {
    event: null,
    body,
    detail: { claims: ordered.map((claim) => claim.id), orderedMinor: String(sumOf(ordered.map(shareOf))) },
    mentions,
    effects: [payment({ ...refund, body }, ordered, profile)],
  };
}

/** The bank has it: its days run, and a reminder is all that follows. */
export function sent(_refund: RefundMatter, input: Input<"sent">, context: C): D {
  return { event: null, evidence: [{ kind: "document", ref: input.reference }], arm: alarm(context.profile, ruleOf(context.profile).execute, input.atMs, "bank-overdue") };
}

/** The order reached nobody: what was in it waits for a head to send it again. */
export function unreachable(refund: RefundMatter, input: Input<"unreachable">): D {
  const said = input.problem.slice(0, 200);
  return {
    event: null,
    level: 3,
    assignee: null,
    body: {
      ...refund.body,
      claims: refund.body.claims.map((claim) =>
        claim.state === "ordered" && claim.order !== null && input.effect.endsWith(`_${claim.order}`) ? { ...claim, state: "failed", said } : claim,
      ),
    },
    detail: { problem: said },
  };
}

export function answered(refund: RefundMatter, input: Input<"answer">, context: C): D {
  const { profile, nowMs } = context;
  let body = refund.body;
  const paid: Claim[] = [];
  let failed = 0;
  for (const [i, one] of input.results.entries()) {
    const claim = claimOf({ ...refund, body }, one.claim, `results.${i}.claim`);
    if (claim.state !== "ordered")
      throw new ProblemError({ code: "not-now", detail: `the share is ${claim.state}`, at: { field: `results.${i}.claim` }, expected: "one that was ordered" });
    if (one.result === "failed") {
      failed++;
      body = withClaim(body, { ...claim, state: "failed", said: one.why });
      continue;
    }
    if (one.at > nowMs + CLOCK_SKEW_MS || one.at < (body.approvedAtMs ?? 0) - CLOCK_SKEW_MS)
      throw new ProblemError({ code: "malformed-input", detail: "at: not between the approval and now", at: { field: `results.${i}.at` } });
    const next: Claim = { ...claim, state: "paid", paidAtMs: one.at, said: one.reference };
    body = withClaim(body, next);
    paid.push(next);
  }
  const returned = sumOf(paid.map(shareOf));
  body = { ...body, returnedMinor: String(BigInt(body.returnedMinor) + returned) };
  const waits = body.claims.some((claim) => claim.state === "ordered");
  return {
    ...ended(refund, body),
    ...(failed > 0 ? { level: 3, assignee: null } : {}),
    ...(waits ? {} : { disarm: [ruleOf(profile).execute] }),
    evidence: [{ kind: "bank-answer", ref: refund.id }],
    detail: { paid: paid.length, failed, returnedMinor: String(returned) },
    notices: paid.map((claim) =>
      tell(refund, claim, "refund.paid", {
        receipt: refund.serial,
        amount: amountOf(shareOf(claim), refund),
        decider: body.decider ?? context.orgName,
        contact: contactOf(profile),
      }),
    ),
    announces: returned === 0n ? [] : [paidOut(refund, paid)],
  };
}

/** One sum for each freeze, however many were paid from it. */
function paidOut(refund: RefundMatter, paid: readonly Claim[]): Announcement {
  const by = new Map<MatterId, bigint>();
  for (const part of paid.flatMap((claim) => claim.parts)) by.set(part.freeze, (by.get(part.freeze) ?? 0n) + BigInt(part.amountMinor));
  const parts = [...by].sort(([a], [b]) => (a < b ? -1 : 1)).map(([freeze, minor]) => ({ freeze, amountMinor: String(minor) }));
  return { name: "refund-paid", refund: refund.id, case: refund.body.case, currency: refund.body.currency, parts };
}

export function givenUp(refund: RefundMatter, input: Input<"give-up">, context: C): D {
  requireLevel(ruleOf(context.profile).approve, context, context.facts.level);
  const claim = claimOf(refund, input.claim);
  if (claim.state !== "failed" && claim.state !== "cleared")
    throw new ProblemError({ code: "not-now", detail: `the share is ${claim.state}`, at: { field: "claim" }, expected: "one that could not be paid" });
  return {
    ...ended(refund, withClaim(refund.body, { ...claim, state: "given-up", said: input.why })),
    detail: { claim: claim.id, why: input.why, stillFrozenMinor: String(shareOf(claim)) },
  };
}
