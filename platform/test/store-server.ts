/**
 * The database server that all test files of a run share, started by the first that asks and ended with the run. It lives
 * in the runner's own process, so that killing the run leaves nothing behind. `test-store.ts` is what tests use.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres, type PostgresServer } from "../src/adapters/embedded/postgres-server.ts";
import { clientConfig, type StoreConnection } from "../src/adapters/postgres/connection.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A socket that answers each connection with the server's `StoreServer` as JSON. */
    storeServer: string;
  }
}

/** What a test file needs to make a database of its own: copy the pattern, as superuser. */
export interface StoreServer {
  readonly administration: StoreConnection;
  readonly pattern: Extract<StoreConnection, { kind: "socket" }>;
  /** Why the migrations did not apply to the pattern. Empty databases can be had all the same. */
  readonly patternFailed?: string;
}

const MIGRATIONS = path.resolve(import.meta.dirname, "../migrations");

let folder: string;
let desk: Server;
let server: Promise<PostgresServer> | undefined;
let answer: Promise<string> | undefined;

export async function setup(project: TestProject): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), "duanliu-store-"));
  desk = createServer((socket) => {
    socket.on("error", () => undefined);
    (answer ??= prepare()).then(
      (text) => socket.end(text),
      (error: unknown) => socket.end(JSON.stringify({ failed: String(error) })),
    );
  });
  const address = path.join(folder, "desk");
  await new Promise<void>((resolve) => desk.listen(address, resolve));
  project.provide("storeServer", address);
}

export async function teardown(): Promise<void> {
  desk.close();
  await (await server?.catch(() => undefined))?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function prepare(): Promise<string> {
  // Nothing here outlives the run, so nothing waits for the disk.
  server = startPostgres({ dataDir: folder, durable: false, connectionsMax: 200 });
  const { connection, administration } = await server;
  if (connection.kind !== "socket") throw new Error("the embedded server has a socket");
  const pattern = { ...connection, database: "pattern" };
  await administer(administration, "CREATE DATABASE pattern OWNER duanliu");
  const patternFailed = await migrateStore(pattern, MIGRATIONS).then(() => undefined, String);
  const known: StoreServer = { administration, pattern, patternFailed };
  return JSON.stringify(known);
}

/** One statement as superuser. */
export async function administer(administration: StoreConnection, statement: string): Promise<void> {
  const client = new Client(clientConfig(administration, { settings: {}, connectTimeoutMs: 60_000 }));
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}
