/** The cluster campaign as a kind of matter: its table, its commands and its look-ups, joined. */
import { defineKind } from "../../matters/kind.ts";
import { campaignCommands, campaignDraft } from "./campaign.ts";
import { decideCampaign } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { openCampaign } from "./open.ts";
import { CAMPAIGN_STATES, CAMPAIGN_STATE_WORDS } from "./states.ts";

export const campaign = defineKind({
  name: "campaign",
  states: CAMPAIGN_STATES,
  initial: "idea",
  stateWords: CAMPAIGN_STATE_WORDS,
  restricting: [],
  automatic: [],
  opening: { who: ["analyst", "caseOfficer", "dutyLead"], words: { zh: "提出集群战役设想", en: "Propose a cluster campaign" }, input: campaignDraft },
  commands: campaignCommands,
  openFacts,
  open: openCampaign,
  facts,
  decide: decideCampaign,
});
