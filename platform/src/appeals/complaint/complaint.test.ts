/** A complaint about how something was done: who answers it, by when, what the person is told, what it never does. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { CONTACT, messages, outcome, paper } from "../../../test/appeal-desk.ts";
import { caseRoom, DAY, type Room } from "../../../test/case-room.ts";
import { activeFreeze, filedCase } from "../../../test/freeze-desk.ts";
import { stopped } from "../../../test/order-desk.ts";
import { accepted, refusals } from "../../../test/report-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { ComplaintMatter } from "./complaint.ts";
import { complaint } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

type Draft = NonNullable<(typeof complaint)["draft"]>;
const complain = async (about: MatterId | undefined, more: Partial<Draft> = {}, who = room.as("intake", "org_shinan", 9)): Promise<ComplaintMatter> => {
  const made = await room.open(complaint, who, { ...(about === undefined ? {} : { about }), subject: "contacts", contact: CONTACT, ...more });
  await room.settle();
  return made;
};

test("it is acknowledged with its day, answered by somebody who had no hand in it, and the next instance is named; the measure stays", async () => {
  const frozen = await activeFreeze(room, await filedCase(room));
  const made = await complain(frozen.id, { subject: "measure" });
  expect(made).toMatchObject({ org: "org_shinan", partner: null, parent: frozen.id, body: { clock: "complaint.freezeConduct" } });
  expect(messages(room).at(-1)).toMatch(/We have received your complaint, number \w+, code [\w-]{14}\. Shinan anti-fraud centre will answer you by/);
  // The head who approved the freeze does not answer about it.
  expect(await outcome(room.act(complaint, room.as("countyChief"), made.id, "answer", { result: "unfounded", reasons: ["within-rules"], note: "n" }))).toBe("not-allowed");
  const answered = await room.act(complaint, room.as("reviewer"), made.id, "answer", { result: "founded", reasons: ["apology", "corrected"], note: "spoke to the officer" });
  expect(answered.state).toBe("founded");
  await room.settle();
  expect(messages(room).at(-1)).toMatch(
    /has been answered: it was as you say; we apologise; it was as you say, and it has been put right.*If you are not satisfied: you may turn to the police organ one level up/,
  );
  expect(messages(room).at(-1)).not.toContain("spoke to the officer");
  expect((await room.desk.find(room.system, frozen.id)).state).toBe("active");
});

test("anything with a code can be complained about, and what has none is answered by the unit of the place", async () => {
  const { id } = await accepted(room);
  expect(await complain(id, { subject: "delay" })).toMatchObject({ parent: id, body: { clock: "petition.finish", kind: "report" } });
  const general = await complain(undefined, { subject: "conduct", place: "33/3307/330782/s9", statement: "the officer shouted" });
  expect(general).toMatchObject({ org: "org_yiwu", parent: null, body: { about: null } });
  expect(await outcome(complain(undefined, { contact: undefined } as never))).toBe("malformed-input");
  expect(await outcome(complain(id, {}, room.as("intake", "org_yiwu")))).toBe("not-found");
});

test("overdue: up a tier with a new day, told each time; at the top the person is told where else to turn", async () => {
  const frozen = await activeFreeze(room, await filedCase(room), {}, "5000000");
  const made = await complain(frozen.id);
  // Thirty days that end on a Saturday.
  await room.pass(33 * DAY);
  expect(await room.get(complaint, made.id)).toMatchObject({ org: "org_qd", state: "received", level: 3, body: { overdue: 1 } });
  expect(messages(room).at(-1)).toMatch(/was not answered in time; we are sorry\. Qingdao anti-fraud centre has taken it over/);
  await room.pass(110 * DAY);
  expect(await room.get(complaint, made.id)).toMatchObject({ org: "org_ministry", body: { overdue: 4 } });
  expect(messages(room).at(-1)).toMatch(/you may now also turn elsewhere: you may turn to the police organ one level up/);
});

test("only the roles that answer answer, and nobody of a bank in a country where the police do", async () => {
  const { stop } = await stopped(room);
  const made = await complain(stop.id);
  const banker = await complain(stop.id, { contact: undefined } as never, room.as("bankOps"));
  expect(banker.partner).toBe("org_icbc");
  expect(await outcome(room.act(complaint, room.as("bankOps", "org_icbc", 2), banker.id, "answer", { result: "unfounded", reasons: ["not-found"], note: "n" }))).toBe(
    "not-allowed",
  );
  const inputs = {
    "add-papers": { papers: [paper("identity")] },
    answer: { result: "unfounded", reasons: ["not-found"], note: "n" },
    overdue: { key: "petition.finish", dueAtMs: 1 },
  };
  expect(new Set(Object.values(await refusals(room, complaint, made.id, inputs)))).toEqual(new Set(["not-allowed"]));
});
