/** A special operation from its goals to its assessment: what may be a goal, what lies under it, and what went wrong beside it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { begun, chief, drafted, idea, ministry, returned, SHINAN, verified, YIWU } from "../../../test/campaign-desk.ts";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { give, stopped } from "../../../test/order-desk.ts";
import { accepted, filed, instantOf, phone, refusals } from "../../../test/report-desk.ts";
import type { Scope } from "../../access/scope.ts";
import type { MatterId } from "../../domain/matter.ts";
import { CAMPAIGN_ROUTES } from "../campaigns-routes.ts";
import { campaign } from "../campaign/kind.ts";
import { operation } from "./kind.ts";

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
type Draft = NonNullable<(typeof operation)["draft"]>;

function draft(more: Partial<Draft> = {}): Draft {
  return {
    name: "断流",
    from: instantOf(room.world.nowMs()),
    until: instantOf(room.world.nowMs() + 90 * DAY),
    goals: [
      { objective: "den", measure: "dens-closed", target: "3" },
      { objective: "principal", measure: "principals-caught", target: "1" },
      { objective: "money", measure: "money-returned", target: "10000000" },
      { objective: "money", measure: "laundering-groups", target: "1" },
    ],
    units: ["org_shinan", "org_yiwu"],
    ...more,
  };
}

async function running(more: Partial<Draft> = {}): Promise<MatterId> {
  const { id } = await room.open(operation, ministry(room), draft(more));
  await room.act(operation, chief(room), id, "approve");
  await room.act(operation, ministry(room), id, "start");
  return id;
}

async function call(path: string, who: Scope, id: MatterId, query: object = {}): Promise<unknown> {
  const row = CAMPAIGN_ROUTES.find((one) => one.path === path)!;
  return row.run!({ scope: who, params: { id }, query: row.query?.parse(query), body: undefined, language: "zh", address: "", session: {} as never }, { desk: room.desk });
}

test("goals reward what ended and what came back; how many are limited is refused with the reason", async () => {
  const goal = (objective: "money" | "den", measure: string) => room.open(operation, ministry(room), draft({ goals: [{ objective, measure, target: "100" }] }));
  for (const measure of ["accounts-frozen", "numbers-suspended", "stop-payments", "止付金额", "arrests", "warnings-issued", "domains-blocked"])
    await expect(goal("money", measure)).rejects.toEqual(problem("malformed-input", /reward limiting the innocent/));
  await expect(goal("money", "happiness")).rejects.toEqual(problem("malformed-input", /not measured here/));
  await expect(goal("den", "money-returned")).rejects.toEqual(problem("malformed-input", /says nothing about dens/));
});

test("from plan to close: the campaigns and cases under it, progress against the goals, and what was lifted as wrong", async () => {
  const id = await running();
  const { report, stop } = await stopped(room);
  const { id: caseId } = await filed(room, [report]);
  await room.act(operation, ministry(room), id, "add-cases", { cases: [caseId] });
  const { id: under } = await idea(room, ministry(room), { operation: id });
  const den = await drafted(room, under, SHINAN);
  const money = await drafted(room, under, YIWU, { objective: "money", group: "points-running" });
  await room.act(campaign, ministry(room), under, "apply", { plan: "x" });
  await room.act(campaign, chief(room), under, "approve");
  await room.act(campaign, ministry(room), under, "issue");
  await verified(room, den.id);
  await verified(room, money.id);
  await begun(room, under);
  await returned(room, den.id, { dens: [{ address: "a" }, { address: "b" }], persons: [{ person: "p", case: caseId, status: "caught", part: "principal" }] });
  await give(room, room.as("caseOfficer"), "case", caseId, "record-money", { returned: [{ currency: "CNY", amountMinor: "2500000" }] });
  await room.act(operation, ministry(room), id, "end");
  const before = await room.act(operation, ministry(room), id, "assess", { summary: "x", lessons: "y" });
  expect(before.body.assessments[0].figures).toMatchObject({
    campaigns: 1,
    cases: 1,
    progress: [
      { measure: "dens-closed", target: "3", reached: "2" },
      { measure: "principals-caught", reached: "1" },
      { measure: "money-returned", reached: "2500000", currency: "CNY" },
      { measure: "laundering-groups", reached: "1" },
    ],
    rights: { restrictions: 1, liftedAsWrong: 0 },
  });
  // What was wrong stands beside it from the moment it is known.
  await room.pass(HOUR);
  await give(room, room.as("dutyLead"), "stop-payment", stop.id, "release", { reason: "good-faith", note: "goods were delivered" });
  expect(await call("/v1/operations/:id/roll-up", ministry(room), id)).toMatchObject({
    figures: { rights: { restrictions: 1, liftedAsWrong: 1 } },
    assessed: { rights: { liftedAsWrong: 0 } },
  });
  await expect(call("/v1/operations/:id/roll-up", room.as("analyst"), id)).rejects.toEqual(problem("not-found"));
  expect((await room.act(operation, chief(room), id, "close", { outcome: "done" })).state).toBe("closed");
  await expect(idea(room, ministry(room), { operation: id })).rejects.toEqual(problem("not-now", /closed/));
});

test("the campaign's figures and leads over the routes, as of a cut-off, for whoever sees the campaign", async () => {
  const { id } = await idea(room);
  const one = await drafted(room, id, SHINAN);
  await room.act(campaign, ministry(room), id, "apply", { plan: "x" });
  await room.act(campaign, chief(room), id, "approve");
  const before = room.world.nowMs();
  await room.pass(HOUR);
  await room.act(campaign, ministry(room), id, "issue");
  expect(await call("/v1/campaigns/:id/roll-up", ministry(room), id)).toMatchObject({ figures: { leads: { issued: 1 } }, assessed: null });
  expect(await call("/v1/campaigns/:id/roll-up", ministry(room), id, { cutOff: instantOf(before) })).toMatchObject({ figures: { cutOffMs: before, leads: { issued: 0 } } });
  expect(await call("/v1/campaigns/:id/leads", ministry(room), id)).toMatchObject({
    items: [{ id: one.id, stateWords: { en: "Issued, to be signed for" }, deadlines: [{ key: "campaign.leadSign", state: "armed", startedAtMs: room.world.nowMs() }] }],
    next: null,
  });
  await expect(call("/v1/campaigns/:id/leads", room.as("caseOfficer"), id)).rejects.toEqual(problem("not-found"));
});

test("approved by the head of a place that holds all units; others come in only within it", async () => {
  const county = room.as("dutyLead");
  const { id } = await room.open(operation, county, draft({ units: ["org_shibei"] }));
  await expect(room.act(operation, room.as("countyChief"), id, "approve")).rejects.toEqual(problem("not-allowed"));
  await expect(room.act(operation, county, id, "start")).rejects.toEqual(problem("not-now"));
  expect((await room.act(operation, room.as("cityChief"), id, "approve")).body.approved).toMatchObject({ span: "37/3702" });
  await expect(room.act(operation, county, id, "add-units", { units: ["org_yiwu"] })).rejects.toEqual(problem("not-now", /beyond/));
  await expect(room.act(operation, county, id, "add-units", { units: ["org_nowhere"] })).rejects.toEqual(problem("not-found"));
  await expect(room.open(operation, county, draft({ units: ["org_icbc"] }))).rejects.toEqual(problem("not-found"));
  await expect(room.open(operation, county, draft({ until: instantOf(0) }))).rejects.toEqual(problem("malformed-input"));
});

test("it begins by its plan, its units hear of it, a case of another place is not found", async () => {
  const { id } = await room.open(operation, ministry(room), draft({ from: instantOf(room.world.nowMs() + DAY) }));
  await room.act(operation, chief(room), id, "approve");
  await expect(room.act(operation, ministry(room), id, "start")).rejects.toEqual(problem("not-now", /plan/));
  await room.pass(DAY);
  await room.act(operation, ministry(room), id, "start");
  await room.settle();
  expect(
    room.handed.institution
      .filter((one) => one.what === "operation.start")
      .map((one) => one.to)
      .sort(),
  ).toEqual(["org_shinan", "org_yiwu"]);
  const mine = await room.open(operation, room.as("dutyLead", "org_yiwu"), draft({ units: [] }));
  const { id: caseId } = await filed(room, [(await accepted(room, { reporter: { number: phone(1) } })).id]);
  await expect(room.act(operation, room.as("dutyLead", "org_yiwu"), mine.id, "add-cases", { cases: [caseId] })).rejects.toEqual(problem("not-found"));
  await room.act(operation, ministry(room), id, "add-cases", { cases: [caseId] });
  expect((await room.act(operation, ministry(room), id, "remove-case", { case: caseId, why: "another group" })).body.cases).toEqual([]);
});

test("every command is refused to whoever has none of its roles", async () => {
  const { id } = await room.open(operation, room.as("analyst"), draft({ units: [] }));
  const codes = await refusals(room, operation, id, {
    "add-cases": { cases: ["cas_00000001"] },
    "remove-case": { case: "cas_00000001", why: "x" },
    "add-units": { units: ["org_qd"] },
    assess: { summary: "x", lessons: "y" },
    close: { outcome: "x" },
    cancel: { why: "x" },
  });
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
});
