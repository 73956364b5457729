import { mkdtemp, open, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { snapshotStoreConformance } from "../../ports/event-log.conformance.ts";
import { describeNotice } from "./log-notice.ts";
import { openSnapshotStore } from "./snapshot-store.ts";

snapshotStoreConformance(async () => {
  const directory = await mkdtemp(join(tmpdir(), "duanliu-snapshot-"));
  return { open: () => openSnapshotStore(directory), remove: () => rm(directory, { recursive: true, force: true }) };
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "duanliu-snapshot-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const files = async (): Promise<string[]> => (await readdir(directory)).sort();

test("the newest two of each name are kept", async () => {
  const store = await openSnapshotStore(directory);
  for (const position of [1, 2, 3]) await store.save("a", position, [Uint8Array.of(position)]);
  await store.save("b", 1, []);
  expect(await files()).toEqual(["snapshot-a.0000000000000002.snap", "snapshot-a.0000000000000003.snap", "snapshot-b.0000000000000001.snap"]);
});

test("a snapshot damaged in any byte is passed over, with a notice that says where", async () => {
  const store = await openSnapshotStore(directory);
  await store.save("a", 1, [Uint8Array.of(1, 2, 3)]);
  await store.save("a", 2, [Uint8Array.of(9, 8), new Uint8Array(0), Uint8Array.of(7)]);
  const file = join(directory, "snapshot-a.0000000000000002.snap");
  const whole = await readFile(file);
  for (let i = 0; i < whole.length; i++) {
    const bytes = Buffer.from(whole);
    bytes[i] ^= 1 << (i % 8);
    await writeFile(file, bytes);
    const before = store.notices.length;
    expect((await store.loadLatest("a"))?.position, `byte ${i}`).toBe(1);
    const notice = store.notices.at(-1);
    expect(store.notices.length).toBe(before + 1);
    if (notice === undefined || notice.kind !== "snapshot-passed-over") throw new Error("no notice");
    expect(notice.offset).toBeLessThanOrEqual(i);
    expect(describeNotice(notice).en).toContain(file);
  }
  for (let size = 0; size < whole.length; size++) {
    await writeFile(file, whole.subarray(0, size));
    expect((await store.loadLatest("a"))?.position).toBe(1);
  }
  await writeFile(file, Buffer.concat([whole, Buffer.of(0)]));
  expect((await store.loadLatest("a"))?.position).toBe(1);
  await writeFile(file, whole);
  expect((await store.loadLatest("a"))?.position).toBe(2);
});

test("arbitrary bytes are never taken for a snapshot", async () => {
  const store = await openSnapshotStore(directory);
  await store.save("a", 3, [Uint8Array.of(1)]);
  const file = join(directory, "snapshot-a.0000000000000003.snap");
  const header = (await readFile(file)).subarray(0, 64);
  const check = fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, withHeader) => {
    await writeFile(file, withHeader ? Buffer.concat([header, bytes]) : bytes);
    expect(await store.loadLatest("a")).toBeUndefined();
  });
  await fc.assert(check, { seed: 42, numRuns: 150 });
});

test("damage that comes between checking and reading is found while reading", async () => {
  const store = await openSnapshotStore(directory);
  await store.save("a", 1, [new Uint8Array(100)]);
  const snapshot = await store.loadLatest("a");
  const handle = await open(join(directory, "snapshot-a.0000000000000001.snap"), "r+");
  await handle.write(Uint8Array.of(1), 0, 1, 64 + 16 + 50);
  await handle.close();
  const read = async (): Promise<void> => {
    for await (const _ of snapshot?.chunks() ?? []);
  };
  await expect(read()).rejects.toMatchObject({ problem: { code: "log-damaged" } });
});

test("what an interrupted save left is removed at the next opening", async () => {
  await writeFile(join(directory, "snapshot-a.0000000000000009.snap.tmp"), "half");
  await writeFile(join(directory, "segment-0000000001.log.tmp"), "not ours");
  const store = await openSnapshotStore(directory);
  expect(store.notices.map((notice) => notice.kind)).toEqual(["leftover-removed"]);
  expect(await files()).toEqual(["segment-0000000001.log.tmp"]);
  expect(await store.loadLatest("a")).toBeUndefined();
});
