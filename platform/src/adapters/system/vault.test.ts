import { generateKeyPairSync } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { vaultConformance } from "../../ports/vault.conformance.ts";
import { addSealingKey } from "./key-files.ts";
import { openVault } from "./vault.ts";

const folders: string[] = [];
const folder = async (): Promise<string> => {
  const made = await mkdtemp(path.join(tmpdir(), "duanliu-vault-"));
  folders.push(made);
  return made;
};
let directory: string;
beforeEach(async () => {
  directory = await folder();
});
afterEach(async () => {
  for (const one of folders.splice(0)) await rm(one, { recursive: true, force: true });
});

vaultConformance(async () => {
  const base = await folder();
  return { open: (name) => openVault(path.join(base, name), "when-missing") };
});

const keys = (name = ""): string => path.join(directory, "keys", name);
const refused = (detail: RegExp) => expect.objectContaining({ problem: expect.objectContaining({ code: "keys-invalid", detail: expect.stringMatching(detail) }) });

test("keys are made once, for their owner alone", async () => {
  await openVault(directory, "when-missing");
  expect((await readdir(keys())).sort()).toEqual(["seal-0001.key", "sign.pem", "token.key"]);
  expect((await stat(keys())).mode & 0o777).toBe(0o700);
  for (const name of await readdir(keys())) expect((await stat(keys(name))).mode & 0o777, name).toBe(0o600);
  const before = await Promise.all((await readdir(keys())).map((name) => readFile(keys(name), "utf8")));
  await openVault(directory, "when-missing");
  expect(await Promise.all((await readdir(keys())).map((name) => readFile(keys(name), "utf8")))).toEqual(before);
  expect(await readdir(directory)).toEqual(["keys"]);
});

test("an empty folder that stands there is filled", async () => {
  await mkdir(keys(), { mode: 0o755 });
  await openVault(directory, "when-missing");
  expect((await stat(keys())).mode & 0o777).toBe(0o700);
});

test("opened by several at once for the first time, all have the same keys", async () => {
  const vaults = await Promise.all(Array.from({ length: 8 }, () => openVault(directory, "when-missing")));
  const sealed = vaults[0].seal("x", "c");
  for (const vault of vaults) {
    expect(vault.open(sealed, "c")).toBe("x");
    expect(vault.token("t", "v")).toBe(vaults[0].token("t", "v"));
    expect(vault.publicKeyPem).toBe(vaults[0].publicKeyPem);
  }
  expect(await readdir(directory)).toEqual(["keys"]);
});

test("beside a database that was written with keys, missing ones are said and not made", async () => {
  await expect(openVault(directory, "never")).rejects.toEqual(refused(/no keys/));
  expect(await readdir(directory)).toEqual([]);
});

test.each(["token.key", "sign.pem", "seal-0001.key"])("when %s alone is gone it is not made anew", async (name) => {
  await openVault(directory, "when-missing");
  await rm(keys(name));
  await expect(openVault(directory, "when-missing")).rejects.toEqual(refused(/missing while others are there/));
  expect(await readdir(keys())).not.toContain(name);
});

test.each(["token.key", "sign.pem", "seal-0001.key"])("%s that others may read is refused, with the command that mends it", async (name) => {
  await openVault(directory, "when-missing");
  for (const mode of [0o640, 0o604, 0o620, 0o602]) {
    await chmod(keys(name), mode);
    await expect(openVault(directory, "when-missing"), mode.toString(8)).rejects.toEqual(refused(new RegExp(`${name}: others.*mode ${mode.toString(8)}`)));
  }
  await chmod(keys(name), 0o400);
  await openVault(directory, "never");
});

test("a folder of keys that others may enter is refused", async () => {
  await openVault(directory, "when-missing");
  await chmod(keys(), 0o750);
  await expect(openVault(directory, "never")).rejects.toEqual(refused(/others than its owner/));
});

test.each(["token.key", "sign.pem", "seal-0001.key"])("%s that was cut, edited or put in the wrong place is refused", async (name) => {
  await openVault(directory, "when-missing");
  const whole = await readFile(keys(name), "utf8");
  const letter = /"key":"(.)/.exec(whole)?.[1] ?? "M";
  const edited = whole.replace(`"key":"${letter}`, `"key":"${letter === "A" ? "B" : "A"}`).replace("-----BEGIN", "-----BEG1N");
  for (const text of ["", "x", whole.slice(0, whole.length >> 1), edited, "{}", "null", whole.replace("format", "f")]) {
    if (text === whole) continue;
    await writeFile(keys(name), text);
    await expect(openVault(directory, "never"), text.slice(0, 12)).rejects.toEqual(refused(/no key file|no private key/));
  }
  await cp(keys(name === "token.key" ? "seal-0001.key" : "token.key"), keys(name));
  await expect(openVault(directory, "never")).rejects.toEqual(refused(/no key file|no private key/));
  await writeFile(keys(name), whole);
  await openVault(directory, "never");
});

test("a signing key of another sort is refused", async () => {
  await openVault(directory, "when-missing");
  await writeFile(keys("sign.pem"), generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }));
  await expect(openVault(directory, "never")).rejects.toEqual(refused(/type ec/));
});

test("a new sealing key seals, and what the older ones sealed still opens", async () => {
  const first = await openVault(directory, "when-missing");
  const bySealer = [first.seal("one", "c")];
  for (let number = 2; number <= 4; number++) {
    expect(await addSealingKey(directory)).toBe(number);
    bySealer.push((await openVault(directory, "never")).seal(String(number), "c"));
  }
  const last = await openVault(directory, "never");
  expect(bySealer.map((sealed) => last.open(sealed, "c"))).toEqual(["one", "2", "3", "4"]);
  expect(() => first.open(bySealer[1], "c")).toThrow(/sealing key 2/);
  // Tokens and signatures stay: equal values stay equal.
  expect(last.token("t", "v")).toBe(first.token("t", "v"));
  expect(last.publicKeyPem).toBe(first.publicKeyPem);
  // A gap is a lost key, not a shorter list.
  await rm(keys("seal-0002.key"));
  await expect(openVault(directory, "when-missing")).rejects.toEqual(refused(/seal-0002\.key: this key is missing/));
});

test("a value does not open under another number than the one that it names", async () => {
  await openVault(directory, "when-missing");
  await addSealingKey(directory);
  const vault = await openVault(directory, "never");
  const sealed = vault.seal("x", "c");
  sealed[2] = 1;
  expect(() => vault.open(sealed, "c")).toThrow(/does not open/);
  sealed[2] = 9;
  expect(() => vault.open(sealed, "c")).toThrow(/sealing key 9/);
});

test("nothing about the keys is shown when a vault is printed", async () => {
  const vault = await openVault(directory, "when-missing");
  const text = `${inspect(vault, { depth: 9, showHidden: true })}${JSON.stringify(vault)}`;
  for (const name of ["token.key", "seal-0001.key"]) {
    const { key } = JSON.parse(await readFile(keys(name), "utf8")) as { key: string };
    expect(text).not.toContain(key);
    expect(text).not.toContain(Buffer.from(key, "base64url").toString("hex"));
  }
  expect(text).not.toContain("PRIVATE");
});
