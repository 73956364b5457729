/** What an entry rests on: it falls, is lowered or stands with what is left, and everything that rested on it alone goes with it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { approve, entries, give, involved, liveLists, now, propose, type LiveLists } from "../../test/list-desk.ts";
import { give as order, told } from "../../test/order-desk.ts";
import { filed, accepted, paid } from "../../test/report-desk.ts";
import type { Announcement } from "../domain/announcement.ts";
import type { MatterId } from "../domain/matter.ts";
import { reweighRule } from "./consequences.ts";
import { listEntry } from "./list-entry/kind.ts";
import type { EntryMatter } from "./list-entry/outward.ts";

let room: Room;
let live: LiveLists;
beforeEach(async () => {
  room = await caseRoom();
  live = await liveLists(room);
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await live.close();
  await room.close();
});

const number = (n: number): string => `+861390013${String(9000 + n)}`;
const lead = () => room.as("dutyLead");
const chief = () => room.as("countyChief");
const two = { kind: "signals", families: ["call", "message"], scorePermille: 400, event: "evt-1", rules: ["c01", "m02"] } as never;
const follow = (said: Announcement): Promise<void> => room.desk.work(room.system, (work) => room.desk.parts.follow(work, said));
const withdrawCase = (id: MatterId) => order(room, chief(), "case", id, "withdraw", { reason: "no crime" });

test("one of two grounds falls: a block becomes a flag, at once in the lists and for the receivers, and its holder hears of it", async () => {
  const { entry, case: filedCase } = await involved(room, "number", number(1));
  await give(room, room.as("analyst"), await approve(room, entry), "ask-extension", { grounds: [two], note: "signs" });
  await give(room, lead(), entry, "extend");
  const before = await now(room, entry);
  await withdrawCase(filedCase.id);
  const lowered = await now(room, entry);
  expect(lowered).toMatchObject({ state: "active-flag", body: { strength: "flag", basis: "signals", reviewDue: true } });
  // It never lasts longer for that.
  expect(lowered.body.endsAtMs ?? 0).toBeLessThanOrEqual(before.body.endsAtMs ?? 0);
  await room.settle();
  expect(live.says(number(1))).toBe("flag");
  expect(room.handed.institution.filter(({ what, to }) => what === "list-entry.share" && to === "org_telco").at(-1)?.fields).toMatchObject({
    strength: "flag",
    evidence: "reviewed-signals",
  });
  expect((await told(room, entry.id)).at(-1)).toMatchObject({ template: "list-entry.lowered" });
});

test("a rule is taken back: what its hits alone carried falls, and the rest is lowered", async () => {
  const flagged = await approve(room, await propose(room, { type: "number", identifier: number(1), strength: "flag", grounds: [two] }));
  const mixed = await approve(
    room,
    await propose(room, {
      type: "number",
      identifier: number(2),
      strength: "flag",
      grounds: [two, { kind: "signals", families: ["payment"], scorePermille: 1, event: "evt-2", rules: ["t01"] }] as never,
    }),
  );
  const other = await approve(
    room,
    await propose(room, { type: "number", identifier: number(3), strength: "flag", grounds: [{ ...(two as object), rules: ["c99"], event: "evt-9" }] as never }),
  );
  const fallen = await room.desk.work(lead(), (work) => reweighRule(work, "m02", "it hits shops"));
  await room.settle();
  expect(fallen).toEqual([flagged.id]);
  expect([live.says(number(1)), live.says(number(2)), live.says(number(3))]).toEqual([null, "watch", "flag"]);
  expect((await now(room, mixed)).body.grounds[0].withdrawn?.why).toBe("it hits shops");
  expect((await now(room, other)).state).toBe("active-flag");
});

test("everything that rested on it alone follows, however long the chain; what has another ground stays", async () => {
  const { entry: first, case: filedCase } = await involved(room, "number", number(0));
  await approve(room, first);
  const chain: EntryMatter[] = [];
  let before: EntryMatter = first;
  for (let n = 1; n <= 16; n++) {
    before = await approve(room, await propose(room, { type: "number", identifier: number(n), strength: "watch", grounds: [{ kind: "entry", matter: before.id }] }));
    chain.push(before);
  }
  const held = await approve(
    room,
    await propose(room, {
      type: "device",
      identifier: "dev-1",
      strength: "watch",
      grounds: [
        { kind: "entry", matter: chain[3].id },
        { kind: "signals", families: ["call"], scorePermille: 1, event: "evt-3" },
      ] as never,
    }),
  );
  const proposal = await propose(room, { type: "device", identifier: "dev-2", strength: "watch", grounds: [{ kind: "entry", matter: chain[15].id }] });
  const stranger = await approve(room, await propose(room, { type: "number", identifier: number(50), strength: "flag", grounds: [two] }));
  await withdrawCase(filedCase.id);
  // Before anything is handed over: it happened in one transaction.
  expect((await Promise.all(chain.map(async (entry) => (await now(room, entry)).state))).every((state) => state === "revoked")).toBe(true);
  expect([(await now(room, held)).state, (await now(room, proposal)).state, (await now(room, stranger)).state]).toEqual(["watch", "rejected", "active-flag"]);
  await room.settle();
  for (let n = 0; n <= 16; n++) expect(live.says(number(n))).toBe(null);
  expect([live.says("dev-1", "device"), live.says(number(50))]).toEqual(["watch", "flag"]);
});

test("if one of the consequences fails, nothing of it has happened", async () => {
  const { entry, case: filedCase } = await involved(room, "number", number(1));
  await approve(room, entry);
  await room.store.transaction((sql) => sql.query("alter table effect add constraint no_withdrawals check (payload->>'what' is distinct from 'list-entry.withdraw')"));
  await expect(withdrawCase(filedCase.id)).rejects.toThrow(/no_withdrawals|violates/);
  expect((await now(room, entry)).state).toBe("active-block");
  expect((await room.desk.find(room.system, filedCase.id)).state).toBe("filed");
  await room.store.transaction((sql) => sql.query("alter table effect drop constraint no_withdrawals"));
});

test("a case that is withdrawn while somebody proposes on it leaves nothing behind, whoever comes first", async () => {
  for (let n = 0; n < 8; n++) {
    const { case: filedCase } = await involved(room, "number", number(20 + n));
    await room.act(listEntry, lead(), (await entries(room)).at(-1)?.id ?? filedCase.id, "reject", { why: "to be proposed anew" });
    await Promise.allSettled([
      withdrawCase(filedCase.id),
      propose(room, { type: "number", identifier: number(20 + n), strength: "flag", grounds: [{ kind: "case", matter: filedCase.id }] }),
    ]);
  }
  expect((await entries(room)).map(({ state }) => state).filter((state) => state !== "rejected")).toEqual([]);
});

test("a case that goes on in another carries its entries there, and back when that was wrong", async () => {
  const { entry, case: one } = await involved(room, "number", number(1));
  await approve(room, entry);
  const other = await filed(room, [(await accepted(room, { payments: [paid(room)] })).id]);
  await follow({ name: "case-merged", case: one.id, into: other.id });
  expect((await now(room, entry)).body.grounds).toMatchObject([{ kind: "case", matter: other.id, through: [one.id] }]);
  await follow({ name: "case-unmerged", case: one.id, from: other.id });
  expect((await now(room, entry)).body.grounds).toMatchObject([{ kind: "case", matter: one.id, through: [] }]);
  await follow({ name: "case-merged", case: one.id, into: other.id });
  await follow({ name: "support-withdrawn", matter: one.id, reason: "gone" });
  expect((await now(room, entry)).state).toBe("active-block");
  await follow({ name: "support-withdrawn", matter: other.id, reason: "gone" });
  expect((await now(room, entry)).body.outcome).toBe("unsupported");
});

test("upheld: lifted in the same transaction with all that rested on it; receivers told; nothing else is lifted", async () => {
  const { entry } = await involved(room, "number", number(1));
  await approve(room, entry);
  const resting = await approve(room, await propose(room, { type: "number", identifier: number(2), strength: "watch", grounds: [{ kind: "entry", matter: entry.id }] }));
  const { entry: other } = await involved(room, "number", number(3));
  await approve(room, other);
  await follow({ name: "appeal-upheld", appeal: "apl_0001" as MatterId, against: entry.id, ground: "mistake", reviewer: "usr_x" });
  expect([(await now(room, entry)).state, (await now(room, resting)).state, (await now(room, other)).state]).toEqual(["recalling", "revoked", "active-block"]);
  await room.settle();
  expect([live.says(number(1)), live.says(number(2)), live.says(number(3))]).toEqual([null, null, "block"]);
  expect(room.handed.institution.filter(({ what }) => what === "list-entry.withdraw").map(({ to, fields }) => [to, fields["entry"]])).toEqual([
    ["org_telco", entry.id],
    ["org_telco2", entry.id],
  ]);
});

test("an appeal that suspends takes it out of screening and back from receivers; refused, it comes back; its time runs on", async () => {
  const { entry } = await involved(room, "number", number(1));
  const active = await approve(room, entry);
  const appeal = "apl_0001" as MatterId;
  await follow({ name: "appeal-suspends", appeal, against: entry.id });
  await room.settle();
  expect((await now(room, entry)).state).toBe("suspended-by-appeal");
  expect(live.says(number(1))).toBe(null);
  const actions = () => room.store.snapshot((sql) => sql.query<{ readonly action: string }>("select action from share order by receiver"));
  expect(await actions()).toEqual([{ action: "withdrawn" }, { action: "withdrawn" }]);
  // Its case falls meanwhile in part: nothing to lower, nothing told twice.
  await follow({ name: "appeal-suspends", appeal, against: entry.id });
  await follow({ name: "appeal-refused", appeal, against: entry.id });
  await room.settle();
  expect(await now(room, entry)).toMatchObject({ state: "active-block", body: { endsAtMs: active.body.endsAtMs } });
  expect(live.says(number(1))).toBe("block");
  expect(await actions()).toEqual([{ action: "entered" }, { action: "entered" }]);
  await follow({ name: "appeal-suspends", appeal, against: entry.id });
  await room.pass(32 * 86_400_000);
  expect((await now(room, entry)).state).toBe("recalling");
});

test("an officer takes a ground back: of two the other holds, of one nothing is left", async () => {
  const { entry } = await involved(room, "number", number(1));
  const active = await approve(room, entry);
  const resting = await approve(room, await propose(room, { type: "number", identifier: number(2), strength: "watch", grounds: [{ kind: "entry", matter: entry.id }] }));
  await give(room, room.as("caseOfficer"), active, "withdraw-ground", { ground: 0, why: "a mix-up" });
  expect([(await now(room, entry)).body.outcome, (await now(room, resting)).state]).toEqual(["unsupported", "revoked"]);
  expect((await entries(room)).every(({ state }) => state === "recalling" || state === "revoked")).toBe(true);
});
