/**
 * What one slice tells the others, inside the transaction in which it happened. Slices never import one another; what
 * follows from an announcement is one table in `app/subscriptions.ts`. Fields carry ids and tokens, never a person's data.
 */
import type { MatterId } from "./matter.ts";
import type { PersonalRef } from "./personal.ts";

export interface Payment {
  readonly from: PersonalRef | null;
  readonly to: PersonalRef;
  readonly amountMinor: string;
  readonly currency: string;
  readonly atMs: number;
  /** The bank's or the stream's id of the transfer, when known. */
  readonly transfer?: string;
}

export type Announcement =
  /** A warned person has paid already: the case follows from it. */
  | {
      readonly name: "already-paid";
      readonly warning: MatterId;
      readonly victim: PersonalRef;
      readonly territory: string;
      readonly payments: readonly Payment[];
      readonly category: string | null;
    }
  /** A warning was a false alarm: the rules that raised it have one more against them. */
  | { readonly name: "false-alarm"; readonly warning: MatterId; readonly rules: readonly string[] }
  /** A contact is known to have been what the rules said. */
  | { readonly name: "warning-confirmed"; readonly warning: MatterId; readonly rules: readonly string[] }
  | { readonly name: "report-accepted"; readonly report: MatterId; readonly territory: string }
  /** Money that may still be stopped: one proposal for each account. */
  | { readonly name: "payments-reported"; readonly report: MatterId; readonly territory: string; readonly victim: PersonalRef | null; readonly payments: readonly Payment[] }
  | { readonly name: "case-filed"; readonly case: MatterId; readonly reports: readonly MatterId[] }
  | { readonly name: "case-ended"; readonly case: MatterId; readonly how: "withdrawn" | "merged" | "transferred" | "closed"; readonly into: MatterId | null }
  /** A bank says where the money went on. */
  | {
      readonly name: "money-moved-on";
      readonly order: MatterId;
      readonly report: MatterId;
      readonly tier: number;
      readonly territory: string;
      readonly hops: readonly { readonly to: PersonalRef; readonly amountMinor: string; readonly currency: string; readonly atMs: number }[];
    }
  /** A stop is to be asked for once more: the second and last round of the account. */
  | { readonly name: "second-round"; readonly stop: MatterId; readonly reason: string }
  /** A freeze took effect: the stop it follows ends without a gap. */
  | { readonly name: "freeze-active"; readonly freeze: MatterId; readonly account: string }
  | { readonly name: "freeze-ended"; readonly freeze: MatterId; readonly account: string }
  /** An appeal was upheld: what it is about ends now, and all that rested on it alone. */
  | { readonly name: "appeal-upheld"; readonly appeal: MatterId; readonly against: MatterId; readonly ground: string; readonly reviewer: string }
  | { readonly name: "appeal-suspends"; readonly appeal: MatterId; readonly against: MatterId }
  | { readonly name: "appeal-refused"; readonly appeal: MatterId; readonly against: MatterId }
  /** Something no longer stands: whatever rests on it is looked at again. */
  | { readonly name: "support-withdrawn"; readonly matter: MatterId; readonly reason: string }
  /** A restriction was lifted because it was wrong. */
  | {
      readonly name: "lifted-as-wrong";
      readonly matter: MatterId;
      readonly startedAtMs: number;
      readonly endedAtMs: number;
      readonly amountMinor: string | null;
      readonly currency: string | null;
    }
  /** An account, number or device was found to be involved in a case. */
  | { readonly name: "found-involved"; readonly token: string; readonly ref: PersonalRef; readonly matter: MatterId; readonly territory: string }
  | { readonly name: "lead-returned"; readonly lead: MatterId; readonly campaign: MatterId; readonly result: string };

export type AnnouncementName = Announcement["name"];
export type AnnouncementOf<N extends AnnouncementName> = Extract<Announcement, { readonly name: N }>;
