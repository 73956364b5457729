/** Lists of numbers: one approval, one notice a number, and nothing that one of them does holds up the others. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, type Room } from "../../../test/case-room.ts";
import { shop } from "../../../test/counter.ts";
import { batchInput, batchStep, proposeBatch, showBatch, stepBatch, type Stepped } from "./batch.ts";
import { numberAction } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const numbers = Array.from({ length: 40 }, (_, n) => `+86138001${String(20_000 + n)}`);
const propose = (list: readonly string[], n = 1) => proposeBatch(room.desk, shop(room, n), batchInput.parse({ risk: "sleeping", numbers: list }));
const step = (batch: string, input: unknown, n = 2): Promise<Stepped> => stepBatch(room.desk, shop(room, n), batch, batchStep.parse(input));

test("a list goes in as it is; what cannot be is left out with its reason and its place", async () => {
  const { batch } = await propose(numbers.slice(0, 3));
  const second = await propose([...numbers.slice(2, 6), "110", "12", numbers[4], "95588"]);
  expect(second.leftOut.map(({ at, why }) => [at, why.code])).toEqual([
    [0, "not-now"],
    [4, "limit-of-law"],
    [5, "malformed-input"],
    [6, "malformed-input"],
    [7, "limit-of-law"],
  ]);
  expect(second.opened).toBe(3);
  expect(await showBatch(room.desk, shop(room), batch)).toEqual({ batch, states: [{ state: "alerted", count: 3 }] });
  await expect(showBatch(room.desk, shop(room, 1, "org_telco2"), batch)).rejects.toThrow("in your scope");
});

test("one approval by another person, a notice to each holder; the next grade only for those at home who did not verify", async () => {
  const { batch } = await propose(numbers);
  const own = await step(batch, { step: "notify" }, 1);
  expect([own.done, new Set(own.refused.map(({ why }) => why.code))]).toEqual([0, new Set(["not-allowed"])]);
  expect(await step(batch, { step: "notify" })).toEqual({ batch, done: 40, refused: [] });
  await room.settle();
  expect(new Set(room.handed.messenger.map(({ to }) => to))).toEqual(new Set(numbers));
  expect(new Set(room.handed.messenger.map(({ text }) => /code ([0-9A-Z-]+)/.exec(text.en)?.[1])).size).toBe(40);
  const all = await room.all(numberAction);
  const [verified, traveller] = all;
  await room.act(numberAction, shop(room, 3), verified.id, "verify", { way: "online", result: "passed" });
  expect((await step(batch, { step: "impose", grade: "outgoing" })).done).toBe(0);
  await room.pass(25 * HOUR);
  expect((await step(batch, { step: "impose", grade: "outgoing" })).done).toBe(0);
  expect((await step(batch, { step: "whereabouts", away: [traveller.id] }, 3)).done).toBe(39);
  const imposed = await step(batch, { step: "impose", grade: "outgoing" });
  expect([imposed.done, imposed.refused.map(({ id, why }) => [id, why.code])]).toEqual([38, [[traveller.id, "limit-of-law"]]]);
  expect((await step(batch, { step: "impose", grade: "suspend" })).done).toBe(0);
  await room.settle();
  const orders = room.handed.institution.filter(({ what }) => what.startsWith("number-action."));
  expect(orders).toHaveLength(38);
  for (const { fields } of orders) expect(fields).toMatchObject({ emergencyCallsKept: true });
  expect(await showBatch(room.desk, shop(room), batch)).toEqual({
    batch,
    states: [
      { state: "outgoing-limited", count: 38 },
      { state: "unverified", count: 1 },
      { state: "verified", count: 1 },
    ],
  });
});

test("another operator's list is not there", async () => {
  const { batch } = await propose(numbers.slice(0, 2));
  await expect(stepBatch(room.desk, shop(room, 1, "org_telco2"), batch, { step: "notify" })).rejects.toThrow("in your scope");
});
