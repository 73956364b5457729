/**
 * A scam is recorded on three independent axes, not under one label: the lure (what was promised or threatened, see
 * scam-category.ts), the channel it came by, and the rail the money left on; and whether the person gave the payment
 * themselves, which decides liability in some countries. What follows from them is left to jurisdictions and figures.
 */
import type { ScamCategory } from "./scam-category.ts";
import type { Bilingual } from "./verdict.ts";

export const SCAM_CHANNELS = {
  call: { zh: "电话", en: "Call" },
  sms: { zh: "短信", en: "Text message" },
  chat: { zh: "聊天软件", en: "Chat" },
  web: { zh: "网站", en: "Website" },
  app: { zh: "应用软件", en: "App" },
  "in-person": { zh: "当面", en: "In person" },
} as const satisfies Record<string, Bilingual>;
export type ScamChannel = keyof typeof SCAM_CHANNELS;

export const PAYMENT_RAILS = {
  bank: { zh: "银行转账", en: "Bank transfer" },
  card: { zh: "银行卡支付", en: "Card payment" },
  wallet: { zh: "电子钱包", en: "Wallet" },
  crypto: { zh: "虚拟货币", en: "Crypto asset" },
  cash: { zh: "现金、黄金当面交付", en: "Cash or gold handed over" },
} as const satisfies Record<string, Bilingual>;
export type PaymentRail = keyof typeof PAYMENT_RAILS;

/** Null is not known yet, which is not "none". */
export interface ScamAxes {
  readonly lure: ScamCategory | null;
  readonly channel: ScamChannel | null;
  readonly rail: PaymentRail | null;
  /** The person gave the payment themselves, deceived or not. */
  readonly authorised: boolean | null;
}

export const UNKNOWN_AXES: ScamAxes = { lure: null, channel: null, rail: null, authorised: null };
