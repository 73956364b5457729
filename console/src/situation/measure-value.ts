/** The value of a place's figure, for the map's colours and the table: a number to compare by and what a person reads. Money of several currencies is not added. */
import type { Figure, PlaceFigure } from "@duanliu/client";
import { moneyText, numberText, shareText } from "../words/format.ts";
import type { Language } from "../words/language.ts";

export interface Read {
  readonly value: number;
  readonly text: string;
}

export function readOf(figure: PlaceFigure | undefined, unit: Figure["unit"], language: Language): Read {
  if (unit === "minor") {
    const [first, ...others] = figure?.money ?? [];
    if (first === undefined) return { value: 0, text: "0" };
    const text = moneyText(Number(first.minor), first.currency, language).short;
    return { value: Number(first.minor), text: others.length === 0 ? text : `${text} +${others.length}` };
  }
  if (figure === undefined) return { value: 0, text: unit === "permille" ? "–" : "0" };
  if (unit === "permille")
    return {
      value: figure.n === 0 ? 0 : (figure.hits / figure.n) * 1_000,
      text: figure.n === 0 ? "–" : `${shareText(figure.hits, figure.n, language)} (${figure.hits}/${figure.n})`,
    };
  return { value: figure.n, text: numberText(figure.n, language) };
}

/** Bounds of at most four steps from the least to the most that there is; few distinct values make fewer steps. */
export function stepsOf(values: readonly number[]): readonly number[] {
  const sorted = [...new Set(values.filter((value) => value > 0))].sort((a, b) => a - b);
  if (sorted.length <= 4) return sorted;
  return [0, 1, 2, 3].map((i) => sorted[Math.floor((i * sorted.length) / 4)] ?? 0);
}
