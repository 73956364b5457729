import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMalformed } from "../base/problem.ts";
import { EventBatch, INTEL, JUDGED, RECORD_WORDS, W } from "../domain/record.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { parseUrl } from "../domain/host-name.ts";
import { IntelLists } from "./lists.ts";
import { PlainLists } from "./plain-lists.ts";
import { parseEntryIdentifier, type EntryDraft, type EntryType } from "./entry.ts";
import { IntelView, OUTWEIGHED_SHIFT } from "./view.ts";

const NOW = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;
const good = { evidence: "case-confirmed", source: "test" } as const;

function batchOf(events: readonly Record<string, unknown>[]): EventBatch {
  const batch = new EventBatch(Math.max(1, events.length));
  batch.heap = new Uint8Array(64 * 1024 + events.length * 4096);
  for (const [i, event] of events.entries()) {
    const refused = writeEvent(batch, i, { id: `e${i}`, occurredAt: new Date(NOW + DAY).toISOString(), ...event });
    expect(refused).toBeNull();
    batch.count++;
  }
  return batch;
}

const bits = (batch: EventBatch, i: number, slot: number): number => (batch.words[i * RECORD_WORDS + W.intel] >>> (5 * slot)) & 31;
const entry = (batch: EventBatch, i: number, slot: number): number => batch.words[i * RECORD_WORDS + W.intelEntries + slot];
const outweighed = (batch: EventBatch, i: number, slot: number): boolean => ((batch.words[i * RECORD_WORDS + W.intel] >>> (OUTWEIGHED_SHIFT + slot)) & 1) === 1;

function listed(...drafts: (EntryDraft & { list?: string })[]): IntelLists {
  const lists = new IntelLists();
  for (const { list, ...draft } of drafts) {
    const outcome = lists.add(list ?? "test", { ...good, ...draft }, NOW);
    expect(outcome, JSON.stringify(outcome)).not.toHaveProperty("reason");
  }
  return lists;
}

test("every kind of identifier is found in the key where it stands", () => {
  const lists = listed(
    { identifier: "13800138000", kind: "block" },
    { identifier: "+86170123*", kind: "watch" },
    { identifier: "evil.example", kind: "block" },
    { identifier: "http://shared.example/bad/page", kind: "block" },
    { identifier: "aa".repeat(20), type: "certificate", kind: "block" },
    { identifier: "ICBC:6222020000004417", kind: "flag" },
    { identifier: "dev-1", type: "device", kind: "watch" },
  );
  const batch = batchOf([
    { kind: "call", from: "13800138000", to: "17012345678", device: "dev-1" },
    { kind: "visit", subject: "p1", host: "a.b.evil.example" },
    { kind: "visit", subject: "13800138000", url: "https://shared.example/bad/page/two?x=1" },
    { kind: "app-install", subject: "p1", certificate: "AA:".repeat(19) + "AA" },
    { kind: "transfer", from: { institution: "ccb", account: "1" }, to: { institution: "icbc", account: "6222020000004417" }, amountMinor: "1", currency: "CNY" },
    { kind: "visit", subject: "p2", host: "notevil.example" },
    { kind: "visit", subject: "p2", url: "https://shared.example/bad/pages" },
  ]);
  lists.lookup(batch, 0, batch.count);
  expect([bits(batch, 0, 0), bits(batch, 0, 1), bits(batch, 0, 2), bits(batch, 0, 3)]).toEqual([INTEL.block, INTEL.watch, INTEL.watch, 0]);
  expect(bits(batch, 1, 3)).toBe(INTEL.block);
  expect([bits(batch, 2, 0), bits(batch, 2, 3)]).toEqual([INTEL.block, INTEL.block]);
  expect(bits(batch, 3, 3)).toBe(INTEL.block);
  expect([bits(batch, 4, 0), bits(batch, 4, 1)]).toEqual([0, INTEL.flag]);
  expect(batch.words[5 * RECORD_WORDS + W.intel]).toBe(0);
  expect(batch.words[6 * RECORD_WORDS + W.intel]).toBe(0);
  for (let i = 0; i < batch.count; i++) expect(batch.words[i * RECORD_WORDS + W.judged] & JUDGED.intel).toBe(JUDGED.intel);
  const explained = lists.explainEntry(entry(batch, 4, 1))!;
  expect(explained.kind).toBe("flag");
  expect(explained.because.en).toContain("confirmed in a case");
  expect(explained.because.zh).toContain("案件查实");
});

test("allow outweighs block, and it shows", () => {
  const lists = listed(
    { list: "a", identifier: "13800138000", kind: "block", confidencePermille: 1000 },
    { list: "b", identifier: "13800138000", kind: "allow", confidencePermille: 1 },
    { list: "a", identifier: "bad.shop.example", kind: "block" },
    { list: "b", identifier: "shop.example", kind: "allow" },
  );
  const batch = batchOf([
    { kind: "call", from: "13800138000", to: "13900139000" },
    { kind: "visit", subject: "p", host: "bad.shop.example" },
    { kind: "visit", subject: "p", host: "other.shop.example" },
  ]);
  lists.lookup(batch, 0, 3);
  expect(bits(batch, 0, 0)).toBe(INTEL.allow);
  expect(outweighed(batch, 0, 0)).toBe(true);
  expect(outweighed(batch, 0, 1)).toBe(false);
  expect(lists.explainEntry(entry(batch, 0, 0))!.kind).toBe("allow");
  expect(bits(batch, 1, 3)).toBe(INTEL.allow);
  expect(outweighed(batch, 1, 3)).toBe(true);
  expect(outweighed(batch, 2, 3)).toBe(false);
});

test("an entry counts from its first instant to before its last", () => {
  const lists = listed({ identifier: "13800138000", kind: "block", validFromMs: NOW, validUntilMs: NOW + 10 * DAY });
  for (const [at, hit] of [
    [NOW - 1, false],
    [NOW, true],
    [NOW + 10 * DAY - 1, true],
    [NOW + 10 * DAY, false],
  ] as const) {
    const batch = batchOf([{ kind: "call", from: "13800138000", to: "13900139000", occurredAt: new Date(at).toISOString() }]);
    lists.lookup(batch, 0, 1);
    expect(bits(batch, 0, 0) !== 0).toBe(hit);
  }
  expect(lists.summaries(NOW + 6 * DAY)[0].reviewDue).toBe(1);
  expect(lists.expire(NOW + 10 * DAY - 1)).toBe(0);
  expect(lists.expire(NOW + 10 * DAY)).toBe(1);
  expect(lists.summaries(NOW)[0].entries).toBe(0);
});

describe("what can never be blocked", () => {
  const lists = new IntelLists({ protect: { numbers: ["010-88886666"], hosts: ["hospital.example", "portal.clinic.example"] } });
  const cases: readonly (readonly [string, string])[] = [
    ["110", "protected-number"],
    ["119", "protected-number"],
    ["120", "protected-number"],
    ["122", "protected-number"],
    ["112", "protected-number"],
    ["999", "protected-number"],
    ["911", "protected-number"],
    ["+86 110", "protected-number"],
    ["96110", "protected-number"],
    ["12381", "protected-number"],
    ["12345", "protected-number"],
    ["95588", "protected-number"],
    ["+8695599", "protected-number"],
    ["10086", "protected-number"],
    ["01088886666", "protected-number"],
    ["icbc.com.cn", "protected-host"],
    ["mybank.icbc.com.cn", "protected-host"],
    ["mps.gov.cn", "protected-host"],
    ["any.gov.uk", "protected-host"],
    ["x.com", "protected-host"],
    ["apps.apple.com", "protected-host"],
    ["tmall.com", "protected-host"],
    ["pay.hospital.example", "protected-host"],
    ["clinic.example", "protected-host"],
    ["other.clinic.example", ""],
    ["https://www.icbc.com.cn/", "protected-host"],
    ["wp.me", "innocent-giant"],
    ["www.reurl.cc", "innocent-giant"],
    ["https://wp.me", "innocent-giant"],
    ["com.cn", "public-suffix"],
    ["github.io", "public-suffix"],
    ["*.co.uk", "public-suffix"],
    ["+86*", "malformed-identifier"],
    ["+861*", "prefix-too-broad"],
    ["+8617012*", ""],
    ["+8610107*", "prefix-covers-protected"],
    ["+8695588*", "prefix-covers-protected"],
    ["evil.github.io", ""],
    ["evil-1326.cos.ap-tokyo.myqcloud.com", ""],
    ["myqcloud.com", "protected-host"],
    ["myhuaweicloud.com", "innocent-giant"],
    ["evil.localto.net", ""],
    ["s3.amazonaws.com", "public-suffix"],
    ["evil.ck", "public-suffix"],
    ["shop1.tmall-support.com", ""],
    ["https://wp.me/p1", ""],
  ];
  test.each(cases)("%s → %s", (identifier, reason) => {
    const outcome = lists.add("t", { ...good, identifier, kind: "block" }, NOW);
    expect(outcome.kind === "refused" ? outcome.reason : "").toBe(reason);
  });

  test("even a table that somehow holds them does not block", () => {
    const own = new IntelLists();
    for (const text of ["96110", "icbc.com.cn"]) {
      const id = parseEntryIdentifier(text);
      const other = own.add("t", { ...good, identifier: "13800138000", kind: "block" }, NOW);
      if (isMalformed(id) || other.kind === "refused") throw new Error("bug: the test's own entries");
      own.put("t", id, other.entry, null);
    }
    const batch = batchOf([
      { kind: "call", from: "96110", to: "13800138000" },
      { kind: "visit", subject: "p", host: "www.icbc.com.cn" },
    ]);
    own.lookup(batch, 0, 2);
    expect([bits(batch, 0, 0), bits(batch, 0, 1), bits(batch, 1, 3)]).toEqual([INTEL.protected, INTEL.block, INTEL.protected]);
    expect(outweighed(batch, 0, 0)).toBe(true);
    expect(own.explainEntry(entry(batch, 1, 3))!.because.zh).toContain("品牌");
  });

  test("shared hosting below a brand's domain is not the brand", () => {
    const own = listed({ identifier: "evil-bucket.s3.amazonaws.com", kind: "block" });
    const batch = batchOf([
      { kind: "visit", subject: "p", host: "evil-bucket.s3.amazonaws.com" },
      { kind: "visit", subject: "p", host: "other.s3.amazonaws.com" },
      { kind: "visit", subject: "p", host: "my.icbc.com.cn" },
      { kind: "visit", subject: "p", host: "some-bucket.cos.ap-tokyo.myqcloud.com" },
      { kind: "visit", subject: "p", host: "myqcloud.com" },
    ]);
    own.lookup(batch, 0, 5);
    expect([0, 1, 2, 3, 4].map((i) => bits(batch, i, 3))).toEqual([INTEL.block, 0, INTEL.protected, 0, INTEL.protected]);
  });

  test("a page on a brand's host may be flagged, not blocked", () => {
    const own = new IntelLists();
    expect(own.add("t", { ...good, identifier: "https://t.me/scamgroup", kind: "block" }, NOW)).toMatchObject({ kind: "added", loweredFrom: "block" });
    const batch = batchOf([
      { kind: "visit", subject: "p", url: "https://t.me/scamgroup" },
      { kind: "visit", subject: "p", url: "https://t.me/other" },
    ]);
    own.lookup(batch, 0, 2);
    expect([bits(batch, 0, 3), bits(batch, 1, 3)]).toEqual([INTEL.flag, INTEL.protected]);
    expect(own.explainEntry(entry(batch, 0, 3))!.kind).toBe("flag");
  });
});

test("what people report alone is watched, however often; a feed flags", () => {
  const lists = new IntelLists();
  const number = "13800138000";
  for (let n = 0; n < 50; n++) {
    expect(lists.add(`report-${n % 8}`, { identifier: number, kind: "block", evidence: "user-report", source: `reporter ${n}` }, NOW)).toMatchObject({ loweredFrom: "block" });
  }
  const batch = batchOf([{ kind: "call", from: number, to: "13900139000" }]);
  lists.lookup(batch, 0, 1);
  expect(bits(batch, 0, 0)).toBe(INTEL.watch);
  expect(lists.add("r", { identifier: number, kind: "allow", evidence: "user-report", source: "r" }, NOW)).toMatchObject({ reason: "evidence-too-weak" });
  lists.add("f", { identifier: number, kind: "block", evidence: "published-feed", source: "feed" }, NOW);
  lists.lookup(batch, 0, 1);
  expect(bits(batch, 0, 0)).toBe(INTEL.watch | INTEL.flag);
});

test("terms: every entry ends, is reviewed in the first half of its life, and says its source", () => {
  const lists = new IntelLists();
  const add = (draft: Partial<EntryDraft>) => lists.add("t", { ...good, identifier: "13800138000", kind: "block", ...draft }, NOW);
  const first = add({});
  expect(first.kind).toBe("added");
  const explained = lists.explainEntry(first.kind === "refused" ? 0 : first.entry)!;
  expect(explained).toMatchObject({ terms: { validUntilMs: NOW + 30 * DAY, reviewAtMs: NOW + 15 * DAY, lifeAssumed: true } });
  expect(add({ source: " " })).toMatchObject({ reason: "malformed-terms" });
  expect(add({ validUntilMs: NOW + 6 * 366 * DAY })).toMatchObject({ reason: "malformed-terms" });
  expect(add({ validUntilMs: Infinity })).toMatchObject({ reason: "malformed-terms" });
  expect(add({ validFromMs: NOW - 9 * DAY, validUntilMs: NOW })).toMatchObject({ reason: "ended" });
  expect(add({ validUntilMs: NOW + 10 * DAY, reviewAtMs: NOW + 5 * DAY + 1 })).toMatchObject({ reason: "malformed-terms" });
  expect(add({ validUntilMs: NOW + 10 * DAY, reviewAtMs: NOW + 5 * DAY })).toMatchObject({ kind: "changed" });
  expect(add({ confidencePermille: 1001 })).toMatchObject({ reason: "malformed-terms" });
  expect(add({ kind: "ban" })).toMatchObject({ reason: "malformed-terms" });
});

test("version: equal contents, equal version, whatever the order; any change changes it", () => {
  const a = listed({ identifier: "13800138000" }, { identifier: "evil.example" });
  const b = listed({ identifier: "evil.example" }, { identifier: "13800138000" });
  expect(a.version).toBe(b.version);
  const before = a.version;
  a.add("test", { ...good, identifier: "13800138001" }, NOW);
  expect(a.version).not.toBe(before);
  a.remove("test", "13800138001");
  expect(a.version).toBe(before);
  a.add("test", { ...good, identifier: "evil.example", kind: "block" }, NOW);
  expect(a.version).not.toBe(before);
  a.add("test", { ...good, identifier: "evil.example" }, NOW);
  expect(a.version).toBe(before);
  expect(new IntelLists().version).not.toBe(new IntelLists({ protect: { numbers: ["01088886666"] } }).version);
});

test("a reader that attached sees single changes at once, and a replaced list after attaching again", () => {
  let swaps = 0;
  const lists = new IntelLists({ onSwap: () => swaps++ });
  lists.add("t", { ...good, identifier: "13800138000", kind: "block" }, NOW);
  const view = IntelView.attach(structuredClone(lists.share()));
  const batch = batchOf([{ kind: "call", from: "13800138000", to: "13900139000" }]);
  const seen = (): number[] => {
    view.lookup(batch, 0, 1);
    return [bits(batch, 0, 0), bits(batch, 0, 1)];
  };
  expect(seen()).toEqual([INTEL.block, 0]);
  lists.add("t", { ...good, identifier: "13900139000", kind: "flag", source: "terms that the reader has not seen" }, NOW);
  expect(swaps).toBe(1);
  expect(seen()).toEqual([INTEL.block, INTEL.flag]);
  lists.remove("t", "13800138000");
  expect(seen()).toEqual([0, INTEL.flag]);
  const contents = lists.build("t");
  if (isMalformed(contents)) throw new Error("bug: list name");
  lists.replace(contents);
  expect(swaps).toBe(2);
  // The old view still stands as it was; a new one has the new list.
  expect(seen()).toEqual([0, INTEL.flag]);
  IntelView.attach(structuredClone(lists.share())).lookup(batch, 0, 1);
  expect(batch.words[W.intel]).toBe(0);
});

test("many events of every kind in one batch, and only the range that was asked for", () => {
  const lists = listed({ identifier: "13800138000", kind: "block" });
  const events = Array.from({ length: 1_000 }, (_, i) => ({
    kind: "call",
    from: i % 7 === 0 ? "13800138000" : `139${String(i).padStart(8, "0")}`,
    to: i % 11 === 0 ? "13800138000" : "13600000000",
  }));
  const batch = batchOf(events);
  lists.lookup(batch, 100, 900);
  for (let i = 0; i < 1_000; i++) {
    const asked = i >= 100 && i < 900;
    expect([i, bits(batch, i, 0), bits(batch, i, 1)]).toEqual([i, asked && i % 7 === 0 ? INTEL.block : 0, asked && i % 11 === 0 ? INTEL.block : 0]);
    expect(batch.words[i * RECORD_WORDS + W.judged] & JUDGED.intel).toBe(asked ? JUDGED.intel : 0);
  }
});

describe("against the plain twin", () => {
  const hosts = ["a.example", "b.a.example", "c.b.a.example", "ba.example", "example.org", "x.example.org", "evil.github.io", "deep.x.y.z.a.example"];
  const paths = ["/", "/p", "/p/", "/p/q", "/p/q/", "/pq", "/p?x=1", "/p/?x=1", "/?x=1", "/p/q?y=2/3", "//p", "/p//q"];
  const numbers = ["+8613800138000", "+8613800138001", "+8613900138000", "+862165431234", "+447911123456", "+886912345678", "+8801712345678", "+8695588", "+86110"];
  const identifier = fc.oneof(
    fc.constantFrom(...numbers).map((text) => ({ type: "number" as EntryType, text })),
    fc.tuple(fc.constantFrom(...numbers), fc.integer({ min: 4, max: 12 })).map(([n, length]) => ({ type: "number-prefix" as EntryType, text: `${n.slice(0, length)}*` })),
    fc.constantFrom(...hosts).map((text) => ({ type: "host" as EntryType, text })),
    fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths)).map(([h, p]) => ({ type: "url" as EntryType, text: `http://${h}${p}` })),
    fc.constantFrom("d1", "d2", "d3").map((text) => ({ type: "device" as EntryType, text })),
    fc.constantFrom("ICBC:1", "ICBC:12", "ICB:C1", "CCB:1").map((text) => ({ type: "account" as EntryType, text })),
  );
  const kind = fc.constantFrom("block", "flag", "watch", "allow");
  const draft = fc.record({
    list: fc.constantFrom("l1", "l2", "l3"),
    id: identifier,
    kind,
    confidencePermille: fc.constantFrom(1, 500, 501),
    fromDays: fc.integer({ min: -5, max: 5 }),
    lifeDays: fc.integer({ min: 6, max: 20 }),
  });
  const command = fc.oneof(
    { weight: 6, arbitrary: draft.map((d) => ({ do: "add" as const, ...d })) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), list: fc.constantFrom("l1", "l2", "l3"), id: identifier }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("drop" as const), list: fc.constantFrom("l1", "l2", "l3") }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("replace" as const), list: fc.constantFrom("l1", "l2", "l3"), with: fc.array(draft, { maxLength: 5 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const), days: fc.integer({ min: 0, max: 3 }) }) },
  );

  test("any history of changes gives the same answers", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), fc.integer({ min: 0, max: 20 }), (history, day) => {
        const lists = new IntelLists();
        const plain = new PlainLists();
        plain.protect("number", "+8695588", 2);
        plain.protect("number", "+86110", 1);
        const terms = (d: { kind: string; confidencePermille: number; fromDays: number; lifeDays: number }, id: { type: EntryType; text: string }): EntryDraft => ({
          ...good,
          identifier: id.text,
          type: id.type,
          kind: d.kind,
          confidencePermille: d.confidencePermille,
          validFromMs: NOW + d.fromDays * DAY,
          validUntilMs: NOW + (d.fromDays + d.lifeDays) * DAY,
        });
        for (const c of history) {
          if (c.do === "add") {
            const outcome = lists.add(c.list, terms(c, c.id), NOW);
            if (outcome.kind === "refused") continue;
            const id = parseEntryIdentifier(c.id.text, c.id.type);
            if (!isMalformed(id)) plain.set(c.list, id.type, id.text, outcome.entry, lists.book.get(outcome.entry)!);
          } else if (c.do === "remove") {
            const id = parseEntryIdentifier(c.id.text, c.id.type);
            if (!isMalformed(id)) expect(lists.remove(c.list, c.id.text, c.id.type)).toBe(plain.remove(c.list, id.type, id.text));
          } else if (c.do === "drop") {
            lists.drop(c.list);
            plain.drop(c.list);
          } else if (c.do === "replace") {
            const contents = lists.build(c.list);
            if (isMalformed(contents)) throw new Error("bug: list name");
            plain.drop(c.list);
            for (const d of c.with) {
              const id = parseEntryIdentifier(d.id.text, d.id.type);
              const numbered = lists.add("scratch", terms(d, d.id), NOW);
              if (isMalformed(id) || numbered.kind === "refused") continue;
              contents.set(id, numbered.entry);
              plain.set(c.list, id.type, id.text, numbered.entry, lists.book.get(numbered.entry)!);
            }
            lists.drop("scratch");
            lists.replace(contents);
          } else {
            // Sweeping what has ended before the day of the question must not change any answer.
            const until = NOW + Math.min(c.days, day) * DAY;
            expect(lists.expire(until)).toBe(plain.expire(until));
          }
        }
        const atMs = NOW + day * DAY;
        const at = new Date(atMs).toISOString();
        const events = [
          ...numbers.map((n) => ({ kind: "call", from: n, to: "+8618888888888", occurredAt: at })),
          ...hosts.map((host) => ({ kind: "visit", subject: "p", host, occurredAt: at })),
          ...hosts.flatMap((host) => paths.map((path) => ({ kind: "visit", subject: "p", url: `https://${host}:8443${path}#f`, occurredAt: at }))),
          ...["d1", "d2", "d3"].map((device) => ({ kind: "call", from: "+8618888888888", to: "+8618888888888", device, occurredAt: at })),
          ...[
            ["ICBC", "1"],
            ["ICBC", "12"],
            ["ICB", "C1"],
            ["CCB", "1"],
          ].map(([institution, account]) => ({
            kind: "transfer",
            from: { institution, account },
            to: { institution: "X", account: "9" },
            amountMinor: "1",
            currency: "CNY",
            occurredAt: at,
          })),
        ];
        const batch = batchOf(events);
        lists.lookup(batch, 0, batch.count);
        for (const [i, e] of events.entries()) {
          const event = e as Record<string, string>;
          let slot = 0;
          let wanted;
          if (event["device"] !== undefined) {
            slot = 2;
            wanted = plain.find("device", event["device"], atMs);
          } else if (event["kind"] === "call") wanted = plain.findNumber(event["from"], atMs);
          else if (event["url"] !== undefined) {
            slot = 3;
            const url = parseUrl(event["url"]);
            if (isMalformed(url)) throw new Error("bug: url");
            wanted = plain.findUrl(url.host, url.path + url.query, atMs);
          } else if (event["host"] !== undefined) {
            slot = 3;
            wanted = plain.findHost(event["host"], atMs);
          } else {
            const from = event["from"] as unknown as { institution: string; account: string };
            wanted = plain.find("account", `${from.institution}:${from.account}`, atMs);
          }
          expect({ e, bits: bits(batch, i, slot), entry: entry(batch, i, slot), outweighed: outweighed(batch, i, slot) }).toEqual({ e, ...wanted });
        }
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});
