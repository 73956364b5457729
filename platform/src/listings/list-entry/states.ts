/**
 * States of a list entry (名单条目). What is in force says its strength; what a receiver may still have is `recalling` until
 * all of them have taken it back. An extension leads to the same state with a later end. Every state in force ends by the clock.
 */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type EntryState = "proposed" | "active-flag" | "active-block" | "watch" | "suspended-by-appeal" | "recalling" | "rejected" | "lapsed" | "expired" | "revoked" | "superseded";

const ends = { expire: "expired", revoke: "revoked", supersede: "superseded", recall: "recalling" } as const;

export const ENTRY_STATES: StateTable<EntryState> = {
  proposed: { flag: "active-flag", block: "active-block", watch: "watch", reject: "rejected", lapse: "lapsed" },
  "active-block": { extend: "active-block", "lower-to-flag": "active-flag", "lower-to-watch": "watch", suspend: "suspended-by-appeal", ...ends },
  "active-flag": { extend: "active-flag", "lower-to-watch": "watch", suspend: "suspended-by-appeal", ...ends },
  watch: { extend: "watch", suspend: "suspended-by-appeal", ...ends },
  "suspended-by-appeal": { "restore-block": "active-block", "restore-flag": "active-flag", "restore-watch": "watch", ...ends },
  recalling: { "recalled-expired": "expired", "recalled-revoked": "revoked", "recalled-superseded": "superseded" },
  rejected: {},
  lapsed: {},
  expired: {},
  revoked: {},
  superseded: {},
};

/** What an entry asks for, weakest first. */
export const STRENGTHS = ["watch", "flag", "block"] as const;
export type Strength = (typeof STRENGTHS)[number];

export const STRENGTH_STATE = { watch: "watch", flag: "active-flag", block: "active-block" } as const satisfies Record<Strength, EntryState>;

/** In force: screening reads it. */
export const IN_FORCE = ["watch", "active-flag", "active-block"] as const satisfies readonly EntryState[];
/** In force, or would be if an appeal did not suspend it. */
export const STANDING = [...IN_FORCE, "suspended-by-appeal"] as const satisfies readonly EntryState[];

export function isInForce(state: EntryState): state is (typeof IN_FORCE)[number] {
  return (IN_FORCE as readonly EntryState[]).includes(state);
}

export function isAtLeast(a: Strength, b: Strength): boolean {
  return STRENGTHS.indexOf(a) >= STRENGTHS.indexOf(b);
}

export const ENTRY_STATE_WORDS: Readonly<Record<EntryState, Bilingual>> = {
  proposed: { zh: "待审批", en: "Waiting for a decision" },
  "active-flag": { zh: "生效：提示", en: "In force: flag" },
  "active-block": { zh: "生效：拦截", en: "In force: block" },
  watch: { zh: "关注", en: "Watched" },
  "suspended-by-appeal": { zh: "申诉期间暂停", en: "Suspended by an appeal" },
  recalling: { zh: "已撤下，待接收方落实", en: "Ended; receivers are taking it back" },
  rejected: { zh: "未采纳", en: "Not taken up" },
  lapsed: { zh: "逾期未审批，失效", en: "Not decided in time" },
  expired: { zh: "到期失效", en: "Ended by itself" },
  revoked: { zh: "已撤销", en: "Withdrawn" },
  superseded: { zh: "由新条目取代", en: "Replaced by another entry" },
};
