/**
 * The server's data folder: made once and whole or not at all, never touched when another major version made it, and
 * owned by whom the server runs as. Knows nothing of what is stored there.
 */
import { lchown, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ProblemError } from "../../base/problem.ts";
import { hasCode, syncDirectory } from "./durable-file.ts";
import type { Launch } from "./postgres-launch.ts";
import type { PostgresProgram } from "./postgres-program.ts";

/** The superuser of the embedded server; what works on matters is another role. */
export const ADMINISTRATOR = "postgres";

/**
 * Order and case of letters come from PostgreSQL itself, by code point, and not from the system's locales: those differ
 * between systems and change with updates, which breaks indexes silently.
 */
const LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];

/**
 * Whoever reaches the socket is let in as whom he says. The gate is its folder, which the kernel keeps closed to all other
 * accounts; asking the kernel for the caller's account at the socket (`peer`) would ask the same question again, and be
 * answered with another number in each way of starting.
 */
const ACCESS = ["--auth-local=trust", "--auth-host=reject"];

/** Throws `store-invalid` when the data is of another major version; looks and does not touch. */
export async function checkClusterVersion(cluster: string, major: number): Promise<void> {
  const found = (await readVersion(cluster))?.trim();
  if (found === undefined || found === String(major)) return;
  throw new ProblemError({
    code: "store-invalid",
    detail: `${cluster} was made by PostgreSQL ${found}, and this program brings PostgreSQL ${major}, which cannot read it; nothing was changed. Run the version of the program that made it, and export from there`,
    at: { file: cluster },
    value: found,
    expected: String(major),
  });
}

/** Makes the cluster if there is none. One that a crash left unfinished is made anew. */
export async function ensureCluster(cluster: string, program: PostgresProgram, launch: Launch, durable: boolean): Promise<void> {
  if ((await readVersion(cluster)) === undefined) {
    const unfinished = `${cluster}.new`;
    await rm(unfinished, { recursive: true, force: true });
    const args = ["-D", unfinished, `--username=${ADMINISTRATOR}`, ...LOCALE, ...ACCESS, "--no-instructions", ...(durable ? [] : ["--no-sync"])];
    await launch.run(program.initdb, args, 0).catch((error: unknown) => {
      throw cannotCreate(cluster, error);
    });
    await rename(unfinished, cluster);
    await syncDirectory(path.dirname(cluster));
  }
  await giveTo(cluster, launch.owner ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
}

async function readVersion(cluster: string): Promise<string | undefined> {
  return readFile(path.join(cluster, "PG_VERSION"), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  });
}

/** The way of starting may change between two starts, and with it the owner. The folder itself comes last: until then it is done again. */
async function giveTo(cluster: string, { uid, gid }: { readonly uid: number; readonly gid: number }): Promise<void> {
  const { uid: owner } = await stat(cluster);
  if (owner === uid) return;
  if (process.getuid?.() !== 0) {
    throw new ProblemError({
      code: "config-invalid",
      detail: `${cluster} belongs to another account (number ${owner}); run the program as that one, or give this one another data folder`,
      at: { file: cluster },
      expected: `a folder of account ${uid}`,
    });
  }
  for (const name of await readdir(cluster, { recursive: true })) await lchown(path.join(cluster, name), uid, gid);
  await lchown(cluster, uid, gid);
}

function cannotCreate(cluster: string, error: unknown): ProblemError {
  const { stderr = "", message } = error as { readonly stderr?: string; readonly message: string };
  const said = stderr.split("\n").find((line) => line.includes("error:") || line.includes("FATAL")) ?? message.split("\n")[0];
  return new ProblemError({ code: "store-unreachable", detail: `the database could not be created in ${cluster}: ${said.trim()}`, at: { file: cluster } });
}
