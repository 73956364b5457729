/** The protective stop: last resort, second officer, living costs, an end on request, by the clock, and never a loop. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { handedAs, told } from "../../../test/order-desk.ts";
import { accepted, account, events, instantOf, phone } from "../../../test/report-desk.ts";
import { ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import { fireDue } from "../../matters/clock.ts";
import { Desk } from "../../matters/desk.ts";
import { protectiveStop } from "./kind.ts";
import type { Protection } from "./order.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

type Draft = NonNullable<(typeof protectiveStop)["draft"]>;
const draft = (parent: MatterId, more: Partial<Draft> = {}): Draft => ({
  parent,
  person: "370202195505051234",
  account: account(1),
  contact: phone(55),
  currency: "CNY",
  reason: "payment-imminent",
  basis: { kind: "danger", ground: "on the phone with somebody who says he is a prosecutor" },
  tried: ["message", "call", "visit"],
  family: "the daughter asks for it",
  ...more,
});

const dissuader = (org = "org_shinan") => room.as("dissuader", org);
const lead = (org = "org_shinan") => room.as("dutyLead", org);
const bank = (order: Pick<Protection, "partner">) => room.as("bankOps", order.partner ?? "");
const stateOf = async (id: MatterId): Promise<string> => (await room.get(protectiveStop, id)).state;

async function danger(org = "org_shinan"): Promise<MatterId> {
  return (await accepted(room, {}, room.as("intake", org))).id;
}

async function active(parent: MatterId, more: Partial<Draft> = {}, org = "org_shinan"): Promise<Protection> {
  const proposed = await room.open(protectiveStop, dissuader(org), draft(parent, more));
  await room.act(protectiveStop, lead(org), proposed.id, "approve");
  await room.settle();
  return room.act(protectiveStop, bank(proposed), proposed.id, "answer", { result: "stopped", at: instantOf(room.world.nowMs()) });
}

test("10:00 proposed at the door · the duty lead agrees · the bank stops · the person reads who, why, until when · 48 hours later it ends by itself, with care afterwards", async () => {
  const proposed = await room.open(protectiveStop, dissuader(), draft(await danger()));
  expect(proposed).toMatchObject({ state: "proposed", partner: "org_icbc", org: "org_shinan", body: { tried: ["message", "call", "visit"], family: "the daughter asks for it" } });
  await expect(room.act(protectiveStop, dissuader(), proposed.id, "approve")).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await room.act(protectiveStop, lead(), proposed.id, "approve");
  await room.settle();
  expect(handedAs(room, "protective-stop.request")[0]).toMatchObject({ to: "org_icbc", fields: { account: account(1), creditsArrive: true, scope: "account" } });
  const running = await room.act(protectiveStop, bank(proposed), proposed.id, "answer", { result: "stopped", at: instantOf(room.world.nowMs()) });
  await room.settle();
  const texts = room.handed.messenger.filter((one) => one.to === phone(55));
  expect(texts).toHaveLength(1);
  expect(texts[0].text.zh).toMatch(
    /暂停向外付款.*可能正要.*《反电信网络诈骗法》.*48 小时，至 2026 年 3 月 14 日 09:00.*市南分局反诈中心.*[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}.*身份证件/,
  );
  expect(texts[0].text.en).toMatch(/rent or mortgage.*may be about to pay.*48 hours, ending by itself at 09:00 on 14 March 2026.*Shinan/);
  expect(JSON.stringify(protectiveStop.show(running, room.as("bankOps")))).not.toContain("daughter");

  await room.pass(48 * HOUR - 1);
  expect(await stateOf(running.id)).toBe("active");
  await room.pass(1);
  expect(await stateOf(running.id)).toBe("expired");
  expect(handedAs(room, "protective-stop.release")).toMatchObject([{ fields: { why: "expired" } }]);
  expect((await told(room, running.id)).map((one) => one.template)).toEqual([
    "protective-stop.started",
    "protective-stop.started",
    "protective-stop.expired",
    "protective-stop.expired",
    "warning.after-care",
  ]);
});

test("as the last resort only: something milder was tried, or why nothing milder can help; for one's own customers, where one works", async () => {
  const parent = await danger();
  await expect(room.open(protectiveStop, dissuader(), draft(parent, { tried: [] }))).rejects.toMatchObject({
    problem: { code: "limit-of-law", detail: expect.stringContaining("last resort") },
  });
  expect((await room.open(protectiveStop, dissuader(), draft(parent, { tried: [], untried: "the payment is being entered now" }))).state).toBe("proposed");
  await expect(room.open(protectiveStop, dissuader("org_yiwu"), draft(parent))).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(room.open(protectiveStop, room.as("intake"), draft(parent))).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  const atBank = { ...draft(parent), parent: undefined, territory: "37/3702/370202" };
  await expect(room.open(protectiveStop, room.as("bankOps", "org_ccb"), atBank)).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  // A bank that sees it first names the place; the centre there answers for it.
  expect(await room.open(protectiveStop, room.as("bankOps"), atBank)).toMatchObject({ org: "org_shinan", territory: "37/3702/370202", partner: "org_icbc" });
});

test("who agreed may stop agreeing at any time: it ends at once", async () => {
  const running = await active(await danger(), { basis: { kind: "consent", document: "signed-4" } });
  const ended = await room.act(protectiveStop, bank(running), running.id, "ask-release");
  expect(ended).toMatchObject({ state: "cancelled", body: { outcome: "asked" } });
  expect((await told(room, running.id)).at(-1)?.template).toBe("warning.after-care");
});

test("a request to end it is decided by somebody else within four hours; late ones go to the organ above; a refusal says why", async () => {
  const running = await active(await danger());
  await room.act(protectiveStop, bank(running), running.id, "ask-release", { ground: "rent is due" });
  await expect(room.act(protectiveStop, bank(running), running.id, "ask-release")).rejects.toMatchObject({ problem: { code: "not-now" } });
  await expect(room.act(protectiveStop, lead(), running.id, "decide-release", { release: true })).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await room.pass(4 * HOUR - 1);
  expect(handedAs(room, "supervision.copy")).toEqual([]);
  await room.pass(1);
  expect(handedAs(room, "supervision.copy")).toMatchObject([{ to: "org_qd", fields: { about: "release-overdue" } }]);
  await room.act(protectiveStop, room.as("reviewer"), running.id, "decide-release", { release: false, why: "still-in-contact" });
  expect((await told(room, running.id)).find((one) => one.template === "protective-stop.release-refused")?.en).toMatch(/still in contact.*ending by itself at 09:00 on 14 March/);
  // Asked again, and this time granted.
  await room.act(protectiveStop, bank(running), running.id, "ask-release");
  await room.act(protectiveStop, room.as("dutyLead", "org_shinan", 2), running.id, "decide-release", { release: true });
  expect(await stateOf(running.id)).toBe("cancelled");
});

test("food, mortgage, doctor, school, electricity: paid on request while it lasts", async () => {
  const running = await active(await danger());
  for (const need of ["living", "housing", "medical", "school", "utilities"] as const) {
    const asked = await room.act(protectiveStop, bank(running), running.id, "ask-allowance", { need, amountMinor: "30000", paper: `bill-${need}` });
    await room.act(protectiveStop, lead(), running.id, "decide-allowance", { grant: true, request: asked.body.allowances.at(-1)!.id });
  }
  await room.settle();
  expect(handedAs(room, "protective-stop.allow").map((one) => one.fields["need"])).toEqual(["living", "housing", "medical", "school", "utilities"]);
  expect((await told(room, running.id)).filter((one) => one.template === "protective-stop.varied")).toHaveLength(5);
  await room.pass(48 * HOUR);
  expect(await stateOf(running.id)).toBe("expired");
});

test("a mistake is ended at once and announced; a bank that sees it otherwise does not do it; one that never answers is not waited for", async () => {
  const parent = await danger();
  const running = await active(parent);
  expect((await room.act(protectiveStop, dissuader(), running.id, "cancel", { reason: "mistaken" })).state).toBe("cancelled");
  const other = await room.open(protectiveStop, dissuader(), draft(parent, { person: "370202196606061234", account: account(2) }));
  await room.act(protectiveStop, lead(), other.id, "approve");
  await room.settle();
  await room.act(protectiveStop, bank(other), other.id, "answer", { result: "not-done", why: "the customer was spoken to" });
  expect(await stateOf(other.id)).toBe("not-done");
  const silent = await room.open(protectiveStop, dissuader(), draft(parent, { person: "370202197707071234", account: account(3) }));
  await room.act(protectiveStop, lead(), silent.id, "approve");
  await room.pass(49 * HOUR);
  expect(await stateOf(silent.id)).toBe("lapsed");
});

test("a standstill in the middle: the end comes late but once, and a process that comes up later brings it", async () => {
  const running = await active(await danger());
  room.world.jump(room.world.nowMs() + 5 * DAY);
  const later = new Desk(room.desk.parts);
  await Promise.all([fireDue(later, room.system, () => undefined), fireDue(room.desk, room.system, () => undefined)]);
  room.world.jump(room.world.nowMs() - 6 * DAY);
  await room.settle();
  expect(await stateOf(running.id)).toBe("expired");
  expect((await events(room, running.id)).filter((event) => event === "expire")).toHaveLength(1);
});

test("two stations, two reports, the same person: twice and no more in the window, whoever asks and whatever the account", async () => {
  const [shinan, yiwu] = [await danger(), await danger("org_yiwu")];
  await active(shinan);
  await room.pass(49 * HOUR);
  await active(yiwu, {}, "org_yiwu");
  await room.pass(49 * HOUR);
  for (const more of [{}, { account: account(9, "CCB") }, { person: "370202199909091234" }]) {
    const third = await room.open(protectiveStop, dissuader(), draft(shinan, more));
    await expect(room.act(protectiveStop, lead(), third.id, "approve")).rejects.toMatchObject({
      problem: { code: "limit-of-law", expected: expect.stringContaining("at most 2") },
    });
    expect((await room.desk.history(room.system, third.id)).at(-1)).toMatchObject({ event: "refused" });
  }
  await room.pass(31 * DAY);
  expect((await active(shinan)).state).toBe("active");
});

test("several accounts of one person are one round: what joins it ends with it", async () => {
  const parent = await danger();
  const first = await active(parent);
  await room.pass(40 * HOUR);
  const second = await active(parent, { account: account(2, "CCB") });
  expect(second.body).toMatchObject({ endsAtMs: first.body.endsAtMs, roundOf: first.id, round: 1 });
  const again = await room.open(protectiveStop, dissuader(), draft(parent));
  await expect(room.act(protectiveStop, lead(), again.id, "approve")).rejects.toMatchObject({
    problem: { code: "limit-of-law", detail: expect.stringContaining("present round") },
  });
  await room.pass(8 * HOUR);
  expect([await stateOf(first.id), await stateOf(second.id)]).toEqual(["expired", "expired"]);
});

test("twenty officers at the same moment for one person: one round, each account once", async () => {
  const parent = await danger();
  const orders = await Promise.all(
    Array.from({ length: 20 }, (_, i) => room.open(protectiveStop, room.as("dissuader", "org_shinan", i + 1), draft(parent, { account: account(40 + (i % 2)) }))),
  );
  const results = await Promise.allSettled(
    orders.map((order, i) => room.desk.work(room.as("dutyLead", "org_shinan", i + 1), (work) => work.actOne(protectiveStop, order.id, "approve"))),
  );
  expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(2);
  for (const one of results) if (one.status === "rejected") expect(one.reason).toMatchObject({ problem: { code: "limit-of-law" } });
});

type Step =
  | { readonly do: "stop"; readonly person: number; readonly account: number; readonly org: number; readonly lateMinutes: number }
  | { readonly do: "release"; readonly pick: number }
  | { readonly do: "pass"; readonly hours: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("stop" as const), person: fc.constantFrom(0, 0, 1), account: fc.nat(2), org: fc.nat(1), lateMinutes: fc.constantFrom(0, 10, 600) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("release" as const), pick: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), hours: fc.constantFrom(5, 30, 49, 300, 700) }) },
);

test("whatever is asked, nobody is under protective stops for more than twice the length in any window, on any account", { timeout: 600_000 }, async () => {
  const orgs = ["org_shinan", "org_yiwu"];
  const parents = [await danger(), await danger("org_yiwu")];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30, size: "max" }), async (steps) => {
      run++;
      const seen: MatterId[] = [];
      for (const one of steps) {
        switch (one.do) {
          case "stop": {
            const more = { person: `37020219${run + 10}0101${one.person}234`, account: account(1_000 + run * 10 + one.account, one.account === 2 ? "CCB" : "ICBC") };
            const order = await room.open(protectiveStop, dissuader(orgs[one.org]), draft(parents[one.org], more));
            seen.push(order.id);
            try {
              await room.act(protectiveStop, lead(orgs[one.org]), order.id, "approve");
            } catch (error) {
              if (!(error instanceof ProblemError) || error.problem.code !== "limit-of-law") throw error;
              break;
            }
            await room.pass(one.lateMinutes * MINUTE);
            await room.act(protectiveStop, bank(order), order.id, "answer", { result: "stopped", at: instantOf(room.world.nowMs()) });
            break;
          }
          case "release": {
            const running = (await Promise.all(seen.map((id) => room.get(protectiveStop, id)))).filter((other) => other.state === "active");
            const chosen = running[one.pick % Math.max(1, running.length)];
            if (chosen !== undefined) await room.act(protectiveStop, bank(chosen), chosen.id, "cancel", { reason: "danger-over" });
            break;
          }
          case "pass":
            await room.pass(one.hours * HOUR);
            break;
        }
      }
      await room.pass(49 * HOUR);
      const all = (await Promise.all(seen.map((id) => room.get(protectiveStop, id)))).filter((one) => one.body.startedAtMs !== null);
      for (const of of [(one: Protection) => one.body.person.token, (one: Protection) => one.body.account.token]) {
        for (const key of new Set(all.map(of))) {
          const spans = all.filter((one) => of(one) === key).map((one) => [one.body.startedAtMs!, one.body.endedAtMs!] as const);
          for (const [fromMs] of spans) expect(covered(spans, fromMs, fromMs + 30 * DAY)).toBeLessThanOrEqual(2 * 48 * HOUR);
        }
      }
    }),
    { seed: 7, numRuns: 8, endOnFailure: true },
  );
});

/** Time within a window that lies in at least one of the spans. */
function covered(spans: readonly (readonly [number, number])[], fromMs: number, untilMs: number): number {
  let sum = 0;
  let atMs = fromMs;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const [s, e] = [Math.max(start, atMs), Math.min(end, untilMs)];
    if (e > s) {
      sum += e - s;
      atMs = e;
    }
  }
  return sum;
}

test("a country without that power refuses it", async () => {
  const uk = await caseRoom({ profile: "UK" });
  try {
    await expect(uk.open(protectiveStop, uk.as("dissuader"), draft("rep_00000000" as MatterId))).rejects.toMatchObject({ problem: { code: "limit-of-law" } });
  } finally {
    await uk.close();
  }
});
