/**
 * PostgreSQL from npm's binaries, started in a data folder and ended with us. Promises: what was committed is there after
 * any crash of ours or of the server; no server is left behind when we are killed; a start right after that works; two
 * processes never share a folder. Leaves out what is in the database, and never touches data of another major version.
 */
import { spawn } from "node:child_process";
import { readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { ProblemError } from "../../base/problem.ts";
import { clientConfig } from "../postgres/connection.ts";
import type { StoreConnection } from "../postgres/connection.ts";
import { ensureDirectory } from "./durable-file.ts";
import { lockDirectory } from "./log-lock.ts";
import type { LogLock } from "./log-lock.ts";
import { ADMINISTRATOR, checkClusterVersion, ensureCluster } from "./postgres-cluster.ts";
import { findLaunch } from "./postgres-launch.ts";
import type { Launch, LaunchWay } from "./postgres-launch.ts";
import { clearLeftover, readPostmasterFile, sendSignal } from "./postgres-leftover.ts";
import { openServerLog } from "./postgres-log.ts";
import type { ServerLog } from "./postgres-log.ts";
import { findPostgres } from "./postgres-program.ts";
import { SOCKET_PORT, serverArguments } from "./postgres-settings.ts";
import { forgetSocketFolder, prepareSocketFolder } from "./postgres-socket.ts";

export interface PostgresOptions {
  /** The program's data folder. The server's is `postgres` in it. */
  readonly dataDir: string;
  /** Sessions at once, over all pools. */
  readonly connectionsMax?: number;
  /** False for tests alone: commits that the machine may forget. */
  readonly durable?: boolean;
  /** The only ways of running it to try. For tests; absent: those that suit the account. */
  readonly ways?: readonly LaunchWay[];
}

export interface PostgresServer {
  /** The database, as the role that owns it and may nothing else on this server. */
  readonly connection: StoreConnection;
  /** The same server as superuser, for chores. Nothing that answers requests uses it. */
  readonly administration: StoreConnection;
  readonly pid: number;
  readonly way: LaunchWay;
  /** Resolves when the server ends, whoever wanted it. `stop` is still to be called then: it frees the folder. */
  readonly ended: Promise<ServerEnd>;
  /** Ends sessions, writes what is in memory, waits for the end. May be called again. */
  stop(): Promise<void>;
}

export interface ServerEnd {
  readonly asked: boolean;
  /** The last line of its log, when nobody asked. */
  readonly said: string;
}

export const OWNER = "duanliu";
export const DATABASE = "duanliu";
const CONNECTIONS_MAX = 40;
const POLL_MS = 5;
/** Replaying a quarter gigabyte of log takes seconds; a disk in trouble takes minutes. */
const START_MS_MAX = 600_000;
/** Sessions of a server that was killed notice within moments; until then their memory keeps the next one out. */
const IN_USE_MS_MAX = 60_000;
const IN_USE = /pre-existing shared memory block|lock file ".*" already exists/;
const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;
const CONNECT_MS_MAX = 30_000;
const LOCK_TRIES_MAX = 6;
const LOCK_PAUSE_MS = 60;

/**
 * Starts the server of a data folder, creating it the first time. From the main thread: the kernel ends the server with
 * the thread that started it. Rejects with `store-busy` when another process has the folder, `store-invalid` when another
 * major version made it, `config-invalid` when PostgreSQL cannot run here, `store-unreachable` when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const folder = path.join(options.dataDir, "postgres");
  await ensureDirectory(folder);
  const home = await realpath(folder);
  await checkOwner(home);
  const lock = await lockHome(home);
  const log = await openServerLog(path.join(home, "server.log"));
  try {
    const { launch, running, socket } = await bringUp(home, log, options);
    return serve({ launch, running, socket, home, log, lock });
  } catch (error) {
    await log.close();
    await lock.release();
    throw error;
  }
}

async function bringUp(home: string, log: ServerLog, options: PostgresOptions): Promise<{ readonly launch: Launch; readonly running: Running; readonly socket: string }> {
  const cluster = path.join(home, "cluster");
  const program = await findPostgres(path.join(home, "libraries"));
  await checkClusterVersion(cluster, program.major);
  const launch = await findLaunch(program, options.ways);
  await clearLeftover(cluster);
  const durable = options.durable ?? true;
  await ensureCluster(cluster, program, launch, durable);
  const socket = await prepareSocketFolder(home);
  const args = serverArguments(cluster, { socketDirectory: socket, connectionsMax: options.connectionsMax ?? CONNECTIONS_MAX, durable });
  const running = await run(launch, program.postgres, args, cluster, log);
  try {
    await ensureDatabase(socket);
  } catch (error) {
    await end(running);
    throw error;
  }
  return { launch, running, socket };
}

interface Parts {
  readonly launch: Launch;
  readonly running: Running;
  readonly socket: string;
  readonly home: string;
  readonly log: ServerLog;
  readonly lock: LogLock;
}

function serve({ launch, running, socket, home, log, lock }: Parts): PostgresServer {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await end(running);
    await ended;
    await log.close();
    await forgetSocketFolder(home);
    await lock.release();
  };
  const ended = running.gone.then(async () => ({ asked: stopping !== undefined, said: stopping === undefined ? lastLine(await log.since(running.logOffset)) : "" }));
  return {
    connection: { kind: "socket", directory: socket, port: SOCKET_PORT, user: OWNER, database: DATABASE },
    administration: administrationAt(socket),
    pid: running.pid,
    way: { identity: launch.identity, reaper: launch.reaper },
    ended,
    stop: () => (stopping ??= stop()),
  };
}

function administrationAt(socket: string): StoreConnection {
  return { kind: "socket", directory: socket, port: SOCKET_PORT, user: ADMINISTRATOR, database: "postgres" };
}

/** The role that works on matters owns its database and is no superuser, so that a mistake in a statement stays in there. */
async function ensureDatabase(socket: string): Promise<void> {
  const client = new Client(clientConfig(administrationAt(socket), { settings: {}, connectTimeoutMs: CONNECT_MS_MAX }));
  client.on("error", () => undefined);
  try {
    await client.connect();
    const has = async (text: string): Promise<boolean> => (await client.query(text)).rows.length > 0;
    if (!(await has(`SELECT FROM pg_roles WHERE rolname = '${OWNER}'`))) await client.query(`CREATE ROLE ${OWNER} LOGIN`);
    if (!(await has(`SELECT FROM pg_database WHERE datname = '${DATABASE}'`))) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  } finally {
    await client.end();
  }
}

// --- one process -----------------------------------------------------------------------------------------------------

interface Running {
  readonly pid: number;
  /** Resolves when the process is no more. */
  readonly gone: Promise<void>;
  readonly isGone: () => boolean;
  readonly logOffset: number;
}

/** Starts the server until it is ready. One whose memory is still held by a dying one before it is started again. */
async function run(launch: Launch, postgres: string, args: readonly string[], cluster: string, log: ServerLog): Promise<Running> {
  const beganMs = Date.now();
  for (;;) {
    const outcome = await tryToRun(launch, postgres, args, cluster, log);
    if (typeof outcome !== "string") return outcome;
    if (!IN_USE.test(outcome) || Date.now() - beganMs > IN_USE_MS_MAX) {
      throw new ProblemError({ code: "store-unreachable", detail: `PostgreSQL did not start: ${lastLine(outcome) || "it said nothing"} (${log.file})`, at: { file: log.file } });
    }
    await delay(100);
  }
}

/** The running server, or what the log says when it ended instead. */
async function tryToRun(launch: Launch, postgres: string, args: readonly string[], cluster: string, log: ServerLog): Promise<Running | string> {
  const before = await readPostmasterFile(cluster);
  const logOffset = await log.size();
  const command = launch.stay(postgres, args);
  // A session of its own: Ctrl-C in a terminal reaches us, and we tell the server when its turn has come.
  const child = spawn(command.file, command.args, {
    cwd: "/",
    env: launch.env,
    detached: true,
    stdio: ["ignore", log.descriptor, log.descriptor, launch.reaper === "shell" ? "pipe" : "ignore"],
  });
  child.unref();
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const settle = (): void => {
      isGone = true;
      resolve();
    };
    child.once("exit", settle);
    child.once("error", settle);
  });
  for (const beganMs = Date.now(); Date.now() - beganMs < START_MS_MAX;) {
    const file = await readPostmasterFile(cluster);
    const fresh = file !== undefined && (file.pid !== before?.pid || file.startedAtSeconds !== before.startedAtSeconds);
    if (fresh && file.ready) return { pid: file.pid, gone, isGone: () => isGone, logOffset };
    if (isGone) return log.since(logOffset);
    await Promise.race([gone, delay(POLL_MS)]);
  }
  child.kill("SIGQUIT");
  await gone;
  return `it was not ready after ${START_MS_MAX / 1000} seconds`;
}

/** Fast, then at once, then by force; recovery puts right what the latter two leave. */
async function end({ pid, gone, isGone }: Running): Promise<void> {
  for (const [signal, patienceMs] of [
    ["SIGINT", FAST_SHUTDOWN_MS],
    ["SIGQUIT", IMMEDIATE_SHUTDOWN_MS],
    ["SIGKILL", IMMEDIATE_SHUTDOWN_MS],
  ] as const) {
    if (isGone()) return;
    sendSignal(pid, signal);
    const patience = new AbortController();
    await Promise.race([gone, delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
  }
  await gone;
}

// --- the folder ------------------------------------------------------------------------------------------------------

async function checkOwner(home: string): Promise<void> {
  const { uid } = await stat(home);
  if (uid === process.getuid?.()) return;
  throw new ProblemError({
    code: "config-invalid",
    detail: `${home} belongs to another account (number ${uid}); run the program as that one, or give this one another data folder (DUANLIU_DATA)`,
    at: { file: home },
    expected: "a folder of this account",
  });
}

/**
 * The operating system's lock, which ends with its holder. PostgreSQL's own file would only tell of a process number. Two
 * that ask in the same moment may each find the other's attempt, so that both ask again, at moments of their own.
 */
async function lockHome(home: string): Promise<LogLock> {
  for (let tries = 1; ; tries++) {
    try {
      return await lockDirectory(home, []);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== "log-busy") throw error;
      if (tries === LOCK_TRIES_MAX) throw await inUse(home);
      await delay(10 + Math.random() * LOCK_PAUSE_MS);
    }
  }
}

async function inUse(home: string): Promise<ProblemError> {
  const holder = (await readFile(path.join(home, "lock.holder"), "utf8").catch(() => "")).trim();
  return new ProblemError({
    code: "store-busy",
    detail: `the database in ${home} is in use by ${holder === "" ? "another process" : `process ${holder}`}; stop that first, or give this one another data folder (DUANLIU_DATA)`,
    at: { file: home },
  });
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
