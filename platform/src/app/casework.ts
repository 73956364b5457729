/**
 * Opens what casework stands on (the database, the vault, the law) and runs its loops: clocks that fire, effects that are
 * handed over, checkpoints that are signed. The embedded database is started here unless `DATABASE_URL` names another.
 */
import path from "node:path";
import { appendCheckpoint } from "../adapters/embedded/checkpoint-file.ts";
import { startPostgres, type PostgresServer } from "../adapters/embedded/postgres-server.ts";
import { parseDatabaseUrl, type StoreConnection } from "../adapters/postgres/connection.ts";
import { migrateStore } from "../adapters/postgres/migrate.ts";
import { openStore } from "../adapters/postgres/store.ts";
import { openVault } from "../adapters/system/vault.ts";
import { systemScope } from "../access/scope.ts";
import type { World } from "../base/world.ts";
import { fireDue, settleProvisional } from "../matters/clock.ts";
import { Desk } from "../matters/desk.ts";
import { checkKeys } from "../matters/key-check.ts";
import { signCheckpoint } from "../matters/ledger.ts";
import { pumpEffects, type Carriers } from "../matters/outbox.ts";
import type { Store } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import type { Tell } from "./compose.ts";
import type { Config } from "./config.ts";
import { KINDS } from "./kinds.ts";
import { Loop } from "./loop.ts";
import { LIMITS } from "./limits.ts";
import { lawOf, loadProfiles, type Profiles } from "./profiles.ts";
import { follow } from "./subscriptions.ts";

const MIGRATIONS = path.resolve(import.meta.dirname, "../../migrations");

/** The database by itself, for commands that need nothing else. */
export interface OpenedStore {
  readonly store: Store;
  readonly connection: StoreConnection;
  close(): Promise<void>;
}

/** Starts or joins the database and brings its tables up to this version. */
export async function openCaseworkStore(config: Config, tell: Tell): Promise<OpenedStore> {
  const server: PostgresServer | null = config.databaseUrl === null ? await startPostgres({ dataDir: config.dataDir }) : null;
  try {
    const connection = server?.connection ?? parseDatabaseUrl(config.databaseUrl ?? "");
    await migrateStore(connection, MIGRATIONS);
    const store = await openStore(connection, { connectionsMax: LIMITS.databaseConnectionsMax });
    void server?.ended.then(({ asked, said }) => {
      if (!asked) tell("error", { zh: `数据库意外停止：${said}`, en: `The database stopped unexpectedly: ${said}` });
    });
    return {
      store,
      connection,
      async close() {
        await store.close();
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

export interface Casework {
  readonly desk: Desk;
  readonly vault: Vault;
  readonly profiles: Profiles;
  /** Starts the loops; what is due since the last stop is done first. */
  start(carriers: Carriers): void;
  close(): Promise<void>;
}

/** The longest that a clock or an effect of another process waits for us. */
const IDLE_MS = 1_000;
const CHECKPOINT_MS = 60_000;

export async function openCasework(config: Config, world: World, tell: Tell): Promise<Casework> {
  const profiles = await loadProfiles(config.jurisdictionsDir);
  const opened = await openCaseworkStore(config, tell);
  try {
    // Where values are sealed already, new keys would make them unreadable: the old ones must be there.
    const [{ used }] = await opened.store.snapshot((sql) => sql.query<{ readonly used: boolean }>("select exists(select 1 from personal) or exists(select 1 from ledger) as used"));
    const vault = await openVault(config.dataDir, used ? "never" : "when-missing");
    await opened.store.transaction((sql) => checkKeys(sql, vault, world.nowMs()));
    const desk = new Desk({ store: opened.store, world, vault, law: lawOf(profiles, config.profile), kinds: KINDS, follow });
    const settled = await settleProvisional(desk, systemScope("clock"));
    if (settled > 0) tell("info", { zh: `假日安排已公布：重算 ${settled} 个期限。`, en: `Holidays were announced: ${settled} deadlines computed again.` });
    const loops: Loop[] = [];
    const sign = async (): Promise<void> => {
      const checkpoint = await desk.store.transaction((sql) => signCheckpoint(sql, vault, world.nowMs()));
      if (checkpoint !== null) await appendCheckpoint(path.join(config.dataDir, "audit", "checkpoints.ndjson"), checkpoint);
    };
    const failed = (what: { readonly zh: string; readonly en: string }) => (error: unknown) =>
      tell("error", { zh: `${what.zh}：${String(error)}`, en: `${what.en}: ${String(error)}` });
    let unwatch = (): void => undefined;
    return {
      desk,
      vault,
      profiles,
      start(carriers) {
        const clock = new Loop({
          world,
          idleMs: IDLE_MS,
          failed: failed({ zh: "时限处理失败", en: "Firing deadlines failed" }),
          step: async () => {
            const { nextAtMs } = await fireDue(desk, systemScope("clock"), (matter, command, error) =>
              tell("error", { zh: `${matter} 的时限未能执行 ${command}：${String(error)}`, en: `The clock of ${matter} could not ${command}: ${String(error)}` }),
            );
            return nextAtMs;
          },
        });
        const outbox = new Loop({
          world,
          idleMs: IDLE_MS,
          failed: failed({ zh: "送达失败", en: "Handing over failed" }),
          step: async () => {
            const { nextAtMs } = await pumpEffects(desk, systemScope("outbox"), carriers, (matter, command, error) =>
              tell("error", { zh: `${matter} 送达后未能执行 ${command}：${String(error)}`, en: `After a delivery ${matter} could not ${command}: ${String(error)}` }),
            );
            return nextAtMs;
          },
        });
        const checkpoints = new Loop({
          world,
          idleMs: CHECKPOINT_MS,
          failed: failed({ zh: "审计签章失败", en: "Signing the audit chain failed" }),
          step: async () => {
            await sign();
            return null;
          },
        });
        loops.push(clock, outbox, checkpoints);
        for (const loop of loops) loop.start();
        unwatch = desk.watch(() => {
          clock.wake();
          outbox.wake();
        });
      },
      async close() {
        unwatch();
        for (const loop of loops) await loop.stop();
        await sign().catch(failed({ zh: "审计签章失败", en: "Signing the audit chain failed" }));
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
