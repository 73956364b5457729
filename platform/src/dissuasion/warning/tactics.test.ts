/** Two units at once, holding the line, three on one call: each at the levels that have it, each recorded. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../../test/case-room.ts";
import { longCall, officer, openedLink, paying, play, VICTIM, warned } from "../../../test/warning-room.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const problem = (code: string, words?: RegExp): object => ({ problem: { code, ...(words === undefined ? {} : { detail: expect.stringMatching(words) }) } });

test("two units at once: the first on the scene has it, the other is told to stand down and makes no second visit", async () => {
  const w = play(room, (await warned(room, [paying("e1")])).id);
  await w.signs(officer(room));
  await expect(w.give("second-unit", officer(room), { unit: "org_yiwu" })).rejects.toMatchObject(problem("malformed-input", /no police unit of this place/));
  await expect(w.give("second-unit", officer(room), { unit: "org_icbc" })).rejects.toMatchObject(problem("malformed-input"));
  await w.give("second-unit", officer(room), { unit: "org_shinan" });
  await expect(w.give("second-unit", officer(room), { unit: "org_shinan" })).rejects.toMatchObject(problem("not-now", /on it already/));
  const county = room.as("dissuader", "org_shinan");
  // Both say so in the same moment.
  await Promise.all([w.give("arrive", officer(room)), w.give("arrive", county)]);
  await room.settle();
  const { body } = await w.now();
  expect(body.units.filter((unit) => unit.onSceneAtMs !== null)).toHaveLength(1);
  const [on] = body.units.filter((unit) => unit.onSceneAtMs !== null);
  const [down] = body.units.filter((unit) => unit.stoodDownAtMs !== null);
  expect(room.handed.institution.filter(({ what }) => what === "warning.stand-down").map(({ to }) => to)).toEqual([down!.org]);
  expect(room.handed.institution.filter(({ what }) => what === "warning.second-unit").map(({ to }) => to)).toEqual(["org_shinan"]);
  const [first, other] = on!.org === "org_shinan" ? [county, officer(room)] : [officer(room), county];
  await expect(w.visits(other)).rejects.toMatchObject(problem("not-now", /stands down/));
  await w.visits(first);
  expect(await w.awakened(first)).toMatchObject({ state: "awakened", body: { counts: { visit: 1 } } });
});

test("two units talk to one person: what the first found leaves the other's contact open", async () => {
  const w = play(room, (await warned(room, [paying("e1")])).id);
  await w.signs(officer(room));
  await w.give("second-unit", officer(room), { unit: "org_shinan" });
  const county = room.as("dissuader", "org_shinan");
  await w.visits(officer(room));
  await w.calls(county);
  expect(await w.noAnswer(county)).toMatchObject({ state: "in-contact" });
  expect(await w.awakened(officer(room))).toMatchObject({ state: "awakened" });
});

test("holding the line: asked of the operator, accepted, its tries recorded; only when urgent", async () => {
  const high = play(room, (await warned(room, [longCall("e1", { victim: { type: "number", text: "+8613800138222" } })])).id);
  await high.signs(officer(room));
  await expect(high.give("hold-line", officer(room), { desk: "org_telco" })).rejects.toMatchObject(problem("limit-of-law"));
  await expect(high.give("second-unit", officer(room), { unit: "org_shinan" })).rejects.toMatchObject(problem("limit-of-law"));
  const w = play(room, (await warned(room, [paying("e2")])).id);
  await w.signs(officer(room));
  await expect(w.give("line-result", officer(room), { captured: true, tries: 1 })).rejects.toMatchObject(problem("not-now"));
  await expect(w.give("hold-line", officer(room), { desk: "org_icbc" })).rejects.toMatchObject(problem("malformed-input"));
  await w.give("hold-line", officer(room), { desk: "org_telco" });
  await room.settle();
  expect(room.handed.institution.find(({ what }) => what === "line-capture.request")).toMatchObject({ to: "org_telco", fields: { number: VICTIM, emergencyCallsKept: true } });
  expect((await w.now()).body.line).toMatchObject([{ desk: "org_telco", state: "accepted" }]);
  await w.give("line-result", officer(room), { captured: false, tries: 4 });
  expect((await w.give("line-result", officer(room), { captured: true, tries: 2 })).body.line[0]?.results).toMatchObject([
    { captured: false, tries: 4 },
    { captured: true, tries: 2 },
  ]);
});

test("an operator that cannot be reached is said, and nothing else stops for it", async () => {
  const w = play(room, (await warned(room, [paying("e1")])).id);
  await w.signs(officer(room));
  await room.settle();
  room.refuse = { refused: "no such desk", retry: false };
  await w.give("hold-line", officer(room), { desk: "org_telco" });
  await room.settle();
  expect(await w.now()).toMatchObject({ state: "signed", body: { line: [{ state: "undeliverable" }] } });
});

test("three on one call is kept with the attempt, at the levels that have it", async () => {
  const medium = play(room, (await warned(room, [openedLink("e1")])).id);
  await medium.signs(officer(room));
  await medium.calls(officer(room));
  await expect(medium.result(officer(room), { outcome: "refused-to-talk", threeWay: true })).rejects.toMatchObject(problem("limit-of-law"));
  const w = play(room, (await warned(room, [paying("e2", { victim: { type: "number", text: "+8613800138333" } })])).id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  expect((await w.result(officer(room), { outcome: "refused-to-talk", threeWay: true, ringMs: 9_000, talkMs: 60_000, callRecord: "rec-9" })).body.attempts).toMatchObject([
    { threeWay: true, ringMs: 9_000, talkMs: 60_000, callRecord: "rec-9" },
  ]);
});
