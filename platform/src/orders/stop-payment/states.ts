/** States of a stop-payment (紧急止付). A second round is an order of its own, so that each has its own 48 hours and its own end. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type StopState = "drafted" | "approved" | "sent" | "stopped" | "declined" | "mismatch" | "no-funds" | "unreachable" | "released" | "expired" | "converted" | "withdrawn";

export const STOP_STATES: StateTable<StopState> = {
  drafted: { approve: "approved", decline: "declined", withdraw: "withdrawn" },
  approved: { send: "sent", fail: "unreachable", withdraw: "withdrawn", stop: "stopped", mismatch: "mismatch", "no-funds": "no-funds" },
  sent: { stop: "stopped", mismatch: "mismatch", "no-funds": "no-funds", fail: "unreachable", withdraw: "withdrawn" },
  stopped: { release: "released", expire: "expired", convert: "converted" },
  declined: {},
  mismatch: {},
  "no-funds": {},
  unreachable: {},
  released: {},
  expired: {},
  converted: {},
  withdrawn: {},
};

/** States that count as a round of the account: what may still become a stop, and what has been one. */
export const ROUND_IN_FLIGHT: readonly StopState[] = ["approved", "sent", "stopped"];
export const ROUND_USED: readonly StopState[] = ["released", "expired", "converted"];

export const STOP_STATE_WORDS: Readonly<Record<StopState, Bilingual>> = {
  drafted: { zh: "待审批", en: "Waiting for approval" },
  approved: { zh: "已批准，待送达", en: "Approved, being sent" },
  sent: { zh: "已送达，待银行反馈", en: "Sent, waiting for the bank" },
  stopped: { zh: "止付中", en: "Stopped" },
  declined: { zh: "未批准", en: "Not approved" },
  mismatch: { zh: "信息不符，未止付", en: "Details did not match: not stopped" },
  "no-funds": { zh: "无可止付资金", en: "No funds left" },
  unreachable: { zh: "未能送达", en: "The institution could not be reached" },
  released: { zh: "已提前解除", en: "Released early" },
  expired: { zh: "到期自动解除", en: "Ended by itself" },
  converted: { zh: "已转为冻结", en: "Followed by a freeze" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
};
