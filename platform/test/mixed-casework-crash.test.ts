/**
 * Kills processes in the middle of mixed casework with its real kinds, at the boundaries of commits and of the outbox, while
 * receivers lose answers; starts others, and puts the clock ahead over every end. No deadline is missed, no effect and no
 * consequence is doubled, none is lost, and the audit chain is whole.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openVault } from "../src/adapters/system/vault.ts";
import type { FaultPoint } from "../src/base/fault-point.ts";
import { mix32 } from "../src/base/hash.ts";
import { verifyLedger } from "../src/matters/audit.ts";
import { DAY, HOUR, MINUTE, ORGS, seedOrganisations, START } from "./case-room.ts";
import { mixedTime, PEOPLE, userOf, type Errands } from "./mixed-casework-child.ts";
import { testStore } from "./test-store.ts";
import { WebhookReceiver } from "./webhook-receiver.ts";

const CHILD = fileURLToPath(new URL("./mixed-casework-child.ts", import.meta.url));
/** What dies at the same time as another: each somewhere else. */
const PAIRS: readonly (readonly (readonly [FaultPoint, number])[])[] = [
  [
    ["casework.before-commit", 6],
    ["outbox.claimed", 2],
  ],
  [
    ["outbox.handed-over", 2],
    ["casework.committed", 17],
  ],
  [
    ["outbox.acknowledged", 3],
    ["casework.before-commit", 31],
  ],
];
/** Pairs of processes killed at random moments besides; a long run sets some, e.g. CRASH_KILLS=50. */
const RANDOM_PAIRS = Number(process.env["CRASH_KILLS"] ?? 0);

let database: Awaited<ReturnType<typeof testStore>>;
let receiver: WebhookReceiver;
let keys: string;
let errands: Errands;
let aheadMs = 0;
/** Matters whose opening was committed and said. */
const made = new Set<string>();

beforeEach(async () => {
  database = await testStore();
  await seedOrganisations(database.store, START);
  await database.store.transaction(async (sql) => {
    for (const [role, org] of PEOPLE)
      await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ($1, $1, $1, $2, $3, 0)", [userOf(role, org), org, [role]]);
  });
  keys = await mkdtemp(path.join(tmpdir(), "duanliu-mixed-crash-"));
  await openVault(keys);
  receiver = await WebhookReceiver.start();
  const webhook = { url: receiver.url, secret: WebhookReceiver.secret };
  const webhooks = path.join(keys, "webhooks.json");
  await writeFile(webhooks, JSON.stringify({ messenger: webhook, institutions: Object.fromEntries(ORGS.map(({ id }) => [id, webhook])) }), { mode: 0o600 });
  const sinceMs = Date.now();
  receiver.nowMs = () => mixedTime(sinceMs, aheadMs);
  errands = { connection: database.connection, keys, webhooks, sinceMs, aheadMs };
});
afterEach(async () => {
  await receiver.stop();
  await database.close();
  await rm(keys, { recursive: true, force: true });
});

async function run(more: Partial<Errands>, killAfterMs?: number): Promise<string | null> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify({ ...errands, aheadMs, ...more })], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<string | null>((resolve) => child.once("close", (code, signal) => resolve(signal ?? String(code))));
  let timer: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, ...rest] = line.split(" ");
    expect(word, line).not.toBe("stuck");
    // From when it works, so that a slow start does not take all the time.
    if (word === "open" && killAfterMs !== undefined) timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    if (word === "made") for (const id of rest) made.add(id);
  }
  clearTimeout(timer);
  return ended;
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly parent: string | null;
  readonly body: {
    readonly approvedAtMs?: number | null;
    readonly stoppedAtMs?: number | null;
    readonly endsAtMs?: number | null;
    readonly payments?: readonly unknown[];
    readonly tier?: number;
  };
}

test("killed in the middle of everything, and the clock put ahead: no deadline is missed, nothing is doubled, nothing is lost", async () => {
  let requests = 0;
  receiver.trouble = () => (++requests % 5 === 0 ? { kind: "drop-after" } : undefined);
  for (const pair of PAIRS) {
    expect(await Promise.all(pair.map(([fault, hits]) => run({ fault, hits })))).toEqual(["SIGKILL", "SIGKILL"]);
    // Nobody was there for a while: what the dead had in hand is free again.
    aheadMs += 3 * MINUTE;
  }
  for (let i = 0; i < RANDOM_PAIRS; i++) {
    expect(await Promise.all([run({}, 10 + (mix32(i) % 400)), run({}, 10 + (mix32(i + 1_000) % 400))])).toEqual(["SIGKILL", "SIGKILL"]);
    aheadMs += 3 * MINUTE;
  }
  receiver.trouble = () => undefined;
  expect(await run({ drain: true })).toBe("0");
  // Dies once more while it ends what is over, and the next one ends the rest.
  aheadMs += 3 * DAY;
  expect(await run({ drain: true, fault: "outbox.handed-over", hits: 1 })).toBe("SIGKILL");
  aheadMs += HOUR;
  expect(await run({ drain: true })).toBe("0");

  const { store } = database;
  const ask = <T extends object>(text: string): Promise<readonly T[]> => store.snapshot((sql) => sql.query<T>(text));
  const matters = await ask<Row>("select id, kind, state, parent, body from matter order by id");
  const of = (kind: string): readonly Row[] => matters.filter((one) => one.kind === kind);
  const there = new Set(matters.map(({ id }) => id));
  expect([...made].filter((id) => !there.has(id))).toEqual([]);
  expect(made.size).toBeGreaterThan(10);

  // What follows from a report is there once: one stop for its payment, whoever died.
  const stops = of("stop-payment");
  for (const { id, body } of of("report"))
    expect(
      stops.filter(({ parent }) => parent === id),
      id,
    ).toHaveLength(body.payments?.length ?? 0);
  expect(stops.some(({ body }) => (body.tier ?? 1) > 1)).toBe(true);

  // Every end has come by the clock, once, and not before its time.
  const ends = await ask<{ readonly matter: string; readonly at: number }>(
    "select matter, recorded_at_ms as at from ledger where event in ('expire', 'lapse') and role = 'system'",
  );
  const ended = new Map(ends.map(({ matter, at }) => [matter, at]));
  expect(ended.size).toBe(ends.length);
  const limited = [...stops.filter(({ body }) => (body.stoppedAtMs ?? null) !== null), ...of("hold")];
  expect(limited.length).toBeGreaterThan(5);
  for (const { id, kind, state, body } of limited) {
    // What a verdict held and nobody confirmed is over sooner, by a clock of its own.
    const sooner = kind === "hold" && state === "lapsed";
    expect([id, sooner ? "expired" : state, sooner || (ended.get(id) ?? 0) >= (body.endsAtMs ?? Infinity), ended.has(id)]).toEqual([id, "expired", true, true]);
  }
  for (const { id, state, body } of stops.filter((one) => (one.body.approvedAtMs ?? null) !== null))
    expect([id, state]).toEqual([id, (body.stoppedAtMs ?? null) === null ? "lapsed" : "expired"]);
  expect(await ask("select matter, key from deadline where state = 'armed' and due_at_ms <= " + String(mixedTime(errands.sinceMs, aheadMs) - HOUR))).toEqual([]);

  // Every order and every notice has been received once: the order, and later its release.
  const effects = await ask<{ readonly id: string; readonly state: string }>("select id, state from effect where channel <> 'lists' order by id");
  expect(effects.filter(({ state }) => state !== "delivered")).toEqual([]);
  expect(receiver.counted.map(({ id }) => String(id)).sort()).toEqual(effects.map(({ id }) => id).sort());
  const received = (what: string, matter: string): number => receiver.counted.filter((one) => one["what"] === what && one["matter"] === matter).length;
  for (const { id } of stops.filter((one) => (one.body.approvedAtMs ?? null) !== null))
    expect([id, received("stop-payment.request", id), received("stop-payment.release", id)]).toEqual([id, 1, 1]);
  for (const { id } of of("hold")) expect([id, received("hold.release", id)]).toEqual([id, 1]);
  expect(receiver.forged).toEqual([]);
  expect(receiver.requests.length).toBeGreaterThan(0);
  const told = await ask<{ readonly matter: string; readonly template: string; readonly n: number }>(
    "select matter, template, count(*) as n from notice where template like 'stop-payment.%' group by 1, 2",
  );
  for (const { matter, template, n } of told) expect([matter, template, n]).toEqual([matter, template, 1]);
  expect(await ask("select id from notice where delivered_at_ms is null")).toEqual([]);

  const vault = await openVault(keys, "never");
  expect((await store.snapshot((sql) => verifyLedger(sql, vault.publicKeyPem))).faults).toEqual([]);
});
