/**
 * A figure as it is shown: what was counted over what was counted, with its words, its interval, its period and cut-off,
 * what makes two things one, whether late data may still change it, and the request that lists exactly what was counted.
 */
import { shareOf } from "../base/wilson.ts";
import type { JurisdictionProfile, MetricRule, ValueStatus } from "../domain/jurisdiction.ts";
import type { Bilingual } from "../domain/verdict.ts";

export const SECTIONS = {
  warning: { zh: "预警劝阻", en: "Warning and dissuasion" },
  money: { zh: "资金", en: "Money" },
  twoCards: { zh: "两卡", en: "Two cards" },
  cases: { zh: "案件与战役", en: "Cases and campaigns" },
  rights: { zh: "权利保障", en: "Rights" },
} as const satisfies Record<string, Bilingual>;
export type SectionName = keyof typeof SECTIONS;

/** From the first instant, until before the second. */
export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

export type Measure = "count" | "share" | "spread" | "sum" | "average" | "ratio";

export const UNIT_OF = { count: "count", share: "permille", spread: "ms", sum: "minor", average: "minor", ratio: "ratio" } as const satisfies Record<Measure, MetricRule["unit"]>;

/** How a figure is read, apart from where its items come from. */
export interface MetricWords {
  readonly key: string;
  readonly section: SectionName;
  readonly measure: Measure;
  /** Of ratios that are read in thousandths. */
  readonly unit?: "permille";
  /** The profile's title and formula go before these. */
  readonly title: Bilingual;
  readonly formula: Bilingual;
  /** What makes two things one. */
  readonly dedup: Bilingual;
  /** What comes later may still change it. */
  readonly lateChanges: boolean;
  /** Which part an alarm watches; the value when absent. */
  readonly alarmOn?: "p90";
}

/** What was counted, of one currency or of none. */
export interface Counts {
  readonly currency: string | null;
  readonly n: number;
  readonly hits: number;
  /** Of sums, averages and ratios, in the smallest unit. */
  readonly sumMinor: string | null;
  readonly baseMinor: string | null;
  readonly mean: string | null;
  readonly p50: string | null;
  readonly p90: string | null;
}

export interface MoneyPart {
  readonly currency: string;
  readonly n: number;
  readonly numeratorMinor: string;
  readonly denominatorMinor: string | null;
  /** Of an average: the median, beside the mean in `numeratorMinor`. */
  readonly medianMinor: string | null;
  readonly value: number | null;
}

export interface Metric {
  readonly key: string;
  readonly title: Bilingual;
  readonly formula: Bilingual;
  readonly unit: MetricRule["unit"];
  /** How many items the list behind it has. */
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Count, permille, ratio, or the median of a time. Null where there is nothing to say it of. */
  readonly value: number | null;
  readonly p90: number | null;
  /** 95 %, by Wilson; of shares of fewer than a thousand. */
  readonly interval: { readonly lowPermille: number; readonly highPermille: number } | null;
  readonly money: readonly MoneyPart[];
  readonly period: { readonly from: string; readonly until: string };
  readonly cutOff: string;
  readonly dedup: Bilingual;
  readonly lateChanges: boolean;
  readonly alarm: { readonly when: "above" | "below"; readonly at: number; readonly raised: boolean } | null;
  /** How firmly the definition rests: a country's own, or one we assumed. */
  readonly status: ValueStatus;
  /** The request that lists what was counted. */
  readonly query: { readonly route: string; readonly parameters: Readonly<Record<string, string>> };
}

export const LIST_ROUTE = "/v1/briefing/list";
/** From so many on an interval says no more than the figure. */
const INTERVAL_BELOW = 1_000;

export function metricOf(words: MetricWords, counts: readonly Counts[], period: Period, cutOffMs: number, profile: JurisdictionProfile): Metric {
  const rule = profile.metrics.find(({ key }) => key === words.key);
  const n = counts.reduce((sum, one) => sum + one.n, 0);
  const hits = counts.reduce((sum, one) => sum + one.hits, 0);
  const unit = words.unit ?? UNIT_OF[words.measure];
  const read = readingOf(words.measure, counts, n, hits, unit === "permille" ? 1_000 : 1);
  const instant = (ms: number): string => new Date(ms).toISOString();
  return {
    key: words.key,
    title: rule?.title ?? words.title,
    formula: rule?.formula ?? words.formula,
    unit,
    n,
    ...read,
    period: { from: instant(period.fromMs), until: instant(period.untilMs) },
    cutOff: instant(cutOffMs),
    dedup: words.dedup,
    lateChanges: words.lateChanges,
    alarm: alarmOf(rule, words.alarmOn === "p90" ? read.p90 : worstOf(read)),
    status: rule?.status ?? "assumed",
    query: { route: LIST_ROUTE, parameters: { metric: words.key, from: instant(period.fromMs), to: instant(period.untilMs) } },
  };
}

type Reading = Pick<Metric, "numerator" | "denominator" | "value" | "p90" | "interval" | "money">;

const NO_READING: Reading = { numerator: null, denominator: null, value: null, p90: null, interval: null, money: [] };

function readingOf(measure: Measure, counts: readonly Counts[], n: number, hits: number, scale: number): Reading {
  switch (measure) {
    case "count":
      return { ...NO_READING, numerator: n, value: n };
    case "share": {
      const share = shareOf(hits, n);
      const interval = n > 0 && n < INTERVAL_BELOW ? { lowPermille: share.lowPermille, highPermille: share.highPermille } : null;
      return { ...NO_READING, numerator: hits, denominator: n, value: share.permille, interval };
    }
    case "spread": {
      const [only] = counts;
      return { ...NO_READING, numerator: n, value: numberOf(only?.p50), p90: numberOf(only?.p90) };
    }
    case "sum":
    case "average":
    case "ratio":
      return {
        ...NO_READING,
        numerator: n,
        money: counts.map((one) => moneyPart(measure, one, scale)),
        ...(measure === "ratio" && counts.length === 1 ? { value: ratioOf(counts[0], scale) } : {}),
      };
  }
}

function moneyPart(measure: "sum" | "average" | "ratio", one: Counts, scale: number): MoneyPart {
  const sum = one.sumMinor ?? "0";
  return {
    currency: one.currency ?? "",
    n: one.n,
    numeratorMinor: measure === "average" ? (one.mean ?? "0") : sum,
    denominatorMinor: measure === "ratio" ? (one.baseMinor ?? "0") : null,
    medianMinor: measure === "average" ? one.p50 : null,
    value: measure === "ratio" ? ratioOf(one, scale) : null,
  };
}

function ratioOf({ sumMinor, baseMinor }: Counts, scale: number): number | null {
  const base = Number(baseMinor ?? "0");
  return base === 0 ? null : Math.round((Number(sumMinor ?? "0") / base) * scale * 10_000) / 10_000;
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}

/** The value an alarm looks at: of money in several currencies the highest ratio. */
function worstOf({ value, money }: Reading): number | null {
  const ratios = money.flatMap((part) => part.value ?? []);
  return ratios.length === 0 ? value : Math.max(...ratios);
}

function alarmOf(rule: MetricRule | undefined, value: number | null): Metric["alarm"] {
  if (rule === undefined || rule.alarm === null) return null;
  const { when, value: at } = rule.alarm;
  return { when, at, raised: value !== null && (when === "above" ? value > at : value < at) };
}
