/** Actions on numbers from the first notice to the line that works again, as the people of an operator's desk live them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { refusal } from "../../../test/counter.ts";
import { EVIDENCE, NUMBER, numberDesk } from "../../../test/number-desk.ts";
import { isPossible } from "../../matters/kind.ts";
import { numberAction } from "./kind.ts";
import { numberActionCommands } from "./number-action.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

test("told a day before, limited by another than who proposed it, emergency calls kept, ended by the clock, restored", async () => {
  const { anna, ben, cora, raise, give, now, stateOf, orders, endOf } = numberDesk(room);
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
  const { ben, give, unverified, stateOf } = numberDesk(room);
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
  const { ben, raise, give } = numberDesk(room);
  const action = await raise();
  room.refuse = { refused: "the gateway is down", retry: true };
  await give(ben(), action, "notify");
  await room.pass(25 * HOUR);
  await give(ben(), action, "whereabouts", { where: "home" });
  expect(await refusal(give(ben(), action, "impose", { grade: "outgoing" }))).toBe("limit-of-law");
});

test("urgent: one asks, another approves, a day at most, longer only when a person confirms", async () => {
  const { anna, ben, cora, raise, give, stateOf, endOf } = numberDesk(room);
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
  const { ben, cora, give, unverified, stateOf, orders, limitedTo } = numberDesk(room);
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
  const { ben, cora, give, unverified, stateOf, limitedTo } = numberDesk(room);
  const away = await limitedTo("outgoing");
  await give(cora(), away, "answer", { result: "travelling", where: "abroad" });
  expect(await stateOf(away)).toBe("reverifying");
  const impossible = await unverified({ number: "+8613900139000" });
  await give(ben(), impossible, "impose", { grade: "outgoing" });
  await give(ben(), impossible, "answer", { result: "impossible", why: "an old exchange" });
  expect(await stateOf(impossible)).toBe("restoring");
});

test("nobody touches an emergency or service number", async () => {
  const { raise } = numberDesk(room);
  for (const number of ["110", "119", "120", "96110", "95588", "12345", "+8610086"]) expect([number, await refusal(raise({ number }))]).toEqual([number, "limit-of-law"]);
});

test("a limit is not renewed where the law of the country has it so; a new one begins with a new notice", async () => {
  const { cora, give, limitedTo } = numberDesk(room);
  const action = await limitedTo("outgoing");
  expect(await refusal(give(cora(), action, "renew", { reason: "not-verified", note: "no answer" }))).toBe("limit-of-law");
});

test("where the law lets a limit be renewed, it is for a reason, from now on, and the holder is told again", async () => {
  const { limitedTo, endOf } = numberDesk(room);
  const action = await limitedTo("outgoing");
  await room.pass(20 * DAY);
  const law = room.desk.parts.law.current(room.world.nowMs());
  const renewing = { ...law, allowed: () => ({ ...law.allowed("number-action"), renewals: "before-expiry" as const }) };
  const context = {
    nowMs: room.world.nowMs(),
    role: "telcoOps",
    org: "org_telco",
    orgName: { zh: "运营商甲", en: "Operator A" },
    profile: renewing,
    facts: { appealOpen: false, toldAtMs: null, superior: null },
  };
  const decision = numberAction.decide(action, "renew", { reason: "not-verified", note: "no answer" }, context as never);
  expect(decision).toMatchObject({
    event: null,
    body: { endsAtMs: endOf(room.world.nowMs()) },
    arm: [{ key: "number.restriction", startMs: room.world.nowMs(), command: "expire" }],
    notices: [{ template: "number-action.restricted" }],
  });
});

test("one action a number at a time, also when two are raised at once; an operator acts on its own numbers, on something", async () => {
  const { raise } = numberDesk(room);
  const both = await Promise.allSettled([raise(), room.open(numberAction, room.as("analyst"), { number: NUMBER, operator: "org_telco", risk: "silent", evidence: [...EVIDENCE] })]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await refusal(raise({ number: "+8613900139000", operator: "org_telco2" }))).toBe("not-allowed");
  expect(await refusal(raise({ number: "+8613900139000", operator: "org_icbc" }))).toBe("malformed-input");
  expect(await refusal(raise({ number: "+8613900139000", evidence: [] }))).toBe("malformed-input");
  expect(await refusal(room.open(numberAction, room.as("dutyLead"), { number: "+8613900139000", operator: "org_telco", risk: "silent", evidence: [...EVIDENCE] }))).toBe(
    "not-allowed",
  );
});

test("what a command's table does not list may not be given", async () => {
  const { raise } = numberDesk(room);
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
