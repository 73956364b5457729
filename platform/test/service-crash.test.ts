/**
 * Kills the whole service, at each named fault point and at random moments, again and again on the same folder. A client
 * sends again what it had no answer for. After each death: nothing answered is lost, nothing is there twice, a repeated
 * event has its first verdict. At the end: the state is that of a service that was never interrupted.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openEventLog } from "../src/adapters/embedded/event-log.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { composeApp } from "../src/app/compose.ts";
import type { FaultPoint } from "../src/base/fault-point.ts";
import { mix32 } from "../src/base/hash.ts";
import { isMalformed } from "../src/base/problem.ts";
import { decodeFrame } from "../src/screen/frame.ts";
import { testConfig, temporaryFolder } from "./running-server.ts";
import { send, townLines, type ServiceOrder } from "./service-crash-child.ts";

const CHILD = fileURLToPath(new URL("./service-crash-child.ts", import.meta.url));
/** Points that this program passes; those inside an erasure and at a new segment are the log's own test's. */
const POINTS: readonly (readonly [FaultPoint, readonly number[]])[] = [
  ["service.judged", [1, 7]],
  ["service.answering", [1, 5]],
  ["log.before-write", [1, 6]],
  ["log.after-write-before-sync", [2, 5]],
  ["log.after-sync-before-ack", [1, 4]],
  ["state.copied", [1, 2]],
  ["snapshot.before-rename", [1, 2]],
  ["snapshot.after-rename", [1, 2]],
  ["state.restored", [1]],
  ["state.replayed", [1]],
];
/** Kills at random moments; a long run sets more, e.g. CRASH_KILLS=200. */
const RANDOM_KILLS = Number(process.env["CRASH_KILLS"] ?? 42);
const ROUNDS = 3;
/** They share the machine with each other, and starting a process is most of their work. */
const HANG_MS = 600_000;
/** Answered events that a client sends again all the same. */
const OVERLAP = 5;
const PROBE_EVENTS = 400;
const FOREVER = 1_000_000;

/** What the clients of one folder know. */
interface Knowledge {
  readonly directory: string;
  /** Events below this number were answered. */
  answered: number;
  readonly digests: Map<number, string>;
  kills: number;
  fromSnapshot: number;
}

let killsCounted = 0;
afterAll(() => console.log(`service killed ${killsCounted} times`));

async function runChild(k: Knowledge, order: Omit<ServiceOrder, "directory" | "from">, killAt: { readonly acks?: number; readonly afterMs?: number } = {}): Promise<string | null> {
  const from = Math.max(0, k.answered - OVERLAP);
  const child = spawn(process.execPath, [CHILD, JSON.stringify({ directory: k.directory, from, ...order })], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<string | null>((resolve) => child.once("close", (_code, signal) => resolve(signal)));
  const timer = killAt.afterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAt.afterMs);
  let acks = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const space = line.indexOf(" ");
    const word = line.slice(0, space);
    const rest = line.slice(space + 1);
    if (word === "told") expect(rest).not.toMatch(/^error/);
    if (word === "open") {
      const opened = JSON.parse(rest) as { differed: number; fromSnapshot: boolean; next: number };
      expect(opened.differed, "a replay came out otherwise").toBe(0);
      expect(opened.next, "answered and lost").toBeGreaterThanOrEqual(k.answered);
      if (opened.fromSnapshot) k.fromSnapshot++;
    }
    if (word !== "ack") continue;
    const [first, ...digests] = rest.split(" ");
    digests.forEach((digest, n) => {
      const number = Number(first) + n;
      const known = k.digests.get(number);
      if (known !== undefined) expect([number, digest], "a repeated event has its first verdict").toEqual([number, known]);
      k.digests.set(number, digest);
    });
    k.answered = Math.max(k.answered, Number(first) + digests.length);
    if (++acks === killAt.acks) child.kill("SIGKILL");
  }
  clearTimeout(timer);
  const signal = await ended;
  if (signal === "SIGKILL") {
    k.kills++;
    killsCounted++;
  }
  return signal;
}

/** Every event up to the last is in the log, once and in order; what was answered is among them. Returns how many. */
async function checkLog(k: Knowledge): Promise<number> {
  const log = await openEventLog({ directory: path.join(k.directory, "log") });
  const ids: string[] = [];
  const digests: string[] = [];
  for await (const { payload } of log.read("start")) {
    const frame = decodeFrame(payload);
    if (isMalformed(frame)) throw new Error(frame.expected);
    for (let i = 0; i < frame.batch.count; i++) {
      ids.push(frame.batch.text(i, 0));
      digests.push(frame.verdicts.digest(i));
    }
  }
  await log.close();
  expect(ids.length, "answered and lost").toBeGreaterThanOrEqual(k.answered);
  const lines = townLines();
  const expected = ids.map(() => (JSON.parse(lines.next().value as string) as { id: string }).id);
  expect(ids, "each once, in order").toEqual(expected);
  for (const [number, digest] of k.digests) if (digests[number] !== digest) expect([number, digests[number]]).toEqual([number, digest]);
  return ids.length;
}

/** Digests that a service in this folder gives to events [from, from + PROBE_EVENTS). */
async function probe(directory: string, sendFrom: number, from: number): Promise<readonly string[]> {
  const app = await composeApp(testConfig(directory), systemWorld, () => undefined);
  expect(app.recovered.differed).toBe(0);
  const digests: string[] = [];
  await send(app, sendFrom, from + PROBE_EVENTS, (first, verdicts) => verdicts.forEach((v, n) => (digests[first + n] = v.digest)));
  await app.close();
  return digests;
}

async function checkState(k: Knowledge): Promise<void> {
  const there = await checkLog(k);
  const fresh = await temporaryFolder();
  const uninterrupted = await probe(fresh.path, 0, there);
  const recovered = await probe(k.directory, there, there);
  expect(recovered.slice(there)).toHaveLength(PROBE_EVENTS);
  expect(recovered.slice(there)).toEqual(uninterrupted.slice(there));
  for (const [number, digest] of k.digests) if (uninterrupted[number] !== digest) expect([number, digest]).toEqual([number, uninterrupted[number]]);
  await fresh.remove();
}

test.concurrent("killed at each fault point, the service loses and doubles nothing and comes back to the same state", { timeout: HANG_MS }, async () => {
  const folder = await temporaryFolder();
  const k: Knowledge = { directory: folder.path, answered: 0, digests: new Map(), kills: 0, fromSnapshot: 0 };
  let wanted = 0;
  for (const [fault, passes] of POINTS) {
    for (const hits of passes) {
      expect(await runChild(k, { to: FOREVER, fault, hits }), `${fault} was passed`).toBe("SIGKILL");
      wanted++;
    }
    await checkLog(k);
  }
  expect(k.kills).toBe(wanted);
  expect(k.fromSnapshot).toBeGreaterThan(0);
  await checkState(k);
  await folder.remove();
});

test.concurrent.each(Array.from({ length: ROUNDS }, (_, n) => n))(
  "killed at random moments (%i), the service loses and doubles nothing and comes back to the same state",
  { timeout: HANG_MS },
  async (round) => {
    const folder = await temporaryFolder();
    const k: Knowledge = { directory: folder.path, answered: 0, digests: new Map(), kills: 0, fromSnapshot: 0 };
    for (let kill = 0; kill < RANDOM_KILLS / ROUNDS; kill++) {
      const dice = mix32(round * 1_000 + kill);
      // Two of three die while they work, the third at any time, the start included.
      const signal = await runChild(k, { to: FOREVER }, dice % 3 === 0 ? { afterMs: dice % 2_000 } : { acks: 1 + (dice % 60) });
      expect(signal).toBe("SIGKILL");
      if (kill % 4 === 3) await checkLog(k);
    }
    await checkState(k);
    await folder.remove();
  },
);
