/** The fast decoder accepts, refuses and writes exactly what the plain way does. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLine, decodeOrRefuse } from "./decode-event.ts";
import { EVENT_FIELDS, EVENT_KINDS, type FieldSpec } from "./event-fields.ts";
import { BatchFull, writeEvent, type Refusal } from "./parse-event.ts";
import { EventBatch, RECORD_WORDS, W } from "./record.ts";
import { readEvent } from "./read-event.ts";

const encoder = new TextEncoder();

function batchOf(line: Uint8Array): EventBatch {
  const batch = new EventBatch(1);
  batch.heap = new Uint8Array(line.length + 100_000);
  batch.heap.set(line);
  batch.heapEnd = line.length;
  return batch;
}

/** Everything a row says: words without string places, and the strings themselves. */
function content(batch: EventBatch): unknown {
  const words = [...batch.words.subarray(0, RECORD_WORDS)];
  const strings = Array.from({ length: 8 }, (_, r) => batch.text(0, r));
  for (let w = W.refs; w < W.intel; w++) words[w] = 0;
  return { words, strings };
}

function plainWay(line: string): { refused: Refusal } | { row: unknown } | { notJson: true } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { notJson: true };
  }
  const batch = batchOf(new Uint8Array(0));
  const refused = writeEvent(batch, 0, value);
  return refused === null ? { row: content(batch) } : { refused };
}

const number = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "+8613800000002",
      "13800000002",
      "0755-12345678",
      "+86 138 0000 0002",
      "95588",
      "+8695588",
      "110",
      "+14155550100",
      "+44 20 7946 0000",
      "0086 13900000001",
      "１３８００００００００２",
      "+860101234567",
      "12",
      "",
      "abc",
      "+0123456789",
    ),
  },
  { weight: 2, arbitrary: fc.integer({ min: 90, max: 99_999 }).map(String) },
  { weight: 8, arbitrary: fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map((n) => `+86${n}`) },
);
const token = fc.oneof({ weight: 20, arbitrary: fc.stringMatching(/^[A-Za-z0-9._:@#-]{1,65}$/) }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) });
const urls = fc.constantFrom(
  "https://example.com/a?b=c",
  "http://a.example.com/x/../y",
  "https://EXAMPLE.com/",
  "example.com",
  "https://xn--80ak6aa92e.com/",
  "http://1.2.3.4/a",
  "https://例子.测试/路",
  "https://a-.com/x",
  "hxxp://bad[.]example[.]com/p",
  "https://user:pw@example.com/",
  "https://example.com:8443/p",
  "https://shop.example.co/%7Ea",
  "https://e.xample.io/a.b/.c",
  "ftp://example.com/x",
  "https://",
  "http://a..b.com/",
);
const hosts = fc.constantFrom(
  "example.com",
  "EXAMPLE.com.",
  "a.b.c.example.co.uk",
  "localhost",
  "xn--80ak6aa92e.com",
  "1.2.3.4",
  "-a.com",
  "a--b.com",
  "ab--c.com",
  "例子.测试",
  "a_b.example.com",
  "",
  "com",
  "a.b1",
);

function valueOf(field: FieldSpec): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom<unknown>(null, 1, "x", true, [], {}, "-1", 1e300, -1, 0.5);
  const usual = (): fc.Arbitrary<unknown> => {
    switch (field.type) {
      case "bool":
        return fc.boolean();
      case "number":
        return fc.oneof(fc.integer({ min: 0, max: Math.floor(field.max * 1.02) }), fc.double({ min: 0, max: field.max, noNaN: true }));
      case "money":
        return fc.oneof({ weight: 20, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 15n }).map(String) }, { weight: 1, arbitrary: fc.constantFrom("007", "1.5", "-3", "0") });
      case "enum":
        return fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...field.values) }, { weight: 1, arbitrary: fc.constant("nope") });
      case "set":
        return fc.array(fc.constantFrom(...field.values, ...field.values, ...field.values, "nope"), { maxLength: 3 });
      case "text":
        return fc.oneof(fc.string({ unit: "grapheme", maxLength: 40 }), fc.constantFrom('您好，"快递"\n已到', "a\\b", "\u200b\ud800x"));
      case "url":
        return urls;
      case "identifier":
        switch (field.identifier) {
          case "number":
          case "number-or-sender":
          case "subject":
            return fc.oneof({ weight: 12, arbitrary: number }, { weight: 1, arbitrary: token });
          case "account":
            return fc.record(
              {
                institution: fc.constantFrom("ICBC", "ABC", "CCB", "BOC", "B", "icbc", " CCB ", "中国银行", "A-1_x", ""),
                account: fc.oneof(fc.stringMatching(/^[0-9]{4} ?[0-9]{4,15}$/), token),
              },
              { requiredKeys: ["account"] },
            );
          case "host":
            return hosts;
          case "certificate":
            return fc.constantFrom("ab".repeat(20), "AB:".repeat(31) + "AB", "zz");
          default:
            return token;
        }
    }
  };
  return fc.oneof({ weight: 200, arbitrary: usual() }, { weight: 1, arbitrary: odd });
}

const instants = fc.oneof(
  { weight: 15, arbitrary: fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }).map((d) => d.toISOString()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "2026-11-01T08:00:00+08:00",
      "2026-02-29T00:00:00Z",
      "2024-02-29T23:59:59.5Z",
      "2026-11-01T08:00:00-11:30",
      "2026-11-01 08:00:00Z",
      "1999-12-31T23:59:59Z",
      "2026-11-01",
      "2026-13-01T00:00:00Z",
      "2026-11-01T24:00:00Z",
      "2026-11-01T08:00:00.123456Z",
      "",
    ),
  },
);

const events = fc.constantFrom(...EVENT_KINDS).chain((kind) =>
  fc.record(
    {
      id: fc.oneof({ weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) }, { weight: 5, arbitrary: fc.uuid() }),
      kind: fc.oneof({ weight: 30, arbitrary: fc.constant<unknown>(kind) }, { weight: 1, arbitrary: fc.constantFrom<unknown>("nope", 3, null) }),
      occurredAt: instants,
      ...Object.fromEntries(EVENT_FIELDS[kind].map((f) => [f.name, valueOf(f)])),
    },
    { requiredKeys: ["id", "kind", "occurredAt", ...(EVENT_FIELDS[kind].filter((f) => f.required).map((f) => f.name) as never[])] },
  ),
);

describe("the fast decoder", () => {
  test("writes the same rows and refuses the same lines as the plain way", () => {
    let fast = 0;
    let accepted = 0;
    fc.assert(
      fc.property(events, fc.constantFrom(0, 1), (event, indent) => {
        const line = indent === 0 ? JSON.stringify(event) : JSON.stringify(event, null, 1).replaceAll("\n", "");
        const bytes = encoder.encode(line);
        const plain = plainWay(line);
        const batch = batchOf(bytes);
        if (decodeLine(batch.heap, 0, bytes.length, batch, 0)) {
          fast++;
          expect(plain).toEqual({ row: content(batch) });
        }
        const again = batchOf(bytes);
        const refused = decodeOrRefuse(again.heap, 0, bytes.length, again, 0, 7);
        if (refused === null) {
          accepted++;
          expect(plain).toEqual({ row: content(again) });
        } else {
          expect(refused.line).toBe(7);
          expect(plain).toEqual({ refused: { kind: refused.kind, field: refused.field, what: refused.what, expected: refused.expected } });
        }
      }),
      { numRuns: 2500, seed: 42 },
    );
    // The comparison means something only if both ways are taken often.
    expect(accepted).toBeGreaterThan(300);
    expect(fast).toBeGreaterThan(100);
  });

  test("takes the plain form of every kind without help", () => {
    const head = { id: "e1", kind: "", occurredAt: "2026-11-01T08:00:00.000Z" };
    const lines = [
      { ...head, kind: "call", from: "+8613900000001", to: "13800000002", answered: true, durationMs: 61000, origin: "domestic", device: "imei:1", cell: "c-1" },
      { ...head, kind: "message", from: "+8613900000001", to: "+8613800000002", text: "您好，您的快递已放在门口" },
      { ...head, kind: "visit", subject: "+8613800000002", url: "https://example.com/a?b=c" },
      { ...head, kind: "visit", subject: "+8613800000002", host: "shop.example.com" },
      {
        ...head,
        kind: "transfer",
        from: { institution: "ICBC", account: "6222000000000001" },
        to: { institution: "CCB", account: "6217000000000002" },
        amountMinor: "5000000",
        currency: "CNY",
      },
      { ...head, kind: "opening", subject: "per_1", product: "sim", number: "+8613800000002", cardsHeld: 3 },
      { ...head, kind: "link", number: "+8613800000002", account: { institution: "ICBC", account: "6222" } },
    ];
    for (const event of lines) {
      const bytes = encoder.encode(JSON.stringify(event));
      const batch = batchOf(bytes);
      expect([event.kind, event, decodeLine(batch.heap, 0, bytes.length, batch, 0)]).toEqual([event.kind, event, true]);
      expect(plainWay(JSON.stringify(event))).toEqual({ row: content(batch) });
    }
  });

  test("what is read back from a record is the event in its canonical form", () => {
    const event = {
      id: "t9",
      kind: "transfer",
      occurredAt: "2026-11-01T16:00:00+08:00",
      from: { institution: "icbc", account: "6222 0000" },
      to: { institution: "CCB", account: "6217" },
      amountMinor: "123456789012345",
      currency: "JPY",
      payeeNew: true,
      payeeType: "gold",
      purpose: "货款",
      payerAge: 67,
    };
    const bytes = encoder.encode(JSON.stringify(event));
    const batch = batchOf(bytes);
    expect(decodeOrRefuse(batch.heap, 0, bytes.length, batch, 0, 1)).toBeNull();
    expect(readEvent(batch, 0)).toEqual({ ...event, occurredAt: "2026-11-01T08:00:00.000Z", from: { institution: "ICBC", account: "62220000" } });
  });

  test("arbitrary bytes are refused, never thrown at or hung on", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ unit: "binary", maxLength: 200 }).map((s) => encoder.encode(s)),
          fc.json().map((s) => encoder.encode(s)),
        ),
        (bytes) => {
          const batch = batchOf(bytes);
          expect(decodeOrRefuse(batch.heap, 0, bytes.length, batch, 0, 1)).not.toBeNull();
        },
      ),
      { numRuns: 1500, seed: 7 },
    );
  });

  test("mutations of good lines are judged alike by both ways", () => {
    const good = encoder.encode(
      '{"id":"c1","kind":"call","occurredAt":"2026-11-01T08:00:00.000Z","from":"+8613900000001","to":"+8613800000002","answered":true,"durationMs":61000}',
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const bytes = cut ? good.slice(0, at) : good.slice();
        if (!cut) bytes[at] = byte;
        const text = new TextDecoder().decode(bytes);
        const batch = batchOf(bytes);
        const fast = decodeLine(batch.heap, 0, bytes.length, batch, 0);
        if (fast) expect(plainWay(text)).toEqual({ row: content(batch) });
      }),
      { numRuns: 5000, seed: 3 },
    );
  });

  test("a full heap asks for a new batch instead of losing a string", () => {
    const batch = new EventBatch(1);
    batch.heap = new Uint8Array(10);
    expect(() => writeEvent(batch, 0, { id: "x".repeat(50), kind: "call", occurredAt: "2026-11-01T08:00:00Z" })).toThrow(BatchFull);
  });

  test.each([
    ['{"id":"a","kind":"call","occurredAt":"2026-11-01T08:00:00Z","from":"abc","to":"+8613800000002"}', "from", "abc", /telephone number/],
    ['{"id":"a","kind":"nope"}', "kind", "nope", /one of call, message/],
    ['{"id":', "", '{"id":', /one JSON object/],
    [
      '{"id":"a","kind":"transfer","occurredAt":"2026-11-01T08:00:00Z","from":{"institution":"A","account":"1"},"to":{"institution":"A"},"amountMinor":"1","currency":"CNY"}',
      "to.account",
      "nothing",
      /account number/,
    ],
    [
      '{"id":"a","kind":"transfer","occurredAt":"2026-11-01T08:00:00Z","from":{"institution":"A","account":"1"},"to":{"institution":"A","account":"2"},"amountMinor":12,"currency":"CNY"}',
      "amountMinor",
      "12",
      /in a text/,
    ],
    ['{"id":"a","kind":"visit","occurredAt":"2026-11-01T08:00:00Z","subject":"+8613800000002"}', "url", "nothing", /url or host/],
    ['{"id":"a","kind":"link","occurredAt":"2026-11-01T08:00:00Z","number":"+8613800000002"}', "number", "1 identifiers", /at least two/],
  ])("says where, what and what was expected: %s", (line, field, what, expected) => {
    const bytes = encoder.encode(line);
    const batch = batchOf(bytes);
    const refused = decodeOrRefuse(batch.heap, 0, bytes.length, batch, 0, 3);
    expect(refused).toMatchObject({ line: 3, field, what });
    expect(refused!.expected).toMatch(expected);
  });
});
