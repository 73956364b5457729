/**
 * How a payment is held: by the bank's own decision or on a verdict until a person of the bank confirms, one payment once,
 * and not again at once what a person has just let go. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { AllowedMeasure, JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { institutionOf, type PersonalRef } from "../../domain/personal.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { isVisible, noDesk, notFound } from "../authority.ts";
import { HOLD_REASONS, reasonOf } from "../reasons.ts";
import type { EarlierHold, OpenFacts } from "./facts.ts";
import type { Hold, holdDraft } from "./hold.ts";
import { confirmClock, heldNotices, measureOf, request, startOf } from "./order.ts";

type Draft = z.output<typeof holdDraft>;

/** A clock beside ours may be this far ahead. */
const CLOCK_SKEW_MS = 15 * 60_000;

export function openHold(draft: Draft, context: Context<OpenFacts>): Opening<Hold> {
  const { profile, nowMs } = context;
  const measure = measureOf(profile);
  const { parent, desk } = context.facts;
  requireRole(measure.propose, context, "holding a payment");
  if (draft.parent !== undefined && (parent === null || !isVisible(parent, context))) throw notFound(draft.parent, "parent");
  const account = context.identify("account", draft.account, "account");
  const payee = context.identify("account", draft.payee, "payee");
  if (desk === null) throw noDesk(institutionOf(draft.account));
  if (context.role === "bankOps" && (desk !== context.org || draft.by.kind !== "own"))
    throw new ProblemError({ code: "not-allowed", detail: "a bank holds its own customers' payments, by its own decision", at: { field: "by" } });
  if (draft.orderedAt > nowMs + CLOCK_SKEW_MS)
    throw new ProblemError({ code: "malformed-input", detail: "orderedAt lies in the future", at: { field: "orderedAt" }, expected: "when the bank received the payment order" });
  const payment = paymentKey(draft, payee);
  const again = heldBefore(context.facts.earlier, { payment, payee: payee.token, byVerdict: draft.by.kind === "verdict" }, profile, measure, nowMs);
  if (again !== null) throw new ProblemError({ code: "limit-of-law", detail: again, at: { field: "transfer" }, expected: "that payments go on when their time is over" });
  const own = draft.by.kind === "own";
  const startMs = startOf(measure.kind, draft.orderedAt, nowMs);
  const { dueAtMs } = profile.due(measure.duration, startMs);
  if (dueAtMs <= nowMs) throw new ProblemError({ code: "limit-of-law", detail: "the longest time for holding this payment is over", at: { field: "orderedAt" } });
  // Whoever need not be told before a person has confirmed is told then.
  const tellNow = own || measure.notice.when !== "after";
  const body: Hold = {
    measure: measure.kind,
    account,
    institution: institutionOf(draft.account),
    payee,
    contact: draft.contact === undefined ? null : context.identify("number", draft.contact, "contact"),
    amountMinor: draft.amountMinor,
    currency: draft.currency,
    transfer: draft.transfer ?? null,
    payment,
    orderedAtMs: draft.orderedAt,
    scope: "transaction",
    by: draft.by,
    confirmedAtMs: own ? nowMs : null,
    reason: reasonOf(HOLD_REASONS, draft.reason),
    note: draft.note ?? null,
    decider: context.orgName,
    heldAtMs: nowMs,
    endsAtMs: dueAtMs,
    endedAtMs: null,
    toldAtMs: tellNow ? nowMs : null,
    askedAtMs: null,
    cost: null,
    outcome: null,
  };
  const said = { partner: desk, body };
  return {
    body,
    territory: parent?.territory ?? "",
    org: desk,
    partner: desk,
    subject: account.token,
    parent: draft.parent ?? null,
    level: 3,
    basis: measure.authority.basis,
    evidence: [
      ...(draft.by.kind === "verdict" ? [{ kind: "event" as const, ref: draft.by.ref }] : []),
      ...(draft.parent === undefined ? [] : [{ kind: "matter" as const, ref: draft.parent }]),
    ],
    detail: { measure: measure.kind, by: draft.by.kind, reason: draft.reason },
    mentions: [{ ref: account, role: "payer" }, { ref: payee, role: "payee" }, ...(body.contact === null ? [] : [{ ref: body.contact, role: "contact" }])],
    ...(draft.parent === undefined ? {} : { restsOn: [draft.parent] }),
    arm: [{ key: measure.duration, startMs, command: "expire" }, ...(own ? [] : [{ key: confirmClock(profile, measure), startMs, command: "lapse" }])],
    // What the bank itself decided, it does itself.
    effectsOf: ({ id, serial }) => (own ? [] : [request({ id, serial, ...said }, profile)]),
    notices: tellNow ? heldNotices(said, profile) : [],
  };
}

/** The bank's id of the payment; where it has none, what makes it this payment. */
export function paymentKey(draft: Pick<Draft, "transfer" | "amountMinor" | "currency" | "orderedAt">, payee: PersonalRef): string {
  return draft.transfer ?? `${payee.token} ${draft.currency} ${draft.amountMinor} ${draft.orderedAt}`;
}

/**
 * Why this payment is not held (again), or null: it was before, or a person of the bank has let payments to that payee go so
 * recently that a verdict alone holds none.
 */
export function heldBefore(
  earlier: readonly EarlierHold[],
  asked: { readonly payment: string; readonly payee: string; readonly byVerdict: boolean },
  profile: JurisdictionProfile,
  measure: AllowedMeasure,
  nowMs: number,
): string | null {
  if (earlier.some((one) => one.payment === asked.payment && one.state !== "void")) return "this payment was held before: it is held once";
  const letGo = earlier.some(
    (one) => one.payee === asked.payee && one.state === "released" && one.endedAtMs !== null && profile.due(measure.duration, one.endedAtMs).dueAtMs > nowMs,
  );
  return asked.byVerdict && letGo ? "a person has just let a payment to this payee go: a verdict alone holds none" : null;
}
