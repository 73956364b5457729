/** What became of the lines of a file, told line by line without losing one; ages; what a ground carries. */
import { expect, test } from "vitest";
import { ageOf, carriesOf, decoded, fatesOf, refusedText } from "./lists.ts";

const TEXT = "good.example\r\n# a comment\nicbc.com.cn\nother.example\ngood.example\nnot a host\n";
const REPORT = {
  outcomes: [
    { from: 1, to: 1, outcome: "new" },
    { from: 3, to: 3, outcome: "refused" },
    { from: 4, to: 4, outcome: "new" },
    { from: 5, to: 5, outcome: "known" },
    { from: 6, to: 6, outcome: "refused" },
  ],
  refused: [{ line: 3, reason: "protected-host", value: "icbc.com.cn", why: { zh: "官方域名", en: "A brand's own domain" }, expected: "one page" }],
} as const;

test("each line has its fate, also one whose reason is not given; a comment has none", () => {
  expect(fatesOf(TEXT, REPORT).map(({ line, outcome, value, why }) => [line, outcome, value, why?.en ?? null])).toEqual([
    [1, "new", "good.example", null],
    [3, "refused", "icbc.com.cn", "A brand's own domain"],
    [4, "new", "other.example", null],
    [5, "known", "good.example", null],
    [6, "refused", "not a host", null],
  ]);
});

test("refused lines come back as they were, reasons first, and under the head of their table", () => {
  expect(refusedText(TEXT, fatesOf(TEXT, REPORT), "plain", "zh")).toBe("# 3: 官方域名 (one page)\n# 6\nicbc.com.cn\nnot a host\n");
  const table = "# made today\nidentifier,note\nicbc.com.cn,x\n";
  const report = { outcomes: [{ from: 3, to: 3, outcome: "refused" }], refused: [] } as const;
  expect(refusedText(table, fatesOf(table, report), "csv", "en")).toBe("# 3\nidentifier,note\nicbc.com.cn,x\n");
});

test("a file in the older Chinese encoding is read, and said to be one", () => {
  expect(decoded(new Uint8Array([0xba, 0xc5, 0xc2, 0xeb]).buffer)).toEqual({ text: "号码", older: true });
  expect(decoded(new TextEncoder().encode("号码").buffer as ArrayBuffer)).toEqual({ text: "号码", older: false });
});

test("an age is as exact as somebody can use", () => {
  const HOUR = 3_600_000;
  expect([0, 59 * 60_000, HOUR, 47 * HOUR, 48 * HOUR].map((ms) => Object.values(ageOf(ms)).join(" "))).toEqual(["minute 0", "minute 59", "hour 1", "hour 47", "day 2"]);
});

test("a freeze carries a flag, a stop of two days a watch, a case a block", () => {
  expect([carriesOf({ kind: "decision", matter: "frz_1" }), carriesOf({ kind: "decision", matter: "stp_1" }), carriesOf({ kind: "case", matter: "cas_1" })]).toEqual([
    "flag",
    "watch",
    "block",
  ]);
});
