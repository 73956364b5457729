/**
 * Kills a process that writes the log, at each named fault point and at random moments, again and again on the same
 * directory, and counts after each: every acknowledged frame is there once, in order and unchanged.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEventLog } from "../src/adapters/embedded/event-log.ts";
import { openSnapshotStore } from "../src/adapters/embedded/snapshot-store.ts";
import { FAULT_POINTS } from "../src/base/fault-point.ts";
import { mix32 } from "../src/base/hash.ts";
import { collectFrames } from "../src/ports/event-log.conformance.ts";
import { crashFrame, ERASED_CLASS } from "./log-crash-frames.ts";
import type { CrashOrder } from "./log-crash-frames.ts";

const CHILD = fileURLToPath(new URL("./log-crash-child.ts", import.meta.url));
/** Those the log and its snapshots pass; others are passed by parts of the platform that this test does not run. */
const OUR_POINTS = FAULT_POINTS.filter((point) => /^(log|snapshot|erase)\./.test(point));
/** First and later passes of each point; erasure and snapshots pass theirs a few times in a run. */
const HITS = [1, 2];
/** On a directory of its own each time, because checking takes longer the more is in it. */
const RANDOM_ROUNDS = [1, 2, 3, 4];
const RANDOM_KILLS = 6;
const FRAMES_MAX = 400;

/** What the processes on one directory were promised so far. */
interface Promises {
  acknowledged: Set<number>;
  /** Frames below this may have been erased; below the other they must be. */
  eraseAnnounced: number;
  eraseDone: number;
  snapshotSequence: number;
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "duanliu-crash-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Runs the child until it dies; kills it itself after `killAfterAcks` acknowledgements, if given. */
async function runChild(order: CrashOrder, promises: Promises, killAfterAcks = Infinity): Promise<{ signal: string | null; acks: number }> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<string | null>((resolve) => child.once("close", (_code, signal) => resolve(signal)));
  let acks = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, number] = line.split(" ");
    if (word === "ack") {
      promises.acknowledged.add(Number(number));
      if (++acks === killAfterAcks) child.kill("SIGKILL");
    } else if (word === "erasing") promises.eraseAnnounced = Math.max(promises.eraseAnnounced, Number(number));
    else if (word === "erased") promises.eraseDone = Math.max(promises.eraseDone, Number(number));
    else if (word === "snapshot") promises.snapshotSequence = Math.max(promises.snapshotSequence, Number(number));
  }
  return { signal: await ended, acks };
}

async function checkPromises(promises: Promises): Promise<void> {
  const log = await openEventLog({ directory, segmentBytesMax: 65_536, verifyAll: true });
  const frames = await collectFrames(log.read("start"));
  const sequences = frames.map((frame) => frame.firstSequence);
  const there = new Set(sequences);
  expect(there.size, "no frame twice").toBe(sequences.length);
  expect(sequences, "in order").toEqual([...sequences].sort((a, b) => a - b));
  const mayBeGone = (sequence: number): boolean => sequence % 5 === 0 && sequence < promises.eraseAnnounced;
  expect(
    [...promises.acknowledged].filter((sequence) => !there.has(sequence) && !mayBeGone(sequence)),
    "acknowledged and lost",
  ).toEqual([]);
  // No hole either: a frame that is not there has no successor.
  const expected = Array.from({ length: log.nextSequence }, (_, i) => i).filter((sequence) => there.has(sequence) || !mayBeGone(sequence));
  expect(sequences).toEqual(expected);
  const changed = frames.filter(({ payload, ...header }) => {
    const { payload: written, ...expectedHeader } = crashFrame(header.firstSequence);
    return Buffer.compare(payload, written) !== 0 || !isDeepStrictEqual(header, { position: header.position, ...expectedHeader });
  });
  expect(
    changed.map((frame) => frame.firstSequence),
    "changed",
  ).toEqual([]);
  await checkSnapshot(promises, sequences, log);
  await log.close();
}

async function checkSnapshot(promises: Promises, sequences: readonly number[], log: Awaited<ReturnType<typeof openEventLog>>): Promise<void> {
  const snapshot = await (await openSnapshotStore(join(directory, "snapshots"))).loadLatest("state");
  if (snapshot === undefined) {
    expect(promises.snapshotSequence).toBe(-1);
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of snapshot.chunks()) chunks.push(chunk);
  const sequence = new Float64Array(chunks[0].buffer)[0];
  expect(sequence).toBeGreaterThanOrEqual(promises.snapshotSequence);
  const behind = await collectFrames(log.read(snapshot.position));
  expect(behind.map((frame) => frame.firstSequence)).toEqual(sequences.filter((other) => other > sequence));
}

/** Ends a run undisturbed, then demands that what was announced as erased is erased. */
async function checkErased(promises: Promises): Promise<void> {
  expect((await runChild({ directory, framesMax: FRAMES_MAX }, promises)).signal).toBeNull();
  await checkPromises(promises);
  const log = await openEventLog({ directory });
  expect(log.notices).toEqual([]);
  for await (const frame of log.read("start")) {
    if (frame.retentionClass === ERASED_CLASS) expect(frame.firstSequence).toBeGreaterThanOrEqual(promises.eraseDone);
  }
  await log.close();
}

const nothingPromised = (): Promises => ({ acknowledged: new Set(), eraseAnnounced: 0, eraseDone: 0, snapshotSequence: -1 });

test.each(OUR_POINTS)("killed at %s, nothing acknowledged is lost and nothing is doubled", async (fault) => {
  const promises = nothingPromised();
  for (const hits of HITS) {
    const { signal } = await runChild({ directory, framesMax: FRAMES_MAX, fault, hits }, promises);
    expect(signal, "the fault point was reached").toBe("SIGKILL");
    await checkPromises(promises);
  }
  await checkErased(promises);
});

test.each(RANDOM_ROUNDS)("killed at random moments (%i), nothing acknowledged is lost and nothing is doubled", async (round) => {
  const promises = nothingPromised();
  for (let kill = 0; kill < RANDOM_KILLS; kill++) {
    // The child goes on while the signal travels, so the moment is any, not the one of the acknowledgement.
    const { signal, acks } = await runChild({ directory, framesMax: 100_000 }, promises, 1 + (mix32(round * RANDOM_KILLS + kill) % 150));
    expect(signal).toBe("SIGKILL");
    expect(acks).toBeGreaterThan(0);
    await checkPromises(promises);
  }
  await checkErased(promises);
});
