/**
 * States of an appeal (申诉). It takes nothing from anybody, so no clock ends it: one that is not decided in time goes up, and
 * is never lost.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type AppealState = "received" | "in-review" | "upheld" | "partly" | "rejected" | "withdrawn";

const decisions = { uphold: "upheld", "uphold-part": "partly", reject: "rejected", withdraw: "withdrawn" } as const;

export const APPEAL_STATES: StateTable<AppealState> = {
  received: { take: "in-review", "send-up": "received", ...decisions },
  "in-review": { take: "in-review", "send-up": "received", ...decisions },
  upheld: {},
  partly: {},
  rejected: {},
  withdrawn: {},
};

export const OPEN = ["received", "in-review"] as const satisfies readonly AppealState[];

export const APPEAL_STATE_WORDS: Readonly<Record<AppealState, Bilingual>> = {
  received: { zh: "已收到", en: "Received" },
  "in-review": { zh: "复核中", en: "Under review" },
  upheld: { zh: "成立，措施已解除", en: "Upheld: the measure is lifted" },
  partly: { zh: "部分成立，措施已缩小", en: "Upheld in part: the measure is smaller" },
  rejected: { zh: "未成立", en: "Not upheld" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
};
