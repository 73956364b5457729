/** `duanliu audit verify`: what it says and how it ends, on a chain that is whole and on every way in which it can be broken. */
import { spawnSync } from "node:child_process";
import { appendFile, copyFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { appendCheckpoint, CHECKPOINT_FILE } from "../src/adapters/embedded/checkpoint-file.ts";
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import { PROBLEMS } from "../src/base/problem.ts";
import { verifyStore, type VerifyParts } from "../src/cli/audit.ts";
import { Terminal } from "../src/cli/terminal.ts";
import { signCheckpoint } from "../src/matters/ledger.ts";
import { VirtualWorld } from "../src/sim/virtual-world.ts";
import { kernelOn, kernelRoom, seedPeople, START, type KernelRoom } from "./kernel-room.ts";
import { temporaryFolder } from "./running-server.ts";

const BROKEN = PROBLEMS["audit-broken"].exit;

let room: KernelRoom;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
beforeEach(async () => {
  room = await kernelRoom();
  folder = await temporaryFolder();
  file = path.join(folder.path, CHECKPOINT_FILE);
  for (let i = 0; i < 4; i++) await room.open();
  const checkpoint = await room.store.transaction((sql) => signCheckpoint(sql, room.vault, START));
  await appendCheckpoint(file, checkpoint!);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await room.close();
  await folder.remove();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

async function verify(language: "zh" | "en", more: Partial<VerifyParts> = {}): Promise<Ended> {
  const [out, said] = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  const texts: Record<"out" | "said", string> = { out: "", said: "" };
  out.mockImplementation((text) => ((texts.out += String(text)), true));
  said.mockImplementation((text) => ((texts.said += String(text)), true));
  try {
    const code = await verifyStore(room.store, { publicKeyPem: room.vault.publicKeyPem, files: [file], json: false, ...more }, new Terminal(language));
    return { code, ...texts };
  } finally {
    out.mockRestore();
    said.mockRestore();
  }
}

async function tamper(...statements: readonly string[]): Promise<void> {
  await room.store.transaction(async (sql) => {
    await sql.query("alter table ledger disable trigger ledger_append_only");
    for (const statement of statements) await sql.query(statement);
  });
}

test("a whole chain ends with 0 and says so in the person's language", async () => {
  await room.open();
  const english = await verify("en");
  expect(english).toEqual({ code: 0, out: "", said: expect.stringContaining("The chain is whole.") });
  expect(english.said).toContain("5 lines of the audit chain checked against 1 signed checkpoints (1 copies outside the database); 1 lines follow");
  expect(await verify("zh")).toEqual({ code: 0, out: "", said: expect.stringContaining("审计链完整。") });
  const { code, out, said } = await verify("en", { json: true });
  expect({ code, said }).toEqual({ code: 0, said: "" });
  expect(JSON.parse(out)).toEqual({ whole: true, lines: 5, checkpoints: 1, kept: 1, unsigned: 1, faults: [] });
});

test.each([
  ["a changed line", "update ledger set actor = 'x' where seq = 3", /line 3 \(matter ope_\w+\): it is not what was written/, /第 3 行（事项 ope_\w+）/],
  ["a removed line", "delete from ledger where seq = 2", /line 2: it is missing/, /第 2 行：缺失/],
  ["the end cut off", "delete from ledger where seq > 2", /from line 3 on: the end was cut off; .* 4 lines/, /第 3 行起：链尾被截去.*4 行/],
  [
    "a line before the first",
    "insert into ledger select 0, hash, 1, 1, 'x', 'x', null, null, null, 'x', null, null, null, null, '[]', '{}' from ledger where seq = 1",
    /line 0: it was put before/,
    /第 0 行/,
  ],
  [
    "a checkpoint changed",
    "update checkpoint set hash = decode(repeat('00', 32), 'hex')",
    /line 4: it does not fit its checkpoint[^]*line 4: it was not signed|line 4: it was not signed[^]*line 4: it does not fit/,
    /第 4 行/,
  ],
  ["a checkpoint removed", "delete from checkpoint", /checkpoint at line 4: there is a copy of it/, /第 4 行的签章：库外有副本/],
  [
    "a matter changed",
    "update matter set state = 'done' where id = (select matter from ledger where seq = 2)",
    /matter ope_\w+: its state is not what its history says: the history says open, it is done/,
    /事项 ope_\w+：状态与历史不符：历史为 open，现为 done/,
  ],
  [
    "its contents changed",
    "update matter set hands = '{}' where id = (select matter from ledger where seq = 2)",
    /matter ope_\w+: its contents are not what its history says\./,
    /事项 ope_\w+：内容与历史不符。/,
  ],
  [
    "a matter removed",
    "delete from matter where id = (select matter from ledger where seq = 2)",
    /matter ope_\w+: its history is there and it is gone \(last state: open\)/,
    /事项 ope_\w+：历史中有/,
  ],
])("%s ends with the code of a broken chain and says where, in both languages", async (_what, statement, english, chinese) => {
  await tamper(statement);
  const inEnglish = await verify("en");
  expect(inEnglish.code).toBe(BROKEN);
  expect(inEnglish.said).toMatch(english);
  expect(inEnglish.said).not.toContain("whole");
  const inChinese = await verify("zh");
  expect(inChinese.code).toBe(BROKEN);
  expect(inChinese.said).toMatch(chinese);
  const json = await verify("zh", { json: true });
  expect(json.code).toBe(BROKEN);
  expect(JSON.parse(json.out)).toMatchObject({ whole: false, faults: expect.arrayContaining([expect.objectContaining({ kind: expect.any(String) })]) });
});

test("a copy kept elsewhere shows what was rewritten together with the database's own and the file beside it", async () => {
  const elsewhere = path.join(folder.path, "printout.ndjson");
  await copyFile(file, elsewhere);
  await tamper("delete from ledger where seq > 3", "delete from matter where id not in (select matter from ledger)", "delete from checkpoint");
  await writeFile(file, "");
  expect((await verify("en")).code).toBe(0);
  const { code, said } = await verify("en", { files: [file, elsewhere], required: elsewhere });
  expect(code).toBe(BROKEN);
  expect(said).toContain("from line 4 on: the end was cut off");
});

test("an edited file of checkpoints is a fault, a missing one that was named is a problem, an absent one is neither", async () => {
  await appendFile(file, "{}\n");
  const { code, said } = await verify("en");
  expect(code).toBe(BROKEN);
  expect(said).toContain("line 2: it is no checkpoint");
  const none = path.join(folder.path, "none");
  expect((await verify("en", { files: [none] })).code).toBe(0);
  await expect(verify("en", { files: [none], required: none })).rejects.toEqual(expect.objectContaining({ problem: expect.objectContaining({ code: "input-missing" }) }));
});

test("however many faults there are, so many are shown and that is said", async () => {
  for (let i = 0; i < 110; i++) await room.open();
  await tamper("update ledger set actor = 'x'");
  const { said } = await verify("en");
  expect(said.split("\n").filter((line) => line.startsWith("line "))).toHaveLength(100);
  expect(said).toContain("Only the first 100 are shown.");
});

const COMMAND = fileURLToPath(new URL("../bin/duanliu.cjs", import.meta.url));
const MIGRATIONS = path.resolve(import.meta.dirname, "../migrations");

test("from outside: beside a running server and without one, with another key, and where there is nothing", async () => {
  const data = path.join(folder.path, "data");
  const run = (args: readonly string[], dataDir = data) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("DUANLIU_") && key !== "DATABASE_URL"));
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "audit", "verify", ...args], {
      encoding: "utf8",
      env: { ...env, DUANLIU_DATA: dataDir, LC_ALL: "C" },
    });
    expect(stderr).not.toMatch(/\n\s+at /);
    return { status, stdout, stderr };
  };
  const server = await startPostgres({ dataDir: data, durable: false });
  await migrateStore(server.connection, MIGRATIONS);
  const store = await openStore(server.connection);
  await seedPeople(store);
  const inside = await kernelOn(store, await openVault(data), new VirtualWorld(1, START));
  await inside.open();
  expect(run(["--json"])).toMatchObject({ status: 0, stdout: expect.stringContaining('"lines":1') });
  await inside.open();
  const key = path.join(folder.path, "key.pem");
  await writeFile(key, room.vault.publicKeyPem);
  await store.transaction((sql) => signCheckpoint(sql, inside.vault, START));
  expect(run(["--key", key])).toMatchObject({ status: BROKEN, stderr: expect.stringContaining("it was not signed with this key") });
  await store.close();
  await server.stop();
  expect(run([])).toMatchObject({ status: 0, stderr: expect.stringMatching(/2 lines[^]*The chain is whole/) });
  expect(run(["--checkpoints", key])).toMatchObject({ status: BROKEN, stderr: expect.stringContaining("it is no checkpoint") });
  expect(run(["--key", file])).toMatchObject({ status: PROBLEMS["malformed-input"].exit });
  expect(run([], path.join(folder.path, "empty"))).toMatchObject({ status: PROBLEMS["not-found"].exit, stderr: expect.stringContaining("there is no casework") });
});
