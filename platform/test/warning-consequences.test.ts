/** What follows from a warning in other slices, in the same transaction or not at all; and the same warning in another country. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, START, type Room } from "./case-room.ts";
import { CHECKLIST, hit, longCall, officer, OWN_ACCOUNT, PAYEE, paying, play, take, VICTIM, warned } from "./warning-room.ts";
import type { Scope } from "../src/access/scope.ts";
import { report } from "../src/cases/report/kind.ts";
import { policeCase } from "../src/cases/case/kind.ts";
import type { Announcement } from "../src/domain/announcement.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { Desk } from "../src/matters/desk.ts";
import { stopPayment } from "../src/orders/stop-payment/kind.ts";
import { warningFigures } from "../src/dissuasion/figures.ts";
import { warning } from "../src/dissuasion/warning/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const PAID = { outcome: "already-paid", payments: [{ from: OWN_ACCOUNT, to: PAYEE, amountMinor: "5000000", currency: "CNY", at: "2026-03-12T08:58:00+08:00" }] };

const reports = (number: string, paidAt: string) =>
  room.open(report, room.as("intake"), {
    channel: "hotline",
    role: "victim",
    reporter: { number },
    payments: [{ from: OWN_ACCOUNT, to: PAYEE, amountMinor: "100", currency: "CNY", paidAt }],
  });

async function inContact(target: Room, event = "e1"): Promise<MatterId> {
  const { id } = await warned(target, [paying(event)]);
  const w = play(target, id);
  await w.signs(officer(target));
  await w.calls(officer(target));
  return id;
}

test("had paid: in one transaction a report, a proposal to stop the payee's account, and the warning ends in the report", async () => {
  const id = await inContact(room);
  const ended = await play(room, id).result(officer(room), PAID);
  const [made, ...more] = await room.all(report);
  expect(more).toEqual([]);
  expect(made).toMatchObject({ territory: "37/3702/370202/s1", openedAtMs: START });
  expect(ended).toMatchObject({ state: "closed-to-report", body: { report: made!.id, next: { kind: "none" } } });
  const [stop] = await room.all(stopPayment);
  expect(stop).toMatchObject({ state: "drafted", parent: made!.id, body: { account: { masked: "CCB 6217 **** 3210" }, amountMinor: "5000000", currency: "CNY", tier: 1 } });
});

test("when what follows fails, nothing of it remains: no report, no stop, and the officer may record it again", async () => {
  const id = await inContact(room);
  const failing = new Desk({
    ...room.desk.parts,
    follow: async (work, said) => {
      await room.desk.parts.follow(work, said);
      if (said.name === "already-paid") throw new Error("the report could not be opened");
    },
  });
  await expect(failing.work(officer(room), (work) => work.actOne(warning, id, "result", PAID))).rejects.toThrow("the report could not be opened");
  expect(await room.get(warning, id)).toMatchObject({ state: "in-contact", body: { payments: [] } });
  expect([await room.all(report), await room.all(stopPayment), await room.all(policeCase)]).toEqual([[], [], []]);
  expect(await room.store.snapshot((sql) => sql.query("select 1 from rule_outcome"))).toEqual([]);
  expect((await play(room, id).result(officer(room), PAID)).state).toBe("closed-to-report");
});

test("a loss that is found at the follow-up becomes a report as well, and nothing is called averted", async () => {
  const id = await inContact(room);
  const w = play(room, id);
  await w.awakened(officer(room), "call-record");
  await room.pass(DAY);
  const ended = await w.give("follow-up", officer(room), { result: "paid", payments: PAID.payments });
  expect(ended).toMatchObject({ state: "closed-to-report", body: { averted: "no" } });
  expect(await room.all(report)).toHaveLength(1);
});

test("somebody who reports a loss within the week was not averted, whatever the follow-up said", async () => {
  const id = await inContact(room);
  const w = play(room, id);
  await w.awakened(officer(room), "call-record");
  await room.pass(DAY);
  await w.followUp(officer(room), "no-loss");
  await reports(VICTIM, "2026-03-13T08:00:00+08:00");
  await room.pass(8 * DAY);
  expect(await w.now()).toMatchObject({ state: "closed", body: { averted: "no" } });
});

test("a miss: a payment was reported and nobody had warned the person before it", async () => {
  await warned(room, [longCall("e1")]);
  await room.pass(HOUR);
  await reports(VICTIM, "2026-03-12T09:30:00+08:00");
  await reports(VICTIM, "2026-03-12T08:30:00+08:00");
  await reports("+8613800138999", "2026-03-12T09:30:00+08:00");
  await room.open(report, room.as("intake"), { channel: "hotline", role: "informer", reporter: { number: "+8613800138998" }, narrative: "somebody called me" });
  const figures = (who: Scope) => room.store.snapshot((sql) => warningFigures(sql, who, { fromMs: START, toMs: START + DAY }));
  expect((await figures(room.system)).missed).toMatchObject({ hits: 2, of: 3 });
  expect((await figures(room.as("dutyLead", "org_yiwu"))).missed).toMatchObject({ of: 0, permille: null });
});

test("money that moves is told to who may hold it, once for each payment, and only at the level that has it", async () => {
  const said: Announcement[] = [];
  const desk = new Desk({ ...room.desk.parts, follow: async (_work, announcement) => void said.push(announcement) });
  const listening: Room = { ...room, desk };
  // High with money that moves: there the profile asks no bank to hold it.
  await take(listening, [paying("e1", { families: false, urgent: false, hits: [hit("T01", "payment")] })]);
  expect(said).toEqual([]);
  await take(listening, [paying("e2")]);
  await take(listening, [paying("e3"), longCall("e4")]);
  expect(said.map((one) => (one.name === "payment-at-risk" ? [one.payment.transfer, one.payment.amountMinor, one.payment.from?.masked] : one.name))).toEqual([
    ["e2", "5000000", "ICBC 6222 **** 7890"],
    ["e3", "5000000", "ICBC 6222 **** 7890"],
  ]);
});

test("the United Kingdom's profile: other channels, clocks and numbers to call, without a change of code", async () => {
  const uk = await caseRoom({ profile: "UK" });
  const ministry = uk.as("dutyLead", "org_ministry");
  const urgent = await warned(uk, [paying("e1")], null);
  await uk.settle();
  // There an urgent warning starts with the bank and a visit, not with a message; the call is announced all the same.
  expect(urgent).toMatchObject({ level: 3, profile: expect.stringContaining("UK"), body: { counts: { sms: 0 } } });
  expect(uk.handed.messenger.map((message) => message.text.en)).toEqual([expect.stringContaining("159")]);
  expect(uk.handed.messenger[0]?.text.en).not.toContain("96110");
  const w = play(uk, urgent.id);
  await w.signs(ministry);
  await w.calls(ministry);
  await w.result(ministry, { outcome: "awakened", checklist: CHECKLIST, proof: { kind: "call-record", ref: "r" } });
  await uk.pass(MINUTE);
  expect(uk.stuck).toEqual([]);
  await uk.close();
});
