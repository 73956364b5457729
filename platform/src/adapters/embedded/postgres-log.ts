/**
 * The server's own log, one file and the one before it, kept small. The server writes into the file by itself, so that
 * neither a busy nor a dead process of ours can hold it up; we only look at the size now and then.
 */
import { copyFile, open, stat, truncate } from "node:fs/promises";
import { PRIVATE_FILE_MODE } from "./durable-file.ts";

/** A quiet server writes ten lines a start; this is months, or the last hour of one in trouble. */
const LOG_BYTES_MAX = 1 << 20;
const LOOK_EVERY_MS = 60_000;

export interface ServerLog {
  readonly file: string;
  readonly descriptor: number;
  size(): Promise<number>;
  /** What was written behind an offset, its last few kilobytes. */
  since(offset: number): Promise<string>;
  close(): Promise<void>;
}

export async function openServerLog(file: string): Promise<ServerLog> {
  await shortenFile(file);
  const handle = await open(file, "a+", PRIVATE_FILE_MODE);
  const timer = setInterval(() => void shortenFile(file).catch(() => undefined), LOOK_EVERY_MS);
  timer.unref();
  return {
    file,
    descriptor: handle.fd,
    size: async () => (await handle.stat()).size,
    since: async (offset) => {
      const { size } = await handle.stat();
      const start = Math.max(Math.min(offset, size), size - 8192);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
      return buffer.toString("utf8", 0, bytesRead);
    },
    close: async () => {
      clearInterval(timer);
      await handle.close();
    },
  };
}

/** A line written between the copy and the cut is lost: it is a log of a server, not a record of anything. */
async function shortenFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.size <= LOG_BYTES_MAX) return;
  await copyFile(file, `${file}.1`);
  await truncate(file);
}
