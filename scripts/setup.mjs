/**
 * Makes a bare clone ready to run: packages installed, the `duanliu` command linked, the console built. Every script
 * here shares it. It is plain JavaScript for Node 20.19 without dependencies, because it runs before there are any; it
 * does nothing that is already done, and when it cannot do something it says which one command a person should run.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
export const { EXIT_NO_RUNTIME, MAIN, findRuntime, missingRuntimeMessage, runForeground, runtimeEnv, exitCodeOf } = require("../platform/bin/runtime.cjs");

const NODE_MIN = [20, 19];
const STATE_DIR = path.join(ROOT, "node_modules", ".duanliu");
const STAMP = path.join(STATE_DIR, "installed");
const CONSOLE_STAMP = path.join(STATE_DIR, "console-sources");
const LOCK_DIR = path.join(ROOT, ".duanliu");
const LOCK = path.join(LOCK_DIR, "setup.lock");

/** A problem that the person can mend; it is shown without a stack trace. */
export class SetupProblem extends Error {}

/** Runs a script's main function and turns a problem into one message and an exit code. */
export async function runScript(main) {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Packages, command and console, in this order. `console: false` leaves the console as it is. */
export async function setUp(options = {}) {
  requireNode();
  await withLock(async () => {
    await ensurePackages();
    ensureCommand();
    if (options.console !== false) await ensureConsole();
  });
  return runtime();
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  throw new SetupProblem(`Node ${NODE_MIN.join(".")} or later is needed to set up (this is ${process.versions.node}).`);
}

/** Path of the Node 26 that npm brought (or of a new enough one at hand). */
export function runtime() {
  const found = findRuntime();
  if (found === undefined) throw new SetupProblem(missingRuntimeMessage());
  return found;
}

// --- packages ------------------------------------------------------------------------------------------------------

async function ensurePackages() {
  const lockText = readFileSync(path.join(ROOT, "package-lock.json"), "utf8");
  const wanted = `${digest(lockText)} ${process.platform}-${process.arch}`;
  if (readIfThere(STAMP) === wanted) return;
  // Somebody may have run npm by hand: what npm wrote down about the tree decides then, not who ran it.
  if (!treeMatches(JSON.parse(lockText))) {
    const args = ["ci", "--include=dev", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await runNpm(args, "Installing packages (once; about 800 MB on disk)");
  }
  mkdirSync(STATE_DIR, { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** Whether npm's own record of node_modules has every package of the lock file, in the locked version. */
function treeMatches(lock) {
  const recorded = readIfThere(path.join(ROOT, "node_modules", ".package-lock.json"));
  if (recorded === undefined) return false;
  const installed = JSON.parse(recorded).packages;
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (!place.startsWith("node_modules/") || entry.link || entry.optional || entry.devOptional || entry.peer) continue;
    if (installed[place]?.version !== entry.version) return false;
  }
  return findRuntime() !== undefined;
}

/** npm links the command of a workspace only when it installs; a tree installed before the command existed lacks it. */
function ensureCommand() {
  const name = process.platform === "win32" ? "duanliu.cmd" : "duanliu";
  if (existsSync(path.join(ROOT, "node_modules", ".bin", name))) return;
  const { command, args, shell } = npmCommand(["rebuild", "duanliu", "--ignore-scripts", "--loglevel=error"]);
  const done = spawnSync(command, args, { cwd: ROOT, shell, encoding: "utf8" });
  if (done.status !== 0) throw new SetupProblem(`npm could not link the duanliu command: ${done.stderr}\nRun: npm rebuild duanliu`);
}

function npmCommand(args) {
  const cli = process.env.npm_execpath;
  // Under `npm start` this is npm itself; under npx or another tool it may be something else.
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli) && existsSync(cli)) {
    return { command: process.execPath, args: [cli, ...args], shell: false };
  }
  return process.platform === "win32" ? { command: "npm.cmd", args, shell: true } : { command: "npm", args, shell: false };
}

async function runNpm(npmArgs, title) {
  const { command, args, shell } = npmCommand(npmArgs);
  const { status, output } = await runQuietly(command, args, { cwd: ROOT, shell }, title);
  if (status === 0) return;
  throw new SetupProblem(`npm could not install the packages:\n\n${lastLines(output, 25)}\n\nWhen the cause is mended, run: npm ci`);
}

// --- console -------------------------------------------------------------------------------------------------------

async function ensureConsole() {
  const page = path.join(ROOT, "console", "index.html");
  if (!existsSync(page)) {
    say("The console is not in this checkout (console/index.html is missing): only the HTTP interface will be served.");
    return;
  }
  const sources = digestOfTree([path.join(ROOT, "console"), path.join(ROOT, "client")]);
  if (existsSync(path.join(ROOT, "console", "dist", "index.html")) && readIfThere(CONSOLE_STAMP) === sources) return;
  const vite = path.join(ROOT, "node_modules", "vite", "bin", "vite.js");
  const { status, output } = await runQuietly(runtime(), [vite, "build"], { cwd: path.join(ROOT, "console") }, "Building the console");
  if (status !== 0) throw new SetupProblem(`The console could not be built:\n\n${lastLines(output, 40)}\n\nTo try again, run: npx -w console vite build`);
  mkdirSync(STATE_DIR, { recursive: true });
  writeFileSync(CONSOLE_STAMP, sources);
}

/** One digest over the names and contents of all source files below some folders, so that a checkout's file times do not matter. */
function digestOfTree(folders) {
  const hash = createHash("sha256");
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (["node_modules", "dist"].includes(entry.name) || entry.name.endsWith(".test.ts") || entry.name.endsWith(".test.tsx")) continue;
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (entry.isFile())
        hash
          .update(`${path.relative(ROOT, full)}\0`)
          .update(readFileSync(full))
          .update("\0");
    }
  };
  folders.filter((folder) => existsSync(folder)).forEach(visit);
  return hash.digest("hex");
}

// --- one at a time -------------------------------------------------------------------------------------------------

/** Two set-ups of one checkout at once would pull the packages from under each other: the second waits for the first. */
async function withLock(work) {
  const mine = await takeLock();
  try {
    await work();
  } finally {
    if (mine) rmSync(LOCK, { force: true });
  }
}

async function takeLock() {
  for (let waited = false; ; waited = true) {
    try {
      mkdirSync(LOCK_DIR, { recursive: true });
      writeFileSync(LOCK, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      // A folder we may not write to is no reason to refuse: everything may be in place already.
      if (error.code !== "EEXIST") return false;
    }
    const holder = Number(readIfThere(LOCK));
    if (!isAlive(holder)) {
      rmSync(LOCK, { force: true });
      continue;
    }
    if (!waited) say(`Waiting for another set-up of this checkout (process ${holder}) …`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function isAlive(pid) {
  // An empty file is one that its owner has created and not yet written.
  if (!pid) return existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs < 5_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// --- small things --------------------------------------------------------------------------------------------------

/** One line to the person, on stderr: stdout belongs to the program. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a command, shows one line with the seconds it takes, keeps its output for the case that it fails. */
export async function runQuietly(command, args, options, title) {
  const startedMs = Date.now();
  const live = process.stderr.isTTY;
  const line = () => `${title} … ${Math.round((Date.now() - startedMs) / 1000)} s`;
  process.stderr.write(live ? line() : `${title} …\n`);
  const ticker = live ? setInterval(() => process.stderr.write(`\r${line()}`), 1_000) : undefined;
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let output = "";
  const keep = (chunk) => (output = (output + chunk).slice(-100_000));
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  const status = await new Promise((resolve) => {
    child.on("error", (error) => {
      keep(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.on("close", (code, signal) => resolve(exitCodeOf(code, signal)));
  });
  clearInterval(ticker);
  const verdict = status === 0 ? "done" : "failed";
  process.stderr.write(live ? `\r${line()}, ${verdict}\n` : `${title}: ${verdict} after ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
  return { status, output };
}

/** Runs a command with our own streams and gives its exit code. Ctrl-C ends the script with it, whatever was to come next. */
export async function runShown(command, args, options = {}) {
  let interrupted = false;
  const note = () => (interrupted = true);
  process.once("SIGINT", note);
  const exitCode = await new Promise((resolve) => runForeground(command, args, { cwd: ROOT, ...options }, resolve));
  process.off("SIGINT", note);
  if (interrupted) process.exit(exitCodeOf(null, "SIGINT"));
  return exitCode;
}

/** Absolute path of an installed tool's JavaScript entry, e.g. tool("typescript/bin/tsc"). */
export function tool(entry) {
  return path.join(ROOT, "node_modules", ...entry.split("/"));
}

/**
 * Environment of the program and of what starts it often: Node keeps what it compiled, types taken out, beside the packages,
 * which halves the time of a start (measured: the server's modules 0.9 s of processor time, then 0.4 s).
 */
export function programEnv() {
  return { NODE_COMPILE_CACHE: path.join(ROOT, "node_modules", ".cache", "node-compiled"), ...runtimeEnv() };
}

/** Environment in which `node` means the runtime that npm brought, for tools that start Node again. */
export function toolEnv() {
  return { ...programEnv(), PATH: `${path.dirname(runtime())}${path.delimiter}${process.env.PATH ?? ""}` };
}

function digest(text) {
  return createHash("sha256").update(text).digest("hex");
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function lastLines(text, count) {
  return text.trim().split("\n").slice(-count).join("\n");
}
