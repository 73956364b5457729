/** The special operation as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind } from "../../matters/kind.ts";
import { decideOperation, openOperation } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { operationCommands, operationDraft } from "./operation.ts";
import { OPERATION_STATES, OPERATION_STATE_WORDS } from "./states.ts";

export const operation = defineKind({
  name: "operation",
  states: OPERATION_STATES,
  initial: "planned",
  stateWords: OPERATION_STATE_WORDS,
  restricting: [],
  automatic: [],
  opening: { who: ["analyst", "dutyLead"], words: { zh: "拟定专项行动", en: "Plan a special operation" }, input: operationDraft },
  commands: operationCommands,
  openFacts,
  open: openOperation,
  facts,
  decide: decideOperation,
});
