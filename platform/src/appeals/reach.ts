/**
 * How an answer reaches whoever appealed, complained or claimed: at the number they left, at their own, or through the
 * institution that knows the holder. Nothing is taken in that could never be answered.
 */
import { ProblemError } from "../base/problem.ts";
import type { TextKey } from "../domain/jurisdiction-words.ts";
import type { SlotValues } from "../domain/notice-text.ts";
import type { PersonalRef } from "../domain/personal.ts";
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
