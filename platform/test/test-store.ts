/**
 * A fresh database with all migrations for a test, in a few hundredths of a second: a copy of a migrated one on the server
 * that the whole run shares, or one that another test gave back and that was emptied (store-server.ts). What is committed
 * there is safe from other tests, not from a crash.
 */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import type { StoreConnection } from "../src/adapters/postgres/connection.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import type { Store } from "../src/ports/store.ts";
import { administer, type Answered, type Asked, type StoreServer } from "./store-server.ts";

let server: Promise<StoreServer> | undefined;
let count = 0;

export interface TestDatabase {
  readonly connection: StoreServer["pattern"];
  /** Removes it, whoever is still connected. */
  remove(): Promise<void>;
}

/** A store on a database of its own. `close` waits for its transactions and gives the database back. */
export async function testStore(): Promise<{ readonly store: Store; readonly connection: StoreServer["pattern"]; readonly close: () => Promise<void> }> {
  const { pattern, patternFailed, administration, database: emptied } = await askDesk({ ask: "emptied" });
  if (patternFailed !== undefined) throw new Error(`the migrations do not apply: ${patternFailed}`);
  const copied = emptied === undefined ? await copyOf(pattern.database) : null;
  const connection = copied?.connection ?? { ...pattern, database: emptied ?? pattern.database };
  const store = await openStore(connection);
  return {
    store,
    connection,
    close: async () => {
      await store.close();
      const { database } = connection;
      const [{ restored }] = await administer({ ...administration, database }, "select pristine.restore() as restored");
      if (restored === true) await askDesk({ ask: "give-back", database });
      else await drop(administration, database);
    },
  };
}

/** A database with nothing in it, for tests of what comes before there is a store. */
export function emptyDatabase(): Promise<TestDatabase> {
  return copyOf("template0");
}

async function copyOf(source: string): Promise<TestDatabase> {
  const { administration, pattern } = await (server ??= askDesk({ ask: "server" }));
  const database = `test_${process.pid}_${++count}`;
  await administer(administration, `CREATE DATABASE ${database} TEMPLATE ${source} OWNER ${pattern.user}`);
  return { connection: { ...pattern, database }, remove: () => drop(administration, database) };
}

async function drop(administration: StoreConnection, database: string): Promise<void> {
  await administer(administration, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
}

/** One question to the desk of the run's server. */
export async function askDesk(what: Asked): Promise<Answered> {
  const socket = connect(inject("storeServer"));
  socket.end(JSON.stringify(what));
  const answer = JSON.parse(await text(socket)) as Answered;
  if (answer.failed !== undefined) throw new Error(`the tests' database server did not start: ${answer.failed}`);
  return answer;
}
