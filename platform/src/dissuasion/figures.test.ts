/** Figures, precision of rules and misses, counted by hand beside. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, START, type Room } from "../../test/case-room.ts";
import { hit, lead, longCall, officer, oneCall, openedLink, PAYEE, paying, play, take, warned } from "../../test/warning-room.ts";
import type { Signal } from "../domain/signal.ts";
import { warningFigures } from "./figures.ts";
import { rulePrecision, rulesBelowFloor } from "./precision.ts";
import { shareOf } from "../base/wilson.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const to = (n: number): Partial<Signal> => ({ victim: { type: "number", text: `+86138001387${String(n).padStart(2, "0")}` } });
const figures = (scope = room.system, fromMs = START - DAY, toMs = START + 30 * DAY) => room.store.snapshot((sql) => warningFigures(sql, scope, { fromMs, toMs }));

test("a day of warnings, counted by hand", async () => {
  const open = async (n: number, make: typeof longCall, over: Partial<Signal> = {}) => play(room, (await warned(room, [make(`f${n}`, { ...to(n), ...over })])).id);
  // 1: low, a message only. 2: high, called after 4 minutes, stopped in time at S3, no loss after a week.
  await open(1, oneCall);
  const two = await open(2, longCall, { stage: "S3" });
  // 3: high, late: had paid. 4: medium, not concerned. 5: urgent, nobody signs. 6: high, cancelled without any contact.
  const three = await open(3, longCall);
  const four = await open(4, openedLink);
  const five = await open(5, paying);
  const six = await open(6, longCall);
  for (const w of [two, three, four]) await w.signs(officer(room));
  await room.pass(4 * MINUTE);
  await two.calls(officer(room));
  await two.awakened(officer(room), "call-record");
  await three.calls(officer(room));
  await room.pass(2 * MINUTE);
  await three.result(officer(room), { outcome: "already-paid", payments: [{ to: PAYEE, amountMinor: "100", currency: "CNY", at: "2026-03-12T08:00:00+08:00" }] });
  await four.visits(officer(room));
  await four.notConcerned(officer(room));
  await six.cancelled(lead(room), "rule-mistaken");
  await room.pass(3 * DAY);
  await two.followUp(officer(room), "no-loss");
  await room.pass(6 * DAY);
  expect((await two.now()).body.averted).toBe("strict");
  expect((await five.now()).body.escalationCount).toBeGreaterThan(0);
  const f = await figures();
  expect(f).toMatchObject({
    issued: 6,
    byLevel: [
      { level: 3, issued: 1 },
      { level: 2, issued: 3 },
      { level: 1, issued: 1 },
      { level: 0, issued: 1 },
    ],
    channels: { sms: { hits: 6, of: 6 }, call: { hits: 2, of: 6 }, visit: { hits: 1, of: 6 } },
    signedInTime: { hits: 3, of: 5 },
    toFirstAttempt: { count: 3, p50Ms: 4 * MINUTE, p90Ms: Math.round(5.6 * MINUTE) },
    toFirstContact: { count: 3, p50Ms: 6 * MINUTE },
    escalated: { hits: 1, of: 6 },
    avertedStrict: 1,
    avertedClaimed: 1,
    precision: { hits: 2, of: 3 },
    late: { hits: 1, of: 6 },
    falseAlarms: { hits: 2, of: 6 },
  });
  expect(f.visits).toMatchObject({ hits: 0, of: 1 });
});

test("each sees the figures of their own place, partners none, and merged warnings count once", async () => {
  await take(room, [longCall("e1", to(1))]);
  await take(room, [longCall("e2", to(2))], { territory: "33/3307/330782", reason: "residence" });
  expect((await figures(lead(room))).issued).toBe(1);
  expect((await figures(room.as("dutyLead", "org_yiwu"))).issued).toBe(1);
  expect((await figures(room.as("dutyLead", "org_ministry"))).issued).toBe(2);
  expect((await figures(room.as("bankOps"))).issued).toBe(0);
  expect((await figures(room.system, START + HOUR)).issued).toBe(0);
  const byAccount = await warned(room, [paying("e3", { victim: { type: "account", text: "ICBC:6222021234567890" } })]);
  await take(room, [longCall("e4", { ...to(1), person: "stream:1" }), paying("e5", { victim: { type: "account", text: "ICBC:6222021234567890" }, person: "stream:1" })]);
  expect((await play(room, byAccount.id).now()).state).toBe("merged");
  expect((await figures()).issued).toBe(2);
});

test("precision of a rule: what was confirmed of what was judged; below the floor it falls only when that is sure", async () => {
  for (let i = 0; i < 14; i++) {
    const w = play(room, (await warned(room, [longCall(`p${i}`, { ...to(i), hits: [hit("C09", "call"), ...(i < 2 ? [hit("C10", "call")] : [])] })])).id);
    await w.signs(officer(room));
    await w.calls(officer(room));
    if (i === 0) await w.awakened(officer(room), "call-record");
    else await w.notConcerned(officer(room));
  }
  // Data that were wrong say nothing about a rule.
  await play(room, (await warned(room, [longCall("q", { ...to(50), hits: [hit("C13", "call")] })])).id).cancelled(lead(room), "wrong-data");
  const rules = await room.store.snapshot((sql) => rulePrecision(sql, START - DAY));
  expect(rules.map(({ rule, floor, confirmed, refuted }) => [rule, floor, confirmed, refuted])).toEqual([
    ["C09", "flag", 1, 13],
    ["C10", "flag", 1, 1],
  ]);
  const below = rulesBelowFloor(rules, room.desk.parts.law.current(START));
  expect(below.map(({ rule, verdict, floorPermille }) => [rule, verdict, floorPermille])).toEqual([
    ["C09", "fall", 600],
    ["C10", "watch", 600],
  ]);
  expect(await room.store.snapshot((sql) => rulePrecision(sql, START + DAY))).toEqual([]);
});

test("the latest word about a warning counts, once for each rule", async () => {
  const w = play(room, (await warned(room, [paying("e1")])).id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  await w.awakened(officer(room), "call-record");
  await w.give("follow-up", officer(room), { result: "contacted-again" });
  await w.cancelled(lead(room), "rule-mistaken");
  const rules = await room.store.snapshot((sql) => rulePrecision(sql, 0));
  expect(rules.map(({ rule, floor, confirmed, refuted }) => [rule, floor, confirmed, refuted])).toEqual([
    ["C11", "urgent", 0, 1],
    ["T02", "urgent", 0, 1],
  ]);
});

test("Wilson's interval against published values", () => {
  // Newcombe (1998), Statistics in Medicine 17, table I: score intervals without continuity correction.
  expect(shareOf(81, 263)).toMatchObject({ lowPermille: 255.3, highPermille: 366.2 });
  expect(shareOf(15, 148)).toMatchObject({ lowPermille: 62.4, highPermille: 160.5 });
  expect(shareOf(0, 20)).toMatchObject({ lowPermille: 0, highPermille: 161.1 });
  expect(shareOf(1, 29)).toMatchObject({ lowPermille: 6.1, highPermille: 171.8 });
  expect(shareOf(29, 29)).toMatchObject({ lowPermille: 883, highPermille: 1000 });
  expect(shareOf(0, 0)).toMatchObject({ permille: null, lowPermille: 0, highPermille: 1000 });
});
