/**
 * What the situation's one answer looks like: its parts, each figure with the request for its list, and the figures of each
 * place. Types alone, so that whoever shows it needs nothing else.
 */
import type { EventKind } from "../domain/event-fields.ts";
import type { WarningLevel } from "../domain/jurisdiction-words.ts";
import type { ScamCategory } from "../domain/scam-category.ts";
import type { Action, Bilingual } from "../domain/verdict.ts";
import type { Metric } from "./metric.ts";
import type { ClockName } from "./situation-families.ts";

export const PERIODS = ["day", "week", "month"] as const;
export type PeriodName = (typeof PERIODS)[number];

export interface SituationAsked {
  readonly period: PeriodName;
  /** The asker's own place when null. */
  readonly place: string | null;
  /** How far below it the map goes: two where the middle tier is one in name only. */
  readonly tiers: 1 | 2;
}

export interface PlaceFigure {
  readonly n: number;
  readonly hits: number;
  readonly money: readonly { readonly currency: string; readonly minor: string }[];
}

export interface PlaceFigures {
  readonly place: string;
  readonly name: Bilingual;
  /** Outside the asker's scope: nothing is told, not even that there is nothing. */
  readonly seen: boolean;
  readonly figures: Readonly<Record<string, PlaceFigure>>;
}

export interface Situation {
  readonly cutOff: string;
  readonly period: { readonly name: PeriodName; readonly from: string; readonly until: string };
  /** When the figures of the period were counted: they are kept a little longer than those of now. */
  readonly periodCutOff: string;
  readonly place: { readonly path: string; readonly name: Bilingual | null; readonly tier: string; readonly own: string };
  /** What passed through this installation in the last minute, everywhere; null for those who may not look at it. */
  readonly events: EventRates | null;
  readonly head: readonly Metric[];
  readonly warnings: {
    readonly total: Metric;
    readonly overdue: Metric;
    readonly free: Metric;
    readonly followUps: Metric;
    readonly levels: readonly {
      readonly level: WarningLevel;
      readonly words: Bilingual;
      readonly clocks: readonly { readonly clock: ClockName; readonly words: Bilingual; readonly metric: Metric }[];
    }[];
  };
  readonly money: readonly Metric[];
  readonly success: readonly Metric[];
  readonly rights: readonly Metric[];
  readonly categories: readonly { readonly category: ScamCategory | "UNKNOWN"; readonly name: Bilingual; readonly warnings: Metric; readonly reports: Metric }[];
  readonly map: {
    /** Give `place` besides, for the list of one place. */
    readonly measures: readonly Pick<Metric, "key" | "title" | "formula" | "unit" | "query">[];
    readonly places: readonly PlaceFigures[];
    /** What lies at the place itself and in none below. */
    readonly here: Readonly<Record<string, PlaceFigure>>;
  };
}

export interface EventRates {
  readonly lastMinute: KindActions;
  readonly sinceStart: KindActions;
  readonly startedAt: string;
  /** The list behind it: the last verdicts. Under load only a share of them is shown, and the list says how many are not. */
  readonly query: { readonly route: string; readonly parameters: Readonly<Record<string, string>> };
}

export type KindActions = Readonly<Record<EventKind, Readonly<Record<Action, number>>>>;
