/** Return of funds as the duty room sees it: three ways, exact sums, one share paused and no other, four findings, the bank's days, the rest still frozen. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { handedAs, told } from "../../../test/order-desk.ts";
import { approveRefund, claimInput, deposit, FINDINGS, frozen, paysOut, plan, sharesOf, threeInProportion, victimsInCase, withClaims } from "../../../test/refund-desk.ts";
import { accepted, account, filed, instantOf, paid, phone } from "../../../test/report-desk.ts";
import type { SessionReply } from "../../access/route.ts";
import { authorise } from "../../access/scope.ts";
import type { MatterId } from "../../domain/matter.ts";
import { freeze } from "../freeze/kind.ts";
import { refund } from "./kind.ts";
import type { PublicNotice } from "./public-notice.ts";
import { REFUND_ROUTES } from "./refund-routes.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const officer = () => room.as("caseOfficer");
const chief = () => room.as("countyChief");

async function call<T>(method: string, path: string, params: Readonly<Record<string, string>> = {}, body?: unknown): Promise<T> {
  const found = REFUND_ROUTES.find((one) => one.method === method && one.path === path);
  if (found?.run === undefined) throw new Error(`no route ${method} ${path}`);
  const scope = authorise({ kind: "public", matter: "" }, found.permission);
  const query = found.query?.parse({});
  return (await found.run({ scope, params, query, body: found.body?.parse(body), language: "zh", address: "192.0.2.1", session: {} as SessionReply }, { desk: room.desk })) as T;
}

// --- the three ways --------------------------------------------------------------------------------------------------

test("one deposit that is traced: no public notice, back to the victim in full, the freeze over, the victim told", async () => {
  const { case: id, victims } = await victimsInCase(room, ["5000000"]);
  const held = await frozen(room, id, "4800000");
  const draft = await withClaims(room, id, [held], [claimInput(victims[0], { deposits: [deposit(held, "5000000", room.world.nowMs() - HOUR, "4800000")] })]);
  const ready = await plan(room, draft.id);
  expect(ready).toMatchObject({ state: "ready", body: { method: "direct", notice: null } });
  expect(sharesOf(ready)).toEqual(["4800000"]);
  const ordered = await approveRefund(room, ready.id);
  expect(ordered).toMatchObject({ state: "ordered", body: { findings: FINDINGS, approver: "countyChief", decider: { en: "Shinan anti-fraud centre" } } });
  const [order] = handedAs(room, "refund.order");
  expect([order.to, order.fields["fees"], order.fields["payee0"], order.fields["payeeName0"]]).toEqual(["org_icbc", "none", victims[0].account, "被害人1"]);
  const done = await paysOut(room, ready.id);
  expect(done).toMatchObject({ state: "executed", body: { returnedMinor: "4800000" } });
  expect(await room.get(freeze, held.id)).toMatchObject({ state: "returned", body: { returnedMinor: "4800000", frozenMinor: "0" } });
  await room.settle();
  const message = room.handed.messenger.at(-1)!;
  expect([message.to, message.text.en]).toEqual([phone(1), expect.stringContaining("48,000.00 CNY")]);
  expect((await told(room, done.id)).map(({ template, delivered }) => [template, delivered])).toEqual([["refund.paid", true]]);
});

test("several deposits, told apart by their times: each gets what is left of theirs, and what is nobody's stays frozen", async () => {
  const { case: id, victims } = await victimsInCase(room, ["3000000", "1000000"]);
  const held = await frozen(room, id, "3500000");
  const at = room.world.nowMs();
  const draft = await withClaims(
    room,
    id,
    [held],
    [
      claimInput(victims[0], { deposits: [deposit(held, "3000000", at - 2 * HOUR, "2400000")] }),
      claimInput(victims[1], { deposits: [deposit(held, "1000000", at - HOUR, "1000000")] }),
    ],
  );
  const ready = await plan(room, draft.id);
  expect(ready.body.method).toBe("by-time");
  expect(sharesOf(ready)).toEqual(["2400000", "1000000"]);
  await approveRefund(room, ready.id);
  await paysOut(room, ready.id);
  expect(await room.get(freeze, held.id)).toMatchObject({ state: "active", body: { frozenMinor: "100000", amountMinor: "100000", returnedMinor: "3400000" } });
});

test("not traceable: in proportion to the last fen, after thirty days of public notice that anybody can read", async () => {
  const { refund: noticed } = await threeInProportion(room);
  expect(noticed).toMatchObject({ state: "noticed", body: { method: "pro-rata" } });
  expect(sharesOf(noticed)).toEqual(["23333", "6667", "3333"]);
  const { items } = await call<{ items: readonly PublicNotice[] }>("GET", "/v1/public/notices");
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ serial: noticed.serial, accounts: ["ICBC 6222 **** 0001"], sharedMinor: "33333", frozenMinor: "33333" });
  expect(items[0].text?.zh).toContain("333.33 CNY");
  expect(items[0].text?.zh).toContain(noticed.serial);
  // Nobody's name, number or account stands in it.
  expect(JSON.stringify(items)).not.toMatch(/被害人\d|622202|\+86138|token/);
  await expect(approveRefund(room, noticed.id)).rejects.toThrow("approve is not possible");
  await room.pass(34 * DAY);
  expect((await room.get(refund, noticed.id)).state).toBe("ready");
  expect((await call<{ items: readonly PublicNotice[] }>("GET", "/v1/public/notices")).items).toEqual([]);
  await approveRefund(room, noticed.id);
  expect(await paysOut(room, noticed.id)).toMatchObject({ state: "executed", body: { returnedMinor: "33333" } });
});

test("the notice ends on a working day: thirty days that end on Saturday go on to Monday", async () => {
  // Thursday 12 March and 30 days: Saturday 11 April 2026.
  const { refund: noticed } = await threeInProportion(room);
  expect(new Date(noticed.body.notice?.untilMs ?? 0).toISOString()).toBe("2026-04-13T16:00:00.000Z");
});

test("where the losses are smaller than what is frozen, everybody gets all of it and the rest stays frozen", async () => {
  const { case: id, victims } = await victimsInCase(room, ["1000", "2001"]);
  const held = await frozen(room, id, "900000");
  const draft = await withClaims(
    room,
    id,
    [held],
    victims.map((one) => claimInput(one)),
  );
  expect(sharesOf(await plan(room, draft.id))).toEqual(["1000", "2001"]);
});

test("several freezes at one bank are one pool, and each gives no more than it holds", async () => {
  const { case: id, victims } = await victimsInCase(room, ["10000", "20000", "30001"]);
  const held = [await frozen(room, id, "1111", 1), await frozen(room, id, "2222", 2), await frozen(room, id, "4444", 3)];
  const draft = await withClaims(
    room,
    id,
    held,
    victims.map((one) => claimInput(one)),
  );
  const noticed = await plan(room, draft.id);
  const paidFrom = (freezeId: MatterId): bigint =>
    noticed.body.claims
      .flatMap((claim) => claim.parts)
      .filter((part) => part.freeze === freezeId)
      .reduce((sum, part) => sum + BigInt(part.amountMinor), 0n);
  expect(held.map((one) => paidFrom(one.id))).toEqual([1111n, 2222n, 4444n]);
  await room.pass(34 * DAY);
  await approveRefund(room, noticed.id);
  await paysOut(room, noticed.id);
  expect((await room.all(freeze)).map((one) => one.state)).toEqual(["returned", "returned", "returned"]);
});

// --- who may claim ---------------------------------------------------------------------------------------------------

test("a claim needs a report in a filed case and a loss that the report tells of", async () => {
  const { case: id, victims } = await victimsInCase(room, ["70000"]);
  const held = await frozen(room, id, "50000");
  const { id: over } = await withClaims(room, id, [held], []);
  const unfiled = await accepted(room, { reporter: { number: phone(7) }, payments: [paid(room)] });
  await expect(room.act(refund, officer(), over, "add-claim", claimInput({ ...victims[0], report: unfiled.id }))).rejects.toMatchObject({
    problem: { code: "limit-of-law", expected: "a report in a filed case" },
  });
  await expect(room.act(refund, officer(), over, "add-claim", claimInput(victims[0], { lossMinor: "70001" }))).rejects.toMatchObject({ problem: { at: { field: "lossMinor" } } });
  const into = deposit(held, "70000", room.world.nowMs(), "60000");
  await expect(room.act(refund, officer(), over, "add-claim", claimInput(victims[0], { lossMinor: "60000", deposits: [into] }))).rejects.toThrow("more than the loss");
  await expect(room.act(refund, officer(), over, "add-claim", claimInput(victims[0], { deposits: [{ ...into, trace: undefined }] }))).rejects.toThrow("the trace that says so");
  await room.act(refund, officer(), over, "add-claim", claimInput(victims[0]));
  await expect(room.act(refund, officer(), over, "add-claim", claimInput(victims[0]))).rejects.toThrow("listed already");
  // Somebody of another county has a report that this officer cannot see.
  const other = await accepted(room, { reporter: { number: phone(8) }, payments: [paid(room)] }, room.as("intake", "org_yiwu"));
  await filed(room, [other.id], "org_yiwu");
  await expect(room.act(refund, officer(), over, "add-claim", claimInput({ ...victims[0], report: other.id }))).rejects.toMatchObject({ problem: { code: "not-found" } });
});

test("nobody collects for another, unless a letter of authority is on record", async () => {
  const { case: id, victims } = await victimsInCase(room, ["70000"]);
  const { id: over } = await withClaims(room, id, [await frozen(room, id, "50000")], []);
  const agent = { account: account(55), holderName: "代理人甲" };
  await expect(room.act(refund, officer(), over, "add-claim", claimInput(victims[0], { payee: agent }))).rejects.toMatchObject({
    problem: { code: "limit-of-law", at: { field: "payee.holderName" } },
  });
  const after = await room.act(refund, officer(), over, "add-claim", claimInput(victims[0], { payee: { ...agent, proxy: "authority-12" } }));
  expect(after.body.claims[0].payee).toMatchObject({ proxy: "authority-12", holderName: { masked: "代**" } });
  expect((await room.desk.history(room.system, over)).at(-1)?.detail).toMatchObject({ proxy: true });
});

test("a freeze is returned once at a time; it must be in force, over money, of this case, at one bank", async () => {
  const { case: id } = await victimsInCase(room, ["70000"]);
  const held = await frozen(room, id, "50000");
  await withClaims(room, id, [held], []);
  await expect(room.open(refund, officer(), { case: id, freezes: [held.id] })).rejects.toMatchObject({ problem: { code: "not-now" } });
  const elsewhere = await victimsInCase(room, ["100"], 20);
  await expect(room.open(refund, officer(), { case: elsewhere.case, freezes: [held.id] })).rejects.toMatchObject({ problem: { code: "not-found" } });
  const second = await frozen(room, id, "50000", 2);
  await room.act(freeze, chief(), second.id, "lift", { reason: "unrelated" });
  await expect(room.open(refund, officer(), { case: id, freezes: [second.id] })).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  const [third, ccb] = [
    await frozen(room, id, "50000", 3),
    await room.open(freeze, officer(), {
      case: id,
      account: account(4, "CCB"),
      holderName: "李四",
      amountMinor: "100",
      currency: "CNY",
      tracedMinor: "100",
      trace: "t",
      reason: "case-funds",
    }),
  ];
  await room.act(freeze, chief(), ccb.id, "approve");
  await room.settle();
  await room.act(freeze, room.as("bankOps", "org_ccb"), ccb.id, "answer", { result: "frozen", at: instantOf(room.world.nowMs()), frozenMinor: "100", balanceMinor: "100" });
  await expect(room.open(refund, officer(), { case: id, freezes: [third.id, ccb.id] })).rejects.toThrow("at another institution");
});

test("two officers at once: one return over the freeze, not two", async () => {
  const { case: id } = await victimsInCase(room, ["70000"]);
  const held = await frozen(room, id, "50000");
  const attempts = await Promise.allSettled([1, 2, 3].map((n) => room.open(refund, room.as("caseOfficer", "org_shinan", n), { case: id, freezes: [held.id] })));
  expect(attempts.filter((one) => one.status === "fulfilled")).toHaveLength(1);
});

test("a later victim gets a return of their own over what stays frozen, and nobody gets a loss back twice", async () => {
  const { case: id, victims } = await victimsInCase(room, ["10000", "10000"]);
  const held = await frozen(room, id, "30000");
  const first = await withClaims(room, id, [held], [claimInput(victims[0], { lossMinor: "8000" })]);
  const noticed = await plan(room, first.id);
  await expect(room.act(refund, officer(), noticed.id, "add-claim", claimInput(victims[1]))).rejects.toMatchObject({ problem: { code: "not-now" } });
  await room.pass(34 * DAY);
  await approveRefund(room, noticed.id);
  await paysOut(room, noticed.id);
  const second = await withClaims(
    room,
    id,
    [held],
    victims.map((one) => claimInput(one)),
  );
  expect(second.body.round).toBe(2);
  const again = await plan(room, second.id);
  expect(again.body.claims.map((claim) => [claim.returnedBeforeMinor, claim.shareMinor])).toEqual([
    ["8000", "2000"],
    ["0", "10000"],
  ]);
});
