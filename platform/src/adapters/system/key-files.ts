/**
 * Keys as files that only the account which runs the platform may read: one for tokens, one for signatures, and numbered
 * ones for sealing, of which the newest seals. Promises that a set of keys is there whole or not at all, that a file which
 * others may read or somebody has edited is refused, and that a key that is gone is never replaced by a new one.
 */
import { createHash, createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import { mkdtemp, open, readdir, rename, rm, rmdir, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { ProblemError } from "../../base/problem.ts";
import { ensureDirectory, hasCode, PRIVATE_FILE_MODE, syncDirectory, writeFully } from "../embedded/durable-file.ts";

/** Folder inside the data folder. */
export const KEYS_FOLDER = "keys";
const TOKEN_FILE = "token.key";
const SIGN_FILE = "sign.pem";
const SEAL_FILE = /^seal-(\d{4})\.key$/;
export const SEALING_KEYS_MAX = 9_999;

/** AES-256 and HMAC-SHA-256 take 256 bits. */
const KEY_BYTES = 32;
/** Any permission of the group or of others. */
const OTHERS = 0o077;
const KEY_FILE_BYTES_MAX = 4_096;

export interface KeySet {
  readonly token: KeyObject;
  /** By number; the highest seals. */
  readonly sealing: ReadonlyMap<number, KeyObject>;
  readonly signing: KeyObject;
  readonly publicKeyPem: string;
}

function sealFile(number: number): string {
  return `seal-${String(number).padStart(4, "0")}.key`;
}

function refuse(file: string, detail: string, expected?: string): ProblemError {
  return new ProblemError({ code: "keys-invalid", detail: `${file}: ${detail}`, at: { file }, ...(expected === undefined ? {} : { expected }) });
}

/**
 * Reads the keys of a data folder. Where there are none they are made, unless `create` is "never": something that was
 * written with other keys exists, and new ones would open none of it. Rejects with `keys-invalid`.
 */
export async function readKeys(dataDir: string, create: "when-missing" | "never"): Promise<KeySet> {
  const directory = path.join(dataDir, KEYS_FOLDER);
  const names = await namesIn(directory);
  if (names.length === 0) {
    if (create === "never")
      throw refuse(directory, "there are no keys, but a database that was written with them; without them nothing sealed in it can be opened", "the folder from your backup");
    await makeKeys(dataDir, directory);
    return readKeys(dataDir, "never");
  }
  await refuseOthers(directory, directory);
  const token = await readSecret(path.join(directory, TOKEN_FILE), "token", 0);
  const sealing = new Map<number, KeyObject>();
  for (const name of names) {
    const number = Number(SEAL_FILE.exec(name)?.[1]);
    if (!Number.isNaN(number)) sealing.set(number, await readSecret(path.join(directory, name), "seal", number));
  }
  for (let number = 1; number <= Math.max(1, ...sealing.keys()); number++) if (!sealing.has(number)) throw gone(path.join(directory, sealFile(number)));
  const signing = await readSigning(path.join(directory, SIGN_FILE));
  return { token, sealing, signing, publicKeyPem: createPublicKey(signing).export({ type: "spki", format: "pem" }).toString() };
}

/** Adds a sealing key: what is sealed from the next opening on is sealed with it, and what older keys sealed still opens. Gives its number. */
export async function addSealingKey(dataDir: string): Promise<number> {
  const { sealing } = await readKeys(dataDir, "never");
  const number = Math.max(...sealing.keys()) + 1;
  const directory = path.join(dataDir, KEYS_FOLDER);
  if (number > SEALING_KEYS_MAX) throw refuse(directory, `there are ${sealing.size} sealing keys`, `at most ${SEALING_KEYS_MAX}`);
  await writeKey(path.join(directory, sealFile(number)), secretText("seal", number));
  await syncDirectory(directory);
  return number;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw hasCode(error, "EACCES") ? refuse(directory, "this account may not read it") : error;
  }
}

/** Written beside the place and moved there in one step: a crash leaves no half set, and of two processes one wins. */
async function makeKeys(dataDir: string, directory: string): Promise<void> {
  await ensureDirectory(dataDir);
  const made = await mkdtemp(path.join(dataDir, `${KEYS_FOLDER}.new-`));
  try {
    await writeKey(path.join(made, TOKEN_FILE), secretText("token", 0));
    await writeKey(path.join(made, sealFile(1)), secretText("seal", 1));
    await writeKey(path.join(made, SIGN_FILE), generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    await syncDirectory(made);
    // An empty folder may stand there; one with something in it is another process's, and the move then fails.
    await rmdir(directory).catch((error: unknown) => {
      if (!hasCode(error, "ENOENT") && !hasCode(error, "ENOTEMPTY") && !hasCode(error, "EEXIST")) throw error;
    });
    await rename(made, directory).catch((error: unknown) => {
      if (!hasCode(error, "ENOTEMPTY") && !hasCode(error, "EEXIST") && !hasCode(error, "EPERM")) throw error;
    });
    await syncDirectory(dataDir);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function writeKey(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", PRIVATE_FILE_MODE);
  try {
    await writeFully(handle, [new TextEncoder().encode(text)], 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The text of a new secret key. The check value tells a file that was cut or edited from one that is simply another key. */
function secretText(purpose: "token" | "seal", number: number): string {
  const key = randomBytes(KEY_BYTES).toString("base64url");
  return `${JSON.stringify({ format: 1, purpose, number, key, check: checkOf(purpose, number, key) })}\n`;
}

function checkOf(purpose: string, number: number, key: string): string {
  return createHash("sha256").update(`duanliu-key:${purpose}:${number}:${key}`).digest("hex").slice(0, 16);
}

async function readSecret(file: string, purpose: "token" | "seal", number: number): Promise<KeyObject> {
  const text = await readPrivate(file);
  const expected = `a key file for "${purpose}" with the number ${number}, as this program writes it`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(file, "is no key file, or was cut or edited", expected);
  }
  const one = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const { key } = one;
  const whole = one["format"] === 1 && one["purpose"] === purpose && one["number"] === number && typeof key === "string" && one["check"] === checkOf(purpose, number, key);
  const bytes = whole ? Buffer.from(key, "base64url") : Buffer.alloc(0);
  if (bytes.length !== KEY_BYTES) throw refuse(file, "is no key file, or was cut or edited", expected);
  return createSecretKey(bytes);
}

async function readSigning(file: string): Promise<KeyObject> {
  const text = await readPrivate(file);
  const expected = "an Ed25519 private key in PKCS #8, PEM";
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw refuse(file, "is no private key, or was cut or edited", expected);
  }
  if (key.asymmetricKeyType !== "ed25519") throw refuse(file, `is a key of the type ${String(key.asymmetricKeyType)}`, expected);
  return key;
}

async function readPrivate(file: string): Promise<string> {
  let handle: FileHandle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw gone(file);
    throw hasCode(error, "EACCES") ? refuse(file, "this account may not read it") : error;
  }
  try {
    // Asked of the open file, not of its name: what is checked is what is read.
    await refuseOthers(file, handle);
    const bytes = Buffer.alloc(KEY_FILE_BYTES_MAX);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function gone(file: string): ProblemError {
  return refuse(file, "this key is missing while others are there; a new one would not open what the old one sealed", "the file from your backup");
}

/** Windows keeps no such bits: there the folder's access list, which the data folder inherits, is what protects. */
async function refuseOthers(file: string, target: string | FileHandle): Promise<void> {
  if (process.platform === "win32") return;
  const handle = typeof target === "string" ? await open(target, "r") : target;
  try {
    const { mode } = await handle.stat();
    if ((mode & OTHERS) === 0) return;
    const kind = typeof target === "string" ? "700" : "600";
    throw refuse(file, `others than its owner may use it (mode ${(mode & 0o777).toString(8)})`, `mode ${kind}: chmod ${kind} ${file}`);
  } finally {
    if (typeof target === "string") await handle.close();
  }
}
