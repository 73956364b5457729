/**
 * `npm start`: sets a bare clone up, runs `duanliu serve --sample` in the foreground and says where to look. Arguments
 * pass on to `serve`. Ctrl-C ends it with exit code 0.
 */
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { MAIN, SetupProblem, runForeground, runScript, runtimeEnv, say, setUp } from "./setup.mjs";

/** Where the server listens when nobody says otherwise. */
const PORT_DEFAULT = 7070;
/** Where to ask whether it is well: an address that means "all of them" cannot be asked. */
const HOST = ["0.0.0.0", "::", undefined, ""].includes(process.env.DUANLIU_HOST) ? "127.0.0.1" : process.env.DUANLIU_HOST;

await runScript(async (args) => {
  const node = await setUp();
  if (!existsSync(MAIN)) throw new SetupProblem("The program is not in this checkout: platform/src/cli/main.ts is missing.");

  const port = portOf(process.env);
  if (port > 0 && (await answers(port))) {
    throw new SetupProblem(`Port ${port} on ${HOST} is in use. End what listens there, or run: DUANLIU_PORT=${port + 1} npm start`);
  }

  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (interrupted = true));
  return await new Promise((resolve) => {
    const watch = watchFor(port);
    runForeground(node, [MAIN, "serve", "--sample", ...args], { env: runtimeEnv() }, (exitCode) => {
      watch.stop();
      // To be told to stop is how a server ends, not a failure of it.
      const asked = interrupted && [0, 130, 143].includes(exitCode);
      resolve(asked ? 0 : exitCode);
    });
  });
});

/** The port that the server will use; 0 when it chooses one itself, which only the server can then tell. */
function portOf(env) {
  const port = Number(env.DUANLIU_PORT ?? PORT_DEFAULT);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
}

/** Whether anything accepts a connection on the port. */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST, timeout: 1_000 });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket
      .on("connect", () => end(true))
      .on("error", () => end(false))
      .on("timeout", () => end(false));
  });
}

/** Asks the server until it is well, then says once where it is. */
function watchFor(port) {
  const address = `http://${HOST}:${port}`;
  let stopped = port === 0;
  const ask = async () => {
    while (!stopped) {
      try {
        const answer = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2_000) });
        if (answer.ok && !stopped) {
          say(`Duanliu is running: ${address}  (Ctrl-C ends it)`);
          return;
        }
      } catch {
        // Not listening yet; the server itself reports why if it never will.
      }
      await new Promise((resolve) => setTimeout(resolve, 200).unref());
    }
  };
  void ask();
  return { stop: () => (stopped = true) };
}
