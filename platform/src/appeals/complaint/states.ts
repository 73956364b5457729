/** States of a complaint (投诉): about how something was done. It changes no measure; what is not answered in time goes up. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type ComplaintState = "received" | "in-work" | "founded" | "unfounded" | "withdrawn";

const answers = { found: "founded", "find-not": "unfounded", withdraw: "withdrawn" } as const;

export const COMPLAINT_STATES: StateTable<ComplaintState> = {
  received: { take: "in-work", "send-up": "received", ...answers },
  "in-work": { take: "in-work", "send-up": "received", ...answers },
  founded: {},
  unfounded: {},
  withdrawn: {},
};

export const COMPLAINT_OPEN = ["received", "in-work"] as const satisfies readonly ComplaintState[];

export const COMPLAINT_STATE_WORDS: Readonly<Record<ComplaintState, Bilingual>> = {
  received: { zh: "已收到", en: "Received" },
  "in-work": { zh: "办理中", en: "Being looked into" },
  founded: { zh: "已答复：属实", en: "Answered: it was so" },
  unfounded: { zh: "已答复：未查实", en: "Answered: not confirmed" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
};
