import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMalformed } from "../base/problem.ts";
import { IntelLists } from "./lists.ts";
import { IMPORT_LIMITS, ListImport, type ImportOptions, type ImportReport } from "./import.ts";
import { IMPORT_FORMATS } from "./import-row.ts";
import { exportEntries } from "./export.ts";
import { INTEL } from "../domain/record.ts";

const NOW = Date.UTC(2026, 10, 1);
const encoder = new TextEncoder();
const defaults = { source: "test", evidence: "operator-decision", kind: "block" } as const;

function run(lists: IntelLists, content: string | Uint8Array, options: Partial<ImportOptions> = {}, chunkBytes = 1 << 20): ImportReport {
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  const into = new ListImport(lists, { list: "t", nowMs: NOW, mode: "replace", defaults, ...options });
  for (let at = 0; at < bytes.length; at += chunkBytes) into.push(bytes.subarray(at, at + chunkBytes));
  return into.finish();
}

function bitsOf(lists: IntelLists, text: string, type?: string): number {
  const found = lists.ask(text, type, NOW);
  if (isMalformed(found)) throw new Error(`bug: ${found.what}`);
  return found.bits;
}

test("a hosts file: own names skipped, giants and protected hosts caught, suffixes refused", () => {
  const lists = new IntelLists();
  const report = run(
    lists,
    "# list\n127.0.0.1 localhost\n::1 ip6-localhost\n0.0.0.0 evil-one.com evil-two.com # two\n0.0.0.0 tmall.com\n0.0.0.0 x.com\n0.0.0.0 apps.apple.com\n0.0.0.0 wp.me\n0.0.0.0 reurl.cc\n0.0.0.0 com.cn\n10.1.2.3 intranet.example\n0.0.0.0 evil-one.com\n",
  );
  expect(report).toMatchObject({ format: "hosts", applied: true, lines: 12, taken: 2, duplicates: 1, refusedTotal: 7 });
  expect(report.innocentGiants.map((g) => [g.line, g.host])).toEqual([
    [5, "tmall.com"],
    [6, "x.com"],
    [7, "apps.apple.com"],
    [8, "wp.me"],
    [9, "reurl.cc"],
  ]);
  expect(report.refusedByReason).toEqual({ "protected-host": 3, "innocent-giant": 2, "public-suffix": 1, "malformed-line": 1 });
  expect(report.refused[0]).toMatchObject({ line: 5, reason: "protected-host", value: "tmall.com" });
  expect(report.refused[0].why.zh).not.toBe("");
  expect(bitsOf(lists, "www.evil-two.com")).toBe(INTEL.block);
  expect(bitsOf(lists, "tmall.com")).toBe(INTEL.protected);
});

test("a table: names in either language, dates, quotes, and what is wrong with which line", () => {
  const lists = new IntelLists();
  const report = run(
    lists,
    [
      "\ufeff号码,种类,依据,来源,备注,有效期至,nonsense",
      '13800138000,block,case-confirmed,某市反诈中心,"案号 1, 第 2 页",2026-12-01,',
      "96110,block,case-confirmed,x,,,",
      "12345678901234567890,block,case-confirmed,x,,,",
      "13800138001,block,user-report,x,,,",
      "13800138002,block,case-confirmed,x,,2026-13-01,",
      '13800138003,block,case-confirmed,x,"open,,',
      "13800138004,block,case-confirmed,x,,,,too many",
      "13800138005,ban,case-confirmed,x,,,",
      "13800138006,block,case-confirmed,x,,2020-01-01,",
    ].join("\r\n"),
  );
  expect(report.format).toBe("csv");
  expect(report.taken).toBe(2);
  expect(report.lowered).toEqual({ "block→watch": 1 });
  expect(report.ignoredFields).toEqual({ nonsense: 1 });
  expect(report.refused.map((r) => [r.line, r.reason])).toEqual([
    [3, "protected-number"],
    [4, "malformed-identifier"],
    [6, "malformed-terms"],
    [7, "malformed-line"],
    [8, "malformed-line"],
    [9, "malformed-terms"],
    [10, "malformed-terms"],
  ]);
  expect(bitsOf(lists, "13800138001")).toBe(INTEL.watch);
  const found = lists.ask("13800138000", undefined, NOW);
  expect(isMalformed(found) ? null : lists.explainEntry(found.entry)).toMatchObject({ terms: { note: "案号 1, 第 2 页", validUntilMs: Date.UTC(2026, 11, 1) } });
});

test("objects, a line each", () => {
  const lists = new IntelLists();
  const report = run(
    lists,
    [
      '{"identifier":{"institution":"icbc","account":"6222 0200 0000 4417"},"kind":"flag","evidence":"reviewed-signals","source":"bank"}',
      '{"url":"https://host-a.example/x/","sharing":"red","note":"n"}',
      '{"type":"device","identifier":"dev-1","confidencePermille":900}',
      '{"identifier":"dev-2"}',
      "[]",
      "{",
      '{"kind":"block"}',
      '{"identifier":5}',
      '{"number":"13800138000","confidencePermille":"900"}',
    ].join("\n"),
  );
  expect(report).toMatchObject({ format: "ndjson", taken: 3, refusedTotal: 6 });
  expect(bitsOf(lists, "ICBC:6222020000004417")).toBe(INTEL.flag);
  expect(bitsOf(lists, "http://host-a.example/x/y")).toBe(INTEL.block);
  expect(bitsOf(lists, "dev-1", "device")).toBe(INTEL.block);
});

test("plain lines: mixed identifiers and ad filters", () => {
  const lists = new IntelLists();
  const report = run(
    lists,
    "! Title\n# comment\nevil.example\n*.wild.example\n||filter.example^\n||rule.example^$third-party\n@@||ok.example^\n13800138000 # a phone\n+86170123*\nhttps://p.example/a#frag\nICBC:12345678\n911\n",
  );
  expect(report.takenByType).toEqual({ host: 3, number: 1, "number-prefix": 1, url: 1, account: 1 });
  expect(report.refused.map((r) => r.line)).toEqual([6, 7, 12]);
  expect(bitsOf(lists, "a.wild.example")).toBe(INTEL.block);
  expect(bitsOf(lists, "17012399999")).toBe(INTEL.block);
});

test("a file that gives nothing does not empty the list; another encoding is said so", () => {
  const lists = new IntelLists();
  run(lists, "evil.example\n");
  for (const content of ["", "tmall.com\n", new Uint8Array([0xff, 0xfe, 0x65, 0, 0x76, 0])]) {
    expect(run(lists, content).applied).toBe(false);
    expect(bitsOf(lists, "evil.example")).toBe(INTEL.block);
  }
  const gbk = run(lists, new Uint8Array([0x31, 0x0a, 0xba, 0xc5, 0xc2, 0xeb, 0x0a]), { format: "plain", mode: "add" });
  expect(gbk.refusedByReason["not-utf8"]).toBe(1);
  expect(() => run(lists, "a\n", { list: "../x" })).toThrow(/list name/);
});

test("adding joins, replacing replaces", () => {
  const lists = new IntelLists();
  run(lists, "one.example\ntwo.example\n");
  expect(run(lists, "two.example\nthree.example\n", { mode: "add" })).toMatchObject({ taken: 1, duplicates: 1, updated: 0 });
  expect(run(lists, "two.example\n", { mode: "add", defaults: { ...defaults, kind: "flag" } })).toMatchObject({ taken: 1, updated: 1 });
  expect(["one", "two", "three"].map((n) => bitsOf(lists, `${n}.example`))).toEqual([INTEL.block, INTEL.flag, INTEL.block]);
  run(lists, "four.example\n");
  expect(["one", "two", "three", "four"].map((n) => bitsOf(lists, `${n}.example`))).toEqual([0, 0, 0, INTEL.block]);
});

test("a long line is refused and skipped, wherever the chunks are cut", () => {
  const content = `evil.example\n${"x".repeat(IMPORT_LIMITS.lineCharactersMax * 3)}\nother.example`;
  for (const chunk of [1, 7, 4096, 1 << 20]) {
    const report = run(new IntelLists(), content, {}, chunk);
    expect(report).toMatchObject({ lines: 3, taken: 2, refusedByReason: { "line-too-long": 1 } });
  }
});

describe("any bytes", () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      "0.0.0.0 a.example\n",
      "||a.example^",
      '{"identifier":',
      '"',
      ",",
      "identifier,kind\n",
      "\n",
      "\r\n",
      "\ufeff",
      "13800138000",
      "ICBC:1",
      "https://a.example/b",
      "*",
      "{}",
      "\u0000",
      "号码,种类\n",
      "__proto__",
      '{"__proto__":{"identifier":"x.example"}}\n',
      "constructor,identifier\n",
    ),
    fc.string({ maxLength: 20 }),
    fc.string({ unit: "binary", maxLength: 10 }),
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.array(fragment, { maxLength: 30 }).map((parts) => encoder.encode(parts.join(""))),
  );

  test("never crash an import, however they are cut, and give the same report", () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(undefined, ...IMPORT_FORMATS), fc.integer({ min: 1, max: 50 }), (content, format, chunk) => {
        const whole = run(new IntelLists(), content, format === undefined ? {} : { format });
        const cut = run(new IntelLists(), content, format === undefined ? {} : { format }, chunk);
        expect({ ...cut }).toEqual({ ...whole });
        expect(whole.refused.length).toBeLessThanOrEqual(whole.refusedTotal);
        for (const r of whole.refused) expect(r.value.length).toBeLessThanOrEqual(80);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  test("keep memory bounded: refusals are counted, not kept", () => {
    const into = new ListImport(new IntelLists(), { list: "t", nowMs: NOW, mode: "add", format: "plain", defaults });
    const junk = encoder.encode("???\n".repeat(1000));
    for (let n = 0; n < 50; n++) into.push(junk);
    const report = into.finish();
    expect(report.refusedTotal).toBe(50_000);
    expect(report.refused.length).toBe(IMPORT_LIMITS.refusedShown);
  });
});

test("what is exported comes back the same, in both formats", () => {
  const host = fc.stringMatching(/^[a-z]{3,8}$/).map((label) => `${label}.example`);
  const row = fc.record({
    identifier: fc.oneof(
      host,
      fc.integer({ min: 3_000_000_000, max: 9_999_999_999 }).map((n) => `1${n}`),
      fc.tuple(host, fc.webPath()).map(([h, p]) => `https://${h}/x${p}`),
    ),
    kind: fc.constantFrom("block", "flag", "watch", "allow"),
    note: fc.string({ maxLength: 30 }).map((s) => s.replaceAll(/[\u0000-\u001f\u007f\ufffd]/g, "")),
    source: fc.constantFrom("a", "=1+1", "'-x", 'x,"y"', "某市"),
    confidencePermille: fc.integer({ min: 1, max: 1000 }),
    sharing: fc.constantFrom("clear", "green", "amber", "red"),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), fc.constantFrom("csv" as const, "ndjson" as const), (rows, format) => {
      const lists = new IntelLists();
      for (const r of rows) lists.add("t", { ...r, evidence: "case-confirmed" }, NOW);
      if (lists.list("t") === null) return;
      const strip = (l: IntelLists) => [...l.entries("t")].map((e) => JSON.stringify({ ...e, entry: 0, terms: { ...e.terms, lifeAssumed: false } })).sort();
      const text = [...exportEntries(lists.entries("t"), format)].join("");
      const back = new IntelLists();
      const report = run(back, text);
      expect(report.refused).toEqual([]);
      expect(strip(back)).toEqual(strip(lists));
    }),
    { seed: 42, numRuns: 60 },
  );
});

test("an export for others leaves out what is marked for fewer", () => {
  const lists = new IntelLists();
  for (const [n, sharing] of ["clear", "green", "amber", "red"].entries()) lists.add("t", { identifier: `h${n}.example`, sharing, source: "s" }, NOW);
  expect([...exportEntries(lists.entries("t"), "ndjson", "green")].length).toBe(2);
});
