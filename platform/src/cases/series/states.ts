/** States of a series (串并案). The program may suppose and propose; that cases belong together is confirmed by a person. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type SeriesState = "hypothesis" | "proposed" | "confirmed" | "campaign" | "dissolved";

export const SERIES_STATES: StateTable<SeriesState> = {
  hypothesis: { suggest: "hypothesis", propose: "proposed", fade: "dissolved", dissolve: "dissolved" },
  proposed: { suggest: "proposed", confirm: "confirmed", weaken: "hypothesis", fade: "dissolved", dissolve: "dissolved" },
  confirmed: { suggest: "confirmed", "to-campaign": "campaign", dissolve: "dissolved" },
  campaign: { suggest: "campaign", dissolve: "dissolved" },
  dissolved: {},
};

export const SERIES_STATE_WORDS: Readonly<Record<SeriesState, Bilingual>> = {
  hypothesis: { zh: "推测关联", en: "Supposed" },
  proposed: { zh: "待人工确认", en: "Proposed: a person confirms" },
  confirmed: { zh: "已串并", en: "Confirmed" },
  campaign: { zh: "已转集群战役", en: "Taken up by a campaign" },
  dissolved: { zh: "已解散", en: "Dissolved" },
};
