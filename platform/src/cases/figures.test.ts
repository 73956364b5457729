/** Sums of one case and figures of a period, each against a small history counted by hand. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../test/case-room.ts";
import { accepted, account, filed, instantOf, matters, paid, phone, reported } from "../../test/report-desk.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Matter } from "../matters/matter.ts";
import { policeCase } from "./case/kind.ts";
import { caseSums, type CaseSums } from "./case/money.ts";
import { caseFigures, type CaseFigures } from "./figures.ts";
import { report } from "./report/kind.ts";
import { triageOf } from "./report/triage.ts";
import { caseSeries } from "./series/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const sums = (id: MatterId): Promise<CaseSums | null> => room.store.snapshot((sql) => caseSums(sql, room.as("caseOfficer"), id));
const order = (id: MatterId, command: string, input: object, bank?: string): Promise<readonly Matter[]> =>
  room.desk.work(bank === undefined ? room.as("dutyLead", "org_shinan", command === "approve" ? 2 : 1) : room.as("bankOps", bank), (work) =>
    work.actAny("stop-payment", [{ id, command, input }]),
  );

async function stopped(id: MatterId, bank: string, heldMinor: string, next: readonly object[] = []): Promise<void> {
  await order(id, "approve", {});
  await room.settle();
  const match = { name: true, account: true, amount: true, time: true };
  await order(id, "answer", { result: "stopped", at: instantOf(room.world.nowMs()), heldMinor, match, next }, bank);
}

test("lost, requested, held, traced and returned are five sums: neither tiers, nor rounds, nor second tellings are added", async () => {
  const pay = paid(room, { to: account(1), toName: "李四", amountMinor: "10000", transfer: "tx-1" });
  const victim = await accepted(room, { payments: [pay], otherLosses: [{ amountMinor: "700", currency: "USD", what: "gift-cards" }] });
  // The same transfer, told by the same person at the counter a day later, before anybody noticed.
  const again = await accepted(room, { payments: [pay] });
  const [first] = (await matters(room, "stop-payment")).filter((one) => one.parent === victim.id);
  const hop = { account: account(2, "CCB"), holderName: "王五", amountMinor: "7000", currency: "CNY", at: instantOf(room.world.nowMs() - MINUTE) };
  await stopped(first.id, "org_icbc", "3000", [hop]);
  const [second] = (await matters(room, "stop-payment")).filter((one) => one.parent === first.id);
  await stopped(second.id, "org_ccb", "5000");
  const made = await filed(room, [victim.id, again.id]);
  const cny = (more: object): object => ({ currency: "CNY", lostMinor: "10000", requestedMinor: "10000", heldMinor: "8000", tracedMinor: null, returnedMinor: null, ...more });
  const usd = { currency: "USD", lostMinor: "700", requestedMinor: "0", heldMinor: "0", tracedMinor: null, returnedMinor: null };
  expect(await sums(made.id)).toEqual({ reports: 2, leftOut: 0, victims: 1, money: [cny({}), usd] });

  // A second round holds the same money once more: it is the same money.
  await order(first.id, "second-round", { reason: "filing", note: "the case is being filed" });
  const round2 = (await matters(room, "stop-payment")).find((one) => (one.body as { round: number }).round === 2);
  await stopped(round2?.id ?? first.id, "org_icbc", "3000");
  expect((await sums(made.id))?.money[0]).toEqual(cny({}));

  await room.act(policeCase, room.as("analyst"), made.id, "record-money", {
    traced: [{ currency: "CNY", amountMinor: "9000" }],
    returned: [{ currency: "CNY", amountMinor: "2500" }],
  });
  expect((await sums(made.id))?.money[0]).toEqual(cny({ tracedMinor: "9000", returnedMinor: "2500" }));
});

test("a duplicate's loss is the original's, merged cases add up once, other people's equal payments do not fall together", async () => {
  const five = { amountMinor: "500000", to: account(1), agoMs: HOUR };
  const one = await accepted(room, { reporter: { number: phone(1) }, payments: [paid(room, five)] });
  const two = await accepted(room, { reporter: { number: phone(2) }, payments: [paid(room, five)] });
  const husband = await reported(room, { role: "relative", reporter: { number: phone(3) }, payments: [paid(room, five)] });
  await room.act(report, room.as("intake"), husband.id, "mark-duplicate", { of: one.id });
  const [a, b] = [await filed(room, [one.id]), await filed(room, [two.id])];
  expect(await sums(a.id)).toMatchObject({ reports: 1, leftOut: 1, victims: 1, money: [{ lostMinor: "500000" }] });
  await room.act(policeCase, room.as("countyChief"), b.id, "merge", { into: a.id, ground: "same-means" });
  expect(await sums(a.id)).toMatchObject({ reports: 2, victims: 2, money: [{ lostMinor: "1000000" }] });
  await room.act(policeCase, room.as("countyChief"), b.id, "unmerge", { why: "x" });
  expect(await sums(a.id)).toMatchObject({ reports: 1, money: [{ lostMinor: "500000" }] });
  expect(await room.store.snapshot((sql) => caseSums(sql, room.as("caseOfficer", "org_yiwu"), a.id))).toBeNull();
});

test("figures of a period: cohort, medians beside means, clocks kept, tips, objections, people who were deceived again, series", async () => {
  const officer = room.as("caseOfficer");
  const chief = room.as("countyChief");
  const lure = { axes: { lure: "LOAN", channel: "call", rail: "bank", authorised: true } } as const;
  const fromMs = room.world.nowMs();
  const losses = ["100000", "200000", "3000000"];
  const made: MatterId[] = [];
  for (const [n, amountMinor] of losses.entries()) {
    const taken = await accepted(room, {
      reporter: { number: phone(n) },
      payments: [paid(room, { to: account(n), amountMinor, toName: "李四" })],
      ...lure,
      narrative: `贷款先交保证金，第${n}次要求再交解冻费，之后失联，金额各不相同。`,
    });
    made.push((await filed(room, [taken.id])).id);
    await room.pass(MINUTE);
  }
  // One of the three is solved, five days after its first report.
  await room.act(policeCase, officer, made[0], "investigate");
  await room.act(policeCase, officer, made[0], "identify-holder", { persons: ["ID-1"], evidence: "x" });
  await room.pass(5 * DAY);
  await room.act(policeCase, officer, made[0], "catch", { persons: 4 });
  // A report whose entry was late, by somebody who had reported before; a payment too old to be stopped.
  await reported(room, { reporter: { number: phone(1) }, payments: [paid(room, { to: account(50), agoMs: 3 * DAY, amountMinor: "100" })] });
  await room.pass(HOUR);
  // A tip that came to nothing, a declined report that a review overturned, a hand-over in time.
  const tip = await reported(room, { role: "informer", reporter: { number: phone(60) } });
  await room.act(report, room.as("analyst"), tip.id, "open-tip");
  await room.act(report, room.as("analyst"), tip.id, "find-unsubstantiated", { why: "x" });
  const declined = await accepted(room, { reporter: { number: phone(61) } });
  await room.act(report, chief, declined.id, "decline", { reason: "x" });
  await room.act(report, officer, declined.id, "ask-review", { ground: "x" });
  await room.act(report, room.as("reviewer"), declined.id, "decide-review", { result: "overturned", reason: "x" });
  const moved = await reported(room, { reporter: { number: phone(62) } });
  await room.act(report, room.as("dutyLead"), moved.id, "find-not-competent", { ground: "x" });
  await room.act(report, room.as("dutyLead"), moved.id, "hand-over", { to: "org_yiwu" });
  await room.act(report, room.as("dutyLead", "org_yiwu"), moved.id, "take-over");
  const series = await room.open(caseSeries, room.as("analyst", "org_ministry"), { members: [made[1], moved.id], ground: "x" });
  await room.act(caseSeries, room.as("analyst", "org_ministry"), series.id, "propose");
  await room.act(caseSeries, room.as("analyst", "org_ministry", 2), series.id, "confirm");

  const ask = (org: string): Promise<CaseFigures> => room.store.snapshot((sql) => caseFigures(sql, room.as("analyst", org), { fromMs, untilMs: room.world.nowMs() + 1 }));
  const figures = await ask("org_ministry");
  expect(figures).toMatchObject({
    clearance: { count: 1, of: 3 },
    caught: { count: 4, of: 1 },
    leadToArrestMs: { count: 1, p50: 5 * DAY + 3 * MINUTE, p90: 5 * DAY + 3 * MINUTE },
    enteredInTime: { count: 0, of: 1 },
    golden: { count: 3, of: 4 },
    tips: { opened: 1, corroborated: 0, unsubstantiated: 1, malicious: 0 },
    declined: { decisions: 1, reviews: 1, overturned: 1 },
    repeatVictims: { count: 1, of: 6 },
    series: { confirmed: 1, members: 2, provincesMost: 2 },
  });
  expect(figures.loss).toEqual([
    { lure: "LOAN", currency: "CNY", reports: 3, sumMinor: "3300000", meanMinor: "1100000", medianMinor: "200000" },
    { lure: null, currency: "CNY", reports: 1, sumMinor: "100", meanMinor: "100", medianMinor: "100" },
  ]);
  expect(figures.handedOverInTime.of).toBeGreaterThan(0);
  // Within the scope: another county has none of it but what was handed to it.
  expect(await ask("org_yiwu")).toMatchObject({ clearance: { count: 0, of: 0 }, tips: { opened: 0 }, loss: [] });
});

test("hints for triage: marks of the country that are reached, never a refusal below them", async () => {
  const small = await reported(room, { payments: [paid(room, { amountMinor: "100", to: account(1) })] });
  const large = await reported(room, {
    payments: [paid(room, { amountMinor: "60000000", to: account(2), agoMs: 2 * DAY })],
    otherLosses: [{ amountMinor: "50000000", currency: "CNY", what: "gold" }],
  });
  const hints = (id: MatterId) => triageOf(room.desk, room.as("intake"), id);
  expect(await hints(small.id)).toMatchObject({
    loss: [{ currency: "CNY", amountMinor: "100" }],
    reached: [],
    stillOpen: 0,
    voices: [{ masked: "ICBC 6222 **** 0001", reports: 1, reporters: 1 }],
  });
  expect((await hints(large.id)).reached.map((mark) => mark.zh)).toEqual(["损失三千元以上", "损失三万元以上", "损失五十万元以上", "损失百万元以上"]);
  expect((await room.act(report, room.as("intake"), small.id, "accept")).state).toBe("accepted");
});
