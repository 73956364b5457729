/** Keys tell types apart, numbers come back from theirs, and tokens, senders and accounts are refused with a reason. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { maskAccount, parseAccountNumber, parseInstitution } from "./account.ts";
import { CURRENCIES, minorDigits } from "./currency.ts";
import { accountText, identifierKey, numberKey, numberOfKey, parseCertificate, parseDevice, parsePerson, parseSender } from "./identifier.ts";
import { KEY_TYPE, KEY_TYPE_SHIFT, type KeyType } from "./record.ts";

const keyOf = (type: KeyType, text: string): string => {
  const key = { lo: 0, hi: 0 };
  identifierKey(type, text, key);
  expect(key.lo >>> 0).toBe(key.lo);
  expect(key.hi >>> 0).toBe(key.hi);
  return `${key.hi}:${key.lo}`;
};

test("a number comes back from its key, exactly, up to 15 digits", () => {
  fc.assert(
    fc.property(fc.integer({ min: 86_110, max: 999_999_999_999_999 }), (e164) => {
      const key = { lo: 0, hi: 0 };
      numberKey(e164, key);
      expect(numberOfKey(key.lo, key.hi)).toBe(e164);
      expect(keyOf("number", `+${e164}`)).toBe(`${key.hi}:${key.lo}`);
    }),
    { seed: 42 },
  );
});

test("keys of other types are never numbers, and the type stands in the top bits", () => {
  for (const type of Object.keys(KEY_TYPE) as KeyType[]) {
    const key = { lo: 0, hi: 0 };
    identifierKey(type, "+8613800000002", key);
    expect(key.hi >>> KEY_TYPE_SHIFT).toBe(KEY_TYPE[type]);
    if (type !== "number") expect(numberOfKey(key.lo, key.hi)).toBe(-1);
  }
});

test("twenty thousand similar identifiers have twenty thousand keys", () => {
  const keys = new Set<string>();
  for (let n = 0; n < 10_000; n++) keys.add(keyOf("device", `dev_${n}`)).add(keyOf("account", accountText("ICBC", String(6_222_000_000 + n))));
  expect(keys.size).toBe(20_000);
});

test("institution and account do not run together", () => {
  expect(keyOf("account", accountText("AB", "C1"))).not.toBe(keyOf("account", accountText("A", "BC1")));
});

test.each([
  ["ICBC", "ICBC"],
  [" icbc ", "ICBC"],
  ["招商银行", "招商银行"],
  ["95588", "+8695588"],
  ["13800000002", "+8613800000002"],
  ["+Bank", "+BANK"],
])("sender %j is %s", (given, sender) => {
  expect(parseSender(given)).toBe(sender);
});

test.each(["", "   ", "a\u0000b", "x".repeat(65)])("sender %j is refused", (given) => {
  expect(parseSender(given)).toMatchObject({ kind: "malformed" });
});

test.each([
  [parseDevice, "imei:3568-a.b_c@1#2", true],
  [parseDevice, "x".repeat(64), true],
  [parseDevice, "x".repeat(65), false],
  [parseDevice, "", false],
  [parsePerson, "per 1", false],
  [parsePerson, "per\n1", false],
  [parsePerson, "人", false],
  [parseCertificate, "AB:".repeat(31) + "AB", true],
  [parseCertificate, "ab".repeat(20), true],
  [parseCertificate, "ab".repeat(21), false],
  [parseCertificate, "zz".repeat(20), false],
])("%o(%j): %s", (parse, text, taken) => {
  expect(typeof parse(text) === "string").toBe(taken);
});

test("certificates are compared without case and colons", () => {
  expect(parseCertificate("AB:".repeat(31) + "AB")).toBe("ab".repeat(32));
});

test("spaces between groups of an account go, case stays, letters of institutions are raised", () => {
  expect(parseAccountNumber("6222 0000 0000 0001")).toBe("6222000000000001");
  expect(parseAccountNumber("bc1Qar0")).toBe("bc1Qar0");
  expect(parseInstitution(" icbc ")).toBe("ICBC");
});

test("a refused account does not show its digits", () => {
  const refused = parseAccountNumber("6222000000000001$");
  expect(JSON.stringify(refused)).not.toContain("6222000000000001");
});

test("a masked account hides at least four characters, or all but one of a short one", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Za-z]{1,64}$/), (account) => {
      const shown = maskAccount(account).replace(/[* ]/g, "");
      expect(account.length - shown.length).toBeGreaterThanOrEqual(Math.min(4, account.length));
      expect(shown.length).toBeLessThanOrEqual(8);
    }),
    { seed: 42 },
  );
});

test.each([
  ["CNY", 2],
  ["USD", 2],
  ["JPY", 0],
  ["KRW", 0],
  ["VND", 0],
  ["KWD", 3],
  ["BHD", 3],
  ["TND", 3],
  ["HKD", 2],
])("%s has %d minor digits", (currency, digits) => {
  expect(CURRENCIES).toContain(currency);
  expect(minorDigits(currency)).toBe(digits);
});

test("currencies are told by one byte, none twice, and those in use stay where old records say", () => {
  expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
  expect(CURRENCIES.length).toBeLessThanOrEqual(256);
  expect(CURRENCIES.slice(0, 5)).toEqual(["CNY", "USD", "EUR", "GBP", "HKD"]);
  expect(CURRENCIES.every((c) => /^[A-Z]{3}$/.test(c))).toBe(true);
});
