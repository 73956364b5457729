/** States of a warning (预警) and of the dissuasion that follows it (劝阻), from the first sign to its end. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type WarningState =
  | "new"
  | "graded"
  | "dispatched"
  | "signed"
  | "in-contact"
  | "refused"
  | "unreachable"
  | "escalated"
  | "awakened"
  | "follow-up"
  | "already-paid"
  | "closed-to-report"
  | "not-a-target"
  | "closed"
  | "merged"
  | "expired"
  | "cancelled";

/** A contact that was begun may end in these whatever else happened to the warning meanwhile. */
const RESULTS = { awaken: "awakened", refuse: "refused", miss: "unreachable", pay: "already-paid", clear: "not-a-target" } as const;
const WAYS_OUT = { merge: "merged", cancel: "cancelled", expire: "expired" } as const;

/** `evidence` stays where it is: new signs about somebody who is being looked after already. */
export const WARNING_STATES: StateTable<WarningState> = {
  new: { grade: "graded", evidence: "new", ...WAYS_OUT },
  graded: { dispatch: "dispatched", evidence: "graded", ...WAYS_OUT },
  dispatched: { sign: "signed", escalate: "escalated", dispatch: "dispatched", evidence: "dispatched", ...RESULTS, ...WAYS_OUT },
  // `raise`: signed for by the program while it was low, and now somebody has to.
  signed: { contact: "in-contact", escalate: "escalated", dispatch: "dispatched", raise: "dispatched", evidence: "signed", ...RESULTS, ...WAYS_OUT },
  "in-contact": { contact: "in-contact", escalate: "escalated", dispatch: "dispatched", evidence: "in-contact", ...RESULTS, ...WAYS_OUT },
  refused: { contact: "in-contact", escalate: "escalated", dispatch: "dispatched", evidence: "refused", ...RESULTS, ...WAYS_OUT },
  unreachable: { contact: "in-contact", escalate: "escalated", dispatch: "dispatched", evidence: "unreachable", ...RESULTS, ...WAYS_OUT },
  escalated: { sign: "signed", contact: "in-contact", escalate: "escalated", dispatch: "dispatched", evidence: "escalated", ...RESULTS, ...WAYS_OUT },
  awakened: { follow: "follow-up", relapse: "dispatched", pay: "already-paid", close: "closed", evidence: "awakened", merge: "merged" },
  "follow-up": { follow: "follow-up", relapse: "dispatched", pay: "already-paid", close: "closed", evidence: "follow-up", merge: "merged" },
  "already-paid": { report: "closed-to-report", evidence: "already-paid" },
  "closed-to-report": {},
  "not-a-target": {},
  closed: {},
  merged: {},
  expired: {},
  cancelled: {},
};

/** Somebody still has to talk to the person: new signs go to the one who does. */
export const BEFORE_CONTACT_ENDS: readonly WarningState[] = ["new", "graded", "dispatched", "signed", "in-contact", "refused", "unreachable", "escalated"];
/** The person stopped in time; somebody asks again later. */
export const AFTER_AWAKENING: readonly WarningState[] = ["awakened", "follow-up"];
/** Everything that is not over. */
export const OPEN_STATES: readonly WarningState[] = [...BEFORE_CONTACT_ENDS, ...AFTER_AWAKENING, "already-paid"];

export const WARNING_STATE_WORDS: Readonly<Record<WarningState, Bilingual>> = {
  new: { zh: "新线索", en: "New" },
  graded: { zh: "已定级，待派发", en: "Graded, to be dispatched" },
  dispatched: { zh: "已派发，待签收", en: "Dispatched, to be signed for" },
  signed: { zh: "已签收，待联系", en: "Signed for, to be contacted" },
  "in-contact": { zh: "正在联系", en: "In contact" },
  refused: { zh: "不愿沟通", en: "Did not want to talk" },
  unreachable: { zh: "暂未联系上", en: "Not reached yet" },
  escalated: { zh: "已升级", en: "Escalated" },
  awakened: { zh: "已劝阻", en: "Stopped in time" },
  "follow-up": { zh: "回访中", en: "Being followed up" },
  "already-paid": { zh: "已付款，转报案", en: "Had paid: a report follows" },
  "closed-to-report": { zh: "已转报案", en: "Closed to a report" },
  "not-a-target": { zh: "核实未涉诈", en: "Found not to be concerned" },
  closed: { zh: "已办结", en: "Closed" },
  merged: { zh: "已并入其他预警", en: "Merged into another warning" },
  expired: { zh: "无新线索，已失效", en: "Ended without new signs" },
  cancelled: { zh: "误报，已撤销", en: "A false alarm: cancelled" },
};
