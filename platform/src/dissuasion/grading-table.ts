/**
 * How urgent a sign is: one table from what a verdict says to a level, or to no warning at all. Exactly one row applies to
 * every combination of facts, and a test walks all of them. What a level means (who does what by when) is the profile's;
 * the rows themselves are ours: level follows stage and live money, and what people reported alone never warns anybody.
 */
import type { WarningLevel } from "../domain/jurisdiction-words.ts";
import type { Signal } from "../domain/signal.ts";
import { ACTIONS, STAGES, type Action, type Stage } from "../domain/verdict.ts";

/** Independent families among the hits, reports of users left out. */
export const GROUNDS = ["none", "one", "several"] as const;
export type Grounds = (typeof GROUNDS)[number];

export interface GradingFacts {
  readonly action: Action;
  readonly grounds: Grounds;
  /** A rule marked urgent hit: somebody is being led to pay right now. */
  readonly urgent: boolean;
  /** Somebody talks to the person, or an app is on the phone: closer than a message or a page. */
  readonly close: boolean;
  readonly stage: Stage | "unknown";
  /** Money is moving and can be stopped. */
  readonly money: boolean;
  /** Of this episode; what happened longer ago is not urgent any more. */
  readonly fresh: boolean;
}

type Cell<T> = T | "-" | readonly T[];

export interface GradingRow {
  readonly label: string;
  readonly facts: { readonly [K in keyof GradingFacts]: Cell<GradingFacts[K]> };
  readonly level: WarningLevel | null;
}

type Bit = 0 | 1 | "-";
type Row = readonly [string, Cell<Action>, Cell<Grounds>, Bit, Bit, Cell<Stage | "unknown">, Bit, Bit, WarningLevel | null];

const ANY = ["one", "several"] as const;
const TOLD = ["flag", "warn", "hold", "block"] as const;
const FIRM = ["warn", "hold"] as const;
const SURE = ["warn", "hold", "block"] as const;
const HELD = ["hold", "block"] as const;
const EARLY = ["unknown", "S0", "S1"] as const;
const ENGAGED = ["S2", "S3"] as const;
const PAYING = ["S5", "S6", "S7"] as const;
const MOVING = ["unknown", "S0", "S1", "S5", "S6", "S7"] as const;
const NOT_AFTER = ["unknown", "S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7"] as const;
const LATER = ["S3", "S4", "S5", "S6", "S7", "S8"] as const;
const BEFORE = ["unknown", "S0", "S1", "S2"] as const;

const ROWS: readonly Row[] = [
  // label                                             action  grounds    urg  close stage      money fresh level
  ["nothing but what people reported",                 "-",    "none",    "-", "-",  "-",       "-",  "-",  null],
  ["let through: nobody is troubled",                  "allow", ANY,      "-", "-",  "-",       "-",  "-",  null],

  ["of an older episode, and money was near",          TOLD,   ANY,       "-", "-",  LATER,     "-",  0,    "medium"],
  ["of an older episode, money moved",                 TOLD,   ANY,       "-", "-",  BEFORE,    1,    0,    "medium"],
  ["of an older episode, only a contact",              TOLD,   ANY,       "-", "-",  BEFORE,    0,    0,    "low"],

  // Past victims are the ones whom "recovery" scams look for.
  ["afterwards: somebody may offer to get it back",    TOLD,   ANY,       "-", "-",  "S8",      "-",  1,    "medium"],

  ["money moves, signs of several kinds",              TOLD,   "several", "-", "-",  NOT_AFTER, 1,    1,    "urgent"],
  ["money moves while somebody leads the person",      TOLD,   "one",     1,   "-",  NOT_AFTER, 1,    1,    "urgent"],
  ["money is held, signs of one kind",                 HELD,   "one",     0,   "-",  NOT_AFTER, 1,    1,    "high"],
  ["money moves after a long call or from a new app",  "warn", "one",     0,   1,    ENGAGED,   1,    1,    "high"],
  ["money moves after data were given",                "warn", "one",     0,   "-",  "S4",      1,    1,    "high"],
  ["money moves after a link or a group",              "warn", "one",     0,   0,    ENGAGED,   1,    1,    "medium"],
  ["money moves, signs of one kind",                   "warn", "one",     0,   "-",  MOVING,    1,    1,    "medium"],
  ["money moves, a weak sign",                         "flag", "one",     0,   "-",  NOT_AFTER, 1,    1,    "low"],

  ["being led, signs of several kinds",                TOLD,   "several", 1,   "-",  NOT_AFTER, 0,    1,    "urgent"],
  ["being led, signs of one kind",                     TOLD,   "one",     1,   "-",  NOT_AFTER, 0,    1,    "high"],

  ["a weak sign, no money",                            "flag", ANY,       0,   "-",  NOT_AFTER, 0,    1,    "low"],
  ["is paying, and it was held",                       HELD,   ANY,       0,   "-",  PAYING,    0,    1,    "high"],
  ["is paying, signs of several kinds",                "warn", "several", 0,   "-",  PAYING,    0,    1,    "high"],
  ["is paying, signs of one kind",                     "warn", "one",     0,   "-",  PAYING,    0,    1,    "medium"],
  ["gave away data or the screen",                     SURE,   ANY,       0,   "-",  "S4",      0,    1,    "high"],
  ["a long call, or an app was installed",             SURE,   ANY,       0,   1,    ENGAGED,   0,    1,    "high"],
  ["a link was opened or a group joined",              SURE,   ANY,       0,   0,    ENGAGED,   0,    1,    "medium"],
  ["a contact with signs of several kinds",            FIRM,   "several", 0,   "-",  EARLY,     0,    1,    "medium"],
  ["a single contact",                                 FIRM,   "one",     0,   "-",  EARLY,     0,    1,    "low"],
  // What was blocked never reached the person: nothing to warn of, and one message less.
  ["a contact that was blocked",                       "block", ANY,      0,   "-",  EARLY,     0,    1,    null],
];

const bit = (cell: Bit): boolean | "-" => (cell === "-" ? "-" : cell === 1);

export const GRADING_ROWS: readonly GradingRow[] = ROWS.map(([label, action, grounds, urgent, close, stage, money, fresh, level]) => ({
  label,
  facts: { action, grounds, urgent: bit(urgent), close: bit(close), stage, money: bit(money), fresh: bit(fresh) },
  level,
}));

const fits = <T>(cell: Cell<T>, value: T): boolean => cell === "-" || (Array.isArray(cell) ? cell.includes(value) : cell === value);

export function gradingRowApplies({ facts: row }: GradingRow, f: GradingFacts): boolean {
  return (
    fits(row.action, f.action) &&
    fits(row.grounds, f.grounds) &&
    fits<boolean>(row.urgent, f.urgent) &&
    fits<boolean>(row.close, f.close) &&
    fits(row.stage, f.stage) &&
    fits<boolean>(row.money, f.money) &&
    fits<boolean>(row.fresh, f.fresh)
  );
}

const BITS = [false, true] as const;

/** Every combination of the facts. */
export function* everyGrading(): Generator<GradingFacts> {
  for (const action of ACTIONS)
    for (const grounds of GROUNDS)
      for (const urgent of BITS)
        for (const close of BITS)
          for (const stage of ["unknown", ...STAGES] as const)
            for (const money of BITS) for (const fresh of BITS) yield { action, grounds, urgent, close, stage, money, fresh };
}

/** The row that applies. That there is exactly one is what the test walks. */
export function gradingRow(facts: GradingFacts): GradingRow {
  const row = GRADING_ROWS.find((one) => gradingRowApplies(one, facts));
  if (row === undefined) throw new Error(`bug: no grading row for ${JSON.stringify(facts)}`);
  return row;
}

const CLOSE: ReadonlySet<string> = new Set(["call", "app"]);

/** What the table looks at, of one signal. `freshSinceMs` is where the present episode begins. */
export function gradingFacts(signal: Signal, freshSinceMs: number): GradingFacts {
  const own = new Set(signal.hits.map((hit) => hit.family).filter((family) => family !== "report"));
  return {
    action: signal.action,
    grounds: own.size === 0 ? "none" : own.size > 1 && signal.families ? "several" : "one",
    urgent: signal.urgent,
    close: [...own].some((family) => CLOSE.has(family)),
    stage: signal.stage ?? "unknown",
    money: signal.money?.live === true,
    fresh: signal.occurredAtMs >= freshSinceMs,
  };
}
