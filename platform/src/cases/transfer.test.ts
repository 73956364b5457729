/** Handing reports and cases to the competent unit: within its hours, sent back once, settled from above, and always at an end. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, ORGS, type Room } from "../../test/case-room.ts";
import { accepted, account, events, filed, matters, paid, phone, reported, victimDraft } from "../../test/report-desk.ts";
import { authorise } from "../access/scope.ts";
import type { MatterId } from "../domain/matter.ts";
import { policeCase } from "./case/kind.ts";
import { report } from "./report/kind.ts";
import { PUBLIC_PROPOSALS_MAX } from "./report/open.ts";
import { HAND_OVERS_MAX, placeAbove } from "./transfer.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const lead = (org = "org_shinan") => room.as("dutyLead", org);

test("found not competent: what is urgent first, then handed over within 24 hours, taken over, and the reporter told by whom", async () => {
  // A stop that could not be proposed when the report came: it is one of many from the public that nobody had looked at.
  const anybody = authorise({ kind: "public", matter: "" }, "public");
  const payments = [paid(room, { toName: "李四" })];
  const sent = { territory: "37/3702/370202", narrative: "对方冒充客服，称快递丢失要双倍理赔，让我转账验证。" };
  const many = await room.desk.work(anybody, (work) =>
    work.open(
      report,
      Array.from({ length: PUBLIC_PROPOSALS_MAX + 1 }, (_, n) => victimDraft({ ...sent, channel: "online", reporter: { number: phone(n) }, payments })),
    ),
  );
  const taken = many.at(-1) ?? many[0];
  expect(await matters(room, "stop-payment")).toHaveLength(PUBLIC_PROPOSALS_MAX);
  await room.act(report, lead(), taken.id, "find-not-competent", { ground: "the person lives in Yiwu" });
  expect(await matters(room, "stop-payment")).toHaveLength(PUBLIC_PROPOSALS_MAX + 1);
  const [clock] = (await room.desk.deadlines(room.system, taken.id)).filter((one) => one.key === "case.transferToCompetent");
  // The hour of the start is not counted: from 09:00 it runs from 10:00.
  expect(clock).toMatchObject({ dueAtMs: taken.openedAtMs + 25 * HOUR, state: "armed" });

  const handed = await room.act(report, lead(), taken.id, "hand-over", { to: "org_yiwu" });
  expect(handed).toMatchObject({ state: "handed-over", org: "org_yiwu", territory: "33/3307/330782" });
  // Out of the first unit's reach, in the receiver's, and the same matter with the same number.
  await expect(room.desk.find(lead(), taken.id)).rejects.toThrow(/no .* in your scope/);
  await expect(room.act(report, lead("org_zj"), taken.id, "take-over")).rejects.toThrow(/only the unit that has/);
  const over = await room.act(report, lead("org_yiwu"), taken.id, "take-over");
  expect(over).toMatchObject({ state: "received", serial: taken.serial, body: { transfer: null } });
  expect(over.body.moves.map((move) => [move.org, move.how])).toEqual([
    ["org_shinan", "first"],
    ["org_yiwu", "handed-over"],
  ]);
  await room.pass(2 * DAY);
  expect(await events(room, taken.id)).not.toContain("overdue");
  expect(room.handed.messenger.at(-1)?.text.zh).toContain("义乌市公安局");
});

test("who keeps it too long gets an alarm, the one who found it as well as the one who does not answer", async () => {
  const taken = await reported(room);
  await room.act(report, lead(), taken.id, "find-not-competent", { ground: "elsewhere" });
  await room.pass(26 * HOUR);
  expect((await events(room, taken.id)).filter((one) => one === "overdue")).toHaveLength(1);
  await room.act(report, lead(), taken.id, "hand-over", { to: "org_yiwu" });
  await room.pass(26 * HOUR);
  expect((await events(room, taken.id)).filter((one) => one === "overdue")).toHaveLength(2);
  expect((await room.get(report, taken.id)).level).toBe(3);
});

test("sent back once with reasons, then kept, or settled by the common superior, whose word is final", async () => {
  const taken = await accepted(room);
  await room.act(report, lead(), taken.id, "find-not-competent", { ground: "the loss arose in Shibei" });
  await room.act(report, lead(), taken.id, "hand-over", { to: "org_shibei" });
  const back = await room.act(report, lead("org_shibei"), taken.id, "return", { reason: "the account was opened in Shinan" });
  expect(back).toMatchObject({ state: "handed-back", org: "org_shinan", territory: "37/3702/370202", body: { transfer: { returned: "the account was opened in Shinan" } } });
  await expect(room.act(report, lead(), taken.id, "hand-over", { to: "org_shibei" })).rejects.toThrow(/has had it already/);

  const asked = await room.act(report, lead(), taken.id, "dispute", { reason: "both places of loss" });
  expect(asked).toMatchObject({ state: "disputed", org: "org_qd", territory: "37/3702", level: 3 });
  // The parties do not decide it: they do not even see it.
  await expect(room.act(report, lead(), taken.id, "designate", { to: "org_shibei", reason: "x" })).rejects.toThrow(/no .* in your scope/);
  await expect(room.act(report, lead("org_qd"), taken.id, "designate", { to: "org_yiwu", reason: "x" })).rejects.toThrow(/not below/);
  await room.act(report, lead("org_qd"), taken.id, "designate", { to: "org_shibei", reason: "most victims are there" });
  await expect(room.act(report, lead("org_shibei"), taken.id, "return", { reason: "no" })).rejects.toThrow(/superior has said/);
  expect(await room.act(report, lead("org_shibei"), taken.id, "take-over")).toMatchObject({ state: "accepted", org: "org_shibei" });
  await expect(room.act(report, lead("org_shibei"), taken.id, "find-not-competent", { ground: "again" })).rejects.toThrow(/superior has said/);
});

test("from unit to unit it goes three times; then only a superior says who has it", async () => {
  const taken = await accepted(room);
  for (const to of ["org_shibei", "org_qd", "org_sd"]) {
    const { org } = await room.get(report, taken.id);
    await room.act(report, lead(org), taken.id, "find-not-competent", { ground: "not ours" });
    await room.act(report, lead(org), taken.id, "hand-over", { to });
    await room.act(report, lead(to), taken.id, "take-over");
  }
  await room.act(report, lead("org_sd"), taken.id, "find-not-competent", { ground: "not ours" });
  await expect(room.act(report, lead("org_sd"), taken.id, "hand-over", { to: "org_yiwu" })).rejects.toThrow(/handed over 3 times/);
  expect(await room.act(report, lead("org_sd"), taken.id, "dispute", { reason: "nobody" })).toMatchObject({ state: "disputed", org: "org_ministry" });
  await room.act(report, lead("org_ministry"), taken.id, "designate", { to: "org_yiwu", reason: "the accounts were opened there" });
  expect((await room.act(report, lead("org_yiwu"), taken.id, "take-over")).state).toBe("accepted");
});

test("the superior is the smallest place that holds both and is neither's own", () => {
  const seat = (territory: string) => ({ org: "o", territory });
  const transfer = (from: string, to: string) => ({ resume: "x", ground: "x", from: seat(from), to: seat(to), returned: null, designated: false });
  expect(placeAbove(transfer("37/3702/370202", "37/3702/370203"))).toBe("37/3702");
  expect(placeAbove(transfer("37/3702/370202", "33/3307/330782"))).toBe("");
  expect(placeAbove(transfer("37/3702", "37/3702/370202"))).toBe("37");
  expect(placeAbove(transfer("", "37"))).toBeNull();
});

test("a case goes with its reports and with the cases that go on in it, and comes back to the state it was in", async () => {
  const [one, two] = [await accepted(room), await accepted(room, { reporter: { number: phone(2) } })];
  const [main, other] = [await filed(room, [one.id]), await filed(room, [two.id])];
  const chief = room.as("countyChief");
  await room.act(policeCase, room.as("caseOfficer"), main.id, "investigate");
  await room.act(policeCase, chief, other.id, "merge", { into: main.id, ground: "same-means" });
  await room.act(policeCase, lead(), main.id, "find-not-competent", { ground: "the den is in Yiwu" });
  await room.act(policeCase, lead(), main.id, "hand-over", { to: "org_yiwu" });
  expect((await room.get(report, one.id)).org).toBe("org_shinan");
  await room.act(policeCase, lead("org_yiwu"), main.id, "take-over");
  expect(await room.get(policeCase, main.id)).toMatchObject({ state: "investigating", org: "org_yiwu" });
  expect(await room.get(policeCase, other.id)).toMatchObject({ state: "merged", org: "org_yiwu", territory: "33/3307/330782" });
  for (const { id } of [one, two]) expect(await room.get(report, id)).toMatchObject({ state: "filed", org: "org_yiwu", territory: "33/3307/330782" });
});

test("only units that keep matters receive them: no station, no bank, nobody unknown", async () => {
  const taken = await reported(room);
  await room.act(report, lead(), taken.id, "find-not-competent", { ground: "elsewhere" });
  for (const to of ["org_shinan_s1", "org_icbc", "org_nowhere"]) await expect(room.act(report, lead(), taken.id, "hand-over", { to })).rejects.toThrow(/no police unit/);
  expect((await room.act(report, lead(), taken.id, "keep", { reason: "on second thoughts ours" })).state).toBe("received");
});

test("whatever units do, a matter is handed over a bounded number of times, somebody always has it, and no clock is left behind", async () => {
  const units = ORGS.filter((one) => one.kind === "police" && one.level !== "station").map((one) => one.id);
  const steps = fc.array(
    fc.record({ command: fc.constantFrom("find-not-competent", "hand-over", "take-over", "return", "keep", "dispute", "designate"), to: fc.constantFrom(...units) }),
    {
      minLength: 20,
      maxLength: 40,
    },
  );
  let most = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (wanted) => {
      const taken = await accepted(room, { reporter: { number: phone(1) }, traits: [{ type: "account", value: account(1) }] });
      let handed = 0;
      for (const [i, { command, to }] of wanted.entries()) {
        const now = await room.get(report, taken.id);
        // A different person each time, so that four eyes are no obstacle; always of the unit that has it.
        const who = room.as("dutyLead", now.org, i);
        const done = await room.act(report, who, taken.id, command, { to, ground: "g", reason: "r" }).then(
          () => true,
          () => false,
        );
        if (done && (command === "hand-over" || command === "designate")) handed++;
        const after = await room.get(report, taken.id);
        expect(units).toContain(after.org);
      }
      expect(handed).toBeLessThanOrEqual(HAND_OVERS_MAX + 1);
      most = Math.max(most, handed);
      const end = await room.get(report, taken.id);
      const armed = (await room.desk.deadlines(room.system, taken.id as MatterId)).filter((one) => one.state === "armed").map((one) => one.key);
      expect(armed).toEqual(end.state === "accepted" ? [] : ["case.transferToCompetent"]);
    }),
    { numRuns: 12, seed: 20_260_312 },
  );
  // The sequences did go back and forth.
  expect(most).toBeGreaterThan(2);
});
