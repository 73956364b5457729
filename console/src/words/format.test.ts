/** Money to the last unit, as text: what is typed and what is shown, without a floating number between. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { exactMoneyText, minorOf, moneyText } from "./format.ts";

test("amounts are read as people type them, and refused when they are none", () => {
  expect(minorOf("12,000.5", "CNY")).toBe("1200050");
  expect(minorOf("50000", "CNY")).toBe("5000000");
  expect(minorOf("12，000", "CNY")).toBe("1200000");
  expect(minorOf("700", "JPY")).toBe("700");
  for (const typed of ["", "0", "0.00", "-5", "1.234", "1e5", "five", "1.2.3"]) expect(minorOf(typed, "CNY"), typed).toBeNull();
  expect(minorOf("1.5", "JPY")).toBeNull();
});

test("an exact amount keeps every unit, however large", () => {
  expect(exactMoneyText("900719925474099312", "CNY", "en")).toBe("9,007,199,254,740,993.12 CNY");
  expect(exactMoneyText("5", "CNY", "zh")).toBe("0.05 CNY");
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 17n }), (minor) => {
      const [typed = ""] = exactMoneyText(minor.toString(), "CNY", "en").split(" ");
      expect(minorOf(typed, "CNY")).toBe(minor.toString());
    }),
    { seed: 7 },
  );
});

test("for reading: 万 and 亿 in Chinese, thousands in English", () => {
  expect(moneyText(5_000_000, "CNY", "zh").short).toBe("5 万 CNY");
  expect(moneyText(12_345_678_900, "CNY", "zh").short).toBe("1.23 亿 CNY");
  expect(moneyText(5_000_000, "CNY", "en").short).toBe("50,000 CNY");
});
