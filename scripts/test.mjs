/**
 * `npm test`: sets a bare clone up, then checks types and lint and runs every test of every workspace, the house rules
 * among them. Arguments pass on to vitest, e.g. `npm test -- src/text`. The last line is "N passed, N failed", each check
 * counting as one; the exit code is 0 only when nothing failed and nothing was skipped.
 */
import { readdirSync } from "node:fs";
import path from "node:path";
import { ensureBrowser, needsBrowser } from "./browser.mjs";
import { WORKSPACES, checks, runChecks } from "./checks.mjs";
import { ROOT, runScript, say, setUp, toolEnv } from "./setup.mjs";
import { runVitest } from "./vitest.mjs";

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

function hasTests(workspace) {
  const visit = (folder) =>
    readdirSync(folder, { withFileTypes: true }).some((entry) => {
      if (entry.name === "node_modules" || entry.name === "dist") return false;
      if (entry.isDirectory()) return visit(path.join(folder, entry.name));
      return /\.test\.tsx?$/.test(entry.name);
    });
  return visit(path.join(ROOT, workspace));
}
