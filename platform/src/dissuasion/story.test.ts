/** Warnings from the first sign to the end, as a duty log tells them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, START, type Room } from "../../test/case-room.ts";
import { lead, longCall, oneCall, officer, PAYEE, paying, play, VICTIM, warned } from "../../test/warning-room.ts";
import { warning } from "./warning/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const texts = (): readonly string[] => room.handed.messenger.map((message) => message.text.zh);
const events = async (id: Parameters<typeof play>[1]): Promise<readonly string[]> => (await room.desk.history(room.system, id)).map((line) => line.event);

test("a long call with a known number: message at once, signed for, called, stopped in time, asked again, averted", async () => {
  const first = await warned(room, [longCall("e1")]);
  const w = play(room, first.id);
  expect(first).toMatchObject({
    state: "dispatched",
    org: "org_shinan_s1",
    territory: "37/3702/370202/s1",
    level: 2,
    assignee: null,
    body: { next: { kind: "sign" }, reason: { en: "the reason of C09" } },
  });
  await room.settle();
  expect(room.handed.messenger.map(({ sender, to, channel }) => [sender, to, channel])).toEqual([
    ["12381", VICTIM, "sms"],
    ["12381", VICTIM, "sms"],
  ]);
  expect(texts()[0]).toContain("没有任何机关有安全账户");
  expect(texts()[1]).toMatch(/核对码 [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  for (const text of texts()) expect(text.replaceAll("96110", "").replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g, "")).not.toMatch(/https?:|www\.|\d{3,}/);

  await room.pass(6 * MINUTE);
  expect(await w.signs(officer(room))).toMatchObject({
    state: "signed",
    assignee: "usr_dissuader_org_shinan_s1_1",
    body: { signedInTime: true, next: { kind: "contact", channel: "call" } },
  });
  await room.pass(3 * MINUTE);
  expect(await w.calls(officer(room))).toMatchObject({ state: "in-contact", body: { firstAttemptAtMs: START + 9 * MINUTE } });
  await room.pass(10 * MINUTE);
  const stopped = await w.awakened(officer(room), "call-record");
  expect(stopped).toMatchObject({ state: "awakened", body: { averted: "claimed", firstReachedAtMs: START + 19 * MINUTE, next: { kind: "follow-up" } } });
  await room.settle();
  expect(texts().at(-1)).toContain("追回损失");

  await room.pass(3 * DAY);
  expect(await w.followUp(officer(room), "no-loss")).toMatchObject({ state: "follow-up", body: { recontacts: [] } });
  await room.pass(5 * DAY);
  // Stage S2: nothing may be called strictly averted that had not come to S3.
  expect(await w.now()).toMatchObject({ state: "closed", body: { averted: "claimed" } });
  expect(await events(first.id)).toEqual(["open", "grade", "dispatch", "sign", "contact", "awaken", "follow", "close"]);
  expect(await room.desk.deadlines(room.system, first.id)).not.toContainEqual(expect.objectContaining({ state: "armed" }));
});

test("refuses to talk, escalated, visited, stopped in time, followed up on the next day and after a week, strictly averted", async () => {
  const first = await warned(room, [paying("e1")]);
  const w = play(room, first.id);
  expect(first.level).toBe(3);
  await w.signs(officer(room));
  await w.calls(officer(room));
  expect(await w.refusesToTalk(officer(room))).toMatchObject({ state: "refused", body: { next: { kind: "contact", channel: "visit" } } });
  expect(await w.escalates(officer(room), { why: "on the phone with them still" })).toMatchObject({
    state: "escalated",
    org: "org_shinan",
    assignee: null,
    body: { escalationCount: 1 },
  });
  const county = room.as("dissuader", "org_shinan");
  await w.signs(county);
  await w.visits(county);
  const stopped = await w.awakened(county, "photo");
  expect(stopped.state).toBe("awakened");
  expect(stopped.body.checklist?.toldWhatToExpect).toBe(true);
  await room.pass(DAY);
  expect(await w.followUp(county, "no-loss")).toMatchObject({ state: "follow-up" });
  await room.pass(5 * DAY + 20 * HOUR);
  expect(await w.followUp(county, "no-loss")).toMatchObject({ state: "follow-up", body: { recontacts: [] } });
  await room.pass(DAY);
  expect(await w.now()).toMatchObject({ state: "closed", body: { averted: "strict" } });
});

test("a follow-up that nobody made: the warning waits a period more, and then claims nothing strict", async () => {
  const first = await warned(room, [paying("e1")]);
  const w = play(room, first.id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  await w.awakened(officer(room), "call-record");
  await room.pass(8 * DAY);
  expect(await w.now()).toMatchObject({ state: "follow-up", body: { averted: "claimed" } });
  await room.pass(8 * DAY);
  expect(await w.now()).toMatchObject({ state: "closed", body: { averted: "claimed" } });
  expect((await room.desk.history(room.system, first.id)).filter((line) => "missed" in line.detail)).toHaveLength(2);
});

test("nobody signs, nobody calls: up through every tier, one at a time, each counted, and no further than the top", async () => {
  const first = await warned(room, [paying("e1")]);
  const w = play(room, first.id);
  const path: string[] = [first.org];
  for (let i = 0; i < 6; i++) {
    await room.pass(5 * MINUTE);
    path.push((await w.now()).org);
  }
  expect(path).toEqual(["org_shinan_s1", "org_shinan", "org_qd", "org_sd", "org_ministry", "org_ministry", "org_ministry"]);
  const end = await w.now();
  expect(end).toMatchObject({ state: "escalated", body: { escalationCount: 4 } });
  expect(end.body.escalations.map(({ from, to }) => `${from}>${to}`)).toEqual(["org_shinan_s1>org_shinan", "org_shinan>org_qd", "org_qd>org_sd", "org_sd>org_ministry"]);
  // Signed at the top, but not in time: the limit passed on the way.
  const top = room.as("dutyLead", "org_ministry");
  expect(await w.signs(top)).toMatchObject({ state: "signed", body: { signedInTime: false } });
  await room.pass(8 * DAY);
  expect(await w.now()).toMatchObject({ state: "expired" });
});

test("the program stood still for hours while every limit passed: one tier up, with that tier's own limits, and no leap to the top", async () => {
  const first = await warned(room, [paying("e1")]);
  const w = play(room, first.id);
  room.world.jump(START + 3 * HOUR);
  await room.settle();
  expect(await w.now()).toMatchObject({ state: "escalated", org: "org_shinan", body: { escalationCount: 1, tierSinceMs: START + 3 * HOUR } });
  await room.pass(5 * MINUTE);
  expect(await w.now()).toMatchObject({ org: "org_qd", body: { escalationCount: 2 } });
});

test("hangs up: the tier above has it at once, and the officer on the way may still reach the person", async () => {
  const first = await warned(room, [longCall("e1")]);
  const w = play(room, first.id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  expect(await w.hungUp(officer(room))).toMatchObject({ state: "escalated", org: "org_shinan", body: { escalations: [{ why: "hung-up" }] } });
  await w.visits(officer(room));
  expect(await w.awakened(officer(room))).toMatchObject({ state: "awakened" });
});

test("a call that lasts beyond a limit: the tier above is told, and the result is recorded all the same", async () => {
  const first = await warned(room, [paying("e1")]);
  const w = play(room, first.id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  await room.pass(31 * MINUTE);
  expect(await w.now()).toMatchObject({ state: "escalated", org: "org_shinan" });
  expect(await w.awakened(officer(room), "call-record")).toMatchObject({ state: "awakened" });
});

test("had paid: who, when, how much, from and to are kept, and the case is told in the same transaction", async () => {
  const first = await warned(room, [paying("e1")]);
  const w = play(room, first.id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  await expect(w.result(officer(room), { outcome: "already-paid", payments: [] })).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  const paid = await w.result(officer(room), {
    outcome: "already-paid",
    payments: [{ from: "ICBC:6222021234567890", to: PAYEE, amountMinor: "5000000", currency: "CNY", at: "2026-03-12T08:58:00+08:00" }],
    slip: "slip-7",
  });
  expect(["already-paid", "closed-to-report"]).toContain(paid.state);
  expect(paid.body.payments).toEqual([
    expect.objectContaining({
      amountMinor: "5000000",
      currency: "CNY",
      atMs: Date.parse("2026-03-12T08:58:00+08:00"),
      to: expect.objectContaining({ masked: "CCB 6217 **** 3210" }),
    }),
  ]);
  expect(JSON.stringify(paid.body)).not.toContain("6217009876543210");
  await room.settle();
  expect(texts().at(-1)).toContain("追回损失");
});

test("one contact from a doubtful number: a message, signed for by the program, nobody calls, ends by itself", async () => {
  const first = await warned(room, [oneCall("e1")]);
  expect(first).toMatchObject({ state: "signed", level: 0, assignee: null, body: { counts: { sms: 1 }, announcedCall: false, next: { kind: "none" } } });
  await room.pass(8 * DAY);
  expect(room.handed.messenger).toHaveLength(1);
  expect(await room.get(warning, first.id)).toMatchObject({ state: "expired", body: { escalationCount: 0 } });
});

test("a false alarm: only a duty lead, a reason from the list, an apology, and one against each rule", async () => {
  const first = await warned(room, [longCall("e1")]);
  const w = play(room, first.id);
  await expect(w.cancelled(officer(room), "known-contact")).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await expect(w.cancelled(lead(room), "because")).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  expect(await w.cancelled(lead(room), "known-contact")).toMatchObject({ state: "cancelled", body: { outcome: "known-contact" } });
  await room.settle();
  expect(texts().at(-1)).toContain("非常抱歉");
  const outcomes = await room.store.snapshot((sql) => sql.query("select rule, outcome from rule_outcome"));
  expect(outcomes).toEqual([{ rule: "C09", outcome: "refuted" }]);
});
