/**
 * The few file operations on which durability rests: write all bytes, make a directory entry durable, replace a file as
 * one step. They promise order on file systems that honour fsync; a disk that lies about it is beyond them.
 */
import { mkdir, open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { ProblemError } from "../../base/problem.ts";

/** The log holds personal data: nobody but the account that runs the platform may read it. */
export const PRIVATE_FILE_MODE = 0o600;
const PRIVATE_DIRECTORY_MODE = 0o700;

/** Writes every byte of every buffer, from `position` on. One writev may write less than asked; this goes on. */
export async function writeFully(handle: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<void> {
  let rest = buffers.filter((buffer) => buffer.byteLength > 0);
  let at = position;
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest, at);
    if (bytesWritten === 0) throw new Error("the file system wrote nothing");
    at += bytesWritten;
    let first = 0;
    while (first < rest.length && bytesWritten >= rest[first].byteLength) bytesWritten -= rest[first++].byteLength;
    rest = rest.slice(first);
    if (bytesWritten > 0) rest[0] = rest[0].subarray(bytesWritten);
  }
}

/** Reads up to `length` bytes at `position`; fewer only at the end of the file. */
export async function readFully(handle: FileHandle, length: number, position: number): Promise<Buffer> {
  // A buffer of its own, not a slice of Node's pool: payloads keep views of it, and need its start aligned.
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? buffer : buffer.subarray(0, filled);
}

/** Makes created, renamed and removed entries of a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows has no such call: NTFS journals directory entries itself.
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates the directory, readable by its owner alone, if it is not there. */
export async function ensureDirectory(directory: string): Promise<void> {
  const created = await mkdir(directory, { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
  if (created !== undefined) await syncDirectory(dirname(created));
}

export interface ReplaceSteps {
  readonly beforeRename: () => void;
  readonly afterRename: () => void;
}

/**
 * Writes `path` in full under another name (`path` + ".tmp"), makes it durable and renames it: a crash leaves the old
 * file or the new one. Removes the other name when `write` throws.
 */
export async function replaceFile(path: string, write: (handle: FileHandle) => Promise<void>, steps?: ReplaceSteps): Promise<void> {
  const temporary = `${path}.tmp`;
  const handle = await open(temporary, "w", PRIVATE_FILE_MODE);
  try {
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    steps?.beforeRename();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  steps?.afterRename();
  await syncDirectory(dirname(path));
}

/** Opens, uses and closes a file. */
export async function withFile<T>(file: string, flags: "r" | "r+", use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/** A refusal by the operating system (disk full, no permission, …) as a problem; anything else as it is. */
export function asProblem(error: unknown, what: string, file: string): unknown {
  const isSystemError = error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
  return isSystemError ? new ProblemError({ code: "write-failed", detail: `${what}: ${error.message}`, at: { file } }) : error;
}

/** Whether the operating system refused with this code, e.g. "ENOENT". */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
