/**
 * What one slice tells the others, inside the transaction in which it happened. Slices never import one another; what
 * follows from an announcement is one table in `app/subscriptions.ts`. Fields carry ids and tokens, never a person's data.
 */
import type { Clue } from "./case-link.ts";
import type { MatterId } from "./matter.ts";
import type { PersonalRef } from "./personal.ts";

export interface Payment {
  readonly from: PersonalRef | null;
  readonly to: PersonalRef;
  /** Name of the account's holder, as the person who paid knows it. */
  readonly toName?: PersonalRef;
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
  /** Somebody is about to pay and a warning has reached the level at which the bank is asked to hold the payment. */
  | { readonly name: "payment-at-risk"; readonly warning: MatterId; readonly territory: string; readonly victim: PersonalRef; readonly payment: Payment }
  /** A warning was a false alarm: the rules that raised it have one more against them. */
  | { readonly name: "false-alarm"; readonly warning: MatterId; readonly rules: readonly string[] }
  /** A contact is known to have been what the rules said. */
  | { readonly name: "warning-confirmed"; readonly warning: MatterId; readonly rules: readonly string[] }
  /** A report came in: its clues are compared, its voice is counted, and who wants to stay unknown is put apart. */
  | {
      readonly name: "report-received";
      readonly report: MatterId;
      /** Somebody of ours took it down: what comes from the public is compared only after somebody has looked at it. */
      readonly trusted: boolean;
      readonly clues: readonly Clue[];
      /** Signature of the narrative, little-endian words; the narrative itself stays sealed. */
      readonly signature: Uint8Array | null;
      /** What the report is about: accounts, numbers and so on. */
      readonly subjects: readonly PersonalRef[];
      /** Token of the reporter, for counting different voices; null when unknown. */
      readonly voice: string | null;
      /** Identity that must not stand in the report. */
      readonly informer: readonly PersonalRef[];
    }
  /** Something more is known about a report or case by which others may be found. */
  | { readonly name: "clues-found"; readonly entry: MatterId; readonly clues: readonly Clue[]; readonly signature: Uint8Array | null }
  /** Many speak of one thing. It proves nothing: at the most somebody should watch it. */
  | {
      readonly name: "often-reported";
      readonly report: MatterId;
      readonly territory: string;
      readonly ref: PersonalRef;
      readonly reports: number;
      /** Different people: all who gave no name count as one. */
      readonly reporters: number;
      /** Different stories: copies of one text count as one, no text as one. */
      readonly stories: number;
    }
  /** A tip was found true on more than what people reported. */
  | { readonly name: "tip-corroborated"; readonly report: MatterId; readonly territory: string; readonly subjects: readonly PersonalRef[] }
  | { readonly name: "report-accepted"; readonly report: MatterId; readonly territory: string }
  /** Money that may still be stopped: one proposal for each account. */
  | { readonly name: "payments-reported"; readonly report: MatterId; readonly territory: string; readonly victim: PersonalRef | null; readonly payments: readonly Payment[] }
  | { readonly name: "case-filed"; readonly case: MatterId; readonly reports: readonly MatterId[] }
  | { readonly name: "case-opened"; readonly case: MatterId; readonly reports: readonly MatterId[] }
  | { readonly name: "reports-joined"; readonly case: MatterId; readonly reports: readonly MatterId[]; readonly filed: boolean }
  | { readonly name: "report-left"; readonly case: MatterId; readonly report: MatterId }
  | { readonly name: "case-declined"; readonly case: MatterId; readonly reports: readonly MatterId[]; readonly reason: string }
  /** One case goes on in another, and, when that was wrong, on its own again. Members keep their identity. */
  | { readonly name: "case-merged"; readonly case: MatterId; readonly into: MatterId }
  | { readonly name: "case-unmerged"; readonly case: MatterId; readonly from: MatterId }
  /** Another unit answers for the case and what belongs to it. */
  | { readonly name: "case-moved"; readonly case: MatterId; readonly reports: readonly MatterId[]; readonly org: string; readonly territory: string }
  /** A person said that these do not belong together: what joined them so far counts no longer. */
  | { readonly name: "links-refused"; readonly series: MatterId; readonly entries: readonly MatterId[]; readonly others: readonly MatterId[] }
  | { readonly name: "series-confirmed"; readonly series: MatterId; readonly members: readonly MatterId[] }
  | { readonly name: "case-ended"; readonly case: MatterId; readonly how: "withdrawn" | "merged" | "transferred" | "closed"; readonly into: MatterId | null }
  /** A bank says where the money went on. */
  | {
      readonly name: "money-moved-on";
      readonly order: MatterId;
      readonly report: MatterId;
      readonly tier: number;
      readonly territory: string;
      readonly hops: readonly { readonly to: PersonalRef; readonly toName?: PersonalRef; readonly amountMinor: string; readonly currency: string; readonly atMs: number }[];
    }
  /** The stream shows where a report's money went on to, before an institution told. */
  | {
      readonly name: "money-traced";
      readonly report: MatterId;
      readonly territory: string;
      /** When the first payment was. */
      readonly paidAtMs: number;
      readonly accounts: readonly {
        readonly ref: PersonalRef;
        /** Of the transfer that brought it, 1 is the victim's own. */
        readonly tier: number;
        /** What of the traced money is still there. */
        readonly amountMinor: string;
        readonly currency: string;
        readonly atMs: number;
        readonly transfer: string;
        /** It is worth a proposal: enough is there, and nothing speaks for the holder's good faith. */
        readonly stop: boolean;
      }[];
      /** Tokens of accounts that have nothing of it any more. */
      readonly gone: readonly string[];
    }
  /** A stop is to be asked for once more: the second and last round of the account. */
  | { readonly name: "second-round"; readonly stop: MatterId; readonly reason: string; readonly note: string }
  /** The second round took effect: the first goes over into it without a gap. */
  | { readonly name: "stop-continued"; readonly stop: MatterId; readonly previous: MatterId }
  /** A freeze took effect: the stops of that case that it follows end without a gap. */
  | { readonly name: "freeze-active"; readonly freeze: MatterId; readonly account: string; readonly case: MatterId; readonly follows: MatterId | null }
  /** A freeze is over or smaller: what waits in the queue for the account takes effect with what became free. */
  | { readonly name: "freeze-ended"; readonly freeze: MatterId; readonly account: string; readonly freedMinor: string }
  /** Frozen money went back to those who lost it: it leaves the freezes. */
  | {
      readonly name: "refund-paid";
      readonly refund: MatterId;
      readonly case: MatterId;
      readonly currency: string;
      readonly parts: readonly { readonly freeze: MatterId; readonly amountMinor: string }[];
    }
  /** An appeal was upheld: what it is about ends now, and all that rested on it alone. */
  | { readonly name: "appeal-upheld"; readonly appeal: MatterId; readonly against: MatterId; readonly ground: string; readonly reviewer: string }
  /** An appeal was upheld in part: of what is held only so much stays. */
  | { readonly name: "appeal-partly"; readonly appeal: MatterId; readonly against: MatterId; readonly keepMinor: string; readonly ground: string }
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
  /** What waiting for a held payment cost the customer, as the bank reports it. */
  | {
      readonly name: "delay-costs";
      readonly hold: MatterId;
      readonly startedAtMs: number;
      readonly endedAtMs: number;
      readonly amountMinor: string;
      readonly currency: string;
      readonly feesMinor: string;
      readonly interestMinor: string;
    }
  /** An account, number or device was found to be involved in a case. */
  | { readonly name: "found-involved"; readonly token: string; readonly ref: PersonalRef; readonly matter: MatterId; readonly territory: string }
  /** Somebody took up an opening check that found something. */
  | { readonly name: "opening-taken-up"; readonly check: string; readonly opening: MatterId }
  /** What became of a checked opening: counted per institution, branch and place. */
  | {
      readonly name: "opening-decided";
      readonly check: string;
      readonly decision: "opened" | "limited" | "refused" | "left" | "overturned";
      readonly ground: string | null;
      /** Token of the number or account that was opened. */
      readonly card: string | null;
    }
  /** A list entry came into force: it takes the place of weaker ones about the same thing. */
  | { readonly name: "entry-activated"; readonly entry: MatterId; readonly subject: string }
  /** Receivers of shared lists were told of an entry, or to take it back. */
  | { readonly name: "entry-shared"; readonly entry: MatterId; readonly action: "entered" | "withdrawn"; readonly receivers: readonly string[] }
  | { readonly name: "lead-returned"; readonly lead: MatterId; readonly campaign: MatterId; readonly result: string }
  /** 下发: each lead of a campaign goes to the unit of its place. */
  | {
      readonly name: "packages-issued";
      readonly campaign: MatterId;
      readonly leads: readonly { readonly lead: MatterId; readonly unit: string; readonly territory: string }[];
    }
  | { readonly name: "lead-signed"; readonly lead: MatterId; readonly campaign: MatterId }
  | { readonly name: "lead-sent-back"; readonly campaign: MatterId; readonly lead: MatterId; readonly why: string }
  | { readonly name: "leads-withdrawn"; readonly campaign: MatterId; readonly leads: readonly MatterId[]; readonly why: string }
  /** The day of a take-down is set, or has begun. */
  | {
      readonly name: "take-down-set";
      readonly campaign: MatterId;
      readonly leads: readonly MatterId[];
      readonly window: { readonly fromMs: number; readonly untilMs: number } | null;
      readonly begunAtMs: number | null;
    }
  | { readonly name: "campaign-approved"; readonly campaign: MatterId; readonly series: readonly MatterId[] }
  | { readonly name: "campaign-ended"; readonly campaign: MatterId; readonly leads: readonly MatterId[]; readonly why: string }
  /** Texts of rules that a change names by their digests. */
  | { readonly name: "rule-texts-drafted"; readonly texts: readonly { readonly digest: string; readonly text: string }[] }
  /** A pack has other rules from now on. */
  | {
      readonly name: "rules-published";
      readonly change: MatterId;
      readonly pack: string;
      /** Digests of the pack and of its examples. */
      readonly text: string;
      readonly examples: string;
      readonly how: "published" | "rolled-back";
      /** The change that was in force for the pack until now, or is again. */
      readonly replaces: MatterId | null;
      readonly restores: MatterId | null;
    };

export type AnnouncementName = Announcement["name"];
export type AnnouncementOf<N extends AnnouncementName> = Extract<Announcement, { readonly name: N }>;
