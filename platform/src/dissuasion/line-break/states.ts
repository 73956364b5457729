/** States of a temporary line break (临时断线): the person's own line, with their consent, for two hours at the most. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type LineBreakState = "proposed" | "approved" | "sent" | "suspended" | "declined" | "withdrawn" | "lapsed" | "refused" | "unreachable" | "restored" | "expired";

export const LINE_BREAK_STATES: StateTable<LineBreakState> = {
  proposed: { approve: "approved", decline: "declined", withdraw: "withdrawn", lapse: "lapsed" },
  // From approval on the line may be down, whoever has said so yet: each of these ends by the clock.
  approved: { send: "sent", suspend: "suspended", refuse: "refused", fail: "unreachable", restore: "restored", expire: "expired" },
  sent: { suspend: "suspended", refuse: "refused", fail: "unreachable", restore: "restored", expire: "expired" },
  suspended: { restore: "restored", expire: "expired" },
  declined: {},
  withdrawn: {},
  lapsed: {},
  refused: {},
  unreachable: {},
  restored: {},
  expired: {},
};

/** A line that is down, or may be. */
export const LINE_DOWN: readonly LineBreakState[] = ["approved", "sent", "suspended"];
/** What counts as the one break that a person may have in the window. */
export const LINE_USED: readonly LineBreakState[] = [...LINE_DOWN, "restored", "expired"];

export const LINE_BREAK_STATE_WORDS: Readonly<Record<LineBreakState, Bilingual>> = {
  proposed: { zh: "待审批", en: "Waiting for approval" },
  approved: { zh: "已批准，待送达", en: "Approved, being sent" },
  sent: { zh: "已送达运营商", en: "With the operator" },
  suspended: { zh: "断线中", en: "Calls paused" },
  declined: { zh: "未批准", en: "Not approved" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
  lapsed: { zh: "未及时审批，已失效", en: "Not approved in time" },
  refused: { zh: "运营商未执行", en: "Not done by the operator" },
  unreachable: { zh: "未能送达", en: "The operator was not reached" },
  restored: { zh: "已提前恢复", en: "Restored early" },
  expired: { zh: "到期自动恢复", en: "Restored by itself" },
};
