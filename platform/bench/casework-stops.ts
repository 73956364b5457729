/**
 * From a report to stop orders handed to every institution for a thousand downstream accounts, on the embedded server with
 * its disk: the report taken, the orders proposed (as a trace gives them), approved by another person as one package, and
 * handed over. The peer is the same program giving the same orders one at a time, as a desk without packages would; it is
 * timed on fewer and scaled. Run: node platform/bench/casework-stops.ts [accounts] [rounds]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Role } from "../src/access/role.ts";
import { authorise, systemScope, type Scope } from "../src/access/scope.ts";
import { openDeskInstitution } from "../src/adapters/embedded/desk-institution.ts";
import { startPostgres } from "../src/adapters/embedded/postgres-server.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { KINDS } from "../src/app/kinds.ts";
import { lawOf, loadProfiles } from "../src/app/profiles.ts";
import { follow } from "../src/app/subscriptions.ts";
import { report } from "../src/cases/report/kind.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { Desk } from "../src/matters/desk.ts";
import { pumpEffects, type Carriers } from "../src/matters/outbox.ts";
import type { Store } from "../src/ports/store.ts";
import { approveMany, proposeMany } from "../src/orders/stop-payment/many.ts";
import { renderRows, type BenchRow } from "./bench-row.ts";

const BANKS = 20;
const PLACE = "37/3702/370202";
/** The bar: from the report to the last order handed over. */
const BAR_MS = 1_000;
const ONE_BY_ONE = 50;

type Drafts = Parameters<typeof proposeMany>[1];

/** A county centre, its people, twenty banks whose desks take what they are given. */
class Office {
  readonly desk: Desk;
  handed = new Set<string>();
  #wanted = 0;
  #handedAtMs = 0;
  readonly #carriers: Carriers;
  #count = 0;

  constructor(desk: Desk) {
    this.desk = desk;
    const link = openDeskInstitution(systemWorld);
    const taken = (items: readonly { readonly id: string }[]) => Promise.resolve(items.map(({ id }) => ({ reference: id, acceptedAtMs: systemWorld.nowMs() })));
    this.#carriers = {
      institution: async (messages) => {
        const results = await link.deliver(messages);
        for (const message of messages) if (message.what === "stop-payment.request") this.handed.add(message.id);
        if (this.handed.size >= this.#wanted && this.#handedAtMs === 0) this.#handedAtMs = performance.now();
        return results;
      },
      messenger: taken,
      lists: taken,
    };
  }

  as(user: string, role: Role): Scope {
    return authorise({ kind: "user", user, org: "org_county", orgName: { zh: "县反诈中心", en: "County centre" }, orgKind: "police", roles: [role], territory: PLACE }, [role]);
  }

  async takeReport(): Promise<MatterId> {
    const n = this.#count++;
    const paidAt = new Date(systemWorld.nowMs() - 600_000).toISOString();
    const payments = [{ to: this.account(n, 999_999), amountMinor: "100000000", currency: "CNY", paidAt }];
    const draft = { channel: "hotline" as const, role: "victim" as const, reporter: { number: `+86138${String(n).padStart(8, "0")}` }, payments };
    return (await this.desk.work(this.as("usr_intake", "intake"), (work) => work.openOne(report, draft))).id;
  }

  account(round: number, n: number): string {
    return `BANK${n % BANKS}:622200${String(round).padStart(4, "0")}${String(n).padStart(6, "0")}`;
  }

  drafts(parent: MatterId, accounts: number): Drafts {
    const round = this.#count;
    const paidAt = new Date(systemWorld.nowMs() - 600_000).toISOString();
    return Array.from({ length: accounts }, (_, n) => ({
      parent,
      account: this.account(round, n),
      holderName: `持有人${n}`,
      amountMinor: "100000",
      currency: "CNY",
      paidAt,
      tier: 2 + (n % 3),
      reason: "moved-on" as const,
      evidence: [{ kind: "document" as const, ref: `trace-${round}` }],
    }));
  }

  /** Hands everything over; gives when the last of `wanted` orders was. */
  async handOver(wanted: number): Promise<number> {
    this.handed = new Set();
    this.#wanted = wanted;
    this.#handedAtMs = 0;
    await pumpEffects(this.desk, systemScope("outbox"), this.#carriers);
    if (this.handed.size !== wanted) throw new Error(`${this.handed.size} of ${wanted} orders were handed over`);
    return this.#handedAtMs;
  }
}

async function openOffice(store: Store, folder: string): Promise<Office> {
  await store.transaction(async (sql) => {
    const org = "insert into organisation (id, kind, level, name_zh, name_en, territory, institution, created_at_ms) values ($1, $2, $3, $1, $1, $4, $5, 0)";
    await sql.query(org, ["org_county", "police", "county", PLACE, null]);
    for (let i = 0; i < BANKS; i++) await sql.query(org, [`org_bank_${i}`, "bank", null, "", `BANK${i}`]);
    for (const user of ["usr_intake", "usr_lead"])
      await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ($1, $1, $1, 'org_county', '{}', 0)", [user]);
  });
  const law = lawOf(await loadProfiles(), "CN");
  return new Office(new Desk({ store, world: systemWorld, vault: await openVault(folder, "when-missing"), law, kinds: KINDS, follow }));
}

const PHASES = ["report taken", "proposed", "approved", "handed over", "from report to handed over", "then acknowledged"] as const;
type Times = Readonly<Record<(typeof PHASES)[number], number>>;

async function asPackage(office: Office, accounts: number): Promise<Times> {
  const start = performance.now();
  const id = await office.takeReport();
  const taken = performance.now();
  const ids = await office.desk.work(office.as("usr_intake", "intake"), (work) => proposeMany(work, office.drafts(id, accounts)));
  const proposed = performance.now();
  const { approved, refused } = await office.desk.work(office.as("usr_lead", "dutyLead"), (work) => approveMany(work, ids));
  if (approved.length !== accounts) throw new Error(`${refused.length} refused: ${refused[0]?.problem.detail ?? ""}`);
  const decided = performance.now();
  const handed = await office.handOver(accounts);
  return {
    "report taken": taken - start,
    proposed: proposed - taken,
    approved: decided - proposed,
    "handed over": handed - decided,
    "from report to handed over": handed - start,
    "then acknowledged": performance.now() - handed,
  };
}

/** The same, each order proposed, approved and handed over by itself; scaled to `accounts`. */
async function oneByOne(office: Office, accounts: number): Promise<number> {
  const start = performance.now();
  const id = await office.takeReport();
  const few = Math.min(ONE_BY_ONE, accounts);
  for (const draft of office.drafts(id, few)) {
    const ids = await office.desk.work(office.as("usr_intake", "intake"), (work) => proposeMany(work, [draft]));
    await office.desk.work(office.as("usr_lead", "dutyLead"), (work) => approveMany(work, ids));
    await office.handOver(1);
  }
  return ((performance.now() - start) / few) * accounts;
}

const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export async function benchStops(accounts = 1_000, rounds = 9): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "duanliu-bench-"));
  const server = await startPostgres({ dataDir: folder });
  await migrateStore(server.connection, path.resolve(import.meta.dirname, "../migrations"));
  const store = await openStore(server.connection);
  try {
    const office = await openOffice(store, folder);
    const cold = await asPackage(office, accounts);
    const times: Times[] = [];
    for (let round = 1; round < rounds; round++) times.push(await asPackage(office, accounts));
    const alone = await oneByOne(office, accounts);
    return PHASES.map((phase): BenchRow => {
      const values = times.map((one) => one[phase]);
      const ours = medianOf(values);
      const whole = phase === "from report to handed over";
      return {
        name: `${accounts} stops at ${BANKS} banks: ${phase}`,
        ours,
        peer: whole ? `one at a time, ${Math.min(ONE_BY_ONE, accounts)} scaled` : "",
        peerValue: whole ? alone : 0,
        ratio: whole ? alone / ours : 0,
        unit: "ms",
        note: `worst ${Math.max(...values).toFixed(0)}, cold ${cold[phase].toFixed(0)}`,
      };
    });
  } finally {
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = await benchStops(Number(process.argv[2] ?? 1_000), Number(process.argv[3] ?? 9));
  console.log(renderRows(rows));
  const whole = rows.find((row) => row.name.endsWith("from report to handed over"))?.ours ?? Infinity;
  console.log(`\nfrom report to the last order handed over: ${whole.toFixed(0)} ms (bar: ${BAR_MS} ms)`);
  process.exitCode = whole <= BAR_MS ? 0 : 1;
}
