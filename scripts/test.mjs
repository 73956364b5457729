/**
 * `npm test`: sets a bare clone up, then checks types and lint and runs every test of every workspace, the house rules
 * among them. Arguments pass on to vitest, e.g. `npm test -- src/text`. The last line is "N passed, N failed", each check
 * counting as one; the exit code is 0 only when nothing failed and nothing was skipped.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBrowser, needsBrowser } from "./browser.mjs";
import { WORKSPACES, checks, runChecks } from "./checks.mjs";
import { ROOT, runScript, runShown, runtime, say, setUp, tool, toolEnv } from "./setup.mjs";

await runScript(async (args) => {
  await setUp();
  const env = toolEnv();
  if (needsBrowser()) env.CHROMIUM_PATH = await ensureBrowser();

  // The house rules are among the tests of the platform.
  const { types, lint } = checks();
  const list = [...types, ...lint];
  const failedChecks = await runChecks(list);

  const sum = { passed: list.length - failedChecks.length, failed: failedChecks.length };
  for (const workspace of WORKSPACES.filter(hasTests)) {
    const result = await runVitest(workspace, args, env);
    sum.passed += result.passed;
    sum.failed += result.failed;
  }
  if (failedChecks.length > 0) say(`Failed checks: ${failedChecks.join(", ")}`);
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`);
  return sum.failed === 0 ? 0 : 1;
});

/** Tests of one workspace. Failures outside any test (a file that does not load, an unhandled error) count as one each. */
async function runVitest(workspace, args, env) {
  const folder = mkdtempSync(path.join(tmpdir(), "duanliu-test-"));
  const report = path.join(folder, "report.json");
  try {
    say(`\nTests of ${workspace}`);
    const vitest = [tool("vitest/vitest.mjs"), "run", "--root", path.join(ROOT, workspace), "--reporter=default", "--reporter=json"];
    const filtered = args.some((arg) => !arg.startsWith("-"));
    const exitCode = await runShown(
      runtime(),
      [...vitest, `--outputFile.json=${report}`, ...(filtered ? ["--passWithNoTests"] : []), ...args],
      { env },
    );
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    return count(JSON.parse(readFileSync(report, "utf8")), exitCode, filtered);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(report, exitCode, filtered) {
  const notLoaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  // A filter by test name reports all others as pending; without one, a skipped test is a failure of its author.
  const skipped = filtered ? 0 : report.numPendingTests + report.numTodoTests;
  if (skipped > 0) say(`${skipped} skipped tests count as failed.`);
  const failed = report.numFailedTests + notLoaded + skipped;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

function hasTests(workspace) {
  const visit = (folder) =>
    readdirSync(folder, { withFileTypes: true }).some((entry) => {
      if (entry.name === "node_modules" || entry.name === "dist") return false;
      if (entry.isDirectory()) return visit(path.join(folder, entry.name));
      return /\.test\.tsx?$/.test(entry.name);
    });
  return visit(path.join(ROOT, workspace));
}
