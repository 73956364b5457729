/**
 * How a freeze is proposed: in a case that is filed, for no more than was traced unless a written ground says why, with
 * everything that the notice to the institution must state. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import { institutionOf, type PersonalRef } from "../../domain/personal.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Evidence, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { isVisible, noDesk, notFound, orderingOrg } from "../authority.ts";
import { FREEZE_REASONS, reasonOf } from "../reasons.ts";
import type { OpenFacts } from "./facts.ts";
import type { Freeze, freezeDraft } from "./freeze.ts";
import { assetRule, requireFiled } from "./order.ts";

type Draft = z.output<typeof freezeDraft>;

export function openFreeze(draft: Draft, context: Context<OpenFacts>): Opening<Freeze> {
  const { desk, case: filed } = context.facts;
  const measure = context.profile.allowed("freeze");
  requireRole(measure.propose, context, "proposing a freeze");
  if (filed === null || !isVisible(filed, context)) throw notFound(draft.case, "case");
  requireFiled(context.facts, context.profile, draft.case);
  if (measure.guards.includes("court-order") && draft.courtOrder === undefined)
    throw new ProblemError({ code: "limit-of-law", detail: "a court has to order it", at: { field: "courtOrder" }, expected: "the reference of the order" });
  const account = context.identify("account", draft.account, "account");
  if (desk === null) throw noDesk(institutionOf(draft.account));
  checkAsset(draft, context);
  checkAmount(draft, context);
  checkStop(draft, context.facts, account);
  const evidence: readonly Evidence[] = [
    { kind: "matter", ref: draft.case },
    { kind: "document", ref: draft.trace },
    ...(draft.courtOrder === undefined ? [] : [{ kind: "document" as const, ref: draft.courtOrder }]),
  ];
  const holderName = context.identify("name", draft.holderName, "holderName");
  return {
    body: {
      account,
      institution: institutionOf(draft.account),
      holderName,
      asset: draft.asset,
      assetGround: draft.assetGround ?? null,
      amountMinor: draft.amountMinor,
      currency: draft.currency,
      scope: draft.scope,
      fullGround: draft.fullGround ?? null,
      tracedMinor: draft.tracedMinor,
      trace: draft.trace,
      interest: draft.interest,
      case: draft.case,
      origin: draft.case,
      follows: draft.follows ?? null,
      reason: reasonOf(FREEZE_REASONS, draft.reason),
      note: draft.note ?? null,
      decider: null,
      approver: null,
      approvedAtMs: null,
      receivedAtMs: null,
      frozenAtMs: null,
      endsAtMs: null,
      endedAtMs: null,
      frozenMinor: null,
      returnedMinor: "0",
      seizedMinor: "0",
      renewal: null,
      renewals: 0,
      reduction: null,
      unrelatedAtMs: null,
      allowances: [],
      outcome: null,
    },
    territory: filed.territory,
    org: orderingOrg(context, filed),
    partner: desk,
    subject: account.token,
    parent: draft.case,
    level: 3,
    basis: measure.authority.basis,
    evidence,
    detail: { asset: draft.asset, amountMinor: draft.amountMinor, tracedMinor: draft.tracedMinor, scope: draft.scope },
    mentions: [{ ref: account, role: "account" }],
    restsOn: [draft.case],
  };
}

/** An asset for which the law asks for a higher head than for the plain kind asks for its ground as well. */
function checkAsset(draft: Draft, context: Context<OpenFacts>): void {
  assetRule(context.profile, draft.asset);
  if (draft.asset === "deposit-major" && draft.assetGround === undefined)
    throw new ProblemError({ code: "limit-of-law", detail: "the longer period is for a major or complex case", at: { field: "assetGround" }, expected: "why this case is one" });
}

function checkAmount(draft: Draft, { profile }: Context<OpenFacts>): void {
  const within = draft.scope === "amount" && BigInt(draft.amountMinor) <= BigInt(draft.tracedMinor);
  if (within || draft.fullGround !== undefined || !profile.allowed("freeze").guards.includes("amount-within-trace")) return;
  throw new ProblemError({
    code: "limit-of-law",
    detail: draft.scope === "account" ? "the whole account is frozen only on a written ground" : "the amount is more than was traced",
    at: { field: "fullGround" },
    expected: `at most ${draft.tracedMinor}, or why more is needed`,
  });
}

function checkStop(draft: Draft, facts: OpenFacts, account: PersonalRef): void {
  if (draft.follows === undefined) return;
  if (facts.follows === null || facts.follows.kind !== "stop-payment" || facts.follows.subject !== account.token)
    throw new ProblemError({ code: "not-found", detail: "follows: there is no such stop of this account", at: { field: "follows" } });
}
