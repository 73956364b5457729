/** What is owed for something wrong: stated by itself, claimed with a word, decided by an uninvolved head, paid by another. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appealed, decided, outcome, paper, UPHELD } from "../../../test/appeal-desk.ts";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { activeFreeze, filedCase } from "../../../test/freeze-desk.ts";
import { give, handedAs, stopped } from "../../../test/order-desk.ts";
import { account, instantOf, refusals } from "../../../test/report-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { CompensationMatter } from "./compensation.ts";
import { interestOf } from "./interest.ts";
import { compensation } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const one = async (): Promise<CompensationMatter> => {
  const all = await room.all(compensation);
  expect(all).toHaveLength(1);
  return all[0]!;
};
/** A freeze of 50,000.00 for thirty days that an appeal found wrong. */
const wronglyFrozen = async (): Promise<MatterId> => {
  const frozen = await activeFreeze(room, await filedCase(room));
  await room.pass(30 * DAY - HOUR);
  const made = await appealed(room, frozen.id);
  await decided(room, made, UPHELD, room.as("reviewer"));
  return frozen.id;
};
const CLAIM = { losses: [{ kind: "fees", amountMinor: "30000" }], papers: [paper("identity")] };

test("interest is exact, by days and the rate of each, and rounded once", () => {
  const rule = {
    daysPerYear: 365,
    rates: [
      { from: "2015-10-24", annualPpm: 15_000 },
      { from: "2026-03-20", annualPpm: 10_000 },
    ],
  } as never;
  const at = (text: string): number => Date.parse(`${text}T09:00:00+08:00`);
  const held = (amountMinor: bigint, from: string, until: string): bigint => interestOf(rule, { amountMinor, fromMs: at(from), untilMs: at(until) }, "Asia/Shanghai");
  // 10 000 000 × 1.5 % × 8/365 + 10 000 000 × 1 % × 12/365 = 3287.67 + 3287.67
  expect(held(10_000_000n, "2026-03-12", "2026-04-01")).toBe(6_575n);
  expect(held(10_000_000n, "2026-03-25", "2026-03-26")).toBe(274n);
  expect(held(10_000_000n, "2026-03-25", "2026-03-25")).toBe(0n);
  // Before the first rate that is known: that one.
  expect(held(36_500_000n, "2014-01-01", "2014-01-02")).toBe(1_500n);
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (amountMinor, days, more) => {
      const fromMs = at("2026-03-01");
      const of = (n: number): bigint => interestOf(rule, { amountMinor, fromMs, untilMs: fromMs + n * DAY }, "Asia/Shanghai");
      // Never less for longer, and never more than at the higher rate throughout.
      expect(of(days + more)).toBeGreaterThanOrEqual(of(days));
      expect(of(days)).toBeLessThanOrEqual((amountMinor * 15_000n * BigInt(days)) / 365_000_000n + 1n);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("what was wrong states what it cost in the same transaction and tells the holder, who has two years to say that they want it", async () => {
  const frozen = await wronglyFrozen();
  const made = await one();
  // 5 000 000 × 1.5 % × 30/365 = 6164.38
  expect(made).toMatchObject({
    state: "prepared",
    parent: frozen,
    org: "org_shinan",
    body: { why: "wrong", currency: "CNY", cost: { amountMinor: "5000000", interestMinor: "6164" } },
  });
  const [lifted] = (await room.desk.history(room.system, frozen)).filter(({ event }) => event === "lift");
  const [opened] = await room.desk.history(room.system, made.id);
  expect(opened?.recordedAtMs).toBe(lifted?.recordedAtMs);
  const texts = handedAs(room, "notice")
    .filter(({ to }) => to === "org_icbc")
    .map(({ fields }) => JSON.stringify(fields["text"]));
  expect(texts.filter((text) => /By its length and amount it cost you 61\.64 CNY .* With the code [\w-]{14} you can claim this by/.test(text))).toHaveLength(1);
  await room.pass(740 * DAY);
  expect((await one()).state).toBe("lapsed");
});

test("claimed, decided by a head who had no hand in it, never for more than is claimed, paid by somebody else", async () => {
  await wronglyFrozen();
  const { id } = await one();
  const claimed = await room.act(compensation, room.as("intake", "org_shinan", 9), id, "claim", CLAIM);
  expect(claimed).toMatchObject({ state: "claimed", body: { claimedMinor: "36164", clock: "state.compensation" } });
  const grant = { result: "granted", amountMinor: "36164", reasons: ["wrong-measure", "loss-shown"] };
  // The head who approved the freeze.
  expect(await outcome(room.act(compensation, room.as("countyChief"), id, "decide", grant))).toBe("not-allowed");
  const chief = room.as("cityChief");
  expect(await outcome(room.act(compensation, chief, id, "decide", { ...grant, amountMinor: "36165" }))).toBe("malformed-input");
  expect(await outcome(room.act(compensation, chief, id, "decide", { ...grant, amountMinor: "100" }))).toBe("malformed-input");
  const granted = await room.act(compensation, chief, id, "decide", grant);
  expect(granted).toMatchObject({ state: "granted", body: { clock: "compensation.pay", decision: { amountMinor: "36164" } } });
  await room.settle();
  expect(handedAs(room, "notice").at(-1)?.fields["text"]).toMatchObject({
    en: expect.stringMatching(
      /is granted: 361\.64 CNY\. Reason: the measure was found to be wrong; the loss is shown by papers.*review by the organ one level up within 30 days|within 30 days/,
    ),
  });
  expect(await outcome(room.act(compensation, chief, id, "pay", { reference: "F-1" }))).toBe("not-allowed");
  expect((await room.act(compensation, room.as("caseOfficer"), id, "pay", { reference: "F-1" })).state).toBe("paid");
});

test("not decided in two months: the next instance is open and it is still decided; not paid in time: the unit above hears of it", async () => {
  await wronglyFrozen();
  const { id } = await one();
  await room.act(compensation, room.as("intake", "org_shinan", 9), id, "claim", CLAIM);
  await room.pass(63 * DAY);
  expect(await one()).toMatchObject({ state: "claimed", level: 3, body: { overdue: 1 } });
  expect(handedAs(room, "notice").at(-1)?.fields["text"]).toMatchObject({
    en: expect.stringMatching(/was not decided in time; we are sorry.*you may turn to review by the organ one level up within 30 days/),
  });
  await room.act(compensation, room.as("cityChief"), id, "decide", { result: "granted", amountMinor: "6164", reasons: ["wrong-measure"], note: "no paper about fees" });
  await room.pass(20 * DAY);
  expect(handedAs(room, "supervision.copy").at(-1)).toMatchObject({ to: "org_qd", fields: { key: "compensation.pay" } });
});

test("money was held and an order smaller: the part that should have been free is stated as well", async () => {
  const { stop } = await stopped(room);
  await room.pass(20 * HOUR);
  const made = await appealed(room, stop.id);
  await decided(room, made, { result: "partly", reasons: ["good-faith"], keepMinor: "1000000" });
  // 4 000 000 × 1.5 % × 1/365
  expect((await one()).body.cost).toMatchObject({ amountMinor: "4000000", interestMinor: "164" });
});

test("what the bank says that waiting cost takes the place of what was computed", async () => {
  const draft = {
    by: { kind: "own" },
    account: account(1),
    payee: account(2, "CCB"),
    amountMinor: "8000000",
    currency: "CNY",
    transfer: "T-1",
    orderedAt: instantOf(room.world.nowMs()),
    reason: "on-the-phone",
  };
  const held = await room.desk.work(room.as("bankOps"), (work) => work.openAny("hold", draft));
  await room.pass(2 * HOUR);
  await give(room, room.as("bankOps"), "hold", held.id, "release", { reason: "no-grounds" });
  expect((await one()).body.cost).toMatchObject({ interestMinor: "329", feesMinor: null });
  await give(room, room.as("bankOps"), "hold", held.id, "report-costs", { feesMinor: "1500", interestMinor: "300" });
  expect((await one()).body.cost).toMatchObject({ interestMinor: "300", feesMinor: "1500" });
});

test("nobody gives a command of another role, and nobody but this program opens one", async () => {
  await wronglyFrozen();
  const { id } = await one();
  expect(compensation.opening.who).toEqual([]);
  const inputs = {
    claim: CLAIM,
    "add-papers": { papers: [paper("identity")] },
    decide: { result: "refused", reasons: ["no-loss"], note: "n" },
    pay: { reference: "F-1" },
    restate: { interestMinor: "1", feesMinor: "1" },
    lapse: { key: "compensation.claim", dueAtMs: 1 },
    overdue: { key: "state.compensation", dueAtMs: 1 },
    "pay-overdue": { key: "compensation.pay", dueAtMs: 1 },
  };
  expect(new Set(Object.values(await refusals(room, compensation, id, inputs)))).toEqual(new Set(["not-allowed"]));
});
