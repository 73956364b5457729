/**
 * The launcher and the counting of tests: what must hold before anything else can be trusted. The launcher is copied to
 * a folder of its own, so that what it starts is a stand-in for the program.
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);

const PROGRAM = `
const [verb, value] = process.argv.slice(2);
if (verb === "exit") process.exit(Number(value));
if (verb === "wait") {
  process.on("SIGTERM", () => process.exit(7));
  process.on("SIGINT", () => process.exit(8));
  setTimeout(() => process.exit(9), 60_000);
  process.stdout.write("ready");
}
if (verb === "echo") process.stdout.write(JSON.stringify(process.argv.slice(3)));
if (verb === "die") process.kill(process.pid, value as NodeJS.Signals);
`;

let folder = "";
let bin = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "duanliu-launcher-"));
  bin = path.join(folder, "bin");
  cpSync(path.join(ROOT, "platform", "bin"), bin, { recursive: true });
  mkdirSync(path.join(folder, "src", "cli"), { recursive: true });
  writeFileSync(path.join(folder, "src", "cli", "main.ts"), PROGRAM);
  // What the launcher does under an old Node: another process with the same streams.
  const relay = `const r = require("./runtime.cjs"); r.runForeground(process.execPath, [r.MAIN, ...process.argv.slice(2)], {}, (c) => (process.exitCode = c));`;
  writeFileSync(path.join(bin, "relay.cjs"), relay);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Both ways into the program: in this Node, and in another process. */
describe.each(["duanliu.cjs", "relay.cjs"])("%s", (entry) => {
  test("passes arguments, output and the exit code", () => {
    const echoed = spawnSync(process.execPath, [path.join(bin, entry), "echo", "a b", "断流", "--x"], { encoding: "utf8" });
    expect(JSON.parse(echoed.stdout)).toEqual(["a b", "断流", "--x"]);
    expect(spawnSync(process.execPath, [path.join(bin, entry), "exit", "2"]).status).toBe(2);
  });

  test.each([
    ["SIGTERM", 7],
    ["SIGINT", 8],
  ] as const)("passes %s on, and waits for the program to end as it wishes", async (signal, exitCode) => {
    const child = spawn(process.execPath, [path.join(bin, entry), "wait"], { stdio: ["ignore", "pipe", "ignore"] });
    const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill(signal);
    expect(await ended).toBe(exitCode);
  });
});

test("a program that a signal ended is reported as a shell would", () => {
  const done = spawnSync(process.execPath, [path.join(bin, "relay.cjs"), "die", "SIGKILL"]);
  expect(done.status).toBe(137);
});

test("an incomplete installation says so and ends with 69", () => {
  const empty = mkdtempSync(path.join(tmpdir(), "duanliu-launcher-"));
  try {
    cpSync(bin, path.join(empty, "bin"), { recursive: true });
    const done = spawnSync(process.execPath, [path.join(empty, "bin", "duanliu.cjs")], { encoding: "utf8" });
    expect(done.status).toBe(69);
    expect(done.stderr).toContain("main.ts is missing");
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});

test("the runtime's package on every platform is one that package.json asks for", () => {
  const { runtimePackage } = require("../platform/bin/runtime.cjs") as { runtimePackage: (platform: string, arch: string) => string };
  const { optionalDependencies } = require("../platform/package.json") as { optionalDependencies: Record<string, string> };
  const platforms = [
    ["linux", "x64"],
    ["linux", "arm64"],
    ["darwin", "x64"],
    ["darwin", "arm64"],
    ["win32", "x64"],
  ] as const;
  expect(platforms.map(([platform, arch]) => runtimePackage(platform, arch)).sort()).toEqual(
    Object.keys(optionalDependencies)
      .filter((name) => name.startsWith("node-"))
      .sort(),
  );
});

describe("counting tests", () => {
  const { count } = require("./vitest.mjs") as {
    count: (report: object, exitCode: number, filtered: boolean) => { readonly passed: number; readonly failed: number };
  };
  const passed = { status: "passed", assertionResults: [{ status: "passed" }] };
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [passed] };

  test("all passed", () => expect(count(report, 0, false)).toEqual({ passed: 3, failed: 0 }));
  test("failed tests", () => expect(count({ ...report, numFailedTests: 2 }, 1, false)).toEqual({ passed: 3, failed: 2 }));
  test("a file that does not load is one failure", () => {
    const broken = { status: "failed", assertionResults: [] };
    expect(count({ ...report, testResults: [passed, broken] }, 1, false)).toEqual({ passed: 3, failed: 1 });
  });
  test("an error outside any test is one failure", () => expect(count(report, 1, false)).toEqual({ passed: 3, failed: 1 }));
  test("a skipped test is a failure, unless a filter left it out", () => {
    expect(count({ ...report, numPendingTests: 1 }, 0, false)).toEqual({ passed: 3, failed: 1 });
    expect(count({ ...report, numPendingTests: 1 }, 0, true)).toEqual({ passed: 3, failed: 0 });
  });
});
