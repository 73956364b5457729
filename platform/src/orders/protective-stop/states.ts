/** States of a protective stop (保护性止付): the account of somebody who may be about to be deceived pays nothing out for a short time. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type ProtectiveState = "proposed" | "approved" | "sent" | "active" | "declined" | "withdrawn" | "not-done" | "lapsed" | "cancelled" | "expired";

const answers = { start: "active", fail: "not-done", lapse: "lapsed", recall: "cancelled" } as const;

export const PROTECTIVE_STATES: StateTable<ProtectiveState> = {
  proposed: { approve: "approved", decline: "declined", withdraw: "withdrawn" },
  approved: { send: "sent", ...answers },
  sent: { ...answers },
  active: { cancel: "cancelled", expire: "expired" },
  declined: {},
  withdrawn: {},
  "not-done": {},
  lapsed: {},
  cancelled: {},
  expired: {},
};

/** What may still become a stop, or is one. */
export const IN_FLIGHT: readonly ProtectiveState[] = ["approved", "sent", "active"];
/** What was one, or may have been one without our knowing. */
export const USED: readonly ProtectiveState[] = ["cancelled", "expired", "lapsed"];

export const PROTECTIVE_STATE_WORDS: Readonly<Record<ProtectiveState, Bilingual>> = {
  proposed: { zh: "待第二人审批", en: "Waiting for a second officer" },
  approved: { zh: "已批准，待送达", en: "Approved, being sent" },
  sent: { zh: "已送达，待银行反馈", en: "Sent, waiting for the bank" },
  active: { zh: "保护中", en: "In force" },
  declined: { zh: "未批准", en: "Not approved" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
  "not-done": { zh: "银行未采取", en: "The bank did not do it" },
  lapsed: { zh: "银行未反馈，请求失效", en: "The bank did not answer: no longer valid" },
  cancelled: { zh: "已解除", en: "Ended on request or decision" },
  expired: { zh: "到期自动解除", en: "Ended by itself" },
};
