/** An appeal against a restriction: who may make it, who may decide it, by when, and what it does to what it is about. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { appealed, codeFor, CONTACT, decided, messages, outcome, paper, REJECTED, reviewer, UPHELD } from "../../../test/appeal-desk.ts";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { activeFreeze, filedCase } from "../../../test/freeze-desk.ts";
import { approve as approveEntry, entries, propose } from "../../../test/list-desk.ts";
import { numberDesk } from "../../../test/number-desk.ts";
import { answer, approve, give, handedAs, proposed, stopped, stoppedNow, told } from "../../../test/order-desk.ts";
import { account, events, matters, opened, refusals } from "../../../test/report-desk.ts";
import { authorise, type Principal, type Scope } from "../../access/scope.ts";
import type { MatterId } from "../../domain/matter.ts";
import { Desk } from "../../matters/desk.ts";
import { appeal } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const principalOf = ({ principal }: Scope): Extract<Principal, { readonly kind: "user" }> => {
  if (principal.kind !== "user") throw new Error("no person");
  return principal;
};
const stateOf = async (kind: "stop-payment" | "freeze" | "list-entry" | "number-action", id: MatterId): Promise<string> =>
  (await room.desk.find(room.system, id)).kind === kind ? (await room.desk.find(room.system, id)).state : "";

test("it is acknowledged at once with its clock, goes to the unit above, and whoever had a hand in the stop does not decide", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id);
  expect(made).toMatchObject({ state: "received", org: "org_qd", territory: "37/3702", parent: stop.id, subject: stop.subject, body: { clock: "appeal.stop", earlier: 0 } });
  expect(made.body.dueAtMs).toBe(room.world.nowMs() + 24 * HOUR);
  expect(messages(room).at(-1)).toMatch(
    new RegExp(`^We have received your appeal about ICBC .*, number ${made.serial}, code \\w{4}-\\w{4}-\\w{4}\\. Qingdao anti-fraud centre, who took no part`),
  );
  expect(room.handed.messenger.at(-1)?.to).toBe(CONTACT);

  // Of the stop's own unit: another person there is not enough.
  expect(await outcome(room.act(appeal, room.as("reviewer", "org_shinan"), made.id, "take"))).toBe("not-found");
  const lent = authorise({ ...principalOf(room.as("reviewer", "org_shinan")), territory: "37/3702" }, ["reviewer"]);
  expect(await outcome(room.act(appeal, lent, made.id, "take"))).toBe("not-allowed");
  expect(await outcome(room.act(appeal, room.as("reviewer", "org_ministry"), made.id, "take"))).toBe("done");
  // The role alone does not help who approved or proposed it, wherever they sit by now.
  for (const user of [room.as("dutyLead"), room.as("intake")]) {
    const moved = authorise({ ...principalOf(user), org: "org_qd", roles: ["reviewer"], territory: "37/3702" }, ["reviewer"]);
    expect(await outcome(room.act(appeal, moved, made.id, "decide", UPHELD))).toBe("not-allowed");
  }
  expect(await stateOf("stop-payment", stop.id)).toBe("stopped");
});

test("upheld: what it is about ends in the same transaction, the institution and the person are told; if one part fails nothing happened", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id);
  const { follow } = room.desk.parts;
  const broken = { ...room.desk.parts, follow: async (...args: Parameters<typeof follow>) => (await follow(...args), Promise.reject(new Error("what follows failed"))) };
  await expect(new Desk(broken).work(reviewer(room), (work) => work.actOne(appeal, made.id, "decide", UPHELD))).rejects.toThrow("what follows failed");
  expect([await stateOf("stop-payment", stop.id), (await room.get(appeal, made.id)).state]).toEqual(["stopped", "received"]);

  const after = await decided(room, made, UPHELD);
  expect(after).toMatchObject({ state: "upheld", body: { decision: { result: "upheld", reasons: [{ key: "unrelated" }], decider: { en: "Qingdao anti-fraud centre" } } } });
  expect(await stateOf("stop-payment", stop.id)).toBe("released");
  const [lifting] = await room.desk.history(room.system, stop.id).then((lines) => lines.filter(({ event }) => event === "release"));
  const [upholding] = await room.desk.history(room.system, made.id).then((lines) => lines.filter(({ event }) => event === "uphold"));
  expect([lifting?.recordedAtMs, lifting?.detail["because"]]).toEqual([upholding?.recordedAtMs, "appeal-upheld"]);
  expect(handedAs(room, "stop-payment.release")).toHaveLength(1);
  expect(messages(room).at(-1)).toMatch(/is upheld, and the measure on ICBC .* has been lifted\. Reason: on review it has nothing to do with the case/);
});

test("a round that went on in another, or in a freeze, is one restriction: the appeal against the first lifts what is in force", async () => {
  const { report, stop } = await stopped(room);
  const made = await appealed(room, stop.id);
  await opened(room, [report]);
  await give(room, room.as("dutyLead"), "stop-payment", stop.id, "second-round", { reason: "filing", note: "being filed" });
  const second = (await matters(room, "stop-payment")).find(({ id }) => id !== stop.id)!;
  await give(room, room.as("dutyLead", "org_shinan", 2), "stop-payment", second.id, "approve");
  await room.settle();
  await answer(room, second.id, stoppedNow(room));
  expect(await stateOf("stop-payment", stop.id)).toBe("continued");
  await decided(room, made, UPHELD);
  expect(await stateOf("stop-payment", second.id)).toBe("released");
  // The round that was over is counted as wrong as well.
  const rows = await room.store.snapshot((sql) => sql.query<{ readonly matter: string }>("select matter from wrongful_lift order by matter"));
  expect(rows.map(({ matter }) => matter)).toEqual([stop.id, second.id].sort());
});

test("upheld after it had ended by itself: it is counted as wrong, and nothing is lifted twice", async () => {
  const { stop } = await stopped(room);
  await room.pass(30 * HOUR);
  const made = await appealed(room, stop.id);
  await room.pass(20 * HOUR);
  expect(await stateOf("stop-payment", stop.id)).toBe("expired");
  await decided(room, made, UPHELD);
  const rows = await room.store.snapshot((sql) => sql.query<{ readonly matter: string; readonly amount_minor: string }>("select matter, amount_minor from wrongful_lift"));
  expect(rows).toEqual([{ matter: stop.id, amount_minor: "5000000" }]);
  expect(await outcome(appealed(room, stop.id))).toBe("not-now");
});

test("upheld in part: the sum stays, the rest is free at once, and no more than what is held can stay", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id, { grounds: ["too-much"] });
  expect(await outcome(decided(room, made, { result: "partly", reasons: ["trace-lower"], keepMinor: "5000000" }))).toBe("malformed-input");
  const after = await decided(room, made, { result: "partly", reasons: ["trace-lower"], keepMinor: "1200000" });
  expect(after).toMatchObject({ state: "partly", body: { decision: { keepMinor: "1200000" } } });
  expect((await room.desk.find(room.system, stop.id)).body).toMatchObject({ heldMinor: "1200000", scope: "amount" });
  expect(handedAs(room, "stop-payment.reduce")).toHaveLength(1);
  expect(messages(room).at(-1)).toMatch(/upheld in part.*If you disagree: you may turn to administrative reconsideration or the court within 60 days/);

  const id = await filedCase(room);
  const frozen = await activeFreeze(room, id, { account: account(3) }, "5000000", "9000000");
  const second = await appealed(room, frozen.id);
  await decided(room, second, { result: "partly", reasons: ["amount-only"], keepMinor: "100" }, room.as("reviewer", "org_shinan"));
  expect((await room.desk.find(room.system, frozen.id)).body).toMatchObject({ frozenMinor: "100" });
});

test("a freeze is reviewed in its unit by somebody else, in thirty days; trade papers bring it into three working days", async () => {
  const id = await filedCase(room);
  const frozen = await activeFreeze(room, id);
  const made = await appealed(room, frozen.id);
  expect(made).toMatchObject({ org: "org_shinan", body: { clock: "complaint.freezeConduct", goodFaith: false } });
  const quicker = await room.act(appeal, room.as("dutyLead"), made.id, "add-papers", { papers: [paper("contract")] });
  expect(quicker.body).toMatchObject({ goodFaith: true, clock: "appeal.goodFaith" });
  // 2026-03-12 is a Thursday: three working days after it end on the Tuesday.
  expect(new Date(quicker.body.dueAtMs).toISOString()).toBe("2026-03-17T16:00:00.000Z");
  const clocks = await room.desk.deadlines(room.system, made.id);
  expect(clocks.filter(({ state }) => state === "armed").map(({ key }) => key)).toEqual(["appeal.goodFaith"]);
  expect(await outcome(room.act(appeal, room.as("dutyLead"), made.id, "add-papers", { papers: [paper("contract")] }))).toBe("malformed-input");
  await decided(room, made, { result: "upheld", reasons: ["good-faith"] }, room.as("reviewer"));
  expect((await told(room, frozen.id)).at(-1)).toMatchObject({ template: "freeze.lifted", en: expect.stringContaining("good faith") });
});

test("a list entry is suspended while the ground looks good, back when it is rejected, gone when it is upheld; a stop is not suspended", async () => {
  const entry = await propose(room, {
    type: "number",
    identifier: "+8613900139000",
    strength: "block",
    grounds: [{ kind: "authority", authority: "Communications administration", document: "doc-7" }],
  });
  await approveEntry(room, entry);
  const made = await appealed(room, entry.id);
  expect(made.body.clock).toBe("appeal.number");
  expect(await outcome(room.act(appeal, room.as("intake", "org_shinan", 9), made.id, "suspend", { note: "n" }))).toBe("not-allowed");
  await room.act(appeal, room.as("reviewer"), made.id, "suspend", { note: "the number was reassigned" });
  expect((await entries(room))[0]!.state).toBe("suspended-by-appeal");
  await room.settle();
  expect(messages(room).at(-1)).toContain("has been eased");
  expect(await outcome(room.act(appeal, room.as("reviewer"), made.id, "suspend", { note: "again" }))).toBe("not-now");
  await decided(room, made, { ...REJECTED, reasons: ["ground-stands"] }, room.as("reviewer"));
  expect((await entries(room))[0]!.state).toBe("active-block");

  const again = await appealed(room, entry.id, { papers: [paper("identity")] });
  expect(again.body.earlier).toBe(1);
  expect(await outcome(room.act(appeal, room.as("reviewer"), again.id, "decide", UPHELD))).toBe("not-allowed");
  await decided(room, again, { result: "upheld", reasons: ["no-basis"] }, room.as("reviewer", "org_shinan", 2));
  expect((await entries(room))[0]!.state).toBe("recalling");

  const { stop } = await stopped(room);
  const about = await appealed(room, stop.id);
  expect(await outcome(room.act(appeal, reviewer(room), about.id, "suspend", { note: "n" }))).toBe("not-now");
});

test("at a counter elsewhere the code from the notice is enough; what an operator did is reviewed by the police of the place, and restored", async () => {
  const desk = numberDesk(room);
  const action = await desk.limitedTo("outgoing");
  expect(await outcome(appealed(room, action.id))).toBe("not-found");
  const made = await room.open(appeal, room.as("intake"), { code: await codeFor(room, action.id), grounds: ["verified"] });
  expect(made).toMatchObject({ org: "org_ministry", body: { clock: "appeal.number", appellant: { holder: { type: "number" } } } });
  await decided(room, made, UPHELD, room.as("reviewer", "org_ministry"));
  expect(await stateOf("number-action", action.id)).toBe("restoring");
  expect(await outcome(room.open(appeal, room.as("intake"), { code: "AAAA-AAAA-AAAA", grounds: ["verified"] }))).toBe("not-found");
});

test("one appeal at a time, and after a decision only on something new", async () => {
  const { stop } = await stopped(room);
  const both = await Promise.allSettled([appealed(room, stop.id), appealed(room, stop.id, {}, room.as("caseOfficer"))]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const [made] = await room.all(appeal);
  await decided(room, made!, REJECTED);
  expect(messages(room).at(-1)).toMatch(/was not upheld.*money from a fraud was traced.*If you disagree: you may turn to administrative reconsideration/);
  expect(await outcome(appealed(room, stop.id))).toBe("not-now");
  expect((await appealed(room, stop.id, { papers: [paper("weigh-slip")] })).body).toMatchObject({ earlier: 1, goodFaith: true });
});

test("papers are asked for once, from the profile's list alone, and waiting for them moves no clock", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id);
  const who = reviewer(room);
  expect(await outcome(room.act(appeal, who, made.id, "ask-papers", { papers: [7] }))).toBe("limit-of-law");
  const asked = await room.act(appeal, who, made.id, "ask-papers", { papers: [0, 1] });
  expect([asked.body.dueAtMs, asked.body.papersAsked?.papers.map(({ en }) => en)]).toEqual([made.body.dueAtMs, ["your identity document", expect.stringContaining("weigh slip")]]);
  expect(await outcome(room.act(appeal, who, made.id, "ask-papers", { papers: [2] }))).toBe("limit-of-law");
  await room.settle();
  expect(messages(room).at(-1)).toMatch(/still needs: your identity document; anything that shows/);
});

test("overdue: it goes up a tier with a new time and the person is told, until nobody is above; it is never lost", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id);
  await room.act(appeal, reviewer(room), made.id, "take");
  await room.pass(24 * HOUR + MINUTE);
  expect(await room.get(appeal, made.id)).toMatchObject({
    state: "received",
    org: "org_sd",
    territory: "37",
    assignee: null,
    level: 3,
    body: { overdue: 1, unit: { en: "Shandong anti-fraud centre" } },
  });
  expect(messages(room).at(-1)).toMatch(/was not answered in time; we are sorry\. Shandong anti-fraud centre has taken it over/);
  await room.pass(24 * HOUR);
  expect((await room.get(appeal, made.id)).org).toBe("org_ministry");
  await room.pass(24 * HOUR);
  expect(await room.get(appeal, made.id)).toMatchObject({ state: "received", org: "org_ministry", closedAtMs: null, body: { overdue: 3 } });
  expect(messages(room).at(-1)).toMatch(/you may now also turn elsewhere: you may turn to administrative reconsideration/);
  const sent = messages(room).length;
  await room.pass(10 * DAY);
  expect(messages(room)).toHaveLength(sent);
  expect(await outcome(decided(room, made, UPHELD, room.as("reviewer", "org_ministry")))).toBe("done");
});

test("withdrawn: the measure stays, a suspended entry comes back", async () => {
  const entry = await propose(room, {
    type: "number",
    identifier: "+8613900139000",
    strength: "flag",
    grounds: [{ kind: "authority", authority: "Communications administration", document: "doc-7" }],
  });
  await approveEntry(room, entry);
  const made = await appealed(room, entry.id);
  await room.act(appeal, room.as("reviewer"), made.id, "suspend", { note: "n" });
  await room.act(appeal, room.as("intake"), made.id, "withdraw");
  expect([(await entries(room))[0]!.state, (await events(room, made.id)).at(-1)]).toEqual(["active-flag", "withdraw"]);
});

test("what limits nobody, is out of sight, or could not be answered is refused in words", async () => {
  const { stop } = await proposed(room);
  expect(await outcome(appealed(room, stop.id))).toBe("not-now");
  await approve(room, stop.id);
  await room.settle();
  await answer(room, stop.id, stoppedNow(room));
  expect(await outcome(appealed(room, stop.id, {}, room.as("intake", "org_yiwu")))).toBe("not-found");
  expect(await outcome(appealed(room, stop.id, {}, room.as("bankOps", "org_ccb")))).toBe("not-found");
  const byBank = await appealed(room, stop.id, { contact: undefined } as never, room.as("bankOps"));
  expect(byBank).toMatchObject({ partner: "org_icbc", body: { channel: "institution" } });
  // No number: the bank tells the holder.
  expect(handedAs(room, "notice").at(-1)).toMatchObject({ to: "org_icbc", fields: { text: { en: expect.stringContaining("We have received your appeal") } } });
});

test("who opened it at the counter does not decide it, and nobody gives a command of another role", async () => {
  const frozen = await activeFreeze(room, await filedCase(room));
  const byReviewer = authorise({ ...principalOf(room.as("intake")), roles: ["intake", "reviewer"] }, ["intake"]);
  const made = await appealed(room, frozen.id, {}, byReviewer);
  expect(await outcome(room.act(appeal, byReviewer, made.id, "decide", UPHELD))).toBe("not-allowed");
  expect(
    new Set(
      Object.values(
        await refusals(room, appeal, made.id, {
          "add-papers": { papers: [paper("identity")] },
          "ask-papers": { papers: [0] },
          suspend: { note: "n" },
          decide: UPHELD,
          overdue: { key: "appeal.stop", dueAtMs: 1 },
        }),
      ),
    ),
  ).toEqual(new Set(["not-allowed"]));
});

test("what people wrote and handed in stands in no history, no body and no message in the clear", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id, { statement: "我是卖麦子的王大山", name: "王大山", papers: [{ ...paper("contract"), name: "王大山合同.pdf", text: "小麦两吨" }] });
  const all = JSON.stringify([
    await room.desk.find(room.system, made.id),
    await room.desk.history(room.system, made.id),
    await room.desk.notices(room.system, made.id),
    room.handed.institution,
  ]);
  for (const secret of ["王大山", "小麦", CONTACT.slice(3)]) expect(all).not.toContain(secret);
});
