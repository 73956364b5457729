/** The lead as a kind of matter: its table, its commands and its look-ups, joined. */
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { decideLead, type LeadMatter } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { leadCommands, leadDraft, PROTECTED_SOURCE } from "./lead.ts";
import { openLead } from "./open.ts";
import { LEAD_STATES, LEAD_STATE_WORDS } from "./states.ts";

/** Whoever leads the campaign and whoever checks sees every source; the unit sees of a protected one that there is one. */
export function showLead(lead: LeadMatter, scope: Scope): unknown {
  const all = scope.principal.kind === "system" || scope.org === lead.body.leadOrg || scope.has("auditor") || scope.has("dpo");
  if (all) return lead.body;
  return {
    ...lead.body,
    evidence: lead.body.evidence.map((one) => (one.disclosable ? one : { kind: one.kind, disclosable: false, ref: null, ring: null, words: PROTECTED_SOURCE })),
  };
}

export const lead = defineKind({
  name: "lead",
  states: LEAD_STATES,
  initial: "drafted",
  stateWords: LEAD_STATE_WORDS,
  restricting: [],
  automatic: [],
  opening: { who: ["analyst", "caseOfficer", "dutyLead"], words: { zh: "起草线索包条目", en: "Draft a lead for a campaign" }, input: leadDraft },
  commands: leadCommands,
  openFacts,
  open: openLead,
  facts,
  decide: decideLead,
  show: showLead,
});
