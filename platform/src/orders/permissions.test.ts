/** Who may give which order: the tables against the law's data, two pairs of eyes everywhere, and nothing for the program alone. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { filedCase, freezeDraft } from "../../test/freeze-desk.ts";
import { stopDraft } from "../../test/order-desk.ts";
import { accepted } from "../../test/report-desk.ts";
import type { Role } from "../access/role.ts";
import { authorise, type Scope } from "../access/scope.ts";
import { ROLE_IDS } from "../domain/jurisdiction-words.ts";
import type { Kind } from "../matters/kind.ts";
import { whoMayDoWhat } from "../matters/matter-routes.ts";
import { freeze } from "./freeze/kind.ts";
import { hold } from "./hold/kind.ts";
import { protectiveStop } from "./protective-stop/kind.ts";
import { stopPayment } from "./stop-payment/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  await room.close();
});

const KINDS: readonly Kind[] = [stopPayment, freeze, protectiveStop, hold];
const both = (roles: readonly Role[], org = "org_shinan"): Scope =>
  authorise({ kind: "user", user: "usr_both", org, orgName: { zh: "市南", en: "Shinan" }, orgKind: "police", roles, territory: "37/3702/370202" }, roles);

test("whoever may propose and approve in the tables is who the law names", () => {
  const law = room.desk.parts.law.current(room.world.nowMs());
  for (const kind of [stopPayment, freeze, protectiveStop]) {
    const measure = law.allowed(kind.name as "freeze");
    expect([...kind.opening.who].sort()).toEqual([...measure.propose].sort());
    expect([...kind.commands["approve"].who].sort()).toEqual([...measure.approve].sort());
    // Nobody proposes and approves, whatever roles they hold.
    expect(kind.commands["approve"].notBy).toContain("open");
  }
  expect(hold.opening.who).toEqual(law.allowed("transaction-hold").propose);
});

test("what only the clock or a consequence does has no person, and what gives back has one for the holder", () => {
  const all = whoMayDoWhat(KINDS);
  const nobody = all.filter((one) => one.who.length === 0).map((one) => `${one.kind} ${one.command}`);
  for (const command of [
    "stop-payment expire",
    "stop-payment convert",
    "freeze lapse",
    "freeze take-effect",
    "freeze return",
    "protective-stop expire",
    "hold expire",
    "hold lapse",
  ])
    expect(nobody).toContain(command);
  for (const [kind, command] of [
    ["stop-payment", "ask-allowance"],
    ["freeze", "ask-allowance"],
    ["protective-stop", "ask-allowance"],
    ["protective-stop", "ask-release"],
    ["hold", "ask-release"],
  ])
    expect(all.find((one) => one.kind === kind && one.command === command)?.who).toContain("public");
  // An institution never decides about police measures: it answers, and mends its own mistakes.
  const banks = all.filter((one) => one.who.includes("bankOps") && (one.kind === "stop-payment" || one.kind === "freeze")).map((one) => `${one.kind} ${one.command}`);
  expect(banks.sort()).toEqual(["freeze answer", "freeze ask-allowance", "freeze report-held", "stop-payment answer", "stop-payment ask-allowance", "stop-payment release"]);
});

test("one person with two titles still needs another", async () => {
  const { id } = await accepted(room);
  const lead = both(["intake", "dutyLead"]);
  const stop = await room.desk.work(lead, (work) => work.openOne(stopPayment, stopDraft(room, id)));
  await expect(room.desk.work(lead, (work) => work.actOne(stopPayment, stop.id, "approve"))).rejects.toMatchObject({
    problem: { code: "not-allowed", detail: expect.stringContaining("another person") },
  });
  const filedIn = await filedCase(room);
  const chief = both(["caseOfficer", "countyChief"]);
  const proposal = await room.desk.work(chief, (work) => work.openOne(freeze, freezeDraft(filedIn)));
  await expect(room.desk.work(chief, (work) => work.actOne(freeze, proposal.id, "approve"))).rejects.toMatchObject({
    problem: { code: "not-allowed", detail: expect.stringContaining("another person") },
  });
});

test("every role that the tables do not name is refused, and its asking changes nothing", async () => {
  const { id } = await accepted(room);
  const filedIn = await filedCase(room);
  for (const [kind, draft] of [
    [stopPayment, stopDraft(room, id)],
    [freeze, freezeDraft(filedIn)],
  ] as const) {
    const made = await room.desk.work(kind === stopPayment ? room.as("analyst") : room.as("caseOfficer"), (work) => work.openAny(kind.name, draft));
    const possible = ["approve", "decline", "withdraw"];
    for (const role of ROLE_IDS) {
      if (["bankOps", "telcoOps", "platformOps", "gridOfficer"].includes(role)) continue;
      for (const command of possible) {
        if (kind.commands[command].who.includes(role)) continue;
        const asked = room.desk.work(room.as(role, "org_shinan"), (work) => work.actAny(kind.name, [{ id: made.id, command, input: command === "approve" ? {} : { why: "x" } }]));
        await expect(asked, `${kind.name} ${command} by ${role}`).rejects.toMatchObject({ problem: { code: "not-allowed" } });
      }
    }
    expect((await room.desk.find(room.system, made.id)).version).toBe(1);
  }
});
