import fc from "fast-check";
import { expect, test } from "vitest";
import { LEXICON_BITS, LEXICON_LABELS, LEXICON_NAMES, Lexicon, findPlain, lexiconNames, lexiconPatterns } from "./lexicon.ts";
import { LEXICON_WORDS } from "./lexicon-words.ts";
import { Normaliser } from "./normalise.ts";

const lexicon = new Lexicon();
const patterns = lexiconPatterns();
const text = new Normaliser();

function groups(message: string): string[] {
  text.run(message);
  return lexiconNames(lexicon.find(text));
}

test("finds what a message tries to do", () => {
  expect(groups("您的银行卡已被冻结，请提供验证码")).toEqual(expect.arrayContaining(["urgencyThreat", "asksSecret"]));
  expect(groups("兼 职 刷*单，日结，加薇信了解")).toEqual(expect.arrayContaining(["jobRebate", "otherChannel"]));
  expect(groups("我是公安局民警，请把钱转入安全账户")).toEqual(expect.arrayContaining(["claimsAuthority", "safeAccountFee"]));
  expect(groups("Hi mum, this is my new number")).toContain("strangerOpener");
  expect(groups("You have WON a prize! see bit.ly/abc")).toEqual(expect.arrayContaining(["prize", "shortenerPresent"]));
  expect(groups("老师带你抓涨停牛股")).toContain("investPromise");
});

test("English words are compared whole", () => {
  expect(groups("the wonderful pink loaned robot")).toEqual([]);
  expect(groups("won")).toEqual(["prize"]);
});

test("says nothing about ordinary texts", () => {
  expect(groups("晚上一起吃饭吗")).toEqual([]);
  expect(groups("see you at the station")).toEqual([]);
});

test("every group has a bit of its own and a label in both languages", () => {
  const bits = LEXICON_NAMES.map((name) => LEXICON_BITS[name]);
  expect(new Set(bits).size).toBe(LEXICON_NAMES.length);
  for (const name of LEXICON_NAMES) {
    expect(LEXICON_LABELS[name].zh).toMatch(/\p{Script=Han}/u);
    expect(LEXICON_LABELS[name].en).toMatch(/^[A-Z]/);
  }
});

test("every word is found in the form the normaliser gives it", () => {
  for (const name of LEXICON_NAMES) {
    for (const word of [...LEXICON_WORDS[name].zh, ...LEXICON_WORDS[name].en]) {
      text.run(/^[\x20-\x7e]+$/.test(word) ? `so ${word} x` : word);
      expect([word, (lexicon.find(text) & LEXICON_BITS[name]) !== 0]).toEqual([word, true]);
    }
  }
});

test("the automaton and the plain search agree", () => {
  const words = LEXICON_NAMES.flatMap((name) => [...LEXICON_WORDS[name].zh, ...LEXICON_WORDS[name].en]);
  const piece = fc.oneof(
    fc.constantFrom(...words),
    fc.constantFrom(...words).map((w) => w.slice(0, -1)),
    fc.constantFrom(" ", ",", "，", "的", "s", "1", "❤"),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
      text.run(parts.join(""));
      expect(lexicon.find(text)).toBe(findPlain(patterns, text.units, text.classes, text.length));
    }),
    { seed: 42, numRuns: 1500 },
  );
});

test("overlapping patterns of any alphabet agree with the plain search", () => {
  const word = fc.string({ unit: fc.constantFrom("加", "微", "信", "群"), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), fc.string({ unit: fc.constantFrom("加", "微", "信", "群", "好"), maxLength: 20 }), (list, message) => {
      const own = list.map((w, i) => ({ units: [...w].map((s) => s.charCodeAt(0)), bit: 1 << i }));
      text.run(message);
      expect(new Lexicon(own).find(text)).toBe(findPlain(own, text.units, text.classes, text.length));
    }),
    { seed: 42, numRuns: 400 },
  );
});
