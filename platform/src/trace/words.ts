/**
 * The words of a trace for people, Chinese and English side by side, and how amounts and instants are written. One place,
 * so that the terminal, the evidence sheet and the console say the same. No word here judges a holder.
 */
import { minorDigits, type Currency } from "../domain/currency.ts";
import type { CutReason } from "./forward.ts";
import type { TraceMethod } from "./limits.ts";
import type { Exit, FrontierReason, HeldState } from "./trace.ts";

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type TraceLanguage = keyof Words;

export const METHOD_WORDS: Readonly<Record<TraceMethod, Words>> = {
  fifo: { zh: "先进先出", en: "first in, first out" },
  "pro-rata": { zh: "按比例", en: "pro rata" },
  lifo: { zh: "后进先出", en: "last in, first out" },
};

export const METHOD_MEANS: Readonly<Record<TraceMethod, Words>> = {
  fifo: { zh: "账户付款时，先到账的钱先流出。", en: "When an account pays, the money that came first leaves first." },
  "pro-rata": {
    zh: "账户付款时，被骗款项与其他款项按其在账户内的比例流出；不足一个最小单位的，取最接近的整数，恰为一半时计入被骗款项。",
    en: "When an account pays, stolen and other money leave in the proportion in which they are there; to the nearest smallest unit, an exact half counting as stolen.",
  },
  lifo: { zh: "账户付款时，后到账的钱先流出。", en: "When an account pays, the money that came last leaves first." },
};

export const HELD_WORDS: Readonly<Record<HeldState, Words>> = {
  "in-account": { zh: "账户内", en: "in the account" },
  exited: { zh: "已流出账户体系", en: "left account data" },
  returned: { zh: "已退回被害人", en: "back with the victim" },
};

export const EXIT_WORDS: Readonly<Record<Exit["kind"], Words>> = {
  cash: { zh: "取现", en: "cash withdrawal" },
  crypto: { zh: "转为虚拟货币", en: "into crypto" },
  "unknown-institution": { zh: "转至机构不明的账户", en: "to an account of an unknown institution" },
  unseen: { zh: "按机构所报余额，已以数据未载的方式流出", en: "gone in a way the data do not show, as the stated balance tells" },
  "currency-change": {
    zh: "另以其他币种付出，或经兑换（数额无法确定，仍计在账户内）",
    en: "paid in another currency, perhaps exchanged (how much cannot be told; still counted in the account)",
  },
};

export const FRONTIER_WORDS: Readonly<Record<FrontierReason, Words>> = {
  resting: { zh: "尚未转出", en: "not moved on so far" },
  window: { zh: "时间窗之后仍有付款，未追踪", en: "paid again after the window; not followed" },
  hops: { zh: "已达追踪层数上限", en: "the limit of hops was reached" },
  minimum: { zh: "数额低于下限，未追踪", en: "below the minimum; not followed" },
  busy: { zh: "账户往来过多，未继续追踪", en: "too busy an account; not followed on" },
};

export const CUT_WORDS: Readonly<Record<CutReason, Words>> = {
  "fan-out": { zh: "带有被骗款项的付款笔数达到上限", en: "it paid stolen money on more often than the limit" },
  entries: { zh: "查看的交易笔数达到上限", en: "it had more transfers than the limit" },
  transfers: { zh: "整个追踪的笔数达到上限", en: "the trace as a whole reached its limit" },
};

/** An amount in the main unit with thousands marks and its currency: `12,345.67 CNY`. */
export function amountText(minor: bigint, currency: Currency): string {
  const digits = minorDigits(currency);
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${sign}${whole}${digits === 0 ? "" : `.${text.slice(text.length - digits)}`} ${currency}`;
}

/** An instant in the zone that is `offsetMinutes` ahead of UTC: `2026-11-01 16:00:00.000 +08:00`. */
export function instantText(atMs: number, offsetMinutes: number): string {
  return `${new Date(atMs + offsetMinutes * 60_000).toISOString().slice(0, 23).replace("T", " ")} ${zoneText(offsetMinutes)}`;
}

export function zoneText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? "-" : "+"}${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A share in percent with two digits, cut, never rounded up to a whole that it is not. */
export function shareText(part: bigint, whole: bigint): string {
  if (whole === 0n) return "–";
  const hundredths = (part * 10_000n) / whole;
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")} %`;
}
