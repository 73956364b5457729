#!/usr/bin/env node
"use strict";
/**
 * The `duanliu` command. It starts under any Node from 20.19 on, and hands over to the Node that npm brought when the
 * one at hand is too old to run TypeScript as it is. Signals and the exit code pass through unchanged.
 */
const { existsSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const { EXIT_NO_RUNTIME, MAIN, findRuntime, missingRuntimeMessage, runForeground, runtimeEnv } = require("./runtime.cjs");

const runtime = findRuntime();
if (!existsSync(MAIN)) {
  process.stderr.write(`duanliu: this installation is incomplete: ${MAIN} is missing\n`);
  process.exitCode = EXIT_NO_RUNTIME;
} else if (runtime === undefined) {
  process.stderr.write(`${missingRuntimeMessage()}\n`);
  process.exitCode = EXIT_NO_RUNTIME;
} else if (runtime !== process.execPath) {
  runForeground(runtime, [MAIN, ...process.argv.slice(2)], { env: runtimeEnv() }, (exitCode) => (process.exitCode = exitCode));
} else if (runtimeEnv() !== process.env && typeof process.execve === "function") {
  // The C library reads its settings only when a process starts: the same process starts once more, with them.
  process.execve(runtime, [runtime, ...process.execArgv, MAIN, ...process.argv.slice(2)], runtimeEnv());
} else {
  // The program reads its arguments from argv[2] on and may look at argv[1] for its name, as if it had been started directly.
  process.argv[1] = MAIN;
  void import(pathToFileURL(MAIN).href);
}
