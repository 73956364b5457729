/**
 * Which response a score earns. Rows are read as a whole: exactly one row applies to every combination of facts, and a
 * test walks all of them. The system alone may flag, warn and hold; it blocks only on a reviewed list entry, and never
 * somebody whom nobody may block.
 */
import type { Action } from "../domain/verdict.ts";

/** Contact: calls, messages, sites and apps. Money: transfers. Opening: cards and accounts. Join: links between identifiers. */
export const STREAMS = ["contact", "money", "opening", "join"] as const;
export type Stream = (typeof STREAMS)[number];
/** The strongest thing the lists say of the other side: protected wins over allow, allow over block, block over flag. */
export const LISTED = ["protected", "allow", "block", "flag", "none"] as const;
export type Listed = (typeof LISTED)[number];
/** Quiet: below both thresholds. Tell: somebody should know. Act: enough to act. */
export const LEVELS = ["quiet", "tell", "act"] as const;
export type Level = (typeof LEVELS)[number];
/** Whole, some rules could not answer, or some rules broke. */
export const HEALTHS = ["whole", "unknown", "failed"] as const;
export type Health = (typeof HEALTHS)[number];

export interface ResponseFacts {
  readonly stream: Stream;
  readonly listed: Listed;
  readonly level: Level;
  /** Hits of at least two independent families (call, message, web, app, payment, account, opening). */
  readonly families: boolean;
  /** A rule marked urgent hit: money is about to move. */
  readonly urgent: boolean;
  readonly health: Health;
}

type Cell<T> = T | "-" | readonly T[];

export interface ResponseRow {
  readonly label: string;
  readonly stream: Cell<Stream>;
  readonly listed: Cell<Listed>;
  readonly level: Cell<Level>;
  readonly families: boolean | "-";
  readonly urgent: boolean | "-";
  readonly health: Cell<Health>;
  readonly action: Action;
}

type Row = readonly [string, Cell<Stream>, Cell<Listed>, Cell<Level>, 0 | 1 | "-", 0 | 1 | "-", Cell<Health>, Action];

const UNLISTED = ["none", "flag"] as const;
const NOT_FAILED = ["whole", "unknown"] as const;

const ROWS: readonly Row[] = [
  // label                                        stream     listed       level    fam  urg  health      response
  ["a link is a fact, not a risk",                "join",    "-",         "-",     "-", "-", "-",        "allow"],

  // Nobody may block or hold an emergency, government or brand line; a forged one is still told to somebody.
  ["protected, quiet",                            "contact", "protected", "quiet", "-", "-", "-",        "allow"],
  ["protected, may be imitated",                  "contact", "protected", "tell",  "-", "-", "-",        "flag"],
  ["protected, is imitated",                      "contact", "protected", "act",   "-", "-", "-",        "warn"],
  ["allowed, quiet",                              "contact", "allow",     "quiet", "-", "-", "-",        "allow"],
  ["allowed, doubtful",                           "contact", "allow",     "tell",  "-", "-", "-",        "allow"],
  ["allowed, strong signs",                       "contact", "allow",     "act",   "-", "-", "-",        "flag"],
  ["reviewed block entry",                        "contact", "block",     "-",     "-", "-", "-",        "block"],
  ["quiet contact",                               "contact", "none",      "quiet", "-", "-", NOT_FAILED, "allow"],
  ["quiet, but a rule broke",                     "contact", "none",      "quiet", "-", "-", "failed",   "flag"],
  ["flagged contact, quiet otherwise",            "contact", "flag",      "quiet", "-", "-", "-",        "flag"],
  ["worth telling, one family",                   "contact", "none",      "tell",  0,   0,   "-",        "flag"],
  ["worth telling, two families or urgent",       "contact", "none",      "tell",  1,   0,   "-",        "warn"],
  ["worth telling and urgent",                    "contact", "none",      "tell",  "-", 1,   "-",        "warn"],
  ["flagged and worth telling",                   "contact", "flag",      "tell",  "-", "-", "-",        "warn"],
  // One family of signs alone never holds back a call or message.
  ["strong signs, one family",                    "contact", UNLISTED,    "act",   0,   "-", "-",        "warn"],
  ["strong signs, two families",                  "contact", UNLISTED,    "act",   1,   "-", "-",        "hold"],

  ["money to a protected payee",                  "money",   "protected", "-",     "-", "-", "-",        "allow"],
  ["money to an allowed payee, quiet",            "money",   "allow",     ["quiet", "tell"], "-", "-", "-", "allow"],
  ["money to an allowed payee, strong signs",     "money",   "allow",     "act",   "-", 0,   "-",        "flag"],
  ["money to an allowed payee, urgent",           "money",   "allow",     "act",   "-", 1,   "-",        "warn"],
  // Money is never taken or refused by the system: it is held until a person looks, and the hold ends by itself.
  ["money to a blocked payee",                    "money",   "block",     "-",     "-", "-", "-",        "hold"],
  ["quiet payment",                               "money",   "none",      "quiet", "-", "-", NOT_FAILED, "allow"],
  ["quiet payment, but a rule broke",             "money",   "none",      "quiet", "-", "-", "failed",   "flag"],
  ["money to a flagged payee, quiet otherwise",   "money",   "flag",      "quiet", "-", "-", "-",        "warn"],
  ["payment worth telling",                       "money",   "none",      "tell",  "-", 0,   "-",        "warn"],
  ["payment worth telling and urgent",            "money",   "none",      "tell",  "-", 1,   "-",        "hold"],
  ["payment to a flagged payee, worth telling",   "money",   "flag",      "tell",  "-", "-", "-",        "hold"],
  ["payment with strong signs",                   "money",   UNLISTED,    "act",   "-", "-", "-",        "hold"],

  // An opening is never refused by the system: a strong sign asks for a second look at the counter.
  ["opening by a protected or allowed applicant", "opening", ["protected", "allow"], "-", "-", "-", "-", "allow"],
  ["quiet opening",                               "opening", "none",      "quiet", "-", "-", NOT_FAILED, "allow"],
  ["quiet opening, but a rule broke",             "opening", "none",      "quiet", "-", "-", "failed",   "flag"],
  ["listed applicant, quiet otherwise",           "opening", ["block", "flag"], "quiet", "-", "-", "-",  "flag"],
  ["opening worth telling",                       "opening", "none",      "tell",  "-", "-", "-",        "flag"],
  ["listed applicant, worth telling",             "opening", ["block", "flag"], "tell", "-", "-", "-",   "hold"],
  ["opening with strong signs",                   "opening", ["block", "flag", "none"], "act", "-", "-", "-", "hold"],
];

const bit = (cell: 0 | 1 | "-"): boolean | "-" => (cell === "-" ? "-" : cell === 1);

export const RESPONSE_ROWS: readonly ResponseRow[] = ROWS.map(([label, stream, listed, level, families, urgent, health, action]) => ({
  label, stream, listed, level, families: bit(families), urgent: bit(urgent), health, action,
}));

/** Named in every verdict; raised with every change of a row. */
export const RESPONSE_VERSION = "response-1";

const fits = <T>(cell: Cell<T>, value: T): boolean => cell === "-" || (Array.isArray(cell) ? cell.includes(value) : cell === value);

export function rowApplies(row: ResponseRow, f: ResponseFacts): boolean {
  return (
    fits(row.stream, f.stream) && fits(row.listed, f.listed) && fits(row.level, f.level) &&
    fits<boolean>(row.families, f.families) && fits<boolean>(row.urgent, f.urgent) && fits(row.health, f.health)
  );
}

/** Every combination of the facts, in the order of `responseIndex`. */
export function* everyCombination(): Generator<ResponseFacts> {
  for (const stream of STREAMS)
    for (const listed of LISTED)
      for (const level of LEVELS)
        for (const families of [false, true])
          for (const urgent of [false, true])
            for (const health of HEALTHS) yield { stream, listed, level, families, urgent, health };
}

/** Place of a combination in the flat table. */
export function responseIndex(stream: number, listed: number, level: number, families: number, urgent: number, health: number): number {
  return ((((stream * LISTED.length + listed) * LEVELS.length + level) * 2 + families) * 2 + urgent) * HEALTHS.length + health;
}

/** The table flattened: one look-up an event. Throws (a bug) if a combination has no row or two. */
export function flattenResponses(): readonly ResponseRow[] {
  return [...everyCombination()].map((facts) => {
    const rows = RESPONSE_ROWS.filter((row) => rowApplies(row, facts));
    if (rows.length !== 1) throw new Error(`bug: ${rows.length} response rows for ${JSON.stringify(facts)}: ${rows.map((r) => r.label).join("; ")}`);
    return rows[0];
  });
}
