import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDirectory } from "./log-lock.ts";
import type { LogNotice } from "./log-notice.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "duanliu-lock-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const busy = expect.objectContaining({ problem: expect.objectContaining({ code: "log-busy" }) });
const lockFile = (): string => join(directory, "lock");

test("a directory is held by one at a time, until it is released", async () => {
  const lock = await lockDirectory(directory, []);
  await expect(lockDirectory(directory, [])).rejects.toEqual(busy);
  await expect(lockDirectory(directory, [])).rejects.toThrow(`process ${process.pid}`);
  await lock.release();
  expect(await readdir(directory)).toEqual([]);
  const notices: LogNotice[] = [];
  const again = await lockDirectory(directory, notices);
  expect(notices).toEqual([]);
  await again.release();
});

test("of many who ask at once one gets it, and nothing is left behind", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory, [])));
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled").length).toBe(1);
  expect(await readdir(directory)).toEqual(["lock"]);
});

test("the lock of a process that is gone is taken over, and said", async () => {
  // Linux numbers processes up to 2^22, so this one never lives.
  const gone = 2 ** 22 + 1;
  await writeFile(lockFile(), JSON.stringify({ pid: gone, started: "" }));
  const notices: LogNotice[] = [];
  const lock = await lockDirectory(directory, notices);
  expect(notices).toEqual([{ kind: "lock-taken-over", file: lockFile(), pid: gone }]);
  await lock.release();
});

test("a process number that was given again does not keep the lock", async () => {
  await writeFile(lockFile(), JSON.stringify({ pid: process.pid, started: "another boot 1" }));
  const notices: LogNotice[] = [];
  await lockDirectory(directory, notices);
  expect(notices).toMatchObject([{ kind: "lock-taken-over", pid: process.pid }]);
});

test("the lock of a living process without a known start holds", async () => {
  await writeFile(lockFile(), JSON.stringify({ pid: process.ppid, started: "" }));
  await expect(lockDirectory(directory, [])).rejects.toEqual(busy);
});

test("a lock file that names nobody is taken over", async () => {
  for (const text of ["", "{", "null", "[]", '{"pid":"1"}']) {
    await writeFile(lockFile(), text);
    const lock = await lockDirectory(directory, []);
    expect(await readFile(lockFile(), "utf8")).toContain(String(process.pid));
    await lock.release();
  }
});

test("many who find a stale lock at once leave one holder", async () => {
  for (let round = 0; round < 20; round++) {
    await writeFile(lockFile(), JSON.stringify({ pid: 2 ** 22 + 1, started: "" }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(directory, [])));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled").length).toBe(1);
    await rm(lockFile());
  }
});
