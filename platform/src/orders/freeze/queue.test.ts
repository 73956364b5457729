/** Several organs on one account (轮候): one sum is frozen once, who came later waits, and the next takes effect by itself. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, type Room } from "../../../test/case-room.ts";
import { activeFreeze, answerFreeze, filedCase, freezeDraft, frozenNow, sentFreeze } from "../../../test/freeze-desk.ts";
import { give, handedAs, told } from "../../../test/order-desk.ts";
import { account, instantOf } from "../../../test/report-desk.ts";
import { ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import { shares } from "./consequences.ts";
import { freeze } from "./kind.ts";
import type { FreezeMatter } from "./order.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const queuedNow = () => ({ result: "queued", at: instantOf(room.world.nowMs()) });

test("Qingdao freezes · Yiwu comes second and waits · Qingdao lifts · Yiwu takes effect by itself, for its own full period", async () => {
  const first = await activeFreeze(room, await filedCase(room), {}, "5000000", "6000000");
  const yiwu = await filedCase(room, "org_yiwu");
  const second = await sentFreeze(room, yiwu, { amountMinor: "4000000" }, "org_yiwu");
  await expect(answerFreeze(room, second, frozenNow(room, "4000000", "6000000"))).rejects.toMatchObject({
    problem: { code: "limit-of-law", expected: expect.stringContaining("at most 1000000") },
  });
  await answerFreeze(room, second, queuedNow());
  const waiting = await room.get(freeze, second.id);
  expect(waiting).toMatchObject({ state: "queued", body: { frozenMinor: null, endsAtMs: null } });
  const [notice] = await told(room, second.id);
  expect(notice).toMatchObject({ template: "freeze.queued", en: expect.stringContaining("6 months from when it takes effect") });

  await room.pass(40 * DAY);
  await room.act(freeze, room.as("countyChief"), first.id, "lift", { reason: "unrelated" });
  // In the same transaction, with nobody's help.
  const next = await room.get(freeze, second.id);
  expect(next).toMatchObject({ state: "active", body: { frozenMinor: "4000000", frozenAtMs: room.world.nowMs() } });
  expect(instantOf(next.body.endsAtMs!)).toBe("2026-10-21T16:00:00.000Z");
  // Not "it works normally again": the next one holds it from this moment on.
  expect((await told(room, first.id)).at(-1)?.template).toBe("freeze.others-remain");
  expect((await told(room, second.id)).at(-1)?.template).toBe("freeze.frozen");
  await room.settle();
  expect(handedAs(room, "freeze.effective")).toMatchObject([{ to: "org_icbc", fields: { matter: second.id, frozenMinor: "4000000", after: first.id } }]);
});

test("an end by the clock alone brings in the next, and the money that is left over brings in the one after", async () => {
  const id = await filedCase(room);
  const first = await activeFreeze(room, id, {}, "5000000", "5000000");
  const second = await sentFreeze(room, id, { amountMinor: "2000000" });
  await answerFreeze(room, second, queuedNow());
  const third = await sentFreeze(room, id, { amountMinor: "4000000" });
  await answerFreeze(room, third, queuedNow());
  await room.pass(first.body.endsAtMs! - room.world.nowMs());
  expect(await Promise.all([first, second, third].map(async ({ id: one }) => ((one) => [one.state, one.body.frozenMinor])(await room.get(freeze, one))))).toEqual([
    ["lapsed", "5000000"],
    ["active", "2000000"],
    ["partial", "3000000"],
  ]);
  // What the second lets go fills the third.
  await room.act(freeze, room.as("countyChief"), second.id, "lift", { reason: "other" });
  expect(await room.get(freeze, third.id)).toMatchObject({ state: "active", body: { frozenMinor: "4000000" } });
});

test("a smaller freeze lets the next in at once; one for the whole account waits until it is alone", async () => {
  const id = await filedCase(room);
  const first = await activeFreeze(room, id, {}, "5000000", "5000000");
  const whole = await sentFreeze(room, id, { scope: "account", fullGround: "the account only passes money on" });
  await expect(answerFreeze(room, whole, frozenNow(room, "1", "5000000"))).rejects.toMatchObject({
    problem: { code: "limit-of-law", expected: expect.stringContaining("queued") },
  });
  await answerFreeze(room, whole, queuedNow());
  const behind = await sentFreeze(room, id, { amountMinor: "1000000" });
  await answerFreeze(room, behind, queuedNow());
  await room.act(freeze, room.as("caseOfficer"), first.id, "ask-reduction", { toMinor: "3000000", reason: "trace-lower" });
  await room.act(freeze, room.as("countyChief"), first.id, "reduce");
  // Nobody overtakes the one for the whole account, and it is not alone yet.
  expect([(await room.get(freeze, whole.id)).state, (await room.get(freeze, behind.id)).state]).toEqual(["queued", "queued"]);
  await room.act(freeze, room.as("countyChief"), first.id, "lift", { reason: "other" });
  expect([(await room.get(freeze, whole.id)).state, (await room.get(freeze, behind.id)).state]).toEqual(["active", "queued"]);
});

test("who waits for a case that is over by then freezes nothing", async () => {
  const first = await activeFreeze(room, await filedCase(room), {}, "5000000", "5000000");
  const ended = await filedCase(room);
  const second = await sentFreeze(room, ended);
  await answerFreeze(room, second, queuedNow());
  const third = await sentFreeze(room, await filedCase(room));
  await answerFreeze(room, third, queuedNow());
  await room.store.transaction((sql) => sql.query("update matter set state = 'closed' where id = $1", [ended]));
  await room.act(freeze, room.as("countyChief"), first.id, "lift", { reason: "other" });
  expect([(await room.get(freeze, second.id)).state, (await room.get(freeze, third.id)).state]).toEqual(["withdrawn", "active"]);
});

test("queued behind an organ that does not work here, then frozen when the bank says so", async () => {
  const id = await filedCase(room);
  const order = await sentFreeze(room, id);
  await expect(answerFreeze(room, order, queuedNow())).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  await answerFreeze(room, order, { ...queuedNow(), outside: true });
  await room.pass(3 * DAY);
  expect((await answerFreeze(room, order, frozenNow(room))).state).toBe("active");
  await give(room, room.as("countyChief"), "case", id, "withdraw", { reason: "no crime was committed" });
});

test("shares: first come first served, no more than what became free, nobody overtakes", () => {
  const waiting = fc.array(
    fc.record({
      state: fc.constantFrom("queued" as const, "partial" as const),
      scope: fc.constantFrom("amount" as const, "amount" as const, "account" as const),
      amount: fc.nat(50),
      had: fc.nat(50),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(waiting, fc.nat(120), fc.boolean(), (rows, freed, held) => {
      const list = rows.map((row, i) => ({
        id: `frz_${String(i).padStart(8, "0")}` as MatterId,
        state: row.state,
        case: "cas_00000001",
        scope: row.state === "partial" ? ("amount" as const) : row.scope,
        amount: String(row.amount + 1),
        frozen: row.state === "queued" ? "0" : String(Math.min(row.had, row.amount)),
      }));
      const given = shares(list, BigInt(freed), held);
      const sum = given.reduce((total, one) => total + one.share, 0n);
      expect(sum <= BigInt(freed)).toBe(true);
      const shareOf = new Map(given.map((one) => [one.id, one.share]));
      for (const [i, later] of list.entries()) {
        if (!shareOf.has(later.id) || shareOf.get(later.id) === 0n) continue;
        for (const earlier of list.slice(0, i)) {
          expect(earlier.scope).toBe("amount");
          expect(BigInt(earlier.frozen) + (shareOf.get(earlier.id) ?? 0n)).toBe(BigInt(earlier.amount));
        }
      }
      // When nothing is in force any more, whoever waits first takes effect.
      if (!held && list[0]?.state === "queued") expect(shareOf.has(list[0].id)).toBe(true);
      // Nothing stays free while somebody who may have it waits for it.
      const open = list.filter((row) => row.scope === "amount").reduce((total, row) => total + BigInt(row.amount) - BigInt(row.frozen), 0n);
      if (list.every((row) => row.scope === "amount")) expect(sum).toBe(open < BigInt(freed) ? open : BigInt(freed));
    }),
    { seed: 31, numRuns: 2_000 },
  );
});

type Step =
  | { readonly do: "add"; readonly amount: number; readonly unit: number }
  | { readonly do: "lift" | "reduce"; readonly pick: number }
  | { readonly do: "pass"; readonly days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("add" as const), amount: fc.integer({ min: 1, max: 80 }), unit: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("lift" as const, "reduce" as const), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pass" as const), days: fc.constantFrom(20, 100) }) },
);

test("whatever organs do with one account, no sum in it is frozen twice and none lies free while somebody waits for it", { timeout: 600_000 }, async () => {
  const balance = 100;
  let run = 0;
  const cases = [await filedCase(room), await filedCase(room, "org_yiwu")];
  const units = ["org_shinan", "org_yiwu"];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14, size: "max" }), async (steps) => {
      const number = account(5_000 + run++);
      const mine = async (): Promise<readonly FreezeMatter[]> =>
        (await room.all(freeze))
          .filter((one) => one.body.account.masked.endsWith(number.slice(-4)))
          .sort((a, b) => (a.body.receivedAtMs ?? 0) - (b.body.receivedAtMs ?? 0) || (a.id < b.id ? -1 : 1));
      const inForce = (all: readonly FreezeMatter[]): readonly FreezeMatter[] => all.filter((one) => one.state === "active" || one.state === "partial");
      const sum = (all: readonly FreezeMatter[]): number => inForce(all).reduce((total, one) => total + Number(one.body.frozenMinor), 0);
      for (const one of steps) {
        const before = await mine();
        const held = inForce(before);
        const chosen = one.do === "lift" || one.do === "reduce" ? held[one.pick % Math.max(1, held.length)] : undefined;
        switch (one.do) {
          case "add": {
            const order = await sentFreeze(room, cases[one.unit], { account: number, amountMinor: String(one.amount), tracedMinor: String(one.amount) }, units[one.unit]);
            const rest = balance - sum(before);
            const wanted = Math.min(one.amount, rest);
            const waits = before.some((other) => other.state === "queued" || other.state === "partial");
            // A bank that tries to freeze what is frozen already is refused.
            if (rest < one.amount) await expect(answerFreeze(room, order, frozenNow(room, String(one.amount), String(balance)))).rejects.toBeInstanceOf(ProblemError);
            await answerFreeze(room, order, wanted > 0 && !waits ? frozenNow(room, String(wanted), String(balance)) : queuedNow());
            break;
          }
          case "lift":
            if (chosen !== undefined) await room.act(freeze, room.as("countyChief", chosen.org), chosen.id, "lift", { reason: "other" });
            break;
          case "reduce":
            if (chosen === undefined || chosen.body.amountMinor === "1") break;
            await room.act(freeze, room.as("caseOfficer", chosen.org), chosen.id, "ask-reduction", {
              toMinor: String(Math.ceil(Number(chosen.body.amountMinor) / 2)),
              reason: "trace-lower",
            });
            await room.act(freeze, room.as("countyChief", chosen.org), chosen.id, "reduce");
            break;
          case "pass":
            await room.pass(one.days * DAY);
            break;
        }
        const after = await mine();
        expect(sum(after)).toBeLessThanOrEqual(balance);
        const wanting = after.filter((other) => other.state === "queued" || other.state === "partial");
        if (wanting.length > 0) expect([one.do, sum(after)]).toEqual([one.do, balance]);
        // Whoever waits longest has what there is.
        const [first, ...later] = wanting;
        if (first !== undefined && first.state === "queued") for (const other of later) expect(other.state).toBe("queued");
      }
    }),
    { seed: 20_260_312, numRuns: 6, endOnFailure: true },
  );
});

test("two heads lift and a bank answers at the same moment: the sums still fit", async () => {
  const id = await filedCase(room);
  const first = await activeFreeze(room, id, { amountMinor: "60", tracedMinor: "60" }, "60", "100");
  const second = await activeFreeze(room, id, { amountMinor: "40", tracedMinor: "40" }, "40", "100");
  const third = await sentFreeze(room, id, { amountMinor: "70", tracedMinor: "70" });
  await answerFreeze(room, third, queuedNow());
  const fourth = await sentFreeze(room, id, { amountMinor: "50", tracedMinor: "50" });
  const lift = (one: MatterId, n: number) => room.desk.work(room.as("countyChief", "org_shinan", n), (work) => work.actOne(freeze, one, "lift", { reason: "other" }));
  const results = await Promise.allSettled([
    lift(first.id, 1),
    lift(second.id, 2),
    room.desk.work(room.as("bankOps"), (work) => work.actOne(freeze, fourth.id, "answer", queuedNow())),
  ]);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(ProblemError);
  const all = await Promise.all([third.id, fourth.id].map((one) => room.get(freeze, one)));
  const held = all.reduce((total, one) => total + Number(one.body.frozenMinor ?? 0), 0);
  expect(held).toBeLessThanOrEqual(100);
  expect(all[0]).toMatchObject({ state: "active", body: { frozenMinor: "70" } });
  expect((await room.open(freeze, room.as("caseOfficer"), freezeDraft(id))).state).toBe("proposed");
});
