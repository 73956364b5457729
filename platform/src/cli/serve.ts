/** `duanliu serve`: server and console in the foreground, until it is told to stop. With --sample it also plays the town. */
import fs from "node:fs";
import path from "node:path";
import pino from "pino";
import { systemWorld } from "../adapters/system/world.ts";
import { openCentre, type Centre } from "../app/centre.ts";
import type { Tell } from "../app/compose.ts";
import type { Config } from "../app/config.ts";
import { NO_SAMPLE } from "../app/sample-status.ts";
import { startHttp } from "../http/server.ts";
import { Overheard } from "../sim/overheard.ts";
import { startSample } from "../sim/play.ts";
import { bringSamplePeople, locateSample } from "../sim/sample-people.ts";
import { startStaff, type StaffParts } from "../sim/staff.ts";
import type { Town } from "../sim/town.ts";
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
  const mail = new Overheard(() => systemWorld.nowMs());
  const centre = await openCentre(config, systemWorld, tell, config.sample ? { locate: locateSample, overhear: mail.over } : undefined);
  let sample: Awaited<ReturnType<typeof startSample>> | null = null;
  try {
    if (config.sample) await bringSamplePeople(centre.access);
    const http = await startHttp({
      centre,
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
    const link = await centre.setUpLink();
    if (link !== null) {
      const base = config.publicUrl ?? http.address;
      terminal.say({
        zh: `首次设置（一次有效，${hours(link.expiresAtMs)} 小时内）：${base}${link.path}`,
        en: `Set up the first administrator (once, within ${hours(link.expiresAtMs)} hours): ${base}${link.path}`,
      });
    }
    if (config.sample) sample = await startSample({ app: centre.app, world: systemWorld, tell, watch: (town) => startStaff(staffParts(centre, town, tell, mail)) });
    await stopped;
    await sample?.stop();
    await http.close();
  } finally {
    await centre.close();
  }
  terminal.say({ zh: "已停止，状态已保存。", en: "Stopped; the state is saved." });
  logger.flush();
  return 0;
}

/** People of the sample at their desks: only here, and only in sample mode. */
function staffParts({ casework, config }: Centre, town: Town, tell: Tell, mail: Overheard): StaffParts {
  const { desk } = casework;
  return { desk, world: systemWorld, profile: () => desk.parts.law.current(systemWorld.nowMs()), tell, seed: config.seed, town, mail, sample: config.sample };
}

const hours = (atMs: number): number => Math.floor((atMs - systemWorld.nowMs()) / 3_600_000 + 0.5);
