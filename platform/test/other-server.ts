/**
 * A PostgreSQL server as an operator would have one: another process, over TCP with a password, with settings and locale
 * that are not ours. Debian's if it is installed, which is of another major version, and else npm's. It stands for
 * "any server by DATABASE_URL" in tests.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findLaunch } from "../src/adapters/embedded/postgres-launch.ts";
import { findPostgres, type PostgresProgram } from "../src/adapters/embedded/postgres-program.ts";
import { parseDatabaseUrl, type StoreConnection } from "../src/adapters/postgres/connection.ts";
import { administer } from "./store-server.ts";

export interface OtherServer {
  /** The address of a new empty database, for a role that is no superuser, and owns it unless said otherwise. */
  newDatabase(changes?: { readonly encoding?: string; readonly owner?: string }): Promise<string>;
  /** The same with a change, such as another password. */
  address(changes: { readonly user?: string; readonly password?: string; readonly database?: string }): string;
  stop(): Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql";
/** With everything that an address has to escape. */
const PASSWORD = "p@ss:w/ord?#%20 锁";
const READY_TRIES = 600;

export async function startOtherServer(): Promise<OtherServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-other-"));
  const program = debianProgram() ?? (await findPostgres(path.join(folder, "libraries")));
  const launch = await findLaunch(program);
  const cluster = path.join(folder, "cluster");
  const passwordFile = path.join(folder, "password");
  await writeFile(passwordFile, `${PASSWORD}\n`);
  await launch.run(program.initdb, ["-D", cluster, "-U", "chief", `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"], 0);
  const port = await freePort();
  // Durable as an operator's would be, but for the disk, and with defaults turned to what our own sessions must not rely on.
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    default_transaction_isolation: "serializable",
    bytea_output: "escape",
    timezone: "Asia/Shanghai",
  };
  const command = launch.stay(program.postgres, ["-D", cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])]);
  const child = spawn(command.file, command.args, { cwd: "/", env: launch.env, stdio: ["ignore", "ignore", "ignore", launch.reaper === "shell" ? "pipe" : "ignore"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address: OtherServer["address"] = ({ user = "casework", password = PASSWORD, database = "postgres" }) =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  const chief = parseDatabaseUrl(address({ user: "chief" }));
  await waitUntilReady(chief);
  await administer(chief, `CREATE ROLE casework LOGIN PASSWORD '${PASSWORD}'`);
  let count = 0;
  return {
    address,
    newDatabase: async ({ encoding = "UTF8", owner = "casework" } = {}) => {
      const database = `casework_${++count}`;
      await administer(
        chief,
        `CREATE DATABASE ${database} OWNER ${owner} ENCODING ${encoding} LC_COLLATE 'C' LC_CTYPE ${encoding === "UTF8" ? "'C.UTF-8'" : "'C'"} TEMPLATE template0`,
      );
      return address({ database });
    },
    stop: async () => {
      child.kill("SIGINT");
      child.stdio[3]?.destroy();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function debianProgram(): PostgresProgram | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  const major = Math.max(...versions.filter((version) => version >= 15 && existsSync(path.join(DEBIAN, String(version), "bin", "initdb"))));
  if (!Number.isFinite(major)) return undefined;
  const bin = path.join(DEBIAN, String(major), "bin");
  return { postgres: path.join(bin, "postgres"), initdb: path.join(bin, "initdb"), libraries: [path.join(DEBIAN, String(major), "lib")], major };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitUntilReady(connection: StoreConnection): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await administer(connection, "SELECT 1");
      return;
    } catch (error) {
      if (tries === READY_TRIES) throw error;
      await delay(50);
    }
  }
}
