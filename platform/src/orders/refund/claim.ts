/**
 * Who may be given money back, and how much at the most: somebody whose report is in a filed case, for a loss that was
 * verified and that the report tells of, to an account of their own or with a proxy on record. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Decision } from "../../matters/decision.ts";
import type { z } from "zod";
import { isVisible } from "../authority.ts";
import { claimOf, type C, type RefundMatter } from "./order.ts";
import { CLAIMS_MAX, type Claim, type Deposit, type Payee, type Refund, type refundCommands } from "./refund.ts";
import { sumOf } from "./shares.ts";

type Input<N extends keyof typeof refundCommands> = z.output<(typeof refundCommands)[N]["input"]>;
type PayeeInput = Input<"add-claim">["payee"];
type D = Decision<Refund>;

export function claimAdded(refund: RefundMatter, input: Input<"add-claim">, context: C): D {
  const { body } = refund;
  const { report } = context.facts;
  if (report === null || (!report.ofCase && !isVisible(report, context)))
    throw new ProblemError({ code: "not-found", detail: "there is no such report in your scope", at: { field: "report" } });
  if (!report.filed) throw new ProblemError({ code: "limit-of-law", detail: `${report.id} is ${report.state}`, at: { field: "report" }, expected: "a report in a filed case" });
  if (body.claims.some((one) => one.report === report.id)) throw new ProblemError({ code: "not-now", detail: `${report.id} is listed already`, at: { field: "report" } });
  if (body.claims.length >= CLAIMS_MAX) throw new ProblemError({ code: "too-large", detail: `more than ${CLAIMS_MAX} claims`, expected: "one return for each account" });
  const name = context.identify("name", input.name, "name");
  const claimant = report.person ?? report.number ?? name;
  const loss = BigInt(input.lossMinor);
  if (loss > BigInt(report.lostMinor))
    throw new ProblemError({ code: "limit-of-law", detail: "the verified loss is more than was reported", at: { field: "lossMinor" }, expected: `at most ${report.lostMinor}` });
  const claim: Claim = {
    id: context.newId("clm"),
    report: report.id,
    claimant,
    name,
    contact: report.number,
    payee: payeeOf(input.payee, name.token, context, "payee"),
    lossMinor: input.lossMinor,
    evidence: input.evidence,
    returnedBeforeMinor: "0",
    deposits: depositsOf(refund, input, loss),
    shareMinor: null,
    parts: [],
    state: "listed",
    order: null,
    paidAtMs: null,
    said: null,
  };
  return {
    event: null,
    body: { ...body, claims: [...body.claims, claim] },
    evidence: [{ kind: "matter", ref: report.id }, { kind: "document", ref: input.evidence }, ...tracesOf(claim.deposits)],
    detail: { claim: claim.id, lossMinor: claim.lossMinor, deposits: claim.deposits.length, proxy: claim.payee.proxy !== null },
    mentions: [
      { ref: claimant, role: "claimant" },
      { ref: name, role: "claimant-name" },
      { ref: claim.payee.account, role: "payee-account" },
      { ref: claim.payee.holderName, role: "payee-name" },
      ...(claim.contact === null ? [] : [{ ref: claim.contact, role: "claimant-number" }]),
    ],
  };
}

const tracesOf = (deposits: readonly Deposit[]) => [...new Set(deposits.flatMap(({ trace }) => trace ?? []))].map((ref) => ({ kind: "document" as const, ref }));

/** Nobody collects for another except by proxy. */
export function payeeOf(input: PayeeInput, claimantName: string, context: C, field: string): Payee {
  const account = context.identify("account", input.account, `${field}.account`);
  const holderName = context.identify("name", input.holderName, `${field}.holderName`);
  if (holderName.token !== claimantName && input.proxy === undefined)
    throw new ProblemError({
      code: "limit-of-law",
      detail: "the account is in another name than the claimant's",
      at: { field: `${field}.holderName` },
      expected: "the claimant's own account, or the reference of a letter of authority as proxy",
    });
  return { account, holderName, proxy: input.proxy ?? null };
}

function depositsOf(refund: RefundMatter, input: Input<"add-claim">, loss: bigint): readonly Deposit[] {
  const wrong = (detail: string, i: number): ProblemError => new ProblemError({ code: "malformed-input", detail, at: { field: `deposits.${i}` } });
  const known = new Set(refund.body.frozen.map((one) => one.freeze));
  for (const [i, one] of input.deposits.entries()) {
    if (!known.has(one.freeze)) throw wrong("the freeze is not one of this return", i);
    if (one.tracedMinor !== undefined && BigInt(one.tracedMinor) > BigInt(one.amountMinor)) throw wrong("more is traced than was paid in", i);
  }
  if (sumOf(input.deposits.map((one) => BigInt(one.amountMinor))) > loss)
    throw new ProblemError({ code: "malformed-input", detail: "the deposits together are more than the loss", at: { field: "deposits" }, expected: `at most ${loss}` });
  return input.deposits.map((one) => ({
    freeze: one.freeze,
    amountMinor: one.amountMinor,
    atMs: one.at ?? null,
    tracedMinor: one.tracedMinor ?? null,
    trace: one.trace ?? null,
  }));
}

export function claimRemoved(refund: RefundMatter, input: Input<"remove-claim">): D {
  const claim = claimOf(refund, input.claim);
  return { event: null, body: { ...refund.body, claims: refund.body.claims.filter((one) => one.id !== claim.id) }, detail: { claim: claim.id, why: input.why } };
}
