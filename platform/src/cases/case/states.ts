/**
 * States of a case (案件), from acceptance to its end. Merging one into another is undone the way it was done: a merged
 * case remembers where it was, so nothing leads out of it but back. Nothing may be frozen before `filed`.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { TRANSFER_STATE_WORDS, transferStates, type TransferState } from "../transfer.ts";

export type CaseState =
  | "accepted"
  | "filed"
  | "investigating"
  | "holder-identified"
  | "caught"
  | "prosecution"
  | "judged"
  | "merged"
  | "declined"
  | "withdrawn"
  | "closed"
  | TransferState;

/** States in which another unit may be found competent. */
export const CASE_RESUMES = ["accepted", "filed", "investigating", "holder-identified"] as const;
/** States in which a case may go on in another, and to which it comes back. */
export const CASE_MERGEABLE = ["filed", "investigating", "holder-identified", "caught"] as const;

const withdraw = { withdraw: "withdrawn" } as const;
const merge = { merge: "merged" } as const;
const elsewhere = { "find-not-competent": "not-competent" } as const;

export const CASE_STATES: StateTable<CaseState> = {
  accepted: { file: "filed", decline: "declined", ...elsewhere },
  filed: { investigate: "investigating", ...withdraw, ...merge, ...elsewhere },
  investigating: { "identify-holder": "holder-identified", close: "closed", ...withdraw, ...merge, ...elsewhere },
  "holder-identified": { catch: "caught", close: "closed", ...withdraw, ...merge, ...elsewhere },
  caught: { prosecute: "prosecution", ...withdraw, ...merge },
  prosecution: { judge: "judged", "send-back": "investigating", ...withdraw },
  judged: { close: "closed" },
  merged: { "restore-filed": "filed", "restore-investigating": "investigating", "restore-holder-identified": "holder-identified", "restore-caught": "caught" },
  ...transferStates(CASE_RESUMES),
  declined: {},
  withdrawn: {},
  closed: {},
};

export const CASE_STATE_WORDS: Readonly<Record<CaseState, Bilingual>> = {
  accepted: { zh: "受案初查", en: "Accepted, being looked into" },
  filed: { zh: "已立案", en: "Filed" },
  investigating: { zh: "侦查中", en: "Under investigation" },
  "holder-identified": { zh: "已查明相关人员", en: "Persons identified" },
  caught: { zh: "已到案", en: "Persons in custody" },
  prosecution: { zh: "移送审查起诉", en: "With the prosecutor" },
  judged: { zh: "已判决", en: "Judged" },
  merged: { zh: "已并入他案", en: "Goes on in another case" },
  declined: { zh: "不予立案", en: "Declined" },
  withdrawn: { zh: "已撤案", en: "Withdrawn" },
  closed: { zh: "已结案", en: "Closed" },
  ...TRANSFER_STATE_WORDS,
};
