/**
 * States of a lead (线索) of a campaign: drafted where the campaign is led, issued to the unit of its place, signed for,
 * verified, acted on, returned. That it is overdue is no state: it is still issued or signed, and supervised besides.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type LeadState = "drafted" | "issued" | "signed" | "verified" | "actioned" | "returned" | "closed" | "withdrawn";

export const LEAD_STATES: StateTable<LeadState> = {
  drafted: { issue: "issued", withdraw: "withdrawn" },
  issued: { sign: "signed", "pass-on": "issued", withdraw: "withdrawn" },
  signed: { verify: "verified", "pass-on": "issued", withdraw: "withdrawn" },
  verified: { act: "actioned", return: "returned", withdraw: "withdrawn" },
  actioned: { act: "actioned", return: "returned", close: "closed" },
  returned: { "send-back": "signed", close: "closed" },
  closed: {},
  withdrawn: {},
};

/** With a unit, and not finished there. */
export const LEAD_OPEN: readonly LeadState[] = ["issued", "signed", "verified", "actioned"];

export const LEAD_STATE_WORDS: Readonly<Record<LeadState, Bilingual>> = {
  drafted: { zh: "拟下发", en: "To be issued" },
  issued: { zh: "已下发，待签收", en: "Issued, to be signed for" },
  signed: { zh: "已签收，核查中", en: "Signed for, being verified" },
  verified: { zh: "已核查", en: "Verified" },
  actioned: { zh: "已采取行动", en: "Acted on" },
  returned: { zh: "已反馈", en: "Result returned" },
  closed: { zh: "已办结", en: "Closed" },
  withdrawn: { zh: "已撤回", en: "Taken back" },
};
