/** The stop-payment from proposal to its end, and the limits that the law sets it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Stop } from "./decide.ts";
import { stopPayment } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

/** A report that an order can rest on; what reports do themselves is tested with them. */
async function report(id = "rep_0001"): Promise<MatterId> {
  await room.store.transaction((sql) =>
    sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, opened_at_ms, changed_at_ms, opened_by, hands, body)
       values ($1, 'report', 'accepted', 1, $1, 'CN@2022-12-01', '37/3702/370202', 'org_shinan', 0, 0, 'test', '{}', '{}')`,
      [id],
    ),
  );
  return id as MatterId;
}

const draft = (parent: MatterId, more: object = {}) => ({
  parent,
  account: "ICBC:6222020000001234",
  holderName: "张三",
  amountMinor: "5000000",
  currency: "CNY",
  paidAt: "2026-03-12T08:41:00+08:00",
  reason: "paid to a safe account",
  ...more,
});

const MATCH = { name: true, account: true, amount: true, time: true };

async function stopped(parent: MatterId): Promise<Stop> {
  const stop = await room.open(stopPayment, room.as("intake"), draft(parent));
  await room.act(stopPayment, room.as("dutyLead"), stop.id, "approve");
  await room.settle();
  return room.act(stopPayment, room.as("bankOps"), stop.id, "answer", { result: "stopped", at: new Date(room.world.nowMs()).toISOString(), heldMinor: "3120000", match: MATCH });
}

test("proposed, approved by another, sent, stopped at the bank, and ended by the clock 48 hours after the bank's moment", async () => {
  const stop = await room.open(stopPayment, room.as("intake"), draft(await report()));
  expect(stop.state).toBe("drafted");
  await expect(room.act(stopPayment, room.as("intake"), stop.id, "approve")).rejects.toThrow(/dutyLead/);
  await room.act(stopPayment, room.as("dutyLead"), stop.id, "approve");
  await room.settle();
  expect((await room.get(stopPayment, stop.id)).state).toBe("sent");
  expect(room.handed.institution).toMatchObject([
    { what: "stop-payment.request", to: "org_icbc", fields: { account: "ICBC:6222020000001234", holderName: "张三", amountMinor: "5000000" } },
  ]);

  const atMs = room.world.nowMs() - 2 * MINUTE;
  await room.act(stopPayment, room.as("bankOps"), stop.id, "answer", { result: "stopped", at: new Date(atMs).toISOString(), heldMinor: "3120000", match: MATCH });
  await room.pass(48 * HOUR - 2 * MINUTE - 1);
  expect((await room.get(stopPayment, stop.id)).state).toBe("stopped");
  await room.pass(1);
  const ended = await room.get(stopPayment, stop.id);
  expect(ended.state).toBe("expired");
  expect(room.handed.institution.map((one) => one.what)).toEqual(["stop-payment.request", "notice", "stop-payment.release", "notice"]);
});

test("the notice says what, why, on which basis, until when, who decided, what can be done and with which papers, in both languages", async () => {
  await stopped(await report());
  await room.settle();
  const notice = room.handed.institution.find((one) => one.what === "notice");
  const text = notice?.fields["text"] as { zh: string; en: string };
  for (const words of [text.zh, text.en]) {
    expect(words).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(words).not.toMatch(/\{|undefined/);
    expect(words).toContain("6222 **** 1234");
    expect(words).not.toContain("6222020000001234");
  }
  expect(text.en).toContain("Shinan anti-fraud centre");
  const kept = await room.desk.notices(room.system, (await room.all(stopPayment))[0].id);
  expect(kept[0].deliveredAtMs).not.toBeNull();
  expect(kept[0].text.en).toContain("{code}");
});
