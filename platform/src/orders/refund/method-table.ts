/**
 * How frozen money goes back, as a table over what is known of it (《电信网络新型违法犯罪案件冻结资金返还若干规定》): directly where
 * one deposit is traced, by time where times tell several apart, in proportion where neither holds. Exactly one row fits
 * every combination of facts, and a test walks them all.
 */
import type { Bilingual } from "../../domain/verdict.ts";

export const METHODS = {
  direct: { zh: "直接返还", en: "directly" },
  "by-time": { zh: "按时间戳返还", en: "by time-stamp" },
  "pro-rata": { zh: "按比例返还", en: "in proportion" },
} as const satisfies Record<string, Bilingual>;
export type Method = keyof typeof METHODS;

export interface MethodFacts {
  /** Deposits of those who claim, into what is frozen. */
  readonly deposits: "none" | "one" | "several";
  /** What is left of each deposit is known, with a trace that says so. */
  readonly traced: boolean;
  /** Each deposit has its time, and the times differ: they can be told apart. */
  readonly timed: boolean;
  /** What is traced into each frozen account is there. */
  readonly fits: boolean;
}

type Cell = 0 | 1 | "-";
type Row = readonly [label: string, deposits: MethodFacts["deposits"], traced: Cell, timed: Cell, fits: Cell, method: Method];

export const METHOD_ROWS: readonly Row[] = [
  // label                                         deposits   traced timed fits  method
  ["losses are known, no deposit is",              "none",    "-",   "-",  "-",  "pro-rata"],
  ["one deposit, traced",                          "one",     1,     "-",  "-",  "direct"],
  ["one deposit, lost among other money",          "one",     0,     "-",  "-",  "pro-rata"],
  ["several, told apart by their times",           "several", 1,     1,    1,    "by-time"],
  ["several, told apart, but more than there is",  "several", 1,     1,    0,    "pro-rata"],
  ["several, traced, but times do not tell apart", "several", 1,     0,    "-",  "pro-rata"],
  ["several, not all traced",                      "several", 0,     "-",  "-",  "pro-rata"],
];

const fits = (cell: Cell, fact: boolean): boolean => cell === "-" || (cell === 1) === fact;

export function rowsFor(facts: MethodFacts): readonly Row[] {
  return METHOD_ROWS.filter(([, deposits, traced, timed, fit]) => deposits === facts.deposits && fits(traced, facts.traced) && fits(timed, facts.timed) && fits(fit, facts.fits));
}

export function methodFor(facts: MethodFacts): Method {
  const rows = rowsFor(facts);
  if (rows.length !== 1) throw new Error(`bug: ${rows.length} rows fit ${JSON.stringify(facts)}`);
  return rows[0][5];
}

export function* everyCombination(): Generator<MethodFacts> {
  for (const deposits of ["none", "one", "several"] as const)
    for (const traced of [false, true]) for (const timed of [false, true]) for (const fit of [false, true]) yield { deposits, traced, timed, fits: fit };
}
