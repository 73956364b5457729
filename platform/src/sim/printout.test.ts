/** What a run says at its end: figures with what they are of, in both languages, and an auditor's words with the matter's history. */
import { expect, test } from "vitest";
import { AUDITORS } from "./auditors/all.ts";
import { printRun, runAsJson } from "./printout.ts";
import type { RunResult } from "./run.ts";

const QUIET: RunResult = {
  seed: 7,
  days: 1,
  profile: "CN",
  breaches: [],
  surprises: [],
  quiet: { quiet: true, untilMs: 0 },
  figures: [
    { key: "money.stoppedOfStolen", kind: "money", words: { zh: "止住 ÷ 被骗", en: "Stopped of stolen" }, minor: "123456789", ofMinor: "246913578" },
    { key: "money.timeToStop", kind: "time", words: { zh: "报案到反馈", en: "Report to answer" }, count: 3, p50Ms: 90_000, p90Ms: 50 * 3_600_000 },
    { key: "rights.wrongful", kind: "share", words: { zh: "误限制率", en: "Wrongful restrictions" }, count: 1, of: 8 },
    { key: "cases.clearance", kind: "share", words: { zh: "破案率", en: "Clearance" }, count: 0, of: 0 },
  ],
  truth: { stolenMinor: 246_913_578n, cashedMinor: 5n, spentMinor: 100n, leftMinor: 246_913_473n, heldMinor: 123_456_789n },
  counts: {
    events: 10,
    acts: 9,
    together: 2,
    stopped: 1,
    jumps: 0,
    received: 8,
    receivedAgain: 1,
    ledgerLines: 77,
    refusals: { "not-now": 3 },
    matters: { warning: 4, report: 2 },
  },
  chain: "0123456789abcdef0123",
};

test("a quiet run: the seed first, every figure with its numerator and denominator, nothing divided by nothing", () => {
  const en = printRun(QUIET, "CNY", "en");
  expect(en[0]).toBe("seed 7, 1 day, jurisdiction CN");
  const text = en.join("\n");
  expect(text).toMatch(/^matters +warning 4, report 2$/m);
  expect(text).toMatch(/^stolen money went to +cash 0\.05, traders 1\.00, still in the gangs' accounts 2,469,134\.73 CNY$/m);
  expect(text).toMatch(/^Stopped of stolen +50\.0% \(1,234,567\.89 \/ 2,469,135\.78 CNY\)$/m);
  expect(text).toMatch(/^Report to answer +p50 1\.5 min, p90 2\.1 days \(n=3\)$/m);
  expect(text).toMatch(/^Wrongful restrictions +12\.5% \(1 \/ 8\)$/m);
  expect(text).toMatch(/^Clearance +– \(0 \/ 0\)$/m);
  expect(en.at(-1)).toBe(`all ${AUDITORS.length} auditors are quiet.`);
  const zh = printRun(QUIET, "CNY", "zh");
  expect(zh).toHaveLength(en.length);
  expect(zh[0]).toBe("种子 7，1 天，法域 CN");
  expect(zh.join("\n")).toMatch(/^误限制率 +12\.5% \(1 \/ 8\)$/m);
  expect(zh.at(-1)).toBe(`${AUDITORS.length} 名审计者均无异议。`);
});

test("an auditor that speaks names its promise in the reader's language, what is wrong, and what happened to the matter", () => {
  const spoken: RunResult = { ...QUIET, breaches: [{ auditor: "rounds", what: "the account of stp_1 was stopped 3 times", matter: "stp_1", history: ["first", "second"] }] };
  const { promise } = AUDITORS.find((one) => one.name === "rounds")!;
  expect(printRun(spoken, "CNY", "en").slice(-3)).toEqual([`rounds (${promise.en}): the account of stp_1 was stopped 3 times`, "    first", "    second"]);
  expect(printRun(spoken, "CNY", "zh").join("\n")).toContain(`rounds (${promise.zh})`);
  expect(runAsJson(spoken)).toMatchObject({
    truth: { stolenMinor: "246913578" },
    auditors: expect.arrayContaining([
      { name: "rounds", breaches: 1 },
      { name: "notices", breaches: 0 },
    ]),
  });
  const restless: RunResult = { ...QUIET, quiet: { quiet: false, untilMs: 0 }, surprises: ["it broke"] };
  expect(printRun(restless, "CNY", "en").slice(-2)).toEqual(["a bug: it broke", "it did not come to rest when the clocks had run"]);
});
