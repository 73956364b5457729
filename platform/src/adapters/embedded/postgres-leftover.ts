/**
 * What a killed run may have left: a server that is just stopping, one that nobody told to stop, or a file that names a
 * process which has long been another program. Waits for the first, ends the second, clears away the third, so that a
 * start works at once. Called only by the holder of the folder's lock, so no living run of ours is ever disturbed.
 */
import { execFile } from "node:child_process";
import { readFile, readlink, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { ProblemError } from "../../base/problem.ts";
import { hasCode } from "./durable-file.ts";

const POLL_MS = 20;
/** A server whose parent died was told to stop in that moment; longer than this means that nobody told it. */
const STOPPING_BY_ITSELF_MS = 1_500;
/** A fast shutdown writes what is in memory: seconds on a slow disk. After this its sessions are cut off; recovery puts it right. */
const FAST_SHUTDOWN_MS = 30_000;
const GIVE_UP_MS = 60_000;

/** The first eight lines of postmaster.pid; see "miscinit.h" of PostgreSQL. */
export interface PostmasterFile {
  readonly pid: number;
  /** Tells one server from the next, also when a process number comes again. */
  readonly startedAtSeconds: number;
  readonly ready: boolean;
}

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  return { pid: Math.abs(Number.parseInt(lines[0], 10)), startedAtSeconds: Number.parseInt(lines[2] ?? "", 10), ready: lines[7]?.trim() === "ready" };
}

/** Resolves when no server runs on the cluster. Rejects with `store-busy` when one does not end. */
export async function clearLeftover(cluster: string): Promise<void> {
  const found = await readPostmasterFile(cluster);
  if (found === undefined || !(found.pid > 0)) return;
  const { pid } = found;
  const signals: { readonly afterMs: number; readonly signal: NodeJS.Signals }[] = [
    { afterMs: STOPPING_BY_ITSELF_MS, signal: "SIGINT" },
    { afterMs: FAST_SHUTDOWN_MS, signal: "SIGQUIT" },
  ];
  for (let waitedMs = 0; await servesCluster(pid, cluster); waitedMs += POLL_MS) {
    const next = signals[0];
    if (next !== undefined && waitedMs >= next.afterMs) {
      sendSignal(pid, next.signal);
      signals.shift();
    }
    if (waitedMs >= GIVE_UP_MS) {
      throw new ProblemError({ code: "store-busy", detail: `PostgreSQL process ${pid} still runs on ${cluster} and does not stop; end it first`, at: { file: cluster } });
    }
    await delay(POLL_MS);
  }
  // Another program may have the number by now, or a dead server that nobody buried. PostgreSQL would take either for a
  // server and not start; what protects the data from sessions that are still ending is its check of shared memory.
  if (isAlive(pid) && (await readPostmasterFile(cluster))?.pid === pid) await rm(path.join(cluster, "postmaster.pid"), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/** Telling a process that is already gone is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}

/**
 * A server works in its cluster's folder and has it in its command line; root may be kept from seeing the first. A dead
 * process that nobody buried has neither.
 */
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if ((await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === cluster) return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => commandByPs(pid));
  return `${command.replaceAll("\0", " ")} `.includes(`bin/postgres -D ${cluster} `);
}

/** For systems without /proc. */
async function commandByPs(pid: number): Promise<string> {
  const listed = promisify(execFile)("/bin/ps", ["-ww", "-o", "command=", "-p", String(pid)]);
  return listed.then(({ stdout }) => stdout.trim()).catch(() => "");
}
