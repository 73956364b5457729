import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelRoom, START, type KernelRoom } from "../../test/kernel-room.ts";
import { errand } from "../../test/made-up-kinds.ts";

let room: KernelRoom;
beforeEach(async () => {
  room = await kernelRoom();
});
afterEach(() => room.close());

const OFFICERS = 100;
const FREE = { kind: "operation", states: ["open"], command: "take" } as const;
const take = (n: number, org = "org_centre") => room.desk.takeNext(room.as("analyst", org, n), FREE);
const queue = (drafts: readonly object[]) => room.desk.work(room.as("dutyLead", "org_centre", 1), (work) => work.open(errand, drafts as never, "consequence"));

test("a hundred officers over one queue, in two processes: each task is taken once, and none is left", async () => {
  const opened = await queue(Array.from({ length: 350 }, () => ({})));
  const other = room.another();
  const taken = new Map<string, string>();
  await Promise.all(
    Array.from({ length: OFFICERS }, async (_, i) => {
      const who = room.as("analyst", "org_centre", i + 1);
      for (;;) {
        const matter = await (i % 2 === 0 ? room.desk : other).takeNext(who, FREE);
        if (matter === null) return;
        expect(taken.has(matter.id), "taken twice").toBe(false);
        taken.set(matter.id, who.actor);
      }
    }),
  );
  expect([...taken.keys()].sort()).toEqual(opened.map(({ id }) => id).sort());
  const rows = await room.sql<{ id: string; assignee: string; state: string; version: number }>("select id, assignee, state, version from matter order by id");
  expect(rows.map(({ id, assignee, state, version }) => [id, assignee, state, version])).toEqual(
    [...taken].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, actor]) => [id, actor, "taken", 2]),
  );
  expect(new Set(taken.values()).size).toBeGreaterThan(OFFICERS / 2);
  expect((await room.verify()).faults).toEqual([]);
});

test("what is most urgent comes first, then what is due first, then what came first; what is free again comes again", async () => {
  const clock = (key: string) => ({ arm: [{ key, startMs: START, command: "tick" }] });
  const [late, soon, urgent, plain] = await queue([{ also: clock("hotline.reply") }, { also: clock("grid.reply") }, { also: { level: 2 } }, {}]);
  // The list of a queue has the order in which tasks are given out, of one unit, in one page.
  const listed = await room.desk.list(room.system, { kind: "operation", open: true, org: "org_centre", order: "due", limit: 3 });
  expect(listed).toMatchObject({ matters: [{ id: urgent.id }, { id: soon.id }, { id: late.id }], next: null });
  expect((await room.desk.list(room.system, { kind: "operation", org: "org_south", limit: 3 })).matters).toEqual([]);
  const order = [];
  for (let i = 0; i < 4; i++) order.push((await take(1))?.id);
  expect(order).toEqual([urgent.id, soon.id, late.id, plain.id]);
  expect(await take(1)).toBeNull();
  await room.play(soon.id, { event: "hand-back", assignee: null });
  expect(await take(2)).toMatchObject({ id: soon.id, assignee: room.as("analyst", "org_centre", 2).actor });
});

test("nobody is given what lies outside their place, has ended or is somebody's already, and nobody takes without the role", async () => {
  const [north, ended, given] = await queue([{ territory: "11/1101/s1" }, {}, {}]);
  await room.play(given.id, { assignee: room.as("analyst", "org_centre", 7).actor });
  await room.play(ended.id, { event: "finish" });
  expect(await take(1, "org_south")).toBeNull();
  await expect(room.desk.takeNext(room.as("dutyLead"), FREE)).rejects.toEqual(expect.objectContaining({ problem: expect.objectContaining({ code: "not-allowed" }) }));
  expect((await take(1, "org_north"))?.id).toBe(north.id);
  expect(await take(1)).toBeNull();
});
