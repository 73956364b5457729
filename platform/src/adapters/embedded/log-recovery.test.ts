import { copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LogDamaged } from "../../ports/event-log.ts";
import type { FrameToAppend, LoggedFrame } from "../../ports/event-log.ts";
import { collectFrames, numberedFrame } from "../../ports/event-log.conformance.ts";
import { openEventLog } from "./event-log.ts";
import type { LogNotice } from "./log-notice.ts";
import { describeNotice } from "./log-notice.ts";
import { FRAME_HEADER_BYTES, SEGMENT_HEADER_BYTES, frameBytes, segmentFileName } from "./segment.ts";

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "duanliu-recovery-"));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/** The bytes of each segment as a killed process leaves them; each inner list of frames is one group commit. */
async function written(groups: readonly (readonly FrameToAppend[])[], how: "killed" | "closed", segmentBytesMax?: number): Promise<Buffer[]> {
  const directory = join(scratch, "writing");
  const log = await openEventLog({ directory, segmentBytesMax });
  for (const group of groups) await Promise.all(group.map((frame) => log.append(frame)));
  if (how === "closed") await log.close();
  const names = (await readdir(directory)).filter((name) => name.startsWith("segment-")).sort();
  const segments = await Promise.all(names.map((name) => readFile(join(directory, name))));
  await log.close();
  await rm(directory, { recursive: true });
  return segments;
}

let imageCount = 0;
async function imageOf(segments: readonly Uint8Array[]): Promise<string> {
  const directory = join(scratch, `image-${imageCount++}`);
  await mkdir(directory);
  for (const [i, bytes] of segments.entries()) await writeFile(join(directory, segmentFileName(i + 1)), bytes);
  return directory;
}

interface Outcome {
  readonly sequences: number[];
  readonly notices: readonly LogNotice[];
}

/** Opens, reads everything, appends one frame, opens again with a full check. */
async function recovered(directory: string): Promise<Outcome> {
  const log = await openEventLog({ directory });
  const sequences = (await collectFrames(log.read("start"))).map((frame) => frame.firstSequence);
  await log.append(numberedFrame(log.nextSequence, { size: 200 }));
  await log.close();
  const again = await openEventLog({ directory, verifyAll: true });
  expect(again.notices).toEqual([]);
  expect((await collectFrames(again.read("start"))).map((frame) => frame.firstSequence).slice(0, -1)).toEqual(sequences);
  await again.close();
  await rm(directory, { recursive: true });
  return { sequences, notices: log.notices };
}

/** Expects a refusal that changed nothing. */
async function refusal(directory: string, verifyAll = false): Promise<LogDamaged> {
  const before = await contents(directory);
  const outcome = await openEventLog({ directory, verifyAll }).then(
    (log) => log.close().then(() => "opened"),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(LogDamaged);
  expect(await contents(directory)).toEqual(before);
  await rm(directory, { recursive: true });
  return outcome as LogDamaged;
}

/** Everything in the log, or the damage that opening or reading it met; any other error fails the test. */
async function readAll(directory: string): Promise<LoggedFrame[] | LogDamaged> {
  try {
    const log = await openEventLog({ directory });
    try {
      return await collectFrames(log.read("start"));
    } finally {
      await log.close();
    }
  } catch (error) {
    if (error instanceof LogDamaged) return error;
    throw error;
  }
}

async function contents(directory: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(directory)).sort()) if (name !== "lock") found[name] = (await readFile(join(directory, name))).toString("base64");
  return found;
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1 << (at % 8);
  return copy;
}

const SIZE = 40;
const FRAME = frameBytes(SIZE);
const startOf = (frame: number): number => SEGMENT_HEADER_BYTES + frame * FRAME;
const single = (count: number): FrameToAppend[][] => Array.from({ length: count }, (_, i) => [numberedFrame(i, { size: SIZE })]);

describe("a torn tail", () => {
  test("is cut wherever the last frame was interrupted, and said", async () => {
    const [bytes] = await written(single(5), "killed");
    expect(bytes.length).toBe(startOf(5));
    for (let size = startOf(4); size < startOf(5); size++) {
      const { sequences, notices } = await recovered(await imageOf([bytes.subarray(0, size)]));
      expect(sequences).toEqual([0, 1, 2, 3]);
      if (size === startOf(4)) expect(notices).toEqual([]);
      else expect(notices).toMatchObject([{ kind: "tail-cut", offset: startOf(4), bytesCut: size - startOf(4) }]);
    }
  });

  test("is cut when its bytes are there but wrong", async () => {
    const [bytes] = await written(single(3), "killed");
    for (let at = startOf(2); at < startOf(3); at += 3) {
      const { sequences, notices } = await recovered(await imageOf([flipped(bytes, at)]));
      expect(sequences).toEqual([0, 1]);
      expect(notices).toMatchObject([{ kind: "tail-cut", offset: startOf(2), bytesCut: FRAME }]);
      expect(describeNotice(notices[0]).en).toContain(`byte ${startOf(2)}`);
    }
  });

  test("is cut when only the later part of one write reached the disk", async () => {
    const group = Array.from({ length: 6 }, (_, i) => numberedFrame(i + 1, { size: 1000 }));
    const [bytes] = await written([[numberedFrame(0, { size: 1000 })], group], "killed");
    const third = SEGMENT_HEADER_BYTES + 3 * frameBytes(1000);
    const sector = Math.ceil(third / 512) * 512;
    bytes.fill(0, sector, sector + 512);
    const { sequences, notices } = await recovered(await imageOf([bytes]));
    expect(sequences).toEqual([0, 1, 2]);
    expect(notices).toMatchObject([{ kind: "tail-cut", offset: third }]);
  });

  test("may hold bytes that look like a frame of another log", async () => {
    const [other] = await written(single(8), "killed");
    const [bytes] = await written([[numberedFrame(0, { size: SIZE })], [{ ...numberedFrame(1), payload: other.subarray(startOf(1) + FRAME_HEADER_BYTES) }]], "killed");
    const { sequences, notices } = await recovered(await imageOf([bytes.subarray(0, bytes.length - 1)]));
    expect(sequences).toEqual([0]);
    expect(notices).toMatchObject([{ kind: "tail-cut", offset: startOf(1) }]);
  });

  test("of a seal loses no frame", async () => {
    const [bytes] = await written(single(3), "closed");
    for (let at = startOf(3); at < bytes.length; at += 5) {
      expect((await recovered(await imageOf([flipped(bytes, at)]))).sequences).toEqual([0, 1, 2]);
      expect((await recovered(await imageOf([bytes.subarray(0, at)]))).sequences).toEqual([0, 1, 2]);
    }
  });

  test("what a crash kept from getting its name is removed", async () => {
    const [bytes] = await written(single(2), "killed");
    const directory = await imageOf([bytes]);
    await writeFile(join(directory, "segment-0000000002.log.tmp"), bytes.subarray(0, 50));
    const { sequences, notices } = await recovered(directory);
    expect(sequences).toEqual([0, 1]);
    expect(notices).toEqual([{ kind: "leftover-removed", file: join(directory, "segment-0000000002.log.tmp") }]);
  });
});

describe("damage", () => {
  test("in any byte before the last frame refuses, and says the frame", async () => {
    const [bytes] = await written(single(4), "killed");
    for (let at = 0; at < startOf(3); at += 2) {
      const directory = await imageOf([flipped(bytes, at)]);
      const damage = await refusal(directory);
      expect(damage.file).toBe(join(directory, segmentFileName(1)));
      expect(damage.offset).toBe(at < SEGMENT_HEADER_BYTES ? 0 : startOf(Math.floor((at - SEGMENT_HEADER_BYTES) / FRAME)));
      expect(damage.message).toContain(damage.expected);
    }
  });

  test("in the last frame refuses when the log had been closed in order", async () => {
    const [bytes] = await written(single(3), "closed");
    for (let at = startOf(2); at < startOf(3); at += 7) expect((await refusal(await imageOf([flipped(bytes, at)]))).offset).toBe(startOf(2));
  });

  test("inside the last write refuses when the frames behind it are whole", async () => {
    const [bytes] = await written([single(5).flat()], "killed");
    for (let at = startOf(1); at < startOf(4); at += 11) await refusal(await imageOf([flipped(bytes, at)]));
  });

  test("that leaves zeroes refuses when the place had been durable", async () => {
    const [bytes] = await written(
      Array.from({ length: 6 }, (_, i) => [numberedFrame(i, { size: 1000 })]),
      "killed",
    );
    bytes.fill(0, 2048, 2560);
    expect((await refusal(await imageOf([bytes]))).found).toContain("durable");
  });

  test("frames taken out, doubled or exchanged refuse", async () => {
    const [bytes] = await written(single(6), "killed");
    const head = bytes.subarray(0, SEGMENT_HEADER_BYTES);
    const frame = (i: number): Buffer => bytes.subarray(startOf(i), startOf(i + 1));
    for (const order of [
      [0, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
      [0, 1, 1, 2, 3, 4, 5],
      [0, 2, 1, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [0, 1, 2, 3, 5],
      [0, 1, 2, 3, 4, 5, 5],
    ]) {
      const wrong = order.findIndex((sequence, i) => sequence !== i);
      const damage = await refusal(await imageOf([Buffer.concat([head, ...order.map(frame)])]));
      expect(damage.offset).toBe(startOf(wrong));
      if (order.length === 7 && wrong === 6) expect(damage.found).toContain(`what was written at byte ${startOf(5)}`);
    }
  });

  const SMALL = 1024;
  const finished = async (): Promise<Buffer[]> => written(single(30), "killed", SMALL);

  test("in any byte of a finished segment refuses under a full check, and else when it is read", async () => {
    const segments = await finished();
    expect(segments.length).toBeGreaterThanOrEqual(4);
    for (let at = 0; at < segments[1].length; at += 11) {
      const damagedSegments = segments.with(1, flipped(segments[1], at));
      const damage = await refusal(await imageOf(damagedSegments), true);
      expect(damage.file).toContain(segmentFileName(2));
      expect(await readAll(await imageOf(damagedSegments))).toBeInstanceOf(LogDamaged);
    }
  });

  test("a finished segment cut short, missing, exchanged or from another log refuses", async () => {
    const segments = await finished();
    for (const size of [0, 60, SEGMENT_HEADER_BYTES, SEGMENT_HEADER_BYTES + 30, segments[1].length - FRAME_HEADER_BYTES, segments[1].length - 1]) {
      expect((await refusal(await imageOf(segments.with(1, segments[1].subarray(0, size))))).file).toContain(segmentFileName(2));
    }
    for (const missing of [0, 1, 2]) {
      const directory = await imageOf(segments);
      await rm(join(directory, segmentFileName(missing + 1)));
      expect((await refusal(directory)).file).toContain(segmentFileName(missing + 1));
    }
    const directory = await imageOf(segments);
    await rename(join(directory, segmentFileName(2)), join(directory, "aside"));
    await rename(join(directory, segmentFileName(3)), join(directory, segmentFileName(2)));
    await rename(join(directory, "aside"), join(directory, segmentFileName(3)));
    await refusal(directory);
    const other = await finished();
    await refusal(await imageOf(segments.with(1, other[1])));
  });

  /** A segment of 5 frames of which erasure dropped number 1. */
  const rewritten = async (): Promise<Buffer> => {
    const directory = join(scratch, "erased");
    const log = await openEventLog({ directory, segmentBytesMax: SMALL });
    for (const [frame] of single(5)) await log.append(frame);
    await log.erase({
      receivedBeforeMs: Number.MAX_SAFE_INTEGER,
      fateOf: (frame) => ({ kind: frame.firstSequence === 1 ? "drop" : "keep" }),
    });
    await log.close();
    return readFile(join(directory, segmentFileName(1)));
  };

  test("in a segment that erasure rewrote refuses, even at its end", async () => {
    const bytes = await rewritten();
    for (let at = 0; at < bytes.length; at += 7) await refusal(await imageOf([flipped(bytes, at)]));
    for (let size = 0; size < bytes.length; size += 7) await refusal(await imageOf([bytes.subarray(0, size)]));
  });

  test("a frame taken out of a segment that erasure rewrote refuses: not even erasure leaves a hole unexplained", async () => {
    const bytes = await rewritten();
    for (const taken of [0, 1, 2, 3]) {
      const rest = Buffer.concat([bytes.subarray(0, startOf(taken)), bytes.subarray(startOf(taken + 1))]);
      expect((await refusal(await imageOf([rest]))).offset).toBe(startOf(taken));
    }
  });

  test("segments that a merged one stands for are removed when they are still there", async () => {
    const directory = join(scratch, "merged");
    const log = await openEventLog({ directory, segmentBytesMax: SMALL });
    for (const [frame] of single(20)) await log.append(frame);
    await copyFile(join(directory, segmentFileName(1)), join(scratch, "kept"));
    await log.erase({ receivedBeforeMs: 16_000, fateOf: () => ({ kind: "drop" }) });
    await log.close();
    await copyFile(join(scratch, "kept"), join(directory, segmentFileName(1)));
    const { sequences, notices } = await recovered(directory);
    expect(sequences).toEqual([16, 17, 18, 19]);
    expect(notices).toEqual([{ kind: "leftover-removed", file: join(directory, segmentFileName(1)) }]);
  });
});

describe("whatever the bytes", () => {
  /** Opening and reading may refuse, in the one clear way; frames that are read are the first of those written. */
  async function survives(segments: readonly Uint8Array[], wroteUpTo: number): Promise<void> {
    const directory = await imageOf(segments);
    const frames = await readAll(directory);
    await rm(directory, { recursive: true });
    if (frames instanceof LogDamaged) {
      expect(frames.file).toContain(directory);
      expect(frames.expected.length).toBeGreaterThan(3);
      return;
    }
    expect(frames.length).toBeLessThanOrEqual(wroteUpTo);
    for (const [i, frame] of frames.entries()) expect(frame).toMatchObject(numberedFrame(i, { size: SIZE }));
  }

  test("arbitrary bytes as a segment are refused or read as empty", async () => {
    const [bytes] = await written(single(1), "killed");
    const head = bytes.subarray(0, SEGMENT_HEADER_BYTES);
    const check = fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (tail, withHead) => survives([withHead ? Buffer.concat([head, tail]) : tail], 0));
    await fc.assert(check, { seed: 42, numRuns: 150 });
  });

  test("a written segment, cut, overwritten, moved and filled at will, is refused or read rightly", async () => {
    const [bytes] = await written([...single(4), single(8).flat().slice(4)], "killed");
    const place = fc.integer({ min: 0, max: bytes.length });
    const change = fc.record({
      kind: fc.constantFrom("cut", "zero", "copy", "write", "insert"),
      a: place,
      b: place,
      length: fc.integer({ min: 1, max: 700 }),
      data: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    });
    const check = fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      let now = Buffer.from(bytes);
      for (const { kind, a, b, length, data } of changes) {
        if (kind === "cut") now = now.subarray(0, a);
        else if (kind === "zero") now.fill(0, Math.min(a, now.length), Math.min(a + length, now.length));
        else if (kind === "copy") now.copy(now, Math.min(a, now.length), Math.min(b, now.length), Math.min(b + length, now.length));
        else if (kind === "write") now.set(data.subarray(0, Math.max(0, now.length - a)), Math.min(a, now.length));
        else now = Buffer.concat([now.subarray(0, a), data, now.subarray(a)]);
      }
      await survives([now], 8);
    });
    await fc.assert(check, { seed: 42, numRuns: 200 });
  });
});
