/** Stories of one person across channels, in the words of the field. */
import { describe, expect, test } from "vitest";
import { EventBatch } from "../domain/record.ts";
import { FeatureEngine } from "./engine.ts";
import { putEvent, type HistoryEvent } from "./history.ts";
import { FEATURES } from "./vocabulary.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./window.ts";

const NINE = Date.UTC(2026, 2, 2, 1);
const SLOTS = new Map(FEATURES.map((feature, slot) => [feature.name, slot]));
const at = (minutes: number): number => NINE + minutes * MINUTE_MS;

/** Plays a story and gives the named value after each event; NaN-free values only where the kind has the feature. */
function story(name: string, ...events: readonly HistoryEvent[]): number[] {
  const engine = new FeatureEngine({ numbers: 64, accounts: 64, devices: 64, hosts: 64, persons: 64, latenessMaxMs: HOUR_MS, timeZoneOffsetMinutes: 480 });
  engine.bind(SLOTS);
  const batch = new EventBatch(events.length);
  events.forEach((event, i) => putEvent(batch, i, event));
  const facts = new Float64Array(FEATURES.length);
  return events.flatMap((event, i) => {
    engine.measure(batch, i, facts);
    return event.kind === "link" || event.kind === "opening" ? [] : [facts[SLOTS.get(name)!]];
  });
}

const me = ["number", 1] as const;
const stranger = ["number", 500_000] as const;
const mine = ["account", 1] as const;
const ring = (t: number, fields: HistoryEvent["fields"] = {}, listed: readonly number[] = []): HistoryEvent => ({ kind: "call", t, keys: [stranger, me], fields, listed });
const pay = (t: number, fields: HistoryEvent["fields"] = {}, to = 9): HistoryEvent => ({
  kind: "transfer",
  t,
  keys: [mine, ["account", to]],
  fields: { amountMinor: 100_000, currency: "CNY", ...fields },
});
const join: HistoryEvent = { kind: "link", t: at(0), keys: [me, mine, null, ["person", 1]] };
const text = (t: number, fraudPermille: number): HistoryEvent => ({ kind: "message", t, keys: [stranger, me], fraudPermille });

describe("a call that goes on", () => {
  test("is seen at the bank through the link, for as long as it lasts", () => {
    expect(story("person.onCallMs", join, ring(at(1)), pay(at(13)))).toEqual([0, 12 * MINUTE_MS]);
  });
  test("is over once it is reported with its duration, counted from its beginning", () => {
    expect(story("person.onCallMs", join, ring(at(1)), ring(at(1), { answered: true, durationMs: 5 * MINUTE_MS }), pay(at(4)), pay(at(7)))).toEqual([0, 0, 3 * MINUTE_MS, 0]);
  });
  test("is forgotten after four hours without a report of its end", () => {
    expect(story("person.onCallMs", join, ring(at(0)), pay(at(239)), pay(at(240)))).toEqual([0, 239 * MINUTE_MS, 0]);
  });
  test("never was, if it turns out not to have been answered", () => {
    expect(story("person.onCallMs", join, ring(at(1)), ring(at(1), { answered: false }), pay(at(2)))).toEqual([0, 0, 0]);
  });
  test("with a contact is nobody's business", () => {
    expect(story("person.onCallMs", join, ring(at(1), { contact: true }), pay(at(13)))).toEqual([0, 0]);
  });
  test("with a listed number is flagged, also when the person calls back", () => {
    expect(story("person.onCallFlagged", join, ring(at(1), {}, [0]), pay(at(5)))).toEqual([1, 1]);
    const back: HistoryEvent = { kind: "call", t: at(1), keys: [me, stranger], listed: [1] };
    expect(story("person.onCallFlagged", join, back, pay(at(5)))).toEqual([0, 1]);
  });
});

test("minutes since a flagged talk count from its end; a ring that nobody answered is no talk", () => {
  const talk = ring(at(0), { answered: true, durationMs: 10 * MINUTE_MS }, [0]);
  expect(story("person.minutesSinceFlaggedTalk", join, talk, pay(at(5)), pay(at(25)))).toEqual([0, 0, 15]);
  expect(story("person.minutesSinceFlaggedTalk", join, ring(at(0), { answered: false }, [0]), pay(at(25)))).toEqual([Infinity, Infinity]);
  expect(story("person.minutesSinceFlaggedTalk", join, talk, ring(at(20), { answered: false }, [0]), pay(at(25)))).toEqual([0, 10, 15]);
});

describe("links", () => {
  test("without one, number and account are two persons", () => {
    expect(story("person.minutesSinceScamMessage", text(at(0), 900), pay(at(10)))).toEqual([0, Infinity]);
  });
  test("what happened before the link is not lost", () => {
    expect(story("person.minutesSinceScamMessage", text(at(0), 900), { ...join, t: at(5) }, pay(at(10)))).toEqual([0, 10]);
  });
  test("two keys without a person token are one person too", () => {
    expect(story("person.minutesSinceScamMessage", { kind: "link", t: at(0), keys: [me, mine] }, text(at(0), 900), pay(at(10)))).toEqual([0, 10]);
  });
  test("an ended one parts them: a reassigned number takes nothing with it", () => {
    const end: HistoryEvent = { kind: "link", t: at(5), keys: [me, null, null, ["person", 1]], fields: { ended: true } };
    expect(story("person.minutesSinceScamMessage", join, text(at(0), 900), end, text(at(6), 0), pay(at(10)))).toEqual([0, Infinity, 10]);
  });
  test("an end that names somebody else ends nothing", () => {
    const end: HistoryEvent = { kind: "link", t: at(5), keys: [me, null, null, ["person", 2]], fields: { ended: true } };
    expect(story("person.minutesSinceScamMessage", join, text(at(0), 900), end, text(at(6), 0))).toEqual([0, 6]);
  });
  test("who uses a number outweighs who holds it", () => {
    const uses: HistoryEvent = { kind: "link", t: at(0), keys: [me, null, null, ["person", 1]], fields: { relation: "uses" } };
    const holds: HistoryEvent = { kind: "link", t: at(1), keys: [me, null, null, ["person", 2]], fields: { relation: "holds" } };
    const bank: HistoryEvent = { kind: "link", t: at(1), keys: [null, mine, null, ["person", 1]] };
    expect(story("person.minutesSinceScamMessage", uses, holds, bank, text(at(2), 900), pay(at(10)))).toEqual([0, 8]);
  });
});

describe("signs", () => {
  test("thresholds: a message from 500 ‰, a site from 800 ‰ or listed", () => {
    expect(story("person.minutesSinceScamMessage", text(at(0), 499), text(at(1), 500))).toEqual([Infinity, 0]);
    const visit = (hostPermille: number, listed: readonly number[]): HistoryEvent => ({ kind: "visit", t: at(0), keys: [me, null, null, ["host", 1]], hostPermille, listed });
    expect(story("person.minutesSinceScamSite", visit(799, []))).toEqual([Infinity]);
    expect(story("person.minutesSinceScamSite", visit(800, []))).toEqual([0]);
    expect(story("person.minutesSinceScamSite", visit(0, [3]))).toEqual([0]);
  });
  test("families count channels within a day, not events, and a call from overseas alone is no sign", () => {
    expect(
      story(
        "person.families24h",
        join,
        text(at(0), 900),
        text(at(1), 900),
        ring(at(2), { origin: "overseas", durationMs: 1, answered: true }),
        pay(at(3), { payeeNew: true }),
        pay(at(1442)),
      ),
    ).toEqual([1, 1, 1, 2, 1]);
  });
  test("an assistive app is no remote tool, an opened shop app no new install", () => {
    const app = (fields: HistoryEvent["fields"]): HistoryEvent => ({ kind: "app-install", t: at(0), keys: [me, null, null, null], fields });
    expect(story("person.minutesSinceRemoteTool", app({ appClass: "remote-control", action: "open" }))).toEqual([0]);
    expect(story("person.minutesSinceRemoteTool", app({ appClass: "remote-control", assistive: true }))).toEqual([Infinity]);
    expect(story("person.minutesSinceNewChatApp", app({ appClass: "chat", action: "open" }))).toEqual([Infinity]);
    expect(story("person.minutesSinceOffStoreApp", app({ source: "sideload" }))).toEqual([0]);
  });
  test("a replaced card marks the number's person, not only who asked for it", () => {
    const swap: HistoryEvent = { kind: "opening", t: at(0), keys: [["person", 7], me], fields: { product: "sim-replacement" } };
    expect(story("person.minutesSinceSimReplacement", join, swap, pay(at(30)))).toEqual([30]);
  });
  test("the first crypto purchase is the first only once; cash adds up over a day", () => {
    expect(story("person.firstCrypto", pay(at(0)), pay(at(1), { payeeType: "crypto" }), pay(at(2), { channel: "crypto" }))).toEqual([0, 1, 0]);
    expect(story("person.cashMinor24h", pay(at(0), { channel: "cash-withdrawal" }), pay(at(1), { channel: "cash-withdrawal" }), pay(at(2)))).toEqual([100_000, 200_000, 200_000]);
  });
});

describe("money", () => {
  const move = (t: number, from: number, to: number, amountMinor: number, fields: HistoryEvent["fields"] = {}): HistoryEvent => ({
    kind: "transfer",
    t,
    keys: [
      ["account", from],
      ["account", to],
    ],
    fields: { amountMinor, currency: "CNY", ...fields },
  });
  test("four fifths out within ten minutes is one fast pass", () => {
    expect(story("payer.fastPasses24h", move(at(0), 1, 2, 100_000), move(at(4), 2, 3, 50_000), move(at(9), 2, 4, 30_000), move(at(9), 2, 4, 20_000))).toEqual([0, 0, 1, 1]);
    expect(story("payer.fastPasses24h", move(at(0), 1, 2, 100_000), move(at(11), 2, 3, 100_000))).toEqual([0, 0]);
  });
  test("reported money is followed to the next account, and no further than there is of it", () => {
    const events = [move(at(0), 1, 2, 100_000, { reportedVictim: true }), move(at(10), 2, 3, 70_000), move(at(20), 3, 4, 70_000), move(at(30), 2, 5, 90_000)];
    expect(story("payer.minutesSinceTaint", ...events)).toEqual([Infinity, 10, 10, 30]);
    expect(story("payer.taintOutPermille", ...events)).toEqual([0, 700, 1000, 1000]);
  });
  test("money of a case that came unseen: since when is unknown, not never", () => {
    expect(story("payer.minutesSinceTaint", move(at(0), 1, 2, 100_000, { caseTier: true }))).toEqual([NaN]);
  });
  test("growth since a small reward, a test before a large sum, two currencies apart", () => {
    expect(story("payer.amountGrowth", move(at(0), 1, 2, 10_000), move(at(5), 2, 1, 12_000), move(at(9), 1, 2, 50_000), move(at(20), 1, 2, 200_000))).toEqual([0, 1, 1, 4]);
    expect(story("payee.testRatio1h", move(at(0), 1, 2, 500), move(at(5), 1, 2, 500_000), move(at(90), 1, 2, 500_000))).toEqual([0, 1000, 0]);
    expect(story("payer.outMinor24h", move(at(0), 1, 2, 500), move(at(1), 1, 2, 700, { currency: "JPY" }))).toEqual([500, 700]);
  });
  test("several payees of one person are seen through their links", () => {
    const same = (account: number): HistoryEvent => ({ kind: "link", t: at(0), keys: [null, ["account", account], null, ["person", 5]] });
    expect(story("payer.linkedPayees24h", same(11), same(12), same(13), move(at(1), 1, 11, 5), move(at(2), 1, 12, 5), move(at(3), 1, 14, 5), move(at(4), 1, 13, 5))).toEqual([
      1, 2, 1, 3,
    ]);
  });
  test("the usual day is the mean of earlier days with any flow, unknown on the first", () => {
    expect(story("payer.usualDailyMinor", move(at(0), 1, 2, 100), move(at(1), 1, 2, 100), move(NINE + 5 * DAY_MS, 1, 2, 900), move(NINE + 100 * DAY_MS, 1, 2, 1))).toEqual([
      NaN,
      NaN,
      200,
      550,
    ]);
  });
});

describe("numbers", () => {
  const out = (t: number, to: number, fields: HistoryEvent["fields"] = {}, cell = 1): HistoryEvent => ({
    kind: "call",
    t,
    keys: [stranger, ["number", to], null, ["cell", cell]],
    fields,
  });
  test("dialling in sequence, also with a retry between", () => {
    expect(story("from.sequentialRun10m", out(at(0), 40), out(at(0), 41), out(at(1), 41), out(at(1), 42), out(at(2), 99))).toEqual([1, 2, 2, 3, 3]);
  });
  test("callers of one block or one device within two hours", () => {
    const from = (t: number, n: number, device: number | null): HistoryEvent => ({ kind: "call", t, keys: [["number", n], me, device === null ? null : ["device", device]] });
    expect(
      story(
        "to.linkedCallers2h",
        from(at(0), 510_001, null),
        from(at(1), 510_002, null),
        from(at(2), 990_000, null),
        from(at(3), 770_000, 4),
        from(at(4), 880_000, 4),
        from(at(150), 510_003, null),
      ),
    ).toEqual([1, 2, 1, 1, 2, 1]);
  });
  test("the main cell's share", () => {
    expect(story("from.mainCellPermille24h", out(at(0), 1), out(at(1), 2), out(at(2), 3, {}, 2), out(at(3), 4))).toEqual([1000, 1000, (1000 * 2) / 3, 750]);
  });
  test("one-ring calls", () => {
    expect(
      story(
        "from.shortRings24h",
        out(at(0), 1, { answered: false, ringMs: 3_000 }),
        out(at(1), 2, { answered: false, ringMs: 3_001 }),
        out(at(2), 3, { answered: true, ringMs: 1_000 }),
        out(at(3), 4, { ringMs: 1_000 }),
      ),
    ).toEqual([1, 1, 1, 1]);
  });
});
