/** The feed keeps what matters however much passes, tells few times, and marks what is new for a second only. */
import type { Action, LiveItem } from "@duanliu/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Feed, ROWS_MAX, isFresh, rowsOf } from "./feed.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

let number = 0;
function item(action: Action, kind = "call"): LiveItem {
  number++;
  const event = { id: `e${number}`, kind, occurredAt: "2026-01-01T00:00:00Z" };
  return { number, receivedAtMs: Date.now(), event, verdict: { action } as LiveItem["verdict"], sample: false };
}

test("a flood of allowed events does not push out the one that is held", () => {
  const feed = new Feed();
  const held = item("hold");
  feed.add(held);
  for (let i = 0; i < ROWS_MAX * 3; i++) feed.add(item("allow", "visit"));
  vi.advanceTimersByTime(300);
  const view = feed.view();
  expect(rowsOf(view, "hold", null).map((row) => row.item)).toEqual([held]);
  expect(rowsOf(view, null, "call").map((row) => row.item)).toEqual([held]);
  expect(rowsOf(view, null, null)).toHaveLength(ROWS_MAX);
  expect(feed.find(held.event.id)).toBe(held);
});

test("rows come newest first, over all actions", () => {
  const feed = new Feed();
  for (const action of ["allow", "flag", "allow", "block"] as const) feed.add(item(action));
  vi.advanceTimersByTime(300);
  expect(rowsOf(feed.view(), null, null).map((row) => row.item.verdict.action)).toEqual(["block", "allow", "flag", "allow"]);
});

test("a hundred events are drawn once", () => {
  const feed = new Feed();
  const drawn = vi.fn<() => void>();
  feed.watch(drawn);
  for (let i = 0; i < 100; i++) feed.add(item("allow"));
  vi.advanceTimersByTime(260);
  expect(drawn).toHaveBeenCalledTimes(1);
});

test("news is marked for a second and then not, even when nothing follows; backlog never", () => {
  const feed = new Feed();
  feed.connection({ kind: "open", sinceMs: Date.now() });
  feed.add(item("flag"));
  vi.advanceTimersByTime(1_000);
  feed.add(item("warn"));
  vi.advanceTimersByTime(260);
  const marks = (): readonly boolean[] => rowsOf(feed.view(), null, null).map((row) => isFresh(row, feed.view()));
  expect(marks()).toEqual([true, false]);
  vi.advanceTimersByTime(1_500);
  expect(marks()).toEqual([false, false]);
});
