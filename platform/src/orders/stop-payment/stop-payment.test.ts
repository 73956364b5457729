/** The stop-payment from a report to its end, and what the person concerned is told. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { answer, approve, bankOf, give, handedAs, MATCH, proposed, stopDraft, stopped, stoppedNow, told } from "../../../test/order-desk.ts";
import { accepted, account, events, instantOf, reported } from "../../../test/report-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import { Desk } from "../../matters/desk.ts";
import { fireDue } from "../../matters/clock.ts";
import { stopPayment } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const stateOf = async (id: MatterId): Promise<string> => (await room.get(stopPayment, id)).state;

test("09:00 reported · proposed in the same breath · approved by another · sent · stopped at the bank · ended by the clock 48 hours after the bank's moment", async () => {
  const { stop } = await proposed(room);
  expect(stop).toMatchObject({ state: "drafted", partner: "org_icbc", org: "org_shinan", body: { tier: 1, scope: "account", reason: { key: "reported-payment" } } });
  await expect(room.act(stopPayment, room.as("intake"), stop.id, "approve")).rejects.toThrow(/dutyLead/);
  await approve(room, stop.id);
  await room.settle();
  expect(await stateOf(stop.id)).toBe("sent");
  expect(room.handed.institution).toMatchObject([
    { what: "stop-payment.request", to: "org_icbc", fields: { account: account(1), holderName: "张三", amountMinor: "5000000", scope: "account", creditsArrive: true } },
  ]);

  const atMs = room.world.nowMs() - 2 * MINUTE;
  await answer(room, stop.id, stoppedNow(room, "3120000", { at: instantOf(atMs) }));
  await room.pass(48 * HOUR - 2 * MINUTE - 1);
  expect(await stateOf(stop.id)).toBe("stopped");
  await room.pass(1);
  expect(await stateOf(stop.id)).toBe("expired");
  expect(room.handed.institution.map((one) => one.what)).toEqual(["stop-payment.request", "notice", "stop-payment.release", "notice"]);
  // Twelve hours, four hours and one hour before the end the desk is reminded.
  expect((await events(room, stop.id)).filter((event) => event === "reminded")).toHaveLength(3);
  expect(handedAs(room, "stop-payment.release")[0].fields).toMatchObject({ why: "expired", creditsArrive: true });
});

test("the notice says what, why, on which basis, until when, who decided, what can be done and with which papers, in both languages", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  const notice = handedAs(room, "notice")[0];
  const text = notice.fields["text"] as { zh: string; en: string };
  for (const words of [text.zh, text.en]) {
    expect(words).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(words).not.toMatch(/\{|undefined/);
    expect(words).toContain("6222 **** 0001");
    expect(words).not.toContain(account(1).slice(5));
    expect(words).not.toContain("张三");
  }
  expect(text.zh).toMatch(/有人报案.*《反电信网络诈骗法》.*48 小时.*2026 年 3 月 14 日 09:00.*市南分局反诈中心.*复议.*身份证件/);
  expect(text.en).toMatch(/somebody reported.*art\. 20.*48 hours.*09:00 on 14 March 2026.*Shinan anti-fraud centre.*reconsideration.*identity document/);
  const [kept] = await told(room, stop.id);
  expect(kept).toMatchObject({ template: "stop-payment.stopped", delivered: true });
  expect(kept.en).toContain("{code}");
});

test("a process that stops in the middle and one that starts late miss no end, and end it once", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  // The machine stands still for three days; another process comes up on the same database.
  room.world.jump(room.world.nowMs() + 72 * HOUR);
  const later = new Desk(room.desk.parts);
  await Promise.all([fireDue(later, room.system, () => undefined), fireDue(room.desk, room.system, () => undefined)]);
  expect(await stateOf(stop.id)).toBe("expired");
  // … and then its clock is set back a day: what ended stays ended.
  room.world.jump(room.world.nowMs() - 24 * HOUR);
  await room.settle();
  expect((await events(room, stop.id)).filter((event) => event === "expire")).toHaveLength(1);
  room.world.jump(room.world.nowMs() + 25 * HOUR);
  await room.settle();
  expect(handedAs(room, "stop-payment.release")).toHaveLength(1);
});

test("a bank that cannot be reached when a stop ends is told again until it was", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  await room.pass(48 * HOUR - MINUTE);
  room.refuse = { refused: "the link is down", retry: true };
  await room.pass(20 * HOUR);
  expect(await stateOf(stop.id)).toBe("expired");
  room.refuse = { refused: "not now", retry: false };
  await room.pass(2 * HOUR);
  room.refuse = null;
  await room.pass(2 * HOUR);
  expect(handedAs(room, "stop-payment.release")).toHaveLength(1);
  expect(await stateOf(stop.id)).toBe("expired");
});

test("without report or case there is no stop, and a tip, an untrue or a second-hand word is none", async () => {
  const tip = await reported(room, { role: "witness", payments: [] });
  await give(room, room.as("intake"), "report", tip.id, "open-tip");
  await expect(room.open(stopPayment, room.as("analyst"), stopDraft(room, tip.id))).rejects.toMatchObject({
    problem: { code: "limit-of-law", detail: expect.stringContaining("tip-open") },
  });
  await expect(room.open(stopPayment, room.as("analyst"), stopDraft(room, "rep_00000000" as MatterId))).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(room.open(stopPayment, room.as("analyst"), stopDraft(room, "wrn_00000000" as MatterId))).rejects.toMatchObject({ problem: { code: "malformed-input" } });

  // What was accepted when it was proposed may carry nothing any more when somebody approves.
  const { report: id, stop } = await proposed(room);
  await give(room, room.as("intake"), "report", id, "mark-duplicate", { of: tip.id });
  await expect(approve(room, stop.id)).rejects.toMatchObject({ problem: { code: "limit-of-law", detail: expect.stringContaining("carries no order") } });
});

test("the account has to lie on the path: named in the report, or shown by a slip or trace", async () => {
  const { id } = await accepted(room, { payments: [] });
  await expect(room.open(stopPayment, room.as("analyst"), stopDraft(room, id, { evidence: [] }))).rejects.toMatchObject({
    problem: { code: "limit-of-law", detail: expect.stringContaining("path of the money") },
  });
  const shown = await room.open(stopPayment, room.as("analyst"), stopDraft(room, id));
  expect(shown.state).toBe("drafted");
});

test("what lies outside somebody's place is not found, and an institution proposes nothing", async () => {
  const { id } = await accepted(room, {}, room.as("intake", "org_yiwu"));
  await expect(room.open(stopPayment, room.as("intake"), stopDraft(room, id))).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(room.open(stopPayment, room.as("bankOps"), stopDraft(room, id))).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await expect(room.open(stopPayment, room.as("dutyLead", "org_yiwu"), stopDraft(room, id))).rejects.toMatchObject({ problem: { code: "not-allowed" } });
});

test("whoever proposed does not approve, also as another role", async () => {
  const { id } = await accepted(room);
  const both = room.as("dutyLead", "org_shinan", 7);
  const stop = await room.desk.work(room.as("intake"), (work) => work.openOne(stopPayment, stopDraft(room, id)));
  await room.store.transaction((sql) => sql.query("update matter set hands = $2, opened_by = $3 where id = $1", [stop.id, JSON.stringify({ open: both.actor }), both.actor]));
  await expect(room.act(stopPayment, both, stop.id, "approve")).rejects.toMatchObject({ problem: { code: "not-allowed", expected: expect.stringContaining("second pair") } });
  expect((await room.act(stopPayment, room.as("dutyLead"), stop.id, "approve")).state).toBe("approved");
});

test("an order without the holder's name cannot be compared, so it is not approved before the name is there", async () => {
  const { stop } = await proposed(room, { toName: undefined as never });
  expect(stop.body.holderName).toBeNull();
  await expect(approve(room, stop.id)).rejects.toMatchObject({ problem: { code: "limit-of-law", detail: expect.stringContaining("name is missing") } });
  await room.act(stopPayment, room.as("intake"), stop.id, "supply", { holderName: "张三" });
  expect((await approve(room, stop.id)).state).toBe("approved");
});

test("if one of the four fields differs, or more is held than asked beyond the account, or the moment cannot be, nothing is stopped", async () => {
  const { stop } = await proposed(room);
  await approve(room, stop.id);
  await room.settle();
  for (const field of ["name", "account", "amount", "time"]) {
    await expect(answer(room, stop.id, stoppedNow(room, "1", { match: { ...MATCH, [field]: false } }))).rejects.toMatchObject({
      problem: { code: "limit-of-law", detail: expect.stringContaining(field) },
    });
  }
  await expect(answer(room, stop.id, stoppedNow(room, "1", { at: instantOf(room.world.nowMs() + HOUR) }))).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  await expect(answer(room, stop.id, stoppedNow(room, "1", { at: instantOf(room.world.nowMs() - HOUR) }))).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  await expect(answer(room, stop.id, stoppedNow(room), room.as("bankOps", "org_ccb"))).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(room.act(stopPayment, room.as("dutyLead"), stop.id, "answer", stoppedNow(room))).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await answer(room, stop.id, { result: "mismatch", fields: ["name"] });
  expect(await stateOf(stop.id)).toBe("mismatch");
  await room.pass(72 * HOUR);
  // Never stopped: nobody is told and nothing is released.
  expect(room.handed.institution.map((one) => one.what)).toEqual(["stop-payment.request"]);
});

test("one sum is not held twice: a second order on the account takes what the first left", async () => {
  await stopped(room, {}, "3000000");
  const second = await proposed(room, { amountMinor: "5000000", agoMs: 3 * MINUTE });
  await approve(room, second.stop.id);
  await room.settle();
  await expect(answer(room, second.stop.id, stoppedNow(room, "2000000", { balanceMinor: "4000000" }))).rejects.toMatchObject({
    problem: { code: "limit-of-law", expected: expect.stringContaining("at most 1000000") },
  });
  expect((await answer(room, second.stop.id, stoppedNow(room, "1000000", { balanceMinor: "4000000" }))).state).toBe("stopped");
});

test("no funds: proposals for the next accounts, each by itself, for the amount only, and an unknown bank holds up none", async () => {
  const { stop } = await proposed(room);
  await approve(room, stop.id);
  await room.settle();
  const at = instantOf(room.world.nowMs());
  const next = [
    { account: account(21, "CCB"), holderName: "王五", amountMinor: "3000000", currency: "CNY", at },
    { account: account(22, "ABC"), amountMinor: "1000000", currency: "CNY", at },
    { account: account(22, "ABC"), amountMinor: "500000", currency: "CNY", at },
    { account: "NOBANK:6222020000000023", amountMinor: "500000", currency: "CNY", at },
  ];
  await answer(room, stop.id, { result: "no-funds", next });
  expect(await stateOf(stop.id)).toBe("no-funds");
  const extended = (await room.all(stopPayment)).filter((one) => one.parent === stop.id);
  expect(extended.map((one) => [one.partner, one.body.tier, one.body.scope, one.body.reason.key, one.org, one.territory].join(" ")).sort()).toEqual([
    "org_abc 2 amount moved-on org_shinan 37/3702/370202",
    "org_ccb 2 amount moved-on org_shinan 37/3702/370202",
  ]);
  // Two transfers into one account are one order, because its rounds are few.
  expect(extended.find((one) => one.partner === "org_abc")?.body.amountMinor).toBe("1500000");
  const ccb = extended.find((one) => one.partner === "org_ccb")!;
  await approve(room, ccb.id);
  await room.settle();
  await expect(answer(room, ccb.id, stoppedNow(room, "3000001"), bankOf(room, ccb))).rejects.toMatchObject({
    problem: { code: "limit-of-law", detail: expect.stringContaining("more is held") },
  });
  await answer(room, ccb.id, stoppedNow(room, "3000000"), bankOf(room, ccb));
  const [notice] = await told(room, ccb.id);
  expect(notice.template).toBe("stop-payment.extended");
  // Beyond the first tier the whole account needs a written ground.
  const whole = stopDraft(room, stop.id, { account: account(30, "ABC"), tier: 2, scope: "account" });
  await expect(room.open(stopPayment, room.as("analyst"), whole)).rejects.toMatchObject({ problem: { code: "limit-of-law", detail: expect.stringContaining("written ground") } });
  expect((await room.open(stopPayment, room.as("analyst"), { ...whole, scopeGround: "the account only passes money on" })).body.scope).toBe("account");
});

test("a bank that does not answer is called after half an hour, and its order is over when a stop under it would have been", async () => {
  const { stop } = await proposed(room);
  await approve(room, stop.id);
  await room.pass(31 * MINUTE);
  expect(await events(room, stop.id)).toContain("remind");
  await room.pass(48 * HOUR);
  expect(await stateOf(stop.id)).toBe("lapsed");
  expect(handedAs(room, "stop-payment.release")).toHaveLength(1);
  await expect(answer(room, stop.id, stoppedNow(room))).rejects.toMatchObject({ problem: { code: "not-now" } });
});

test("an order that cannot be handed over ends as not reached; one that is withdrawn is told to the bank", async () => {
  const { stop } = await proposed(room);
  await approve(room, stop.id);
  room.refuse = { refused: "no such desk", retry: false };
  await room.settle();
  expect(await stateOf(stop.id)).toBe("unreachable");
  room.refuse = null;
  const other = await proposed(room, { to: account(2) });
  await approve(room, other.stop.id);
  await room.act(stopPayment, room.as("dutyLead"), other.stop.id, "withdraw", { why: "the wrong account" });
  await room.settle();
  expect(await stateOf(other.stop.id)).toBe("recalled");
  expect(room.handed.institution.map((one) => one.what)).toEqual(["stop-payment.request", "stop-payment.release"]);
});
