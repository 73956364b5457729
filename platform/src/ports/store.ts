/**
 * What casework asks of its transactional store: PostgreSQL's dialect, plain SQL with `$1` parameters, transactions that
 * are there whole or not at all after any crash. Which server it is (started from npm's binaries, or the operator's own)
 * is the adapter's business; what the tables mean is the slices'. Promises are checked by store.conformance.ts.
 *
 * How values travel: `int8` arrives as a number (instants in milliseconds and counters; a value beyond 2^53 is an error,
 * never rounded), `numeric` as a decimal string (money), `jsonb` as parsed JSON, `bytea` as a Uint8Array, dates and all
 * other types as PostgreSQL writes them. An array is passed as a PostgreSQL array; JSON is passed as text. PostgreSQL has
 * no place for the character U+0000, in text or in JSON, nor for half a surrogate pair: both are refused with
 * `malformed-input`, since replacing them would change what somebody said.
 */

export type SqlValue = string | number | bigint | boolean | null | Uint8Array | readonly (string | number | bigint | boolean | null | Uint8Array)[];

export interface Sql {
  /**
   * Runs one statement and gives its rows. A `name` keeps the plan: for statements that run often; one name has one text.
   * Statements given at once run one after the other. Rejects with `StatementFailed` when the server refuses it, after
   * which the transaction only rolls back; with `overloaded` when it waited too long for a lock or ran too long.
   */
  query<Row extends object>(text: string, values?: readonly SqlValue[], name?: string): Promise<readonly Row[]>;
}

export interface Store {
  /**
   * Runs `work` in one transaction (read committed) and commits; when `work` throws, nothing of it remains and the error
   * is passed on. After a deadlock or a serialization failure it runs again from the start, a few times: `work` must have
   * no effect besides its SQL. Rejects with `overloaded` when no connection becomes free in time, `store-unreachable`
   * when the server is gone: if that happens during the commit itself, nobody knows whether it was kept.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;

  /** The same for reading: one consistent view, and any write in it is refused. */
  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T>;

  /** Waits for running transactions and lets go of the connections. May be called again. */
  close(): Promise<void>;
}

/** `raised`: by a trigger or function of ours that named a constraint. */
export type ConstraintKind = "unique" | "foreign-key" | "check" | "not-null" | "exclusion" | "raised";

export interface BrokenConstraint {
  readonly kind: ConstraintKind;
  /** Its name; for a `not-null` without one, the column's. */
  readonly constraint: string;
  readonly table: string;
}

/** A statement that the server refused: what kind of refusal and which constraint, never the values that were refused. */
export class StatementFailed extends Error {
  /** SQLSTATE: five characters, see PostgreSQL's appendix on error codes. */
  readonly code: string;
  readonly broken: BrokenConstraint | undefined;

  constructor(message: string, code: string, broken?: BrokenConstraint) {
    super(message);
    this.name = "StatementFailed";
    this.code = code;
    this.broken = broken;
  }
}

/** Which constraint a statement or a commit broke, for callers to whom that is an answer; undefined for all other errors. */
export function constraintOf(error: unknown): BrokenConstraint | undefined {
  return error instanceof StatementFailed ? error.broken : undefined;
}
