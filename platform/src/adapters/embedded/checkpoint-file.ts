/**
 * Signed checkpoints of the audit chain in a file beside the database: whoever cuts the end off the chain together with
 * its checkpoints has to find this file as well, and a copy of it elsewhere cannot be found. One line each, durable when
 * appending resolves. Signatures are checked by whoever reads the chain, not here.
 */
import { open, readFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { asProblem, ensureDirectory, hasCode, PRIVATE_FILE_MODE, syncDirectory, writeFully } from "./durable-file.ts";

export interface FiledCheckpoint {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly atMs: number;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** Place inside the data folder. */
export const CHECKPOINT_FILE = path.join("audit", "checkpoints.ndjson");

const LINE_BYTES_MAX = 1_024;
const NEWLINE = 0x0a;

/** Adds one checkpoint at the end. Rejects with `write-failed` when the disk does not take it. */
export async function appendCheckpoint(file: string, checkpoint: FiledCheckpoint): Promise<void> {
  try {
    await ensureDirectory(path.dirname(file));
    const handle = await openForAppending(file);
    try {
      const end = await endOfWhole(handle);
      // What a crash left of a line was never acknowledged; a line glued to it would be lost with it.
      await handle.truncate(end);
      await writeFully(handle, [new TextEncoder().encode(lineOf(checkpoint))], end);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asProblem(error, "a checkpoint of the audit chain could not be kept", file);
  }
}

async function openForAppending(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r+");
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    const handle = await open(file, "wx+", PRIVATE_FILE_MODE);
    await syncDirectory(path.dirname(file));
    return handle;
  }
}

/** Where the last whole line ends. */
async function endOfWhole(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const from = Math.max(0, size - LINE_BYTES_MAX);
  const tail = Buffer.alloc(size - from);
  await handle.read(tail, 0, tail.length, from);
  const last = tail.lastIndexOf(NEWLINE);
  // A tail without any line end is no crash of ours: it stays, and reading says so.
  return last >= 0 ? from + last + 1 : from === 0 ? 0 : size;
}

function lineOf({ seq, hash, atMs, keyId, signature }: FiledCheckpoint): string {
  return `${JSON.stringify({ seq, hash: Buffer.from(hash).toString("hex"), atMs, keyId, signature: Buffer.from(signature).toString("base64") })}\n`;
}

export interface CheckpointFile {
  readonly checkpoints: readonly FiledCheckpoint[];
  /** Lines, from 1, that are no checkpoint: somebody has edited the file, or it is another one. */
  readonly damagedLines: readonly number[];
}

/** Reads a file of checkpoints; null when there is none. A last line without its end is what a crash leaves and is passed over. */
export async function readCheckpoints(file: string): Promise<CheckpointFile | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
  const checkpoints: FiledCheckpoint[] = [];
  const damagedLines: number[] = [];
  for (const [i, line] of text.split("\n").slice(0, -1).entries()) {
    const checkpoint = parseLine(line);
    if (checkpoint === null) damagedLines.push(i + 1);
    else checkpoints.push(checkpoint);
  }
  return { checkpoints, damagedLines };
}

function parseLine(line: string): FiledCheckpoint | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { seq, hash, atMs, keyId, signature } = value as Readonly<Record<string, unknown>>;
  const whole = typeof seq === "number" && Number.isSafeInteger(seq) && seq > 0 && typeof atMs === "number" && Number.isSafeInteger(atMs);
  if (!whole || typeof hash !== "string" || !/^[0-9a-f]{64}$/.test(hash) || typeof keyId !== "string" || !/^[0-9a-f]{16}$/.test(keyId)) return null;
  if (typeof signature !== "string" || !/^[A-Za-z0-9+/]{86}==$/.test(signature)) return null;
  return { seq, hash: new Uint8Array(Buffer.from(hash, "hex")), atMs, keyId, signature: new Uint8Array(Buffer.from(signature, "base64")) };
}
