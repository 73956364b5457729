/**
 * How a stop-payment is proposed: on a report or case that somebody accepted, about an account that lies on the path of
 * that money, for the amount unless the law or a written ground says more. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { AllowedMeasure } from "../../domain/jurisdiction.ts";
import { institutionOf, type PersonalRef } from "../../domain/personal.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Evidence, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { carriesOrders, isBeingFiled, type Parent } from "../account-facts.ts";
import { isVisible, noDesk, notFound, orderingOrg } from "../authority.ts";
import { alarm } from "../order-clocks.ts";
import { reasonOf, STOP_REASONS } from "../reasons.ts";
import type { OpenFacts } from "./facts.ts";
import type { StopPayment, stopDraft } from "./stop-payment.ts";

type Draft = z.output<typeof stopDraft>;

export function openStop(draft: Draft, context: Context<OpenFacts>): Opening<StopPayment> {
  const { desk, previous } = context.facts;
  const measure = context.profile.allowed("stop-payment");
  requireRole(measure.propose, context, "proposing a stop-payment");
  const parent = groundOf(draft, context);
  const account = context.identify("account", draft.account, "account");
  if (desk === null) throw noDesk(institutionOf(draft.account));
  if (!context.facts.onPath && draft.evidence.length === 0) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: `nothing puts the account on the path of the money: ${draft.parent} does not name it`,
      at: { field: "evidence" },
      expected: "a slip, a statement or a trace that shows it",
    });
  }
  if (draft.previous !== undefined) checkSecond(context.facts, account);
  const scope = scopeFor(draft, measure);
  const evidence: readonly Evidence[] = [
    { kind: "matter", ref: draft.parent },
    ...draft.evidence,
    ...(draft.declaration === undefined ? [] : [{ kind: "signature" as const, ref: draft.declaration }]),
  ];
  const requester = requesterOf(draft, parent, context);
  return {
    body: {
      account,
      institution: institutionOf(draft.account),
      holderName: draft.holderName === undefined ? null : context.identify("name", draft.holderName, "holderName"),
      amountMinor: draft.amountMinor,
      currency: draft.currency,
      paidAtMs: draft.paidAt,
      transfer: draft.transfer ?? null,
      tier: draft.tier,
      scope,
      scopeGround: draft.scopeGround ?? null,
      round: previous === null ? 1 : 2,
      previous: draft.previous ?? null,
      report: parent.root ?? parent.id,
      requester,
      declaration: draft.declaration ?? null,
      reason: reasonOf(STOP_REASONS, draft.reason),
      note: draft.note ?? null,
      decider: null,
      approvedAtMs: null,
      tellLater: null,
      toldAtMs: null,
      answeredAtMs: null,
      stoppedAtMs: null,
      endsAtMs: null,
      endedAtMs: null,
      heldMinor: null,
      allowances: [],
      outcome: null,
    },
    territory: parent.territory,
    org: orderingOrg(context, parent),
    partner: desk,
    subject: account.token,
    parent: draft.parent,
    level: 3,
    basis: measure.authority.basis,
    evidence,
    detail: { tier: draft.tier, scope, reason: draft.reason, second: draft.previous !== undefined },
    // Whoever stands in the report is found through it.
    mentions: [{ ref: account, role: "account" }, ...(draft.requester === undefined || requester === null ? [] : [{ ref: requester, role: "requester" }])],
    restsOn: [draft.parent],
    arm: alarm(context.profile, "stop.approve", context.nowMs, "remind"),
  };
}

/** What it rests on: there, in reach of who asks, and more than somebody's word. */
function groundOf(draft: Draft, context: Context<OpenFacts>): Parent {
  const { parent } = context.facts;
  if (parent === null || !isVisible(parent, context)) throw notFound(draft.parent, "parent");
  if (!carriesOrders(parent))
    throw new ProblemError({
      code: "limit-of-law",
      detail: `no order can rest on ${parent.id}, which is ${parent.state}`,
      at: { field: "parent" },
      expected: "a report or case that was accepted",
    });
  return parent;
}

function checkSecond(facts: OpenFacts, account: PersonalRef): void {
  if (facts.previous === null || facts.previous.subject !== account.token)
    throw new ProblemError({ code: "not-found", detail: "previous: there is no first round on this account", at: { field: "previous" } });
  if (facts.case === null || !isBeingFiled(facts.case))
    throw new ProblemError({
      code: "limit-of-law",
      detail: "a second round needs a case that is being filed for the report",
      at: { field: "previous" },
      expected: "a case about the report",
    });
}

/** The amount by default; the whole account on the first tier where the law has it so, elsewhere only on a written ground. */
function scopeFor(draft: Draft, measure: AllowedMeasure): "amount" | "account" {
  const usual = draft.tier > 1 ? measure.scopeBeyondFirstTier : measure.scope;
  const scope = draft.scope ?? (usual === "account" ? "account" : "amount");
  if (scope === "account" && usual !== "account" && draft.scopeGround === undefined) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: "the whole account is stopped only on a written ground; the default is the amount",
      at: { field: "scopeGround" },
      expected: "why the amount is not enough",
    });
  }
  return scope;
}

/** Whoever asked answers for it: named here, or in the report or order it rests on. */
function requesterOf(draft: Draft, parent: Parent, context: Context<OpenFacts>): PersonalRef | null {
  return draft.requester === undefined ? parent.requester : context.identify(draft.requester.type, draft.requester.value, "requester.value");
}
