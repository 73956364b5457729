/**
 * What a verdict says to those who warn people: who may be at risk, how far things have gone, what was found and whether
 * money moves. Made by whoever reads the event log, one for each event that may concern somebody; whether a warning comes
 * of it is decided in dissuasion/. Identifiers are text here and become tokens there.
 */
import type { EventKind } from "./event-fields.ts";
import type { ScamCategory } from "./scam-category.ts";
import type { Action, Bilingual, Stage } from "./verdict.ts";

/** Channels in which a sign can show. `report` is what people said, `analyst` what an officer found and answers for. */
export const SIGN_FAMILIES = ["call", "message", "web", "app", "payment", "account", "opening", "report", "analyst"] as const;
export type SignFamily = (typeof SIGN_FAMILIES)[number];

/** One live rule that hit, strongest first in a signal. */
export interface SignalHit {
  readonly rule: string;
  readonly outcome: string;
  readonly family: SignFamily;
  /** The rule's reason with its values filled in: words that may be shown to the person. */
  readonly because: Bilingual;
  readonly values: Readonly<Record<string, number | string | boolean | null>>;
}

/** A person by what the stream knows: a number in E.164, an account as INSTITUTION:number, or a person's token. */
export interface SignalParty {
  readonly type: "number" | "account" | "person";
  readonly text: string;
}

/** Who or what is on the other side. Sites and apps are not persons and stay readable. */
export type OtherSide = { readonly type: "number" | "account" | "handle"; readonly text: string } | { readonly type: "site" | "app"; readonly text: string };

export interface SignalMoney {
  /** The money can still be stopped by the bank, or is on its way now. */
  readonly live: boolean;
  readonly from: string;
  readonly to: string;
  readonly amountMinor: string;
  readonly currency: string;
}

export interface Signal {
  /** The event's id: the same id never counts twice. */
  readonly event: string;
  readonly kind: EventKind;
  readonly occurredAtMs: number;
  readonly action: Action;
  readonly scorePermille: number;
  readonly category: ScamCategory | null;
  readonly stage: Stage | null;
  readonly hits: readonly SignalHit[];
  /** The verdict counts hits of two families or more (a hit that an innocent explanation accounts for does not count). */
  readonly families: boolean;
  /** A rule that may raise an urgent warning by itself hit. */
  readonly urgent: boolean;
  readonly victim: SignalParty;
  /** The token under which the stream links the victim's identifiers, if it does. */
  readonly person: string | null;
  /** A number at which the person can be reached, if the victim is not named by one and the stream knows one. */
  readonly number: string | null;
  readonly other: OtherSide | null;
  readonly money: SignalMoney | null;
  /** Code or path of the division, when the event says it. */
  readonly division: string | null;
}
