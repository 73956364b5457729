/**
 * States of a return of funds (资金返还). Nothing is taken in any of them: the money is frozen by freezes with clocks of their
 * own. What an objection holds back is one share inside the matter, not a state of all.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type RefundState = "draft" | "noticed" | "ready" | "ordered" | "executed" | "partly" | "failed" | "declined" | "withdrawn" | "fallen";

const drops = { withdraw: "withdrawn", fall: "fallen" } as const;

export const REFUND_STATES: StateTable<RefundState> = {
  draft: { post: "noticed", submit: "ready", ...drops },
  noticed: { review: "noticed", "run-out": "ready", ...drops },
  ready: { review: "ready", approve: "ordered", decline: "declined", ...drops },
  ordered: { execute: "executed", "execute-part": "partly", fail: "failed" },
  executed: {},
  partly: {},
  failed: {},
  declined: {},
  withdrawn: {},
  fallen: {},
};

/** The plan may still change, or fall with what it is over. */
export const UNDECIDED = ["draft", "noticed", "ready"] as const satisfies readonly RefundState[];

export const REFUND_STATE_WORDS: Readonly<Record<RefundState, Bilingual>> = {
  draft: { zh: "核实登记中", en: "Being prepared" },
  noticed: { zh: "公告中", en: "Under public notice" },
  ready: { zh: "待审批", en: "Waiting for approval" },
  ordered: { zh: "已批准，银行办理中", en: "Approved, with the bank" },
  executed: { zh: "已返还", en: "Returned" },
  partly: { zh: "部分返还", en: "Returned in part" },
  failed: { zh: "未能返还", en: "Could not be returned" },
  declined: { zh: "未批准", en: "Not approved" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
  fallen: { zh: "冻结已结束，方案失效", en: "Over, because the freeze is" },
};
