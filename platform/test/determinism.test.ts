/** One history, one set of verdicts: again, in other pieces, after a restart, and out of the log when lists and texts are gone. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemWorld } from "../src/adapters/system/world.ts";
import { composeApp, composeEngine } from "../src/app/compose.ts";
import { newScreener, type Engine } from "../src/app/engine.ts";
import { LineReader } from "../src/app/line-reader.ts";
import { isMalformed } from "../src/base/problem.ts";
import { EVENT_KINDS } from "../src/domain/event-fields.ts";
import { RECORD_WORDS, STORED, W } from "../src/domain/record.ts";
import { ACTIONS, type Action, type Verdict } from "../src/domain/verdict.ts";
import { ListImport } from "../src/intel/import.ts";
import type { IntelLists } from "../src/intel/lists.ts";
import { decodeFrame, readDetails } from "../src/screen/frame.ts";
import { V, VERDICT_WORDS, VerdictBatch } from "../src/screen/verdict-batch.ts";
import { loadReference } from "../src/sim/reference.ts";
import { TownStream } from "../src/sim/stream.ts";
import type { Town } from "../src/sim/town.ts";
import { testConfig, temporaryFolder } from "./running-server.ts";

const EVENTS = 20_000;
const START_MS = Date.UTC(2026, 10, 2, 1);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let town: Town;
let lines: readonly string[];
let bytes: Uint8Array;

beforeAll(async () => {
  folder = await temporaryFolder();
  const stream = new TownStream({ seed: 11, startMs: START_MS, perSecond: 10 }, loadReference());
  town = stream.town;
  lines = Array.from({ length: EVENTS }, () => stream.next().line);
  bytes = encoder.encode(`${lines.join("\n")}\n`);
});
afterAll(() => folder.remove());

function fillLists(lists: IntelLists): void {
  const bring = (list: string, type: string, kind: string, entries: readonly string[]): void => {
    const task = new ListImport(lists, {
      list,
      nowMs: START_MS,
      mode: "replace",
      format: "plain",
      defaults: { type, kind, evidence: "case-confirmed", source: "test", sharing: "clear", confidencePermille: 900 },
    });
    task.push(encoder.encode(`${entries.join("\n")}\n`));
    expect(task.finish().taken).toBeGreaterThan(0);
  };
  bring(
    "numbers",
    "number",
    "block",
    town.gangs.map((g) => g.callers[0]),
  );
  bring(
    "watched",
    "number",
    "flag",
    town.gangs.map((g) => g.callers[1]),
  );
  bring(
    "hosts",
    "host",
    "block",
    town.gangs.map((g) => g.hosts[0]),
  );
  bring(
    "accounts",
    "account",
    "flag",
    town.gangs.map((g) => `${g.tier1[0].institution}:${g.tier1[0].account}`),
  );
}

function newEngine(): Engine {
  const engine = composeEngine(testConfig(folder.path));
  fillLists(engine.lists);
  return engine;
}

/** Verdicts of the lines from a byte on, as NDJSON, read in chunks of the given size. */
function judge(engine: Engine, from = 0, chunkBytes = 65_536, to = bytes.length): string {
  const out: Uint8Array[] = [];
  const reader = new LineReader({
    batch(batch) {
      const verdicts = engine.judge(batch);
      for (let i = 0; i < batch.count; i++) engine.writer.write(batch, verdicts, i);
      out.push(engine.writer.take());
    },
    refused: (problem) => expect(problem).toBeNull(),
  });
  for (let at = from; at < to; at += chunkBytes) reader.push(bytes.subarray(at, Math.min(to, at + chunkBytes)));
  reader.end();
  return out.map((part) => decoder.decode(part)).join("");
}

describe("the town's first events", () => {
  let verdicts: string;
  beforeAll(() => {
    verdicts = judge(newEngine());
  });

  test("are told apart: most are let through, and every kind of answer but the rarest occurs", () => {
    const actions = new Map<Action, number>();
    const list = verdicts
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Verdict);
    for (const { action } of list) actions.set(action, (actions.get(action) ?? 0) + 1);
    expect(list.map((v) => v.eventId)).toEqual(lines.map((line) => (JSON.parse(line) as { id: string }).id));
    expect(actions.get("allow")).toBeGreaterThan(EVENTS / 2);
    for (const action of ["flag", "warn", "block"] as const) expect([action, (actions.get(action) ?? 0) > 0]).toEqual([action, true]);
    expect(list.filter((v) => v.failed.length > 0)).toEqual([]);
  });

  test("judged again give the same bytes", () => {
    expect(judge(newEngine()) === verdicts).toBe(true);
  });

  test("in pieces of another size give the same bytes", () => {
    expect(judge(newEngine(), 0, 1_777) === verdicts).toBe(true);
  });

  test("continued from a snapshot in the middle give the same bytes", () => {
    const middle = bytes.indexOf(10, Math.floor(bytes.length / 2)) + 1;
    const before = newEngine();
    const first = judge(before, 0, 65_536, middle);
    const after = newEngine();
    after.screener.features.restore(before.screener.features.snapshot());
    after.screener.clusters.restore(before.screener.clusters.snapshot());
    expect(first + judge(after, middle) === verdicts).toBe(true);
    // Without the state they do not: the comparison means something.
    expect(first + judge(newEngine(), middle) === verdicts).toBe(false);
  });

  test("out of the log give the same rows and reasons, though lists are empty and texts are gone", async () => {
    const data = path.join(folder.path, "log-test");
    const config = testConfig(data);
    const app = await composeApp(config, systemWorld, () => undefined);
    fillLists(app.engine.lists);
    const answers: Promise<Uint8Array>[] = [];
    const stream = app.service.openStream((piece) => {
      if (piece.kind !== "verdicts") throw new Error(piece.kind);
      answers.push(piece.bytes);
    });
    for (let at = 0; at < bytes.length; at += 50_000) {
      stream.reader.push(bytes.subarray(at, at + 50_000));
      await app.service.room();
    }
    stream.reader.end();
    stream.release();
    expect((await Promise.all(answers)).map((part) => decoder.decode(part)).join("") === verdicts).toBe(true);

    const screener = newScreener(app.engine.rules, config);
    let events = 0;
    let erased = 0;
    let listed = 0;
    const kinds = new Set<string>();
    for await (const { payload } of app.service.log.read("start")) {
      const frame = decodeFrame(payload);
      if (isMalformed(frame)) throw new Error(frame.expected);
      const { batch } = frame;
      const again = new VerdictBatch(batch.count);
      screener.screen(batch, 0, batch.count, again);
      for (let i = 0; i < batch.count; i++) {
        const at = i * VERDICT_WORDS;
        const row = [...again.words.subarray(at, at + V.details)];
        if (row.join() !== [...frame.verdicts.words.subarray(at, at + V.details)].join())
          expect([batch.text(i, 0), row, again.details[i]]).toEqual([batch.text(i, 0), [...frame.verdicts.words.subarray(at, at + V.details)], readDetails(frame, i)]);
        expect(again.details[i]).toEqual(readDetails(frame, i));
        if ((batch.words[i * RECORD_WORDS + W.stored] & STORED.textErased) !== 0) {
          erased++;
          expect(batch.text(i, 1)).toBe("");
          expect(frame.verdicts.action(i)).toBe(ACTIONS[0]);
        }
        if (batch.words[i * RECORD_WORDS + W.intel] !== 0) listed++;
        kinds.add(batch.kind(i));
        events++;
      }
    }
    expect(events).toBe(EVENTS);
    expect(erased).toBeGreaterThan(100);
    expect(listed).toBeGreaterThan(10);
    expect([...kinds].sort()).toEqual([...EVENT_KINDS].sort());
    await app.close();

    // The same by a start: from the snapshot that the end left, and from the log alone.
    const fromSnapshot = await composeApp(config, systemWorld, () => undefined);
    expect(fromSnapshot.recovered).toEqual({ fromSnapshot: true, snapshotRefused: null, eventsReplayed: 0, differed: 0 });
    await fromSnapshot.close();
    await rm(path.join(data, "snapshots"), { recursive: true });
    const fromLog = await composeApp(config, systemWorld, () => undefined);
    expect(fromLog.recovered).toEqual({ fromSnapshot: false, snapshotRefused: null, eventsReplayed: EVENTS, differed: 0 });
    await fromLog.close();
  });
});

describe("a start", () => {
  const call = (id: string): Record<string, unknown> => ({
    id,
    kind: "call",
    occurredAt: "2026-11-01T08:00:00.000Z",
    from: "+8615400000001",
    to: "+8615400000002",
    answered: true,
  });
  const give = async (app: Awaited<ReturnType<typeof composeApp>>, event: unknown): Promise<string> => {
    const [piece] = app.service.judgeNow(encoder.encode(JSON.stringify(event)));
    if (piece === undefined || piece.kind === "refused") throw new Error(JSON.stringify(piece));
    const bytes = piece.kind === "verdicts" ? await piece.bytes : await piece.answer;
    return bytes instanceof Uint8Array ? decoder.decode(bytes) : JSON.stringify(bytes);
  };

  test("with other table sizes rebuilds the state from the log and says so; nothing of the snapshot is left in it", async () => {
    const data = path.join(folder.path, "resized");
    const first = await composeApp(testConfig(data), systemWorld, () => undefined);
    for (let n = 0; n < 60; n++) await give(first, call(`c${n}`));
    await first.close();
    for (const more of [
      ["DUANLIU_NUMBERS", "8192"],
      ["DUANLIU_SCRIPTS", "2048"],
      ["DUANLIU_LATENESS_MINUTES", "20"],
    ].map(([key, value]) => ({ [key]: value }))) {
      const told: string[] = [];
      const app = await composeApp(testConfig(data, more), systemWorld, (level, { en }) => told.push(`${level} ${en}`));
      expect([more, app.recovered.eventsReplayed, app.recovered.fromSnapshot, app.recovered.differed]).toEqual([more, 60, false, 0]);
      expect(app.recovered.snapshotRefused).not.toBeNull();
      expect(told.some((t) => t.startsWith("warn") && t.includes("snapshot"))).toBe(true);
      expect(told.some((t) => t.startsWith("error"))).toBe(false);
      await app.close();
    }
  });

  test("finds the first verdict of a repeated event, from the snapshot too, and refuses one that is no longer kept", async () => {
    const data = path.join(folder.path, "repeated");
    const first = await composeApp(testConfig(data), systemWorld, () => undefined);
    const verdict = await give(first, call("before"));
    await first.close();
    const second = await composeApp(testConfig(data), systemWorld, () => undefined);
    expect(second.recovered.fromSnapshot).toBe(true);
    expect(await give(second, call("before"))).toBe(verdict);
    expect((await second.service.find("before"))?.verdict).toEqual(JSON.parse(verdict));
    expect(await second.service.find("never")).toBeNull();
    await second.service.log.erase({ receivedBeforeMs: systemWorld.nowMs() + 1_000_000, fateOf: () => ({ kind: "drop" }) });
    expect(JSON.parse(await give(second, call("before")))).toMatchObject({ field: "id", what: "before" });
    expect(JSON.parse(await give(second, call("after")))).toMatchObject({ eventId: "after" });
    await second.close();
  });

  test("does not call it a difference when part of the log was erased", async () => {
    const data = path.join(folder.path, "erased");
    const first = await composeApp(testConfig(data), systemWorld, () => undefined);
    for (let n = 0; n < 80; n++) await give(first, call(`c${n}`));
    await first.service.log.erase({ receivedBeforeMs: systemWorld.nowMs() + 1_000_000, fateOf: (frame) => ({ kind: frame.firstSequence < 40 ? "drop" : "keep" }) });
    await first.close();
    await rm(path.join(data, "snapshots"), { recursive: true });
    const told: string[] = [];
    const second = await composeApp(testConfig(data), systemWorld, (level) => told.push(level));
    expect(second.recovered.differed).toBe(0);
    expect(told).not.toContain("error");
    await second.close();
  });
});
