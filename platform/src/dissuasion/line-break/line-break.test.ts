/** The temporary line break: consent, an urgent warning, two officers, emergency calls, two hours, and always an end. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, MINUTE, START, type Room } from "../../../test/case-room.ts";
import { lead, longCall, officer, OWN_ACCOUNT, paying, play, take, VICTIM, warned } from "../../../test/warning-room.ts";
import { authorise } from "../../access/scope.ts";
import type { MatterId } from "../../domain/matter.ts";
import { lineBreak } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const problem = (code: string): object => ({ problem: { code } });
const CONSENT = { how: "recorded-call", ref: "rec-1" } as const;
const telco = () => room.as("telcoOps");
const act = (who: Parameters<typeof room.act>[1], id: MatterId, command: string, input: unknown = {}) => room.act(lineBreak, who, id, command, input);
const propose = (warning: string, who = officer(room)) =>
  room.open(lineBreak, who, { warning, operator: "org_telco", consent: CONSENT, ground: "on the phone with them, about to transfer" });
const told = (): readonly string[] =>
  room.handed.messenger.filter((message) => message.text.en.includes("Calls") || message.text.en.includes("calls on")).map((message) => message.text.en);
const orders = (): readonly string[] => room.handed.institution.filter(({ what }) => what.startsWith("line-suspension")).map(({ what }) => what.slice("line-suspension.".length));

test("with consent, by two officers, told before, and back by itself after two hours although nobody does anything", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const line = await propose(urgent.id);
  expect(line).toMatchObject({ state: "proposed", partner: "org_telco", parent: urgent.id, body: { number: { masked: "138****8000" } } });
  const approved = await act(lead(room), line.id, "approve");
  expect(approved.body.endsAtMs).toBe(START + 2 * HOUR);
  await room.settle();
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatch(/Emergency calls still work.*at once at any time.*2 hours|120 minutes/);
  expect(told()[0]).toContain("11:00 on 12 March 2026");
  expect(told()[0]).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect(room.handed.institution.find(({ what }) => what === "line-suspension.request")).toMatchObject({
    to: "org_telco",
    fields: { number: VICTIM, endsAt: "2026-03-12T03:00:00.000Z", emergencyCallsKept: true, helplinesKept: true },
  });
  await room.pass(10 * MINUTE);
  await act(telco(), line.id, "answer", { result: "suspended", at: "2026-03-12T09:09:00+08:00", emergencyCallsWork: true });
  // Ten minutes late at the operator: it ends when the person was told, not two hours later.
  await room.pass(110 * MINUTE - 1);
  expect(await room.get(lineBreak, line.id)).toMatchObject({ state: "suspended" });
  await room.pass(1);
  expect(await room.get(lineBreak, line.id)).toMatchObject({ state: "expired", body: { restoredAtMs: START + 2 * HOUR } });
  expect(orders()).toEqual(["request", "restore"]);
  expect(told()).toHaveLength(2);
  await act(telco(), line.id, "restore-confirmed", { at: "2026-03-12T11:00:05+08:00" });
});

test("who proposed it cannot approve it, and nobody but a duty lead can", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const line = await propose(urgent.id);
  await expect(act(officer(room, 2), line.id, "approve")).rejects.toMatchObject(problem("not-allowed"));
  await expect(act(telco(), line.id, "approve")).rejects.toMatchObject(problem("not-allowed"));
  // The same hands with both roles.
  const both = authorise(
    {
      kind: "user",
      user: "usr_dissuader_org_shinan_s1_1",
      org: "org_shinan_s1",
      orgName: { zh: "一所", en: "Station 1" },
      orgKind: "police",
      roles: ["dissuader", "dutyLead"],
      territory: "37/3702/370202/s1",
    },
    ["dutyLead"],
  );
  await expect(room.desk.work(both, (work) => work.actOne(lineBreak, line.id, "approve"))).rejects.toMatchObject(problem("not-allowed"));
});

test("only on an open urgent warning, only the warned person's own line, only with consent", async () => {
  const high = await warned(room, [longCall("e1")]);
  await expect(propose(high.id)).rejects.toMatchObject(problem("limit-of-law"));
  await take(room, [paying("e2")]);
  await expect(room.open(lineBreak, officer(room), { warning: high.id, operator: "org_telco", ground: "x" } as never)).rejects.toMatchObject(problem("malformed-input"));
  await expect(room.open(lineBreak, officer(room), { warning: high.id, operator: "org_icbc", consent: CONSENT, ground: "x" })).rejects.toMatchObject(problem("malformed-input"));
  await expect(propose("wrn_0000000000")).rejects.toMatchObject(problem("not-found"));
  const line = await propose(high.id);
  await play(room, high.id).cancelled(lead(room), "known-contact");
  // What it rested on is gone before anybody approved.
  await expect(act(lead(room), line.id, "approve")).rejects.toMatchObject(problem("limit-of-law"));
  const byAccount = await warned(room, [paying("e3", { victim: { type: "account", text: OWN_ACCOUNT } })]);
  await expect(propose(byAccount.id)).rejects.toMatchObject(problem("not-now"));
});

test("emergency numbers are never cut: an operator that says so is refused, and the clock goes on", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const line = await propose(urgent.id);
  await act(lead(room), line.id, "approve");
  await room.settle();
  await expect(act(telco(), line.id, "answer", { result: "suspended", at: "2026-03-12T09:00:00+08:00", emergencyCallsWork: false })).rejects.toMatchObject(problem("limit-of-law"));
  await act(telco(), line.id, "answer", { result: "impossible", why: "emergency calls would be cut" });
  expect(await room.get(lineBreak, line.id)).toMatchObject({ state: "refused" });
});

test("the person has it back at any time, by the code of the notice, without a reason", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const line = await propose(urgent.id);
  await act(lead(room), line.id, "approve");
  await room.settle();
  await act(telco(), line.id, "answer", { result: "suspended", at: "2026-03-12T09:00:00+08:00", emergencyCallsWork: true });
  const person = authorise({ kind: "public", matter: line.id }, ["public"]);
  await room.pass(5 * MINUTE);
  expect(await act(person, line.id, "restore")).toMatchObject({ state: "restored", body: { outcome: "asked" } });
  await room.settle();
  expect(orders()).toEqual(["request", "restore"]);
  expect(told().at(-1)).toContain("you asked for it");
  expect(await room.desk.deadlines(room.system, line.id)).not.toContainEqual(expect.objectContaining({ state: "armed" }));
});

test("one break a person within the window, whoever asks, also at the same moment", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const lines = [await propose(urgent.id), await propose(urgent.id, room.as("dissuader", "org_shinan_s1", 2))];
  const answers = await Promise.allSettled(lines.map((line, i) => act(room.as("dutyLead", "org_shinan", i + 1), line.id, "approve")));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(answers.find((answer) => answer.status === "rejected")?.reason).toMatchObject(problem("limit-of-law"));
});

test("a consent is for now: what nobody approves within the time is over", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const line = await propose(urgent.id);
  await room.pass(2 * HOUR);
  expect(await room.get(lineBreak, line.id)).toMatchObject({ state: "lapsed" });
  expect(orders()).toEqual([]);
});

test("nobody answers and nobody restores: the line comes back by the clock, and an operator that cannot be told is said", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const line = await propose(urgent.id);
  await act(lead(room), line.id, "approve");
  await room.settle();
  expect(await room.get(lineBreak, line.id)).toMatchObject({ state: "sent" });
  room.refuse = { refused: "desk closed", retry: false };
  await room.pass(2 * HOUR);
  expect(await room.get(lineBreak, line.id)).toMatchObject({ state: "expired", body: { restoreTrouble: "desk closed" } });
  // A line is not left down because nobody was there: it is told until it has been heard.
  await room.pass(HOUR);
  expect(orders()).toEqual(["request"]);
  room.refuse = null;
  await room.pass(HOUR);
  expect(orders()).toEqual(["request", "restore"]);
  await act(telco(), line.id, "restore-confirmed", { at: new Date(room.world.nowMs()).toISOString() });
  await room.pass(24 * HOUR);
  expect(orders()).toEqual(["request", "restore"]);
});

test("where the country has no such power, there is none", async () => {
  const uk = await caseRoom({ profile: "UK" });
  const urgent = await warned(uk, [paying("e1")], { territory: "", reason: "unknown" });
  await expect(uk.open(lineBreak, uk.as("dissuader", "org_ministry"), { warning: urgent.id, operator: "org_telco", consent: CONSENT, ground: "x" })).rejects.toMatchObject(
    problem("limit-of-law"),
  );
  await uk.close();
});

test("the operator sees the number masked and when it ends, and not why", async () => {
  const urgent = await warned(room, [paying("e1")]);
  const line = await propose(urgent.id);
  const seen = lineBreak.show(await room.desk.find(telco(), line.id), telco());
  expect(Object.keys(seen as object).toSorted()).toEqual(["emergencyCallsWork", "endsAtMs", "number", "restoredAtMs", "suspendedAtMs"]);
  expect(JSON.stringify(seen)).not.toMatch(/transfer|13800138000/);
});
