/** However the bytes are cut, the same events come out, the same lines are refused, and the answers stand in order. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { anyEvent } from "../domain/event.conformance.ts";
import { EVENT_LINE_BYTES_MAX } from "../domain/event-fields.ts";
import { readEvent } from "../domain/read-event.ts";
import { SIGNATURE_BYTES } from "../screen/annotate.ts";
import { LIMITS } from "./limits.ts";
import { LineReader } from "./line-reader.ts";

const encoder = new TextEncoder();

type Seen = readonly ["event", line: number, id: string, event: unknown] | readonly ["refused", line: number, field: string, what: string];

let seen: Seen[] = [];
let batches = 0;
const reader = new LineReader({
  batch(batch, lines) {
    batches++;
    expect(batch.count).toBeGreaterThan(0);
    for (let i = 0; i < batch.count; i++) {
      seen.push(["event", lines[i], batch.text(i, 0), readEvent(batch, i)]);
      // What the annotator does to every message: it must find room behind the strings.
      batch.heap.fill(0xff, batch.heapEnd, batch.heapEnd + SIGNATURE_BYTES);
      batch.heapEnd += SIGNATURE_BYTES;
      expect(batch.heapEnd).toBeLessThanOrEqual(batch.heap.length);
    }
  },
  refused: (problem) => seen.push(["refused", problem.line, problem.field, problem.what]),
});

/** Reads the input cut at the given places. */
function read(bytes: Uint8Array, cuts: readonly number[] = []): readonly Seen[] {
  seen = [];
  batches = 0;
  reader.reset();
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    reader.push(bytes.slice(from, cut));
    from = Math.max(from, cut);
  }
  reader.push(bytes.slice(from));
  reader.end();
  return seen;
}

const call = (id: string, more = ""): string => `{"id":"${id}","kind":"call","occurredAt":"2026-11-01T08:00:00.000Z","from":"+8613900000001","to":"+8613800000002"${more}}`;
const mixed = [
  call("a"),
  "",
  "   \t",
  "{not json",
  call("b", ',"answered":true'),
  '{"id":"x","kind":"nope"}',
  // Escapes and other forms take the plain way, which puts strings behind the data.
  call("c\\u0041", ',"extra":1,"cell":"c-1"'),
  '{"id":"m1","kind":"message","occurredAt":"2026-11-01T08:00:00+08:00","from":"招商银行","to":"13800000002","text":"您好，\\"快递\\"\\n到了"}',
  `{"id":"v1","kind":"visit","occurredAt":"2026-11-01T08:00:00Z","subject":"per_1","url":"https://例子.测试/路"}`,
  call("d"),
];
const ids = (found: readonly Seen[]): readonly string[] => found.map((s) => (s[0] === "event" ? `${s[1]} ${s[2]}` : `${s[1]} refused ${s[2]}`));
const EXPECTED = ["1 a", "4 refused ", "5 b", "6 refused kind", "7 cA", "8 m1", "9 v1", "10 d"];

describe.each([
  ["with a last newline", `${mixed.join("\n")}\n`],
  ["without a last newline", mixed.join("\n")],
  ["with CRLF", `${mixed.join("\r\n")}\r\n`],
  ["with a byte-order mark", `\ufeff${mixed.join("\n")}\n`],
])("mixed lines %s", (_name, text) => {
  const bytes = encoder.encode(text);
  let whole: readonly Seen[];
  beforeAll(() => {
    whole = [...read(bytes)];
  });

  test("are judged in order with their line numbers", () => {
    expect(ids(whole)).toEqual(EXPECTED);
    expect(reader.linesRead).toBe(mixed.length);
    expect([...reader.ignored]).toEqual([["extra", 1]]);
  });

  test("cut in two at any byte, say the same", () => {
    const expected = JSON.stringify(whole);
    for (let cut = 0; cut <= bytes.length; cut++) if (JSON.stringify(read(bytes, [cut])) !== expected) expect([cut, read(bytes, [cut])]).toEqual([cut, whole]);
  });

  test("cut at every byte, say the same", () => {
    expect(
      read(
        bytes,
        Array.from({ length: bytes.length }, (_, n) => n),
      ),
    ).toEqual(whole);
  });
});

test("what only begins like a byte-order mark stays part of the first line", () => {
  for (const cuts of [[], [1], [1, 2]]) {
    expect(ids(read(Uint8Array.from([0xef, 0xbb, ...encoder.encode(`${call("a")}\n${call("b")}\n`)]), cuts))).toEqual(["1 refused ", "2 b"]);
    expect(ids(read(Uint8Array.from([0xef, 0xbb]), cuts.slice(0, 1)))).toEqual(["1 refused "]);
  }
  expect(ids(read(encoder.encode("\ufeff")))).toEqual([]);
  expect(ids(read(encoder.encode(`\n\ufeff${call("b")}`)))).toEqual(["2 b"]);
});

test("nothing, or only blank lines, is nothing", () => {
  expect(read(new Uint8Array(0))).toEqual([]);
  expect(read(encoder.encode("\n\r\n  \n"))).toEqual([]);
  expect(reader.linesRead).toBe(3);
});

describe("a line that is too long", () => {
  const long = (bytes: number, end = ""): string => call("long", `,"extra":"${"x".repeat(bytes - call("long", ',"extra":""').length - end.length)}"`) + end;

  test.each([EVENT_LINE_BYTES_MAX, EVENT_LINE_BYTES_MAX + 1, LIMITS.chunkBytes, LIMITS.chunkBytes * 3 + 17])(
    "of %d bytes is refused or not, the same way however it comes",
    (bytes) => {
      const text = encoder.encode(`${call("a")}\n${long(bytes)}\n${call("b")}\n\n${long(bytes)}`);
      const whole = [...read(text)];
      const refused = bytes > EVENT_LINE_BYTES_MAX;
      expect(ids(whole)).toEqual(["1 a", refused ? "2 refused " : "2 long", "3 b", refused ? "5 refused " : "5 long"]);
      expect(reader.linesRead).toBe(5);
      const start = call("a").length + 1;
      for (const cuts of [
        [start],
        [start + 5],
        [start + bytes - 1],
        [start + bytes],
        [start + bytes + 1],
        [start + EVENT_LINE_BYTES_MAX, start + EVENT_LINE_BYTES_MAX + 1],
        Array.from({ length: Math.floor(text.length / 4093) }, (_, n) => n * 4093),
      ]) {
        expect([cuts[0], read(text, cuts)]).toEqual([cuts[0], whole]);
      }
    },
  );

  test("counts blanks at its end, whether it comes whole or in pieces", () => {
    const text = encoder.encode(`${long(EVENT_LINE_BYTES_MAX + 1, " ")}\n${call("b")}\n${" ".repeat(EVENT_LINE_BYTES_MAX + 9)}\n`);
    const whole = [...read(text)];
    expect(ids(whole)).toEqual(["1 refused ", "2 b", "3 refused "]);
    expect(read(text, [7, EVENT_LINE_BYTES_MAX + 1, text.length - 3])).toEqual(whole);
  });
});

test("a batch ends when it is full, and nothing is lost or doubled at its border", () => {
  for (const count of [LIMITS.batchEvents - 1, LIMITS.batchEvents, LIMITS.batchEvents + 1, LIMITS.batchEvents * 3]) {
    const text = encoder.encode(Array.from({ length: count }, (_, n) => `${call(`e${n}`)}\n`).join(""));
    expect(ids(read(text))).toEqual(Array.from({ length: count }, (_, n) => `${n + 1} e${n}`));
    expect(batches).toBe(Math.ceil(count / LIMITS.batchEvents));
  }
});

test("a batch whose rewritten strings fill the heap is judged early, and the line comes again whole", () => {
  // 31 kB of escapes each: every line must be rewritten, a hundred of them are more than the room behind a chunk.
  const text = `\\u4e2d${"中".repeat(2_600)}`;
  const lines = Array.from(
    { length: 90 },
    (_, n) => `{"id":"m${n}","kind":"message","occurredAt":"2026-11-01T08:00:00Z","from":"+8613900000001","to":"+8613800000002","text":"${text}"}`,
  );
  const bytes = encoder.encode(lines.join("\n"));
  const found = read(bytes);
  expect(batches).toBeGreaterThan(Math.ceil(bytes.length / LIMITS.chunkBytes));
  expect(found.map((s) => s[2])).toEqual(lines.map((_, n) => `m${n}`));
  for (const s of found) expect((s[3] as { text: string }).text).toBe(`中${"中".repeat(2_600)}`);
});

test("a reader that was given back in the middle of a line starts anew", () => {
  reader.reset();
  reader.push(encoder.encode(`${"x".repeat(EVENT_LINE_BYTES_MAX * 2)}`));
  expect(ids(read(encoder.encode(call("a"))))).toEqual(["1 a"]);
  reader.push(encoder.encode('{"id":"half'));
  expect(ids(read(encoder.encode(call("b"))))).toEqual(["1 b"]);
});

test("random events and random bytes between them, cut at random places, say the same as in one piece", () => {
  let events = 0;
  const line = fc.oneof(
    { weight: 6, arbitrary: anyEvent.map((e) => JSON.stringify(e)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
    { weight: 1, arbitrary: fc.constantFrom("", " ", "\r", "null", "[]", '"x"', "\u0000", "{}") },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(6_000), { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), (lines, cuts, newline) => {
      const bytes = encoder.encode(lines.join(newline));
      const whole = [...read(bytes)];
      events += whole.filter((s) => s[0] === "event").length;
      expect(
        read(
          bytes,
          cuts.filter((c) => c <= bytes.length),
        ),
      ).toEqual(whole);
    }),
    { seed: 42, numRuns: 150 },
  );
  expect(events).toBeGreaterThan(300);
});

test("arbitrary bytes end in refusals, never in an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(400), (bytes, cut) => {
      const whole = [...read(bytes)];
      expect(whole.every((s) => s[0] === "refused")).toBe(true);
      expect(read(bytes, [Math.min(cut, bytes.length)])).toEqual(whole);
    }),
    { seed: 42, numRuns: 300 },
  );
});
