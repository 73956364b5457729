/**
 * `npm run check|bench|train|screenshots|dev`: the chores, under the Node that npm brought, after the same set-up as `npm start`.
 * Arguments after the name pass through.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { checks, runChecks } from "./checks.mjs";
import { MAIN, ROOT, SetupProblem, runScript, runShown, runtime, say, setUp, tool, toolEnv } from "./setup.mjs";

const CHORES = {
  check: { console: false, run: check },
  bench: { console: false, run: (args) => runProgram("platform/bench/main.ts", args) },
  train: { console: false, run: train },
  screenshots: { console: true, run: screenshots },
  dev: { console: false, run: dev },
};

await runScript(async ([name, ...args]) => {
  const chore = Object.hasOwn(CHORES, name ?? "") ? CHORES[name] : undefined;
  if (chore === undefined) throw new SetupProblem(`Usage: node scripts/run.mjs ${Object.keys(CHORES).join("|")} [arguments]`);
  await setUp({ console: chore.console });
  return await chore.run(args);
});

/** Everything that can be checked without running the product. `--update` accepts fewer `any` and `!` than recorded. */
async function check(args) {
  const { format, types, lint, tidy } = checks();
  const failed = await runChecks([...types, ...lint, ...tidy.map((one) => ({ ...one, args: [...one.args, ...args] })), ...format]);
  if (failed.length > 0) say(`Failed: ${failed.join(", ")}`);
  return failed.length === 0 ? 0 : 1;
}

function runProgram(file, args) {
  const full = path.join(ROOT, file);
  if (!existsSync(full)) throw new SetupProblem(`${file} is not in this checkout.`);
  // Benchmarks and training may ask for a collection between two measurements.
  return runShown(runtime(), ["--expose-gc", full, ...args], { env: toolEnv() });
}

/** `train NAME …` runs scripts/train/NAME.ts: each makes one model or table, from data that the arguments name. */
function train([name, ...args]) {
  const folder = path.join(ROOT, "scripts", "train");
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /^[\w-]+\.ts$/.test(file))
        .map((file) => file.slice(0, -3))
    : [];
  if (!names.includes(name)) throw new SetupProblem(`Usage: npm run train -- ${names.join("|") || "NAME"} [arguments]`);
  return runProgram(`scripts/train/${name}.ts`, args);
}

/** The pictures of docs/console.md: the real console of the sample town in a real browser. */
async function screenshots(names) {
  process.env.CHROMIUM_PATH = await ensureBrowser();
  return await runProgram("scripts/screenshots/main.ts", names);
}

/** The server, restarted when its sources change, and beside it the console's own server with hot reloading. */
async function dev(args) {
  if (!existsSync(MAIN)) throw new SetupProblem("The program is not in this checkout: platform/src/cli/main.ts is missing.");
  if (existsSync(path.join(ROOT, "console", "index.html"))) {
    const consoleServer = spawn(runtime(), [tool("vite/bin/vite.js")], {
      cwd: path.join(ROOT, "console"),
      stdio: ["ignore", "inherit", "inherit"],
      env: toolEnv(),
    });
    process.on("exit", () => consoleServer.kill("SIGTERM"));
  } else {
    say("The console is not in this checkout (console/index.html is missing).");
  }
  // The exit takes the console's server along, which would keep this script alive.
  const exitCode = await runShown(runtime(), ["--watch", MAIN, "serve", "--sample", ...args], { env: toolEnv() });
  process.exit(exitCode);
}
