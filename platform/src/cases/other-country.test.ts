/** Another country's profile changes powers, clocks and words of reports and cases without a change of code. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, type Room } from "../../test/case-room.ts";
import { account, instantOf, matters, phone, victimDraft } from "../../test/report-desk.ts";
import { policeCase } from "./case/kind.ts";
import { report } from "./report/kind.ts";
import { triageOf } from "./report/triage.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom({ profile: "UK" });
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const place = "E92000001/E12000007/met";

test("no stop where the police have no such power, no head who files, no clock that the country does not have", async () => {
  const taken = await room.open(
    report,
    room.as("intake"),
    victimDraft({
      territory: place,
      reporter: { number: phone(1) },
      payments: [{ to: account(1), amountMinor: "100000", currency: "GBP", paidAt: instantOf(room.world.nowMs() - 60_000) }],
    }),
  );
  expect(taken.territory).toBe(place);
  expect(await matters(room, "stop-payment")).toHaveLength(0);
  await room.act(report, room.as("intake"), taken.id, "accept");
  const made = await room.open(policeCase, room.as("caseOfficer"), { reports: [taken.id], summary: "paid to a false shop", territory: place });
  // Nobody holds the office of a county's head there: whoever leads the duty records it, still a second person.
  expect((await room.act(policeCase, room.as("dutyLead"), made.id, "file")).state).toBe("filed");
  expect((await triageOf(room.desk, room.as("dutyLead"), taken.id)).reached).toEqual([]);
  await room.settle();
  expect(room.handed.messenger[0].text.en).toMatch(/tracking code|code/);

  const other = await room.open(report, room.as("intake"), victimDraft({ territory: place }));
  await room.act(report, room.as("intake"), other.id, "accept");
  await room.act(report, room.as("dutyLead"), other.id, "decline", { reason: "no information that could be followed" });
  await room.pass(30 * DAY);
  expect((await room.get(report, other.id)).state).toMatch(/^declined/);
});
