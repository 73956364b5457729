/** An appeal that is upheld ends what it is about in the same transaction, with what rested on it alone and nothing else. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { activeFreeze, answerFreeze, filedCase, sentFreeze } from "../../test/freeze-desk.ts";
import { answer, approve, bankOf, handedAs, proposed, stopDraft, stopped, stoppedNow, told } from "../../test/order-desk.ts";
import { accepted, account, events, instantOf } from "../../test/report-desk.ts";
import type { MatterId } from "../domain/matter.ts";
import { freeze } from "./freeze/kind.ts";
import { hold } from "./hold/kind.ts";
import { protectiveStop } from "./protective-stop/kind.ts";
import { stopPayment } from "./stop-payment/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const upheld = (against: MatterId, ground = "unrelated", then?: () => void): Promise<void> =>
  room.desk.work(room.as("reviewer"), async (work) => {
    await room.desk.parts.follow(work, { name: "appeal-upheld", appeal: "apl_00000001" as MatterId, against, ground, reviewer: "usr_1" });
    then?.();
  });

test("a stop: released, the bank and the holder told, the next tier falls with it, a stop on the same report does not", async () => {
  const { report, stop } = await proposed(room);
  await approve(room, stop.id);
  await room.settle();
  const hop = { account: account(21, "CCB"), holderName: "王五", amountMinor: "1000000", currency: "CNY", at: instantOf(room.world.nowMs()) };
  await answer(room, stop.id, stoppedNow(room, "3000000", { next: [hop] }));
  const next = (await room.all(stopPayment)).find((one) => one.parent === stop.id)!;
  await approve(room, next.id);
  await room.settle();
  await answer(room, next.id, stoppedNow(room, "1000000"), bankOf(room, next));
  const other = await room.open(stopPayment, room.as("analyst"), stopDraft(room, report, { account: account(5) }));

  await upheld(stop.id);
  expect(await Promise.all([stop.id, next.id, other.id].map(async (id) => (await room.get(stopPayment, id)).state))).toEqual(["released", "released", "drafted"]);
  await room.settle();
  expect(handedAs(room, "stop-payment.release").map((one) => [one.to, one.fields["why"]])).toEqual([
    ["org_icbc", "appeal-upheld"],
    ["org_ccb", "unsupported"],
  ]);
  expect((await told(room, stop.id)).at(-1)).toMatchObject({ template: "stop-payment.released", zh: expect.stringContaining("申诉成立"), delivered: true });
});

test("when anything about it fails, all of it is undone", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  await expect(
    upheld(stop.id, "unrelated", () => {
      throw new Error("what follows failed");
    }),
  ).rejects.toThrow("what follows failed");
  expect(await room.get(stopPayment, stop.id)).toMatchObject({ state: "stopped", version: stop.version });
  await room.settle();
  expect(handedAs(room, "stop-payment.release")).toEqual([]);
});

test("a freeze is lifted and the next in the queue takes effect; a good-faith holder is told so; one that waits is withdrawn", async () => {
  const id = await filedCase(room);
  const first = await activeFreeze(room, id, {}, "5000000", "5000000");
  const second = await sentFreeze(room, id, { amountMinor: "2000000" });
  await answerFreeze(room, second, { result: "queued", at: instantOf(room.world.nowMs()) });
  await upheld(first.id, "good-faith");
  expect((await told(room, first.id)).at(-1)).toMatchObject({ template: "freeze.others-remain", en: expect.stringContaining("good faith") });
  expect([(await room.get(freeze, first.id)).state, (await room.get(freeze, second.id)).state]).toEqual(["lifted", "active"]);
  const third = await sentFreeze(room, id);
  await upheld(third.id);
  expect((await room.get(freeze, third.id)).state).toBe("withdrawn");
});

test("a protective stop and a held payment end; what is over already is noted", async () => {
  const { id } = await accepted(room);
  const protection = await room.open(protectiveStop, room.as("dissuader"), {
    parent: id,
    person: "370202195505051234",
    account: account(1),
    currency: "CNY",
    reason: "payment-imminent",
    basis: { kind: "danger", ground: "on the phone" },
    tried: ["call"],
  });
  await room.act(protectiveStop, room.as("dutyLead"), protection.id, "approve");
  await room.settle();
  await room.act(protectiveStop, room.as("bankOps"), protection.id, "answer", { result: "stopped", at: instantOf(room.world.nowMs()) });
  const held = await room.open(hold, room.as("bankOps"), {
    by: { kind: "own" },
    account: account(2),
    payee: account(3, "CCB"),
    amountMinor: "100",
    currency: "CNY",
    orderedAt: instantOf(room.world.nowMs()),
    reason: "rules-hit",
  });
  await upheld(protection.id);
  await upheld(held.id);
  expect([(await room.get(protectiveStop, protection.id)).state, (await room.get(hold, held.id)).state]).toEqual(["cancelled", "released"]);
  await upheld(held.id);
  expect(await events(room, held.id)).toContain("appeal-upheld-late");
});
