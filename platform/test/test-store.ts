/**
 * A fresh database with all migrations for a test, in a few hundredths of a second: one server for the process, one
 * migrated database as the pattern, a copy for each caller. The server does not sync its disk, and ends with the process.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import type { PostgresServer } from "../src/adapters/embedded/postgres-server.ts";
import { clientConfig } from "../src/adapters/postgres/connection.ts";
import type { StoreConnection } from "../src/adapters/postgres/connection.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import type { Store } from "../src/ports/store.ts";

const MIGRATIONS = path.resolve(import.meta.dirname, "../migrations");
const PATTERN = "pattern";

let started: Promise<PostgresServer> | undefined;
let count = 0;

/** A store on a database of its own. `close` waits for its transactions and removes the database. */
export async function testStore(): Promise<{ readonly store: Store; close(): Promise<void> }> {
  const server = await (started ??= start());
  const name = `test_${++count}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${PATTERN} OWNER duanliu`);
  const store = await openStore(databaseAt(server, name));
  return {
    store,
    close: async () => {
      await store.close();
      await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function start(): Promise<PostgresServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "duanliu-test-"));
  const server = await startPostgres({ dataDir, durable: false, connectionsMax: 200 });
  process.once("exit", () => {
    try {
      process.kill(server.pid, "SIGQUIT");
    } catch {
      // It has ended by itself.
    }
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  await administer(server, `CREATE DATABASE ${PATTERN} OWNER duanliu`);
  if (existsSync(MIGRATIONS)) await migrateStore(databaseAt(server, PATTERN), MIGRATIONS);
  return server;
}

function databaseAt({ connection }: PostgresServer, database: string): StoreConnection {
  return connection.kind === "socket" ? { ...connection, database } : connection;
}

async function administer({ administration }: PostgresServer, statement: string): Promise<void> {
  const client = new Client(clientConfig(administration, { settings: {}, connectTimeoutMs: 60_000 }));
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}
