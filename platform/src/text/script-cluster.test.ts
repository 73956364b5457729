import fc from "fast-check";
import { expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import { PlainScriptClusters, jaccard, shinglesOf } from "./script-cluster-plain.ts";
import { SHINGLES_MIN, SIGNATURE_WORDS, ScriptClusters, newClusterFacts, signature, similarityPermille } from "./script-cluster.ts";

const START_MS = Date.UTC(2026, 2, 2, 8);

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

function sign(text: string): Uint32Array {
  const out = new Uint32Array(SIGNATURE_WORDS);
  signature(unitsOf(text), text.length, out);
  return out;
}

const ENGLISH = "please your account parcel bonus loan order refund today before click team offer school train visit lunch meet garden".split(" ");

/** A text in a language of its own drawing, so that two of them share next to nothing. */
function randomText(chance: Prng, letters: number): string {
  if (chance.chance(0.3)) {
    let text = "";
    while (text.length < letters * 3) text += `${chance.pick(ENGLISH)}${String.fromCharCode(97 + chance.int(26), 97 + chance.int(26), 97 + chance.int(26))} `;
    return text;
  }
  return Array.from({ length: letters }, () => String.fromCharCode(0x4e00 + chance.int(4000))).join("");
}

/** At most 5 % of the letters replaced, dropped or doubled, and the things that change from copy to copy put in. */
function edited(text: string, chance: Prng): string {
  const letters = [...text];
  const edits = chance.int(Math.floor(letters.length / 20) + 1);
  for (let i = 0; i < edits; i++) {
    const at = chance.int(letters.length);
    letters[at] = chance.pick([String.fromCharCode(0x4e00 + chance.int(4000)), "", letters[at] + letters[at]]);
  }
  const link = `https://x${chance.int(1e6)}.example.com/${chance.int(1e6)}`;
  return `${letters.join("")}，${chance.int(1e9)} ${chance.pick([link, "", "!!!", "（10:30）"])}`;
}

interface Sent {
  readonly text: string;
  readonly family: number;
  readonly sender: number;
  readonly atMs: number;
}

function stream(seed: number, families: number, messages: number): Sent[] {
  const chance = new Prng(seed);
  const originals = Array.from({ length: families }, () => randomText(chance, 40 + chance.int(60)));
  return Array.from({ length: messages }, (_, i) => {
    const family = chance.int(families);
    return { text: edited(originals[family], chance), family, sender: chance.int(50), atMs: START_MS + i * 7000 };
  });
}

function cluster(sent: readonly Sent[], clusters = new ScriptClusters({ capacity: 4096 })): { id: number; isNew: boolean }[] {
  const facts = newClusterFacts();
  return sent.map((m) => {
    clusters.observe(sign(m.text), m.sender, 0, m.atMs, facts);
    return { id: facts.clusterId, isNew: facts.isNew };
  });
}

const piece = fc.oneof(
  fc.constantFrom(
    "您好",
    "恭喜中奖",
    "loan",
    "Re-verify",
    "a.b",
    "http://x.test/a1",
    "code 9981",
    " ",
    "，",
    "：",
    "now:call",
    "Ｎｏｗ",
    "１２",
    "\u{1f600}",
    "é",
    "ﬁ",
    "\ufe0f",
    "K",
    "สวัสดี",
    "नमस्ते",
    "_",
    "-",
    "@",
    "x1",
    "①",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ maxLength: 8 }),
);
const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

test("the count of shingles is that of the plain twin, for any text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const out = new Uint32Array(SIGNATURE_WORDS);
      expect(signature(unitsOf(text), text.length, out)).toBe(shinglesOf(text).length);
    }),
    { seed: 42, numRuns: 1500 },
  );
});

test("only the script counts: numbers, links, codes, spaces, signs and letter case do not", () => {
  const plain = sign("尊敬的客户您的积分即将到期请点击兑换礼品退订回复");
  expect(sign("尊敬的客户，您的 5821 积分即将到期！请点击 http://a7.example.com/x?y=1 兑换礼品【退订】回复T2")).toEqual(plain);
  expect(sign("尊敬的客户您的积分明天到期请点击兑换礼品退订回复")).not.toEqual(plain);
  const english = sign("Dear customer your parcel could not be delivered today");
  expect(sign("DEAR customer, your parcel (77A1) could not be   delivered today: www.post.example/9")).toEqual(english);
  expect(sign("Dear custo mer your parcel could not be delivered today")).not.toEqual(english);
});

test("signatures go anywhere in a large array and do not depend on what stood there", () => {
  const text = unitsOf("一条足够长的短信文字用来比较签名是否一致");
  const alone = new Uint32Array(SIGNATURE_WORDS);
  signature(text, text.length, alone);
  const many = new Uint32Array(3 * SIGNATURE_WORDS).fill(7);
  signature(text, text.length, many, SIGNATURE_WORDS);
  expect(many.subarray(SIGNATURE_WORDS, 2 * SIGNATURE_WORDS)).toEqual(alone);
  expect(many.subarray(0, SIGNATURE_WORDS).every((word) => word === 7)).toBe(true);
  expect(many.subarray(2 * SIGNATURE_WORDS).every((word) => word === 7)).toBe(true);
});

test("estimated similarity is near the exact one and has no bias", () => {
  const chance = new Prng(11);
  const error = [0, 0];
  let worst = 0;
  const pairs = 800;
  for (let i = 0; i < pairs; i++) {
    const letters = i % 2 === 0 ? 20 : 90;
    const a = randomText(chance, letters);
    const cut = chance.int(a.length);
    const b = a.slice(0, cut) + randomText(chance, letters).slice(cut);
    const exact = jaccard(new Set(shinglesOf(a)), new Set(shinglesOf(b)));
    const estimate = similarityPermille(sign(a), 0, sign(b), 0) / 1000;
    error[i % 2] += (2 * (estimate - exact)) / pairs;
    worst = Math.max(worst, Math.abs(estimate - exact));
  }
  expect(Math.abs(error[0])).toBeLessThan(0.02);
  expect(Math.abs(error[1])).toBeLessThan(0.02);
  expect(worst).toBeLessThan(0.5);
});

test("copies edited by up to 5 % stay together, unlike texts never meet, as in the plain twin", () => {
  for (const seed of [1, 2, 3]) {
    const sent = stream(seed, 60, 900);
    const plain = new PlainScriptClusters(0.5, SHINGLES_MIN);
    const ids = cluster(sent).map((c) => c.id);
    const twin = sent.map((m) => plain.observe(m.text, String(m.sender), m.atMs).clusterId);
    let together = 0;
    let ofFamily = 0;
    let split = 0;
    let merged = 0;
    for (let i = 0; i < sent.length; i++) {
      for (let j = 0; j < i; j++) {
        if (sent[i].family === sent[j].family) {
          ofFamily++;
          together += +(ids[i] === ids[j]);
          split += +(twin[i] !== twin[j]);
        } else merged += +(ids[i] === ids[j]) + +(twin[i] === twin[j]);
      }
    }
    expect({ split, merged }).toEqual({ split: 0, merged: 0 });
    expect(together / ofFamily).toBeGreaterThan(0.97);
  }
});

test("a text of fewer than eight shingles joins nothing and opens nothing", () => {
  const clusters = new ScriptClusters({ capacity: 256 });
  const facts = newClusterFacts();
  for (const text of ["", "好的收到", "在吗有空回电话", "1234567890 www.example.com", "ok thx"]) {
    expect(shinglesOf(text).length).toBeLessThan(SHINGLES_MIN);
    clusters.observe(sign(text), 1, 2, START_MS, facts);
    expect(facts).toEqual({ clusterId: 0, size: 0, hourCount: 0, hourSenders: 0, firstSeenMs: START_MS, isNew: false });
  }
  clusters.observe(sign("一二三四五六七八九十"), 1, 2, START_MS, facts);
  expect(facts).toMatchObject({ clusterId: 1, size: 1, isNew: true });
});

const arrivals = fc.array(fc.record({ stepS: fc.integer({ min: -5000, max: 6000 }), sender: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 60 });

test("size, hour and first time are those of the plain twin, late messages included; senders are near", () => {
  const text = "您的快递因地址不详无法派送请点击链接更新收件信息";
  fc.assert(
    fc.property(arrivals, (steps) => {
      const clusters = new ScriptClusters({ capacity: 256 });
      const plain = new PlainScriptClusters(0.5, SHINGLES_MIN);
      const facts = newClusterFacts();
      let atMs = START_MS;
      for (const { stepS, sender } of steps) {
        atMs += stepS * 1000;
        clusters.observe(sign(text), sender, 99, atMs, facts);
        const expected = plain.observe(text, String(sender), atMs);
        expect({ ...facts, hourSenders: 0 }).toEqual({ ...expected, hourSenders: 0 });
        expect(Math.abs(facts.hourSenders - expected.hourSenders)).toBeLessThanOrEqual(3 + expected.hourSenders * 0.2);
      }
      const all = new Set(steps.map((s) => s.sender)).size;
      expect(Math.abs((clusters.describe(1)?.senders ?? 0) - all)).toBeLessThanOrEqual(3 + all * 0.2);
    }),
    { seed: 42, numRuns: 150 },
  );
});

test("many senders are counted in the hundreds, one sender of many messages as one", () => {
  const clusters = new ScriptClusters({ capacity: 256 });
  const facts = newClusterFacts();
  const words = sign("高薪兼职日结工资在家可做添加客服了解详情");
  for (let i = 0; i < 1000; i++) clusters.observe(words, 7, 7, START_MS + i, facts);
  expect(facts).toMatchObject({ size: 1000, hourCount: 1000, hourSenders: 1 });
  // Late in the clock hour, where the hour before weighs nothing.
  for (let i = 0; i < 300; i++) clusters.observe(words, i, i * 31, START_MS + 3_599_000 + i, facts);
  expect(facts.hourSenders).toBeGreaterThan(220);
  expect(facts.hourSenders).toBeLessThan(400);
});

test("the same messages in the same order get the same ids; ids count up from one", () => {
  const sent = stream(5, 80, 600);
  const first = cluster(sent);
  expect(cluster(sent)).toEqual(first);
  const opened = first.filter((c) => c.isNew).map((c) => c.id);
  expect(opened).toEqual(opened.map((_, i) => i + 1));
});

test("a snapshot continues exactly and is not touched by what follows", () => {
  const sent = stream(6, 400, 1200);
  const half = sent.length / 2;
  const whole = new ScriptClusters({ capacity: 256 });
  cluster(sent.slice(0, half), whole);
  const chunks = whole.snapshot();
  const before = chunks.map((c) => c.slice());
  const rest = cluster(sent.slice(half), whole);
  expect(chunks).toEqual(before);
  const again = new ScriptClusters({ capacity: 256 });
  cluster(stream(7, 50, 100), again);
  again.restore(chunks.map((c) => Buffer.from(Buffer.concat([Buffer.from([1, 2, 3]), c]).subarray(3))));
  expect(cluster(sent.slice(half), again)).toEqual(rest);
  expect(again.snapshot()).toEqual(whole.snapshot());
  expect(again.evicted).toBeGreaterThan(0);
});

test("a snapshot of another set-up, or a cut one, is refused and changes nothing", () => {
  const chunks = new ScriptClusters({ capacity: 512 }).snapshot();
  const clusters = new ScriptClusters({ capacity: 256 });
  cluster(stream(8, 10, 20), clusters);
  const before = clusters.snapshot();
  expect(() => clusters.restore(chunks)).toThrow(/capacity is 512, expected 256/);
  expect(() => clusters.restore(before.slice(1))).toThrow(/cannot restore/);
  expect(() => clusters.restore(before.map((c, i) => (i === 3 ? c.subarray(1) : c)))).toThrow(/chunk 3/);
  expect(() => clusters.restore([new Uint8Array(32), ...before.slice(1)])).toThrow(/kind of file/);
  expect(clusters.snapshot()).toEqual(before);
});

test("memory is fixed: a script in use outlives thousands of one-off texts, the forgotten get new ids", () => {
  const chance = new Prng(9);
  const clusters = new ScriptClusters({ capacity: 256 });
  const bytes = clusters.bytes;
  const facts = newClusterFacts();
  const used = sign("您的账户存在异常请立即联系工作人员核实身份信息以免影响使用");
  const once = sign("明天下午三点社区活动室有书法课欢迎大家带好纸笔准时参加");
  clusters.observe(used, 1, 1, START_MS, facts);
  clusters.observe(once, 1, 1, START_MS, facts);
  for (let i = 1; i < 5000; i++) {
    clusters.observe(sign(randomText(chance, 50)), i, i, START_MS + i * 1000, facts);
    expect(facts.isNew).toBe(true);
    if (i % 10 === 0) {
      clusters.observe(used, i, i, START_MS + i * 1000, facts);
      expect(facts).toMatchObject({ clusterId: 1, size: i / 10 + 1 });
    }
  }
  expect(clusters.bytes).toBe(bytes);
  expect(clusters.opened - clusters.evicted).toBeLessThanOrEqual(256);
  expect(clusters.describe(2)).toBeUndefined();
  const opened = clusters.opened;
  clusters.observe(once, 1, 1, START_MS + 6e6, facts);
  expect(facts).toMatchObject({ clusterId: opened + 1, size: 1, isNew: true });
});

test("forgetting leaves no gaps in the index and nothing of the forgotten", () => {
  const chance = new Prng(12);
  const clusters = new ScriptClusters({ capacity: 256 });
  const greeting = "尊敬的客户您好";
  const texts = Array.from({ length: 1500 }, () => greeting + randomText(chance, 12 + chance.int(40)));
  cluster(
    texts.map((text, i) => ({ text, family: i, sender: i, atMs: START_MS + i * 1000 })),
    clusters,
  );
  expect(clusters.evicted).toBeGreaterThan(1000);
  const bands = clusters.snapshot().at(-1) ?? new Uint8Array();
  const entries = new Uint32Array(bands.buffer, bands.byteOffset, bands.byteLength / 4);
  let gaps = 0;
  const perRow = new Map<number, number>();
  entries.forEach((entry, i) => {
    if (entry === 0) return;
    if (i % 8 > 0 && entries[i - 1] === 0) gaps++;
    perRow.set(entry & 0xffffff, (perRow.get(entry & 0xffffff) ?? 0) + 1);
  });
  expect(gaps).toBe(0);
  expect(Math.max(...perRow.values())).toBeLessThanOrEqual(16);
  expect(perRow.size).toBeLessThanOrEqual(clusters.opened - clusters.evicted);
});

test("scripts behind one long greeting are told apart", () => {
  const chance = new Prng(10);
  const greeting = "尊敬的客户您好感谢您一直以来的支持";
  const bodies = Array.from({ length: 300 }, () => greeting + randomText(new Prng(chance.bits()), 60));
  const clusters = new ScriptClusters({ capacity: 4096 });
  const facts = newClusterFacts();
  const ids = bodies.map((text, i) => (clusters.observe(sign(text), i, 0, START_MS + i, facts), facts.clusterId));
  expect(new Set(ids).size).toBe(bodies.length);
  bodies.forEach((text, i) => {
    clusters.observe(sign(text), i, 0, START_MS + 1000, facts);
    expect(facts.clusterId).toBe(ids[i]);
  });
});

test("set-ups and times outside the limits are refused with the limit named", () => {
  expect(() => new ScriptClusters({ capacity: 0 })).toThrow(/capacity must be a whole number from 1 to 8388608, got 0/);
  expect(() => new ScriptClusters({ capacity: 2 ** 24 })).toThrow(/capacity/);
  expect(() => new ScriptClusters({ capacity: 300, thresholdPermille: 1500 })).toThrow(/thresholdPermille/);
  expect(new ScriptClusters({ capacity: 300 }).capacity).toBe(512);
  const clusters = new ScriptClusters({ capacity: 256 });
  for (const atMs of [-1, Number.NaN, 2 ** 32 * 1000]) {
    expect(() => clusters.observe(sign("一二三四五六七八九十十一"), 0, 0, atMs, newClusterFacts())).toThrow(/atMs/);
  }
});
