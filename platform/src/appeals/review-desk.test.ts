/**
 * The desk of those who review: the next appeal that they may decide and nobody else gets, what they have to know before,
 * what a decision would bring about, and the receipt that a counter hands over. On the real kernel and database.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { appealed, codeFor, decided, outcome, paper, REJECTED, reviewer, UPHELD } from "../../test/appeal-desk.ts";
import { caseRoom, DAY, HOUR, type Room } from "../../test/case-room.ts";
import { activeFreeze, filedCase } from "../../test/freeze-desk.ts";
import { approve as approveEntry, propose } from "../../test/list-desk.ts";
import { stopped } from "../../test/order-desk.ts";
import { account, matters } from "../../test/report-desk.ts";
import { authorise, type Scope } from "../access/scope.ts";
import type { MatterId } from "../domain/matter.ts";
import { appeal } from "./appeal/kind.ts";
import { takeNextAppeal } from "./appeal/next.ts";
import { foresee, outlookOf } from "./appeal/outlook.ts";
import { heldBy } from "./code.ts";
import { complaint } from "./complaint/kind.ts";
import { handReceipt } from "./receipt.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

/** The same person at a reviewer's desk of another unit. */
function movedTo(user: Scope, org: string, territory: string): Scope {
  const { principal } = user;
  if (principal.kind !== "user") throw new Error("no person");
  return authorise({ ...principal, org, roles: ["reviewer"], territory }, ["reviewer"]);
}
const next = async (who: Scope): Promise<MatterId | null> => {
  await room.settle();
  return (await takeNextAppeal(room.desk, who))?.id ?? null;
};
/** An entry in force, listed by the same unit, about the n-th number. */
async function listed(n: number): Promise<MatterId> {
  const grounds = [{ kind: "authority" as const, authority: "Communications administration", document: `doc-${n}` }];
  const entry = await propose(room, { type: "number", identifier: `+86139001390${String(n).padStart(2, "0")}`, strength: "block", grounds });
  await approveEntry(room, entry);
  return entry.id;
}

test("many reviewers at once: each appeal goes to one of them, and none is left", async () => {
  const made: MatterId[] = [];
  for (let n = 0; n < 12; n++) made.push((await appealed(room, await listed(n))).id);
  const people = Array.from({ length: 8 }, (_, i) => room.as("reviewer", "org_shinan", i + 1));
  await room.settle();
  const got = await Promise.all(
    people.map(async (who) => {
      const mine: MatterId[] = [];
      for (let task = await takeNextAppeal(room.desk, who); task !== null; task = await takeNextAppeal(room.desk, who)) mine.push(task.id);
      return mine;
    }),
  );
  expect(got.flat().toSorted()).toEqual(made.toSorted());
  const taken = await room.all(appeal);
  expect(taken.every(({ state, assignee, id }) => state === "in-review" && assignee === people[got.findIndex((mine) => mine.includes(id))]?.actor)).toBe(true);
});

test("nobody is given what they may not decide: not their own unit's stop, nothing they had a hand in, entered, or decided before; it stays for others", async () => {
  const { stop } = await stopped(room);
  const about = await appealed(room, stop.id);
  // Sent to the unit above; its own unit has nothing to take.
  expect(await next(room.as("reviewer", "org_shinan"))).toBeNull();
  for (const hand of [room.as("intake"), room.as("dutyLead"), room.as("intake", "org_shinan", 9)]) expect(await next(movedTo(hand, "org_qd", "37/3702"))).toBeNull();
  expect((await room.get(appeal, about.id)).state).toBe("received");
  // One who may not and one who may, at the same moment: it is not hidden from who may.
  const [moved, other] = [movedTo(room.as("dutyLead"), "org_qd", "37/3702"), reviewer(room)];
  await room.settle();
  const [refused, given] = (await Promise.all([takeNextAppeal(room.desk, moved), takeNextAppeal(room.desk, other)])).map((task) => task?.id ?? null);
  expect([refused, given]).toEqual([null, about.id]);
  expect(await next(reviewer(room, "org_qd", 2))).toBeNull();

  await decided(room, about, REJECTED);
  const again = await appealed(room, stop.id, { papers: [paper("weigh-slip")] });
  expect(await next(reviewer(room))).toBeNull();
  expect(await next(reviewer(room, "org_qd", 2))).toBe(again.id);
});

test("behind many that somebody may not have, the one that they may is found", async () => {
  const own = authorise({ ...(room.as("intake", "org_shinan", 9).principal as Extract<Scope["principal"], { kind: "user" }>), roles: ["intake", "reviewer"] }, [
    "intake",
    "reviewer",
  ]);
  for (let n = 0; n < 4; n++) await appealed(room, await listed(n), {}, own);
  const other = await appealed(room, await listed(50), {}, room.as("intake", "org_shinan", 8));
  expect(await next(own)).toBe(other.id);
  expect(await next(own)).toBeNull();
});

test("before deciding: the whole restriction, whether the reader may, the papers of the law's list, the next instance, what can stay held", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id, { grounds: ["too-much"] });
  const seen = await outlookOf(room.desk, reviewer(room), made.id);
  expect(seen).toMatchObject({
    whyNot: null,
    restrictions: [{ id: stop.id, kind: "stop-payment", inForce: true, heldMinor: "5000000", decider: { en: "Shinan anti-fraud centre" }, endsAtMs: stop.body.endsAtMs }],
    rule: { otherUnit: true, within: { en: "24 hours" }, next: { en: expect.stringContaining("administrative reconsideration") } },
    goodFaith: { papers: expect.arrayContaining([expect.objectContaining({ en: "weigh slip" })]) },
    earlier: [],
    partly: { id: stop.id, heldMinor: "5000000", currency: "CNY" },
    suspends: false,
  });
  expect(seen.rule.papers.map(({ en }) => en)).toContain("your identity document");
  const why = async (who: Scope): Promise<string | undefined> => (await outlookOf(room.desk, who, made.id)).whyNot?.en;
  expect(await why(movedTo(room.as("dutyLead"), "org_qd", "37/3702"))).toBe("had a hand in what it is about");
  expect(await why(movedTo(room.as("reviewer", "org_shinan"), "org_shinan", "37/3702"))).toBe("works in the unit that decided it");
  expect(await why(room.as("auditor", "org_ministry"))).toBe("has none of the roles that the law names for it");

  const entry = await listed(1);
  const about = await appealed(room, entry);
  expect(await outlookOf(room.desk, room.as("reviewer"), about.id)).toMatchObject({ suspends: true, partly: null, rule: { otherUnit: false } });
});

test("what a decision would bring about is what it then brings about, and looking changes nothing", async () => {
  const frozen = await activeFreeze(room, await filedCase(room), { account: account(3) });
  await room.pass(30 * DAY - HOUR);
  const made = await appealed(room, frozen.id);
  const who = room.as("reviewer");
  const rows = () =>
    room.store.snapshot((sql) =>
      sql.query<{ readonly n: number }>(
        "select (select count(*) from ledger) + (select count(*) from effect) + (select count(*) from notice) + (select sum(version) from matter)::int8 as n",
      ),
    );
  const before = await rows();
  const seen = await foresee(room.desk, who, made.id, UPHELD);
  expect(await rows()).toEqual(before);
  expect(seen).toMatchObject({
    matters: [{ id: frozen.id, before: { en: "Frozen" }, after: { en: "Lifted" } }],
    handed: [{ matter: frozen.id, to: { en: "Bank A" }, what: "freeze.end" }],
    compensation: { amountMinor: "5000000", interestMinor: "6164", currency: "CNY" },
  });
  expect(seen.told.map(({ matter }) => matter.slice(0, 3)).toSorted()).toEqual(["apl", "cpn", "frz"]);
  expect(JSON.stringify(seen)).not.toMatch(/\{code\}|token/);

  const after = await decided(room, made, UPHELD, who);
  expect(after.state).toBe("upheld");
  expect((await room.desk.find(room.system, frozen.id)).state).toBe("lifted");
  const [owed] = await matters(room, "compensation");
  expect(owed?.body).toMatchObject({ cost: { interestMinor: seen.compensation?.interestMinor } });
});

test("whoever receives the removal of a list entry is named before, and a rejection changes nothing but the appeal", async () => {
  const made = await appealed(room, await listed(3));
  const who = room.as("reviewer");
  const upheld = await foresee(room.desk, who, made.id, { result: "upheld", reasons: ["no-basis"] });
  expect(new Set(upheld.handed.flatMap(({ to }) => to?.en ?? []))).toEqual(new Set(["Operator A", "Operator B"]));
  const rejected = await foresee(room.desk, who, made.id, { result: "rejected", reasons: ["ground-stands"], note: "n" });
  expect([rejected.matters, rejected.handed, rejected.compensation]).toEqual([[], [], null]);
  expect(rejected.told[0]?.text.en).toContain("If you disagree");
  // What deciding would refuse, looking ahead refuses as well.
  expect(await outcome(foresee(room.desk, who, made.id, { result: "partly", reasons: ["amount-only"], keepMinor: "1" }))).toBe("not-now");
  expect(await outcome(foresee(room.desk, room.as("reviewer", "org_shibei"), made.id, UPHELD))).toBe("not-found");
});

test("the receipt is handed over by whoever entered it, with the code that also goes to the person, and that is in the history", async () => {
  const { stop } = await stopped(room);
  const clerk = room.as("intake", "org_shinan", 9);
  const made = await appealed(room, stop.id);
  const receipt = await handReceipt(room.desk, clerk, made.id);
  expect(receipt).toMatchObject({ serial: made.serial, code: await codeFor(room, made.id) });
  expect(receipt.text.en).toContain(`code ${receipt.code}`);
  const held = await room.store.snapshot((sql) => heldBy(sql, [receipt.code]));
  expect(held.get(receipt.code)?.matter).toBe(made.id);
  expect((await room.desk.history(room.system, made.id)).map(({ event }) => event)).toEqual(["open", "receipt-printed"]);
  expect(await outcome(handReceipt(room.desk, room.as("intake", "org_shinan", 8), made.id))).toBe("not-found");
  const spoken = await room.open(complaint, clerk, { about: stop.id, subject: "contacts", contact: "+8613800138078" });
  expect((await handReceipt(room.desk, clerk, spoken.id)).code).not.toBe(receipt.code);
});
