/** The situation: what is happening now, each figure with the request for the list that it counted. Types of its answer, and its calls. */
import type { DuanliuClient } from "./client.ts";
import type { Bilingual, KindActionTable } from "./types.ts";

export interface FigureQuery {
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface FigureMoney {
  readonly currency: string;
  readonly n: number;
  readonly numeratorMinor: string;
  readonly denominatorMinor: string | null;
  /** Of an average: the median beside it. */
  readonly medianMinor: string | null;
  readonly value: number | null;
}

export interface Figure {
  readonly key: string;
  readonly title: Bilingual;
  readonly formula: Bilingual;
  readonly unit: "permille" | "count" | "ms" | "minor" | "ratio";
  /** How many items its list has. */
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
  readonly p90: number | null;
  readonly interval: { readonly lowPermille: number; readonly highPermille: number } | null;
  readonly money: readonly FigureMoney[];
  readonly period: { readonly from: string; readonly until: string };
  readonly cutOff: string;
  readonly dedup: Bilingual;
  readonly lateChanges: boolean;
  readonly alarm: { readonly when: "above" | "below"; readonly at: number; readonly raised: boolean } | null;
  readonly status: "statute" | "regulator" | "practice" | "assumed";
  readonly query: FigureQuery;
}

export interface PlaceFigure {
  readonly n: number;
  readonly hits: number;
  readonly money: readonly { readonly currency: string; readonly minor: string }[];
}

export interface PlaceFigures {
  readonly place: string;
  readonly name: Bilingual;
  /** Outside one's own place: nothing is told. */
  readonly seen: boolean;
  readonly figures: Readonly<Record<string, PlaceFigure>>;
}

export type SituationPeriod = "day" | "week" | "month";

export interface Situation {
  readonly cutOff: string;
  readonly period: { readonly name: SituationPeriod; readonly from: string; readonly until: string };
  readonly periodCutOff: string;
  readonly place: { readonly path: string; readonly name: Bilingual | null; readonly tier: string; readonly own: string };
  readonly events: { readonly lastMinute: KindActionTable; readonly sinceStart: KindActionTable; readonly startedAt: string; readonly query: FigureQuery } | null;
  readonly head: readonly Figure[];
  readonly warnings: {
    readonly total: Figure;
    readonly overdue: Figure;
    readonly free: Figure;
    readonly followUps: Figure;
    readonly levels: readonly {
      readonly level: "urgent" | "high" | "medium" | "low";
      readonly words: Bilingual;
      readonly clocks: readonly { readonly clock: "overdue" | "minutes" | "hour" | "later" | "none"; readonly words: Bilingual; readonly metric: Figure }[];
    }[];
  };
  readonly money: readonly Figure[];
  readonly success: readonly Figure[];
  readonly rights: readonly Figure[];
  readonly categories: readonly { readonly category: string; readonly name: Bilingual; readonly warnings: Figure; readonly reports: Figure }[];
  readonly map: {
    readonly measures: readonly Pick<Figure, "key" | "title" | "formula" | "unit" | "query">[];
    readonly places: readonly PlaceFigures[];
    readonly here: Readonly<Record<string, PlaceFigure>>;
  };
}

/** What a figure counted. */
export interface FigureItem {
  readonly item: string;
  readonly matter: string | null;
  readonly route: string | null;
  readonly atMs: number;
  readonly hit: boolean;
  readonly value: string | null;
  readonly currency: string | null;
}

export type MapSource =
  | { readonly source: "bundled" }
  | { readonly source: "operator"; readonly title: Bilingual; readonly approval: string | null; readonly note: Bilingual | null; readonly outlines: readonly string[] };

export class SituationClient {
  readonly #client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.#client = client;
  }

  /** `place`: null for one's own. `tiers`: how far below it the map goes. */
  situation(asked: { readonly period: SituationPeriod; readonly place: string | null; readonly tiers: 1 | 2 }, signal?: AbortSignal): Promise<Situation> {
    const query = new URLSearchParams({ period: asked.period, tiers: String(asked.tiers), ...(asked.place === null ? {} : { place: asked.place }) });
    return this.#client.get(`/v1/situation?${query.toString()}`, signal);
  }

  /** The list behind a figure, page by page. */
  items(
    query: FigureQuery,
    more: { readonly after?: string; readonly limit?: number },
    signal?: AbortSignal,
  ): Promise<{ readonly items: readonly FigureItem[]; readonly next: string | null }> {
    const parameters = new URLSearchParams({ ...query.parameters, limit: String(more.limit ?? 50), ...(more.after === undefined ? {} : { after: more.after }) });
    return this.#client.get(`${query.route}?${parameters.toString()}`, signal);
  }

  mapSource(signal?: AbortSignal): Promise<MapSource> {
    return this.#client.get("/v1/map", signal);
  }

  /** GeoJSON of the operator's own map. */
  outline(name: string, signal?: AbortSignal): Promise<unknown> {
    return this.#client.get(`/v1/map/${encodeURIComponent(name)}`, signal);
  }
}
