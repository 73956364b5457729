/** The town: one seed one history, every event one that the parser takes, nobody real in it, every scam category before long. */
import { beforeAll, describe, expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import { BRANDS } from "../domain/brand.ts";
import { EVENT_FIELDS, EVENT_KINDS, type EventKind } from "../domain/event-fields.ts";
import { OCCURRED_AT_MAX_MS, writeEvent } from "../domain/parse-event.ts";
import { readEvent } from "../domain/read-event.ts";
import { EventBatch } from "../domain/record.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { Agenda } from "./agenda.ts";
import { isDayOff, loadReference } from "./reference.ts";
import { SCRIPTS } from "./scripts/compose.ts";
import { TownStream, type TownEvent } from "./stream.ts";

const START_MS = Date.UTC(2026, 10, 2, 1);
const reference = loadReference();
const play = (seed: number, count: number, perSecond = 8, startMs = START_MS): readonly TownEvent[] => {
  const stream = new TownStream({ seed, startMs, perSecond }, reference);
  return Array.from({ length: count }, () => stream.next());
};

/** About four hours of the town at the usual pace. */
const EVENTS = 120_000;
let events: readonly TownEvent[];
beforeAll(() => {
  events = play(1, EVENTS);
});

test("one seed is one history, another seed another", () => {
  const first = events.slice(0, 5_000).map((e) => e.line);
  expect(play(1, 5_000).map((e) => e.line)).toEqual(first);
  const other = new Set(play(2, 5_000).map((e) => e.line));
  expect(first.filter((line) => other.has(line))).toEqual([]);
});

test("other draws elsewhere leave a part's history alone", () => {
  const prng = new Prng(1);
  const a = prng.fork("gangs");
  const b = new Prng(1);
  expect(Array.from({ length: 5 }, () => b.fork("gangs").bits())).toEqual(Array.from({ length: 5 }, () => new Prng(1).fork("gangs").bits()));
  expect(a.bits()).not.toBe(new Prng(1).fork("life").bits());
});

test("every event is taken by the parser, names no field that is not there, and has an id of its own", () => {
  const ids = new Set<string>();
  const batch = new EventBatch(1);
  batch.heap = new Uint8Array(100_000);
  const kinds = new Map<string, number>();
  const ignored = new Map<string, number>();
  for (const { line } of events) {
    batch.heapEnd = 0;
    const problem = writeEvent(batch, 0, JSON.parse(line), ignored);
    if (problem !== null) expect([line, problem]).toEqual([line, null]);
    ids.add(batch.text(0, 0));
    kinds.set(batch.kind(0), (kinds.get(batch.kind(0)) ?? 0) + 1);
  }
  expect([...ignored]).toEqual([]);
  expect(ids.size).toBe(EVENTS);
  expect([...kinds.keys()].sort()).toEqual([...EVENT_KINDS].sort());
});

test("time goes forward, and an event says a time that is not after it happened, at most some hours before", () => {
  let last = -Infinity;
  for (const { atMs, line } of events) {
    expect(atMs).toBeGreaterThanOrEqual(last);
    last = atMs;
    const occurredAt = Date.parse((JSON.parse(line) as { occurredAt: string }).occurredAt);
    if (occurredAt > atMs || occurredAt < atMs - 12 * 3_600_000) expect([line, atMs]).toEqual([line, "near"]);
  }
  expect(last).toBeLessThan(OCCURRED_AT_MAX_MS);
});

test("goes about as fast as it is told to", () => {
  for (const perSecond of [2, 8, 50]) {
    const stream = play(3, 20_000, perSecond);
    const seconds = (stream.at(-1)!.atMs - stream[4_000].atMs) / 1000;
    const rate = 16_000 / seconds;
    expect([perSecond, rate > perSecond * 0.5 && rate < perSecond * 2]).toEqual([perSecond, true]);
  }
});

describe("numbers", () => {
  /** Ranges that reach nobody: 154 is given to no operator; Ofcom keeps 07700 900000–900999 for drama. */
  const NOBODY = [/^\+86154\d{8}$/, /^\+447700900\d{3}$/];
  const service = new Set(BRANDS.flatMap((b) => b.serviceNumbers.map((n) => (n.startsWith("+") ? n : `+86${n}`))));
  const disposable = new Set(reference.disposableNumbers);

  test("are of ranges that reach nobody, of services, or of the list of disposable ones", () => {
    const batch = new EventBatch(1);
    batch.heap = new Uint8Array(100_000);
    const sorts = { nobody: 0, service: 0, disposable: 0 };
    for (const { line } of events) {
      batch.heapEnd = 0;
      writeEvent(batch, 0, JSON.parse(line));
      const event = readEvent(batch, 0);
      for (const field of EVENT_FIELDS[event.kind as EventKind]) {
        const value = event[field.name];
        if (field.type !== "identifier" || typeof value !== "string" || !value.startsWith("+")) continue;
        if (NOBODY.some((range) => range.test(value))) sorts.nobody++;
        else if (service.has(value)) sorts.service++;
        else if (disposable.has(value)) sorts.disposable++;
        else expect([field.name, value, line]).toEqual([field.name, "a number that reaches nobody", line]);
      }
    }
    expect(sorts.nobody).toBeGreaterThan(EVENTS / 2);
    expect(sorts.service).toBeGreaterThan(0);
    expect(sorts.disposable).toBeGreaterThan(0);
  });

  test("in messages are of such ranges too", () => {
    const mobiles = new Set<string>();
    for (const { line } of events) for (const [number] of ((JSON.parse(line) as { text?: string }).text ?? "").matchAll(/(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)/g)) mobiles.add(number);
    expect([...mobiles].filter((n) => !/^(?:\+?86)?154/.test(n))).toEqual([]);
  });
});

test("messages of every scam category come within four hours, plainly written, in English too", () => {
  const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const scripts = SCRIPTS.map(({ category, lang, text }) => ({
    name: `${category ?? "none"} ${lang}`,
    pattern: new RegExp(
      `^${text
        .split(/\{\w+\}/)
        .map(escape)
        .join("[^]*?")}$`,
    ),
  }));
  const names = [...new Set(scripts.map((s) => s.name))];
  const missing = new Set(names);
  for (const { line } of events) {
    const { text } = JSON.parse(line) as { text?: string };
    if (text === undefined || missing.size === 0) continue;
    for (const { name, pattern } of scripts) if (missing.has(name) && pattern.test(text)) missing.delete(name);
  }
  expect([...missing].filter((name) => name.endsWith(" zh"))).toEqual([]);
  expect(names.filter((name) => name.endsWith(" en") && !missing.has(name)).length).toBeGreaterThan(SCAM_CATEGORIES.length / 2);
});

test("every gang calls and writes, and ordinary life is most of it", () => {
  const { town } = new TownStream({ seed: 1, startMs: START_MS, perSecond: 8 }, reference);
  expect([...new Set(town.gangs.flatMap((g) => g.categories))].sort()).toEqual([...SCAM_CATEGORIES].sort());
  const callers = new Map(town.gangs.flatMap((g) => [...g.callers, ...g.overseasCallers, ...g.gateway.numbers].map((n) => [n, g.name] as const)));
  const active = new Map<string, Set<string>>();
  let fromGangs = 0;
  for (const { line } of events) {
    const event = JSON.parse(line) as { kind: string; from?: unknown; text?: string };
    const gang = typeof event.from === "string" ? callers.get(event.from) : undefined;
    if (gang === undefined) continue;
    fromGangs++;
    active.set(gang, (active.get(gang) ?? new Set()).add(event.kind));
  }
  for (const { name } of town.gangs) expect([name, [...(active.get(name) ?? [])].sort()]).toEqual([name, ["call", "message"]]);
  expect(fromGangs / EVENTS).toBeGreaterThan(0.05);
  expect(fromGangs / EVENTS).toBeLessThan(0.5);
});

test("money that a person loses goes on through lent accounts, and no part is larger than what came", () => {
  const { town } = new TownStream({ seed: 1, startMs: START_MS, perSecond: 8 }, reference);
  const key = (a: { institution: string; account: string }): string => `${a.institution}:${a.account}`;
  const tiers = [town.gangs.flatMap((g) => g.tier1), town.gangs.flatMap((g) => g.tier2), town.gangs.flatMap((g) => g.tier3)].map((t) => new Set(t.map(key)));
  const sums = [0, 0, 0];
  for (const { line } of events) {
    const event = JSON.parse(line) as { kind: string; from: { institution: string; account: string }; to: { institution: string; account: string }; amountMinor: string };
    if (event.kind !== "transfer") continue;
    const to = tiers.findIndex((t) => t.has(key(event.to)));
    if (to >= 0) sums[to] += Number(event.amountMinor);
    expect(Number(event.amountMinor)).toBeGreaterThanOrEqual(0);
  }
  expect(sums[0]).toBeGreaterThan(0);
  expect(sums[1]).toBeGreaterThan(sums[0] * 0.3);
  expect(sums[1]).toBeLessThanOrEqual(sums[0]);
  expect(sums[2]).toBeLessThanOrEqual(sums[1]);
});

describe("the agenda", () => {
  test("gives what is due in order of time, and what is due together in the order of entry", () => {
    const agenda = new Agenda();
    const prng = new Prng(9);
    const entered: { readonly at: number; readonly n: number }[] = [];
    const came: string[] = [];
    for (let n = 0; n < 2_000; n++) {
      const at = prng.int(100);
      entered.push({ at, n });
      agenda.add(at, () => came.push(`${at}:${n}`));
    }
    for (let item = agenda.take(); item !== null; item = agenda.take()) {
      expect(agenda.nextAtMs).toBeGreaterThanOrEqual(item.atMs);
      item.act(item.atMs);
    }
    expect(came).toEqual(entered.sort((a, b) => a.at - b.at || a.n - b.n).map((e) => `${e.at}:${e.n}`));
    expect(agenda.nextAtMs).toBe(Infinity);
  });
});

test.each([
  ["2026-10-01", true],
  ["2026-10-10", false],
  ["2026-11-02", false],
  ["2026-11-07", true],
  ["2026-05-01", true],
])("%s is a day off: %s", (day, off) => {
  // 10 October 2026 is a Saturday on which people work, for the days before it.
  expect(isDayOff(Date.parse(`${day}T04:00:00Z`))).toBe(off);
});
