/** The freeze as a kind of matter: its table, its commands and its look-ups, joined. */
import { PARTNER_KINDS } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { decideFreeze } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { freezeCommands, freezeDraft } from "./freeze.ts";
import { openFreeze } from "./open.ts";
import type { FreezeMatter } from "./order.ts";
import { FREEZE_STATES, FREEZE_STATE_WORDS } from "./states.ts";

/** The institution sees what it carries out; the holder sees what holds their account, why and until when. */
function show({ body }: FreezeMatter, { principal }: Scope): unknown {
  const { account, institution, holderName, asset, amountMinor, currency, scope, interest, reason, decider, frozenAtMs, endsAtMs, endedAtMs, frozenMinor } = body;
  const { allowances, renewals, returnedMinor, receivedAtMs, follows, case: _case } = body;
  const common = { asset, amountMinor, currency, scope, interest, reason, decider, frozenAtMs, endsAtMs, endedAtMs, frozenMinor, allowances, renewals, returnedMinor };
  if (principal.kind === "public") return { account: account.masked, ...common };
  if (principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind)) return { account, institution, holderName, receivedAtMs, follows, ...common };
  return body;
}

export const freeze = defineKind({
  name: "freeze",
  states: FREEZE_STATES,
  initial: "proposed",
  stateWords: FREEZE_STATE_WORDS,
  restricting: ["active", "partial"],
  automatic: ["lapse"],
  opening: { who: ["caseOfficer"], words: { zh: "提出冻结", en: "Propose a freeze" }, input: freezeDraft },
  commands: freezeCommands,
  openFacts,
  open: openFreeze,
  facts,
  decide: decideFreeze,
  show,
});
