/**
 * The process that casework-crash.test.ts kills: opens matters with orders and clocks, hands the orders over by webhook to
 * the test, and fires the clocks. It prints what was committed, each line before anything else happens. Argument: a
 * `CaseworkOrder` as JSON.
 */
import { writeSync } from "node:fs";
import type { StoreConnection } from "../src/adapters/postgres/connection.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import { openWebhookInstitution } from "../src/adapters/webhook/institution.ts";
import { parseTarget } from "../src/adapters/webhook/target.ts";
import { armFaultPoint, type FaultPoint } from "../src/base/fault-point.ts";
import type { World } from "../src/base/world.ts";
import { fireDue } from "../src/matters/clock.ts";
import { Desk } from "../src/matters/desk.ts";
import { signCheckpoint } from "../src/matters/ledger.ts";
import { pumpEffects, type Carriers } from "../src/matters/outbox.ts";
import { authorise, systemScope } from "../src/access/scope.ts";
import { KINDS, START } from "./kernel-room.ts";
import { errand, madeUpLaw } from "./made-up-kinds.ts";

export interface CaseworkOrder {
  readonly connection: StoreConnection;
  readonly keys: string;
  readonly url: string;
  readonly secret: string;
  /** Real time at which the made-up time began. */
  readonly sinceMs: number;
  /** Dies when this point is passed for the `hits`-th time. */
  readonly fault?: FaultPoint;
  readonly hits?: number;
  /** Opens nothing and ends when nothing is left to do. */
  readonly drain?: true;
}

const STANDARD_OUTPUT = 1;
/** A claim of a minute runs out in a tenth of a second. */
const SPEED = 600;
const AT_ONCE = 3;
/** A process that opens matters and that nobody kills ends by itself; one that drains ends when it is done. */
const ROUNDS_MAX = 400;

/** One time for all processes of a test, also after they died. */
export const madeUpTime = (sinceMs: number): number => START + (Date.now() - sinceMs) * SPEED;

async function run(order: CaseworkOrder): Promise<void> {
  const say = (line: string): void => void writeSync(STANDARD_OUTPUT, `${line}\n`);
  const world: World = { ...systemWorld, nowMs: () => madeUpTime(order.sinceMs) };
  const store = await openStore(order.connection, { connectionsMax: 3 });
  const vault = await openVault(order.keys, "never");
  const desk = new Desk({ store, world, vault, law: madeUpLaw(), kinds: KINDS, follow: () => Promise.resolve() });
  const link = openWebhookInstitution({ target: parseTarget(order.url, order.secret, "test"), world, requestMsMax: 2_000 });
  const carriers: Carriers = { institution: (messages) => link.deliver(messages), messenger: () => Promise.resolve([]), lists: () => Promise.resolve([]) };
  const org = "org_centre";
  const officer = authorise({ kind: "user", user: "usr_analyst_org_centre_1", org, orgName: { zh: org, en: org }, orgKind: "police", roles: ["analyst"], territory: "" }, [
    "analyst",
  ]);
  const effects = ["org_bank", "org_north"].map((addressee) => ({
    name: addressee,
    channel: "institution" as const,
    addressee,
    payload: { what: "do" },
    delivered: "sent",
    undeliverable: "unsent",
  }));
  say("open");
  if (order.fault !== undefined) {
    let passed = 0;
    armFaultPoint(order.fault, () => {
      if (++passed === order.hits) process.kill(process.pid, "SIGKILL");
    });
  }
  for (let round = 0; order.drain === true || round < ROUNDS_MAX; round++) {
    if (order.drain === undefined) {
      const drafts = Array.from({ length: AT_ONCE }, () => ({ also: { effects, arm: [{ key: "stop.approve" as const, startMs: world.nowMs(), command: "tick" }] } }));
      const opened = await desk.work(officer, (work) => work.open(errand, drafts));
      say(`opened ${opened.map(({ id }) => id).join(" ")}`);
    }
    await pumpEffects(desk, systemScope("outbox"), carriers, (matter, command, error) => say(`stuck ${matter} ${command} ${String(error)}`));
    await fireDue(desk, systemScope("clock"), (matter, command, error) => say(`stuck ${matter} ${command} ${String(error)}`));
    if (round % 5 === 4) await store.transaction((sql) => signCheckpoint(sql, vault, world.nowMs()));
    if (order.drain === true && (await left(desk)) === 0) break;
  }
  await store.close();
  say("done");
}

async function left(desk: Desk): Promise<number> {
  const [{ n }] = await desk.store.snapshot((sql) =>
    sql.query<{ readonly n: number }>("select (select count(*) from effect where state = 'waiting') + (select count(*) from deadline where state = 'armed') as n"),
  );
  if (n > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  return n;
}

if (process.argv[2] !== undefined && process.argv[1].endsWith("casework-crash-child.ts")) await run(JSON.parse(process.argv[2]) as CaseworkOrder);
