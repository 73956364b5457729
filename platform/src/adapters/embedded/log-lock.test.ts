import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LogDamaged } from "../../ports/event-log.ts";
import { lockDirectory } from "./log-lock.ts";
import type { LogNotice } from "./log-notice.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "duanliu-lock-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const busy = expect.objectContaining({ problem: expect.objectContaining({ code: "log-busy" }) });

/** Locks the directory in another process, which then does `next`; returns what it printed and how it ended. */
function elsewhere(next: string): { readonly output: string; readonly signal: string | null; readonly pid: number } {
  const module = JSON.stringify(fileURLToPath(new URL("./log-lock.ts", import.meta.url)));
  const program = `
    import { lockDirectory } from ${module};
    const outcome = await lockDirectory(${JSON.stringify(directory)}, []).then(() => "held", (error) => error.problem.code);
    console.log(outcome);
    ${next}`;
  const { stdout, signal, pid } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", program], { encoding: "utf8" });
  return { output: stdout.trim(), signal, pid };
}

test("a directory is held by one at a time, until it is released", async () => {
  const lock = await lockDirectory(directory, []);
  await expect(lockDirectory(directory, [])).rejects.toEqual(busy);
  await expect(lockDirectory(directory, [])).rejects.toThrow(`process ${process.pid}`);
  expect(elsewhere("")).toMatchObject({ output: "log-busy", signal: null });
  await lock.release();
  const notices: LogNotice[] = [];
  const again = await lockDirectory(directory, notices);
  expect(notices).toEqual([]);
  await again.release();
  expect(await readdir(directory)).toEqual(["lock"]);
});

test("of many who ask at once one gets it", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory, [])));
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled").length).toBe(1);
});

test("the lock of a process that was killed is taken over, and said", async () => {
  const killed = elsewhere('process.kill(process.pid, "SIGKILL");');
  expect(killed).toMatchObject({ output: "held", signal: "SIGKILL" });
  const notices: LogNotice[] = [];
  const lock = await lockDirectory(directory, notices);
  expect(notices).toEqual([{ kind: "lock-taken-over", file: join(directory, "lock"), pid: killed.pid }]);
  await lock.release();
});

test("the number of a living process in the holder file is not a lock: numbers come again", async () => {
  await writeFile(join(directory, "lock.holder"), `${process.ppid}\n`);
  const notices: LogNotice[] = [];
  const lock = await lockDirectory(directory, notices);
  expect(notices).toMatchObject([{ kind: "lock-taken-over", pid: process.ppid }]);
  await lock.release();
});

test("a lock file with data in it is refused, not overwritten", async () => {
  await writeFile(join(directory, "lock"), "x".repeat(5000));
  await expect(lockDirectory(directory, [])).rejects.toBeInstanceOf(LogDamaged);
});
