/** A held payment under two laws: by whom, how long, told how, and that it goes on by itself. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { handedAs, told } from "../../../test/order-desk.ts";
import { account, events, instantOf, phone } from "../../../test/report-desk.ts";
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import { fireDue } from "../../matters/clock.ts";
import { Desk } from "../../matters/desk.ts";
import { holdPayment } from "./consequences.ts";
import { hold } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

type Draft = NonNullable<(typeof hold)["draft"]>;
const draft = (more: Partial<Draft> = {}, of: Room = room): Draft => ({
  by: { kind: "own" },
  account: account(1),
  payee: account(77, "CCB"),
  contact: phone(55),
  amountMinor: "8000000",
  currency: "CNY",
  transfer: "T-1",
  orderedAt: instantOf(of.world.nowMs()),
  reason: "on-the-phone",
  ...more,
});
const bank = () => room.as("bankOps");
const stateOf = async (id: MatterId, of: Room = room): Promise<string> => (await of.get(hold, id)).state;
const byVerdict = async (more: Partial<Draft> = {}, of: Room = room) =>
  (await of.desk.work(of.system, (work) => work.open(hold, [draft({ by: { kind: "verdict", ref: "evt_1" }, ...more }, of)], "consequence")))[0];

test("held at the counter · the customer reads which payment, why, until when, how to have it carried out · a day later it goes on by itself", async () => {
  const held = await room.open(hold, bank(), draft());
  expect(held).toMatchObject({ state: "held", partner: "org_icbc", org: "org_icbc", territory: "", body: { measure: "transaction-hold", scope: "transaction" } });
  await room.settle();
  // The bank does itself what it decided; the person is told both ways.
  expect(room.handed.institution.map((one) => one.what)).toEqual(["notice"]);
  const [sms] = room.handed.messenger;
  expect(sms).toMatchObject({ to: phone(55) });
  expect(sms.text.zh).toMatch(/6222 \*\*\*\* 0077，80,000\.00 CNY.*暂缓.*指导操作.*《反电信网络诈骗法》.*24 小时，至 2026 年 3 月 13 日 09:00.*甲银行.*与银行核实/);
  expect(sms.text.en).toMatch(/80,000\.00 CNY.*on hold.*directing the payment.*24 hours, ending by itself at 09:00 on 13 March 2026.*Bank A.*confirm it with your bank/);
  await room.pass(24 * HOUR - 1);
  expect(await stateOf(held.id)).toBe("held");
  await room.pass(1);
  expect(await stateOf(held.id)).toBe("expired");
  expect(handedAs(room, "hold.release")).toMatchObject([{ fields: { transfer: "T-1", why: "expired", account: account(1) } }]);
  expect((await room.get(hold, held.id)).body.cost).toMatchObject({ fromMs: held.openedAtMs, untilMs: held.openedAtMs + 24 * HOUR, amountMinor: "8000000" });
});

test("held on a verdict: a person of the bank confirms within the hour, or it goes on by itself", async () => {
  const lapsing = await byVerdict();
  await room.settle();
  expect(handedAs(room, "hold.request")).toMatchObject([
    { to: "org_icbc", fields: { matter: lapsing.id, serial: lapsing.serial, transfer: "T-1", account: account(1), payee: account(77, "CCB") } },
  ]);
  await room.pass(HOUR - 1);
  expect(await stateOf(lapsing.id)).toBe("held");
  await room.pass(1);
  expect(await stateOf(lapsing.id)).toBe("lapsed");
  expect((await told(room, lapsing.id)).map((one) => one.template)).toEqual([
    "transaction-hold.held",
    "transaction-hold.held",
    "transaction-hold.expired",
    "transaction-hold.expired",
  ]);

  const confirmed = await byVerdict({ transfer: "T-2" });
  await room.pass(50 * MINUTE);
  await expect(room.act(hold, room.as("bankOps", "org_ccb"), confirmed.id, "confirm")).rejects.toMatchObject({ problem: { code: "not-found" } });
  await room.act(hold, bank(), confirmed.id, "confirm", { reason: "unusual-payment" });
  await room.pass(20 * HOUR);
  expect(await stateOf(confirmed.id)).toBe("held");
  await room.pass(4 * HOUR);
  expect(await stateOf(confirmed.id)).toBe("expired");
});

test("carried out, not made, cancelled: each told, what was wrong is announced, what it cost is kept", async () => {
  const wrong = await room.open(hold, bank(), draft());
  await room.pass(2 * HOUR);
  await room.act(hold, bank(), wrong.id, "release", { reason: "false-alarm" });
  await room.act(hold, bank(), wrong.id, "report-costs", { feesMinor: "1500", interestMinor: "32" });
  expect(await room.get(hold, wrong.id)).toMatchObject({ state: "released", body: { cost: { feesMinor: "1500", interestMinor: "32", untilMs: wrong.openedAtMs + 2 * HOUR } } });
  expect((await told(room, wrong.id)).at(-1)).toMatchObject({ template: "transaction-hold.released", en: expect.stringContaining("a mistake") });
  const refused = await room.open(hold, bank(), draft({ transfer: "T-2" }));
  await room.act(hold, bank(), refused.id, "refuse", { reason: "fraud-found" });
  expect((await told(room, refused.id)).at(-1)).toMatchObject({ template: "transaction-hold.refused", en: expect.stringMatching(/free to use.*this payment only/) });
  const cancelled = await room.open(hold, bank(), draft({ transfer: "T-3" }));
  await room.act(hold, bank(), cancelled.id, "cancel");
  await room.settle();
  expect(room.handed.institution.filter((one) => one.what.startsWith("hold.")).map((one) => [one.what, one.fields["transfer"]])).toEqual([
    ["hold.release", "T-1"],
    ["hold.refuse", "T-2"],
    ["hold.cancel", "T-3"],
  ]);
});

test("one payment is held once, and a verdict alone does not hold again what a person has just let go", async () => {
  const first = await room.open(hold, bank(), draft());
  await room.pass(25 * HOUR);
  await expect(room.open(hold, bank(), draft())).rejects.toMatchObject({ problem: { code: "limit-of-law", detail: expect.stringContaining("held once") } });
  const second = await room.open(hold, bank(), draft({ transfer: "T-2" }));
  await room.act(hold, bank(), second.id, "release", { reason: "verified" });
  await expect(byVerdict({ transfer: "T-3" })).rejects.toMatchObject({ problem: { code: "limit-of-law", detail: expect.stringContaining("verdict alone") } });
  await room.pass(25 * HOUR);
  expect((await byVerdict({ transfer: "T-4" })).state).toBe("held");
  expect(await stateOf(first.id)).toBe("expired");
  // At the same moment from two desks: once.
  const twice = await Promise.allSettled(
    [1, 2].map((n) => room.desk.work(room.as("bankOps", "org_icbc", n), (work) => work.openOne(hold, draft({ transfer: "T-9", payee: account(78, "CCB") })))),
  );
  expect(twice.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a bank holds its own customers' payments, and only by its own decision", async () => {
  await expect(room.open(hold, room.as("bankOps", "org_ccb"), draft())).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await expect(room.open(hold, bank(), draft({ by: { kind: "verdict", ref: "x" } }))).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await expect(room.open(hold, room.as("dutyLead"), draft())).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await expect(room.open(hold, bank(), draft({ orderedAt: instantOf(room.world.nowMs() + DAY) }))).rejects.toMatchObject({ problem: { code: "malformed-input" } });
});

test("the customer asks to have it carried out: late answers are noted; a bank that never had the request holds nothing", async () => {
  const held = await room.open(hold, bank(), draft());
  await room.act(hold, bank(), held.id, "ask-release");
  await room.pass(4 * HOUR);
  expect(await events(room, held.id)).toContain("release-overdue");
  room.refuse = { refused: "no such desk", retry: false };
  const lost = await byVerdict({ transfer: "T-2" });
  await room.settle();
  expect(await stateOf(lost.id)).toBe("void");
});

test("a warning that reaches the bank in time holds the payment; what cannot be held is said and holds up nothing", async () => {
  const warning = "wrn_00000001" as MatterId;
  await room.store.transaction((sql) =>
    sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, opened_at_ms, changed_at_ms, opened_by, hands, body)
       values ($1, 'warning', 'signed', 1, $1, 'CN@2025-01-01', '37/3702/370202', 'org_shinan', 0, 0, 'test', '{}', '{}')`,
      [warning],
    ),
  );
  const risk = (work: Parameters<typeof holdPayment>[0], from: string | null, to = account(77, "CCB"), atMs = room.world.nowMs()): AnnouncementOf<"payment-at-risk"> => ({
    name: "payment-at-risk",
    warning,
    territory: "37/3702/370202",
    victim: work.identify("number", phone(5), "victim"),
    payment: {
      from: from === null ? null : work.identify("account", from, "from"),
      to: work.identify("account", to, "to"),
      amountMinor: "900000",
      currency: "CNY",
      atMs,
    },
  });
  for (const from of [account(1), account(1), null, "NOBANK:6222020000000001"]) await room.desk.work(room.system, (work) => holdPayment(work, risk(work, from)));
  const all = await room.all(hold);
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ parent: warning, territory: "37/3702/370202", org: "org_icbc", body: { reason: { key: "warned-person" }, contact: null } });
  expect((await events(room, warning)).filter((event) => event === "payment-not-held")).toHaveLength(3);
  // The machine's clock has fallen behind: the payment is held as of now, and what the verdict warned of is not lost with it.
  await room.desk.work(room.system, (work) => holdPayment(work, risk(work, account(2), account(78, "CCB"), room.world.nowMs() + HOUR)));
  expect((await room.all(hold)).map((one) => one.body.orderedAtMs)).toContain(room.world.nowMs());
});

test("a standstill: the payment goes on late but once", async () => {
  const held = await room.open(hold, bank(), draft());
  room.world.jump(room.world.nowMs() + 3 * DAY);
  const later = new Desk(room.desk.parts);
  await Promise.all([fireDue(later, room.system, () => undefined), fireDue(room.desk, room.system, () => undefined)]);
  expect(await stateOf(held.id)).toBe("expired");
  room.world.jump(room.world.nowMs() - 2 * DAY);
  await room.settle();
  room.world.jump(room.world.nowMs() + 4 * DAY);
  await room.settle();
  expect(handedAs(room, "hold.release")).toHaveLength(1);
});

test("United Kingdom: a delay to the end of the fourth business day after the order, over Easter; reasons by the end of the next; nothing in the code changes", async () => {
  // Thursday 2 April 2026; Good Friday and Easter Monday are no business days.
  const uk = await caseRoom({ profile: "UK", startMs: Date.parse("2026-04-02T10:00:00+01:00") });
  try {
    // Ordered on Wednesday, held on Thursday: the days count from the order.
    const late = await uk.open(hold, uk.as("bankOps"), draft({ currency: "GBP", transfer: "T-0", payee: account(80, "CCB"), orderedAt: "2026-04-01T15:00:00+01:00" }, uk));
    expect(instantOf(late.body.endsAtMs)).toBe("2026-04-09T23:00:00.000Z");
    const own = await uk.open(hold, uk.as("bankOps"), draft({ currency: "GBP" }, uk));
    expect(own.body).toMatchObject({ measure: "payment-delay" });
    // 7, 8, 9, 10 April.
    expect(instantOf(own.body.endsAtMs)).toBe("2026-04-10T23:00:00.000Z");
    const [notice] = await told(uk, own.id);
    expect(notice.template).toBe("payment-delay.delayed");
    expect(notice.en).toMatch(/interest and fees.*4 working days, ending by itself at 00:00 on 11 April 2026.*confirm it with your bank.*Ombudsman/);
    await uk.pass(own.body.endsAtMs - uk.world.nowMs() - 1);
    expect(await stateOf(own.id, uk)).toBe("held");
    await uk.pass(1);
    expect(await stateOf(own.id, uk)).toBe("expired");
    // What waiting cost counts from the order, not from when the bank got round to it.
    expect((await uk.get(hold, late.id)).body.cost).toMatchObject({ fromMs: Date.parse("2026-04-01T15:00:00+01:00"), untilMs: late.body.endsAtMs });

    // Saturday 11 April: on a verdict alone it waits until grounds are established, to the end of the next business day.
    const verdict = await byVerdict({ currency: "GBP", transfer: "T-2", payee: account(78, "CCB") }, uk);
    expect(await told(uk, verdict.id)).toEqual([]);
    await uk.pass(Date.parse("2026-04-14T00:00:00+01:00") - uk.world.nowMs() - 1);
    expect(await stateOf(verdict.id, uk)).toBe("held");
    await uk.pass(1);
    expect(await stateOf(verdict.id, uk)).toBe("lapsed");
    expect((await told(uk, verdict.id)).map((one) => one.template)).toEqual(["payment-delay.delayed", "payment-delay.delayed", "payment-delay.expired", "payment-delay.expired"]);
    const confirmed = await byVerdict({ currency: "GBP", transfer: "T-3", payee: account(79, "CCB") }, uk);
    await uk.act(hold, uk.as("bankOps"), confirmed.id, "confirm");
    expect((await told(uk, confirmed.id)).map((one) => one.template)).toEqual(["payment-delay.delayed", "payment-delay.delayed"]);
    await uk.act(hold, uk.as("bankOps"), confirmed.id, "refuse", { reason: "fraud-found" });
    expect((await told(uk, confirmed.id)).at(-1)?.template).toBe("payment-delay.refused");
    expect(uk.stuck).toEqual([]);
  } finally {
    await uk.close();
  }
});
