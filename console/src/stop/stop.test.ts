/** How open stops are grouped for whoever signs, and which reported accounts are left without an order. */
import { expect, test } from "vitest";
import { groupsOf, notProposed, withoutOrder, type ReportedPayment, type Stop } from "./stop.ts";

const ref = (token: string): ReportedPayment["to"] => ({ type: "account", token, masked: token });
const stop = (id: string, report: string, state: string, dueAtMs: number | null, token = id): Stop =>
  ({ id, state, dueAtMs, body: { report, account: ref(token), amountMinor: "1", currency: "CNY" } }) as unknown as Stop;

test("what waits for a second signature comes first however late it is due; a group is due with its first order", () => {
  const groups = groupsOf([
    stop("a", "rep_1", "stopped", 10),
    stop("b", "rep_2", "drafted", 90),
    stop("c", "rep_1", "sent", 5),
    stop("d", "rep_3", "drafted", 80),
    stop("e", "rep_2", "lapsed", null),
  ]);
  expect(groups.map(({ root, dueAtMs, first }) => [root, dueAtMs, first.id])).toEqual([
    ["rep_3", 80, "d"],
    ["rep_2", 90, "b"],
    ["rep_1", 5, "c"],
  ]);
  expect(groups[2]?.counts).toEqual({ "to-sign": 0, "on-way": 1, stopped: 1, over: 0 });
  expect(groups[1]?.counts).toMatchObject({ "to-sign": 1, over: 1 });
});

test("an account paid twice is missed once, and one with an order, even one that is over, is not", () => {
  const payment = (token: string, proposedAtMs: number | null): ReportedPayment => ({ from: null, to: ref(token), amountMinor: "1", currency: "CNY", paidAtMs: 0, proposedAtMs });
  const payments = [payment("x", 1), payment("y", 1), payment("y", null), payment("z", null)];
  expect(withoutOrder(payments, [stop("a", "rep_1", "unreachable", null, "x")]).map(({ token }) => token)).toEqual(["y", "z"]);
  expect(notProposed(payments)).toEqual([2, 3]);
});
