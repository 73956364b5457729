import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mix32 } from "../base/hash.ts";
import { Prng } from "../base/prng.ts";
import { KeyTable } from "./key-table.ts";
import { QuotientTable, bucketBitsFor, mixKey, unmix32 } from "./quotient-table.ts";
import { PROBE_KEYS_MAX, probe, probeExact } from "./probe.ts";
import { testKey, type ReaderTask } from "./quotient-table.reader.ts";

test("the mix can be undone", () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), (x) => unmix32(mix32(x)) === x),
    { seed: 42 },
  );
});

test("a key comes back out of its slot, whatever the dimensions", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.array(fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xfff_ffff)), { maxLength: 50 }),
      (bits, hiBits, keys) => {
        const table = QuotientTable.create(bits, hiBits, 4);
        const out = { lo: 0, hi: 0 };
        for (const [n, [lo, high]] of keys.entries()) {
          const hi = high & (2 ** hiBits - 1);
          if (table.find(lo, hi) >= 0) continue;
          const slot = table.insert(lo, hi, n);
          expect(slot).toBeGreaterThanOrEqual(0);
          expect(table.keyAt(slot, out)).toBe(true);
          expect(out).toEqual({ lo, hi });
          expect(table.find(lo, hi)).toBe(slot);
        }
      },
    ),
    { seed: 42 },
  );
});

test("a key whose high word is wider than the table is not taken for its narrow twin", () => {
  const table = QuotientTable.create(20, 11, 1);
  table.insert(5, 1, 9);
  const one = { los: new Int32Array(1), his: new Int32Array(1), mixed: new Int32Array(1), found: new Int32Array(1), slots: new Int32Array(1) };
  const both = (lo: number, hi: number): readonly [boolean, number] => {
    one.los[0] = lo;
    one.his[0] = hi;
    one.mixed[0] = mixKey(lo, hi);
    return [table.find(lo, hi) >= 0, probeExact(table, 1, one.los, one.his, one.mixed, one.found, one.slots)];
  };
  expect(both(5, 1)).toEqual([true, 1]);
  for (let bit = 11; bit < 28; bit++) {
    const hi = 1 | (1 << bit);
    // The low word that gives the same mix: bucket and stored remainder are then equal, and only the width tells.
    const lo = 5 ^ mixSecret(1) ^ mixSecret(hi);
    expect(mixKey(lo, hi)).toBe(mixKey(5, 1));
    expect(both(lo, hi)).toEqual([false, 0]);
    expect(table.insert(lo, hi, 9)).toBe(-1);
  }
});

/** What `mixKey` joins to the low word. */
const mixSecret = (hi: number): number => unmix32(mixKey(0, hi));

test("full buckets pass keys on, removed entries stay removed, and the rest stays found", () => {
  const table = QuotientTable.create(5, 28, 4);
  const random = new Prng(42);
  const keys = new Map<string, { lo: number; hi: number; value: number }>();
  for (let value = 0; ; value++) {
    const key = { lo: random.bits(), hi: random.bits() >>> 4, value };
    if (table.insert(key.lo, key.hi, value) < 0) break;
    keys.set(`${key.lo} ${key.hi}`, key);
  }
  expect(keys.size).toBe(Math.floor(512 * 0.8));
  let n = 0;
  for (const [name, key] of keys) {
    if (n++ % 3 === 0) {
      table.remove(table.find(key.lo, key.hi));
      keys.delete(name);
      expect(table.find(key.lo, key.hi)).toBe(-1);
    }
  }
  for (const key of keys.values()) expect(table.values[table.find(key.lo, key.hi)]).toBe(key.value);
  expect(table.live).toBe(keys.size);
});

test("the batch proposes every key that is there", () => {
  const random = new Prng(7);
  const table = QuotientTable.create(bucketBitsFor(20_000), 18, 4);
  const present: { lo: number; hi: number }[] = [];
  for (let n = 0; n < 20_000; n++) {
    const key = { lo: random.bits(), hi: random.int(1 << 18) };
    if (table.find(key.lo, key.hi) < 0 && table.insert(key.lo, key.hi, n) >= 0) present.push(key);
  }
  const mixed = new Int32Array(PROBE_KEYS_MAX);
  const his = new Int32Array(PROBE_KEYS_MAX);
  const found = new Int32Array(PROBE_KEYS_MAX);
  for (let at = 0; at + PROBE_KEYS_MAX <= present.length; at += PROBE_KEYS_MAX) {
    for (let k = 0; k < PROBE_KEYS_MAX; k++) {
      const key = present[at + k];
      mixed[k] = mixKey(key.lo, key.hi);
      his[k] = key.hi;
    }
    expect(probe(table, PROBE_KEYS_MAX, mixed, his, found)).toBe(PROBE_KEYS_MAX);
  }
});

describe("a table that grows", () => {
  test("keeps every entry and widens for long numbers and large values", () => {
    let table = KeyTable.empty("number");
    const outcome = { replaced: 0 };
    const random = new Prng(3);
    const twin = new Map<number, number>();
    for (let n = 0; n < 60_000; n++) {
      const number = n % 100 === 99 ? 900_000_000_000_000 + random.int(1e6) : 8_613_000_000_000 + random.int(200_000);
      const [lo, hi] = [number >>> 0, Math.floor(number / 4294967296)];
      if (n % 5 === 4) {
        expect(table.remove(lo, hi, "")).toBe(twin.get(number) ?? 0);
        twin.delete(number);
        continue;
      }
      const value = 16 + random.int(n < 30_000 ? 200 : 100_000);
      table = table.set(lo, hi, "", value, outcome)!;
      expect(outcome.replaced).toBe(twin.get(number) ?? 0);
      twin.set(number, value);
    }
    expect(table.size).toBe(twin.size);
    for (const [number, value] of twin) expect(table.table.values[table.table.find(number >>> 0, Math.floor(number / 4294967296))]).toBe(value);
    let seen = 0;
    for (let slot = 0; slot < table.table.words.length; slot++) {
      if (!table.table.keyAt(slot, { lo: 0, hi: 0 })) continue;
      expect(twin.has(Number(table.textOf(slot)))).toBe(true);
      seen++;
    }
    expect(seen).toBe(twin.size);
  });

  test("two texts with one hash are two entries", () => {
    let table = KeyTable.empty("host");
    const outcome = { replaced: 0 };
    for (let n = 1; n <= 40; n++) {
      table = table.set(123, 456, `host-${n}.example`, n, outcome)!;
      expect(outcome.replaced).toBe(0);
    }
    table.remove(123, 456, "host-7.example");
    for (let n = 1; n <= 40; n++) {
      const slot = table.findText(123, 456, `host-${n}.example`);
      expect(slot < 0 ? null : table.table.values[slot]).toBe(n === 7 ? null : n);
    }
    expect(table.findText(123, 456, "innocent.example")).toBe(-1);
  });
});

test("readers lose no hit and see no false one while a writer inserts and replaces the table", async () => {
  const control = new Int32Array(new SharedArrayBuffer(12));
  let table = KeyTable.empty("number");
  const task: ReaderTask = { handle: table.table.handle(), control: control.buffer };
  const worker = new Worker(new URL("./quotient-table.reader.ts", import.meta.url), { workerData: task });
  const result = new Promise<{ lost: number; wrong: number; falseHits: number; lookups: number }>((done, fail) => {
    worker.on("message", done);
    worker.on("error", fail);
  });
  const outcome = { replaced: 0 };
  let swaps = 0;
  // The reader is at full speed before the first entry comes.
  while (Atomics.load(control, 2) === 0) await new Promise((next) => setImmediate(next));
  for (let n = 0; n < 300_000; n++) {
    const key = testKey(2 * n);
    const next = table.set(key.lo, key.hi, "", (n % 251) + 1, outcome)!;
    if (next !== table) {
      // The new table goes out before anything that only it holds is called published.
      worker.postMessage(next.table.handle());
      table = next;
      swaps++;
    }
    Atomics.store(control, 1, n + 1);
  }
  const done = Atomics.load(control, 2);
  while (Atomics.load(control, 2) < done + 4096) await new Promise((next) => setImmediate(next));
  Atomics.store(control, 0, 1);
  const seen = await result;
  await worker.terminate();
  expect(swaps).toBeGreaterThan(5);
  expect(seen.lookups).toBeGreaterThan(10_000);
  expect(seen).toMatchObject({ lost: 0, wrong: 0, falseHits: 0 });
});
