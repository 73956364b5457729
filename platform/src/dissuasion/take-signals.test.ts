/** From signals to warnings: one person, one episode, one warning, each event once, whoever takes them at the same time. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../test/case-room.ts";
import { CALLER, hit, lead, longCall, officer, oneCall, openedLink, OWN_ACCOUNT, paying, play, STATION, take, VICTIM, warned } from "../../test/warning-room.ts";
import type { Signal } from "../domain/signal.ts";
import { verifyLedger } from "../matters/audit.ts";
import { warning } from "./warning/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const person = (n: number): Partial<Signal> => ({ victim: { type: "number", text: `+86138001${String(n).padStart(5, "0")}` } });
const messagesTo = (number: string): number => room.handed.messenger.filter((message) => message.to === number).length;

test("new signs raise the level of the one open warning and never make a second", async () => {
  const first = await warned(room, [oneCall("e1")]);
  expect(first).toMatchObject({ state: "signed", level: 0 });
  expect(await take(room, [openedLink("e2"), longCall("e3")])).toMatchObject({ opened: [], joined: [first.id] });
  const raised = await room.get(warning, first.id);
  // It was nobody's task while it was low; now somebody has to sign for it.
  expect(raised).toMatchObject({ state: "dispatched", level: 2, body: { events: 3, stage: "S3", counts: { sms: 2 } } });
  expect(raised.body.rules.toSorted()).toEqual(["C01", "C09", "U02"]);
  await play(room, first.id).signs(officer(room));
  expect(await take(room, [paying("e4")])).toMatchObject({ opened: [], joined: [first.id] });
  expect(await room.get(warning, first.id)).toMatchObject({ state: "signed", level: 3, assignee: "usr_dissuader_org_shinan_s1_1", body: { counts: { sms: 3 } } });
  expect(await room.all(warning)).toHaveLength(1);
  await room.settle();
  // A message for each level that was reached, and one that announces the call: never for the same twice.
  const sent = messagesTo(VICTIM);
  expect([sent, room.handed.messenger.filter((message) => message.text.zh.includes("核对码")).length]).toEqual([4, 1]);
  await take(room, [longCall("e5"), longCall("e6"), oneCall("e7")]);
  await room.settle();
  expect(messagesTo(VICTIM)).toBe(sent);
});

test("the same event never counts twice: in one batch, in two, or in two at once", async () => {
  const first = await warned(room, [longCall("e1"), longCall("e1")]);
  expect(first.body.events).toBe(1);
  expect(await take(room, [longCall("e1"), longCall("e1", person(7))])).toMatchObject({ opened: [], joined: [], counts: { repeated: 1 } });
  const both = await Promise.all([take(room, [longCall("e2", person(1))]), take(room, [longCall("e2", person(1))])]);
  expect(both.map((taken) => taken.opened.length).toSorted((a, b) => a - b)).toEqual([0, 1]);
  // Even under another person's name.
  const other = await Promise.all([take(room, [longCall("e3", person(2))]), take(room, [longCall("e3", person(3))])]);
  expect(other.flatMap((taken) => taken.opened)).toHaveLength(1);
});

test("fifty intakes at once about one person make one warning with all that was seen", async () => {
  // Somebody who is known already: nothing waits for a row that names them.
  await play(room, (await warned(room, [longCall("e", { person: "stream:1" })])).id).cancelled(lead(room), "wrong-data");
  await room.pass(2 * DAY);
  const over: Partial<Signal> = { person: "stream:1", occurredAtMs: room.world.nowMs() };
  const taken = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      take(room, [i % 3 === 0 ? paying(`e${i}`, over) : longCall(`e${i}`, { ...over, ...(i % 2 === 0 ? {} : { victim: { type: "account", text: OWN_ACCOUNT } }) })]),
    ),
  );
  expect(taken.flatMap((one) => one.opened)).toHaveLength(1);
  const [only, ...more] = (await room.all(warning)).filter((one) => one.state !== "cancelled");
  expect(more).toEqual([]);
  expect(only).toMatchObject({ level: 3, body: { events: 50 } });
  await room.settle();
  expect(room.handed.messenger.filter((message) => message.text.zh.includes("核对码"))).toHaveLength(2);
  expect((await room.store.snapshot((sql) => verifyLedger(sql, room.desk.parts.vault.publicKeyPem))).faults).toEqual([]);
});

test("whatever the order and the batches, one person has one open warning and every event is in it once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ who: fc.integer({ min: 0, max: 2 }), kind: fc.integer({ min: 0, max: 3 }), again: fc.boolean() }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (steps, size) => {
        const run = room.world.newId("run");
        const make = [oneCall, openedLink, longCall, paying];
        const signals = steps.flatMap(({ who, kind, again }, i) => {
          const signal = make[kind]!(`${run}-${i}`, { victim: { type: "number", text: `+861391${run.slice(-4).replaceAll(/\D/g, "7")}${String(who).padStart(3, "0")}` } });
          return again ? [signal, signal] : [signal];
        });
        const batches = Array.from({ length: Math.ceil(signals.length / size) }, (_, i) => signals.slice(i * size, i * size + size));
        await Promise.all(batches.map((batch) => take(room, batch)));
        const mine = (await room.all(warning)).filter((one) => one.body.signs.some((sign) => sign.event.startsWith(run)));
        const people = new Set(steps.map((step) => step.who));
        expect(mine).toHaveLength(people.size);
        expect(mine.reduce((sum, one) => sum + one.body.events, 0)).toBe(steps.length);
        for (const one of mine) expect(one.body.events).toBe(new Set(one.body.signs.map((sign) => sign.event)).size);
        await room.store.transaction((sql) => sql.query("update matter set state = 'expired', closed_at_ms = 1 where kind = 'warning'"));
      },
    ),
    { seed: 20_261_126, numRuns: 15 },
  );
});

test("a link that is learned later joins two open warnings of one person: the older has it all, the other ends as merged", async () => {
  const byNumber = await warned(room, [longCall("e1")]);
  await room.pass(MINUTE);
  const byAccount = await warned(room, [paying("e2", { victim: { type: "account", text: OWN_ACCOUNT } })]);
  expect(byAccount.id).not.toBe(byNumber.id);
  const { joined, merged } = await take(room, [longCall("e3", { person: "stream:9" }), paying("e4", { victim: { type: "account", text: OWN_ACCOUNT }, person: "stream:9" })]);
  expect([joined, merged]).toEqual([[byNumber.id], [byAccount.id]]);
  expect(await room.get(warning, byAccount.id)).toMatchObject({ state: "merged", body: { mergedInto: byNumber.id } });
  const one = await room.get(warning, byNumber.id);
  expect(one).toMatchObject({ state: "dispatched", level: 3, body: { absorbed: [byAccount.id] } });
  expect(one.body.known[0]?.type).toBe("person");
  expect(one.body.known.map((ref) => ref.type).toSorted()).toEqual(["account", "number", "person"]);
});

test("after an awakening: a new call is added, money that moves starts the work anew, and a new episode is a new warning", async () => {
  const first = await warned(room, [longCall("e1")]);
  const w = play(room, first.id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  await w.awakened(officer(room), "call-record");
  await take(room, [oneCall("e2", { occurredAtMs: room.world.nowMs() })]);
  expect(await w.now()).toMatchObject({ state: "awakened", body: { events: 2 } });
  await take(room, [paying("e3", { occurredAtMs: room.world.nowMs() })]);
  expect(await w.now()).toMatchObject({ state: "dispatched", level: 3, assignee: null, body: { averted: "no", events: 3 } });
  await w.signs(officer(room));
  await w.calls(officer(room));
  await w.awakened(officer(room), "call-record");
  await room.pass(2 * DAY);
  const later = await warned(room, [longCall("e4", { occurredAtMs: room.world.nowMs() })]);
  expect(later.body.absorbed).toEqual([first.id]);
  expect(await w.now()).toMatchObject({ state: "merged", body: { mergedInto: later.id } });
});

test("after a false alarm nobody is troubled again for the same, but for more", async () => {
  const first = await warned(room, [longCall("e1")]);
  await play(room, first.id).cancelled(lead(room), "known-contact");
  expect(await take(room, [longCall("e2"), oneCall("e3")])).toMatchObject({ opened: [], joined: [], counts: { quiet: 1 } });
  expect((await take(room, [longCall("e4", { category: "FAKE_INVEST" })])).opened).toHaveLength(1);
  const [other] = (await room.all(warning)).filter((one) => one.state !== "cancelled");
  await play(room, other!.id).cancelled(lead(room), "known-contact");
  expect((await take(room, [paying("e5")])).opened).toHaveLength(1);
});

test("a false alarm of yesterday says nothing about today", async () => {
  const first = await warned(room, [longCall("e1")]);
  await play(room, first.id).cancelled(lead(room), "known-contact");
  await room.pass(DAY + HOUR);
  expect((await take(room, [longCall("e2", { occurredAtMs: room.world.nowMs() })])).opened).toHaveLength(1);
});

test("routing: to the lowest competent unit, to the one above where there is none, to the top with the reason where nobody knows", async () => {
  const at = async (n: number, where: Parameters<typeof take>[2]): Promise<unknown> => {
    const { org, territory, body } = await warned(room, [longCall(`r${n}`, person(n))], where);
    return [org, territory, body.place.reason];
  };
  expect(await at(1, STATION)).toEqual(["org_shinan_s1", "37/3702/370202/s1", "residence"]);
  expect(await at(2, { territory: "37/3702/370203/s9", reason: "present" })).toEqual(["org_shibei", "37/3702/370203/s9", "present"]);
  expect(await at(3, { territory: "33/3307/330783", reason: "number-home" })).toEqual(["org_zj", "33/3307/330783", "number-home"]);
  expect(await at(4, null)).toEqual(["org_ministry", "", "unknown"]);
  const dispatch = (await room.desk.history(room.system, (await room.all(warning))[0]!.id)).find((line) => line.event === "dispatch");
  expect(dispatch?.detail).toMatchObject({ unit: "org_ministry", routing: "unknown" });
});

test("somebody who is known only by an account is told through the bank, and by number once the stream knows one", async () => {
  const first = await warned(room, [paying("e1", { victim: { type: "account", text: OWN_ACCOUNT }, person: "stream:3" })]);
  await room.settle();
  expect(room.handed.messenger).toEqual([]);
  expect(room.handed.institution.map(({ to, what, fields }) => [to, what, fields["holder"]])).toContainEqual(["org_icbc", "notice", OWN_ACCOUNT]);
  expect(first.body.next).toEqual({ kind: "sign" });
  await take(room, [paying("e2", { person: "stream:3" })]);
  await room.settle();
  expect(await room.get(warning, first.id)).toMatchObject({ body: { number: { masked: "138****8000" } } });
});

test("a linked person is reached by the number of an earlier warning", async () => {
  const first = await warned(room, [longCall("e1", { person: "stream:4" })]);
  await play(room, first.id).cancelled(lead(room), "wrong-data");
  await room.pass(2 * DAY);
  const later = await warned(room, [paying("e2", { victim: { type: "account", text: OWN_ACCOUNT }, person: "stream:4", occurredAtMs: room.world.nowMs() })]);
  expect(later.body.number?.masked).toBe("138****8000");
});

test("one malformed identifier refuses its own signal, says so, and holds up no other", async () => {
  const { opened, counts } = await take(room, [
    longCall("bad", { victim: { type: "number", text: "not a number" } }),
    longCall("good"),
    oneCall("bad2", { other: { type: "account", text: "nowhere" } }),
  ]);
  expect([opened.length, counts.refused]).toEqual([1, 2]);
  const noted = await room.store.snapshot((sql) => sql.query<{ detail: { event: string } }>("select detail from ledger where event = 'signal-refused' order by seq"));
  expect(noted.map((line) => line.detail.event)).toEqual(["bad", "bad2"]);
  expect(JSON.stringify(noted)).not.toContain("not a number");
});

test("without any police unit nothing is opened and nothing breaks", async () => {
  await room.store.transaction((sql) => sql.query("update organisation set territory = '99' where kind = 'police'"));
  expect(await take(room, [longCall("e1")], null)).toMatchObject({ opened: [], counts: { unrouted: 1 } });
});

test("two thousand signals of a thousand people are one piece of work with a fixed number of statements", async () => {
  const signals = Array.from({ length: 2_000 }, (_, i) => longCall(`m${i}`, person(i % 1_000)));
  let statements = 0;
  const { store } = room;
  const counting = {
    ...room.desk.parts,
    store: {
      transaction: <T>(work: Parameters<typeof store.transaction<T>>[0]) => store.transaction((sql) => work({ query: (...given) => (statements++, sql.query(...given)) })),
      snapshot: store.snapshot.bind(store),
      close: () => store.close(),
    },
  };
  const { Desk } = await import("../matters/desk.ts");
  const { takeSignals } = await import("./take-signals.ts");
  const { routingTo } = await import("../../test/warning-room.ts");
  const taken = await new Desk(counting).work(room.system, (work) => takeSignals(work, signals, routingTo(STATION)));
  expect(taken.opened).toHaveLength(1_000);
  expect(statements).toBeLessThan(60);
  expect((await room.all(warning)).every((one) => one.state === "dispatched" && one.body.events === 2)).toBe(true);
});

test("identifiers of people stand in no body, no history and no ledger", async () => {
  await warned(room, [paying("e1", { person: "stream:5" })]);
  const rows = await room.store.snapshot((sql) =>
    sql.query<{ text: string }>("select (select string_agg(body::text, '') from matter) || (select string_agg(detail::text || evidence::text, '') from ledger) as text"),
  );
  for (const secret of [VICTIM, CALLER, "6222021234567890", "6217009876543210", "stream:5"]) expect(rows[0]!.text).not.toContain(secret);
});

test("a hit that an officer did not make cannot be sent from outside", async () => {
  const forged = { found: { found: { level: "urgent" }, place: null } };
  await expect(room.desk.work(lead(room), (work) => work.openAny("warning", forged))).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  await expect(room.desk.work(room.system, (work) => work.openAny("warning", { found: hit("C1", "call") }))).rejects.toMatchObject({ problem: { code: expect.any(String) } });
});
