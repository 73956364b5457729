/** From "this account was found involved" to what the branch put right, and what the clock does when nobody answers. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, MINUTE, START, type Room } from "../../../test/case-room.ts";
import { ACCOUNT, clerk, counter, givenScreen, opened, PLACE, refusal, shop, SIM, verdictWith } from "../../../test/counter.ts";
import { accepted, filed, instantOf, phone, refusals } from "../../../test/report-desk.ts";
import type { Scope } from "../../access/scope.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { TraceBackMatter } from "./decide.ts";
import { traceBack } from "./kind.ts";

let room: Room;
let at: ReturnType<typeof counter>;
let rules: readonly string[] = [];
beforeEach(async () => {
  room = await caseRoom();
  rules = [];
  at = counter(
    room,
    givenScreen(() => verdictWith(rules)),
  );
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const CARD = "ICBC:6222021234567890";
const police = (): Scope => room.as("analyst");
let victims = 0;

/** A case elsewhere, in Yiwu, in which something was found involved. */
async function found(type: "account" | "number", value: string, case_?: MatterId): Promise<MatterId> {
  const id = case_ ?? (await filed(room, [(await accepted(room, { reporter: { number: phone(++victims) } }, room.as("intake", "org_yiwu"))).id], "org_yiwu")).id;
  await room.desk.work(room.as("caseOfficer", "org_yiwu"), (work) =>
    work.actAny("case", [{ id, command: "find-involved", input: { type, value, ground: "it received the victim's money" } }]),
  );
  return id;
}

const give = (who: Scope, { id }: { readonly id: MatterId }, command: string, input: object = {}): Promise<TraceBackMatter> => room.act(traceBack, who, id, command, input);
async function only(): Promise<TraceBackMatter> {
  const all = await room.all(traceBack);
  expect(all).toHaveLength(1);
  return all[0];
}

function answer(over: object = {}): object {
  return {
    openedAt: instantOf(room.world.nowMs() - DAY),
    branch: "b-1",
    by: "holder",
    opener: "370202199001011234",
    server: "counter 3",
    escorted: true,
    escort: { type: "number", value: "+8613900139000" },
    checks: ["document", "opening-check"],
    others: ["ICBC:6222021234567891"],
    othersCount: 2,
    ...over,
  };
}

test("an account opened here is found involved there: the branch is asked and the police of the opening's place, in one transaction", async () => {
  const at0900 = room.world.nowMs();
  rules = ["O05"];
  const first = await opened(at, clerk(room), ACCOUNT, CARD);
  rules = [];
  await room.pass(3 * MINUTE);
  await opened(at, clerk(room, 2), { ...ACCOUNT, subject: "another", contactNumber: "+8613900139001" }, "ICBC:6222021234567891");
  await opened(at, clerk(room, 2), { ...ACCOUNT, subject: "a-third", branch: "b-2" }, "ICBC:6222021234567892");
  await room.pass(20 * MINUTE);
  await opened(at, clerk(room, 2), { ...ACCOUNT, subject: "a-fourth", contactNumber: "+8613900139002" }, "ICBC:6222021234567893");
  await room.pass(10 * DAY);
  const case_ = await found("account", CARD);
  const trace = await only();
  expect(trace).toMatchObject({
    state: "issued",
    territory: PLACE,
    org: "org_shinan",
    partner: "org_icbc",
    parent: case_,
    body: { check: { id: first, openedAtMs: at0900, branch: "b-1", answer: "ask", rules: ["O05"], decision: "opened", nearby: 1 }, because: [case_] },
  });
  await room.settle();
  const [question] = room.handed.institution;
  expect(question).toMatchObject({ what: "trace-back.question", to: "org_icbc", fields: { branch: "b-1", check: first, card: CARD, openedAt: instantOf(at0900) } });
  // The bank is asked about its card, and learns nothing of the case.
  expect(JSON.stringify([question.fields, traceBack.show(trace, clerk(room))])).not.toContain(case_);
  expect(JSON.stringify(traceBack.show(trace, police()))).toContain(case_);
  await expect(room.desk.find(clerk(room, 1, "org_ccb"), trace.id)).rejects.toThrow("in your scope");
});

test("answered in full, what was lacking is found for the branch and put right, and only then it is closed", async () => {
  await opened(at, clerk(room), ACCOUNT, CARD);
  await room.pass(2 * DAY);
  await found("account", CARD);
  const trace = await only();
  expect(await refusal(give(clerk(room, 1, "org_ccb"), trace, "answer", answer()))).toBe("not-found");
  expect(await refusal(give(clerk(room), trace, "answer", answer({ openedAt: instantOf(room.world.nowMs() + DAY) })))).toBe("malformed-input");
  expect(await refusal(give(clerk(room), trace, "answer", answer({ othersCount: 0 })))).toBe("malformed-input");
  const answered = await give(clerk(room), trace, "answer", answer());
  expect(answered).toMatchObject({
    state: "answered",
    body: { answeredInTime: true, answer: { branch: "b-1", escorted: true, checks: ["document", "opening-check"], othersCount: 2 } },
  });
  // Tokens and masked forms, nothing else.
  expect(JSON.stringify(answered.body)).not.toMatch(/370202199001011234|13900139000|6222021234567891/);
  expect((await give(police(), trace, "send-back", { why: "who served is missing" })).body).toMatchObject({ answer: null, answeredInTime: null });
  await give(clerk(room), trace, "answer", answer());
  expect(await refusal(give(clerk(room), trace, "rectify", { fault: "group-not-noticed", rectifications: ["training"] }))).toBe("not-allowed");
  expect(await refusal(give(police(), trace, "rectify", { fault: "none", rectifications: ["training"] }))).toBe("malformed-input");
  const rectifying = await give(police(), trace, "rectify", { fault: "group-not-noticed", rectifications: ["training", "holders-reverified"] });
  expect(rectifying.body.finding).toMatchObject({ branch: "b-1", fault: "group-not-noticed" });
  expect(await refusal(give(clerk(room), trace, "report", { done: ["training"], note: "all staff of the branch" }))).toBe("malformed-input");
  await give(clerk(room), trace, "report", { done: ["training", "holders-reverified"], note: "all staff of the branch" });
  const closed = await give(police(), trace, "accept");
  expect([closed.state, closed.body.finding?.fault]).toEqual(["closed", "group-not-noticed"]);
});

test("nothing was lacking: that is a finding too", async () => {
  await opened(at, clerk(room), ACCOUNT, CARD);
  await room.pass(DAY);
  await found("account", CARD);
  const trace = await only();
  await give(clerk(room), trace, "answer", answer({ escorted: false, escort: undefined, others: [], othersCount: 0 }));
  expect((await give(police(), trace, "accept")).body.finding).toMatchObject({ branch: "b-1", fault: "none", rectifications: [] });
});

test("nobody answers in fifteen days: the clock reminds the bank and tells the organ above; a late answer stays late", async () => {
  await opened(at, clerk(room), ACCOUNT, CARD);
  await room.pass(DAY);
  await found("account", CARD);
  const trace = await only();
  await room.settle();
  room.handed.institution.length = 0;
  await room.pass((trace.body.dueAtMs ?? 0) - room.world.nowMs() + MINUTE);
  expect(await only()).toMatchObject({ state: "issued", level: 3, body: { overdueAtMs: room.world.nowMs() - MINUTE } });
  expect(room.handed.institution.map(({ what, to }) => [what, to])).toEqual([
    ["trace-back.question", "org_icbc"],
    ["supervision.copy", "org_qd"],
  ]);
  expect((await give(clerk(room), trace, "answer", answer({ openedAt: instantOf(START) }))).body.answeredInTime).toBe(false);
});

test("a number is traced to the shop that opened it; one that nobody checked waits for its operator to be found", async () => {
  await opened(at, shop(room), SIM, "+8613700137000");
  await room.pass(DAY);
  const case_ = await found("number", "+8613700137000");
  expect(await only()).toMatchObject({ state: "issued", partner: "org_telco", org: "org_shinan", body: { check: { branch: "s-1" } } });
  await found("number", "+8613600136000", case_);
  const unknown = (await room.all(traceBack)).find(({ state }) => state === "unassigned");
  expect(unknown).toMatchObject({ partner: null, org: "org_yiwu", body: { check: null } });
  const id = unknown?.id as MatterId;
  const yiwu = room.as("analyst", "org_yiwu");
  expect(await refusal(give(yiwu, { id }, "assign", { issuer: "org_community" }))).toBe("malformed-input");
  expect(await give(yiwu, { id }, "assign", { issuer: "org_telco2" })).toMatchObject({ state: "issued", partner: "org_telco2" });
  expect(await give(shop(room, 1, "org_telco2"), { id }, "disown", { why: "ported away" })).toMatchObject({ state: "unassigned", partner: null });
  expect((await give(yiwu, { id }, "give-up", { why: "no operator knows it" })).state).toBe("untraceable");
});

test("an account that nobody checked goes to the bank it names; a device is no card", async () => {
  const case_ = await found("account", "CCB:6217001234567890");
  expect(await only()).toMatchObject({ state: "issued", partner: "org_ccb", org: "org_yiwu", body: { check: null } });
  await room.desk.work(room.as("caseOfficer", "org_yiwu"), (work) =>
    work.actAny("case", [{ id: case_, command: "find-involved", input: { type: "device", value: "imei-1", ground: "x" } }]),
  );
  await only();
});

test("a card is traced once: a second case is added, also when two come at once", async () => {
  await opened(at, clerk(room), ACCOUNT, CARD);
  await room.pass(DAY);
  const cases = await Promise.all(
    [1, 2].map(async () => (await filed(room, [(await accepted(room, { reporter: { number: phone(++victims) } }, room.as("intake", "org_yiwu"))).id], "org_yiwu")).id),
  );
  await Promise.all(cases.map((id) => found("account", CARD, id)));
  const trace = await only();
  expect([...trace.body.because].sort()).toEqual([...cases].sort());
  await give(clerk(room), trace, "answer", answer());
  await give(police(), trace, "accept");
  await found("account", CARD);
  expect((await only()).body.because).toHaveLength(2);
});

test("when what follows fails, the finding is undone with it", async () => {
  const id = (await filed(room, [(await accepted(room, { reporter: { number: phone(++victims) } }, room.as("intake", "org_yiwu"))).id], "org_yiwu")).id;
  const failing = room.desk.work(room.as("caseOfficer", "org_yiwu"), async (work) => {
    await work.actAny("case", [{ id, command: "find-involved", input: { type: "account", value: CARD, ground: "x" } }]);
    throw new Error("after the trace-back was issued");
  });
  await expect(failing).rejects.toThrow("after the trace-back");
  expect(await room.all(traceBack)).toEqual([]);
});

test("nobody outside the table gives a command", async () => {
  await opened(at, clerk(room), ACCOUNT, CARD);
  await room.pass(DAY);
  await found("account", CARD);
  const codes = await refusals(room, traceBack, (await only()).id, {
    assign: { issuer: "org_icbc" },
    answer: answer(),
    disown: { why: "x" },
    "send-back": { why: "x" },
    rectify: { fault: "checks-skipped", rectifications: ["training"] },
    report: { done: ["training"], note: "x" },
    "give-up": { why: "x" },
    again: { because: (await only()).id },
    overdue: { key: "opening.traceBack", dueAtMs: 0 },
  });
  expect(new Set(Object.values(codes))).toEqual(new Set(["not-allowed"]));
});
