/**
 * What the money graph keeps of a transfer besides time, amount and its two accounts, packed into one word: the channel,
 * the kind of payee, what the purpose speaks of, and the signs of an honest trade. The purpose's own words are not kept.
 */
import type { Account } from "../domain/account.ts";
import type { Currency } from "../domain/currency.ts";
import { EVENT_FIELDS, type FieldSpec } from "../domain/event-fields.ts";
import { PURPOSES, type Purpose } from "./purpose-table.ts";

/** One transfer as a caller hands it over or gets it back. */
export interface Transfer {
  readonly id: string;
  readonly from: Account;
  readonly to: Account;
  readonly occurredAtMs: number;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly channel?: Channel;
  readonly payeeType?: PayeeType;
  readonly purpose?: Purpose;
  /** There is evidence of a real trade. */
  readonly goodsTrade?: boolean;
  /** The payer has reported this payment as fraud. */
  readonly reportedVictim?: boolean;
  /** First payment to this payee. */
  readonly payeeNew?: boolean;
  /** Months of dealings between the two. */
  readonly relationMonths?: number;
  /** What the payer's institution says was in the account before. */
  readonly balanceBeforeMinor?: bigint;
  /** Line of the file it came from. */
  readonly line?: number;
}

const FIELDS = EVENT_FIELDS.transfer;

function specOf<T extends FieldSpec["type"]>(name: string, type: T): Extract<FieldSpec, { type: T }> {
  const spec = FIELDS.find((f) => f.name === name);
  if (spec === undefined || spec.type !== type) throw new Error(`bug: the transfer event has no ${type} field ${name}`);
  return spec as Extract<FieldSpec, { type: T }>;
}

/** The rows of the field table that the graph reads. */
export const FIELD = {
  from: specOf("from", "identifier"),
  to: specOf("to", "identifier"),
  amountMinor: specOf("amountMinor", "money"),
  currency: specOf("currency", "enum"),
  channel: specOf("channel", "enum"),
  purpose: specOf("purpose", "text"),
  balanceBeforeMinor: specOf("balanceBeforeMinor", "money"),
  relationMonths: specOf("relationMonths", "number"),
  payeeNew: specOf("payeeNew", "bool"),
  payeeType: specOf("payeeType", "enum"),
  reportedVictim: specOf("reportedVictim", "bool"),
  goodsTrade: specOf("goodsTrade", "bool"),
} as const;

export const CHANNELS = ["counter", "mobile", "online", "atm", "third-party", "card", "qr", "crypto", "cash-withdrawal", "other"] as const;
export type Channel = (typeof CHANNELS)[number];
export const PAYEE_TYPES = ["person", "merchant", "gold", "gift-card", "crypto", "game", "court", "tax", "school", "hospital", "own-account", "other"] as const;
export type PayeeType = (typeof PAYEE_TYPES)[number];

/** Places in the word. A value of all ones in the first three and the last means: not said. */
const CHANNEL_BITS = 4;
const PAYEE_SHIFT = 4;
const PURPOSE_SHIFT = 8;
const GOODS = 1 << 12;
const REPORTED = 1 << 13;
const PAYEE_NEW = 1 << 14;
const PAYEE_NEW_SAID = 1 << 15;
const MONTHS_SHIFT = 16;
const UNSAID = (1 << CHANNEL_BITS) - 1;
const MONTHS_UNSAID = 255;
const MONTHS_MAX = 254;

/** What was said of a transfer, in one word. A number below zero: not said. No object, because it is made for every transfer. */
export function packMarks(channel: number, payeeType: number, purpose: number, goodsTrade: boolean, reportedVictim: boolean, payeeNew: number, relationMonths: number): number {
  return (
    ((channel < 0 ? UNSAID : channel) |
      ((payeeType < 0 ? UNSAID : payeeType) << PAYEE_SHIFT) |
      ((purpose < 0 ? UNSAID : purpose) << PURPOSE_SHIFT) |
      (goodsTrade ? GOODS : 0) |
      (reportedVictim ? REPORTED : 0) |
      (payeeNew > 0 ? PAYEE_NEW : 0) |
      (payeeNew < 0 ? 0 : PAYEE_NEW_SAID) |
      ((relationMonths < 0 ? MONTHS_UNSAID : Math.min(MONTHS_MAX, Math.floor(relationMonths))) << MONTHS_SHIFT)) >>>
    0
  );
}

export function unpackMarks(word: number): Pick<Transfer, "channel" | "payeeType" | "purpose" | "goodsTrade" | "reportedVictim" | "payeeNew" | "relationMonths"> {
  const channel = word & UNSAID;
  const payeeType = (word >>> PAYEE_SHIFT) & UNSAID;
  const purpose = (word >>> PURPOSE_SHIFT) & UNSAID;
  const months = (word >>> MONTHS_SHIFT) & 255;
  return {
    ...(channel === UNSAID ? {} : { channel: CHANNELS[channel] }),
    ...(payeeType === UNSAID ? {} : { payeeType: PAYEE_TYPES[payeeType] }),
    ...(purpose === UNSAID ? {} : { purpose: PURPOSES[purpose] }),
    ...((word & GOODS) === 0 ? {} : { goodsTrade: true }),
    ...((word & REPORTED) === 0 ? {} : { reportedVictim: true }),
    ...((word & PAYEE_NEW_SAID) === 0 ? {} : { payeeNew: (word & PAYEE_NEW) !== 0 }),
    ...(months === MONTHS_UNSAID ? {} : { relationMonths: months }),
  };
}

/** How money leaves the reach of account data. */
export type ExitKind = "cash" | "crypto" | "unknown-institution" | "unseen";

/** Names that stand for "we do not know which", in upper case as institutions are kept. */
const NO_INSTITUTION = new Set(["UNKNOWN", "UNKNOWN-INSTITUTION", "N/A", "NA", "NONE", "?", "-", "未知", "未知机构", "不详", "其他", "他行未知"]);

export function isUnknownInstitution(name: string): boolean {
  return NO_INSTITUTION.has(name);
}

const CASH = CHANNELS.indexOf("cash-withdrawal");
const CRYPTO_CHANNEL = CHANNELS.indexOf("crypto");
const CRYPTO_PAYEE = PAYEE_TYPES.indexOf("crypto");

/** Whether, and how, money leaves the reach of account data with a transfer; undefined when it goes on to an account. */
export function exitOf(channel: number, payeeType: number, payeeInstitutionUnknown: boolean): ExitKind | undefined {
  if (channel === CASH) return "cash";
  if (channel === CRYPTO_CHANNEL || payeeType === CRYPTO_PAYEE) return "crypto";
  return payeeInstitutionUnknown ? "unknown-institution" : undefined;
}

/** The same from a row's marks; what was not said is none of the exits. */
export function exitOfMarks(word: number, payeeInstitutionUnknown: boolean): ExitKind | undefined {
  return exitOf(word & UNSAID, (word >>> PAYEE_SHIFT) & UNSAID, payeeInstitutionUnknown);
}
