import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProblemError } from "../base/problem.ts";
import { LEXICON_BITS } from "./lexicon.ts";
import { TextJudge, newTextJudgement } from "./judge.ts";
import { MODEL_PREFIX_BYTES, loadTextModel } from "./model.ts";

const read = (language: "zh" | "en"): Buffer => readFileSync(new URL(`../../models/text-${language}.bin`, import.meta.url));
const zh = read("zh");
const en = read("en");
const judge = new TextJudge({ zh: loadTextModel(zh), en: loadTextModel(en) });

function judged(text: string): ReturnType<typeof newTextJudgement> {
  const out = newTextJudgement();
  judge.judge(text, out);
  return out;
}

const SCAM_ZH = [
  "尊敬的客户：您的工行电子密码器今日失效，请尽快登录 www.icbc-abc12.cc 升级，逾期将冻结【工商银行】",
  "尊敬的建行用户，您的账户积分已满一万，可兑换现金，请登录 ccbjf8.cc 查询兑换，逾期清零【建设银行】",
  "您好，我是市公安局民警，您名下的银行卡涉嫌洗钱，请配合调查，把资金转入安全账户核查，不要告诉任何人",
  "您好，我是某宝客服，您购买的商品有质量问题，现在给您双倍理赔，请下载会议软件共享屏幕操作退款",
  "您好，我们公司可以办理低息贷款，但是需要您先交解冻费，请添加我的QQ继续操作",
];
const SCAM_EN = [
  "URGENT! You have won a guaranteed £2000 prize. To claim call 09061234567 now. Claim code K52. Valid 12hrs only",
  "Congratulations! Your mobile number has been awarded a £1500 bonus prize, call 09066111222 to claim today",
];
const ORDINARY = [
  "妈，我晚上不回家吃饭了，你们先吃",
  "明天上午十点在会议室开会，请大家准时参加",
  "今天的作业写完了吗",
  "Are you coming home for dinner tonight?",
  "ok see you at the gym later then, will call when I leave",
];

describe("the shipped models", () => {
  test.each(SCAM_ZH)("calls this fraud: %s", (text) => expect(judged(text).fraudPermille).toBeGreaterThanOrEqual(500));
  test.each(SCAM_EN)("calls this fraud: %s", (text) => expect(judged(text).fraudPermille).toBeGreaterThanOrEqual(500));
  test.each(ORDINARY)("calls this ordinary: %s", (text) => {
    const out = judged(text);
    expect(out.ordinaryPermille).toBeGreaterThan(500);
    expect(out.fraudPermille).toBeLessThan(100);
    expect(out.category).toBeNull();
  });

  test("marketing and illegal offers have classes of their own", () => {
    expect(judged("双十一全场五折，会员到店即享好礼，退订回T").marketingPermille).toBeGreaterThan(500);
    expect(judged("本公司代开各类发票，保真可验，点数优惠，电话13800138000").illegalPermille).toBeGreaterThan(500);
  });

  test("names the kind of scam", () => {
    expect(judged(SCAM_ZH[2]).category).toBe("AUTHORITY");
    expect(judged(SCAM_ZH[4]).category).toBe("LOAN");
    expect(judged(SCAM_ZH[0]).category).toBe("NET_BLACK");
    expect(judged(SCAM_ZH[3]).category).toBe("CS_REFUND");
  });

  test("disguise does not help", () => {
    const plain = judged(SCAM_ZH[0]).fraudPermille;
    const disguised = judged("尊敬的客户：您的工*行电*子密*码器今日失\u200b效，请尽快登録 ｗｗｗ．ｉｃｂｃ－ａｂｃ１２．ｃｃ 升級，逾期将凍結【工商银行】");
    expect(disguised.fraudPermille).toBeGreaterThan(plain - 150);
    expect(disguised.disguisePermille).toBeGreaterThan(100);
  });

  test("sets the bits of word groups, links and phone numbers", () => {
    const bits = judged("中奖了！请点击 http://a.example.com/x 或致电13800138000，提供验证码").lexicon;
    for (const name of ["prize", "urlPresent", "phonePresent", "asksSecret"] as const) expect([name, (bits & LEXICON_BITS[name]) !== 0]).toEqual([name, true]);
    expect(judged("晚上见").lexicon).toBe(0);
  });

  test("a language that no model reads is not judged, and not called ordinary", () => {
    const out = judged("Привет, как дела? Перезвони мне, пожалуйста.");
    expect(out).toMatchObject({ language: "other", fraudPermille: 0, ordinaryPermille: 0, category: null });
  });

  test("a reused judgement keeps nothing of the text before", () => {
    const out = newTextJudgement();
    judge.judge(SCAM_ZH[2], out);
    judge.judge(ORDINARY[0], out);
    expect(out).toEqual(judged(ORDINARY[0]));
  });

  test("bytes are judged as their string is", () => {
    for (const text of [...SCAM_ZH, ...SCAM_EN, ...ORDINARY]) {
      const bytes = new TextEncoder().encode(`#${text}#`);
      const out = newTextJudgement();
      judge.judgeUtf8(bytes, 1, bytes.length - 1, out);
      expect(out).toEqual(judged(text));
    }
  });

  test("thresholds are in order", () => {
    for (const bytes of [zh, en]) {
      const { thresholds } = loadTextModel(bytes);
      expect(thresholds.falseAlarms1Permille).toBeGreaterThanOrEqual(thresholds.falseAlarms10Permille);
      expect(thresholds.falseAlarms10Permille).toBeGreaterThan(0);
    }
  });
});

describe("explaining", () => {
  test("names phrases of the writer's own characters, heaviest first", () => {
    const text = "明天见。另外，您的工行電子密碼器今日失效，请及时登录www.icbc-x1.cc重新激活";
    const phrases = judge.explain(text, 3);
    expect(phrases.length).toBeGreaterThan(0);
    expect(phrases.length).toBeLessThanOrEqual(3);
    for (const { phrase } of phrases) expect(text).toContain(phrase);
    expect(phrases.map(({ phrase }) => phrase).join("|")).toMatch(/工行|密碼|失效|登录|www/);
    for (let i = 1; i < phrases.length; i++) expect(phrases[i].weightPermille).toBeLessThanOrEqual(phrases[i - 1].weightPermille);
    expect(phrases.map(({ phrase }) => phrase).join("")).not.toContain("明天见");
  });

  test("works in English, and says nothing of texts that no model reads", () => {
    const phrases = judge.explain(SCAM_EN[0], 4);
    expect(phrases.map(({ phrase }) => phrase.toLowerCase()).join("|")).toMatch(/prize|claim|won|0906/);
    expect(judge.explain("Привет, как дела?", 3)).toEqual([]);
    expect(judge.explain("", 3)).toEqual([]);
  });
});

describe("a damaged file is refused", () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      loadTextModel(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemError);
      expect((error as ProblemError).problem.code).toBe("model-invalid");
      return (error as Error).message;
    }
    return "accepted";
  };

  test("with a message that says what is wrong", () => {
    expect(refusal(new Uint8Array(3))).toMatch(/too short: 3 bytes/);
    expect(refusal(Buffer.from("not a model, but long enough to hold the prefix of one"))).toMatch(/does not start with DLTM/);
    expect(refusal(zh.subarray(0, zh.length - 1))).toMatch(/cut/);
    const layout = Buffer.from(zh);
    layout.writeUInt32LE(9, 4);
    expect(refusal(layout)).toMatch(/layout 9/);
    const flipped = Buffer.from(zh);
    flipped[MODEL_PREFIX_BYTES + 5000] ^= 1;
    expect(refusal(flipped)).toMatch(/checksum/);
  });

  test("whichever byte is wrong", () => {
    fc.assert(
      fc.property(fc.nat(en.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(en);
        bytes[at] ^= change;
        expect(refusal(bytes)).not.toBe("accepted");
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  test("models in the wrong place are refused", () => {
    expect(() => new TextJudge({ zh: loadTextModel(en), en: loadTextModel(en) })).toThrow(/given for zh reads en/);
  });
});

test("any text is judged and explained without an error; the classes add up", () => {
  const pieces = fc.constantFrom("1.5kg", "3.5x", "www.", "http://", ".com", "xxx", "加", "❤", "@", "a", " ", "1", "£", "。", "\ud800");
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 120 }),
    fc.array(pieces, { maxLength: 30 }).map((a) => a.join("")),
    fc.array(fc.nat(0xffff), { maxLength: 60 }).map((codes) => String.fromCharCode(...codes)),
  );
  const out = newTextJudgement();
  fc.assert(
    fc.property(text, (message) => {
      judge.judge(message, out);
      const sum = out.fraudPermille + out.illegalPermille + out.marketingPermille + out.ordinaryPermille;
      if (out.language === "other") expect(sum).toBe(0);
      else expect(Math.abs(sum - 1000)).toBeLessThanOrEqual(2);
      for (const { phrase } of judge.explain(message, 2)) expect(message).toContain(phrase);
    }),
    { seed: 42, numRuns: 2500 },
  );
});

test("a text of the greatest length is judged", () => {
  for (const unit of ["密", "a", "a ", "1.", "x1"]) {
    const out = judged(unit.repeat(3000));
    expect(out.truncated).toBe(true);
  }
});
