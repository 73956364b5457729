/** `duanliu sim`: a town from the command line, what it refuses, and how it ends for whoever asks only for the exit code. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readConfig } from "../src/app/config.ts";
import { PROBLEMS } from "../src/base/problem.ts";
import { exitOf, sim, type SimCommand } from "../src/cli/sim.ts";
import { Terminal } from "../src/cli/terminal.ts";
import { temporaryFolder } from "./running-server.ts";

const COMMAND = fileURLToPath(new URL("../bin/duanliu.cjs", import.meta.url));

test("it plays a town of its own, says the seed first, gives figures and auditors as data, and leaves nothing behind", async () => {
  const folder = await temporaryFolder();
  const leftOver = (): readonly string[] => readdirSync(folder.path);
  try {
    const env = { ...process.env, TMPDIR: folder.path, LC_ALL: "C", DUANLIU_DATA: `${folder.path}/data` };
    const args = [COMMAND, "sim", "--seed", "11", "--days", "1", "--people", "20", "--gangs", "1", "--no-faults", "--json"];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
    expect(stderr).toBe("seed 11\n");
    const result = JSON.parse(stdout) as {
      readonly seed: number;
      readonly breaches: readonly unknown[];
      readonly auditors: readonly { readonly breaches: number }[];
      readonly figures: readonly { readonly key: string; readonly words: object }[];
      readonly chain: string;
    };
    expect(result).toMatchObject({ seed: 11, days: 1, profile: "CN", breaches: [], surprises: [], quiet: { quiet: true } });
    expect(result.auditors.every((one) => one.breaches === 0)).toBe(true);
    const keys = result.figures.map((one) => one.key);
    for (const key of ["money.stoppedOfStolen", "money.timeToStop", "warning.beforePaying", "rights.wrongful", "rights.wrongfulTime"]) expect(keys).toContain(key);
    expect(result.chain).toMatch(/^[0-9a-f]{64}$/);
    expect(leftOver()).toEqual([]);
  } finally {
    await folder.remove();
  }
});

const USUAL: SimCommand = { seed: "1", days: "1", people: "20", gangs: "1", profile: "CN", faults: true };

test.each([
  ["--seed", { seed: "some" }],
  ["--seed", { seed: "-1" }],
  ["--days", { days: "0" }],
  ["--days", { days: "1.5" }],
  ["--days", { days: "" }],
  ["--people", { people: "3" }],
  ["--gangs", { gangs: "6" }],
  ["--profile", { profile: "FR" }],
])("%s %j is refused by name, with what was expected, before anything is started", async (name, wrong) => {
  const said: string[] = [];
  const terminal = Object.assign(new Terminal("en"), { say: ({ en }: { readonly en: string }) => void said.push(en) });
  await expect(sim(readConfig({}), { ...USUAL, ...wrong }, terminal)).rejects.toMatchObject({ problem: { code: "bad-arguments", detail: expect.stringContaining(name) } });
  expect(said).toEqual([]);
});

test("it ends with 0 when all are quiet, and otherwise with a code that tells an auditor's word from a bug", () => {
  const breach = { auditor: "rounds", what: "", matter: null, history: [] };
  const quiet = { quiet: true, untilMs: 0 };
  expect(exitOf({ surprises: [], breaches: [], quiet })).toBe(0);
  expect(exitOf({ surprises: [], breaches: [breach], quiet })).toBe(PROBLEMS["auditor-spoke"].exit);
  expect(exitOf({ surprises: [], breaches: [], quiet: { ...quiet, quiet: false } })).toBe(PROBLEMS["auditor-spoke"].exit);
  expect(exitOf({ surprises: ["a bug"], breaches: [breach], quiet })).toBe(PROBLEMS.bug.exit);
  expect(new Set([0, PROBLEMS["auditor-spoke"].exit, PROBLEMS.bug.exit, PROBLEMS["bad-arguments"].exit]).size).toBe(4);
});
