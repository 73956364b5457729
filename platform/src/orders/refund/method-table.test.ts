/** How frozen money goes back: one row for every combination of facts, and what the rows say of the law's three ways. */
import { expect, test } from "vitest";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import { everyCombination, METHOD_ROWS, methodFor, rowsFor } from "./method-table.ts";
import { methodFacts } from "./plan.ts";
import type { Claim, Deposit, FrozenSum } from "./refund.ts";

test("every combination of facts has exactly one row, and every row is for some combination", () => {
  const all = [...everyCombination()];
  expect(all).toHaveLength(24);
  for (const facts of all) expect([facts, rowsFor(facts).map(([label]) => label)]).toEqual([facts, [expect.any(String)]]);
  expect(new Set(all.flatMap((facts) => rowsFor(facts).map(([label]) => label))).size).toBe(METHOD_ROWS.length);
});

const FREEZE = "frz_00000001" as MatterId;
const OTHER = "frz_00000002" as MatterId;
const ref: PersonalRef = { type: "account", token: "t", masked: "m" };
const frozen = (frozenMinor: string, freeze = FREEZE): FrozenSum => ({ freeze, account: ref, frozenMinor });
const deposit = (more: Partial<Deposit> = {}): Deposit => ({ freeze: FREEZE, amountMinor: "100", atMs: 1, tracedMinor: "100", trace: "t1", ...more });
const claim = (...deposits: readonly Deposit[]): Claim => ({ deposits }) as unknown as Claim;

test("one deposit that is traced goes back directly; when its trace is lost, in proportion", () => {
  expect(methodFor(methodFacts([frozen("40")], [claim(deposit())]))).toBe("direct");
  expect(methodFor(methodFacts([frozen("100")], [claim(deposit({ tracedMinor: null, trace: null }))]))).toBe("pro-rata");
});

test("several go back by their times, if the times tell them apart and what is traced is there", () => {
  const two = [claim(deposit()), claim(deposit({ atMs: 2, tracedMinor: "30" }))];
  expect(methodFor(methodFacts([frozen("130")], two))).toBe("by-time");
  expect(methodFor(methodFacts([frozen("129")], two))).toBe("pro-rata");
  expect(methodFor(methodFacts([frozen("500")], [claim(deposit()), claim(deposit())]))).toBe("pro-rata");
  // Two accounts: each must hold what is traced into it.
  expect(methodFor(methodFacts([frozen("100"), frozen("29", OTHER)], [claim(deposit()), claim(deposit({ freeze: OTHER, tracedMinor: "30" }))]))).toBe("pro-rata");
  expect(methodFor(methodFacts([frozen("100"), frozen("30", OTHER)], [claim(deposit()), claim(deposit({ freeze: OTHER, tracedMinor: "30" }))]))).toBe("by-time");
});

test("one traced deposit decides nothing while somebody else's is not known", () => {
  expect(methodFor(methodFacts([frozen("100")], [claim(deposit()), claim()]))).toBe("pro-rata");
  expect(methodFor(methodFacts([frozen("100")], [claim(), claim()]))).toBe("pro-rata");
});
