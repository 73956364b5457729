import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelRoom, MINUTE, START, type KernelRoom } from "../../test/kernel-room.ts";
import { echo, errand } from "../../test/made-up-kinds.ts";
import type { MatterId } from "../domain/matter.ts";

let room: KernelRoom;
beforeEach(async () => {
  room = await kernelRoom();
});
afterEach(() => room.close());

const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });
const analyst = () => room.as("analyst");
const rows = async (): Promise<Readonly<Record<string, number>>> => {
  const [counts] = await room.sql<Record<string, number>>(
    `select (select count(*) from matter) as matter, (select count(*) from ledger) as ledger, (select count(*) from personal) as personal, (select count(*) from mention) as mention,
       (select count(*) from deadline) as deadline, (select count(*) from effect) as effect, (select count(*) from notice) as notice, (select count(*) from tracking) as tracking`,
  );
  return counts;
};
const everything = {
  arm: [{ key: "stop.approve", startMs: START, command: "tick" }],
  effects: [{ name: "x", channel: "lists", addressee: "l", payload: {} }],
};

test("what a decision says is all there afterwards: body, clocks, effects, notices, codes, mentions, one line of history", async () => {
  const one = await room.open({ person: ["number", "+447700900123"] });
  const ref = one.body.person!;
  const played = await room.play(one.id, {
    ...everything,
    event: "take",
    say: "all of it",
    level: 2,
    basis: "law-1",
    evidence: [{ kind: "event", ref: "evt_1" }],
    detail: { why: "because" },
    notices: [{ template: "stop-payment.stopped", recipient: ref, slots: { what: { zh: "止付", en: "a stop" } }, via: { kind: "messenger", channel: "sms" } }],
  });
  expect(played).toMatchObject({ state: "taken", version: 2, level: 2, body: { count: 1, said: ["all of it"] }, hands: { open: analyst().actor, play: analyst().actor } });
  expect(await room.get(one.id)).toMatchObject({ ...played, dueAtMs: START + 10 * MINUTE });
  const [, line] = await room.desk.history(room.system, one.id);
  expect(line).toMatchObject({
    event: "take",
    actor: analyst().actor,
    role: "analyst",
    unit: "org_centre",
    stateBefore: "open",
    stateAfter: "taken",
    version: 2,
    basis: "law-1",
    evidence: [{ kind: "event", ref: "evt_1" }],
    detail: { why: "because", command: "play" },
    recordedAtMs: START,
    occurredAtMs: START,
  });
  expect(await room.desk.notices(room.system, one.id)).toMatchObject([
    { text: { zh: expect.stringContaining("止付"), en: expect.stringContaining("a stop") }, via: "sms", deliveredAtMs: null },
  ]);
  expect(await rows()).toEqual({ matter: 1, ledger: 2, personal: 1, mention: 1, deadline: 1, effect: 2, notice: 1, tracking: 1 });
});

test("when anything in a piece of work fails nothing of it remains, also of what it opened and of what follows", async () => {
  const one = await room.open();
  const before = await rows();
  room.heard = async (work) => {
    await work.openOne(echo, { of: one.id }, "consequence");
    await work.query("select count(*) from matter");
    throw new Error("a consequence fails");
  };
  const attempt = room.desk.work(analyst(), async (work) => {
    await work.openOne(errand, { person: ["number", "+447700900123"], also: everything as never });
    await work.actOne(errand, one.id, "play", { ...everything, event: "take", announces: [{ name: "support-withdrawn", matter: one.id, reason: "x" }] });
  });
  await expect(attempt).rejects.toThrow("a consequence fails");
  expect(await rows()).toEqual(before);
  expect(await room.get(one.id)).toMatchObject({ version: 1, state: "open", body: { count: 0 } });
});

test("what follows from an announcement is in the same transaction, in the name of who caused it, with the cause", async () => {
  const one = await room.open();
  const seen: unknown[] = [];
  room.desk.watch((changes) => seen.push(changes.map(({ kind, opened }) => [kind, opened])));
  room.heard = async (work, { name }) => {
    if (name === "support-withdrawn") await work.openOne(echo, { of: one.id }, "consequence");
  };
  await room.play(one.id, { event: "drop", announces: [{ name: "support-withdrawn", matter: one.id, reason: "x" }] });
  const { matters } = await room.desk.list(room.system, { kind: "complaint", limit: 10 });
  expect(matters).toMatchObject([{ body: { of: one.id }, openedBy: analyst().actor }]);
  expect(await room.desk.history(room.system, matters[0].id)).toMatchObject([{ event: "open", role: "system", actor: analyst().actor, detail: { because: "support-withdrawn" } }]);
  expect(seen).toEqual([
    [
      ["operation", false],
      ["complaint", true],
    ],
  ]);
});

test("announcements that go in a circle are a bug that ends the work", async () => {
  const one = await room.open();
  room.heard = async (work, said) => {
    await work.openOne(echo, { of: one.id, announces: [said] }, "consequence");
  };
  await expect(room.play(one.id, { announces: [{ name: "support-withdrawn", matter: one.id, reason: "x" }] })).rejects.toThrow(/circle/);
  expect(await rows()).toMatchObject({ matter: 1, ledger: 1 });
});

test("who looked at an older version is told that it has changed, and changes nothing", async () => {
  const one = await room.open();
  const act = (version?: number) =>
    room.desk.work(analyst(), (work) => work.act(errand, [{ id: one.id, command: "play", input: {}, ...(version === undefined ? {} : { version }) }]));
  await act(1);
  await expect(act(1)).rejects.toEqual(refused("changed-meanwhile"));
  await act(2);
  await act();
  expect(await room.get(one.id)).toMatchObject({ version: 4, body: { count: 3 } });
});

test("two who act at the same moment act one after the other: nobody's change is lost", async () => {
  const one = await room.open();
  const other = room.another();
  await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? room.desk : other).work(analyst(), (work) => work.actOne(errand, one.id, "play", { say: String(i) }))));
  const { version, body } = await room.get(one.id);
  expect(version).toBe(21);
  expect([...body.said].sort()).toEqual(Array.from({ length: 20 }, (_, i) => String(i)).sort());
  expect((await room.verify()).faults).toEqual([]);
});

test("several commands on one matter in one piece of work each see what the one before left", async () => {
  const one = await room.open();
  const [last] = (
    await room.desk.work(analyst(), (work) =>
      work.act(errand, [
        { id: one.id, command: "play", input: { say: "a", event: "take" } },
        { id: one.id, command: "play", input: { say: "b" } },
        { id: one.id, command: "play", input: { say: "c", event: "hand-back" } },
      ]),
    )
  ).slice(-1);
  expect(last).toMatchObject({ state: "open", version: 4, body: { count: 3, said: ["a", "b", "c"] } });
  expect(await room.get(one.id)).toMatchObject({ state: "open", version: 4, body: { count: 3, said: ["a", "b", "c"] } });
  // The second is not possible after the first: neither is done.
  const twice = room.desk.work(analyst(), (work) =>
    work.act(errand, [
      { id: one.id, command: "play", input: { event: "drop" } },
      { id: one.id, command: "play", input: {} },
    ]),
  );
  await expect(twice).rejects.toEqual(refused("not-now"));
  expect(await room.get(one.id)).toMatchObject({ state: "open", version: 4 });
  expect((await room.verify()).faults).toEqual([]);
});

test("four eyes: who opened or took it does not confirm it, a colleague does", async () => {
  const [opener, taker, third] = [room.as("analyst", "org_centre", 1), room.as("analyst", "org_centre", 2), room.as("dutyLead", "org_centre", 3)];
  const one = await room.open({}, opener);
  const act = (who: typeof opener, command: string) => room.desk.work(who, (work) => work.actOne(errand, one.id, command));
  await act(taker, "take");
  for (const who of [opener, taker]) await expect(act(who, "confirm")).rejects.toEqual(refused("not-allowed"));
  expect(await act(third, "confirm")).toMatchObject({ version: 3, body: { said: ["take", "confirm"] } });
});

test("a command needs its role, the state that permits it, a known name and an input that fits; refusals leave no trace", async () => {
  const one = await room.open();
  const act = (command: string, input: unknown = {}, who = analyst()) => room.desk.work(who, (work) => work.actOne(errand, one.id, command, input));
  await expect(act("take", {}, room.as("dutyLead"))).rejects.toEqual(refused("not-allowed"));
  await expect(act("tick")).rejects.toEqual(refused("not-allowed"));
  await expect(act("confirm", {}, room.as("dutyLead", "org_centre", 9))).rejects.toEqual(refused("not-now"));
  await expect(act("fly")).rejects.toEqual(refused("not-found"));
  await expect(act("play", "text")).rejects.toEqual(refused("malformed-input"));
  await expect(room.desk.work(analyst(), (work) => work.openOne(echo, { of: "x" }))).rejects.toEqual(refused("not-allowed"));
  await expect(act("wrong")).rejects.toThrow(/does not name/);
  expect(await rows()).toMatchObject({ ledger: 1 });
  await room.play(one.id, { event: "finish" });
  await expect(act("play")).rejects.toEqual(refused("not-now"));
});

test("a clock or a delivery that is told to give a command which the kind has not is a bug when it is decided, not when it is due", async () => {
  const one = await room.open();
  await expect(room.play(one.id, { arm: [{ key: "stop.approve", startMs: START, command: "fly" }] })).rejects.toThrow(/fly/);
  for (const field of ["delivered", "undeliverable"]) {
    await expect(room.play(one.id, { effects: [{ name: "x", channel: "lists", addressee: "l", payload: {}, [field]: "fly" }] })).rejects.toThrow(/fly/);
  }
});

test("outside one's place a matter is not found, whatever is tried, and inside it is", async () => {
  const north = await room.open({ territory: "11/1101/s1" }, room.as("analyst", "org_north"));
  const southern = room.as("analyst", "org_south");
  const { id } = north;
  const notFound = refused("not-found");
  await expect(room.desk.find(southern, id)).rejects.toEqual(notFound);
  await expect(room.desk.history(southern, id)).rejects.toEqual(notFound);
  await expect(room.desk.deadlines(southern, id)).rejects.toEqual(notFound);
  await expect(room.desk.notices(southern, id)).rejects.toEqual(notFound);
  await expect(room.play(id, {}, southern)).rejects.toEqual(notFound);
  expect((await room.desk.list(southern, { kind: "operation", limit: 10 })).matters).toEqual([]);
  // The same answer as for what does not exist at all.
  const missing = `${id.slice(0, -1)}Z` as MatterId;
  const detailOf = (error: unknown): string => (error as { problem: { detail: string } }).problem.detail.replaceAll(missing, id);
  expect(detailOf(await room.play(missing, {}, southern).catch((e: unknown) => e))).toBe(detailOf(await room.play(id, {}, southern).catch((e: unknown) => e)));
  for (const who of [room.as("analyst", "org_north"), analyst()]) expect((await room.desk.find(who, id)).id).toBe(id);
  // Handed to a unit elsewhere, that unit sees it.
  await room.play(id, { org: "org_south" });
  expect((await room.desk.find(southern, id)).id).toBe(id);
  // A prefix of digits is no place above.
  const sibling = await room.open({ territory: "11/11012" });
  await expect(room.desk.find(room.as("analyst", "org_north"), sibling.id)).rejects.toEqual(notFound);
});

test("a bank sees what is addressed to it and nothing else", async () => {
  const teller = room.as("bankOps", "org_bank");
  const ours = await room.open({ also: { partner: "org_bank" } });
  const others = await room.open();
  expect((await room.desk.list(teller, { kind: "operation", limit: 10 })).matters.map(({ id }) => id)).toEqual([ours.id]);
  await expect(room.desk.find(teller, others.id)).rejects.toEqual(refused("not-found"));
});

test("what is recorded may have happened earlier, never later", async () => {
  const one = await room.desk.work(analyst(), (work) => work.openOne(errand, {}), START - 1_000);
  expect(await room.desk.history(room.system, one.id)).toMatchObject([{ occurredAtMs: START - 1_000, recordedAtMs: START }]);
  await expect(room.desk.work(analyst(), (work) => work.openOne(errand, {}), START + 1)).rejects.toEqual(refused("malformed-input"));
});

test("lists come newest first in pages that miss nothing and repeat nothing", async () => {
  const opened: string[] = [];
  for (let i = 0; i < 23; i++) {
    room.world.jump(START + i);
    opened.push((await room.open({ also: { level: i % 3 } })).id);
  }
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof room.desk.list>> = await room.desk.list(room.system, { kind: "operation", limit: 5, ...(after === null ? {} : { after }) });
    seen.push(...page.matters.map(({ id }) => id));
    after = page.next;
    if (after === null) break;
  }
  expect(seen).toEqual(opened.toReversed());
  await room.play(opened[3] as MatterId, { event: "finish", subject: "tok" });
  const some = async (query: object) => (await room.desk.list(room.system, { kind: "operation", limit: 100, ...query })).matters.map(({ id }) => id);
  expect(await some({ open: false })).toEqual([opened[3]]);
  expect(await some({ open: true })).toHaveLength(22);
  expect(await some({ states: ["done", "taken"] })).toEqual([opened[3]]);
  expect(await some({ subject: "tok" })).toEqual([opened[3]]);
  expect(await some({ territory: "11" })).toHaveLength(23);
  expect(await some({ territory: "1" })).toEqual([]);
});

test("a thousand matters are opened and acted on with a fixed number of statements", async () => {
  const drafts = Array.from({ length: 1_000 }, (_, i) => ({ person: ["device" as never, `device-${i}`] as [never, string], also: everything as never }));
  const before = room.counted;
  before.statements = 0;
  const opened = await room.desk.work(analyst(), (work) => work.open(errand, drafts));
  const toOpen = before.statements;
  before.statements = 0;
  await room.desk.work(analyst(), (work) =>
    work.act(
      errand,
      opened.map(({ id }) => ({ id, command: "play", input: { ...everything, event: "take" } })),
    ),
  );
  const toAct = before.statements;
  expect(await rows()).toEqual({ matter: 1_000, ledger: 2_000, personal: 1_000, mention: 1_000, deadline: 2_000, effect: 2_000, notice: 0, tracking: 0 });
  expect(new Set(opened.map(({ serial }) => serial)).size).toBe(1_000);
  before.statements = 0;
  const [one] = await room.desk.work(analyst(), (work) => work.open(errand, drafts.slice(0, 1)));
  expect(toOpen).toBe(before.statements);
  before.statements = 0;
  await room.desk.work(analyst(), (work) => work.act(errand, [{ id: one.id, command: "play", input: { ...everything, event: "take" } }]));
  expect(toAct).toBe(before.statements);
  expect(toOpen + toAct).toBeLessThan(25);
  expect((await room.verify()).faults).toEqual([]);
});
