/** A case from proposal to judgment, who may do what, and what its end means for its reports. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, type Room } from "../../../test/case-room.ts";
import { accepted, account, events, filed, matters, opened, phone, refusals, reported } from "../../../test/report-desk.ts";
import type { AnnouncementOf } from "../../domain/announcement.ts";
import { Desk } from "../../matters/desk.ts";
import { report } from "../report/kind.ts";
import { policeCase } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const officer = () => room.as("caseOfficer");
const chief = () => room.as("countyChief");

test("an officer proposes, the chief files, and the way leads to judgment with each date kept", async () => {
  const one = await accepted(room);
  const two = await accepted(room, { reporter: { number: phone(2) } });
  const made = await opened(room, [one.id, two.id]);
  expect(made).toMatchObject({ state: "accepted", org: "org_shinan", body: { reports: [one.id, two.id] } });
  for (const { id } of [one, two]) expect(await room.get(report, id)).toMatchObject({ state: "accepted", parent: made.id, body: { case: made.id } });
  await expect(room.act(policeCase, officer(), made.id, "file")).rejects.toThrow(/roles/);
  await expect(room.act(policeCase, room.as("dutyLead"), made.id, "file")).rejects.toThrow(/needs/);
  await room.act(policeCase, chief(), made.id, "file");
  for (const { id } of [one, two]) expect((await room.get(report, id)).state).toBe("filed");
  await room.act(policeCase, officer(), made.id, "investigate");
  await room.act(policeCase, officer(), made.id, "identify-holder", { persons: ["ID-1", "ID-2", "ID-1"], evidence: "bank file" });
  await room.pass(3 * DAY);
  await room.act(policeCase, officer(), made.id, "catch", { persons: 2 });
  await room.act(policeCase, chief(), made.id, "prosecute");
  await room.act(policeCase, officer(), made.id, "send-back", { why: "one statement is missing" });
  await room.act(policeCase, officer(), made.id, "identify-holder", { persons: ["ID-3"], evidence: "statement" });
  await room.act(policeCase, officer(), made.id, "catch", { persons: 1 });
  await room.act(policeCase, chief(), made.id, "prosecute");
  await room.act(policeCase, officer(), made.id, "judge", { outcome: "three persons sentenced" });
  const end = await room.act(policeCase, chief(), made.id, "close", { outcome: "final" });
  expect(end).toMatchObject({ state: "closed", body: { caught: 3, milestones: { filedAtMs: made.openedAtMs } } });
  expect(end.body.holders).toHaveLength(3);
  for (const { id } of [one, two]) expect((await room.get(report, id)).state).toBe("closed");
});

test("whoever opened it does not file it, also not as a chief", async () => {
  const both = room.as("dutyLead");
  const made = await room.open(policeCase, both, { reports: [(await accepted(room)).id], summary: "x" });
  expect(made.hands["open"]).toBe(both.actor);
  await expect(room.act(policeCase, both, made.id, "file")).rejects.toThrow(/needs another person/);
});

test("only accepted reports, of one's own reach, in no other case", async () => {
  const raw = await reported(room);
  await expect(opened(room, [raw.id])).rejects.toThrow(/is received/);
  const far = await accepted(room, {}, room.as("intake", "org_yiwu"));
  await expect(opened(room, [far.id])).rejects.toThrow(/no report .* in your scope/);
  const one = await accepted(room);
  await opened(room, [one.id]);
  await expect(opened(room, [one.id])).rejects.toThrow(/belongs to/);
  expect(await matters(room, "case")).toHaveLength(1);
});

test("two officers who take one report into two cases at the same moment: one of the cases does not come to be", async () => {
  const one = await accepted(room);
  const draft = { reports: [one.id], summary: "x" };
  const results = await Promise.allSettled([
    room.open(policeCase, room.as("caseOfficer", "org_shinan", 1), draft),
    room.open(policeCase, room.as("caseOfficer", "org_shinan", 2), draft),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await matters(room, "case")).toHaveLength(1);
});

test("filing is announced with its reports, adding to a filed case as well, and a failing consequence undoes the filing", async () => {
  const heard: AnnouncementOf<"case-filed">[] = [];
  let fail = false;
  const desk = new Desk({
    ...room.desk.parts,
    follow: async (work, said) => {
      await room.desk.parts.follow(work, said);
      if (said.name === "case-filed") heard.push(said);
      if (said.name === "case-filed" && fail) throw new Error("a consequence fails");
    },
  });
  const [one, two, three] = [await accepted(room), await accepted(room), await accepted(room)];
  const made = await opened(room, [one.id, two.id]);
  fail = true;
  await expect(desk.work(chief(), (work) => work.actOne(policeCase, made.id, "file"))).rejects.toThrow(/consequence fails/);
  expect((await room.get(policeCase, made.id)).state).toBe("accepted");
  expect((await room.get(report, one.id)).state).toBe("accepted");
  fail = false;
  heard.length = 0;
  await desk.work(chief(), (work) => work.actOne(policeCase, made.id, "file"));
  await desk.work(officer(), (work) => work.actOne(policeCase, made.id, "add-reports", { reports: [three.id] }));
  expect(heard).toMatchObject([
    { case: made.id, reports: [one.id, two.id] },
    { case: made.id, reports: [three.id] },
  ]);
  expect((await room.get(report, three.id)).state).toBe("filed");
});

test("a report can be taken out again and is then as it was; the last one cannot", async () => {
  const [one, two] = [await accepted(room), await accepted(room)];
  const made = await filed(room, [one.id, two.id]);
  await room.act(policeCase, officer(), made.id, "remove-report", { report: two.id, why: "another method" });
  expect(await room.get(report, two.id)).toMatchObject({ state: "accepted", parent: null, body: { case: null } });
  await expect(room.act(policeCase, officer(), made.id, "remove-report", { report: one.id, why: "x" })).rejects.toThrow(/without a report/);
  expect((await filed(room, [two.id])).body.reports).toEqual([two.id]);
});

test("withdrawing announces the end, for freezes to be lifted", async () => {
  const heard: string[] = [];
  const desk = new Desk({
    ...room.desk.parts,
    follow: async (work, said) => {
      if (said.name === "case-ended") heard.push(said.how);
      await room.desk.parts.follow(work, said);
    },
  });
  const made = await filed(room, [(await accepted(room)).id]);
  const done = await desk.work(chief(), (work) => work.actOne(policeCase, made.id, "withdraw", { reason: "no crime" }));
  expect(done.state).toBe("withdrawn");
  expect(heard).toEqual(["withdrawn"]);
});

test("found involved: announced with the account's token, for its issuer to be told", async () => {
  const heard: AnnouncementOf<"found-involved">[] = [];
  const desk = new Desk({
    ...room.desk.parts,
    follow: async (_work, said) => {
      if (said.name === "found-involved") heard.push(said);
    },
  });
  const made = await filed(room, [(await accepted(room)).id]);
  await desk.work(officer(), (work) => work.actOne(policeCase, made.id, "find-involved", { type: "account", value: account(9), ground: "first payee" }));
  expect(heard).toMatchObject([{ matter: made.id, ref: { type: "account", institution: "ICBC" } }]);
  expect(await events(room, made.id)).toContain("find-involved");
});

test("every command is refused to whoever has none of its roles; the system's own to everybody", async () => {
  const made = await filed(room, [(await accepted(room)).id]);
  const inputs = {
    decline: { reason: "x" },
    "add-reports": { reports: ["rep_0001"] },
    "remove-report": { report: "rep_0001", why: "x" },
    "find-involved": { type: "account", value: account(1), ground: "x" },
    "identify-holder": { persons: ["ID"], evidence: "x" },
    catch: { persons: 1 },
    "send-back": { why: "x" },
    judge: { outcome: "x" },
    close: { outcome: "x" },
    withdraw: { reason: "x" },
    merge: { into: made.id, ground: "joint" },
    unmerge: { why: "x" },
    "find-not-competent": { ground: "x" },
    "hand-over": { to: "org_shibei" },
    return: { reason: "x" },
    keep: { reason: "x" },
    dispute: { reason: "x" },
    designate: { to: "org_shibei", reason: "x" },
    absorb: { case: made.id },
    moved: { org: "org_shibei", territory: "37" },
    "let-go": { case: made.id },
    overdue: { key: "x", dueAtMs: 0 },
  };
  const codes = await refusals(room, policeCase, made.id, inputs);
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
});
