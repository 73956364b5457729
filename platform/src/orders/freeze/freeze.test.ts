/** The freeze from a filed case to its end: who approves what for how long, what it may hold, how it ends without anybody. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { activeFreeze, answerFreeze, filedCase, freezeDraft, frozenNow, sentFreeze } from "../../../test/freeze-desk.ts";
import { give, handedAs, stopped, told } from "../../../test/order-desk.ts";
import { accepted, account, events, filed, instantOf, opened } from "../../../test/report-desk.ts";
import type { AssetKind } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import { fireDue } from "../../matters/clock.ts";
import { Desk } from "../../matters/desk.ts";
import { stopPayment } from "../stop-payment/kind.ts";
import { freeze } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const stateOf = async (id: MatterId): Promise<string> => (await room.get(freeze, id)).state;
const officer = () => room.as("caseOfficer");
const chief = () => room.as("countyChief");

test("09:00 stopped · the case is filed · proposed · approved by the head · frozen at the bank · the stop goes over without a gap · six months later it ends by itself", async () => {
  const { report, stop } = await stopped(room);
  const { id } = await filed(room, [report]);
  const order = await sentFreeze(room, id, { follows: stop.id });
  expect(order).toMatchObject({ state: "sent", partner: "org_icbc", parent: id });
  const request = handedAs(room, "freeze.request")[0];
  // 239: name, number, amount, period, scope, interest.
  expect(request.fields).toMatchObject({
    account: account(1),
    holderName: "张三",
    amountMinor: "5000000",
    period: { kind: "MO", amount: 6, zh: "6 个月", en: "6 months" },
    scope: "amount",
    interest: false,
    creditsArrive: true,
  });
  const active = await answerFreeze(room, order, frozenNow(room));
  expect(active.state).toBe("active");
  expect(await room.get(stopPayment, stop.id)).toMatchObject({ state: "converted", body: { outcome: `freeze ${active.id}` } });
  await room.settle();
  expect(handedAs(room, "stop-payment.replaced")).toHaveLength(1);
  expect(handedAs(room, "stop-payment.release")).toEqual([]);
  const [notice] = await told(room, active.id);
  expect(notice.template).toBe("freeze.frozen");
  expect(notice.zh).toMatch(/50,000\.00 CNY.*查明.*《公安机关办理刑事案件程序规定》.*6 个月.*2026 年 9 月 13 日 00:00.*市南分局反诈中心.*国家赔偿.*身份证件/);
  expect(notice.en).toMatch(/50,000\.00 CNY.*Provisions on Criminal Case Procedure.*6 months.*00:00 on 13 September 2026.*Shinan.*state compensation.*identity document/);

  await room.pass(Date.parse("2026-09-13T00:00:00+08:00") - room.world.nowMs() - 1);
  expect(await stateOf(active.id)).toBe("active");
  await room.pass(1);
  expect(await stateOf(active.id)).toBe("lapsed");
  expect((await told(room, active.id)).map((one) => one.template)).toEqual(["freeze.frozen", "freeze.lapsed"]);
  expect(handedAs(room, "freeze.end")).toMatchObject([{ fields: { why: "lapsed" } }]);
  // Thirty, ten and three days before the end.
  expect((await events(room, active.id)).filter((event) => event === "reminded")).toHaveLength(3);
});

test("before the case is filed nothing can be frozen, whatever was prepared", async () => {
  const { id: report } = await accepted(room);
  const { id } = await opened(room, [report]);
  await expect(room.open(freeze, officer(), freezeDraft(id))).rejects.toMatchObject({ problem: { code: "limit-of-law", detail: expect.stringContaining("accepted") } });
  await give(room, chief(), "case", id, "file");
  const proposed = await room.open(freeze, officer(), freezeDraft(id));
  // What was filed when it was proposed may be over when somebody approves.
  await room.store.transaction((sql) => sql.query("update matter set state = 'declined' where id = $1", [id]));
  await expect(room.act(freeze, chief(), proposed.id, "approve")).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  for (const state of ["accepted", "withdrawn", "closed", "merged"]) {
    await room.store.transaction((sql) => sql.query("update matter set state = $2 where id = $1", [id, state]));
    await expect(room.act(freeze, chief(), proposed.id, "approve")).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  }
  for (const state of ["filed", "investigating", "holder-identified", "caught", "prosecution", "judged"]) {
    await room.store.transaction((sql) => sql.query("update matter set state = $2 where id = $1", [id, state]));
    expect((await room.open(freeze, officer(), freezeDraft(id))).state).toBe("proposed");
  }
});

test.each<readonly [AssetKind, "countyChief" | "cityChief" | "provinceChief", number]>([
  ["deposit", "countyChief", 6],
  ["deposit-major", "cityChief", 12],
  ["securities", "countyChief", 24],
  ["equity-insurance", "cityChief", 6],
  ["listed-equity", "provinceChief", 6],
])("%s: approved by the %s or higher, for %i months", async (asset, least, months) => {
  const id = await filedCase(room);
  const more = { asset, ...(asset === "deposit-major" ? { assetGround: "forty victims in nine provinces" } : {}) };
  const heads = [room.as("countyChief"), room.as("cityChief"), room.as("provinceChief")];
  const first = ["countyChief", "cityChief", "provinceChief"].indexOf(least);
  for (const [i, head] of heads.entries()) {
    const proposed = await room.open(freeze, officer(), freezeDraft(id, more));
    if (i < first) await expect(room.act(freeze, head, proposed.id, "approve")).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
    else expect((await room.act(freeze, head, proposed.id, "approve")).body.approver).toBe(["countyChief", "cityChief", "provinceChief"][i]);
  }
  await expect(room.act(freeze, room.as("dutyLead"), (await room.open(freeze, officer(), freezeDraft(id, more))).id, "approve")).rejects.toMatchObject({
    problem: { code: "not-allowed" },
  });
  // Somebody who was given a higher title at a county does not sit at a city.
  const proposed = await room.open(freeze, officer(), freezeDraft(id, more));
  if (least !== "countyChief") await expect(room.act(freeze, room.as(least, "org_shinan"), proposed.id, "approve")).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  const active = await answerFreeze(room, await sentFreeze(room, id, more, "org_shinan", heads[first]), frozenNow(room));
  const ends = Temporal.PlainDate.from("2026-03-12").add({ months, days: 1 }).toString();
  expect(instantOf(active.body.endsAtMs!)).toBe(new Date(`${ends}T00:00:00+08:00`).toISOString());
});

test("from 31 August six months end with February", async () => {
  room.world.jump(Date.parse("2026-08-31T15:00:00+08:00"));
  const active = await activeFreeze(room, await filedCase(room));
  expect(instantOf(active.body.endsAtMs!)).toBe(new Date("2027-03-01T00:00:00+08:00").toISOString());
});

test("a long period needs its ground, a sum beyond the trace or a whole account a written one, and the asset a rule", async () => {
  const id = await filedCase(room);
  const refuse = (more: object) => expect(room.open(freeze, officer(), freezeDraft(id, more))).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  await refuse({ asset: "deposit-major" });
  await refuse({ amountMinor: "5000001" });
  await refuse({ scope: "account" });
  expect((await room.open(freeze, officer(), freezeDraft(id, { amountMinor: "5000001", fullGround: "the account holds nothing else" }))).state).toBe("proposed");
  await expect(room.open(freeze, room.as("caseOfficer", "org_yiwu"), freezeDraft(id))).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(room.open(freeze, room.as("dutyLead"), freezeDraft(id))).rejects.toMatchObject({ problem: { code: "not-allowed" } });
});

test("renewed before its time: asked with reason and progress, approved by another at the same level, counted from the old end, once the bank has it", async () => {
  const id = await filedCase(room);
  const more = { asset: "deposit-major" as const, assetGround: "forty victims" };
  const active = await answerFreeze(room, await sentFreeze(room, id, more, "org_shinan", room.as("cityChief")), frozenNow(room));
  expect(instantOf(active.body.endsAtMs!)).toBe("2027-03-12T16:00:00.000Z");
  await room.pass(360 * DAY);
  await expect(room.act(freeze, room.as("cityChief"), active.id, "renew")).rejects.toMatchObject({ problem: { code: "not-now" } });
  await room.act(freeze, officer(), active.id, "ask-renewal", { reason: "investigating", progress: "nine of fourteen hops traced" });
  await expect(room.act(freeze, chief(), active.id, "renew")).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  room.refuse = { refused: "the link is down", retry: true };
  await room.act(freeze, room.as("cityChief"), active.id, "renew");
  await room.settle();
  // Decided, and not yet with the bank: the old end stands.
  expect((await room.get(freeze, active.id)).body.endsAtMs).toBe(active.body.endsAtMs);
  room.refuse = null;
  await room.pass(HOUR);
  const renewed = await room.get(freeze, active.id);
  expect(instantOf(renewed.body.endsAtMs!)).toBe("2028-03-12T16:00:00.000Z");
  expect(renewed.body).toMatchObject({ renewals: 1, renewal: null });
  expect((await told(room, active.id)).at(-1)).toMatchObject({ template: "freeze.renewed", en: expect.stringContaining("the investigation goes on") });
  await room.pass(10 * DAY);
  expect(await stateOf(active.id)).toBe("active");
});

test("a renewal that reaches the bank too late is none: the freeze has ended by itself", async () => {
  const id = await filedCase(room);
  const active = await activeFreeze(room, id);
  await room.pass(active.body.endsAtMs! - room.world.nowMs() - HOUR);
  await room.act(freeze, officer(), active.id, "ask-renewal", { reason: "investigating", progress: "nine of fourteen hops traced" });
  room.refuse = { refused: "the link is down", retry: true };
  await room.act(freeze, chief(), active.id, "renew");
  await room.pass(2 * HOUR);
  expect(await stateOf(active.id)).toBe("lapsed");
  room.refuse = null;
  await room.pass(DAY);
  expect(await stateOf(active.id)).toBe("lapsed");
  expect(handedAs(room, "freeze.end")).toHaveLength(1);
  await expect(room.act(freeze, officer(), active.id, "ask-renewal", { reason: "investigating", progress: "late" })).rejects.toMatchObject({ problem: { code: "not-now" } });
});

test("after a standstill the end comes first, and nobody renews what is over", async () => {
  const active = await activeFreeze(room, await filedCase(room));
  room.world.jump(active.body.endsAtMs! + DAY);
  await expect(room.act(freeze, officer(), active.id, "ask-renewal", { reason: "investigating", progress: "late" })).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  const later = new Desk(room.desk.parts);
  await Promise.all([fireDue(later, room.system, () => undefined), fireDue(room.desk, room.system, () => undefined)]);
  expect(await stateOf(active.id)).toBe("lapsed");
  expect((await events(room, active.id)).filter((event) => event === "lapse")).toHaveLength(1);
});

test("a renewal that is handed over after a standstill, when the period was over, does not count", async () => {
  const active = await activeFreeze(room, await filedCase(room));
  await room.settle();
  room.world.jump(active.body.endsAtMs! - HOUR);
  await room.act(freeze, officer(), active.id, "ask-renewal", { reason: "investigating", progress: "nine of fourteen hops traced" });
  await room.act(freeze, chief(), active.id, "renew");
  room.world.jump(active.body.endsAtMs! + HOUR);
  await room.settle();
  expect(await room.get(freeze, active.id)).toMatchObject({ state: "lapsed", body: { endsAtMs: active.body.endsAtMs } });
});

test("found unrelated: lifted within three days by the head who approved, otherwise the organ above hears of it; it is wrong and announced", async () => {
  const active = await activeFreeze(room, await filedCase(room));
  await room.act(freeze, officer(), active.id, "find-unrelated", { ground: "wages of a canteen" });
  await expect(room.act(freeze, officer(), active.id, "ask-renewal", { reason: "investigating", progress: "x" })).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  await room.pass(Date.parse("2026-03-16T00:00:00+08:00") - room.world.nowMs() - 1);
  expect(handedAs(room, "supervision.copy")).toEqual([]);
  await room.pass(1);
  expect(handedAs(room, "supervision.copy")).toMatchObject([{ to: "org_qd", fields: { about: "unrelated-overdue" } }]);
  await expect(room.act(freeze, officer(), active.id, "lift", { reason: "unrelated" })).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  const lifted = await room.act(freeze, chief(), active.id, "lift", { reason: "unrelated" });
  expect(lifted.state).toBe("lifted");
  expect((await told(room, active.id)).at(-1)).toMatchObject({ template: "freeze.lifted", en: expect.stringContaining("state compensation") });
});

test("smaller when the trace is: asked by an officer, decided by the head, the rest free at once; decided elsewhere without them", async () => {
  const active = await activeFreeze(room, await filedCase(room));
  await expect(room.act(freeze, chief(), active.id, "reduce", { toMinor: "100", reason: "trace-lower" })).rejects.toMatchObject({ problem: { code: "not-now" } });
  await room.act(freeze, officer(), active.id, "ask-reduction", { toMinor: "2000000", reason: "trace-lower", trace: "trace-7 v4" });
  const reduced = await room.act(freeze, chief(), active.id, "reduce");
  expect(reduced).toMatchObject({
    state: "active",
    body: { amountMinor: "2000000", frozenMinor: "2000000", tracedMinor: "2000000", trace: "trace-7 v4", endsAtMs: active.body.endsAtMs },
  });
  await room.settle();
  expect(handedAs(room, "freeze.reduce")[0].fields).toMatchObject({ amountMinor: "2000000", frozenMinor: "2000000" });
  expect((await told(room, active.id)).at(-1)?.zh).toContain("20,000.00 CNY");
  const [again] = await room.desk.work(room.system, (work) =>
    work.act(freeze, [{ id: active.id, command: "reduce", input: { toMinor: "500000", reason: "good-faith" } }], "consequence"),
  );
  expect(again.body.frozenMinor).toBe("500000");
});

test("partial: what is there is frozen, what comes in later is reported, never beyond the amount nor the balance", async () => {
  const id = await filedCase(room);
  const partial = await activeFreeze(room, id, {}, "1200000", "1200000");
  expect(partial.state).toBe("partial");
  const bank = room.as("bankOps");
  await expect(room.act(freeze, bank, partial.id, "report-held", { frozenMinor: "5000001", balanceMinor: "9000000" })).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  await expect(room.act(freeze, bank, partial.id, "report-held", { frozenMinor: "3000000", balanceMinor: "2999999" })).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  expect((await room.act(freeze, bank, partial.id, "report-held", { frozenMinor: "3000000", balanceMinor: "3000000" })).state).toBe("partial");
  expect((await room.act(freeze, bank, partial.id, "report-held", { frozenMinor: "5000000", balanceMinor: "8000000" })).state).toBe("active");
  expect((await room.act(freeze, bank, partial.id, "report-held", { frozenMinor: "4000000", balanceMinor: "4000000" })).state).toBe("partial");
});

test("failed, not reached, not answered, withdrawn: none of them holds anything", async () => {
  const id = await filedCase(room);
  const failed = await answerFreeze(room, await sentFreeze(room, id), { result: "failed", why: "the account was closed" });
  expect(failed.state).toBe("failed");
  const unanswered = await sentFreeze(room, id, { account: account(2) });
  await room.pass(49 * HOUR);
  expect(await stateOf(unanswered.id)).toBe("lapsed");
  await expect(answerFreeze(room, unanswered, frozenNow(room))).rejects.toMatchObject({ problem: { code: "not-now" } });
  const recalled = await sentFreeze(room, id, { account: account(3) });
  await room.act(freeze, officer(), recalled.id, "withdraw", { why: "the wrong account" });
  expect(await stateOf(recalled.id)).toBe("withdrawn");
  room.refuse = { refused: "no such desk", retry: false };
  expect((await sentFreeze(room, id, { account: account(4) })).state).toBe("failed");
  expect((await Promise.all([failed, unanswered, recalled].map(({ id: one }) => told(room, one)))).flat()).toEqual([]);
});

test("living costs: asked, decided at the level of the freeze, let through", async () => {
  const active = await activeFreeze(room, await filedCase(room));
  const asked = await room.act(freeze, room.as("bankOps"), active.id, "ask-allowance", { need: "wages", amountMinor: "800000", paper: "payroll-3" });
  await expect(room.act(freeze, room.as("dutyLead"), active.id, "decide-allowance", { grant: true, request: asked.body.allowances[0].id })).rejects.toMatchObject({
    problem: { code: "not-allowed" },
  });
  await room.act(freeze, chief(), active.id, "decide-allowance", { grant: true, request: asked.body.allowances[0].id, amountMinor: "700000" });
  await room.settle();
  expect(handedAs(room, "freeze.allow")[0].fields).toMatchObject({ amountMinor: "700000", need: "wages" });
  expect((await told(room, active.id)).at(-1)).toMatchObject({ template: "freeze.allowance", en: expect.stringContaining("7,000.00 CNY") });
});

test("returned in part and then whole, taken by judgment: never more than is frozen", async () => {
  const id = await filedCase(room);
  const active = await activeFreeze(room, id);
  const back = (amountMinor: string) =>
    room.desk.work(room.system, (work) => work.act(freeze, [{ id: active.id, command: "return", input: { refund: "rfd_00000001", amountMinor } }], "consequence"));
  await expect(back("5000001")).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  await back("2000000");
  expect(await room.get(freeze, active.id)).toMatchObject({ state: "active", body: { frozenMinor: "3000000", returnedMinor: "2000000" } });
  await back("3000000");
  expect(await room.get(freeze, active.id)).toMatchObject({ state: "returned", body: { frozenMinor: "0", returnedMinor: "5000000" } });
  const other = await activeFreeze(room, id, { account: account(2) });
  await room.act(freeze, officer(), other.id, "seize", { amountMinor: "5000000", document: "judgment-9" });
  expect(await stateOf(other.id)).toBe("seized");
});

test("the case is withdrawn: freezes are lifted in the same transaction, what was not yet frozen is withdrawn; a merged case takes them along and back", async () => {
  const first = await filedCase(room);
  const second = await filedCase(room);
  const active = await activeFreeze(room, first);
  const waiting = await sentFreeze(room, first, { account: account(2) });
  await give(room, chief(), "case", first, "merge", { into: second, ground: "same-means" });
  expect(await room.get(freeze, active.id)).toMatchObject({ parent: second, body: { case: second, origin: first } });
  await give(room, chief(), "case", first, "unmerge", { why: "another account" });
  expect(await room.get(freeze, active.id)).toMatchObject({ parent: first, body: { case: first } });
  await give(room, chief(), "case", first, "withdraw", { reason: "no crime was committed" });
  expect(await Promise.all([active.id, waiting.id].map(stateOf))).toEqual(["lifted", "withdrawn"]);
  expect((await told(room, active.id)).at(-1)?.en).toContain("the case was withdrawn");
});
