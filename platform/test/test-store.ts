/**
 * A fresh database with all migrations for a test, in a few hundredths of a second: a copy of a migrated one on the server
 * that the whole run shares. What is committed there is safe from other tests, not from a crash.
 */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import type { StoreConnection } from "../src/adapters/postgres/connection.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import type { Store } from "../src/ports/store.ts";
import { administer, type StoreServer } from "./store-server.ts";

let asked: Promise<StoreServer> | undefined;
let count = 0;

export interface TestDatabase {
  readonly connection: StoreConnection;
  /** Removes it, whoever is still connected. */
  remove(): Promise<void>;
}

/** A store on a database of its own. `close` waits for its transactions and removes the database. */
export async function testStore(): Promise<{ readonly store: Store; readonly connection: StoreConnection; readonly close: () => Promise<void> }> {
  const database = await copyOf(({ pattern, patternFailed }) => {
    if (patternFailed !== undefined) throw new Error(`the migrations do not apply: ${patternFailed}`);
    return pattern.database;
  });
  const store = await openStore(database.connection);
  return {
    store,
    connection: database.connection,
    close: async () => {
      await store.close();
      await database.remove();
    },
  };
}

/** A database with nothing in it, for tests of what comes before there is a store. */
export function emptyDatabase(): Promise<TestDatabase> {
  return copyOf(() => "template0");
}

async function copyOf(source: (server: StoreServer) => string): Promise<TestDatabase> {
  const server = await (asked ??= askServer());
  const { administration, pattern } = server;
  const database = `test_${process.pid}_${++count}`;
  await administer(administration, `CREATE DATABASE ${database} TEMPLATE ${source(server)} OWNER ${pattern.user}`);
  return { connection: { ...pattern, database }, remove: () => administer(administration, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`) };
}

async function askServer(): Promise<StoreServer> {
  const answer = JSON.parse(await text(connect(inject("storeServer")))) as StoreServer & { readonly failed?: string };
  if (answer.failed !== undefined) throw new Error(`the tests' database server did not start: ${answer.failed}`);
  return answer;
}
