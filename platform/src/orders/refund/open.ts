/**
 * How a return is opened: in a case that is filed, over freezes of it that hold money of one currency at one institution,
 * none of which is being returned already. Several institutions are several returns: each answers for what it pays. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { isFiled } from "../account-facts.ts";
import { isVisible, notFound, orderingOrg } from "../authority.ts";
import { IN_FORCE } from "../freeze/states.ts";
import type { FreezeSeen, OpenFacts } from "./facts.ts";
import { ruleOf } from "./order.ts";
import type { Refund, refundDraft } from "./refund.ts";

type Draft = z.output<typeof refundDraft>;

/** Only money goes back as money: securities and shares of companies are sold or handed over by others. */
const MONEY: ReadonlySet<string> = new Set(["deposit", "deposit-major"]);

export function openRefund(draft: Draft, context: Context<OpenFacts>): Opening<Refund> {
  const { facts } = context;
  const rule = ruleOf(context.profile);
  requireRole(rule.propose, context, "proposing a return");
  if (facts.case === null || !isVisible(facts.case, context)) throw notFound(draft.case, "case");
  if (!isFiled(facts.case))
    throw new ProblemError({
      code: "limit-of-law",
      detail: `nothing is returned in ${draft.case}, which is ${facts.case.state}`,
      at: { field: "case" },
      expected: "a case that is filed",
    });
  const ids = new Set(draft.freezes);
  if (ids.size !== draft.freezes.length) throw new ProblemError({ code: "malformed-input", detail: "freezes: one is named twice", at: { field: "freezes" } });
  const [first] = facts.freezes;
  if (facts.freezes.length !== ids.size) throw new ProblemError({ code: "not-found", detail: "there is no such freeze", at: { field: "freezes" } });
  for (const one of facts.freezes) checkFreeze(one, first, draft);
  if (facts.running !== null)
    throw new ProblemError({
      code: "not-now",
      detail: `${facts.running} returns money of one of these freezes already; whoever was not listed there gets a return of their own over what stays frozen`,
      at: { field: "freezes" },
      value: facts.running,
    });
  return {
    body: {
      case: draft.case,
      institution: first.institution,
      currency: first.currency,
      round: facts.rounds + 1,
      frozen: facts.freezes.map(({ id, account, frozenMinor }) => ({ freeze: id, account, frozenMinor })),
      claims: [],
      objections: [],
      method: null,
      methodFacts: null,
      plannedAtMs: null,
      notice: null,
      findings: null,
      decider: null,
      approver: null,
      approvedAtMs: null,
      returnedMinor: "0",
      note: draft.note ?? null,
      outcome: null,
    },
    territory: facts.case.territory,
    org: orderingOrg(context, facts.case),
    partner: first.partner,
    subject: first.account.token,
    parent: draft.case,
    level: 2,
    basis: rule.basis,
    evidence: facts.freezes.map(({ id }) => ({ kind: "matter", ref: id })),
    detail: { round: facts.rounds + 1, freezes: facts.freezes.length },
    mentions: facts.freezes.map(({ account }) => ({ ref: account, role: "frozen-account" })),
    restsOn: draft.freezes,
  };
}

function checkFreeze(one: FreezeSeen, first: FreezeSeen, draft: Draft): void {
  const wrong = (detail: string, expected: string): ProblemError => new ProblemError({ code: "limit-of-law", detail: `${one.id}: ${detail}`, at: { field: "freezes" }, expected });
  if (one.case !== draft.case) throw new ProblemError({ code: "not-found", detail: `${one.id} is no freeze of this case`, at: { field: "freezes" } });
  if (!(IN_FORCE as readonly string[]).includes(one.state)) throw wrong(`it is ${one.state}`, "a freeze that is in force");
  if (!MONEY.has(one.asset)) throw wrong(`it is over ${one.asset}`, "money in an account");
  if (one.currency !== first.currency) throw wrong(`it is in ${one.currency}`, `one currency: ${first.currency}`);
  if (one.partner !== first.partner) throw wrong("it is at another institution", "one return for each institution");
  if (BigInt(one.frozenMinor) === 0n) throw wrong("it holds nothing", "frozen money");
}
