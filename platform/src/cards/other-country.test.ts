/** The two cards where a country has other law: no power over numbers, no ground for a refusal, no clock for a trace-back. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, type Room } from "../../test/case-room.ts";
import { clerk, counter, givenScreen, refusal, verdictWith } from "../../test/counter.ts";
import { EVIDENCE, NUMBER } from "../../test/number-desk.ts";
import type { MatterId } from "../domain/matter.ts";
import { numberAction } from "./number-action/kind.ts";
import { opening } from "./opening/kind.ts";
import { traceInvolved } from "./trace-back/from-involved.ts";
import { traceBack } from "./trace-back/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom({ profile: "UK", startMs: Date.parse("2026-03-12T09:00:00Z") });
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

test("without a power over numbers nobody acts on one", async () => {
  expect(await refusal(room.open(numberAction, room.as("telcoOps"), { number: NUMBER, risk: "silent", evidence: [...EVIDENCE] }))).toBe("limit-of-law");
});

test("a person looks, no clock of that country runs, and there is nothing on which it could be refused", async () => {
  const at = counter(
    room,
    givenScreen(() => verdictWith(["O04", "O05"], { action: "hold" })),
  );
  const answer = await at.check(clerk(room), { subject: "somebody", product: "account", contactNumber: "+447700900123" });
  expect([answer.answer, answer.grounds]).toEqual(["look", []]);
  const id = answer.opening as MatterId;
  expect(await room.desk.deadlines(room.system, id)).toEqual([]);
  expect(await refusal(room.act(opening, clerk(room, 2), id, "refuse", { ground: "O04", alternativeOffered: true }))).toBe("limit-of-law");
  await at.decides(clerk(room, 2), answer.check, { decision: "limited" });
  await room.settle();
  expect(room.handed.messenger[0].text.en).toMatch(/opened with limits for now.*159/s);
});

test("an involved card is traced, and no clock that the country has not got runs", async () => {
  const { id: because } = await room.desk.work(room.system, async (work) => ({
    id: (
      await work.query<{ readonly id: MatterId }>(
        "insert into matter (id, kind, state, version, serial, profile, territory, org, opened_at_ms, changed_at_ms, opened_by, hands, body) values ('cas_0001', 'case', 'filed', 1, 's', 'UK', '', 'org_ministry', 0, 0, 'x', '{}', '{}') returning id",
      )
    )[0].id,
  }));
  await room.desk.work(room.system, async (work) => {
    const ref = work.identify("account", "ICBC:6222021234567890", "account");
    await traceInvolved(work, { name: "found-involved", token: ref.token, ref, matter: because, territory: "" });
  });
  await room.pass(30 * DAY);
  const [trace] = await room.all(traceBack);
  expect(trace).toMatchObject({ state: "issued", partner: "org_icbc", body: { dueAtMs: null, overdueAtMs: null } });
});
