/**
 * No account is stopped more often than the law allows in any window, whatever is proposed, approved, answered, released and
 * asked again, by whom, where, when and how many at once; and nobody is refused a round that is still free.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { approve, bankOf, proposed, stopDraft, stopped, stoppedNow } from "../../../test/order-desk.ts";
import { accepted, account, filed, instantOf } from "../../../test/report-desk.ts";
import { ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import { Desk } from "../../matters/desk.ts";
import { stopPayment } from "./kind.ts";
import { approveMany, proposeMany } from "./many.ts";
import type { Stop } from "./order.ts";

let room: Room;
beforeAll(async () => {
  room = await caseRoom();
});
afterAll(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const UNITS = ["org_shinan", "org_shibei", "org_yiwu"] as const;
/** What a problem says, or nothing when it went through. */
const refusal = async (task: Promise<unknown>): Promise<string | null> =>
  task.then(
    () => null,
    (error: unknown) => {
      if (error instanceof ProblemError) return error.problem.code;
      throw error;
    },
  );

type Step =
  /** Proposed and, as far as the law lets it, approved and stopped in one go. */
  | { readonly do: "order"; readonly unit: number; readonly person: number; readonly account: number; readonly skewMinutes: number }
  | { readonly do: "propose"; readonly unit: number; readonly person: number; readonly account: number }
  | { readonly do: "approve" | "second" | "withdraw"; readonly pick: number }
  | { readonly do: "answer"; readonly pick: number; readonly stops: boolean; readonly skewMinutes: number }
  | { readonly do: "release"; readonly pick: number; readonly reason: "paid-back" | "unrelated" }
  | { readonly do: "pass"; readonly hours: number };

const pick = fc.nat(40);
const skewMinutes = fc.integer({ min: -14, max: 14 });
const whose = { unit: fc.nat(2), person: fc.integer({ min: 1, max: 2 }), account: fc.constantFrom(0, 0, 0, 1) };
const as = <const D extends Step["do"]>(name: D): fc.Arbitrary<D> => fc.constant(name);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: as("order"), ...whose, skewMinutes }) },
  { weight: 2, arbitrary: fc.record({ do: as("propose"), ...whose }) },
  { weight: 3, arbitrary: fc.record({ do: as("approve"), pick }) },
  { weight: 3, arbitrary: fc.record({ do: as("answer"), pick, stops: fc.constantFrom(true, true, true, false), skewMinutes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("second" as const, "withdraw" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: as("release"), pick, reason: fc.constantFrom("paid-back" as const, "unrelated" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: as("pass"), hours: fc.constantFrom(1, 20, 49, 240, 670) }) },
);

/** Moments at which the account was stopped, as the bank said. */
const moments = (stops: readonly Stop[]): readonly number[] => stops.flatMap((one) => one.body.stoppedAtMs ?? []).sort((a, b) => a - b);

const skewed = (minutes: number): string => instantOf(room.world.nowMs() + minutes * MINUTE);
const tell = (stop: Stop, input: object): Promise<Stop> => room.act(stopPayment, bankOf(room, stop), stop.id, "answer", input);

/** Says whether it was approved, and checks that a refusal has its reason in what is there and a permission has none. */
async function tryToApprove(stop: Stop, before: readonly Stop[]): Promise<boolean> {
  const nowMs = room.world.nowMs();
  const others = before.filter((other) => other.subject === stop.subject && other.body.approvedAtMs !== null && !["mismatch", "no-funds", "unreachable"].includes(other.state));
  const open = others.filter((other) => ["approved", "sent", "stopped"].includes(other.state)).length;
  // A window of days ends with a day: it may be up to a day longer than thirty times twenty-four hours.
  const recent = others.filter((other) => nowMs - (other.body.stoppedAtMs ?? other.body.endedAtMs ?? nowMs) < 31 * DAY + HOUR).length;
  const code = await refusal(approve(room, stop.id, stop.org));
  if (code === "limit-of-law") expect(recent).toBeGreaterThanOrEqual(2);
  else if (code === null) expect(open).toBeLessThan(2);
  else expect([code, stop.body.previous !== null]).toEqual([expect.stringMatching(/not-now|not-allowed/), true]);
  return code === null;
}

let run = 0;

test("whatever is done in whatever order, no window holds a third round, and a free one is never refused", { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50, size: "max" }), async (steps) => {
      run++;
      const reports = await Promise.all(
        UNITS.map(async (unit) => {
          const { id } = await accepted(room, {}, room.as("intake", unit));
          await filed(room, [id], unit);
          return id;
        }),
      );
      const accounts = [account(10_000 + run * 10, "ICBC"), account(10_001 + run * 10, "CCB")];
      const all = async (): Promise<readonly Stop[]> => (await room.all(stopPayment)).filter((one) => reports.includes(one.body.report as MatterId));
      for (const one of steps) {
        const before = await all();
        const at = (states: readonly string[], n: number): Stop | undefined => {
          const fitting = before.filter((stop) => states.includes(stop.state));
          return fitting[n % Math.max(1, fitting.length)];
        };
        switch (one.do) {
          case "propose": {
            const unit = UNITS[one.unit];
            await room.open(stopPayment, room.as("intake", unit, one.person), stopDraft(room, reports[one.unit], { account: accounts[one.account] }));
            break;
          }
          case "approve": {
            const stop = at(["drafted"], one.pick);
            if (stop !== undefined) await tryToApprove(stop, before);
            break;
          }
          case "answer": {
            const stop = at(["approved", "sent"], one.pick);
            if (stop !== undefined) await tell(stop, one.stops ? stoppedNow(room, "100", { at: skewed(one.skewMinutes) }) : { result: "mismatch", fields: ["name"] });
            break;
          }
          case "order": {
            const stop = await room.open(stopPayment, room.as("intake", UNITS[one.unit], one.person), stopDraft(room, reports[one.unit], { account: accounts[one.account] }));
            if (await tryToApprove(stop, before)) await tell(stop, stoppedNow(room, "100", { at: skewed(one.skewMinutes) }));
            break;
          }
          case "second": {
            const stop = at(["stopped"], one.pick);
            if (stop !== undefined) await room.act(stopPayment, room.as("dutyLead", stop.org, 2), stop.id, "second-round", { reason: "filing", note: "filed" });
            break;
          }
          case "withdraw": {
            const stop = at(["approved", "sent"], one.pick);
            if (stop !== undefined) await room.act(stopPayment, room.as("dutyLead", stop.org), stop.id, "withdraw", { why: "no longer" });
            break;
          }
          case "release": {
            const stop = at(["stopped"], one.pick);
            if (stop !== undefined) await room.act(stopPayment, room.as("caseOfficer", stop.org), stop.id, "release", { reason: one.reason });
            break;
          }
          case "pass":
            await room.pass(one.hours * HOUR);
            break;
        }
        for (const token of new Set(before.map((stop) => stop.subject))) {
          const times = moments((await all()).filter((stop) => stop.subject === token));
          for (let i = 0; i + 2 < times.length; i++) expect(times[i + 2] - times[i], `three stops of one account from ${instantOf(times[i])} on`).toBeGreaterThanOrEqual(30 * DAY);
        }
      }
    }),
    { seed: 20_260_312, numRuns: 8, endOnFailure: true },
  );
});

test("twenty units approve at the same moment for one account, from two processes: two of them stop it", async () => {
  const { id } = await accepted(room);
  const drafts = Array.from({ length: 20 }, () => stopDraft(room, id, { account: account(900) }));
  const ids = await room.desk.work(room.as("intake"), (work) => proposeMany(work, drafts));
  const other = new Desk(room.desk.parts);
  const outcomes = await Promise.all(
    ids.map((stop, i) => refusal((i % 2 === 0 ? room.desk : other).work(room.as("dutyLead", "org_shinan", i + 1), (work) => work.actOne(stopPayment, stop, "approve")))),
  );
  expect(outcomes.filter((code) => code === null)).toHaveLength(2);
  expect(outcomes.filter((code) => code === "limit-of-law")).toHaveLength(18);
});

test("a package is approved without what is beyond the law; that is named and recorded, and nothing else waits for it", async () => {
  const { id } = await accepted(room);
  const many = [901, 901, 901, 901, ...Array.from({ length: 30 }, (_, i) => 910 + i)].map((n) => stopDraft(room, id, { account: account(n) }));
  const ids = await room.desk.work(room.as("intake"), (work) => proposeMany(work, many));
  const lead = room.as("dutyLead");
  // The same package given twice at the same moment is approved once.
  const [one, two] = await Promise.all([
    room.desk.work(lead, (work) => approveMany(work, ids)),
    room.desk.work(room.as("dutyLead", "org_shinan", 2), (work) => approveMany(work, ids)),
  ]);
  expect(one.approved.length + two.approved.length).toBe(32);
  const beyond = [...one.refused, ...two.refused].filter(({ problem }) => problem.code === "limit-of-law");
  expect(new Set(beyond.map(({ id: stop }) => stop)).size).toBe(2);
  const states = (await room.all(stopPayment)).filter((stop) => ids.includes(stop.id)).map((stop) => stop.state);
  expect(states.filter((state) => state === "approved")).toHaveLength(32);
  expect(states.filter((state) => state === "drafted")).toHaveLength(2);
  const history = await room.desk.history(room.system, beyond[0].id);
  expect(history.at(-1)).toMatchObject({ event: "refused", detail: { command: "approve", code: "limit-of-law" } });
});

test("a third round that is refused stays in the ledger: who asked, for what, why not", async () => {
  await stopped(room, { to: account(950) });
  await stopped(room, { to: account(950), agoMs: 3 * MINUTE });
  const third = await proposed(room, { to: account(950), agoMs: 2 * MINUTE });
  await expect(approve(room, third.stop.id)).rejects.toMatchObject({ problem: { code: "limit-of-law", detail: expect.stringContaining("2 times already") } });
  const history = await room.desk.history(room.system, third.stop.id);
  expect(history.map(({ event }) => event)).toEqual(["open", "refused"]);
  expect(history[1]).toMatchObject({ actor: room.as("dutyLead").actor, unit: "org_shinan", detail: { command: "approve", code: "limit-of-law" }, stateAfter: null });
  expect((await room.get(stopPayment, third.stop.id)).version).toBe(1);
});
