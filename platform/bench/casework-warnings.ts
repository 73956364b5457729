/**
 * Warnings on the embedded database, durable, with clocks and deliveries running beside: how long from a verdict to a
 * warning that everybody sees, at the pace of a country's day and in a burst, how many a second at the most, and a hundred
 * officers who take tasks from one queue. What each is held against is the bar, not another engine.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { unitsFor } from "../src/access/organisation.ts";
import { authorise, systemScope, type Scope } from "../src/access/scope.ts";
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import { KINDS } from "../src/app/kinds.ts";
import { lawOf, loadProfiles } from "../src/app/profiles.ts";
import { follow } from "../src/app/subscriptions.ts";
import { Prng } from "../src/base/prng.ts";
import { takeSignals, type Routing } from "../src/dissuasion/take-signals.ts";
import type { Signal } from "../src/domain/signal.ts";
import type { Territory } from "../src/domain/territory.ts";
import { fireDue } from "../src/matters/clock.ts";
import { Desk } from "../src/matters/desk.ts";
import { pumpEffects, type Carriers } from "../src/matters/outbox.ts";
import type { Store } from "../src/ports/store.ts";
import type { BenchRow } from "./bench-row.ts";

const SEED = 20_261_126;
/** Warnings that are there before anything is measured: a county does not begin with empty tables. */
const THERE_BEFORE = 20_000;
const BATCH = 200;
const PACES = [
  { name: "100,000 a day (2/s)", perSecond: 2, seconds: 30 },
  { name: "burst (20/s)", perSecond: 20, seconds: 30 },
] as const;
const VISIBLE_MS_BAR = 2_000;
const A_DAY = 100_000;
const OFFICERS = 100;
const STATIONS = 40;
const QUEUE = 2_000;

export async function benchWarnings(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-bench-"));
  const server = await startPostgres({ dataDir: folder });
  try {
    await migrateStore(server.connection, path.resolve(import.meta.dirname, "../migrations"));
    const store = await openStore(server.connection, { connectionsMax: 24 });
    try {
      return await measure(store, folder);
    } finally {
      await store.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(store: Store, folder: string): Promise<readonly BenchRow[]> {
  await people(store);
  const desk = new Desk({ store, world: systemWorld, vault: await openVault(folder), law: lawOf(await loadProfiles(), "CN"), kinds: KINDS, follow });
  const town = new Town();
  const rows: BenchRow[] = [];

  const started = performance.now();
  for (let i = 0; i < THERE_BEFORE; i += BATCH) await take(desk, town.signals(BATCH));
  const perSecond = THERE_BEFORE / ((performance.now() - started) / 1_000);
  rows.push(
    row("warnings taken in, at the most", perSecond, "100,000 a day", A_DAY / 86_400, perSecond / (A_DAY / 86_400), "1/s", `batches of ${BATCH}, ${THERE_BEFORE} warnings`),
  );

  const beside = runBeside(desk);
  for (const pace of PACES) {
    const latencies = await paced(desk, town, pace.perSecond, pace.seconds);
    for (const [share, label] of [
      [0.5, "p50"],
      [0.99, "p99"],
      [1, "max"],
    ] as const) {
      const ms = quantile(latencies, share);
      rows.push(
        row(
          `verdict to visible, ${pace.name}, ${label}`,
          ms,
          "bar",
          VISIBLE_MS_BAR,
          VISIBLE_MS_BAR / ms,
          "ms",
          `${latencies.length} warnings in ${pace.seconds} s, clocks and deliveries beside`,
        ),
      );
    }
  }
  await beside.stop();
  rows.push(...(await officersTake(desk, town)));
  return rows;
}

const row = (name: string, ours: number, peer: string, peerValue: number, ratio: number, unit: string, note: string): BenchRow => ({
  name,
  ours,
  peer,
  peerValue,
  ratio,
  unit,
  note,
});

/** Signals of people who were not warned before, with the levels of a usual day: most are low, few are urgent. */
class Town {
  readonly #prng = new Prng(SEED);
  #count = 0;

  signal(over: Partial<Signal> = {}): Signal {
    const n = ++this.#count;
    const share = this.#prng.next();
    const [stage, action, urgent] =
      share < 0.02
        ? (["S6", "hold", true] as const)
        : share < 0.2
          ? (["S3", "warn", false] as const)
          : share < 0.5
            ? (["S2", "warn", false] as const)
            : (["S1", "warn", false] as const);
    return {
      event: `bench-${n}`,
      kind: urgent ? "transfer" : "call",
      occurredAtMs: systemWorld.nowMs(),
      action,
      scorePermille: 700,
      category: "AUTHORITY",
      stage,
      hits: [
        {
          rule: "C09",
          outcome: "long-talk-with-listed",
          family: "call",
          because: { zh: "与涉诈号码长时间通话", en: "a long call with a number linked to scams" },
          values: { "event.durationMs": 240_000 },
        },
        {
          rule: "T02",
          outcome: "new-payee-large-sum",
          family: "payment",
          because: { zh: "首次向该收款方大额付款", en: "a first large payment to this payee" },
          values: { "event.amountMinor": 5_000_000 },
        },
      ],
      families: urgent,
      urgent,
      victim: { type: "number", text: `+86138${String(10_000_000 + n)}` },
      person: n % 3 === 0 ? `person-${n}` : null,
      number: null,
      other: { type: "number", text: `+86139${String(10_000_000 + (n % 5_000))}` },
      money: urgent
        ? { live: true, from: `ICBC:62220212${String(10_000_000 + n)}`, to: `CCB:62170098${String(10_000_000 + (n % 3_000))}`, amountMinor: "5000000", currency: "CNY" }
        : null,
      division: null,
      ...over,
    };
  }

  signals(n: number): readonly Signal[] {
    return Array.from({ length: n }, () => this.signal());
  }
}

let asked = 0;
const ROUTING: Routing = {
  locate: async (_sql, sought) => sought.map(() => ({ territory: `37/3702/370202/s${(asked++ * 7) % STATIONS}`, reason: "residence" })),
  unitsFor: (sql, places) => unitsFor(sql, "police", places as readonly Territory[]),
};

async function take(desk: Desk, signals: readonly Signal[], routing = ROUTING): Promise<void> {
  await desk.work(systemScope("intake"), async (work) => {
    await takeSignals(work, signals, routing);
  });
}

/** Signals come at their own times; a loop takes what has come, as the reader of the log does. Gives arrival to commit, each. */
async function paced(desk: Desk, town: Town, perSecond: number, seconds: number): Promise<readonly number[]> {
  const prng = new Prng(SEED + perSecond);
  const waiting: { readonly atMs: number; readonly signal: Signal }[] = [];
  const latencies: number[] = [];
  const endMs = performance.now() + seconds * 1_000;
  let nextMs = performance.now();
  while (performance.now() < endMs || waiting.length > 0) {
    for (; nextMs <= Math.min(performance.now(), endMs); nextMs += (-Math.log(1 - prng.next()) * 1_000) / perSecond) waiting.push({ atMs: nextMs, signal: town.signal() });
    const batch = waiting.splice(0, BATCH);
    if (batch.length > 0) {
      await take(
        desk,
        batch.map((one) => one.signal),
      );
      const doneMs = performance.now();
      for (const one of batch) latencies.push(doneMs - one.atMs);
    } else await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return latencies;
}

/** Clocks fire and messages go out all the while. */
function runBeside(desk: Desk): { stop(): Promise<void> } {
  const take = async (items: readonly { readonly id: string }[]): Promise<readonly { readonly reference: string; readonly acceptedAtMs: number }[]> =>
    items.map((item) => ({ reference: item.id, acceptedAtMs: systemWorld.nowMs() }));
  const carriers: Carriers = { institution: take, messenger: take, lists: take };
  let running = true;
  const loop = (async () => {
    while (running) {
      await pumpEffects(desk, systemScope("outbox"), carriers);
      await fireDue(desk, systemScope("clock"), (matter, command, error) => console.error(`clock of ${matter} ${command}: ${String(error)}`));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
    },
  };
}

async function officersTake(desk: Desk, town: Town): Promise<readonly BenchRow[]> {
  const one: Routing = { ...ROUTING, locate: async (_sql, sought) => sought.map(() => ({ territory: "37/3702/370203", reason: "residence" })) };
  for (let i = 0; i < QUEUE; i += BATCH)
    await take(
      desk,
      Array.from({ length: BATCH }, () => town.signal({ stage: "S3", action: "warn", urgent: false, kind: "call", money: null })),
      one,
    );
  const times: number[] = [];
  const started = performance.now();
  const taken = await Promise.all(
    officers().map(async (officer) => {
      const mine: string[] = [];
      for (;;) {
        const before = performance.now();
        const task = await desk.takeNext(officer, { kind: "warning", states: ["dispatched", "escalated"], command: "sign", of: "unit" });
        times.push(performance.now() - before);
        if (task === null) return mine;
        mine.push(task.id);
      }
    }),
  );
  const all = taken.flat();
  const twice = all.length - new Set(all).size;
  const perSecond = all.length / ((performance.now() - started) / 1_000);
  return [
    row("tasks taken by 100 officers at once", perSecond, "each once", all.length, all.length === QUEUE && twice === 0 ? 1 : 0, "1/s", `${all.length} of ${QUEUE}, ${twice} twice`),
    row("time to the next task, 100 at once, p99", quantile(times, 0.99), "bar", VISIBLE_MS_BAR, VISIBLE_MS_BAR / quantile(times, 0.99), "ms", "all hundred ask without a pause"),
  ];
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

function officers(): readonly Scope[] {
  return Array.from({ length: OFFICERS }, (_, i) =>
    authorise({ kind: "user", user: `usr_${i}`, org: "org_county", orgName: { zh: "分局", en: "County" }, orgKind: "police", roles: ["dissuader"], territory: "37/3702/370203" }, [
      "dissuader",
    ]),
  );
}

async function people(store: Store): Promise<void> {
  const units = [
    ["org_top", "ministry", ""],
    ["org_province", "province", "37"],
    ["org_city", "city", "37/3702"],
    ["org_county", "county", "37/3702/370203"],
    ...Array.from({ length: STATIONS }, (_, i) => [`org_s${i}`, "station", `37/3702/370202/s${i}`]),
  ];
  await store.transaction(async (sql) => {
    for (const [id, level, territory] of units)
      await sql.query("insert into organisation (id, kind, level, name_zh, name_en, territory, created_at_ms) values ($1, 'police', $2, $1, $1, $3, 0)", [id, level, territory]);
    for (let i = 0; i < OFFICERS; i++)
      await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ($1, $1, $1, 'org_county', '{dissuader}', 0)", [`usr_${i}`]);
  });
}

if (import.meta.main) {
  const { renderRows } = await import("./bench-row.ts");
  console.log(renderRows(await benchWarnings()));
}
