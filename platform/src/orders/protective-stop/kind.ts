/** The protective stop as a kind of matter: its table, its commands and its look-ups, joined. */
import { PARTNER_KINDS } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { decideProtective } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { openProtective } from "./open.ts";
import type { Protection } from "./order.ts";
import { protectiveCommands, protectiveDraft } from "./protective-stop.ts";
import { PROTECTIVE_STATES, PROTECTIVE_STATE_WORDS } from "./states.ts";

/** The person sees who decided, on what, until when, and what became of each request; notes and family talk stay inside. */
function show({ body }: Protection, { principal }: Scope): unknown {
  const { account, institution, holderName, reason, basis, decider, startedAtMs, endsAtMs, endedAtMs, releases, allowances, round, currency } = body;
  const common = { reason, basis: basis.kind, decider, startedAtMs, endsAtMs, endedAtMs, releases, allowances, round, currency };
  if (principal.kind === "public") return { account: account.masked, ...common };
  return principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind) ? { account, institution, holderName, ...common } : body;
}

export const protectiveStop = defineKind({
  name: "protective-stop",
  states: PROTECTIVE_STATES,
  initial: "proposed",
  stateWords: PROTECTIVE_STATE_WORDS,
  restricting: ["active"],
  automatic: ["expire"],
  opening: { who: ["dissuader", "bankOps"], words: { zh: "提出保护性止付", en: "Propose a protective stop" }, input: protectiveDraft },
  commands: protectiveCommands,
  openFacts,
  open: openProtective,
  facts,
  decide: decideProtective,
  show,
});
