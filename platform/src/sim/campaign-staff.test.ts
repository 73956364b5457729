/** The sample's campaign: proposed, approved by another, issued, worked by its units with some left over, and the take-down left alone. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, MINUTE, ORGS, type Room } from "../../test/case-room.ts";
import { accepted, paid, phone } from "../../test/report-desk.ts";
import type { Role } from "../access/role.ts";
import type { Campaign } from "../campaigns/campaign/campaign.ts";
import { campaign } from "../campaigns/campaign/kind.ts";
import { Prng } from "../base/prng.ts";
import type { MatterId } from "../domain/matter.ts";
import { Books } from "./books.ts";
import type { Officer, Unit } from "./country.ts";
import { CampaignStaff } from "./parties/campaign-staff.ts";
import { Scene, type Act } from "./scene.ts";

const CITY = "org_qd";
const PEOPLE: readonly (readonly [Role, string])[] = [
  ["analyst", CITY],
  ["cityChief", CITY],
  ["analyst", "org_shinan"],
  ["caseOfficer", "org_shinan"],
  ["analyst", "org_shibei"],
  ["caseOfficer", "org_shibei"],
];

let room: Room;
let scene: Scene;
let stop: () => void = () => undefined;
let appointments: { readonly atMs: number; readonly act: Act }[];

beforeEach(async () => {
  room = await caseRoom();
  appointments = [];
  const units = ORGS.map(({ id, kind, level, territory, parent, institution, zh, en }): Unit => ({ id, kind, level, territory, parent, institution, name: { zh, en } }));
  const officers = PEOPLE.map(([role, org]): Officer => {
    const scope = room.as(role, org);
    return { user: scope.actor, org, roles: [role], scope, hours: "always", freeAtMs: 0 };
  });
  scene = new Scene({
    prng: new Prng(7),
    country: { units, officers, homes: [] },
    books: new Books(10),
    nowMs: () => room.world.nowMs(),
    profile: () => room.desk.parts.law.current(room.world.nowMs()),
    desk: () => room.desk,
    later: (delayMs, act) => appointments.push({ atMs: room.world.nowMs() + delayMs, act }),
  });
});
afterEach(async () => {
  stop();
  await room.close();
});

function play(leaves: number): CampaignStaff {
  const staff = new CampaignStaff(scene, ["ICBC:6222000000000011", "CCB:6227000000000022", "ABC:6228000000000033"], leaves);
  stop = room.desk.watch((changes) => changes.forEach((change) => staff.changed(change)));
  staff.begin();
  return staff;
}

async function pass(minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n++) {
    await room.pass(MINUTE);
    const due = appointments.filter(({ atMs }) => atMs <= room.world.nowMs());
    for (const one of due) {
      appointments.splice(appointments.indexOf(one), 1);
      await one.act();
    }
  }
}

interface Row {
  readonly id: MatterId;
  readonly state: string;
  readonly org: string;
}
const rows = (kind: string): Promise<readonly Row[]> => room.store.snapshot((sql) => sql.query<Row>("select id, state, org from matter where kind = $1 order by id", [kind]));

test("one campaign under an operation, two hands on both; its units return what they have, and the day is nobody's but the console's", async () => {
  play(0);
  await pass(120);
  const [made, ...others] = await rows("campaign");
  expect(others).toEqual([]);
  expect(made).toMatchObject({ state: "verifying", org: CITY });
  expect((await rows("operation")).map(({ state }) => state)).toEqual(["running"]);
  const { body, hands } = await room.get(campaign, made.id);
  expect(hands["approve"]).not.toBe(hands["apply"]);
  // What both districts have is there to be settled by somebody.
  expect((body as Campaign).conflicts.map(({ settled }) => settled)).toEqual([null]);
  const leads = await rows("lead");
  expect([...new Set(leads.map(({ org }) => org))].toSorted()).toEqual(["org_shibei", "org_shinan"]);
  expect(leads.every(({ state }) => state === "returned")).toBe(true);
  expect((body as Campaign).window).toBeNull();
});

test("a report that is accepted becomes a further lead to the unit of its place, and a second start makes no second campaign", async () => {
  play(1);
  await pass(30);
  const before = await rows("lead");
  await accepted(room, { reporter: { number: phone(1) }, payments: [paid(room)] });
  await pass(10);
  const further = (await rows("lead")).filter(({ id }) => !before.some((one) => one.id === id));
  expect(further).toMatchObject([{ org: "org_shinan", state: "issued" }]);
  // Left altogether to the console: nobody signs.
  expect((await rows("lead")).every(({ state }) => state === "issued")).toBe(true);
  stop();
  play(1);
  await pass(30);
  expect(await rows("campaign")).toHaveLength(1);
});
