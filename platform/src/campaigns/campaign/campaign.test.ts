/** A campaign from the idea to its end over three provinces' worth of units, and everything on the way that is refused. */
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  approved,
  begun,
  chief,
  drafted,
  GUANGDONG,
  idea,
  issued,
  leadDraft,
  ministry,
  NOTHING,
  officerOf,
  returned,
  SHIBEI,
  SHINAN,
  thirdProvince,
  verified,
  YIWU,
} from "../../../test/campaign-desk.ts";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { give } from "../../../test/order-desk.ts";
import { account, accepted, filed, instantOf, matters, phone, refusals } from "../../../test/report-desk.ts";
import { headFor, spanOf } from "../approval.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Territory } from "../../domain/territory.ts";
import type { Matter } from "../../matters/matter.ts";
import { lead } from "../lead/kind.ts";
import { rollUp } from "../roll-up.ts";
import { campaign } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
  await thirdProvince(room);
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const problem = (code: string, detail?: RegExp) =>
  expect.objectContaining({ problem: expect.objectContaining({ code, ...(detail === undefined ? {} : { detail: expect.stringMatching(detail) as string }) }) as object });

const supposed = (members: readonly MatterId[]): Promise<Matter> =>
  room.desk.work(room.as("analyst"), (work) => work.openAny("series", { members, ground: "one voice on both recordings" }));

test("from a confirmed series to the end: three provinces, one day, figures that name their cut-off, and a late result", async () => {
  const told = await Promise.all([1, 2].map((n) => accepted(room, { reporter: { number: phone(n) } })));
  const series = await supposed(told.map((one) => one.id));
  await give(room, room.as("analyst"), "series", series.id, "propose");
  await give(room, room.as("analyst", "org_shinan", 2), "series", series.id, "confirm");
  const { id: caseId } = await filed(room, [told[0].id]);

  const { id } = await idea(room, ministry(room), { series: [series.id], cases: [caseId] });
  const first = await drafted(room, id, SHINAN, {
    evidence: [
      { kind: "matter", ref: series.id, disclosable: true },
      { kind: "ring", ring: { ring: "ring-7", model: "rings-1", scorePermille: 912, accounts: 14, because: "one device behind all accounts" }, disclosable: false },
    ],
    subjects: [
      { of: { type: "account", value: account(70) }, role: "money" },
      { of: { type: "address", value: "house 9" }, role: "den" },
    ],
  });
  const second = await drafted(room, id, YIWU, {
    objective: "money",
    group: "points-running",
    segment: "money",
    subjects: [{ of: { type: "number", value: phone(900) }, role: "money" }],
  });
  const third = await drafted(room, id, GUANGDONG, { objective: "platform", subjects: [{ of: { type: "handle", value: "shop-app" }, role: "platform" }] });
  await room.act(campaign, ministry(room), id, "apply", { plan: "verify, then one day for all" });
  await room.act(campaign, chief(room), id, "approve");
  expect((await room.desk.find(room.system, series.id)).state).toBe("campaign");
  await room.act(campaign, ministry(room), id, "issue");
  await room.settle();
  expect((await Promise.all([first, second, third].map((one) => room.get(lead, one.id)))).map(({ org, state, territory }) => ({ org, state, territory }))).toEqual([
    { org: "org_shinan", state: "issued", territory: SHINAN },
    { org: "org_yiwu", state: "issued", territory: YIWU },
    { org: "org_gd", state: "issued", territory: GUANGDONG },
  ]);

  await room.pass(2 * HOUR);
  await verified(room, first.id, "true", [(await room.get(lead, first.id)).body.subjects[0].ref.token]);
  expect((await room.get(campaign, id)).state).toBe("verifying");
  // What proved involved is asked after where it was opened, in the same breath.
  expect((await matters(room, "trace-back")).map((one) => one.parent)).toEqual([first.id]);
  await verified(room, second.id, "partly");
  await verified(room, third.id, "false");
  await returned(room, third.id);
  await begun(room, id);
  expect((await room.get(campaign, id)).state).toBe("take-down");
  await room.act(lead, officerOf(room, "org_shinan"), first.id, "act", { action: "den-raid", note: "raided" });
  await room.act(lead, officerOf(room, "org_yiwu"), second.id, "act", { action: "arrest", note: "two people" });
  await returned(room, first.id, {
    persons: [{ person: "p-1", case: caseId, status: "caught", part: "principal" }],
    dens: [{ address: "house 9" }],
    devices: [
      { kind: "sim-gateway", device: "gw-1" },
      { kind: "phone", count: 5 },
    ],
    money: [{ kind: "account", account: account(70), amountMinor: "100000", currency: "CNY" }],
  });
  await returned(room, second.id, {
    // The same person and account once more, and the person in a case of their own.
    persons: [
      { person: "p-1", case: caseId, status: "prosecuted", part: "principal" },
      { person: "p-1", case: null, status: "caught" },
    ],
    devices: [{ kind: "sim-gateway", device: "gw-1" }],
    money: [
      { kind: "account", account: account(70), amountMinor: "90000", currency: "CNY" },
      { kind: "cash", amountMinor: "5000", currency: "CNY" },
    ],
  });
  await room.act(campaign, ministry(room), id, "settle");
  const assessed = await room.act(campaign, ministry(room), id, "assess", { summary: "most leads held", lessons: "sign sooner" });
  const figures = assessed.body.assessments[0].rollUp;
  expect(figures).toMatchObject({
    cutOffMs: room.world.nowMs(),
    leads: { issued: 3, signed: 3, signedInTime: 3, verified: { true: 1, partly: 1, false: 1 }, acted: 2, actedEarly: 0, returned: 3, withdrawn: 0, overdue: 0, supervised: 0 },
    persons: { prosecuted: 1, caught: 1, identified: 0 },
    principalsCaught: 1,
    dens: 1,
    devices: 6,
    money: [{ currency: "CNY", amountMinor: "105000" }],
    provinces: ["33", "37", "44"],
  });
  expect(figures.byUnit.map(({ org, returned: back }) => [org, back])).toEqual([
    ["org_gd", 1],
    ["org_shinan", 1],
    ["org_yiwu", 1],
  ]);
  await expect(room.act(campaign, chief(room), id, "close", { outcome: "done" })).resolves.toMatchObject({ state: "closed" });
  expect((await room.all(lead)).map(({ state }) => state)).toEqual(["closed", "closed", "closed"]);

  // What comes late changes the figures of later, not those that were assessed.
  await room.pass(3 * DAY);
  await room.act(lead, officerOf(room, "org_yiwu"), second.id, "amend", { result: { ...NOTHING, dens: [{ address: "house 10" }] }, note: "found in the files" });
  const all = await room.all(lead);
  expect(rollUp(all, room.world.nowMs()).dens).toBe(2);
  expect(rollUp(all, figures.cutOffMs)).toEqual(figures);
});

test("a unit hears of its own leads and of nothing more, before the day and on it", async () => {
  const { id, leads } = await issued(room, [SHINAN, SHINAN, YIWU, GUANGDONG]);
  await verified(room, leads[0].id);
  await begun(room, id);
  const own = new Map([
    ["org_shinan", [leads[0].id, leads[1].id]],
    ["org_yiwu", [leads[2].id]],
    ["org_gd", [leads[3].id]],
  ]);
  for (const what of ["campaign.package", "campaign.window", "campaign.take-down"]) {
    const sent = room.handed.institution.filter((one) => one.what === what);
    expect(new Map(sent.map((one) => [one.to, one.fields["leads"]]))).toEqual(own);
    for (const one of sent) for (const [unit, ids] of own) if (unit !== one.to) for (const lead_ of ids) expect(JSON.stringify(one.fields)).not.toContain(lead_);
  }
  const yiwu = officerOf(room, "org_yiwu");
  expect((await room.desk.list(yiwu, { kind: "lead", limit: 10 })).matters.map((one) => one.id)).toEqual([leads[2].id]);
  expect((await room.desk.list(yiwu, { kind: "campaign", limit: 10 })).matters).toEqual([]);
  await expect(room.desk.find(yiwu, id)).rejects.toEqual(problem("not-found"));
});

test("before it is issued a lead is nobody's but the leading unit's", async () => {
  const { id } = await idea(room);
  const one = await drafted(room, id, YIWU);
  await expect(room.desk.find(officerOf(room, "org_yiwu"), one.id)).rejects.toEqual(problem("not-found"));
  expect((await room.desk.list(room.as("dutyLead", "org_zj"), { kind: "lead", limit: 10 })).matters).toEqual([]);
});

test("who approves follows from what it reaches: the head of a place that holds all of it, by the profile", async () => {
  const law = room.desk.parts.law.current(room.world.nowMs());
  expect(headFor(law, SHINAN as Territory)).toBe("countyChief");
  expect(headFor(law, `${SHINAN}/s1` as Territory)).toBe("countyChief");
  expect(headFor(law, "37/3702" as Territory)).toBe("cityChief");
  expect(headFor(law, "37" as Territory)).toBe("provinceChief");
  expect(headFor(law, "" as Territory)).toBe("provinceChief");
  expect(spanOf([SHINAN, SHIBEI])).toBe("37/3702");
  expect(spanOf([SHINAN, YIWU])).toBe("");

  const county = room.as("analyst");
  const { id } = await idea(room, county);
  await drafted(room, id, SHINAN, {}, county);
  await drafted(room, id, SHIBEI, {}, county);
  await room.act(campaign, county, id, "apply", { plan: "together" });
  await expect(room.act(campaign, room.as("countyChief"), id, "approve")).rejects.toEqual(problem("not-allowed", /City|city/));
  await expect(room.act(campaign, room.as("dutyLead"), id, "approve")).rejects.toEqual(problem("not-allowed"));
  // A head of that level elsewhere does not even find it.
  await expect(room.act(campaign, room.as("provinceChief", "org_zj"), id, "approve")).rejects.toEqual(problem("not-found"));
  expect((await room.act(campaign, room.as("cityChief"), id, "approve")).body.approved).toMatchObject({ span: "37/3702", tier: "city", role: "cityChief" });
  // A lead beyond it does not go out until somebody higher has approved the wider reach.
  const far = await drafted(room, id, YIWU, {}, county);
  await expect(room.act(campaign, county, id, "issue")).rejects.toEqual(problem("not-now", /beyond what was approved/));
  await expect(room.act(campaign, room.as("cityChief"), id, "widen", { note: "x" })).rejects.toEqual(problem("not-allowed"));
  await expect(room.act(campaign, room.as("provinceChief"), id, "widen", { note: "x" })).rejects.toEqual(problem("not-allowed"));
  await room.act(campaign, chief(room), id, "widen", { note: "they moved on" });
  await room.act(campaign, county, id, "issue");
  expect((await room.get(lead, far.id)).org).toBe("org_yiwu");
});

test("nobody approves their own, and a campaign without leads is not applied for", async () => {
  const head = chief(room);
  const both = room.as("dutyLead", "org_ministry");
  const { id } = await idea(room, both);
  await expect(room.act(campaign, both, id, "apply", { plan: "x" })).rejects.toEqual(problem("not-now", /no lead/));
  await drafted(room, id, SHINAN);
  await room.act(campaign, both, id, "apply", { plan: "x" });
  await expect(room.act(campaign, both, id, "approve")).rejects.toEqual(problem("not-allowed"));
  await room.act(campaign, head, id, "send-back", { why: "more evidence" });
  await room.act(campaign, both, id, "apply", { plan: "y" });
  const { leads } = { leads: await room.all(lead) };
  await room.act(campaign, head, id, "decline", { why: "not now" });
  expect((await room.get(lead, leads[0].id)).state).toBe("withdrawn");
});

test("whoever closes is another than who assessed; cancelling takes every open lead with it", async () => {
  const { id, leads } = await issued(room, [SHINAN, YIWU]);
  await verified(room, leads[0].id);
  await room.act(campaign, room.as("dutyLead", "org_ministry"), id, "cancel", { why: "the group has fallen apart" });
  expect((await room.all(lead)).map(({ state }) => state)).toEqual(["withdrawn", "withdrawn"]);
  expect(room.handed.institution.filter((one) => one.what === "lead.withdrawn")).toEqual([]);
  await room.settle();
  expect(
    room.handed.institution
      .filter((one) => one.what === "lead.withdrawn")
      .map((one) => one.to)
      .sort(),
  ).toEqual(["org_shinan", "org_yiwu"]);
  await expect(drafted(room, id, SHINAN)).rejects.toEqual(problem("not-now", /takes no more leads/));
});

test("the take-down waits for its window; it is assessed without results only with a reason", async () => {
  const { id, leads } = await issued(room, [SHINAN]);
  await verified(room, leads[0].id);
  await expect(room.act(campaign, chief(room), id, "take-down")).rejects.toEqual(problem("not-now", /no day/));
  const from = room.world.nowMs() + HOUR;
  await expect(room.act(campaign, chief(room), id, "set-window", { from: instantOf(room.world.nowMs() - HOUR), until: instantOf(from) })).rejects.toEqual(
    problem("malformed-input"),
  );
  await room.act(campaign, chief(room), id, "set-window", { from: instantOf(from), until: instantOf(from + HOUR) });
  await expect(room.act(campaign, chief(room), id, "take-down")).rejects.toEqual(problem("not-now", /outside the window/));
  await room.pass(3 * HOUR);
  await expect(room.act(campaign, chief(room), id, "take-down")).rejects.toEqual(problem("not-now", /outside the window/));
  await begun(room, id);
  await room.act(campaign, ministry(room), id, "settle");
  await expect(room.act(campaign, ministry(room), id, "assess", { summary: "x", lessons: "y" })).rejects.toEqual(problem("not-now", /not returned/));
  const done = await room.act(campaign, ministry(room), id, "assess", { summary: "x", lessons: "y", unfinished: "the unit works on" });
  expect(done.body.assessments[0].unfinished).toBe("the unit works on");
});

test("a campaign rests on what a person confirmed: a supposed series is refused", async () => {
  const told = await Promise.all([1, 2].map((n) => accepted(room, { reporter: { number: phone(n) } })));
  const series = await supposed(told.map((one) => one.id));
  await expect(idea(room, ministry(room), { series: [series.id] })).rejects.toEqual(problem("not-now", /hypothesis/));
  const { id } = await idea(room);
  await expect(drafted(room, id, SHINAN, { evidence: [{ kind: "matter", ref: series.id, disclosable: true }] })).rejects.toEqual(problem("not-now", /confirmed/));
  // What lies outside the scope is not found.
  await expect(idea(room, room.as("analyst", "org_yiwu"), { series: [series.id] })).rejects.toEqual(problem("not-found"));
});

test("when a consequence fails nothing of the command remains", async () => {
  const { id, leads } = await approved(room, [SHINAN, YIWU]);
  await room.store.transaction((sql) => sql.query("update matter set state = 'closed' where id = $1", [leads[1].id]));
  // One lead was changed behind the campaign's back between reading and issuing: here by hand, in life by a race.
  const desk = room.desk;
  await expect(
    desk.work(ministry(room), async (work) => {
      await work.actOne(campaign, id, "issue");
      await work.actOne(lead, leads[1].id, "issue", { unit: "org_yiwu", territory: YIWU }, "consequence");
    }),
  ).rejects.toEqual(problem("not-now"));
  expect((await room.get(campaign, id)).state).toBe("approved");
  expect((await room.get(lead, leads[0].id)).state).toBe("drafted");
});

test("in a country without heads of police organs and without these clocks, the lead of the duty approves and nothing is overdue", async () => {
  await room.close();
  room = await caseRoom({ profile: "UK" });
  const { id } = await room.open(campaign, room.as("analyst", "org_ministry"), { name: "x", idea: "y", objectives: ["den"] });
  // The places of the room are China's; the scheme of this country refuses them, so the whole country is the place.
  const one = await room.open(lead, room.as("analyst", "org_ministry"), leadDraft(id, ""));
  await room.act(campaign, room.as("analyst", "org_ministry"), id, "apply", { plan: "x" });
  await expect(room.act(campaign, room.as("provinceChief", "org_ministry"), id, "approve")).rejects.toEqual(problem("not-allowed"));
  await room.act(campaign, room.as("dutyLead", "org_ministry"), id, "approve");
  await room.act(campaign, room.as("analyst", "org_ministry"), id, "issue");
  await room.pass(60 * DAY);
  expect((await room.get(lead, one.id)).body.steps.map(({ what }) => what)).toEqual(["issued"]);
});

test("every command is refused to whoever has none of its roles", async () => {
  const { id } = await idea(room, room.as("analyst"));
  const text = "x";
  const codes = await refusals(room, campaign, id, {
    apply: { plan: text },
    decline: { why: text },
    "send-back": { why: text },
    widen: { note: text },
    "settle-conflict": { key: text, how: "joint", note: text },
    "set-window": { from: instantOf(room.world.nowMs() + HOUR), until: instantOf(room.world.nowMs() + DAY) },
    "send-lead-back": { lead: "led_00000001", why: text },
    "withdraw-leads": { leads: ["led_00000001"], why: text },
    assess: { summary: text, lessons: text },
    close: { outcome: text },
    cancel: { why: text },
    join: { operation: "ope_00000001" },
    verify: { lead: "led_00000001" },
  });
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
});
