/**
 * What cases and series have besides what every matter has: what may belong together and why, pair by pair, the sums of a
 * case, and figures about cases within a period. People's identifiers come masked.
 */
import type { DuanliuClient } from "./client.ts";
import type { PersonalRef } from "./desk-types.ts";
import type { Bilingual } from "./types.ts";

/** What makes two matters belong together. */
export type LinkKind = "account" | "number" | "device" | "group" | "certificate" | "server" | "host" | "downstream" | "script" | "typology";
/** How much one piece of evidence says by itself. */
export type LinkStrength = "hard" | "medium" | "soft";

/** Reports and cases in which a piece of evidence stands; `count` has those that are not named. */
export interface EvidenceSide {
  readonly named: readonly { readonly id: string; readonly kind: string; readonly serial: string }[];
  readonly count: number;
}

export interface LinkEvidence extends Bilingual {
  readonly kind: LinkKind;
  readonly strength: LinkStrength;
  readonly ref: PersonalRef | null;
  readonly what: string | null;
  readonly refused: boolean;
  readonly here: EvidenceSide;
  readonly there: EvidenceSide;
}

export interface SharedSeries {
  readonly id: string;
  readonly serial: string;
  readonly state: string;
  readonly as: "member" | "candidate";
}

export interface CaseLink {
  readonly id: string;
  readonly kind: string;
  readonly serial: string;
  readonly state: string;
  readonly strengthPermille: number;
  /** Strong enough for a person to confirm. */
  readonly confirmable: boolean;
  readonly refused: boolean;
  readonly evidence: readonly LinkEvidence[];
  readonly moreEvidence: number;
  /** Living series that hold both. */
  readonly series: readonly SharedSeries[];
}

export interface CaseLinks {
  /** The matter that stands for the one that was asked for: a report's case, the case that another goes on in. */
  readonly home: string;
  readonly links: readonly CaseLink[];
  /** Linked matters outside the reader's area. */
  readonly elsewhere: number;
  readonly leftOut: readonly ({ readonly kind: LinkKind; readonly what: string; readonly inMoreThan: number } & Bilingual)[];
}

export interface SeriesPair {
  readonly a: string;
  readonly b: string;
  readonly strengthPermille: number;
  readonly confirmable: boolean;
  /** What a person gave as evidence of their own for `b`. */
  readonly ground: string | null;
  /** Either lies outside the reader's area: its evidence is not shown. */
  readonly outside: boolean;
  readonly evidence: readonly LinkEvidence[];
  readonly moreEvidence: number;
}

export interface SeriesLinks {
  readonly confirmPermille: number;
  readonly ties: readonly SeriesPair[];
  readonly candidates: readonly SeriesPair[];
  readonly homes: Readonly<Record<string, { readonly id: string; readonly kind: string; readonly state: string; readonly serial: string } | null>>;
}

export interface CaseMoney {
  readonly currency: string;
  readonly lostMinor: string;
  readonly requestedMinor: string;
  readonly heldMinor: string;
  /** Null: nobody has recorded it yet, which is not zero. */
  readonly tracedMinor: string | null;
  readonly returnedMinor: string | null;
}

export interface CaseSums {
  readonly reports: number;
  readonly leftOut: number;
  readonly victims: number;
  readonly money: readonly CaseMoney[];
}

export interface Rate {
  readonly count: number;
  readonly of: number;
}

export interface CaseFigures {
  readonly clearance: Rate;
  readonly caught: Rate;
  readonly leadToArrestMs: { readonly count: number; readonly p50: number | null; readonly p90: number | null };
  readonly loss: readonly {
    readonly lure: string | null;
    readonly currency: string;
    readonly reports: number;
    readonly sumMinor: string;
    readonly meanMinor: string;
    readonly medianMinor: string;
  }[];
  readonly enteredInTime: Rate;
  readonly handedOverInTime: Rate;
  readonly golden: Rate;
  readonly tips: { readonly opened: number; readonly corroborated: number; readonly unsubstantiated: number; readonly malicious: number };
  readonly declined: { readonly decisions: number; readonly reviews: number; readonly overturned: number };
  readonly repeatVictims: Rate;
  readonly series: { readonly confirmed: number; readonly members: number; readonly provincesMost: number };
}

export class CaseworkClient {
  readonly client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.client = client;
  }

  /** What may belong together with a report or case. */
  links(kind: "report" | "case", id: string, signal?: AbortSignal): Promise<CaseLinks> {
    return this.client.get(`/v1/${kind}s/${encodeURIComponent(id)}/links`, signal);
  }

  seriesLinks(id: string, signal?: AbortSignal): Promise<SeriesLinks> {
    return this.client.get(`/v1/series/${encodeURIComponent(id)}/links`, signal);
  }

  sums(id: string, signal?: AbortSignal): Promise<CaseSums> {
    return this.client.get(`/v1/cases/${encodeURIComponent(id)}/sums`, signal);
  }

  figures(fromMs: number, untilMs: number, signal?: AbortSignal): Promise<CaseFigures> {
    const asked = new URLSearchParams({ from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() });
    return this.client.get(`/v1/case-figures?${asked.toString()}`, signal);
  }
}
