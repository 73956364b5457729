/**
 * What every `EventLog` and every `SnapshotStore` must do, as tests. An adapter's own test file calls these with a way to
 * open it; what only that adapter promises (its files, its lock) is tested there.
 */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LogDamaged, positionAfter } from "./event-log.ts";
import type { ErasePolicy, EventLog, FrameFate, FrameToAppend, LogPosition, LoggedFrame, SnapshotStore } from "./event-log.ts";

export interface LogLimits {
  readonly frameBytesMax: number;
  readonly queueBytesMax: number;
}

/** One log's storage, empty at first. */
export interface EventLogHarness {
  /** Opens the storage; the log before has been closed. */
  open(limits: LogLimits): Promise<EventLog>;
  remove(): Promise<void>;
}

/** Small, so that a few frames reach them. */
const LIMITS: LogLimits = { frameBytesMax: 10_000, queueBytesMax: 100_000 };
const DAY_MS = 86_400_000;

/** A frame whose bytes are told by its number, so that a wrong one shows. */
export function numberedFrame(firstSequence: number, changes: Partial<FrameToAppend> & { readonly size?: number } = {}): FrameToAppend {
  const { size = 100, ...rest } = changes;
  const payload = new Uint8Array(size);
  for (let i = 0; i < size; i++) payload[i] = (firstSequence * 31 + i * 7) & 0xff;
  return { firstSequence, count: 1, receivedAtMs: firstSequence * 1000, retentionClass: 0, payload, ...rest };
}

/** All frames of an iteration, their payloads copied. */
export async function collectFrames(frames: AsyncIterable<LoggedFrame>): Promise<LoggedFrame[]> {
  const all: LoggedFrame[] = [];
  for await (const frame of frames) all.push({ ...frame, payload: Uint8Array.from(frame.payload) });
  return all;
}

function asLogged(frame: FrameToAppend, position: LogPosition): LoggedFrame {
  const { firstSequence, count, receivedAtMs, retentionClass } = frame;
  return { position, firstSequence, count, receivedAtMs, retentionClass, payload: Uint8Array.from(frame.payload) };
}

function everything(fateOf: (frame: LoggedFrame) => FrameFate): ErasePolicy {
  return { receivedBeforeMs: Number.MAX_SAFE_INTEGER, fateOf };
}

export function eventLogConformance(make: () => Promise<EventLogHarness>): void {
  describe("an event log", () => {
    let harness: EventLogHarness;
    let log: EventLog;
    const reopen = async (): Promise<void> => {
      await log.close();
      log = await harness.open(LIMITS);
    };
    const appendAll = async (frames: readonly FrameToAppend[]): Promise<LoggedFrame[]> => {
      const positions = await Promise.all(frames.map((frame) => log.append(frame)));
      return frames.map((frame, i) => asLogged(frame, positions[i]));
    };
    const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });

    beforeEach(async () => {
      harness = await make();
      log = await harness.open(LIMITS);
    });
    afterEach(async () => {
      await log.close();
      await harness.remove();
    });

    test("an empty log reads nothing and starts at sequence 0", async () => {
      expect(await collectFrames(log.read("start"))).toEqual([]);
      expect(log.nextSequence).toBe(0);
      expect(log.pendingBytes).toBe(0);
      await reopen();
      expect(await collectFrames(log.read("start"))).toEqual([]);
    });

    test("frames of any size come back unchanged, in order, also after opening again", async () => {
      const sizes = [0, 1, 7, 8, 9, 4095, 4096, 4097, 9999, 10_000];
      const frames = sizes.map((size, i) => numberedFrame(i * 300, { size, count: 1 + i * 30, retentionClass: i * 7000, receivedAtMs: DAY_MS * i + i }));
      const expected = await appendAll(frames);
      expect(await collectFrames(log.read("start"))).toEqual(expected);
      await reopen();
      expect(await collectFrames(log.read("start"))).toEqual(expected);
      expect(log.nextSequence).toBe(9 * 300 + 271);
    });

    test("positions grow in the order of the calls, and calls resolve in that order", async () => {
      const resolved: number[] = [];
      const calls = Array.from({ length: 200 }, (_, i) => log.append(numberedFrame(i)).then((position) => (resolved.push(i), position)));
      expect(log.nextSequence).toBe(200);
      expect(log.pendingBytes).toBeGreaterThan(200 * 100);
      const positions = await Promise.all(calls);
      expect(resolved).toEqual(Array.from({ length: 200 }, (_, i) => i));
      for (let i = 1; i < positions.length; i++) expect(positions[i]).toBeGreaterThan(positions[i - 1]);
      expect(positions.every(Number.isSafeInteger)).toBe(true);
      expect(log.pendingBytes).toBe(0);
      expect((await collectFrames(log.read("start"))).map((frame) => frame.firstSequence)).toEqual(resolved);
    });

    test("a payload starts at a multiple of 8 in its buffer", async () => {
      await appendAll(Array.from({ length: 20 }, (_, i) => numberedFrame(i, { size: 13 + i })));
      for await (const frame of log.read("start")) {
        expect(frame.payload.byteOffset % 8).toBe(0);
        expect((await log.readAt(frame.position)).payload.byteOffset % 8).toBe(0);
      }
    });

    test("reading from a position starts with that frame, and behind it with the next", async () => {
      const frames = await appendAll(Array.from({ length: 30 }, (_, i) => numberedFrame(i, { size: i * 40 })));
      for (const round of ["open", "opened again"]) {
        for (let i = 0; i < frames.length; i += 7) {
          expect(await collectFrames(log.read(frames[i].position)), `${round}`).toEqual(frames.slice(i));
          expect(await collectFrames(log.read(positionAfter(frames[i].position))), `${round}`).toEqual(frames.slice(i + 1));
        }
        expect(await collectFrames(log.read(positionAfter(frames[29].position)))).toEqual([]);
        await reopen();
      }
    });

    test("reading from behind the end says that the log lost something", async () => {
      const [frame] = await appendAll([numberedFrame(0)]);
      await expect(collectFrames(log.read(frame.position + 10_000_000))).rejects.toBeInstanceOf(LogDamaged);
    });

    test("a reader beside appends sees every frame once, in order", async () => {
      await appendAll(Array.from({ length: 50 }, (_, i) => numberedFrame(i)));
      const seen: number[] = [];
      let next = 50;
      for await (const frame of log.read("start")) {
        seen.push(frame.firstSequence);
        if (next < 150) await appendAll([numberedFrame(next++, { size: 3000 })]);
      }
      expect(seen).toEqual(Array.from({ length: 150 }, (_, i) => i));
    });

    test("one frame is read at its position, and no other position has one", async () => {
      const frames = await appendAll(Array.from({ length: 25 }, (_, i) => numberedFrame(i, { size: 900 })));
      await reopen();
      for (const frame of frames) {
        expect(asLogged(await log.readAt(frame.position), frame.position)).toEqual(frame);
        for (const wrong of [frame.position + 1, frame.position + 8, frame.position - 8, frame.position + 0.5]) {
          await expect(log.readAt(wrong)).rejects.toEqual(refused("not-found"));
        }
      }
      for (const wrong of [0, -1, Number.MAX_SAFE_INTEGER, Number.NaN]) await expect(log.readAt(wrong)).rejects.toEqual(refused("not-found"));
    });

    test("a frame that is refused is not there and uses no sequence number", async () => {
      await appendAll([numberedFrame(5, { count: 3 })]);
      const wrong: readonly (readonly [string, FrameToAppend])[] = [
        ["too-large", numberedFrame(8, { size: 10_001 })],
        ["malformed-input", numberedFrame(7)],
        ["malformed-input", numberedFrame(8.5)],
        ["malformed-input", numberedFrame(2 ** 53)],
        ["malformed-input", numberedFrame(8, { count: 0 })],
        ["malformed-input", numberedFrame(8, { count: 65_536 })],
        ["malformed-input", numberedFrame(8, { retentionClass: -1 })],
        ["malformed-input", numberedFrame(8, { retentionClass: 65_536 })],
        ["malformed-input", numberedFrame(8, { receivedAtMs: Number.NaN })],
      ];
      for (const [code, frame] of wrong) await expect(log.append(frame)).rejects.toEqual(refused(code));
      await appendAll([numberedFrame(8)]);
      expect((await collectFrames(log.read("start"))).map((frame) => frame.firstSequence)).toEqual([5, 8]);
    });

    test("a full queue refuses at once and takes frames again when it has drained", async () => {
      const calls = Array.from({ length: 40 }, (_, i) =>
        log.append(numberedFrame(i, { size: 9000 })).then(
          () => i,
          (error: unknown) => error,
        ),
      );
      const outcomes = await Promise.all(calls);
      const accepted = outcomes.filter((outcome) => typeof outcome === "number");
      expect(accepted).toEqual(Array.from({ length: accepted.length }, (_, i) => i));
      expect(accepted.length).toBeGreaterThan(5);
      expect(accepted.length).toBeLessThan(12);
      for (const outcome of outcomes.slice(accepted.length)) expect(outcome).toEqual(refused("overloaded"));
      await appendAll([numberedFrame(accepted.length)]);
      expect((await collectFrames(log.read("start"))).length).toBe(accepted.length + 1);
    });

    test("erasing drops and replaces frames and leaves the rest where it was", async () => {
      const frames = await appendAll(Array.from({ length: 60 }, (_, i) => numberedFrame(i * 10, { count: 10, size: 700, retentionClass: i % 3 })));
      const policy = everything((frame) => {
        if (frame.retentionClass === 0) return { kind: "drop" };
        return frame.retentionClass === 1 ? { kind: "replace", payload: frame.payload.slice(0, 50), retentionClass: 2 } : { kind: "keep" };
      });
      const report = await log.erase(policy);
      const left = frames
        .filter((frame) => frame.retentionClass !== 0)
        .map((frame) => (frame.retentionClass === 1 ? { ...frame, retentionClass: 2, payload: frame.payload.slice(0, 50) } : frame));
      expect(report).toMatchObject({ framesExamined: 60, framesDropped: 20, framesReplaced: 20, rangesOmitted: 0 });
      expect(report.dropped).toEqual(frames.filter((frame) => frame.retentionClass === 0).map((frame) => ({ first: frame.firstSequence, last: frame.firstSequence + 9 })));
      expect(report.bytesFreed).toBeGreaterThan(20 * 700 + 20 * 600);
      for (const round of ["open", "opened again"]) {
        expect(await collectFrames(log.read("start")), `${round}`).toEqual(left);
        expect(await collectFrames(log.read(frames[30].position)), `${round}`).toEqual(left.slice(20));
        for (const frame of left) expect(asLogged(await log.readAt(frame.position), frame.position)).toEqual(frame);
        await expect(log.readAt(frames[30].position)).rejects.toEqual(refused("not-found"));
        await reopen();
      }
      expect(await log.erase(policy)).toMatchObject({ framesExamined: 40, framesDropped: 0, framesReplaced: 0, bytesFreed: 0 });
      const more = await appendAll([numberedFrame(600)]);
      expect(await collectFrames(log.read("start"))).toEqual([...left, ...more]);
    });

    test("erasing asks only about frames received before the instant", async () => {
      await appendAll(Array.from({ length: 30 }, (_, i) => numberedFrame(i, { receivedAtMs: i * DAY_MS })));
      const asked: number[] = [];
      await log.erase({
        receivedBeforeMs: 10 * DAY_MS,
        fateOf: (frame) => {
          asked.push(frame.firstSequence);
          return { kind: "drop" };
        },
      });
      expect([...new Set(asked)].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, i) => i));
      expect((await collectFrames(log.read("start"))).map((frame) => frame.firstSequence)).toEqual(Array.from({ length: 20 }, (_, i) => i + 10));
    });

    test("a log of which everything was erased goes on where it was", async () => {
      const frames = await appendAll(Array.from({ length: 40 }, (_, i) => numberedFrame(i, { size: 2000 })));
      const report = await log.erase(everything(() => ({ kind: "drop" })));
      expect(report.dropped).toEqual([{ first: 0, last: 39 }]);
      for (let round = 0; round < 2; round++) {
        expect(await collectFrames(log.read("start"))).toEqual([]);
        expect(await collectFrames(log.read(positionAfter(frames[39].position)))).toEqual([]);
        expect(log.nextSequence).toBe(40);
        await reopen();
      }
      const [after] = await appendAll([numberedFrame(40)]);
      expect(after.position).toBeGreaterThan(frames[39].position);
      expect(await collectFrames(log.read(positionAfter(frames[39].position)))).toEqual([after]);
    });

    test("erasing that fails in the middle leaves every frame as it was", async () => {
      const frames = await appendAll(Array.from({ length: 20 }, (_, i) => numberedFrame(i, { size: 500 })));
      const thrower = everything((frame) => {
        if (frame.firstSequence === 19) throw new Error("the policy has a bug");
        return { kind: "keep" };
      });
      await expect(log.erase(thrower)).rejects.toThrow("the policy has a bug");
      await expect(log.erase(everything(() => ({ kind: "replace", payload: new Uint8Array(10_001), retentionClass: 0 })))).rejects.toEqual(refused("too-large"));
      expect(await collectFrames(log.read("start"))).toEqual(frames);
      await reopen();
      expect(await collectFrames(log.read("start"))).toEqual(frames);
    });

    test("appends and a reader go on while frames are erased", async () => {
      await appendAll(Array.from({ length: 60 }, (_, i) => numberedFrame(i, { size: 1000 })));
      const erased = log.erase(everything((frame) => (frame.firstSequence % 2 === 0 ? { kind: "drop" } : { kind: "keep" })));
      const seen: number[] = [];
      let next = 60;
      for await (const frame of log.read("start")) {
        seen.push(frame.firstSequence);
        if (next < 80) await appendAll([numberedFrame(next++, { size: 1000 })]);
      }
      await erased;
      const odd = seen.filter((sequence) => sequence % 2 === 1);
      expect(odd).toEqual(Array.from({ length: 40 }, (_, i) => i * 2 + 1));
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(new Set(seen).size).toBe(seen.length);
    });

    test("closing waits for what was accepted, and nothing is accepted after it", async () => {
      const calls = Array.from({ length: 20 }, (_, i) => log.append(numberedFrame(i)));
      const closing = log.close();
      await expect(log.append(numberedFrame(20))).rejects.toEqual(refused("write-failed"));
      await closing;
      await Promise.all(calls);
      await log.close();
      await expect(log.erase(everything(() => ({ kind: "keep" })))).rejects.toEqual(refused("write-failed"));
      log = await harness.open(LIMITS);
      expect((await collectFrames(log.read("start"))).length).toBe(20);
    });

    test("any history of appends, erasures and openings agrees with a plain list", async () => {
      const steps = fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({
            do: fc.constant("append" as const),
            sizes: fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 8 }),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            do: fc.constant("erase" as const),
            dropOf3: fc.integer({ min: 0, max: 3 }),
            beforeMs: fc.integer({ min: 0, max: 60_000 }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
      );
      const check = fc.asyncProperty(fc.array(steps, { maxLength: 14 }), async (history) => {
        await log.close();
        await harness.remove();
        harness = await make();
        log = await harness.open(LIMITS);
        let model: LoggedFrame[] = [];
        let next = 0;
        for (const step of history) {
          if (step.do === "append") {
            const frames = step.sizes.map((size) => numberedFrame(next++, { size, retentionClass: size % 3 }));
            model.push(...(await appendAll(frames)));
          } else if (step.do === "erase") {
            const isDue = (frame: LoggedFrame): boolean => frame.receivedAtMs < step.beforeMs && (step.dropOf3 === 3 || frame.retentionClass === step.dropOf3);
            const report = await log.erase({
              receivedBeforeMs: step.beforeMs,
              fateOf: (frame) => ({ kind: isDue(frame) ? "drop" : "keep" }),
            });
            expect(report.framesDropped).toBe(model.filter(isDue).length);
            model = model.filter((frame) => !isDue(frame));
          } else {
            await reopen();
          }
          expect(log.nextSequence).toBe(next);
          expect(await collectFrames(log.read("start"))).toEqual(model);
        }
        const middle = model[model.length >> 1];
        if (middle !== undefined) expect(await collectFrames(log.read(middle.position))).toEqual(model.slice(model.length >> 1));
      });
      await fc.assert(check, { seed: 42, numRuns: 30 });
    });
  });
}

export interface SnapshotStoreHarness {
  /** Opens the storage, which keeps what was saved before. */
  open(): Promise<SnapshotStore>;
  remove(): Promise<void>;
}

export function snapshotStoreConformance(make: () => Promise<SnapshotStoreHarness>): void {
  describe("a snapshot store", () => {
    let harness: SnapshotStoreHarness;
    let store: SnapshotStore;
    beforeEach(async () => {
      harness = await make();
      store = await harness.open();
    });
    afterEach(() => harness.remove());

    const load = async (name: string): Promise<{ position: number; byteCount: number; chunks: Uint8Array[] } | undefined> => {
      const snapshot = await store.loadLatest(name);
      if (snapshot === undefined) return undefined;
      const chunks: Uint8Array[] = [];
      for await (const chunk of snapshot.chunks()) {
        expect(chunk.byteOffset).toBe(0);
        chunks.push(Uint8Array.from(chunk));
      }
      return { position: snapshot.position, byteCount: snapshot.byteCount, chunks };
    };

    test("there is none at first", async () => {
      expect(await store.loadLatest("features")).toBeUndefined();
    });

    test("chunks come back with their bounds, also after opening again", async () => {
      const chunks = [0, 1, 1000, 300_000].map((size) => new Uint8Array(size).map((_, i) => i * 13 + size));
      await store.save("features", 77, chunks);
      const expected = { position: 77, byteCount: 301_001, chunks };
      expect(await load("features")).toEqual(expected);
      store = await harness.open();
      expect(await load("features")).toEqual(expected);
    });

    test("chunks may come one by one, and there may be none", async () => {
      await store.save(
        "lists",
        0,
        (async function* () {
          yield Uint8Array.of(1, 2);
          yield Uint8Array.of(3);
        })(),
      );
      expect(await load("lists")).toEqual({ position: 0, byteCount: 3, chunks: [Uint8Array.of(1, 2), Uint8Array.of(3)] });
      await store.save("lists", 5, []);
      expect(await load("lists")).toEqual({ position: 5, byteCount: 0, chunks: [] });
    });

    test("the newest of a name counts; names do not mix", async () => {
      for (const position of [9, 10, 11, 100]) await store.save("a", position, [Uint8Array.of(position)]);
      await store.save("a-b", 500, [Uint8Array.of(1)]);
      expect(await load("a")).toEqual({ position: 100, byteCount: 1, chunks: [Uint8Array.of(100)] });
      await store.save("a", 100, [Uint8Array.of(7)]);
      expect((await load("a"))?.chunks).toEqual([Uint8Array.of(7)]);
    });

    test("a snapshot that fails while it is made leaves the one before", async () => {
      await store.save("a", 1, [Uint8Array.of(1)]);
      const failing = (function* () {
        yield Uint8Array.of(2);
        throw new Error("no more");
      })();
      await expect(store.save("a", 2, failing)).rejects.toThrow("no more");
      expect(await load("a")).toEqual({ position: 1, byteCount: 1, chunks: [Uint8Array.of(1)] });
      await store.save("a", 3, [Uint8Array.of(3)]);
      expect((await load("a"))?.position).toBe(3);
    });

    test("bad names and positions that go back are refused", async () => {
      const refused = expect.objectContaining({ problem: expect.objectContaining({ code: "malformed-input" }) });
      for (const name of ["", "A", "../a", "a.b", "9a", "a".repeat(41)]) {
        await expect(store.save(name, 1, [])).rejects.toEqual(refused);
        await expect(store.loadLatest(name)).rejects.toEqual(refused);
      }
      await store.save("a", 10, []);
      for (const position of [9, -1, 10.5, Number.NaN]) await expect(store.save("a", position, [])).rejects.toEqual(refused);
    });
  });
}
