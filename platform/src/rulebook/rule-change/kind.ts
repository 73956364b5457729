/** The change of the rules as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind } from "../../matters/kind.ts";
import { openRuleChange, ruleChangeDecisions } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { ruleChangeCommands, ruleChangeDraft } from "./rule-change.ts";
import { RULE_CHANGE_STATES, RULE_CHANGE_STATE_WORDS } from "./states.ts";

export const ruleChange = defineKind({
  name: "rule-change",
  states: RULE_CHANGE_STATES,
  initial: "drafted",
  stateWords: RULE_CHANGE_STATE_WORDS,
  restricting: [],
  automatic: [],
  opening: { who: ["analyst", "dutyLead"], words: { zh: "起草规则变更", en: "Draft a change of the rules" }, input: ruleChangeDraft },
  commands: ruleChangeCommands,
  openFacts,
  open: openRuleChange,
  facts,
  decide: ruleChangeDecisions,
});
