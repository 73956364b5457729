/**
 * What a decision about a matter may say, as data: the transition, the new body, clocks to start and stop, what has to
 * be handed to the outside, whom to tell, what else follows from it. Nothing here is carried out by who decides: the
 * unit of work saves all of it in one transaction, and loops perform it afterwards.
 */
import type { Announcement } from "../domain/announcement.ts";
import type { DeadlineKey, TextKey } from "../domain/jurisdiction-words.ts";
import type { MatterId } from "../domain/matter.ts";
import type { KnownRef, PersonalRef, PersonalType, Purpose } from "../domain/personal.ts";
import type { SlotValues } from "../domain/notice-text.ts";

/** What something rests on: named, never copied into the history. */
export interface Evidence {
  readonly kind: "event" | "rule" | "matter" | "document" | "call-record" | "statement" | "photo" | "signature" | "bank-answer" | "checklist";
  readonly ref: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ArmDeadline {
  /** Key of the profile's catalogue of deadlines. */
  readonly key: DeadlineKey;
  readonly startMs: number;
  /** Command that the clock gives when it runs out. */
  readonly command: string;
}

export interface EffectDraft {
  /** Distinguishes several effects of one decision; part of the stable id. */
  readonly name: string;
  readonly channel: "institution" | "messenger" | "lists";
  /** Organisation for "institution"; a token for "messenger"; a list for "lists". */
  readonly addressee: string;
  readonly payload: Readonly<Record<string, Json>>;
  /** Payload fields to be filled with an identifier's value when it is handed over. */
  readonly opens?: Readonly<Record<string, string>>;
  readonly purpose?: Purpose;
  /** Command on the matter once it is acknowledged, and when it can never be. */
  readonly delivered?: string;
  readonly undeliverable?: string;
}

export interface NoticeDraft {
  /** Key of the profile's texts. */
  readonly template: TextKey;
  readonly recipient: PersonalRef;
  /** What the text asks for; `code` and, where none is given, `receipt` (the matter's serial) are filled in by the kernel. */
  readonly slots: SlotValues;
  /** How it reaches the person: directly, or by the institution that knows them. */
  readonly via: { readonly kind: "messenger"; readonly channel: "sms" | "letter" | "app" } | { readonly kind: "institution"; readonly org: string };
  /** Why the recipient's data is opened to tell them; "execute-order" when absent. */
  readonly purpose?: Purpose;
}

interface Consequences {
  /** Key of the profile's sources, or null when nothing in law is needed for it. */
  readonly basis?: string;
  readonly evidence?: readonly Evidence[];
  /** What the history keeps besides; no data about persons. */
  readonly detail?: Readonly<Record<string, Json>>;
  readonly arm?: readonly ArmDeadline[];
  readonly effects?: readonly EffectDraft[];
  readonly notices?: readonly NoticeDraft[];
  readonly announces?: readonly Announcement[];
  /** Identifiers that stand in the matter from now on, with their role in it. */
  readonly mentions?: readonly { readonly ref: PersonalRef; readonly role: string }[];
  /** Matters that this one rests on from now on. */
  readonly restsOn?: readonly MatterId[];
}

export interface Decision<Body = unknown> extends Consequences {
  /** The transition of the state table; null when the state stays. */
  readonly event: string | null;
  readonly body?: Body;
  /** Deadline keys whose clocks stop. An end state stops all. */
  readonly disarm?: readonly DeadlineKey[] | "all";
  readonly level?: number;
  readonly assignee?: string | null;
  readonly org?: string;
  readonly territory?: string;
  readonly partner?: string | null;
  readonly parent?: MatterId | null;
  readonly subject?: string | null;
}

export interface Opening<Body = unknown> extends Consequences {
  readonly body: Body;
  /** What is announced of the new matter under its own id, which the opening cannot know yet. */
  readonly announcesOf?: (self: MatterId) => readonly Announcement[];
  /** The same for what is handed to the outside and names the matter. */
  readonly effectsOf?: (self: { readonly id: MatterId; readonly serial: string }) => readonly EffectDraft[];
  readonly territory: string;
  readonly org: string;
  readonly partner?: string | null;
  readonly subject?: string | null;
  readonly parent?: MatterId | null;
  readonly level?: number;
  readonly assignee?: string | null;
}

/** How personal data comes into a decision: the value goes into the vault, the decision gets a token. */
export interface Identify {
  /** Parses what was given; throws `malformed-input` naming `field` when it is none. What is known already stays as it is. */
  identify(type: PersonalType, given: string | KnownRef, field: string): PersonalRef;
}
