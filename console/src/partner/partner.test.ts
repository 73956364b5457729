/** What of a desk's orders waits for it, and that what was typed becomes the answer it was meant as. */
import { expect, test } from "vitest";
import { answerOf, askedOf, kindsFor } from "./partner.ts";

const order = { amountMinor: "5000000", currency: "CNY" };
const code = (bank: string): string => bank.toUpperCase();
const at = "2026-11-26T10:05:00";

test("in full is the order's own sum; in part what was typed; every one of the four fields is said", () => {
  expect(answerOf({ result: "full", at, held: "7", match: ["name", "account", "amount", "time"] }, order, code)).toEqual({
    result: "stopped",
    at: new Date(at).toISOString(),
    heldMinor: "5000000",
    match: { name: true, account: true, amount: true, time: true },
  });
  expect(answerOf({ result: "part", at, held: "31,200", balance: "31200.00", match: ["name"] }, order, code)).toMatchObject({
    heldMinor: "3120000",
    balanceMinor: "3120000",
    match: { name: true, account: false, amount: false, time: false },
  });
});

test("where money went on to goes with the answer, and only with one that may have it", () => {
  const next = [{ bank: "ccb", account: "6217 0000 0000 2222", name: " ", amount: "12,000", when: at }];
  expect(answerOf({ result: "no-funds", next }, order, code)).toEqual({
    result: "no-funds",
    next: [{ account: "CCB:6217000000002222", amountMinor: "1200000", currency: "CNY", at: new Date(at).toISOString() }],
  });
  expect(answerOf({ result: "impossible", why: " closed ", next }, order, code)).toEqual({ result: "impossible", why: "closed" });
  expect(answerOf({ result: "mismatch", fields: ["name"], next }, order, code)).toEqual({ result: "mismatch", fields: ["name"] });
});

test("what is over, waits in a queue or was carried out asks for nothing", () => {
  const stop = { kind: "stop-payment", state: "sent", commands: [{ name: "answer", words: { zh: "", en: "" } }], body: {}, closedAtMs: null } as const;
  expect(askedOf(stop)).toBe("answer");
  expect(askedOf({ ...stop, closedAtMs: 1 })).toBeNull();
  expect(askedOf({ ...stop, kind: "freeze", state: "queued" })).toBeNull();
  expect(askedOf({ ...stop, kind: "number-action", state: "suspended", body: { carriedOutAtMs: 1 } })).toBeNull();
  expect(askedOf({ ...stop, commands: [] })).toBeNull();
});

test("a desk has the kinds of its role, once each", () => {
  expect(kindsFor(["telcoOps"])).toEqual(["line-break", "number-action", "trace-back", "opening"]);
  expect(kindsFor(["bankOps", "telcoOps"]).filter((kind) => kind === "opening")).toHaveLength(1);
  expect(kindsFor(["intake"])).toEqual([]);
});
