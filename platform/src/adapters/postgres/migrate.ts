/**
 * Brings a database to the program's schema, forward only: files `NNNN-name.sql` in order, each in one transaction with
 * the row that says it was applied. Promises that two processes never apply at once, and that a database which another
 * set of files made is refused with the file's name and left as it is. Numbers may leave gaps and never come later than
 * a higher one. There is no way back: a mistake is mended by the next file.
 */
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { Client, DatabaseError } from "pg";
import { ProblemError } from "../../base/problem.ts";
import { StatementFailed } from "../../ports/store.ts";
import { clientConfig, describeConnection } from "./connection.ts";
import type { StoreConnection } from "./connection.ts";
import { translateConnectError, translateError } from "./errors.ts";

export interface MigrationReport {
  /** Names of the files that were applied now, in order. */
  readonly applied: readonly string[];
  /** The number of the last one that the database has; 0 when there is none. */
  readonly version: number;
}

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

const FILE_NAME = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/;
/** Any number that no other program is likely to lock: the letters "dlm". */
const LOCK_KEY = 0x64_6c_6d;
/** How long one process waits for another to finish its migrations. */
const LOCK_MS_MAX = 120_000;
const CONNECT_MS_MAX = 30_000;

/**
 * Applies the files of a folder that the database does not have yet. Rejects with `store-invalid` when files and database
 * do not fit together or a file fails, `store-busy` when another process migrates for too long, `store-unreachable`.
 */
export async function migrateStore(connection: StoreConnection, folder: string): Promise<MigrationReport> {
  const migrations = await readMigrations(folder);
  const where = describeConnection(connection);
  // No limit on statements: rebuilding an index of a large table takes as long as it takes.
  const settings = { lock_timeout: LOCK_MS_MAX, statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const client = new Client(clientConfig(connection, { settings, connectTimeoutMs: CONNECT_MS_MAX }));
  client.on("error", () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      throw translateConnectError(error, where);
    });
    await takeLock(client, where);
    const before = await readApplied(client);
    checkFiles(before, migrations, where);
    const applied: string[] = [];
    for (const migration of migrations.filter(({ number }) => number > (before.at(-1)?.number ?? 0))) {
      await apply(client, migration, folder);
      applied.push(migration.name);
    }
    return { applied, version: migrations.at(-1)?.number ?? 0 };
  } catch (error) {
    throw translateError(error, where);
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => undefined);
  }
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const digits = FILE_NAME.exec(name)?.[1];
      if (digits === undefined) throw invalid(`${name} is not named as a migration`, path.join(folder, name), "0001-words-with-hyphens.sql");
      // Line ends as git may write them on another system are no change.
      const text = (await readFile(path.join(folder, name), "utf8")).replaceAll("\r\n", "\n");
      return { number: Number(digits), name, text, sha256: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

async function takeLock(client: Client, where: string): Promise<void> {
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== "55P03") throw error;
    throw new ProblemError({ code: "store-busy", detail: `another process has been migrating ${where} for ${LOCK_MS_MAX / 1000} seconds` });
  }
}

async function readApplied(client: Client): Promise<readonly Applied[]> {
  const { rows: there } = await client.query("SELECT FROM pg_class WHERE oid = to_regclass('schema_migration')");
  if (there.length === 0) return [];
  const { rows } = await client.query<Applied>("SELECT number, name, sha256 FROM schema_migration ORDER BY number");
  return rows;
}

/** What the database has must be ours, unchanged, and what it lacks must come after it. */
function checkFiles(applied: readonly Applied[], migrations: readonly Migration[], where: string): void {
  const newest = applied.at(-1);
  for (const one of applied) {
    const ours = migrations.find(({ number }) => number === one.number);
    if (ours === undefined && one.number > (migrations.at(-1)?.number ?? 0)) {
      throw invalid(`${where} is newer than this program: it has ${one.name}, which the program does not know; run a newer version`, one.name, "a migration of this program");
    }
    if (ours === undefined) throw invalid(`${one.name} is missing, and ${where} has it; put it back`, one.name, one.name);
    if (ours.name !== one.name) throw invalid(`${where} has the migration ${one.name}, and the program has ${ours.name} in its place`, ours.name, one.name);
    if (ours.sha256 !== one.sha256)
      throw invalid(`${one.name} was changed after it was applied to ${where}; put it back and write another migration`, one.name, one.sha256.slice(0, 12));
  }
  migrations.forEach(({ number, name }, i) => {
    if (number === migrations.at(i - 1)?.number && i > 0) throw invalid(`${name} has the number of another migration`, name, "a number of its own");
    if (newest !== undefined && number < newest.number && !applied.some((one) => one.number === number)) {
      throw invalid(
        `${name} comes too late: ${where} already has ${newest.name}, and migrations go forward only; give it a higher number`,
        name,
        `a number above ${newest.number}`,
      );
    }
  });
}

const RECORD = "INSERT INTO schema_migration (number, name, sha256, applied_at_ms) VALUES ($1, $2, $3, (extract(epoch FROM clock_timestamp()) * 1000)::int8)";

async function apply(client: Client, { number, name, text, sha256 }: Migration, folder: string): Promise<void> {
  const file = path.join(folder, name);
  await client.query("BEGIN");
  try {
    await client.query("CREATE TABLE IF NOT EXISTS schema_migration (number int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at_ms int8 NOT NULL)");
    const transaction = async (): Promise<unknown> => (await client.query<{ id: string }>("SELECT pg_current_xact_id()::text AS id")).rows[0].id;
    const before = await transaction();
    await client.query(text);
    if ((await transaction()) !== before) throw invalid(`${name} ends its transaction itself: what it did cannot be undone together`, file, "no BEGIN, COMMIT or ROLLBACK");
    await client.query(RECORD, [number, name, sha256]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error instanceof DatabaseError ? failureIn(error, name, text, file) : error;
  }
}

function failureIn(error: DatabaseError, name: string, text: string, file: string): unknown {
  const translated = translateError(error, name);
  if (!(translated instanceof StatementFailed)) return translated;
  const line = error.position === undefined ? undefined : text.slice(0, Number(error.position)).split("\n").length;
  const detail = `${name}${line === undefined ? "" : `, line ${line}`}: ${translated.message}; nothing of this migration remains`;
  return new ProblemError({ code: "store-invalid", detail, at: { file, line } });
}

function invalid(detail: string, file: string, expected: string): ProblemError {
  return new ProblemError({ code: "store-invalid", detail, at: { file }, expected });
}
