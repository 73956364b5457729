/** A rule that is taken out of the program is missed by the auditor whose promise it was, and by nobody whose it was not. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testStore } from "../../test/test-store.ts";
import { readConfig } from "../app/config.ts";
import { loadProfiles, type Profiles } from "../app/profiles.ts";
import { BREAKS } from "./breaks.fixture.ts";
import { loadJudges, type Judges } from "./machine.ts";
import { runTown } from "./run.ts";

let judges: Judges;
let profiles: Profiles;
beforeAll(async () => {
  judges = loadJudges(readConfig({}));
  profiles = await loadProfiles();
});
afterAll(() => judges.close());

test.each(BREAKS)("$name: $auditor speaks", async ({ kinds, auditor, with: others = [], town }) => {
  const { store, close } = await testStore();
  try {
    const { breaches, surprises } = await runTown(
      { ...town, profile: "CN", people: 60, gangs: 2, ordinaryPerMinute: 0.1, faults: false, kinds },
      { store, judges, profiles, pause: (ms) => pause(ms) },
    );
    expect(surprises).toEqual([]);
    const spoke = new Set(breaches.map((one) => one.auditor));
    expect([...spoke].filter((name) => name !== auditor && !others.includes(name))).toEqual([]);
    expect(spoke).toContain(auditor);
    // The history stands beside it, so that somebody can see how it came to it.
    const [first] = breaches.filter((one) => one.auditor === auditor);
    expect(first.history.length).toBeGreaterThan(1);
  } finally {
    await close();
  }
});
