/** Numbers come out canonical or refused, and what kind they are follows from the plan, not from their length alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMalformed } from "../base/problem.ts";
import { maskNumber, numberFlags, parsePhoneNumber } from "./number.ts";
import { NUMBER_FLAG } from "./record.ts";

test.each([
  ["+8613800000002", "+8613800000002"],
  ["13800000002", "+8613800000002"],
  ["013800000002", "+8613800000002"],
  ["8613800000002", "+8613800000002"],
  ["0086 138 0000 0002", "+8613800000002"],
  ["+86 (138) 0000-0002", "+8613800000002"],
  ["＋８６１３８０００００００２", "+8613800000002"],
  ["１３８０００００００２", "+8613800000002"],
  ["010-65123456", "+861065123456"],
  ["0755 2345 6789", "+8675523456789"],
  ["+86 0755 2345 6789", "+8675523456789"],
  ["95588", "+8695588"],
  ["110", "+86110"],
  ["12381", "+8612381"],
  ["400-123-4567", "+864001234567"],
  ["106912345678", "+86106912345678"],
  ["1440012345678", "+861440012345678"],
  ["+1 415 555 0100", "+14155550100"],
  ["+44 7700 900123", "+447700900123"],
  ["00447700900123", "+447700900123"],
  ["00852 2345 6789", "+85223456789"],
  // Forged: no such Chinese number, kept because a caller did show it.
  ["+8612345678901", "+8612345678901"],
])("%s is %s", (text, canonical) => {
  expect(parsePhoneNumber(text)).toBe(canonical);
});

test.each([
  "",
  "+",
  "abc",
  "12",
  "1380000000",
  "138000000022",
  "0123456789",
  "+0123456789",
  "+123456",
  "+1234567890123456",
  "138 0000 000a",
  "++8613800000002",
  "13800+000002",
  "1155550100",
  "1069012345678901",
  "1".repeat(41),
  "138\n00000002",
])("%j is refused with what was expected", (text) => {
  expect(parsePhoneNumber(text)).toMatchObject({ kind: "malformed", expected: expect.stringContaining("telephone number") });
});

test("a canonical number is canonical", () => {
  fc.assert(
    fc.property(fc.oneof(fc.stringMatching(/^\+?[0-9 ()-]{3,20}$/), fc.stringMatching(/^[0-9]{3,13}$/), fc.string({ maxLength: 45 })), (text) => {
      const number = parsePhoneNumber(text);
      if (isMalformed(number)) return;
      expect(number).toMatch(/^\+[1-9]\d{4,14}$/);
      expect(parsePhoneNumber(number)).toBe(number);
    }),
    { seed: 42, numRuns: 5_000 },
  );
});

const flagsOf = (number: string): readonly string[] =>
  Object.entries(NUMBER_FLAG)
    .filter(([, bit]) => (numberFlags(Number(number.slice(1))) & bit) !== 0)
    .map(([name]) => name);

test.each([
  ["+8613800000002", "mobile valid"],
  ["+8617012345678", "mobile virtualOperator valid"],
  ["+8614012345678", "mobile valid"],
  ["+861440012345678", "iot valid"],
  ["+861064123456789", "iot valid"],
  ["+861065123456", "fixed valid"],
  ["+8675523456789", "fixed valid"],
  ["+868982345678", "fixed valid"],
  ["+86110", "service emergency valid"],
  ["+86120", "service emergency valid"],
  ["+86114", "service valid"],
  ["+8695588", "service valid"],
  ["+8612381", "service valid"],
  ["+8610086", "service valid"],
  ["+8695123456", "service valid"],
  ["+864001234567", "service valid"],
  ["+868001234567", "service valid"],
  // Ports that send messages have 8 to 13 digits here; none of them is a mobile, a data card or abroad.
  ["+8610655123", "service valid"],
  ["+86106551234", "service valid"],
  ["+8610691234567", "service valid"],
  ["+8610690123456", "service valid"],
  ["+86106901234567", "service valid"],
  ["+861069012345678", "service valid"],
  // Not in the plan.
  ["+8612345678901", ""],
  ["+8610123456789", ""],
  ["+8675513456789", ""],
  ["+8655555", ""],
  ["+86123456789", ""],
  ["+860101234567", ""],
  ["+14155550100", "overseas valid"],
  ["+447700900123", "overseas valid"],
  ["+85223456789", "overseas valid"],
  ["+449098790000", "overseas premium valid"],
  ["+19005550100", "overseas premium valid"],
  ["+88213001234", "overseas premium valid"],
  ["+2521234567", "overseas premium valid"],
  ["+33891234567", "overseas premium valid"],
])("%s is: %s", (number, kinds) => {
  expect(flagsOf(number).join(" ")).toBe(kinds);
});

test("a Chinese number is valid exactly when people could dial it", () => {
  let valid = 0;
  fc.assert(
    fc.property(fc.oneof(fc.stringMatching(/^[0-9]{3,13}$/), fc.stringMatching(/^(?:1|10|106|1064|14|9[56]|400|11|12)[0-9]{0,11}$/)), (national) => {
      fc.pre(national.length >= 3 && national.length <= 13);
      // Written with a trunk zero it is another number; the canonical form has none.
      const dialled = national.startsWith("0") ? null : parsePhoneNumber(national);
      const inPlan = dialled !== null && dialled === `+86${national}`;
      if (inPlan) valid++;
      const flags = numberFlags(Number(`86${national}`));
      expect([national, (flags & NUMBER_FLAG.valid) !== 0]).toEqual([national, inPlan]);
      expect(flags & NUMBER_FLAG.overseas).toBe(0);
    }),
    { seed: 42, numRuns: 20_000 },
  );
  expect(valid).toBeGreaterThan(2_000);
});

test("a number is of one kind", () => {
  const kinds = NUMBER_FLAG.mobile | NUMBER_FLAG.fixed | NUMBER_FLAG.service | NUMBER_FLAG.iot | NUMBER_FLAG.overseas;
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }), fc.integer({ min: 86_000, max: 86_999_999 })), (e164) => {
      const kind = numberFlags(e164) & kinds;
      expect(kind & (kind - 1)).toBe(0);
    }),
    { seed: 42, numRuns: 5_000 },
  );
});

test.each([
  ["+8613800000002", "138****0002"],
  ["+8675523456789", "755****6789"],
  ["+861065123456", "10****56"],
  ["+447700900123", "+44****0123"],
  ["+1234567", "+1****67"],
  ["+86110", "110"],
  ["+8695588", "95588"],
  ["+864001234567", "4001234567"],
])("%s is shown as %s", (number, shown) => {
  expect(maskNumber(number)).toBe(shown);
});

test("a number that may be a person's never shows whole", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9][0-9]{6,14}$/), (digits) => {
      const number = `+${digits}`;
      fc.pre((numberFlags(Number(digits)) & NUMBER_FLAG.service) === 0);
      const national = number.startsWith("+86") ? number.slice(3) : number.slice(1);
      const shown = maskNumber(number).replace(/\D/g, "");
      expect(national.length - shown.length).toBeGreaterThanOrEqual(Math.min(3, national.length - 3));
    }),
    { seed: 42 },
  );
});
