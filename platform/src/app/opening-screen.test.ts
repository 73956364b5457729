import { afterAll, beforeAll, expect, test } from "vitest";
import { realScreen, type RealScreen } from "../../test/counter.ts";
import { systemWorld } from "../adapters/system/world.ts";
import type { OpeningEvent } from "../cards/opening/check.ts";

let real: RealScreen;
beforeAll(async () => {
  real = await realScreen(systemWorld);
});
afterAll(() => real.close());

const event = (id: string, more: object = {}): OpeningEvent => ({ id, kind: "opening", occurredAt: "2026-03-12T01:00:00Z", subject: `person-${id}`, product: "sim", ...more });

test("a verdict or a refusal for each, in their order, wherever the refused ones stand", async () => {
  const answers = await real.screen.judge([event("a", { sanctioned: true }), event("b", { product: "boat" }), event("c"), event("d", { subject: "no spaces allowed" })]);
  expect(answers.map((one) => ("refused" in one ? [one.refused.code, one.refused.at?.field] : [one.eventId, one.hits.map(({ rule }) => rule)]))).toEqual([
    ["a", ["O06"]],
    ["malformed-input", "product"],
    ["c", []],
    ["malformed-input", "subject"],
  ]);
});

test("an event judged before gives its first verdict", async () => {
  const [first] = await real.screen.judge([event("e", { sanctioned: true })]);
  expect(await real.screen.judge([event("e", { sanctioned: true }), event("f")])).toEqual([first, expect.objectContaining({ eventId: "f" }) as object]);
});

test("the published rules say which of them are law, and what a suppressor lowers", () => {
  expect(["O01", "O06", "O04", "O05", "no-such-rule"].map((rule) => real.screen.isLegal(rule))).toEqual([true, true, false, false, false]);
  expect(new Set(real.screen.loweredBy("openings.employer-group"))).toEqual(new Set(["O02", "O03", "O04", "O05"]));
  expect(real.screen.loweredBy("no-such-suppressor")).toEqual([]);
});
