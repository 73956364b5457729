/**
 * States of an opening about which something was found (开户开卡核查). While somebody has to look, the applicant waits: that
 * ends by the clock, and the check then says nothing against the opening any more.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type OpeningState = "checked" | "asked" | "escalated" | "lapsed" | "opened" | "limited" | "refused" | "left" | "overturned";

const decisions = { open: "opened", limit: "limited", leave: "left" } as const;

export const OPENING_STATES: StateTable<OpeningState> = {
  checked: { ask: "asked", escalate: "escalated", refuse: "refused", ...decisions },
  asked: { escalate: "escalated", refuse: "refused", ...decisions },
  escalated: { refuse: "refused", lapse: "lapsed", ...decisions },
  // Nobody looked in time: it may be opened, and no longer refused on this check.
  lapsed: { ...decisions },
  opened: {},
  limited: { overturn: "overturned" },
  refused: { overturn: "overturned" },
  left: {},
  overturned: {},
};

export const OPENING_STATE_WORDS: Readonly<Record<OpeningState, Bilingual>> = {
  checked: { zh: "待柜面处理", en: "At the counter" },
  asked: { zh: "已询问", en: "Questions asked" },
  escalated: { zh: "待人工核实", en: "Waiting for a person to look" },
  lapsed: { zh: "未及时核实，核查结论失效", en: "Nobody looked in time: the check lapsed" },
  opened: { zh: "已开通", en: "Opened" },
  limited: { zh: "限额开通", en: "Opened with limits" },
  refused: { zh: "依法未予开通", en: "Refused on a ground of law" },
  left: { zh: "申请人自行放弃", en: "The applicant withdrew" },
  overturned: { zh: "申诉成立，决定撤销", en: "Decision withdrawn on appeal" },
};
