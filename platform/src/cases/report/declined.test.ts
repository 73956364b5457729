/** A report that becomes no case, and the two ways to have that looked at again. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { accepted, events, filed, instantOf, matters, opened, paid, phone } from "../../../test/report-desk.ts";
import { policeCase } from "../case/kind.ts";
import type { ReportMatter } from "./decide.ts";
import { report } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const REASON = "civil dispute about a delivery";
const chief = () => room.as("countyChief");

async function declined(more: Parameters<typeof accepted>[1] = {}): Promise<ReportMatter> {
  const taken = await accepted(room, more);
  return room.act(report, chief(), taken.id, "decline", { reason: REASON });
}

async function clocks(id: ReportMatter["id"]): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await room.desk.deadlines(room.system, id)).map((one) => [one.key, one.state]));
}

test("the notice goes out with the decision: reason, basis, what to do and the code; nobody who took it down declines it", async () => {
  const mine = await accepted(room, {}, room.as("dutyLead"));
  await expect(room.act(report, room.as("dutyLead"), mine.id, "decline", { reason: REASON })).rejects.toThrow(/needs another person/);
  // Where the country has the office, it decides.
  await expect(room.act(report, room.as("dutyLead", "org_shinan", 2), mine.id, "decline", { reason: REASON })).rejects.toThrow(/县|county|Head/i);

  const done = await declined();
  expect(done.state).toBe("declined");
  await room.settle();
  const text = room.handed.messenger.at(-1)?.text;
  expect(text?.zh).toContain(REASON);
  expect(text?.zh).toContain(done.serial);
  expect(text?.zh).toMatch(/七|7 天/);
  expect(text?.zh).toContain("第一百七十八条");
  expect(text?.en).toMatch(/review free of charge within 7 days of being told with the code [0-9A-Z-]{14}/);
});

test("the time to object begins when the notice arrived, and ends by the clock alone", async () => {
  const done = await declined();
  // The messenger is down: the reporter knows nothing, and no time runs.
  room.refuse = { refused: "down", retry: true };
  await room.pass(HOUR);
  expect(await clocks(done.id)).not.toHaveProperty("case.declineReviewApply");
  room.refuse = null;
  // Three days from Thursday end on a Sunday and roll to Monday's end.
  await room.pass(5 * DAY);
  const deliveredAtMs = (await room.desk.notices(room.system, done.id)).find((one) => one.template === "report.declined")?.deliveredAtMs;
  const told = await room.get(report, done.id);
  expect(told.body.toldAtMs).toBe(deliveredAtMs);
  const clock = (await room.desk.deadlines(room.system, done.id)).find((one) => one.key === "case.declineReviewApply");
  expect(clock?.startedAtMs).toBe(deliveredAtMs);
  await room.pass(12 * DAY);
  expect((await room.get(report, done.id)).state).toBe("declined-final");
});

test("a reporter whom no notice can reach is told in person, after an alarm; until then nothing lapses", async () => {
  const done = await declined({ reporter: { name: "张三" } });
  await room.pass(40 * DAY);
  const waiting = await room.get(report, done.id);
  expect(waiting).toMatchObject({ state: "declined", level: 3, body: { toldAtMs: null } });
  await expect(room.act(report, room.as("intake"), done.id, "told", { at: instantOf(done.openedAtMs - DAY), how: "visit" })).rejects.toThrow(/before the decision/);
  await room.act(report, room.as("intake"), done.id, "told", { at: instantOf(room.world.nowMs()), how: "visit" });
  await room.pass(12 * DAY);
  expect((await room.get(report, done.id)).state).toBe("declined-final");
});

test("review: by somebody else, within its days or an alarm; what it overturns must become a case", async () => {
  const done = await declined();
  await room.act(report, room.as("intake"), done.id, "ask-review", { ground: "the shop's address does not exist" });
  await expect(room.act(report, chief(), done.id, "decide-review", { result: "stands", reason: "as before" })).rejects.toThrow(/needs another person/);
  await room.pass(35 * DAY);
  expect(await events(room, done.id)).toContain("overdue");
  const again = await room.act(report, room.as("reviewer"), done.id, "decide-review", { result: "overturned", reason: "there are signs of fraud" });
  expect(again).toMatchObject({ state: "accepted", body: { mustFile: true, declined: null } });
  await expect(room.act(report, room.as("countyChief", "org_shinan", 2), done.id, "decline", { reason: REASON })).rejects.toThrow(/review has decided/);
  const again2 = await opened(room, [done.id]);
  await expect(room.act(policeCase, chief(), again2.id, "decline", { reason: REASON })).rejects.toThrow(/review has decided/);
  expect((await room.act(policeCase, chief(), again2.id, "file")).state).toBe("filed");
});

test("re-review: only by the unit above, and final", async () => {
  const done = await declined();
  await room.act(report, room.as("intake"), done.id, "ask-review", { ground: "please look again" });
  await room.act(report, room.as("reviewer"), done.id, "decide-review", { result: "stands", reason: "no new facts" });
  await room.pass(4 * DAY);
  await room.act(report, room.as("intake"), done.id, "ask-re-review", { ground: "please look again" });
  await expect(room.act(report, room.as("reviewer", "org_shinan", 2), done.id, "decide-re-review", { result: "stands", reason: "x" })).rejects.toThrow(
    /does not decide about itself/,
  );
  const end = await room.act(report, room.as("reviewer", "org_qd"), done.id, "decide-re-review", { result: "stands", reason: "confirmed" });
  expect(end.state).toBe("declined-final");
  await room.settle();
  expect(room.handed.messenger.at(-1)?.text.zh).toContain("confirmed");
  expect(Object.values(await clocks(done.id)).filter((state) => state === "armed")).toEqual([]);
});

test("a declined case declines its reports, each with its own notice and way of review", async () => {
  const one = await accepted(room);
  const two = await accepted(room, { reporter: { number: phone(2) } });
  const both = await opened(room, [one.id, two.id]);
  await room.act(policeCase, chief(), both.id, "decline", { reason: REASON });
  await room.settle();
  for (const { id } of [one, two]) expect(await room.get(report, id)).toMatchObject({ state: "declined", parent: null, body: { case: null } });
  expect(
    room.handed.messenger
      .filter((message) => message.text.zh.includes("不予立案"))
      .map((message) => message.to)
      .sort(),
  ).toEqual([phone(1), phone(2)]);
  // One of them objects and is right: a new case can be opened for it alone.
  await room.act(report, room.as("intake"), two.id, "ask-review", { ground: "no" });
  await room.act(report, room.as("reviewer"), two.id, "decide-review", { result: "overturned", reason: "signs of fraud" });
  expect((await filed(room, [two.id])).state).toBe("filed");
});

test("what was stopped on a declined report alone is released with the decision", async () => {
  const done = await declined({ payments: [paid(room, { toName: "李四" })] });
  const [stop] = await matters(room, "stop-payment");
  expect(stop.parent).toBe(done.id);
  expect(stop.closedAtMs).not.toBeNull();
});

test("a withdrawn case tells its reporters within three days, and closes their reports", async () => {
  const taken = await accepted(room);
  const silent = await accepted(room, { reporter: { name: "王五" } });
  const made = await filed(room, [taken.id, silent.id]);
  await room.act(policeCase, chief(), made.id, "withdraw", { reason: "the facts turned out otherwise" });
  await room.settle();
  expect(room.handed.messenger.at(-1)?.text.zh).toContain("决定撤销");
  await room.pass(6 * DAY);
  expect((await room.get(report, taken.id)).state).toBe("closed");
  expect(await room.get(report, silent.id)).toMatchObject({ state: "case-withdrawn", level: 3 });
  await room.act(report, room.as("caseOfficer"), silent.id, "told", { at: instantOf(room.world.nowMs()), how: "letter" });
  expect((await room.get(report, silent.id)).state).toBe("closed");
});
