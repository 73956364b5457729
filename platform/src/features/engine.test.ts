import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventBatch } from "../domain/record.ts";
import type { EventKind } from "../domain/event-fields.ts";
import { FeatureEngine, type FeatureLimits } from "./engine.ts";
import { putEvent, type HistoryEvent } from "./history.ts";
import { SnapshotRefused } from "./snapshot.ts";
import { plainEvent, twinFeatures } from "./twin.ts";
import { FEATURES } from "./vocabulary.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS } from "./window.ts";

const LIMITS: FeatureLimits = { numbers: 4096, accounts: 4096, devices: 1024, hosts: 1024, persons: 1024, latenessMaxMs: 2 * HOUR_MS, timeZoneOffsetMinutes: 480 };
const START = Date.UTC(2026, 2, 1, 9);
const SLOTS = new Map(FEATURES.map((feature, slot) => [feature.name, slot]));
const namesOf = (kind: EventKind): string[] => FEATURES.filter((feature) => feature.kinds.includes(kind)).map((feature) => feature.name);

function batchOf(history: readonly HistoryEvent[]): EventBatch {
  const batch = new EventBatch(Math.max(1, history.length));
  history.forEach((event, i) => putEvent(batch, i, event));
  return batch;
}

/** Values of each event, by name; a value that was not written stays -1, which no feature takes. */
function measureAll(engine: FeatureEngine, batch: EventBatch, from = 0, to = batch.count): Map<string, number>[] {
  engine.bind(SLOTS);
  const facts = new Float64Array(FEATURES.length);
  const out: Map<string, number>[] = [];
  for (let i = from; i < to; i++) {
    facts.fill(-1);
    engine.measure(batch, i, facts);
    out.push(new Map(FEATURES.map((feature, slot) => [feature.name, facts[slot]!])));
  }
  return out;
}

function play(history: readonly HistoryEvent[], limits: FeatureLimits = LIMITS): Map<string, number>[] {
  return measureAll(new FeatureEngine(limits), batchOf(history));
}

const last = (history: readonly HistoryEvent[], name: string): number => play(history).at(-1)!.get(name)!;

// Histories: few parties, so that they meet; steps from nothing to weeks, and sometimes back in time.

const step = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 90 * SECOND_MS }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3 * HOUR_MS }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 * HOUR_MS }) },
  { weight: 1, arbitrary: fc.constantFrom(0, MINUTE_MS, HOUR_MS, DAY_MS, WEEK_MS, 29 * DAY_MS, 200 * DAY_MS) },
  { weight: 3, arbitrary: fc.integer({ min: -100 * MINUTE_MS, max: 0 }) },
  { weight: 1, arbitrary: fc.integer({ min: -50 * HOUR_MS, max: 0 }) },
);
const number = fc.integer({ min: 0, max: 6 }).map((n) => ["number", n < 4 ? n : n * 20_000] as const);
const account = fc.integer({ min: 0, max: 4 }).map((n) => ["account", n] as const);
const device = fc.integer({ min: 0, max: 3 }).map((n) => ["device", n] as const);
const person = fc.integer({ min: 0, max: 2 }).map((n) => ["person", n] as const);
const host = fc.integer({ min: 0, max: 2 }).map((n) => ["host", n] as const);
const cell = fc.integer({ min: 0, max: 2 }).map((n) => ["cell", n] as const);
const certificate = fc.constant(["certificate", 1] as const);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const listed = fc.subarray([0, 1, 3], { maxLength: 2 });
const fields = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<Record<string, boolean | number | string>>;
const amount = fc.oneof(fc.constantFrom(0, 100, 1_000, 10_000, 20_000, 5_000_000), fc.integer({ min: 0, max: 3_000_000 }));

const anyEvent: fc.Arbitrary<Omit<HistoryEvent, "t">> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("call" as const),
      keys: fc.tuple(number, number, maybe(device), maybe(cell)),
      fields: fields({
        answered: fc.boolean(), durationMs: fc.constantFrom(0, 20_000, 900_000), ringMs: fc.integer({ min: 0, max: 6_000 }),
        origin: fc.constantFrom("domestic", "overseas", "gateway", "unknown"), forwardingSet: fc.boolean(), screenShare: fc.boolean(), contact: fc.boolean(),
      }),
      listed,
      callerForeign: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("message" as const),
      keys: fc.tuple(fc.oneof(number, fc.constant(["sender", 1] as const)), number, maybe(device)),
      listed,
      fraudPermille: fc.constantFrom(0, 499, 500, 990),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("visit" as const), keys: fc.tuple(fc.oneof(number, person), fc.constant(null), maybe(device), maybe(host)), listed, hostPermille: fc.constantFrom(0, 799, 800) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("app-install" as const),
      keys: fc.tuple(fc.oneof(number, person), fc.constant(null), maybe(device), maybe(certificate)),
      fields: fields({ source: fc.constantFrom("store", "link", "sideload", "enterprise"), action: fc.constantFrom("install", "open"), appClass: fc.constantFrom("bank", "remote-control", "meeting", "chat"), assistive: fc.boolean() }),
      listed,
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        kind: fc.constant("transfer" as const),
        keys: fc.tuple(account, account, maybe(device)),
        fields: fields({
          channel: fc.constantFrom("mobile", "crypto", "cash-withdrawal"), payeeNew: fc.boolean(), payeeType: fc.constantFrom("person", "gold", "gift-card", "crypto", "own-account"),
          caseTier: fc.integer({ min: 0, max: 5 }).map((n) => n === 0), reportedVictim: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
        }),
        money: amount,
        currency: fc.constantFrom("CNY", "CNY", "CNY", "JPY"),
        listed,
      })
      .map(({ money, currency, ...event }) => ({ ...event, fields: { ...event.fields, amountMinor: money, currency } })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("opening" as const),
      keys: fc.tuple(person, maybe(fc.oneof(number, account)), fc.constant(null), maybe(number)),
      fields: fc.record({ product: fc.constantFrom("sim", "sim-replacement", "account") }) as fc.Arbitrary<Record<string, string>>,
      branch: fc.option(fc.constantFrom("east", "west", "north"), { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("link" as const),
      keys: fc.tuple(maybe(number), maybe(account), maybe(device), maybe(person)),
      fields: fields({ relation: fc.constantFrom("holds", "uses"), ended: fc.integer({ min: 0, max: 3 }).map((n) => n === 0) }),
    }),
  },
);

const history: fc.Arbitrary<HistoryEvent[]> = fc.array(fc.tuple(step, anyEvent), { minLength: 1, maxLength: 60 }).map((steps) => {
  let now = START;
  return steps.map(([ms, event]) => ({ ...event, t: (now += ms) }));
});

const close = (a: number, b: number): boolean => Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

describe("the engine and its plain twin", () => {
  for (const [what, limits] of [["bounded lateness", LIMITS], ["no lateness allowed", { ...LIMITS, latenessMaxMs: 0 }], ["any lateness", { ...LIMITS, latenessMaxMs: Infinity, timeZoneOffsetMinutes: -300 }]] as const) {
    test(`give the same values for every event of any history (${what})`, () => {
      fc.assert(
        fc.property(history, (events) => {
          const batch = batchOf(events);
          const plain = events.map((_, i) => plainEvent(batch, i));
          const values = measureAll(new FeatureEngine(limits), batch);
          values.forEach((measured, i) => {
            const kind = events[i]!.kind;
            const expected = twinFeatures(plain.slice(0, i + 1), limits);
            expect([...expected.keys()].sort()).toEqual(namesOf(kind).sort());
            for (const [name, value] of expected) {
              if (!close(measured.get(name)!, value)) throw new Error(`event ${i} (${kind}): ${name} is ${measured.get(name)}, the twin says ${value}`);
            }
            for (const feature of FEATURES) if (!feature.kinds.includes(kind)) expect(measured.get(feature.name)).toBe(-1);
          });
        }),
        { seed: 42, numRuns: 250 },
      );
    });
  }
});
