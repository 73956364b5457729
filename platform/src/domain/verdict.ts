/**
 * What the system says about one event, with everything a person needs to follow it: what to do, why in two languages,
 * what could not be known, and the versions that make it repeatable.
 */
import type { ScamCategory } from "./scam-category.ts";

/** From least to most intrusive. `hold` waits for a person and ends by itself; `block` needs a reviewed list entry. */
export const ACTIONS = ["allow", "flag", "warn", "hold", "block"] as const;
export type Action = (typeof ACTIONS)[number];

/** Stage model of the field: exposed, contacted, engaged, moved, gave data, small payment, main payment, repeat, after. */
export const STAGES = ["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"] as const;
export type Stage = (typeof STAGES)[number];

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export interface VerdictHit {
  readonly rule: string;
  readonly outcome: string;
  readonly because: Bilingual;
  /** The feature values that the rule looked at, by name. */
  readonly values: Readonly<Record<string, number | string | boolean | null>>;
  /** What usually is innocent although it looks like this. */
  readonly notIf?: Bilingual;
}

/** What a list said of one party of the event, with whoever says so: a restriction explains itself. */
export interface VerdictListing {
  /** The party as rules name it: from, to, device, site, app, subject, opened, contact. */
  readonly party: string;
  readonly kind: "protected" | "allow" | "block" | "flag" | "watch";
  readonly because: Bilingual;
}

export interface Versions {
  readonly program: string;
  readonly rules: string;
  readonly lists: string;
  readonly text: string;
  readonly host: string;
  readonly response: string;
}

export interface Verdict {
  readonly eventId: string;
  readonly action: Action;
  readonly scorePermille: number;
  readonly category: ScamCategory | null;
  readonly stage: Stage | null;
  readonly hits: readonly VerdictHit[];
  readonly listed: readonly VerdictListing[];
  /** Rules that could not answer because a feature was absent. */
  readonly unknown: readonly string[];
  /** Rules that broke. */
  readonly failed: readonly string[];
  /** Suppressors that lowered the score. */
  readonly lowered: readonly string[];
  /** Rules in shadow mode that would have hit: they change nothing. */
  readonly shadow: readonly string[];
  readonly degraded: boolean;
  readonly versions: Versions;
  /** 64 bits over everything the verdict was made from, in hexadecimal. */
  readonly digest: string;
}
