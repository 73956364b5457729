/**
 * What the platform answers, as types. They are written here a second time so that a program can use the client without
 * the platform's sources; a type test holds the two together. Times are milliseconds since 1970, identifiers are masked.
 */
import type { Action, EventKind, ScamCategory, Stage } from "./words.generated.ts";

export type { Action, EventKind, ScamCategory, Stage };

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** An event as it was understood; the fields beyond these three depend on its kind. */
export type EventJson = { readonly id: string; readonly kind: string; readonly occurredAt: string } & Readonly<Record<string, unknown>>;

export type HitValue = number | string | boolean | null;

export interface VerdictHit {
  readonly rule: string;
  readonly outcome: string;
  /** The reason as a sentence, with the values in it. */
  readonly because: Bilingual;
  readonly values: Readonly<Record<string, HitValue>>;
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
  /** Rules that could not answer because a value was absent. */
  readonly unknown: readonly string[];
  /** Rules that broke. */
  readonly failed: readonly string[];
  /** Suppressors that lowered the score. */
  readonly lowered: readonly string[];
  /** Rules on trial that would have hit; they change nothing. */
  readonly shadow: readonly string[];
  readonly degraded: boolean;
  readonly versions: Versions;
  readonly digest: string;
}

export interface JudgedEvent {
  readonly event: EventJson;
  readonly verdict: Verdict;
  readonly receivedAtMs: number;
}

export interface LiveItem extends JudgedEvent {
  /** Grows by one while the server runs; starts again when it restarts. */
  readonly number: number;
  /** True when the event is of the built-in sample traffic. */
  readonly sample: boolean;
}

export interface Recent {
  /** Oldest first. */
  readonly items: readonly LiveItem[];
  /** Verdicts that were made but not put on the live feed, since the start. */
  readonly notShown: number;
}

export type KindActionTable = Readonly<Record<EventKind, Readonly<Record<Action, number>>>>;

export interface SampleStatus {
  readonly running: boolean;
  readonly seed: number;
  readonly perSecond: number;
  readonly real: readonly { readonly zh: string; readonly en: string; readonly source: string; readonly count: number }[];
  readonly simulated: readonly Bilingual[];
}

export interface Stats {
  readonly nowMs: number;
  readonly startedAtMs: number;
  /** Since the start. */
  readonly totals: KindActionTable;
  readonly lastMinute: KindActionTable;
  readonly lastTenSeconds: KindActionTable;
  /** Lines that were not events; they are in no other figure. */
  readonly refused: number;
  /** Events that came again and got their first verdict. */
  readonly repeated: number;
  /** Verdicts with a rule that could not answer or broke; part of `totals`. */
  readonly degraded: number;
  /** The rules that hit most, most first. */
  readonly ruleHits: Readonly<Record<string, number>>;
  readonly notShown: number;
  readonly watchers: number;
  readonly versions: Versions;
  readonly recovered: {
    readonly fromSnapshot: boolean;
    readonly snapshotRefused: string | null;
    readonly eventsReplayed: number;
    readonly differed: number;
  };
  readonly log: { readonly nextSequence: number; readonly pendingBytes: number; readonly bytesLogged: number };
  readonly state: { readonly features: FeatureState; readonly scriptBytes: number };
  readonly limits: Readonly<Record<string, number>>;
  readonly sample: SampleStatus;
}

/** What is remembered about numbers, accounts, devices, hosts and people, over all tables. */
export interface FeatureState {
  readonly live: number;
  readonly evicted: number;
  readonly expired: number;
  readonly late: number;
  readonly bytes: number;
}

export type RuleMode = "live" | "shadow" | "off";
/** A grade (high, medium, low) or permille. */
export type RuleWeight = "H" | "M" | "L" | number;

export interface Rule {
  readonly id: string;
  readonly title?: Bilingual;
  readonly kinds: readonly string[];
  readonly family: string;
  readonly when?: string;
  readonly if: string;
  readonly outcome: string;
  readonly weight: RuleWeight;
  readonly quality?: number;
  readonly mode: RuleMode;
  readonly stage?: string;
  readonly category?: string;
  readonly because: Bilingual;
  readonly values: readonly string[];
  readonly notIf: Bilingual;
  readonly basis: string;
  /** True when the rule's figures are an assumption that no law, notice or paper backs. */
  readonly assumed: boolean;
  readonly urgent?: boolean;
  readonly rule?: boolean;
}

export interface Suppressor {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly when?: string;
  readonly if: string;
  readonly mode: RuleMode;
  /** Rule ids or families. */
  readonly lowers: readonly string[];
  /** What remains of a lowered rule's weight. */
  readonly factorPermille: number;
  readonly because: Bilingual;
  readonly values: readonly string[];
  readonly basis?: string;
}

export interface Typology {
  readonly id: string;
  readonly title: Bilingual;
  readonly category?: string;
  readonly rules: readonly string[];
  readonly weights?: Readonly<Record<string, RuleWeight>>;
  readonly thresholds: { readonly tellPermille: number; readonly actPermille: number };
}

export interface RulePack {
  readonly id: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly typologies: readonly Typology[];
  readonly rules: readonly Rule[];
  readonly suppressors: readonly Suppressor[];
}

/** One value, one of several, or "-" for any. */
export type ResponseCell<T> = T | "-" | readonly T[];

export interface ResponseRow {
  readonly label: string;
  readonly stream: ResponseCell<"contact" | "money" | "opening" | "join">;
  readonly listed: ResponseCell<"protected" | "allow" | "block" | "flag" | "none">;
  readonly level: ResponseCell<"quiet" | "tell" | "act">;
  readonly families: boolean | "-";
  readonly urgent: boolean | "-";
  readonly health: ResponseCell<"whole" | "unknown" | "failed">;
  readonly action: Action;
}

export interface FeatureWords extends Bilingual {
  readonly name: string;
  readonly type: "bool" | "int" | "double";
  readonly kinds: readonly string[];
}

export interface Rules {
  readonly version: string;
  readonly packs: readonly RulePack[];
  readonly responses: readonly ResponseRow[];
  readonly features: readonly FeatureWords[];
}

export type ListEntryKind = "watch" | "flag" | "block" | "allow";

export interface ListSummary {
  readonly name: string;
  readonly entries: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly byKind: Readonly<Record<ListEntryKind, number>>;
  readonly bytes: number;
  readonly digest: string;
  readonly reviewDue: number;
  readonly ended: number;
}

export interface Lists {
  readonly version: string;
  readonly lists: readonly ListSummary[];
}

export interface Health {
  readonly status: "ok";
  readonly versions: Versions;
  readonly startedAt: string;
}

/** RFC 9457, with what a person needs to mend it. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly at?: { readonly file?: string; readonly line?: number; readonly field?: string };
  readonly value?: string;
  readonly expected?: string;
}

/** Answer to one line of a stream of events. */
export type EventAnswer =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "refused"; readonly line: number; readonly field: string; readonly value: string; readonly expected: string }
  /** The stream ended early; nothing after this was judged. */
  | { readonly kind: "problem"; readonly problem: ProblemDocument };

/** `lost` keeps trying by itself. */
export type LiveState = { readonly kind: "connecting" } | { readonly kind: "open"; readonly sinceMs: number } | { readonly kind: "lost"; readonly sinceMs: number };
