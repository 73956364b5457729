import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeConformance } from "../../ports/store.conformance.ts";
import { openStore } from "../postgres/store.ts";
import { startPostgres } from "./postgres-server.ts";

storeConformance(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "duanliu-postgres-"));
  let server = await startPostgres({ dataDir });
  return {
    open: (limits) => openStore(server.connection, limits),
    crash: async () => {
      process.kill(server.pid, "SIGKILL");
      await server.ended;
      await server.stop();
      server = await startPostgres({ dataDir });
    },
    remove: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
