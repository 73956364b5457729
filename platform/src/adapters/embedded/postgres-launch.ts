/**
 * How PostgreSQL is run by whoever runs us. It refuses to be root, and it must not outlive us when we are killed. Tries
 * the ways to give it another identity, and the ways to bind its life to ours, and takes the first pair with which the
 * program really runs. Decides nothing about what the server is told.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { noEmbeddedServer } from "./postgres-program.ts";
import type { PostgresProgram } from "./postgres-program.ts";

/**
 * Under whose name the server runs.
 * - `same`: ours, which has to be a normal one that the system knows (initdb looks it up).
 * - `namespace`: ours, called otherwise inside a user namespace. Files stay ours, folders closed to others stay closed,
 *   nothing is copied. Also for accounts without a name, as containers have them.
 * - `account`: another account, for root where namespaces are forbidden, as in most containers. It keeps one capability,
 *   that of opening files of others, because the data folder and the program may lie where only root gets to.
 */
export type Identity = "same" | "namespace" | "account";

/**
 * What ends the server when we are killed.
 * - `kernel`: the parent-death signal. Nothing to go wrong, Linux only.
 * - `shell`: a small shell that waits for the end of a pipe from us. Lost with it: when that shell and we are killed both,
 *   the server goes on, and the next start ends it first.
 */
export type Reaper = "kernel" | "shell";

export interface LaunchWay {
  readonly identity: Identity;
  readonly reaper: Reaper;
}

export interface Launch extends LaunchWay {
  /** Whom the data folder has to belong to, as numbers of our side; undefined: to us. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** Runs a program that ends by itself and gives what it wrote. `timeoutMs` of 0 waits as long as it takes. */
  readonly run: (program: string, args: readonly string[], timeoutMs: number) => Promise<string>;
  /** The command line of a program that stays; with `shell` it needs a pipe as descriptor 3. */
  readonly stay: (program: string, args: readonly string[]) => { readonly file: string; readonly args: readonly string[] };
  readonly env: Readonly<Record<string, string>>;
}

/** The folders where setpriv, unshare and a shell are; the user's own PATH has no say in what runs beside the data. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** Starting a program that prints its version takes milliseconds; only a hang takes longer. */
const PROBE_MS_MAX = 20_000;

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written. */
const DEATH_SIGNAL = "--pdeathsig=INT";

/**
 * Starts the command in the background and asks it to stop when descriptor 3 ends. Loader paths are set in here as well,
 * because macOS takes them out of the environment of its own shell.
 */
const GUARD = `
export LD_LIBRARY_PATH="$1" DYLD_LIBRARY_PATH="$1"; shift
"$@" 3<&- &
server=$!
( read -r _ <&3; kill -INT "$server" ) 2>/dev/null &
guard=$!
exec 3<&-
wait "$server"; status=$?
kill "$guard" 2>/dev/null
exit "$status"`;

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Rejects with `config-invalid`, which names DATABASE_URL, when there is no way. `ways` narrows the choice (for tests). */
export async function findLaunch(program: PostgresProgram, ways?: readonly LaunchWay[]): Promise<Launch> {
  const uid = process.getuid?.() ?? 0;
  const other = await otherAccount();
  const failures = new Set<string>();
  for (const way of ways ?? waysFor(uid)) {
    const launch = launchBy(way, other, program.libraries.join(":"));
    try {
      await launch.run(program.postgres, ["--version"], PROBE_MS_MAX);
      return launch;
    } catch (error) {
      failures.add(`${way.identity}: ${reasonOf(error)}`);
    }
  }
  const who = uid === 0 ? "PostgreSQL refuses to run as root, and no other identity could be given to it" : "the PostgreSQL that npm brought does not run here (it needs glibc)";
  throw noEmbeddedServer(`${who} [${[...failures].join("; ")}]`);
}

function waysFor(uid: number): readonly LaunchWay[] {
  const identities: readonly Identity[] = uid === 0 ? ["namespace", "account"] : hasName() ? ["same"] : ["namespace"];
  return identities.flatMap((identity) => [
    { identity, reaper: "kernel" },
    { identity, reaper: "shell" },
  ]);
}

function launchBy(way: LaunchWay, other: Account, libraries: string): Launch {
  const env = { PATH, LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries, LC_ALL: "C", TZ: "UTC" };
  const inFront = commandInFront(way, other);
  return {
    ...way,
    env,
    owner: way.identity === "account" ? other : undefined,
    run: async (file, args, timeoutMs) => {
      const [first, ...rest] = [...inFront, file, ...args];
      const { stdout } = await promisify(execFile)(first, rest, { env, cwd: "/", timeout: timeoutMs });
      return stdout;
    },
    stay: (file, args) => {
      const command = [...inFront, file, ...args];
      const [first, ...rest] = way.reaper === "shell" ? ["/bin/sh", "-c", GUARD, "duanliu-postgres", libraries, ...command] : command;
      return { file: first, args: rest };
    },
  };
}

function commandInFront({ identity, reaper }: LaunchWay, { uid, gid }: Account): readonly string[] {
  const untilWeDie = reaper === "kernel" ? ["setpriv", DEATH_SIGNAL] : [];
  switch (identity) {
    case "same":
      return untilWeDie;
    case "namespace":
      return ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`, ...untilWeDie];
    case "account": {
      // Without the bit, the question whether a file may be opened (access) is answered as if the capability were not there.
      const capabilities = ["--securebits=+no_setuid_fixup", "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"];
      // The signal comes last on purpose: a change of identity clears it.
      return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...capabilities, ...(reaper === "kernel" ? [DEATH_SIGNAL] : [])];
    }
  }
}

/** initdb wants the name of the account it runs under. In a container there may be none. */
function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/** `nobody`, which nearly every system has, or else the first account that is not root; the number alone if there is none. */
async function otherAccount(): Promise<Account> {
  const text = await readFile("/etc/passwd", "utf8").catch(() => "");
  const accounts = text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return /^[1-9]\d*$/.test(uid ?? "") && /^\d+$/.test(gid ?? "") ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
  return accounts.find(({ name }) => name === "nobody") ?? accounts[0] ?? { uid: 65_534, gid: 65_534 };
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
  const text = (stderr ?? "").trim() || message;
  return text.split("\n")[0].slice(0, 160);
}
