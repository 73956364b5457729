/**
 * States of a cluster campaign (集群战役), from the idea to its assessment. A campaign limits nobody: what is taken from
 * somebody on its way is an order of its own, with its own approval and its own end.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type CampaignState = "idea" | "applied" | "approved" | "issued" | "verifying" | "take-down" | "settling" | "assessed" | "closed" | "declined" | "cancelled";

export const CAMPAIGN_STATES: StateTable<CampaignState> = {
  idea: { apply: "applied", cancel: "cancelled" },
  applied: { approve: "approved", decline: "declined", "send-back": "idea", cancel: "cancelled" },
  approved: { issue: "issued", cancel: "cancelled" },
  issued: { issue: "issued", verify: "verifying", cancel: "cancelled" },
  verifying: { issue: "verifying", "take-down": "take-down", cancel: "cancelled" },
  "take-down": { settle: "settling" },
  settling: { assess: "assessed" },
  assessed: { assess: "assessed", close: "closed" },
  closed: {},
  declined: {},
  cancelled: {},
};

export const CAMPAIGN_STATE_WORDS: Readonly<Record<CampaignState, Bilingual>> = {
  idea: { zh: "研判中", en: "An idea, being worked out" },
  applied: { zh: "已申请，待审批", en: "Applied for" },
  approved: { zh: "已批准，待下发", en: "Approved, packages to be issued" },
  issued: { zh: "线索包已下发", en: "Packages issued" },
  verifying: { zh: "核查中", en: "Being verified" },
  "take-down": { zh: "收网", en: "Take-down" },
  settling: { zh: "收网后处理", en: "Settling what came of it" },
  assessed: { zh: "已评估", en: "Assessed" },
  closed: { zh: "已结束", en: "Closed" },
  declined: { zh: "未批准", en: "Not approved" },
  cancelled: { zh: "已取消", en: "Cancelled" },
};
