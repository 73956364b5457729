/**
 * Acceptance of casework, checks 6 and 10: an appeal that is upheld lifts what it is about in the same transaction, with all
 * that rested on it alone and nothing else, and whoever decided a measure does not review it. On a real database; each fails
 * when its rule is taken out.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { appeal } from "../../src/appeals/appeal/kind.ts";
import { KINDS } from "../../src/app/kinds.ts";
import { authorise, type Scope } from "../../src/access/scope.ts";
import type { MatterId } from "../../src/domain/matter.ts";
import { stopPayment } from "../../src/orders/stop-payment/kind.ts";
import { appealed, codeFor, decided, reviewer, UPHELD } from "../appeal-desk.ts";
import { caseRoom, type Room } from "../case-room.ts";
import { refusal } from "../counter.ts";
import { approve as approveEntry, involved, liveLists, now, propose } from "../list-desk.ts";
import { answer, approve, bankOf, handedAs, proposed, stopDraft, stopped, stoppedNow, told } from "../order-desk.ts";
import { account, instantOf } from "../report-desk.ts";
import { everyRestriction, numberOf } from "./restrictions.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const stateOf = async (id: MatterId): Promise<string> => (await room.desk.find(room.system, id)).state;
const signs = { kind: "signals", families: ["call", "message"], scorePermille: 300, event: "evt-1" } as const;

test("6: an entry that is appealed against with success goes, with all that rested on it alone, and partners get the revocation; nothing else goes", async () => {
  const live = await liveLists(room);
  const { entry } = await involved(room, "number", numberOf(1));
  await approveEntry(room, entry);
  const on = (n: number, grounds: readonly object[]) => propose(room, { type: "number", identifier: numberOf(n), strength: "watch", grounds: [...grounds] } as never);
  const resting = await approveEntry(room, await on(2, [{ kind: "entry", matter: entry.id }]));
  const further = await approveEntry(room, await on(3, [{ kind: "entry", matter: resting.id }]));
  const besides = await approveEntry(room, await on(4, [{ kind: "entry", matter: entry.id }, signs]));
  const other = await approveEntry(room, await propose(room, { type: "number", identifier: numberOf(5), strength: "flag", grounds: [signs] } as never));
  const { stop } = await stopped(room);
  await room.settle();
  const made = await appealed(room, entry.id);
  const states = async () => Promise.all([entry, resting, further, besides, other, stop, made].map(({ id }) => stateOf(id)));
  const before = await states();

  // All of it or nothing: when the revocation cannot be written, nothing has happened.
  await room.store.transaction((sql) => sql.query("alter table effect add constraint no_withdrawals check (payload->>'what' is distinct from 'list-entry.withdraw')"));
  await expect(decided(room, made, UPHELD)).rejects.toThrow(/no_withdrawals/);
  await room.store.transaction((sql) => sql.query("alter table effect drop constraint no_withdrawals"));
  expect(await states()).toEqual(before);

  await room.act(appeal, reviewer(room), made.id, "decide", UPHELD);
  // Before anything is handed over, and in one transaction: it is all recorded in one instant and by one hand.
  expect(await states()).toEqual(["recalling", "revoked", "revoked", "watch", "active-flag", "stopped", "upheld"]);
  expect(handedAs(room, "list-entry.withdraw")).toEqual([]);
  const lines = await room.store.snapshot((sql) =>
    sql.query<{ readonly xmin: string }>("select distinct l.xmin::text as xmin from ledger l where l.matter = any($1) and l.state_after in ('recalling', 'revoked', 'upheld')", [
      [entry.id, resting.id, further.id, made.id],
    ]),
  );
  expect(lines).toHaveLength(1);
  await room.settle();
  expect([1, 2, 3, 4, 5].map((n) => live.says(numberOf(n)))).toEqual([null, null, null, "watch", "flag"]);
  expect(handedAs(room, "list-entry.withdraw").map(({ to, matter }) => [to, matter])).toEqual([
    ["org_telco", entry.id],
    ["org_telco2", entry.id],
  ]);
  expect((await told(room, entry.id)).at(-1)).toMatchObject({ template: "list-entry.withdrawn", delivered: true });
  expect((await now(room, besides)).body.grounds.map(({ withdrawn }) => withdrawn === null)).toEqual([false, true]);
  await live.close();
});

test("6: a stop goes with the stops further down its path, and no other on the same report", async () => {
  const { report, stop } = await proposed(room);
  await approve(room, stop.id);
  await room.settle();
  const hop = { account: account(21, "CCB"), holderName: "王五", amountMinor: "1000000", currency: "CNY", at: instantOf(room.world.nowMs()) };
  await answer(room, stop.id, stoppedNow(room, "3000000", { next: [hop] }));
  const next = (await room.all(stopPayment)).find((one) => one.parent === stop.id)!;
  await approve(room, next.id);
  await room.settle();
  await answer(room, next.id, stoppedNow(room, "1000000"), bankOf(room, next));
  const beside = await room.open(stopPayment, room.as("analyst"), stopDraft(room, report, { account: account(22) }));
  await approve(room, beside.id);
  await room.settle();
  await answer(room, beside.id, stoppedNow(room));
  const made = await appealed(room, stop.id);
  await decided(room, made, UPHELD);
  expect(await Promise.all([stop, next, beside].map(({ id }) => stateOf(id)))).toEqual(["released", "released", "stopped"]);
  expect(handedAs(room, "stop-payment.release").map(({ to, matter }) => [to, matter])).toEqual([
    ["org_icbc", stop.id],
    ["org_ccb", next.id],
  ]);
});

test("6: whatever limits somebody is lifted by an appeal that is upheld, and all the rest stays as it is", async () => {
  const taken = await everyRestriction(room);
  // Whoever is limited finds the code in their notice; nobody was told of what takes nothing.
  const told = new Map(taken.filter(({ kind, state }) => state !== "watch" && state !== "suspended-by-appeal" && kind !== "opening").map((one) => [one.id, one]));
  const ids = [...new Set(taken.map(({ id }) => id))];
  const states = async () => new Map(await Promise.all(ids.map(async (id) => [id, await stateOf(id)] as const)));
  for (const { id, kind } of told.values()) {
    const before = await states();
    const made = await room.open(appeal, room.as("intake", "org_shinan", 9), { code: await codeFor(room, id), grounds: ["not-involved"] });
    await room.act(appeal, room.as("reviewer", made.org, 7), made.id, "decide", UPHELD);
    const after = await states();
    expect(KINDS.get(kind)!.restricting, kind).not.toContain(after.get(id));
    for (const other of ids) if (other !== id) expect([kind, other, after.get(other)]).toEqual([kind, other, before.get(other)]);
  }
});

test("10: neither who proposed a measure nor who approved it reviews it, whatever title they have by now, nor anybody of its unit", async () => {
  const { stop } = await stopped(room);
  const made = await appealed(room, stop.id);
  const asReviewer = ({ principal }: Scope, org: string): Scope => {
    if (principal.kind !== "user") throw new Error("nobody");
    return authorise({ ...principal, org, roles: ["reviewer"], territory: org === "org_qd" ? "37/3702" : "37/3702/370202" }, ["reviewer"]);
  };
  for (const hand of [room.as("dutyLead"), room.as("intake")])
    expect(await refusal(room.act(appeal, asReviewer(hand, "org_qd"), made.id, "decide", UPHELD)), hand.actor).toBe("not-allowed");
  expect(await refusal(room.act(appeal, room.as("reviewer", "org_shinan"), made.id, "decide", UPHELD))).toBe("not-found");
  // Nor whoever brought the appeal in.
  expect(await refusal(room.act(appeal, asReviewer(room.as("intake", "org_shinan", 9), "org_qd"), made.id, "decide", UPHELD))).toBe("not-allowed");
  expect(await stateOf(stop.id)).toBe("stopped");
  expect(await refusal(room.act(appeal, reviewer(room), made.id, "decide", UPHELD))).toBe("done");
});
