/**
 * States of a freeze (冻结). Full and partial hold money; one that waits in the queue behind another organ's holds nothing
 * and takes effect by itself. Nothing leads out of holding but a decision or the clock.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type FreezeState = "proposed" | "approved" | "sent" | "queued" | "active" | "partial" | "declined" | "withdrawn" | "failed" | "lifted" | "lapsed" | "seized" | "returned";

const answers = { freeze: "active", "freeze-part": "partial", fail: "failed", recall: "withdrawn" } as const;
const ends = { lift: "lifted", lapse: "lapsed", seize: "seized", return: "returned" } as const;

export const FREEZE_STATES: StateTable<FreezeState> = {
  proposed: { approve: "approved", decline: "declined", withdraw: "withdrawn" },
  approved: { send: "sent", queue: "queued", lapse: "lapsed", ...answers },
  sent: { queue: "queued", lapse: "lapsed", ...answers },
  queued: { ...answers },
  active: { adjust: "active", shrink: "partial", ...ends },
  partial: { adjust: "partial", fill: "active", ...ends },
  declined: {},
  withdrawn: {},
  failed: {},
  lifted: {},
  lapsed: {},
  seized: {},
  returned: {},
};

/** It holds money in these. */
export const IN_FORCE = ["active", "partial"] as const satisfies readonly FreezeState[];
/** It may still come to hold money from these. */
export const WAITING = ["proposed", "approved", "sent", "queued"] as const satisfies readonly FreezeState[];

export const FREEZE_STATE_WORDS: Readonly<Record<FreezeState, Bilingual>> = {
  proposed: { zh: "待审批", en: "Waiting for approval" },
  approved: { zh: "已批准，待送达", en: "Approved, being sent" },
  sent: { zh: "已送达，待银行反馈", en: "Sent, waiting for the bank" },
  queued: { zh: "轮候", en: "Waiting in the queue" },
  active: { zh: "冻结中", en: "Frozen" },
  partial: { zh: "部分冻结", en: "Frozen in part" },
  declined: { zh: "未批准", en: "Not approved" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
  failed: { zh: "未能冻结", en: "Not possible" },
  lifted: { zh: "已解除", en: "Lifted" },
  lapsed: { zh: "未续冻，自动解除", en: "Ended by itself" },
  seized: { zh: "已依法扣划", en: "Taken by judgment" },
  returned: { zh: "已返还", en: "Returned" },
};
