import { expect, test } from "vitest";
import { CHINA_2026 } from "./calendar.fixture.ts";
import { durationInWords, faultsOf, fillText, instantInWords, slotsIn, slotsOf, textKeysFor } from "./notice-text.ts";

const FULL = "{what}{reason}{basis}{duration}{decider}{remedy}{papers}";
const full = { zh: FULL, en: FULL };
const faults = (key: string, zh: string, en: string): readonly string[] =>
  faultsOf(key, { zh, en }, ["96110", "110"]).map((fault) => `${fault.language}: ${fault.what}: ${fault.expected}`);

test("a text that limits carries reason, basis, duration, decider, remedy and papers", () => {
  expect(faultsOf("freeze.frozen", full, [])).toEqual([]);
  for (const slot of ["what", "reason", "basis", "duration", "decider", "remedy", "papers"]) {
    const without = FULL.replace(`{${slot}}`, "");
    expect(faults("freeze.frozen", without, without)).toEqual([`zh: ${without}: the slot {${slot}}`, `en: ${without}: the slot {${slot}}`]);
  }
});

test("every kind of mistake in a text is found", () => {
  expect(faults("freeze.melted", FULL, FULL)).toEqual(["zh: freeze.melted: a text key that the program knows"]);
  expect(faults("freeze.frozen", `${FULL}{amount}`, FULL)).toEqual(["zh: {amount}: the same slots in both languages"]);
  expect(faults("freeze.frozen", `${FULL}{iban}`, `${FULL}{iban}`)[0]).toContain("zh: {iban}: one of the slots");
  expect(faults("freeze.frozen", `${FULL}{Amount}`, `${FULL}{Amount}`).length).toBeGreaterThan(0);
  expect(faults("freeze.frozen", `${FULL}{`, FULL)[0]).toContain("braces only around slot names");
  for (const link of ["https://a.b", "www.bank", "bank.com", "Bank.CN"]) expect(faults("freeze.frozen", FULL, `${FULL} ${link}`)).toEqual([expect.stringContaining("no link")]);
  expect(faults("freeze.frozen", `${FULL}请打 4008001234`, FULL)).toEqual(["zh: 4008001234: no number but 96110, 110"]);
  expect(faults("freeze.frozen", `${FULL}请打 96110，48 小时内`, FULL)).toEqual([]);
  expect(faults("freeze.frozen", `${FULL}您太轻信`, FULL)).toEqual(["zh: 轻信: words that blame nobody"]);
  expect(faults("freeze.frozen", FULL, `${FULL} as you agreed`)).toEqual([]);
  expect(faults("freeze.frozen", FULL, `${FULL} Greedy people`)).toEqual(["en: greed: words that blame nobody"]);
});

test("a warning by SMS has one slot, and is short", () => {
  expect(faults("warning.sms.LOAN", "请打{helpline}", "call {helpline}")).toEqual([]);
  expect(faults("warning.sms.LOAN", "{helpline}{code}", "{helpline}{code}")).toEqual(["zh: {code}: no slot but the required ones", "en: {code}: no slot but the required ones"]);
  expect(faults("warning.sms.LOAN", `${"字".repeat(140)}{helpline}`, "call {helpline}")).toEqual(["zh: 150 characters: at most 140"]);
  expect(slotsOf("warning.sms.NOTHING")).toBeUndefined();
  expect(slotsOf("script.stage.S9")).toBeUndefined();
});

test("every key asked of a profile is one whose slots are known", () => {
  const keys = textKeysFor(["freeze", "stop-payment", "payment-delay", "sanction"]);
  expect(keys.filter((key) => slotsOf(key) === undefined)).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain("freeze.lapsed");
  expect(textKeysFor([])).not.toContain("freeze.lapsed");
});

test("filling takes each language's words, every occurrence, and stops without a value", () => {
  const text = { zh: "{what}：{reason}，{what}", en: "{what}: {reason}, {what}" };
  expect(fillText(text, { what: "6222 **** 1234", reason: { zh: "核查 $& 中", en: "under check $&" } })).toEqual({
    zh: "6222 **** 1234：核查 $& 中，6222 **** 1234",
    en: "6222 **** 1234: under check $&, 6222 **** 1234",
  });
  expect(() => fillText(text, { what: "x" })).toThrow("the slot {reason} has no value");
  expect(slotsIn(text.zh)).toEqual(["what", "reason"]);
});

test("durations and instants in words, in the reader's zone", () => {
  expect(durationInWords({ kind: "CH", amount: 48 })).toEqual({ zh: "48 小时", en: "48 hours" });
  expect(durationInWords({ kind: "WD", amount: 1 })).toEqual({ zh: "1 个工作日", en: "1 working day" });
  expect(instantInWords(Date.parse("2026-03-31T16:05:00Z"), CHINA_2026.timeZone)).toEqual({ zh: "2026 年 4 月 1 日 00:05", en: "00:05 on 1 April 2026" });
});
