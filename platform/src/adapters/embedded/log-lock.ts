/**
 * Keeps two processes from opening one log. The lock is a file that names its holder; a holder that is gone (also after a
 * restart of the machine or of a container, where process numbers come again) is told by its start time and the lock is
 * taken over. It does not protect a directory shared between machines over a network file system.
 */
import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ProblemError } from "../../base/problem.ts";
import { PRIVATE_FILE_MODE } from "./durable-file.ts";
import type { LogNotice } from "./log-notice.ts";

const LOCK_FILE = "lock";
/** A takeover can lose a race against another; after this many somebody else holds it for good. */
const ATTEMPTS_MAX = 5;

interface Holder {
  readonly pid: number;
  /** Boot and start time of the process, or "" where the system does not tell. */
  readonly started: string;
}

export interface LogLock {
  release(): Promise<void>;
}

/** Locks the directory or rejects with `log-busy`. */
export async function lockDirectory(directory: string, notices: LogNotice[]): Promise<LogLock> {
  const file = join(directory, LOCK_FILE);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? "", id: randomUUID() });
  const own = `${file}.${randomUUID()}`;
  // Written in full under its own name and then linked, so that nobody ever reads half a lock.
  const handle = await open(own, "wx", PRIVATE_FILE_MODE);
  try {
    await handle.writeFile(mine);
  } finally {
    await handle.close();
  }
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (await linked(own, file)) return { release: () => release(file, mine) };
      const theirs = await readIfThere(file);
      if (theirs === undefined) continue;
      const holder = parseHolder(theirs);
      if (holder !== undefined && isAlive(holder)) throw busy(file, holder);
      if (await removeStale(file, theirs)) notices.push({ kind: "lock-taken-over", file, pid: holder?.pid ?? 0 });
    }
    throw busy(file, undefined);
  } finally {
    await rm(own, { force: true });
  }
}

function busy(file: string, holder: Holder | undefined): ProblemError {
  const who = holder === undefined ? "another process" : `process ${holder.pid}`;
  return new ProblemError({
    code: "log-busy",
    detail: `the log is held by ${who} (${file}); stop it first, or give this one another directory`,
    at: { file },
  });
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Takes the lock file away, unless another process replaced it since it was read. */
async function removeStale(file: string, expected: string): Promise<boolean> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
  const isStale = (await readFile(aside, "utf8")) === expected;
  // A live lock was moved by mistake: put it back, which fails only if yet another process locked meanwhile.
  if (!isStale) await linked(aside, file);
  await rm(aside, { force: true });
  return isStale;
}

async function release(file: string, mine: string): Promise<void> {
  if ((await readIfThere(file)) === mine) await rm(file, { force: true });
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, started } = value as Record<string, unknown>;
    return Number.isSafeInteger(pid) && typeof started === "string" ? { pid: pid as number, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.started !== "") {
    const started = startOf(holder.pid);
    return started !== undefined && started === holder.started;
  }
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/** Linux: boot id and start tick (field 22 of /proc/…/stat, proc(5)). Undefined when gone, a zombie, or unknown. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in field 2 may hold anything; fields are counted behind its closing bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
