/** Everything that a verdict is made from changes its digest; where strings lie and when we got the event do not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import { EventBatch, RECORD_WORDS, W } from "../domain/record.ts";
import { digestEvent } from "./digest.ts";

const SLOTS = Int32Array.of(2, 5, 7);
const ID = new TextEncoder().encode("evt-00017");

interface Input {
  readonly batch: EventBatch;
  readonly facts: Float64Array;
  readonly seed: number;
}

function input(seed: number): Input {
  const prng = new Prng(seed);
  const batch = new EventBatch(1);
  for (let w = 0; w < RECORD_WORDS; w++) batch.words[w] = prng.bits();
  batch.heap = Uint8Array.from([0, 0, 0, ...ID, 0]);
  batch.words[W.refs] = 3;
  batch.words[W.refs + 1] = ID.length;
  return { batch, facts: Float64Array.from({ length: 10 }, () => prng.next() * 1000), seed: 77 };
}

function digest({ batch, facts, seed }: Input): string {
  const out = new Uint32Array(2);
  digestEvent(batch.words, batch.heap, 0, new Uint32Array(facts.buffer), SLOTS, seed, out, 0);
  return `${out[1].toString(16)}:${out[0].toString(16)}`;
}

const spoken = (w: number): boolean => w < W.refs || (w >= W.intel && w < W.receivedAtDouble * 2);

describe("a digest", () => {
  test("changes with every bit of what the event says, what lists and models said, and of its id", () => {
    const whole = digest(input(1));
    const seen = new Set([whole]);
    let tried = 0;
    for (let w = 0; w < RECORD_WORDS; w++) {
      if (!spoken(w)) continue;
      for (let bit = 0; bit < 32; bit++) {
        const changed = input(1);
        changed.batch.words[w] ^= 1 << bit;
        seen.add(digest(changed));
        tried++;
      }
    }
    for (let at = 0; at < ID.length; at++) {
      const changed = input(1);
      changed.batch.heap[3 + at] ^= 4;
      seen.add(digest(changed));
      tried++;
    }
    expect(seen.size).toBe(tried + 1);
  });

  test("changes with every measured fact that rules read, and with no other", () => {
    const whole = digest(input(1));
    for (let slot = 0; slot < 10; slot++) {
      const changed = input(1);
      changed.facts[slot] += 0.001;
      expect([slot, digest(changed) !== whole]).toEqual([slot, SLOTS.includes(slot)]);
    }
  });

  test("changes with the seed, and when two words change places", () => {
    expect(digest({ ...input(1), seed: 78 })).not.toBe(digest(input(1)));
    for (const [a, b] of [
      [4, 6],
      [5, 7],
      [4, 5],
      [30, 32],
      [44, 58],
    ] as const) {
      const changed = input(1);
      [changed.batch.words[a], changed.batch.words[b]] = [changed.batch.words[b], changed.batch.words[a]];
      expect(digest(changed)).not.toBe(digest(input(1)));
    }
  });

  test("does not depend on where strings lie, on when we got the event, or on what the log left out", () => {
    for (let w = 0; w < RECORD_WORDS; w++) {
      if (spoken(w) || w === W.refs || w === W.refs + 1) continue;
      const changed = input(1);
      changed.batch.words[w] ^= 0xffff;
      expect([w, digest(changed)]).toEqual([w, digest(input(1))]);
    }
    const moved = input(1);
    moved.batch.heap = Uint8Array.from([9, ...ID]);
    moved.batch.words[W.refs] = 1;
    expect(digest(moved)).toBe(digest(input(1)));
  });

  test("takes every NaN for the same unknown, which is not zero and not infinite", () => {
    const unknown = input(1);
    unknown.facts[5] = NaN;
    const other = input(1);
    new Uint32Array(other.facts.buffer).set([0x1234, 0xfff8_0001], 10);
    expect(other.facts[5]).toBeNaN();
    expect(digest(other)).toBe(digest(unknown));
    const values = [NaN, 0, Infinity, -Infinity, 1, 2 ** 53].map((value) => {
      const changed = input(1);
      changed.facts[5] = value;
      return digest(changed);
    });
    expect(new Set(values).size).toBe(values.length);
  });

  test("of many events shares no lane with another more often than chance", () => {
    const lo = new Set<number>();
    const hi = new Set<number>();
    const count = 4_000;
    const base = input(1);
    const out = new Uint32Array(2);
    const facts = new Uint32Array(base.facts.buffer);
    for (let n = 0; n < count; n++) {
      // Neighbours in time and number, as real traffic is.
      base.batch.doubles[0] = 1_790_000_000_000 + (n >> 3) * 250;
      base.batch.words[W.keys + 2] = 13_800_000_00 + (n & 7);
      digestEvent(base.batch.words, base.batch.heap, 0, facts, SLOTS, 1, out, 0);
      lo.add(out[0]);
      hi.add(out[1]);
    }
    // 4,000 of 2^32: fewer than one meeting in five hundred runs is expected.
    expect([lo.size, hi.size]).toEqual([count, count]);
  });

  test("is the same for the same input", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => digest(input(seed)) === digest(input(seed))),
      { seed: 42, numRuns: 100 },
    );
  });
});
