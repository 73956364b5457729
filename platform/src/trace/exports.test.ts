import { describe, expect, test } from "vitest";
import { parse } from "csv-parse/sync";
import type { Account } from "../domain/account.ts";
import { evidenceSheet } from "./evidence-sheet.ts";
import { traceCsv } from "./export-csv.ts";
import { traceGraphml } from "./export-graphml.ts";
import { MoneyGraph } from "./graph.ts";
import { traceDocument } from "./trace-document.ts";
import { rootsOf, traceForward, type Trace } from "./trace.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers } from "./transfer-event.ts";
import { amountText, instantText, shareText } from "./words.ts";

const START = Date.UTC(2026, 10, 1, 8);
const EVIL = '<script>alert("x")</script>&\'';

function t(id: string, second: number, from: string, to: string, amount: number, more: Partial<Transfer> = {}): Transfer {
  const account = (name: string): Account => ({ institution: name === "m2" ? EVIL.toUpperCase() : "工行", account: name }) as Account;
  return { id, from: account(from), to: account(to), occurredAtMs: START + second * 1000, amountMinor: BigInt(amount), currency: "CNY", ...more };
}

const trace = ((): Trace => {
  const graph = new MoneyGraph();
  const list = [
    t("t1", 1, "victim", "m1", 1_234_567),
    t(EVIL, 2, "m1", "m2", 1_000_000),
    t("=1+1", 3, "m2", "m1", 500_000),
    t("t4", 4, "m1", "@atm", 100_000, { channel: "cash-withdrawal" }),
  ];
  graph.apply(
    batchOfTransfers(list),
    Float64Array.from(list, (_, i) => i + 7),
  );
  return traceForward(graph, rootsOf(graph, "t1"), { method: "fifo" });
})();

const ORIGIN = { file: "a&b.ndjson", sha256: "0".repeat(64), transfers: 4, refused: 2, madeAtMs: START, program: "duanliu 0" };

describe("words", () => {
  test("amounts, instants and shares as people read them", () => {
    expect(amountText(1_234_567n, "CNY")).toBe("12,345.67 CNY");
    expect(amountText(5n, "CNY")).toBe("0.05 CNY");
    expect(amountText(1_234_567n, "JPY")).toBe("1,234,567 JPY");
    expect(amountText(1_234n, "KWD")).toBe("1.234 KWD");
    expect(instantText(START, 480)).toBe("2026-11-01 16:00:00.000 +08:00");
    expect(instantText(START, -210)).toBe("2026-11-01 04:30:00.000 -03:30");
    expect(shareText(99_999n, 100_000n)).toBe("99.99 %");
  });
});

describe("the evidence sheet", () => {
  test.each(["zh", "en"] as const)("in %s: lists every transfer with time and zone, amount, tier, share and record line, and the sums", (language) => {
    const html = evidenceSheet(trace, ORIGIN, language, 480);
    for (const [i, h] of trace.hops.entries()) {
      const line = html.split("\n").find((l) => l.startsWith(`<tr><td class="n">${i + 1}</td>`));
      expect(line).toContain(instantText(h.occurredAtMs, 480));
      expect(line).toContain(amountText(h.amountMinor, "CNY"));
      expect(line).toContain(amountText(h.taintedMinor, "CNY"));
      expect(line).toContain(`<td class="n">${i + 7}</td>`);
    }
    expect(html).toContain(`<strong>${amountText(trace.stolenMinor, "CNY")}</strong>`);
    expect(html).toContain(ORIGIN.sha256);
    expect(html).toContain(language === "zh" ? "未能读入的行：2" : "lines that could not be read: 2");
    expect(html).toMatch(/@page\{size:A4/);
  });

  test("what comes from outside is text: no element, no attribute, nothing loaded", () => {
    const html = evidenceSheet(trace, ORIGIN, "en", 0);
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<SCRIPT");
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;");
    expect(html).toContain("a&amp;b.ndjson");
    expect(html).not.toMatch(/(?:src|href)=/);
    expect(html).toContain("default-src 'none'");
  });
});

describe("CSV", () => {
  test("one transfer a row, read back the same; formulas are text", () => {
    const csv = traceCsv(trace, 480);
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    const rows = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map((r) => [r["transfer"], r["tainted_minor"], r["record_line"], r["amount"]])).toEqual([
      ["t1", "1234567", "7", "12345.67"],
      [EVIL, "1000000", "8", "10000.00"],
      ["'=1+1", "500000", "9", "5000.00"],
      ["t4", "100000", "10", "1000.00"],
    ]);
    expect(rows[3]["to_account"]).toBe("'@atm");
    expect(rows[2]["round_trip"]).toBe("1");
  });
});

describe("GraphML", () => {
  test("every account is a node, every transfer an edge between two of them, and all text is escaped", () => {
    const xml = traceGraphml(trace);
    const nodes = [...xml.matchAll(/<node id="(n\d+)">/g)].map((m) => m[1]);
    const edges = [...xml.matchAll(/<edge id="e\d+" source="(n\d+)" target="(n\d+)">/g)];
    expect(nodes).toHaveLength(4);
    expect(edges).toHaveLength(trace.hops.length);
    for (const [, source, target] of edges) expect(nodes).toEqual(expect.arrayContaining([source, target]));
    expect(xml).not.toMatch(/<script/i);
    expect(xml).toContain('<data key="exitedMinor">100000</data>');
    // Well-formed: every element that opens closes.
    const open: string[] = [];
    for (const [tag, close, element, empty] of xml.matchAll(/<(\/?)([\w.]+)[^>]*?(\/?)>/g)) {
      if (tag.startsWith("<?") || empty === "/") continue;
      if (close === "/") expect(open.pop()).toBe(element);
      else open.push(element);
    }
    expect(open).toEqual([]);
  });
});

describe("JSON", () => {
  test("amounts are decimal strings, and the sum of what is held is what was stolen", () => {
    const document = JSON.parse(JSON.stringify(traceDocument(trace))) as {
      held: { account: string; taintedMinor: string }[];
      stolenMinor: string;
      hops: { tier: number; taintedMinor: string }[];
    };
    expect(document.held.reduce((sum, h) => sum + BigInt(h.taintedMinor), 0n)).toBe(BigInt(document.stolenMinor));
    expect(document.hops[0]).toMatchObject({ transfer: "t1", tier: 1, taintedMinor: "1234567", occurredAt: "2026-11-01T08:00:01.000Z", line: 7 });
  });
});
