/** `duanliu serve`: server and console in the foreground, until it is told to stop. With --sample it also plays the town. */
import fs from "node:fs";
import path from "node:path";
import pino from "pino";
import { systemWorld } from "../adapters/system/world.ts";
import { composeApp, type Tell } from "../app/compose.ts";
import type { Config } from "../app/config.ts";
import { NO_SAMPLE } from "../app/sample-status.ts";
import { startHttp } from "../http/server.ts";
import { startSample } from "../sim/play.ts";
import type { Terminal } from "./terminal.ts";

const CONSOLE_DIR = path.resolve(import.meta.dirname, "../../../console/dist");

export async function serve(given: Config, terminal: Terminal): Promise<number> {
  // Simulated events never come into a real log.
  const config: Config = given.sample ? { ...given, dataDir: path.join(given.dataDir, "sample") } : given;
  // Operational messages as JSON lines in the data folder and sentences on the terminal; never a person's data.
  fs.mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: path.join(config.dataDir, "duanliu.log"), mkdir: true, sync: false }));
  const tell: Tell = (level, words) => {
    logger[level](words.en);
    if (level !== "info") terminal.say(words);
  };
  const app = await composeApp(config, systemWorld, tell);
  let sample: Awaited<ReturnType<typeof startSample>> | null = null;
  try {
    const http = await startHttp({
      app,
      sample: () => sample?.status() ?? NO_SAMPLE,
      consoleDir: CONSOLE_DIR,
      onBug: (error) => logger.error({ err: error instanceof Error ? { message: error.message, stack: error.stack } : String(error) }, "bug"),
    });
    const stopped = new Promise<void>((resolve) => {
      // Stays on: a second signal, as a terminal and a parent may both send one, must not cut the saving short.
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
    });
    terminal.say({
      zh: `断流已启动：${http.address}（数据在 ${config.dataDir}，Ctrl-C 停止）`,
      en: `Duanliu is running at ${http.address} (data in ${config.dataDir}, Ctrl-C stops it)`,
    });
    if (config.sample) sample = await startSample({ app, world: systemWorld, tell });
    await stopped;
    sample?.stop();
    await http.close();
  } finally {
    await app.close();
  }
  terminal.say({ zh: "已停止，状态已保存。", en: "Stopped; the state is saved." });
  logger.flush();
  return 0;
}
