/**
 * States of a report or tip (报案、举报). A tip is checked and never proves anything by itself; a report is accepted, and
 * then filed, declined with its way of review, or handled otherwise. Wrong is not malicious: that is a finding of its own.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { TRANSFER_STATE_WORDS, transferStates, type TransferState } from "../transfer.ts";

export type ReportState =
  | "received"
  | "info-only"
  | "duplicate"
  | "tip-open"
  | "corroborated"
  | "unsubstantiated"
  | "malice-alleged"
  | "malicious"
  | "accepted"
  | "filed"
  | "case-withdrawn"
  | "admin-handled"
  | "declined"
  | "review"
  | "review-stood"
  | "re-review"
  | "declined-final"
  | "closed"
  | TransferState;

/** States in which another unit may be found competent, and to which a report comes back when somebody has it. */
export const REPORT_RESUMES = ["received", "tip-open", "accepted"] as const;

export const REPORT_STATES: StateTable<ReportState> = {
  received: { "info-only": "info-only", "open-tip": "tip-open", accept: "accepted", duplicate: "duplicate", "find-not-competent": "not-competent" },
  "tip-open": {
    corroborate: "corroborated",
    "find-unsubstantiated": "unsubstantiated",
    allege: "malice-alleged",
    accept: "accepted",
    duplicate: "duplicate",
    "find-not-competent": "not-competent",
  },
  corroborated: { accept: "accepted", close: "closed" },
  unsubstantiated: { reopen: "tip-open" },
  "malice-alleged": { "find-malicious": "malicious", "clear-tip": "tip-open", "clear-report": "accepted" },
  accepted: {
    file: "filed",
    // Out of a case that is not filed yet: it stays what it is.
    leave: "accepted",
    decline: "declined",
    "admin-handle": "admin-handled",
    allege: "malice-alleged",
    duplicate: "duplicate",
    "find-not-competent": "not-competent",
  },
  filed: { leave: "accepted", close: "closed", "case-withdrawn": "case-withdrawn" },
  "case-withdrawn": { told: "closed" },
  // Being told changes nothing but when the time to object begins.
  declined: { told: "declined", "ask-review": "review", lapse: "declined-final" },
  review: { stand: "review-stood", overturn: "accepted" },
  "review-stood": { told: "review-stood", "ask-re-review": "re-review", lapse: "declined-final" },
  "re-review": { stand: "declined-final", overturn: "accepted" },
  duplicate: { reopen: "received" },
  ...transferStates(REPORT_RESUMES),
  "info-only": {},
  malicious: {},
  "admin-handled": {},
  "declined-final": {},
  closed: {},
};

/** What was lost is counted in these; a duplicate's loss is the original's, a false one is none. */
export const LOSS_COUNTS: readonly ReportState[] = [
  "received",
  "accepted",
  "filed",
  "case-withdrawn",
  "admin-handled",
  "declined",
  "review",
  "review-stood",
  "re-review",
  "declined-final",
  "closed",
  "not-competent",
  "handed-over",
  "handed-back",
  "disputed",
];

export const REPORT_STATE_WORDS: Readonly<Record<ReportState, Bilingual>> = {
  received: { zh: "已接收，待研判", en: "Received, to be looked at" },
  "info-only": { zh: "仅作情况反映", en: "Noted as information" },
  duplicate: { zh: "重复报案，并入原报案", en: "Reported before: goes with the first report" },
  "tip-open": { zh: "线索核查中", en: "Tip being checked" },
  corroborated: { zh: "线索属实", en: "Tip found true" },
  unsubstantiated: { zh: "未能查实", en: "Could not be confirmed" },
  "malice-alleged": { zh: "疑似恶意，待第二人复核", en: "Said to be malicious: a second person looks at it" },
  malicious: { zh: "认定恶意举报", en: "Found malicious" },
  accepted: { zh: "已受案", en: "Accepted" },
  filed: { zh: "已立案", en: "A case is filed" },
  "case-withdrawn": { zh: "案件已撤销，待告知", en: "The case was withdrawn: to be told" },
  "admin-handled": { zh: "转行政处理", en: "Handled as an administrative matter" },
  declined: { zh: "不予立案", en: "No case is opened" },
  review: { zh: "复议中", en: "Under review" },
  "review-stood": { zh: "复议维持", en: "Review: the decision stands" },
  "re-review": { zh: "上级复核中", en: "Under review by the higher unit" },
  "declined-final": { zh: "不予立案，已终结", en: "No case is opened, at an end" },
  closed: { zh: "已办结", en: "Closed" },
  ...TRANSFER_STATE_WORDS,
};
