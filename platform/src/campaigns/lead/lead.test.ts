/** Leads in the hands of units: clocks and supervision one tier up, sources that stay protected, conflicts before the day, results. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { approved, begun, chief, drafted, idea, issued, leadDraft, ministry, NOTHING, officerOf, returned, SHIBEI, SHINAN, verified, YIWU } from "../../../test/campaign-desk.ts";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { account, accepted, filed, instantOf, paid, phone, refusals } from "../../../test/report-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import { campaign } from "../campaign/kind.ts";
import { lead } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const problem = (code: string, detail?: RegExp) =>
  expect.objectContaining({ problem: expect.objectContaining({ code, ...(detail === undefined ? {} : { detail: expect.stringMatching(detail) as string }) }) as object });
const copies = () => room.handed.institution.filter((one) => one.what === "supervision.copy" && one.fields["about"] === "lead-overdue").map((one) => one.to);

// --- clocks ----------------------------------------------------------------------------------------------------------

test("nobody signs: each time the limit passes it goes one tier higher, until nobody stands above, and every time counts", async () => {
  const { leads } = await issued(room, [SHINAN]);
  await room.pass(24 * HOUR - 1);
  expect(copies()).toEqual([]);
  await room.pass(1);
  expect(copies()).toEqual(["org_qd"]);
  expect((await room.get(lead, leads[0].id)).level).toBe(3);
  await room.pass(24 * HOUR);
  expect(copies()).toEqual(["org_qd", "org_sd"]);
  await room.pass(10 * DAY);
  expect(copies()).toEqual(["org_qd", "org_sd", "org_ministry"]);
  // The unit itself is reminded each time; and the lead is still to be signed for.
  expect(room.handed.institution.filter((one) => one.what === "lead.reminder").map((one) => one.to)).toEqual(["org_shinan", "org_shinan", "org_shinan"]);
  const late = await room.act(lead, officerOf(room, "org_shinan"), leads[0].id, "sign");
  expect(late.state).toBe("signed");
  expect(late.body.steps.at(-1)).toMatchObject({ what: "signed", inTime: false });
  expect(late.body.steps.filter(({ what }) => what === "overdue")).toHaveLength(3);
});

test("signed in time, verified late, returned late: each clock by itself", async () => {
  const { leads } = await issued(room, [SHINAN]);
  const [{ id }] = leads;
  await room.pass(23 * HOUR);
  await room.act(lead, officerOf(room, "org_shinan"), id, "sign");
  await room.pass(8 * DAY);
  const keys = async () => (await room.get(lead, id)).body.steps.flatMap((one) => (one.what === "overdue" ? [one.key] : []));
  expect(await keys()).toEqual(["campaign.leadVerify"]);
  await room.act(lead, officerOf(room, "org_shinan"), id, "verify", { finding: "partly", note: "x", involved: [] });
  await room.pass(12 * DAY);
  expect(await keys()).toEqual(["campaign.leadVerify", "campaign.leadReturn"]);
  await returned(room, id);
  await room.pass(100 * DAY);
  expect(await keys()).toHaveLength(2);
  expect(copies()).toEqual(["org_qd", "org_qd"]);
});

test("somebody above supervises with a word; a unit does not supervise itself", async () => {
  const { leads } = await issued(room, [SHINAN]);
  const [{ id }] = leads;
  await expect(room.act(lead, room.as("dutyLead"), id, "supervise", { note: "x" })).rejects.toEqual(problem("not-allowed"));
  await expect(room.act(lead, room.as("dutyLead", "org_zj"), id, "supervise", { note: "x" })).rejects.toEqual(problem("not-found"));
  const seen = await room.act(lead, room.as("dutyLead", "org_qd"), id, "supervise", { note: "tonight" });
  expect(seen.body.steps.at(-1)).toMatchObject({ what: "supervised", org: "org_qd" });
  await room.settle();
  expect(room.handed.institution.find((one) => one.what === "lead.supervised")).toMatchObject({ to: "org_shinan", fields: { note: "tonight" } });
});

test("a lead for another place is passed on within what was approved, twice at the most, with new clocks", async () => {
  const { leads } = await issued(room, [SHINAN, YIWU]);
  const [{ id }] = leads;
  const go = (org: string, territory: string) => room.act(lead, room.as("dutyLead", org), id, "pass-on", { territory, why: "the house is there" });
  await expect(go("org_shinan", SHINAN)).rejects.toEqual(problem("malformed-input", /own place/));
  await expect(go("org_shinan", "99/x")).rejects.toEqual(problem("malformed-input"));
  await room.act(lead, officerOf(room, "org_yiwu"), leads[1].id, "sign");
  await room.pass(20 * HOUR);
  await go("org_shinan", SHIBEI);
  expect(await room.get(lead, id)).toMatchObject({ org: "org_shibei", territory: SHIBEI, state: "issued", assignee: null });
  await expect(room.desk.find(officerOf(room, "org_shinan"), id)).rejects.toEqual(problem("not-found"));
  // The next unit has its full time.
  await room.pass(23 * HOUR);
  expect(copies()).toEqual([]);
  await go("org_shibei", YIWU);
  await expect(go("org_yiwu", SHINAN)).rejects.toEqual(problem("not-now", /2 times/));
});

test("beyond what was approved it is not passed on", async () => {
  const county = room.as("analyst");
  const { id } = await idea(room, county);
  const one = await drafted(room, id, SHINAN, {}, county);
  await room.act(campaign, county, id, "apply", { plan: "x" });
  await room.act(campaign, room.as("countyChief"), id, "approve");
  await room.act(campaign, county, id, "issue");
  await expect(room.act(lead, room.as("dutyLead"), one.id, "pass-on", { territory: YIWU, why: "x" })).rejects.toEqual(problem("not-allowed", /outside/));
});

// --- what it rests on ------------------------------------------------------------------------------------------------

test("the task never goes without what is known, and nothing goes without a source that somebody looked at", async () => {
  const { id } = await idea(room);
  for (const without of [{ task: "" }, { intelligence: " " }, { subjects: [] }, { evidence: [] }]) {
    await expect(drafted(room, id, SHINAN, without)).rejects.toEqual(problem("malformed-input"));
  }
  const tip = await accepted(room, { reporter: { number: phone(1) } });
  await room.store.transaction((sql) => sql.query("update matter set state = 'tip-open' where id = $1", [tip.id]));
  await expect(drafted(room, id, SHINAN, { evidence: [{ kind: "matter", ref: tip.id, disclosable: true }] })).rejects.toEqual(problem("not-now", /tip-open/));
  const { disclosable: _left, ...undecided } = { kind: "document" as const, ref: "x", disclosable: true };
  await expect(drafted(room, id, SHINAN, { evidence: [undecided as never] })).rejects.toEqual(problem("malformed-input", /disclosed/));
});

test("a protected source is seen by whoever leads and whoever checks; the unit sees that there is one, in the lead and in its history", async () => {
  const { id } = await idea(room);
  const secret = "analysis-of-a-protected-source";
  const one = await drafted(room, id, SHINAN, {
    evidence: [
      { kind: "document", ref: secret, disclosable: false },
      { kind: "document", ref: "open-paper", disclosable: true },
    ],
  });
  await room.act(campaign, ministry(room), id, "apply", { plan: "x" });
  await room.act(campaign, chief(room), id, "approve");
  await room.act(campaign, ministry(room), id, "issue");
  const found = await room.get(lead, one.id);
  const as = (who: Parameters<typeof lead.show>[1]): string => JSON.stringify(lead.show(found, who));
  expect(as(ministry(room))).toContain(secret);
  expect(as(room.as("auditor"))).toContain(secret);
  expect(as(officerOf(room, "org_shinan"))).not.toContain(secret);
  expect(as(officerOf(room, "org_shinan"))).toContain("open-paper");
  expect(as(officerOf(room, "org_shinan"))).toContain("may not be disclosed");
  expect(JSON.stringify(await room.desk.history(officerOf(room, "org_shinan"), one.id))).not.toContain(secret);
});

test("an identifier of a case is handed on by its token: nobody has to open it", async () => {
  const told = await accepted(room, { reporter: { number: phone(1) }, payments: [paid(room, { to: account(70, "CCB") })] });
  const { id: caseId } = await filed(room, [told.id]);
  const [{ token }] = await room.store.snapshot((sql) => sql.query<{ readonly token: string }>("select token from mention where matter = $1 and role = 'payee'", [told.id]));
  const { id } = await idea(room);
  const one = await drafted(room, id, SHINAN, {
    subjects: [{ of: { matter: told.id, token }, role: "money" }],
    evidence: [{ kind: "matter", ref: caseId, disclosable: true }],
  });
  expect(one.body.subjects[0].ref).toMatchObject({ type: "account", token, institution: "CCB" });
  // What stands there for somebody else's eyes is not found, and neither is a token that does not stand there.
  await expect(drafted(room, id, SHINAN, { subjects: [{ of: { matter: caseId, token: "no-such" }, role: "money" }] })).rejects.toEqual(problem("not-found"));
  const far = await idea(room, room.as("analyst", "org_yiwu"));
  await expect(drafted(room, far.id, YIWU, { subjects: [{ of: { matter: told.id, token }, role: "money" }] }, room.as("analyst", "org_yiwu"))).rejects.toEqual(
    problem("not-found"),
  );
});

// --- what the unit does ----------------------------------------------------------------------------------------------

test("what shows itself waits for the day, unless somebody would come to harm; stopping money waits for nobody", async () => {
  const { id, leads } = await issued(room, [SHINAN, YIWU]);
  const officer = officerOf(room, "org_shinan");
  await verified(room, leads[0].id);
  await expect(room.act(lead, officer, leads[0].id, "act", { action: "arrest", note: "x" })).rejects.toEqual(problem("not-now", /warn the others/));
  expect((await room.act(lead, officer, leads[0].id, "act", { action: "money-stop", note: "proposed" })).state).toBe("actioned");
  await room.act(lead, officer, leads[0].id, "act", { action: "arrest", note: "x", early: "they were about to harm somebody" });
  await room.settle();
  expect(room.handed.institution.filter((one) => one.what === "lead.acted-early").map((one) => one.to)).toEqual(["org_ministry"]);
  await verified(room, leads[1].id, "false");
  await expect(room.act(lead, officerOf(room, "org_yiwu"), leads[1].id, "act", { action: "money-stop", note: "x" })).rejects.toEqual(problem("not-now", /untrue/));
  await expect(returned(room, leads[1].id, { dens: [{ address: "x" }] })).rejects.toEqual(problem("malformed-input", /untrue/));
  await begun(room, id);
  expect((await room.act(lead, officer, leads[0].id, "act", { action: "den-raid", note: "x" })).body.steps.at(-1)).toMatchObject({ what: "acted", early: false });
});

test("a result that is not enough is sent back by whoever leads, and the clocks run anew", async () => {
  const { id, leads } = await issued(room, [SHINAN]);
  await verified(room, leads[0].id);
  await returned(room, leads[0].id);
  await room.settle();
  expect(room.handed.institution.filter((one) => one.what === "lead.returned").map((one) => [one.to, one.fields["finding"]])).toEqual([["org_ministry", "true"]]);
  await room.act(campaign, ministry(room), id, "send-lead-back", { lead: leads[0].id, why: "which house?" });
  const again = await room.get(lead, leads[0].id);
  expect(again).toMatchObject({ state: "signed", body: { verification: null } });
  await room.pass(8 * DAY);
  expect(copies()).toEqual(["org_qd"]);
  await expect(room.act(campaign, ministry(room), id, "send-lead-back", { lead: leads[0].id, why: "x" })).rejects.toEqual(problem("not-now"));
});

test("what proved involved is one of the lead's subjects; of a lead that is untrue nothing is involved", async () => {
  const { leads } = await issued(room, [SHINAN], [{ subjects: [{ of: { type: "account", value: account(70) }, role: "money" }] }]);
  const officer = officerOf(room, "org_shinan");
  const [{ id }] = leads;
  const { token } = leads[0].body.subjects[0].ref;
  await room.act(lead, officer, id, "sign");
  await expect(room.act(lead, officer, id, "verify", { finding: "true", note: "x", involved: ["another"] })).rejects.toEqual(problem("malformed-input", /subjects/));
  await expect(room.act(lead, officer, id, "verify", { finding: "false", note: "x", involved: [token] })).rejects.toEqual(problem("malformed-input", /untrue/));
});

test("ten units sign at one moment: verifying begins once", async () => {
  const { id, leads } = await issued(
    room,
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? SHINAN : YIWU)),
  );
  await Promise.all(leads.map((one) => room.act(lead, officerOf(room, one.org), one.id, "sign")));
  expect((await room.get(campaign, id)).state).toBe("verifying");
  expect((await room.desk.history(room.system, id)).filter(({ event }) => event === "verify")).toHaveLength(1);
  expect((await room.all(lead)).every(({ state }) => state === "signed")).toBe(true);
});

// --- conflicts of operations -----------------------------------------------------------------------------------------

const DEN = { type: "address" as const, value: "one den" };
const onDen = { subjects: [{ of: DEN, role: "den" as const }] };

test("two units on one den: the take-down does not begin until somebody who answers for it has settled it", async () => {
  const { id, leads } = await issued(room, [SHINAN, YIWU], [onDen, onDen]);
  for (const one of leads) await verified(room, one.id);
  await expect(begun(room, id)).rejects.toEqual(problem("not-now", /1 conflict of operations/));
  const looked = await room.act(campaign, ministry(room), id, "find-conflicts");
  expect(looked.body.conflicts).toMatchObject([
    { type: "address", lead: leads[0].id, otherLead: leads[1].id, unit: "org_shinan", otherUnit: "org_yiwu", sameCampaign: true, settled: null },
  ]);
  expect(JSON.stringify(looked.body.conflicts)).not.toContain("one den");
  await expect(room.act(campaign, chief(room), id, "take-down")).rejects.toEqual(problem("not-now", /conflict/));
  const [{ key }] = looked.body.conflicts;
  // The program and an analyst cannot: a person who answers for it does, by name.
  await expect(room.act(campaign, ministry(room), id, "settle-conflict", { key, how: "joint", note: "x" })).rejects.toEqual(problem("not-allowed"));
  await expect(room.act(campaign, chief(room), id, "settle-conflict", { key: "none", how: "joint", note: "x" })).rejects.toEqual(problem("not-found"));
  const settled = await room.act(campaign, chief(room), id, "settle-conflict", { key, how: "joint", note: "Shinan leads" });
  expect(settled.body.conflicts[0].settled).toMatchObject({ how: "joint", by: "usr_provinceChief_org_ministry_1", org: "org_ministry" });
  expect((await room.act(campaign, chief(room), id, "take-down")).state).toBe("take-down");
});

test("another campaign on the same account: both sides are told that there is somebody, and nothing more", async () => {
  const mine = await issued(room, [SHINAN], [{ subjects: [{ of: { type: "account", value: account(70) }, role: "money" }] }]);
  const county = room.as("analyst", "org_yiwu");
  const other = await idea(room, county);
  const theirs = await drafted(room, other.id, YIWU, { subjects: [{ of: { type: "account", value: account(70) }, role: "money" }] }, county);
  const look = () => room.act(campaign, ministry(room), mine.id, "find-conflicts");
  // Only drafted so far: there is nobody out there yet.
  expect((await look()).body.conflicts).toEqual([]);
  await room.act(campaign, county, other.id, "apply", { plan: "x" });
  await room.act(campaign, room.as("countyChief", "org_yiwu"), other.id, "approve");
  await room.act(campaign, county, other.id, "issue");
  const found = (await look()).body.conflicts;
  expect(found).toMatchObject([{ lead: mine.leads[0].id, otherLead: theirs.id, otherUnit: "org_yiwu", sameCampaign: false }]);
  await look();
  await room.settle();
  const told = room.handed.institution.filter((one) => one.what === "campaign.conflict");
  expect(told.map((one) => one.to)).toEqual(["org_yiwu"]);
  expect(told[0].fields).toMatchObject({ lead: theirs.id, call: { en: "National anti-fraud centre" } });
  expect(JSON.stringify(told[0].fields)).not.toContain(mine.leads[0].id);
  // Given over to the others, ours is taken back and stands in nobody's way.
  await room.act(campaign, chief(room), mine.id, "settle-conflict", { key: found[0].key, how: "theirs", note: "they were first" });
  expect((await room.get(lead, mine.leads[0].id)).state).toBe("withdrawn");
  expect((await room.act(campaign, room.as("analyst", "org_yiwu"), other.id, "find-conflicts")).body.conflicts).toEqual([]);
});

test("one unit with two leads to one den has no conflict with itself; in two campaigns it has", async () => {
  const first = await issued(room, [SHINAN, SHINAN], [onDen, onDen]);
  expect((await room.act(campaign, ministry(room), first.id, "find-conflicts")).body.conflicts).toEqual([]);
  const second = await issued(room, [SHINAN], [onDen]);
  expect((await room.act(campaign, ministry(room), second.id, "find-conflicts")).body.conflicts).toHaveLength(2);
});

test("a lead that is issued elsewhere between the look and the day is found on the day", async () => {
  const mine = await issued(room, [SHINAN], [onDen]);
  await verified(room, mine.leads[0].id);
  await room.act(campaign, ministry(room), mine.id, "find-conflicts");
  const other = await approved(room, [YIWU], [onDen]);
  const from = room.world.nowMs() + HOUR;
  await room.act(campaign, chief(room), mine.id, "set-window", { from: instantOf(from), until: instantOf(from + DAY) });
  await room.pass(HOUR);
  await room.act(campaign, ministry(room), other.id, "issue");
  await expect(room.act(campaign, chief(room), mine.id, "take-down")).rejects.toEqual(problem("not-now", /1 conflict/));
});

// --- and who may not -------------------------------------------------------------------------------------------------

test("every command is refused to whoever has none of its roles; another unit does not find it", async () => {
  const { leads } = await issued(room, [SHINAN]);
  const [{ id }] = leads;
  await expect(room.act(lead, officerOf(room, "org_yiwu"), id, "sign")).rejects.toEqual(problem("not-found"));
  const codes = await refusals(room, lead, id, {
    "pass-on": { territory: YIWU, why: "x" },
    verify: { finding: "true", note: "x", involved: [] },
    act: { action: "warn", note: "x" },
    return: { result: NOTHING, note: "x" },
    amend: { result: NOTHING, note: "x" },
    supervise: { note: "x" },
    issue: { unit: "org_yiwu", territory: YIWU },
    tell: { window: null, begunAtMs: null },
    "send-back": { why: "x" },
    withdraw: { why: "x" },
    close: { why: "x" },
    overdue: { key: "campaign.leadSign", dueAtMs: 0 },
  });
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
  await expect(room.open(lead, room.as("auditor"), leadDraft("cmg_00000001" as MatterId, SHINAN))).rejects.toEqual(problem("not-allowed"));
});
