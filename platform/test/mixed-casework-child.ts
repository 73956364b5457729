/**
 * The process that mixed-casework-crash.test.ts kills: the real kinds with all their consequences, worked on by several people
 * at once. Reports come in, stops are approved and answered and followed, payments are held, people are warned, orders and
 * notices go out by webhook, clocks fire. It prints what was committed before anything else happens. Argument: an
 * `Errands` as JSON.
 */
import { writeSync } from "node:fs";
import type { Role } from "../src/access/role.ts";
import { authorise, systemScope, type Scope } from "../src/access/scope.ts";
import type { StoreConnection } from "../src/adapters/postgres/connection.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { openCarriers } from "../src/app/carriers.ts";
import { KINDS } from "../src/app/kinds.ts";
import { loadProfiles, lawOf } from "../src/app/profiles.ts";
import { follow } from "../src/app/subscriptions.ts";
import { armFaultPoint, type FaultPoint } from "../src/base/fault-point.ts";
import { mix32 } from "../src/base/hash.ts";
import type { World } from "../src/base/world.ts";
import { report } from "../src/cases/report/kind.ts";
import { takeSignals } from "../src/dissuasion/take-signals.ts";
import { fireDue } from "../src/matters/clock.ts";
import { Desk } from "../src/matters/desk.ts";
import { pumpEffects } from "../src/matters/outbox.ts";
import { hold } from "../src/orders/hold/kind.ts";
import type { StopPayment } from "../src/orders/stop-payment/stop-payment.ts";
import { ORGS, START } from "./case-room.ts";
import { account, phone } from "./report-desk.ts";
import { paying, routingTo, STATION } from "./warning-room.ts";

export interface Errands {
  readonly connection: StoreConnection;
  readonly keys: string;
  /** Names the webhooks, as the operator's file does. */
  readonly webhooks: string;
  /** Real time at which the made-up time began, and how far it has been put ahead since. */
  readonly sinceMs: number;
  readonly aheadMs: number;
  /** Dies when this point is passed for the `hits`-th time. */
  readonly fault?: FaultPoint;
  readonly hits?: number;
  /** Begins nothing and ends when nothing is left to do now. */
  readonly drain?: true;
}

const STANDARD_OUTPUT = 1;
/** Slow enough that a signature is not too old on a busy machine. */
const SPEED = 20;
/** A process that begins things, and that nobody kills, ends by itself. */
const ROUNDS_MAX = 200;

/** One time for all processes of a test, also after they died. */
export const mixedTime = (sinceMs: number, aheadMs: number): number => START + aheadMs + (Date.now() - sinceMs) * SPEED;

/** Who works here; the test puts them into the database. */
export const PEOPLE = [
  ["intake", "org_shinan"],
  ["dutyLead", "org_shinan"],
  ["bankOps", "org_icbc"],
  ["bankOps", "org_ccb"],
] as const satisfies readonly (readonly [Role, string])[];

export const userOf = (role: Role, org: string): string => `usr_${role}_${org}`;

function as(role: Role, orgId: string): Scope {
  const org = ORGS.find(({ id }) => id === orgId);
  if (org === undefined) throw new Error(`no organisation ${orgId}`);
  return authorise({ kind: "user", user: userOf(role, orgId), org: orgId, orgName: { zh: org.zh, en: org.en }, orgKind: org.kind, roles: [role], territory: org.territory }, [
    role,
  ]);
}

const MATCH = { name: true, account: true, amount: true, time: true };

async function work(desk: Desk, seed: number, say: (line: string) => void): Promise<void> {
  const nowMs = desk.world.nowMs();
  const at = new Date(nowMs - 60_000).toISOString();
  const n = 1_000 + (mix32(seed) % 1_000_000_000);
  const money = { amountMinor: "5000000", currency: "CNY" };
  const taken = await desk.work(as("intake", "org_shinan"), async (piece) => {
    const draft = {
      channel: "hotline",
      role: "victim",
      reporter: { number: phone(n % 90_000_000) },
      payments: [{ to: account(n), toName: "张三", paidAt: at, ...money }],
    } as const;
    const { id } = await piece.openOne(report, { ...draft, payments: [...draft.payments] });
    return piece.actOne(report, id, "accept");
  });
  say(`made ${taken.id}`);
  const held = await desk.work(as("bankOps", "org_icbc"), (piece) =>
    piece.openOne(hold, {
      by: { kind: "own" },
      account: account(n + 1),
      payee: account(n + 2, "CCB"),
      contact: phone((n + 1) % 90_000_000),
      orderedAt: at,
      reason: "on-the-phone",
      ...money,
    }),
  );
  say(`made ${held.id}`);
  const signals = [paying(`evt-${n}`, { occurredAtMs: nowMs - 60_000, victim: { type: "number", text: phone((n + 2) % 90_000_000) } })];
  const { opened } = await desk.work(systemScope("intake"), (piece) => takeSignals(piece, signals, routingTo(STATION)));
  say(`made ${opened.join(" ")}`);
  const stops = async (state: string) => (await desk.list(systemScope("test"), { kind: "stop-payment", states: [state], limit: 20 })).matters;
  // Others may be at the same ones: whoever comes second is refused, and nothing of it remains.
  const drafted = (await stops("drafted")).map(({ id }) => ({ id, command: "approve", input: {} }));
  await desk.work(as("dutyLead", "org_shinan"), (piece) => piece.actEach("stop-payment", drafted));
  for (const bank of ["org_icbc", "org_ccb"]) {
    const sent = (await stops("sent")).filter(({ partner, serial }) => partner === bank && serial.length > 0);
    const answers = sent.slice(1).map(({ id, body }, i) => {
      const next = (body as StopPayment).tier > 1 ? [] : [{ account: account(n + 10 + i, "CCB"), holderName: "李四", amountMinor: "1000000", currency: "CNY", at }];
      return { id, command: "answer", input: { result: "stopped", at: new Date(desk.world.nowMs()).toISOString(), heldMinor: "1000000", match: MATCH, next } };
    });
    await desk.work(as("bankOps", bank), (piece) => piece.actEach("stop-payment", answers));
  }
}

async function run(errands: Errands): Promise<void> {
  const say = (line: string): void => void writeSync(STANDARD_OUTPUT, `${line}\n`);
  const world: World = { ...systemWorld, nowMs: () => mixedTime(errands.sinceMs, errands.aheadMs) };
  const store = await openStore(errands.connection, { connectionsMax: 3 });
  const desk = new Desk({ store, world, vault: await openVault(errands.keys, "never"), law: lawOf(await loadProfiles(), "CN"), kinds: KINDS, follow });
  const carriers = await openCarriers(errands.webhooks, desk, (changes) => Promise.resolve(changes.map(({ id }) => ({ reference: id, acceptedAtMs: world.nowMs() }))));
  say("open");
  if (errands.fault !== undefined) {
    let passed = 0;
    armFaultPoint(errands.fault, () => {
      if (++passed === errands.hits) process.kill(process.pid, "SIGKILL");
    });
  }
  const stuck = (matter: string, command: string, error: unknown): void => say(`stuck ${matter} ${command} ${String(error)}`);
  for (let round = 0; errands.drain !== undefined || round < ROUNDS_MAX; round++) {
    if (errands.drain === undefined) await work(desk, process.pid * 1_000 + round, say);
    await pumpEffects(desk, systemScope("outbox"), carriers, stuck);
    await fireDue(desk, systemScope("clock"), stuck);
    if (errands.drain !== undefined && (await left(desk)) === 0) break;
  }
  await store.close();
  say("done");
}

async function left(desk: Desk): Promise<number> {
  const [{ n }] = await desk.store.snapshot((sql) =>
    sql.query<{ readonly n: number }>(
      "select (select count(*) from effect where state = 'waiting') + (select count(*) from deadline where state = 'armed' and due_at_ms <= $1) as n",
      [desk.world.nowMs()],
    ),
  );
  if (n > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  return n;
}

if (process.argv[2] !== undefined && process.argv[1].endsWith("mixed-casework-child.ts")) await run(JSON.parse(process.argv[2]) as Errands);
