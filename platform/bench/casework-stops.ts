/**
 * From a report to stop orders handed to every institution for a thousand downstream accounts, on the embedded server with
 * its disk: the report taken, the orders proposed (as a trace gives them), approved by another person as one package, and
 * handed over. Every round has its own report and accounts. Run: node platform/bench/casework-stops.ts [accounts] [rounds]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { authorise, systemScope, type Scope } from "../src/access/scope.ts";
import type { Role } from "../src/access/role.ts";
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
import { Desk } from "../src/matters/desk.ts";
import { pumpEffects, type Carriers } from "../src/matters/outbox.ts";
import { approveMany, proposeMany } from "../src/orders/stop-payment/many.ts";

const ACCOUNTS = Number(process.argv[2] ?? 1_000);
const ROUNDS = Number(process.argv[3] ?? 9);
const BANKS = 20;
const PLACE = "37/3702/370202";

const folder = await mkdtemp(path.join(tmpdir(), "duanliu-bench-"));
const server = await startPostgres({ dataDir: folder });
await migrateStore(server.connection, path.resolve(import.meta.dirname, "../migrations"));
const store = await openStore(server.connection);
try {
  await store.transaction(async (sql) => {
    const org = "insert into organisation (id, kind, level, name_zh, name_en, territory, institution, created_at_ms) values ($1, $2, $3, $1, $1, $4, $5, 0)";
    await sql.query(org, ["org_county", "police", "county", PLACE, null]);
    for (let i = 0; i < BANKS; i++) await sql.query(org, [`org_bank_${i}`, "bank", null, "", `BANK${i}`]);
    for (const user of ["usr_intake", "usr_lead"])
      await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ($1, $1, $1, 'org_county', '{}', 0)", [user]);
  });
  const desk = new Desk({ store, world: systemWorld, vault: await openVault(folder, "when-missing"), law: lawOf(await loadProfiles(), "CN"), kinds: KINDS, follow });
  const as = (user: string, role: Role): Scope =>
    authorise({ kind: "user", user, org: "org_county", orgName: { zh: "县反诈中心", en: "County centre" }, orgKind: "police", roles: [role], territory: PLACE }, [role]);
  const link = openDeskInstitution(systemWorld);
  let handed = new Set<string>();
  let handedAtMs = 0;
  const carriers: Carriers = {
    institution: async (messages) => {
      const results = await link.deliver(messages);
      for (const message of messages) if (message.what === "stop-payment.request") handed.add(message.id);
      if (handed.size >= ACCOUNTS && handedAtMs === 0) handedAtMs = performance.now();
      return results;
    },
    messenger: (messages) => Promise.resolve(messages.map(({ id }) => ({ reference: id, acceptedAtMs: systemWorld.nowMs() }))),
    lists: (changes) => Promise.resolve(changes.map(({ id }) => ({ reference: id, acceptedAtMs: systemWorld.nowMs() }))),
  };
  const phases: Record<string, number[]> = { "report taken": [], proposed: [], approved: [], "handed over": [], "from report to handed over": [], "then acknowledged": [] };
  for (let round = 0; round < ROUNDS; round++) {
    handed = new Set();
    handedAtMs = 0;
    const account = (n: number): string => `BANK${n % BANKS}:622200${String(round).padStart(4, "0")}${String(n).padStart(6, "0")}`;
    const paidAt = new Date(systemWorld.nowMs() - 600_000).toISOString();
    const marks = [performance.now()];
    const { id } = await desk.work(as("usr_intake", "intake"), (work) =>
      work.openOne(report, {
        channel: "hotline",
        role: "victim",
        reporter: { number: `+86138${String(round).padStart(8, "0")}` },
        payments: [{ to: account(999_999), amountMinor: "100000000", currency: "CNY", paidAt }],
      }),
    );
    marks.push(performance.now());
    const ids = await desk.work(as("usr_intake", "intake"), (work) =>
      proposeMany(
        work,
        Array.from({ length: ACCOUNTS }, (_, n) => ({
          parent: id,
          account: account(n),
          holderName: `持有人${n}`,
          amountMinor: "100000",
          currency: "CNY",
          paidAt,
          tier: 2 + (n % 3),
          reason: "moved-on" as const,
          evidence: [{ kind: "document" as const, ref: `trace-${round}` }],
        })),
      ),
    );
    marks.push(performance.now());
    const { approved, refused } = await desk.work(as("usr_lead", "dutyLead"), (work) => approveMany(work, ids));
    if (approved.length !== ACCOUNTS) throw new Error(`${refused.length} refused: ${refused[0]?.problem.detail ?? ""}`);
    marks.push(performance.now());
    await pumpEffects(desk, systemScope("outbox"), carriers);
    const end = performance.now();
    if (handed.size !== ACCOUNTS) throw new Error(`${handed.size} orders were handed over`);
    const values = [marks[1] - marks[0], marks[2] - marks[1], marks[3] - marks[2], handedAtMs - marks[3], handedAtMs - marks[0], end - handedAtMs];
    // The first round compiles and plans.
    if (round > 0) for (const [i, name] of Object.keys(phases).entries()) phases[name].push(values[i]);
    else console.log(`first round, cold: ${(handedAtMs - marks[0]).toFixed(0)} ms from report to handed over`);
  }
  console.log(`${ACCOUNTS} accounts at ${BANKS} institutions, ${ROUNDS - 1} rounds (ms)`);
  for (const [name, values] of Object.entries(phases)) {
    const sorted = [...values].sort((a, b) => a - b);
    console.log(`${name.padEnd(28)} median ${sorted[Math.floor(sorted.length / 2)].toFixed(0).padStart(6)}   worst ${sorted[sorted.length - 1].toFixed(0).padStart(6)}`);
  }
} finally {
  await store.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
