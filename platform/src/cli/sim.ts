/**
 * `duanliu sim`: plays the town for some days on a database that is made for the run and thrown away, and judges what is
 * left. The seed comes first, so that a run that goes wrong can be played again; the same seed prints the same.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startPostgres } from "../adapters/embedded/postgres-server.ts";
import { migrateStore } from "../adapters/postgres/migrate.ts";
import { openStore } from "../adapters/postgres/store.ts";
import type { Config } from "../app/config.ts";
import { loadProfiles } from "../app/profiles.ts";
import { PROBLEMS, ProblemError } from "../base/problem.ts";
import type { Store } from "../ports/store.ts";
import { COUNTRIES } from "../sim/country.ts";
import { loadJudges } from "../sim/machine.ts";
import { printRun, runAsJson } from "../sim/printout.ts";
import { PATIENT, runTown, type RunResult } from "../sim/run.ts";
import type { Terminal } from "./terminal.ts";

export interface SimCommand {
  readonly seed?: string;
  readonly days: string;
  readonly people: string;
  readonly gangs: string;
  readonly profile: string;
  readonly faults: boolean;
  readonly json?: true;
}

const MIGRATIONS = path.resolve(import.meta.dirname, "../../migrations");

export async function sim(config: Config, options: SimCommand, terminal: Terminal): Promise<number> {
  const seed = wholeNumber("--seed", options.seed ?? String(config.seed), 0, 4_294_967_295);
  const days = wholeNumber("--days", options.days, 1, 365);
  const people = wholeNumber("--people", options.people, 20, 5_000);
  const gangs = wholeNumber("--gangs", options.gangs, 1, 5);
  if (!COUNTRIES.includes(options.profile))
    throw new ProblemError({ code: "bad-arguments", detail: `--profile is ${options.profile}`, value: options.profile, expected: `one of ${COUNTRIES.join(", ")}` });
  terminal.say({ zh: `种子 ${seed}`, en: `seed ${seed}` });
  const judges = loadJudges(config);
  const profiles = await loadProfiles(config.jurisdictionsDir);
  try {
    return await withStore(async (store) => {
      const result = await runTown({ seed, days, profile: options.profile, people, gangs, faults: options.faults }, { store, judges, profiles, pause: (ms) => pause(ms) });
      if (options.json === true) process.stdout.write(`${JSON.stringify(runAsJson(result))}\n`);
      else for (const line of printRun(result, profiles.versions(options.profile)[0].currency, terminal.language)) process.stdout.write(`${line}\n`);
      return exitOf(result);
    });
  } finally {
    await judges.close();
  }
}

/** 0 when all auditors are quiet; a bug is worse than what an auditor says of it. */
export function exitOf({ surprises, breaches, quiet }: Pick<RunResult, "surprises" | "breaches" | "quiet">): number {
  if (surprises.length > 0) return PROBLEMS.bug.exit;
  return breaches.length > 0 || !quiet.quiet ? PROBLEMS["auditor-spoke"].exit : 0;
}

/** A database of its own in a folder that is gone afterwards: nothing of it has to outlive the machine. */
async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-sim-"));
  try {
    const server = await startPostgres({ dataDir: folder, durable: false });
    try {
      await migrateStore(server.connection, MIGRATIONS);
      const store = await openStore(server.connection, PATIENT);
      try {
        return await use(store);
      } finally {
        await store.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function wholeNumber(name: string, text: string, from: number, to: number): number {
  const value = Number(text.trim() === "" ? "x" : text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new ProblemError({ code: "bad-arguments", detail: `${name} is ${text}`, value: text, expected: `a whole number from ${from} to ${to}` });
}
