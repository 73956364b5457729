/**
 * Acceptance of casework, check 10: for every measure whoever proposed it does not approve it, and whoever decided does not
 * review. Walked on the real desk with people who hold every title of the police at once, so that nothing but the second
 * pair of eyes can refuse them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLES, type Role } from "../../src/access/role.ts";
import { authorise, type Scope } from "../../src/access/scope.ts";
import { KINDS } from "../../src/app/kinds.ts";
import { policeCase } from "../../src/cases/case/kind.ts";
import { report } from "../../src/cases/report/kind.ts";
import { lineBreak } from "../../src/dissuasion/line-break/kind.ts";
import { MEASURE_KINDS, type MeasureKind } from "../../src/domain/jurisdiction-words.ts";
import type { MatterId, MatterKindName } from "../../src/domain/matter.ts";
import { listEntry } from "../../src/listings/list-entry/kind.ts";
import { freeze } from "../../src/orders/freeze/kind.ts";
import { protectiveStop } from "../../src/orders/protective-stop/kind.ts";
import { refund } from "../../src/orders/refund/kind.ts";
import { stopPayment } from "../../src/orders/stop-payment/kind.ts";
import { caseRoom, DAY, HOUR, type Room } from "../case-room.ts";
import { ACCOUNT, clerk, counter, givenScreen, refusal, verdictWith } from "../counter.ts";
import { freezeDraft, frozenNow } from "../freeze-desk.ts";
import { NUMBER, numberDesk } from "../number-desk.ts";
import { stopDraft } from "../order-desk.ts";
import { claimInput, FINDINGS, frozen, victimsInCase } from "../refund-desk.ts";
import { account, instantOf, phone, victimDraft } from "../report-desk.ts";
import { paying, warned } from "../warning-room.ts";

let room: Room;
beforeAll(async () => {
  room = await caseRoom();
  await room.store.transaction(async (sql) => {
    for (const n of [1, 2, 3, 4])
      await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ($1, $1, $1, 'org_shinan', $2, 0)", [`usr_all_${n}`, POLICE]);
  });
});
afterAll(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

/** Whoever has the title of a higher tier acts with it, and sits at none here. */
const NOT_HERE: readonly Role[] = ["cityChief", "provinceChief"];
const POLICE = (Object.keys(ROLES) as Role[]).filter((role) => (ROLES[role].of as readonly string[]).includes("police") && !NOT_HERE.includes(role));
/** Somebody with every title that the police of a county have. */
const hand = (n: number, org = "org_shinan", territory = "37/3702/370202"): Scope =>
  authorise({ kind: "user", user: `usr_all_${n}`, org, orgName: { zh: "反诈中心", en: "Centre" }, orgKind: "police", roles: POLICE, territory }, "signed-in");
const [first, second, third] = [hand(1), hand(2), hand(3)];

/** Not by these, whatever titles they have; by the other. */
async function notBy(kind: MatterKindName, id: MatterId, command: string, input: object, earlier: readonly Scope[], other: Scope): Promise<void> {
  const give = (who: Scope): Promise<string> => refusal(room.desk.work(who, (work) => work.actAny(kind, [{ id, command, input }])));
  for (const who of earlier) expect(await give(who), `${kind} ${command} by ${who.actor}`).toBe("not-allowed");
  expect(await give(other), `${kind} ${command} by ${other.actor}`).toBe("done");
}

/** The same person, of the organ above. */
const above = (n: number): Scope => hand(n, "org_qd", "37/3702");

const walked = new Set<MeasureKind>();

test("10: stop-payment, freeze and its renewal", async () => {
  const { id: reported } = await room.open(report, first, victimDraft());
  await room.act(report, first, reported, "accept");
  const stop = await room.open(stopPayment, first, stopDraft(room, reported));
  await notBy("stop-payment", stop.id, "approve", {}, [first], second);
  const made = await room.open(policeCase, first, { reports: [reported], summary: "a false shop" });
  await notBy("case", made.id, "file", {}, [first], second);
  const frost = await room.open(freeze, first, freezeDraft(made.id));
  await notBy("freeze", frost.id, "approve", {}, [first], second);
  await room.settle();
  await room.act(freeze, room.as("bankOps"), frost.id, "answer", frozenNow(room));
  await room.act(freeze, second, frost.id, "ask-renewal", { reason: "investigating", progress: "nine of fourteen hops traced" });
  await notBy("freeze", frost.id, "renew", {}, [second], first);
  walked.add("stop-payment").add("freeze");
});

test("10: protective stop, and whoever approved it does not decide whether it goes on", async () => {
  const { id: parent } = await room.open(report, first, victimDraft());
  await room.act(report, first, parent, "accept");
  const { id } = await room.open(protectiveStop, first, {
    parent,
    person: "370202195505051234",
    account: account(5),
    contact: phone(55),
    currency: "CNY",
    reason: "payment-imminent",
    basis: { kind: "danger", ground: "on the phone" },
    tried: ["message", "call", "visit"],
  });
  await notBy("protective-stop", id, "approve", {}, [first], second);
  await room.settle();
  await room.act(protectiveStop, room.as("bankOps"), id, "answer", { result: "stopped", at: instantOf(room.world.nowMs()) });
  await room.act(protectiveStop, authorise({ kind: "public", matter: id }, "public"), id, "ask-release", {});
  await notBy("protective-stop", id, "decide-release", { release: true }, [first, second], third);
  walked.add("protective-stop");
});

test("10: the line of a person at risk", async () => {
  const warning = await warned(room, [paying("e1")]);
  const { id } = await room.open(lineBreak, first, { warning: warning.id, operator: "org_telco", consent: { how: "recorded-call", ref: "rec-1" }, ground: "about to transfer" });
  await notBy("line-break", id, "approve", {}, [first], second);
  walked.add("line-suspension");
});

test("10: an action on a number, each grade", async () => {
  const { anna, ben, give, raise, done } = numberDesk(room);
  const action = await raise({ number: NUMBER });
  await notBy("number-action", action.id, "notify", {}, [anna()], ben());
  await room.pass(25 * HOUR);
  await give(ben(), action, "whereabouts", { where: "home" });
  await notBy("number-action", action.id, "impose", { grade: "outgoing" }, [anna()], ben());
  await done(action);
  walked.add("number-action");
});

test("10: a list entry", async () => {
  const authority = { kind: "authority", authority: "Communications administration", document: "doc-7" } as const;
  const { id } = await room.open(listEntry, first, { type: "number", identifier: "+8613900139000", strength: "block", grounds: [authority] });
  await notBy("list-entry", id, "approve", {}, [first], second);
  await room.act(listEntry, second, id, "ask-extension", { grounds: [{ ...authority, document: "doc-8" }], note: "goes on" });
  await notBy("list-entry", id, "extend", {}, [first, second], third);
  walked.add("list-entry");
});

test("10: a return of funds, and objections to it by neither who planned nor who approved", async () => {
  const { case: id, victims } = await victimsInCase(room, ["70000", "20000"], 700);
  const held = await frozen(room, id, "33333", 71);
  const over = await room.open(refund, first, { case: id, freezes: [held.id] });
  for (const one of victims) await room.act(refund, first, over.id, "add-claim", claimInput(one));
  const { body } = await room.act(refund, first, over.id, "plan");
  const raised = await room.act(refund, hand(4), over.id, "object", { claim: body.claims[0]!.id, by: "other", contact: phone(60), ground: "not-a-victim" });
  await room.pass(35 * DAY);
  await notBy("refund", over.id, "approve", { findings: FINDINGS }, [first], second);
  await notBy("refund", over.id, "decide-objection", { result: "dismissed", objection: raised.body.objections[0]!.id, reason: "claim-proved" }, [first, second, hand(4)], third);
});

test("10: a report that is declined is reviewed by neither who took it nor who declined it, and again by none of them", async () => {
  const { id } = await room.open(report, first, victimDraft());
  await room.act(report, first, id, "accept");
  await notBy("report", id, "decline", { reason: "a civil dispute" }, [first], second);
  await room.act(report, first, id, "told", { at: instantOf(room.world.nowMs()), how: "by telephone" });
  await room.act(report, authorise({ kind: "public", matter: id }, "public"), id, "ask-review", { ground: "the shop never existed" });
  await notBy("report", id, "decide-review", { result: "stands", reason: "as before" }, [first, second], third);
  await room.act(report, authorise({ kind: "public", matter: id }, "public"), id, "ask-re-review", { ground: "there are three more" });
  await notBy("report", id, "decide-re-review", { result: "overturned", reason: "there are three more" }, [1, 2, 3].map(above), above(4));
});

test("10: an opening is refused by another clerk than the one who asked", async () => {
  const { opening } = await counter(
    room,
    givenScreen(() => verdictWith(["O04"], { action: "hold" })),
  ).check(clerk(room), { ...ACCOUNT });
  await notBy("opening", opening as MatterId, "refuse", { ground: "O04", alternativeOffered: true }, [clerk(room)], clerk(room, 2));
});

test("10: no measure that anybody approves was left out", () => {
  const law = room.desk.parts.law.current(room.world.nowMs());
  const ordered = MEASURE_KINDS.filter((kind) => {
    const rule = law.measures[kind];
    return rule.allowed && rule.approve.length > 0;
  });
  // Nobody can order these two here: there is no kind of matter for them.
  const without: readonly MeasureKind[] = ["takedown", "sanction"];
  for (const kind of without) expect([...KINDS.keys()]).not.toContain(kind);
  expect(ordered.filter((kind) => !without.includes(kind) && !walked.has(kind))).toEqual([]);
  // A bank holds a payment by its own power, and decides that by itself.
  expect(law.allowed("transaction-hold").approve).toEqual([]);
});
