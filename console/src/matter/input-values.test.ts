/** What a form holds becomes what the command takes, for the commands as the platform describes them. */
import { loadKind, type InputSchema } from "@duanliu/client";
import { expect, test } from "vitest";
import { inputOf, instantOf, localOf, variantsOf } from "./input-values.ts";

const inputOfCommand = async (kind: Parameters<typeof loadKind>[0], command: string): Promise<InputSchema> => {
  const found = (await loadKind(kind)).commands[command];
  if (found === undefined) throw new Error(`${kind} has no ${command}`);
  return found.input;
};

test("a result has a form for each outcome, and takes what belongs to it", async () => {
  const schema = await inputOfCommand("warning", "result");
  const variants = variantsOf(schema);
  expect(variants?.field).toBe("outcome");
  expect(variants?.values).toEqual(expect.arrayContaining(["busy", "awakened", "already-paid", "not-a-target"]));
  // What was filled in for another outcome stays behind.
  expect(inputOf(schema, { outcome: "busy", why: "x", note: "y" })).toEqual({ outcome: "busy" });
  expect(inputOf(schema, { outcome: "not-a-target", why: " a shop they know " })).toEqual({ outcome: "not-a-target", why: "a shop they know" });
  expect(inputOf(schema, {})).toBeUndefined();
});

test("amounts are whole smallest units, times have a zone, empty fields are left out", async () => {
  const schema = await inputOfCommand("warning", "result");
  const given = { outcome: "already-paid", payments: [{ from: "", to: "ICBC:6222020000001111", amountMinor: "12,000.5", currency: "CNY", at: "2026-11-26T10:00" }] };
  expect(inputOf(schema, given)).toEqual({
    outcome: "already-paid",
    payments: [{ to: "ICBC:6222020000001111", amountMinor: "1200050", currency: "CNY", at: new Date("2026-11-26T10:00").toISOString() }],
  });
});

test("without a currency of its own an amount is in the profile's", async () => {
  const schema = await inputOfCommand("warning", "result");
  const made = inputOf(schema, { outcome: "already-paid", payments: [{ to: "X:1", amountMinor: "5" }] }) as { readonly payments: readonly unknown[] };
  expect(made.payments).toEqual([{ to: "X:1", amountMinor: "500", currency: "CNY" }]);
});

test("a local time of a form is the instant it was made of, to the minute", () => {
  const ms = Date.parse("2026-11-26T02:07:00.000Z");
  expect(instantOf(localOf(ms))).toBe("2026-11-26T02:07:00.000Z");
});
