/** The service over a log whose disk the test holds in its hand: what is said before and after a write, and when one fails. */
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemWorld } from "../src/adapters/system/world.ts";
import { composeEngine } from "../src/app/compose.ts";
import type { Engine } from "../src/app/engine.ts";
import { LIMITS } from "../src/app/limits.ts";
import { RuleArchive } from "../src/app/rule-archive.ts";
import { Service, type AnswerPiece } from "../src/app/service.ts";
import { ProblemError } from "../src/base/problem.ts";
import type { EventLog, FrameToAppend, LoggedFrame, LogPosition } from "../src/ports/event-log.ts";
import { testConfig, temporaryFolder } from "./running-server.ts";

/** Frames in memory; a write ends when the test says so. */
class HeldLog implements EventLog {
  pendingBytes = 0;
  nextSequence = 0;
  readonly kept: LoggedFrame[] = [];
  readonly waiting: { readonly frame: FrameToAppend; readonly done: (p: LogPosition) => void; readonly failed: (e: Error) => void }[] = [];

  append(frame: FrameToAppend): Promise<LogPosition> {
    expect(frame.firstSequence).toBeGreaterThanOrEqual(this.nextSequence);
    this.nextSequence = frame.firstSequence + frame.count;
    this.pendingBytes += frame.payload.length;
    return new Promise((done, failed) => this.waiting.push({ frame, done, failed }));
  }
  /** Writes the oldest `count` frames that wait. */
  write(count = Infinity): void {
    for (const { frame, done } of this.waiting.splice(0, count)) {
      this.pendingBytes -= frame.payload.length;
      this.kept.push({ ...frame, position: this.kept.length * 10 });
      done((this.kept.length - 1) * 10);
    }
  }
  fail(error: Error): void {
    for (const { failed } of this.waiting.splice(0)) failed(error);
  }
  async *read(): AsyncGenerator<LoggedFrame> {
    yield* this.kept;
  }
  async readAt(position: LogPosition): Promise<LoggedFrame> {
    const found = this.kept.find((f) => f.position === position);
    if (found === undefined) throw new ProblemError({ code: "not-found", detail: "" });
    return found;
  }
  erase(): Promise<never> {
    throw new Error("not asked for here");
  }
  async close(): Promise<void> {}
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let log: HeldLog;
let service: Service;
let engine: Engine;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());
beforeEach(() => {
  log = new HeldLog();
  engine = composeEngine(testConfig(folder.path));
  service = new Service({ engine, log, world: systemWorld, archive: new RuleArchive(path.join(folder.path, "archive")) });
});

const line = (id: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ id, kind: "call", occurredAt: "2026-11-01T08:00:00Z", from: "+8613900000001", to: "+8613800000002", ...more });
const judge = (...lines: readonly string[]): readonly AnswerPiece[] => service.judgeNow(new TextEncoder().encode(`${lines.join("\n")}\n`));

/** What a piece says, or "waits" when that is not settled yet. */
async function said(piece: AnswerPiece): Promise<string> {
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const answer =
    piece.kind === "refused"
      ? Promise.resolve(`refused ${piece.problem.field}`)
      : piece.kind === "verdicts"
        ? piece.bytes.then(text)
        : piece.answer.then((a) => (a instanceof Uint8Array ? text(a) : `refused ${a.field}`));
  const settled = answer.catch((error: unknown) => `failed ${error instanceof ProblemError ? error.problem.code : String(error)}`);
  return Promise.race([settled, new Promise<string>((resolve) => setTimeout(() => resolve("waits"), 20))]);
}
const ids = (text: string): readonly string[] => [...text.matchAll(/"eventId":"([^"]+)"/g)].map((m) => m[1]);

describe("an answer", () => {
  test("waits for the disk", async () => {
    const [piece] = judge(line("a"), line("b"));
    expect(await said(piece)).toBe("waits");
    log.write();
    expect(ids(await said(piece))).toEqual(["a", "b"]);
  });

  test("to what is written does not wait for what comes after it", async () => {
    const [first] = judge(line("a"));
    const [second] = judge(line("b"));
    log.write(1);
    expect(ids(await said(first))).toEqual(["a"]);
    expect(await said(second)).toBe("waits");
    log.write();
    expect(ids(await said(second))).toEqual(["b"]);
  });

  test("to a refused line comes at once and in its place", async () => {
    const pieces = judge(line("a"), "nonsense", line("b"));
    expect(await Promise.all(pieces.map(said))).toEqual(["waits", "refused ", "waits"]);
    log.write();
  });

  test("to an event that comes twice in one breath is one verdict, twice, and one event in the log", async () => {
    const pieces = judge(line("a"), line("b"), line("a"), line("c"), line("b", { answered: true }), line("a"));
    expect(log.nextSequence).toBe(3);
    expect(await Promise.all(pieces.map(said))).toEqual(["waits", "waits", "waits", "refused id", "waits"]);
    log.write();
    const texts = await Promise.all(pieces.map(said));
    expect(texts.map(ids)).toEqual([["a", "b"], ["a"], ["c"], [], ["a"]]);
    const first = texts[0].split("\n")[0];
    expect([texts[1].trimEnd(), texts[4].trimEnd()]).toEqual([first, first]);
    expect(service.counters.repeated).toBe(3);
  });

  test("to an event whose first is still on its way waits for that", async () => {
    judge(line("a"));
    const [again] = judge(line("a"));
    expect(log.waiting).toHaveLength(1);
    expect(await said(again)).toBe("waits");
    log.write();
    expect(ids(await said(again))).toEqual(["a"]);
  });
});

describe("a disk that fails", () => {
  test("fails every answer that waited, and nothing more is taken or judged", async () => {
    const pieces = [...judge(line("a")), ...judge(line("b"))];
    log.fail(new ProblemError({ code: "write-failed", detail: "no space" }));
    expect(await Promise.all(pieces.map(said))).toEqual(["failed write-failed", "failed write-failed"]);
    expect(service.failure).toMatchObject({ code: "write-failed", detail: "no space" });
    expect(() => service.admit()).toThrow("no space");
    expect(() => judge(line("c"))).toThrow("no space");
    expect(log.nextSequence).toBe(2);
    // A place is given back although the work in it failed.
    for (let n = 0; n < LIMITS.streamsMax * 2; n++) expect(() => judge(line("d"))).toThrow("no space");
    await service.room();
  });

  test("is a failure whatever it threw", async () => {
    const [piece] = judge(line("a"));
    log.fail(new Error("EIO"));
    await said(piece);
    expect(service.failure).toMatchObject({ code: "write-failed" });
  });
});

test("work that waits for the disk is bounded: then new work is told to come back, until there is room", async () => {
  expect(() => service.admit()).not.toThrow();
  judge(line("a"));
  log.pendingBytes += LIMITS.pendingBytesMax;
  expect(service.full).toBe(true);
  expect(() => service.admit()).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: "overloaded" }) }));
  let room = false;
  const waited = service.room().then(() => (room = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(room).toBe(false);
  log.pendingBytes -= LIMITS.pendingBytesMax;
  log.write();
  await waited;
  expect(() => service.admit()).not.toThrow();
});

test("a stream that was given back gets no more answers, and what it had not ended is forgotten", async () => {
  const pieces: AnswerPiece[] = [];
  const stream = service.openStream((piece) => pieces.push(piece));
  stream.reader.push(new TextEncoder().encode(`${line("a")}\n${line("half").slice(0, 30)}`));
  stream.release();
  stream.release();
  log.write();
  expect(pieces).toHaveLength(1);
  const other = judge(line("b"));
  log.write();
  expect((await Promise.all(other.map(said))).map(ids)).toEqual([["b"]]);
  expect(log.nextSequence).toBe(2);
});

test("an old verdict is explained by the rules of its time, also after others are published", async () => {
  const archive = new RuleArchive(path.join(folder.path, "archive"));
  archive.keep(engine.rules);
  const known = archive.rules(engine.rules.version, engine.environment);
  expect([...known.keys()]).toEqual([...engine.rules.rulesById.keys()]);
  const fromDisk = new RuleArchive(path.join(folder.path, "archive")).rules(engine.rules.version, engine.environment);
  expect([...fromDisk.keys()]).toEqual([...engine.rules.rulesById.keys()]);
  expect(archive.rules("rules-0000000000000000", engine.environment).size).toBe(0);
  expect(archive.rules("../../etc/passwd", engine.environment).size).toBe(0);
});
