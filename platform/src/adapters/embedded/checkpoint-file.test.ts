import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendCheckpoint, CHECKPOINT_FILE, readCheckpoints, type FiledCheckpoint } from "./checkpoint-file.ts";

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "duanliu-checkpoints-"));
  file = path.join(directory, CHECKPOINT_FILE);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const checkpoint = (seq: number): FiledCheckpoint => ({
  seq,
  hash: new Uint8Array(32).fill(seq),
  atMs: 1_790_000_000_000 + seq,
  keyId: "0123456789abcdef",
  signature: new Uint8Array(64).fill(seq ^ 0xff),
});

test("checkpoints come back as they were, in order, from a file for its owner alone", async () => {
  expect(await readCheckpoints(file)).toBeNull();
  const all = [1, 5, 200].map(checkpoint);
  for (const one of all) await appendCheckpoint(file, one);
  expect(await readCheckpoints(file)).toEqual({ checkpoints: all, damagedLines: [] });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
});

test("a line cut at any byte by a crash is passed over, and the next one takes its place", async () => {
  await appendCheckpoint(file, checkpoint(1));
  const first = (await stat(file)).size;
  await appendCheckpoint(file, checkpoint(2));
  const both = (await stat(file)).size;
  const whole = await readFile(file);
  for (let size = first; size < both; size += 13) {
    await writeFile(file, whole);
    await truncate(file, size);
    expect((await readCheckpoints(file))?.checkpoints, `${size} bytes`).toEqual([checkpoint(1)]);
    await appendCheckpoint(file, checkpoint(3));
    expect(await readCheckpoints(file), `${size} bytes`).toEqual({ checkpoints: [checkpoint(1), checkpoint(3)], damagedLines: [] });
  }
  await appendFile(file, "z".repeat(700));
  await appendCheckpoint(file, checkpoint(5));
  expect((await readFile(file, "utf8")).trimEnd().split("\n")).toHaveLength(3);
  await truncate(file, 10);
  await appendCheckpoint(file, checkpoint(4));
  expect(await readCheckpoints(file)).toEqual({ checkpoints: [checkpoint(4)], damagedLines: [] });
});

test("lines that are no checkpoint are named, and the others are read", async () => {
  await appendCheckpoint(file, checkpoint(1));
  const line = (await readFile(file, "utf8")).trim();
  const bad = [
    "",
    "x",
    "null",
    "[]",
    "{}",
    line.replace('"seq":1', '"seq":0'),
    line.replace('"seq":1', '"seq":1.5'),
    line.replace('"seq":1', '"seq":"1"'),
    line.replace('"hash":"01', '"hash":"0'),
    line.replace('"atMs":1790', '"atMs":"x1790'),
    line.replace("==", ""),
    line.slice(0, 50),
  ];
  for (const one of bad) await appendFile(file, `${one}\n`);
  await appendCheckpoint(file, checkpoint(2));
  expect(await readCheckpoints(file)).toEqual({ checkpoints: [checkpoint(1), checkpoint(2)], damagedLines: bad.map((_, i) => i + 2) });
});

test("a file that is something else keeps what is in it", async () => {
  await appendCheckpoint(file, checkpoint(1));
  await writeFile(file, "y".repeat(5_000));
  await appendCheckpoint(file, checkpoint(2));
  expect((await readFile(file, "utf8")).startsWith("y".repeat(5_000))).toBe(true);
  expect((await readCheckpoints(file))?.damagedLines).toEqual([1]);
});

test("a folder that cannot be written is a problem that says so", async () => {
  await writeFile(path.join(directory, "audit"), "a file");
  await expect(appendCheckpoint(file, checkpoint(1))).rejects.toEqual(expect.objectContaining({ problem: expect.objectContaining({ code: "write-failed" }) }));
});
