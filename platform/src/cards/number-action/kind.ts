/** The action on a number as a kind of matter: its table, its commands and its look-ups, joined. */
import { PARTNER_KINDS } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { askDecisions, openNumberAction } from "./decide-ask.ts";
import { limitDecisions } from "./decide-limit.ts";
import { facts, openFacts } from "./facts.ts";
import { numberActionCommands, numberActionDraft } from "./number-action.ts";
import type { NumberMatter } from "./order.ts";
import { LIMITED, NUMBER_ACTION_STATES, NUMBER_ACTION_STATE_WORDS } from "./states.ts";

/** The operator's staff sees the reason and all that was done; the public its own end of it; what colleagues noted stays with whoever noted it. */
function show(action: NumberMatter, scope: Scope): unknown {
  const { principal } = scope;
  const { note: _note, ...rest } = action.body;
  if (principal.kind === "public") {
    const { number, reason, announced, limitedAtMs, endsAtMs, restoredAtMs, papersAsked, papers, outcome } = action.body;
    return { number, reason, announced, limitedAtMs, endsAtMs, restoredAtMs, papersAsked, papers, outcome };
  }
  return principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind) && action.org !== principal.org ? rest : action.body;
}

export const numberAction = defineKind({
  name: "number-action",
  states: NUMBER_ACTION_STATES,
  initial: "alerted",
  stateWords: NUMBER_ACTION_STATE_WORDS,
  restricting: LIMITED,
  automatic: ["expire", "run-out", "lapse"],
  opening: { who: ["telcoOps", "analyst"], words: { zh: "提出号码核验", en: "Propose that a number is verified" }, input: numberActionDraft },
  commands: numberActionCommands,
  openFacts,
  open: openNumberAction,
  facts,
  decide: { ...askDecisions, ...limitDecisions },
  show,
});
