/**
 * States of a change of the rules (规则变更): written, run in shadow, proposed, approved by somebody else, in force, and back.
 * A change that a later one of its pack replaced comes back when that one is rolled back. None restricts anybody by itself.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type RuleChangeState = "drafted" | "shadow" | "proposed" | "approved" | "live" | "replaced" | "rolled-back" | "withdrawn";

export const RULE_CHANGE_STATES: StateTable<RuleChangeState> = {
  drafted: { redraft: "drafted", "start-shadow": "shadow", propose: "proposed", withdraw: "withdrawn" },
  shadow: { redraft: "drafted", "stop-shadow": "drafted", propose: "proposed", withdraw: "withdrawn" },
  proposed: { approve: "approved", return: "drafted", withdraw: "withdrawn" },
  approved: { publish: "live", return: "drafted", withdraw: "withdrawn" },
  live: { "roll-back": "rolled-back", replace: "replaced" },
  replaced: { restore: "live" },
  "rolled-back": {},
  withdrawn: {},
};

/** Runs beside the rules in force, once its shadow run was started. */
export const BESIDE: readonly RuleChangeState[] = ["shadow", "proposed", "approved"];

export const RULE_CHANGE_STATE_WORDS: Readonly<Record<RuleChangeState, Bilingual>> = {
  drafted: { zh: "起草中", en: "Being written" },
  shadow: { zh: "影子运行", en: "In a shadow run" },
  proposed: { zh: "待审批", en: "Waiting for approval" },
  approved: { zh: "已批准，待发布", en: "Approved, to be published" },
  live: { zh: "已生效", en: "In force" },
  replaced: { zh: "已由后来的变更取代", en: "Replaced by a later change" },
  "rolled-back": { zh: "已回滚", en: "Rolled back" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
};
