/**
 * Kills processes that work on matters, at each commit boundary of the outbox and at random moments, two at a time, while
 * the institution loses answers as well. Whatever was committed is there; every order reaches the institution and counts
 * there once; every acknowledgement and every clock has been carried out once; the audit chain is whole.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openVault } from "../src/adapters/system/vault.ts";
import type { FaultPoint } from "../src/base/fault-point.ts";
import { mix32 } from "../src/base/hash.ts";
import { verifyLedger } from "../src/matters/audit.ts";
import { madeUpTime, type CaseworkOrder } from "./casework-crash-child.ts";
import { seedPeople } from "./kernel-room.ts";
import { testStore } from "./test-store.ts";
import { WebhookReceiver } from "./webhook-receiver.ts";

const CHILD = fileURLToPath(new URL("./casework-crash-child.ts", import.meta.url));
const POINTS: readonly (readonly [FaultPoint, readonly number[]])[] = [
  ["casework.before-commit", [1, 2, 3, 4, 9]],
  ["casework.committed", [1, 2, 3, 6]],
  ["outbox.claimed", [1, 3]],
  ["outbox.handed-over", [1, 2]],
  ["outbox.acknowledged", [1, 2]],
];
/** Pairs of processes killed at random moments; a long run sets more, e.g. CRASH_KILLS=200. */
const RANDOM_PAIRS = Number(process.env["CRASH_KILLS"] ?? 6);

let database: Awaited<ReturnType<typeof testStore>>;
let receiver: WebhookReceiver;
let keys: string;
let order: CaseworkOrder;
/** Matters whose opening was committed and said. */
const opened = new Set<string>();

beforeEach(async () => {
  database = await testStore();
  await seedPeople(database.store);
  keys = await mkdtemp(path.join(tmpdir(), "duanliu-casework-crash-"));
  await openVault(keys);
  receiver = await WebhookReceiver.start();
  const sinceMs = Date.now();
  receiver.nowMs = () => madeUpTime(sinceMs);
  // Half a second of a crowded machine is five minutes here.
  receiver.offMsMax = 86_400_000;
  order = { connection: database.connection, keys, url: receiver.url, secret: WebhookReceiver.secret, sinceMs };
});
afterEach(async () => {
  await receiver.stop();
  await database.close();
  await rm(keys, { recursive: true, force: true });
});

async function run(more: Partial<CaseworkOrder>, killAfterMs?: number): Promise<string | null> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify({ ...order, ...more })], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<string | null>((resolve) => child.once("close", (code, signal) => resolve(signal ?? String(code))));
  let timer: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, ...rest] = line.split(" ");
    expect(word, line).not.toBe("stuck");
    // From when it works, so that a slow start does not take all the time.
    if (word === "open" && killAfterMs !== undefined) timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    if (word === "opened") for (const id of rest) opened.add(id);
  }
  clearTimeout(timer);
  return ended;
}

test("killed anywhere, nothing is lost and nothing is done twice, at home and at the institution", async () => {
  for (const [fault, passes] of POINTS) {
    for (const hits of passes) expect(await run({ fault, hits }), `${fault} ${hits}`).toBe("SIGKILL");
  }
  let requests = 0;
  receiver.trouble = () => (++requests % 4 === 0 ? { kind: "drop-after" } : requests % 7 === 0 ? { kind: "status", status: 503, counted: true } : undefined);
  for (let i = 0; i < RANDOM_PAIRS; i++) {
    const ends = await Promise.all([run({}, 10 + (mix32(i) % 250)), run({}, 10 + (mix32(i + 1_000) % 250))]);
    expect(ends).toEqual(["SIGKILL", "SIGKILL"]);
  }
  receiver.trouble = () => undefined;
  expect(await run({ drain: true })).toBe("0");

  const { store } = database;
  const matters = await store.snapshot((sql) => sql.query<{ id: string; said: readonly string[] }>("select id, body->'said' as said from matter order by id"));
  expect(matters.length).toBeGreaterThan(3 * RANDOM_PAIRS);
  const there = new Set(matters.map(({ id }) => id));
  expect(
    [...opened].filter((id) => !there.has(id)),
    "committed and lost",
  ).toEqual([]);
  const expected = matters.flatMap(({ id }) => ["org_bank", "org_north"].map((to) => `eff_${id}_1_${to}`));
  expect(receiver.counted.map(({ id }) => String(id)).sort(), "each order counts once").toEqual(expected.sort());
  expect(receiver.forged).toEqual([]);
  // More than once it was handed over again, or the test has not tried anything.
  const handed = receiver.requests.flatMap(({ body }) => (JSON.parse(body) as { readonly messages: readonly { readonly id: string }[] }).messages);
  expect(handed.length).toBeGreaterThan(expected.length);
  for (const { id, said } of matters) {
    expect(said.map((what) => what.split(" ").slice(0, 2).join(" ")).sort(), id).toEqual([`sent eff_${id}_1_org_bank`, `sent eff_${id}_1_org_north`, "tick stop.approve"]);
  }
  const clocks = await store.snapshot((sql) => sql.query("select distinct state, round from deadline"));
  expect(clocks).toEqual([{ state: "fired", round: 1 }]);
  const vault = await openVault(keys, "never");
  const audit = await store.snapshot((sql) => verifyLedger(sql, vault.publicKeyPem));
  expect(audit.faults).toEqual([]);
  // Opened, two acknowledgements, one clock.
  expect(audit.lines).toBe(matters.length * 4);
});
