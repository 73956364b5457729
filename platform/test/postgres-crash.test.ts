/**
 * The embedded server through processes that are killed: under every identity this machine allows, no server outlives the
 * process that started it, the next start works at once, and no acknowledged row is lost.
 */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LaunchWay } from "../src/adapters/embedded/postgres-launch.ts";
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import type { Problem } from "../src/base/problem.ts";
import type { ChildOrder } from "./postgres-child.ts";

const CHILD = fileURLToPath(new URL("./postgres-child.ts", import.meta.url));
const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;

interface Up {
  readonly pid: number;
  readonly way: LaunchWay;
  readonly next: number;
  readonly uid: number;
}

interface Child {
  readonly process: ChildProcess;
  readonly up: Up;
  /** Numbers that it said were committed, so far. */
  readonly acknowledged: readonly number[];
  acknowledges(count: number): Promise<void>;
  /** Resolves when it has ended, with its last word. */
  readonly ended: Promise<string>;
}

let dataDir: string;
const children: Child[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "duanliu-pgcrash-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.kill("SIGKILL");
    await gone(child.up.pid);
  }
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the child behind a command such as `setpriv …`; resolves with a problem when it has one. */
async function start(order: Omit<ChildOrder, "dataDir"> & { readonly dataDir?: string }, inFront: readonly string[] = []): Promise<Child | Problem> {
  const [file, ...args] = [...inFront, process.execPath, CHILD, JSON.stringify({ dataDir, ...order })];
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"], env: { PATH: process.env["PATH"], LC_ALL: "C" } });
  const acknowledged: number[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const first = Promise.withResolvers<Up | Problem>();
  let last = "";
  const ended = new Promise<string>((resolve) =>
    child.once("close", () => {
      first.reject(new Error("the child ended without a word"));
      resolve(last);
    }),
  );
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [, word, json] = /^(\w+) (.*)$/.exec(line) ?? [];
    last = word;
    const value: unknown = JSON.parse(json);
    if (word === "ack") {
      acknowledged.push(value as number);
      for (const { count, resolve } of waiting) if (acknowledged.length >= count) resolve();
    } else first.resolve(value as Up | Problem);
  });
  const said = await first.promise;
  if ("code" in said) return said;
  const acknowledges = (count: number): Promise<void> => (acknowledged.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })));
  const running: Child = { process: child, up: said, acknowledged, acknowledges, ended };
  children.push(running);
  return running;
}

async function startWell(...args: Parameters<typeof start>): Promise<Child> {
  const child = await start(...args);
  if ("code" in child) throw new Error(`${child.code}: ${child.detail}`);
  return child;
}

/** Dead, or dead and not buried: nobody waits for an orphan's exit in some containers. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = existsSync("/proc/self/stat") ? readFileSync(`/proc/${pid}/stat`, "utf8") : ") S";
  return !/\) Z/.test(stat);
}

async function gone(pid: number): Promise<void> {
  await expect.poll(() => isRunning(pid), { timeout: 30_000, interval: 20 }).toBe(false);
}

/** The ways that the account may use; a normal account becomes root of a namespace of its own for those that root has. */
const WAYS: readonly LaunchWay[] = (IS_ROOT ? (["namespace", "account"] as const) : (["same"] as const)).flatMap((identity) =>
  (["kernel", "shell"] as const).map((reaper) => ({ identity, reaper })),
);

function works([file, ...args]: readonly string[]): boolean {
  return spawnSync(file, args).status === 0;
}

test.each(WAYS)("killed again and again while it commits ($identity, $reaper), nothing is lost and nobody is left behind", async (way) => {
  const acknowledged: number[] = [];
  for (let round = 0; round < 4; round++) {
    const child = await startWell({ ways: [way], write: true, durable: round > 0 });
    expect(child.up.way).toEqual(way);
    // A commit whose answer nobody heard may be there as well.
    expect(child.up.next - acknowledged.length).toBeLessThanOrEqual(round);
    expect(child.up.next).toBeGreaterThanOrEqual(acknowledged.length === 0 ? 0 : Math.max(...acknowledged) + 1);
    await child.acknowledges(20 + round * 15);
    child.process.kill("SIGKILL");
    await child.ended;
    acknowledged.push(...child.acknowledged);
    // At once in the even rounds, while the old server is still stopping.
    if (round % 2 === 1) await gone(child.up.pid);
  }
  const server = await startPostgres({ dataDir });
  const store = await openStore(server.connection);
  const rows = await store.snapshot((sql) => sql.query<{ n: number }>("SELECT n FROM written ORDER BY n"));
  const there = new Set(rows.map(({ n }) => n));
  expect(acknowledged.filter((n) => !there.has(n))).toEqual([]);
  await store.close();
  await server.stop();
});

test("told to stop, it stops the server before it ends", async () => {
  for (const way of WAYS) {
    const child = await startWell({ ways: [way], durable: false });
    child.process.stdin?.end();
    expect(await child.ended).toBe("stopped");
    expect(isRunning(child.up.pid)).toBe(false);
    expect(readdirSync(path.join(dataDir, "postgres", "socket"))).toEqual([]);
  }
});

test("another process in the same folder is turned away, with the number of the one that has it, which goes on", async () => {
  const child = await startWell({ write: true, durable: false });
  for (const second of [await start({}), await startPostgres({ dataDir }).catch((error: unknown) => (error as { problem: Problem }).problem)]) {
    expect(second).toMatchObject({ code: "store-busy", detail: expect.stringContaining(`process ${child.process.pid}`) });
  }
  await child.acknowledges(child.acknowledged.length + 10);
  expect(isRunning(child.up.pid)).toBe(true);
});

test("of two that start at once one serves", async () => {
  const both = await Promise.all([start({ durable: false }), start({ durable: false })]);
  expect(both.filter((one) => "code" in one)).toMatchObject([{ code: "store-busy" }]);
  expect(both.filter((one) => "up" in one).length).toBe(1);
});

test("a server that nobody told to stop is ended by the next start", async () => {
  const child = await startWell({ ways: [{ ...WAYS[0], reaper: "shell" }], write: true, durable: false });
  await child.acknowledges(20);
  // The guards first, so that none is left to tell it.
  for (const pid of guardsOf(child.up.pid)) process.kill(pid, "SIGKILL");
  child.process.kill("SIGKILL");
  await child.ended;
  expect(isRunning(child.up.pid)).toBe(true);
  const next = await startWell({ durable: false });
  expect(isRunning(child.up.pid)).toBe(false);
  expect(next.up.next).toBeGreaterThanOrEqual(child.acknowledged.length);
});

/** The shell that started the server, and the one that waits for the end of our pipe. */
function guardsOf(server: number): readonly number[] {
  const parentOf = (pid: string): number => Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  const shell = parentOf(String(server));
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const others = all.filter((pid) => {
    try {
      return parentOf(pid) === shell && Number(pid) !== server;
    } catch {
      return false;
    }
  });
  return [...others.map(Number), shell];
}

// The capability lets an account read a checkout that lies in root's own folder; it is not root for that.
const reading = ["--clear-groups", "--securebits=+no_setuid_fixup", "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"];
const asNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, ...reading];
const asNameless = ["setpriv", "--reuid=54321", "--regid=54321", ...reading];
/** As containers start: few capabilities, and none that makes namespaces. */
const asContainerRoot = ["setpriv", "--bounding-set=-all,+chown,+dac_override,+fsetid,+fowner,+setgid,+setuid,+setpcap,+kill"];

test.each(IS_ROOT ? ["a normal account"] : [])("%s starts it as itself", async () => {
  const folder = path.join(dataDir, "nobody");
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, NOBODY, NOBODY);
  const child = await startWell({ dataDir: folder, durable: false }, asNobody);
  expect(child.up).toMatchObject({ uid: NOBODY, way: { identity: "same", reaper: "kernel" } });
  child.process.kill("SIGKILL");
  await gone(child.up.pid);
  // Root may not take it over by mistake: its files would then be closed to the account.
  expect(await start({ dataDir: folder })).toMatchObject({ code: "config-invalid", detail: expect.stringContaining("another account") });
});

test.each(IS_ROOT ? ["an account without a name"] : [])("%s starts it where it may make a namespace, and is told what to do elsewhere", async () => {
  // In a namespace the capability is gone: every folder on the way has to be open.
  chownSync(dataDir, 54_321, 54_321);
  const child = await start({ durable: false }, asNameless);
  if (works([...asNameless, "unshare", "--user", "--map-user=1", "test", "-r", CHILD])) expect(child).toMatchObject({ up: { uid: 54_321, way: { identity: "namespace" } } });
  else expect(child).toMatchObject({ code: "config-invalid", detail: expect.stringContaining("DATABASE_URL") });
});

test.each(IS_ROOT ? ["root of a container"] : [])("%s starts it with what containers allow", async () => {
  const child = await startWell({ durable: false, ways: [{ identity: "account", reaper: "kernel" }] }, asContainerRoot);
  child.process.kill("SIGKILL");
  await gone(child.up.pid);
  const next = await startWell({ durable: false, ways: [{ identity: "account", reaper: "shell" }] }, asContainerRoot);
  next.process.kill("SIGKILL");
  await gone(next.up.pid);
});

test.each(!IS_ROOT && works(["unshare", "--user", "--map-root-user", "true"]) ? ["root of a namespace"] : [])("%s starts it in another", async () => {
  const child = await startWell({ durable: false }, ["unshare", "--user", "--map-root-user"]);
  expect(child.up).toMatchObject({ uid: 0, way: { identity: "namespace" } });
});
