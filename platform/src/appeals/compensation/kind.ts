/** The compensation as a kind of matter: its table, its commands and its look-ups, joined. Only this program opens one. */
import { defineKind } from "../../matters/kind.ts";
import { seesAll } from "../seen.ts";
import { compensationCommands, compensationDraft, compensationProgress } from "./compensation.ts";
import { decideCompensation, openCompensation } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { COMPENSATION_STATES, COMPENSATION_STATE_WORDS } from "./states.ts";

export const compensation = defineKind({
  name: "compensation",
  states: COMPENSATION_STATES,
  initial: "prepared",
  stateWords: COMPENSATION_STATE_WORDS,
  restricting: [],
  automatic: ["lapse"],
  opening: { who: [], words: { zh: "准备赔偿", en: "Prepare a compensation" }, input: compensationDraft },
  commands: compensationCommands,
  openFacts,
  open: openCompensation,
  facts,
  decide: decideCompensation,
  show: (matter, scope) => (seesAll(scope) ? matter.body : compensationProgress(matter)),
});
