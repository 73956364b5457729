/** States of a special operation (专项行动): planned, approved, running, ended, assessed, closed. It limits nobody. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type OperationState = "planned" | "approved" | "running" | "ended" | "assessed" | "closed" | "cancelled";

export const OPERATION_STATES: StateTable<OperationState> = {
  planned: { approve: "approved", cancel: "cancelled" },
  approved: { start: "running", cancel: "cancelled" },
  running: { end: "ended" },
  ended: { assess: "assessed" },
  assessed: { assess: "assessed", close: "closed" },
  closed: {},
  cancelled: {},
};

export const OPERATION_STATE_WORDS: Readonly<Record<OperationState, Bilingual>> = {
  planned: { zh: "拟定中", en: "Planned" },
  approved: { zh: "已批准", en: "Approved" },
  running: { zh: "进行中", en: "Running" },
  ended: { zh: "行动结束", en: "Ended" },
  assessed: { zh: "已评估", en: "Assessed" },
  closed: { zh: "已办结", en: "Closed" },
  cancelled: { zh: "已取消", en: "Cancelled" },
};
