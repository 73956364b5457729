/** What is erased when: by the action of each event and the days set for it, whole frames or the due part of one. */
import { describe, expect, test } from "vitest";
import { isMalformed } from "../base/problem.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { readEvent } from "../domain/read-event.ts";
import { EventBatch } from "../domain/record.ts";
import { ACTIONS, type Action } from "../domain/verdict.ts";
import type { FrameFate, LoggedFrame } from "../ports/event-log.ts";
import { decodeFrame, encodeFrame, encodeVersions, readDetails } from "../screen/frame.ts";
import { VERDICT_WORDS, VerdictBatch } from "../screen/verdict-batch.ts";
import { readConfig, type Retention } from "./config.ts";
import { erasePolicy, retentionClassOf } from "./retention.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 1);
const KEEP: Retention = { allowDays: 30, flaggedDays: 1096 };
const VERSIONS = { program: "1", rules: "r", lists: "l", text: "t", host: "h", response: "x" };

function frame(actions: readonly Action[], ageDays: number): LoggedFrame {
  const batch = new EventBatch(actions.length);
  batch.heap = new Uint8Array(10_000);
  const verdicts = new VerdictBatch(actions.length);
  actions.forEach((action, i) => {
    expect(writeEvent(batch, i, { id: `e${i}`, kind: "message", occurredAt: "2026-01-01T00:00:00Z", from: "ICBC", to: `+86138000000${10 + i}`, text: `text ${i}` })).toBeNull();
    verdicts.words[i * VERDICT_WORDS] = ACTIONS.indexOf(action);
    verdicts.details[i] = action === "allow" ? null : { hits: [["M1", [i]]], unknown: [], failed: [], lowered: [], shadow: [] };
  });
  batch.count = actions.length;
  return {
    firstSequence: 100,
    count: actions.length,
    position: 7,
    receivedAtMs: NOW - ageDays * DAY_MS,
    retentionClass: retentionClassOf(batch, verdicts, actions.length),
    payload: encodeFrame(batch, 0, actions.length, verdicts, encodeVersions(VERSIONS), () => true),
  };
}

const fate = (f: LoggedFrame, keep = KEEP): FrameFate => erasePolicy(keep, NOW).fateOf(f);

function left(found: FrameFate): readonly string[] {
  if (found.kind !== "replace") throw new Error(found.kind);
  const decoded = decodeFrame(found.payload);
  if (isMalformed(decoded)) throw new Error(decoded.expected);
  return Array.from(
    { length: decoded.batch.count },
    (_, i) => `${readEvent(decoded.batch, i).id} ${decoded.verdicts.action(i)} ${decoded.batch.text(i, 1)} ${readDetails(decoded, i)?.hits.length ?? 0}`,
  );
}

describe("a frame", () => {
  test.each([
    [["allow", "allow"], 29, "keep"],
    [["allow", "allow"], 31, "drop"],
    [["flag", "block"], 31, "keep"],
    [["flag", "block"], 1095, "keep"],
    [["flag", "block"], 1097, "drop"],
    [["allow", "warn"], 29, "keep"],
    [["allow", "warn"], 31, "replace"],
    [["allow", "warn"], 1097, "drop"],
  ] as const)("of %j after %d days: %s", (actions, ageDays, kind) => {
    expect(fate(frame(actions, ageDays)).kind).toBe(kind);
  });

  test("of both loses what was let through and keeps the rest whole, with texts and reasons", () => {
    const found = fate(frame(["allow", "hold", "allow", "flag"], 31));
    expect(left(found)).toEqual(["e1 hold text 1 1", "e3 flag text 3 1"]);
    expect(Buffer.from((found as { payload: Uint8Array }).payload).includes("text 0")).toBe(false);
    expect(Buffer.from((found as { payload: Uint8Array }).payload).includes("text 2")).toBe(false);
  });

  test("that was shortened is kept then, and dropped when the rest is due", () => {
    const mixed = frame(["allow", "hold"], 31);
    const found = fate(mixed);
    if (found.kind !== "replace") throw new Error(found.kind);
    const shorter = { ...mixed, payload: found.payload, retentionClass: found.retentionClass };
    expect(fate(shorter).kind).toBe("keep");
    expect(fate({ ...shorter, receivedAtMs: NOW - 1097 * DAY_MS }).kind).toBe("drop");
  });

  test("where others are kept shorter than what was let through, loses the others", () => {
    expect(left(fate(frame(["allow", "hold"], 15), { allowDays: 30, flaggedDays: 10 }))).toEqual(["e0 allow text 0 0"]);
  });

  test("that cannot be read stays until all of it is due", () => {
    const broken = { ...frame(["allow", "hold"], 31), payload: new Uint8Array(100) };
    expect(fate(broken).kind).toBe("keep");
    expect(fate({ ...broken, receivedAtMs: NOW - 1097 * DAY_MS }).kind).toBe("drop");
  });
});

test("only frames that something may be due in are asked about", () => {
  expect(erasePolicy(KEEP, NOW).receivedBeforeMs).toBe(NOW - 30 * DAY_MS);
  expect(erasePolicy({ allowDays: 30, flaggedDays: 10 }, NOW).receivedBeforeMs).toBe(NOW - 10 * DAY_MS);
});

test("a kind may be kept for a time of its own, and only that kind is", () => {
  const messagesShort: Retention = { ...KEEP, byKind: { message: { allowDays: 7 } } };
  expect(fate(frame(["allow"], 8), messagesShort).kind).toBe("drop");
  expect(fate(frame(["allow"], 6), messagesShort).kind).toBe("keep");
  expect(left(fate(frame(["allow", "warn"], 8), messagesShort))).toEqual(["e1 warn text 1 1"]);
  expect(fate(frame(["allow"], 8), { ...KEEP, byKind: { call: { allowDays: 7 } } }).kind).toBe("keep");
  expect(erasePolicy(messagesShort, NOW).receivedBeforeMs).toBe(NOW - 7 * DAY_MS);
});

test("the setting for single kinds is read strictly", () => {
  expect(readConfig({ DUANLIU_KEEP_DAYS: "message.allow=7, transfer.other=1830" }).retention.byKind).toEqual({ message: { allowDays: 7 }, transfer: { flaggedDays: 1830 } });
  for (const wrong of ["message=7", "nope.allow=7", "message.allow=0", "message.allow=9999", "message.keep=7"])
    expect(() => readConfig({ DUANLIU_KEEP_DAYS: wrong })).toThrow(/DUANLIU_KEEP_DAYS/);
});
