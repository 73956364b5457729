/**
 * Keeps two processes from opening one log. The lock is the operating system's, taken through SQLite because Node offers
 * no other way to it: it ends with its holder however that dies, and holds between containers that share a directory,
 * which process numbers in a file do not. Network file systems that ignore locks are beyond it.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ProblemError } from "../../base/problem.ts";
import { LogDamaged } from "../../ports/event-log.ts";
import { PRIVATE_FILE_MODE, hasCode } from "./durable-file.ts";
import type { LogNotice } from "./log-notice.ts";

/** Stays empty. Nothing else in the process may open it: closing any handle on a file ends its locks (POSIX fcntl). */
const LOCK_FILE = "lock";
/** Says who has the lock, for people; one that is there without a lock tells of a holder that died. */
const HOLDER_FILE = "lock.holder";
/** sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

export interface LogLock {
  release(): Promise<void>;
}

/** Locks the directory. Rejects with `log-busy` when somebody has it, `LogDamaged` when the lock file holds data. */
export async function lockDirectory(directory: string, notices: LogNotice[]): Promise<LogLock> {
  const file = join(directory, LOCK_FILE);
  const holderFile = join(directory, HOLDER_FILE);
  const lock = acquire(file);
  if (lock === undefined) {
    const pid = await readHolder(holderFile);
    const who = pid === undefined ? "another process" : `process ${pid}`;
    throw new ProblemError({
      code: "log-busy",
      detail: `the log is held by ${who} (${file}); stop it first, or give this one another directory`,
      at: { file },
    });
  }
  try {
    const gone = await readHolder(holderFile);
    if (gone !== undefined) notices.push({ kind: "lock-taken-over", file, pid: gone });
    await writeFile(holderFile, `${process.pid}\n`, { mode: PRIVATE_FILE_MODE });
  } catch (error) {
    lock.close();
    throw error;
  }
  return {
    release: async () => {
      // First the name, then the lock: the other way round the name of the next holder would go.
      await rm(holderFile, { force: true });
      lock.close();
    },
  };
}

/** The open database whose transaction is the lock, or undefined when somebody else has it. */
function acquire(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    // Nothing is ever written, so no journal file is wanted either.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    const code = (error as { readonly errcode?: number }).errcode;
    if (code === SQLITE_BUSY) return undefined;
    if (code === SQLITE_NOTADB) throw new LogDamaged({ file, offset: 0, expected: "an empty lock file (remove it if no process uses the log)", found: "data" });
    throw error;
  }
}

/** The process number in the holder file; 0 when it cannot be read, undefined when there is no such file. */
async function readHolder(file: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt(await readFile(file, "utf8"), 10);
    return Number.isSafeInteger(pid) ? pid : 0;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
