/** Two hundred changes a second cost one question a second, a slow server is asked less, and the last change is never missed. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Asking, restAfter, type Pace } from "./asking.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Counted {
  readonly asking: Asking;
  readonly asked: () => number;
  readonly most: () => number;
}

function answeredAfter(ms: number, pace: Pace = { patient: true }): Counted {
  let [asked, open, most] = [0, 0, 0];
  const asking = new Asking(async () => {
    asked++;
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, ms));
    open--;
    return () => undefined;
  }, pace);
  return { asking, asked: () => asked, most: () => most };
}

/** `seconds` of two hundred changes each. */
async function changes(asking: Asking, seconds: number): Promise<void> {
  for (let i = 0; i < seconds * 200; i++) {
    asking.want();
    // One change after the other.
    // oxlint-disable-next-line no-await-in-loop
    await vi.advanceTimersByTimeAsync(5);
  }
}

test("two thousand changes in ten seconds are at most eleven questions, and never two at once", async () => {
  const { asking, asked, most } = answeredAfter(20);
  await changes(asking, 10);
  expect(asked()).toBeGreaterThan(8);
  expect(asked()).toBeLessThanOrEqual(11);
  expect(most()).toBe(1);
});

test("a server that takes two seconds is asked less often, and one that others rest for as they say", async () => {
  const slow = answeredAfter(2_000);
  await changes(slow.asking, 23);
  expect(slow.asked()).toBe(3);
  const calm = answeredAfter(20, { patient: true, calmMs: 3_000 });
  await changes(calm.asking, 12);
  expect(calm.asked()).toBe(4);
  expect([0, 5, 300, 1_000, 2_000, 60_000].map((ms) => restAfter(ms, { patient: true }))).toEqual([1_000, 1_000, 1_000, 3_000, 6_000, 10_000]);
});

test("what somebody works on is never older than a second because the server is slow", async () => {
  const { asking, asked } = answeredAfter(2_000, { patient: false });
  await changes(asking, 11);
  expect(asked()).toBe(4);
});

test("what changed during an answer is asked for after it; after the end nothing is", async () => {
  const { asking, asked } = answeredAfter(50);
  asking.want();
  await vi.advanceTimersByTimeAsync(10);
  asking.want();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked()).toBe(2);
  asking.now();
  await vi.advanceTimersByTimeAsync(10);
  expect(asked()).toBe(3);
  asking.want();
  asking.stop();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked()).toBe(3);
});

test("an answer that a younger one overtook is not taken, whichever comes first", async () => {
  const waits = [500, 100, 50, 400];
  const taken: number[] = [];
  let asked = 0;
  const asking = new Asking(
    async () => {
      const number = asked++;
      await new Promise((resolve) => setTimeout(resolve, waits[number]));
      return () => void taken.push(number);
    },
    { patient: false },
  );
  asking.want();
  await vi.advanceTimersByTimeAsync(10);
  // A person gave a command: they see what came of it, and not what was before.
  asking.now();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(taken).toEqual([1]);
  asking.now();
  asking.now();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(taken).toEqual([1, 2, 3]);
  // And it goes on as before.
  waits.push(20, 20);
  await vi.advanceTimersByTimeAsync(5_000);
  asking.want();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(taken).toEqual([1, 2, 3, 4]);
});
