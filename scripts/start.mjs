/**
 * `npm start`: sets a bare clone up and runs `duanliu serve --sample` in the foreground, which says where to look.
 * Arguments pass on to `serve`. Ctrl-C ends it with exit code 0.
 */
import { existsSync } from "node:fs";
import { MAIN, SetupProblem, programEnv, runForeground, runScript, setUp } from "./setup.mjs";

await runScript(async (args) => {
  const node = await setUp();
  if (!existsSync(MAIN)) throw new SetupProblem("The program is not in this checkout: platform/src/cli/main.ts is missing.");

  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (interrupted = true));
  return await new Promise((resolve) => {
    runForeground(node, [MAIN, "serve", "--sample", ...args], { env: programEnv() }, (exitCode) => {
      // To be told to stop is how a server ends, not a failure of it.
      const asked = interrupted && [130, 143].includes(exitCode);
      resolve(asked ? 0 : exitCode);
    });
  });
});
