import fc from "fast-check";
// The full metadata, so that "not a valid number" is judged by length and range and not by length alone.
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { Prng } from "../../base/prng.ts";
import { SCAM_CATEGORIES } from "../../domain/scam-category.ts";
import { newClusterFacts, ScriptClusters, signature, SIGNATURE_WORDS } from "../../text/script-cluster.ts";
import { CALL_SCENARIOS } from "./call-scenarios.ts";
import { compose, scriptById, SCRIPTS } from "./compose.ts";
import { disguise, type Variant } from "./disguise.ts";
import { composePurpose, PURPOSES } from "./purposes.ts";
import { SLOT } from "./slots.ts";

const LANGS = ["zh", "en"] as const;
const REGIONS = ["CN", "HK", "TW", "SG", "GB", "US", "AU"] as const;

/** Firms and products by name, words that blame or degrade, and words that the product avoids (domain glossary). */
const FORBIDDEN = [
  "支付宝", "淘宝", "天猫", "京东", "拼多多", "抖音", "快手", "美团", "饿了么", "滴滴", "顺丰", "中通", "圆通", "申通", "韵达", "极兔", "工商银行", "建设银行",
  "农业银行", "中国银行", "招商银行", "交通银行", "邮储", "中国移动", "中国联通", "中国电信", "花呗", "借呗", "腾讯会议", "钉钉", "阿里", "百度", "华为", "小米",
  "苹果", "王者荣耀", "银联", "微粒贷", "闲鱼", "小红书", "杀猪盘", "黑名单", "上当", "贪心", "愚蠢", "活该",
  "amazon", "paypal", "netflix", "apple", "google", "microsoft", "facebook", "instagram", "tiktok", "hsbc", "barclays", "lloyds", "natwest", "wells fargo",
  "citibank", "fedex", "dhl", "usps", "royal mail", "evri", "hmrc", "ebay", "bitcoin", "tether", "usdt", "binance", "coinbase", "zoom", "teamviewer",
  "anydesk", "norton", "mcafee", "roblox", "fortnite", "suspect", "blacklist", "gullible", "greedy", "stupid", "pig butcher",
];

function messages(variant?: Variant): { id: string; text: string }[] {
  const prng = new Prng(42);
  return SCRIPTS.flatMap((script) => Array.from({ length: 8 }, () => ({ id: script.id, text: compose(script.id, prng, { variant }).text })));
}

test("every scam category has at least six message texts, three purposes and a call in each language", () => {
  for (const category of SCAM_CATEGORIES) {
    for (const lang of LANGS) {
      expect(SCRIPTS.filter((s) => s.category === category && s.lang === lang).length).toBeGreaterThanOrEqual(6);
      expect(PURPOSES.filter((p) => p.category === category && p.lang === lang).length).toBeGreaterThanOrEqual(3);
    }
  }
  expect(SCAM_CATEGORIES.filter((category) => !CALL_SCENARIOS.some((c) => c.category === category))).toEqual([]);
});

test("at least sixty texts in each language are no scam; the look-alikes that rules name are there", () => {
  for (const lang of LANGS) {
    const innocent = SCRIPTS.filter((s) => s.lang === lang && s.label !== "fraud");
    expect(innocent.filter((s) => s.label !== "illegal").length).toBeGreaterThanOrEqual(60);
    for (const group of ["bank-notice", "courier-notice", "one-time-code", "shop-promotion", "school", "club", "family", "recruiter", "government-notice"]) {
      expect(innocent.filter((s) => s.id.startsWith(`${group}-${lang}-`)).length).toBeGreaterThanOrEqual(3);
    }
  }
});

test("ids and texts are unique; category, stage and label agree", () => {
  const all = [...SCRIPTS, ...PURPOSES, ...CALL_SCENARIOS];
  expect(new Set(all.map((s) => s.id)).size).toBe(all.length);
  expect(new Set(SCRIPTS.map((s) => s.text)).size).toBe(SCRIPTS.length);
  for (const s of SCRIPTS) {
    const isFraud = s.label === "fraud";
    expect({
      id: s.id,
      hasCategory: s.category !== null,
      hasStage: s.stage !== null,
      isStranger: s.sender === "stranger",
      lang: /[\u4e00-\u9fff]/.test(s.text) ? "zh" : "en",
    }).toEqual({ id: s.id, hasCategory: isFraud, hasStage: isFraud, isStranger: isFraud || s.label === "illegal", lang: s.lang });
  }
});

test("every slot is filled and stands in the text", () => {
  const prng = new Prng(7);
  for (const script of SCRIPTS) {
    const { text, slots } = compose(script.id, prng, { variant: "plain" });
    expect(text).not.toMatch(/[{}]|undefined|NaN/);
    expect(Object.keys(slots).sort()).toEqual([...new Set([...script.text.matchAll(SLOT)].map((m) => m[1]))].sort());
    for (const value of Object.values(slots)) {
      expect(value).not.toBe("");
      expect(text).toContain(value);
    }
  }
  for (const purpose of PURPOSES) expect(composePurpose(purpose, prng)).not.toMatch(/[{}]|undefined|NaN/);
});

test("one seed is one text, and seeds differ", () => {
  const run = (seed: number): string[] => {
    const prng = new Prng(seed);
    return SCRIPTS.map((s) => compose(s.id, prng).text);
  };
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(run(seed)).toEqual(run(seed));
    }),
    { seed: 42, numRuns: 20 },
  );
  const [a, b] = [run(1), run(2)];
  expect(a.filter((text, i) => text !== b[i]).length).toBeGreaterThan(SCRIPTS.length * 0.5);
});

test("no firm is named and no word blames or degrades", () => {
  const said = [
    ...messages("plain").map((m) => m.text),
    ...PURPOSES.map((p) => p.text),
    ...CALL_SCENARIOS.flatMap((c) => [c.claim.zh, c.claim.en]),
  ];
  const latin = new RegExp(`\\b(?:${FORBIDDEN.filter((w) => /^[a-z ]+$/.test(w)).join("|")})`, "i");
  const chinese = FORBIDDEN.filter((w) => /[^a-z ]/.test(w));
  expect(latin.test("Your PayPal account") && chinese.includes("淘宝")).toBe(true);
  expect(said.filter((text) => latin.test(text) || chinese.some((word) => text.includes(word)))).toEqual([]);
});

test("hosts are reserved for examples, in every variant", () => {
  const reserved = /^(?:[a-z0-9-]+\.)*(?:example|test|invalid|example\.(?:com|net|org))$/;
  const variants: readonly Variant[] = ["plain", "typo", "full-width", "inserted-sign", "zero-width", "look-alike", "spaced"];
  for (const variant of variants) {
    let links = 0;
    for (const { text } of messages(variant)) {
      for (const [, host] of text.matchAll(/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\//gi)) {
        links++;
        expect(host).toMatch(reserved);
      }
      // A full stop between two ASCII letters would read as a host that nobody meant to write.
      if (variant === "plain") {
        const hosts = text.match(/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gi) ?? [];
        for (const host of hosts) expect(host).toMatch(reserved);
      }
    }
    expect(links).toBeGreaterThan(300);
  }
});

test("no number in any text can be dialled", () => {
  const dialled: string[] = [];
  for (const { id, text } of messages("plain")) {
    for (const [run] of text.matchAll(/\+?\d(?:[\d ()-]*\d)?/g)) {
      const isDrama = /^07700 900\d{3}$/.test(run);
      const isShort = run.replace(/\D/g, "").length < 7;
      if (isDrama || isShort) continue;
      for (const region of REGIONS) {
        if (parsePhoneNumberFromString(run, region)?.isValid()) dialled.push(`${id} ${region}: ${run}`);
      }
    }
  }
  expect(dialled).toEqual([]);
  // Short service numbers could only stand in the words themselves: a drawn sum of 110 is a sum.
  for (const { text } of [...SCRIPTS, ...PURPOSES]) {
    expect(text).not.toMatch(/(?<!\d)(?:110|119|120|999|911|96110|12381|95\d{3}|1008[56]|10010|10000)(?!\d)/);
  }
});

test("the caller's host and number are used as given", () => {
  const prng = new Prng(3);
  const settings = { host: "pay.shop.invalid", number: "+44 7700 900999", variant: "plain" as const };
  const linked = SCRIPTS.filter((s) => s.text.includes("{link}"));
  expect(linked.length).toBeGreaterThan(60);
  for (const s of linked) expect(compose(s.id, prng, settings).text).toContain("pay.shop.invalid/");
  for (const s of SCRIPTS.filter((x) => x.text.includes("{number}"))) expect(compose(s.id, prng, settings).text).toContain("+44 7700 900999");
});

test("disguise hides words but not links; taking it off gives the words back", () => {
  const text = "加微信领取奖金123元，链接https://abc.example/k7 请点击";
  const off: readonly [Variant, (t: string) => string][] = [
    ["full-width", (t) => t.normalize("NFKC")],
    ["zero-width", (t) => t.replace(/[\u200b-\u200d\u2060\ufeff]/g, "")],
    ["inserted-sign", (t) => t.replace(/(?<=\p{Script=Han})[.*~\-·|_](?=\p{Script=Han})/gu, "")],
  ];
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      for (const [variant, undo] of off) {
        const hidden = disguise(text, variant, "zh", new Prng(seed));
        expect(hidden).not.toBe(text);
        expect(hidden).toContain("https://abc.example/k7");
        expect(undo(hidden)).toBe(variant === "full-width" ? text.normalize("NFKC") : text);
      }
      expect([...disguise(text, "look-alike", "zh", new Prng(seed))].length).toBe([...text].length);
      expect(Math.abs(disguise(text, "typo", "zh", new Prng(seed)).length - text.length)).toBeLessThanOrEqual(2);
    }),
    { seed: 42, numRuns: 200 },
  );
});

test("scam texts are disguised now and then, ordinary ones never", () => {
  const prng = new Prng(5);
  const disguised = (label: string): number => {
    const drawn = SCRIPTS.filter((s) => s.label === label).flatMap((s) => Array.from({ length: 10 }, () => compose(s.id, prng).variant));
    return drawn.filter((v) => v !== "plain" && v !== "typo").length / drawn.length;
  };
  expect(disguised("fraud")).toBeGreaterThan(0.25);
  expect(disguised("fraud")).toBeLessThan(0.4);
  expect(disguised("ordinary")).toBe(0);
  expect(disguised("marketing")).toBe(0);
});

test("to script clustering each script is one script, and none is another", () => {
  const prng = new Prng(8);
  const clusters = new ScriptClusters({ capacity: 2048 });
  const facts = newClusterFacts();
  const words = new Uint32Array(SIGNATURE_WORDS);
  const scriptOf = new Map<number, string>();
  for (const { id } of [...SCRIPTS, ...SCRIPTS, ...SCRIPTS]) {
    const { text } = compose(id, prng, { variant: "plain" });
    signature(Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)), text.length, words);
    clusters.observe(words, 1, 1, Date.UTC(2026, 4, 1), facts);
    expect(facts.clusterId).toBeGreaterThan(0);
    expect(scriptOf.get(facts.clusterId) ?? id).toBe(id);
    scriptOf.set(facts.clusterId, id);
  }
  expect(clusters.opened).toBeLessThan(SCRIPTS.length * 1.02);
});

test("an unknown id is a bug that names the id", () => {
  expect(scriptById("no-such-1")).toBeUndefined();
  expect(() => compose("no-such-1", new Prng(1))).toThrow(/no-such-1/);
});

test("call figures are in order", () => {
  for (const c of CALL_SCENARIOS) {
    for (const range of [c.talkS, c.ringS, c.callsPerHour, c.repeats]) {
      expect(range.min).toBeGreaterThan(0);
      expect(range.max).toBeGreaterThanOrEqual(range.min);
    }
    expect(c.hours[0]).toBeLessThan(c.hours[1]);
    expect(c.hours[1]).toBeLessThanOrEqual(24);
    expect(c.answeredPermille).toBeLessThanOrEqual(1000);
    expect(c.stage !== null).toBe(c.category !== null);
  }
  expect(CALL_SCENARIOS.filter((c) => c.category === null).length).toBeGreaterThanOrEqual(10);
});
