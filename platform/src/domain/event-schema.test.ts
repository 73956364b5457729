/** What is taken fits the published schema; a record gives back what went in, canonical. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schemaCheck } from "../../test/schema-check.ts";
import { anyEvent, someEvent, type SomeEvent } from "./event.conformance.ts";
import { EVENT_FIELDS, EVENT_KINDS } from "./event-fields.ts";
import { eventSchema } from "./event-schema.ts";
import { parseInstant, writeEvent } from "./parse-event.ts";
import { readEvent } from "./read-event.ts";
import { EventBatch, RECORD_WORDS } from "./record.ts";

const fits = await schemaCheck(eventSchema());

function record(event: unknown): EventBatch {
  const batch = new EventBatch(1);
  batch.heap = new Uint8Array(100_000);
  expect(writeEvent(batch, 0, event)).toBeNull();
  batch.count = 1;
  return batch;
}

const words = (batch: EventBatch): readonly number[] => [...batch.words.subarray(0, RECORD_WORDS)];

describe.each(EVENT_KINDS)("%s", (kind) => {
  test("what the parsers take fits the schema, with every field at least once", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(someEvent(kind), (event) => {
        record(event);
        for (const name of Object.keys(event)) seen.add(name);
        expect([event, fits(event)]).toEqual([event, true]);
      }),
      { seed: 42, numRuns: 100 },
    );
    expect([...seen].sort()).toEqual(["id", "kind", "occurredAt", ...EVENT_FIELDS[kind].map((f) => f.name)].sort());
  });

  test("without a required field, or with a value of another type, neither takes it", () => {
    fc.assert(
      fc.property(someEvent(kind), (event) => {
        for (const name of ["id", "kind", "occurredAt", ...EVENT_FIELDS[kind].filter((f) => f.required === true).map((f) => f.name)]) {
          const { [name]: _, ...rest } = event;
          expect([name, fits(rest)]).toEqual([name, false]);
          expect(writeEvent(emptyBatch(), 0, rest)).toMatchObject({ field: name });
        }
        for (const field of EVENT_FIELDS[kind]) {
          const wrong = { ...event, [field.name]: field.type === "bool" ? "yes" : field.type === "set" ? "sms" : true };
          expect([field.name, fits(wrong)]).toEqual([field.name, false]);
          expect(writeEvent(emptyBatch(), 0, wrong)).toMatchObject({ kind: "malformed", field: field.name });
        }
      }),
      { seed: 42, numRuns: 5 },
    );
  });
});

function emptyBatch(): EventBatch {
  const batch = new EventBatch(1);
  batch.heap = new Uint8Array(100_000);
  return batch;
}

test("an event read back and parsed again is the same record", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const once = record(event);
      const read = readEvent(once, 0);
      const twice = record(read);
      expect(words(twice)).toEqual(words(once));
      expect(readEvent(twice, 0)).toEqual(read);
      expect(fits(read)).toBe(true);
    }),
    { seed: 42, numRuns: 1_000 },
  );
});

test("what needs no canonical form comes back as it was given", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const read = readEvent(record(event), 0);
      expect(read.id).toBe(event.id);
      expect(read.occurredAt).toBe(event.occurredAt);
      for (const field of EVENT_FIELDS[event.kind]) {
        if (field.type === "identifier" || field.type === "url" || field.type === "set") continue;
        expect([field.name, read[field.name]]).toEqual([field.name, (event as Record<string, unknown>)[field.name]]);
      }
      const { permissions } = event as { permissions?: readonly string[] };
      if (permissions !== undefined) expect([...(read["permissions"] as string[])].sort()).toEqual([...permissions].sort());
    }),
    { seed: 43, numRuns: 500 },
  );
});

const message = (from: string): SomeEvent => ({ id: "m", kind: "message", occurredAt: "2026-11-01T00:00:00.000Z", from, to: "+8613800000002" });

test("a sender's name that starts with a plus is a name, not number zero", () => {
  expect(readEvent(record(message("+Bank")), 0)["from"]).toBe("+BANK");
});

test.each([
  ["2026-11-01T08:00:00+08:00", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01t08:00:00z", "2026-11-01T08:00:00.000Z"],
  ["2026-11-01 08:00:00.5Z", "2026-11-01T08:00:00.500Z"],
  ["2026-11-01T08:00:00.123999Z", "2026-11-01T08:00:00.123Z"],
  ["2024-02-29T23:59:59-00:30", "2024-03-01T00:29:59.000Z"],
  ["2000-01-01T00:00:00Z", "2000-01-01T00:00:00.000Z"],
  ["2099-12-31T23:59:59.999Z", "2099-12-31T23:59:59.999Z"],
])("instant %s is %s", (text, iso) => {
  expect(new Date(parseInstant(text) as number).toISOString()).toBe(iso);
});

test.each([
  "",
  "2026-11-01",
  "2026-02-29T00:00:00Z",
  "2026-11-01T24:00:00Z",
  "2026-11-01T08:60:00Z",
  "2026-11-01T08:00:60Z",
  "2026-11-01T08:00:00",
  "1999-12-31T23:59:59Z",
  "2100-01-01T00:00:00Z",
  "2026-11-01T08:00:00+24:00",
  "2026-00-01T00:00:00Z",
  "2026-11-00T00:00:00Z",
  "20261101T080000Z",
])("instant %j is refused", (text) => {
  expect(parseInstant(text)).toMatchObject({ kind: "malformed", expected: expect.stringContaining("RFC 3339") });
});
