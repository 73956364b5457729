/**
 * States of an action on a number (号码处置): asked to verify, then limited in grades, then restored. Each grade follows a
 * notice, none is jumped without urgency and two people, and every limit ends by the clock. `restoring` limits nothing by
 * law any more; the clock there watches whether the operator has done it.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type NumberActionState =
  | "alerted"
  | "reverifying"
  | "unverified"
  | "outgoing-limited"
  | "incoming-limited"
  | "suspended"
  | "restoring"
  | "verified"
  | "lapsed"
  | "restored"
  | "cancelled"
  | "card-closed";

const limits = { "limit-outgoing": "outgoing-limited", "limit-incoming": "incoming-limited", suspend: "suspended" } as const;
const exits = { lift: "restoring", expire: "restoring", "only-reverify": "reverifying", "close-card": "card-closed" } as const;

export const NUMBER_ACTION_STATES: StateTable<NumberActionState> = {
  // Who travels is only asked to verify: where nothing is limited yet, that is noted and nothing else.
  alerted: { notify: "reverifying", drop: "cancelled", "only-reverify": "alerted", ...limits },
  reverifying: { verify: "verified", "run-out": "unverified", drop: "cancelled", "close-card": "card-closed", "only-reverify": "reverifying", ...limits },
  unverified: { verify: "verified", drop: "cancelled", lapse: "lapsed", "close-card": "card-closed", "only-reverify": "unverified", ...limits },
  "outgoing-limited": { "limit-incoming": "incoming-limited", suspend: "suspended", ...exits },
  "incoming-limited": { suspend: "suspended", "ease-to-outgoing": "outgoing-limited", ...exits },
  suspended: { "ease-to-outgoing": "outgoing-limited", "ease-to-incoming": "incoming-limited", ...exits },
  restoring: { confirm: "restored" },
  verified: {},
  lapsed: {},
  restored: {},
  cancelled: {},
  "card-closed": {},
};

export const LIMITED = ["outgoing-limited", "incoming-limited", "suspended"] as const satisfies readonly NumberActionState[];
/** Asked or about to be asked, and nothing limited. */
export const UNLIMITED = ["alerted", "reverifying", "unverified"] as const satisfies readonly NumberActionState[];

export function isLimited(state: NumberActionState): state is (typeof LIMITED)[number] {
  return (LIMITED as readonly NumberActionState[]).includes(state);
}

/** From mild to severe. */
export const GRADES = ["outgoing", "incoming", "suspend"] as const;
export type Grade = (typeof GRADES)[number];

export const GRADE_STATE = { outgoing: "outgoing-limited", incoming: "incoming-limited", suspend: "suspended" } as const satisfies Record<Grade, NumberActionState>;
export const GRADE_EVENT = { outgoing: "limit-outgoing", incoming: "limit-incoming", suspend: "suspend" } as const;

export const GRADE_WORDS: Readonly<Record<Grade, Bilingual>> = {
  outgoing: { zh: "暂停拨打普通电话（接听、短信接收和紧急呼叫不受影响）", en: "ordinary outgoing calls stop (receiving, messages and emergency calls go on)" },
  incoming: { zh: "暂停拨打和接听普通电话（短信接收和紧急呼叫不受影响）", en: "ordinary calls out and in stop (messages received and emergency calls go on)" },
  suspend: { zh: "暂停服务（紧急呼叫不受影响）", en: "service stops (emergency calls go on)" },
};

/** The grade in force, or null. */
export function gradeOf(state: NumberActionState): Grade | null {
  return GRADES.find((grade) => GRADE_STATE[grade] === state) ?? null;
}

/** The only grade that may come next; null after the last. */
export function nextGrade(state: NumberActionState): Grade | null {
  const now = gradeOf(state);
  return now === null ? "outgoing" : (GRADES[GRADES.indexOf(now) + 1] ?? null);
}

export const NUMBER_ACTION_STATE_WORDS: Readonly<Record<NumberActionState, Bilingual>> = {
  alerted: { zh: "待通知", en: "Not told yet" },
  reverifying: { zh: "已通知，待核验", en: "Asked to verify" },
  unverified: { zh: "期限已过，未核验", en: "Not verified in time" },
  "outgoing-limited": { zh: "限制呼出", en: "Outgoing calls limited" },
  "incoming-limited": { zh: "限制呼出和呼入", en: "Calls limited" },
  suspended: { zh: "暂停服务", en: "Suspended" },
  restoring: { zh: "已解除，待运营商复通", en: "Lifted, being restored" },
  verified: { zh: "核验通过，照常使用", en: "Verified, in normal use" },
  lapsed: { zh: "未采取措施，到期结束", en: "Ended without a measure" },
  restored: { zh: "已复通", en: "Restored" },
  cancelled: { zh: "已撤销", en: "Withdrawn" },
  "card-closed": { zh: "机主自愿销号", en: "Closed at the holder's wish" },
};
