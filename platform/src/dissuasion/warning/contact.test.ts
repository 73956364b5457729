/** Reaching a person: the cap of contacts, the ladder, and who may do what. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, START, type Room } from "../../../test/case-room.ts";
import { CHECKLIST, lead, longCall, officer, oneCall, openedLink, OWN_ACCOUNT, paying, play, STATION, take, VICTIM, warned } from "../../../test/warning-room.ts";
import { warning } from "./kind.ts";
import { whoMayDoWhat } from "../../matters/matter-routes.ts";
import { authorise } from "../../access/scope.ts";
import { ROLES, type Role } from "../../access/role.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const problem = (code: string, words?: RegExp): object => ({ problem: { code, ...(words === undefined ? {} : { detail: expect.stringMatching(words) }) } });

test("three contacts a day and no more, until the level rises or the next day comes", async () => {
  const w = play(room, (await warned(room, [longCall("e1")])).id);
  await w.signs(officer(room));
  for (let i = 0; i < 2; i++) {
    await w.calls(officer(room));
    await w.noAnswer(officer(room));
  }
  await w.calls(officer(room));
  expect(await w.refusesToTalk(officer(room))).toMatchObject({ body: { next: { kind: "wait", untilMs: Date.parse("2026-03-13T00:00:00+08:00") } } });
  await expect(w.visits(officer(room))).rejects.toMatchObject(problem("not-now", /3 times today/));
  await take(room, [longCall("e2"), oneCall("e3")]);
  await expect(w.calls(officer(room))).rejects.toMatchObject(problem("not-now", /3 times today/));
  await take(room, [paying("e4")]);
  expect(await w.visits(officer(room))).toMatchObject({ state: "in-contact", body: { attemptCount: 4 } });
  await w.refusesToTalk(officer(room));
  await room.pass(15 * HOUR);
  expect(await w.calls(officer(room))).toMatchObject({ body: { attemptCount: 5 } });
});

test("an engaged line disturbs nobody and does not count; a bell that rings does", async () => {
  const w = play(room, (await warned(room, [longCall("e1")])).id);
  await w.signs(officer(room));
  for (let i = 0; i < 5; i++) {
    await w.calls(officer(room));
    await w.busy(officer(room));
  }
  for (let i = 0; i < 3; i++) {
    await w.calls(officer(room));
    await w.noAnswer(officer(room));
  }
  await expect(w.calls(officer(room))).rejects.toMatchObject(problem("not-now"));
});

test("contacts of the same day in an earlier warning of the person count as well", async () => {
  const first = play(room, (await warned(room, [longCall("e1")])).id);
  await first.signs(officer(room));
  for (let i = 0; i < 2; i++) {
    await first.calls(officer(room));
    await first.noAnswer(officer(room));
  }
  await first.cancelled(lead(room), "wrong-data");
  const second = play(room, (await warned(room, [openedLink("e2", { category: "NET_BLACK" })])).id);
  await second.signs(officer(room));
  await second.calls(officer(room));
  await second.noAnswer(officer(room));
  await expect(second.calls(officer(room))).rejects.toMatchObject(problem("not-now", /3 times/));
});

test("a duty lead may allow one contact more, with a ground that stays in the history, and one only", async () => {
  const { id } = await warned(room, [longCall("e1")]);
  const w = play(room, id);
  await w.signs(officer(room));
  for (let i = 0; i < 3; i++) {
    await w.calls(officer(room));
    await w.noAnswer(officer(room));
  }
  await expect(w.give("allow-contact", officer(room), { ground: "I want to" })).rejects.toMatchObject(problem("not-allowed"));
  await w.give("allow-contact", lead(room), { ground: "the bank reports a transfer being prepared" });
  await w.visits(officer(room));
  await w.refusesToMeet(officer(room));
  await expect(w.calls(officer(room))).rejects.toMatchObject(problem("not-now"));
  expect((await room.desk.history(room.system, id)).find((line) => line.event === "allow-contact")?.detail).toMatchObject({ ground: "the bank reports a transfer being prepared" });
});

test("the ladder: call, then visit where the profile has one, then the next tier", async () => {
  const steps = async (event: string, signal: typeof longCall, what: "noAnswer" | "refusesToTalk"): Promise<unknown> => {
    const w = play(room, (await warned(room, [signal(event, { victim: { type: "number", text: `+8613800138${event.slice(1)}` } })])).id);
    await w.signs(officer(room));
    await w.calls(officer(room));
    return (await w[what](officer(room))).body.next;
  };
  expect(await steps("x101", longCall, "noAnswer")).toEqual({ kind: "contact", channel: "visit" });
  expect(await steps("x102", longCall, "refusesToTalk")).toEqual({ kind: "contact", channel: "visit" });
  // Medium: a visit only to somebody who refused, not to somebody who was out.
  expect(await steps("x103", openedLink, "noAnswer")).toEqual({ kind: "contact", channel: "call" });
  expect(await steps("x104", openedLink, "refusesToTalk")).toEqual({ kind: "contact", channel: "visit" });
  const w = play(room, (await warned(room, [paying("e1")])).id);
  await w.signs(officer(room));
  await w.visits(officer(room));
  // At the end of the ladder there is the tier above.
  expect(await w.refusesToMeet(officer(room))).toMatchObject({ state: "escalated", org: "org_shinan" });
});

test("a person without a number is visited, and nobody proposes to call", async () => {
  const w = play(room, (await warned(room, [paying("e1", { victim: { type: "account", text: OWN_ACCOUNT } })])).id);
  expect((await w.signs(officer(room))).body.next).toEqual({ kind: "contact", channel: "visit" });
});

test("nobody was reached within the limit of a visit: the next tier has it", async () => {
  const w = play(room, (await warned(room, [longCall("e1")])).id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  await w.noAnswer(officer(room));
  await room.pass(119 * MINUTE);
  expect(await w.now()).toMatchObject({ state: "unreachable", org: "org_shinan_s1", body: { visitRequired: true } });
  await room.pass(MINUTE);
  expect(await w.now()).toMatchObject({ state: "escalated", org: "org_shinan" });
});

test("a visit in the country has an hour where the town has half", async () => {
  const town = play(room, (await warned(room, [paying("e1")])).id);
  const country = play(room, (await warned(room, [paying("e2", { victim: { type: "number", text: "+8613800138111" } })], { ...STATION, rural: true })).id);
  for (const w of [town, country]) {
    await w.signs(officer(room));
    await w.calls(officer(room));
    await w.noAnswer(officer(room));
  }
  await room.pass(31 * MINUTE);
  expect([(await town.now()).state, (await country.now()).state]).toEqual(["escalated", "unreachable"]);
});

test("stopped in time needs the whole checklist, and a visit a signature or a photo", async () => {
  const w = play(room, (await warned(room, [longCall("e1")])).id);
  await w.signs(officer(room));
  await w.visits(officer(room));
  const proof = { kind: "signature", ref: "s" };
  await expect(w.result(officer(room), { outcome: "awakened", proof })).rejects.toMatchObject(problem("malformed-input"));
  await expect(w.result(officer(room), { outcome: "awakened", proof, checklist: { ...CHECKLIST, stoppedContact: false } })).rejects.toMatchObject(problem("malformed-input"));
  await expect(w.awakened(officer(room), "call-record")).rejects.toMatchObject(problem("malformed-input", /signature or a photo/));
  const done = await w.awakened(officer(room), "photo");
  expect((await room.desk.history(room.system, done.id)).at(-1)?.evidence).toEqual([
    { kind: "checklist", ref: done.id },
    { kind: "photo", ref: "proof-1" },
  ]);
});

test("the family is spoken to only on a ground, and does not count as a contact of the person", async () => {
  const w = play(room, (await warned(room, [longCall("e1")])).id);
  await w.signs(officer(room));
  await expect(w.give("contact", officer(room), { channel: "call", whom: "family" })).rejects.toMatchObject(problem("limit-of-law"));
  expect((await w.give("contact", officer(room), { channel: "call", whom: "family", ground: "about to pay all savings; the person does not answer" })).body.attempts).toMatchObject(
    [{ whom: "family", counts: false }],
  );
  expect((await w.refusesToTalk(officer(room))).body.firstReachedAtMs).toBeNull();
});

test("a unit that was not sent does not contact anybody", async () => {
  const w = play(room, (await warned(room, [longCall("e1")])).id);
  await w.signs(officer(room));
  await expect(w.calls(room.as("dissuader", "org_qd"))).rejects.toMatchObject(problem("not-allowed", /another unit/));
  await expect(w.calls(room.as("dissuader", "org_yiwu"))).rejects.toMatchObject(problem("not-found"));
  await expect(w.noAnswer(officer(room))).rejects.toMatchObject(problem("not-now"));
});

test("sent to another unit by a duty lead: its place becomes the warning's, and its limits begin anew", async () => {
  const w = play(room, (await warned(room, [longCall("e1")])).id);
  await w.signs(officer(room));
  await room.pass(9 * MINUTE);
  await expect(w.give("dispatch", room.as("analyst"), { unit: "org_shibei" })).rejects.toMatchObject(problem("not-allowed"));
  await expect(w.give("dispatch", lead(room), { unit: "org_icbc" })).rejects.toMatchObject(problem("malformed-input"));
  expect(await w.give("dispatch", lead(room), { unit: "org_yiwu", why: "works there" })).toMatchObject({
    state: "dispatched",
    org: "org_yiwu",
    territory: "33/3307/330782",
    assignee: null,
  });
  await room.pass(9 * MINUTE);
  expect(await w.now()).toMatchObject({ state: "dispatched" });
  await room.pass(MINUTE);
  expect(await w.now()).toMatchObject({ state: "escalated", org: "org_zj", body: { escalationCount: 1 } });
});

test("by hand: an analyst opens and grades, urgent needs a duty lead, and one person still has one warning", async () => {
  const analyst = room.as("analyst");
  const opened = await room.open(warning, analyst, {
    victim: { type: "number", id: VICTIM },
    category: "AUTHORITY",
    stage: "S4",
    ground: "her son calls the hotline: she is sharing her screen",
  });
  expect(opened).toMatchObject({
    state: "new",
    level: 0,
    org: "org_shinan",
    body: { ground: expect.stringContaining("hotline"), reason: { en: expect.stringContaining("an officer") } },
  });
  await expect(room.open(warning, analyst, { victim: { type: "number", id: "13800138000" }, ground: "again" })).rejects.toMatchObject(problem("not-now", new RegExp(opened.id)));
  const w = play(room, opened.id);
  await expect(w.give("grade", analyst, { level: "urgent" })).rejects.toMatchObject(problem("not-allowed"));
  expect(await w.give("grade", lead(room), { level: "urgent" })).toMatchObject({ state: "graded", level: 3 });
  expect(await w.give("dispatch", analyst, { unit: "org_shinan_s1" })).toMatchObject({ state: "dispatched", org: "org_shinan_s1" });
  expect(await take(room, [longCall("e1")])).toMatchObject({ opened: [], joined: [opened.id] });
  await room.settle();
  expect(room.handed.messenger).toHaveLength(2);
  await expect(room.open(warning, officer(room), { victim: { type: "number", id: "13800138999" }, ground: "x" })).rejects.toMatchObject(problem("not-allowed"));
});

test("a warning that rests on reports of users alone is not graded, whoever asks", async () => {
  const { id } = await warned(room, [longCall("e1")]);
  await room.store.transaction((sql) => sql.query("update matter set state = 'new', body = body || '{\"families\": [\"report\"]}' where id = $1", [id]));
  await expect(room.act(warning, lead(room), id, "grade", { level: "low" })).rejects.toMatchObject(problem("not-now", /reports of users/));
});

test("who may give what: every other role is refused, and what the program gives nobody may give", async () => {
  const { id } = await warned(room, [longCall("e1")]);
  const orgOf = (role: Role): string =>
    role === "bankOps" ? "org_icbc" : role === "telcoOps" ? "org_telco" : role === "platformOps" ? "org_platform" : role === "gridOfficer" ? "org_community" : "org_shinan";
  const table = whoMayDoWhat([warning]).filter((row) => row.command !== "open");
  expect(table.map((row) => row.command)).toEqual(expect.arrayContaining(["sign", "contact", "result", "evidence", "merge", "overdue", "expire", "check", "to-report"]));
  for (const { command, who } of table) {
    for (const role of Object.keys(ROLES) as Role[]) {
      if (who.includes(role)) continue;
      await expect(room.act(warning, room.as(role, orgOf(role)), id, command), `${role} ${command}`).rejects.toMatchObject({
        problem: { code: expect.stringMatching(/not-allowed|not-found|malformed-input|not-now/) },
      });
    }
  }
  expect(await room.get(warning, id)).toMatchObject({ state: "dispatched", version: 3 });
});

test("outside the police one sees who has it and since when, and nothing of what was seen", async () => {
  const { id } = await warned(room, [paying("e1")]);
  const matter = await room.get(warning, id);
  const person = authorise({ kind: "public", matter: id }, ["public"]);
  for (const scope of [room.as("gridOfficer"), room.as("bankOps"), room.as("telcoOps"), person])
    expect(warning.show(matter, scope)).toEqual({ unit: "org_shinan_s1", since: START });
  expect(warning.show(matter, officer(room))).toBe(matter.body);
});

test("a level that nobody signs for stays nobody's task, and a week later is over", async () => {
  const { id } = await warned(room, [oneCall("e1")]);
  expect(await room.desk.takeNext(officer(room), { kind: "warning", states: ["dispatched", "escalated"], command: "sign", of: "unit" })).toBeNull();
  await room.pass(3 * DAY);
  await take(room, [oneCall("e2", { occurredAtMs: room.world.nowMs() })]);
  await room.pass(5 * DAY);
  // New signs keep it open: it ends a week after the last.
  expect(await room.get(warning, id)).toMatchObject({ state: "signed", body: { events: 2 } });
  await room.pass(3 * DAY);
  expect(await room.get(warning, id)).toMatchObject({ state: "expired" });
});
