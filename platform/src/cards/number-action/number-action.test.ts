/** Actions on numbers from the first notice to the line that works again, as the people of an operator's desk live them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { refusal, shop } from "../../../test/counter.ts";
import type { MatterId } from "../../domain/matter.ts";
import { isPossible } from "../../matters/kind.ts";
import type { Scope } from "../../access/scope.ts";
import { cardAppealUpheld } from "../appeals.ts";
import { liftUnsupportedNumbers } from "./consequences.ts";
import { numberAction } from "./kind.ts";
import { numberActionCommands } from "./number-action.ts";
import type { NumberMatter } from "./order.ts";
import type { Grade, NumberActionState } from "./states.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const NUMBER = "+8613800138000";
const EVIDENCE = [{ kind: "event", ref: "evt-1" }] as const;
const anna = (): Scope => shop(room, 1);
const ben = (): Scope => shop(room, 2);
const cora = (): Scope => shop(room, 3);

const raise = (over: object = {}): Promise<NumberMatter> =>
  room.open(numberAction, anna(), { number: NUMBER, risk: "silent", evidence: [...EVIDENCE], whereabouts: "home", ...over });
const give = (who: Scope, { id }: { readonly id: MatterId }, command: string, input: object = {}): Promise<NumberMatter> => room.act(numberAction, who, id, command, input);
const now = ({ id }: { readonly id: MatterId }): Promise<NumberMatter> => room.get(numberAction, id);
const stateOf = async (action: { readonly id: MatterId }): Promise<NumberActionState> => (await now(action)).state;
const orders = (): readonly string[] => room.handed.institution.map(({ what }) => what).filter((what) => what !== "notice");

/** Raised by Anna, told by Ben, a day gone by without a check, the phone at home. */
async function unverified(over: object = {}): Promise<NumberMatter> {
  const action = await raise(over);
  await give(ben(), action, "notify");
  await room.pass(25 * HOUR);
  return give(ben(), action, "whereabouts", { where: "home" });
}

const done = (action: NumberMatter): Promise<NumberMatter> =>
  give(cora(), action, "answer", { result: "done", at: new Date(room.world.nowMs()).toISOString(), emergencyCallsWork: true });

async function limitedTo(last: Grade): Promise<NumberMatter> {
  let action = await unverified();
  action = await done(await give(ben(), action, "impose", { grade: "outgoing" }));
  for (const grade of ["incoming", "suspend"] as const) {
    if (last === "outgoing" || (last === "incoming" && grade === "suspend")) break;
    await give(ben(), action, "announce", { grade });
    await room.pass(25 * HOUR);
    await give(ben(), action, "whereabouts", { where: "home" });
    action = await done(await give(ben(), action, "impose", { grade }));
  }
  await room.settle();
  return action;
}

/** When a limit that begins at an instant ends, by the law of the room. */
const endOf = (startMs: number): number => room.desk.parts.law.current(startMs).due("number.restriction", startMs).dueAtMs;

test("told a day before, limited by another than who proposed it, emergency calls kept, ended by the clock, restored", async () => {
  const action = await raise();
  expect(await refusal(give(anna(), action, "notify"))).toBe("not-allowed");
  await give(ben(), action, "notify");
  await room.settle();
  const [sms] = room.handed.messenger;
  expect(sms.to).toBe(NUMBER);
  expect(sms.text.en).toMatch(/Until then it works normally.*emergency calls always work.*please verify by .*Operator A.*code [0-9A-Z]{4}.*identity document/s);
  expect(sms.text.zh).toMatch(/紧急呼叫始终可用.*核验.*运营商甲.*编号 [0-9A-Z]{4}.*身份证件/s);
  expect(room.handed.institution).toEqual([]);

  await room.pass(23 * HOUR);
  expect(await refusal(give(ben(), action, "impose", { grade: "outgoing" }))).toBe("limit-of-law");
  await room.pass(2 * HOUR);
  expect(await stateOf(action)).toBe("unverified");
  // Where the phone was a day ago does not count.
  expect(await refusal(give(ben(), action, "impose", { grade: "outgoing" }))).toBe("limit-of-law");
  await give(cora(), action, "whereabouts", { where: "home" });
  expect(await refusal(give(anna(), action, "impose", { grade: "outgoing" }))).toBe("not-allowed");
  const limited = await give(ben(), action, "impose", { grade: "outgoing" });
  await room.settle();
  expect(limited).toMatchObject({ state: "outgoing-limited", body: { endsAtMs: endOf(room.world.nowMs()) } });
  const order = room.handed.institution.find(({ what }) => what === "number-action.restrict-outgoing");
  expect(order).toMatchObject({
    to: "org_telco",
    fields: { number: NUMBER, emergencyCallsKept: true, helplinesKept: true, messagesArrive: true, endsAt: new Date(limited.body.endsAtMs ?? 0).toISOString() },
  });
  const told = room.handed.institution.find(({ what }) => what === "notice");
  expect(JSON.stringify(told?.fields)).toMatch(/cannot make ordinary calls.*emergency calls, are not affected.*ending by itself/s);

  expect(await refusal(give(ben(), action, "answer", { result: "done", at: new Date(room.world.nowMs()).toISOString(), emergencyCallsWork: false }))).toBe("limit-of-law");
  await give(ben(), action, "answer", { result: "done", at: new Date(room.world.nowMs()).toISOString(), emergencyCallsWork: true });

  await room.pass(endOf(room.world.nowMs()) - room.world.nowMs() - MINUTE);
  expect(await stateOf(action)).toBe("outgoing-limited");
  await room.pass(2 * MINUTE);
  expect(await stateOf(action)).toBe("restoring");
  expect(orders()).toEqual(["number-action.restrict-outgoing", "number-action.restore"]);
  expect(room.handed.messenger.at(-1)?.text.en).toMatch(/has been restored.*ended by itself/s);
  await give(cora(), action, "restore-confirmed", { at: new Date(room.world.nowMs()).toISOString() });
  expect(await now(action)).toMatchObject({ state: "restored", body: { outcome: "expired" } });
});

test("no grade is jumped, each has its own notice of a day, and none makes the whole last longer", async () => {
  const action = await unverified();
  for (const grade of ["incoming", "suspend"]) expect(await refusal(give(ben(), action, "impose", { grade }))).toBe("limit-of-law");
  const first = await give(ben(), action, "impose", { grade: "outgoing" });
  expect(await refusal(give(ben(), action, "impose", { grade: "incoming" }))).toBe("limit-of-law");
  expect(await refusal(give(ben(), action, "announce", { grade: "suspend" }))).toBe("limit-of-law");
  await give(ben(), action, "announce", { grade: "incoming" });
  await room.settle();
  expect(room.handed.messenger.at(-1)?.text.en).toMatch(/unless it is checked by .*ordinary calls out and in stop/s);
  await room.pass(23 * HOUR);
  expect(await refusal(give(ben(), action, "impose", { grade: "incoming" }))).toBe("limit-of-law");
  await room.pass(2 * HOUR);
  await give(ben(), action, "whereabouts", { where: "home" });
  const second = await give(ben(), action, "impose", { grade: "incoming" });
  expect([second.state, second.body.endsAtMs]).toEqual(["incoming-limited", first.body.endsAtMs]);
  // A grade less may be given back at any time; the next one up begins anew with a notice.
  const eased = await give(ben(), action, "ease", { grade: "outgoing" });
  expect([eased.state, eased.body.endsAtMs]).toEqual(["outgoing-limited", first.body.endsAtMs]);
  expect(await refusal(give(ben(), action, "impose", { grade: "incoming" }))).toBe("limit-of-law");
  await room.pass(30 * DAY);
  expect(await stateOf(action)).toBe("restoring");
});

test("a notice that did not reach the holder is none", async () => {
  const action = await raise();
  room.refuse = { refused: "the gateway is down", retry: true };
  await give(ben(), action, "notify");
  await room.pass(25 * HOUR);
  await give(ben(), action, "whereabouts", { where: "home" });
  expect(await refusal(give(ben(), action, "impose", { grade: "outgoing" }))).toBe("limit-of-law");
});

test("urgent: one asks, another approves, a day at most, longer only when a person confirms", async () => {
  const action = await raise({ risk: "often-flagged" });
  await give(cora(), action, "ask-urgent", { grade: "suspend", ground: "calling-victims" });
  expect(await refusal(give(cora(), action, "approve-urgent", { whereabouts: "home" }))).toBe("not-allowed");
  expect(await refusal(give(anna(), action, "approve-urgent", { whereabouts: "home" }))).toBe("not-allowed");
  expect(await refusal(give(ben(), action, "approve-urgent", { whereabouts: "border" }))).toBe("limit-of-law");
  const cut = await give(ben(), action, "approve-urgent", { whereabouts: "home" });
  await room.settle();
  expect([cut.state, cut.body.endsAtMs]).toEqual(["suspended", room.world.nowMs() + DAY]);
  expect(room.handed.institution.find(({ what }) => what === "number-action.suspend")?.fields).toMatchObject({ emergencyCallsKept: true });
  expect(JSON.stringify(room.handed.institution.find(({ what }) => what === "notice")?.fields)).toMatch(/suspended; emergency calls still work.*No certificate of a clean record/s);
  await room.pass(DAY + MINUTE);
  expect(await stateOf(action)).toBe("restoring");

  await give(cora(), action, "restore-confirmed", { at: new Date(room.world.nowMs()).toISOString() });
  const again = await raise({ risk: "often-flagged" });
  const startMs = room.world.nowMs();
  await give(cora(), again, "ask-urgent", { grade: "outgoing", ground: "mass-dialling" });
  await give(ben(), again, "approve-urgent", { whereabouts: "home" });
  await room.pass(HOUR);
  expect(await refusal(give(ben(), again, "confirm"))).toBe("not-allowed");
  const confirmed = await give(cora(), again, "confirm");
  expect(confirmed.body.endsAtMs).toBe(endOf(startMs));
  await room.pass(2 * DAY);
  expect(await stateOf(again)).toBe("outgoing-limited");
  expect(await refusal(give(ben(), again, "ask-urgent", { grade: "outgoing", ground: "mass-dialling" }))).toBe("malformed-input");
  await room.pass(29 * DAY);
  expect(await stateOf(again)).toBe("restoring");
});

test("abroad, roaming or at a border somebody is only asked to verify, whether nothing was limited yet or much was", async () => {
  for (const [n, where] of ["roaming", "abroad", "border"].entries()) {
    const action = await unverified({ number: `+86139000${n}1000` });
    await give(ben(), action, "whereabouts", { where });
    expect(await refusal(give(ben(), action, "impose", { grade: "outgoing" }))).toBe("limit-of-law");
    await give(ben(), action, "ask-urgent", { grade: "suspend", ground: "mass-dialling" });
    expect(await refusal(give(cora(), action, "approve-urgent", { whereabouts: where }))).toBe("limit-of-law");
    expect(await stateOf(action)).toBe("unverified");
  }
  expect(orders()).toEqual([]);

  const limited = await limitedTo("suspend");
  const travelling = await give(ben(), limited, "whereabouts", { where: "roaming" });
  await room.settle();
  expect([travelling.state, travelling.body.endsAtMs]).toEqual(["reverifying", null]);
  expect(orders().at(-1)).toBe("number-action.restore");
  expect(room.handed.messenger.at(-1)?.text.en).toMatch(/restored.*abroad, roaming or at a border/s);
  // Back home it begins anew: no earlier notice counts.
  await room.pass(25 * HOUR);
  await give(ben(), limited, "whereabouts", { where: "home" });
  expect(await refusal(give(ben(), limited, "impose", { grade: "outgoing" }))).toBe("limit-of-law");
});

test("an operator that finds the phone abroad, or cannot do it, gives it back", async () => {
  const away = await limitedTo("outgoing");
  await give(cora(), away, "answer", { result: "travelling", where: "abroad" });
  expect(await stateOf(away)).toBe("reverifying");
  const impossible = await unverified({ number: "+8613900139000" });
  await give(ben(), impossible, "impose", { grade: "outgoing" });
  await give(ben(), impossible, "answer", { result: "impossible", why: "an old exchange" });
  expect(await stateOf(impossible)).toBe("restoring");
});

test("nobody touches an emergency or service number", async () => {
  for (const number of ["110", "119", "120", "96110", "95588", "12345", "+8610086"]) expect([number, await refusal(raise({ number }))]).toEqual([number, "limit-of-law"]);
});

test("the easiest way to verify comes first, and the hardest only at the holder's wish", async () => {
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
  const action = await unverified();
  const seen = await give(cora(), action, "verify", { way: "online", result: "not-the-user" });
  expect([seen.body.notTheUser, seen.body.reason.en]).toEqual([true, "the registered holder and the user may not be the same person"]);
  await give(ben(), action, "impose", { grade: "outgoing" });
  expect((await give(cora(), action, "close-card", { wish: "statement-7" })).state).toBe("card-closed");
  await room.settle();
  expect(orders().at(-1)).toBe("number-action.close-card");
});

test("no retaliation: a flag raised during the holder's appeal waits for another person's agreement", async () => {
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

test("a limit is not renewed where the law of the country has it so; a new one begins with a new notice", async () => {
  const action = await limitedTo("outgoing");
  expect(await refusal(give(cora(), action, "renew", { reason: "not-verified", note: "no answer" }))).toBe("limit-of-law");
});

test("asked and never limited: it ends by itself", async () => {
  const action = await raise();
  await give(ben(), action, "notify");
  await room.pass(32 * DAY);
  expect(await now(action)).toMatchObject({ state: "lapsed", body: { outcome: "lapsed" } });
  expect(room.handed.messenger.at(-1)?.text.en).toMatch(/No further check.*nothing was done in time/s);
});

test("upheld means lifted in the same transaction, and counted as wrong; what rested on something that fell goes as well", async () => {
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

test("one action a number at a time, also when two are raised at once; an operator acts on its own numbers, on something", async () => {
  const both = await Promise.allSettled([raise(), room.open(numberAction, room.as("analyst"), { number: NUMBER, operator: "org_telco", risk: "silent", evidence: [...EVIDENCE] })]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await refusal(raise({ number: "+8613900139000", operator: "org_telco2" }))).toBe("not-allowed");
  expect(await refusal(raise({ number: "+8613900139000", operator: "org_icbc" }))).toBe("malformed-input");
  expect(await refusal(raise({ number: "+8613900139000", evidence: [] }))).toBe("malformed-input");
  expect(await refusal(room.open(numberAction, room.as("dutyLead"), { number: "+8613900139000", operator: "org_telco", risk: "silent", evidence: [...EVIDENCE] }))).toBe(
    "not-allowed",
  );
});

test("the police may propose; the operator decides by its own power and sees the reason, not the police's note", async () => {
  const action = await room.open(numberAction, room.as("analyst"), { number: NUMBER, operator: "org_telco", risk: "involved", note: "from our own work", evidence: [...EVIDENCE] });
  expect(await refusal(room.act(numberAction, room.as("dutyLead"), action.id, "notify"))).toBe("not-allowed");
  const seen = JSON.stringify(numberAction.show(await now(action), ben()));
  expect(seen).toContain("used in a case");
  expect(seen).not.toContain("from our own work");
  expect(JSON.stringify(numberAction.show(await now(action), room.as("analyst")))).toContain("from our own work");
  await expect(room.desk.find(shop(room, 1, "org_telco2"), action.id)).rejects.toThrow("in your scope");
  expect((await give(ben(), action, "notify")).state).toBe("reverifying");
});

test("what a command's table does not list may not be given", async () => {
  const action = await raise();
  for (const [name, { who }] of Object.entries(numberActionCommands) as [string, { readonly who: readonly string[] }][]) {
    if (!isPossible(numberAction, "alerted", name)) continue;
    for (const role of ["bankOps", "dissuader", "auditor"] as const) expect(who).not.toContain(role);
    expect(
      await refusal(room.desk.work(room.as("auditor", "org_ministry"), (work) => work.actAny("number-action", [{ id: action.id, command: name, input: INPUTS[name] ?? {} }]))),
    ).toBe("not-allowed");
  }
});

const INPUTS: Readonly<Record<string, unknown>> = {
  "ask-urgent": { grade: "suspend", ground: "mass-dialling" },
  "approve-urgent": { whereabouts: "home" },
  impose: { grade: "outgoing" },
  whereabouts: { where: "home" },
  "second-approval": { why: "x" },
  lift: { reason: "mistake" },
};
