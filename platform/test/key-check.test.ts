import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testStore } from "./test-store.ts";
import { addSealingKey } from "../src/adapters/system/key-files.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import { checkKeys, hasKeyCheck } from "../src/matters/key-check.ts";

let directory: string;
let database: Awaited<ReturnType<typeof testStore>>;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "duanliu-keys-"));
  database = await testStore();
});
afterEach(async () => {
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

const dataDir = (name: string): string => path.join(directory, name);
const check = async (name: string): Promise<void> => {
  const vault = await openVault(dataDir(name));
  await database.store.transaction((sql) => checkKeys(sql, vault, 1_000));
};
const refused = (detail: string) => expect.objectContaining({ problem: expect.objectContaining({ code: "keys-invalid", detail: expect.stringContaining(detail) }) });

test("the first keys are kept, the same ones fit again, also with a newer sealing key", async () => {
  expect(await database.store.snapshot(hasKeyCheck)).toBe(false);
  await check("a");
  expect(await database.store.snapshot(hasKeyCheck)).toBe(true);
  await check("a");
  await addSealingKey(dataDir("a"));
  await check("a");
});

test("other keys are refused, and stay refused", async () => {
  await check("a");
  for (let i = 0; i < 2; i++) await expect(check("b")).rejects.toEqual(refused("(the key of the tokens, the sealing keys, the signing key)"));
  await check("a");
});

test.each([
  ["token.key", "(the key of the tokens)"],
  ["seal-0001.key", "(the sealing keys)"],
  ["sign.pem", "(the signing key)"],
])("one key exchanged (%s) is named", async (file, named) => {
  await check("a");
  await openVault(dataDir("b"));
  await cp(path.join(dataDir("b"), "keys", file), path.join(dataDir("a"), "keys", file));
  await expect(check("a")).rejects.toEqual(refused(named));
});

test("nothing secret is kept: the row holds no key and does not open by itself", async () => {
  await check("a");
  const [row] = await database.store.snapshot((sql) => sql.query<{ readonly whole: string }>("select key_check::text as whole from key_check"));
  expect(row.whole).not.toMatch(/duanliu key check|PRIVATE/);
});
