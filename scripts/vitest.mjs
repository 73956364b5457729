/**
 * Runs the tests of a workspace and counts what came of it, so that nothing that did not pass can look as if it had.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT, runShown, runtime, say, tool } from "./setup.mjs";

/** Tests of one workspace. Failures outside any test (a file that does not load, an unhandled error) count as one each. */
export async function runVitest(workspace, args, env) {
  const folder = mkdtempSync(path.join(tmpdir(), "duanliu-test-"));
  const report = path.join(folder, "report.json");
  try {
    say(`\nTests of ${workspace}`);
    const vitest = [tool("vitest/vitest.mjs"), "run", "--root", path.join(ROOT, workspace), "--reporter=default", "--reporter=json"];
    const filtered = args.some((arg) => !arg.startsWith("-"));
    const exitCode = await runShown(runtime(), [...vitest, `--outputFile.json=${report}`, ...(filtered ? ["--passWithNoTests"] : []), ...args], { env });
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    return count(JSON.parse(readFileSync(report, "utf8")), exitCode, filtered);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a report of vitest amounts to, and whether its exit code agrees. */
export function count(report, exitCode, filtered) {
  const notLoaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed")).length;
  // A filter by test name reports all others as pending; without one, a skipped test is a failure of its author.
  const skipped = filtered ? 0 : report.numPendingTests + report.numTodoTests;
  if (skipped > 0) say(`${skipped} skipped tests count as failed.`);
  const failed = report.numFailedTests + notLoaded + skipped;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
