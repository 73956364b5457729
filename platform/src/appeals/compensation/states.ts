/**
 * States of a compensation (赔偿). It is prepared when something was lifted as wrong, waits to be claimed, and is decided and
 * paid. Nothing is taken from anybody in any of these; the clock ends only the waiting for a claim.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type CompensationState = "prepared" | "claimed" | "granted" | "refused" | "paid" | "lapsed" | "withdrawn";

export const COMPENSATION_STATES: StateTable<CompensationState> = {
  prepared: { claim: "claimed", lapse: "lapsed" },
  claimed: { grant: "granted", refuse: "refused", withdraw: "withdrawn" },
  granted: { pay: "paid" },
  refused: {},
  paid: {},
  lapsed: {},
  withdrawn: {},
};

export const COMPENSATION_STATE_WORDS: Readonly<Record<CompensationState, Bilingual>> = {
  prepared: { zh: "可以申请", en: "Can be claimed" },
  claimed: { zh: "已申请，待决定", en: "Claimed, waiting for a decision" },
  granted: { zh: "决定赔偿，待支付", en: "Granted, being paid" },
  refused: { zh: "决定不予赔偿", en: "Not granted" },
  paid: { zh: "已支付", en: "Paid" },
  lapsed: { zh: "逾期未申请", en: "Not claimed in time" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
};
