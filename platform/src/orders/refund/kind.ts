/** The return of funds as a kind of matter: its table, its commands and its look-ups, joined. */
import { PARTNER_KINDS } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { decideRefund } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { openRefund } from "./open.ts";
import type { RefundMatter } from "./order.ts";
import { noticeShown } from "./public-notice.ts";
import { refundCommands, refundDraft } from "./refund.ts";
import { REFUND_STATES, REFUND_STATE_WORDS } from "./states.ts";

/** The bank sees whom it pays and from what; the public sees the notice and shares without names. */
function show(refund: RefundMatter, { principal }: Scope): unknown {
  const { body } = refund;
  if (principal.kind === "public") return noticeShown(refund);
  if (principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind)) {
    const { institution, currency, round, frozen, approvedAtMs, returnedMinor } = body;
    const claims = body.claims
      .filter((claim) => ["ordered", "paid", "failed"].includes(claim.state))
      .map(({ id, payee, shareMinor, parts, state, paidAtMs, said }) => ({ id, payee, shareMinor, parts, state, paidAtMs, said }));
    return { institution, currency, round, frozen, approvedAtMs, returnedMinor, claims };
  }
  return body;
}

export const refund = defineKind({
  name: "refund",
  states: REFUND_STATES,
  initial: "draft",
  stateWords: REFUND_STATE_WORDS,
  restricting: [],
  automatic: ["run-out"],
  opening: { who: ["caseOfficer"], words: { zh: "提出资金返还", en: "Propose a return of funds" }, input: refundDraft },
  commands: refundCommands,
  openFacts,
  open: openRefund,
  facts,
  decide: decideRefund,
  show,
});
