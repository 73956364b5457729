/** The town plays it out: whatever the seed, whatever goes wrong on the way, nobody whose promise it is has anything to say. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testStore } from "../../test/test-store.ts";
import { openStore } from "../adapters/postgres/store.ts";
import { readConfig } from "../app/config.ts";
import { loadProfiles, type Profiles } from "../app/profiles.ts";
import { AUDITORS } from "./auditors/all.ts";
import { loadJudges, type Judges } from "./machine.ts";
import { printRun, runAsJson } from "./printout.ts";
import { PATIENT, runTown, type RunResult } from "./run.ts";

/**
 * Small towns from the morning into the night, with the quiet after it, every second with one gang instead of two: large
 * enough that everything happens somewhere in twenty of them.
 */
const townOf = (seed: number) => ({
  days: 0.6,
  people: 60,
  gangs: 1 + (seed % 2),
  roundsPerDay: 5,
  ordinaryPerMinute: 0.1,
  profile: BRITISH.has(seed) ? "UK" : "CN",
});
const SEEDS = 20;
/** Seeds that are played under another country's law. */
const BRITISH: ReadonlySet<number> = new Set([5, 15]);

let judges: Judges;
let profiles: Profiles;
beforeAll(async () => {
  judges = loadJudges(readConfig({}));
  profiles = await loadProfiles();
});
afterAll(() => judges.close());

/** How the database looks for rows is its own affair, and another machine's does it otherwise after a while. */
type Plans = "usual" | "other";
const OTHER_PLANS = ["enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan", "enable_nestloop"] as const;

async function play(seed: number, plans: Plans = "usual"): Promise<RunResult> {
  const { store: made, connection, close } = await testStore();
  try {
    if (plans === "other")
      await made.transaction(async (sql) => {
        const [{ name }] = await sql.query<{ readonly name: string }>("select quote_ident(current_database()) as name");
        for (const one of OTHER_PLANS) await sql.query(`alter database ${name} set ${one} to off`);
      });
    const store = await openStore(connection, PATIENT);
    try {
      return await runTown({ seed, ...townOf(seed) }, { store, judges, profiles, pause: (ms) => pause(ms) });
    } finally {
      await store.close();
    }
  } finally {
    await close();
  }
}

const results: RunResult[] = [];
// Two at a time: one thinks while the other's database does.
beforeAll(async () => {
  const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
  const half = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) results.push(await play(seed));
  };
  await Promise.all([half(), half()]);
}, 1_800_000);

const resultOf = (seed: number): RunResult => results.find((one) => one.seed === seed)!;

describe("twenty seeds", () => {
  test("all auditors are quiet, nothing surprised anybody, and every town came to rest", () => {
    expect(results.map(({ seed, breaches, surprises, quiet }) => ({ seed, breaches, surprises, quiet: quiet.quiet })).sort((a, b) => a.seed - b.seed)).toEqual(
      Array.from({ length: SEEDS }, (_, i) => ({ seed: i + 1, breaches: [], surprises: [], quiet: true })),
    );
    expect(AUDITORS.length).toBeGreaterThan(15);
  });

  test("what the auditors look at did happen, and so did what goes wrong", () => {
    const sum = (of: (one: RunResult) => number): number => results.reduce((all, one) => all + of(one), 0);
    const kinds = ["warning", "report", "case", "series", "stop-payment", "freeze", "hold"];
    expect(kinds.filter((kind) => sum(({ counts }) => counts.matters[kind] ?? 0) < 10)).toEqual([]);
    expect(["line-break", "appeal"].filter((kind) => sum(({ counts }) => counts.matters[kind] ?? 0) === 0)).toEqual([]);
    expect(sum(({ counts }) => counts.stopped)).toBeGreaterThan(20);
    expect(sum(({ counts }) => counts.together)).toBeGreaterThan(400);
    expect(sum(({ counts }) => counts.jumps)).toBeGreaterThan(20);
    expect(sum(({ counts }) => counts.receivedAgain)).toBeGreaterThan(20);
    expect(sum(({ counts }) => counts.refusals["limit-of-law"] ?? 0)).toBeGreaterThan(5);
    expect(sum(({ truth }) => Number(truth.stolenMinor))).toBeGreaterThan(0);
    const figure = (key: string): { readonly count: number; readonly of: number } => {
      const all = results.flatMap(({ figures }) => figures.filter((one) => one.key === key));
      return { count: all.reduce((n, one) => n + ("count" in one ? one.count : 0), 0), of: all.reduce((n, one) => n + ("of" in one ? one.of : 0), 0) };
    };
    expect(figure("rights.autoRelease").of).toBeGreaterThan(50);
    // Each on time, save where the machine's clock leapt over the very instant; both are counted, and nothing is left over.
    expect(figure("rights.autoRelease").count + figure("rights.releaseLeapt").count).toBe(figure("rights.autoRelease").of);
    expect(figure("warning.beforePaying").count).toBeGreaterThan(0);
    expect(figure("rights.stopsBeyond").count).toBe(0);
  });
});

test("one seed is one history, to the last byte of what it prints, however its database finds its rows; another seed is another", async () => {
  const first = resultOf(7);
  const second = await play(7, "other");
  expect(JSON.stringify(runAsJson(second))).toBe(JSON.stringify(runAsJson(first)));
  expect(printRun(second, "CNY", "zh")).toEqual(printRun(first, "CNY", "zh"));
  expect(new Set(results.map((one) => one.chain)).size).toBe(SEEDS);
});
