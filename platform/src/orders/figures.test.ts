/** The figures of orders on a small history that was counted by hand, and the routes that give them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../test/case-room.ts";
import { activeFreeze } from "../../test/freeze-desk.ts";
import { answer, approve, bankOf, proposed, stopDraft, stopped, stoppedNow } from "../../test/order-desk.ts";
import { accepted, account, filed, instantOf, paid, phone } from "../../test/report-desk.ts";
import type { Scope } from "../access/scope.ts";
import { freeze } from "./freeze/kind.ts";
import { orderFigures, stopsBeyondRounds, type OrderFigures } from "./figures.ts";
import { ORDER_ROUTES } from "./orders-routes.ts";
import { protectiveStop } from "./protective-stop/kind.ts";
import { stopPayment } from "./stop-payment/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const figures = (who: Scope = room.system): Promise<OrderFigures> => {
  const nowMs = room.world.nowMs();
  return room.store.snapshot((sql) => orderFigures(sql, who, { fromMs: 0, untilMs: nowMs + 1 }, room.desk.parts.law.current(nowMs), nowMs));
};

async function call(
  method: "GET" | "POST",
  path: string,
  who: Scope,
  given: { readonly query?: object; readonly body?: object; readonly params?: Readonly<Record<string, string>> },
): Promise<unknown> {
  const row = ORDER_ROUTES.find((one) => one.method === method && one.path === path)!;
  const call = {
    scope: who,
    params: given.params ?? {},
    query: row.query?.parse(given.query),
    body: row.body?.parse(given.body),
    language: "zh" as const,
    address: "",
    session: {} as never,
  };
  return row.run!(call, { desk: room.desk });
}

test("one sum is counted once over tiers, rounds and freezes: requested, held, traced, returned", async () => {
  // 50 000.00 lost; 31 200.00 held at the first bank; 10 000.00 of the rest held at the second.
  const { report, stop } = await proposed(room, { amountMinor: "5000000" });
  await approve(room, stop.id);
  await room.pass(4 * MINUTE);
  const next = [{ account: account(21, "CCB"), holderName: "王五", amountMinor: "1880000", currency: "CNY", at: instantOf(room.world.nowMs()) }];
  await answer(room, stop.id, stoppedNow(room, "3120000", { next }));
  const second = (await room.all(stopPayment)).find((one) => one.parent === stop.id)!;
  await approve(room, second.id);
  await room.settle();
  await room.pass(2 * MINUTE);
  await answer(room, second.id, stoppedNow(room, "1000000"), bankOf(room, second));
  const { id: filedCase } = await filed(room, [report]);
  // A second round of the first, then a freeze of what it held.
  await room.pass(40 * HOUR);
  await room.act(stopPayment, room.as("dutyLead"), stop.id, "second-round", { reason: "freezing", note: "being arranged" });
  const round2 = (await room.all(stopPayment)).find((one) => one.body.previous === stop.id)!;
  await room.act(stopPayment, room.as("dutyLead", "org_shinan", 2), round2.id, "approve");
  await room.settle();
  await answer(room, round2.id, stoppedNow(room, "3120000"));
  const frozen = await activeFreeze(room, filedCase, { amountMinor: "3120000", tracedMinor: "3000000", fullGround: "interest that came of it", follows: round2.id }, "3120000");
  await room.desk.work(room.system, (work) => work.act(freeze, [{ id: frozen.id, command: "return", input: { refund: "rfd_00000001", amountMinor: "2500000" } }], "consequence"));
  await room.settle();

  const seen = await figures();
  expect(seen.money).toEqual([{ currency: "CNY", requestedMinor: "5000000", heldMinor: "4120000", tracedMinor: "3000000", returnedMinor: "2500000" }]);
  expect(seen.stopSuccess).toEqual({ count: 3, of: 3 });
  expect(seen.timeToStopMs).toEqual({ count: 2, p50: 4 * MINUTE, p90: 6 * MINUTE });
  expect(seen.stopToFreeze).toEqual({ accounts: { count: 1, of: 2 }, value: [{ currency: "CNY", frozenMinor: "3120000", stoppedMinor: "4120000" }] });
  expect(seen.overFreeze).toEqual([{ currency: "CNY", frozenMinor: "620000", tracedMinor: "3000000", ratio: 0.207 }]);
  expect(seen.stopsBeyondRounds).toBe(0);
  expect(seen.noticesDelivered).toEqual({ count: 4, of: 4 });
  expect(await call("GET", "/v1/orders/money/:root", room.as("auditor"), { params: { root: report } })).toEqual({
    items: [{ currency: "CNY", requestedMinor: "5000000", heldMinor: "4120000", tracedMinor: "3000000", returnedMinor: "2500000" }],
  });
  await expect(call("GET", "/v1/orders/money/:root", room.as("auditor", "org_yiwu"), { params: { root: report } })).rejects.toMatchObject({ problem: { code: "not-found" } });
});

test("two people report one payment, a third reports another: each payment once; another place sees only its own", async () => {
  const mine = await stopped(room, { transfer: "T-1" }, "5000000");
  const again = await proposed(room, { transfer: "T-1" });
  await approve(room, again.stop.id);
  await room.settle();
  await answer(room, again.stop.id, stoppedNow(room, "1000000"));
  const yiwu = await proposed(room, { to: account(8, "CCB"), amountMinor: "700000", transfer: "T-2" }, "org_yiwu");
  await approve(room, yiwu.stop.id, "org_yiwu");
  await room.settle();
  await answer(room, yiwu.stop.id, { result: "no-funds", next: [] }, bankOf(room, yiwu.stop));
  expect((await figures()).money).toMatchObject([{ requestedMinor: "5700000", heldMinor: "5000000" }]);
  expect((await figures(room.as("dutyLead", "org_yiwu"))).money).toMatchObject([{ requestedMinor: "700000", heldMinor: "0" }]);
  expect((await figures()).stopSuccess).toEqual({ count: 2, of: 3 });
  expect(mine.stop.state).toBe("stopped");
});

test("what ended by itself on time, and what a standstill made late; a notice that did not arrive shows", async () => {
  await stopped(room);
  await room.settle();
  room.refuse = { refused: "the link is down", retry: false };
  await stopped(room, { to: account(2) }).catch(() => null);
  room.refuse = null;
  const late = await stopped(room, { to: account(3) });
  await room.pass(48 * HOUR);
  expect((await figures()).autoReleaseOnTime).toEqual({ count: 2, of: 2 });
  expect((await room.get(stopPayment, late.stop.id)).state).toBe("expired");
  await stopped(room, { to: account(4) });
  room.refuse = { refused: "the link is down", retry: false };
  await room.settle();
  room.refuse = null;
  room.world.jump(room.world.nowMs() + 49 * HOUR);
  // Due and not yet ended: late already.
  expect((await figures()).autoReleaseOnTime).toEqual({ count: 2, of: 3 });
  await room.settle();
  const seen = await figures();
  expect(seen.autoReleaseOnTime).toEqual({ count: 2, of: 3 });
  expect(seen.noticesDelivered).toEqual({ count: 2, of: 3 });
});

test("a third stop in a window that somebody wrote past this program is counted", async () => {
  const law = room.desk.parts.law.current(room.world.nowMs());
  const three = [await stopped(room), await stopped(room, { agoMs: 3 * MINUTE }, "10")];
  const count = (): Promise<number> => room.store.snapshot((sql) => stopsBeyondRounds(sql, room.system, law));
  expect(await count()).toBe(0);
  const { stop } = await proposed(room, { agoMs: 2 * MINUTE });
  const set = (atMs: number) =>
    room.store.transaction((sql) => sql.query("update matter set state = 'expired', body = jsonb_set(body, '{stoppedAtMs}', to_jsonb($2::int8)) where id = $1", [stop.id, atMs]));
  await set(room.world.nowMs() + 20 * DAY);
  expect(await count()).toBe(1);
  await set(room.world.nowMs() + 32 * DAY);
  expect(await count()).toBe(0);
  expect(three).toHaveLength(2);
});

test("a package over the routes: proposed together, approved together, what is beyond the law named", async () => {
  const { id } = await accepted(room);
  const items = [1, 1, 1, 2, 3].map((n) => stopDraft(room, id, { account: account(n) }));
  const { ids } = (await call("POST", "/v1/stop-payments/propose-many", room.as("intake"), { body: { items } })) as { readonly ids: readonly string[] };
  expect(ids).toHaveLength(5);
  const outcome = await call("POST", "/v1/stop-payments/approve-many", room.as("dutyLead"), { body: { ids } });
  expect(outcome).toMatchObject({ approved: [ids[0], ids[1], ids[3], ids[4]], refused: [{ id: ids[2], code: "limit-of-law" }] });
  // One wrong draft: none is proposed.
  await expect(call("POST", "/v1/stop-payments/propose-many", room.as("intake"), { body: { items: [items[3], { ...items[4], account: "nonsense" }] } })).rejects.toMatchObject({
    problem: { code: "malformed-input" },
  });
  expect(await room.all(stopPayment)).toHaveLength(5);
});

test("both sides of one payment: two orders on two bases, each approved by itself, or none", async () => {
  const { id } = await accepted(room, { reporter: { number: phone(3) }, payments: [paid(room)] });
  const stop = stopDraft(room, id, { account: account(60, "CCB") });
  const protective = {
    parent: id,
    person: "370202195505051234",
    account: account(61),
    currency: "CNY",
    reason: "payment-imminent",
    basis: { kind: "danger", ground: "about to pay again" },
    tried: ["call"],
  };
  const both = (await call("POST", "/v1/two-sided-stops", room.as("dissuader"), { body: { stop, protective } })) as { readonly stop: never; readonly protective: never };
  expect(await room.get(stopPayment, both.stop)).toMatchObject({ state: "drafted", partner: "org_ccb" });
  expect(await room.get(protectiveStop, both.protective)).toMatchObject({ state: "proposed", partner: "org_icbc", body: { counterpart: both.stop } });
  const before = (await room.all(stopPayment)).length;
  await expect(call("POST", "/v1/two-sided-stops", room.as("dissuader"), { body: { stop, protective: { ...protective, tried: [] } } })).rejects.toMatchObject({
    problem: { code: "limit-of-law" },
  });
  expect(await room.all(stopPayment)).toHaveLength(before);
  expect(await call("GET", "/v1/orders/figures", room.as("auditor"), { query: { from: "2026-01-01T00:00:00+08:00", until: "2027-01-01T00:00:00+08:00" } })).toMatchObject({
    stopsBeyondRounds: 0,
  });
  await expect(
    (async () => call("GET", "/v1/orders/figures", room.as("auditor"), { query: { from: "2027-01-01T00:00:00+08:00", until: "2026-01-01T00:00:00+08:00" } }))(),
  ).rejects.toMatchObject({ problem: { code: "malformed-input" } });
});
