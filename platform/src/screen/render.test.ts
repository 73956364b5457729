/** Verdicts as bytes say the same as verdicts as objects; values come out in the unit that their name says. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyEvent } from "../domain/event.conformance.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { EventBatch, RECORD_WORDS, W } from "../domain/record.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { ACTIONS, STAGES, type Verdict, type Versions } from "../domain/verdict.ts";
import type { Binding } from "../rules/environment.ts";
import { screenEnvironment } from "./environment.ts";
import { publishRules } from "./publish.ts";
import { valueText } from "./reason.ts";
import { verdictOf, VerdictWriter } from "./render.ts";
import { V, VERDICT_WORDS, VerdictBatch, type VerdictDetails } from "./verdict-batch.ts";

const ROOT = new URL("../../../rulepacks/", import.meta.url);
const rules = publishRules(
  readdirSync(ROOT)
    .sort()
    .map((folder) => ({ path: `${folder}/pack.json`, text: readFileSync(new URL(`${folder}/pack.json`, ROOT), "utf8") })),
  screenEnvironment(),
).rulesById;
const VERSIONS: Versions = { program: "1", rules: 'with "quotes"', lists: "l", text: "t", host: "h", response: "r" };
const explain = (entry: number): { readonly kind: "block"; readonly because: { readonly zh: string; readonly en: string } } | null =>
  entry % 3 === 0 ? null : { kind: "block", because: { zh: `名单“${entry}”`, en: `list "${entry}"` } };

const ruleIds = [...rules.keys()];
const value = fc.oneof(fc.constantFrom(null, 0, 1, -1, 2), fc.nat(100_000_000), fc.double({ min: 0, max: 1e9, noNaN: true }));
const hit = fc
  .constantFrom(...ruleIds, "GONE")
  .chain((id) => fc.tuple(fc.constant(id), fc.array(value, { minLength: rules.get(id)?.values.length ?? 0, maxLength: rules.get(id)?.values.length ?? 0 })));
const ids = fc.array(fc.constantFrom(...ruleIds), { maxLength: 3 });
const details: fc.Arbitrary<VerdictDetails | null> = fc.option(fc.record({ hits: fc.array(hit, { maxLength: 4 }), unknown: ids, failed: ids, lowered: ids, shadow: ids }));
const rows = fc.array(
  fc.record({
    event: anyEvent,
    quiet: fc.boolean(),
    outcome: fc.tuple(fc.nat(ACTIONS.length - 1), fc.nat(2), fc.nat(STAGES.length), fc.nat(SCAM_CATEGORIES.length)),
    score: fc.nat(1000),
    flags: fc.nat(15),
    entries: fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }),
    digest: fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff)),
    details,
  }),
  { minLength: 1, maxLength: 5 },
);

test("the bytes are the object as JSON, in the same order of fields, for quiet verdicts and others", () => {
  let quiet = 0;
  fc.assert(
    fc.property(rows, (judged) => {
      const batch = new EventBatch(judged.length);
      batch.heap = new Uint8Array(100_000);
      const verdicts = new VerdictBatch(judged.length);
      judged.forEach((row, i) => {
        expect(writeEvent(batch, i, row.event)).toBeNull();
        const at = i * VERDICT_WORDS;
        verdicts.words[at] = row.outcome[0];
        verdicts.words[at + V.digestLo] = row.digest[0];
        verdicts.words[at + V.digestHi] = row.digest[1];
        if (row.quiet) return void quiet++;
        const [action, level, stage, category] = row.outcome;
        verdicts.words[at] = (action | (level << 8) | (stage << 16) | (category << 24)) >>> 0;
        verdicts.words[at + V.scoreFlags] = row.score | (row.flags << 16);
        verdicts.details[i] = row.details;
        batch.words.set(row.entries, i * RECORD_WORDS + W.intelEntries);
      });
      batch.count = judged.length;
      const writer = new VerdictWriter(rules, VERSIONS, explain);
      judged.forEach((_, i) => writer.write(batch, verdicts, i));
      const lines = new TextDecoder("utf-8", { fatal: true }).decode(writer.take()).split("\n");
      expect(lines.pop()).toBe("");
      expect(lines).toEqual(judged.map((_, i) => JSON.stringify(verdictOf(batch, verdicts, i, verdicts.details[i], rules, VERSIONS, explain))));
      expect(writer.take()).toHaveLength(0);
    }),
    { seed: 42, numRuns: 300 },
  );
  expect(quiet).toBeGreaterThan(100);
});

test("an id that is not UTF-8, or that JSON must escape, still gives one line of JSON", () => {
  for (const id of [Uint8Array.of(0x61, 0xff, 0x62), new TextEncoder().encode('a"b\\c'), new TextEncoder().encode("编号\u007f1")]) {
    const batch = new EventBatch(1);
    batch.count = 1;
    batch.heap = id;
    batch.words[W.refs + 1] = id.length;
    const writer = new VerdictWriter(rules, VERSIONS, explain);
    writer.write(batch, new VerdictBatch(1), 0);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(writer.take());
    expect((JSON.parse(text) as Verdict).eventId).toBe(new TextDecoder().decode(id));
  }
});

test("a buffer grows with what is written and nothing is cut", () => {
  const batch = new EventBatch(1);
  batch.count = 1;
  batch.heap = new TextEncoder().encode("x".repeat(128));
  batch.words[W.refs + 1] = 128;
  batch.words[W.kind] = EVENT_KINDS.indexOf("call");
  const writer = new VerdictWriter(rules, VERSIONS, explain);
  const count = 3_000;
  for (let n = 0; n < count; n++) writer.write(batch, new VerdictBatch(1), 0);
  const lines = new TextDecoder().decode(writer.take()).trimEnd().split("\n");
  expect(lines).toHaveLength(count);
  expect(new Set(lines).size).toBe(1);
});

describe("a value for a person", () => {
  const binding = (name: string, type: Binding["type"] = "double", values?: readonly string[]): Binding => ({
    name,
    type,
    slot: 0,
    zh: "",
    en: "",
    ...(values === undefined ? {} : { values }),
  });
  test.each([
    ["event.durationMs", 900, null, "1秒", "1 s"],
    ["event.durationMs", 61_000, null, "1分钟", "1 min"],
    ["event.durationMs", 45 * 60_000, null, "45分钟", "45 min"],
    ["from.talkMs1h", 2 * 3_600_000, null, "2小时", "2 h"],
    ["event.amountMinor", 5_000_000, "CNY", "5万CNY", "50,000 CNY"],
    ["event.amountMinor", 123_456, "CNY", "1,234.56 CNY", "1,234.56 CNY"],
    ["event.amountMinor", 123_456, "JPY", "12.35万JPY", "123,456 JPY"],
    ["event.amountMinor", 123_456, "KWD", "123.456 KWD", "123.456 KWD"],
    ["from.outMinor24h", 1_000_000_000, null, "1000万", "10,000,000"],
    ["text.fraudPermille", 957, null, "95.7%", "95.7%"],
    ["from.answeredPermille1h", 1000, null, "100%", "100%"],
    ["from.minutesSinceCall", 150, null, "2.5小时", "2.5 h"],
    ["from.callsOut1h", 31, null, "31", "31"],
    ["event.attachLatencyRatio", 2.345, null, "2.3", "2.3"],
    ["from.callsOut1h", -1, null, "从未", "never"],
    ["event.durationMs", null, null, "未知", "unknown"],
  ])("%s of %s is %s", (name, number, currency, zh, en) => {
    expect(valueText(binding(name), number, true, { currency })).toBe(zh);
    expect(valueText(binding(name), number, false, { currency })).toBe(en);
  });

  test("is yes or no, or the word of a list", () => {
    expect([1, 0].map((v) => valueText(binding("event.answered", "bool"), v, false, { currency: null }))).toEqual(["yes", "no"]);
    expect([1, 0].map((v) => valueText(binding("event.answered", "bool"), v, true, { currency: null }))).toEqual(["是", "否"]);
    expect(valueText(binding("event.origin", "string", ["domestic", "overseas"]), 1, false, { currency: null })).toBe("overseas");
  });
});
