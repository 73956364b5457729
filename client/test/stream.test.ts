/** A stream that is hidden, broken or refused: when it is open, and what its reader hears. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveState } from "../src/index.ts";
import { openStream } from "../src/stream.ts";

class Source {
  static readonly CLOSED = 2;
  static readonly made: Source[] = [];
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((message: { readonly data: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor() {
    Source.made.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
const show = (state: "visible" | "hidden"): void => {
  page.visibilityState = state;
  page.dispatchEvent(new Event("visibilitychange"));
};
const open = (): readonly Source[] => Source.made.filter((one) => one.readyState !== Source.CLOSED);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("document", page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Source.made.splice(0);
  show("visible");
});

test("a page that is hidden for long lets go of its connection, and takes it up again when it is seen", () => {
  const states: LiveState["kind"][] = [];
  const values: number[] = [];
  const stop = openStream<number>("/x", { onValue: (value) => values.push(value), onState: ({ kind }) => states.push(kind) });
  Source.made[0]?.onopen?.();
  show("hidden");
  vi.advanceTimersByTime(20_000);
  show("visible");
  vi.advanceTimersByTime(60_000);
  expect(open()).toHaveLength(1);

  show("hidden");
  vi.advanceTimersByTime(40_000);
  expect(open()).toHaveLength(0);
  show("visible");
  expect(open()).toHaveLength(1);
  Source.made[1]?.onopen?.();
  Source.made[1]?.onmessage?.({ data: "7" });
  // Whoever listens knows that something may have been missed.
  expect(states).toEqual(["connecting", "open", "lost", "open"]);
  expect(values).toEqual([7]);
  stop();
  expect(open()).toHaveLength(0);
  show("hidden");
  vi.advanceTimersByTime(60_000);
  show("visible");
  expect(Source.made).toHaveLength(2);
});

test("a refused stream is asked for again, once at a time", () => {
  const stop = openStream("/x", { onValue: () => undefined, onState: () => undefined });
  Source.made[0]?.close();
  Source.made[0]?.onerror?.();
  expect(open()).toHaveLength(0);
  vi.advanceTimersByTime(2_000);
  expect(open()).toHaveLength(1);
  stop();
});
