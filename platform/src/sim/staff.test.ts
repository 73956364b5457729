/** The sample's people: they take some of what comes and leave some, under their own names, only in sample mode, and stop when told. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { testStore } from "../../test/test-store.ts";
import { authorise, systemScope } from "../access/scope.ts";
import { ACCESS_SETTINGS } from "../access/parts.ts";
import type { OrganisationKind } from "../access/role.ts";
import { openSecrets } from "../adapters/system/secrets.ts";
import { KINDS } from "../app/kinds.ts";
import { lawOf, loadProfiles } from "../app/profiles.ts";
import { follow } from "../app/subscriptions.ts";
import { Prng } from "../base/prng.ts";
import { appendAccessLines } from "../matters/access-ledger.ts";
import { Desk } from "../matters/desk.ts";
import { pumpEffects, type Carriers } from "../matters/outbox.ts";
import type { Store } from "../ports/store.ts";
import { keyOf } from "./books.ts";
import { Outside } from "./outside.ts";
import { Overheard } from "./overheard.ts";
import { loadReference } from "./reference.ts";
import { bringSamplePeople } from "./sample-people.ts";
import { MINUTE } from "./scene.ts";
import { openSeededVault } from "./seeded-vault.ts";
import { startStaff, type Staff } from "./staff.ts";
import { buildTown, type Town } from "./town.ts";
import { VirtualWorld } from "./virtual-world.ts";

const START = Date.parse("2026-03-12T10:00:00+08:00");
let store: Store;
let close: () => Promise<void>;
let world: VirtualWorld;
let desk: Desk;
let town: Town;
let staff: Staff;
let mail: Overheard;
let carriers: Carriers;
const problems: string[] = [];
const start = (sample: boolean): Promise<Staff> =>
  startStaff({ desk, world, profile: () => desk.parts.law.current(START), tell: (_level, words) => problems.push(words.en), seed: 5, town, mail, sample });

beforeEach(async () => {
  ({ store, close } = await testStore());
  world = new VirtualWorld(1, START);
  const profiles = await loadProfiles();
  const vault = openSeededVault("staff");
  await bringSamplePeople({
    store,
    world,
    secrets: openSecrets(),
    vault,
    append: appendAccessLines,
    places: profiles.tree("CN"),
    profile: () => profiles.inForce("CN", START),
    provider: null,
    sample: true,
    settings: ACCESS_SETTINGS,
  });
  desk = new Desk({ store, world, vault, law: lawOf(profiles, "CN"), kinds: KINDS, follow });
  town = buildTown(new Prng(5), loadReference(), { people: 40, gangs: 1 });
  mail = new Overheard(() => world.nowMs());
  carriers = mail.over(
    new Outside(
      () => world.nowMs(),
      () => world.nowMs(),
    ).carriers,
  );
  staff = await start(true);
  problems.length = 0;
});
afterEach(async () => {
  await staff.stop();
  expect(problems).toEqual([]);
  await close();
});

interface Line {
  readonly actor: string;
  readonly role: string;
  readonly kind: string;
  readonly event: string;
}
const lines = (): Promise<readonly Line[]> =>
  store.snapshot((sql) => sql.query<Line>("select actor, role, kind, event from ledger where matter is not null and event <> 'open' and actor not like 'system:%' order by seq"));

/** Time goes on, what is to be handed over is, and everybody has time for what they began. */
async function pass(minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n++) {
    world.advance(world.nowMs() + MINUTE);
    await staff.settled();
    await pumpEffects(desk, systemScope("outbox"), carriers);
  }
}

/** A person reports what they paid; the town's books know of it from the stream. */
async function report(n: number): Promise<void> {
  const person = town.people[n];
  const [payee] = town.gangs[0].tier1;
  const id = `smp-paid-${n}`;
  const amountMinor = "400000";
  staff.event({ atMs: world.nowMs() - 10 * MINUTE, line: JSON.stringify({ id, kind: "transfer", from: person.account, to: payee, amountMinor }) });
  const [unit] = await store.snapshot((sql) => sql.query<{ readonly id: string }>("select id from organisation where territory = '37/3702/370202' and kind = 'police'"));
  const [clerk] = await store.snapshot((sql) => sql.query<{ readonly id: string }>("select id from app_user where org = $1 and 'intake' = any(roles) limit 1", [unit.id]));
  const scope = authorise({ kind: "user", user: clerk.id, org: unit.id, orgName: { zh: "甲", en: "A" }, orgKind: "police", roles: ["intake"], territory: "37/3702/370202" }, [
    "intake",
  ]);
  const payments = [{ from: keyOf(person.account), to: keyOf(payee), amountMinor, currency: "CNY", paidAt: new Date(world.nowMs() - 10 * MINUTE).toISOString() }];
  await desk.work(scope, (work) => work.openAny("report", { channel: "hotline", role: "victim", reporter: { number: person.number }, narrative: `第 ${n} 个人被骗`, payments }));
}

test("they take a share of what comes, from accepting a report to the bank's answer and a filed case, and leave the rest to whoever is at the console", async () => {
  for (let n = 0; n < 12; n++) {
    await report(n);
    await pass(1);
  }
  await pass(20);
  const done = await lines();
  const sample = new Set((await store.snapshot((sql) => sql.query<{ readonly id: string }>("select id from app_user where sample"))).map((row) => row.id));
  expect(done.filter((line) => !sample.has(line.actor))).toEqual([]);
  const roles = (kind: string, event: string): readonly string[] => [...new Set(done.filter((line) => line.kind === kind && line.event === event).map((line) => line.role))];
  expect([roles("report", "accept"), roles("stop-payment", "approve"), roles("stop-payment", "stop")]).toEqual([["intake"], ["dutyLead"], ["bankOps"]]);
  // Cases take days in life: who watches for half an hour finds some that a head has filed, and what belongs together put before a person.
  expect(roles("case", "file")).toEqual(["countyChief"]);
  const series = await store.snapshot((sql) => sql.query<{ readonly state: string }>("select state from matter where kind = 'series'"));
  expect(series.map(({ state }) => state).filter((state) => state === "proposed" || state === "confirmed").length).toBeGreaterThan(0);
  expect(roles("series", "confirm").filter((role) => role !== "analyst")).toEqual([]);
  const left = await store.snapshot((sql) => sql.query("select id from matter where kind = 'report' and state = 'received'"));
  expect(left.length).toBeGreaterThan(0);
});

/** The payer's bank holds a payment of theirs by its own power, and tells them. */
async function hold(n: number): Promise<void> {
  const { account } = town.people[n];
  const [teller] = await store.snapshot((sql) =>
    sql.query<{ readonly id: string; readonly org: string; readonly kind: OrganisationKind }>(
      "select u.id, u.org, o.kind from app_user u join organisation o on o.id = u.org where o.institution = $1 and 'bankOps' = any(u.roles) limit 1",
      [account.institution],
    ),
  );
  const principal = { kind: "user", user: teller.id, org: teller.org, orgName: { zh: "行", en: "Bank" }, orgKind: teller.kind, roles: ["bankOps"], territory: "" } as const;
  const orderedAt = new Date(world.nowMs()).toISOString();
  const draft = {
    by: { kind: "own" },
    account: keyOf(account),
    payee: keyOf(town.gangs[0].tier1[0]),
    amountMinor: "90000",
    currency: "CNY",
    transfer: `t-${n}`,
    orderedAt,
    reason: "rules-hit",
  };
  await desk.work(authorise(principal, ["bankOps"]), (work) => work.openAny("hold", draft));
}

test("people whose payment is held object with the code they were sent, as people without an account do, and never so many that nobody could answer", async () => {
  for (let n = 0; n < 30; n++) await hold(n);
  await pass(15);
  const made = await store.snapshot((sql) => sql.query<{ readonly opened_by: string; readonly parent: string }>("select opened_by, parent from matter where kind = 'appeal'"));
  expect(made.length).toBeGreaterThan(2);
  expect(made.length).toBeLessThanOrEqual(10);
  expect(new Set(made.map((one) => one.opened_by))).toEqual(new Set(["public"]));
  expect(made.every(({ parent }) => parent.startsWith("hld_"))).toBe(true);
});

test("when they are told to stop, nothing more happens however long one waits", async () => {
  for (let n = 0; n < 8; n++) await report(n);
  await staff.stop();
  const before = await lines();
  await pass(120);
  expect(await lines()).toEqual(before);
});

test("outside of sample mode they do not begin", async () => {
  await expect(start(false)).rejects.toThrow("sample mode only");
});
