/** The sample's keepers of lists: what warnings name is proposed, decided by another, shared, taken back, and every institution confirms. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, MINUTE, ORGS, type Room } from "../../test/case-room.ts";
import { entries, liveLists, type LiveLists } from "../../test/list-desk.ts";
import { longCall, openedLink, take } from "../../test/warning-room.ts";
import type { Role } from "../access/role.ts";
import { Prng } from "../base/prng.ts";
import { Books } from "./books.ts";
import type { Officer, Unit } from "./country.ts";
import { ListStaff } from "./parties/list-staff.ts";
import { Scene, type Act } from "./scene.ts";

let room: Room;
let live: LiveLists;
let staff: ListStaff;
let scene: Scene;
let stop: () => void;
const appointments: { readonly atMs: number; readonly act: Act }[] = [];
const PEOPLE: readonly (readonly [Role, string])[] = [
  ["analyst", "org_shinan"],
  ["dutyLead", "org_shinan"],
  ["reviewer", "org_shinan"],
  ["telcoOps", "org_telco"],
  ["telcoOps", "org_telco2"],
  ["platformOps", "org_platform"],
];

beforeEach(async () => {
  room = await caseRoom();
  live = await liveLists(room);
  appointments.length = 0;
  const units = ORGS.map((one): Unit => ({
    id: one.id,
    kind: one.kind,
    level: one.level,
    territory: one.territory,
    parent: one.parent,
    institution: one.institution,
    name: { zh: one.zh, en: one.en },
  }));
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
  staff = new ListStaff(scene, 0);
  stop = room.desk.watch((changes) => changes.forEach((change) => staff.changed(change)));
});
afterEach(async () => {
  stop();
  await live.close();
  await room.close();
});

/** Time goes on: what is due is done, what is handed over is read. */
async function pass(minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n++) {
    await room.pass(MINUTE);
    for (const { to, what } of room.handed.institution.splice(0)) staff.received({ id: "", channel: "institution", to, what, matter: null, fields: {}, atMs: room.world.nowMs() });
    const due = appointments.filter(({ atMs }) => atMs <= room.world.nowMs());
    for (const one of due) {
      appointments.splice(appointments.indexOf(one), 1);
      await one.act();
    }
  }
}

test("from warnings to entries in force, withdrawn ones and confirmations", async () => {
  for (let n = 0; n < 14; n++) {
    const victim = { type: "number", text: `+86138001380${n + 10}` } as const;
    const other = { type: "number", text: `+86139001390${n + 10}` } as const;
    const at = { occurredAtMs: room.world.nowMs() - 1_000, victim };
    await take(room, [longCall(`call-${n}`, { ...at, other }), openedLink(`link-${n}`, { ...at, other: { type: "site", text: `bank-login-${n}.example` } })]);
    await pass(3);
  }
  await pass(90);
  const all = await entries(room);
  const states = new Set(all.map(({ state }) => state));
  expect(all.length).toBeGreaterThan(4);
  expect([...states]).toEqual(expect.arrayContaining(["active-flag", "revoked"]));
  // Two people each: whoever proposed decided on none of their own.
  for (const { hands } of all) expect(hands["approve"]).not.toBe(hands["open"]);
  // Every institution has carried out what it was told, and what was withdrawn is over.
  const open = await room.store.snapshot((sql) => sql.query<{ readonly receiver: string }>("select receiver from share where applied_at_ms is null"));
  expect(open).toEqual([]);
  expect(states.has("recalling")).toBe(false);
  const [{ told }] = await room.store.snapshot((sql) => sql.query<{ readonly told: number }>("select count(*)::int8 as told from share"));
  expect(told).toBeGreaterThan(4);
  expect([...scene.refusals]).toEqual([]);
});
