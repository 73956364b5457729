/** Lists that somebody else changes on the disk while the program runs. */
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../test/running-server.ts";
import type { IntelLists } from "../intel/lists.ts";
import { ListFiles } from "./list-files.ts";
import { loadLists, saveList } from "./load.ts";

const NOW = Date.parse("2026-03-12T09:00:00+08:00");
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dir: string;
let told: string[];
let lists: IntelLists;
let files: ListFiles;

function start(): void {
  told = [];
  lists = loadLists(dir);
  files = new ListFiles(dir, lists, "casework", (level, { en }) => told.push(`${level}: ${en}`));
}

beforeEach(async () => {
  folder = await temporaryFolder();
  dir = path.join(folder.path, "lists");
  start();
});
afterEach(() => folder.remove());

/** Another process, which knows nothing of this one. */
function elsewhere(list: string, ...numbers: readonly string[]): void {
  const theirs = loadLists(dir);
  for (const number of numbers) theirs.add(list, { identifier: number, kind: "flag", source: `import ${number}` }, NOW);
  saveList(dir, theirs, list);
}

const says = (number: string): number => {
  const found = lists.ask(number, "number", NOW);
  return "kind" in found ? -1 : found.bits;
};
const FLAG = 8;

test("a new list, a changed one and a removed one are noticed, each once", async () => {
  elsewhere("feed", "+8613900139001");
  expect(says("+8613900139001")).toBe(0);
  expect(await files.poll()).toEqual(["feed"]);
  expect(says("+8613900139001")).toBe(FLAG);
  expect(await files.poll()).toEqual([]);
  elsewhere("feed", "+8613900139002");
  expect(await files.poll()).toEqual(["feed"]);
  expect([says("+8613900139001"), says("+8613900139002")]).toEqual([FLAG, FLAG]);
  fs.rmSync(path.join(dir, "feed.list"));
  expect(await files.poll()).toEqual(["feed"]);
  expect([says("+8613900139001"), says("+8613900139002")]).toEqual([0, 0]);
  expect(told).toEqual(["info: The list feed was changed: 1 entries.", "info: The list feed was changed: 2 entries."]);
});

test("what was loaded at the start and what this program saved is not read again; what was changed since the loading is", async () => {
  elsewhere("feed", "+8613900139001");
  start();
  expect(await files.poll()).toEqual([]);
  lists.add("casework", { identifier: "+8613900139009", kind: "watch", source: "us" }, NOW);
  files.save("casework");
  expect(await files.poll()).toEqual([]);
  lists = loadLists(dir);
  elsewhere("feed", "+8613900139002");
  files = new ListFiles(dir, lists, "casework", () => undefined);
  expect(await files.poll()).toEqual(["feed"]);
});

test("a damaged file, or one that holds another list, leaves the list as it was and is said once", async () => {
  elsewhere("feed", "+8613900139001");
  await files.poll();
  const file = path.join(dir, "feed.list");
  const whole = fs.readFileSync(file);
  fs.writeFileSync(file, whole.subarray(0, whole.length - 5));
  expect([await files.poll(), await files.poll()]).toEqual([[], []]);
  expect(says("+8613900139001")).toBe(FLAG);
  expect(told.filter((line) => line.startsWith("error"))).toHaveLength(1);
  lists.add("casework", { identifier: "+8613900139009", kind: "watch", source: "us" }, NOW);
  files.save("casework");
  fs.copyFileSync(file, path.join(dir, "casework.list.copy"));
  fs.writeFileSync(path.join(dir, "other.list"), whole);
  expect(await files.poll()).toEqual([]);
  expect(told.at(-1)).toMatch(/other cannot be read.*expected the list other/);
});

test("the own list is written anew when somebody else writes or removes it", async () => {
  lists.add("casework", { identifier: "+8613900139009", kind: "watch", source: "us" }, NOW);
  files.save("casework");
  const file = path.join(dir, "casework.list");
  const good = fs.readFileSync(file);
  for (const harm of [() => fs.writeFileSync(file, "harm"), () => fs.rmSync(file)]) {
    harm();
    expect(await files.poll()).toEqual([]);
    expect(fs.readFileSync(file).equals(good)).toBe(true);
    expect(says("+8613900139009")).toBe(16);
  }
  expect(told).toHaveLength(2);
});

test("entry numbers keep their meaning: two processes that gave out the same numbers do not mix up what verdicts say", async () => {
  elsewhere("feed", "+8613900139001");
  start();
  // Both know the same book and go on from there, apart.
  lists.add("casework", { identifier: "+8613900139009", kind: "watch", source: "us" }, NOW);
  const found = lists.ask("+8613900139009", "number", NOW);
  if ("kind" in found) throw new Error(found.expected);
  const { entry } = found;
  elsewhere("feed", "+8613900139002");
  await files.poll();
  expect(lists.explainEntry(entry)).toMatchObject({ terms: { source: "us" } });
  start();
  expect(lists.explainEntry(entry)).toMatchObject({ terms: { source: "us" } });
  const [theirs] = [...lists.entries("feed")].filter(({ identifier }) => identifier === "+8613900139002");
  expect(theirs.terms.source).toBe("import +8613900139002");
  expect(lists.explainEntry(theirs.entry)).toMatchObject({ terms: { source: "import +8613900139002" } });
});
