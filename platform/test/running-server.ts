/** A server with a log in a folder of its own, in this process, for the tests that talk to it over HTTP. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemWorld } from "../src/adapters/system/world.ts";
import { openCentre, type Centre } from "../src/app/centre.ts";
import type { App } from "../src/app/compose.ts";
import { readConfig, type Config } from "../src/app/config.ts";
import { NO_SAMPLE } from "../src/app/sample-status.ts";
import type { World } from "../src/base/world.ts";
import { startHttp } from "../src/http/server.ts";

/** Small tables, any free port, nothing from the environment but where models are. */
export function testConfig(dataDir: string, more: Readonly<Record<string, string>> = {}): Config {
  const models = process.env["DUANLIU_MODELS"];
  return readConfig({
    DUANLIU_DATA: dataDir,
    DUANLIU_PORT: "0",
    DUANLIU_LOG_LEVEL: "silent",
    DUANLIU_NUMBERS: "4096",
    DUANLIU_ACCOUNTS: "4096",
    DUANLIU_DEVICES: "1024",
    DUANLIU_HOSTS: "1024",
    DUANLIU_PERSONS: "4096",
    DUANLIU_SCRIPTS: "1024",
    ...(models === undefined ? {} : { DUANLIU_MODELS: models }),
    ...more,
  });
}

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-test-"));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface RunningServer {
  readonly centre: Centre;
  readonly app: App;
  /** Such as http://127.0.0.1:40123, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** What was thrown that nobody expected. */
  readonly bugs: readonly unknown[];
  /** What the operator was told. */
  readonly told: readonly string[];
  stop(): Promise<void>;
}

export async function startServer(dataDir: string, world: World = systemWorld, more: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const bugs: unknown[] = [];
  const told: string[] = [];
  const centre = await openCentre(testConfig(dataDir, more), world, (level, { en }) => told.push(`${level}: ${en}`));
  const http = await startHttp({ centre, sample: () => NO_SAMPLE, consoleDir: path.join(dataDir, "no-console"), onBug: (error) => bugs.push(error) });
  return {
    centre,
    app: centre.app,
    bugs,
    told,
    url: http.address,
    port: Number(new URL(http.address).port),
    async stop() {
      await http.close();
      await centre.close();
    },
  };
}
