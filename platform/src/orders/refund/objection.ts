/**
 * Objections to a return. One pauses the share that it is about and nothing else: the money is set aside and stays frozen
 * until somebody who had no part in the plan has reviewed it. A review may lower that share; it never changes another's,
 * and what is left over stays frozen for a return of its own. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import { instantInWords } from "../../domain/notice-text.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Decision, NoticeDraft } from "../../matters/decision.ts";
import type { z } from "zod";
import { toSuperior } from "../order-words.ts";
import { reasonOf } from "../reasons.ts";
import { amountOf, claimOf, ruleOf, shareOf, tell, withClaim, type C, type RefundMatter } from "./order.ts";
import { OBJECTION_GROUNDS, OBJECTION_REASONS } from "./reasons.ts";
import type { Claim, Objection, Refund, refundCommands } from "./refund.ts";
import { cutParts, lowered } from "./shares.ts";
import { ended, openObjections } from "./standing.ts";

type Input<N extends keyof typeof refundCommands> = z.output<(typeof refundCommands)[N]["input"]>;
type D = Decision<Refund>;

/** Objections that wait for a review, on one return: more come from no public that reads it. */
const OPEN_MAX = 500;

/** About somebody who is not listed. */
const ABOUT_NOBODY_LISTED: ReadonlySet<string> = new Set(["not-listed", "own-money"]);

export function objected(refund: RefundMatter, input: Input<"object">, context: C): D {
  const { body } = refund;
  const rule = ruleOf(context.profile);
  const nobody = ABOUT_NOBODY_LISTED.has(input.ground);
  if (nobody !== (input.claim === undefined))
    throw new ProblemError({
      code: "malformed-input",
      detail: nobody ? "claim: this ground is about no share that is listed" : "claim: whose share it is about",
      at: { field: "claim" },
      expected: nobody ? "no claim" : "one of the shares of the notice",
    });
  const open = openObjections(body);
  if (open.length >= OPEN_MAX) throw new ProblemError({ code: "too-large", detail: `${open.length} objections wait for a review already` });
  const claim = input.claim === undefined ? null : claimOf(refund, input.claim);
  if (claim !== null && (claim.state === "struck" || shareOf(claim) === 0n))
    throw new ProblemError({ code: "not-now", detail: "nothing is returned on this claim", at: { field: "claim" } });
  const contact = context.identify("number", input.contact, "contact");
  const statement = input.statement === undefined ? null : context.identify("narrative", input.statement, "statement");
  const objection: Objection = {
    id: context.newId("obj"),
    claim: claim?.id ?? null,
    by: input.by,
    contact,
    ground: reasonOf(OBJECTION_GROUNDS, input.ground),
    statement,
    atMs: context.nowMs,
    decidedAtMs: null,
    result: null,
    reason: null,
  };
  const next: Refund = { ...body, objections: [...body.objections, objection] };
  const { dueAtMs } = context.profile.due(rule.objection, context.nowMs);
  return {
    event: null,
    body: claim === null ? next : withClaim(next, { ...claim, state: "set-aside" }),
    level: 3,
    basis: context.profile.deadline(rule.objection).basis,
    detail: { objection: objection.id, claim: objection.claim, ground: input.ground, by: input.by },
    mentions: [{ ref: contact, role: "objector" }, ...(statement === null ? [] : [{ ref: statement, role: "statement" }])],
    // The clock belongs to whoever has waited longest.
    ...(open.length > 0 ? {} : { arm: [{ key: rule.objection, startMs: context.nowMs, command: "objection-overdue" }] }),
    notices:
      claim === null || claim.state === "set-aside"
        ? []
        : [
            tell(refund, claim, "refund.set-aside", {
              receipt: refund.serial,
              amount: amountOf(shareOf(claim), refund),
              decider: context.profile.wording.roles[rule.review[0]],
              due: instantInWords(dueAtMs, context.profile.timeZone),
            }),
          ],
  };
}

export function objectionDecided(refund: RefundMatter, input: Input<"decide-objection">, context: C): D {
  const { body } = refund;
  const rule = ruleOf(context.profile);
  requireRole(rule.review, context, "reviewing an objection");
  const objection = openObjections(body).find((one) => one.id === input.objection);
  if (objection === undefined) throw new ProblemError({ code: "not-found", detail: "there is no such objection that waits for a review", at: { field: "objection" } });
  const reason = reasonOf(OBJECTION_REASONS, input.reason);
  const reviewed: Refund = {
    ...body,
    objections: body.objections.map((one) => (one.id === objection.id ? { ...one, decidedAtMs: context.nowMs, result: input.result, reason } : one)),
  };
  const claim = objection.claim === null ? null : claimOf(refund, objection.claim);
  const changed = claim === null ? null : reviewedClaim(claim, input, reviewed);
  const after = changed === null ? reviewed : withClaim(reviewed, changed);
  const [next] = openObjections(after);
  const notices: NoticeDraft[] = [];
  if (changed !== null && changed.state !== "set-aside")
    notices.push(tell(refund, changed, "refund.objection-decided", { receipt: refund.serial, amount: amountOf(shareOf(changed), refund), reason, decider: context.orgName }));
  if (objection.contact !== null && objection.contact.token !== changed?.contact?.token)
    notices.push({
      template: "refund.objection-answered",
      recipient: objection.contact,
      slots: { receipt: refund.serial, reason, decider: context.orgName },
      via: { kind: "messenger", channel: "sms" },
      purpose: "return-funds",
    });
  return {
    ...(refund.state === "ordered" ? ended(refund, after) : { event: "review", body: after }),
    detail: { objection: objection.id, claim: objection.claim, result: input.result, reason: input.reason, ...(changed === null ? {} : { shareMinor: changed.shareMinor }) },
    ...(next === undefined ? { disarm: [rule.objection] } : { arm: [{ key: rule.objection, startMs: next.atMs, command: "objection-overdue" }] }),
    notices,
  };
}

/** A corrected loss lowers the share by as much of it; while another objection is open the share stays set aside. */
function reviewedClaim(claim: Claim, input: Input<"decide-objection">, body: Refund): Claim {
  const still = openObjections(body).some((one) => one.claim === claim.id);
  if (input.result === "dismissed") return { ...claim, state: still ? "set-aside" : "cleared" };
  const to = BigInt(input.lossMinor);
  const from = BigInt(claim.lossMinor);
  // A loss that was put too low is not mended out of what others are owed: the difference is claimed in a return of its own.
  if (to >= from) return { ...claim, lossMinor: input.lossMinor, state: still ? "set-aside" : "cleared" };
  const share = lowered(shareOf(claim), from, to);
  const parts = cutParts(
    claim.parts.map((part) => ({ pool: part.freeze, minor: BigInt(part.amountMinor) })),
    share,
  );
  return {
    ...claim,
    lossMinor: input.lossMinor,
    shareMinor: String(share),
    parts: parts.map((part) => ({ freeze: part.pool as Claim["parts"][number]["freeze"], amountMinor: String(part.minor) })),
    state: share === 0n ? "struck" : still ? "set-aside" : "cleared",
  };
}

/** The share stays set aside: nobody loses by it but the one who waits, so the organ above hears of it. */
export function objectionOverdue(refund: RefundMatter, context: C): D {
  const [longest] = openObjections(refund.body);
  return {
    event: null,
    level: 3,
    assignee: null,
    detail: { overdue: ruleOf(context.profile).objection, objection: longest?.id ?? null },
    effects: toSuperior(refund, context.facts.superior, "objection-overdue", { since: longest === undefined ? null : new Date(longest.atMs).toISOString() }),
  };
}
