/**
 * The peers of the trace benchmark: the same transfers in SQLite, PostgreSQL and DuckDB, each with a covering index (or,
 * where there is none, sorted), asked the same question by a recursive query. An engine that is not installed is absent
 * and says so. Files are in a folder of the system's own for temporary ones, and are removed.
 */
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { finished } from "node:stream/promises";
import { Client } from "pg";
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import { clientConfig } from "../src/adapters/postgres/connection.ts";
import { START_MS, transferRows, type TransferSpec } from "./trace-data.ts";

/** A victim's transfer as a peer needs it: its own facts are handed over, so that no engine has to look it up. */
export interface PeerSeed {
  readonly number: number;
  readonly to: number;
  readonly atMs: number;
  readonly amount: number;
}

export interface PeerLimits {
  readonly hopsMax: number;
  readonly windowMs: number;
}

export interface PeerAnswer {
  readonly count: number;
  readonly sum: number;
}

export interface TracePeer {
  readonly name: string;
  readonly loadSeconds: number;
  ask(seed: PeerSeed, limits: PeerLimits): Promise<PeerAnswer>;
  close(): Promise<void>;
}

/** The question, with the parameters' places as the engine writes them: id, payee, time, amount, last time, hops. */
function question(p: (n: number) => string): string {
  return `WITH RECURSIVE r(id, dst, t, amt, hop) AS (
  SELECT ${p(1)}, ${p(2)}, ${p(3)}, ${p(4)}, 1
  UNION
  SELECT e.id, e.dst, e.t, e.amt, r.hop + 1 FROM r JOIN e ON e.src = r.dst AND e.t > r.t AND e.t <= ${p(5)} AND e.amt * 20 >= r.amt AND e.amt <= r.amt WHERE r.hop < ${p(6)}
) SELECT count(*) AS n, sum(id) AS s FROM (SELECT DISTINCT id FROM r) AS d`;
}

const parametersOf = (s: PeerSeed, l: PeerLimits): readonly number[] => [s.number, s.to, s.atMs - START_MS, s.amount, s.atMs - START_MS + l.windowMs, l.hopsMax];

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-bench-"));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** All rows as CSV, for the engines that read files faster than statements. */
export async function writeCsv(file: string, spec: TransferSpec): Promise<void> {
  const out = createWriteStream(file, { mode: 0o644 });
  const rows = transferRows(spec);
  let text = "";
  for (let row = rows.next(); row !== null; row = rows.next()) {
    text += `${row.number},${row.from},${row.to},${row.atMs - START_MS},${row.amount}\n`;
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await new Promise<void>((resolve) => out.once("drain", resolve));
    text = "";
  }
  out.end(text);
  await finished(out);
}

export async function sqlitePeer(folder: string, spec: TransferSpec): Promise<TracePeer> {
  const begin = performance.now();
  const db = new DatabaseSync(path.join(folder, "trace.sqlite"));
  db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA mmap_size = 4000000000; PRAGMA temp_store = MEMORY");
  db.exec("CREATE TABLE e(id INTEGER PRIMARY KEY, src INTEGER NOT NULL, dst INTEGER NOT NULL, t INTEGER NOT NULL, amt INTEGER NOT NULL)");
  const insert = db.prepare("INSERT INTO e VALUES (?, ?, ?, ?, ?)");
  db.exec("BEGIN");
  const rows = transferRows(spec);
  for (let row = rows.next(); row !== null; row = rows.next()) insert.run(row.number, row.from, row.to, row.atMs - START_MS, row.amount);
  db.exec("COMMIT");
  db.exec("CREATE INDEX e_out ON e(src, t, amt, dst); ANALYZE");
  const ask = db.prepare(question(() => "?"));
  return {
    name: `SQLite ${(db.prepare("SELECT sqlite_version() AS v").get() as { v: string }).v}`,
    loadSeconds: (performance.now() - begin) / 1000,
    ask(seed, limits) {
      const { n, s } = ask.get(...parametersOf(seed, limits)) as { n: number; s: number };
      return Promise.resolve({ count: n, sum: s });
    },
    close() {
      db.close();
      return Promise.resolve();
    },
  };
}

export async function postgresPeer(folder: string, csv: string): Promise<TracePeer> {
  const begin = performance.now();
  const server = await startPostgres({ dataDir: folder, durable: false });
  const client = new Client(
    clientConfig(server.administration, { settings: { work_mem: "512MB", maintenance_work_mem: "1GB", jit: "off", max_parallel_workers_per_gather: 0 }, connectTimeoutMs: 30_000 }),
  );
  await client.connect();
  await client.query("CREATE UNLOGGED TABLE e(id bigint NOT NULL, src int NOT NULL, dst int NOT NULL, t bigint NOT NULL, amt bigint NOT NULL)");
  await client.query(`COPY e FROM '${csv.replaceAll("'", "''")}' (FORMAT csv)`);
  await client.query("CREATE INDEX e_out ON e(src, t) INCLUDE (amt, dst, id)");
  await client.query("VACUUM ANALYZE e");
  const version = (await client.query<{ server_version: string }>("SHOW server_version")).rows[0].server_version;
  const text = question((n) => `$${n}::${n === 2 || n === 6 ? "int" : "bigint"}`);
  return {
    name: `PostgreSQL ${version}`,
    loadSeconds: (performance.now() - begin) / 1000,
    async ask(seed, limits) {
      const { rows } = await client.query<{ n: string; s: string }>({ name: "trace", text, values: [...parametersOf(seed, limits)] });
      return { count: Number(rows[0].n), sum: Number(rows[0].s) };
    },
    async close() {
      await client.end();
      await server.stop();
    },
  };
}

/** Undefined when the package is not installed. */
export async function duckdbPeer(folder: string, csv: string): Promise<TracePeer | undefined> {
  const duckdb = await import("@duckdb/node-api").catch(() => undefined);
  if (duckdb === undefined) return undefined;
  const begin = performance.now();
  const instance = await duckdb.DuckDBInstance.create(path.join(folder, "trace.duckdb"));
  const connection = await instance.connect();
  // It has no covering index; sorted, its blocks say which of them to skip, which was faster than its index when tried.
  await connection.run(
    `CREATE TABLE e AS SELECT * FROM read_csv('${csv}', header = false, columns = {'id': 'BIGINT', 'src': 'INTEGER', 'dst': 'INTEGER', 't': 'BIGINT', 'amt': 'BIGINT'}) ORDER BY src, t`,
  );
  const prepared = await connection.prepare(question((n) => `$${n}::${n === 2 || n === 6 ? "INTEGER" : "BIGINT"}`));
  return {
    name: `DuckDB ${duckdb.version()}`,
    loadSeconds: (performance.now() - begin) / 1000,
    async ask(seed, limits) {
      parametersOf(seed, limits).forEach((value, i) => prepared.bindBigInt(i + 1, BigInt(value)));
      const rows = (await prepared.runAndReadAll()).getRows();
      return { count: Number(rows[0][0]), sum: Number(rows[0][1]) };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}
