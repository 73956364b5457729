/**
 * The folder of the server's socket: ours alone, and short enough. A socket's whole path has a limit of about a hundred
 * bytes, so that a data folder deep down needs one elsewhere; where it is is remembered beside the data, and taken again
 * only while it is still ours, because anybody may make a folder where temporary files are.
 */
import { lstat, mkdir, mkdtemp, readFile, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ProblemError } from "../../base/problem.ts";
import { PRIVATE_FILE_MODE, hasCode } from "./durable-file.ts";
import { SOCKET_PORT } from "./postgres-settings.ts";

/** What sun_path holds without its final zero: 108 bytes on Linux, 104 on macOS. */
const SOCKET_PATH_BYTES_MAX = process.platform === "darwin" ? 103 : 107;
const REMEMBERED = "socket-folder";

/** An empty private folder for the socket. Nothing may be running on the one before. */
export async function prepareSocketFolder(home: string): Promise<string> {
  const before = await rememberedFolder(home);
  const own = path.join(home, "socket");
  if (fits(own)) {
    if (before !== undefined) await forgetSocketFolder(home);
    await mkdir(own, { recursive: true, mode: 0o700 });
    if (!(await isOurs(own))) throw notPrivate(own);
    await empty(own);
    return own;
  }
  if (before !== undefined && fits(before)) {
    await empty(before);
    return before;
  }
  // A temporary folder may be far down as well.
  const roots = [tmpdir(), "/tmp"].filter((root) => fits(path.join(root, "duanliu-XXXXXX")));
  if (roots.length === 0) {
    throw new ProblemError({
      code: "config-invalid",
      detail: `no folder is short enough for a socket: neither ${own} nor one in ${tmpdir()}`,
      at: { file: own },
      expected: "a shorter DUANLIU_DATA",
    });
  }
  const made = await mkdtemp(path.join(roots[0], "duanliu-"));
  await writeFile(path.join(home, REMEMBERED), made, { mode: PRIVATE_FILE_MODE });
  return made;
}

/** After the server has ended: takes away what is not in the data folder. */
export async function forgetSocketFolder(home: string): Promise<void> {
  const folder = await rememberedFolder(home);
  await rm(path.join(home, REMEMBERED), { force: true });
  if (folder === undefined) return;
  await empty(folder);
  await rmdir(folder).catch(() => undefined);
}

function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= SOCKET_PATH_BYTES_MAX;
}

async function rememberedFolder(home: string): Promise<string | undefined> {
  const folder = await readFile(path.join(home, REMEMBERED), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  });
  return folder !== undefined && path.isAbsolute(folder) && (await isOurs(folder)) ? folder : undefined;
}

/** A folder itself, not a link to one, of our account, closed to all others. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

/** Only what a server leaves that was killed: its socket and the lock file of that. */
async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith(".s.PGSQL.")) await rm(path.join(folder, name), { force: true });
}

function notPrivate(folder: string): ProblemError {
  return new ProblemError({
    code: "config-invalid",
    detail: `${folder} is open to others or belongs to another account; whoever gets in there is let into the database. Remove it, or give it to this account alone (mode 0700)`,
    at: { file: folder },
    expected: "a folder of this account with mode 0700",
  });
}
