/** Tips: checked against more than words, never proof by themselves, and malicious only by intention and a second person. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, type Room } from "../../../test/case-room.ts";
import { account, accepted, filed, instantOf, matters, paid, phone, refusals, reported } from "../../../test/report-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import { report } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const tip = () => reported(room, { channel: "online", role: "informer", reporter: { number: phone(8) }, traits: [{ type: "number", value: phone(99) }] });
const call = { kind: "call-record", ref: "cdr-17" } as const;

test("received → checked → true on a record; another report is no proof, however many there are", async () => {
  const first = await tip();
  const second = await tip();
  await room.act(report, room.as("analyst"), first.id, "open-tip");
  await expect(room.act(report, room.as("analyst"), first.id, "corroborate", { evidence: [{ kind: "matter", ref: second.id }] })).rejects.toThrow(/not proof/);
  await expect(room.act(report, room.as("analyst"), first.id, "corroborate", { evidence: [] })).rejects.toThrow(/checked against/);
  const found = await room.act(report, room.as("analyst"), first.id, "corroborate", { evidence: [call, { kind: "matter", ref: second.id }] });
  expect(found.state).toBe("corroborated");
  expect(await matters(room, "stop-payment")).toHaveLength(0);
  expect(room.handed.lists).toHaveLength(0);
});

test("wrong is not malicious: what could not be confirmed ends as that, and can be reopened", async () => {
  const taken = await tip();
  await room.act(report, room.as("analyst"), taken.id, "open-tip");
  const wrong = await room.act(report, room.as("analyst"), taken.id, "find-unsubstantiated", { why: "the number belongs to a courier" });
  expect(wrong.state).toBe("unsubstantiated");
  await expect(room.act(report, room.as("dutyLead"), taken.id, "confirm-malice", { why: "x" })).rejects.toThrow(/not possible/);
  expect((await room.act(report, room.as("analyst"), taken.id, "reopen", { why: "a second caller" })).state).toBe("tip-open");
});

test("malice needs what shows intention, and two people", async () => {
  const taken = await tip();
  const lead = room.as("dutyLead");
  await room.act(report, room.as("analyst"), taken.id, "open-tip");
  await expect(room.act(report, room.as("analyst"), taken.id, "allege-malice", { ground: "it was wrong", evidence: [] })).rejects.toThrow(/intention/);
  await expect(room.act(report, room.as("analyst"), taken.id, "allege-malice", { ground: "others said so", evidence: [{ kind: "matter", ref: taken.id }] })).rejects.toThrow(
    /not proof/,
  );
  await room.act(report, lead, taken.id, "allege-malice", { ground: "offered to withdraw it for money", evidence: [{ kind: "statement", ref: "st-1" }] });
  await expect(room.act(report, lead, taken.id, "confirm-malice", { why: "sure" })).rejects.toThrow(/needs another person/);
  await expect(room.act(report, room.as("analyst"), taken.id, "confirm-malice", { why: "sure" })).rejects.toThrow(/needs one of the roles/);
  expect((await room.act(report, room.as("dutyLead", "org_shinan", 2), taken.id, "confirm-malice", { why: "the recording is clear" })).state).toBe("malicious");

  // Cleared of it, it is what it was before: a tip, or an accepted report.
  const other = await tip();
  await room.act(report, room.as("analyst"), other.id, "open-tip");
  await room.act(report, room.as("analyst"), other.id, "allege-malice", { ground: "same", evidence: [{ kind: "statement", ref: "st-2" }] });
  expect((await room.act(report, lead, other.id, "clear-of-malice", { why: "a mistake" })).state).toBe("tip-open");
  const victim = await accepted(room);
  await room.act(report, room.as("analyst"), victim.id, "allege-malice", { ground: "same", evidence: [{ kind: "statement", ref: "st-3" }] });
  expect((await room.act(report, lead, victim.id, "clear-of-malice", { why: "a mistake" })).state).toBe("accepted");
});

test("a duplicate goes with the first report, never in a circle, and can be taken back", async () => {
  const first = await reported(room);
  const second = await reported(room);
  const twice = await room.act(report, room.as("intake"), second.id, "mark-duplicate", { of: first.id });
  expect(twice).toMatchObject({ state: "duplicate", parent: first.id });
  await expect(room.act(report, room.as("intake"), first.id, "mark-duplicate", { of: second.id })).rejects.toThrow(/duplicate itself/);
  await expect(room.act(report, room.as("intake"), first.id, "mark-duplicate", { of: first.id })).rejects.toThrow(/no other report/);
  expect(await room.act(report, room.as("intake"), second.id, "reopen", { why: "another payment" })).toMatchObject({
    state: "received",
    parent: null,
    body: { duplicateOf: null },
  });
});

test("two that are marked as each other's duplicate at one moment: one comes second and is refused", async () => {
  const pairs: (readonly [MatterId, MatterId])[] = [];
  for (let n = 0; n < 10; n++) pairs.push([(await reported(room)).id, (await reported(room)).id]);
  const mark = (id: MatterId, of: MatterId, n: number): Promise<unknown> => room.act(report, room.as("intake", "org_shinan", n), id, "mark-duplicate", { of });
  const results = await Promise.all(pairs.map(async ([a, b]) => Promise.allSettled([mark(a, b, 1), mark(b, a, 2)])));
  for (const both of results) expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await room.all(report)).filter((one) => one.state === "duplicate")).toHaveLength(pairs.length);
});

test("what is in a case is decided with the case: no declining, no transfer, no malice apart from it", async () => {
  const taken = await accepted(room);
  await filed(room, [taken.id]);
  for (const [command, input, who] of [
    ["decline", { reason: "x" }, room.as("countyChief")],
    ["find-not-competent", { ground: "x" }, room.as("dutyLead")],
    ["mark-duplicate", { of: (await reported(room)).id }, room.as("intake")],
    ["admin-handle", { why: "x" }, room.as("countyChief")],
  ] as const)
    await expect(room.act(report, who, taken.id, command, input)).rejects.toThrow(/not possible|belongs to/);
});

test("what is taken down in the future, too large, malformed or at no such place is refused with the field named", async () => {
  const soon = instantOf(room.world.nowMs() + HOUR);
  await expect(reported(room, { payments: [{ ...paid(room), paidAt: soon }] })).rejects.toThrow(/payments.0.paidAt/);
  await expect(reported(room, { payments: Array.from({ length: 51 }, (_, i) => paid(room, { to: account(i) })) })).rejects.toThrow(/50 payments/);
  await expect(reported(room, { payments: [{ ...paid(room), to: "6222020000001234" }] })).rejects.toThrow(/payments.0.to/);
  await expect(reported(room, { territory: "11/37" })).rejects.toThrow(/territory/);
  await expect(reported(room, { traits: [{ type: "host", value: "not a host" }] })).rejects.toThrow(/traits.0.value/);
  await expect(reported(room, { secrecy: "anonymous" })).rejects.toThrow(/names nobody/);
  expect(await room.all(report)).toHaveLength(0);
});

test("every command is refused to whoever has none of its roles; the system's own to everybody", async () => {
  const taken = await accepted(room);
  const evidence = [call];
  const inputs = {
    "info-only": { why: "x" },
    "mark-duplicate": { of: taken.id },
    reopen: { why: "x" },
    corroborate: { evidence },
    "find-unsubstantiated": { why: "x" },
    "allege-malice": { ground: "x", evidence },
    "confirm-malice": { why: "x" },
    "clear-of-malice": { why: "x" },
    decline: { reason: "x" },
    "admin-handle": { why: "x" },
    told: { at: instantOf(room.world.nowMs()), how: "x" },
    "ask-review": { ground: "x" },
    "decide-review": { result: "stands", reason: "x" },
    "ask-re-review": { ground: "x" },
    "decide-re-review": { result: "stands", reason: "x" },
    close: { why: "x" },
    "find-not-competent": { ground: "x" },
    "hand-over": { to: "org_shibei" },
    return: { reason: "x" },
    keep: { reason: "x" },
    dispute: { reason: "x" },
    designate: { to: "org_shibei", reason: "x" },
    counted: { often: [] },
    join: { case: "cas_0001" },
    leave: { case: "cas_0001" },
    "case-filed": { case: "cas_0001" },
    "case-declined": { case: "cas_0001", reason: "x" },
    "case-ended": { case: "cas_0001", how: "closed" },
    move: { org: "org_shibei", territory: "37" },
    overdue: { key: "x", dueAtMs: 0 },
    "check-told": { key: "x", dueAtMs: 0 },
    lapse: { key: "x", dueAtMs: 0 },
  };
  const codes = await refusals(room, report, taken.id, inputs);
  expect(Object.keys(codes).length).toBe(Object.keys(report.commands).length);
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
});

test("a report of another county is not found, its own unit and those above find it", async () => {
  const taken = await reported(room);
  await expect(room.act(report, room.as("intake", "org_shibei"), taken.id, "accept")).rejects.toThrow(/no .* in your scope/);
  expect((await room.act(report, room.as("dutyLead", "org_qd"), taken.id, "accept")).state).toBe("accepted");
});
