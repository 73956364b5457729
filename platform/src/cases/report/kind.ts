/** The report as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind } from "../../matters/kind.ts";
import { decideReport } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { openReport } from "./open.ts";
import { progressOf } from "./progress.ts";
import { reportCommands, reportDraft } from "./report.ts";
import { REPORT_STATES, REPORT_STATE_WORDS } from "./states.ts";

export const report = defineKind({
  name: "report",
  states: REPORT_STATES,
  initial: "received",
  stateWords: REPORT_STATE_WORDS,
  restricting: [],
  automatic: ["lapse"],
  opening: {
    who: ["intake", "caseOfficer", "dutyLead", "analyst", "dissuader", "gridOfficer", "public"],
    words: { zh: "登记报案、举报", en: "Take down a report or tip" },
    input: reportDraft,
  },
  commands: reportCommands,
  openFacts,
  open: openReport,
  facts,
  decide: decideReport,
  show: (matter, scope) => (scope.principal.kind === "public" ? progressOf(matter) : matter.body),
});
