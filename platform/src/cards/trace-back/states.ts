/**
 * States of a trace-back (开卡倒查): the institution that opened a card which was found involved says how it came to be, the
 * police of the place see whether that is so, and what was lacking is put right. It limits nobody.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type TraceBackState = "unassigned" | "issued" | "answered" | "rectifying" | "rectified" | "closed" | "untraceable";

export const TRACE_BACK_STATES: StateTable<TraceBackState> = {
  unassigned: { assign: "issued", "give-up": "untraceable" },
  issued: { answer: "answered", disown: "unassigned" },
  answered: { "send-back": "issued", accept: "closed", rectify: "rectifying" },
  rectifying: { report: "rectified" },
  rectified: { "send-back": "rectifying", accept: "closed" },
  closed: {},
  untraceable: {},
};

export const TRACE_BACK_STATE_WORDS: Readonly<Record<TraceBackState, Bilingual>> = {
  unassigned: { zh: "待查明开卡机构", en: "Which institution opened it is not known" },
  issued: { zh: "待开卡机构反馈", en: "With the institution" },
  answered: { zh: "已反馈，待核实", en: "Answered, to be checked" },
  rectifying: { zh: "整改中", en: "Being put right" },
  rectified: { zh: "已整改，待核实", en: "Put right, to be checked" },
  closed: { zh: "已办结", en: "Closed" },
  untraceable: { zh: "无法查明", en: "Could not be traced" },
};
