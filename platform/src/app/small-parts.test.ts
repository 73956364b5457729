/** Counters, the feed of live verdicts, the index of frames and the settings: each small, each with its promise. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProblemError } from "../base/problem.ts";
import { anyEvent, someEvent } from "../domain/event.conformance.ts";
import { EVENT_FIELDS, EVENT_KINDS } from "../domain/event-fields.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { readEvent } from "../domain/read-event.ts";
import { EventBatch } from "../domain/record.ts";
import { ACTIONS, type Verdict } from "../domain/verdict.ts";
import { CONFIG_KEYS, readConfig } from "./config.ts";
import { Counters } from "./counters.ts";
import { FrameIndex } from "./frame-index.ts";
import { checkLimits, LIMITS } from "./limits.ts";
import { LiveFeed, maskEvent, type LiveItem } from "./live-feed.ts";

describe("counters", () => {
  test("total by kind and action, and sum over the last whole seconds only", () => {
    const counters = new Counters();
    const start = 1_790_000_000_000;
    for (let s = 0; s < 300; s++) counters.add(s % 7, s % 5, start + s * 1000 + 999);
    const sum = (table: ReturnType<Counters["table"]>): number => EVENT_KINDS.reduce((all, kind) => all + ACTIONS.reduce((n, action) => n + table[kind][action], 0), 0);
    expect(sum(counters.table())).toBe(300);
    expect(counters.table().call.allow).toBe(9);
    const now = start + 300_000;
    expect(sum(counters.lately(now, 60))).toBe(60);
    expect(sum(counters.lately(now, 10))).toBe(10);
    // The second that runs is not whole yet.
    expect(sum(counters.lately(now - 1, 1))).toBe(1);
    expect(sum(counters.lately(now + 30_000, 60))).toBe(30);
    expect(sum(counters.lately(now + 3_600_000, 60))).toBe(0);
  });

  test("a second of the ring is emptied before it is used again", () => {
    const counters = new Counters();
    counters.add(0, 0, 1_000_000);
    counters.add(1, 1, 1_000_000 + 120_000);
    const lately = counters.lately(1_000_000 + 121_000, 60);
    expect(lately.call.allow).toBe(0);
    expect(lately.message.flag).toBe(1);
  });
});

describe("the index of frames", () => {
  test("finds the frame that covers a number, none before the first, and survives a snapshot up to a position", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 40 }), fc.nat(39), (counts, cut) => {
        const index = new FrameIndex();
        const frames: { first: number; count: number; position: number }[] = [];
        let next = 10;
        for (const count of counts) {
          frames.push({ first: next, count, position: next * 1000 + 5 });
          next += count;
        }
        for (const f of frames) index.add(f.first, f.position);
        expect(index.find(9)).toBeNull();
        for (const f of frames) for (const s of [f.first, f.first + f.count - 1]) expect(index.find(s)).toBe(f.position);
        const last = frames[Math.min(cut, frames.length - 1)];
        const again = new FrameIndex();
        again.restore(index.snapshot(last.position));
        expect(again.find(last.first)).toBe(last.position);
        expect(again.find(next + 1)).toBe(last.position);
        expect(again.find(frames[0].first)).toBe(frames[0].position);
      }),
      { seed: 42 },
    );
    expect(() => new FrameIndex().restore(new Uint8Array(15))).toThrow(RangeError);
  });
});

function recordOf(event: unknown): EventBatch {
  const batch = new EventBatch(1);
  batch.heap = new Uint8Array(100_000);
  expect(writeEvent(batch, 0, event)).toBeNull();
  batch.count = 1;
  return batch;
}

describe("what is shown of an event", () => {
  /** Every identifier of a person as the event has it: whole digits of numbers and accounts, whole tokens. */
  function* identifiers(event: Readonly<Record<string, unknown>>, kind: (typeof EVENT_KINDS)[number]): Generator<string> {
    for (const field of EVENT_FIELDS[kind]) {
      const value = event[field.name];
      if (field.type !== "identifier" || value === undefined || field.identifier === "host" || field.identifier === "certificate") continue;
      if (field.identifier === "account") yield (value as { account: string }).account;
      else if ((value as string).startsWith("+")) yield (value as string).slice(1);
      else if (field.identifier !== "number-or-sender") yield value as string;
    }
  }

  test("has no whole number, account or token of anybody", () => {
    let checked = 0;
    fc.assert(
      fc.property(anyEvent, (event) => {
        const batch = recordOf(event);
        const shown = JSON.stringify(maskEvent(batch, 0));
        for (const identifier of identifiers(readEvent(batch, 0), event.kind)) {
          const national = identifier.replace(/^86/, "");
          // Service numbers belong to nobody.
          if (/^(?:110|95588|4001234567|106912345678)$/.test(national)) continue;
          checked++;
          expect([identifier, shown.includes(national)]).toEqual([identifier, false]);
        }
      }),
      { seed: 42, numRuns: 1_000 },
    );
    expect(checked).toBeGreaterThan(1_000);
  });

  test("keeps what was judged: kind, time, id, amounts, hosts and sender names", () => {
    fc.assert(
      fc.property(someEvent("transfer"), (event) => {
        const { from, amountMinor, currency, id, kind, occurredAt } = maskEvent(recordOf(event), 0) as Record<string, unknown>;
        expect({ amountMinor, currency, id, kind, occurredAt }).toEqual({
          amountMinor: event["amountMinor"],
          currency: event["currency"],
          id: event.id,
          kind: event.kind,
          occurredAt: event.occurredAt,
        });
        expect((from as { institution: string }).institution).toBe((event["from"] as { institution: string }).institution.toUpperCase());
      }),
      { seed: 42, numRuns: 50 },
    );
    const message = {
      id: "m",
      kind: "message",
      occurredAt: "2026-11-01T00:00:00Z",
      from: "招商银行",
      to: "+8613800000002",
      text: "致电 138 0000 0002 或 13800000003，卡号6222000000000001，验证码 4417",
    };
    expect(maskEvent(recordOf(message), 0)).toMatchObject({ from: "招商银行", text: "致电 138****02 或 138****03，卡号622****01，验证码 4417" });
    const visit = { id: "v", kind: "visit", occurredAt: "2026-11-01T00:00:00Z", subject: "+8613800000002", url: "https://example.com/pay?tel=13800000002" };
    expect(maskEvent(recordOf(visit), 0)).toMatchObject({ url: "https://example.com/pay?tel=138****02" });
  });

  test("cuts a long text short", () => {
    const text = "很长的短信。".repeat(200);
    const shown = maskEvent(recordOf({ id: "m", kind: "message", occurredAt: "2026-11-01T00:00:00Z", from: "ICBC", to: "+8613800000002", text }), 0)["text"] as string;
    expect(shown.length).toBeLessThan(600);
    expect(text.startsWith(shown.slice(0, -1))).toBe(true);
  });
});

describe("the feed", () => {
  const item = (): Omit<LiveItem, "number"> => ({ receivedAtMs: 0, event: { id: "e", kind: "call", occurredAt: "" }, verdict: {} as Verdict, sample: false });

  test("keeps the newest, numbers them without gaps, and gives only those after a number", () => {
    const feed = new LiveFeed();
    for (let n = 0; n < LIMITS.recentVerdictsMax + 50; n++) feed.publish(item());
    const numbers = feed.recent().map((i) => i.number);
    expect(numbers).toEqual(Array.from({ length: LIMITS.recentVerdictsMax }, (_, n) => n + 51));
    expect(feed.recent(LIMITS.recentVerdictsMax + 47).map((i) => i.number)).toEqual([548, 549, 550]);
    expect(feed.recent(550)).toEqual([]);
    // A number from before a restart is not ours: the watcher has seen none of these.
    expect(feed.recent(9_999)).toHaveLength(LIMITS.recentVerdictsMax);
  });

  test("under load shows a bounded number a second, keeps half the places for what says something, and counts the rest", () => {
    const feed = new LiveFeed();
    const shown = (quiet: boolean, count: number, atMs: number): number => Array.from({ length: count }, () => feed.wants(atMs, quiet)).filter(Boolean).length;
    expect(shown(true, 1_000, 5_000)).toBe(LIMITS.livePerSecondMax / 2);
    expect(shown(false, 1_000, 5_400)).toBe(LIMITS.livePerSecondMax / 2);
    expect(feed.notShown).toBe(2_000 - LIMITS.livePerSecondMax);
    expect(shown(false, 1_000, 6_000)).toBe(LIMITS.livePerSecondMax);
  });

  test("has room for so many watchers and no more, and gives a place back once", () => {
    const feed = new LiveFeed();
    let got = 0;
    const stops = Array.from({ length: LIMITS.liveWatchersMax }, () => feed.watch(() => got++)!);
    expect(feed.watch(() => got++)).toBeNull();
    feed.publish(item());
    expect(got).toBe(LIMITS.liveWatchersMax);
    stops[0]();
    stops[0]();
    expect(feed.watchers).toBe(LIMITS.liveWatchersMax - 1);
    expect(feed.watch(() => undefined)).not.toBeNull();
  });
});

describe("settings", () => {
  const refusedKey = (env: Record<string, string>): string | undefined => {
    try {
      readConfig(env);
      return undefined;
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemError);
      const { problem } = error as ProblemError;
      expect(problem.code).toBe("config-invalid");
      expect(problem.expected).toBeTruthy();
      return problem.at?.field;
    }
  };

  test("have a default each, and other programs' variables are none of our business", () => {
    const config = readConfig({ PATH: "/bin", DUANLIU: "x", HOME: "/tmp" });
    expect(config).toMatchObject({ host: "127.0.0.1", port: 7070, sample: false, seed: 20_261_101, latenessMaxMs: 600_000, timeZoneOffsetMinutes: 480, logLevel: "info" });
    for (const [key, { fallback }] of Object.entries(CONFIG_KEYS)) if (key !== "DUANLIU_DATA") expect([key, refusedKey({ [key]: fallback })]).toEqual([key, undefined]);
  });

  test("refuse an unknown key and name it", () => {
    expect(refusedKey({ DUANLIU_PROT: "1" })).toBe("DUANLIU_PROT");
  });

  test.each([
    ["DUANLIU_PORT", ["0", "65535"], ["-1", "65536", "80.5", "x", "", " "]],
    ["DUANLIU_NUMBERS", ["1024", "16777216"], ["1023", "16777217", "NaN"]],
    ["DUANLIU_SCRIPTS", ["1024", "8388608"], ["1", "8388609"]],
    ["DUANLIU_LATENESS_MINUTES", ["0", "1440"], ["-1", "1441"]],
    ["DUANLIU_TIME_ZONE_MINUTES", ["-720", "840"], ["-721", "841"]],
    ["DUANLIU_KEEP_ALLOWED_DAYS", ["1", "3660"], ["0", "3661"]],
    ["DUANLIU_SAMPLE", ["true", "false"], ["yes", "1", ""]],
    ["DUANLIU_SAMPLE_PER_SECOND", ["0.1", "10000"], ["0", "10001", "Infinity"]],
    ["DUANLIU_SEED", ["0", "4294967295"], ["4294967296", "1.5"]],
    ["DUANLIU_LOG_LEVEL", ["silent", "trace"], ["loud"]],
  ])("%s has a range", (key, good, bad) => {
    for (const value of good) expect([value, refusedKey({ [key]: value })]).toEqual([value, undefined]);
    for (const value of bad) expect([value, refusedKey({ [key]: value })]).toEqual([value, key]);
  });

  test("the limits of the running system agree with one another", () => {
    expect(() => checkLimits()).not.toThrow();
  });
});
