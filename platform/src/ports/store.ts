/**
 * What casework asks of its transactional store: PostgreSQL's dialect, plain SQL with `$1` parameters, transactions that
 * are there whole or not at all after any crash. Which server it is (started from npm's binaries, or the operator's own)
 * is the adapter's business; what the tables mean is the slices'. Promises are checked by store.conformance.ts.
 *
 * How values travel: `int8` arrives as a number (instants in milliseconds and counters; a value beyond 2^53 is an error,
 * never rounded), `numeric` as a decimal string (money), `jsonb` as parsed JSON, `bytea` as a Uint8Array. An array is
 * passed as a PostgreSQL array; JSON is passed as text.
 */

export type SqlValue = string | number | bigint | boolean | null | Uint8Array | readonly (string | number | bigint | boolean | null | Uint8Array)[];

export interface Sql {
  /** Runs one statement and gives its rows. A `name` keeps the plan: for statements that run often. */
  query<Row extends object>(text: string, values?: readonly SqlValue[], name?: string): Promise<readonly Row[]>;
}

export interface Store {
  /**
   * Runs `work` in one transaction (read committed) and commits; when `work` throws, nothing of it remains and the error
   * is passed on. After a deadlock or a serialization failure it runs again from the start, a few times: `work` must have
   * no effect besides its SQL. Rejects with `overloaded` when no connection becomes free in time, `store-unreachable`
   * when the server is gone.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;

  /** The same for reading: one consistent view, and any write in it is refused. */
  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T>;

  /** Waits for running transactions and lets go of the connections. May be called again. */
  close(): Promise<void>;
}
