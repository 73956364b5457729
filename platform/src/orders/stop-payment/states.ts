/**
 * States of a stop-payment (紧急止付). A second round is an order of its own, so that each has its own 48 hours and its own
 * end; the first goes over into it without a gap.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type StopState =
  | "drafted"
  | "approved"
  | "sent"
  | "stopped"
  | "declined"
  | "mismatch"
  | "no-funds"
  | "unreachable"
  | "lapsed"
  | "released"
  | "expired"
  | "continued"
  | "converted"
  | "withdrawn"
  | "recalled";

const answers = { stop: "stopped", mismatch: "mismatch", "no-funds": "no-funds", fail: "unreachable", lapse: "lapsed", recall: "recalled" } as const;

export const STOP_STATES: StateTable<StopState> = {
  drafted: { approve: "approved", decline: "declined", withdraw: "withdrawn" },
  approved: { send: "sent", ...answers },
  sent: { ...answers },
  stopped: { release: "released", expire: "expired", continue: "continued", convert: "converted" },
  declined: {},
  mismatch: {},
  "no-funds": {},
  unreachable: {},
  lapsed: {},
  released: {},
  expired: {},
  continued: {},
  converted: {},
  withdrawn: {},
  recalled: {},
};

/** What may still become a stop of the account, or is one. */
export const ROUND_IN_FLIGHT: readonly StopState[] = ["approved", "sent", "stopped"];
/** What was one, or may have been one without our knowing: an institution that never answered may have acted. */
export const ROUND_USED: readonly StopState[] = ["released", "expired", "continued", "converted", "lapsed", "recalled"];

export const STOP_STATE_WORDS: Readonly<Record<StopState, Bilingual>> = {
  drafted: { zh: "待审批", en: "Waiting for approval" },
  approved: { zh: "已批准，待送达", en: "Approved, being sent" },
  sent: { zh: "已送达，待银行反馈", en: "Sent, waiting for the bank" },
  stopped: { zh: "止付中", en: "Stopped" },
  declined: { zh: "未批准", en: "Not approved" },
  mismatch: { zh: "信息不符，未止付", en: "Details did not match: not stopped" },
  "no-funds": { zh: "无可止付资金", en: "No funds left" },
  unreachable: { zh: "未能送达或未能执行", en: "Not reached or not possible" },
  lapsed: { zh: "银行未反馈，指令失效", en: "The bank did not answer: no longer valid" },
  released: { zh: "已提前解除", en: "Released early" },
  expired: { zh: "到期自动解除", en: "Ended by itself" },
  continued: { zh: "由再次止付接续", en: "Goes on as the second round" },
  converted: { zh: "已转为冻结", en: "Followed by a freeze" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
  recalled: { zh: "批准后撤回", en: "Recalled after approval" },
};
