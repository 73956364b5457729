import fc from "fast-check";
import { expect, test } from "vitest";
import { Normaliser, UNITS_MAX } from "./normalise.ts";

const normaliser = new Normaliser();
function plain(text: string): string {
  normaliser.run(text);
  return normaliser.text();
}

test.each([
  ["full-width letters and digits", "加ＶＸ：１３８００１３８０００", "加微信:13800138000"],
  ["circled digits", "①③⑧⓪⓪", "13800"],
  ["black circled digits", "❶❸❽", "138"],
  ["mathematical letters", "𝐅𝐫𝐞𝐞 𝟐𝟎", "free 20"],
  ["enclosed letters beyond the BMP", "🅰🅿🅿", "app"],
  ["traditional characters", "進群領取紅包", "进群领取红包"],
  ["traditional, then look-alike", "開發鰾", "开发票"],
  ["look-alike characters", "加薇信", "加微信"],
  ["homophone in its context", "加威信 abc", "加微信abc"],
  ["look-alike for add", "佳V信", "加微信"],
  ["plus for add", "+微信123", "加微信123"],
  ["skirt for group", "拉你进裙", "拉你进群"],
  ["nickname of an app", "扣扣123456", "qq123456"],
  ["Latin name of an app", "我的wechat是", "我的微信是"],
  ["character in halves", "进君羊", "进群"],
  ["signs between characters", "加.微*信", "加微信"],
  ["hearts between characters", "微❤信", "微信"],
  ["commas between characters", "加，微，信，号", "加微信号"],
  ["spaces between characters", "银 行 卡", "银行卡"],
  ["zero-width characters", "验\u200b证\u2060码", "验证码"],
  ["bidirectional marks", "密\u202e码\u202c", "密码"],
  ["variation selectors", "密\ufe0f码", "密码"],
  ["halves around a sign", "进君*羊", "进群"],
  ["digits one by one", "1 3 8-0 0 1 3 8 0 0 0", "13800138000"],
  ["a phone number in groups", "138-0013-8000", "13800138000"],
  ["a number spelled out", "一三八零零一三八〇〇〇", "13800138000"],
  ["spelled and written digits", "138零零一三八000", "13800138000"],
  ["Cyrillic look-alikes", "сlісk hеrе", "click here"],
  ["letters one by one", "w.e.c.h.a.t now", "wechat now"],
  ["letters with spaces", "f r e e now", "free now"],
])("undoes %s", (_kind, disguised, expected) => {
  expect(plain(disguised)).toBe(expected);
  expect(normaliser.disguisePermille >= (disguised.startsWith("138-") || disguised.startsWith("進群") ? 0 : 1)).toBe(true);
});

test.each([
  "安徽省合肥市今天多云",
  "她穿了一条裙子，很好看。",
  "单价3.5元/斤，2024-05-06 12:30送到",
  "政府威信很高",
  "我要增加威胁检测",
  "I am a boy, see you at 5.30",
  "二〇二四年",
  "頭髮很長，謝謝您",
])("leaves %s undisguised", (text) => {
  normaliser.run(text);
  expect(normaliser.disguisePermille).toBeLessThan(80);
  expect(normaliser.text()).not.toMatch(/微省|群子|微信/);
});

test("language is told by letters", () => {
  const of = (text: string): string => {
    normaliser.run(text);
    return normaliser.language;
  };
  expect(of("点击 www.example-bank-login.com")).toBe("zh");
  expect(of("Hello, how are you?")).toBe("en");
  expect(of("Привет, как дела?")).toBe("other");
  expect(of("12345 !!!")).toBe("other");
  expect(of("")).toBe("other");
});

test("a genuine Cyrillic text is not called disguised; Latin letters swapped for Cyrillic ones are", () => {
  normaliser.run("Привет, как дела?");
  expect(normaliser.disguisePermille).toBe(0);
  normaliser.run("раураl");
  expect(normaliser.text()).toBe("paypal");
  expect(normaliser.disguisePermille).toBeGreaterThan(500);
});

test("reads at most the limit and says so", () => {
  expect(plain("好".repeat(UNITS_MAX)).length).toBe(UNITS_MAX);
  expect(normaliser.truncated).toBe(false);
  expect(plain("好".repeat(UNITS_MAX + 1)).length).toBe(UNITS_MAX);
  expect(normaliser.truncated).toBe(true);
});

test("origin points at the character a unit came from", () => {
  const text = "请加❤薇 信：１３";
  normaliser.run(text);
  const at = normaliser.text().indexOf("微");
  expect(text[normaliser.origin[at]]).toBe("薇");
  expect(text[normaliser.origin[normaliser.length - 1]]).toBe("３");
});

const tricky = fc.array(fc.constantFrom(..."加佳微薇信v1x3 8.-*，。❤零一〇君羊扣qQ群裙①➊\u200b\ufe0f\ud83d\ude00aе国國㎡+:/wＷ𝐀"), { maxLength: 40 }).map((a) => a.join(""));

test("normalising twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.oneof(tricky, fc.string({ unit: "binary", maxLength: 80 }), fc.string({ maxLength: 80 })), (text) => {
      const once = plain(text);
      expect(plain(once)).toBe(once);
    }),
    { seed: 42, numRuns: 4000 },
  );
});

test("any code units, lone surrogates too, are read without an error, within bounds and in order", () => {
  const units = fc.array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7f0, max: 0xe010 }), fc.integer({ min: 0x20, max: 0x7e })), { maxLength: 200 });
  fc.assert(
    fc.property(units, (codes) => {
      normaliser.run(String.fromCharCode(...codes));
      expect(normaliser.disguisePermille).toBeLessThanOrEqual(1000);
      for (let i = 1; i < normaliser.length; i++) expect(normaliser.origin[i]).toBeGreaterThanOrEqual(normaliser.origin[i - 1]);
      if (normaliser.length > 0) expect(normaliser.origin[normaliser.length - 1]).toBeLessThan(codes.length);
    }),
    { seed: 42, numRuns: 1500 },
  );
});

test("bytes give the same as the string they spell", () => {
  fc.assert(
    fc.property(fc.oneof(tricky, fc.string({ unit: "binary", maxLength: 60 })), (text) => {
      const bytes = new TextEncoder().encode(`xx${text}yy`);
      const well = new TextDecoder().decode(bytes.subarray(2, bytes.length - 2));
      const expected = plain(well);
      normaliser.runUtf8(bytes, 2, bytes.length - 2);
      expect(normaliser.text()).toBe(expected);
    }),
    { seed: 42, numRuns: 1500 },
  );
});

test("bytes that are no UTF-8 become signs", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      normaliser.runUtf8(bytes, 0, bytes.length);
      expect(normaliser.length).toBeLessThanOrEqual(bytes.length * 4);
    }),
    { seed: 42, numRuns: 1000 },
  );
});
