/** A reader for the concurrency test: looks up in shared tables at full speed and counts what should not happen. */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { QuotientTable, type QuotientHandle } from "./quotient-table.ts";

export interface ReaderTask {
  readonly handle: QuotientHandle;
  /** [stop, entries published so far, look-ups done] */
  readonly control: SharedArrayBuffer;
}

const FIRST = 13_000_000_000;

/** The n-th key of the test, spread over mobile numbers; odd n are never inserted. */
export function testKey(n: number): { lo: number; hi: number } {
  const number = 8_600_000_000_000 + FIRST + ((n * 7919) % 900_000_007);
  return { lo: number >>> 0, hi: Math.floor(number / 4294967296) };
}

if (parentPort !== null && workerData !== null) {
  const task = workerData as ReaderTask;
  const control = new Int32Array(task.control);
  let table = new QuotientTable(task.handle);
  let lost = 0;
  let wrong = 0;
  let falseHits = 0;
  let lookups = 0;
  let n = 0;
  while (Atomics.load(control, 0) === 0) {
    // What was published before the look-up must be found in the table of that moment.
    const published = Atomics.load(control, 1);
    for (let m = receiveMessageOnPort(parentPort); m !== undefined; m = receiveMessageOnPort(parentPort)) table = new QuotientTable(m.message as QuotientHandle);
    for (let k = 0; k < 256; k++) {
      n = (n + 97) % Math.max(1, published);
      if (published > 0) {
        const key = testKey(2 * n);
        const slot = table.find(key.lo, key.hi);
        if (slot < 0) lost++;
        else if (table.values[slot] !== (n % 251) + 1) wrong++;
      }
      // What is being written just now may be there or not; if it is there, its value must be.
      const next = published + (k & 3);
      const key = testKey(2 * next);
      const slot = table.find(key.lo, key.hi);
      if (slot >= 0 && table.values[slot] !== (next % 251) + 1) wrong++;
      const absent = testKey(2 * n + 1);
      if (table.find(absent.lo, absent.hi) >= 0) falseHits++;
      lookups += 3;
    }
    Atomics.store(control, 2, lookups);
  }
  parentPort.postMessage({ lost, wrong, falseHits, lookups });
}
