/** What is counted on a bill: actions by event, warnings by person and episode. */
import { expect, test } from "vitest";
import { ACTIONS } from "../domain/verdict.ts";
import { ActionCount, WarningCount, type BillRow } from "./bill.ts";

const DAY = 86_400_000;
const row = (event: string): BillRow => ({
  event,
  atMs: 0,
  kind: "call",
  live: "allow",
  draft: "warn",
  rules: [],
  known: null,
  warning: null,
  liveLevel: null,
  draftLevel: null,
  visit: false,
  unit: null,
});
const count = (): WarningCount => new WarningCount((startMs, atMs) => atMs - startMs < DAY);

test("a person has one warning an episode, however many events raise it, at the highest level that was reached", () => {
  const warnings = count();
  warnings.add("a", 0, "low", "low", row("e1"));
  warnings.add("a", 1_000, null, "high", row("e2"));
  warnings.add("a", 2_000, null, "medium", row("e3"));
  warnings.add("a", 2 * DAY, null, "low", row("e4"));
  warnings.add("b", 3_000, "urgent", "medium", row("e5"));
  warnings.add("c", 4_000, "medium", null, row("e6"));
  warnings.add("d", 5_000, null, null, row("e7"));
  expect(warnings.episodes().map(({ person, live, draft, change, row: { event } }) => [person, live, draft, change, event])).toEqual([
    // The list names the event at which the two came apart.
    ["a", "low", "high", "raised", "e2"],
    ["a", null, "low", "more", "e4"],
    ["b", "urgent", "medium", "lowered", "e5"],
    ["c", "medium", null, "fewer", "e6"],
  ]);
});

test("what is more and what is fewer of each action adds up, and goes on from what was counted before", () => {
  const first = new ActionCount();
  const at = (action: (typeof ACTIONS)[number]): number => ACTIONS.indexOf(action);
  for (const [live, draft] of [
    ["flag", "warn"],
    ["flag", "warn"],
    ["hold", "warn"],
    ["allow", "allow"],
  ] as const)
    first.add(at(live), at(draft));
  expect(first.changes()).toEqual({ "flag>warn": 2, "hold>warn": 1, "allow>allow": 1 });
  const second = new ActionCount();
  second.load(first.changes());
  second.add(at("warn"), at("warn"));
  const bill = second.bill();
  expect(bill.warn).toEqual({ live: 1, draft: 4, more: 3, fewer: 0 });
  expect(bill.flag).toEqual({ live: 2, draft: 0, more: 0, fewer: 2 });
  expect(bill.hold).toEqual({ live: 1, draft: 0, more: 0, fewer: 1 });
  const sum = (which: "more" | "fewer"): number => ACTIONS.reduce((total, action) => total + bill[action][which], 0);
  expect(sum("more")).toBe(sum("fewer"));
});
