/** The store and its migrations on a server that is not ours, by its address: the same suite, and what only such a server does. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDatabaseUrl } from "../src/adapters/postgres/connection.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { storeConformance } from "../src/ports/store.conformance.ts";
import { startOtherServer, type OtherServer } from "./other-server.ts";

let server: OtherServer;
beforeAll(async () => {
  server = await startOtherServer();
});
afterAll(() => server.stop());

const problem = (code: string, detail: RegExp) => expect.objectContaining({ problem: expect.objectContaining({ code, detail: expect.stringMatching(detail) }) });

describe("by DATABASE_URL", () => {
  storeConformance(async () => {
    const connection = parseDatabaseUrl(await server.newDatabase());
    return { open: (limits) => openStore(connection, limits), remove: async () => undefined };
  });
});

test("the migrations of the program apply, and a second time there is nothing to do", async () => {
  const connection = parseDatabaseUrl(await server.newDatabase());
  const folder = path.resolve(import.meta.dirname, "../migrations");
  const first = await migrateStore(connection, folder);
  expect(first.applied.length).toBeGreaterThan(0);
  expect(await migrateStore(connection, folder)).toEqual({ applied: [], version: first.version });
});

test("a server that does not let us in is told as such, without the password", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const cases = [
    [server.address({ password: "wrong-secret" }), /password authentication failed/],
    [server.address({ user: "nobody-knows" }), /authentication failed/],
    [server.address({ database: "no_such_database" }), /does not exist/],
    [`postgres://casework:wrong-secret@127.0.0.1:${port}/casework`, /127\.0\.0\.1:\d+.*ECONNREFUSED/],
  ] as const;
  for (const [address, detail] of cases) {
    for (const open of [() => openStore(parseDatabaseUrl(address)), () => migrateStore(parseDatabaseUrl(address), tmpdir())]) {
      const error: unknown = await open().then(
        async (opened) => ("close" in opened ? opened.close() : undefined),
        (thrown: unknown) => thrown,
      );
      expect(error).toEqual(problem("store-unreachable", detail));
      expect(inspect(error, { depth: 9 })).not.toMatch(/wrong-secret|p@ss|p%40ss/);
    }
  }
  for (const text of ["", "mysql://u:hidden-word@h/d", "hidden-word", "postgres//u:hidden-word@h"]) {
    const error: unknown = (() => {
      try {
        return parseDatabaseUrl(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toEqual(problem("config-invalid", /DATABASE_URL/));
    expect(inspect(error)).not.toContain("hidden-word");
  }
});

test("a server that accepts and never answers ends as unreachable", async () => {
  const sockets = new Set<Socket>();
  const mute = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
  const { port } = mute.address() as AddressInfo;
  await expect(openStore(parseDatabaseUrl(`postgres://u:p@127.0.0.1:${port}/d`), { waitMsMax: 200 })).rejects.toEqual(problem("store-unreachable", /timeout/));
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => mute.close(resolve));
});

test("a database in another encoding, or one that forgets, is refused", async () => {
  const utf8 = await server.newDatabase();
  await expect(openStore(parseDatabaseUrl(`${utf8}?options=-c%20synchronous_commit%3Doff`))).rejects.toEqual(problem("store-invalid", /synchronous_commit/));
  const latin = await server.newDatabase({ encoding: "LATIN1" });
  await expect(openStore(parseDatabaseUrl(latin))).rejects.toEqual(problem("store-invalid", /encoding is LATIN1/));
});

test("a session that the server ends is replaced, and the loss is told", async () => {
  const connection = parseDatabaseUrl(await server.newDatabase());
  const lost: string[] = [];
  const store = await openStore(connection, { onSessionLost: (why) => lost.push(why) });
  const other = await openStore(connection);
  const endSessions = (): Promise<unknown> =>
    other.snapshot((sql) => sql.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"));
  await endSessions();
  await expect.poll(() => lost.length).toBe(1);
  expect(await store.snapshot((sql) => sql.query("SELECT 1 AS n"))).toEqual([{ n: 1 }]);
  // In the middle of a transaction, while it waits for something else.
  const broken = store.transaction(async (sql) => {
    await sql.query("SELECT 1");
    await endSessions();
    await expect.poll(() => sql.query("SELECT 1").catch(() => "gone")).toBe("gone");
    throw new Error("the work's own words");
  });
  await expect(broken).rejects.toThrow("the work's own words");
  expect(await store.snapshot((sql) => sql.query("SELECT 1 AS n"))).toEqual([{ n: 1 }]);
  expect(store.counts()).toMatchObject({ sessionsLost: 2, repeated: 0, refused: 0 });
  await store.close();
  await other.close();
});

test("a transaction whose work pauses too long is ended by the server, and one statement too many is told as busy", async () => {
  const connection = parseDatabaseUrl(await server.newDatabase());
  const store = await openStore(connection, { pauseMsMax: 100, statementMsMax: 100, connectionsMax: 1, waitingMax: 1 });
  await expect(store.transaction((sql) => sql.query("SELECT pg_sleep(5)"))).rejects.toEqual(problem("overloaded", /too long/));
  const pausing = store.transaction(async (sql) => {
    await sql.query("SELECT 1");
    await new Promise((resolve) => setTimeout(resolve, 400));
    return sql.query("SELECT 1");
  });
  const waiting = store.snapshot((sql) => sql.query("SELECT 2 AS n"));
  await expect(store.snapshot((sql) => sql.query("SELECT 3 AS n"))).rejects.toEqual(problem("overloaded", /1 transactions wait/));
  await expect(pausing).rejects.toEqual(problem("store-unreachable", /./));
  expect(await waiting).toEqual([{ n: 2 }]);
  expect(store.counts()).toMatchObject({ refused: 1 });
  await store.close();
});

test("a lock that is not free in time is told before the statement's own time is over", async () => {
  const connection = parseDatabaseUrl(await server.newDatabase());
  const store = await openStore(connection, { lockMsMax: 50, statementMsMax: 60_000 });
  await store.transaction((sql) => sql.query("CREATE TABLE held (n int8)"));
  await store.transaction(async (sql) => {
    await sql.query("LOCK TABLE held");
    await expect(store.snapshot((other) => other.query("SELECT n FROM held"))).rejects.toEqual(problem("overloaded", /a lock was not free/));
  });
  await store.close();
});

test("a role that may not create tables is told so by the migration", async () => {
  const address = await server.newDatabase({ owner: "chief" });
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-migrations-"));
  await writeFile(path.join(folder, "0001-first.sql"), "CREATE TABLE first (n int8);");
  await expect(migrateStore(parseDatabaseUrl(address), folder)).rejects.toEqual(problem("store-invalid", /permission denied for schema public/));
  await rm(folder, { recursive: true });
});
