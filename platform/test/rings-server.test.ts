/**
 * Rings in the running program: from the events of the log and the reports to rings in the database, the same whatever the
 * pieces and however often the process ends; shown masked, for a matter and a purpose, to who works on one that they touch.
 */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Scope } from "../src/access/scope.ts";
import type { SessionReply } from "../src/access/route.ts";
import { RingKeeper } from "../src/app/ring-keeper.ts";
import { armFaultPoint, type FaultPoint } from "../src/base/fault-point.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { batchOfEvents, frameOf, moved } from "./money-frames.ts";
import type { EventLog } from "../src/ports/event-log.ts";
import type { RingAnswer, RingsAnswer } from "../src/rings/ring-answers.ts";
import { RingDesk } from "../src/rings/ring-desk.ts";
import { loadRings } from "../src/rings/ring-store.ts";
import { RING_ROUTES } from "../src/rings/ring-routes.ts";
import { noFrames, openMemoryLog, type KeptFrames } from "../src/sim/memory-log.ts";
import { MoneyGraph } from "../src/trace/graph.ts";
import { accountOf } from "../src/trace/matter-money.ts";
import { paymentsAround } from "../src/trace/payments-around.ts";
import { caseRoom, DAY, MINUTE, type Room } from "./case-room.ts";
import { accepted, account, paid, phone } from "./report-desk.ts";

let room: Room;
let kept: KeptFrames;
let log: EventLog;
let keeper: RingKeeper;
let graph: MoneyGraph;
beforeEach(async () => {
  room = await caseRoom();
  kept = noFrames();
  graph = new MoneyGraph();
  begin();
});
afterEach(async () => {
  keeper.close();
  await room.close();
});

/** A process: the first, or another one on what the last left. */
function begin(linksMax = 10_000, keptDays = 1_000): void {
  log = openMemoryLog(kept);
  keeper = new RingKeeper({ desk: room.desk, log, tell: () => undefined, linksMax, keptDays, provinceOf: (number) => (number.startsWith("+86138") ? "37" : null) });
}

function restart(): void {
  keeper.close();
  begin();
}

async function append(events: readonly object[]): Promise<void> {
  graph.apply(batchOfEvents(events));
  await log.append({ firstSequence: log.nextSequence, count: events.length, receivedAtMs: room.world.nowMs(), retentionClass: 0, payload: frameOf(events) });
}

async function stream(...events: readonly object[]): Promise<void> {
  await append(events);
  await keeper.step();
}

const at = (minutesAgo: number): string => new Date(room.world.nowMs() - minutesAgo * MINUTE).toISOString();
const acct = (text: string): object => ({ institution: text.slice(0, text.indexOf(":")), account: text.slice(text.indexOf(":") + 1) });
const opens = (id: string, person: string, what: object): object => ({ id, kind: "opening", occurredAt: at(900), subject: person, product: "account", ...what });
const uses = (id: string, what: object): object => ({ id, kind: "link", occurredAt: at(800), relation: "uses", ...what });
const pays = (id: string, minutesAgo: number, from: string, to: string, amountMinor: string, device?: string): object =>
  moved({ id, from, to, amountMinor, atMs: room.world.nowMs() - minutesAgo * MINUTE, more: device === undefined ? {} : { device } });

async function call(scope: Scope, path: string, sent: { readonly id?: string; readonly query?: object } = {}): Promise<never> {
  const found = RING_ROUTES.find((one) => one.path === path);
  if (found?.run === undefined) throw new Error(`no route ${path}`);
  const rings = new RingDesk({ desk: room.desk, book: () => keeper.book, model: () => null, paymentsAround: (accounts) => paymentsAround(graph, accounts.map(accountOf)) });
  const value = await found.run(
    { scope, params: { id: sent.id ?? "" }, query: found.query?.parse(sent.query ?? {}), body: undefined, language: "en", address: "192.0.2.1", session: {} as SessionReply },
    { desk: room.desk, rings },
  );
  return found.result?.parse(JSON.parse(JSON.stringify(value))) as never;
}

const analyst = (org?: string): Scope => room.as("analyst", org);
const list = (scope = analyst()): Promise<RingsAnswer> => call(scope, "/v1/rings");
const show = (id: string, matter: string, scope = analyst(), purpose: string | undefined = "investigate"): Promise<RingAnswer> =>
  call(scope, "/v1/rings/:id", { id, query: { matter, ...(purpose === undefined ? {} : { purpose }) } });
const ledger = (event: string) => room.store.snapshot((sql) => sql.query<{ readonly detail: object }>("select detail from ledger where event = $1 order by seq", [event]));

const HOUSE = [account(1), account(2, "CCB"), account(3, "ABC")];

/** Three people opened accounts that all run on one device, which is a fourth one's; stolen money goes through each within the hour. */
async function house(): Promise<MatterId> {
  const { id } = await accepted(room, { payments: [paid(room, { to: HOUSE[0], from: account(900), agoMs: 120 * MINUTE })] });
  await stream(
    ...HOUSE.map((one, i) => opens(`o${i}`, `person-${i}`, { account: acct(one) })),
    opens("o9", "person-0", { number: phone(70) }),
    uses("u1", { person: "operator", device: "device-1" }),
    pays("v", 120, account(900), HOUSE[0], "5000000", "device-of-the-victim"),
    ...HOUSE.flatMap((one, i) => [
      pays(`in${i}`, 110 - i * 10, account(800 + i), one, "100000"),
      pays(`out${i}`, 100 - i * 10, one, HOUSE[i + 1] ?? account(950), "90000", "device-1"),
    ]),
  );
  return id;
}

test("a ring is found as events come: who opened, who operates, money and provinces; masked, with the path that proves each role", async () => {
  const report = await house();
  const found = await list();
  expect(found.items).toMatchObject([{ things: { person: 4, account: 3, device: 1, number: 1 }, provinces: ["37"], mattersInAll: 2 }]);
  // The report and the stop that was proposed for it.
  expect(found.items[0].matters.map(({ kind }) => kind).sort()).toEqual(["report", "stop-payment"]);
  const ring = await show(found.items[0].id, report);
  const roles = ring.roles.map(({ role, path }) => `${role}: ${path.map(({ kind, evidence }) => `${kind} ${evidence}`).join(", ")}`);
  expect(roles).toEqual([
    "card-farmer: holds o0, uses out0, uses u1",
    "card-farmer: holds o1, uses out1, uses u1",
    "card-farmer: holds o2, uses out2, uses u1",
    expect.stringMatching(/^laundering-house: uses u1, uses out\d, pays (?:in|v)\d?, pays out\d$/),
  ]);
  for (const { confidence } of ring.roles) expect(confidence).toBeLessThan(1);
  expect(ring.amounts).toMatchObject({ inside: { CNY: "180000" }, outOf: { CNY: "90000" } });
  expect(BigInt(ring.amounts.into["CNY"])).toBe(5_300_000n);
  // Three smaller ones went into it when the device showed that they belong together.
  expect(ring.history.map(({ kind, other }) => `${kind} ${other ?? ""}`)).toEqual(["born ", ...Array(3).fill(`merged ${ring.id}`)]);
  expect(ring.members.filter(({ matters }) => matters.includes(report)).map(({ masked }) => masked)).toEqual(["ICBC 6222 **** 0001"]);
  // No value of anybody is in the answer.
  expect(JSON.stringify(ring)).not.toMatch(/622202000|person-\d|8613800000070/);
  expect(await ledger("ring-viewed")).toMatchObject([{ detail: { purpose: "investigate", members: 9 } }]);
});

test("nobody sees a ring apart from a matter of theirs: no search, no list of what other places have, every refusal recorded", async () => {
  const report = await house();
  const [{ id }] = (await list()).items;
  const code = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => "shown",
      (error: { readonly problem: { readonly code: string } }) => error.problem.code,
    );
  expect((await list(analyst("org_yiwu"))).items).toEqual([]);
  expect((await list(room.as("provinceChief"))).items).toHaveLength(1);
  expect(await code(show(id, report, analyst("org_yiwu")))).toBe("not-found");
  expect(await code(call(analyst(), "/v1/rings/:id", { id, query: { matter: report } }))).toBe("purpose-missing");
  expect(await code(call(analyst(), "/v1/rings/:id", { id, query: { purpose: "investigate" } }))).toBe("purpose-missing");
  expect(await code(show(id, report, room.as("dissuader")))).toBe("not-allowed");
  // A matter of one's own that has nothing to do with it opens nothing.
  const other = await accepted(room, { reporter: { number: phone(5) }, payments: [paid(room, { to: account(77), from: account(905) })] });
  expect(await code(show(id, other.id))).toBe("not-found");
  expect(await code(show("ring_999", report))).toBe("not-found");
  expect((await ledger("data-refused")).length).toBe(4);
  expect(await ledger("ring-viewed")).toEqual([]);
});

test("who was harmed joins nobody, from the moment a report is accepted, and the ring falls apart where only they held it together", async () => {
  const victim = account(900);
  await stream(
    opens("o1", "person-1", { account: acct(HOUSE[0]) }),
    pays("p1", 50, HOUSE[0], HOUSE[1], "100", "shared"),
    pays("p2", 40, victim, HOUSE[0], "100", "shared"),
    opens("o2", "person-2", { account: acct(victim) }),
  );
  expect(keeper.book?.rings().map(({ members }) => members.length)).toEqual([5]);
  const { id } = await accepted(room, { payments: [paid(room, { to: HOUSE[0], from: victim })] });
  await keeper.step();
  expect(keeper.book?.rings().map(({ members }) => members.length)).toEqual([3]);
  expect(keeper.book?.history().map(({ kind }) => kind)).not.toContain("merged");
  const written = await room.store.transaction((sql) => loadRings(sql, {}, 0, room.world.nowMs()));
  expect([...written.book.leftOut().values()]).toEqual(["affected", "affected"]);
  restart();
  await keeper.step();
  expect(keeper.book?.rings().map(({ members }) => members.length)).toEqual([3]);
  const [{ id: ring }] = keeper.book?.rings() ?? [];
  expect((await show(ring, id)).leftOut).toMatchObject([{ masked: "ICBC 6222 **** 0900", reason: "affected" }]);
});

const TIES = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("opening"), person: fc.integer({ min: 0, max: 5 }), thing: fc.integer({ min: 0, max: 7 }) }),
    fc.record({ kind: fc.constant("pay"), person: fc.integer({ min: 0, max: 3 }), thing: fc.integer({ min: 0, max: 7 }) }),
    fc.record({ kind: fc.constant("link"), person: fc.integer({ min: 0, max: 5 }), thing: fc.integer({ min: 0, max: 3 }) }),
  ),
  { minLength: 4, maxLength: 24 },
);

function eventsOf(drawn: readonly { readonly kind: string; readonly person: number; readonly thing: number }[], salt: string): readonly object[] {
  return drawn.map(({ kind, person, thing }, i) => {
    if (kind === "opening") return opens(`${salt}${i}`, `${salt}p${person}`, { account: acct(account(thing, salt.toUpperCase())) });
    if (kind === "pay") return pays(`${salt}${i}`, i, account(thing, salt.toUpperCase()), account(99), "100", `${salt}d${person}`);
    return uses(`${salt}${i}`, { person: `${salt}p${person}`, device: `${salt}d${thing}` });
  });
}

/** Rings as sets of tokens. */
function ringsOf(prefixOf: (token: string) => boolean): readonly string[] {
  const { book } = keeper;
  if (book === null) throw new Error("not read");
  return book
    .rings()
    .map((ring) => ring.members.map((v) => book.graph.tokenOf(v)).sort())
    .filter((tokens) => tokens.some(prefixOf))
    .map((tokens) => tokens.join(" "))
    .sort();
}

test("in pieces, with the process ended between them, the rings and their history are those of reading everything at once", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(TIES, fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }), async (drawn, cuts) => {
      await room.store.transaction((sql) => sql.query("truncate ring_thing, ring_link, ring_left_out, ring_member, ring_event, ring, consumer"));
      kept = noFrames();
      restart();
      const salt = `s${++run}x`;
      const events = eventsOf(drawn, salt);
      for (let from = 0, n = 0; from < events.length; n++) {
        const size = cuts[n % cuts.length];
        await stream(...events.slice(from, from + size));
        from += size;
        if (n % 2 === 0) restart();
      }
      await keeper.step();
      const pieces = { rings: ringsOf(() => true), history: keeper.book?.history(), ids: keeper.book?.rings().map(({ id }) => id) };
      // The same events, read once from the beginning by one process.
      await room.store.transaction((sql) => sql.query("truncate ring_thing, ring_link, ring_left_out, ring_member, ring_event, ring, consumer"));
      restart();
      await keeper.step();
      expect(pieces).toEqual({ rings: ringsOf(() => true), history: keeper.book?.history(), ids: keeper.book?.rings().map(({ id }) => id) });
      // And what is in the database is what is in memory.
      const rows = await room.store.snapshot((sql) =>
        sql.query<{ readonly tokens: string }>("select string_agg(token, ' ' order by token) as tokens from ring_member group by ring"),
      );
      expect(rows.map(({ tokens }) => tokens).sort()).toEqual(pieces.rings);
    }),
    { numRuns: 12, seed: 5 },
  );
});

test.each<FaultPoint>(["rings.taken", "rings.written"])("ended at %s, it goes on without losing or doubling a tie", async (point) => {
  await append([opens("o1", "person-1", { account: acct(HOUSE[0]) }), pays("p1", 50, HOUSE[0], HOUSE[1], "100", "shared")]);
  const disarm = armFaultPoint(point, () => {
    throw new Error("killed here");
  });
  await expect(keeper.step()).rejects.toThrow("killed here");
  disarm();
  restart();
  await keeper.step();
  await stream(pays("p2", 40, HOUSE[1], HOUSE[2], "100", "shared"));
  expect(keeper.links).toBe(3);
  expect(keeper.book?.rings().map(({ id, members }) => `${id} ${members.length}`)).toEqual(["ring_1 4"]);
  // The same process goes on after a failure as well: what was in memory only is read again.
  const again = armFaultPoint("rings.taken", () => {
    again();
    throw new Error("the database was away");
  });
  await append([opens("o2", "person-2", { account: acct(HOUSE[1]) })]);
  await expect(keeper.step()).rejects.toThrow("away");
  await keeper.step();
  expect(keeper.book?.rings().map(({ id, members }) => `${id} ${members.length}`)).toEqual(["ring_1 5"]);
  restart();
  await keeper.step();
  expect(keeper.book?.rings().map(({ id, members }) => `${id} ${members.length}`)).toEqual(["ring_1 5"]);
});

test("a limit of ties is kept and counted; old ties are forgotten and what hung on them falls apart", async () => {
  keeper.close();
  begin(2);
  await stream(opens("o1", "person-1", { account: acct(HOUSE[0]) }), uses("u1", { person: "person-1", device: "d1" }), uses("u2", { person: "person-2", device: "d1" }));
  expect({ links: keeper.links, leftAside: keeper.counts.leftAside }).toEqual({ links: 2, leftAside: 1 });
  room.world.advance(room.world.nowMs() + 9 * DAY);
  keeper.close();
  begin(100, 100);
  await stream(uses("u3", { person: "person-3", device: "d1" }));
  expect(keeper.book?.rings().map(({ members }) => members.length)).toEqual([4]);
  room.world.advance(room.world.nowMs() + 95 * DAY);
  await keeper.step();
  // Only the newest tie is younger than a hundred days.
  expect(keeper.links).toBe(1);
  expect(keeper.book?.rings().map(({ id, members }) => `${id} ${members.length}`)).toEqual(["ring_1 2"]);
  expect(await room.store.snapshot((sql) => sql.query("select kind from ring_thing order by kind"))).toEqual([{ kind: "device" }, { kind: "person" }]);
});
