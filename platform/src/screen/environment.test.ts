/** The function that is written at start puts the right value into the right slot, and NaN where nothing is known. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import { someEvent } from "../domain/event.conformance.ts";
import { EVENT_FIELDS, EVENT_KINDS, type EventKind } from "../domain/event-fields.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { readField } from "../domain/read-event.ts";
import { EventBatch, HOST_FLAG, INTEL, INTEL_BITS, JUDGED, KEY_TYPE, LANGUAGES, NUMBER_FLAG, RECORD_WORDS, W } from "../domain/record.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { bindingsByName } from "../rules/environment.ts";
import { LEXICON_BITS } from "../text/lexicon.ts";
import { FACTS_MAX, screenEnvironment } from "./environment.ts";

const env = screenEnvironment();
const byName = bindingsByName(env.environment);
const loaders = Object.fromEntries(EVENT_KINDS.map((kind) => [kind, env.kinds[kind].loader()])) as Record<EventKind, ReturnType<(typeof env.kinds)["call"]["loader"]>>;

function load(batch: EventBatch, i = 0): Float64Array {
  const facts = new Float64Array(FACTS_MAX).fill(NaN);
  loaders[batch.kind(i)](batch.words, batch.doubles, i, facts);
  return facts;
}

function batchOf(event: unknown): EventBatch {
  // The second row, so that a forgotten offset shows.
  const batch = new EventBatch(2);
  batch.heap = new Uint8Array(100_000);
  expect(writeEvent(batch, 1, event)).toBeNull();
  batch.count = 2;
  return batch;
}

/** A fact as a rule sees it: texts of listed values, booleans, numbers; undefined when unknown. */
function seen(facts: Float64Array, name: string): unknown {
  const binding = byName.get(name);
  if (binding === undefined) return `no binding ${name}`;
  const value = facts[binding.slot];
  if (Number.isNaN(value)) return undefined;
  if (binding.type === "bool") return value === 1 ? true : value === 0 ? false : value;
  return binding.values === undefined ? value : binding.values[value];
}

const camel = (text: string): string => text.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

describe.each(EVENT_KINDS)("facts of a %s", (kind) => {
  test("are its fields, and unknown where it has none", () => {
    fc.assert(
      fc.property(someEvent(kind), (event) => {
        const batch = batchOf(event);
        const facts = load(batch, 1);
        for (const field of EVENT_FIELDS[kind]) {
          const name = `event.${field.name}`;
          const given = batch.has(1, field.bit) ? readField(batch, 1, field) : undefined;
          if (field.type === "set") {
            for (const value of field.values)
              expect([name, value, seen(facts, `${name}.${camel(value)}`)]).toEqual([name, value, given === undefined ? undefined : (given as string[]).includes(value)]);
            continue;
          }
          const expected =
            given === undefined
              ? undefined
              : field.type === "identifier"
                ? true
                : field.type === "money"
                  ? Number(given)
                  : field.type === "text" || field.type === "url"
                    ? 1
                    : given;
          expect([name, seen(facts, name)]).toEqual([name, expected]);
        }
      }),
      { seed: 42, numRuns: 120 },
    );
  });

  test("never touch another kind's slots, and without judges say nothing of lists, texts and sites", () => {
    fc.assert(
      fc.property(someEvent(kind), (event) => {
        const facts = load(batchOf(event), 1);
        for (const { name, slot } of env.environment.bindings) {
          if (!env.kinds[kind].slots.has(slot) || /^(?:list|text|site|script)\./.test(name)) expect([name, facts[slot]]).toEqual([name, NaN]);
        }
      }),
      { seed: 42, numRuns: 30 },
    );
  });

  test("a loader for some slots writes those and no others", () => {
    const all = [...env.kinds[kind].slots];
    const some = new Set(all.filter((_, n) => n % 3 === 0));
    fc.assert(
      fc.property(someEvent(kind), (event) => {
        const batch = batchOf(event);
        const whole = load(batch, 1);
        const facts = new Float64Array(FACTS_MAX).fill(-7);
        env.kinds[kind].loader(some)(batch.words, batch.doubles, 1, facts);
        const others = new Set([...env.kinds[kind].featureSlots.values(), ...env.kinds[kind].scriptSlots.values()]);
        for (let slot = 0; slot < FACTS_MAX; slot++) expect([slot, facts[slot]]).toEqual([slot, some.has(slot) && !others.has(slot) ? whole[slot] : -7]);
      }),
      { seed: 42, numRuns: 10 },
    );
  });
});

/** A row of the kind with every judge's words random. */
function judgedRow(kind: EventKind, seed: number): EventBatch {
  const prng = new Prng(seed);
  const batch = new EventBatch(1);
  batch.count = 1;
  batch.words[W.kind] = EVENT_KINDS.indexOf(kind);
  for (let w = W.intel; w < W.judged; w++) batch.words[w] = prng.bits();
  const category = prng.int(SCAM_CATEGORIES.length + 1);
  const language = prng.int(LANGUAGES.length);
  batch.words[W.textMarketingCategory] = prng.int(1001) | (category << 16) | (language << 24);
  batch.words[W.judged] = prng.int(16);
  return batch;
}

const PARTY_KEY: Readonly<Record<EventKind, Readonly<Record<string, number>>>> = {
  call: { from: 0, to: 1, device: 2 },
  message: { from: 0, to: 1, device: 2, site: 3 },
  visit: { subject: 0, device: 2, site: 3 },
  "app-install": { subject: 0, device: 2, app: 3 },
  transfer: { from: 0, to: 1, device: 2 },
  opening: { subject: 0, opened: 1, device: 2, contact: 3 },
  link: {},
};
const LIST_NAME = { protected: "Protected", allow: "Allowed", block: "Blocked", flag: "Flagged", watch: "Watched" } as const;

test("what lists and models said is loaded bit by bit, and unknown when that judge did not run", () => {
  fc.assert(
    fc.property(fc.constantFrom(...EVENT_KINDS), fc.nat(), (kind, seed) => {
      const { words } = judgedRow(kind, seed);
      const facts = load(judgedRow(kind, seed));
      const has = (bit: number): boolean => (words[W.judged] & bit) !== 0;
      const expected: Record<string, unknown> = {};
      for (const [party, key] of Object.entries(PARTY_KEY[kind])) {
        for (const [name, bit] of Object.entries(INTEL))
          expected[`list.${party}${LIST_NAME[name as keyof typeof INTEL]}`] = has(JUDGED.intel) ? ((words[W.intel] >>> (key * INTEL_BITS)) & bit) !== 0 : undefined;
      }
      if (kind === "call" || kind === "message") {
        for (const [name, bit] of Object.entries(NUMBER_FLAG)) {
          expected[`from.is${capital(name)}`] = (words[W.numberFlags] & bit) !== 0;
          expected[`to.is${capital(name)}`] = ((words[W.numberFlags] >>> 16) & bit) !== 0;
        }
      }
      if (kind === "message" || kind === "transfer") {
        for (const [name, bit] of Object.entries(LEXICON_BITS)) expected[`text.${name}`] = has(JUDGED.text) ? (words[W.lexicon] & bit) !== 0 : undefined;
      }
      if (kind === "message") {
        const text = (value: unknown): unknown => (has(JUDGED.text) ? value : undefined);
        expected["text.fraudPermille"] = text(words[W.textFraudIllegal] & 0xffff);
        expected["text.illegalPermille"] = text(words[W.textFraudIllegal] >>> 16);
        expected["text.marketingPermille"] = text(words[W.textMarketingCategory] & 0xffff);
        expected["text.category"] = text(["none", ...SCAM_CATEGORIES][(words[W.textMarketingCategory] >>> 16) & 0xff]);
        expected["text.language"] = text(LANGUAGES[words[W.textMarketingCategory] >>> 24]);
        expected["text.disguisePermille"] = text(words[W.disguiseHost] & 0xffff);
        expected["text.truncated"] = text(has(JUDGED.textTruncated));
      }
      if (kind === "message" || kind === "visit") {
        const site = (value: unknown): unknown => (has(JUDGED.host) ? value : undefined);
        expected["site.scamPermille"] = site(words[W.disguiseHost] >>> 16);
        for (const [name, bit] of Object.entries(HOST_FLAG)) expected[`site.${name}`] = site((words[W.hostFlagsBrand] & bit) !== 0);
      }
      for (const [name, value] of Object.entries(expected)) expect([name, seen(facts, name)]).toEqual([name, value]);
    }),
    { seed: 42, numRuns: 400 },
  );
});

test("a sender who shows a name is told from one who shows a number", () => {
  for (const [type, isName] of [
    [KEY_TYPE.sender, true],
    [KEY_TYPE.number, false],
  ] as const) {
    const batch = judgedRow("message", 1);
    batch.words[W.keys + 1] = (type << 28) >>> 0;
    expect(seen(load(batch), "from.isName")).toBe(isName);
  }
});

test("every name means one thing: a slot each, within the array, with words in both languages", () => {
  const slots = env.environment.bindings.map((b) => b.slot);
  expect(new Set(slots).size).toBe(slots.length);
  expect(Math.max(...slots)).toBeLessThan(FACTS_MAX);
  for (const { name, zh, en } of env.environment.bindings) expect([name, zh.length > 0, /[a-z]/i.test(en)]).toEqual([name, true, true]);
});

test("a word shared by two kinds' lists of values has one place in the merged list", () => {
  for (const { name, values } of env.environment.bindings) if (values !== undefined) expect([name, new Set(values).size]).toEqual([name, values.length]);
  // Lines of messages know ports, lines of calls do not: the lists differ and still agree.
  expect(byName.get("event.lineType")!.values).toEqual(expect.arrayContaining(["mobile", "port", "unknown"]));
  expect(RECORD_WORDS).toBe(64);
});
