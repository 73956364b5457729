import { mkdir, mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { armFaultPoint } from "../../base/fault-point.ts";
import { collectFrames, eventLogConformance, numberedFrame } from "../../ports/event-log.conformance.ts";
import { openEventLog } from "./event-log.ts";
import type { EmbeddedLogOptions } from "./log-options.ts";

eventLogConformance(async () => {
  const directory = await mkdtemp(join(tmpdir(), "duanliu-log-"));
  return {
    // Small segments, so that the suite crosses many of them.
    open: (limits) => openEventLog({ directory, segmentBytesMax: 16_384, ...limits }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "duanliu-log-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const segments = async (): Promise<string[]> => (await readdir(directory)).filter((name) => name.startsWith("segment-")).sort();
const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });

test("many small frames at once share a few writes and keep their order", async () => {
  const log = await openEventLog({ directory });
  await Promise.all(Array.from({ length: 20_000 }, (_, i) => log.append(numberedFrame(i, { size: 20 }))));
  const read = await collectFrames(log.read("start"));
  expect(read.map((frame) => frame.firstSequence)).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
  await log.close();
});

test("no segment grows over its limit, whatever the frames and openings", async () => {
  for (let round = 0; round < 12; round++) {
    const log = await openEventLog({ directory, segmentBytesMax: 5000 });
    await Promise.all(Array.from({ length: 9 }, (_, i) => log.append(numberedFrame(log.nextSequence, { size: (i * 613 + round * 97) % 4700 }))));
    await log.close();
  }
  for (const name of await segments()) expect((await stat(join(directory, name))).size).toBeLessThanOrEqual(5000);
  expect((await segments()).length).toBeGreaterThan(20);
});

test("other versions begin another segment, the same ones go on", async () => {
  const run = async (versionsDigest: string): Promise<void> => {
    const log = await openEventLog({ directory, versionsDigest });
    await log.append(numberedFrame(log.nextSequence));
    await log.close();
  };
  await run("a".repeat(64));
  await run("A".repeat(64));
  expect((await segments()).length).toBe(1);
  await run("b".repeat(64));
  expect((await segments()).length).toBe(2);
  await expect(openEventLog({ directory, versionsDigest: "b" })).rejects.toEqual(refused("config-invalid"));
});

test("segments erased to nothing become one file", async () => {
  const log = await openEventLog({ directory, segmentBytesMax: 4096 });
  for (let i = 0; i < 60; i++) await log.append(numberedFrame(i, { size: 1000 }));
  expect((await segments()).length).toBeGreaterThanOrEqual(20);
  await log.erase({ receivedBeforeMs: 50_000, fateOf: (frame) => ({ kind: frame.firstSequence === 30 ? "keep" : "drop" }) });
  // One for all before the segment of frame 30, that segment, one for all between, and those not reached by the policy.
  expect((await segments()).length).toBeLessThanOrEqual(3 + 5);
  expect((await collectFrames(log.read("start"))).map((frame) => frame.firstSequence)).toEqual([30, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  await log.close();
  const again = await openEventLog({ directory, verifyAll: true });
  expect(again.notices).toEqual([]);
  await again.erase({ receivedBeforeMs: Number.MAX_SAFE_INTEGER, fateOf: () => ({ kind: "drop" }) });
  expect(await segments()).toHaveLength(1);
  expect((await stat(join(directory, (await segments())[0]))).size).toBeLessThan(300);
  await again.append(numberedFrame(60));
  await again.close();
});

test("a log with little traffic is erased too, although its segment is not full", async () => {
  const log = await openEventLog({ directory });
  await log.append(numberedFrame(0, { receivedAtMs: 1000 }));
  const report = await log.erase({ receivedBeforeMs: 2000, fateOf: () => ({ kind: "drop" }) });
  expect(report.framesDropped).toBe(1);
  await log.close();
});

test("limits that contradict each other refuse to open, and name the setting", async () => {
  const wrong: readonly Omit<EmbeddedLogOptions, "directory">[] = [
    { segmentBytesMax: 10 },
    { segmentBytesMax: 2 ** 31 },
    { frameBytesMax: 0 },
    { frameBytesMax: 5000, segmentBytesMax: 5000 },
    { frameBytesMax: 2 ** 27, segmentBytesMax: 2 ** 28 },
    { queueBytesMax: 1000, frameBytesMax: 1000 },
    { groupBytesMax: 0 },
    { groupBytesMax: 1.5 },
  ];
  for (const options of wrong) {
    const name = Object.keys(options)[0];
    const opening = openEventLog({ directory, ...options });
    await expect(opening, `${JSON.stringify(options)}`).rejects.toEqual(refused("config-invalid"));
    await expect(opening).rejects.toThrow(name);
  }
});

test("a storage that fails refuses everything afterwards, and what was acknowledged is still there", async () => {
  const log = await openEventLog({ directory, segmentBytesMax: 4096 });
  for (let i = 0; i < 3; i++) await log.append(numberedFrame(i, { size: 1000 }));
  // The next frame needs a new segment; a directory in the way makes that impossible.
  await mkdir(join(directory, "segment-0000000002.log.tmp"));
  const outcomes = await Promise.allSettled([3, 4].map((i) => log.append(numberedFrame(i, { size: 1000 }))));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: "rejected", reason: { problem: { code: "write-failed" } } });
  expect(log.pendingBytes).toBe(0);
  await expect(log.append(numberedFrame(5))).rejects.toEqual(refused("write-failed"));
  await log.close();
  await rm(join(directory, "segment-0000000002.log.tmp"), { recursive: true });
  const again = await openEventLog({ directory });
  expect((await collectFrames(again.read("start"))).map((frame) => frame.firstSequence)).toEqual([0, 1, 2]);
  await again.append(numberedFrame(3));
  await again.close();
});

/** What every file handle inherits from; Node does not export the class. */
async function fileHandlePrototype(): Promise<FileHandle> {
  const handle = await open(directory, "r");
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

test("a frame is acknowledged only when fdatasync has returned, and frames that came meanwhile share the next one", async () => {
  const log = await openEventLog({ directory });
  await log.append(numberedFrame(0));
  const releases: (() => void)[] = [];
  const synced = vi.spyOn(await fileHandlePrototype(), "datasync").mockImplementation(() => new Promise<void>((resolve) => releases.push(resolve)));
  const acknowledged: number[] = [];
  const appended = (sequence: number): Promise<void> => log.append(numberedFrame(sequence)).then(() => void acknowledged.push(sequence));
  const calls = [appended(1)];
  await vi.waitFor(() => expect(releases.length).toBe(1));
  calls.push(appended(2), appended(3), appended(4));
  expect(await collectFrames(log.read("start")), "what is not durable is not read").toHaveLength(1);
  expect(acknowledged).toEqual([]);
  releases[0]();
  await vi.waitFor(() => expect(releases.length).toBe(2));
  expect(acknowledged).toEqual([1]);
  releases[1]();
  await Promise.all(calls);
  expect(acknowledged).toEqual([1, 2, 3, 4]);
  expect(synced).toHaveBeenCalledTimes(2);
  synced.mockRestore();
  await log.close();
});

test("a failed fdatasync is never tried again: the log refuses until it is opened anew", async () => {
  const log = await openEventLog({ directory });
  await log.append(numberedFrame(0));
  const synced = vi.spyOn(await fileHandlePrototype(), "datasync").mockRejectedValueOnce(new Error("EIO: i/o error"));
  await expect(log.append(numberedFrame(1))).rejects.toThrow("i/o error");
  await expect(log.append(numberedFrame(2))).rejects.toEqual(refused("write-failed"));
  await log.close();
  expect(synced).toHaveBeenCalledTimes(1);
  synced.mockRestore();
  const again = await openEventLog({ directory });
  expect((await collectFrames(again.read("start")))[0].firstSequence).toBe(0);
  await again.close();
});

test("an erasure that the disk refuses says so and leaves the frames", async () => {
  const log = await openEventLog({ directory });
  await log.append(numberedFrame(0));
  const disarm = armFaultPoint("erase.before-rename", () => {
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { syscall: "write", code: "ENOSPC" });
  });
  const policy = { receivedBeforeMs: Number.MAX_SAFE_INTEGER, fateOf: () => ({ kind: "drop" as const }) };
  await expect(log.erase(policy)).rejects.toEqual(refused("write-failed"));
  disarm();
  expect(await collectFrames(log.read("start"))).toHaveLength(1);
  expect((await readdir(directory)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect((await log.erase(policy)).framesDropped).toBe(1);
  await log.close();
});
