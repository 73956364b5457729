/** The same slice under another law: a bank delays a payment, its own people answer and pay, and no police head decides. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { appealed, CONTACT, decided, messages, outcome } from "../../test/appeal-desk.ts";
import { caseRoom, DAY, HOUR, type Room } from "../../test/case-room.ts";
import { give } from "../../test/order-desk.ts";
import { account, instantOf } from "../../test/report-desk.ts";
import type { MatterId } from "../domain/matter.ts";
import { appeal } from "./appeal/kind.ts";
import { compensation } from "./compensation/kind.ts";
import { complaint } from "./complaint/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom({ profile: "UK", startMs: Date.parse("2026-04-14T10:00:00+01:00") });
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const delayed = async (): Promise<MatterId> => {
  const draft = {
    by: { kind: "own" },
    account: account(1),
    payee: account(2, "CCB"),
    amountMinor: "800000",
    currency: "GBP",
    transfer: "T-1",
    orderedAt: instantOf(room.world.nowMs()),
    reason: "unusual-payment",
  };
  const held = await room.desk.work(room.as("bankOps"), (work) => work.openAny("hold", draft));
  await room.settle();
  return held.id;
};

test("an objection to a delayed payment has the firm's fifteen business days, and upheld the payment goes on", async () => {
  const held = await delayed();
  const made = await appealed(room, held, {}, room.as("bankOps", "org_icbc", 2));
  expect(made).toMatchObject({ partner: "org_icbc", body: { clock: "complaint.final", kind: "hold", channel: "institution" } });
  expect(messages(room).at(-1)).toMatch(/^We have received your complaint about ICBC/);
  // Days end at midnight there: fifteen business days after 14 April, and 4 May is a bank holiday.
  expect(instantOf(made.body.dueAtMs)).toBe("2026-05-06T23:00:00.000Z");
  await decided(room, made, { result: "upheld", reasons: ["verified"] }, room.as("reviewer", "org_ministry"));
  expect((await room.desk.find(room.system, held)).state).toBe("released");
  // No rule computes interest here: what waiting cost is the firm's to say.
  expect(await room.all(compensation)).toEqual([]);
});

test("not answered in time: nobody above takes it over, and the person is told of the ombudsman", async () => {
  const made = await appealed(room, await delayed(), {}, room.as("bankOps", "org_icbc", 2));
  await room.pass(30 * DAY);
  expect(await room.get(appeal, made.id)).toMatchObject({ state: "received", level: 3, body: { overdue: 1 } });
  expect(messages(room).at(-1)).toMatch(/you may turn to the Financial Ombudsman Service within \d+ months/);
});

test("the firm answers complaints and pays what its delay cost, by people who had no hand in it", async () => {
  const held = await delayed();
  const said = await room.open(complaint, room.as("bankOps", "org_icbc", 2), { about: held, subject: "delay", contact: CONTACT });
  const answer = { result: "founded", reasons: ["apology"], note: "called twice" };
  expect(await outcome(room.act(complaint, room.as("bankOps"), said.id, "answer", answer))).toBe("not-allowed");
  expect((await room.act(complaint, room.as("bankOps", "org_icbc", 3), said.id, "answer", answer)).state).toBe("founded");

  await room.pass(2 * HOUR);
  await give(room, room.as("bankOps"), "hold", held, "release", { reason: "verified" });
  await give(room, room.as("bankOps"), "hold", held, "report-costs", { feesMinor: "1200", interestMinor: "34" });
  const [owed] = await room.all(compensation);
  expect(owed).toMatchObject({ state: "prepared", partner: "org_icbc", body: { why: "delay", currency: "GBP", cost: { feesMinor: "1200", interestMinor: "34" } } });
  await room.act(compensation, room.as("bankOps", "org_icbc", 2), owed!.id, "claim", { contact: CONTACT });
  const grant = { result: "granted", amountMinor: "1234", reasons: ["delay"] };
  expect(await outcome(room.act(compensation, room.as("bankOps"), owed!.id, "decide", grant))).toBe("not-allowed");
  expect(await outcome(room.act(compensation, room.as("bankOps", "org_ccb"), owed!.id, "decide", grant))).toBe("not-found");
  await room.act(compensation, room.as("bankOps", "org_icbc", 3), owed!.id, "decide", grant);
  expect((await room.act(compensation, room.as("bankOps", "org_icbc", 2), owed!.id, "pay", { reference: "F-1" })).state).toBe("paid");
  await room.settle();
  expect(messages(room).at(-1)).toMatch(/12\.34 GBP/);
});
