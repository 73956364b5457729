import fc from "fast-check";
import { expect, test } from "vitest";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { parseHostName } from "../domain/host-name.ts";
import { learnHosts, packHostModel, type HostRow } from "../../../scripts/train/host-learn.ts";
import { FEATURE, FEATURES_MAX, hostFeatures, newHostFeatures, suffixStart } from "./host-features.ts";
import { HostJudge, IP_SCORE_PERMILLE, loadHostModel, saveHostModel } from "./host-model.ts";

const row = (host: string, scam: boolean): HostRow => ({ host, scam, source: "own", firstSeen: scam ? "2020-01" : "", domain: host, suffix: host.slice(host.indexOf(".") + 1) });
const harmlessWords = ["garden", "school", "museum", "bakery", "library", "river", "bicycle", "orchard", "concert", "teacher"];
const scamWords = ["usdtprofit", "walletbonus", "vipinvest", "coinclaim", "airdroplogin"];
const rows: HostRow[] = [];
for (let i = 0; i < 60; i++) {
  rows.push(row(`${harmlessWords[i % 10]}${harmlessWords[(i * 3 + 1) % 10]}.org`, false), row(`${harmlessWords[(i * 7) % 10]}-${harmlessWords[i % 10]}.com`, false));
  rows.push(row(`${scamWords[i % 5]}${i}.top`, true), row(`${scamWords[i % 5]}-${scamWords[(i + 1) % 5]}.vip`, true));
}
const model = packHostModel(learnHosts(rows), "test-1", 1, 0);
const judge = new HostJudge(model);

test("names like those of scams score above names like harmless ones", () => {
  for (const scam of ["usdtprofit777.top", "walletbonus-usdtprofit.vip"]) {
    for (const harmless of ["gardenschool.org", "river-library.com", "concertbakery.org"]) expect(judge.judge(scam)).toBeGreaterThan(judge.judge(harmless) + 300);
  }
});

test("more that is typical of scams never lowers the score", () => {
  const rising = ["garden.org", "gardenvipinvest.org", "vipinvest.org", "vipinvest.top", "vipinvest-walletbonus.top"].map((h) => judge.judge(h));
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
});

test("real domains of brands and state bodies score 0, an IP address the stated value, and neither is explained", () => {
  for (const host of ["www.icbc.com.cn", "usdtprofit.paypal.com", "walletbonus.gov.cn"]) {
    expect(judge.judge(host)).toBe(0);
    expect(judge.explain(host, 3)).toEqual([]);
  }
  expect(judge.judge("192.0.2.7")).toBe(IP_SCORE_PERMILLE);
});

test("a leading www. changes nothing", () => {
  expect(judge.evidence("www.vipinvest.top")).toBe(judge.evidence("vipinvest.top"));
});

test("reasons name the letters that weighed, in both languages, and their shares stay within the whole", () => {
  const reasons = judge.explain("gardenusdtprofit.top", 4);
  expect(reasons.length).toBeGreaterThan(1);
  expect(reasons.some((r) => r.part.includes("usdt") || r.part.includes("profit"))).toBe(true);
  expect(reasons.some((r) => r.zh.startsWith("“") && r.part.includes("garden"))).toBe(false);
  for (const r of reasons) expect([r.zh !== "", r.en !== "", r.weightPermille > 0]).toEqual([true, true, true]);
  expect(reasons.reduce((sum, r) => sum + r.weightPermille, 0)).toBeLessThanOrEqual(1_002);
  expect(reasons.map((r) => r.weightPermille)).toEqual(reasons.map((r) => r.weightPermille).sort((a, b) => b - a));
});

test("training twice gives the same bytes", () => {
  expect(saveHostModel(packHostModel(learnHosts(rows), "test-1", 1, 0))).toEqual(saveHostModel(model));
});

test("a saved model judges like the one in memory", () => {
  // A file is read into a Node buffer, whose slices share memory.
  const loaded = new HostJudge(loadHostModel(Buffer.from(saveHostModel(model))));
  expect(loaded.version).toBe("test-1");
  for (const { host } of rows) expect(loaded.judge(host)).toBe(judge.judge(host));
});

test("a damaged model is refused, wherever the damage is", () => {
  const good = saveHostModel(model);
  const refused = (bytes: Uint8Array): boolean => {
    try {
      loadHostModel(bytes);
      return false;
    } catch (e) {
      return e instanceof ProblemError && e.problem.code === "model-invalid";
    }
  };
  expect(refused(good)).toBe(false);
  for (const at of [0, 4, 8, 11, 40, good.length >> 1, good.length - 1]) {
    const bad = good.slice();
    bad[at] = (bad[at] ?? 0) ^ 0x41;
    expect([at, refused(bad)]).toEqual([at, true]);
  }
  for (const length of [0, 3, 12, 100, good.length - 1]) expect([length, refused(good.subarray(0, length))]).toEqual([length, true]);
  expect(refused(new Uint8Array([...good, 0]))).toBe(true);
});

test("the suffix is found by the model's own list", () => {
  const known = new Set(["pages.dev", "s3.example.com"]);
  const suffix = (host: string): string => host.slice(suffixStart(host, known));
  expect([suffix("a.pages.dev"), suffix("pages.dev"), suffix("a.b.s3.example.com"), suffix("shop.co.uk"), suffix("example.com")]).toEqual([
    "pages.dev",
    "dev",
    "s3.example.com",
    "co.uk",
    "com",
  ]);
});

test("features stay within their bounds and inside the host for any host", () => {
  const out = newHostFeatures();
  const mask = 2 ** 12 - 1;
  const label = fc.stringMatching(/^[a-z0-9_-]{1,63}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
      const host = labels.join(".").slice(0, 253);
      hostFeatures(host, new Set(["pages.dev"]), mask, out);
      expect(out.count).toBeLessThan(FEATURES_MAX);
      for (let i = 0; i < out.count; i++) {
        const place = out.place[i] ?? 0;
        expect((out.index[i] ?? -1) >>> 0).toBeLessThanOrEqual(mask);
        expect(place & 0xff).toBeLessThanOrEqual(FEATURE.word);
        expect(((place >>> 8) & 0xff) + (place >>> 16)).toBeLessThanOrEqual(host.length);
      }
      const score = judge.judge(host);
      expect(score >= 0 && score <= 1000).toBe(true);
      expect(judge.explain(host, 3).length).toBeLessThanOrEqual(3);
    }),
    { seed: 42, numRuns: 400 },
  );
});

test("whatever the parser accepts can be judged", () => {
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.string({ unit: "grapheme", maxLength: 60 })), (text) => {
      const host = parseHostName(text);
      if (isMalformed(host)) return;
      const score = judge.judge(host);
      expect(score >= 0 && score <= 1000).toBe(true);
    }),
    { seed: 42, numRuns: 2_000 },
  );
});
