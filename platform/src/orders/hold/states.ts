/** States of a held payment (暂缓交易, payment delay): one payment waits, nothing else is touched, and it goes on by itself. */
import type { StateTable } from "../../base/state-table.ts";
import type { Bilingual } from "../../domain/verdict.ts";

export type HoldState = "held" | "released" | "refused" | "cancelled" | "expired" | "lapsed" | "void";

export const HOLD_STATES: StateTable<HoldState> = {
  held: { release: "released", refuse: "refused", cancel: "cancelled", expire: "expired", lapse: "lapsed", fail: "void" },
  released: {},
  refused: {},
  cancelled: {},
  expired: {},
  lapsed: {},
  void: {},
};

export const HOLD_ENDS = ["released", "refused", "cancelled", "expired", "lapsed"] as const satisfies readonly HoldState[];

export const HOLD_STATE_WORDS: Readonly<Record<HoldState, Bilingual>> = {
  held: { zh: "暂缓中", en: "Held" },
  released: { zh: "已放行", en: "Carried out" },
  refused: { zh: "未办理", en: "Not made" },
  cancelled: { zh: "客户取消", en: "Cancelled by the customer" },
  expired: { zh: "到期放行", en: "Went on by itself" },
  lapsed: { zh: "无人确认，自动放行", en: "Nobody confirmed it: went on by itself" },
  void: { zh: "银行未收到", en: "The bank never had it" },
};
