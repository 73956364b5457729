/**
 * A process with an embedded server, for the tests that kill it: starts the server in the folder it is given, says who
 * serves, then commits one number after the other and acknowledges each, until it is killed or told to stop.
 */
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import type { LaunchWay } from "../src/adapters/embedded/postgres-launch.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { ProblemError } from "../src/base/problem.ts";

export interface ChildOrder {
  readonly dataDir: string;
  readonly ways?: readonly LaunchWay[];
  readonly durable?: boolean;
  /** Goes on committing; otherwise it only serves. */
  readonly write?: boolean;
}

const order = JSON.parse(process.argv[2]) as ChildOrder;
const say = (word: string, value: unknown): void => void process.stdout.write(`${word} ${JSON.stringify(value)}\n`);

let stopping = false;
process.stdin.resume();
process.stdin.once("end", () => (stopping = true));

try {
  const server = await startPostgres({ ...order });
  const store = await openStore(server.connection, { connectionsMax: 2 });
  await store.transaction((sql) => sql.query("CREATE TABLE IF NOT EXISTS written (n int8 PRIMARY KEY)"));
  const [{ next }] = await store.snapshot((sql) => sql.query<{ next: number }>("SELECT coalesce(max(n) + 1, 0) AS next FROM written"));
  say("up", { pid: server.pid, way: server.way, next, uid: process.getuid?.() });
  for (let n = next; !stopping; n++) {
    if (order.write === true) {
      await store.transaction((sql) => sql.query("INSERT INTO written VALUES ($1)", [n], "written.insert"));
      say("ack", n);
    } else await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await store.close();
  await server.stop();
  say("stopped", {});
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  say("problem", error.problem);
}
