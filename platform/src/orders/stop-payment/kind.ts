/** The stop-payment as a kind of matter: its table, its commands and its look-ups, joined. */
import type { Scope } from "../../access/scope.ts";
import { PARTNER_KINDS } from "../../access/role.ts";
import { defineKind } from "../../matters/kind.ts";
import { decideStop } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { openStop } from "./open.ts";
import type { Stop } from "./order.ts";
import { STOP_STATES, STOP_STATE_WORDS } from "./states.ts";
import { stopCommands, stopDraft } from "./stop-payment.ts";

/** Who asked, grounds and notes are for the police; the holder sees what holds their account and until when. */
function show({ body }: Stop, { principal }: Scope): unknown {
  const { requester: _requester, declaration: _declaration, scopeGround: _ground, note: _note, tellLater: _later, report: _report, ...order } = body;
  if (principal.kind === "public") {
    const { account, amountMinor, currency, scope, reason, decider, stoppedAtMs, endsAtMs, endedAtMs, heldMinor, allowances, round } = order;
    return { account: account.masked, amountMinor, currency, scope, reason, decider, stoppedAtMs, endsAtMs, endedAtMs, heldMinor, allowances, round };
  }
  return principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind) ? order : body;
}

export const stopPayment = defineKind({
  name: "stop-payment",
  states: STOP_STATES,
  initial: "drafted",
  stateWords: STOP_STATE_WORDS,
  restricting: ["stopped"],
  automatic: ["expire"],
  opening: { who: ["intake", "analyst", "dissuader", "caseOfficer"], words: { zh: "提出紧急止付", en: "Propose a stop-payment" }, input: stopDraft },
  commands: stopCommands,
  openFacts,
  open: openStop,
  facts,
  decide: decideStop,
  show,
});
