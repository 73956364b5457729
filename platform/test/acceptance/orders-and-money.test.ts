/**
 * Acceptance of casework, checks 1, 2, 7 and 8: how often an account may be stopped, who may freeze what and when, how frozen
 * money goes back, and that no sum is counted twice. On a real database; each fails when its rule is taken out.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policeCase } from "../../src/cases/case/kind.ts";
import { CASE_STATES } from "../../src/cases/case/states.ts";
import type { AssetKind } from "../../src/domain/jurisdiction-words.ts";
import type { MatterId } from "../../src/domain/matter.ts";
import { orderFigures } from "../../src/orders/figures.ts";
import { freeze } from "../../src/orders/freeze/kind.ts";
import { refund } from "../../src/orders/refund/kind.ts";
import { proRata, sumOf } from "../../src/orders/refund/shares.ts";
import { stopPayment } from "../../src/orders/stop-payment/kind.ts";
import type { Stop } from "../../src/orders/stop-payment/order.ts";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../case-room.ts";
import { refusal } from "../counter.ts";
import { activeFreeze, answerFreeze, filedCase, freezeDraft, frozenNow, sentFreeze } from "../freeze-desk.ts";
import { answer, approve, bankOf, stopDraft, stoppedNow } from "../order-desk.ts";
import { approveRefund, claimInput, frozen, paysOut, plan, sharesOf, statesOf, victimsInCase, withClaims } from "../refund-desk.ts";
import { accepted, account, filed, instantOf, opened, paid, phone } from "../report-desk.ts";

let room: Room;
beforeAll(async () => {
  room = await caseRoom();
});
afterAll(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

// --- 1 ----------------------------------------------------------------------------------------------------------------

/** Days in which the machine slept: what was due meanwhile is done when it wakes. */
async function sleep(days: number): Promise<void> {
  room.world.jump(room.world.nowMs() + days * DAY);
  await room.settle();
}

const ROUNDS_MAX = 2;
const UNITS = ["org_shinan", "org_shibei", "org_yiwu"] as const;

/** Proposed on a report of one's own unit, approved by its duty lead, stopped by the bank: as far as the law lets it. */
async function tryToStop(report: MatterId, unit: string, person: number, n: number): Promise<Stop | null> {
  const { id } = await room.open(stopPayment, room.as("intake", unit, person), stopDraft(room, report, { account: account(n), amountMinor: "100" }));
  const code = await refusal(room.act(stopPayment, room.as("dutyLead", unit, person), id, "approve"));
  if (code === "limit-of-law") return null;
  expect(code).toBe("done");
  return answer(room, id, stoppedNow(room, "100"));
}

test("1: no account is stopped more than twice in thirty days, whichever case, person and unit asks; then it is free again", async () => {
  const reports = new Map<string, MatterId>();
  for (const unit of UNITS) reports.set(unit, (await accepted(room, {}, room.as("intake", unit))).id);
  let n = 1_000;
  const asked = fc.record({ unit: fc.constantFrom(...UNITS), person: fc.integer({ min: 1, max: 2 }), daysLater: fc.constantFrom(0, 0, 1, 3, 9, 16) });
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 9, maxLength: 12 }), async (attempts) => {
      n++;
      const stoppedAt: number[] = [];
      for (const { unit, person, daysLater } of attempts) {
        await sleep(daysLater);
        const nowMs = room.world.nowMs();
        const stop = await tryToStop(reports.get(unit)!, unit, person, n);
        if (stop !== null) stoppedAt.push(nowMs);
        // Beyond any doubt about where a day begins, a round that is free is given.
        else expect(stoppedAt.filter((atMs) => nowMs - atMs < 32 * DAY).length).toBeGreaterThanOrEqual(ROUNDS_MAX);
        for (const atMs of stoppedAt) expect(stoppedAt.filter((other) => other >= atMs && other - atMs < 30 * DAY).length).toBeLessThanOrEqual(ROUNDS_MAX);
      }
      await sleep(32);
      expect(await tryToStop(reports.get("org_yiwu")!, "org_yiwu", 1, n)).not.toBeNull();
    }),
    { seed: 20_260_312, numRuns: 4, endOnFailure: true },
  );
});

test("1: … nor when eight units ask in the same moment", async () => {
  const { id: report } = await accepted(room);
  const ids = await Promise.all(
    Array.from({ length: 8 }, async (_, i) => (await room.open(stopPayment, room.as("intake", "org_shinan", i + 1), stopDraft(room, report, { account: account(1_900) }))).id),
  );
  const codes = await Promise.all(ids.map((id, i) => refusal(room.act(stopPayment, room.as("dutyLead", "org_shinan", i + 1), id, "approve"))));
  expect(codes.toSorted()).toEqual(["done", "done", ...Array.from({ length: 6 }, () => "limit-of-law")]);
});

// --- 2 ----------------------------------------------------------------------------------------------------------------

/** States that a case can be in without ever having been filed. */
function beforeFiling(): readonly string[] {
  const seen = new Set<string>(["accepted"]);
  for (const state of seen)
    for (const [event, target] of Object.entries(CASE_STATES[state as keyof typeof CASE_STATES])) if (event !== "file" && target !== undefined) seen.add(target);
  return [...seen].filter((state) => !["filed", "investigating", "holder-identified", "caught", "prosecution", "judged", "merged", "closed", "withdrawn"].includes(state));
}

const setState = (id: MatterId, state: string): Promise<unknown> => room.store.transaction((sql) => sql.query("update matter set state = $2 where id = $1", [id, state]));

test("2: nothing is frozen in a case that is not filed: not proposed, and not approved either", async () => {
  const officer = room.as("caseOfficer");
  const { id: report } = await accepted(room);
  const { id } = await opened(room, [report]);
  const before = beforeFiling();
  expect(before).toEqual(expect.arrayContaining(["accepted", "declined", "not-competent"]));
  for (const state of before) {
    await setState(id, state);
    expect(await refusal(room.open(freeze, officer, freezeDraft(id))), state).toBe("limit-of-law");
  }
  expect(await room.all(freeze)).toEqual([]);
  await setState(id, "accepted");
  await room.act(policeCase, room.as("countyChief"), id, "file");
  const { id: proposed } = await room.open(freeze, officer, freezeDraft(id));
  for (const state of before) {
    await setState(id, state);
    expect(await refusal(room.act(freeze, room.as("countyChief"), proposed, "approve")), state).toBe("limit-of-law");
  }
  await setState(id, "filed");
  expect(await refusal(room.act(freeze, room.as("countyChief"), proposed, "approve"))).toBe("done");
});

const HEADS = ["countyChief", "cityChief", "provinceChief"] as const;
/** By asset: who at least decides, and for how many months (articles 239, 243 to 245). */
const LEVELS: readonly (readonly [AssetKind, (typeof HEADS)[number], number])[] = [
  ["deposit", "countyChief", 6],
  ["deposit-major", "cityChief", 12],
  ["securities", "countyChief", 24],
  ["equity-insurance", "cityChief", 6],
  ["listed-equity", "provinceChief", 6],
];

test.each(LEVELS)("2: a freeze of %s is decided by the %s or above, and lasts %i months", async (asset, least, months) => {
  const id = await filedCase(room);
  const n = 2_000 + LEVELS.findIndex(([one]) => one === asset);
  const more = { asset, account: account(n), ...(asset === "deposit-major" ? { assetGround: "forty victims in nine provinces" } : {}) };
  const tried = await room.open(freeze, room.as("caseOfficer"), freezeDraft(id, more));
  for (const head of HEADS.slice(0, HEADS.indexOf(least))) expect(await refusal(room.act(freeze, room.as(head), tried.id, "approve")), head).toBe("limit-of-law");
  for (const other of ["dutyLead", "caseOfficer", "reviewer"] as const)
    expect(await refusal(room.act(freeze, room.as(other, "org_shinan", 2), tried.id, "approve")), other).toBe("not-allowed");
  await room.act(freeze, room.as("caseOfficer"), tried.id, "withdraw", { why: "proposed anew" });
  const startMs = room.world.nowMs();
  const active = await answerFreeze(room, await sentFreeze(room, id, more, "org_shinan", room.as(least)), frozenNow(room));
  const lastDay = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO("Asia/Shanghai").toPlainDate().add({ months });
  expect(active.body.endsAtMs).toBe(lastDay.add({ days: 1 }).toZonedDateTime("Asia/Shanghai").epochMilliseconds);
});

// --- 7 ----------------------------------------------------------------------------------------------------------------

test("7: shares in proportion add up to the frozen sum to the last unit, and none is more than a unit from its part", () => {
  const losses = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(losses, fc.double({ min: 0, max: 1, noNaN: true }), (minors, part) => {
      const total = sumOf(minors);
      const pool = (total * BigInt(Math.floor(part * 1_000_000))) / 1_000_000n;
      const shares = proRata(
        pool,
        minors.map((lossMinor, i) => ({ id: `c${i}`, lossMinor })),
      );
      expect(sumOf(shares.values())).toBe(pool);
      for (const [i, lossMinor] of minors.entries()) {
        const beyond = shares.get(`c${i}`)! * total - pool * lossMinor;
        expect(beyond < total && beyond > -total).toBe(true);
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("7: five victims, a sum that does not divide: objections pause the claims they are about and no other", async () => {
  const losses = ["700001", "130003", "50021", "999983", "404"];
  const { case: id, victims } = await victimsInCase(room, losses, 300);
  const held = await frozen(room, id, "100003", 2_100);
  const draft = await withClaims(
    room,
    id,
    [held],
    victims.map((one) => claimInput(one)),
  );
  const noticed = await plan(room, draft.id);
  const planned = sharesOf(noticed).map((share) => BigInt(share ?? "0"));
  expect(sumOf(planned)).toBe(100_003n);
  const objectedTo = [1, 3];
  for (const i of objectedTo)
    await room.act(refund, room.as("caseOfficer"), noticed.id, "object", { claim: noticed.body.claims[i]!.id, by: "other", contact: phone(60), ground: "not-a-victim" });
  await sleep(35);
  await approveRefund(room, noticed.id);
  const after = await paysOut(room, noticed.id);
  expect(statesOf(after)).toEqual(["paid", "set-aside", "paid", "set-aside", "paid"]);
  expect(sharesOf(after).map((share) => BigInt(share ?? "0"))).toEqual(planned);
  const paused = planned[1]! + planned[3]!;
  expect(await room.get(freeze, held.id)).toMatchObject({ state: "active", body: { frozenMinor: String(paused), returnedMinor: String(100_003n - paused) } });
  for (const objection of after.body.objections)
    await room.act(refund, room.as("reviewer"), noticed.id, "decide-objection", { result: "dismissed", objection: objection.id, reason: "claim-proved" });
  await room.act(refund, room.as("countyChief"), noticed.id, "order", { claims: objectedTo.map((i) => ({ claim: noticed.body.claims[i]!.id })) });
  await room.settle();
  expect(await paysOut(room, noticed.id)).toMatchObject({ state: "executed", body: { returnedMinor: "100003" } });
  expect(await room.get(freeze, held.id)).toMatchObject({ state: "returned", body: { frozenMinor: "0" } });
});

// --- 8 ----------------------------------------------------------------------------------------------------------------

test("8: money that is held on four tiers and in two rounds is counted once in what is held for the victim", async () => {
  const own = await caseRoom();
  const lead = own.as("dutyLead");
  const { id: report } = await accepted(own, { payments: [paid(own, { toName: "张三", amountMinor: "5000000" })] });
  const orders: Stop[] = [];
  /** Held here of what came, and the rest went on. */
  const tiers = [
    [1_200_000n, 3_800_000n],
    [800_000n, 3_000_000n],
    [500_000n, 2_500_000n],
    [200_000n, 0n],
  ] as const;
  for (const [tier, [here, rest]] of tiers.entries()) {
    const order = (await own.all(stopPayment)).find((one) => (tier === 0 ? one.parent === report : one.parent === orders[tier - 1]!.id))!;
    expect(order.body.tier).toBe(tier + 1);
    await approve(own, order.id);
    await own.settle();
    const next = rest === 0n ? [] : [{ account: account(31 + tier, "CCB"), holderName: "王五", amountMinor: String(rest), currency: "CNY", at: instantOf(own.world.nowMs()) }];
    await answer(own, order.id, stoppedNow(own, String(here), { next }), bankOf(own, order));
    orders.push(order);
    await own.pass(MINUTE);
  }
  const held = async (): Promise<object | undefined> => {
    const nowMs = own.world.nowMs();
    return (await own.store.snapshot((sql) => orderFigures(sql, own.system, { fromMs: 0, untilMs: nowMs + 1 }, own.desk.parts.law.current(nowMs), nowMs))).money[0];
  };
  // 1.2 + 0.8 + 0.5 + 0.2 of the 5 that were asked for; the orders themselves ask for 14.3 together.
  expect(await held()).toMatchObject({ requestedMinor: "5000000", heldMinor: "2700000" });
  const { id: filedIn } = await filed(own, [report]);
  await own.pass(40 * HOUR);
  await own.act(stopPayment, lead, orders[0]!.id, "second-round", { reason: "freezing", note: "being arranged" });
  const second = (await own.all(stopPayment)).find((one) => one.body.previous === orders[0]!.id)!;
  await own.act(stopPayment, own.as("dutyLead", "org_shinan", 2), second.id, "approve");
  await own.settle();
  await answer(own, second.id, stoppedNow(own, "1200000"), bankOf(own, second));
  expect(await held()).toMatchObject({ requestedMinor: "5000000", heldMinor: "2700000" });
  await activeFreeze(own, filedIn, { amountMinor: "1200000", tracedMinor: "1200000", follows: second.id }, "1200000");
  expect(await held()).toMatchObject({ requestedMinor: "5000000", heldMinor: "2700000", tracedMinor: "1200000" });
  // The last stop ends by itself, its money goes on, and is stopped once more: the same money.
  await own.pass(10 * HOUR);
  expect((await own.get(stopPayment, orders[3]!.id)).state).toBe("expired");
  const again = await own.open(
    stopPayment,
    own.as("analyst"),
    stopDraft(own, orders[3]!.id, { account: account(41, "CCB"), amountMinor: "200000", tier: 5, paidAt: instantOf(own.world.nowMs()) }),
  );
  await own.act(stopPayment, lead, again.id, "approve");
  await own.settle();
  await answer(own, again.id, stoppedNow(own, "200000"), bankOf(own, again));
  expect(await held()).toMatchObject({ requestedMinor: "5000000", heldMinor: "2700000" });
  expect(own.stuck).toEqual([]);
  await own.close();
});
