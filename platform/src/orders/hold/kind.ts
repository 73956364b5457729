/** The held payment as a kind of matter: its table, its commands and its look-ups, joined. */
import { PARTNER_KINDS } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { decideHold } from "./decide.ts";
import { openFacts } from "./facts.ts";
import { holdCommands, holdDraft } from "./hold.ts";
import { openHold } from "./open.ts";
import type { HoldMatter } from "./order.ts";
import { HOLD_STATES, HOLD_STATE_WORDS } from "./states.ts";

/** The customer sees which payment waits, why, until when; the bank all of it. */
function show({ body }: HoldMatter, { principal }: Scope): unknown {
  if (principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind)) return body;
  const { account, payee, measure, amountMinor, currency, reason, decider, heldAtMs, endsAtMs, endedAtMs, confirmedAtMs, askedAtMs, cost, outcome } = body;
  const common = { measure, amountMinor, currency, reason, decider, heldAtMs, endsAtMs, endedAtMs, confirmedAtMs, askedAtMs, cost, outcome };
  return principal.kind === "public" ? { account: account.masked, payee: payee.masked, ...common } : body;
}

export const hold = defineKind({
  name: "hold",
  states: HOLD_STATES,
  initial: "held",
  stateWords: HOLD_STATE_WORDS,
  restricting: ["held"],
  automatic: ["expire", "lapse"],
  opening: { who: ["bankOps"], words: { zh: "暂缓一笔付款", en: "Hold a payment" }, input: holdDraft },
  commands: holdCommands,
  openFacts,
  open: openHold,
  decide: decideHold,
  show,
});
