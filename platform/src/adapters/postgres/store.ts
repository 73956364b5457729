/**
 * The store on a PostgreSQL server, through a pool of sessions. Promises what ports/store.ts says on any server from
 * version 15 on; which server, and its tables, are told to it. A session that fails is thrown away, an idle one that
 * breaks is noted and never brings the process down.
 */
import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "pg";
import type { PoolClient } from "pg";
import { ProblemError } from "../../base/problem.ts";
import type { Sql, Store } from "../../ports/store.ts";
import { clientConfig, describeConnection } from "./connection.ts";
import type { StoreConnection } from "./connection.ts";
import { translateConnectError, unreachable } from "./errors.ts";
import { runTransaction } from "./transaction.ts";
import type { Mode, Outcome } from "./transaction.ts";
import { VALUE_TYPES } from "./values.ts";

export interface StoreOptions {
  /** Sessions at once. More than the server has cores helps only while commits wait for its disk. */
  readonly connectionsMax?: number;
  /** Transactions that may wait for a session; the next one is told at once that we are busy. */
  readonly waitingMax?: number;
  /** How long one waits for a session, and how long connecting may take. */
  readonly waitMsMax?: number;
  /** Longest statement, longest wait for a lock, longest pause of the work between two statements. */
  readonly statementMsMax?: number;
  readonly lockMsMax?: number;
  readonly pauseMsMax?: number;
  /** Told when a session broke that nobody was using: the server stopped, or the network did. */
  readonly onSessionLost?: (why: string) => void;
}

/** Matters are single rows and short lists: each of these is a hundred times what such work takes. */
const DEFAULTS = { connectionsMax: 10, waitingMax: 1_000, waitMsMax: 5_000, statementMsMax: 10_000, lockMsMax: 5_000, pauseMsMax: 15_000 } as const;

/** A deadlock loses one of its transactions; five in a row is a fault in the order of locks, which repeating will not mend. */
const TRIES_MAX = 5;
/** At least this, for the winner to wake; doubled each time, and with chance, so that two that met do not meet again. */
const PAUSE_MS = 5;
const IDLE_MS_MAX = 60_000;
/** Beyond the server's own limit, for a server that does not answer at all. */
const ANSWER_MS_EXTRA = 5_000;
/** The oldest on which the suite is run. */
const SERVER_VERSION_MIN = 150_000;

export interface StoreCounts {
  readonly committed: number;
  readonly rolledBack: number;
  /** Transactions run again after a deadlock or a serialization failure. */
  readonly repeated: number;
  readonly sessionsLost: number;
  /** Refused because no session was free. */
  readonly refused: number;
}

export interface PostgresStore extends Store {
  counts(): StoreCounts;
}

/** Connects and checks the server. Rejects with `store-unreachable`, or `store-invalid` for a server that cannot keep the promises. */
export async function openStore(connection: StoreConnection, options: StoreOptions = {}): Promise<PostgresStore> {
  const store = new PooledStore(connection, { ...DEFAULTS, ...options });
  try {
    await store.snapshot(checkServer);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function checkServer(sql: Sql): Promise<void> {
  const [server] = await sql.query<{ version: number; encoding: string; commit: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding, current_setting('synchronous_commit') AS commit",
  );
  const refuse = (what: string, value: string, expected: string): never => {
    throw new ProblemError({ code: "store-invalid", detail: `the server's ${what} is ${value}; expected ${expected}`, value, expected });
  };
  if (server.version < SERVER_VERSION_MIN) refuse("version", String(Math.floor(server.version / 10_000)), `PostgreSQL ${SERVER_VERSION_MIN / 10_000} or later`);
  if (server.encoding !== "UTF8") refuse("database encoding", server.encoding, "UTF8");
  if (server.commit === "off") refuse("synchronous_commit", "off", "on: what is committed must survive a crash");
}

class PooledStore implements PostgresStore {
  readonly #pool: Pool;
  readonly #where: string;
  readonly #waitingMax: number;
  readonly #counts = { committed: 0, rolledBack: 0, repeated: 0, sessionsLost: 0, refused: 0 };
  #closing: Promise<void> | undefined;

  constructor(connection: StoreConnection, options: Required<Omit<StoreOptions, "onSessionLost">> & Pick<StoreOptions, "onSessionLost">) {
    this.#where = describeConnection(connection);
    this.#waitingMax = options.waitingMax;
    const settings = { statement_timeout: options.statementMsMax, lock_timeout: options.lockMsMax, idle_in_transaction_session_timeout: options.pauseMsMax };
    this.#pool = new Pool({
      ...clientConfig(connection, { settings, connectTimeoutMs: options.waitMsMax }),
      max: options.connectionsMax,
      idleTimeoutMillis: IDLE_MS_MAX,
      query_timeout: options.statementMsMax + ANSWER_MS_EXTRA,
      types: VALUE_TYPES,
    });
    // Without a listener the loss of a session ends the process: of an idle one here, of one in use on the client.
    this.#pool.on("error", (error) => {
      this.#counts.sessionsLost++;
      options.onSessionLost?.(error.message);
    });
    this.#pool.on("connect", (client) => client.on("error", () => undefined));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#run("write", work);
  }

  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#run("read", work);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#pool.end());
  }

  counts(): StoreCounts {
    return { ...this.#counts };
  }

  async #run<T>(mode: Mode, work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.#try(mode, work);
      if (outcome.kind === "committed") {
        this.#counts.committed++;
        return outcome.value;
      }
      this.#counts.rolledBack++;
      if (outcome.kind === "lost" || !outcome.again) throw outcome.error;
      if (tries === TRIES_MAX) throw new ProblemError({ code: "overloaded", detail: `others kept changing the same rows; gave up after ${TRIES_MAX} tries` });
      this.#counts.repeated++;
      await delay((1 + Math.random()) * PAUSE_MS * 2 ** (tries - 1));
    }
  }

  async #try<T>(mode: Mode, work: (sql: Sql) => Promise<T>): Promise<Outcome<T>> {
    const client = await this.#connect();
    const outcome = await runTransaction(client, mode, this.#where, work);
    if (outcome.kind === "lost") this.#counts.sessionsLost++;
    client.release(outcome.kind === "lost");
    return outcome;
  }

  async #connect(): Promise<PoolClient> {
    if (this.#closing !== undefined) throw unreachable(this.#where, "the store was closed");
    // Those for whom a session is idle count as waiting until the pool's next turn.
    if (this.#pool.waitingCount - this.#pool.idleCount >= this.#waitingMax) throw this.#busy(`${this.#waitingMax} transactions wait for a session of ${this.#where} already`);
    try {
      return await this.#pool.connect();
    } catch (error) {
      // The pool's words for a wait that was too long; for a connection that takes too long it has others.
      if ((error as Error).message === "timeout exceeded when trying to connect") throw this.#busy(`no session of ${this.#where} became free in time`);
      throw translateConnectError(error, this.#where);
    }
  }

  #busy(detail: string): ProblemError {
    this.#counts.refused++;
    return new ProblemError({ code: "overloaded", detail });
  }
}
