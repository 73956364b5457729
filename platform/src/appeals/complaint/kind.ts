/** The complaint as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind } from "../../matters/kind.ts";
import { COUNTER, DESKS } from "../person.ts";
import { seesAll } from "../seen.ts";
import { complaintCommands, complaintDraft, complaintProgress } from "./complaint.ts";
import { decideComplaint, openComplaint } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { COMPLAINT_STATES, COMPLAINT_STATE_WORDS } from "./states.ts";

export const complaint = defineKind({
  name: "complaint",
  states: COMPLAINT_STATES,
  initial: "received",
  stateWords: COMPLAINT_STATE_WORDS,
  restricting: [],
  automatic: ["send-up"],
  opening: { who: ["public", ...COUNTER, ...DESKS], words: { zh: "投诉", en: "Complain" }, input: complaintDraft },
  commands: complaintCommands,
  openFacts,
  open: openComplaint,
  facts,
  decide: decideComplaint,
  show: (matter, scope) => (seesAll(scope) ? matter.body : complaintProgress(matter)),
});
