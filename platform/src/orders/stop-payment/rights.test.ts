/** What a stop-payment owes the person it is about: word of it, an early end, living costs, a last round and no more, who asked for it kept. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { answer, approve, bankOf, handedAs, proposed, stopDraft, stopped, stoppedNow, told } from "../../../test/order-desk.ts";
import { accepted, account, filed, instantOf, opened, paid, phone } from "../../../test/report-desk.ts";
import { authorise } from "../../access/scope.ts";
import type { MatterId } from "../../domain/matter.ts";
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

test("told later only with a ground, by the law's limit at the latest, and before being told that it is over", async () => {
  const { stop } = await proposed(room);
  await approve(room, stop.id, "org_shinan", { tellLater: "the holder would move the rest" });
  await room.settle();
  await answer(room, stop.id, stoppedNow(room));
  await room.pass(24 * HOUR - 1);
  expect(await told(room, stop.id)).toEqual([]);
  await room.pass(1);
  expect((await told(room, stop.id)).map((one) => one.template)).toEqual(["stop-payment.stopped"]);

  const early = await proposed(room, { to: account(2) });
  await approve(room, early.stop.id, "org_shinan", { tellLater: "the holder would move the rest" });
  await room.settle();
  await answer(room, early.stop.id, stoppedNow(room));
  await room.act(stopPayment, room.as("caseOfficer"), early.stop.id, "release", { reason: "paid-back" });
  expect((await told(room, early.stop.id)).map((one) => one.template)).toEqual(["stop-payment.stopped", "stop-payment.released"]);
});

test("released early: by the police for any reason, by the bank on its own error; wrong ones are announced and take down what rested on them", async () => {
  const { stop } = await proposed(room);
  await approve(room, stop.id);
  await room.settle();
  const at = instantOf(room.world.nowMs());
  const hop = (n: number) => ({ account: account(n, "CCB"), holderName: "王五", amountMinor: "1000000", currency: "CNY", at });
  await answer(room, stop.id, stoppedNow(room, "3000000", { next: [hop(21), hop(22)] }));
  const [second, drafted] = (await room.all(stopPayment)).filter((one) => one.parent === stop.id);
  await approve(room, second.id);
  await room.settle();
  await answer(room, second.id, stoppedNow(room, "1000000", { next: [hop(23)] }), bankOf(room, second));
  const third = (await room.all(stopPayment)).find((one) => one.parent === second.id)!;

  await expect(room.act(stopPayment, room.as("bankOps"), stop.id, "release", { reason: "unrelated" })).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await room.act(stopPayment, room.as("caseOfficer"), stop.id, "release", { reason: "good-faith", note: "sold wheat, weigh slips seen" });
  expect(await stateOf(stop.id)).toBe("released");
  // The second tier rested on it alone: the stop ends, the proposals are withdrawn, and each holder is told.
  expect(await Promise.all([second.id, drafted.id, third.id].map(stateOf))).toEqual(["released", "withdrawn", "withdrawn"]);
  expect((await told(room, second.id)).at(-1)).toMatchObject({ template: "stop-payment.released", en: expect.stringContaining("no longer stands") });
  await room.settle();
  expect(handedAs(room, "stop-payment.release").map((one) => one.to)).toEqual(["org_icbc", "org_ccb"]);
});

test("a stop that was released on the bank's mistake keeps what rests on the report", async () => {
  const { report: id, stop } = await stopped(room);
  const other = await room.open(stopPayment, room.as("analyst"), stopDraft(room, id, { account: account(5) }));
  await room.act(stopPayment, room.as("bankOps"), stop.id, "release", { reason: "institution-error" });
  expect(await stateOf(other.id)).toBe("drafted");
});

test("when it ends while something else holds the account, the holder is not told that it works normally", async () => {
  const first = await stopped(room, {}, "1000000");
  await room.pass(HOUR);
  const second = await stopped(room, { agoMs: 2 * MINUTE }, "1000000");
  await room.pass(47 * HOUR);
  expect((await told(room, first.stop.id)).map((one) => one.template)).toEqual(["stop-payment.stopped", "stop-payment.others-remain"]);
  await room.pass(HOUR);
  expect((await told(room, second.stop.id)).map((one) => one.template)).toEqual(["stop-payment.stopped", "stop-payment.expired"]);
});

test("reduced for a good-faith holder: the rest is free at once, and what was wrong about it is announced", async () => {
  const { stop } = await stopped(room, {}, "4000000");
  await expect(room.act(stopPayment, room.as("caseOfficer"), stop.id, "reduce", { toMinor: "4000000", reason: "good-faith" })).rejects.toMatchObject({
    problem: { code: "malformed-input" },
  });
  const reduced = await room.act(stopPayment, room.as("caseOfficer"), stop.id, "reduce", { toMinor: "1500000", reason: "good-faith" });
  expect(reduced).toMatchObject({ state: "stopped", body: { heldMinor: "1500000", scope: "amount", endsAtMs: stop.body.endsAtMs } });
  await room.settle();
  expect(handedAs(room, "stop-payment.reduce")[0].fields).toMatchObject({ amountMinor: "1500000", scope: "amount", creditsArrive: true });
  expect((await told(room, stop.id)).at(-1)?.en).toContain("15,000.00 CNY");
});

test("second round: a case that is being filed, a reason, another's approval, the first goes over without a gap, the organ above gets a copy", async () => {
  const { report: id, stop } = await stopped(room);
  const ask = { reason: "filing", note: "the case is being prepared" };
  await room.pass(40 * HOUR);
  await expect(room.act(stopPayment, room.as("dutyLead"), stop.id, "second-round", ask)).rejects.toMatchObject({
    problem: { code: "limit-of-law", detail: expect.stringContaining("being filed") },
  });
  await opened(room, [id]);
  await room.act(stopPayment, room.as("dutyLead"), stop.id, "second-round", ask);
  const second = (await room.all(stopPayment)).find((one) => one.body.previous === stop.id)!;
  expect(second).toMatchObject({ state: "drafted", parent: stop.id, body: { report: id, reason: { key: "filing" }, requester: stop.body.requester } });
  await expect(approve(room, second.id)).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await room.act(stopPayment, room.as("dutyLead", "org_shinan", 2), second.id, "approve");
  await room.settle();
  expect(handedAs(room, "supervision.copy")).toMatchObject([{ to: "org_qd", fields: { about: "second-round", round: 2 } }]);
  await room.pass(5 * HOUR);
  await answer(room, second.id, stoppedNow(room));
  expect([await stateOf(stop.id), await stateOf(second.id)]).toEqual(["continued", "stopped"]);
  await room.settle();
  expect(handedAs(room, "stop-payment.release")).toEqual([]);
  expect(handedAs(room, "stop-payment.replaced")).toHaveLength(1);
  expect((await told(room, second.id))[0]).toMatchObject({ template: "stop-payment.second-round", en: expect.stringContaining("last time") });
  await room.pass(48 * HOUR);
  expect(await stateOf(second.id)).toBe("expired");
});

test("a second round is refused when its first was released meanwhile", async () => {
  const { report: id, stop } = await stopped(room);
  await filed(room, [id]);
  await room.act(stopPayment, room.as("dutyLead"), stop.id, "second-round", { reason: "filing", note: "soon" });
  const second = (await room.all(stopPayment)).find((one) => one.body.previous === stop.id)!;
  await room.act(stopPayment, room.as("caseOfficer"), stop.id, "release", { reason: "paid-back" });
  await expect(approve(room, second.id, "org_shibei")).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(room.act(stopPayment, room.as("dutyLead", "org_shinan", 2), second.id, "approve")).rejects.toMatchObject({ problem: { code: "not-now" } });
});

test("who asked for it is kept, also after it was found untrue, and nobody outside the police sees them", async () => {
  const { id } = await accepted(room, { reporter: { person: "370202199001011234", number: phone(8) }, payments: [paid(room, { toName: "张三" })] });
  const [stop] = await room.all(stopPayment);
  expect(stop.body.requester).toMatchObject({ type: "person", masked: "370***" });
  await approve(room, stop.id);
  await room.settle();
  await answer(room, stop.id, stoppedNow(room));
  await room.act(stopPayment, room.as("dutyLead"), stop.id, "release", { reason: "malicious" });
  const kept = await room.get(stopPayment, stop.id);
  expect(kept.body).toMatchObject({ requester: { type: "person" }, outcome: "malicious", report: id });
  expect(JSON.stringify(stopPayment.show(kept, room.as("bankOps")))).not.toContain(kept.body.requester!.token);
});

test("living costs: asked by the holder, decided by another within four hours, let through by the bank, told; late ones go to the organ above", async () => {
  const { stop } = await stopped(room);
  const act = (who: Parameters<typeof room.act>[1], command: string, input: object) => room.act(stopPayment, who, stop.id, command, input);
  await expect(act(room.as("reviewer"), "ask-allowance", { need: "medical", amountMinor: "20000" })).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  const asked = await act(room.as("bankOps"), "ask-allowance", { need: "medical", amountMinor: "20000", paper: "bill-7" });
  await room.pass(HOUR);
  const both = await act(room.as("intake"), "ask-allowance", { need: "school", amountMinor: "90000" });
  const [medical, school] = both.body.allowances;
  expect(asked.body.allowances).toHaveLength(1);
  await act(room.as("dutyLead"), "decide-allowance", { grant: true, request: medical.id });
  await room.settle();
  expect(handedAs(room, "stop-payment.allow")[0].fields).toMatchObject({ need: "medical", amountMinor: "20000", account: account(1), creditsArrive: true });
  expect((await told(room, stop.id)).at(-1)).toMatchObject({ template: "stop-payment.allowance", en: expect.stringContaining("200.00 CNY") });

  // The second has its own four hours from when it was asked.
  await room.pass(4 * HOUR - 1);
  expect(handedAs(room, "supervision.copy")).toEqual([]);
  await room.pass(1);
  expect(handedAs(room, "supervision.copy")).toMatchObject([{ to: "org_qd", fields: { about: "allowance-overdue" } }]);
  await act(room.as("dutyLead"), "decide-allowance", { grant: false, request: school.id, why: "no-paper" });
  const last = (await told(room, stop.id)).at(-1)!;
  expect(last.template).toBe("stop-payment.allowance-refused");
  expect(last.zh).toMatch(/900\.00 CNY.*单据.*复议/);
  await expect(act(room.as("dutyLead"), "decide-allowance", { grant: true, request: school.id })).rejects.toMatchObject({ problem: { code: "not-found" } });
});

test("somebody with the code of one notice sees and asks about that stop alone, and nothing of who asked for it", async () => {
  const { stop } = await stopped(room);
  const other = await stopped(room, { to: account(2) });
  const holder = authorise({ kind: "public", matter: stop.id }, ["public"]);
  const asked = await room.desk.work(holder, (work) => work.actOne(stopPayment, stop.id, "ask-allowance", { need: "living", amountMinor: "30000" }));
  expect(asked.body.allowances).toHaveLength(1);
  await expect(room.desk.work(holder, (work) => work.actOne(stopPayment, other.stop.id, "ask-allowance", { need: "living", amountMinor: "1" }))).rejects.toMatchObject({
    problem: { code: "not-found" },
  });
  await expect(room.desk.work(holder, (work) => work.actOne(stopPayment, stop.id, "release", { reason: "unrelated" }))).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  const seen = stopPayment.show(await room.desk.find(holder, stop.id), holder);
  expect(seen).toMatchObject({ account: "ICBC 6222 **** 0001", decider: { en: "Shinan anti-fraud centre" }, endsAtMs: stop.body.endsAtMs, reason: { key: "reported-payment" } });
  expect(JSON.stringify(seen)).not.toMatch(/requester|report"|scopeGround|rep_/);
});

test("a country whose police have no such power refuses it", async () => {
  const uk = await caseRoom({ profile: "UK" });
  try {
    await expect(uk.open(stopPayment, uk.as("intake"), stopDraft(uk, "rep_00000000" as MatterId))).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  } finally {
    await uk.close();
  }
});
