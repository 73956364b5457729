/**
 * The checks that need no test runner, one row each: types, lint, format, house rules. `npm test` and `npm run check`
 * choose from the same table, so that they cannot disagree about what a check is.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { ROOT, runtime, runShown, say, tool, toolEnv } from "./setup.mjs";

/** Workspaces whose code is type-checked and tested, in the order of who needs whom. */
export const WORKSPACES = ["client", "platform", "console"];

/** Every check: a name for people and what to run, with paths relative to the repository. */
export function checks() {
  // A workspace without sources yet has nothing to check, which the type checker would call an error.
  const typed = WORKSPACES.filter((workspace) => existsSync(path.join(ROOT, workspace, "src")));
  return {
    types: typed.map((workspace) => ({
      name: `types of ${workspace}`,
      args: [tool("typescript/bin/tsc"), "-p", `${workspace}/tsconfig.json`],
    })),
    lint: [{ name: "lint", args: [tool("oxlint/bin/oxlint"), "--type-aware", "--quiet"] }],
    tidy: [{ name: "house rules", args: [path.join(ROOT, "scripts", "tidy", "main.ts")] }],
    format: [{ name: "format", args: [tool("oxfmt/bin/oxfmt"), "--check", "."] }],
  };
}

/** Runs the checks one after the other, all of them whatever fails; gives the names of those that failed. */
export async function runChecks(list) {
  const failed = [];
  for (const check of list) {
    const exitCode = await runShown(runtime(), check.args, { env: toolEnv() });
    say(`${exitCode === 0 ? "ok  " : "FAIL"}  ${check.name}`);
    if (exitCode !== 0) failed.push(check.name);
  }
  return failed;
}
