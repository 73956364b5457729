/**
 * Casework's database for commands beside the server: the running one is joined, a resting one started for the moment.
 * Nothing is migrated, because a command must not change what a server of another version works on.
 */
import { hasPostgres, runningPostgres } from "../adapters/embedded/postgres-running.ts";
import { startPostgres } from "../adapters/embedded/postgres-server.ts";
import { parseDatabaseUrl, type StoreConnection } from "../adapters/postgres/connection.ts";
import { openStore } from "../adapters/postgres/store.ts";
import { ProblemError } from "../base/problem.ts";
import type { Store } from "../ports/store.ts";
import type { Config } from "./config.ts";

export interface JoinedStore {
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** Throws `not-found` where there never was any. */
export async function joinCaseworkStore(config: Config): Promise<JoinedStore> {
  if (config.databaseUrl !== null) return opened(parseDatabaseUrl(config.databaseUrl));
  if (!(await hasPostgres(config.dataDir))) throw new ProblemError({ code: "not-found", detail: `there is no casework in ${config.dataDir}`, at: { file: config.dataDir } });
  try {
    const server = await startPostgres({ dataDir: config.dataDir });
    return await opened(server.connection, () => server.stop());
  } catch (error) {
    const running = error instanceof ProblemError && error.problem.code === "store-busy" ? await runningPostgres(config.dataDir) : null;
    if (running === null) throw error;
    return opened(running);
  }
}

async function opened(connection: StoreConnection, stop: () => Promise<void> = () => Promise.resolve()): Promise<JoinedStore> {
  try {
    const store = await openStore(connection, { connectionsMax: 1 });
    return {
      store,
      close: async () => {
        await store.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
