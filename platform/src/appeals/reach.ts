/**
 * How an answer reaches whoever appealed, complained or claimed: at the number they left, at their own, or through the
 * institution that knows the holder. Nothing is taken in that could never be answered.
 */
import { ProblemError } from "../base/problem.ts";
import { minorDigits, type Currency } from "../domain/currency.ts";
import type { TextKey } from "../domain/jurisdiction-words.ts";
import type { SlotValues } from "../domain/notice-text.ts";
import type { PersonalRef } from "../domain/personal.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { NoticeDraft } from "../matters/decision.ts";

export interface Reachable {
  /** Of what is limited, as far as known. */
  readonly holder: PersonalRef | null;
  readonly contact: PersonalRef | null;
  readonly through: string | null;
}

export function tell({ holder, contact, through }: Reachable, template: TextKey, slots: SlotValues): readonly NoticeDraft[] {
  const number = contact ?? (holder?.type === "number" ? holder : null);
  const draft = { template, slots, purpose: "review-right" } as const;
  if (number !== null) return [{ ...draft, recipient: number, via: { kind: "messenger", channel: "sms" } }];
  return holder === null || through === null ? [] : [{ ...draft, recipient: holder, via: { kind: "institution", org: through } }];
}

export function requireReach(reach: Reachable): void {
  if (tell(reach, "appeal.received", {}).length > 0) return;
  throw new ProblemError({
    code: "malformed-input",
    detail: "contact: nobody could be answered",
    at: { field: "contact" },
    expected: "a number at which the answer reaches whoever asks",
  });
}

/** An amount as people read it: `31,200.00 CNY`. */
export function sumInWords(minor: string, currency: string): Bilingual {
  const digits = minorDigits(currency as Currency);
  const padded = minor.padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  const text = `${digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`} ${currency}`;
  return { zh: text, en: text };
}
