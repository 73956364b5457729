/** Hits of list entries: once an event, for the last day, with the beginning of what was counted. */
import { expect, test } from "vitest";
import { EventBatch, RECORD_WORDS, W } from "../domain/record.ts";
import { ListHits } from "./list-hits.ts";

const HOUR = 3_600_000;
const START = 1_000 * HOUR + 600_000;

function batchOf(...rows: readonly (readonly number[])[]): EventBatch {
  const batch = new EventBatch(rows.length);
  rows.forEach((entries, i) => batch.words.set(entries, i * RECORD_WORDS + W.intelEntries));
  return batch;
}

test("an event that names one entry twice is one hit; others count apart, with the last time", () => {
  const hits = new ListHits(START);
  const batch = batchOf([7, 0, 7, 9], [9, 0, 0, 0], [0, 0, 0, 0]);
  for (let i = 0; i < 3; i++) hits.add(batch, i, START + i);
  const { sinceMs, complete, byEntry } = hits.lately(START + 10);
  expect([...byEntry].toSorted(([a], [b]) => a - b)).toEqual([
    [7, { hits: 1, lastAtMs: START }],
    [9, { hits: 2, lastAtMs: START + 1 }],
  ]);
  expect([sinceMs, complete]).toEqual([START, true]);
});

test("a day later it is forgotten, hour by hour, and the window says where it begins", () => {
  const hits = new ListHits(START);
  const batch = batchOf([7, 0, 0, 0]);
  hits.add(batch, 0, START);
  hits.add(batch, 0, START + 5 * HOUR);
  expect(hits.lately(START + 23 * HOUR).byEntry.get(7)?.hits).toBe(2);
  const later = hits.lately(START + 24 * HOUR);
  expect(later.byEntry.get(7)).toEqual({ hits: 1, lastAtMs: START + 5 * HOUR });
  expect(later.sinceMs).toBe(1_001 * HOUR);
  // The place of an hour that is over is used again.
  hits.add(batch, 0, START + 24 * HOUR);
  expect(hits.lately(START + 24 * HOUR).byEntry.get(7)?.hits).toBe(2);
  expect(hits.lately(START + 60 * HOUR).byEntry.size).toBe(0);
});
