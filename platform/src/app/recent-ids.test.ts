/** A repeated event is known by id and content; another content under the same id is a conflict; the oldest give way. */
import { expect, test } from "vitest";
import { decodeOrRefuse } from "../domain/decode-event.ts";
import { EventBatch, RECORD_WORDS, W } from "../domain/record.ts";
import { RecentIds } from "./recent-ids.ts";

const encoder = new TextEncoder();

function row(event: Readonly<Record<string, unknown>>): EventBatch {
  const line = encoder.encode(JSON.stringify({ kind: "call", occurredAt: "2026-11-01T08:00:00.000Z", from: "+8613900000001", to: "+8613800000002", ...event }));
  const batch = new EventBatch(1);
  batch.heap = new Uint8Array(line.length + 20_000);
  batch.heap.set(line);
  batch.heapEnd = line.length;
  expect(decodeOrRefuse(batch.heap, 0, line.length, batch, 0, 1)).toBeNull();
  batch.count = 1;
  return batch;
}

test("the first is new, the same again is repeated under its first number, other content is a conflict", () => {
  const ids = new RecentIds(64);
  expect(ids.see(row({ id: "a", answered: true }), 0, 5)).toEqual({ kind: "new" });
  expect(ids.see(row({ id: "a", answered: true }), 0, 9)).toEqual({ kind: "repeated", sequence: 5 });
  for (const other of [
    { answered: false },
    {},
    { answered: true, durationMs: 1 },
    { answered: true, to: "+8613800000003" },
    { answered: true, occurredAt: "2026-11-01T08:00:00.001Z" },
    { answered: true, origin: "overseas" },
  ]) {
    expect([other, ids.see(row({ id: "a", ...other }), 0, 9)]).toEqual([other, { kind: "conflict" }]);
  }
  // A conflict leaves the first where it is.
  expect(ids.see(row({ id: "a", answered: true }), 0, 11)).toEqual({ kind: "repeated", sequence: 5 });
  expect(ids.find("a")).toBe(5);
  expect(ids.find("b")).toBeNull();
});

test("what we add to an event does not make it another", () => {
  const ids = new RecentIds(64);
  ids.see(row({ id: "a" }), 0, 1);
  const annotated = row({ id: "a" });
  for (let w = W.intel; w <= W.judged; w++) annotated.words[w] = 0xffff;
  annotated.doubles[W.receivedAtDouble] = 123;
  for (let w = W.refs + 2; w < W.intel; w++) annotated.words[w] = 0;
  annotated.words[W.stored] = 1;
  expect(ids.see(annotated, 0, 2)).toEqual({ kind: "repeated", sequence: 1 });
});

test("number 0 is a number", () => {
  const ids = new RecentIds(8);
  expect(ids.see(row({ id: "a" }), 0, 0)).toEqual({ kind: "new" });
  expect(ids.see(row({ id: "a" }), 0, 1)).toEqual({ kind: "repeated", sequence: 0 });
  expect(ids.find("a")).toBe(0);
});

test("in memory of a fixed size the newest stay, each found once", () => {
  const capacity = 1_024;
  const ids = new RecentIds(capacity);
  const batch = row({ id: "x".repeat(12) });
  const place = batch.words[W.refs];
  const name = (n: number): string => String(n).padStart(12, "0");
  for (let n = 0; n < capacity * 4; n++) {
    batch.heap.set(encoder.encode(name(n)), place);
    expect(ids.see(batch, 0, n).kind).toBe("new");
  }
  const found = Array.from({ length: capacity * 4 }, (_, n) => ids.find(name(n)));
  found.forEach((sequence, n) => expect(sequence === null || sequence === n).toBe(true));
  // A bucket of eight that many share loses some early; the newest eighth is there whole.
  expect(found.slice(-capacity / 8)).not.toContain(null);
  expect(found.filter((f) => f !== null).length).toBeLessThanOrEqual(capacity);
  expect(found.slice(0, capacity).every((f) => f === null)).toBe(true);
});

test("a snapshot continues; one of another size is refused and changes nothing", () => {
  const ids = new RecentIds(64);
  for (let n = 0; n < 50; n++) ids.see(row({ id: `e${n}` }), 0, n);
  const again = new RecentIds(64);
  again.restore(ids.snapshot().map((chunk) => chunk.slice()));
  for (let n = 0; n < 50; n++) expect(again.find(`e${n}`)).toBe(ids.find(`e${n}`));
  const other = new RecentIds(128);
  other.see(row({ id: "kept" }), 0, 3);
  expect(() => other.restore(ids.snapshot())).toThrow(RangeError);
  expect(other.find("kept")).toBe(3);
  expect(RECORD_WORDS).toBe(64);
});
