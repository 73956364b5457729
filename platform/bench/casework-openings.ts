/**
 * Checks at the counter on the embedded database and the event log, both durable, with the running screening: how long a
 * counter waits alone, at the pace of a large country's busy hour and with many at once; and what a check costs beside one
 * bare committed row. Most find nothing, some ask, a few open a matter. Alone: node platform/bench/casework-openings.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { authorise, type Scope } from "../src/access/scope.ts";
import { openEventLog } from "../src/adapters/embedded/event-log.ts";
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import { composeEngine } from "../src/app/compose.ts";
import { readConfig } from "../src/app/config.ts";
import { KINDS } from "../src/app/kinds.ts";
import { openingScreen } from "../src/app/opening-screen.ts";
import { lawOf, loadProfiles } from "../src/app/profiles.ts";
import { RuleArchive } from "../src/app/rule-archive.ts";
import { Service } from "../src/app/service.ts";
import { follow } from "../src/app/subscriptions.ts";
import { Prng } from "../src/base/prng.ts";
import { CheckDesk } from "../src/cards/opening/check-desk.ts";
import { checkInput, type CheckInput } from "../src/cards/opening/check.ts";
import { Desk } from "../src/matters/desk.ts";
import type { Store } from "../src/ports/store.ts";
import { renderRows, type BenchRow } from "./bench-row.ts";

const SEED = 20_261_127;
/** Openings that were checked before anything is measured. */
const THERE_BEFORE = 500_000;
const ALONE = 400;
const PACE = { perSecond: 50, seconds: 20 } as const;
const COUNTERS = 64;
const CROWD_SECONDS = 10;
/** "Milliseconds for a counter": what a person does not notice. */
const BAR_MS = 50;

export async function benchOpenings(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-bench-"));
  const server = await startPostgres({ dataDir: folder });
  try {
    await migrateStore(server.connection, path.resolve(import.meta.dirname, "../migrations"));
    const store = await openStore(server.connection, { connectionsMax: 24 });
    const log = await openEventLog({ directory: path.join(folder, "log"), queueBytesMax: 64 << 20 });
    try {
      const config = readConfig({ DUANLIU_DATA: folder, DUANLIU_LOG_LEVEL: "silent", DUANLIU_NUMBERS: "65536", DUANLIU_ACCOUNTS: "65536", DUANLIU_PERSONS: "65536" });
      const service = new Service({ engine: composeEngine(config), log, world: systemWorld, archive: new RuleArchive(path.join(folder, "rulepacks")) });
      const desk = new Desk({ store, world: systemWorld, vault: await openVault(folder), law: lawOf(await loadProfiles(), "CN"), kinds: KINDS, follow });
      await prepare(store);
      return await measure(store, new CheckDesk(desk, openingScreen(service)));
    } finally {
      await log.close();
      await store.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(store: Store): Promise<void> {
  await store.transaction((sql) =>
    sql.query("insert into organisation (id, kind, name_zh, name_en, territory, institution, created_at_ms) values ('org_bank', 'bank', '甲银行', 'Bank A', '', 'ICBC', 0)"),
  );
  for (let from = 1; from <= THERE_BEFORE; from += 25_000) {
    await store.transaction((sql) =>
      sql.query(
        `insert into opening_check (id, org, facts, branch, territory, product, subject, contact, answer, rules, at_ms, decision, card, decided_at_ms)
         select 'chk_' || n, 'org_bank', 'f', 'b-' || n % 2000, '37/3702/370202', 'account', 's-' || n % 300000, 'c-' || n % 400000, 'go-ahead', '{}', $3 - (n % 300) * 86400000::int8, 'opened', 'k-' || n, $3
         from generate_series($1::int8, $2::int8) n`,
        [from, from + 24_999, systemWorld.nowMs()],
      ),
    );
  }
  await store.transaction((sql) => sql.query("analyze opening_check"));
}

const clerk: Scope = authorise({ kind: "user", user: "usr_1", org: "org_bank", orgName: { zh: "甲银行", en: "Bank A" }, orgKind: "bank", roles: ["bankOps"], territory: "" }, [
  "bankOps",
]);

class Applicants {
  readonly #prng = new Prng(SEED);
  #count = 0;

  /** Nine in ten find nothing; one in fifty needs a person to look. */
  next(): CheckInput {
    const n = ++this.#count;
    const share = this.#prng.next();
    return checkInput.parse({
      subject: `applicant-${n}`,
      product: "account",
      branch: `b-${this.#prng.int(2_000)}`,
      territory: "37/3702/370202",
      contactNumber: `+86138${String(10_000_000 + n)}`,
      cardsHeld: 0,
      ...(share < 0.02 ? { groupSize: 5, escorted: true } : share < 0.1 ? { outOfTown: true, highLimits: true } : {}),
    });
  }
}

async function measure(store: Store, checks: CheckDesk): Promise<readonly BenchRow[]> {
  const applicants = new Applicants();
  const ask = async (): Promise<number> => {
    const input = applicants.next();
    const started = performance.now();
    await checks.check(clerk, input);
    return performance.now() - started;
  };
  for (let i = 0; i < 100; i++) await ask();

  const bare = await alone(ALONE, (n) => timed(() => store.transaction((sql) => sql.query("insert into consumer (name, position) values ($1, 1)", [`bench-${n}`], "bench-bare"))));
  const single = await alone(ALONE, ask);
  const paced = await pace(ask);
  const crowdStarted = performance.now();
  const crowd = (
    await Promise.all(
      Array.from({ length: COUNTERS }, async () => {
        const times: number[] = [];
        while (performance.now() - crowdStarted < CROWD_SECONDS * 1_000) times.push(await ask());
        return times;
      }),
    )
  ).flat();
  const perSecond = crowd.length / ((performance.now() - crowdStarted) / 1_000);
  const rows: BenchRow[] = [];
  for (const [name, times, note] of [
    ["one counter", single, `${ALONE} checks, ${THERE_BEFORE.toLocaleString("en")} rows there before`],
    [`${PACE.perSecond} checks a second`, paced, `${paced.length} checks in ${PACE.seconds} s`],
    [`${COUNTERS} counters without a pause`, crowd, `${crowd.length} checks in ${CROWD_SECONDS} s`],
  ] as const) {
    for (const share of [0.5, 0.99]) {
      const ms = quantile(times, share);
      rows.push({ name: `check, ${name}, p${share * 100}`, ours: ms, peer: "bar", peerValue: BAR_MS, ratio: BAR_MS / ms, unit: "ms", note });
    }
  }
  const floor = quantile(bare, 0.5);
  const own = quantile(single, 0.5);
  rows.push({ name: "check, one counter, p50", ours: own, peer: "one bare row committed", peerValue: floor, ratio: floor / own, unit: "ms", note: "the same database" });
  rows.push({
    name: `checks, ${COUNTERS} counters`,
    ours: perSecond,
    peer: "one after the other",
    peerValue: 1_000 / own,
    ratio: (perSecond * own) / 1_000,
    unit: "1/s",
    note: "answered together",
  });
  return rows;
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

async function alone(count: number, ask: (n: number) => Promise<number>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) times.push(await ask(n));
  return times;
}

/** Counters do not wait for one another: each comes at its time. */
async function pace(ask: () => Promise<number>): Promise<readonly number[]> {
  const count = PACE.perSecond * PACE.seconds;
  return Promise.all(Array.from({ length: count }, (_, n) => new Promise<void>((go) => setTimeout(go, (n * 1_000) / PACE.perSecond)).then(ask)));
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(renderRows(await benchOpenings()));
