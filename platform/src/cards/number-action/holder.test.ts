/** What the holder of a number can do and what is done for them: verify, papers, appeal, and what nobody may hold against them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { refusal, shop } from "../../../test/counter.ts";
import { EVIDENCE, NUMBER, numberDesk } from "../../../test/number-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import { cardAppealUpheld } from "../appeals.ts";
import { liftUnsupportedNumbers } from "./consequences.ts";
import { numberAction } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

test("the easiest way to verify comes first, and the hardest only at the holder's wish", async () => {
  const { cora, give, unverified } = numberDesk(room);
  const action = await unverified();
  expect(await refusal(give(cora(), action, "verify", { way: "counter", result: "passed" }))).toBe("limit-of-law");
  await give(cora(), action, "verify", { way: "online", result: "not-possible" });
  expect(await refusal(give(cora(), action, "verify", { way: "counter", result: "passed" }))).toBe("limit-of-law");
  await give(cora(), action, "verify", { way: "video", result: "no-show" });
  const done = await give(cora(), action, "verify", { way: "counter", result: "passed" });
  await room.settle();
  expect([done.state, done.body.outcome]).toEqual(["verified", "verified"]);
  expect(room.handed.messenger.at(-1)?.text.en).toMatch(/works as it always did.*the check is done/s);
  const other = await unverified({ number: "+8613900139000" });
  expect((await give(cora(), other, "verify", { way: "counter", result: "passed", atHoldersWish: true })).state).toBe("verified");
});

test("a check that is passed gives a limited number back: within an hour online, a day with papers; overdue is supervised", async () => {
  const { ben, cora, give, now, unverified, orders, limitedTo } = numberDesk(room);
  const online = await limitedTo("suspend");
  const lifted = await give(cora(), online, "verify", { way: "online", result: "passed" });
  expect([lifted.state, lifted.body.outcome]).toEqual(["restoring", "verified"]);
  await room.settle();
  expect(orders().filter((what) => what === "number-action.restore")).toHaveLength(1);
  await room.pass(59 * MINUTE);
  expect((await now(online)).level).toBe(1);
  await room.pass(2 * MINUTE);
  expect(await now(online)).toMatchObject({ state: "restoring", level: 3, body: { overdue: 1 } });
  expect(room.handed.institution.at(-1)).toMatchObject({ what: "number-action.restore", fields: { urgent: true } });

  const action = await unverified({ number: "+8613900139000" });
  await give(ben(), action, "impose", { grade: "outgoing" });
  const papers = await give(cora(), action, "verify", { way: "counter", result: "passed", atHoldersWish: true });
  expect(papers.state).toBe("restoring");
  await room.pass(23 * HOUR);
  expect((await now(action)).body.overdue).toBe(0);
  await room.pass(2 * HOUR);
  expect((await now(action)).body.overdue).toBe(1);
});

test("papers come from one fixed list; what was handed in is looked at before anything goes further", async () => {
  const { ben, cora, give, now, unverified } = numberDesk(room);
  const list = room.desk.parts.law.current(room.world.nowMs()).allowed("number-action").appeal.papers;
  for (const paper of list) expect(`${paper.zh}${paper.en}`).not.toMatch(/无犯罪|clean record|criminal/i);
  const action = await unverified();
  expect(await refusal(give(cora(), action, "ask-papers", { papers: [list.length] }))).toBe("limit-of-law");
  expect(await refusal(give(cora(), action, "ask-papers", { papers: ["certificate of no crime"] }))).toBe("malformed-input");
  await give(cora(), action, "ask-papers", { papers: [0] });
  await give(cora(), action, "hand-in", { papers: [0] });
  expect(await refusal(give(ben(), action, "impose", { grade: "outgoing" }))).toBe("not-now");
  await room.pass(25 * HOUR);
  expect((await now(action)).body.overdue).toBe(1);
  await give(cora(), action, "verify", { way: "online", result: "failed" });
  await give(ben(), action, "whereabouts", { where: "home" });
  expect((await give(ben(), action, "impose", { grade: "outgoing" })).state).toBe("outgoing-limited");
});

test("registered, not the user: it is said as that, and the holder may close the card", async () => {
  const { ben, cora, give, unverified, orders } = numberDesk(room);
  const action = await unverified();
  const seen = await give(cora(), action, "verify", { way: "online", result: "not-the-user" });
  expect([seen.body.notTheUser, seen.body.reason.en]).toEqual([true, "the registered holder and the user may not be the same person"]);
  await give(ben(), action, "impose", { grade: "outgoing" });
  expect((await give(cora(), action, "close-card", { wish: "statement-7" })).state).toBe("card-closed");
  await room.settle();
  expect(orders().at(-1)).toBe("number-action.close-card");
});

test("no retaliation: a flag raised during the holder's appeal waits for another person's agreement", async () => {
  const { anna, ben, cora, raise, give, limitedTo } = numberDesk(room);
  const first = await limitedTo("outgoing");
  // Appeals are another slice's matters: this is how one stands in the store.
  await room.store.transaction((sql) =>
    sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, parent, opened_at_ms, changed_at_ms, opened_by, hands, body)
       values ('apl_0001', 'appeal', 'received', 1, 'a-1', 'CN@2026', '', 'org_shinan', $1, 0, 0, 'public', '{}', '{}')`,
      [first.id],
    ),
  );
  await give(ben(), first, "announce", { grade: "incoming" }).then(
    () => expect.unreachable(),
    (error: Error) => expect(error.message).toContain("the holder's appeal is open"),
  );
  await give(cora(), first, "lift", { reason: "no-longer-needed" });
  await give(cora(), first, "restore-confirmed", { at: new Date(room.world.nowMs()).toISOString() });
  const second = await raise();
  expect(second.body.duringAppeal).toBe(true);
  expect(await refusal(give(ben(), second, "notify"))).toBe("limit-of-law");
  expect(await refusal(give(anna(), second, "second-approval", { why: "new calls since" }))).toBe("not-allowed");
  await give(cora(), second, "second-approval", { why: "new calls since" });
  expect((await give(ben(), second, "notify")).state).toBe("reverifying");
  // Whoever else's number has no appeal is told as always.
  const other = await raise({ number: "+8613900139000" });
  expect((await give(ben(), other, "notify")).state).toBe("reverifying");
});

test("asked and never limited: it ends by itself", async () => {
  const { ben, raise, give, now } = numberDesk(room);
  const action = await raise();
  await give(ben(), action, "notify");
  await room.pass(32 * DAY);
  expect(await now(action)).toMatchObject({ state: "lapsed", body: { outcome: "lapsed" } });
  expect(room.handed.messenger.at(-1)?.text.en).toMatch(/No further check.*nothing was done in time/s);
});

test("upheld means lifted in the same transaction, and counted as wrong; what rested on something that fell goes as well", async () => {
  const { ben, give, now, unverified, limitedTo } = numberDesk(room);
  const action = await limitedTo("incoming");
  await room.desk.work(room.system, (work) => cardAppealUpheld(work, { name: "appeal-upheld", appeal: "apl_0001" as MatterId, against: action.id, ground: "x", reviewer: "y" }));
  expect(await now(action)).toMatchObject({ state: "restoring", body: { outcome: "appeal-upheld" } });
  const other = await unverified({ number: "+8613900139000" });
  await give(ben(), other, "impose", { grade: "outgoing" });
  await room.desk.work(room.system, (work) => liftUnsupportedNumbers(work, [other.id, action.id]));
  expect(await now(other)).toMatchObject({ state: "restoring", body: { outcome: "unsupported" } });
  // Nobody gives such a reason by hand.
  const third = await unverified({ number: "+8613900139001" });
  for (const reason of ["appeal-upheld", "unsupported", "verified"]) expect(await refusal(give(ben(), third, "lift", { reason }))).toBe("malformed-input");
});

test("the police may propose; the operator decides by its own power and sees the reason, not the police's note", async () => {
  const { ben, give, now } = numberDesk(room);
  const action = await room.open(numberAction, room.as("analyst"), { number: NUMBER, operator: "org_telco", risk: "involved", note: "from our own work", evidence: [...EVIDENCE] });
  expect(await refusal(room.act(numberAction, room.as("dutyLead"), action.id, "notify"))).toBe("not-allowed");
  const seen = JSON.stringify(numberAction.show(await now(action), ben()));
  expect(seen).toContain("used in a case");
  expect(seen).not.toContain("from our own work");
  expect(JSON.stringify(numberAction.show(await now(action), room.as("analyst")))).toContain("from our own work");
  await expect(room.desk.find(shop(room, 1, "org_telco2"), action.id)).rejects.toThrow("in your scope");
  expect((await give(ben(), action, "notify")).state).toBe("reverifying");
});
