/** Rules that run beside: they say what they would have done, and the verdicts of those that decide stay as they are, byte for byte. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeEvent } from "../domain/parse-event.ts";
import { EventBatch } from "../domain/record.ts";
import { FeatureEngine } from "../features/engine.ts";
import type { RuleSource } from "../rules/load.ts";
import { ScriptClusters } from "../text/script-cluster.ts";
import { screenEnvironment } from "./environment.ts";
import { publishRules, type PublishedRules } from "./publish.ts";
import { Screener, type Beside } from "./screener.ts";
import { VerdictBatch } from "./verdict-batch.ts";

const LIMITS = { numbers: 256, accounts: 256, devices: 64, hosts: 64, persons: 256, latenessMaxMs: 3_600_000, timeZoneOffsetMinutes: 480 };
const env = screenEnvironment();
const words = { zh: "理由", en: "a reason" };

interface Small {
  readonly if: string;
  readonly weight: "H" | "M";
}

function pack(rules: readonly Small[]): PublishedRules {
  const source: RuleSource = {
    path: "calls/pack.json",
    text: JSON.stringify({
      id: "calls",
      version: "1.0.0",
      title: words,
      typologies: [{ id: "t", title: words, rules: rules.map((_, i) => `R${i}`), thresholds: { tellPermille: 300, actPermille: 600 } }],
      rules: rules.map((rule, i) => ({
        id: `R${i}`,
        kinds: ["call"],
        family: "call",
        outcome: "found",
        mode: "live",
        because: words,
        values: [],
        notIf: words,
        basis: "test",
        assumed: true,
        ...rule,
      })),
    }),
  };
  return publishRules([source], env);
}

const LIVE = pack([{ if: "event.durationMs >= 60000.0", weight: "M" }]);
/** Reads a feature that the rules in force do not ask for. */
const DRAFT = pack([{ if: "event.durationMs >= 60000.0 && from.callsOut1h >= 2", weight: "H" }]);

const call = fc.record({
  from: fc.integer({ min: 0, max: 3 }),
  to: fc.integer({ min: 0, max: 9 }),
  minutes: fc.integer({ min: 0, max: 3 }),
  at: fc.integer({ min: 0, max: 3_000_000 }),
});

function batchOf(calls: readonly { from: number; to: number; minutes: number; at: number }[]): EventBatch {
  const batch = new EventBatch(calls.length);
  batch.heap = new Uint8Array(1 << 16);
  calls.forEach(({ from, to, minutes, at }, i) => {
    const refused = writeEvent(batch, i, {
      id: `e${i}`,
      kind: "call",
      occurredAt: new Date(Date.UTC(2026, 10, 1, 8) + at).toISOString(),
      from: `+861390000000${from}`,
      to: `+861380000000${to}`,
      durationMs: minutes * 60_000,
    });
    if (refused !== null) throw new Error(JSON.stringify(refused));
  });
  batch.count = calls.length;
  return batch;
}

function screener(rules: PublishedRules): Screener {
  return new Screener(rules, new FeatureEngine(LIMITS), new ScriptClusters({ capacity: 64 }), 7);
}

test("what decides is not changed by what runs beside it, and that says what it would say if it decided", () => {
  let differed = 0;
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 40 }), (calls) => {
      const batch = batchOf(calls);
      const [alone, with_, other] = [new VerdictBatch(batch.count), new VerdictBatch(batch.count), new VerdictBatch(batch.count)];
      screener(LIVE).screen(batch, 0, batch.count, alone);
      const beside: Beside = { rules: DRAFT, verdicts: new VerdictBatch(batch.count), failed: null };
      const both = screener(LIVE);
      both.use(LIVE, 7, [beside]);
      both.screen(batch, 0, batch.count, with_);
      screener(DRAFT).screen(batch, 0, batch.count, other);
      expect(with_.words).toEqual(alone.words);
      expect(with_.details).toEqual(alone.details);
      expect(beside.verdicts.details).toEqual(other.details);
      for (let i = 0; i < batch.count; i++) {
        expect(beside.verdicts.action(i)).toBe(other.action(i));
        if (alone.action(i) !== other.action(i)) differed++;
      }
    }),
    { seed: 41, numRuns: 60 },
  );
  expect(differed).toBeGreaterThan(50);
});

test("other rules take over between two batches without what was measured being lost", () => {
  const calls = Array.from({ length: 6 }, (_, i) => ({ from: 1, to: i, minutes: 2, at: i * 1000 }));
  const whole = batchOf(calls);
  const expected = new VerdictBatch(6);
  screener(DRAFT).screen(whole, 0, 6, expected);
  const changed = screener(LIVE);
  const out = new VerdictBatch(6);
  changed.screen(whole, 0, 3, out);
  changed.use(DRAFT, 7);
  changed.screen(whole, 3, 6, out);
  expect([0, 1, 2].map((i) => out.action(i))).toEqual(["flag", "flag", "flag"]);
  // The first call alone does not hit; by the fourth the caller's calls from before the change count.
  expect(expected.action(0)).toBe("allow");
  expect([3, 4, 5].map((i) => out.action(i))).toEqual(["warn", "warn", "warn"]);
  expect(out.digest(5)).toBe(expected.digest(5));
});

test("rules beside that break judge no more, and those that decide go on", () => {
  const broken = {
    ...DRAFT,
    kinds: DRAFT.kinds.map((kind) => ({
      ...kind,
      load: () => {
        throw new Error("broken");
      },
    })),
  };
  const beside: Beside = { rules: broken, verdicts: new VerdictBatch(2), failed: null };
  const both = screener(LIVE);
  both.use(LIVE, 7, [beside]);
  const out = new VerdictBatch(2);
  both.screen(
    batchOf([
      { from: 1, to: 1, minutes: 2, at: 0 },
      { from: 1, to: 2, minutes: 2, at: 1 },
    ]),
    0,
    2,
    out,
  );
  expect([out.action(0), out.action(1)]).toEqual(["flag", "flag"]);
  expect(String(beside.failed)).toContain("broken");
});
