/** The golden time: a report by telephone, and everything that has to happen before the story is told. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { account, events, instantOf, matters, paid, phone, reported } from "../../../test/report-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import { versionOf } from "../../matters/work.ts";
import { report } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

test("09:00 a victim calls · a stop is proposed in the same breath · the duty lead approves it · the bank stops · the story is told afterwards", async () => {
  const taken = await reported(room, { payments: [paid(room, { to: account(4417), toName: "李四", from: account(9, "ABC") })] });
  const [stop] = await matters(room, "stop-payment");
  expect(stop).toMatchObject({ state: "drafted", parent: taken.id, territory: "37/3702/370202", openedAtMs: taken.openedAtMs });
  expect(stop.body).toMatchObject({ amountMinor: "5000000", currency: "CNY", tier: 1, holderName: { masked: "李**" }, paidAtMs: room.world.nowMs() - 10 * MINUTE });
  expect(taken.level).toBe(3);

  await room.pass(MINUTE);
  // The reporter has the receipt with number and code before anything else is asked.
  expect(room.handed.messenger).toHaveLength(1);
  expect(room.handed.messenger[0].text.zh).toContain(taken.serial);
  expect(room.handed.messenger[0].text.zh).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);

  await room.desk.work(room.as("dutyLead"), (work) => work.actAny("stop-payment", [{ id: stop.id, command: "approve", input: {} }]));
  await room.settle();
  await room.pass(4 * MINUTE);
  await room.desk.work(room.as("bankOps"), (work) =>
    work.actAny("stop-payment", [
      {
        id: stop.id,
        command: "answer",
        input: { result: "stopped", at: instantOf(room.world.nowMs()), heldMinor: "5000000", match: { name: true, account: true, amount: true, time: true } },
      },
    ]),
  );
  expect((await matters(room, "stop-payment"))[0].state).toBe("stopped");

  // Only now the story: the entry is complete within its thirty minutes, and no alarm rings.
  await room.act(report, room.as("intake"), taken.id, "add", { narrative: "对方自称客服，称会员自动续费，诱导下载软件后转账。" });
  await room.act(report, room.as("caseOfficer"), taken.id, "accept");
  await room.pass(HOUR);
  expect(await events(room, taken.id)).not.toContain("overdue");
  expect(await matters(room, "stop-payment")).toHaveLength(1);
});

test("the entry alarm rings after thirty minutes when brief and account are not complete, and only then", async () => {
  const taken = await reported(room, { payments: [paid(room)] });
  await room.pass(29 * MINUTE);
  expect(await events(room, taken.id)).not.toContain("overdue");
  await room.pass(2 * MINUTE);
  expect(await events(room, taken.id)).toContain("overdue");

  const complete = await reported(room, { payments: [paid(room, { to: account(2), toName: "李四" })], narrative: "对方冒充领导要求垫付货款，随后失去联系。" });
  await room.pass(HOUR);
  expect(await events(room, complete.id)).not.toContain("overdue");
});

test("the window is the profile's: 24 hours after the money left nothing is proposed, a minute before it is", async () => {
  await reported(room, { payments: [paid(room, { agoMs: DAY })] });
  expect(await matters(room, "stop-payment")).toHaveLength(0);
  await reported(room, { payments: [paid(room, { agoMs: DAY - MINUTE })] });
  expect(await matters(room, "stop-payment")).toHaveLength(1);
});

test("one proposal for each account: three payments to one account are one, so that its rounds are not used up", async () => {
  await reported(room, {
    payments: [
      paid(room, { amountMinor: "100000", agoMs: 30 * MINUTE }),
      paid(room, { amountMinor: "200000", agoMs: 20 * MINUTE }),
      paid(room, { amountMinor: "300000" }),
      paid(room, { to: account(2, "CCB"), amountMinor: "400000" }),
    ],
  });
  expect((await matters(room, "stop-payment")).map((stop) => (stop.body as { amountMinor: string }).amountMinor).sort()).toEqual(["400000", "600000"]);
});

test("a bank that has no desk here is said, and refuses neither the report nor the other stops", async () => {
  const taken = await reported(room, { payments: [paid(room, { to: account(1, "NOWHERE") }), paid(room, { to: account(2) })] });
  expect(await matters(room, "stop-payment")).toHaveLength(1);
  expect(await events(room, taken.id)).toContain("no-desk-for-stop");
});

test("a payment told later is stopped as well, one that was told before is not stopped twice", async () => {
  const taken = await reported(room, { payments: [paid(room)] });
  await room.act(report, room.as("intake"), taken.id, "add", { payments: [paid(room), paid(room, { to: account(2) })] });
  expect(await matters(room, "stop-payment")).toHaveLength(2);
  const added = await room.act(report, room.as("intake"), taken.id, "add", { payments: [paid(room)] });
  expect(await matters(room, "stop-payment")).toHaveLength(2);
  expect(added.body.payments).toHaveLength(2);
});

test("a witness does not stop anybody's money, the person's family does", async () => {
  await reported(room, { role: "witness", payments: [paid(room)] });
  expect(await matters(room, "stop-payment")).toHaveLength(0);
  await reported(room, { role: "relative", victim: { number: phone(7) }, payments: [paid(room)] });
  expect(await matters(room, "stop-payment")).toHaveLength(1);
});

test("when the stop cannot be opened nothing is kept of the report either: it is one act", async () => {
  // The bank's desk is gone between the look-up of desks and the opening: the consequence fails.
  await room.store.transaction((sql) =>
    sql.query(`create function refuse_stop() returns trigger language plpgsql as $$ begin if new.kind = 'stop-payment' then raise exception 'no'; end if; return new; end $$`),
  );
  await room.store.transaction((sql) => sql.query("create trigger refuse_stop before insert on matter for each row execute function refuse_stop()"));
  await expect(reported(room, { payments: [paid(room)] })).rejects.toThrow(/P0001/);
  expect(await matters(room, "report")).toHaveLength(0);
});

test("a warned person who had paid already becomes a report with its stop, linked to the warning", async () => {
  const warning = "wrn_0001" as MatterId;
  await room.store.transaction((sql) =>
    sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, opened_at_ms, changed_at_ms, opened_by, hands, body)
       values ($1, 'warning', 'already-paid', 1, $1, $2, '37/3702/370202', 'org_shinan', 0, 0, 'test', '{}', '{}')`,
      [warning, versionOf(room.desk.parts.law.current(room.world.nowMs()))],
    ),
  );
  await room.desk.work(room.as("dissuader"), async (work) => {
    const victim = work.identify("number", phone(3), "victim");
    const to = work.identify("account", account(5), "to");
    await room.desk.parts.follow(work, {
      name: "already-paid",
      warning,
      victim,
      territory: "37/3702/370202",
      category: "AUTHORITY",
      payments: [{ from: null, to, amountMinor: "880000", currency: "CNY", atMs: room.world.nowMs() - HOUR }],
    });
  });
  const [taken] = await room.all(report);
  expect(taken).toMatchObject({ state: "received", parent: warning, org: "org_shinan", body: { channel: "warning", role: "victim", warning, axes: { lure: "AUTHORITY" } } });
  expect(await matters(room, "stop-payment")).toMatchObject([{ parent: taken.id, state: "drafted" }]);
  await room.settle();
  expect(room.handed.messenger.map((one) => one.to)).toEqual([phone(3)]);
});

test("two officers who take down the same call at the same moment propose two stops, and the account's rounds decide later", async () => {
  await Promise.all([
    reported(room, { payments: [paid(room)] }, room.as("intake", "org_shinan", 1)),
    reported(room, { payments: [paid(room)] }, room.as("intake", "org_shinan", 2)),
  ]);
  expect(await matters(room, "stop-payment")).toHaveLength(2);
  expect(await matters(room, "series")).toMatchObject([{ state: "proposed" }]);
});
