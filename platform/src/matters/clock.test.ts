import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, HOUR, kernelRoom, MINUTE, START, type KernelRoom, type TheErrand } from "../../test/kernel-room.ts";
import { errand } from "../../test/made-up-kinds.ts";
import type { MatterId } from "../domain/matter.ts";
import { fireDue, settleProvisional } from "./clock.ts";
import { isoDayOf } from "../domain/calendar.ts";

let room: KernelRoom;
beforeEach(async () => {
  room = await kernelRoom();
});
afterEach(() => room.close());

const arm = (command: string, key = "stop.approve") => ({ arm: [{ key, startMs: room.world.nowMs(), command }] });
const armed = (command: string, key?: string): Promise<TheErrand> => room.open({ also: arm(command, key) });
const many = (n: number, command: string): Promise<readonly TheErrand[]> =>
  room.desk.work(room.as("analyst"), (work) =>
    work.open(
      errand,
      Array.from({ length: n }, () => ({ also: arm(command) as never })),
    ),
  );
const saidBy = async (id: MatterId): Promise<readonly string[]> => (await room.get(id)).body.said;
const timesSaid = async (word: string): Promise<readonly number[]> =>
  (
    await room.sql<{ readonly n: number }>("select (select count(*) from jsonb_array_elements_text(body->'said') s where s like $1 || '%') as n from matter order by id", [word])
  ).map(({ n }) => n);
const deadlines = (id: MatterId) =>
  room.sql<{ key: string; part: string; round: number; state: string; attempts: number; due_at_ms: number; next_try_at_ms: number }>(
    "select key, part, round, state, attempts, due_at_ms, next_try_at_ms from deadline where matter = $1 order by round, key, part",
    [id],
  );

test("a clock gives its command when it is due and not before, for the system, and says when the next is", async () => {
  const one = await armed("tick");
  const two = await armed("tick", "hotline.reply");
  expect(await room.fire()).toEqual({ fired: 0, nextAtMs: START + 10 * MINUTE });
  room.world.jump(START + 10 * MINUTE - 1);
  expect((await room.fire()).fired).toBe(0);
  room.world.jump(START + 10 * MINUTE);
  expect(await room.fire()).toEqual({ fired: 1, nextAtMs: START + 15 * MINUTE });
  expect(await saidBy(one.id)).toEqual(["tick stop.approve system system:test"]);
  expect(await saidBy(two.id)).toEqual([]);
  expect(await room.desk.deadlines(room.system, one.id)).toMatchObject([{ state: "fired", dueAtMs: START + 10 * MINUTE, firedAtMs: START + 10 * MINUTE }]);
  // The order of work follows: nothing is due for the first any more.
  expect([(await room.get(one.id)).dueAtMs, (await room.get(two.id)).dueAtMs]).toEqual([null, START + 15 * MINUTE]);
  room.world.jump(START + DAY);
  expect(await room.fire()).toEqual({ fired: 1, nextAtMs: null });
});

test("clocks that run out in one instant fire in one order, whichever was set first: what happened is the same history again", async () => {
  const early = { key: "hotline.reply", startMs: START - 5 * MINUTE, command: "tick" };
  const late = { key: "stop.approve", startMs: START, command: "tell" };
  const both = [await room.open({ also: { arm: [early, late] } }), await room.open({ also: { arm: [late, early] } })];
  room.world.jump(START + 10 * MINUTE);
  expect((await room.fire()).fired).toBe(4);
  for (const { id } of both) expect((await saidBy(id)).map((words) => words.split(" ")[0])).toEqual(["tick", "tell"]);
});

test("swept by several processes at once every clock fires once", async () => {
  await many(450, "tick");
  room.world.jump(START + HOUR);
  const desks = [room.desk, room.another(), room.another()];
  const fired = await Promise.all(desks.map((desk) => room.fire(desk)));
  // Whoever meets a matter that another has in hand leaves it to the other.
  for (const desk of desks) fired.push(await room.fire(desk));
  expect(fired.reduce((sum, one) => sum + one.fired, 0)).toBe(450);
  expect(await timesSaid("tick")).toEqual(Array.from({ length: 450 }, () => 1));
  expect(room.stuck).toEqual([]);
  expect((await room.verify()).faults).toEqual([]);
});

test("a sweep that dies before its commit has done nothing, and the next process does all of it", async () => {
  const one = await armed("tell");
  room.world.jump(START + HOUR);
  room.heard = () => Promise.reject(new Error("the process dies"));
  await room.fire();
  expect(await room.get(one.id)).toMatchObject({ version: 1, body: { said: [] } });
  room.heard = () => Promise.resolve();
  room.world.jump(START + 2 * HOUR);
  const another = room.another();
  expect((await room.fire(another)).fired).toBe(1);
  expect((await room.fire()).fired).toBe(0);
  expect(await saidBy(one.id)).toEqual(["tell"]);
});

test("time that jumps forward fires early, time that jumps back fires nothing twice and forgets nothing", async () => {
  const one = await armed("tick");
  room.world.jump(START + 400 * DAY);
  expect((await room.fire()).fired).toBe(1);
  const two = await armed("breaks", "hotline.reply");
  const far = await room.open({ broken: true, also: arm("breaks") });
  room.world.jump(START + 401 * DAY);
  await room.fire();
  expect(room.stuck).toEqual([expect.stringContaining(`${far.id} breaks`)]);
  room.world.jump(START);
  expect(await room.fire()).toMatchObject({ fired: 0 });
  expect(await saidBy(one.id)).toHaveLength(1);
  expect(await saidBy(two.id)).toEqual(["mended"]);
  expect((await room.fire()).fired).toBe(0);
});

test("a clock that failed while the machine's time was ahead is not put off until then when time is right again", async () => {
  const one = await room.open({ broken: true, also: arm("breaks") });
  room.world.jump(START + 400 * DAY);
  await room.fire();
  expect(room.stuck).toHaveLength(1);
  await room.play(one.id, { body: { ...one.body, broken: false, count: 1 } });
  room.world.jump(START + 11 * MINUTE);
  expect((await room.fire()).fired).toBe(1);
  expect(await saidBy(one.id)).toEqual(["mended"]);
});

test("a key that is armed again replaces its running clock; one that arms itself goes on in rounds", async () => {
  const one = await armed("tick");
  room.world.jump(START + 5 * MINUTE);
  await room.play(one.id, arm("tick"));
  room.world.jump(START + 12 * MINUTE);
  expect((await room.fire()).fired).toBe(0);
  room.world.jump(START + 15 * MINUTE);
  expect((await room.fire()).fired).toBe(1);
  expect(await deadlines(one.id)).toMatchObject([
    { round: 1, state: "disarmed" },
    { round: 2, state: "fired" },
  ]);
  const two = await armed("again");
  for (let minutes = 20; minutes < 60; minutes += 5) {
    room.world.jump(START + minutes * MINUTE);
    await room.fire();
  }
  expect(await saidBy(two.id)).toEqual(["again", "again", "again"]);
  expect((await deadlines(two.id)).map(({ round, state }) => [round, state])).toEqual([
    [1, "fired"],
    [2, "fired"],
    [3, "fired"],
  ]);
});

test("a decision stops the clocks it names, and an end stops all", async () => {
  const one = await room.open({ also: { arm: [...arm("tick").arm, ...arm("tick", "hotline.reply").arm, ...arm("tick", "grid.reply").arm] } });
  await room.play(one.id, { disarm: ["stop.approve"] });
  expect((await deadlines(one.id)).map(({ key, state }) => [key, state])).toEqual([
    ["grid.reply", "armed"],
    ["hotline.reply", "armed"],
    ["stop.approve", "disarmed"],
  ]);
  await room.play(one.id, { event: "drop" });
  expect((await deadlines(one.id)).map(({ state }) => state)).toEqual(["disarmed", "disarmed", "disarmed"]);
  expect(await room.get(one.id)).toMatchObject({ dueAtMs: null, closedAtMs: START });
  room.world.jump(START + DAY);
  expect(await room.fire()).toEqual({ fired: 0, nextAtMs: null });
});

test("a clock armed and stopped in the same piece of work never runs", async () => {
  const one = await room.open();
  await room.desk.work(room.as("analyst"), async (work) => {
    await work.actOne(errand, one.id, "play", arm("tick"));
    await work.actOne(errand, one.id, "play", { disarm: "all" });
    await work.actOne(errand, one.id, "play", arm("tick", "grid.reply"));
  });
  expect((await deadlines(one.id)).map(({ key, state }) => [key, state])).toEqual([["grid.reply", "armed"]]);
});

test("reminders are noted once each, before the due time, and change nothing else", async () => {
  const one = await armed("tick", "stop.duration");
  const due = START + 48 * HOUR;
  expect((await room.fire()).nextAtMs).toBe(due - 12 * HOUR);
  for (const atMs of [due - 12 * HOUR, due - 11 * HOUR, due - 30 * MINUTE, due - 1]) {
    room.world.jump(atMs);
    await room.fire();
  }
  expect(await room.events(one.id)).toEqual(["open", "reminded", "reminded"]);
  expect(await room.get(one.id)).toMatchObject({ version: 1, dueAtMs: due });
  room.world.jump(due);
  await room.fire();
  expect(await room.events(one.id)).toEqual(["open", "reminded", "reminded", "tick"]);
  // After a long standstill reminder and clock are due together: both are said, the reminder first.
  const two = await armed("lapse", "stop.duration");
  room.world.jump(due + 10 * DAY);
  await room.fire();
  expect(await room.events(two.id)).toEqual(["open", "reminded", "reminded", "lapse"]);
});

test("a command that throws holds up nobody else, is said, and is tried again later and later until it can be done", async () => {
  const broken = await room.open({ broken: true, also: arm("breaks") });
  await many(30, "tick");
  room.world.jump(START + 10 * MINUTE);
  const first = await room.fire();
  expect(first).toEqual({ fired: 30, nextAtMs: START + 10 * MINUTE + 1_000 });
  expect(room.stuck).toEqual([`${broken.id} breaks: this clock cannot be carried out`]);
  expect(await room.fire()).toEqual({ fired: 0, nextAtMs: first.nextAtMs });
  const waits: number[] = [];
  for (let next = first.nextAtMs; waits.length < 12;) {
    room.world.jump(next!);
    const { nextAtMs } = await room.fire();
    waits.push(nextAtMs! - next!);
    next = nextAtMs;
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, 300_000, 300_000]);
  await room.play(broken.id, { body: { ...broken.body, broken: false, count: 1 } });
  room.world.jump(room.world.nowMs() + 300_000);
  expect((await room.fire()).fired).toBe(1);
  expect(await saidBy(broken.id)).toEqual(["mended"]);
  expect((await room.verify()).faults).toEqual([]);
});

test("a clock whose command is not possible any more is moot: noted, and nothing done", async () => {
  const one = await armed("sent-once");
  await room.sql("update deadline set command = 'confirm'");
  room.world.jump(START + HOUR);
  expect((await room.fire()).fired).toBe(1);
  expect(await room.desk.history(room.system, one.id)).toMatchObject([{ event: "open" }, { event: "clock-moot", detail: { command: "confirm", state: "open" } }]);
  expect(await room.get(one.id)).toMatchObject({ version: 1 });
});

test("after a standstill clocks fire in their order: what an earlier one stops does not fire", async () => {
  const one = await room.open({ also: { arm: [...arm("stop-other").arm, ...arm("tick", "hotline.reply").arm] } });
  room.world.jump(START + DAY);
  await room.fire();
  expect(await saidBy(one.id)).toEqual(["stop-other"]);
  expect((await deadlines(one.id)).map(({ key, state }) => [key, state])).toEqual([
    ["hotline.reply", "disarmed"],
    ["stop.approve", "fired"],
  ]);
});

test("… nor what an earlier one stops on another matter, or ends", async () => {
  const later = await Promise.all([armed("tick", "hotline.reply"), armed("tick", "hotline.reply")]);
  await armed("tell");
  room.heard = async (work) => {
    await work.act(
      errand,
      [
        { id: later[0].id, command: "play", input: { disarm: ["hotline.reply"], say: "stopped" } },
        { id: later[1].id, command: "play", input: { event: "drop", say: "ended" } },
      ],
      "consequence",
    );
  };
  room.world.jump(START + DAY);
  await room.fire();
  expect([await saidBy(later[0].id), await saidBy(later[1].id)]).toEqual([["stopped"], ["ended"]]);
  for (const { id } of later) expect((await deadlines(id)).map(({ state }) => state)).toEqual(["disarmed"]);
});

test("a matter that somebody has in hand is left alone, the others fire, and it fires when it is free", async () => {
  const [held] = await many(5, "tick");
  room.world.jump(START + HOUR);
  let release = (): void => undefined;
  const holds = new Promise<void>((resolve) => {
    release = resolve;
  });
  let inHand = (): void => undefined;
  const isHeld = new Promise<void>((resolve) => {
    inHand = resolve;
  });
  const holding = room.store.transaction(async (sql) => {
    await sql.query("select 1 from matter where id = $1 for update", [held.id]);
    inHand();
    await holds;
  });
  await isHeld;
  const { fired, nextAtMs } = await room.fire();
  expect(fired).toBe(4);
  // Soon, but not at once: whoever asks again in a circle would only load the database.
  expect(nextAtMs).toBeGreaterThan(room.world.nowMs());
  release();
  await holding;
  expect((await room.fire()).fired).toBe(1);
  expect(await timesSaid("tick")).toEqual([1, 1, 1, 1, 1]);
});

test("a due date on unknown holidays is provisional, and settles with its reminders when they are announced", async () => {
  room.world.jump(Date.parse("2026-12-28T10:00:00+08:00"));
  const [one, two] = [await armed("tick", "review.decide"), await armed("tick", "stop.duration")];
  const [before] = await room.desk.deadlines(room.system, one.id);
  expect(before.unknownYear).toBe(2027);
  expect(await settleProvisional(room.desk, room.system)).toBe(0);
  room.law.announce();
  expect(await settleProvisional(room.desk, room.system)).toBe(1);
  const after = (await room.desk.deadlines(room.system, one.id)).filter(({ state }) => state === "armed");
  // Ten working days from the 28th on plain weekends; the announcement takes four of them away.
  const day = (atMs: number): string => isoDayOf((atMs + 8 * HOUR) / DAY - 1);
  expect([day(before.dueAtMs), after.map(({ dueAtMs }) => day(dueAtMs))]).toEqual(["2027-01-11", ["2027-01-15"]]);
  expect(after).toMatchObject([{ unknownYear: null, startedAtMs: before.startedAtMs }]);
  expect(await room.get(one.id)).toMatchObject({ dueAtMs: after[0].dueAtMs, version: 1 });
  expect(await room.events(one.id)).toEqual(["open", "clock-settled"]);
  expect(await settleProvisional(room.desk, room.system)).toBe(0);
  // The reminder stands a day before the new date, and nothing happens on the old one.
  room.world.jump(before.dueAtMs);
  await room.fire();
  expect(await room.events(one.id)).toEqual(["open", "clock-settled"]);
  room.world.jump(after[0].dueAtMs - DAY);
  await room.fire();
  expect(await room.events(one.id)).toEqual(["open", "clock-settled", "reminded"]);
  room.world.jump(after[0].dueAtMs);
  await room.fire();
  expect(await saidBy(one.id)).toHaveLength(1);
  expect(await saidBy(two.id)).toHaveLength(1);
});

test("a store that is away is not a clock that is stuck", async () => {
  await armed("tick");
  room.world.jump(START + HOUR);
  await room.store.close();
  await expect(fireDue(room.desk, room.system, () => room.stuck.push("stuck"))).rejects.toThrow(/closed/);
  expect(room.stuck).toEqual([]);
});
