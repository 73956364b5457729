/**
 * The process that log-crash.test.ts kills. Appends numbered frames many at a time, erases and takes snapshots in
 * between, and prints what it was promised, each line before anything else happens. Argument: a `CrashOrder` as JSON.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { openEventLog } from "../src/adapters/embedded/event-log.ts";
import { openSnapshotStore } from "../src/adapters/embedded/snapshot-store.ts";
import { armFaultPoint } from "../src/base/fault-point.ts";
import { positionAfter } from "../src/ports/event-log.ts";
import { crashFrame, ERASED_CLASS } from "./log-crash-frames.ts";
import type { CrashOrder } from "./log-crash-frames.ts";

const order = JSON.parse(process.argv[2]) as CrashOrder;
const STANDARD_OUTPUT = 1;
/** Enough that group commits hold many frames, and segments of 64 KiB roll every few. */
const APPENDERS = 24;
const ERASE_EVERY = 60;
const SNAPSHOT_EVERY = 45;

function say(line: string): void {
  writeSync(STANDARD_OUTPUT, `${line}\n`);
}

const log = await openEventLog({ directory: order.directory, segmentBytesMax: 65_536 });
const snapshots = await openSnapshotStore(join(order.directory, "snapshots"));
if (order.fault !== undefined) {
  let passed = 0;
  armFaultPoint(order.fault, () => {
    if (++passed === order.hits) process.kill(process.pid, "SIGKILL");
  });
}

let acknowledged = 0;
let chores = Promise.resolve();

async function erase(beforeSequence: number): Promise<void> {
  say(`erasing ${beforeSequence}`);
  await log.erase({
    receivedBeforeMs: crashFrame(beforeSequence).receivedAtMs,
    fateOf: (frame) => ({ kind: frame.retentionClass === ERASED_CLASS ? "drop" : "keep" }),
  });
  say(`erased ${beforeSequence}`);
}

async function takeSnapshot(sequence: number, position: number): Promise<void> {
  await snapshots.save("state", positionAfter(position), [new Uint8Array(Float64Array.of(sequence).buffer), new Uint8Array(5000)]);
  say(`snapshot ${sequence}`);
}

async function appendOn(): Promise<void> {
  while (acknowledged < order.framesMax) {
    const sequence = log.nextSequence;
    const position = await log.append(crashFrame(sequence));
    say(`ack ${sequence}`);
    acknowledged++;
    if (acknowledged % ERASE_EVERY === 0) chores = chores.then(() => erase(sequence));
    if (acknowledged % SNAPSHOT_EVERY === 0) chores = chores.then(() => takeSnapshot(sequence, position));
  }
}

say(`open ${log.nextSequence}`);
await Promise.all(Array.from({ length: APPENDERS }, appendOn));
await chores;
await log.close();
say("done");
