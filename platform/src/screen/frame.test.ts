/** A frame gives back what went in, without the texts of what was let through; anything else is refused, never thrown at. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMalformed } from "../base/problem.ts";
import { anyEvent, type SomeEvent } from "../domain/event.conformance.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { readEvent } from "../domain/read-event.ts";
import { EventBatch, RECORD_WORDS, STORED, W } from "../domain/record.ts";
import { ACTIONS, type Versions } from "../domain/verdict.ts";
import { decodeFrame, encodeFrame, encodeVersions, keepsTextUnlessAllowed, readDetails, type Frame } from "./frame.ts";
import { V, VERDICT_WORDS, VerdictBatch, type VerdictDetails } from "./verdict-batch.ts";

const VERSIONS: Versions = { program: "1", rules: "规则", lists: "l", text: "t", host: "h", response: "r" };
const versions = encodeVersions(VERSIONS);

function batchOf(events: readonly SomeEvent[]): EventBatch {
  const batch = new EventBatch(Math.max(1, events.length));
  // Bytes before the strings: a reference is not the place in the frame.
  batch.heap = new Uint8Array(200_000).fill(0x2a);
  batch.heapEnd = 1_234;
  events.forEach((event, i) => expect(writeEvent(batch, i, event)).toBeNull());
  batch.count = events.length;
  return batch;
}

function verdictsOf(actions: readonly number[], details: readonly (VerdictDetails | null)[]): VerdictBatch {
  const verdicts = new VerdictBatch(actions.length);
  actions.forEach((action, i) => {
    const at = i * VERDICT_WORDS;
    verdicts.words[at] = action;
    verdicts.words[at + V.scoreFlags] = 7 * i;
    verdicts.words[at + V.digestLo] = 0xdead_0000 + i;
    verdicts.words[at + V.digestHi] = 0xbeef_0000 + i;
    verdicts.details[i] = details[i]!;
  });
  return verdicts;
}

function decoded(bytes: Uint8Array): Frame {
  const frame = decodeFrame(bytes);
  if (isMalformed(frame)) throw new Error(JSON.stringify(frame));
  return frame;
}

const ids = fc.array(fc.stringMatching(/^[A-Z][0-9]{1,3}$/), { maxLength: 3 });
const someDetails: fc.Arbitrary<VerdictDetails | null> = fc.option(
  fc.record({
    hits: fc.array(fc.tuple(fc.stringMatching(/^[A-Z][0-9]$/), fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)), { maxLength: 3 })), {
      maxLength: 3,
    }),
    unknown: ids,
    failed: ids,
    lowered: ids,
    shadow: ids,
  }),
);
const judged = fc.array(fc.record({ event: anyEvent, action: fc.nat(ACTIONS.length - 1), details: someDetails }), { minLength: 1, maxLength: 6 });

describe("a frame", () => {
  test("gives back events, verdicts, details and versions; only texts of messages that were let through are gone", () => {
    let erased = 0;
    fc.assert(
      fc.property(judged, fc.boolean(), (rows, askew) => {
        const batch = batchOf(rows.map((r) => r.event));
        const verdicts = verdictsOf(
          rows.map((r) => r.action),
          rows.map((r) => r.details),
        );
        const before = rows.map((_, i) => readEvent(batch, i));
        const exact = encodeFrame(batch, 0, rows.length, verdicts, versions, keepsTextUnlessAllowed);
        let bytes = exact;
        if (askew) {
          // A Buffer at an odd place, as a socket or a file may hand it over.
          const room = Buffer.alloc(exact.length + 3);
          room.set(exact, 3);
          bytes = room.subarray(3);
        }
        const frame = decoded(bytes);
        expect(frame.versions).toEqual(VERSIONS);
        expect(frame.batch.count).toBe(rows.length);
        rows.forEach(({ event, action, details }, i) => {
          const gone = event.kind === "message" && ACTIONS[action] === "allow";
          const { text, ...rest } = before[i] as Record<string, unknown>;
          expect(readEvent(frame.batch, i)).toEqual(gone || text === undefined ? rest : before[i]);
          expect((frame.batch.words[i * RECORD_WORDS + W.stored] & STORED.textErased) !== 0).toBe(gone && text !== undefined);
          if (gone && text !== undefined) erased++;
          expect(frame.verdicts.words.subarray(i * VERDICT_WORDS, i * VERDICT_WORDS + V.details)).toEqual(
            verdicts.words.subarray(i * VERDICT_WORDS, i * VERDICT_WORDS + V.details),
          );
          expect(readDetails(frame, i)).toEqual(details);
        });
      }),
      { seed: 42, numRuns: 300 },
    );
    expect(erased).toBeGreaterThan(20);
  });

  test("of a part of a batch holds that part and nothing of the rest", () => {
    const events = ["a", "b", "c", "d"].map((id): SomeEvent => ({
      id,
      kind: "message",
      occurredAt: "2026-11-01T00:00:00.000Z",
      from: "+8613900000001",
      to: "+8613800000002",
      text: `text of ${id}`,
    }));
    const batch = batchOf(events);
    const bytes = encodeFrame(batch, 1, 3, verdictsOf([1, 1, 1, 1], [null, null, null, null]), versions, keepsTextUnlessAllowed);
    const frame = decoded(bytes);
    expect([0, 1].map((i) => frame.batch.text(i, 0))).toEqual(["b", "c"]);
    expect(frame.verdicts.digest(0)).toBe("beef0001dead0001");
    const text = Buffer.from(bytes).toString("utf8");
    expect(text).toContain("text of b");
    expect(text).not.toContain("text of a");
    expect(text).not.toContain("text of d");
  });

  test("has no byte of a text that was let through, and the whole of every other", () => {
    const secret = "明天上午十点在老地方见面，别忘了带钥匙 and some English words";
    const message: SomeEvent = { id: "m", kind: "message", occurredAt: "2026-11-01T00:00:00.000Z", from: "+8613900000001", to: "+8613800000002", text: secret };
    const transfer: SomeEvent = {
      id: "t",
      kind: "transfer",
      occurredAt: "2026-11-01T00:00:00.000Z",
      from: { institution: "A", account: "1" },
      to: { institution: "B", account: "2" },
      amountMinor: "1",
      currency: "CNY",
      purpose: secret,
    };
    for (const action of ACTIONS.keys()) {
      const kept = Buffer.from(encodeFrame(batchOf([message]), 0, 1, verdictsOf([action], [null]), versions, keepsTextUnlessAllowed));
      expect([ACTIONS[action], kept.includes(secret)]).toEqual([ACTIONS[action], ACTIONS[action] !== "allow"]);
      for (let n = 0; n + 4 < secret.length; n += 4) if (ACTIONS[action] === "allow") expect(kept.includes(secret.slice(n, n + 4))).toBe(false);
      // Only messages: what a payment was for explains it later.
      expect(Buffer.from(encodeFrame(batchOf([transfer]), 0, 1, verdictsOf([action], [null]), versions, keepsTextUnlessAllowed)).includes(secret)).toBe(true);
    }
  });
});

describe("what is not a frame", () => {
  const good = encodeFrame(
    batchOf([{ id: "m", kind: "message", occurredAt: "2026-11-01T00:00:00.000Z", from: "ICBC", to: "+8613800000002", text: "hello" }]),
    0,
    1,
    verdictsOf([1], [{ hits: [["C1", [1, null]]], unknown: [], failed: [], lowered: [], shadow: [] }]),
    versions,
    keepsTextUnlessAllowed,
  );

  test("is refused: arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => isMalformed(decodeFrame(bytes))),
      { seed: 42, numRuns: 1_000 },
    );
  });

  test("is refused: a good one cut anywhere or with bytes behind it", () => {
    for (let end = 0; end < good.length; end++) expect([end, isMalformed(decodeFrame(good.slice(0, end)))]).toEqual([end, true]);
    expect(isMalformed(decodeFrame(Uint8Array.from([...good, 0])))).toBe(true);
  });

  test("never throws: a good one with words changed to awkward numbers", () => {
    const words = good.length >> 2;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(fc.nat(7), fc.nat(words - 1)), fc.constantFrom(0, 1, 7, 8, 255, 65_536, 0x7fff_fff8, 0x8000_0000, 0xffff_fff0, 0xffff_ffff)), {
          minLength: 1,
          maxLength: 4,
        }),
        (changes) => {
          const bytes = good.slice();
          const view = new DataView(bytes.buffer);
          for (const [word, value] of changes) view.setUint32(word * 4, value, true);
          const frame = decodeFrame(bytes);
          if (isMalformed(frame)) return;
          for (let i = 0; i < frame.batch.count; i++) {
            for (let ref = 0; ref < 8; ref++) frame.batch.text(i, ref);
            frame.verdicts.action(i);
          }
        },
      ),
      { seed: 42, numRuns: 3_000 },
    );
  });

  test.each(["null", "3", '"x"', "{", ""])("is refused: versions %j", (text) => {
    const bytes = encodeFrame(batchOf([]), 0, 0, new VerdictBatch(0), new TextEncoder().encode(text), keepsTextUnlessAllowed);
    expect(decodeFrame(bytes)).toMatchObject({ kind: "malformed", expected: expect.stringContaining("versions") });
  });
});
