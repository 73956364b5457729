/** The appeal as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind } from "../../matters/kind.ts";
import { COUNTER, DESKS } from "../person.ts";
import { seesAll } from "../seen.ts";
import { appealCommands, appealDraft } from "./appeal.ts";
import { decideAppeal } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { openAppeal } from "./open.ts";
import { appealProgress } from "./progress.ts";
import { APPEAL_STATES, APPEAL_STATE_WORDS } from "./states.ts";

export const appeal = defineKind({
  name: "appeal",
  states: APPEAL_STATES,
  initial: "received",
  stateWords: APPEAL_STATE_WORDS,
  restricting: [],
  automatic: ["send-up"],
  opening: { who: ["public", ...COUNTER, ...DESKS], words: { zh: "提出申诉", en: "Appeal" }, input: appealDraft },
  commands: appealCommands,
  openFacts,
  open: openAppeal,
  facts,
  decide: decideAppeal,
  show: (matter, scope) => (seesAll(scope) ? matter.body : appealProgress(matter)),
});
