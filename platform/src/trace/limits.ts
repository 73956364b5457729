/**
 * How far a trace goes and by which rule, with defaults and their reasons, and the bounds a caller may choose from. A
 * limit that stops a trace is always reported with the place and the amount; none cuts silently.
 */
import { ProblemError } from "../base/problem.ts";

/**
 * Which money leaves first when an account pays. FIFO: what came first. LIFO: what came last. Pro rata: all alike, in
 * proportion. Courts differ; the choice is named in every result.
 */
export const TRACE_METHODS = ["fifo", "pro-rata", "lifo"] as const;
export type TraceMethod = (typeof TRACE_METHODS)[number];

export interface TraceLimits {
  readonly method: TraceMethod;
  /** Transfers in a row, the victim's own included. Money that has come so far is not followed on. */
  readonly hopsMax: number;
  /** How long after the last of the victim's transfers the trace looks. */
  readonly windowMs: number;
  /**
   * A transfer that carries less stolen money is neither listed nor followed, and an account with less is left: the sum
   * stays with that account, by name of the minimum. In minor units, and in millionths of what was stolen; the larger holds.
   */
  readonly taintMinMinor: number;
  readonly taintMinPpm: number;
  /** Transfers with stolen money out of one account. */
  readonly fanOutMax: number;
  /** Transfers of one account that are looked at: its payments, and what it received before them. */
  readonly entriesMax: number;
  /** Transfers with stolen money in all. */
  readonly transfersMax: number;
}

const HOUR_MS = 3_600_000;

export const TRACE_DEFAULTS: TraceLimits = {
  // Nothing has to be assumed about how a holder mixes money, and it is the method of return in proportion (assumed as default).
  method: "pro-rata",
  // Chains beyond eight transfers within days are rare in published cases; each more costs only time (assumed).
  hopsMax: 8,
  // Three days: layering is done within hours, and a stop lasts two days (assumed).
  windowMs: 72 * HOUR_MS,
  taintMinMinor: 1,
  taintMinPpm: 0,
  // An account that sends stolen money on more often than this is a hub: its money is everybody's (assumed).
  fanOutMax: 5_000,
  entriesMax: 20_000,
  transfersMax: 200_000,
};

/**
 * For traces that are kept open or asked for by the dozen: a thousandth of what was stolen is the least that is followed,
 * which keeps a proportional trace through a busy account from becoming a list of everybody (assumed).
 */
export const WATCH_DEFAULTS: TraceLimits = { ...TRACE_DEFAULTS, taintMinPpm: 1_000 };

/** Tiers are kept in a byte and weighed in a table. */
export const HOPS_MAX = 64;

/** Completes and checks what a caller asks for. Throws `bad-arguments`. */
export function traceLimits(asked: Partial<TraceLimits> = {}): TraceLimits {
  const limits = { ...TRACE_DEFAULTS, ...asked };
  const between = (name: keyof TraceLimits, min: number, max: number): void => {
    const value = limits[name];
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return;
    throw new ProblemError({ code: "bad-arguments", detail: `${name} is ${value}; expected a whole number from ${min} to ${max}`, at: { field: name } });
  };
  between("hopsMax", 1, HOPS_MAX);
  if (limits.windowMs !== Infinity) between("windowMs", 0, Number.MAX_SAFE_INTEGER);
  between("taintMinMinor", 1, Number.MAX_SAFE_INTEGER);
  between("taintMinPpm", 0, 1_000_000);
  between("fanOutMax", 1, 1e9);
  between("entriesMax", 1, 1e9);
  between("transfersMax", 1, 1e8);
  if (!TRACE_METHODS.includes(limits.method)) {
    throw new ProblemError({ code: "bad-arguments", detail: `no method is called ${String(limits.method)}; there are ${TRACE_METHODS.join(", ")}`, at: { field: "method" } });
  }
  return limits;
}
