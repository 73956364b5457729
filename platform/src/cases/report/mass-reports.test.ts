/** Ten thousand reports by one cluster: counted, said at a few steps, and never more than that (tip is not proof). */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, MINUTE, type Room } from "../../../test/case-room.ts";
import { account, instantOf, matters, phone, reported } from "../../../test/report-desk.ts";
import { authorise } from "../../access/scope.ts";
import type { AnnouncementOf } from "../../domain/announcement.ts";
import { Desk } from "../../matters/desk.ts";
import type { ReportDraft } from "../../../test/report-desk.ts";
import { report } from "./kind.ts";
import { PUBLIC_PROPOSALS_MAX } from "./open.ts";
import { OFTEN } from "./received.ts";

let room: Room;
let said: AnnouncementOf<"often-reported">[];
let desk: Desk;
beforeEach(async () => {
  room = await caseRoom();
  said = [];
  // The same desk, overheard.
  desk = new Desk({
    ...room.desk.parts,
    follow: async (work, announcement) => {
      if (announcement.name === "often-reported") said.push(announcement);
      await room.desk.parts.follow(work, announcement);
    },
  });
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const anybody = authorise({ kind: "public", matter: "" }, "public");
const TARGET = account(777);
const STORY = "这个商家收了钱不发货，客服不回消息，大家千万不要相信，赶快举报他的收款账户。";

const mass = (n: number): ReportDraft => ({
  channel: "online",
  role: "informer",
  // Known by a document and not by a number, so that ten thousand receipts need not go out.
  reporter: { person: `ID-${10_000 + n}` },
  territory: "37/3702/370202",
  traits: [{ type: "account", value: TARGET }],
  narrative: `${STORY}单号${n}`,
});

async function send(count: number, draft: (n: number) => ReportDraft): Promise<void> {
  for (let from = 0; from < count; from += 500)
    await desk.work(anybody, (work) =>
      work.open(
        report,
        Array.from({ length: Math.min(500, count - from) }, (_, i) => draft(from + i)),
      ),
    );
}

test("10,000 reports of one story by 10,000 people: five words of it, one story, no stop, no list, no link, no series", async () => {
  await send(10_000, mass);
  expect(said.map((one) => [one.reporters, one.stories])).toEqual(OFTEN.map((step) => [step, 1]));
  const counts = await room.store.snapshot((sql) => sql.query("select reports, reporters, stories from voice_count"));
  expect(counts).toEqual([{ reports: 10_000, reporters: 10_000, stories: 1 }]);
  expect(room.handed.lists).toHaveLength(0);
  expect(await matters(room, "stop-payment")).toHaveLength(0);
  expect(await matters(room, "series")).toHaveLength(0);
  const [{ clues, links }] = await room.store.snapshot((sql) =>
    sql.query<{ readonly clues: number; readonly links: number }>("select (select count(*) from clue) as clues, (select count(*) from case_link) as links"),
  );
  expect({ clues, links }).toEqual({ clues: 0, links: 0 });
  // Whatever list entries came of it, none blocks and none flags.
  for (const entry of await matters(room, "list-entry")) expect(entry.state).not.toMatch(/active-(?:block|flag)/);
  // A victim's own report of that account is found and linked all the same, and is not drowned.
  const one = await reported(room, { traits: [{ type: "account", value: TARGET }] });
  const two = await reported(room, { reporter: { number: phone(2) }, traits: [{ type: "account", value: TARGET }] });
  expect(await matters(room, "series")).toMatchObject([{ state: "proposed", body: { members: [{ id: two.id }, { id: one.id }] } }]);
});

test("one person who reports a hundred times is one reporter; all who give no name are one together", async () => {
  await send(100, (n) => ({ ...mass(n), reporter: { number: phone(1) } }));
  await send(100, (n) => ({ ...mass(n), secrecy: "anonymous", reporter: undefined }));
  const counts = await room.store.snapshot((sql) => sql.query("select reports, reporters, stories from voice_count"));
  expect(counts).toEqual([{ reports: 200, reporters: 2, stories: 1 }]);
  expect(said).toHaveLength(0);
});

test("different people with different stories count as such", async () => {
  const stories = [
    "他说我的快递丢了要双倍赔偿，让我下载会议软件共享屏幕",
    "冒充领导加我微信，说急用钱让我先垫付一笔货款",
    "刷单做任务，前两单返钱，第三单要我垫付两万元",
    "说我征信有问题，要把钱转到安全账户清零",
    "网恋对象带我投资平台，赚钱后提现要交保证金",
  ];
  await send(5, (n) => ({ ...mass(n), narrative: stories[n] }));
  expect(said).toMatchObject([{ reports: 5, reporters: 5, stories: 5, ref: { type: "account" } }]);
});

test("public reports of payments propose stops for the first few only; an officer who has looked proposes the rest", async () => {
  const paidBy = (n: number): ReportDraft => ({
    channel: "online",
    role: "victim",
    reporter: { number: phone(n) },
    territory: "37/3702/370202",
    payments: [{ to: TARGET, amountMinor: "100000", currency: "CNY", paidAt: instantOf(room.world.nowMs() - MINUTE - n) }],
  });
  await send(20, paidBy);
  expect(await matters(room, "stop-payment")).toHaveLength(PUBLIC_PROPOSALS_MAX);
  const waiting = (await room.all(report)).find((one) => one.body.payments[0].proposedAtMs === null);
  expect(waiting).toBeDefined();
  await room.act(report, room.as("intake"), waiting?.id ?? ("" as never), "accept");
  expect(await matters(room, "stop-payment")).toHaveLength(PUBLIC_PROPOSALS_MAX + 1);
});

test("a public report is compared once somebody has looked at it, and not before", async () => {
  const known = await reported(room, { reporter: { number: phone(5) }, traits: [{ type: "account", value: TARGET }] });
  await send(1, mass);
  expect(await matters(room, "series")).toHaveLength(0);
  const tip = (await room.all(report)).find((one) => one.openedBy === "public");
  await room.act(report, room.as("analyst"), tip?.id ?? ("" as never), "open-tip");
  const [series] = await matters(room, "series");
  expect((series.body as { members: { id: string }[] }).members.map((one) => one.id).sort()).toEqual([known.id, tip?.id ?? ""].sort());
});
